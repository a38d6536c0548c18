/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cusum_mean.c - what is ordinary for a series, from the periods it is learned on. */
#include "watch/cusum.h"

#include "num/dist.h"
#include "num/glm.h"

enum { COLUMNS = 4, ROWS_PER_COLUMN = 12 };
#define KEEP_P 0.01

/* 1, cosine and sine of the year, time from the end of the training in years. */
static double column(size_t j, size_t t, size_t train, int freq)
{
	double year = 2 * 3.14159265358979323846 * (double)t / freq;
	switch (j) {
	case 0:
		return 1;
	case 1:
		return cos(year);
	case 2:
		return sin(year);
	default:
		return ((double)t - (double)train) / freq;
	}
}

struct design {
	size_t columns[COLUMNS];
	size_t p;
};

static struct design design_of(bool season, bool trend)
{
	struct design d = { .columns = { 0 }, .p = 1 };
	if (season) {
		d.columns[d.p++] = 1;
		d.columns[d.p++] = 2;
	}
	if (trend)
		d.columns[d.p++] = 3;
	return d;
}

static const double *fill(const struct design *d, size_t train, int freq, struct arena *a)
{
	double *x = NEW_N(a, train * d->p, double);
	for (size_t j = 0; j < d->p; j++)
		for (size_t i = 0; i < train; i++)
			x[j * train + i] = column(d->columns[j], i, train, freq);
	return x;
}

/* Which of season and trend the counts need, by Wald tests of a quasi-Poisson fit. */
static void choose(const double *y, size_t train, int freq, struct arena *a, bool *season,
		   bool *trend)
{
	struct design d = design_of(true, true);
	struct glm_problem m = { .n = train, .p = d.p, .y = y, .family = GLM_POISSON };
	struct glm_fit fit;
	*season = *trend = false;
	if (train < 2 * (size_t)freq || train < ROWS_PER_COLUMN * d.p)
		return;
	m.x = fill(&d, train, freq, a);
	if (glm_fit(&m, a, &fit, NULL) < 0 || !fit.converged || fit.rank < d.p || !fit.df)
		return;
	double phi = fit.dispersion > 1 ? fit.dispersion : 1;
	const double *v = fit.vcov;
	double det = v[5] * v[10] - v[6] * v[9];
	double c = fit.coef[1];
	double s = fit.coef[2];
	double wald = (c * c * v[10] - 2 * c * s * v[6] + s * s * v[5]) / (det * phi);
	double t = fit.coef[3] / sqrt(v[15] * phi);
	*season = dist_p(dist_f(2, (double)fit.df), wald / 2, DIST_ABOVE) < KEEP_P;
	*trend = 2 * dist_p(dist_t((double)fit.df), fabs(t), DIST_ABOVE) < KEEP_P;
}

int cusum_learn(const struct series *s, size_t train, struct arena *a, struct cusum_mean *ret,
		struct err *e)
{
	AUTO_ARENA *scratch = arena_new(0);
	double *y = NEW_N(scratch, train, double);
	double total = 0;
	struct glm_nbinom fit;
	if (train > s->n || train < (size_t)s->freq)
		return err_set(
			e, ERR_INPUT,
			"\"%.*s\": a year of periods is the least to learn from; there are %zu",
			STR_FMT(s->name), train);
	for (size_t i = 0; i < train; i++)
		total += y[i] = (double)s->observed[i];
	if (total == 0)
		return err_set(
			e, ERR_INPUT,
			"\"%.*s\": no case in the %zu periods to learn from, so nothing is ordinary",
			STR_FMT(s->name), train);
	struct cusum_mean m = { .mu0 = NEW_N(a, s->n, double) };
	choose(y, train, s->freq, scratch, &m.season, &m.trend);
	struct design d = design_of(m.season, m.trend);
	struct glm_problem p = { .n = train, .p = d.p, .y = y, .lean = true };
	p.x = fill(&d, train, s->freq, scratch);
	if (glm_fit_nbinom(&p, scratch, &fit, e) < 0)
		return err_wrap(e, "\"%.*s\"", STR_FMT(s->name));
	m.alpha = fit.no_spread ? 0 : 1 / fit.theta;
	for (size_t i = 0; i < s->n; i++) {
		double eta = 0;
		for (size_t j = 0; j < d.p; j++)
			eta += fit.fit.coef[j] * column(d.columns[j], i, train, s->freq);
		m.mu0[i] = exp(eta);
		m.average += i >= train ? m.mu0[i] / (double)(s->n - train) : 0;
	}
	if (train == s->n)
		m.average = total / (double)train;
	*ret = m;
	return 0;
}
