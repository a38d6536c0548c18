/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cluster_priv.h - the graph behind cluster.h: records held together by decisions, and what lies between. */
#ifndef VIGIL_LINK_CLUSTER_PRIV_H
#define VIGIL_LINK_CLUSTER_PRIV_H

#include "link/cluster.h"

/* Bits in 65536ths. */
typedef int64_t cbits;
#define CLUSTER_NEVER INT64_MIN
cbits cluster_bits(float bits);

/* What one node has with another: the sum over `pairs` edges, or that they must not meet. */
struct clink {
	uint32_t to;
	uint32_t pairs;
	cbits sum;
	bool never;
	bool repeats; /* both have a record of one list that repeats few: core_bits are not theirs */
	float p;      /* cluster_expect: that both are one, given all else */
};

/* Nodes are records, or several that people called the same, in the order of their ranks. */
struct cgraph {
	const struct cluster_in *in;
	cbits absent;	   /* of a pair without a link */
	uint32_t n;	   /* nodes */
	uint32_t *node;	   /* of each record */
	size_t *member_at; /* records of node i: member[member_at[i] .. member_at[i + 1]) */
	uint32_t *member;
	size_t *link_at; /* its links, ascending by `to`, likewise */
	struct clink *link;
	uint64_t *
		lists; /* of each node: its lists without duplicates, a bit each; NULL: see `clash_slow` */
	bool as_one;	 /* nodes are cores: between two is what their pairs say on average, once */
	bool clash_slow; /* more such lists than bits: members have to be looked at */
	struct cluster_flag *flags; /* decisions that contradict each other */
	size_t n_flags, cap_flags;
};
int cluster_check(const struct cluster_in *in, struct err *e) MUST_USE; /* ERR_INPUT */
void cgraph_make(struct cgraph *g, const struct cluster_in *in, struct arena *a);

/* Records of a node, and as how many it counts. */
static inline uint32_t cgraph_records(const struct cgraph *g, uint32_t node)
{
	return (uint32_t)(g->member_at[node + 1] - g->member_at[node]);
}
static inline uint32_t cgraph_size(const struct cgraph *g, uint32_t node)
{
	return g->as_one ? 1 : cgraph_records(g, node);
}
/* The same graph with cores for nodes (cluster_core.c); core_bits are not in it yet. */
void cgraph_cores(const struct cgraph *g, struct arena *a, struct cgraph *ret);
/* All links of cores have that many bits more, but for those of a list that repeats few: what has none is no likelier for
 * being left over. */
void cgraph_add(struct cgraph *cores, cbits more);
/* Several links of one node to another become one; in place. `link_at` stands one behind, as filling left it. */
void cgraph_fold(struct cgraph *g);
/* What x has with y; NULL: no link. */
const struct clink *cgraph_link(const struct cgraph *g, uint32_t x, uint32_t y);
/* Bits between two nodes, absent pairs included; CLUSTER_NEVER when they must not meet. */
cbits cgraph_between(const struct cgraph *g, uint32_t x, uint32_t y);
/* Whether two nodes have records of one list without duplicates. */
bool cgraph_clash(const struct cgraph *g, uint32_t x, uint32_t y);

/* Nodes that hang together by links of more than `floor`: part i is nodes[at[i] .. at[i + 1]), ascending. Parts
 * of one node are left out. */
struct cparts {
	size_t n;
	size_t *at;
	uint32_t *nodes;
};
void cgraph_parts(const struct cgraph *g, cbits floor, struct arena *a, struct cparts *ret);

/* The best partition of a part: cluster[x], for each of its nodes, becomes the first node of its cluster. */
void cluster_exact(const struct cgraph *g, const uint32_t *nodes, size_t n, struct arena *scratch,
		   uint32_t *cluster);
/* Nodes of a part become one while two clusters of them have at least `least` for each pair between them. */
void cluster_join(const struct cgraph *g, const uint32_t *nodes, size_t n, cbits least,
		  uint32_t *place, struct arena *scratch, uint32_t *cluster);
void cluster_greedy(const struct cgraph *g, const uint32_t *nodes, size_t n, uint32_t *place,
		    struct arena *scratch, uint32_t *cluster);
/* Both, for all parts; every node in no part is alone. */
void cluster_best(const struct cgraph *g, struct arena *a, uint32_t *cluster);

/* The partition of at most CLUSTER_EXACT nodes that has most of `sum`, which each subset has. */
void cluster_partition(const cbits *sum, const uint32_t *nodes, size_t n, struct arena *scratch,
		       uint32_t *cluster);

/* Parts small enough to sum over all their partitions, with the chance that each two nodes are one, in parts of
 * CLUSTER_SURE at i * n + k where i < k; -1 where they must not be. What could not be cut so small is `large`. */
enum { CLUSTER_EXPECT = 10, CLUSTER_SURE = 1 << 20 };
struct cexpect_part {
	const uint32_t *nodes;
	size_t n;
	int32_t *p;
};
struct cexpect {
	struct cexpect_part *parts, *large;
	size_t n, n_large;
};
/* `p` of all links of the graph as well. */
void cluster_expect(struct cgraph *g, struct arena *a, struct cexpect *ret);

/* More bits than that are certainty, and the product over all pairs of a part stays a number. */
#define CLUSTER_SUREST ((cbits)12 * 65536)

