/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * isotonic.h - the closest line that never falls: calibration, and anything known to rise.
 *
 * Pool adjacent violators (Ayer et al. 1955; Barlow et al. 1972): the unique minimum of
 * sum w (y - fit)^2 among sequences that never fall, in one walk.
 */
#ifndef VIGIL_NUM_ISOTONIC_H
#define VIGIL_NUM_ISOTONIC_H

#include "num/num.h"

/* `y` in the order of what it shall rise with; `w` weights > 0, or NULL for all 1. `ret` may be `y`.
 * Ties in that order are the caller's: put them together first, or the answer depends on their order. */
void isotonic_fit(const double *y, const double *w, size_t n, double *ret);
void isotonic_fit_falling(const double *y, const double *w, size_t n, double *ret);
/* The fit between its points, straight from one to the next and level beyond the ends. `x` rises
 * strictly; n > 0. */
double isotonic_at(const double *x, const double *fit, size_t n, double at);

#endif
