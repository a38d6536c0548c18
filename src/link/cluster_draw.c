/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cluster_draw.c - clusterings drawn with the probability that the weights give them. */
#include "link/cluster_priv.h"

#include <math.h>

#include "base/pool.h"
#include "num/rng.h"

enum {
	CHAINS = 4,
	SWEEPS_FIRST = 10,   /* before the first draw of a chain */
	SWEEPS = 3,	     /* and before each further one */
	DRAWN_MOST = 1 << 21 /* nodes of large parts, times draws, that are kept at once */
};

/* A part whose partitions can all be summed over. */
struct small {
	const uint32_t *nodes;
	uint32_t all; /* all its nodes, a bit each */
	const cbits *sum;
	double *log_all; /* of each subset: log2 of the sum of 2^bits over its partitions */
	/* Of few nodes also the chances of each first cluster of each subset, from chance[at[subset]] on. */
	double *chance;
	uint16_t *at;
};
enum { TABLED = 6 }; /* nodes: (3^6 - 1) / 2 chances */

struct large {
	struct cpart part;
	uint32_t *label; /* of each of its nodes, in each chain: where the chain is */
	size_t at;	 /* of its first node in what is drawn */
};

/* One draw at a time for each thread. */
struct at_work {
	uint32_t *cluster, *ret;
	struct arena *scratch;
};

struct drawing {
	const struct cgraph *g;
	uint64_t seed;
	size_t first, n; /* draws of which large parts are drawn */
	size_t base;	 /* the first draw of those at work */
	struct small *small;
	size_t n_small;
	struct large *large;
	size_t n_large;
	size_t n_nodes;	 /* of large parts */
	uint32_t *drawn; /* of each draw and each of those: the cluster */
	struct at_work of[POOL_THREADS_MAX];
};

static double log_term(const struct small *s, uint32_t set, uint32_t t)
{
	return s->sum[t] == CLUSTER_NEVER ? -HUGE_VAL
					  : (double)s->sum[t] / 65536 + s->log_all[set ^ t];
}

/* Written down once: what is drawn hundreds of times needs no more than to be looked up. */
static void fill_chances(const struct small *s)
{
	size_t n = 0;
	for (uint32_t set = 1; set <= s->all; set++) {
		s->at[set] = (uint16_t)n;
		for (uint32_t t = set & -set; t; t = cluster_next_subset(set, t))
			s->chance[n++] = exp2(log_term(s, set, t) - s->log_all[set]);
	}
}

static void sum_over(void *ctx, size_t k, int worker)
{
	const struct drawing *d = ctx;
	const struct small *s = &d->small[k];
	(void)worker;
	for (uint32_t set = 1; set <= s->all; set++) {
		double most = -HUGE_VAL;
		double sum = 0;
		for (uint32_t u = set & -set; u; u = cluster_next_subset(set, u))
			most = fmax(most, log_term(s, set, u));
		uint32_t t = set & -set;
		do
			sum += exp2(log_term(s, set, t) - most);
		while ((t = cluster_next_subset(set, t)) != 0);
		s->log_all[set] = most + log2(sum);
	}
	if (s->chance)
		fill_chances(s);
}

/* The cluster of the lowest node of `set`. */
static uint32_t draw_first(const struct small *s, uint32_t set, struct rng *r)
{
	double left = rng_uniform(r);
	uint32_t last = set & -set;
	const double *chance = s->chance ? s->chance + s->at[set] : NULL;
	for (uint32_t t = last; t; t = cluster_next_subset(set, t)) {
		double p = chance ? *chance++ : exp2(log_term(s, set, t) - s->log_all[set]);
		if (p > 0)
			last = t;
		left -= p;
		if (left < 0)
			break;
	}
	return last; /* what rounding leaves over goes to the last that is possible */
}

static void draw_small(const struct small *s, uint32_t *cluster, struct rng *r)
{
	for (uint32_t set = s->all; set;) {
		uint32_t t = draw_first(s, set, r);
		for (uint32_t left = t; left; left &= left - 1)
			cluster[s->nodes[__builtin_ctz(left)]] = s->nodes[__builtin_ctz(t)];
		set ^= t;
	}
}

/* ---- large parts --------------------------------------------------------------- */

/* Bits below the best at which what is added to it is lost in rounding. */
static const double NOTHING = -60;

