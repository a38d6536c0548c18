/* SPDX-License-Identifier: GPL-3.0-or-later */
/* block_priv.h - atoms of keys, and the choice of families. */
#ifndef VIGIL_LINK_BLOCK_PRIV_H
#define VIGIL_LINK_BLOCK_PRIV_H

#include "link/block.h"

enum atom_kind {
	ATOM_NAME,    /* strong consonants in their order */
	ATOM_DELETE,  /* the same, or with one left out */
	ATOM_GRAMS,   /* five in a row */
	ATOM_PAIRS,   /* two tokens */
	ATOM_TRIPLES, /* three tokens */
	ATOM_TOKENS,  /* one token */
	ATOM_BOTH,    /* two name fields, in either order */
	ATOM_SAME,    /* the same folded value */
	ATOM_HEAD,    /* the first half of digits or letters */
	ATOM_TAIL,    /* the second half */
	ATOM_DAY,     /* one exact day */
	ATOM_NEAR,    /* days within four of each other, mostly */
	ATOM_MONTH,   /* 32 days in a row, or the stretch before or behind */
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

/* Keys of a value of the atom's field; how many. Of ATOM_BOTH none: that takes two values. */
size_t atom_value_keys(const struct link_value *v, enum atom_kind k, uint64_t ret[ATOM_KEYS_MAX]);
/* Keys of record r; how many. */
size_t atom_keys(const struct link_set *s, const struct atom *at, uint32_t r,
		 uint64_t ret[ATOM_KEYS_MAX]);
/* The key of ATOM_BOTH, from those of ATOM_NAME of its two fields. */
uint64_t atom_both_key(uint64_t x, uint64_t y);
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

/* ---- block_keys.c: keys of many records, each value read once ---- */

struct key_span {
	const uint64_t *p;
	size_t n;
};
/* Keys of a family from those of its atoms: each with each. */
size_t family_join(const struct family *f, const struct key_span *of,
		   uint64_t ret[FAMILY_KEYS_MAX]);

/* Keys of rows 0 .. n - 1: those of row i are key[first[i]] .. key[first[i + 1]]. On the heap. */
struct key_table {
	uint32_t *first;
	uint64_t *key;
};
static inline struct key_span key_table_at(const struct key_table *t, size_t row)
{
	return (struct key_span){ t->key + t->first[row], t->first[row + 1] - t->first[row] };
}
void key_table_free(struct key_table *t);
/* Keys of an atom, of some records in their order. */
void key_table_of_records(struct key_table *t, const struct link_set *s, const struct atom *at,
			  const uint32_t *records, size_t n);

/* Keys of all values that some families look at. */
struct key_ring {
	const struct link_set *s;
	struct key_table of[LINK_FIELDS_MAX][ATOM_KINDS];
};
void key_ring_make(struct key_ring *ring, const struct link_set *s, const struct family *families,
		   size_t n, struct pool *pool);
void key_ring_free(struct key_ring *ring);
/* A share of the keys: those of which atom `lead` has a key that falls into part `at` of 2^bits. */
struct key_slice {
	size_t lead;
	int bits;
	uint64_t at;
};
/* family_keys from the ring, of one slice. */
size_t key_ring_family(const struct key_ring *ring, const struct family *f,
		       const struct key_slice *slice, uint32_t r, uint64_t ret[FAMILY_KEYS_MAX]);
/* How many keys that are in all slices together. */
size_t key_ring_count(const struct key_ring *ring, const struct family *f, uint32_t r);
/* The atom that has most keys: what is sliced by it falls into parts of about one size. */
size_t key_ring_lead(const struct key_ring *ring, const struct family *f);

/* ---- block_index.c ---- */

/* Blocks of one family, one after the other: records ascend, and the last of a block has BLOCK_END. */
#define BLOCK_END ((uint32_t)1 << 31)
struct block_list {
	uint32_t *records;
	size_t n, n_blocks;
	size_t narrowed;
};
struct block_index {
	struct block_list of[LINK_FAMILIES_MAX];
	size_t base[LINK_FAMILIES_MAX + 1]; /* records in the families before */
	size_t n;			    /* families */
	/* Of each record, the places of its blocks' first records, as if all families were one list; ascending. */
	uint32_t *first;
	uint32_t *blocks;
};
void block_index_make(struct block_index *ix, const struct link_set *s,
		      const struct family *families, size_t n, struct pool *pool);
/* Lists only: what is narrowed is still known. */
void block_index_forget(struct block_index *ix);

const struct family *link_blocks_keys(const struct link_blocks *b, size_t *ret_n);

/* Choose families for a set; how many. `budget`: pairs a record in all; up to `most` where too few would be found. */
size_t families_choose(const struct link_set *s, uint64_t seed, double budget, double most,
		       struct pool *pool, struct family ret[LINK_FAMILIES_MAX]);

#endif
