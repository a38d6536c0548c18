/* SPDX-License-Identifier: GPL-3.0-or-later */
/* evaluate_review.c - what a reviewed sample says of all pairs, and how two readers agree. */
#include "link/evaluate.h"

#include <math.h>
#include <stdlib.h>

#include "base/order.h"
#include "num/dist.h"
#include "num/rng.h"

#define CONF 0.95

/* Narrow where decisions are made: most pairs are nearly sure one way or the other. */
static const double EDGES[EVAL_BINS + 1] = {
	0, 0.01, 0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 0.99, 1
};

static size_t bin_of(float probability)
{
	size_t i = 0;
	while (i + 1 < EVAL_BINS && (double)probability > EDGES[i + 1])
		i++;
	return i;
}

void eval_bins(const float *probability, size_t n, struct eval_review *ret)
{
	*ret = (struct eval_review){ 0 };
	for (size_t i = 0; i < EVAL_BINS; i++) {
		ret->bins[i].from = EDGES[i];
		ret->bins[i].to = EDGES[i + 1];
	}
	for (size_t i = 0; i < n; i++) {
		struct eval_bin *b = &ret->bins[bin_of(probability[i])];
		b->pairs++;
		b->expected += (double)probability[i];
	}
}

void eval_looked(struct eval_review *r, float probability, bool same)
{
	struct eval_bin *b = &r->bins[bin_of(probability)];
	b->looked++;
	b->same += same;
}

/* True pairs among those of some bins: how many, and between which bounds. */
struct total {
	double pairs, middle, lo, hi;
};

static struct total total_of(const struct eval_review *r, size_t from, size_t to)
{
	struct interval_stratum s[EVAL_BINS];
	struct total t = { 0 };
	double share = 0;
	size_t n = 0;
	for (size_t i = from; i < to; i++) {
		const struct eval_bin *b = &r->bins[i];
		if (!b->pairs)
			continue;
		s[n++] = (struct interval_stratum){ b->pairs, b->looked, b->same };
		t.pairs += (double)b->pairs;
	}
	if (!n)
		return t;
	struct num_interval in = interval_stratified(s, n, CONF, &share);
	t.middle = share * t.pairs;
	t.lo = in.lo * t.pairs;
	t.hi = in.hi * t.pairs;
	return t;
}

static double share_of(double part, double rest)
{
	return part + rest > 0 ? part / (part + rest) : (double)NAN;
}

void eval_end(struct eval_review *r, double accept, double missed)
{
	size_t linked = EVAL_BINS;
	int64_t looked = 0;
	double expected = 0;
	double seen = 0;
	while (linked && EDGES[linked - 1] >= accept - 1e-9)
		linked--;
	for (size_t i = 0; i < EVAL_BINS; i++) {
		struct eval_bin *b = &r->bins[i];
		b->observed = interval_proportion(b->same, b->looked, CONF, INTERVAL_WILSON);
		looked += b->looked;
		if (!b->looked)
			continue;
		expected += b->expected;
		seen += (double)b->pairs * (double)b->same / (double)b->looked;
	}
	struct total in = total_of(r, linked, EVAL_BINS);
	struct total out = total_of(r, 0, linked);
	r->calibration = seen > 0 ? expected / seen : (double)NAN;
	r->precision = looked && in.pairs > 0 ? in.middle / in.pairs : (double)NAN;
	r->recall = looked ? share_of(in.middle, out.middle + missed) : (double)NAN;
	r->precision_in = NUM_NO_INTERVAL;
	r->recall_in = NUM_NO_INTERVAL;
	if (looked && in.pairs > 0)
		r->precision_in = (struct num_interval){ in.lo / in.pairs, in.hi / in.pairs };
	if (looked)
		r->recall_in = (struct num_interval){ share_of(in.lo, out.hi + missed),
						      share_of(in.hi, out.lo + missed) };
}

/* ---- which to look at --------------------------------------------------------- */

size_t eval_sample(const float *probability, size_t n, size_t want, uint64_t seed, struct arena *a,
		   size_t **ret)
{
	size_t size[EVAL_BINS] = { 0 };
	size_t *in_bin[EVAL_BINS];
	double roots = 0;
	size_t chosen = 0;
	for (size_t i = 0; i < n; i++)
		size[bin_of(probability[i])]++;
	for (size_t b = 0; b < EVAL_BINS; b++) {
		in_bin[b] = NEW_N(a, size[b], size_t);
		roots += sqrt((double)size[b]);
		size[b] = 0;
	}
	for (size_t i = 0; i < n; i++) {
		size_t b = bin_of(probability[i]);
		in_bin[b][size[b]++] = i;
	}
	*ret = NEW_N(a, n, size_t);
	for (size_t b = 0; b < EVAL_BINS; b++) {
		struct rng r = rng_start(seed, b);
		double part = roots > 0 ? (double)want * sqrt((double)size[b]) / roots : 0;
		size_t k = (size_t)ceil(part);
		k = k < size[b] ? k : size[b];
		size_t *take = NEW_N(a, k, size_t);
		rng_sample(&r, size[b], k, take);
		for (size_t i = 0; i < k; i++)
			(*ret)[chosen++] = in_bin[b][take[i]];
	}
	if (chosen)
		qsort(*ret, chosen, sizeof **ret, order_size);
	return chosen;
}

/* ---- two readers ----------------------------------------------------------------- */

struct eval_agreement eval_kappa(const int64_t table[EVAL_VERDICTS][EVAL_VERDICTS])
{
	struct eval_agreement k = { .agreed = (double)NAN,
				    .kappa = (double)NAN,
				    .kappa_in = NUM_NO_INTERVAL };
	double row[EVAL_VERDICTS] = { 0 };
	double column[EVAL_VERDICTS] = { 0 };
	double agreed = 0;
	double by_chance = 0;
	for (size_t i = 0; i < EVAL_VERDICTS; i++)
		for (size_t j = 0; j < EVAL_VERDICTS; j++)
			k.n += table[i][j];
	if (!k.n)
		return k;
	double n = (double)k.n;
	for (size_t i = 0; i < EVAL_VERDICTS; i++)
		for (size_t j = 0; j < EVAL_VERDICTS; j++) {
			row[i] += (double)table[i][j] / n;
			column[j] += (double)table[i][j] / n;
		}
	for (size_t i = 0; i < EVAL_VERDICTS; i++) {
		agreed += (double)table[i][i] / n;
		by_chance += row[i] * column[i];
	}
	k.agreed = agreed;
	double beyond = 1 - by_chance;
	if (beyond < 1e-12)
		return k;
	k.kappa = (agreed - by_chance) / beyond;
	double on = 0;
	double off = 0;
	for (size_t i = 0; i < EVAL_VERDICTS; i++)
		for (size_t j = 0; j < EVAL_VERDICTS; j++) {
			double p = (double)table[i][j] / n;
			double margin = i == j ? row[i] + column[i] : column[i] + row[j];
			double term = i == j ? 1 - margin * (1 - k.kappa) : margin;
			*(i == j ? &on : &off) += p * term * term;
		}
	double chance = k.kappa - by_chance * (1 - k.kappa);
	double variance = on + (1 - k.kappa) * (1 - k.kappa) * off - chance * chance;
	double half = dist_z(CONF) * sqrt(fmax(variance, 0) / n) / beyond;
	k.kappa_in = (struct num_interval){ fmax(-1, k.kappa - half), fmin(1, k.kappa + half) };
	return k;
}
