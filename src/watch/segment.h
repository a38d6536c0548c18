/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * segment.h - an interrupted series: did the level change at a day that is known from elsewhere, or the trend?
 *
 * Negative binomial regression (Wagner et al. 2002, J. Clin. Pharm. Ther. 27:299): log mean = level + trend + from the
 * interruption on a step and another trend, and with at least two years of either side of it a harmonic of the year. Counts of
 * neighbouring periods depend on each other: standard errors are Newey & West's (1987, Econometrica 55:703; lag
 * 4 (n/100)^(2/9)), with n / (n - p) for the few observations, or those of the model where these are larger; bounds by t.
 *
 * A day that was chosen because the counts rose there proves itself: it must be given, and is not looked for.
 */
#ifndef VIGIL_WATCH_SEGMENT_H
#define VIGIL_WATCH_SEGMENT_H

#include "watch/watch.h"

enum { SEGMENT_SIDE_MIN = 8 }; /* periods before and from the interruption on */

/* A ratio with its bounds, and the p-value that it is 1. */
struct segment_ratio {
	double ratio;
	struct num_interval in;
	double p;
};

struct segment {
	size_t at;			    /* first period after the interruption, from 1 */
	struct segment_ratio level;	    /* at once: after over what would have been */
	struct segment_ratio before, after; /* trend, a year */
	struct segment_ratio change;	    /* of the trend: after over before */
	struct segment_ratio last; /* of the last period: with over without the interruption */
	double phi;		   /* Pearson's, under a Poisson: how far counts spread */
	double theta;		   /* infinite: no further than a Poisson's */
	size_t lag;
	double neighbour; /* correlation of residuals of neighbouring periods */
	bool season;
	double conf;
};

/* ERR_INPUT: too few periods on a side, no case on a side, no fit. */
int segment_fit(const struct series *s, size_t at, double conf, struct segment *ret,
		struct err *e) MUST_USE;

#endif
