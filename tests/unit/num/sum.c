/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/sum.h"

#include "near.h"

TEST(sums_keep_small_things)
{
	enum { N = 100000 };
	static double x[N];
	struct sum s = { 0 };
	for (size_t i = 0; i < N; i++) {
		x[i] = 0.1;
		sum_add(&s, x[i]);
	}
	CHECK_NEAR(sum_of(x, N), 10000, 1e-15);
	CHECK_NEAR(sum_value(&s), 10000, 1e-16);
	struct sum big = { 0 };
	sum_add(&big, 1), sum_add(&big, 1e100), sum_add(&big, 1), sum_add(&big, -1e100);
	CHECK_NEAR(sum_value(&big), 2, 0);
	sum_add(&big, INFINITY);
	CHECK_NEAR(sum_value(&big), INFINITY, 0);
	CHECK_NEAR(sum_of(NULL, 0), 0, 0);
}

TEST(moments)
{
	const double x[] = { 2, 4, 4, 4, 5, 5, 7, 9 };
	CHECK_NEAR(sum_mean(x, 8), 5, 1e-15);
	CHECK_NEAR(sum_variance(x, 8), 32.0 / 7, 1e-15);
	const double far[] = { 1e9 + 1, 1e9 + 2, 1e9 + 3 };
	CHECK_NEAR(sum_variance(far, 3), 1, 1e-12);
	CHECK_NAN(sum_mean(x, 0));
	CHECK_NAN(sum_variance(x, 1));
}

/* quantile(c(1, 2, 4, 8)) of R. */
TEST(quantiles)
{
	double x[] = { 8, 1, 4, 2 };
	sum_sort(x, 4);
	static const double t[][2] = { { 0, 1 },    { 0.25, 1.75 }, { 0.5, 3 },
				       { 0.75, 5 }, { 1, 8 },	    { 1.0 / 3, 2 } };
	for (size_t i = 0; i < COUNT(t); i++)
		CHECK_NEAR(sum_quantile(x, 4, t[i][0]), t[i][1], 1e-15);
	CHECK_NAN(sum_quantile(x, 4, 1.1));
	CHECK_NAN(sum_quantile(x, 0, 0.5));
	CHECK_NAN(sum_quantile(x, 4, NAN));
	double mixed[] = { NAN, 3, -INFINITY, NAN, 1 };
	sum_sort(mixed, 5);
	CHECK(mixed[0] == -HUGE_VAL && mixed[1] == 1 && mixed[2] == 3 && isnan(mixed[3]) &&
	      isnan(mixed[4]));
}
