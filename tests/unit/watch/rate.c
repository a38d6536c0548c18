/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two periods compared: what follows from the intervals, which tests/unit/num checks against published values. */
#include "watch/rate.h"

#include <math.h>

#include "check.h"

static struct rate_change compare(int64_t x1, double t1, int64_t x0, double t0, double phi)
{
	struct rate_change c = { 0 };
	struct err e = { 0 };
	CHECK_OK(rate_compare(x1, t1, x0, t0, phi, 0.95, &c, &e), &e);
	return c;
}

TEST(the_tipping_coverage_is_the_nearer_bound)
{
	struct rate_change more = compare(82, 55, 275, 365, 1);
	CHECK(fabs(more.tipping - more.ratio.exact.lo) < 1e-12);
	struct rate_change less = compare(52, 365, 98, 365, 1);
	CHECK(fabs(less.tipping - 1 / less.ratio.exact.hi) < 1e-12);
	struct rate_change none = compare(20, 10, 20, 10, 1);
	CHECK(fabs(none.tipping - 1) < 1e-12);
}

TEST(batches_widen_the_bounds_and_the_tipping_coverage_follows)
{
	struct rate_change c = compare(82, 55, 275, 365, 3);
	CHECK(c.spread.lo < c.ratio.exact.lo);
	CHECK(c.spread.hi > c.ratio.exact.hi);
	CHECK(fabs(c.tipping - c.spread.lo) < 1e-12);
	/* Spread says nothing where one count is 0. */
	CHECK(isnan(compare(5, 4, 0, 48, 3).spread.lo));
}

TEST(exchanging_the_periods_turns_the_ratio_over)
{
	struct rate_change a = compare(40, 8, 104, 52, 2);
	struct rate_change b = compare(104, 52, 40, 8, 2);
	CHECK(fabs(a.ratio.ratio * b.ratio.ratio - 1) < 1e-12);
	CHECK(fabs(a.ratio.exact.lo * b.ratio.exact.hi - 1) < 1e-9);
	CHECK(fabs(a.tipping - b.tipping) < 1e-9);
}

TEST(what_makes_no_sense_is_refused)
{
	struct rate_change c;
	struct err e = { 0 };
	CHECK_ERR(rate_compare(-1, 1, 1, 1, 1, 0.95, &c, &e), ERR_INPUT);
	CHECK_ERR(rate_compare(1, 0, 1, 1, 1, 0.95, &c, &e), ERR_INPUT);
	CHECK_ERR(rate_compare(1, 1, 1, (double)NAN, 1, 0.95, &c, &e), ERR_INPUT);
	CHECK_ERR(rate_compare(1, 1, 1, 1, 0.9, 0.95, &c, &e), ERR_INPUT);
	CHECK_ERR(rate_compare(1, 1, 1, 1, 1, 1, &c, &e), ERR_INPUT);
}
