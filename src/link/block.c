/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * block.c - candidates: the families of keys of a set, and who meets whom under them.
 *
 * Candidates are gathered a record at a time, each once, without ever writing all pairs down: memory does not
 * depend on their number.
 */
#include "link/block.h"

#include <malloc.h>
#include <math.h>

#include "link/block_priv.h"
#include "link/link_priv.h"

/* Pairs a record that are paid for where fewer would miss links. Of a million records of four lists in two scripts 18 a
 * record, which is enough of a register with addresses and numbers, missed 28 of 1,000 links; 45, which make twice
 * the comparisons, 12; 80 would make more than three times as many for 5 more. */
static const double BUDGET_MOST = 45;

struct link_blocks {
	const struct link_set *s;
	enum link_mode mode;
	bool exhaustive;
	struct family family[LINK_FAMILIES_MAX];
	struct link_family_info info[LINK_FAMILIES_MAX];
	struct block_index ix;
	size_t n;
};

struct link_blocks *link_blocks_new(const struct link_set *s, enum link_mode mode, uint64_t seed,
				    bool exhaustive, struct pool *pool, struct arena *a)
{
	struct link_blocks *b = NEW(a, struct link_blocks);
	b->s = s;
	b->mode = mode;
	b->exhaustive = exhaustive;
	double budget = 6e6 / (double)s->n;
	budget = budget < 18 ? 18 : budget > 300 ? 300 : budget;
	b->n = families_choose(s, seed, budget, fmax(budget, BUDGET_MOST), pool, b->family);
	if (!exhaustive)
		block_index_make(&b->ix, s, b->family, b->n, pool);
	for (size_t k = 0; k < b->n; k++) {
		const struct family *f = &b->family[k];
		struct str what = atom_words(s, &f->of[0], a);
		for (size_t i = 1; i < f->n; i++) {
			struct str next = atom_words(s, &f->of[i], a);
			what = str_printf(a, "%.*s; %.*s", STR_FMT(what), STR_FMT(next));
		}
		b->info[k] = (struct link_family_info){ what, f->pairs, b->ix.of[k].n_blocks };
	}
	return b;
}

void link_blocks_forget(struct link_blocks *b)
{
	block_index_forget(&b->ix);
	/* The index of a million records is 200 MB, which else stay ours while clusters are made. */
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
	if (!link_is_linkable(s, a) || !link_is_linkable(s, b))
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
	if (!link_is_linkable(s, r))
		return;
	if (b->exhaustive) {
		for (uint32_t x = r + 1; x < s->n; x++)
			if (link_pair_allowed(s, b->mode, r, x))
				found_add(f, x);
		return;
	}
	const struct block_index *ix = &b->ix;
	size_t k = 0;
	for (uint32_t j = ix->first[r]; j < ix->first[r + 1]; j++) {
		while (ix->blocks[j] >= ix->base[k + 1])
			k++;
		const uint32_t *p = ix->of[k].records + (ix->blocks[j] - ix->base[k]);
		for (bool more = true; more; p++) {
			uint32_t x = *p & ~BLOCK_END;
			more = !(*p & BLOCK_END);
			if (x <= r || f->seen[x] == r + 1)
				continue;
			f->seen[x] = r + 1;
			if (link_pair_allowed(s, b->mode, r, x))
				found_add(f, x);
		}
	}
}

/* Blocks of a record ascend. */
bool link_blocks_meet(const struct link_blocks *b, uint32_t x, uint32_t y)
{
	const struct block_index *ix = &b->ix;
	if (b->exhaustive)
		return true;
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
	return false;
}

static bool atom_meets(const struct link_set *s, const struct atom *at, uint32_t x, uint32_t y)
{
	UNCLEARED uint64_t kx[ATOM_KEYS_MAX];
	UNCLEARED uint64_t ky[ATOM_KEYS_MAX];
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
		n += b->ix.of[k].narrowed;
	return n;
}
