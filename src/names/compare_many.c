/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compare_many.c - one name and many others.
 *
 * Which word of one name is which of the other is a small search, different for each pair; what it asks for are
 * distances of sounds, and nearly always the same ones: each word of x with each of y, with two in a row as one, and all
 * sounds in their order. These are computed for all names at once, and the search finds them there. What is
 * seldom asked for (with articles, of parts of compounds, of alternative names) it computes itself.
 */
#include "names/compare_priv.h"
#include "names/explain_priv.h"
#include "names/sound_many.h"
#include "names/sound_priv.h"

enum { NAMES_AT_ONCE = 96, WORDS = SOUND_MANY_MAX };

struct name_many {
	struct sound_many *tokens, *joined, *order;
	struct sound_cost token[KNOWN_TOKENS][WORDS];
	struct sound_cost joined_y[KNOWN_TOKENS][WORDS];
	struct sound_cost joined_x[KNOWN_TOKENS][WORDS];
	struct sound_cost in_order[NAMES_AT_ONCE];
	uint8_t codes[NAMES_AT_ONCE][SOUND_ALIGN_MAX]; /* of all sounds in their order */
};

struct name_many *name_many_new(void)
{
	struct name_many *m = mem_need(malloc(sizeof *m));
	m->tokens = sound_many_new();
	m->joined = sound_many_new();
	m->order = sound_many_new();
	return m;
}

void name_many_free(struct name_many *m)
{
	if (!m)
		return;
	sound_many_free(m->tokens);
	sound_many_free(m->joined);
	sound_many_free(m->order);
	free(m);
}

/* Where the sequences of a name begin. */
struct places {
	size_t token, order;
	bool has_order;
};

/* Its words, and each with the one behind it; an empty sequence where that makes no word. */
static void add_words(struct name_many *m, const struct name *y)
{
	for (size_t i = 0; i < y->n_tokens; i++) {
		const struct name_token *t = &y->tokens[i];
		bool run = i + 1 < y->n_tokens && compare_one_run(t, t + 1);
		sound_many_add(m->tokens, y->codes + t->at, t->n);
		sound_many_add(m->joined, y->codes + t->at, run ? (size_t)t->n + t[1].n : 0);
	}
}

static bool is_asked(const struct name *x, const struct name *y)
{
	return !y->missing && x->folded != y->folded;
}

/* As compare_order.c asks for it: between two scripts only. */
static size_t add_order(struct name_many *m, const struct name *x, const struct name *y, size_t at)
{
	if (sound_of_arabic(x->codes, x->n_codes) == sound_of_arabic(y->codes, y->n_codes))
		return 0;
	size_t n = compare_gather(y, 0, m->codes[at]);
	if (n)
		sound_many_add(m->order, m->codes[at], n);
	return n;
}

static void align_all(struct name_many *m, const struct name *x, bool any_order)
{
	for (size_t i = 0; i < x->n_tokens; i++) {
		const struct name_token *t = &x->tokens[i];
		sound_many_align(m->tokens, x->codes + t->at, t->n, m->token[i]);
		sound_many_align(m->joined, x->codes + t->at, t->n, m->joined_y[i]);
		if (i + 1 < x->n_tokens && compare_one_run(t, t + 1))
			sound_many_align(m->tokens, x->codes + t->at, (size_t)t->n + t[1].n,
					 m->joined_x[i]);
	}
	uint8_t codes[SOUND_ALIGN_MAX];
	size_t n = any_order ? compare_gather(x, 0, codes) : 0;
	if (n)
		sound_many_align(m->order, codes, n, m->in_order);
}

/* The first of `ys` that fit at once; how many, at least one. */
static size_t compare_some(struct name_many *m, const struct name *x, const struct name *const *ys,
			   size_t n, const struct name_weigher *w, float *ret)
{
	struct places at[NAMES_AT_ONCE];
	struct compare_known k = { .x = x };
	uint8_t codes[SOUND_ALIGN_MAX];
	bool x_fits = compare_gather(x, 0, codes) > 0;
	size_t words = 0;
	size_t orders = 0;
	size_t end;
	sound_many_clear(m->tokens);
	sound_many_clear(m->joined);
	sound_many_clear(m->order);
	for (end = 0; end < n && end < NAMES_AT_ONCE; end++) {
		const struct name *y = ys[end];
		at[end] = (struct places){ .token = words, .order = orders };
		if (!is_asked(x, y))
			continue;
		if (words + y->n_tokens > WORDS)
			break;
		add_words(m, y);
		words += y->n_tokens;
		at[end].has_order = x_fits && add_order(m, x, y, end);
		orders += at[end].has_order;
	}
	align_all(m, x, orders > 0);
	compare_side(x, 0, w, &k.side);
	for (size_t i = 0; i < end; i++) {
		const struct name *y = ys[i];
		if (!is_asked(x, y)) {
			ret[i] = name_compare(x, y, w);
			continue;
		}
		k.y = y;
		for (size_t t = 0; t < x->n_tokens; t++) {
			k.token[t] = m->token[t] + at[i].token;
			k.joined_y[t] = m->joined_y[t] + at[i].token;
			k.joined_x[t] = m->joined_x[t] + at[i].token;
		}
		k.order = at[i].has_order ? &m->in_order[at[i].order] : NULL;
		ret[i] = compare_names(x, y, w, &k, NULL);
	}
	return end;
}

void name_compare_many(struct name_many *m, const struct name *x, const struct name *const *ys,
		       size_t n, const struct name_weigher *w, float *ret)
{
	/* Laying out costs as much as a few alignments. */
	enum { FEW = 3 };
	bool one_by_one = n < FEW || x->missing || x->n_tokens > KNOWN_TOKENS;
	for (size_t i = 0; i < n; i++) {
		if (one_by_one)
			ret[i] = name_compare(x, ys[i], w);
		else
			i += compare_some(m, x, ys + i, n - i, w, ret + i) - 1;
	}
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
