/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cusum_mean.c - what is ordinary for a series, from the periods it is learned on.
 *
 * The mode of a posterior: negative binomial counts, a mean with a level, one harmonic of the year and a trend, the last
 * two under normal priors, and the spread under a logistic prior. Tests that keep or drop a trend were tried: where one of
 * five hundredths a year is missed by the test, a chart sounds twice as often as it was asked to. A prior keeps what the
 * counts cannot tell in the uncertainty instead, and cusum_limit reckons with that.
 */
#include "watch/cusum.h"

enum { COLUMNS = 4, STEPS_MAX = 30, SPREAD_GRID = 12, COUNTS_LISTED = 4096 };
/* One standard deviation beforehand: the height of a season is a factor of 1.6; a trend doubles or halves the rate in
 * nine years, and what rises much faster is what the chart is to find. */
#define SEASON_SD     0.5
#define TREND_SD      0.075
#define SPREAD_MIDDLE (-0.5)
#define SPREAD_SCALE  1.5
/* Logarithm of the variance over the mean less 1: from counts no wider than a Poisson's to any seen. */
#define SPREAD_LOW  (-6.0)
#define SPREAD_HIGH 9.0
/* Of the middle, and of the ends that the three values of cusum_limit.c stand at. */
static const double QUANTILES[] = { 0.5, 0.0416, 0.9584 };

struct work {
	const double *y;
	size_t train;
	int freq;
	double *cosine, *sine; /* of the periods of a year */
	double *mu;	       /* of the training */
	double coef[COLUMNS];
	double vcov[COLUMNS][COLUMNS];
	double *above; /* how many counts are larger than the index */
	size_t n_above;
	double mean; /* of the counts */
};

static void row_of(const struct work *w, size_t t, double *ret)
{
	size_t phase = t % (size_t)w->freq;
	ret[0] = 1;
	ret[1] = w->cosine[phase];
	ret[2] = w->sine[phase];
	ret[3] = ((double)t - (double)w->train) / w->freq;
}

static struct work work_new(const double *y, size_t train, int freq, struct arena *a)
{
	struct work w = { .y = y, .train = train, .freq = freq };
	double total = 0;
	double most = 0;
	w.cosine = NEW_N(a, (size_t)freq, double);
	w.sine = NEW_N(a, (size_t)freq, double);
	w.mu = NEW_N(a, train, double);
	for (int i = 0; i < freq; i++) {
		double angle = 2 * 3.14159265358979323846 * i / freq;
		w.cosine[i] = cos(angle);
		w.sine[i] = sin(angle);
	}
	for (size_t i = 0; i < train; i++) {
		total += y[i];
		most = y[i] > most ? y[i] : most;
	}
	w.mean = total / (double)train;
	w.coef[0] = log(w.mean);
	if (most < COUNTS_LISTED) {
		w.n_above = (size_t)most;
		w.above = NEW_N(a, w.n_above + 1, double);
		for (size_t i = 0; i < train; i++)
			for (size_t k = 0; (double)k < y[i]; k++)
				w.above[k]++;
	}
	return w;
}

/* m = m^-1, symmetric and positive; by Gauss and Jordan, as small as it is. */
static void invert(double m[COLUMNS][COLUMNS])
{
	for (size_t k = 0; k < COLUMNS; k++) {
		double pivot = 1 / m[k][k];
		m[k][k] = 1;
		for (size_t j = 0; j < COLUMNS; j++)
			m[k][j] *= pivot;
		for (size_t i = 0; i < COLUMNS; i++) {
			double by = m[i][k];
			if (i == k)
				continue;
			m[i][k] = 0;
			for (size_t j = 0; j < COLUMNS; j++)
				m[i][j] -= by * m[k][j];
		}
	}
}

/* One step of Fisher's scoring; returns how far the coefficients moved. */
static double score_step(struct work *w, double alpha)
{
	const double precision[COLUMNS] = { 0, 1 / (SEASON_SD * SEASON_SD),
					    1 / (SEASON_SD * SEASON_SD),
					    1 / (TREND_SD * TREND_SD) };
	double score[COLUMNS];
	double moved = 0;
	memset(w->vcov, 0, sizeof w->vcov);
	for (size_t j = 0; j < COLUMNS; j++) {
		score[j] = -precision[j] * w->coef[j];
		w->vcov[j][j] = precision[j];
	}
	for (size_t i = 0; i < w->train; i++) {
		double x[COLUMNS];
		double eta = 0;
		row_of(w, i, x);
		for (size_t j = 0; j < COLUMNS; j++)
			eta += w->coef[j] * x[j];
		double mu = exp(eta < 30 ? eta : 30);
		double d = 1 / (1 + alpha * mu);
		double lift = (w->y[i] - mu) * d;
		for (size_t j = 0; j < COLUMNS; j++) {
			double part = mu * d * x[j];
			score[j] += lift * x[j];
			for (size_t k = 0; k <= j; k++)
				w->vcov[j][k] += part * x[k];
		}
		w->mu[i] = mu;
	}
	for (size_t j = 0; j < COLUMNS; j++)
		for (size_t k = 0; k < j; k++)
			w->vcov[k][j] = w->vcov[j][k];
	invert(w->vcov);
	for (size_t j = 0; j < COLUMNS; j++) {
		double step = 0;
		for (size_t k = 0; k < COLUMNS; k++)
			step += w->vcov[j][k] * score[k];
		step = step > 1 ? 1 : step < -1 ? -1 : step;
		w->coef[j] += step;
		moved = fabs(step) > moved ? fabs(step) : moved;
	}
	return moved;
}

