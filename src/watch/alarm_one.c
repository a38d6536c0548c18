/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alarm_one.c - one series judged by one detector. */
#include "watch/alarm_priv.h"

enum { CHANGE_YEARS = 4 };

static size_t place_of(const struct series *s, int64_t t)
{
	int64_t at = s->by_date ? t : t - s->first + 1;
	return at < 1 ? 1 : (size_t)at;
}

static int judge_farrington(const struct alarm_options *o, struct alarm_series *x, struct arena *a,
			    struct err *e)
{
	enum farrington_bound bound = (enum farrington_bound)o->method;
	struct farrington_options fo = farrington_defaults(bound, x->s->freq);
	struct farrington *f;
	fo.alpha = o->alpha;
	fo.compat = o->compat;
	fo.years = o->years ? o->years : fo.years;
	if (o->from) {
		size_t before = place_of(x->s, o->from) - 1;
		size_t most = before > (size_t)fo.window
				      ? (before - (size_t)fo.window) / (size_t)x->s->freq
				      : 0;
		fo.years = (size_t)fo.years < most ? fo.years : (int)most;
	} else if (!o->years) {
		fo.years = farrington_years(&fo, x->s->freq, x->s->n);
	}
	x->needs = (size_t)FARRINGTON_YEARS_MIN * (size_t)x->s->freq + (size_t)fo.window + 1;
	x->refusal = ALARM_REFUSED_HISTORY;
	if (fo.years < FARRINGTON_YEARS_MIN)
		return err_set(
			e, ERR_INPUT,
			"\"%.*s\" has %zu periods; this method needs %d years and %d more before the first it judges",
			STR_FMT(x->s->name), x->s->n, FARRINGTON_YEARS_MIN, fo.window);
	x->refusal = ALARM_REFUSED_OPTIONS;
	TRY(farrington_new(x->s, &fo, a, &f, e));
	x->years = fo.years;
	x->from = farrington_first(&fo, x->s->freq);
	if (o->from && place_of(x->s, o->from) > x->from)
		x->from = place_of(x->s, o->from);
	for (size_t t = x->from; t <= x->s->n; t++) {
		struct farrington_fit fit;
		farrington_judge(f, t, &x->points[t - 1], &fit);
		x->phi[t - 1] = fit.phi;
		x->trend[t - 1] = fit.trend;
	}
	return 0;
}

/* Two years are judged, or what is left after two to learn from. */
static size_t default_from(const struct series *s)
{
	size_t year = (size_t)s->freq;
	return s->n > 4 * year ? s->n - 2 * year + 1 : s->n > 2 * year ? 2 * year + 1 : year + 1;
}

static void chart_points(struct alarm_series *x, const struct cusum_mean *m,
			 const struct cusum_limit *l, bool glr, struct arena *a)
{
	size_t from = x->from - 1;
	size_t n = x->s->n - from;
	double *stat = NEW_N(a, n, double);
	bool *alarm = NEW_N(a, n, bool);
	double *y = NEW_N(a, n, double);
	double *mu0 = NEW_N(a, n, double); /* that the chart is set for */
	double raise = cusum_raise(&m->law, glr ? glr_kappa(&m->law) : CUSUM_DOUBLE);
	double alpha = m->law.alpha;
	size_t since = 0; /* the last alarm */
	for (size_t i = 0; i < n; i++)
		mu0[i] = m->mu0[from + i] * raise;
	if (glr)
		glr_run(x->s->observed + from, mu0, n, alpha, GLR_WINDOW, x->h, stat, alarm);
	else
		cusum_run(x->s->observed + from, mu0, n, alpha, CUSUM_DOUBLE, x->h, stat, alarm);
	for (size_t i = 0; i < n; i++) {
		struct alarm_point *p = &x->points[from + i];
		y[i] = (double)x->s->observed[from + i];
		p->expected = m->mu0[from + i];
		p->score = stat[i] / x->h;
		p->p = stat[i] > 0 ? cusum_limit_rate(l, stat[i]) : 1;
		p->alarm = alarm[i];
		p->quiet = ALARM_SPOKE;
		if (glr) {
			double kept = y[i];
			p->upper = glr_cases(y + since, mu0 + since, i - since + 1, alpha,
					     GLR_WINDOW, x->h) -
				   1;
			y[i] = kept;
		} else {
			double before = i && !alarm[i - 1] ? stat[i - 1] : 0;
			p->upper = cusum_cases(before, mu0[i], alpha, CUSUM_DOUBLE, x->h) - 1;
		}
		since = alarm[i] ? i + 1 : since;
		x->phi[from + i] = 1 + alpha * p->expected;
	}
}

