/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * queue.h - what people should look at first: the pairs whose answer moves the published count most.
 *
 * For each undecided pair the clusters around it are solved twice, once as if it were decided "same" and once
 * as if "different"; `effect` is how far the count of published persons is expected to move when somebody
 * decides, given the probability of each answer. Equal effects are ordered by entropy, then by rank.
 */
#ifndef VIGIL_LINK_QUEUE_H
#define VIGIL_LINK_QUEUE_H

#include "link/cluster.h"

enum { QUEUE_SOLVED = 40 }; /* larger components: the effect of the pair alone is taken */

struct queue_item {
	size_t edge;	/* in cluster_in.edges */
	double effect;	/* persons */
	double entropy; /* bits, 0 to 1 */
};

/*
 * Edges from `floor` to `accept` bits that nobody decided, "unsure" being no decision; in the order in which they
 * should be looked at. `published[i]`: record i makes its person count in what is published; NULL: all do.
 * The list is in `a`. ERR_INPUT as cluster_solve.
 */
int queue_order(const struct cluster_in *in, const bool *published, float floor, float accept,
		struct arena *a, struct queue_item **ret, size_t *ret_n, struct err *e) MUST_USE;

#endif
