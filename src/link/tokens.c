/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tokens.c - the words of a column of names, and how many records have each.
 *
 * Sharing Mohammad says little among people of whom one in ten is called so; what is left out is judged likewise. A
 * word counts by the key of its consonants, so that its spellings count together.
 */
#include "link/link_priv.h"

#include <math.h>

struct link_tokens {
	uint32_t *key;
	float *bits;
	size_t slots;
	float rarest; /* of words that no record has */
};

static size_t slot_of(const uint32_t *key, size_t slots, uint32_t k)
{
	size_t i = link_mix(k) & (slots - 1);
	while (key[i] && key[i] != k)
		i = (i + 1) & (slots - 1);
	return i;
}

const struct link_tokens *link_tokens_count(const struct link_values *vs, struct arena *a)
{
	struct link_tokens *t = NEW(a, struct link_tokens);
	size_t n = 0;
	double records = 0;
	for (size_t i = 1; i < vs->n; i++) {
		n += vs->p[i].missing ? 0 : vs->p[i].name->n_tokens;
		records += vs->p[i].missing ? 0 : vs->p[i].count;
	}
	for (t->slots = 64; t->slots < n * 2; t->slots *= 2)
		;
	t->key = NEW_N(a, t->slots, uint32_t);
	t->bits = NEW_N(a, t->slots, float);
	for (size_t i = 1; i < vs->n; i++) {
		const struct link_value *v = &vs->p[i];
		for (size_t k = 0; !v->missing && k < v->name->n_tokens; k++) {
			uint32_t key = v->name->tokens[k].key;
			if (!key)
				continue;
			size_t s = slot_of(t->key, t->slots, key);
			t->key[s] = key;
			t->bits[s] += (float)v->count;
		}
	}
	/* A word of few records may be common elsewhere: two more are imagined. */
	t->rarest = (float)log2((records + 2) / 2);
	t->rarest = t->rarest > 20 ? 20 : t->rarest;
	for (size_t s = 0; s < t->slots; s++) {
		if (!t->key[s])
			continue;
		double b = log2((records + 2) / ((double)t->bits[s] + 1));
		t->bits[s] = (float)(b < 0 ? 0 : b > 20 ? 20 : b);
	}
	return t;
}

static float bits_of(void *ctx, uint32_t exact, uint32_t key)
{
	const struct link_tokens *t = ctx;
	(void)exact;
	if (!key)
		return 1;
	size_t s = slot_of(t->key, t->slots, key);
	return t->key[s] ? t->bits[s] : t->rarest;
}

struct name_weigher link_tokens_weigher(const struct link_tokens *t)
{
	/* The name's room takes what it gives back as it is and does not change it. */
	union {
		const struct link_tokens *in;
		void *out;
	} ctx = { t };
	return (struct name_weigher){ bits_of, ctx.out };
}
