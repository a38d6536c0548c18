/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cluster_exact.c - the best partition of a few nodes: dynamic programming over subsets. */
#include "link/cluster_priv.h"

void cluster_sums(const cbits *between, size_t n, cbits joins, cbits *ret)
{
	ret[0] = 0;
	for (uint32_t s = 1; s < 1u << n; s++) {
		size_t low = (size_t)__builtin_ctz(s);
		uint32_t rest = s & (s - 1);
		ret[s] =
			ret[rest] == CLUSTER_NEVER ? CLUSTER_NEVER : ret[rest] + (rest ? joins : 0);
		for (uint32_t r = rest; r && ret[s] != CLUSTER_NEVER; r &= r - 1) {
			cbits b = between[low * n + (size_t)__builtin_ctz(r)];
			ret[s] = b == CLUSTER_NEVER ? CLUSTER_NEVER : ret[s] + b;
		}
	}
}

cbits *cluster_subsets(const struct cgraph *g, const uint32_t *nodes, size_t n, struct arena *a)
{
	cbits between[CLUSTER_EXACT * CLUSTER_EXACT];
	cbits *sum = NEW_N(a, (size_t)1 << n, cbits);
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++)
			between[i * n + k] = cgraph_between(g, nodes[i], nodes[k]);
	cluster_sums(between, n, 0, sum);
	return sum;
}

/* best[s]: the most that the nodes of s give; first[s]: the cluster in it that has the lowest of them.
 * Where two partitions give the same, the one with fewer together is taken. */
void cluster_partition(const cbits *sum, const uint32_t *nodes, size_t n, struct arena *scratch,
		       uint32_t *cluster)
{
	uint32_t all = (1u << n) - 1;
	cbits *best = NEW_N(scratch, (size_t)all + 1, cbits);
	uint32_t *first = NEW_N(scratch, (size_t)all + 1, uint32_t);
	for (uint32_t s = 1; s <= all; s++) {
		best[s] = CLUSTER_NEVER;
		for (uint32_t t = s & -s; t; t = cluster_next_subset(s, t)) {
			if (sum[t] == CLUSTER_NEVER || sum[t] + best[s ^ t] <= best[s])
				continue;
			best[s] = sum[t] + best[s ^ t];
			first[s] = t;
		}
	}
	for (uint32_t s = all; s; s ^= first[s])
		for (uint32_t t = first[s]; t; t &= t - 1)
			cluster[nodes[__builtin_ctz(t)]] = nodes[__builtin_ctz(s)];
}

void cluster_exact(const struct cgraph *g, const uint32_t *nodes, size_t n, struct arena *scratch,
		   uint32_t *cluster)
{
	cluster_partition(cluster_subsets(g, nodes, n, scratch), nodes, n, scratch, cluster);
}
