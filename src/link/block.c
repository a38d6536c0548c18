/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * block.c - the index: for each family, the blocks of two and more records.
 *
 * A key and its record are one word, 40 bits of hash above 24 bits of record, so that sorting is a few passes over
 * plain numbers; that two keys share 40 bits costs a comparison and loses nothing. Candidates are then gathered a
 * record at a time, each once, without ever writing all pairs down: memory does not depend on their number.
 */
#include "link/block.h"

#include <malloc.h>

#include "link/block_priv.h"
#include "link/link_priv.h"

enum { RECORD_BITS = 24, BLOCK_LIMIT = 300, NARROW_TIMES = 3 };
#define RECORD_MASK ((uint64_t)((1 << RECORD_BITS) - 1))

struct index {
	uint32_t *records; /* block after block */
	uint32_t *begin;   /* of each block, and the end */
	size_t n_blocks;
	uint32_t *first; /* of each record: where its blocks begin in `blocks`, and the end */
	uint32_t *blocks;
	size_t narrowed;
};

struct link_blocks {
	const struct link_set *s;
	enum link_mode mode;
	bool exhaustive;
	struct family family[LINK_FAMILIES_MAX];
	struct link_family_info info[LINK_FAMILIES_MAX];
	struct index of[LINK_FAMILIES_MAX];
	size_t n;
};

void link_sort(uint64_t *p, uint64_t *spare, size_t n, int from, int to)
{
	enum { DIGIT = 11, DIGITS = 1 << DIGIT };
	if (n < 2)
		return;
	uint64_t *src = p;
	uint64_t *dst = spare;
	for (int shift = from; shift < to; shift += DIGIT) {
		size_t at[DIGITS] = { 0 };
		for (size_t i = 0; i < n; i++)
			at[src[i] >> shift & (DIGITS - 1)]++;
		size_t sum = 0;
		for (size_t d = 0; d < DIGITS; d++) {
			size_t c = at[d];
			at[d] = sum;
			sum += c;
		}
		for (size_t i = 0; i < n; i++)
			dst[at[src[i] >> shift & (DIGITS - 1)]++] = src[i];
		uint64_t *t = src;
		src = dst;
		dst = t;
	}
	if (src != p)
		memcpy(p, src, n * sizeof *p);
}

/* ---- building one family ---- */

struct entries {
	uint64_t *p, *spare;
	size_t n, cap;
};

static void entries_add(struct entries *en, uint64_t key, uint32_t record)
{
	if (en->n == en->cap) {
		en->cap = en->cap ? en->cap * 2 : 1 << 16;
		en->p = mem_need(realloc(en->p, en->cap * sizeof *en->p));
	}
	en->p[en->n++] = (link_mix(key) & ~RECORD_MASK) | record;
}

static void entries_sort(struct entries *en)
{
	en->spare = mem_need(malloc((en->n ? en->n : 1) * sizeof *en->spare));
	link_sort(en->p, en->spare, en->n, RECORD_BITS, 64);
	free(en->spare);
	en->spare = NULL;
}

/* The atom that parts a block best: of a field the family has not, and that most records have. */
static bool narrower(const struct link_set *s, const struct family *f, int depth, struct atom *ret)
{
	struct atom all[ATOMS_MAX];
	size_t n = atoms_of(s, all);
	for (size_t i = 0; i < n; i++) {
		enum atom_kind k = all[i].kind;
		if (k != ATOM_NAME && k != ATOM_SAME && k != ATOM_MONTH && k != ATOM_HEAD &&
		    k != ATOM_CLOSE)
			continue;
		bool free_field = true;
		for (size_t j = 0; j < f->n; j++)
			free_field &= f->of[j].field != all[i].field ||
				      (k == ATOM_MONTH && f->of[j].kind == ATOM_YEAR);
		if (free_field && depth-- == 0) {
			*ret = all[i];
			return true;
		}
	}
	return false;
}