/* Node x goes to a cluster around it, or alone, with probability in proportion to 2^bits. */
static void move(struct cmoves *m, uint32_t x, double *weight, struct rng *r)
{
	double most = 0;
	cmoves_take(m, x);
	m->label[x] = cmoves_free(m, x);
	cmoves_look(m, x);
	size_t n = m->n_touched;
	for (size_t i = 0; i < n; i++) {
		cbits with = cmoves_with(m, x, m->touched[i]);
		weight[i] = with == CLUSTER_NEVER ? -HUGE_VAL : (double)with / 65536;
		most = fmax(most, weight[i]);
	}
	weight[n] = 0;
	for (size_t i = 0; i <= n; i++)
		weight[i] = weight[i] - most < NOTHING ? 0 : exp2(weight[i] - most);
	size_t to = rng_pick(r, weight, n + 1);
	uint32_t label = to < n ? m->touched[to] : m->label[x];
	cmoves_forget(m);
	cmoves_put(m, x, label);
}

/*
 * Some chains of each part, begun at its best partition and each left alone with it: what a chain looks at is in the
 * cache by its second draw. Of draws i, i + CHAINS, ... of one chain each goes on from the one before.
 */
static void draw_chain(void *ctx, size_t i, int worker)
{
	struct drawing *d = ctx;
	struct arena *scratch = d->of[worker].scratch;
	const struct large *l = &d->large[i / CHAINS];
	size_t n = l->part.n;
	uint32_t *label = l->label + i % CHAINS * n;
	struct cmoves m;
	arena_clear(scratch);
	cmoves_begin(&m, d->g, &l->part, label, scratch);
	double *weight = NEW_N(scratch, n + 1, double);
	for (size_t draw = d->first + (i % CHAINS + CHAINS - d->first % CHAINS) % CHAINS;
	     draw < d->first + d->n; draw += CHAINS) {
		struct rng r = rng_start(d->seed, (uint64_t)(i / CHAINS + 1) << 32 | draw);
		for (int sweep = draw < CHAINS ? SWEEPS_FIRST : SWEEPS; sweep > 0; sweep--)
			for (uint32_t x = 0; x < n; x++)
				move(&m, x, weight, &r);
		uint32_t *drawn = d->drawn + (draw - d->first) * d->n_nodes + l->at;
		for (size_t x = 0; x < n; x++)
			drawn[x] = l->part.nodes[m.label[x]];
	}
	memcpy(label, m.label, n * sizeof *label);
}

/* ---- all of it ------------------------------------------------------------------- */

/* Nodes of a part one beside the other that have links: they are needed together, and memory is slow. */
static const uint32_t *neighbours_first(const struct cgraph *g, const uint32_t *nodes, size_t n,
					bool *seen, struct arena *a)
{
	uint32_t *ret = NEW_N(a, n, uint32_t);
	size_t end = 1;
	ret[0] = nodes[0];
	seen[nodes[0]] = true;
	for (size_t i = 0; i < end; i++)
		for (size_t k = g->link_at[ret[i]]; k < g->link_at[ret[i] + 1]; k++) {
			const struct clink *l = &g->link[k];
			if (l->never || seen[l->to])
				continue;
			seen[l->to] = true;
			ret[end++] = l->to;
		}
	assert(end == n);
	return ret;
}

static struct large large_of(const struct cgraph *g, const uint32_t *nodes, size_t n,
			     const uint32_t *best, uint32_t *place, struct arena *a)
{
	struct large l = { .part = cpart_make(g, nodes, n, place, a) };
	uint32_t *label = NEW_N(a, CHAINS * n, uint32_t);
	for (size_t i = 0; i < CHAINS; i++)
		for (size_t x = 0; x < n; x++)
			label[i * n + x] = place[best[nodes[x]]];
	l.label = label;
	return l;
}

