/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two rates compared: all is a statement on the binomial share of the first in the sum. */
#include "num/interval.h"

#include "num/dist.h"

static bool is_rate(int64_t x, double t)
{
	return x >= 0 && x <= NUM_COUNT_MAX / 2 && t > 0 && t < HUGE_VAL;
}

/* A bound of the share as a bound of the ratio; a share of 1 is a ratio without end. */
static struct num_interval ratio_of_share(struct num_interval p, double t1, double t0)
{
	return (struct num_interval){
		.lo = p.lo < 1 ? p.lo / (1 - p.lo) * (t0 / t1) : HUGE_VAL,
		.hi = p.hi < 1 ? p.hi / (1 - p.hi) * (t0 / t1) : HUGE_VAL,
	};
}

/* Where on the other side of the mode the probability has fallen to `seen`, found by halving: the
 * binomial falls steadily there. *ret_from is the first (upwards) or last (downwards) such count;
 * false: none. `seen` has R's allowance of 1e-7 for probabilities that are equal but for rounding. */
static bool as_unlikely(struct dist d, double x, double mode, double seen, double *ret_from)
{
	double end = x < mode ? d.a : 0;
	double near = mode; /* more likely than what was seen */
	double far = end;
	if (dist_d(d, end) > seen)
		return false;
	while (fabs(far - near) > 1) {
		double middle = floor((far + near) / 2);
		if (dist_d(d, middle) > seen)
			near = middle;
		else
			far = middle;
	}
	*ret_from = far;
	return true;
}

static double p_minlike(struct dist d, double x)
{
	double mode = floor((d.a + 1) * d.b);
	double seen = dist_d(d, x) * (1 + 1e-7);
	double other;
	if (mode > d.a)
		mode = d.a;
	if (dist_d(d, mode) <= seen)
		return 1;
	double p = x < mode ? dist_p(d, x, DIST_BELOW) : dist_p(d, x - 1, DIST_ABOVE);
	if (as_unlikely(d, x, mode, seen, &other))
		p += x < mode ? dist_p(d, other - 1, DIST_ABOVE) : dist_p(d, other, DIST_BELOW);
	return p < 1 ? p : 1;
}

static double twice(double tail)
{
	return tail < 0.5 ? 2 * tail : 1;
}

struct interval_ratio interval_rate_ratio(int64_t x1, double t1, int64_t x0, double t0, double conf)
{
	struct interval_ratio ret = { NUM_NAN, NUM_NO_INTERVAL, NUM_NO_INTERVAL,
				      NUM_NAN, NUM_NAN,		NUM_NAN };
	if (!is_rate(x1, t1) || !is_rate(x0, t0) || !(conf > 0 && conf < 1))
		return ret;
	int64_t n = x1 + x0;
	ret.exact = ratio_of_share(interval_proportion(x1, n, conf, INTERVAL_EXACT), t1, t0);
	ret.midp = ratio_of_share(interval_proportion(x1, n, conf, INTERVAL_MIDP), t1, t0);
	if (n == 0) {
		ret.p_central = ret.p_minlike = ret.p_mid = 1;
		return ret;
	}
	double x = (double)x1;
	ret.ratio = x0 == 0 ? HUGE_VAL : x / t1 / ((double)x0 / t0);
	struct dist same = dist_binomial((double)n, t1 / (t1 + t0));
	double seen = dist_d(same, x);
	double below = dist_p(same, x - 1, DIST_BELOW);
	double above = dist_p(same, x, DIST_ABOVE);
	double least = below < above ? below : above;
	ret.p_central = twice(least + seen);
	ret.p_mid = twice(least + seen / 2);
	ret.p_minlike = p_minlike(same, x);
	return ret;
}

struct num_interval interval_rate_ratio_spread(int64_t x1, double t1, int64_t x0, double t0,
					       double phi, double conf)
{
	if (!is_rate(x1, t1) || !is_rate(x0, t0) || x1 == 0 || x0 == 0 ||
	    !(phi >= 1 && phi < HUGE_VAL))
		return NUM_NO_INTERVAL;
	double a = (double)x1;
	double b = (double)x0;
	double half = dist_z(conf) * sqrt(phi * (1 / a + 1 / b));
	double middle = log(a / t1 / (b / t0));
	return (struct num_interval){ exp(middle - half), exp(middle + half) };
}
