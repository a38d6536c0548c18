/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/loglinear_priv.h"

#include "base/buf.h"

enum { NAME_MAX_BYTES = 1 << 16 };

void model_space_of(size_t lists, size_t largest, struct model_space *ret)
{
	ret->lists = lists;
	ret->n = 0;
	for (size_t size = 2; size <= largest; size++)
		for (uint32_t set = 0; set < UINT32_C(1) << lists; set++)
			if ((size_t)cells_depth(set) == size) {
				assert(ret->n < FIT_TERMS_MAX); /* 10 lists have 45 pairs */
				ret->at[ret->n++] = set;
			}
}

void model_terms(const struct model_space *s, uint64_t model, struct fit_terms *ret)
{
	fit_terms_main(s->lists, ret);
	for (size_t i = 0; i < s->n; i++)
		if (model >> i & 1)
			ret->at[ret->n++] = s->at[i];
}

/* All that `set` contains, of the space, is in the model. */
static bool has_parts(const struct model_space *s, uint64_t model, uint32_t set)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->at[i] != set && (s->at[i] & set) == s->at[i] && !(model >> i & 1))
			return false;
	return true;
}

struct list {
	uint64_t *p;
	size_t n, cap;
	struct arena *a;
};

/* Parts stand before what contains them: each interaction in turn, without it and with it. */
static void choose(const struct model_space *s, size_t i, uint64_t model, struct list *l)
{
	if (i == s->n) {
		l->p = arena_grow(l->a, l->p, l->n, &l->cap, sizeof *l->p);
		l->p[l->n++] = model;
		return;
	}
	choose(s, i + 1, model, l);
	if (has_parts(s, model, s->at[i]))
		choose(s, i + 1, model | UINT64_C(1) << i, l);
}

size_t models_hierarchical(const struct model_space *s, struct arena *a, uint64_t **ret)
{
	struct list l = { .a = a };
	choose(s, 0, 0, &l);
	*ret = l.p;
	return l.n;
}

/* By size, largest first, then by the first list that one has and the other has not. */
static bool stands_before(uint32_t x, uint32_t y)
{
	int dx = cells_depth(x);
	int dy = cells_depth(y);
	uint32_t differ = x ^ y;
	return dx != dy ? dx > dy : (x & (differ & (~differ + 1))) != 0;
}

static void name_set(const struct cells *c, uint32_t set, struct buf *b)
{
	const char *before = "[";
	for (size_t i = 0; i < c->n_lists; i++)
		if (set >> i & 1) {
			buf_printf(b, "%s%.*s", before, STR_FMT(c->lists[i]));
			before = " ";
		}
	buf_printf(b, "]");
}

struct str model_name_sets(const struct cells *c, uint32_t *sets, size_t n, struct arena *a)
{
	AUTO_BUF b;
	buf_init(&b, NAME_MAX_BYTES);
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0 && stands_before(sets[k], sets[k - 1]); k--) {
			uint32_t x = sets[k];
			sets[k] = sets[k - 1];
			sets[k - 1] = x;
		}
	for (size_t i = 0; i < n; i++)
		name_set(c, sets[i], &b);
	return buf_copy(&b, a);
}

struct str model_name(const struct cells *c, const struct model_space *s, uint64_t model,
		      struct arena *a)
{
	struct fit_terms m;
	uint32_t top[FIT_TERMS_MAX];
	size_t n = 0;
	model_terms(s, model, &m);
	for (size_t i = 1; i < m.n; i++) {
		bool inside = false;
		for (size_t j = 1; j < m.n; j++)
			inside = inside || (j != i && (m.at[i] & m.at[j]) == m.at[i]);
		if (!inside)
			top[n++] = m.at[i];
	}
	return model_name_sets(c, top, n, a);
}