static void begin(struct drawing *d, const struct cgraph *g, struct pool *pool, struct arena *a)
{
	struct cparts parts;
	uint32_t *best = NEW_N(a, g->n, uint32_t);
	uint32_t *place = NEW_N(a, g->n, uint32_t);
	bool *seen = NEW_N(a, g->n, bool);
	cluster_best(g, a, best);
	cgraph_parts(g, CLUSTER_NEVER, a, &parts);
	d->g = g;
	d->small = NEW_N(a, parts.n, struct small);
	d->large = NEW_N(a, parts.n, struct large);
	for (size_t i = 0; i < parts.n; i++) {
		const uint32_t *nodes = parts.nodes + parts.at[i];
		size_t n = parts.at[i + 1] - parts.at[i];
		if (n > CLUSTER_EXACT) {
			nodes = neighbours_first(g, nodes, n, seen, a);
			d->large[d->n_large] = large_of(g, nodes, n, best, place, a);
			d->large[d->n_large++].at = d->n_nodes;
			d->n_nodes += n;
			continue;
		}
		struct small *s = &d->small[d->n_small++];
		*s = (struct small){ .nodes = nodes,
				     .all = (1u << n) - 1,
				     .sum = cluster_subsets(g, nodes, n, a),
				     .log_all = NEW_N(a, (size_t)1 << n, double) };
		if (n <= TABLED) {
			size_t chances = 1;
			for (size_t k = 0; k < n; k++)
				chances *= 3;
			s->chance = NEW_N(a, chances / 2, double);
			s->at = NEW_N(a, (size_t)1 << n, uint16_t);
		}
	}
	pool_each_long(pool, d->n_small, sum_over, d);
}

static void draw_one(void *ctx, size_t i, int worker)
{
	struct drawing *d = ctx;
	struct at_work *w = &d->of[i];
	struct rng r = rng_start(d->seed, d->base + i);
	(void)worker;
	for (size_t k = 0; k < d->n_small; k++)
		draw_small(&d->small[k], w->cluster, &r);
	const uint32_t *drawn = d->drawn + (d->base + i - d->first) * d->n_nodes;
	for (size_t k = 0; k < d->n_large; k++) {
		const struct large *l = &d->large[k];
		for (size_t x = 0; x < l->part.n; x++)
			w->cluster[l->part.nodes[x]] = drawn[l->at + x];
	}
	arena_clear(w->scratch);
	cgraph_spread(d->g, w->cluster, w->scratch, w->ret);
}

/* The draws of which large parts are drawn, one for each thread at a time. */
static int draw_some(struct drawing *d, struct pool *pool, cluster_each_draw *each, void *ctx,
		     struct err *e)
{
	size_t at_once = (size_t)pool_threads(pool);
	size_t end = d->first + d->n;
	for (d->base = d->first; d->base < end; d->base += at_once) {
		size_t n = end - d->base < at_once ? end - d->base : at_once;
		pool_each_long(pool, n, draw_one, d);
		for (size_t i = 0; i < n; i++)
			TRY(each(ctx, d->base + i, d->of[i].ret, e));
	}
	return 0;
}

static int draw_all(struct drawing *d, struct pool *pool, size_t n_draws, struct arena *a,
		    cluster_each_draw *each, void *ctx, struct err *e)
{
	size_t most = DRAWN_MOST / (d->n_nodes + 1);
	most = most < CHAINS ? CHAINS : most < n_draws ? most : n_draws;
	d->drawn = NEW_N(a, most * d->n_nodes, uint32_t);
	for (d->first = 0; d->first < n_draws; d->first += most) {
		d->n = n_draws - d->first < most ? n_draws - d->first : most;
		pool_each_long(pool, d->n_large * CHAINS, draw_chain, d);
		TRY(draw_some(d, pool, each, ctx, e));
	}
	return 0;
}

int clustering_draws(struct clustering *c, uint64_t seed, size_t n_draws, struct arena *a,
		     cluster_each_draw *each, void *ctx, struct err *e)
{
	const struct cgraph *g = &c->cores;
	AUTO_POOL *own = g->in->pool ? NULL : pool_new(1);
	struct pool *pool = g->in->pool ? g->in->pool : own;
	struct drawing *d = NEW(a, struct drawing);
	d->seed = seed;
	begin(d, g, pool, a);
	for (int t = 0; t < pool_threads(pool); t++) {
		struct at_work *w = &d->of[t];
		*w = (struct at_work){ NEW_N(a, g->n, uint32_t), NEW_N(a, g->in->n, uint32_t),
				       arena_new((size_t)4 << 30) };
		for (uint32_t x = 0; x < g->n; x++)
			w->cluster[x] = x;
	}
	int rc = draw_all(d, pool, n_draws, a, each, ctx, e);
	for (int t = 0; t < pool_threads(pool); t++)
		arena_free(d->of[t].scratch);
	return rc;
}

int cluster_draws(const struct cluster_in *in, uint64_t seed, size_t n_draws, struct arena *a,
		  cluster_each_draw *each, void *ctx, struct err *e)
{
	struct clustering *c;
	TRY(clustering_new(in, a, &c, e));
	return clustering_draws(c, seed, n_draws, a, each, ctx, e);
}
