/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * loglinear.h - hierarchical log-linear models of lists, and how many of them fit nearly as well.
 *
 * Fienberg 1972 (Biometrika 59:591); counted as R's Rcapture does (Baillargeon & Rivest 2007, J. Stat.
 * Softw. 19:5): Poisson, N = n + exp(intercept), AIC with 2 and BIC with log n for each term. For 3 and 4
 * lists all hierarchical models with all lists in them are fitted, the saturated one left out (8, 113);
 * for 5 all that have pairs only (1,024); for 6 to 10 a walk over pairs, one put in or taken out at a
 * time, by BIC. Models whose estimate does not exist give no number and are named.
 *
 * What to show is the table of all models within 2 and 6 of the best BIC and never the winner alone:
 * near ties may differ in N by half (statistics.md, finding 2).
 *
 * Heterogeneity (Rivest & Baillargeon 2007, Biometrics 63:999): people differ in how easily all lists reach
 * them; one more column made of the number of lists. Chao's is a floor, the others lean on a curve.
 */
#ifndef VIGIL_ESTIMATE_LOGLINEAR_H
#define VIGIL_ESTIMATE_LOGLINEAR_H

#include "base/pool.h"
#include "estimate/result.h"

struct loglinear_options {
	bool all;	   /* answer all models tried and not only those within 6 of the best */
	bool quick;	   /* no profile intervals but the winner's, no variants */
	struct pool *pool; /* NULL: alone. Not used below some hundred models. */
};

/* Not made: fewer than 3 lists, more than 10, or no model exists. */
int loglinear_run(const struct cells *c, const struct loglinear_options *o, struct arena *a,
		  struct loglinear_result *ret, struct err *e) MUST_USE;

enum loglinear_spread {
	LOGLINEAR_CHAO, /* Mth Chao: one column for each number of lists beyond 2, none below 0 */
	LOGLINEAR_POISSON, /* 2^k - 1 */
	LOGLINEAR_DARROCH, /* k^2 / 2 */
	LOGLINEAR_GAMMA	   /* log(3.5) - log(3.5 + k) */
};
/* One variant. Its bounds are Chao's 1987 from the standard error (Biometrics 43:783, eq. 12).
 * `exists` is false when the fit did not come to an end. 3 to 10 lists. */
int loglinear_variant(const struct cells *c, enum loglinear_spread h, struct loglinear_model *ret,
		      struct err *e) MUST_USE;

#endif
