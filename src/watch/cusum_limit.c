/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cusum_limit.c - how often a chart sounds although nothing rises.
 *
 * A chart lives in cycles, each from a statistic of 0 until it is 0 again. What sounds is a cycle whose
 * largest value passes h, so the rate is the share of such cycles over their mean length.
 */
#include "watch/cusum.h"

#include "num/rng.h"

#define STEP 0.05
enum { GRID = 400, CYCLES = 4000, GLR_PERIODS = 30000, SEEN_MIN = 50 };

static double draw(struct rng *r, double mu, double alpha)
{
	if (alpha < 1e-9)
		return (double)rng_poisson(r, mu);
	return (double)rng_nbinom_mu(r, 1 / alpha, mu);
}

static struct cusum_limit limit_new(double mu0, double alpha, struct arena *a)
{
	return (struct cusum_limit){ mu0, alpha, GRID, STEP, NEW_N(a, GRID, double) };
}

/* Rates that fall, and are at most one alarm a period. */
static void settle(struct cusum_limit *l, const double *rate)
{
	double last = 0;
	for (size_t i = 0; i < l->n; i++) {
		double log_rate = rate[i] > 0 ? log(rate[i]) : last - STEP;
		last = i && log_rate > last ? last : log_rate;
		last = last < 0 ? last : 0;
		l->log_rate[i] = last;
	}
}

/* Mean periods of a cycle when nothing rises. */
static double cycle_length(struct rng *r, double mu0, double alpha, double kappa)
{
	enum { PERIODS = 20000 };
	double s = 0;
	size_t cycles = 0;
	for (int i = 0; i < PERIODS; i++) {
		s += cusum_llr(draw(r, mu0, alpha), mu0, alpha, kappa);
		if (s <= 0) {
			s = 0;
			cycles++;
		}
	}
	return cycles ? (double)PERIODS / (double)cycles : PERIODS;
}

struct cusum_limit cusum_limit(double mu0, double alpha, double kappa, uint64_t seed,
			       struct arena *a)
{
	struct cusum_limit l = limit_new(mu0, alpha, a);
	struct rng r = rng_start(seed, 1);
	double length = cycle_length(&r, mu0, alpha, kappa);
	double rate[GRID] = { 0 };
	for (int c = 0; c < CYCLES; c++) {
		double s = 0;
		size_t passed = 0;
		/* Under the higher rate exp(-S) is the weight back to the lower; a cycle ends at 0 or beyond
		 * the grid. A first crossing stays one however the cycle ends. */
		for (;;) {
			s += cusum_llr(draw(&r, mu0 * exp(kappa), alpha), mu0, alpha, kappa);
			if (s <= 0)
				break;
			double weight = exp(-s) / (CYCLES * length);
			for (; passed < l.n && (double)passed * STEP < s; passed++)
				rate[passed] += weight;
			if (passed == l.n)
				break;
		}
	}
	settle(&l, rate);
	return l;
}

struct cusum_limit glr_limit(double mu0, double alpha, size_t window, uint64_t seed,
			     struct arena *a)
{
	struct cusum_limit l = limit_new(mu0, alpha, a);
	struct rng r = rng_start(seed, 2);
	double *y = NEW_N(a, GLR_PERIODS, double);
	double *means = NEW_N(a, window + 1, double);
	double rate[GRID] = { 0 };
	size_t seen[GRID] = { 0 };
	double top = 0;
	for (size_t i = 0; i <= window; i++)
		means[i] = mu0;
	for (size_t i = 0; i < GLR_PERIODS; i++) {
		y[i] = draw(&r, mu0, alpha);
		size_t n = i < window ? i + 1 : window + 1;
		double s = glr_at(y + i + 1 - n, means, n, alpha, window, NULL, NULL);
		/* A cycle counts once at each h below its largest value. */
		for (size_t k = top > 0 ? (size_t)(top / STEP) + 1 : 0;
		     s > top && k < GRID && (double)k * STEP <= s; k++)
			seen[k]++;
		top = s > top ? s : top;
		if (s <= 0)
			top = 0;
	}
	size_t trusted = 0;
	for (size_t k = 0; k < GRID; k++) {
		rate[k] = (double)seen[k] / GLR_PERIODS;
		trusted = seen[k] >= SEEN_MIN ? k : trusted;
	}
	for (size_t k = trusted + 1; k < GRID; k++)
		rate[k] = rate[trusted] * exp(-STEP * (double)(k - trusted));
	settle(&l, rate);
	return l;
}

double cusum_limit_h(const struct cusum_limit *l, double rate)
{
	double want = log(rate);
	for (size_t i = 1; i < l->n; i++)
		if (l->log_rate[i] <= want) {
			double drop = l->log_rate[i - 1] - l->log_rate[i];
			double part = drop > 0 ? (l->log_rate[i - 1] - want) / drop : 1;
			part = part < 0 ? 0 : part > 1 ? 1 : part;
			return ((double)(i - 1) + part) * l->step;
		}
	double last = l->log_rate[l->n - 1];
	return (double)(l->n - 1) * l->step + (want < last ? last - want : 0);
}

double cusum_limit_rate(const struct cusum_limit *l, double h)
{
	double place = h / l->step;
	if (!(place > 0))
		return exp(l->log_rate[0]);
	size_t i = (size_t)place;
	if (i + 1 >= l->n)
		return exp(l->log_rate[l->n - 1] - (h - (double)(l->n - 1) * l->step));
	double part = place - (double)i;
	return exp(l->log_rate[i] * (1 - part) + l->log_rate[i + 1] * part);
}
