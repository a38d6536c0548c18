/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "watch/farrington.h"

#include "num/dist.h"
#include "watch/farrington_priv.h"

struct farrington {
	const struct series *s;
	struct farrington_options o;
	struct farrington_counts counts;
	struct farrington_rows rows;
	double *ones, *weights;
	struct farrington_glm glm;
};

struct farrington_options farrington_defaults(enum farrington_bound b, int freq)
{
	struct farrington_options o = { .bound = b, .years = 5, .cases = 5, .within = 4 };
	bool months = freq == 12;
	o.window = months ? 1 : 3;
	if (b == FARRINGTON_DELTA) {
		o.levels = 1;
		o.past = months ? 1 : 3;
		o.alpha = 0.05;
		o.p_trend = 0.05;
	} else {
		o.levels = months ? 4 : 10;
		o.past = months ? 6 : 26;
		o.alpha = 0.01;
		o.p_trend = 1;
	}
	return o;
}

int farrington_years(const struct farrington_options *o, int freq, size_t n)
{
	enum { JUDGED_MIN = 30 };
	for (int years = o->years; years > 0; years--) {
		int needed = years * freq + o->window + JUDGED_MIN;
		if ((size_t)needed <= n)
			return years;
	}
	return 0;
}

size_t farrington_first(const struct farrington_options *o, int freq)
{
	int first = o->years * freq + o->window + 1;
	return (size_t)first;
}

static int check(const struct series *s, const struct farrington_options *o, struct err *e)
{
	if (s->freq != 52 && s->freq != 12)
		return err_set(e, ERR_INPUT, "%d periods a year; 52 and 12 are known", s->freq);
	if (o->years < 1 || o->years > FARRINGTON_YEARS_MAX || o->levels < 1 ||
	    o->levels > FARRINGTON_LEVELS_MAX || o->window < 0 ||
	    2 * o->window + o->levels > s->freq || o->past < 0 ||
	    o->past > o->years * s->freq - o->window)
		return err_set(e, ERR_INPUT,
			       "%d years, window %d, %d levels, %d left out: no such history",
			       o->years, o->window, o->levels, o->past);
	if (!(o->alpha > 0 && o->alpha < 1))
		return err_set(e, ERR_INPUT, "alpha is between 0 and 1, not %g", o->alpha);
	return 0;
}

static double *room(struct arena *a, size_t n)
{
	return NEW_N(a, n, double);
}

int farrington_new(const struct series *s, const struct farrington_options *o, struct arena *a,
		   struct farrington **ret, struct err *e)
{
	TRY(check(s, o, e));
	struct farrington *f = NEW(a, struct farrington);
	size_t n = s->n;
	f->s = s;
	f->o = *o;
	f->counts = (struct farrington_counts){ room(a, n), room(a, n), room(a, n),
						room(a, n), room(a, n), room(a, n) };
	f->ones = room(a, n);
	f->weights = room(a, n);
	f->glm.mu = room(a, n);
	f->glm.mu_before = room(a, n);
	for (size_t i = 0; i < n; i++) {
		double y = (double)s->observed[i];
		f->ones[i] = 1;
		f->counts.y[i] = y;
		f->counts.weight0[i] = y + 0.1;
		f->counts.z0[i] = log(y + 0.1) - 0.1 / (y + 0.1);
		f->counts.y_log_y[i] = y > 0 ? y * log(y) : 0;
		f->counts.deviance0[i] = (y > 0 ? y * log(y / (y + 0.1)) : 0) + 0.1;
		f->counts.power[i] = cbrt(y * y);
	}
	*ret = f;
	return 0;
}

/* ---- which periods ------------------------------------------------------ */

/* Periods from..to (from 1, `to` not included) before the newest that are left out. */
static void add_run(struct farrington_rows *r, size_t t, size_t from, size_t to, int level,
		    size_t past)
{
	size_t end = t - past;
	to = to < end ? to : end;
	if (from >= to)
		return;
	r->runs[r->n_runs++] = (struct farrington_run){
		.at = r->n,
		.n = to - from,
		.row = from - 1,
		.level = level,
		.time = (double)from - (double)t,
	};
	r->n += to - from;
	r->used[level] = true;
}

