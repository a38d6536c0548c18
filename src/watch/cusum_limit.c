/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cusum_limit.c - how often a chart sounds although nothing rises.
 *
 * A chart lives in cycles, each from a statistic of 0 until it is 0 again. What sounds is a cycle whose
 * largest value passes h, so the rate is the share of such cycles over their mean length.
 */
#include "watch/cusum.h"

#include "num/dist.h"
#include "num/rng.h"

#define STEP 0.05
enum {
	GRID = 241,
	CYCLES = 2000,
	GLR_PERIODS = 20000,
	SEEN_MIN = 50,
	GUIDE = 256,
	COUNTS_MAX = 20000
};
/* GLR is counted at every so many values of the grid; those between lie on a line of logarithms. */
enum { EVERY = 20, LEVELS = (GRID - 1) / EVERY };

/* Counts of one distribution, by its cumulated probabilities: a hundred thousand are wanted of each. */
struct counts {
	double mu, alpha;
	double *below; /* P(Y <= y); NULL: too many values, drawn one by one */
	size_t n;
	size_t guide[GUIDE + 1]; /* the least y with below[y] * GUIDE > the index */
};

static struct counts counts_new(double mu, double alpha, struct arena *a)
{
	struct counts c = { .mu = mu, .alpha = alpha };
	struct dist d = alpha < 1e-9 ? dist_poisson(mu) : dist_nbinom_mu(1 / alpha, mu);
	double most = dist_q(d, 1e-13, DIST_ABOVE);
	if (!(most < COUNTS_MAX))
		return c;
	c.n = (size_t)most + 1;
	c.below = NEW_N(a, c.n, double);
	for (size_t y = 0; y < c.n; y++)
		c.below[y] = (y ? c.below[y - 1] : 0) + dist_d(d, (double)y);
	for (size_t g = 0, y = 0; g <= GUIDE; g++) {
		while (y + 1 < c.n && c.below[y] * GUIDE <= (double)g)
			y++;
		c.guide[g] = y;
	}
	return c;
}

static double draw(struct rng *r, const struct counts *c)
{
	if (!c->below && c->alpha < 1e-9)
		return (double)rng_poisson(r, c->mu);
	if (!c->below)
		return (double)rng_nbinom_mu(r, 1 / c->alpha, c->mu);
	double u = rng_uniform(r);
	size_t y = c->guide[(size_t)(u * GUIDE)];
	while (y + 1 < c->n && c->below[y] < u)
		y++;
	return (double)y;
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

/* Mean periods of a cycle when nothing rises. A count of y adds none + y each. */
static double cycle_length(struct rng *r, const struct counts *c, double none, double each)
{
	enum { PERIODS = 20000 };
	double s = 0;
	size_t cycles = 0;
	for (int i = 0; i < PERIODS; i++) {
		s += none + draw(r, c) * each;
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
	AUTO_ARENA *scratch = arena_new(0);
	struct cusum_limit l = limit_new(mu0, alpha, a);
	struct rng r = rng_start(seed, 1);
	struct counts low = counts_new(mu0, alpha, scratch);
	struct counts high = counts_new(mu0 * exp(kappa), alpha, scratch);
	double none = cusum_llr(0, mu0, alpha, kappa);
	double each = cusum_llr(1, mu0, alpha, kappa) - none;
	double length = cycle_length(&r, &low, none, each);
	double rate[GRID] = { 0 };
	for (int c = 0; c < CYCLES; c++) {
		double s = 0;
		size_t passed = 0;
		/* Under the higher rate exp(-S) is the weight back to the lower; a cycle ends at 0 or beyond
		 * the grid. A first crossing stays one however the cycle ends. */
		for (;;) {
			s += none + draw(&r, &high) * each;
			if (s <= 0)
				break;
			if (s <= (double)passed * STEP)
				continue;
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

/* Likelihood ratio at its best of `n` periods of one mean with `sum` cases: cusum.c, where all means are alike. */
static double flat_llr(double sum, double n, double mu0, double alpha)
{
	double kappa = log(sum / (n * mu0));
	if (alpha < 1e-9)
		return sum * kappa - (sum - n * mu0);
	return kappa * sum + (sum + n / alpha) * log((1 + alpha * mu0) / (1 + alpha * sum / n));
}

/* Alarms of GLR charts with the limits EVERY * STEP, 2 EVERY * STEP ..., each with its own new beginnings; the ratios
 * of starts they have in common are computed once. */
static void count_alarms(const double *y, double mu0, double alpha, size_t window, size_t *alarms)
{
	size_t since[LEVELS] = { 0 };
	for (size_t i = 0; i < GLR_PERIODS; i++) {
		double best = 0;
		double score = 0;
		double sum = 0;
		size_t low = i > window ? i - window : 0;
		bool done[LEVELS] = { false };
		size_t first = GLR_PERIODS;
		for (size_t l = 0; l < LEVELS; l++)
			first = since[l] < first ? since[l] : first;
		low = low > first ? low : first;
		for (size_t k = i + 1; k-- > low;) {
			score += y[k] - mu0;
			sum += y[k];
			if (score <= 0 || y[k] <= mu0)
				continue;
			double llr = flat_llr(sum, (double)(i + 1 - k), mu0, alpha);
			if (llr <= best)
				continue;
			best = llr;
			for (size_t l = 0; l < LEVELS; l++)
				if (!done[l] && k >= since[l] &&
				    llr >= (double)(l + 1) * EVERY * STEP)
					done[l] = true;
		}
		for (size_t l = 0; l < LEVELS; l++) {
			alarms[l] += done[l];
			since[l] = done[l] ? i + 1 : since[l];
		}
	}
}

struct cusum_limit glr_limit(double mu0, double alpha, size_t window, uint64_t seed,
			     struct arena *a)
{
	AUTO_ARENA *scratch = arena_new(0);
	struct cusum_limit l = limit_new(mu0, alpha, a);
	struct rng r = rng_start(seed, 2);
	struct counts c = counts_new(mu0, alpha, scratch);
	double *y = NEW_N(scratch, GLR_PERIODS, double);
	size_t alarms[LEVELS] = { 0 };
	double rate[GRID];
	for (size_t i = 0; i < GLR_PERIODS; i++)
		y[i] = draw(&r, &c);
	count_alarms(y, mu0, alpha, window, alarms);
	/* Below the first value the line goes up to one alarm a period. */
	rate[0] = 1;
	size_t known = 0;
	for (size_t k = EVERY; k < GRID; k += EVERY) {
		const size_t level = k / EVERY - 1;
		double here = (double)alarms[level] / GLR_PERIODS;
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
