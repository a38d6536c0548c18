/* SPDX-License-Identifier: GPL-3.0-or-later */
/* names_keys.c - recall and candidates of the families of keys. */
#include "names.h"
#include "base/order.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const FAMILY[NAME_KEY_FAMILIES] = {
	[NAME_KEY_WHOLE] = "whole",	    [NAME_KEY_DELETE] = "one left out",
	[NAME_KEY_SORTED] = "sorted",	    [NAME_KEY_GRAMS] = "5-grams",
	[NAME_KEY_PAIRS] = "two words",	    [NAME_KEY_TOKENS] = "a word",
	[NAME_KEY_TRIPLES] = "three words",
};

struct keys {
	uint64_t *p;
	size_t n;
};

static struct keys keys_of(const struct name *x, enum name_key_family f, struct arena *a)
{
	uint64_t k[NAME_KEYS_MAX];
	struct keys ret = { NULL, name_keys(x, f, k) };
	ret.p = NEW_N(a, ret.n, uint64_t);
	memcpy(ret.p, k, ret.n * sizeof *k);
	return ret;
}

static bool share(const struct keys *x, const struct keys *y)
{
	for (size_t i = 0, j = 0; i < x->n && j < y->n;) {
		if (x->p[i] == y->p[j])
			return true;
		if (x->p[i] < y->p[j])
			i++;
		else
			j++;
	}
	return false;
}

/* How many of the sorted keys are this one. */
static size_t count_of(const uint64_t *all, size_t n, uint64_t key)
{
	size_t at[2];
	for (int upper = 0; upper < 2; upper++) {
		size_t lo = 0;
		size_t hi = n;
		while (lo < hi) {
			size_t mid = (lo + hi) / 2;
			if (all[mid] < key || (upper && all[mid] == key))
				lo = mid + 1;
			else
				hi = mid;
		}
		at[upper] = lo;
	}
	return at[1] - at[0];
}

void names_tell_keys(const struct set *s, struct arena *a)
{
	bool *any = NEW_N(a, s->n, bool);
	size_t found_any = 0;
	printf("  keys, share of pairs that meet (and entries looked at for each name):");
	for (int f = 0; f < NAME_KEY_FAMILIES; f++) {
		struct keys *x = NEW_N(a, s->n, struct keys);
		struct keys *y = NEW_N(a, s->n, struct keys);
		size_t found = 0;
		size_t n = 0;
		double entries = 0;
		for (size_t i = 0; i < s->n; i++) {
			x[i] = keys_of(s->pairs[i].x.name, (enum name_key_family)f, a);
			y[i] = keys_of(s->pairs[i].y.name, (enum name_key_family)f, a);
			bool met = share(&x[i], &y[i]);
			found += met;
			any[i] |= met && f != NAME_KEY_TOKENS;
			n += y[i].n;
		}
		uint64_t *all = NEW_N(a, n, uint64_t);
		n = 0;
		for (size_t i = 0; i < s->n; i++) {
			memcpy(all + n, y[i].p, y[i].n * sizeof *all);
			n += y[i].n;
		}
		qsort(all, n, sizeof *all, order_u64);
		for (size_t i = 0; i < s->n; i++)
			for (size_t k = 0; k < x[i].n; k++)
				entries += (double)count_of(all, n, x[i].p[k]);
		printf("%s %s %.4f (%.0f)", f ? "," : "", FAMILY[f], (double)found / (double)s->n,
		       entries / (double)s->n);
	}
	for (size_t i = 0; i < s->n; i++)
		found_any += any[i];
	printf("; any but a word %.4f\n", (double)found_any / (double)s->n);
}
