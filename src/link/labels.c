/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * labels.c - what people decided, as evidence for the model.
 *
 * A pair that was decided is of its class for certain while m and lambda are learned (semi-supervised EM; Nigam,
 * McCallum, Thrun & Mitchell 2000). From CALIBRATION_LABELS decisions on, probabilities are read from what people
 * said at each weight: isotonic regression (Zadrozny & Elkan 2002). Reviewers choose pairs by their weight, which
 * does not bias the share of "same" at a weight; where nobody looked, above and below, the model's own
 * probability stands, where it is the more extreme.
 */
#include "link/run_priv.h"

#include <math.h>

#include "num/isotonic.h"

/* Decisions of one bin are at least so many, and each bin has one imagined decision as the model says: ten of ten are
 * not certainty. */
enum { BIN_LEAST = 10, BINS_MOST = 30 };

/* ---- into EM ---- */

static size_t place_of(const struct link_histogram *h, uint64_t pattern)
{
	size_t lo = 0;
	size_t hi = h->n;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (h->pattern[mid] < pattern)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Room for one more pattern at `at`. */
static void insert(struct link_histogram *h, size_t at, uint64_t pattern)
{
	h->pattern = mem_need(realloc(h->pattern, (h->n + 1) * sizeof *h->pattern));
	h->count = mem_need(realloc(h->count, (h->n + 1) * sizeof *h->count));
	h->fixed = mem_need(realloc(h->fixed, (h->n + 1) * sizeof *h->fixed));
	h->fixed_not = mem_need(realloc(h->fixed_not, (h->n + 1) * sizeof *h->fixed_not));
	size_t tail = h->n - at;
	memmove(h->pattern + at + 1, h->pattern + at, tail * sizeof *h->pattern);
	memmove(h->count + at + 1, h->count + at, tail * sizeof *h->count);
	memmove(h->fixed + at + 1, h->fixed + at, tail * sizeof *h->fixed);
	memmove(h->fixed_not + at + 1, h->fixed_not + at, tail * sizeof *h->fixed_not);
	h->pattern[at] = pattern;
	h->count[at] = 0;
	h->fixed[at] = 0;
	h->fixed_not[at] = 0;
	h->n++;
}

static bool is_label(const struct link_set *s, enum link_mode mode, const struct link_decision *d)
{
	return d->verdict != VERDICT_UNSURE && d->a != d->b && link_is_linkable(s, d->a) &&
	       link_is_linkable(s, d->b) && link_pair_allowed(s, mode, d->a, d->b);
}

void link_labels_take(const struct link_decisions *d, const struct link_set *s, enum link_mode mode,
		      const struct link_blocks *b, struct arena *a, struct link_histogram *h,
		      struct link_labels *ret)
{
	*ret = (struct link_labels){ 0 };
	if (!d || !d->n)
		return;
	AUTO_LINK_COMPARER *c = link_comparer_new(s);
	ret->p = NEW_N(a, d->n, struct link_label);
	h->fixed = mem_need(calloc(h->n + 1, sizeof *h->fixed));
	h->fixed_not = mem_need(calloc(h->n + 1, sizeof *h->fixed_not));
	for (size_t i = 0; i < d->n; i++) {
		const struct link_decision *x = &d->p[i];
		if (!is_label(s, mode, x))
			continue;
		bool same = x->verdict == VERDICT_SAME;
		uint64_t pattern = link_compare(c, x->a, x->b);
		size_t at = place_of(h, pattern);
		if (at == h->n || h->pattern[at] != pattern)
			insert(h, at, pattern);
		/* People may decide what blocking never offered. */
		if (!link_blocks_families_of(b, x->a, x->b))
			h->count[at]++;
		(same ? h->fixed : h->fixed_not)[at]++;
		ret->p[ret->n++] = (struct link_label){ x->a, x->b, pattern, same };
	}
}

/* ---- calibration ---- */

struct at { /* one decision: its weight, and what it says */
	double bits;
	bool same;
};

static int by_bits(const void *x, const void *y)
{
	const struct at *p = x;
	const struct at *q = y;
	if (p->bits != q->bits)
		return p->bits < q->bits ? -1 : 1;
	return (int)p->same - (int)q->same;
}

/* Bins of decisions of neighbouring weights, equal weights never parted. */
static size_t make_bins(const struct at *p, size_t n, double *x, double *y, double *w)
{
	size_t least = n / BINS_MOST > BIN_LEAST ? n / BINS_MOST : BIN_LEAST;
	size_t bins = 0;
	for (size_t from = 0, to; from < n; from = to) {
		double bits = 0;
		double same = 0;
		for (to = from; to < n && (to - from < least || p[to].bits <= p[to - 1].bits ||
					   n - to < least);
		     to++) {
			bits += p[to].bits;
			same += p[to].same;
		}
		double size = (double)(to - from);
		x[bins] = bits / size;
		y[bins] = (same + link_probability(x[bins])) / (size + 1);
		w[bins++] = size + 1;
	}
	return bins;
}

void link_calibrate(struct link_model *m, const double *bits, const bool *same, size_t n,
		    struct arena *a)
{
	struct at *p = NEW_N(a, n + 1, struct at);
	double *x = NEW_N(a, n + 1, double);
	double *y = NEW_N(a, n + 1, double);
	double *w = NEW_N(a, n + 1, double);
	m->calibrated = n >= CALIBRATION_LABELS;
	m->n_calibration = 0;
	if (!m->calibrated)
		return;
	for (size_t i = 0; i < n; i++)
		p[i] = (struct at){ bits[i], same[i] };
	qsort(p, n, sizeof *p, by_bits);
	size_t bins = make_bins(p, n, x, y, w);
	isotonic_fit(y, w, bins, y);
	m->calibration = NEW_N(a, bins, struct link_calibration);
	for (size_t i = 0; i < bins; i++)
		if (!i || (float)x[i] > m->calibration[m->n_calibration - 1].bits)
			m->calibration[m->n_calibration++] =
				(struct link_calibration){ (float)x[i], (float)y[i] };
}

void link_labels_calibrate(const struct link_labels *l, const struct link_set *s,
			   struct link_model *m, struct arena *a)
{
	AUTO_ARENA *scratch = arena_new((size_t)2 << 30);
	struct link_rarity r = link_rarity_new(s, m, scratch);
	double *bits = NEW_N(scratch, l->n + 1, double);
	bool *same = NEW_N(scratch, l->n + 1, bool);
	size_t n = 0;
	for (size_t i = 0; i < l->n; i++) {
		bits[n] = link_pair_bits(&r, l->p[i].pattern, l->p[i].a, l->p[i].b);
		same[n] = l->p[i].same;
		n += bits[n] > -LINK_NEVER_BITS / 2; /* no matter of weights otherwise */
	}
	m->labels = l->n;
	link_calibrate(m, bits, same, n, a);
}
