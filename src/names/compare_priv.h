/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compare_priv.h - matching the tokens of two names.
 *
 * Everything is counted in whole numbers (PARTS of a token's weight), so that the order of sums cannot
 * matter and x with y is y with x to the last bit.
 */
#ifndef VIGIL_COMPARE_PRIV_H
#define VIGIL_COMPARE_PRIV_H

#include "names/names_priv.h"

enum {
	PARTS = 1024,
	MATCH_TOKENS = NAME_TOKENS_MAX,
	MATCH_EXACT_MAX = 8, /* tokens of the shorter name up to which the matching is exact */
	NEVER = 1 << 28,
	COMPARE_ALL = 256
};

/* Tokens of one name that take part, in their order. */
struct match_side {
	const struct name *name;
	size_t n;
	int alias; /* of which alternative name; COMPARE_ALL: all of them */
	uint8_t token[MATCH_TOKENS];
	int weight[MATCH_TOKENS];
	int leave
		[MATCH_TOKENS]; /* cost of leaving it out where the other name has nothing left over */
	int leave_full[MATCH_TOKENS]; /* where the other has */
};

static inline const struct name_token *match_token(const struct match_side *s, size_t i)
{
	return &s->name->tokens[s->token[i]];
}

/* One pairing of the best matching: x or y -1: left out; more: the next token joined to it. */
struct match_pair {
	int8_t x, y;
	bool x_more, y_more;
	int cost, weight;
};
struct match {
	int cost, weight;
	bool shuffled; /* in another order than a family name put first */
	bool as_one;   /* the score is that of all sounds without regard to words */
	bool in_order; /* half of it is that of all sounds in their order */
	float words;   /* the score by words alone */
	size_t n;
	struct match_pair pairs[2 * MATCH_TOKENS];
};

/*
 * Distances of sounds that were computed beforehand, of one name x and one of many y (compare_many.c). Each pointer leads to
 * what belongs to token 0 of y. Where nothing is known, here as anywhere below, it is NULL.
 */
enum { KNOWN_TOKENS = 8 };
struct compare_known {
	const struct name *x, *y;
	struct match_side side; /* of x, without its alternative names */
	/* Of each token of x with each of y; with each of y and the one behind it; of each of x and the one behind. */
	const struct sound_cost *token[KNOWN_TOKENS], *joined_y[KNOWN_TOKENS],
		*joined_x[KNOWN_TOKENS];
	const struct sound_cost *order; /* of all sounds in their order */
};

/* 0 same .. PARTS different, of tokens i and j; the reason in *ret_how. */
int compare_tokens(const struct name *x, const struct name_token *i, const struct name *y,
		   const struct name_token *j, const struct compare_known *k,
		   enum name_match *ret_how);
/* Of i with the token behind it, against j. */
int compare_joined(const struct name *x, const struct name_token *i, const struct name *y,
		   const struct name_token *j, const struct compare_known *k);
/* Both may be one word with what stands behind: nothing between them, and neither is an initial. */
static inline bool compare_one_run(const struct name_token *t, const struct name_token *u)
{
	return t->kind == TOKEN_PLAIN && u->kind == TOKEN_PLAIN && u->at == t->at + t->n;
}

/* i and j are known to be two names, whatever they sound like: Hasan and Hossein, Karim and Karima. */
bool compare_contradicts(const struct name *x, const struct name_token *i, const struct name *y,
			 const struct name_token *j);
/* Distance of sounds in PARTS; above `most`: PARTS. */
int compare_distance(const uint8_t *x, size_t nx, const uint8_t *y, size_t ny, int most);
/* What a distance costs, in PARTS. */
int compare_bend(int distance);
/* The least distance that costs as much. */
int compare_unbend(int cost);

/*
 * The second witness, where words alone give `cost` (PARTS): all sounds in their order. It speaks between
 * two scripts only, which cut words and read titles by rules of their own (what is Seyed here is the half of
 * a name there). Returns what it would have the names cost, less than `cost`; or `cost`: it says no better.
 */
int compare_in_order(const struct match_side *x, const struct match_side *y,
		     const struct compare_known *k, const struct match *words, int cost);
/* All words of an alternative name (0: the name itself) in their order; 0: they do not fit. */
size_t compare_gather(const struct name *n, int alias, uint8_t ret[static SOUND_ALIGN_MAX]);
/* A cost as a distance in PARTS; above `most`: PARTS. */
int compare_parts(struct sound_cost c, int most);
/* The tokens of one alternative name (0: the name itself), or of all together, that take part. */
void compare_side(const struct name *n, int alias, const struct name_weigher *w,
		  struct match_side *ret);

/* The cheapest matching. */
void match_sides(const struct match_side *x, const struct match_side *y,
		 const struct compare_known *k, struct match *ret);

#endif
