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
	bool kunya;		      /* one of them is a kunya */
	uint32_t titles; /* those that do not take part, whatever their order; 0: none */
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
	bool titles;   /* are not the same */
	bool as_one;   /* the score is that of all sounds without regard to words */
	bool in_order; /* two thirds of it are that of all sounds in their order */
	float words;   /* the score by words alone */
	bool paired;   /* pairs are known: finding them costs as much again as what they cost */
	size_t n;
	struct match_pair pairs[2 * MATCH_TOKENS];
};

/* What words cost, kept from one comparison of so many different names to the next; 8 MB at most. */
struct compare_memory;
struct compare_memory *compare_memory_new(size_t names);
void compare_memory_free(struct compare_memory *m);
enum { COMPARE_NUMBERS = 1 << 24 }; /* words that a memory can tell apart */

/* Of one name x and many y (compare_many.c). Where nothing is known, here as anywhere below, it is NULL. */
struct compare_known {
	struct match_side side; /* of x, without its alternative names */
	struct compare_memory *memory;
	const struct sound_cost *order; /* of all classes of x and y; NULL: not computed */
	bool x_in_order;		/* of x they are those that compare_gather gives */
};

/* 0 same .. PARTS different, of tokens i and j; the reason in *ret_how. Symmetric. */
int compare_tokens(const struct name *x, const struct name_token *i, const struct name *y,
		   const struct name_token *j, enum name_match *ret_how);
/* Of i with the token behind it, against j. */
int compare_joined(const struct name *x, const struct name_token *i, const struct name *y,
		   const struct name_token *j);
/* compare_tokens of the i-th and j-th token that take part, by way of the memory. */
int compare_words(struct compare_memory *m, const struct match_side *x, size_t i,
		  const struct match_side *y, size_t j);
/* compare_joined of the i-th token that takes part and the one behind it. */
int compare_two_words(struct compare_memory *m, const struct match_side *x, size_t i,
		      const struct match_side *y, size_t j);
/* The two will be compared soon: what memory keeps of their words is fetched meanwhile. */
void compare_expect(const struct compare_memory *m, const struct name *x, const struct name *y);

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
/* What compare_gather gives is just all classes: no title counts twice, no alternative name is left out, nothing cut. */
bool compare_is_in_order(const struct name *n);
/* A cost as a distance in PARTS; above `most`: PARTS. */
int compare_parts(struct sound_cost c, int most);
/* The tokens of one alternative name (0: the name itself), or of all together, that take part. */
void compare_side(const struct name *n, int alias, const struct name_weigher *w,
		  struct match_side *ret);

/* See name_is_kin. */
bool compare_is_kin(struct compare_memory *m, const struct name *x, const struct name *y);

/* What it costs to pair tokens of the longer name x with those of y, in PARTS of their weights. */
struct match_costs {
	size_t nx, ny;
	size_t stride; /* sets of tokens of y: two at least, as y has one */
	int pair[MATCH_TOKENS][MATCH_EXACT_MAX];
	int join_x[MATCH_TOKENS]
		  [MATCH_EXACT_MAX]; /* x and the next, against y; PARTS: not joined */
	int join_y[MATCH_TOKENS][MATCH_EXACT_MAX]; /* x against y and the next */
	bool joins;				   /* some are */
};
/* The cost and, when asked for, the pairs, in the falling order of x. */
void match_search(const struct match_side *x, const struct match_side *y,
		  const struct match_costs *c, bool pairs, struct match *ret);
/* The cheapest matching. Without `pairs` they are found only where their order may matter. */
void match_sides(const struct match_side *x, const struct match_side *y, struct compare_memory *m,
		 bool pairs, struct match *ret);

#endif
