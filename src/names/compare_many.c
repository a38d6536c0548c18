/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compare_many.c - one name and many others.
 *
 * Which word of one name is which of the other is a small search, different for each pair; what it asks for are
 * distances of sounds. Those of words are nearly always the same ones and are kept (compare_memory.c). Those of all sounds in
 * their order are of the two names alone: they are computed for all names at once.
 */
#include "names/compare_priv.h"
#include "names/explain_priv.h"
#include "names/sound_many.h"
#include "names/sound_priv.h"

struct name_many {
	struct sound_many *order;
	struct compare_memory *memory;
};

struct name_many *name_many_new(size_t names)
{
	struct name_many *m = mem_need(malloc(sizeof *m));
	m->order = sound_many_new();
	m->memory = compare_memory_new(names);
	return m;
}

void name_many_free(struct name_many *m)
{
	if (!m)
		return;
	sound_many_free(m->order);
	compare_memory_free(m->memory);
	free(m);
}

static void compare_some(struct name_many *m, const struct name *x, const struct name *const *ys,
			 size_t n, const struct name_weigher *w, const struct sound_cost *order,
			 float *ret)
{
	struct compare_known k = { .memory = m->memory, .x_in_order = compare_is_in_order(x) };
	compare_side(x, 0, w, &k.side);
	for (size_t i = 0; i < n; i++) {
		const struct name *y = ys[i];
		if (i + 1 < n)
			compare_expect(m->memory, x, ys[i + 1]);
		k.order = &order[i];
		ret[i] = y->missing		  ? 0.0F
			 : x->folded == y->folded ? 1.0F
						  : compare_names(x, y, w, &k, NULL);
	}
}

void name_compare_many(struct name_many *m, const struct name *x, const struct name *const *ys,
		       size_t n, const struct name_weigher *w, const struct sound_cost *order,
		       float *ret)
{
	UNCLEARED struct sound_cost some[SOUND_MANY_MAX];
	if (x->missing) {
		memset(ret, 0, n * sizeof *ret);
		return;
	}
	for (size_t from = 0, to; from < n; from = to) {
		to = from + SOUND_MANY_MAX < n ? from + SOUND_MANY_MAX : n;
		if (!order)
			name_align_many(m, x, ys + from, to - from, some);
		compare_some(m, x, ys + from, to - from, w, order ? order + from : some,
			     ret + from);
	}
}

float name_compare_with(struct name_many *m, const struct name *x, const struct name *y,
			const struct name_weigher *w)
{
	UNCLEARED struct compare_known k;
	if (x->missing || y->missing)
		return 0.0F;
	if (x->folded == y->folded)
		return 1.0F;
	k.memory = m->memory;
	k.order = NULL;
	compare_side(x, 0, w, &k.side);
	return compare_names(x, y, w, &k, NULL);
}

void name_align_many(struct name_many *m, const struct name *x, const struct name *const *ys,
		     size_t n, struct sound_cost *ret)
{
	for (size_t from = 0, to; from < n; from = to) {
		to = from + SOUND_MANY_MAX < n ? from + SOUND_MANY_MAX : n;
		sound_many_clear(m->order);
		for (size_t i = from; i < to; i++)
			sound_many_add(m->order, ys[i]->codes, ys[i]->n_codes);
		sound_many_align(m->order, x->codes, x->n_codes, ret + from);
	}
}

bool name_is_kin(struct name_many *m, const struct name *x, const struct name *y)
{
	return compare_is_kin(m ? m->memory : NULL, x, y);
}
