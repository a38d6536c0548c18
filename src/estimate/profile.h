/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * profile.h - how far N can move before a log-linear model fits clearly worse.
 *
 * Cormack 1992 (Biometrics 48:567), as Rcapture's closedpCI.t: for each number n0 of people on no list the
 * model is fitted to the table with that cell, and the multinomial likelihood
 *
 *	l(N) = log N! - log n0! + sum of y log(mu/N), n0 among the y,
 *
 * is compared with its largest value: N is inside while 2 (l_max - l(N)) <= the chi-square quantile of
 * one degree. n0 is taken as any number >= 0 and factorials are gamma functions (Rcapture: Stirling).
 */
#ifndef VIGIL_ESTIMATE_PROFILE_H
#define VIGIL_ESTIMATE_PROFILE_H

#include "estimate/loglinear_fit.h"

struct profile {
	double centre; /* where l is largest: a little below the Poisson N */
	double lo, hi; /* NaN: without end, or not found */
};

/* `n` is the Poisson N of the model: where the search begins. The model must exist. */
int profile_interval(const struct fit_table *t, const struct fit_terms *m, double n, double conf,
		     struct profile *ret, struct err *e) MUST_USE;

#endif
