/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * density.h - how draws are spread, for plots: counts in equal bins, and a smooth curve.
 * All values finite, else the answer is refused (NaN, or false).
 */
#ifndef VIGIL_NUM_DENSITY_H
#define VIGIL_NUM_DENSITY_H

#include "num/num.h"

enum { DENSITY_BINS_MAX = 1000 };

/* How many bins between the least and the largest of n ascending values (Freedman & Diaconis 1981): at
 * least 1, at most DENSITY_BINS_MAX. */
size_t density_bins(const double *sorted, size_t n);
/* Values in each of `bins` equal parts of lo..hi, the upper edge with the last; others are counted
 * nowhere. false: not a range, or a value is not finite. */
bool density_histogram(const double *x, size_t n, double lo, double hi, size_t bins, int64_t *ret);

/* Bandwidths of a normal kernel, of n > 1 ascending values that are not all equal. */
double density_width_nrd0(const double *sorted,
			  size_t n); /* Silverman 1986, eq. 3.31: R's default */
/* Sheather & Jones 1991 (JRSS-B 53:683), solving the equation, over pairs in 1,000 bins like R's bw.SJ.
 * Better than the above where there are two humps. NaN where no root is: take nrd0. */
double density_width_sj(const double *sorted, size_t n);

/* The curve at `points` equally spaced places from lo to hi, area 1. Values are first put on a grid
 * of 2,048 between its ends (linear binning), so `width` shall be over (hi - lo) / 1000. What lies
 * under `floor`, where nothing can be, is turned back up there; -HUGE_VAL: no floor. */
bool density_curve(const double *x, size_t n, double width, double floor, double lo, double hi,
		   size_t points, double *ret, struct arena *a);

#endif
