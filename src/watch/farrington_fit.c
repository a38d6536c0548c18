/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * farrington_fit.c - the quasi-Poisson regression, in the steps of R's glm.
 *
 * R takes a QR of a dense design. Ours has three entries a row, the rows of a run differ by one step of
 * time, and so their means by one factor: a step costs a few sums and one exponential a run. The start,
 * the stop and what is kept of the last step are R's, since fits where a level has no cases never converge
 * in their means and are only the same when stopped at the same step.
 */
#include "watch/farrington_priv.h"

#include <float.h>

enum { STEPS_MAX = 25 };

/* Right sides of the normal equations. */
struct sides {
	double level[FARRINGTON_LEVELS_MAX];
	double time;
};

static void solve(const struct farrington_rows *r, struct farrington_arrow *m,
		  const struct sides *s, bool trend, double *ret_level, double *ret_slope)
{
	double top = s->time;
	m->free = m->tt;
	for (int g = 0; g < r->levels; g++)
		if (r->used[g]) {
			double share = m->t[g] / m->w[g];
			m->free -= m->t[g] * share;
			top -= s->level[g] * share;
		}
	*ret_slope = trend && m->free > 0 ? top / m->free : 0;
	for (int g = 0; g < r->levels; g++)
		ret_level[g] = r->used[g] ? (s->level[g] - m->t[g] * *ret_slope) / m->w[g] : 0;
}

/* R starts from means of y + 0.1. */
static double first_step(const struct farrington_rows *r, const struct farrington_counts *c,
			 const double *prior, struct farrington_glm *g)
{
	struct farrington_arrow m = { 0 };
	struct sides s = { 0 };
	double deviance = 0;
	for (size_t k = 0; k < r->n_runs; k++) {
		const struct farrington_run *run = &r->runs[k];
		double time = run->time;
		for (size_t j = 0; j < run->n; j++) {
			size_t i = run->at + j;
			double w = prior[i] * c->weight0[run->row + j];
			double z = w * c->z0[run->row + j];
			g->mu[i] = c->weight0[run->row + j];
			m.w[run->level] += w;
			m.t[run->level] += w * time;
			m.tt += w * time * time;
			s.level[run->level] += z;
			s.time += z * time;
			deviance += prior[i] * c->deviance0[run->row + j];
			time++;
		}
	}
	solve(r, &m, &s, g->trend, g->level, &g->slope);
	g->last = m;
	return 2 * deviance;
}

/* Means at the coefficients, what the next step needs, and how far counts lie below them in sum. */
static double place(const struct farrington_rows *r, const struct farrington_counts *c,
		    const double *prior, struct farrington_glm *g, struct farrington_arrow *m,
		    struct sides *s)
{
	double factor = exp(g->slope);
	double off = 0;
	*m = (struct farrington_arrow){ 0 };
	*s = (struct sides){ 0 };
	for (size_t k = 0; k < r->n_runs; k++) {
		const struct farrington_run *run = &r->runs[k];
		const double *y = c->y + run->row;
		const double *p = prior + run->at;
		double *mu = g->mu + run->at;
		double mean = exp(g->level[run->level] + g->slope * run->time);
		double time = run->time;
		double w1 = 0;
		double wt = 0;
		double d1 = 0;
		for (size_t j = 0; j < run->n; j++) {
			mu[j] = mean > DBL_EPSILON ? mean : DBL_EPSILON;
			double w = p[j] * mu[j];
			double d = p[j] * y[j] - w;
			w1 += w;
			wt += w * time;
			m->tt += w * time * time;
			d1 += d;
			s->time += d * time;
			time++;
			mean *= factor;
		}
		m->w[run->level] += w1;
		m->t[run->level] += wt;
		s->level[run->level] += d1;
		off += d1;
	}
	return off;
}

/* The parts of the deviance that no step changes: its counts, summed with their weights. */
struct totals {
	double y_log_y;
	struct sides y;
};

static struct totals totals_of(const struct farrington_rows *r, const struct farrington_counts *c,
			       const double *prior, double *ret_largest)
{
	struct totals t = { 0 };
	double largest = 0;
	for (size_t k = 0; k < r->n_runs; k++) {
		const struct farrington_run *run = &r->runs[k];
		double time = run->time;
		for (size_t j = 0; j < run->n; j++) {
			double y = c->y[run->row + j];
			double w = prior[run->at + j];
			t.y_log_y += w * c->y_log_y[run->row + j];
			t.y.level[run->level] += w * y;
			t.y.time += w * y * time;
			largest = y > largest ? y : largest;
			time++;
		}
	}
	*ret_largest = largest;
	return t;
}

static double deviance_of(const struct farrington_rows *r, const struct totals *t,
			  const struct farrington_glm *g, double off)
{
	double y_eta = t->y.time * g->slope;
	for (int k = 0; k < r->levels; k++)
		y_eta += t->y.level[k] * g->level[k];
	return 2 * (t->y_log_y - y_eta - off);
}

static void residuals(const struct farrington_rows *r, const struct farrington_counts *c,
		      const double *prior, struct farrington_glm *g)
{
	g->residual = 0;
	g->residual_bare = 0;
	for (size_t k = 0; k < r->n_runs; k++) {
		const struct farrington_run *run = &r->runs[k];
		for (size_t j = 0; j < run->n; j++) {
			size_t i = run->at + j;
			double working = (c->y[run->row + j] - g->mu[i]) / g->mu[i];
			double bare = prior[i] * working * working;
			g->residual_bare += bare;
			g->residual += g->mu_before[i] * bare;
		}
	}
	size_t rank = g->trend;
	for (int k = 0; k < r->levels; k++)
		rank += r->used[k];
	g->df = r->n > rank ? r->n - rank : 0;
}

void farrington_fit_glm(const struct farrington_rows *r, const struct farrington_counts *c,
			const double *prior, bool trend, struct farrington_glm *g)
{
	struct totals totals = totals_of(r, c, prior, &g->largest);
	struct farrington_arrow m;
	struct sides s;
	g->trend = trend;
	g->converged = false;
	double before = first_step(r, c, prior, g);
	for (int step = 1; step <= STEPS_MAX; step++) {
		double *spare = g->mu_before;
		g->mu_before = g->mu;
		g->mu = spare;
		double deviance = deviance_of(r, &totals, g, place(r, c, prior, g, &m, &s));
		if (!isfinite(deviance))
			return;
		g->converged = fabs(deviance - before) / (fabs(deviance) + 0.1) < 1e-8;
		if (g->converged || step == STEPS_MAX)
			break;
		before = deviance;
		double level[FARRINGTON_LEVELS_MAX];
		double slope;
		solve(r, &m, &s, trend, level, &slope);
		for (int k = 0; k < r->levels; k++)
			g->level[k] += level[k];
		g->slope += slope;
		g->last = m;
	}
	residuals(r, c, prior, g);
}

double farrington_leverage(const struct farrington_glm *g, int level, double time)
{
	double w = g->last.w[level];
	double away = time - g->last.t[level] / w;
	return 1 / w + (g->trend ? away * away / g->last.free : 0);
}