/* Odds along the links that no part has inside (cluster_claims.c). Nodes and links as the graph has them. */
struct cclaims {
	const struct cgraph *g;
	uint32_t *part; /* of each node, from 1; 0: none */
	size_t *back;	/* of each link: the same from its other side */
	double *odds;	/* of each link; 0: inside a part, or never */
	double *claim;	/* of each link: odds that `to` takes this node, as far as `to` is free */
	double *next;
	double *claimed; /* of each node: its claims, together */
	double *held; /* of each node: odds that its part has it, beside its being alone; 0 at first */
};
void cclaims_begin(struct cclaims *c, const struct cgraph *g, const struct cexpect *x,
		   struct arena *a);
/* Claims anew, from `held` and the claims before. */
void cclaims_pass(struct cclaims *c);
/* That both nodes of a link with odds are one. */
double cclaims_chance(const struct cclaims *c, size_t link);

/* cluster.h. Of the records there are only nodes and flags: links are the cores' to have. */
struct clustering {
	struct arena *a;
	struct cgraph records, cores;
	cbits core_bits; /* that the links of cores have beside */
	struct cexpect x;
	cbits expected_with; /* core_bits of `x`, once `expected` */
	bool expected;
};
/* The clustering with most of sum(p - 1/2) over pairs of records, and `lean` for each core that joins another. */
void cluster_choose(const struct cgraph *g, const struct cexpect *x, float lean, struct arena *a,
		    uint32_t *cluster);

/* What is inside each of the 2^n subsets of nodes, from what each two have: between[i * n + k], i < k. `joins`: for each node
 * that joins another, beside that. CLUSTER_NEVER where two of a subset must not meet. */
void cluster_sums(const cbits *between, size_t n, cbits joins, cbits *ret);

/* The bits inside each subset of at most CLUSTER_EXACT nodes, bit i of its number standing for nodes[i];
 * CLUSTER_NEVER where two of it must not meet. 2^n of them. */
cbits *cluster_subsets(const struct cgraph *g, const uint32_t *nodes, size_t n, struct arena *a);
/* The next subset of `all` after `s` that has its lowest bit; 0 after the last. Begins with that bit alone. */
static inline uint32_t cluster_next_subset(uint32_t all, uint32_t s)
{
	uint32_t low = all & -all;
	uint32_t rest = all ^ low;
	uint32_t next = ((s ^ low) - rest) & rest;
	return next ? next | low : 0;
}

/* A part by itself: its nodes, and their links to each other by place in `nodes`. */
struct cpart {
	const uint32_t *nodes;
	size_t n;
	size_t *link_at;
	struct clink *link;
};
/* `place`, which has room for all nodes of the graph, becomes the place of each node of the part. */
struct cpart cpart_make(const struct cgraph *g, const uint32_t *nodes, size_t n, uint32_t *place,
			struct arena *a);

/*
 * One part while nodes move about in it. Its nodes are known by their place in `nodes`, its clusters by labels
 * below n; a label without nodes is free. What a node finds under a label is kept in one place: in large parts
 * the time goes into fetching it from memory.
 */
struct cmoves {
	const struct cgraph *g;
	const struct cpart *part;
	const uint32_t *nodes;
	size_t n;
	uint32_t *label; /* of each node */
	uint32_t *head;	 /* of each label: its first node, n when free */
	uint32_t *next;
	uint32_t *records;	  /* of each label */
	uint64_t *lists;	  /* of each label, as cgraph.lists */
	uint32_t all_taken_below; /* no label below it is free */
	uint32_t *touched;	  /* labels that the node looked at has links to */
	size_t n_touched;
	struct cmoves_with {
		cbits sum;
		uint32_t pairs;
		bool seen, never;
	} * with; /* of each label: what that node has with it */
};
/* Node x under label[x], or under a label of its own when that is NULL. The part has to outlive it. */
void cmoves_begin(struct cmoves *m, const struct cgraph *g, const struct cpart *part,
		  const uint32_t *label, struct arena *a);
/* What node x has with the others under a label: bits, or CLUSTER_NEVER. cmoves_look first, and
 * cmoves_forget when all has been asked. */
void cmoves_look(struct cmoves *m, uint32_t x);
cbits cmoves_with(const struct cmoves *m, uint32_t x, uint32_t label);
void cmoves_forget(struct cmoves *m);
void cmoves_take(struct cmoves *m, uint32_t x); /* from its label; then it has to be put */
void cmoves_put(struct cmoves *m, uint32_t x, uint32_t label);
uint32_t cmoves_free(struct cmoves *m, uint32_t x); /* a free label, for a node that was taken */

/* Whether nodes under two labels are of one list without duplicates; and all of y under x. */
bool cmoves_clash(const struct cmoves *m, uint32_t x, uint32_t y);
void cmoves_join(struct cmoves *m, uint32_t x, uint32_t y);

/* From the cluster of each node (any node of it) to ret[record]: the lowest record in its cluster. */
void cgraph_spread(const struct cgraph *g, const uint32_t *cluster, struct arena *scratch,
		   uint32_t *ret);

/* Flags of the clusters of records, and those of the graph. */
void cluster_flags(const struct cgraph *g, const uint32_t *cluster, struct arena *a,
		   struct cluster_flag **ret, size_t *ret_n);

#endif
