/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * number.c - words of many names as numbers.
 *
 * Of 84,000 different names of a list 7,700 are the words. Two words are one number when all that comparing them looks at
 * is the same: classes with what leads to them, kind, seam, variants.
 */
#include "names/compare_priv.h"

struct numbered {
	const struct name *name;
	uint16_t token;
	uint32_t hash;
};

struct name_numbers {
	struct arena *a;
	struct numbered *p; /* p[0] is no word */
	size_t n, cap;
	uint32_t *slots; /* numbers; 0: empty */
	size_t n_slots;
};

struct name_numbers *name_numbers_new(struct arena *a)
{
	struct name_numbers *w = NEW(a, struct name_numbers);
	w->a = a;
	w->p = arena_regrow(a, NULL, 0, &w->cap, sizeof *w->p);
	w->n = 1;
	return w;
}

/* Classes from what leads to the token to its end. */
static struct str span_of(const struct numbered *d)
{
	const struct name_token *t = &d->name->tokens[d->token];
	const uint8_t *from = d->name->codes + t->at - t->lead;
	return str_n((const char *)from, (size_t)t->lead + t->n);
}

static uint32_t hash_of(const struct numbered *d)
{
	const struct name_token *t = &d->name->tokens[d->token];
	uint64_t h = 0x9e3779b97f4a7c15u ^
		     ((uint64_t)t->kind << 24 | (uint64_t)t->lead << 16 | (uint64_t)t->seam << 8 |
		      (uint64_t)t->called_by_first << 1 | (uint64_t)t->derived);
	struct str s = span_of(d);
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (uint8_t)s.p[i]) * 0x100000001b3u;
	for (size_t i = 0; i < NAME_VARIANTS_MAX && t->variant[i]; i++)
		h = (h ^ t->variant[i]) * 0x100000001b3u;
	return (uint32_t)(h ^ h >> 32);
}

static bool is_same(const struct numbered *x, const struct numbered *y)
{
	const struct name_token *t = &x->name->tokens[x->token];
	const struct name_token *u = &y->name->tokens[y->token];
	return x->hash == y->hash && t->kind == u->kind && t->lead == u->lead &&
	       t->seam == u->seam && t->derived == u->derived &&
	       t->called_by_first == u->called_by_first &&
	       memcmp(t->variant, u->variant, sizeof t->variant) == 0 &&
	       str_eq(span_of(x), span_of(y));
}

static void grow(struct name_numbers *w)
{
	arena_give_back(w->a, w->slots, w->n_slots, sizeof *w->slots);
	w->n_slots = w->n_slots ? w->n_slots * 4 : 256;
	w->slots = NEW_N(w->a, w->n_slots, uint32_t);
	for (size_t i = 1; i < w->n; i++) {
		size_t k = w->p[i].hash & (w->n_slots - 1);
		while (w->slots[k])
			k = (k + 1) & (w->n_slots - 1);
		w->slots[k] = (uint32_t)i;
	}
}

static uint32_t number_of(struct name_numbers *w, struct numbered d)
{
	d.hash = hash_of(&d);
	if (w->n * 2 >= w->n_slots)
		grow(w);
	size_t k = d.hash & (w->n_slots - 1);
	for (; w->slots[k]; k = (k + 1) & (w->n_slots - 1))
		if (is_same(&w->p[w->slots[k]], &d))
			return w->slots[k];
	if (w->n == COMPARE_NUMBERS)
		return 0;
	w->p = arena_regrow(w->a, w->p, w->n, &w->cap, sizeof *w->p);
	w->p[w->n] = d;
	w->slots[k] = (uint32_t)w->n;
	return (uint32_t)w->n++;
}

void name_number(struct name_numbers *w, struct name *n, struct arena *a)
{
	uint32_t *words = NEW_N(a, n->n_tokens, uint32_t);
	for (size_t i = 0; i < n->n_tokens; i++)
		words[i] = number_of(w, (struct numbered){ .name = n, .token = (uint16_t)i });
	n->words = words;
}
