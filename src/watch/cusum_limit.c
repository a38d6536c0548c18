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
enum { GRID = 241, CYCLES = 2000, GLR_PERIODS = 20000, SEEN_MIN = 50 };

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

/* Alarms a period at h, each followed by a new beginning. */
static double glr_rate(const int64_t *y, const double *mu0, double alpha, size_t window, double h,
		       double *stat, bool *alarm)
{
	size_t alarms = 0;
	glr_run(y, mu0, GLR_PERIODS, alpha, window, h, stat, alarm);
	for (size_t i = 0; i < GLR_PERIODS; i++)
		alarms += alarm[i];
	return (double)alarms / GLR_PERIODS;
}

struct cusum_limit glr_limit(double mu0, double alpha, size_t window, uint64_t seed,
			     struct arena *a)
{
	enum { EVERY = 20 }; /* values of the grid; those between lie on a line of logarithms */
	struct cusum_limit l = limit_new(mu0, alpha, a);
	AUTO_ARENA *scratch = arena_new(0);
	struct rng r = rng_start(seed, 2);
	int64_t *y = NEW_N(scratch, GLR_PERIODS, int64_t);
	double *means = NEW_N(scratch, GLR_PERIODS, double);
	double *stat = NEW_N(scratch, GLR_PERIODS, double);
	bool *alarm = NEW_N(scratch, GLR_PERIODS, bool);
	double rate[GRID];
	for (size_t i = 0; i < GLR_PERIODS; i++) {
		means[i] = mu0;
		y[i] = (int64_t)draw(&r, mu0, alpha);
	}
	/* Below the first value the line goes up to one alarm a period. */
	rate[0] = 1;
	size_t known = 0;
	for (size_t k = EVERY; k < GRID; k += EVERY) {
		double here = glr_rate(y, means, alpha, window, STEP * (double)k, stat, alarm);
		if (here * GLR_PERIODS < SEEN_MIN)
			break;
		for (size_t i = known + 1; i <= k; i++)
			rate[i] =
				rate[known] * pow(here / rate[known], (double)(i - known) / EVERY);
		known = k;
	}
	for (size_t i = known + 1; i < GRID; i++)
		rate[i] = rate[i - 1] * exp(-STEP);
	settle(&l, rate);
	return l;
}

double cusum_limit_h(const struct cusum_limit *l, double rate)
{
	double want = log(rate);
	for (size_t i = 1; i < l->n; i++)
		if (l->log_rate[i] <= want)
			return (double)i * l->step;
	return (double)(l->n - 1) * l->step + l->log_rate[l->n - 1] - want;
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
