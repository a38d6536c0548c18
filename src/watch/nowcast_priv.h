/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nowcast_priv.h - one series as a triangle. */
#ifndef VIGIL_WATCH_NOWCAST_PRIV_H
#define VIGIL_WATCH_NOWCAST_PRIV_H

#include "watch/nowcast.h"

/* What was known of each period 0 .. n - 1 by age 0 .. wide - 1, as of n - 1. */
struct nowcast_triangle {
	size_t n, wide;
	int64_t *by_age; /* n x wide: known within so many periods; only ages that have passed */
	int64_t *known;	 /* n: all that is known, also later than `wide` */
};

struct nowcast_triangle nowcast_triangle_of(const struct nowcast_series *s, int64_t now,
					    int64_t max_delay, struct arena *a);

static inline int64_t nowcast_by_age(const struct nowcast_triangle *x, size_t t, size_t age)
{
	return x->by_age[t * x->wide + age];
}

#endif
