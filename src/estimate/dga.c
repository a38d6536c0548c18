/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/dga.h"

#include <inttypes.h>

#include "base/clock.h"
#include "estimate/dga_priv.h"
#include "estimate/loglinear_priv.h"

enum { GRAPHS_NAMED = 10, CURVE = 200 };

int dga_posterior(const struct cells *c, const struct dga_options *o, struct arena *a,
		  struct dga_posterior *ret, struct err *e)
{
	const struct dga_options none = { 0 };
	struct dga_model m;
	return dga_posterior_of(c, o ? o : &none, &m, a, ret, e);
}

/* How many N a place stands for. */
static double width(const struct dga_posterior *p, size_t i)
{
	if (p->n < 2)
		return 1;
	return i + 1 < p->n ? p->at[i + 1] - p->at[i] : p->at[i] - p->at[i - 1];
}

static double density(const struct dga_posterior *p, size_t i)
{
	return p->mass[i] / width(p, i);
}

/* The first place at which so much of the mass is at it or below. */
static double quantile(const struct dga_posterior *p, double share)
{
	double sum = 0;
	for (size_t i = 0; i < p->n; i++) {
		sum += p->mass[i];
		if (sum >= share)
			return p->at[i];
	}
	return p->at[p->n - 1];
}

static double above(const struct dga_posterior *p, double level)
{
	double sum = 0;
	for (size_t i = 0; i < p->n; i++)
		sum += density(p, i) >= level ? p->mass[i] : 0;
	return sum;
}

/* Places of at least the mass at which they hold 95 % together, in pieces without gaps. */
static void densest(const struct dga_posterior *p, double share, struct arena *a,
		    struct dga_result *ret)
{
	double lo = 0, hi = 0;
	struct num_interval *set = NULL;
	size_t cap = 0;
	for (size_t i = 0; i < p->n; i++)
		hi = density(p, i) > hi ? density(p, i) : hi;
	for (int i = 0; i < 60; i++) {
		double level = (lo + hi) / 2;
		*(above(p, level) >= share ? &lo : &hi) = level;
	}
	for (size_t i = 0; i < p->n; i++) {
		if (density(p, i) < lo)
			continue;
		if (i == 0 || density(p, i - 1) < lo) {
			set = arena_grow(a, set, ret->n_set, &cap, sizeof *set);
			set[ret->n_set++].lo = p->at[i];
		}
		set[ret->n_set - 1].hi = p->at[i];
	}
	ret->set = set;
}

static void moments(const struct dga_posterior *p, struct dga_result *ret)
{
	double mean = 0, over = 0, over2 = 0, most = -1;
	for (size_t i = 0; i < p->n; i++) {
		double n = p->at[i];
		mean += p->mass[i] * n;
		over += p->mass[i] / n;
		over2 += p->mass[i] / (n * n);
		if (density(p, i) > most) {
			most = density(p, i);
			ret->mode = n;
		}
	}
	ret->mean = mean;
	ret->relative = over / over2;
	ret->median = quantile(p, 0.5);
	ret->lo = quantile(p, 0.025);
	ret->hi = quantile(p, 0.975);
}

static void best_graphs(const struct cells *c, const struct dga_model *m,
			const struct dga_posterior *p, struct arena *a, struct dga_result *ret)
{
	size_t n = p->n_graphs < GRAPHS_NAMED ? p->n_graphs : GRAPHS_NAMED;
	struct dga_graph *best = NEW_N(a, n, struct dga_graph);
	bool *told = NEW_N(a, p->n_graphs, bool);
	for (size_t k = 0; k < n; k++) {
		uint32_t set[CHORDAL_LISTS_MAX];
		size_t top = p->n_graphs;
		for (size_t g = 0; g < p->n_graphs; g++)
			if (!told[g] && (top == p->n_graphs || p->graph[g] > p->graph[top]))
				top = g;
		told[top] = true;
		for (size_t i = 0; i < m->graphs[top].n_plus; i++)
			set[i] = m->graphs[top].set[i];
		best[k] = (struct dga_graph){ model_name_sets(c, set, m->graphs[top].n_plus, a),
					      p->graph[top], p->mean[top] };
	}
	ret->graphs = best;
	ret->n_graphs = n;
	ret->all_graphs = p->n_graphs;
}

