/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * changepoint.h - has the level changed, and when?
 *
 * Adams & MacKay 2007 (arXiv 0710.3742): after each period, the probability of every length of the run
 * since the last change, a change having probability `hazard` each period. Counts of a run are negative
 * binomial around one mean, of which a grid of 64 logarithms is kept for each run length, with
 * variance phi times the mean, phi fixed beforehand: a Poisson finds 63 changes in 1,148 weeks of
 * executions, because they come in groups. Runs of less than 1e-6 are dropped.
 */
#ifndef VIGIL_WATCH_CHANGEPOINT_H
#define VIGIL_WATCH_CHANGEPOINT_H

#include "watch/watch.h"

struct changepoint_options {
	double hazard; /* 1 / (2 years of periods) by default */
	double phi;    /* variance over mean; 1: Poisson */
	double a0, b0; /* the mean is Gamma(a0, rate b0) beforehand */
	size_t within; /* "lately": so many periods */
	double alpha;  /* of the upper bound */
	size_t from;   /* the first period (from 0) of which anything is told */
};
/* Prior and phi from the first `train` periods: the mean as one period would tell it, phi robustly from
 * differences of neighbours, so that changes in the training do not look like spread. */
struct changepoint_options changepoint_defaults(const struct series *s, size_t train);

struct changepoint {
	double expected, upper, p; /* of the period, before it was seen */
	double lately;	   /* P(a change within the last `within` periods, to a higher level) */
	double lately_any; /* in any direction */
	size_t run;	   /* the most likely run length */
	double rate_now, rate_now_lo, rate_now_hi; /* mean of the run since the change, 95 % */
	double rate_before;			   /* mean of what came before the last `within` */
};

/* For each of n periods; before o->from nothing is told (NaN, 0). */
void changepoint_run(const int64_t *y, size_t n, const struct changepoint_options *o,
		     struct arena *a, struct changepoint *ret);

/* The same with a Poisson and its exact Gamma posterior, as the R package ocp does it: for comparison
 * with its figures, never for use. */
struct changepoint_poisson {
	double change_now; /* P(run length 0), which is the hazard */
	double run_le4;	   /* P(run length <= 4) */
	size_t run;	   /* the most likely */
	double mean_rate;  /* posterior mean over all run lengths */
};
void changepoint_poisson(const int64_t *y, size_t n, double hazard, double a0, double b0,
			 struct arena *a, struct changepoint_poisson *ret);

#endif
