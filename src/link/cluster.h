/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cluster.h - edges and constraints to clusters.
 *
 * Records whose pairs leave no doubt become one node first, a core, for four records of one person repeat each other:
 * between two cores is what their pairs say on average, once. The partition sought has the largest sum of log-odds of
 * the pairs of cores inside its clusters, under constraints:
 * what people called the same is together, what they called different is not, and a list that is said to be
 * without duplicates has at most one record in a cluster. A pair without an edge counts as `absent` bits.
 * Components of at most CLUSTER_EXACT cores are solved exactly (best partition by dynamic programming over
 * subsets); larger ones greedily by average linkage, then by single moves and merges until none gains
 * (Bansal, Blum & Chawla 2004 for the problem: correlation clustering). Bits are counted in 65536ths, so that
 * a sum does not depend on its order. A list's claim gives way to what people decided.
 */
#ifndef VIGIL_LINK_CLUSTER_H
#define VIGIL_LINK_CLUSTER_H

#include "base/base.h"

/* CLUSTER_TIED: cores are weighed together that are tied by links of more bits, core_bits included. */
enum { CLUSTER_EXACT = 12, CLUSTER_TIED = -5 };
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
	float absent; /* bits of a pair without an edge: negative */
	float core_bits; /* what two cores with a link have beside what their pairs say, unless `within` speaks of both */
	/* Of each list, what two records within it have beside others, 0 or less: it counts in full for two cores of which
	 * both have a record of that list, however many other pairs they are tied by. NULL: no list repeats people less
	 * often than they are on two lists. */
	const float *within;
	float lean;	   /* cluster_solve: towards together, see clustering_lean; 0 to one half */
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

/*
 * A graph of which several things are asked: it and its cores are made once. Lives in `a` and borrows `in`, all of which
 * has to outlive it. ERR_INPUT: an edge or a decision is not between two records.
 */
struct clustering;
int clustering_new(const struct cluster_in *in, struct arena *a, struct clustering **ret,
		   struct err *e) MUST_USE;
/* From now on instead of in->core_bits. */
void clustering_core_bits(struct clustering *c, float bits);

/* ret[i]: the lowest record of i's cluster; `lean` instead of in->lean. Flags in `a`, ordered by cluster. */
void clustering_solve(struct clustering *c, float lean, struct arena *a, uint32_t *ret,
		      struct cluster_flag **ret_flags, size_t *ret_n_flags);
/* The same of a graph of which nothing else is asked. */
int cluster_solve(const struct cluster_in *in, struct arena *a, uint32_t *ret,
		  struct cluster_flag **ret_flags, size_t *ret_n_flags, struct err *e) MUST_USE;

/* Records that leave no doubt, as clustering_solve begins with them. */
struct cluster_cores {
	size_t n;
	const uint32_t *of; /* of each record, below n */
	uint32_t *records;  /* of each core */
	/* What each two cores with an edge between them say, without core_bits: of core x with to[i] bits[i], for i from at[x]
	 * on, ascending. Both ways. */
	const size_t *at;
	uint32_t *to;
	float *bits;
	bool *repeats; /* both have a record of one list that repeats few: core_bits are not theirs */
};
bool cluster_cores_tied(const struct cluster_cores *c, uint32_t x, uint32_t y);
void clustering_cores(const struct clustering *c, struct arena *a, struct cluster_cores *ret);

/* Of each edge, the probability that both records are one, given what else they may be one with; where people decided, and
 * within a list without duplicates, as if nothing else were known. */
void clustering_probabilities(struct clustering *c, float *ret);

/*
 * A clustering that keeps apart whatever is rather two than one has, of a hundred pairs with one chance in three, a
 * third of a hundred persons too many. Returns the lean from 0 to `most` at which there are `persons` clusters, or
 * closest to it: a pair of two records is then put together from a probability of one half less the lean on.
 */
float clustering_lean(struct clustering *c, double persons, float most, struct arena *scratch);

/*
 * Clusterings drawn at random under the same constraints, with probability proportional to 2^(sum of bits
 * inside); cores stay whole, and records that no chain of edges ties are never together. A component of at most
 * CLUSTER_EXACT cores exactly, from the sums over all its partitions; a larger
 * one by Gibbs moves of single cores, SWEEPS of them for each draw, begun with the best partition.
 * `each` gets every draw in turn; the same seed gives the same draws for any number of threads.
 * A negative answer of `each` stops with that code.
 */
typedef int cluster_each_draw(void *ctx, size_t draw, const uint32_t *cluster, struct err *e);
int clustering_draws(struct clustering *c, uint64_t seed, size_t n_draws, struct arena *a,
		     cluster_each_draw *each, void *ctx, struct err *e) MUST_USE;
/* The same of a graph of which nothing else is asked. */
int cluster_draws(const struct cluster_in *in, uint64_t seed, size_t n_draws, struct arena *a,
		  cluster_each_draw *each, void *ctx, struct err *e) MUST_USE;

/* Persons at least and at most: all pairs above the floor one, subject to constraints; none but what people
 * decided and what is at least `accept` bits. */
int cluster_count_bounds(const struct cluster_in *in, float accept, struct arena *scratch,
			 size_t *ret_lo, size_t *ret_hi, struct err *e) MUST_USE;

#endif
