/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cluster_draw.c - clusterings drawn with the probability that the weights give them. */
#include "link/cluster_priv.h"

#include <math.h>

#include "num/rng.h"

enum { SWEEPS = 10 };

/* A part whose partitions can all be summed over. */
struct small {
	const uint32_t *nodes;
	uint32_t all; /* all its nodes, a bit each */
	const cbits *sum;
	double *log_all; /* of each subset: log2 of the sum of 2^bits over its partitions */
};

struct large {
	const uint32_t *nodes;
	size_t n;
};

struct drawing {
	const struct cgraph *g;
	const uint32_t *best; /* cluster of each node */
	uint32_t *place, *cluster;
	struct small *small;
	size_t n_small;
	struct large *large;
	size_t n_large;
};

static double log_term(const struct small *s, uint32_t set, uint32_t t)
{
	return s->sum[t] == CLUSTER_NEVER ? -HUGE_VAL
					  : (double)s->sum[t] / 65536 + s->log_all[set ^ t];
}

static void sum_over(struct small *s, struct arena *a)
{
	s->log_all = NEW_N(a, (size_t)s->all + 1, double);
	for (uint32_t set = 1; set <= s->all; set++) {
		double most = -HUGE_VAL;
		double sum = 0;
		for (uint32_t t = set & -set; t; t = cluster_next_subset(set, t))
			most = fmax(most, log_term(s, set, t));
		for (uint32_t t = set & -set; t; t = cluster_next_subset(set, t))
			sum += exp2(log_term(s, set, t) - most);
		s->log_all[set] = most + log2(sum);
	}
}

/* The cluster of the lowest node of `set`. */
static uint32_t draw_first(const struct small *s, uint32_t set, struct rng *r)
{
	double left = rng_uniform(r);
	uint32_t last = set & -set;
	for (uint32_t t = last; t; t = cluster_next_subset(set, t)) {
		double p = exp2(log_term(s, set, t) - s->log_all[set]);
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
		weight[i] = exp2(weight[i] - most);
	size_t to = rng_pick(r, weight, n + 1);
	uint32_t label = to < n ? m->touched[to] : m->label[x];
	cmoves_forget(m);
	cmoves_put(m, x, label);
}

static void draw_large(struct drawing *d, const struct large *l, struct rng *r, struct arena *a)
{
	struct cmoves m;
	cmoves_begin(&m, d->g, l->nodes, l->n, d->place, a);
	for (uint32_t x = 0; x < l->n; x++) {
		cmoves_take(&m, x);
		cmoves_put(&m, x, d->place[d->best[l->nodes[x]]]);
	}
	double *weight = NEW_N(a, l->n + 1, double);
	for (int sweep = 0; sweep < SWEEPS; sweep++)
		for (uint32_t x = 0; x < l->n; x++)
			move(&m, x, weight, r);
	for (uint32_t x = 0; x < l->n; x++)
		d->cluster[l->nodes[x]] = l->nodes[m.label[x]];
}

/* ---- all of it ------------------------------------------------------------------- */

static void begin(struct drawing *d, const struct cgraph *g, struct arena *a)
{
	struct cparts parts;
	uint32_t *best = NEW_N(a, g->n, uint32_t);
	cluster_best(g, a, best);
	cgraph_parts(g, CLUSTER_NEVER, a, &parts);
	*d = (struct drawing){
		.g = g,
		.best = best,
		.place = NEW_N(a, g->n, uint32_t),
		.cluster = NEW_N(a, g->n, uint32_t),
		.small = NEW_N(a, parts.n, struct small),
		.large = NEW_N(a, parts.n, struct large),
	};
	for (uint32_t x = 0; x < g->n; x++)
		d->cluster[x] = x;
	for (size_t i = 0; i < parts.n; i++) {
		const uint32_t *nodes = parts.nodes + parts.at[i];
		size_t n = parts.at[i + 1] - parts.at[i];
		if (n > CLUSTER_EXACT) {
			d->large[d->n_large++] = (struct large){ nodes, n };
			continue;
		}
		struct small *s = &d->small[d->n_small++];
		*s = (struct small){ .nodes = nodes,
				     .all = (1u << n) - 1,
				     .sum = cluster_subsets(g, nodes, n, a) };
		sum_over(s, a);
	}
}

int cluster_draws(const struct cluster_in *in, uint64_t seed, size_t n_draws, struct arena *a,
		  cluster_each_draw *each, void *ctx, struct err *e)
{
	struct cgraph g;
	struct drawing d;
	TRY(cluster_check(in, e));
	cgraph_make(&g, in, a);
	begin(&d, &g, a);
	uint32_t *ret = NEW_N(a, in->n, uint32_t);
	AUTO_ARENA *scratch = arena_new((size_t)4 << 30);
	for (size_t draw = 0; draw < n_draws; draw++) {
		struct rng r = rng_start(seed, draw);
		arena_clear(scratch);
		for (size_t i = 0; i < d.n_small; i++)
			draw_small(&d.small[i], d.cluster, &r);
		for (size_t i = 0; i < d.n_large; i++)
			draw_large(&d, &d.large[i], &r, scratch);
		cgraph_spread(&g, d.cluster, scratch, ret);
		TRY(each(ctx, draw, ret, e));
	}
	return 0;
}
