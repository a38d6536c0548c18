/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * interval.h - what a count still allows: proportions, rates, their differences and ratios.
 *
 * `conf` is the confidence of both sides together, in (0, 1): 0.95. Counts 0 <= x <= n. What makes
 * no sense gives NaN on both sides (num.h). Exact bounds keep their promise for every truth, and are
 * therefore wide for small counts; mid-P bounds keep it on average and are what to show; Wilson's
 * are those in closed form.
 */
#ifndef VIGIL_NUM_INTERVAL_H
#define VIGIL_NUM_INTERVAL_H

#include "num/num.h"

enum interval_method {
	INTERVAL_EXACT, /* Clopper & Pearson 1934, Biometrika 26:404; for rates Garwood 1936, 28:437 */
	INTERVAL_MIDP,	 /* Lancaster 1961; the probability of what was seen counts half */
	INTERVAL_WILSON, /* Wilson 1927, JASA 22:209; for rates, Rao's score interval likewise */
};

/* The proportion that x of n stands for. n = 0 allows all: 0 to 1. */
struct num_interval interval_proportion(int64_t x, int64_t n, double conf, enum interval_method m);
/* Upper bound of a proportion of which n trials showed none, all of the risk on that side:
 * 1 - (1-conf)^(1/n), about 3/n for 0.95 (the rule of three; Hanley & Lippman-Hand 1983). n = 0: 1. */
double interval_none_seen(int64_t n, double conf);

/* The rate of which x events in `time` > 0 were seen, in events a unit of time. */
struct num_interval interval_rate(int64_t x, double time, double conf, enum interval_method m);

/* x1 events in time t1 against x0 in t0: given their sum, x1 is binomial (Przyborowski & Wilenski
 * 1940). Nothing seen at all: ratio NaN, bounds 0 and infinity, p-values 1. */
struct interval_ratio {
	double ratio; /* +inf when x0 = 0 */
	struct num_interval exact;
	struct num_interval midp;
	double p_central; /* twice the smaller tail, at most 1: goes with `exact` */
	double p_minlike; /* what is not more likely than what was seen: R's binom.test */
	double p_mid;	  /* goes with `midp` */
};
struct interval_ratio interval_rate_ratio(int64_t x1, double t1, int64_t x0, double t0,
					  double conf);
/* The same by the normal distribution of the logarithm with its variance times phi >= 1: events that
 * come in batches. x1, x0 > 0, else NaN. */
struct num_interval interval_rate_ratio_spread(int64_t x1, double t1, int64_t x0, double t0,
					       double phi, double conf);

/* x1/n1 - x0/n0 of two independent samples (Newcombe 1998, Stat. Med. 17:873, method 10). n > 0. */
struct num_interval interval_difference(int64_t x1, int64_t n1, int64_t x0, int64_t n0,
					double conf);

/* A proportion from a sample taken in parts at different rates, such as pairs looked at by score. */
struct interval_stratum {
	int64_t size;	/* how many there are in it */
	int64_t looked; /* how many of them were looked at, at random; 0 <= looked <= size */
	int64_t found;	/* ... and were what is counted */
};
/* The share found in the whole. Wilson's bounds of the strata are put together by squares of their
 * distances (MOVER: Zou, Huang & Zhang 2009, CSDA 53:1080), each distance times the square root of
 * (size - looked) / (size - 1), for a stratum looked at wholly is known. One not looked at may hold all
 * or nothing: its middle is 1/2 and its bounds 0 and 1, added and not squared. *ret_share may be NULL. */
struct num_interval interval_stratified(const struct interval_stratum *s, size_t n, double conf,
					double *ret_share);

#endif