/* Records of too large a block, filed again under what it was and each of two further atoms. */
static void narrow(const struct link_set *s, const struct family *f, const uint64_t *p, size_t n,
		   struct entries *ret)
{
	uint64_t keys[ATOM_KEYS_MAX];
	for (int way = 0; way < 2; way++) {
		struct atom more;
		if (!narrower(s, f, way, &more))
			break;
		for (size_t i = 0; i < n; i++) {
			uint32_t r = (uint32_t)(p[i] & RECORD_MASK);
			size_t m = atom_keys(s, &more, r, keys);
			uint64_t base = (p[i] >> RECORD_BITS) * 4 + (uint64_t)way + 1;
			for (size_t k = 0; k < m; k++)
				entries_add(ret, link_mix2(base, keys[k]), r);
			/* Without the further atom it stays with its like: fewer, and never alone. */
			if (!m)
				entries_add(ret, base, r);
		}
	}
}

/* An index while it is made. */
struct keeping {
	struct index *ix;
	size_t n, cap; /* records */
	size_t cap_blocks;
};

static void keep_block(struct keeping *kp, const uint64_t *p, size_t n)
{
	struct index *ix = kp->ix;
	while (kp->n + n > kp->cap) {
		kp->cap = kp->cap ? kp->cap * 2 : 1 << 14;
		ix->records = realloc(ix->records, kp->cap * sizeof *ix->records);
	}
	if (ix->n_blocks + 2 > kp->cap_blocks) {
		kp->cap_blocks = kp->cap_blocks ? kp->cap_blocks * 2 : 1 << 12;
		ix->begin = realloc(ix->begin, kp->cap_blocks * sizeof *ix->begin);
	}
	if (!ix->records || !ix->begin)
		die("out of memory");
	ix->begin[ix->n_blocks++] = (uint32_t)kp->n;
	for (size_t i = 0; i < n; i++)
		ix->records[kp->n++] = (uint32_t)(p[i] & RECORD_MASK);
	ix->begin[ix->n_blocks] = (uint32_t)kp->n;
}

static void keep_blocks(const struct link_set *s, const struct family *f, struct entries *en,
			struct keeping *kp, size_t limit)
{
	for (int times = 0; en->n; times++) {
		struct entries more = { 0 };
		entries_sort(en);
		for (size_t from = 0, to; from < en->n; from = to) {
			uint64_t key = en->p[from] >> RECORD_BITS;
			for (to = from + 1; to < en->n && en->p[to] >> RECORD_BITS == key; to++)
				;
			struct atom any;
			if (to - from > limit && times < NARROW_TIMES && narrower(s, f, 0, &any)) {
				narrow(s, f, en->p + from, to - from, &more);
				kp->ix->narrowed += times == 0;
			} else if (to - from > 1) {
				keep_block(kp, en->p + from, to - from);
			}
		}
		free(en->p);
		*en = more;
		/* What is as large after one more try is many records that say the same. */
		limit *= 2;
	}
}

/* Of each record, the blocks it is in. */
static void index_records(struct index *ix, size_t n)
{
	ix->first = calloc(n + 2, sizeof *ix->first);
	size_t total = ix->n_blocks ? ix->begin[ix->n_blocks] : 0;
	ix->blocks = malloc((total + 1) * sizeof *ix->blocks);
	if (!ix->first || !ix->blocks)
		die("out of memory");
	for (size_t i = 0; i < total; i++)
		ix->first[ix->records[i] + 2]++;
	for (size_t i = 2; i < n + 2; i++)
		ix->first[i] += ix->first[i - 1];
	for (size_t b = 0; b < ix->n_blocks; b++)
		for (uint32_t i = ix->begin[b]; i < ix->begin[b + 1]; i++)
			ix->blocks[ix->first[ix->records[i] + 1]++] = (uint32_t)b;
}

struct building {
	struct link_blocks *b;
	struct key_ring ring;
};

/* Keys of a family that fall into slice `slice` of 2^bits, while they are at most `most`; how many there are. */
static size_t file_slice(const struct building *bd, const struct family *f, int bits,
			 uint64_t slice, size_t most, struct entries *ret)
{
	uint64_t keys[FAMILY_KEYS_MAX];
	const struct link_set *s = bd->b->s;
	size_t all = 0;
	for (uint32_t r = 0; r < s->n; r++) {
		if (s->flags[r] & (LINK_UNNAMED | LINK_GROUP))
			continue;
		size_t n = key_ring_family(&bd->ring, f, r, keys);
		all += n;
		for (size_t i = 0; i < n && all <= most; i++)
			if (!bits || link_mix(keys[i]) >> (64 - bits) == slice)
				entries_add(ret, keys[i], r);
	}
	return all;
}