/* Between places, in a straight line. */
static double density_at(const struct dga_posterior *p, double n, size_t *at)
{
	while (*at + 1 < p->n && p->at[*at + 1] <= n)
		++*at;
	double here = density(p, *at);
	double next = *at + 1 < p->n ? density(p, *at + 1) : 0;
	return here + (n - p->at[*at]) / width(p, *at) * (next - here);
}

static void curve(const struct dga_posterior *p, struct arena *a, struct estimate_curve *ret)
{
	double lo = quantile(p, 0.0005);
	double hi = quantile(p, 0.9995);
	double *y = NEW_N(a, CURVE, double);
	double area = 0;
	size_t at = 0;
	hi = hi > lo ? hi : lo + 1;
	double by = (hi - lo) / (CURVE - 1);
	for (size_t i = 0; i < CURVE; i++) {
		double v = density_at(p, lo + by * (double)i, &at);
		y[i] = v > 0 ? v : 0;
		area += y[i] * by;
	}
	for (size_t i = 0; i < CURVE; i++)
		y[i] /= area;
	*ret = (struct estimate_curve){ lo, hi, CURVE, y };
}

/* The answer for other delta: how much of it is the prior's. */
static int other_priors(const struct cells *c, const struct dga_options *o, double delta,
			struct arena *a, struct dga_result *ret, struct err *e)
{
	static const double OTHER[] = { 0.5, 1 };
	struct dga_prior *rows = NEW_N(a, COUNT(OTHER), struct dga_prior);
	for (size_t i = 0; i < COUNT(OTHER); i++) {
		AUTO_ARENA *scratch = arena_new(0);
		struct dga_options other = *o;
		struct dga_posterior p;
		struct dga_result r = { 0 };
		other.delta = OTHER[i];
		if (other.delta == delta)
			continue;
		TRY(dga_posterior(c, &other, scratch, &p, e));
		moments(&p, &r);
		rows[ret->n_priors++] =
			(struct dga_prior){ OTHER[i], r.mean, r.median, r.lo, r.hi };
	}
	ret->priors = rows;
	return 0;
}

int dga_run(const struct cells *c, const struct dga_options *o, struct arena *a,
	    struct dga_result *ret, struct err *e)
{
	const int64_t began = clock_mono_ns();
	const struct dga_options none = { 0 };
	struct dga_posterior p;
	struct dga_model m;
	o = o ? o : &none;
	*ret = (struct dga_result){ 0 };
	if (c->n_lists < 2 || c->n_lists > CHORDAL_LISTS_MAX || c->total > DGA_PEOPLE_MAX) {
		ret->head.why_not =
			str_printf(a, "Graphs are averaged for 2 to %d lists, these are %zu.",
				   CHORDAL_LISTS_MAX, c->n_lists);
		return 0;
	}
	TRY(dga_posterior_of(c, o, &m, a, &p, e));
	ret->delta = m.delta;
	ret->at_end = p.at_end;
	ret->end = (double)c->total + p.end;
	moments(&p, ret);
	densest(&p, 0.95, a, ret);
	best_graphs(c, &m, &p, a, ret);
	curve(&p, a, &ret->density);
	if (!o->quick)
		TRY(other_priors(c, o, m.delta, a, ret, e));
	ret->head.made = true;
	ret->head.n = (struct estimate_interval){ ret->median, ret->lo, ret->hi };
	ret->head.seconds = (double)(clock_mono_ns() - began) / 1e9;
	return 0;
}
