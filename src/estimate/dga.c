/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/dga.h"

#include <inttypes.h>

#include "base/clock.h"
#include "estimate/dga_priv.h"
#include "estimate/loglinear_priv.h"

/* All that is left out adds up to less than this share of the posterior. */
static const double LEFT_OUT = 1e-11;
enum { CHUNKS = 16, SCAN_MAX = 1 << 14 };
/* Every n0 up to here, then 2^15 places for each doubling or so: a posterior is never narrower than the
 * root of n0, which is ten such places where n0 is 10^7. */
enum { ALL_BELOW = 1 << 17, PER_FOLD = 1 << 15 };
/* 40 times this is as far as the scan looks closely enough. */
#define PEOPLE_MAX INT64_C(10000000)
enum { GRAPHS_NAMED = 10, CURVE = 200 };

/* ---- where the posterior is ------------------------------------------ */

struct scan {
	double n0[SCAN_MAX];
	double score[SCAN_MAX]; /* of the best graph */
	size_t n;
};

/* Places so close that no hump of a posterior falls between: its width grows as the root of n0. */
static void scan_places(struct scan *s, double lo, double hi)
{
	s->n = 0;
	for (double n0 = lo; n0 < hi && s->n + 1 < SCAN_MAX;) {
		s->n0[s->n++] = n0;
		double by = 4 * sqrt(n0 + 1);
		double share = 0.03 * n0;
		n0 += floor(1 + (by < share ? by : share));
	}
	s->n0[s->n++] = hi;
}

static void scan(const struct dga_model *m, struct dga_block *b, struct scan *s)
{
	for (size_t i = 0; i < s->n; i++) {
		dga_block_at(m, s->n0[i], 1, 1, b);
		s->score[i] = -HUGE_VAL;
		for (size_t g = 0; g < m->n_graphs; g++) {
			double score = dga_score(b, &m->graphs[g], 0);
			s->score[i] = score > s->score[i] ? score : s->score[i];
		}
	}
}

struct stretch {
	double top;   /* about the largest score of all */
	double faint; /* what is lower than top by this may be left out */
	double lo, hi;
	double end; /* of the whole grid */
};

/* So low that all graphs at all places together would not add up to LEFT_OUT of the posterior. That is at
 * least what the best graph has at each place, here by trapezoids and halved for their coarseness. */
static double faint_of(const struct scan *s, double top, size_t n_graphs)
{
	double least = 0;
	for (size_t i = 1; i < s->n; i++)
		least += (exp(s->score[i] - top) + exp(s->score[i - 1] - top)) / 2 *
			 (s->n0[i] - s->n0[i - 1]);
	least = least / 2 > 1 ? least / 2 : 1;
	return log((double)n_graphs * (s->n0[s->n - 1] - s->n0[0] + 1) / (LEFT_OUT * least));
}

static struct stretch stretch_of(const struct scan *s, size_t n_graphs)
{
	struct stretch r = { .top = -HUGE_VAL };
	size_t first = s->n, last = 0;
	for (size_t i = 0; i < s->n; i++)
		r.top = s->score[i] > r.top ? s->score[i] : r.top;
	r.faint = faint_of(s, r.top, n_graphs);
	for (size_t i = 0; i < s->n; i++)
		if (s->score[i] >= r.top - r.faint) {
			first = i < first ? i : first;
			last = i;
		}
	r.lo = s->n0[first > 0 ? first - 1 : 0];
	r.hi = s->n0[last + 1 < s->n ? last + 1 : last];
	r.end = s->n0[s->n - 1];
	return r;
}

/* The peer's grid ends at 10 n. Where the posterior has not ended there, look four times as far. */
static struct stretch find(const struct dga_model *m, const struct dga_options *o, struct arena *a)
{
	struct scan *s = NEW(a, struct scan);
	struct dga_block *b = NEW(a, struct dga_block);
	if (o->n0_hi > 0) {
		scan_places(s, (double)o->n0_lo, (double)o->n0_hi);
		scan(m, b, s);
		return stretch_of(s, m->n_graphs);
	}
	scan_places(s, (double)o->n0_lo, 10 * m->n);
	scan(m, b, s);
	struct stretch r = stretch_of(s, m->n_graphs);
	if (s->score[s->n - 1] < r.top - 20)
		return r;
	scan_places(s, (double)o->n0_lo, 40 * m->n);
	scan(m, b, s);
	return stretch_of(s, m->n_graphs);
}

