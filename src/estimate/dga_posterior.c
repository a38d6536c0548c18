/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/dga_priv.h"

/* All that is left out adds up to less than this share of the posterior. */
static const double LEFT_OUT = 1e-11;
enum { CHUNKS = 16, SCAN_MAX = 1 << 14 };
/* Every n0 up to here, then 2^15 places for each factor e: a posterior is never narrower than the
 * root of n0, which is ten such places where n0 is 10^7. */
enum { ALL_BELOW = 1 << 17, PER_FOLD = 1 << 15 };

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
	size_t cap = 16;
	struct part *p = NEW_N(a, cap, struct part);
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

int dga_posterior_of(const struct cells *c, const struct dga_options *o, struct dga_model *m,
		     struct arena *a, struct dga_posterior *ret, struct err *e)
{
	if (c->n_lists < 2 || c->n_lists > CHORDAL_LISTS_MAX || c->total > DGA_PEOPLE_MAX)
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
