/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rate.c - two periods compared. */
#include "watch/rate.h"

#include <math.h>

static struct rate_period period(int64_t x, double t, double conf)
{
	return (struct rate_period){
		.count = x,
		.time = t,
		.rate = (double)x / t,
		.in = interval_rate(x, t, conf, INTERVAL_EXACT),
	};
}

static double tipping_of(struct num_interval in)
{
	if (in.lo > 1)
		return in.lo;
	return in.hi < 1 ? 1 / in.hi : 1;
}

int rate_compare(int64_t x1, double t1, int64_t x0, double t0, double phi, double conf,
		 struct rate_change *ret, struct err *e)
{
	if (x1 < 0 || x0 < 0 || x1 > NUM_COUNT_MAX / 2 || x0 > NUM_COUNT_MAX / 2)
		return err_set(e, ERR_INPUT, "a count is a whole number from 0");
	if (!(t1 > 0) || !(t0 > 0) || !isfinite(t1) || !isfinite(t0))
		return err_set(e, ERR_INPUT, "a period has a length above 0");
	if (!(phi >= 1) || !isfinite(phi))
		return err_set(e, ERR_INPUT, "the spread phi is at least 1");
	if (!(conf > 0 && conf < 1))
		return err_set(e, ERR_INPUT, "the confidence is between 0 and 1: 0.95");
	*ret = (struct rate_change){
		.now = period(x1, t1, conf),
		.before = period(x0, t0, conf),
		.conf = conf,
		.ratio = interval_rate_ratio(x1, t1, x0, t0, conf),
		.phi = phi,
		.spread = NUM_NO_INTERVAL,
	};
	if (phi > 1 && x1 > 0 && x0 > 0)
		ret->spread = interval_rate_ratio_spread(x1, t1, x0, t0, phi, conf);
	ret->tipping = tipping_of(isnan(ret->spread.lo) ? ret->ratio.exact : ret->spread);
	return 0;
}
