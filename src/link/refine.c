/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * refine.c - learning once more from what values are worth.
 *
 * Two records with one name and dates years apart are mostly two namesakes where the name is common, and mostly one
 * person and a mistake where it is rare. A histogram of levels has both in one entry, and EM cannot tell them apart.
 * So entries are parted by the bits that rarity adds, in steps, and m is learned again: how often dates are wrong
 * then shows in rare names. Pairs that were not kept are two people.
 */
#include "link/run_priv.h"

#include <math.h>

/* Steps of a bit, and the range they have; more than this the model does not say. */
enum { STEPS = 2, STEP_BITS = 8, STEP_RANGE = 1 << STEP_BITS };

/* With fewer links than these the rarity of a value is itself a guess, and m learned from it another upon that. */
static const double LINKS_LEAST = 200;

struct entry {
	uint64_t pattern;
	uint64_t step;
	uint64_t count;
	uint64_t one; /* pairs of one person, in 2^-20 */
	float fixed, fixed_not;
};
struct table { /* by hash; count 0 and nothing fixed: empty */
	struct entry *p;
	size_t n, slots;
};

static uint64_t step_of(float bits)
{
	double k = nearbyint((double)bits * STEPS) + STEP_RANGE / 2.0;
	return k < 0 ? 0 : k >= STEP_RANGE ? STEP_RANGE - 1 : (uint64_t)k;
}

static bool is_empty(const struct entry *en)
{
	return !en->count && !(en->fixed > 0) && !(en->fixed_not > 0);
}

static struct entry *slot_of(const struct table *t, uint64_t pattern, uint64_t step)
{
	size_t k = link_mix2(pattern, step) & (t->slots - 1);
	while (!is_empty(&t->p[k]) && (t->p[k].pattern != pattern || t->p[k].step != step))
		k = (k + 1) & (t->slots - 1);
	return &t->p[k];
}

static struct entry *entry_at(struct table *t, uint64_t pattern, uint64_t step)
{
	if (t->n * 2 >= t->slots) {
		struct table old = *t;
		t->slots = old.slots ? old.slots * 2 : 4096;
		t->p = mem_need(calloc(t->slots, sizeof *t->p));
		for (size_t i = 0; i < old.slots; i++)
			if (!is_empty(&old.p[i]))
				*slot_of(t, old.p[i].pattern, old.p[i].step) = old.p[i];
		free(old.p);
	}
	struct entry *en = slot_of(t, pattern, step);
	if (is_empty(en)) {
		t->n++;
		en->pattern = pattern;
		en->step = step;
	}
	return en;
}

static int by_place(const void *x, const void *y)
{
	const struct entry *p = x;
	const struct entry *q = y;
	if (p->pattern != q->pattern)
		return p->pattern < q->pattern ? -1 : 1;
	return (p->step > q->step) - (p->step < q->step);
}

/* The kept pair of two records, or n_kept. */
static size_t kept_at(const struct link_pass *pass, uint32_t a, uint32_t b)
{
	uint32_t x = a < b ? a : b;
	uint32_t y = a < b ? b : a;
	size_t lo = 0;
	size_t hi = pass->n_kept;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		const struct kept_pair *p = &pass->kept[mid];
		if (p->a < x || (p->a == x && p->b < y))
			lo = mid + 1;
		else
			hi = mid;
	}
	bool met = lo < pass->n_kept && pass->kept[lo].a == x && pass->kept[lo].b == y;
	return met ? lo : pass->n_kept;
}

static void count_pairs(struct table *t, const struct link_pass *pass, const float *rare,
			const float *one, const struct link_labels *labels)
{
	for (size_t i = 0; i < pass->n_kept; i++) {
		struct entry *en = entry_at(t, pass->kept[i].pattern, step_of(rare[i]));
		en->count++;
		en->one += one ? (uint64_t)llrint((double)one[i] * (1 << 20)) : 0;
	}
	for (size_t i = 0; i < labels->n; i++) {
		const struct link_label *l = &labels->p[i];
		size_t k = kept_at(pass, l->a, l->b);
		uint64_t step = step_of(k < pass->n_kept ? rare[k] : 0);
		struct entry *en = entry_at(t, l->pattern, step);
		/* What people decided about and blocking never offered is a pair more. */
		en->count += k == pass->n_kept;
		if (l->same)
			en->fixed++;
		else
			en->fixed_not++;
	}
}

void link_refine(struct link_model *m, const struct link_pass *pass, const float *rare,
		 const float *one, const struct link_labels *labels,
		 const struct link_em_report *from)
{
	struct table t = { 0 };
	if (m->lambda * pass->h.all < LINKS_LEAST)
		return;
	count_pairs(&t, pass, rare, one, labels);
	size_t n = 0;
	for (size_t i = 0; i < t.slots; i++)
		if (!is_empty(&t.p[i]))
			t.p[n++] = t.p[i];
	if (n)
		qsort(t.p, n, sizeof *t.p, by_place);
	uint64_t *pattern = mem_need(malloc(2 * (n + 1) * sizeof *pattern));
	float *more = mem_need(malloc(4 * (n + 1) * sizeof *more));
	struct link_histogram h = { .pattern = pattern, .count = pattern + n, .n = n };
	h.more = more;
	h.fixed = more + n;
	h.fixed_not = more + 2 * n;
	float *ones = more + 3 * n;
	h.one = one ? ones : NULL;
	h.all = pass->h.all;
	h.total = pass->h.total;
	h.share = pass->h.share;
	h.unlike = pass->h.unlike;
	for (size_t i = 0; i < n; i++) {
		h.pattern[i] = t.p[i].pattern;
		h.count[i] = t.p[i].count;
		more[i] = (float)((double)t.p[i].step - STEP_RANGE / 2.0) / STEPS;
		ones[i] = (float)((double)t.p[i].one / (1 << 20));
		h.fixed[i] = t.p[i].fixed;
		h.fixed_not[i] = t.p[i].fixed_not;
	}
	link_em_again(m, &h, from);
	free(pattern);
	free(more);
	free(t.p);
}
