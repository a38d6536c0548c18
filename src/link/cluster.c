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

/* The graph of cores, and what is expected of it. */
static int expect(const struct cluster_in *in, struct cgraph *records, struct cgraph *cores,
		  struct cexpect *ret, struct arena *a, struct err *e)
{
	TRY(cluster_check(in, e));
	cgraph_make(records, in, a);
	cgraph_cores(records, a, cores);
	cgraph_add(cores, cluster_bits(in->core_bits));
	cluster_expect(cores, a, ret);
	return 0;
}

int cluster_solve(const struct cluster_in *in, struct arena *a, uint32_t *ret,
		  struct cluster_flag **ret_flags, size_t *ret_n_flags, struct err *e)
{
	struct cgraph g;
	struct cgraph cores;
	struct cexpect x;
	TRY(expect(in, &g, &cores, &x, a, e));
	uint32_t *cluster = NEW_N(a, cores.n, uint32_t);
	cluster_choose(&cores, &x, in->lean, a, cluster);
	cgraph_spread(&cores, cluster, a, ret);
	cluster_flags(&g, ret, a, ret_flags, ret_n_flags);
	return 0;
}

int cluster_probabilities(const struct cluster_in *in, struct arena *scratch, float *ret,
			  struct err *e)
{
	struct cgraph g;
	struct cgraph cores;
	struct cexpect unused;
	TRY(expect(in, &g, &cores, &unused, scratch, e));
	for (size_t i = 0; i < in->n_edges; i++) {
		const struct cluster_edge *edge = &in->edges[i];
		uint32_t x = cores.node[edge->a];
		uint32_t y = cores.node[edge->b];
		const struct clink *l = x == y ? NULL : cgraph_link(&cores, x, y);
		ret[i] = 1 / (1 + exp2f(-edge->bits));
		/* What people decided says nothing of how good the weights were. */
		if (g.node[edge->a] == g.node[edge->b] || (l && l->never))
			continue;
		ret[i] = l ? l->p : fmaxf(CORE_LEAST, ret[i]);
	}
	return 0;
}

int cluster_lean(const struct cluster_in *in, double persons, float most, struct arena *scratch,
		 float *ret, struct err *e)
{
	enum { HALVINGS = 7 };
	struct cgraph g;
	struct cgraph cores;
	struct cexpect x;
	float lo = 0;
	float hi = 2 * most;
	TRY(expect(in, &g, &cores, &x, scratch, e));
	uint32_t *cluster = NEW_N(scratch, cores.n, uint32_t);
	double closest = HUGE_VAL;
	*ret = 0;
	/* Without any, with most of it, and then between. */
	for (int i = 0; i <= HALVINGS; i++) {
		float mid = (lo + hi) / 2;
		float lean = i ? mid : 0;
		double n = 0;
		cluster_choose(&cores, &x, lean, scratch, cluster);
		for (uint32_t k = 0; k < cores.n; k++)
			n += cluster[k] == k;
		if (fabs(n - persons) < closest) {
			closest = fabs(n - persons);
			*ret = lean;
		}
		if (n <= persons && !i)
			break;
		if (i && n > persons)
			lo = mid;
		else if (i)
			hi = mid;
		hi = hi > most ? most : hi;
	}
	return 0;
}
