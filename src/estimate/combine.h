/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * combine.h - one answer from several plausible linkages.
 *
 * When nobody knows for sure which records are the same person, the table is counted on each of several
 * drawn linkages, ten or more, and estimated on each. Their answers are put together as HRDAG's
 * verdata::combine_estimates does: on the logarithm of the unseen, total variance W + (1 + 1/R) B of the mean
 * within and the variance between, and Student's t with (R-1) (1 + W / ((R+1) B))^2 degrees of freedom
 * (Gelman et al., BDA3, sec. 18.2). The centre is the mean of the means of the unseen.
 */
#ifndef VIGIL_ESTIMATE_COMBINE_H
#define VIGIL_ESTIMATE_COMBINE_H

#include "estimate/result.h"

enum { COMBINE_FEW = 10 };

struct combine_part {
	double seen;	    /* people on the lists in this linkage */
	const double *draw; /* N, as in struct lcmcr_result */
	size_t n;
};
struct combine_result {
	struct estimate_interval n; /* rounded to whole people, as the peer does */
	double seen;		    /* mean, rounded */
	double within, between;	    /* variances of the logarithm */
	double df;
	bool few; /* fewer than COMBINE_FEW linkages */
};

/* ERR_INPUT: fewer than two linkages, or draws that are not above `seen`. */
int combine_estimates(const struct combine_part *p, size_t n, struct arena *a,
		      struct combine_result *ret, struct err *e) MUST_USE;

#endif
