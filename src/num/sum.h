/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sum.h - sums that do not depend on who computes them, and the moments and quantiles made of them.
 *
 * The order is that of the array, halved again and again (pairwise; Higham 2002, ch. 4): the error
 * grows with the logarithm of n, and the bits are the same for any number of threads that first each
 * write their own place.
 */
#ifndef VIGIL_NUM_SUM_H
#define VIGIL_NUM_SUM_H

#include "num/num.h"

double sum_of(const double *x, size_t n);
double sum_mean(const double *x, size_t n); /* NaN for n = 0 */
/* Sum of squares about the mean over n - 1, in two passes; NaN for n < 2. */
double sum_variance(const double *x, size_t n);

/* A running sum that keeps what each addition lost (Neumaier 1974). */
struct sum {
	double total;
	double lost;
};
void sum_add(struct sum *s, double x);
double sum_value(const struct sum *s);

/* Ascending, in place; NaNs last. */
void sum_sort(double *x, size_t n);
/* The quantile p of n > 0 ascending values, between neighbours (R's type 7). NaN outside 0..1. */
double sum_quantile(const double *sorted, size_t n, double p);

#endif
