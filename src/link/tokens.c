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
	uint32_t *key, *count;
	float *bits;
	size_t slots;
	double records;
	float rarest; /* of words that no record has */
};

static size_t slot_of(const uint32_t *key, size_t slots, uint32_t k)
{
	size_t i = link_mix(k) & (slots - 1);
	while (key[i] && key[i] != k)
		i = (i + 1) & (slots - 1);
	return i;
}

static struct link_tokens *tokens_new(size_t n, double records, struct arena *a)
{
	struct link_tokens *t = NEW(a, struct link_tokens);
	t->records = records;
	for (t->slots = 64; t->slots < n * 2; t->slots *= 2)
		;
	t->key = NEW_N(a, t->slots, uint32_t);
	t->count = NEW_N(a, t->slots, uint32_t);
	t->bits = NEW_N(a, t->slots, float);
	return t;
}

/* A word of few records may be common elsewhere: two more are imagined. So one of one record is as rare as one of none,
 * and need not be kept. */
static void weigh_words(struct link_tokens *t)
{
	t->rarest = (float)log2((t->records + 2) / 2);
	t->rarest = t->rarest > 20 ? 20 : t->rarest;
	for (size_t s = 0; s < t->slots; s++) {
		if (!t->key[s])
			continue;
		double b = log2((t->records + 2) / ((double)t->count[s] + 1));
		t->bits[s] = (float)(b < 0 ? 0 : b > 20 ? 20 : b);
	}
}

const struct link_tokens *link_tokens_count(const struct link_values *vs, struct arena *a)
{
	size_t n = 0;
	double records = 0;
	for (size_t i = 1; i < vs->n; i++) {
		n += vs->p[i].missing ? 0 : vs->p[i].name->n_tokens;
		records += vs->p[i].missing ? 0 : vs->p[i].count;
	}
	struct link_tokens *t = tokens_new(n, records, a);
	for (size_t i = 1; i < vs->n; i++) {
		const struct link_value *v = &vs->p[i];
		for (size_t k = 0; !v->missing && k < v->name->n_tokens; k++) {
			uint32_t key = v->name->tokens[k].key;
			if (!key)
				continue;
			size_t s = slot_of(t->key, t->slots, key);
			t->key[s] = key;
			t->count[s] += v->count;
		}
	}
	weigh_words(t);
	return t;
}

static int by_word_key(const void *x, const void *y)
{
	const struct link_word *p = x;
	const struct link_word *q = y;
	return (p->key > q->key) - (p->key < q->key);
}

struct link_word *link_tokens_list(const struct link_tokens *t, struct arena *a, size_t *ret_n,
				   double *ret_records)
{
	size_t n = 0;
	for (size_t s = 0; s < t->slots; s++)
		n += t->key[s] && t->count[s] > 1;
	struct link_word *p = NEW_N(a, n + 1, struct link_word);
	n = 0;
	for (size_t s = 0; s < t->slots; s++)
		if (t->key[s] && t->count[s] > 1)
			p[n++] = (struct link_word){ t->key[s], t->count[s] };
	if (n)
		qsort(p, n, sizeof *p, by_word_key);
	*ret_n = n;
	*ret_records = t->records;
	return p;
}

const struct link_tokens *link_tokens_of(const struct link_word *words, size_t n, double records,
					 struct arena *a)
{
	struct link_tokens *t = tokens_new(n, records, a);
	for (size_t i = 0; i < n; i++) {
		size_t s = slot_of(t->key, t->slots, words[i].key);
		t->key[s] = words[i].key;
		t->count[s] = words[i].records;
	}
	weigh_words(t);
	return t;
}

static float bits_of_key(const struct link_tokens *t, uint32_t key)
{
	size_t s = slot_of(t->key, t->slots, key);
	return t->key[s] ? t->bits[s] : t->rarest;
}

static float bits_of(void *ctx, uint32_t exact, uint32_t key)
{
	(void)exact;
	return key ? bits_of_key(ctx, key) : 1;
}

double link_tokens_shared(const struct link_tokens *t, const struct name *x, const struct name *y)
{
	double bits = 0;
	uint32_t met = 0;
	for (size_t i = 0; i < x->n_tokens; i++) {
		uint32_t key = x->tokens[i].key;
		for (size_t k = 0; key && k < y->n_tokens; k++) {
			if (y->tokens[k].key != key || (met >> k & 1))
				continue;
			met |= (uint32_t)1 << k;
			bits += (double)bits_of_key(t, key);
			break;
		}
	}
	return bits;
}

double link_tokens_sharing(const struct link_tokens *t, double slope)
{
	double all = 0;
	double sum = 0;
	for (size_t s = 0; s < t->slots; s++) {
		double pairs = (double)t->count[s] * ((double)t->count[s] - 1);
		all += pairs;
		sum += pairs > 0 ? pairs * exp2(slope * (double)t->bits[s]) : 0;
	}
	return all > 0 ? sum / all : 1;
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
