/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cusum_limit.c - how often a CUSUM sounds although nothing rises, by a Markov chain (Brook & Evans 1972, Biometrika
 * 59:539).
 *
 * The statistic is taken to steps of a grid; what a count adds falls between two of them and is shared, so that its mean
 * stays. What a period without cases takes away is made a whole number of steps, since that is what mostly happens.
 * All limits are answered by one elimination: the chain of a lower limit is a leading block of that of a higher one, and
 * so are its factors.
 *
 * The mean and the spread are not known but learned. A chart that is set as if they were known sounds more often than
 * it was asked to (Jensen, Jones-Farmer, Champ & Woodall 2006, J. Qual. Technol. 38:349): a mean that was learned too
 * low costs more than one too high saves. So the rate is the mean over three values of each.
 */
#include "watch/cusum_priv.h"

#include "num/dist.h"

enum { STATES_MAX = 320, COUNTS_MAX = 5000 };
#define H_MAX	 ((CUSUM_GRID - 1) * CUSUM_STEP)
#define STEP_MIN 0.04
#define STEP_MAX 0.25
/* A chart for a rate exp(kappa) times as high rises by itself when the mean is about exp(kappa / 2) times what it was set for.
 * The highest mean that is reckoned with shall be at most this share of kappa above, as a logarithm. */
#define DOUBT_LEFT 0.22

struct chain {
	double none, each; /* what a period adds, and each case */
	double step;
	size_t states;
	double periods; /* so many are taken together: counts are rare */
	double *moves; /* P(up by i - states steps), 0 ... 2 states; the first holds all that is lower */
	double *matrix;
	double *ones, *first;
};

/* Where the distribution of counts is wide, a step of the grid holds many counts: only the ends are asked. */
static void fill_by_step(const struct chain *c, struct dist d)
{
	double before = 0;
	for (size_t i = 0; i <= 2 * c->states; i++) {
		double at = ((double)i - (double)c->states + 0.5) * c->step;
		double upto = dist_p(d, floor((at - c->none) / c->each), DIST_BELOW);
		c->moves[i] = upto - before;
		before = upto;
	}
}

static void fill_by_count(const struct chain *c, struct dist d, double from, double to, double mu,
			  double alpha)
{
	double falls = alpha > 0 ? alpha * mu / (1 + alpha * mu) : 0;
	double p = dist_d(d, from);
	c->moves[0] = from > 0 ? dist_p(d, from - 1, DIST_BELOW) : 0;
	for (size_t k = 0; from + (double)k <= to; k++) {
		double y = from + (double)k;
		double at = (c->none + y * c->each) / c->step + (double)c->states;
		at = at > 0 ? at : 0;
		size_t i = (size_t)at;
		double part = at - (double)i;
		if (i <= 2 * c->states)
			c->moves[i] += p * (1 - part);
		if (i < 2 * c->states)
			c->moves[i + 1] += p * part;
		p *= alpha > 0 ? (y + 1 / alpha) * falls / (y + 1) : mu / (y + 1);
	}
}

static void fill_moves(const struct chain *c, double mu, double alpha)
{
	struct dist d = alpha > 0 ? dist_nbinom_mu(1 / alpha, mu) : dist_poisson(mu);
	double reach = (double)c->states * c->step;
	double from = ceil((-reach - c->none) / c->each);
	double to = ceil((reach - c->none) / c->each);
	memset(c->moves, 0, (2 * c->states + 1) * sizeof *c->moves);
	from = from > 0 ? from : 0;
	if (to - from > COUNTS_MAX)
		fill_by_step(c, d);
	else
		fill_by_count(c, d, from, to, mu, alpha);
}

/* 1 - P of staying below the limit, a row a state. Nothing stands further below the diagonal than `band`. */
static size_t fill_matrix(const struct chain *c)
{
	size_t n = c->states;
	size_t band = 0;
	double lower[STATES_MAX + 1]; /* P(down by i steps or more) */
	double sum = 0;
	for (size_t i = 0; i <= n; i++) {
		sum += c->moves[i];
		lower[n - i] = sum;
	}
	for (size_t i = 0; i < n; i++) {
		double *row = c->matrix + i * n;
		row[0] = (i == 0) - lower[i];
		for (size_t j = 1; j < n; j++)
			row[j] = (i == j) - c->moves[n + j - i];
		band = lower[i] > 0 ? i : band;
	}
	return band;
}

/* Mean periods until the chart sounds, for each limit. No pivots: the matrix is 1 less what stays, and so has none
 * that vanishes. */
