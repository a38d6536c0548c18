/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "watch/segment.h"

#include "num/dist.h"
#include "num/glm.h"

enum { LEVEL, TREND, STEP, BEND, COS, SIN, COLUMNS };

struct design {
	size_t n, p;
	double *x;
};

/* Time in years from the interruption, so that the step is the change at it. */
static struct design design_of(const struct series *s, size_t at, bool season, struct arena *a)
{
	struct design d = { .n = s->n, .p = season ? COLUMNS : COS };
	d.x = NEW_N(a, d.n * d.p, double);
	for (size_t i = 0; i < d.n; i++) {
		double time = ((double)(i + 1) - (double)at) / s->freq;
		double year = 2 * 3.14159265358979323846 * (double)i / s->freq;
		bool after = i + 1 >= at;
		double row[COLUMNS] = { 1, time, after, after ? time : 0, cos(year), sin(year) };
		for (size_t j = 0; j < d.p; j++)
			d.x[j * d.n + i] = row[j];
	}
	return d;
}

/* Sum over periods of what score i and j have in common, up to `lag` apart with falling weights. */
static double common(const double *score, size_t n, size_t i, size_t j, size_t lag)
{
	double sum = 0;
	for (size_t l = 0; l <= lag; l++) {
		double w = 1 - (double)l / (double)(lag + 1);
		for (size_t t = l; t < n; t++)
			sum += w * (score[i * n + t] * score[j * n + t - l] +
				    (l ? score[i * n + t - l] * score[j * n + t] : 0));
	}
	return sum;
}

static double *newey_west(const struct design *d, const double *y, const struct glm_nbinom *g,
			  size_t lag, struct arena *a)
{
	size_t n = d->n;
	size_t p = d->p;
	double *score = NEW_N(a, n * p, double);
	double *meat = NEW_N(a, p * p, double);
	double *v = NEW_N(a, p * p, double);
	double few = (double)n / (double)(n - p);
	for (size_t j = 0; j < p; j++)
		for (size_t t = 0; t < n; t++) {
			double mu = g->fit.mu[t];
			double spread = g->no_spread ? 1 : 1 + mu / g->theta;
			score[j * n + t] = d->x[j * n + t] * (y[t] - mu) / spread;
		}
	for (size_t i = 0; i < p; i++)
		for (size_t j = 0; j < p; j++)
			meat[j * p + i] = few * common(score, n, i, j, lag);
	for (size_t i = 0; i < p; i++)
		for (size_t j = 0; j < p; j++)
			for (size_t k = 0; k < p; k++)
				for (size_t l = 0; l < p; l++)
					v[j * p + i] += g->fit.vcov[k * p + i] * meat[l * p + k] *
							g->fit.vcov[j * p + l];
	return v;
}

/* exp of the sum of weights times coefficients, with the larger of both variances. */
static struct segment_ratio ratio_of(const struct design *d, const struct glm_nbinom *g,
				     const double *v, const double *weight, double conf)
{
	double eta = 0;
	double robust = 0;
	double model = 0;
	for (size_t i = 0; i < COS; i++) {
		eta += weight[i] * g->fit.coef[i];
		for (size_t j = 0; j < COS; j++) {
			robust += weight[i] * weight[j] * v[j * d->p + i];
			model += weight[i] * weight[j] * g->fit.vcov[j * d->p + i];
		}
	}
	double sd = sqrt(robust > model ? robust : model);
	struct dist t = dist_t((double)(d->n - d->p));
	double far = dist_q(t, (1 - conf) / 2, DIST_ABOVE) * sd;
	return (struct segment_ratio){ exp(eta),
				       { exp(eta - far), exp(eta + far) },
				       2 * dist_p(t, fabs(eta) / sd, DIST_ABOVE) };
}

/* Correlation of Pearson residuals one period apart. */
static double neighbours(const double *y, const struct glm_nbinom *g, size_t n)
{
	double both = 0;
	double square = 0;
	double before = 0;
	for (size_t t = 0; t < n; t++) {
		double mu = g->fit.mu[t];
		double r = (y[t] - mu) / sqrt(mu * (g->no_spread ? 1 : 1 + mu / g->theta));
		both += r * before;
		square += r * r;
		before = r;
	}
	return square > 0 ? both / square : 0;
}

static struct str name_of(const struct series *s)
{
	return s->name.n ? s->name : STR("the series");
}

static int check_sides(const struct series *s, size_t at, double conf, struct err *e)
{
	size_t before = at > 0 && at <= s->n ? at - 1 : 0;
	size_t after = s->n - before;
	int64_t cases[2] = { 0, 0 };
	if (!(conf > 0 && conf < 1))
		return err_set(e, ERR_INPUT, "the confidence is between 0 and 1: 0.95");
	if (before < SEGMENT_SIDE_MIN || after < SEGMENT_SIDE_MIN)
		return err_set(
			e, ERR_INPUT,
			"\"%.*s\": a level and a trend need at least %d periods on each side; there are %zu before "
			"and %zu from then on",
			STR_FMT(name_of(s)), SEGMENT_SIDE_MIN, before, before ? after : s->n);
	for (size_t i = 0; i < s->n; i++)
		cases[i >= before] += s->observed[i];
	if (!cases[0] || !cases[1])
		return err_set(
			e, ERR_INPUT,
			"\"%.*s\": no case %s: a ratio would be 0 or without end; compare two periods with "
			"`vigil rate`",
			STR_FMT(name_of(s)), cases[0] ? "from then on" : "before");
	return 0;
}

int segment_fit(const struct series *s, size_t at, double conf, struct segment *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct segment r = { .at = at, .conf = conf };
	struct glm_nbinom g;
	struct glm_fit poisson;
	TRY(check_sides(s, at, conf, e));
	size_t two = 2 * (size_t)s->freq;
	r.season = at > two && s->n + 1 - at >= two;
	struct design d = design_of(s, at, r.season, a);
	double *y = NEW_N(a, s->n, double);
	for (size_t i = 0; i < s->n; i++)
		y[i] = (double)s->observed[i];
	struct glm_problem m = { .n = d.n, .p = d.p, .x = d.x, .y = y, .family = GLM_POISSON };
	if (glm_fit(&m, a, &poisson, e) < 0 || glm_fit_nbinom(&m, a, &g, e) < 0)
		return err_wrap(e, "\"%.*s\"", STR_FMT(name_of(s)));
	if (!g.fit.converged || g.fit.at_edge || g.fit.rank < d.p)
		return err_set(e, ERR_INPUT, "\"%.*s\": no model of level and trend fits",
			       STR_FMT(name_of(s)));
	r.phi = poisson.pearson / (double)poisson.df;
	r.theta = g.no_spread ? HUGE_VAL : g.theta;
	r.lag = (size_t)(4 * pow((double)s->n / 100, 2.0 / 9));
	r.neighbour = neighbours(y, &g, s->n);
	double *v = newey_west(&d, y, &g, r.lag, a);
	double last = (double)(s->n - at) / s->freq;
	r.level = ratio_of(&d, &g, v, (double[COS]){ 0, 0, 1, 0 }, conf);
	r.before = ratio_of(&d, &g, v, (double[COS]){ 0, 1, 0, 0 }, conf);
	r.after = ratio_of(&d, &g, v, (double[COS]){ 0, 1, 0, 1 }, conf);
	r.change = ratio_of(&d, &g, v, (double[COS]){ 0, 0, 0, 1 }, conf);
	r.last = ratio_of(&d, &g, v, (double[COS]){ 0, 0, 1, last }, conf);
	*ret = r;
	return 0;
}
