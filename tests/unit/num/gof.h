/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gof.h - do draws come from the distribution they claim? Seeds are fixed, so a test gives the same
 * answer for ever; a right generator fails one of these once in 10,000 choices of the seed.
 */
#ifndef VIGIL_TEST_GOF_H
#define VIGIL_TEST_GOF_H

#include "near.h"
#include "num/dist.h"

enum { GOF_BINS = 64 };
#define GOF_P 1e-4

/* Counts seen against counts expected, cells expecting less than 8 put together with the next. */
static inline double gof_chi2(const double *seen, const double *expect, size_t n)
{
	double sum = 0;
	double s = 0;
	double x = 0;
	double cells = 0;
	for (size_t i = 0; i < n; i++) {
		s += seen[i];
		x += expect[i];
		if (x < 8 && i + 1 < n)
			continue;
		if (x > 0) {
			sum += (s - x) * (s - x) / x;
			cells++;
		}
		s = x = 0;
	}
	return cells > 1 ? dist_p(dist_chi2(cells - 1), sum, DIST_ABOVE) : 1;
}

/* p-value that n continuous draws come from d: their probabilities are even over (0, 1). */
static inline double gof_even(const double *draw, size_t n, struct dist d)
{
	double seen[GOF_BINS] = { 0 };
	double expect[GOF_BINS];
	for (size_t i = 0; i < n; i++) {
		double p = dist_p(d, draw[i], DIST_BELOW);
		size_t bin = (size_t)(p * GOF_BINS);
		seen[bin < GOF_BINS ? bin : GOF_BINS - 1]++;
	}
	for (size_t i = 0; i < GOF_BINS; i++)
		expect[i] = (double)n / GOF_BINS;
	return gof_chi2(seen, expect, GOF_BINS);
}

enum { GOF_SPAN = 4096 };

/* The same for counts, value by value between the outer quantiles of 1e-6. */
static inline double gof_count(const int64_t *draw, size_t n, struct dist d)
{
	static double seen[GOF_SPAN + 2];
	static double expect[GOF_SPAN + 2];
	double lo = dist_q(d, 1e-6, DIST_BELOW);
	double hi = dist_q(d, 1e-6, DIST_ABOVE);
	double step = ceil((hi - lo + 1) / GOF_SPAN);
	size_t cells = (size_t)ceil((hi - lo + 1) / step);
	for (size_t i = 0; i < cells + 2; i++) {
		double from = lo + step * ((double)i - 1) - 1;
		seen[i] = 0;
		expect[i] = i == 0	     ? dist_p(d, lo - 1, DIST_BELOW)
			    : i == cells + 1 ? dist_p(d, from, DIST_ABOVE)
					     : dist_p(d, from + step, DIST_BELOW) -
						       dist_p(d, from, DIST_BELOW);
		expect[i] *= (double)n;
	}
	for (size_t i = 0; i < n; i++) {
		double at = floor(((double)draw[i] - lo) / step) + 1;
		seen[at < 0 ? 0 : at > (double)cells ? cells + 1 : (size_t)at]++;
	}
	return gof_chi2(seen, expect, cells + 2);
}

#endif