/* All keys at once where there is room for them; else a slice at a time: joining them again costs less than it. */
static void build_family(void *ctx, size_t k, int worker)
{
	enum { SLICE = 1 << 21 };
	struct building *bd = ctx;
	(void)worker;
	const struct link_set *s = bd->b->s;
	const struct family *f = &bd->b->family[k];
	struct keeping kp = { .ix = &bd->b->of[k] };
	struct entries en = { 0 };
	size_t all = file_slice(bd, f, 0, 0, SLICE, &en);
	int bits = 0;
	while (all >> bits > SLICE)
		bits++;
	for (uint64_t slice = 0; slice < (uint64_t)1 << bits; slice++) {
		if (bits) {
			en.n = 0;
			file_slice(bd, f, bits, slice, SIZE_MAX, &en);
		}
		keep_blocks(s, f, &en, &kp, BLOCK_LIMIT);
	}
	free(en.p); /* of a last slice without keys */
	if (kp.n)
		kp.ix->records = mem_need(realloc(kp.ix->records, kp.n * sizeof *kp.ix->records));
	index_records(kp.ix, s->n);
}

struct link_blocks *link_blocks_new(const struct link_set *s, enum link_mode mode, uint64_t seed,
				    bool exhaustive, struct pool *pool, struct arena *a)
{
	struct link_blocks *b = NEW(a, struct link_blocks);
	b->s = s;
	b->mode = mode;
	b->exhaustive = exhaustive;
	double budget = 6e6 / (double)s->n;
	budget = budget < 18 ? 18 : budget > 300 ? 300 : budget;
	b->n = families_choose(s, seed, budget, pool, b->family);
	if (!exhaustive) {
		struct building building = { .b = b };
		key_ring_make(&building.ring, s, b->family, b->n, pool);
		pool_each_long(pool, b->n, build_family, &building);
		key_ring_free(&building.ring);
	}
	for (size_t k = 0; k < b->n; k++) {
		const struct family *f = &b->family[k];
		struct str what = atom_words(s, &f->of[0], a);
		for (size_t i = 1; i < f->n; i++) {
			struct str next = atom_words(s, &f->of[i], a);
			what = str_printf(a, "%.*s; %.*s", STR_FMT(what), STR_FMT(next));
		}
		b->info[k] = (struct link_family_info){ what, f->pairs, b->of[k].n_blocks };
	}
	return b;
}

void link_blocks_forget(struct link_blocks *b)
{
	for (size_t k = 0; k < b->n; k++) {
		free(b->of[k].records);
		free(b->of[k].begin);
		free(b->of[k].first);
		free(b->of[k].blocks);
		b->of[k] = (struct index){ 0 };
	}
	/* The index of a million records is 230 MB, which else stay ours while clusters are made. */
	malloc_trim(0);
}

void link_blocks_free(struct link_blocks *b)
{
	if (b)
		link_blocks_forget(b);
}

void link_blocks_freep(struct link_blocks **b)
{
	link_blocks_free(*b);
}

/* ---- finding ---- */

void link_found_init(struct link_found *f, const struct link_set *s)
{
	*f = (struct link_found){ .seen = calloc(s->n + 1, sizeof *f->seen) };
	if (!f->seen)
		die("out of memory");
}

void link_found_done(struct link_found *f)
{
	free(f->p);
	free(f->seen);
	*f = (struct link_found){ 0 };
}

static void found_add(struct link_found *f, uint32_t r)
{
	if (f->n == f->cap) {
		f->cap = f->cap ? f->cap * 2 : 1024;
		f->p = mem_need(realloc(f->p, f->cap * sizeof *f->p));
	}
	f->p[f->n++] = r;
}

