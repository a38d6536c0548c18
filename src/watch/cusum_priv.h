/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cusum_priv.h - what the limits of both charts are made of. */
#ifndef VIGIL_WATCH_CUSUM_PRIV_H
#define VIGIL_WATCH_CUSUM_PRIV_H

#include "watch/cusum.h"

/* Limits are told at so many values, this far apart. */
enum { CUSUM_GRID = 241 };
#define CUSUM_STEP 0.05

/* Log likelihood ratio, at its best, of n periods of one mean with `sum` cases, sum > n mu0. */
double glr_flat(double sum, double n, double mu0, double alpha);

/* False alarms a period of a GLR chart of GLR_WINDOW, by mean, by variance over mean less 1, and by limit: the
 * logarithm times -1000. */
enum { GLR_TABLE_MEANS = 14, GLR_TABLE_SPREADS = 9, GLR_TABLE_LEVELS = 25 };
#define GLR_TABLE_STEP 0.5
extern const double GLR_TABLE_MEAN[GLR_TABLE_MEANS];
extern const double GLR_TABLE_SPREAD[GLR_TABLE_SPREADS];
extern const int16_t GLR_TABLE[GLR_TABLE_MEANS][GLR_TABLE_SPREADS][GLR_TABLE_LEVELS];

#endif
