/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kin.c - names as relatives have them: most words the same, and one that is another name.
 *
 * Where a name is one's own, the father's, the grandfather's and the family's, brothers differ in one word of four and
 * cousins in two. A score of likeness cannot tell that from a name that was misheard; what tells it is that the words
 * left over on both sides are names, and nothing like each other.
 */
#include "names/compare_priv.h"

enum {
	NEAR = 250,    /* in PARTS: up to here a word is the other one, misspelt */
	ANOTHER = 500, /* from here on it is another name */
	SHARED_LEAST = 2
};

/* Words that are names of somebody; a kunya or a nisba is often added or left out. */
static uint32_t plain(const struct match_side *s)
{
	uint32_t ret = 0;
	for (size_t i = 0; i < s->n; i++)
		if (match_token(s, i)->kind == TOKEN_PLAIN)
			ret |= 1U << i;
	return ret;
}

/* How far apart each word of one is from each of the other, in PARTS. */
struct apart {
	int cost[MATCH_TOKENS][MATCH_TOKENS];
};

static void apart_of(struct compare_memory *m, const struct match_side *sx, uint32_t x,
		     const struct match_side *sy, uint32_t y, struct apart *ret)
{
	for (size_t i = 0; i < sx->n; i++)
		for (size_t j = 0; j < sy->n; j++)
			if ((x >> i & 1) && (y >> j & 1))
				ret->cost[i][j] = compare_words(m, sx, i, sy, j);
}

/* Takes out of *x and *y what meets within `most`, in the order of x. */
static int take_met(const struct apart *of, int most, uint32_t *x, uint32_t *y)
{
	int met = 0;
	for (size_t i = 0; *x >> i; i++) {
		for (size_t j = 0; *y >> j; j++) {
			if (!(*x >> i & 1) || !(*y >> j & 1) || of->cost[i][j] > most)
				continue;
			*x &= ~(1U << i);
			*y &= ~(1U << j);
			met++;
		}
	}
	return met;
}

/* The sounds of all words that are left, as if they were one: what was cut in another place is no other name. */
static size_t run_of(const struct match_side *s, uint32_t left, uint8_t ret[SOUND_ALIGN_MAX])
{
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++) {
		const struct name_token *t = match_token(s, i);
		if (!(left >> i & 1) || n + t->n > SOUND_ALIGN_MAX)
			continue;
		memcpy(ret + n, s->name->codes + t->at, t->n);
		n += t->n;
	}
	return n;
}

static bool is_another(const struct match_side *sx, uint32_t x, const struct match_side *sy,
		       uint32_t y, const struct apart *of)
{
	UNCLEARED uint8_t p[SOUND_ALIGN_MAX];
	UNCLEARED uint8_t q[SOUND_ALIGN_MAX];
	for (size_t i = 0; i < sx->n; i++)
		for (size_t j = 0; j < sy->n; j++)
			if ((x >> i & 1) && (y >> j & 1) && of->cost[i][j] < ANOTHER)
				return false;
	size_t n = run_of(sx, x, p);
	size_t m = run_of(sy, y, q);
	/* How much farther apart than another name does not matter. */
	int most = compare_unbend(ANOTHER) - 1;
	return compare_distance(p, n, q, m, most) > most;
}

/* One order of the two, whichever way they were asked: words that meet are taken one after the other. */
static bool stands_first(const struct name *x, const struct name *y)
{
	if (x->n_codes != y->n_codes)
		return x->n_codes > y->n_codes;
	return memcmp(x->codes, y->codes, x->n_codes) >= 0;
}

bool compare_is_kin(struct compare_memory *m, const struct name *x, const struct name *y)
{
	UNCLEARED struct match_side sx;
	UNCLEARED struct match_side sy;
	if (x->missing || y->missing || x->n_tokens <= SHARED_LEAST || y->n_tokens <= SHARED_LEAST)
		return false;
	if (!stands_first(x, y)) {
		const struct name *other = x;
		x = y;
		y = other;
	}
	compare_side(x, 0, NULL, &sx);
	compare_side(y, 0, NULL, &sy);
	uint32_t left_x = plain(&sx);
	uint32_t left_y = plain(&sy);
	if (__builtin_popcount(left_x) <= SHARED_LEAST ||
	    __builtin_popcount(left_y) <= SHARED_LEAST)
		return false;
	struct apart of = { 0 }; /* of words that are plain, which alone are looked at */
	apart_of(m, &sx, left_x, &sy, left_y, &of);
	int met = take_met(&of, 0, &left_x, &left_y);
	met += take_met(&of, NEAR, &left_x, &left_y);
	return met >= SHARED_LEAST && left_x && left_y && is_another(&sx, left_x, &sy, left_y, &of);
}