bool link_pair_allowed(const struct link_set *s, enum link_mode mode, uint32_t a, uint32_t b)
{
	if ((s->flags[a] | s->flags[b]) & (LINK_UNNAMED | LINK_GROUP))
		return false;
	switch (mode) {
	case LINK_DEDUPE:
		return s->list[a] == s->list[b];
	case LINK_ACROSS:
		return s->list[a] != s->list[b];
	case LINK_BOTH:
		return true;
	}
	return false;
}

void link_blocks_find(const struct link_blocks *b, uint32_t r, struct link_found *f)
{
	const struct link_set *s = b->s;
	f->n = 0;
	if (s->flags[r] & (LINK_UNNAMED | LINK_GROUP))
		return;
	if (b->exhaustive) {
		for (uint32_t x = r + 1; x < s->n; x++)
			if (link_pair_allowed(s, b->mode, r, x))
				found_add(f, x);
		return;
	}
	for (size_t k = 0; k < b->n; k++) {
		const struct index *ix = &b->of[k];
		for (uint32_t j = ix->first[r]; j < ix->first[r + 1]; j++) {
			uint32_t to = ix->begin[ix->blocks[j] + 1];
			for (uint32_t i = ix->begin[ix->blocks[j]]; i < to; i++) {
				uint32_t x = ix->records[i];
				if (x <= r || f->seen[x] == r + 1)
					continue;
				f->seen[x] = r + 1;
				if (link_pair_allowed(s, b->mode, r, x))
					found_add(f, x);
			}
		}
	}
}

/* Blocks of a record ascend. */
bool link_blocks_meet(const struct link_blocks *b, uint32_t x, uint32_t y)
{
	for (size_t k = 0; k < b->n && !b->exhaustive; k++) {
		const struct index *ix = &b->of[k];
		uint32_t i = ix->first[x];
		uint32_t j = ix->first[y];
		while (i < ix->first[x + 1] && j < ix->first[y + 1]) {
			if (ix->blocks[i] == ix->blocks[j])
				return true;
			if (ix->blocks[i] < ix->blocks[j])
				i++;
			else
				j++;
		}
	}
	return b->exhaustive;
}

static bool atom_meets(const struct link_set *s, const struct atom *at, uint32_t x, uint32_t y)
{
	uint64_t kx[ATOM_KEYS_MAX];
	uint64_t ky[ATOM_KEYS_MAX];
	size_t nx = atom_keys(s, at, x, kx);
	size_t ny = nx ? atom_keys(s, at, y, ky) : 0;
	for (size_t i = 0; i < nx; i++)
		for (size_t j = 0; j < ny; j++)
			if (kx[i] == ky[j])
				return true;
	return false;
}

/* A family's keys are those of its atoms, each with each: two records share one when they share one of every atom. */
uint32_t link_blocks_families_of(const struct link_blocks *b, uint32_t x, uint32_t y)
{
	uint32_t asked[LINK_FIELDS_MAX] = { 0 }; /* bits of enum atom_kind */
	uint32_t met[LINK_FIELDS_MAX] = { 0 };
	uint32_t ret = 0;
	for (size_t k = 0; k < b->n; k++) {
		const struct family *f = &b->family[k];
		bool all = true;
		for (size_t i = 0; i < f->n && all; i++) {
			const struct atom *at = &f->of[i];
			uint32_t bit = (uint32_t)1 << at->kind;
			/* A field may be in ATOM_BOTH with several others. */
			if (at->kind == ATOM_BOTH || !(asked[at->field] & bit)) {
				asked[at->field] |= bit;
				met[at->field] &= ~bit;
				if (atom_meets(b->s, at, x, y))
					met[at->field] |= bit;
			}
			all = met[at->field] & bit;
		}
		ret |= all ? (uint32_t)1 << k : 0;
	}
	return ret;
}

const struct link_family_info *link_blocks_families(const struct link_blocks *b, size_t *ret_n)
{
	*ret_n = b->n;
	return b->info;
}

const struct family *link_blocks_keys(const struct link_blocks *b, size_t *ret_n)
{
	*ret_n = b->n;
	return b->family;
}

size_t link_blocks_narrowed(const struct link_blocks *b)
{
	size_t n = 0;
	for (size_t k = 0; k < b->n; k++)
		n += b->of[k].narrowed;
	return n;
}
