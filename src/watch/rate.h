/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rate.h - two periods compared: how often then, how often now, and how sure the difference is.
 *
 * Counts are of things that happened, times any unit that is the same for both. Given their sum the first count is
 * binomial, so the ratio has exact bounds (num/interval.h). Executions come in batches: then these bounds are too
 * narrow, and those with a spread `phi` above 1 are to be shown.
 */
#ifndef VIGIL_WATCH_RATE_H
#define VIGIL_WATCH_RATE_H

#include "num/interval.h"

struct rate_period {
	int64_t count;
	double time;
	double rate;
	struct num_interval in; /* Garwood */
};

struct rate_change {
	struct rate_period now, before;
	double conf;
	struct interval_ratio ratio;
	double phi;		    /* 1: not asked for */
	struct num_interval spread; /* NaN unless phi > 1 and both counts are above 0 */
	/* How many times better the period with more would have to be documented than the other for the change to
	 * vanish: the nearer bound of the ratio, as a number above 1; 1 when the bounds hold "no change" anyhow. By
	 * the widest bounds that were made. */
	double tipping;
};

/* ERR_INPUT: a count below 0, a time or phi that makes no sense. */
int rate_compare(int64_t x1, double t1, int64_t x0, double t0, double phi, double conf,
		 struct rate_change *ret, struct err *e) MUST_USE;

#endif