static void run_lengths(const struct chain *c, size_t band, double *ret)
{
	size_t n = c->states;
	for (size_t k = 0; k < n; k++)
		c->ones[k] = 1;
	for (size_t k = 0; k < n; k++) {
		const double *pivot = c->matrix + k * n;
		for (size_t i = k + 1; i < n && i <= k + band; i++) {
			double *row = c->matrix + i * n;
			double by = row[k] / pivot[k];
			if (by == 0)
				continue;
			for (size_t j = k + 1; j < n; j++)
				row[j] -= by * pivot[j];
			c->ones[i] -= by * c->ones[k];
		}
	}
	memset(c->first, 0, n * sizeof *c->first);
	c->first[0] = 1;
	double sum = 0;
	for (size_t k = 0; k < n; k++) {
		const double *row = c->matrix + k * n;
		double here = c->first[k] / row[k];
		for (size_t j = k + 1; j < n; j++)
			c->first[j] -= here * row[j];
		sum += here * c->ones[k];
		ret[k] = sum * c->periods;
	}
}

static struct chain chain_new(const struct cusum_law *law, double kappa, struct arena *a)
{
	struct chain c = { .periods = 1 };
	double mu = law->mu0;
	c.none = cusum_llr(0, mu, law->alpha, kappa);
	c.each = cusum_llr(1, mu, law->alpha, kappa) - c.none;
	if (-c.none < STEP_MIN) {
		c.periods = ceil(-STEP_MIN / c.none);
		c.none *= c.periods;
	}
	double step = c.each * sqrt(mu * c.periods * (1 + law->alpha * mu)) / 6;
	step = step < STEP_MIN ? STEP_MIN : step > STEP_MAX ? STEP_MAX : step;
	double whole = nearbyint(-c.none / step);
	c.step = -c.none / (whole > 1 ? whole : 1);
	c.states = (size_t)(H_MAX / c.step) + 2;
	c.states = c.states < STATES_MAX ? c.states : STATES_MAX;
	c.moves = NEW_N(a, 2 * c.states + 1, double);
	c.matrix = NEW_N(a, c.states * c.states, double);
	c.ones = NEW_N(a, c.states, double);
	c.first = NEW_N(a, c.states, double);
	return c;
}

static void add_rates(const struct chain *c, double mu, double alpha, double weight, double *rate)
{
	double length[STATES_MAX];
	fill_moves(c, mu * c->periods, alpha / c->periods);
	run_lengths(c, fill_matrix(c), length);
	for (size_t k = 0; k < c->states; k++)
		rate[k] += length[k] > 0 && length[k] < 1e15 ? weight / length[k] : weight * 1e-15;
}

/* Rates at the limits of the chain as logarithms at those of the result. */
static void settle(const struct chain *c, const double *rate, double *ret)
{
	for (size_t i = 0; i < CUSUM_GRID; i++) {
		double place = (double)i * CUSUM_STEP / c->step;
		size_t k = (size_t)place;
		k = k + 2 < c->states ? k : c->states - 2;
		double part = place - (double)k;
		ret[i] = log(rate[k]) * (1 - part) + log(rate[k + 1]) * part;
	}
}

static struct cusum_limit limit_new(const struct cusum_law *law, struct arena *a)
{
	return (struct cusum_limit){ law->mu0, law->alpha, CUSUM_GRID, CUSUM_STEP,
				     NEW_N(a, CUSUM_GRID, double) };
}

double cusum_raise(const struct cusum_law *law, double kappa)
{
	double up = DIST_NODE[2] * law->mu0_se - DOUBT_LEFT * kappa;
	return up > 0 ? exp(up) : 1;
}

struct cusum_limit cusum_limit(const struct cusum_law *law, double kappa, struct arena *a)
{
	AUTO_ARENA *scratch = arena_new(0);
	struct cusum_limit l = limit_new(law, a);
	struct cusum_law set = *law;
	set.mu0 *= cusum_raise(law, kappa);
	struct chain c = chain_new(&set, kappa, scratch);
	double rate[STATES_MAX] = { 0 };
	const double alpha[DIST_NODES] = { law->alpha, law->alpha_low, law->alpha_high };
	bool mean_known = law->mu0_se <= 0;
	bool spread_known = law->alpha_high <= law->alpha_low;
	for (size_t i = 0; i < (mean_known ? 1 : DIST_NODES); i++)
		for (size_t k = 0; k < (spread_known ? 1 : DIST_NODES); k++)
			add_rates(&c, law->mu0 * exp(DIST_NODE[i] * law->mu0_se), alpha[k],
				  (mean_known ? 1 : DIST_WEIGHT[i]) *
					  (spread_known ? 1 : DIST_WEIGHT[k]),
				  rate);
	settle(&c, rate, l.log_rate);
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
