/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cluster.c - the best clustering, and the least and most persons there may be. */
#include "link/cluster_priv.h"

#include <stdlib.h>

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

int cluster_solve(const struct cluster_in *in, struct arena *a, uint32_t *ret,
		  struct cluster_flag **ret_flags, size_t *ret_n_flags, struct err *e)
{
	struct cgraph g;
	TRY(cluster_check(in, e));
	cgraph_make(&g, in, a);
	uint32_t *cluster = NEW_N(a, g.n, uint32_t);
	cluster_best(&g, a, cluster);
	cgraph_spread(&g, cluster, a, ret);
	cluster_flags(&g, ret, a, ret_flags, ret_n_flags);
	return 0;
}
