/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bootstrap.h - intervals from replicates of an estimate.
 *
 * The caller draws the replicates, one stream of rng.h for each, and gives them here in any order.
 * Infinite values are values; a NaN among them refuses all (num.h): whoever drops failed replicates
 * decides it, and says how many.
 */
#ifndef VIGIL_NUM_BOOTSTRAP_H
#define VIGIL_NUM_BOOTSTRAP_H

#include "num/num.h"

/* Between the quantiles of n > 1 replicates. Scratch from `a`. */
struct num_interval bootstrap_percentile(const double *replicate, size_t n, double conf,
					 struct arena *a);

/* Bias-corrected and accelerated (Efron 1987, JASA 82:171). */
struct bootstrap_bca {
	struct num_interval bounds;
	double bias; /* z0: by how many sd the estimate is off the middle of its replicates */
	double acceleration;	    /* a: how the sd changes with the truth */
	struct num_interval levels; /* which quantiles of the replicates the bounds are */
};
/*
 * `left_out`: the estimate without one observation, m of them, each standing for `weight` observations
 * that are alike (NULL: 1 each); the estimate itself where it is the same. Refused when all
 * replicates lie on one side of the estimate, or when the correction passes its pole: the method has
 * no answer then, and the percentiles are not one for it. Half of the replicates equal to the estimate
 * count as below.
 */
struct bootstrap_bca bootstrap_bca(const double *replicate, size_t n, double estimate,
				   const double *left_out, const double *weight, size_t m,
				   double conf, struct arena *a);

#endif