/* `alpha` of a chart is the rate of false alarms a period; unstated, its share of the budget. */
static int judge_chart(const struct alarm_options *o, struct alarm_series *x, struct arena *a,
		       struct err *e)
{
	struct cusum_mean m;
	bool glr = o->method == ALARM_GLR;
	x->from = o->from ? place_of(x->s, o->from) : default_from(x->s);
	x->needs = (size_t)x->s->freq + 1;
	int rc = cusum_learn(x->s, x->from - 1, a, &m, e);
	if (rc < 0) {
		x->refusal = rc == ERR_NOTFOUND ? ALARM_REFUSED_NO_CASE
			     : rc == ERR_INPUT	? ALARM_REFUSED_HISTORY
						: ALARM_REFUSED_NO_FIT;
		return rc;
	}
	struct cusum_limit l = glr ? glr_limit(&m.law, a) : cusum_limit(&m.law, CUSUM_DOUBLE, a);
	x->h = cusum_limit_h(&l, o->alpha > 0 ? o->alpha : x->share / x->s->freq);
	x->alpha_nb = m.law.alpha;
	chart_points(x, &m, &l, glr, a);
	return 0;
}

static int judge_changepoint(const struct alarm_options *o, struct alarm_series *x, struct arena *a,
			     struct err *e)
{
	x->from = o->from ? place_of(x->s, o->from) : default_from(x->s);
	x->needs = (size_t)x->s->freq + 1;
	x->refusal = ALARM_REFUSED_HISTORY;
	if (x->from > x->s->n)
		return err_set(
			e, ERR_INPUT,
			"\"%.*s\" has %zu periods; a year of them is the least to learn from",
			STR_FMT(x->s->name), x->s->n);
	struct changepoint_options co = changepoint_defaults(x->s, x->from - 1);
	/* A level holds for two years on average: what is older than four says next to nothing of today's. */
	size_t before = CHANGE_YEARS * (size_t)x->s->freq;
	size_t first = x->from - 1 > before ? x->from - 1 - before : 0;
	struct changepoint *all = NEW_N(a, x->s->n - first, struct changepoint);
	co.alpha = o->alpha;
	co.from = x->from - 1 - first;
	changepoint_run(x->s->observed + first, x->s->n - first, &co, a, all);
	for (size_t i = x->from - 1; i < x->s->n; i++) {
		const struct changepoint *c = &all[i - first];
		struct alarm_point *p = &x->points[i];
		p->expected = c->expected;
		p->upper = c->upper;
		p->p = c->p;
		p->score = c->lately;
		p->alarm = c->lately > 0.5;
		p->quiet = ALARM_SPOKE;
		x->phi[i] = co.phi;
		x->lately[i] = c->lately;
	}
	return 0;
}

/* A series without a case, or with the same count in every period, is no record of events, and that nothing in it is
 * out of the ordinary would be believed. */
static int look_at_counts(const struct alarm_options *o, struct alarm_series *x, struct err *e)
{
	const struct series *s = x->s;
	bool same = true;
	for (size_t i = 1; i < s->n; i++)
		same = same && s->observed[i] == s->observed[0];
	if (o->left || !same || s->n == 0)
		return 0;
	x->refusal = s->observed[0] ? ALARM_REFUSED_CONSTANT : ALARM_REFUSED_EMPTY;
	x->needs = (size_t)s->observed[0];
	return err_set(e, ERR_INPUT, "\"%.*s\" has %lld in every period", STR_FMT(s->name),
		       (long long)s->observed[0]);
}

static int judge_by(const struct alarm_options *o, struct alarm_series *x, struct arena *a,
		    struct err *e)
{
	switch (o->method) {
	case ALARM_FARRINGTON_NB:
	case ALARM_FARRINGTON_DELTA:
	case ALARM_FARRINGTON_MUAN:
		return judge_farrington(o, x, a, e);
	case ALARM_CUSUM:
	case ALARM_GLR:
		return judge_chart(o, x, a, e);
	case ALARM_CHANGEPOINT:
	case ALARM_METHODS:
		break;
	}
	return judge_changepoint(o, x, a, e);
}

static int judge(const struct alarm_options *o, struct alarm_series *x, struct arena *a,
		 struct err *e)
{
	if (o->from && x->s->n && place_of(x->s, o->from) > x->s->n) {
		x->refusal = ALARM_REFUSED_BEYOND;
		return err_set(e, ERR_INPUT, "\"%.*s\" ends before the first period to judge",
			       STR_FMT(x->s->name));
	}
	TRY(judge_by(o, x, a, e));
	return look_at_counts(o, x, e);
}

void alarm_judge_one(const struct alarm_options *o, struct alarm_series *x)
{
	AUTO_ARENA *a = arena_new(0);
	x->refused = judge(o, x, a, &x->why) < 0;
	if (!x->refused)
		return;
	x->from = x->s->n + 1;
	for (size_t t = 1; t <= x->s->n; t++)
		x->points[t - 1] = alarm_point_silent(x->s, t, ALARM_NO_HISTORY);
}
