/* SPDX-License-Identifier: GPL-3.0-or-later */
/* near.h - doubles compared, and tables of them read, in tests of num/. */
#ifndef VIGIL_TEST_NEAR_H
#define VIGIL_TEST_NEAR_H

#include <math.h>

#include "check.h"

static inline bool near_is(double got, double want, double rel)
{
	if (isnan(want) || isinf(want))
		return isnan(want) ? isnan(got) : got == want;
	return fabs(got - want) <= rel * fabs(want);
}

/* Equal to within `rel` of what is wanted; equal where that is 0, NaN or infinite. */
#define CHECK_NEAR(got, want, rel)                                                                 \
	do {                                                                                       \
		double gn_ = (got), wn_ = (want);                                                  \
		if (!near_is(gn_, wn_, (rel)))                                                     \
			FAIL("%s is %.12g, not %.12g", #got, gn_, wn_);                            \
	} while (0)

/* Equal to within `tol`, whatever the size. */
#define CHECK_WITHIN(got, want, tol)                                                               \
	do {                                                                                       \
		double gw_ = (got), ww_ = (want);                                                  \
		if (!(fabs(gw_ - ww_) <= (tol)))                                                   \
			FAIL("%s is %.12g, not %.12g", #got, gw_, ww_);                            \
	} while (0)

#define CHECK_NAN(got)                                                                             \
	do {                                                                                       \
		double gx_ = (got);                                                                \
		if (!isnan(gx_))                                                                   \
			FAIL("%s is %.12g, not refused", #got, gx_);                               \
	} while (0)

#endif
