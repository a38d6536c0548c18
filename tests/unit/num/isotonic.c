/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/isotonic.h"

#include "near.h"
#include "num/rng.h"

TEST(violators_are_pooled)
{
	static const struct {
		double y[6], want[6];
	} t[] = {
		{ { 1, 2, 3, 4, 5, 6 }, { 1, 2, 3, 4, 5, 6 } },
		{ { 6, 5, 4, 3, 2, 1 }, { 3.5, 3.5, 3.5, 3.5, 3.5, 3.5 } },
		{ { 1, 3, 2, 4, 3, 5 }, { 1, 2.5, 2.5, 3.5, 3.5, 5 } },
		{ { 4, 1, 1, 7, 2, 3 }, { 2, 2, 2, 4, 4, 4 } },
		{ { 1, 1, 1, 1, 1, 1 }, { 1, 1, 1, 1, 1, 1 } },
	};
	for (size_t i = 0; i < COUNT(t); i++) {
		double got[6];
		double falling[6];
		double mirror[6];
		isotonic_fit(t[i].y, NULL, 6, got);
		for (size_t j = 0; j < 6; j++)
			mirror[j] = -t[i].y[j];
		isotonic_fit_falling(mirror, NULL, 6, falling);
		for (size_t j = 0; j < 6; j++) {
			CHECK_WITHIN(got[j], t[i].want[j], 1e-14);
			CHECK_WITHIN(falling[j], -t[i].want[j], 1e-14);
		}
	}
	isotonic_fit(NULL, NULL, 0, NULL);
}

TEST(weights_count)
{
	double y[] = { 3, 1, 2 };
	const double w[] = { 1, 3, 2 };
	isotonic_fit(y, w, 3, y);
	CHECK_NEAR(y[0], 1.5, 1e-15);
	CHECK_NEAR(y[1], 1.5, 1e-15);
	CHECK_NEAR(y[2], 2, 1e-15);
}

/* What makes it the minimum (Barlow et al. 1972, theorem 1.10): it never falls, residuals sum to 0 over
 * each level, and no beginning of a level lies below it. */
TEST(random_fits_are_minima)
{
	for (uint64_t stream = 0; stream < 200; stream++) {
		enum { N = 60 };
		struct rng r = rng_start(30, stream);
		double y[N], w[N], fit[N];
		for (int i = 0; i < N; i++) {
			y[i] = 0.02 * i + rng_normal(&r);
			w[i] = 0.1 + rng_gamma(&r, 1);
		}
		isotonic_fit(y, w, N, fit);
		double sum = 0;
		for (int i = 0; i < N; i++) {
			sum += w[i] * (y[i] - fit[i]);
			CHECK(sum > -1e-9);
			if (i + 1 == N || fit[i + 1] > fit[i]) {
				CHECK_WITHIN(sum, 0, 1e-9);
				sum = 0;
			} else {
				CHECK(fit[i + 1] == fit[i]);
			}
		}
	}
}

TEST(between_the_points)
{
	const double x[] = { 0, 1, 3, 4 };
	const double fit[] = { 10, 20, 20, 50 };
	static const double t[][2] = { { -5, 10 },  { 0, 10 },	 { 0.5, 15 }, { 1, 20 },
				       { 2.5, 20 }, { 3.5, 35 }, { 4, 50 },   { 9, 50 } };
	for (size_t i = 0; i < COUNT(t); i++)
		CHECK_NEAR(isotonic_at(x, fit, 4, t[i][0]), t[i][1], 1e-15);
	CHECK_NAN(isotonic_at(x, fit, 4, NAN));
	CHECK_NEAR(isotonic_at(x, fit, 1, 7), 10, 0);
}
