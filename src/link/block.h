/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * block.h - which pairs are looked at at all.
 *
 * Records are filed under keys; two records are candidates when they share one. A *family* of keys is one to
 * three *atoms* of different fields: the consonants of a name, the same with one left out, five consonants in a
 * row, two tokens, a day, a month, a place, the first digits of a number ... Families are chosen for the set at
 * hand: each is tried on a sample for what it costs, and those are taken that together miss least when fields are
 * mistyped or missing as often as they usually are (4,096 imagined pairs, greedily). With few records
 * nothing is chosen and all pairs are candidates.
 *
 * A block with too many records is narrowed by a further atom, never dropped. What belongs together by the pairs that were
 * found is then compared in full (complete.c). What all families miss is estimated by link_run, by capture-recapture between families and by audit.
 */
#ifndef VIGIL_LINK_BLOCK_H
#define VIGIL_LINK_BLOCK_H

#include "base/pool.h"
#include "link/link.h"

/* Up to LINK_EXHAUSTIVE records all pairs are compared. With 20,000 that was tried: 174 s of processor time instead of 6.5 for
 * a recall of 1 instead of an estimated .9999, and four times as many pairs, the weakest of which add up: 9,430
 * persons expected of 10,436, who were 10,390 by the pairs of blocking. */
enum { LINK_FAMILIES_MAX = 20, LINK_EXHAUSTIVE = 1500 };

struct link_blocks;

struct link_family_info {
	struct str what; /* "name: one consonant left out; died: month" */
	double pairs;	 /* expected a record */
	size_t blocks;
};

/* The index of a set. All in `a` and the heap; link_blocks_free. `exhaustive`: all pairs, no index. */
struct link_blocks *link_blocks_new(const struct link_set *s, enum link_mode mode, uint64_t seed,
				    bool exhaustive, struct pool *pool, struct arena *a);
/* The index is done with: link_blocks_find is no more, all else still is. */
void link_blocks_forget(struct link_blocks *b);
void link_blocks_free(struct link_blocks *b);
void link_blocks_freep(struct link_blocks **b);
#define AUTO_LINK_BLOCKS AUTO(link_blocks_freep) struct link_blocks

/* Candidates of record `r` that stand behind it in the set, each once, in no order. */
struct link_found {
	uint32_t *p;
	size_t n, cap;
	uint32_t *seen; /* of each record: 1 + the last record it was found for */
};
void link_found_init(struct link_found *f, const struct link_set *s);
void link_found_done(struct link_found *f);
void link_blocks_find(const struct link_blocks *b, uint32_t r, struct link_found *f);

/* Bit k: family k has both records under one key (before blocks were narrowed). */
uint32_t link_blocks_families_of(const struct link_blocks *b, uint32_t x, uint32_t y);
/* Whether the pair is a candidate: some block as it was kept has both. Not after link_blocks_forget. */
bool link_blocks_meet(const struct link_blocks *b, uint32_t x, uint32_t y);
const struct link_family_info *link_blocks_families(const struct link_blocks *b, size_t *ret_n);
size_t link_blocks_narrowed(const struct link_blocks *b);

/* Whether a pair is one the mode asks for at all, and both records can be linked. */
bool link_pair_allowed(const struct link_set *s, enum link_mode mode, uint32_t a, uint32_t b);

#endif
