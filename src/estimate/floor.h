/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * floor.h - what can be said with two lists, and below which number N hardly is.
 *
 * Chao's bound (1987, Biometrics 43:783) from f1 people on one list and f2 on two, bias-corrected:
 * n + (J-1)/J f1 (f1-1) / (2 (f2+1)). It takes all lists to be of the same size and is too high where they
 * are not: statistics.md's simulations have it above the truth in up to 98 of 100. For three lists and more
 * the floor is therefore Rivest & Baillargeon's Mth Chao (loglinear.h), in which lists differ; with two it is
 * Chapman's number. Both are floors only where no list makes another less likely. That caveat is part of the
 * result.
 *
 * Chapman 1951: (m1+1)(m2+1)/(m12+1) - 1, if two lists are independent; refused below 7 people on both
 * (Robson & Regier 1964: its bias is then not negligible). Variance: Seber 1970.
 *
 * Lum & Ball 2015 ("Estimating undocumented homicides with two lists and list dependence"): with two lists
 * dependence cannot be estimated, so it is given: N = n + odds m10 m01 / m11 for several ratios of odds.
 *
 * All bounds are Chao's: log-normal for the number unseen, so never below n.
 */
#ifndef VIGIL_ESTIMATE_FLOOR_H
#define VIGIL_ESTIMATE_FLOOR_H

#include "estimate/result.h"

enum { FLOOR_BOTH_MIN = 7 };

/* Not made: one list, or nobody on two. */
int floor_run(const struct cells *c, struct arena *a, struct floor_result *ret,
	      struct err *e) MUST_USE;

/* N of two lists if being on one multiplies the odds of being on the other by `odds` > 0. NaN: other than
 * two lists, nobody on both, or no such odds. */
double floor_dependent(const struct cells *c, double odds);

#endif