/* ---- the sums -------------------------------------------------------- */

/* DGA_BLOCK places or fewer, `from` the first of them in the arrays. */
struct part {
	double n0, step;
	size_t from, n;
};

struct sums {
	const struct dga_model *m;
	double top, faint;
	size_t n;
	double *at, *mass; /* n0 and its share, of n places */
	const struct part *parts;
	size_t n_parts;
	double *graph[CHUNKS];	  /* of each part of the grid: n_graphs sums ... */
	double *weighted[CHUNKS]; /* ... and sums times n0 */
	struct dga_block *block;  /* one for each thread */
};

static void lay_grid(struct sums *s, const struct stretch *at, struct arena *a)
{
	struct part *p = NULL;
	size_t cap = 0;
	for (double n0 = at->lo; n0 <= at->hi;) {
		double step = n0 < ALL_BELOW ? 1 : floor(n0 / PER_FOLD);
		double left = floor((at->hi - n0) / step) + 1;
		size_t n = left < DGA_BLOCK ? (size_t)left : DGA_BLOCK;
		p = arena_grow(a, p, s->n_parts, &cap, sizeof *p);
		p[s->n_parts++] = (struct part){ n0, step, s->n, n };
		s->n += n;
		n0 += step * (double)n;
	}
	s->parts = p;
	s->at = NEW_N(a, s->n, double);
	s->mass = NEW_N(a, s->n, double);
	for (size_t i = 0; i < s->n_parts; i++)
		for (size_t k = 0; k < p[i].n; k++)
			s->at[p[i].from + k] = p[i].n0 + p[i].step * (double)k;
}

/* Graph g over the first n places of the block, times e^-top. */
static void add_graph(const struct dga_block *b, const struct dga_graph_terms *g, double top,
		      size_t n, double *mass, double *ret_sum, double *ret_weighted)
{
	double t[DGA_BLOCK];
	double sum = 0, weighted = 0;
	for (size_t i = 0; i < DGA_BLOCK; i++)
		t[i] = b->shared[i] - top;
	for (size_t k = 0; k < g->n_plus; k++) {
		const double *w = b->set[g->set[k]];
		for (size_t i = 0; i < DGA_BLOCK; i++)
			t[i] += w[i];
	}
	for (size_t k = g->n_plus; k < (size_t)g->n_plus + g->n_minus; k++) {
		const double *w = b->set[g->set[k]];
		for (size_t i = 0; i < DGA_BLOCK; i++)
			t[i] -= w[i];
	}
	for (size_t i = 0; i < n; i++) {
		double e = exp(t[i]);
		mass[i] += e;
		sum += e;
		weighted += e * (double)i;
	}
	*ret_sum = sum;
	*ret_weighted = weighted;
}

/* A graph's curve is a sum of convex terms (cliques) less convex terms (separators): between the ends of a
 * block it stays below their line but for the sag of the separators and the bulge of what is shared. */
static double bound(const struct dga_block *b, const struct dga_graph_terms *g)
{
	double first = dga_score(b, g, 0);
	double last = dga_score(b, g, DGA_BLOCK - 1);
	double sum = (first > last ? first : last) + b->bulge;
	for (size_t k = g->n_plus; k < (size_t)g->n_plus + g->n_minus; k++)
		sum += b->sag[g->set[k]];
	return sum;
}

static void add_part(struct sums *s, size_t chunk, const struct part *p, struct dga_block *b)
{
	dga_block_at(s->m, p->n0, p->step, DGA_BLOCK, b);
	for (size_t g = 0; g < s->m->n_graphs; g++) {
		double sum, weighted;
		if (bound(b, &s->m->graphs[g]) < s->top - s->faint)
			continue;
		add_graph(b, &s->m->graphs[g], s->top, p->n, s->mass + p->from, &sum, &weighted);
		s->graph[chunk][g] += sum * p->step;
		s->weighted[chunk][g] += (weighted * p->step + sum * p->n0) * p->step;
	}
	for (size_t i = 0; i < p->n; i++)
		s->mass[p->from + i] *= p->step;
}