/* The window around the same season of each year has the last level; what lies between two of them is cut in
 * levels - 1 parts, the first ones one longer where it does not divide. */
static void choose(struct farrington_rows *r, const struct farrington_options *o, size_t freq,
		   size_t t)
{
	size_t w = (size_t)o->window;
	size_t parts = (size_t)o->levels - 1;
	size_t between = freq - 2 * w - 1;
	r->n_runs = 0;
	r->n = 0;
	r->levels = o->levels;
	memset(r->used, 0, sizeof r->used);
	for (size_t year = (size_t)o->years; year > 0; year--) {
		size_t same = t - year * freq;
		size_t from = same + w + 1;
		add_run(r, t, same - w, from, o->levels - 1, (size_t)o->past);
		for (size_t j = 0; j < parts; j++) {
			size_t n = between / parts + (j < between % parts);
			add_run(r, t, from, from + n, (int)j, (size_t)o->past);
			from += n;
		}
	}
	add_run(r, t, t - w, t, o->levels - 1, (size_t)o->past);
}

/* ---- two fits -------------------------------------------------------------- */

static double phi_of(const struct farrington_glm *g)
{
	double phi = g->df ? g->residual / (double)g->df : NUM_NAN;
	return phi > 1 ? phi : 1;
}

/* The weight of a row before scaling: 1, or what is left of an outbreak. */
static double weight_of(const struct farrington *f, size_t row, double mu, double phi, double hat)
{
	double y = f->counts.y[row];
	double off = y - mu;
	double scale = phi * (1 - hat);
	/* The Anscombe residual is at most Pearson's, which costs no root. */
	if (off <= 0 || off * off <= OUTBREAK * OUTBREAK * scale * mu)
		return 1;
	double root = sqrt(mu);
	double s = 1.5 * (f->counts.power[row] / cbrt(root) - root) / sqrt(scale);
	return s > OUTBREAK ? 1 / (s * s) : 1;
}

/* Returns the share of rows that were weighted down. */
static double reweight(struct farrington *f, double phi)
{
	const struct farrington_glm *g = &f->glm;
	double sum = 0;
	size_t down = 0;
	for (size_t k = 0; k < f->rows.n_runs; k++) {
		const struct farrington_run *run = &f->rows.runs[k];
		for (size_t j = 0; j < run->n; j++) {
			size_t i = run->at + j;
			double hat = g->mu_before[i] *
				     farrington_leverage(g, run->level, run->time + (double)j);
			f->weights[i] = weight_of(f, run->row + j, g->mu[i], phi, hat);
			sum += f->weights[i];
			down += f->weights[i] < 1;
		}
	}
	for (size_t i = 0; i < f->rows.n; i++)
		f->weights[i] *= (double)f->rows.n / sum;
	return (double)down / (double)f->rows.n;
}

/* Fit, weigh, fit. The trend is given up where no fit converges with it. */
static bool fit(struct farrington *f, bool trend, double *ret_phi, double *ret_down)
{
	farrington_fit_glm(&f->rows, &f->counts, f->ones, trend, &f->glm);
	if (!f->glm.converged && trend) {
		trend = false;
		farrington_fit_glm(&f->rows, &f->counts, f->ones, trend, &f->glm);
	}
	if (!f->glm.converged || f->glm.df == 0)
		return false;
	*ret_down = reweight(f, phi_of(&f->glm));
	farrington_fit_glm(&f->rows, &f->counts, f->weights, trend, &f->glm);
	*ret_phi = phi_of(&f->glm);
	return isfinite(f->glm.level[f->rows.levels - 1]) && isfinite(f->glm.residual);
}

static double dispersion(const struct farrington *f)
{
	const struct farrington_glm *g = &f->glm;
	return (f->o.compat ? g->residual_bare : g->residual) / (double)g->df;
}

static bool keeps_trend(const struct farrington *f)
{
	const struct farrington_glm *g = &f->glm;
	double se = sqrt(dispersion(f) / g->last.free);
	double p = 2 * dist_p(dist_t((double)g->df), fabs(g->slope) / se, DIST_ABOVE);
	return p < f->o.p_trend && f->o.years >= 3 &&
	       exp(g->level[f->rows.levels - 1]) <= g->largest;
}

