/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cluster.h - edges and constraints to clusters.
 *
 * The partition sought has the largest sum of log-odds of the pairs inside its clusters, under constraints:
 * what people called the same is together, what they called different is not, and a list that is said to be
 * without duplicates has at most one record in a cluster. A pair without an edge counts as `absent` bits.
 * Components of at most CLUSTER_EXACT records are solved exactly (best partition by dynamic programming over
 * subsets); larger ones greedily by average linkage, then by single moves and merges until none gains
 * (Bansal, Blum & Chawla 2004 for the problem: correlation clustering). Bits are counted in 65536ths, so that
 * a sum does not depend on its order. A list's claim gives way to what people decided.
 */
#ifndef VIGIL_LINK_CLUSTER_H
#define VIGIL_LINK_CLUSTER_H

#include "base/base.h"

enum { CLUSTER_EXACT = 12 };
/* No weighing comes to this: what has less is known not to be one person, and put together by people only. */
enum { CLUSTER_APART = -90 };

struct pool;

struct cluster_edge {
	uint32_t a, b; /* a < b */
	float bits;    /* log2 of the odds that they are one; below CLUSTER_APART: they cannot be */
};

/* What people decided. Records by place in the set; pairs in any order. */
enum link_verdict { VERDICT_SAME, VERDICT_DIFFERENT, VERDICT_UNSURE };
struct link_decision {
	uint32_t a, b;
	enum link_verdict verdict;
};
struct link_decisions {
	const struct link_decision *p;
	size_t n;
};

struct cluster_in {
	size_t n; /* records */
	const struct cluster_edge *edges;
	size_t n_edges;
	const uint16_t *list;	    /* of each record */
	const bool *duplicate_free; /* of each list */
	const uint64_t *
		rank; /* of each record: what breaks ties, independent of the order of records; NULL: place */
	struct link_decisions decisions;
	float absent;	   /* bits of a pair without an edge: negative */
	struct pool *pool; /* draws are made on it; NULL: on this thread */
};

struct cluster_flag { /* what a person should look at first */
	uint32_t cluster;
	enum cluster_why {
		CLUSTER_BRIDGE, /* one edge holds two parts together */
		CLUSTER_WEAK,	/* a pair inside speaks against */
		CLUSTER_LARGE,	/* more records than lists */
		CLUSTER_DATES, /* dates of one kind inside contradict each other (link_dates_differ) */
		CLUSTER_CONTRADICTS /* people's decisions cannot all hold: the newest were taken */
	} why;
	uint32_t a, b; /* the pair concerned */
};

/* ret[i]: the lowest record of i's cluster. Flags in `a`, ordered by cluster. */
int cluster_solve(const struct cluster_in *in, struct arena *a, uint32_t *ret,
		  struct cluster_flag **ret_flags, size_t *ret_n_flags, struct err *e) MUST_USE;

/*
 * Clusterings drawn at random under the same constraints, with probability proportional to 2^(sum of bits
 * inside); records that no chain of edges ties are never together. A component of at most CLUSTER_EXACT exactly, from the sums over all its partitions; a larger
 * one by Gibbs moves of single records, SWEEPS of them for each draw, begun with the best partition.
 * `each` gets every draw in turn; the same seed gives the same draws for any number of threads.
 * A negative answer of `each` stops with that code.
 */
typedef int cluster_each_draw(void *ctx, size_t draw, const uint32_t *cluster, struct err *e);
int cluster_draws(const struct cluster_in *in, uint64_t seed, size_t n_draws, struct arena *a,
		  cluster_each_draw *each, void *ctx, struct err *e) MUST_USE;

/* Persons at least and at most: all pairs above the floor one, subject to constraints; none but what people
 * decided and what is at least `accept` bits. */
int cluster_count_bounds(const struct cluster_in *in, float accept, struct arena *scratch,
			 size_t *ret_lo, size_t *ret_hi, struct err *e) MUST_USE;

#endif
