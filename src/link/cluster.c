/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cluster.c - the best clustering, and the least and most persons there may be. */
#include "link/cluster_priv.h"

#include <math.h>

/* Of two records within a core, however little they say by themselves. */
static const float CORE_LEAST = .997F;

void cluster_best(const struct cgraph *g, struct arena *a, uint32_t *cluster)
{
	struct cparts parts;
	AUTO_ARENA *scratch = arena_new((size_t)4 << 30);
	uint32_t *place = NEW_N(a, g->n, uint32_t);
	for (uint32_t x = 0; x < g->n; x++)
		cluster[x] = x;
	cgraph_parts(g, 0, a, &parts);
	for (size_t i = 0; i < parts.n; i++) {
		const uint32_t *nodes = parts.nodes + parts.at[i];
		size_t n = parts.at[i + 1] - parts.at[i];
		arena_clear(scratch);
		if (n <= CLUSTER_EXACT)
			cluster_exact(g, nodes, n, scratch, cluster);
		else
			cluster_greedy(g, nodes, n, place, scratch, cluster);
	}
}

int cluster_check(const struct cluster_in *in, struct err *e)
{
	for (size_t i = 0; i < in->n_edges; i++)
		if (in->edges[i].a >= in->edges[i].b || in->edges[i].b >= in->n)
			return err_set(e, ERR_INPUT, "edge %zu is not between two records", i);
	for (size_t i = 0; i < in->decisions.n; i++) {
		const struct link_decision *d = &in->decisions.p[i];
		if (d->a == d->b || d->a >= in->n || d->b >= in->n)
			return err_set(e, ERR_INPUT, "decision %zu is not about two records", i);
	}
	return 0;
}

int clustering_new(const struct cluster_in *in, struct arena *a, struct clustering **ret,
		   struct err *e)
{
	AUTO_ARENA *scratch = arena_new((size_t)16 << 30);
	struct clustering *c = NEW(a, struct clustering);
	struct cgraph g;
	TRY(cluster_check(in, e));
	cgraph_make(&g, in, scratch);
	cgraph_cores(&g, a, &c->cores);
	/* Of the records what flags ask for is enough. */
	c->records = (struct cgraph){ .in = in, .n = g.n, .n_flags = g.n_flags };
	c->records.node = NEW_N(a, in->n, uint32_t);
	c->records.flags = NEW_N(a, g.n_flags, struct cluster_flag);
	for (size_t i = 0; i < in->n; i++)
		c->records.node[i] = g.node[i];
	for (size_t i = 0; i < g.n_flags; i++)
		c->records.flags[i] = g.flags[i];
	c->cores.flags = c->records.flags;
	c->a = a;
	clustering_core_bits(c, in->core_bits);
	*ret = c;
	return 0;
}

void clustering_core_bits(struct clustering *c, float bits)
{
	cbits now = cluster_bits(bits);
	cgraph_add(&c->cores, now - c->core_bits);
	c->core_bits = now;
}

/* What is expected holds for the bits it was made with: draws of other models come between. */
static const struct cexpect *expect(struct clustering *c)
{
	if (!c->expected || c->expected_with != c->core_bits)
		cluster_expect(&c->cores, c->a, &c->x);
	c->expected = true;
	c->expected_with = c->core_bits;
	return &c->x;
}

void clustering_solve(struct clustering *c, float lean, struct arena *a, uint32_t *ret,
		      struct cluster_flag **ret_flags, size_t *ret_n_flags)
{
	AUTO_ARENA *scratch = arena_new((size_t)4 << 30);
	const struct cexpect *x = expect(c);
	uint32_t *cluster = NEW_N(scratch, c->cores.n, uint32_t);
	cluster_choose(&c->cores, x, lean, scratch, cluster);
	cgraph_spread(&c->cores, cluster, scratch, ret);
	cluster_flags(&c->records, ret, a, ret_flags, ret_n_flags);
}

int cluster_solve(const struct cluster_in *in, struct arena *a, uint32_t *ret,
		  struct cluster_flag **ret_flags, size_t *ret_n_flags, struct err *e)
{
	struct clustering *c;
	TRY(clustering_new(in, a, &c, e));
	clustering_solve(c, in->lean, a, ret, ret_flags, ret_n_flags);
	return 0;
}

void clustering_probabilities(struct clustering *c, float *ret)
{
	const struct cgraph *cores = &c->cores;
	const struct cluster_in *in = cores->in;
	expect(c);
	for (size_t i = 0; i < in->n_edges; i++) {
		const struct cluster_edge *edge = &in->edges[i];
		uint32_t x = cores->node[edge->a];
		uint32_t y = cores->node[edge->b];
		const struct clink *l = x == y ? NULL : cgraph_link(cores, x, y);
		ret[i] = 1 / (1 + exp2f(-edge->bits));
		/* What people decided says nothing of how good the weights were. */
		if (c->records.node[edge->a] == c->records.node[edge->b] || (l && l->never))
			continue;
		ret[i] = l ? l->p : fmaxf(CORE_LEAST, ret[i]);
	}
}

float clustering_lean(struct clustering *c, double persons, float most, struct arena *scratch)
{
	enum { HALVINGS = 7 };
	float lo = 0;
	float hi = 2 * most;
	float ret = 0;
	const struct cexpect *x = expect(c);
	uint32_t *cluster = NEW_N(scratch, c->cores.n, uint32_t);
	double closest = HUGE_VAL;
	/* Without any, with most of it, and then between. */
	for (int i = 0; i <= HALVINGS; i++) {
		float mid = (lo + hi) / 2;
		float lean = i ? mid : 0;
		double n = 0;
		cluster_choose(&c->cores, x, lean, scratch, cluster);
		for (uint32_t k = 0; k < c->cores.n; k++)
			n += cluster[k] == k;
		if (fabs(n - persons) < closest) {
			closest = fabs(n - persons);
			ret = lean;
		}
		if (n <= persons && !i)
			break;
		if (i && n > persons)
			lo = mid;
		else if (i)
			hi = mid;
		hi = hi > most ? most : hi;
	}
	return ret;
}