/* ---- the bound ------------------------------------------------------------- */

static void bound_delta(double y, double mu, double se, double phi, double alpha,
			struct alarm_point *ret)
{
	double tau = phi + se * se / mu;
	double sd = sqrt(4.0 / 9 * cbrt(mu) * tau);
	double middle = cbrt(mu * mu);
	double top = middle + dist_q(dist_normal(0, 1), alpha, DIST_ABOVE) * sd;
	ret->upper = top > 0 ? top * sqrt(top) : 0;
	ret->p = dist_p(dist_normal(middle, sd), cbrt(y * y), DIST_ABOVE);
}

static void bound_count(double y, double mu, double phi, double alpha, struct alarm_point *ret)
{
	struct dist d = phi > 1 ? dist_nbinom(mu / (phi - 1), 1 / phi) : dist_poisson(mu);
	ret->upper = dist_q(d, 1 - alpha, DIST_BELOW);
	ret->p = dist_p(d, y - 1, DIST_ABOVE);
}

static double mean_of(const struct farrington *f)
{
	double sum = 0;
	for (size_t i = 0; i < f->rows.n; i++)
		sum += f->glm.mu[i];
	return sum / (double)f->rows.n;
}

static void bound(const struct farrington *f, double phi, struct alarm_point *ret)
{
	double y = (double)ret->observed;
	double eta = f->glm.level[f->rows.levels - 1];
	double mu = exp(eta);
	double se = sqrt(dispersion(f) * farrington_leverage(&f->glm, f->rows.levels - 1, 0));
	ret->expected = mu;
	switch (f->o.bound) {
	case FARRINGTON_NB:
		bound_count(y, mu, phi, f->o.alpha, ret);
		break;
	case FARRINGTON_DELTA:
		bound_delta(y, mu, mu * se, phi, f->o.alpha, ret);
		break;
	case FARRINGTON_MUAN:
		bound_count(y, exp(eta + dist_q(dist_normal(0, 1), f->o.alpha, DIST_ABOVE) * se),
			    phi, f->o.alpha, ret);
		break;
	}
	if (!f->o.compat)
		ret->p = farrington_chance(
			y, &(const struct farrington_known){ .mu = mu,
							     .se = se,
							     .phi = phi,
							     .df = (double)f->glm.df,
							     .mean = mean_of(f) });
	/* The package puts the logarithm of the mean where the mean belongs. */
	double middle = f->o.compat && f->o.bound != FARRINGTON_DELTA ? eta : mu;
	ret->score = (y - middle) / (ret->upper - middle);
}

void farrington_judge(struct farrington *f, size_t t, struct alarm_point *ret,
		      struct farrington_fit *ret_fit)
{
	struct alarm_point p = alarm_point_silent(f->s, t, ALARM_NO_HISTORY);
	struct farrington_fit more = { NUM_NAN, NUM_NAN, NUM_NAN };
	if (t >= farrington_first(&f->o, f->s->freq) && t <= f->s->n) {
		choose(&f->rows, &f->o, (size_t)f->s->freq, t);
		p.quiet = ALARM_NO_FIT;
		bool fits = fit(f, true, &more.phi, &more.weighted_down);
		if (fits && f->glm.trend && !keeps_trend(f))
			fits = fit(f, false, &more.phi, &more.weighted_down);
		if (fits)
			bound(f, more.phi, &p);
		if (fits && isfinite(p.upper))
			p.quiet = ALARM_SPOKE;
		if (fits && f->glm.trend)
			more.trend = f->glm.slope;
	}
	int64_t recent = 0;
	for (size_t i = 0; i < (size_t)f->o.within && i < t && t <= f->s->n; i++)
		recent += f->s->observed[t - 1 - i];
	if (p.quiet == ALARM_SPOKE && recent < f->o.cases)
		p.quiet = ALARM_TOO_FEW;
	p.alarm = p.quiet == ALARM_SPOKE && (double)p.observed > p.upper;
	*ret = p;
	if (ret_fit)
		*ret_fit = more;
}