/* Parts are fixed, whoever computes them: sums do not depend on the number of threads. */
static void add_chunk(void *ctx, size_t chunk, int worker)
{
	struct sums *s = ctx;
	for (size_t i = chunk * s->n_parts / CHUNKS; i < (chunk + 1) * s->n_parts / CHUNKS; i++)
		add_part(s, chunk, &s->parts[i], &s->block[worker]);
}

static void add_all(struct sums *s, struct pool *pool, struct arena *a)
{
	const size_t threads = pool ? (size_t)pool_threads(pool) : 1;
	s->block = NEW_N(a, threads, struct dga_block);
	for (size_t i = 0; i < CHUNKS; i++) {
		s->graph[i] = NEW_N(a, s->m->n_graphs, double);
		s->weighted[i] = NEW_N(a, s->m->n_graphs, double);
	}
	if (pool)
		pool_each_long(pool, CHUNKS, add_chunk, s);
	else
		for (size_t i = 0; i < CHUNKS; i++)
			add_chunk(s, i, 0);
}

static void normalise(struct sums *s, double *ret_graph, double *ret_mean)
{
	double total = 0;
	for (size_t i = 0; i < s->n; i++)
		total += s->mass[i];
	for (size_t i = 0; i < s->n; i++)
		s->mass[i] /= total;
	for (size_t g = 0; g < s->m->n_graphs; g++) {
		double sum = 0, weighted = 0;
		for (size_t i = 0; i < CHUNKS; i++) {
			sum += s->graph[i][g];
			weighted += s->weighted[i][g];
		}
		ret_graph[g] = sum / total;
		ret_mean[g] = s->m->n + weighted / sum;
	}
}

static int posterior(const struct cells *c, const struct dga_options *o, struct dga_model *m,
		     struct arena *a, struct dga_posterior *ret, struct err *e)
{
	if (c->n_lists < 2 || c->n_lists > CHORDAL_LISTS_MAX || c->total > PEOPLE_MAX)
		return err_set(e, ERR_INPUT, "graphs are averaged for 2 to %d lists",
			       CHORDAL_LISTS_MAX);
	if (!(o->delta >= 0 && o->delta <= 1000))
		return err_set(e, ERR_INPUT, "delta %g is not from 0 to 1000", o->delta);
	if (o->n0_lo < 0 || (o->n0_hi != 0 && o->n0_hi <= o->n0_lo) || o->n0_hi > CELLS_COUNT_MAX)
		return err_set(e, ERR_INPUT, "the grid of n0 has no places");
	AUTO_ARENA *scratch = arena_new(0);
	dga_model_of(c, o, a, m);
	const struct stretch where = find(m, o, scratch);
	struct sums s = { .m = m, .top = where.top, .faint = where.faint };
	double *graph = NEW_N(a, m->n_graphs, double);
	double *mean = NEW_N(a, m->n_graphs, double);
	lay_grid(&s, &where, scratch);
	add_all(&s, o->pool, scratch);
	normalise(&s, graph, mean);
	double *at = NEW_N(a, s.n, double);
	double *mass = NEW_N(a, s.n, double);
	double last = where.end - (where.end - (double)o->n0_lo) / 100;
	*ret = (struct dga_posterior){ .n = s.n,
				       .at = at,
				       .mass = mass,
				       .n_graphs = m->n_graphs,
				       .graph = graph,
				       .mean = mean,
				       .end = where.end };
	for (size_t i = 0; i < s.n; i++) {
		at[i] = m->n + s.at[i];
		mass[i] = s.mass[i];
		ret->at_end += s.at[i] > last ? mass[i] : 0;
	}
	return 0;
}

int dga_posterior(const struct cells *c, const struct dga_options *o, struct arena *a,
		  struct dga_posterior *ret, struct err *e)
{
	const struct dga_options none = { 0 };
	struct dga_model m;
	return posterior(c, o ? o : &none, &m, a, ret, e);
}

/* ---- what is answered ------------------------------------------------ */

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
	if (c->n_lists < 2 || c->n_lists > CHORDAL_LISTS_MAX || c->total > PEOPLE_MAX) {
		ret->head.why_not =
			str_printf(a, "Graphs are averaged for 2 to %d lists, these are %zu.",
				   CHORDAL_LISTS_MAX, c->n_lists);
		return 0;
	}
	TRY(posterior(c, o, &m, a, &p, e));
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
