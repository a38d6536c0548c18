/* SPDX-License-Identifier: GPL-3.0-or-later */
/* block_priv.h - atoms of keys, and the choice of families. */
#ifndef VIGIL_LINK_BLOCK_PRIV_H
#define VIGIL_LINK_BLOCK_PRIV_H

#include "link/block.h"

enum atom_kind {
	ATOM_NAME,   /* strong consonants in their order */
	ATOM_DELETE, /* the same, or with one left out */
	ATOM_GRAMS,  /* five in a row */
	ATOM_PAIRS,  /* two tokens */
	ATOM_TOKENS, /* one token */
	ATOM_BOTH,   /* two name fields, in either order */
	ATOM_SAME,   /* the same folded value */
	ATOM_HEAD,   /* the first half of digits or letters */
	ATOM_TAIL,   /* the second half */
	ATOM_DAY,    /* one exact day */
	ATOM_NEAR,   /* days within four of each other, mostly */
	ATOM_MONTH,  /* 32 days in a row, or the stretch before or behind */
	ATOM_YEAR,
	ATOM_YEARDAY, /* day and month, whatever the year */
	ATOM_CLOSE,   /* numbers within two of each other, mostly */
	ATOM_KINDS
};
struct atom {
	enum atom_kind kind;
	uint8_t field, other; /* `other`: the second field of ATOM_BOTH */
	double present;	      /* share of records that have a key */
};
enum { ATOMS_MAX = 80, ATOM_KEYS_MAX = NAME_KEYS_MAX, FAMILY_ATOMS_MAX = 3, FAMILY_KEYS_MAX = 512 };

/* Keys of record r; how many. */
size_t atom_keys(const struct link_set *s, const struct atom *at, uint32_t r,
		 uint64_t ret[ATOM_KEYS_MAX]);
size_t atoms_of(const struct link_set *s, struct atom ret[ATOMS_MAX]);
struct str atom_words(const struct link_set *s, const struct atom *at, struct arena *a);
/* Chance that two records of one person share a key of it, when neither field is missing. */
double atom_chance(enum atom_kind k);

struct family {
	struct atom of[FAMILY_ATOMS_MAX];
	size_t n;
	double pairs; /* expected, a record */
};
size_t family_keys(const struct link_set *s, const struct family *f, uint32_t r,
		   uint64_t ret[FAMILY_KEYS_MAX]);

const struct family *link_blocks_keys(const struct link_blocks *b, size_t *ret_n);

/* Choose families for a set; how many. `budget`: pairs a record in all. */
size_t families_choose(const struct link_set *s, uint64_t seed, double budget, struct pool *pool,
		       struct family ret[LINK_FAMILIES_MAX]);

#endif
