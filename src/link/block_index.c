/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * block_index.c - making the index: for each family, the blocks of two and more records.
 *
 * A key and its record are one word, 40 bits of hash above 24 bits of record, so that sorting is a few passes over
 * plain numbers; that two keys share 40 bits costs a comparison and loses nothing.
 */
#include "link/block_priv.h"
#include "link/link_priv.h"

enum { RECORD_BITS = 24, BLOCK_LIMIT = 300, NARROW_TIMES = 3 };
#define RECORD_MASK ((uint64_t)((1 << RECORD_BITS) - 1))

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

struct entries {
	uint64_t *p;
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
	uint64_t *spare = mem_need(malloc((en->n + 1) * sizeof *spare));
	link_sort(en->p, spare, en->n, RECORD_BITS, 64);
	free(spare);
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

/* A list while it is made. */
struct keeping {
	struct block_list *to;
	size_t cap;
};

static void keep_block(struct keeping *kp, const uint64_t *p, size_t n)
{
	struct block_list *to = kp->to;
	while (to->n + n > kp->cap) {
		kp->cap = kp->cap ? kp->cap + kp->cap / 2 : 1 << 14;
		to->records = mem_need(realloc(to->records, kp->cap * sizeof *to->records));
	}
	for (size_t i = 0; i < n; i++)
		to->records[to->n++] = (uint32_t)(p[i] & RECORD_MASK);
	to->records[to->n - 1] |= BLOCK_END;
	to->n_blocks++;
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
				kp->to->narrowed += times == 0;
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

struct building {
	struct block_index *ix;
	const struct link_set *s;
	const struct family *families;
	struct key_ring ring;
};

/* All keys at once where there is room for them; else a slice at a time. */
static void build_family(void *ctx, size_t k, int worker)
{
	enum { SLICE = 1 << 21 };
	struct building *bd = ctx;
	(void)worker;
	const struct link_set *s = bd->s;
	const struct family *f = &bd->families[k];
	struct keeping kp = { .to = &bd->ix->of[k] };
	struct key_slice slice = { .lead = key_ring_lead(&bd->ring, f) };
	uint64_t keys[FAMILY_KEYS_MAX];
	size_t all = 0;
	for (uint32_t r = 0; r < s->n; r++)
		all += link_is_linkable(s, r) ? key_ring_count(&bd->ring, f, r) : 0;
	while (all >> slice.bits > SLICE)
		slice.bits++;
	for (; slice.at < (uint64_t)1 << slice.bits; slice.at++) {
		struct entries en = { .cap = (all >> slice.bits) + (all >> slice.bits) / 8 + 16 };
		en.p = mem_need(malloc(en.cap * sizeof *en.p));
		for (uint32_t r = 0; r < s->n; r++) {
			size_t n = link_is_linkable(s, r)
					   ? key_ring_family(&bd->ring, f, &slice, r, keys)
					   : 0;
			for (size_t i = 0; i < n; i++)
				entries_add(&en, keys[i], r);
		}
		keep_blocks(s, f, &en, &kp, BLOCK_LIMIT);
		free(en.p);
	}
	if (kp.to->n)
		kp.to->records =
			mem_need(realloc(kp.to->records, kp.to->n * sizeof *kp.to->records));
}

/* Of each record, the blocks it is in. */
static void index_records(struct block_index *ix, size_t n)
{
	size_t total = ix->base[ix->n];
	assert(total <= UINT32_MAX && "a thousand blocks of a record");
	ix->first = mem_need(calloc(n + 2, sizeof *ix->first));
	ix->blocks = mem_need(malloc((total + 1) * sizeof *ix->blocks));
	for (size_t k = 0; k < ix->n; k++)
		for (size_t i = 0; i < ix->of[k].n; i++)
			ix->first[(ix->of[k].records[i] & ~BLOCK_END) + 2]++;
	for (size_t i = 2; i < n + 2; i++)
		ix->first[i] += ix->first[i - 1];
	for (size_t k = 0; k < ix->n; k++) {
		size_t begin = 0;
		for (size_t i = 0; i < ix->of[k].n; i++) {
			uint32_t r = ix->of[k].records[i];
			ix->blocks[ix->first[(r & ~BLOCK_END) + 1]++] =
				(uint32_t)(ix->base[k] + begin);
			begin = r & BLOCK_END ? i + 1 : begin;
		}
	}
}

void block_index_make(struct block_index *ix, const struct link_set *s,
		      const struct family *families, size_t n, struct pool *pool)
{
	struct building building = { .ix = ix, .s = s, .families = families };
	*ix = (struct block_index){ .n = n };
	key_ring_make(&building.ring, s, families, n, pool);
	pool_each_long(pool, n, build_family, &building);
	key_ring_free(&building.ring);
	for (size_t k = 0; k < n; k++)
		ix->base[k + 1] = ix->base[k] + ix->of[k].n;
	index_records(ix, s->n);
}

void block_index_forget(struct block_index *ix)
{
	for (size_t k = 0; k < ix->n; k++) {
		free(ix->of[k].records);
		ix->of[k].records = NULL;
	}
	free(ix->first);
	free(ix->blocks);
	ix->first = ix->blocks = NULL;
}
