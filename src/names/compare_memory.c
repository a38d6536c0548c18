/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compare_memory.c - two words once, and two that may be one.
 *
 * Words follow Zipf: of the pairs of words that 3 million pairs of names ask for, nine in ten have been asked for before, and
 * two in three of the words that another two may be.
 * A slot is one number of 64 bits, the words and what they cost, so that it is read in one go; others that
 * fall into it take it, and what is forgotten is computed again.
 */
#include "names/compare_priv.h"

enum {
	BITS_LEAST = 10,
	BITS_MOST = 20,
	COST_BITS = 11,
	KEY_BITS = 64 - COST_BITS,
	NUMBER_BITS = 24,
	JOINED_BITS = 17
};
static_assert(COMPARE_NUMBERS <= 1 << NUMBER_BITS && 2 * NUMBER_BITS < KEY_BITS &&
		      3 * JOINED_BITS < KEY_BITS,
	      "numbers, of how many they are, and a cost are 64 bits");

struct compare_memory {
	int shift;
	uint64_t slots[]; /* 0: empty */
};

struct compare_memory *compare_memory_new(size_t names)
{
	/* A few dozen slots for each name, as far as that is worth the memory. */
	int bits = BITS_LEAST;
	while (bits < BITS_MOST && (size_t)1 << bits < names * 32)
		bits++;
	struct compare_memory *m = mem_need(calloc(1, sizeof *m + (sizeof *m->slots << bits)));
	m->shift = 64 - bits;
	return m;
}

void compare_memory_free(struct compare_memory *m)
{
	free(m);
}

/* Comparing is symmetric. */
static uint64_t key_of(uint32_t x, uint32_t y)
{
	uint64_t lo = x < y ? x : y;
	uint64_t hi = x < y ? y : x;
	return (hi << NUMBER_BITS | lo) << COST_BITS;
}

/* 0: they are not kept. Numbers are given as words are met, so that common ones are low. */
static uint64_t joined_key(uint32_t first, uint32_t second, uint32_t one)
{
	if (!first || !second || !one || (first | second | one) >> JOINED_BITS)
		return 0;
	uint64_t two = (uint64_t)first << JOINED_BITS | second;
	return ((uint64_t)1 << (KEY_BITS - 1) | two << JOINED_BITS | one) << COST_BITS;
}

static size_t slot_of(const struct compare_memory *m, uint64_t key)
{
	return key * 0x9e3779b97f4a7c15u >> m->shift;
}

static bool holds(uint64_t slot, uint64_t key)
{
	return slot >> COST_BITS == key >> COST_BITS;
}

static int cost_in(uint64_t slot)
{
	return (int)(slot & ((1 << COST_BITS) - 1));
}

static uint32_t number(const struct match_side *s, size_t i)
{
	return s->name->words ? s->name->words[s->token[i]] : 0;
}

static void soon(const struct compare_memory *m, uint32_t x, uint32_t y)
{
	__builtin_prefetch(&m->slots[slot_of(m, key_of(x, y))]);
}

void compare_expect(const struct compare_memory *m, const struct name *x, const struct name *y)
{
	if (!x->words || !y->words)
		return;
	for (size_t i = 0; i < x->n_tokens; i++) {
		for (size_t j = 0; j < y->n_tokens; j++) {
			if (x->tokens[i].sounds & y->tokens[j].sounds)
				soon(m, x->words[i], y->words[j]);
		}
	}
}

int compare_words(struct compare_memory *m, const struct match_side *x, size_t i,
		  const struct match_side *y, size_t j)
{
	const struct name_token *s = match_token(x, i);
	const struct name_token *t = match_token(y, j);
	enum name_match how;
	uint32_t p = number(x, i);
	uint32_t q = number(y, j);
	if (!m || !p || !q)
		return compare_tokens(x->name, s, y->name, t, &how);
	uint64_t key = key_of(p, q);
	uint64_t *slot = &m->slots[slot_of(m, key)];
	if (!holds(*slot, key))
		*slot = key | (uint64_t)compare_tokens(x->name, s, y->name, t, &how);
	return cost_in(*slot);
}

int compare_two_words(struct compare_memory *m, const struct match_side *x, size_t i,
		      const struct match_side *y, size_t j)
{
	const struct name_token *s = match_token(x, i);
	const struct name_token *t = match_token(y, j);
	uint64_t key = m ? joined_key(number(x, i), number(x, i + 1), number(y, j)) : 0;
	if (!key)
		return compare_joined(x->name, s, y->name, t);
	uint64_t *slot = &m->slots[slot_of(m, key)];
	if (!holds(*slot, key))
		*slot = key | (uint64_t)compare_joined(x->name, s, y->name, t);
	return cost_in(*slot);
}