static bool fit_mean(struct work *w, double alpha)
{
	for (int i = 0; i < STEPS_MAX; i++)
		if (score_step(w, alpha) < 1e-6)
			return true;
	return false;
}

/* Log posterior of the spread u = log(alpha mean), means as they are. */
static double spread_posterior(const struct work *w, double u)
{
	double alpha = exp(u) / w->mean;
	double sum = 0;
	for (size_t k = 0; k < w->n_above; k++)
		sum += w->above[k] * log1p(alpha * (double)k);
	for (size_t i = 0; i < w->train; i++) {
		double y = w->y[i];
		sum -= (y + 1 / alpha) * log1p(alpha * w->mu[i]);
		if (!w->above && y > 0)
			sum += lgamma(y + 1 / alpha) - lgamma(1 / alpha) + y * log(alpha);
	}
	double z = (u - SPREAD_MIDDLE) / SPREAD_SCALE;
	return sum + z - 2 * log1p(exp(z));
}

/* Quantiles of the spread: the posterior on a grid, which is laid again where it is. */
static void spread_quantiles(const struct work *w, double low, double high, const double *q,
			     size_t n, double *ret)
{
	double f[SPREAD_GRID];
	double sum = 0;
	double most = -HUGE_VAL;
	double step = (high - low) / (SPREAD_GRID - 1);
	for (size_t i = 0; i < SPREAD_GRID; i++) {
		f[i] = spread_posterior(w, low + step * (double)i);
		most = f[i] > most ? f[i] : most;
	}
	for (size_t i = 0; i < SPREAD_GRID; i++)
		sum += f[i] = exp(f[i] - most);
	for (size_t k = 0; k < n; k++) {
		double want = q[k] * sum;
		double below = 0;
		size_t i = 0;
		while (i + 1 < SPREAD_GRID && below + f[i] < want)
			below += f[i++];
		ret[k] = low + step * ((double)i - 0.5 + (want - below) / f[i]);
	}
}

static double uncertainty(const struct work *w, const double *x)
{
	double v = 0;
	for (size_t j = 0; j < COLUMNS; j++)
		for (size_t k = 0; k < COLUMNS; k++)
			v += x[j] * w->vcov[j][k] * x[k];
	return sqrt(v);
}

static void predict(const struct work *w, const struct series *s, struct arena *a,
		    struct cusum_mean *m)
{
	size_t after = s->n - w->train;
	m->mu0 = NEW_N(a, s->n, double);
	for (size_t i = 0; i < s->n; i++) {
		double x[COLUMNS];
		double eta = 0;
		row_of(w, i, x);
		for (size_t j = 0; j < COLUMNS; j++)
			eta += w->coef[j] * x[j];
		m->mu0[i] = exp(eta < 30 ? eta : 30);
		if (i < w->train)
			continue;
		m->law.mu0 += m->mu0[i] / (double)after;
		m->law.mu0_se += uncertainty(w, x) / (double)after;
	}
	if (!after) {
		double x[COLUMNS];
		row_of(w, w->train, x);
		m->law.mu0 = w->mean;
		m->law.mu0_se = uncertainty(w, x);
	}
}

int cusum_learn(const struct series *s, size_t train, struct arena *a, struct cusum_mean *ret,
		struct err *e)
{
	AUTO_ARENA *scratch = arena_new(0);
	if (train > s->n || train < (size_t)s->freq)
		return err_set(
			e, ERR_INPUT,
			"\"%.*s\": a year of periods is the least to learn from; there are %zu",
			STR_FMT(s->name), train);
	double *y = NEW_N(scratch, train, double);
	double total = 0;
	for (size_t i = 0; i < train; i++)
		total += y[i] = (double)s->observed[i];
	if (total == 0)
		return err_set(
			e, ERR_NOTFOUND,
			"\"%.*s\": no case in the %zu periods to learn from, so nothing is ordinary",
			STR_FMT(s->name), train);
	struct work w = work_new(y, train, s->freq, scratch);
	static const double WIDE[] = { 0.5, 0.001, 0.999 };
	double u[COUNT(QUANTILES)];
	bool fine = fit_mean(&w, 1 / w.mean);
	spread_quantiles(&w, SPREAD_LOW, SPREAD_HIGH, WIDE, COUNT(WIDE), u);
	fine = fine && fit_mean(&w, exp(u[0]) / w.mean);
	spread_quantiles(&w, u[1] - 0.7, u[2] + 0.7, QUANTILES, COUNT(QUANTILES), u);
	if (!fine)
		return err_set(e, ERR_CONFLICT, "\"%.*s\": no model fits the history",
			       STR_FMT(s->name));
	struct cusum_mean m = { .law = { .alpha = exp(u[0]) / w.mean,
					 .alpha_low = exp(u[1]) / w.mean,
					 .alpha_high = exp(u[2]) / w.mean } };
	predict(&w, s, a, &m);
	*ret = m;
	return 0;
}
