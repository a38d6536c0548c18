/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bootstrap and density: what is made of draws. */
#include "near.h"
#include "num/bootstrap.h"
#include "num/density.h"
#include "num/dist.h"
#include "num/rng.h"
#include "num/sum.h"

TEST(percentiles)
{
	AUTO_ARENA *a = arena_new(0);
	double x[1001];
	for (size_t i = 0; i < 1001; i++)
		x[i] = (double)((i * 8) % 1001);
	struct num_interval p = bootstrap_percentile(x, 1001, 0.95, a);
	CHECK_NEAR(p.lo, 25, 1e-12);
	CHECK_NEAR(p.hi, 975, 1e-12);
	x[5] = NAN;
	CHECK_NAN(bootstrap_percentile(x, 1001, 0.95, a).lo);
	x[5] = INFINITY;
	CHECK(isfinite(bootstrap_percentile(x, 1001, 0.95, a).hi));
	CHECK_NAN(bootstrap_percentile(x, 1, 0.95, a).lo);
	CHECK_NAN(bootstrap_percentile(x, 1001, 1, a).lo);
}

/* Without bias and acceleration the levels are those of the percentiles; by hand else. */
TEST(bca_levels)
{
	AUTO_ARENA *a = arena_new(0);
	double x[1001];
	for (size_t i = 0; i < 1001; i++)
		x[i] = (double)i;
	const double even[] = { 1, 2, 3 };
	struct bootstrap_bca b = bootstrap_bca(x, 1001, 500, even, NULL, 3, 0.95, a);
	CHECK_WITHIN(b.bias, 0, 1e-12);
	CHECK_WITHIN(b.acceleration, 0, 1e-12);
	CHECK_NEAR(b.bounds.lo, 25, 1e-9);
	CHECK_NEAR(b.bounds.hi, 975, 1e-9);
	/* 300.5 of 1001 below; jackknife 0, 0, 0, 4: mean 1, cubes 3 - 27 = -24, squares 12. */
	const double left[] = { 0, 4 };
	const double weight[] = { 3, 1 };
	b = bootstrap_bca(x, 1001, 300, left, weight, 2, 0.95, a);
	double z0 = dist_q(dist_normal(0, 1), 300.5 / 1001, DIST_BELOW);
	double acc = -24 / (6 * pow(12, 1.5));
	double z = 1.95996398454005;
	CHECK_NEAR(b.bias, z0, 1e-12);
	CHECK_NEAR(b.acceleration, acc, 1e-12);
	CHECK_NEAR(b.levels.lo,
		   dist_p(dist_normal(0, 1), z0 + (z0 - z) / (1 - acc * (z0 - z)), DIST_BELOW),
		   1e-9);
	CHECK_NEAR(b.levels.hi,
		   dist_p(dist_normal(0, 1), z0 + (z0 + z) / (1 - acc * (z0 + z)), DIST_BELOW),
		   1e-9);
	CHECK_NEAR(b.bounds.lo, 1000 * b.levels.lo, 1e-9);
	/* All on one side: there is no answer. */
	CHECK_NAN(bootstrap_bca(x, 1001, -5, even, NULL, 3, 0.95, a).bounds.lo);
	CHECK_NAN(bootstrap_bca(x, 1001, NAN, even, NULL, 3, 0.95, a).bounds.lo);
	CHECK_NAN(bootstrap_bca(x, 1001, 500, even, NULL, 0, 0.95, a).bounds.lo);
}

/* The mean of 20 exponentials: BCa comes nearer to its promise than the percentiles do. */
TEST(bca_covers_better_than_percentiles)
{
	enum { N = 20, B = 400, RUNS = 500 };
	int by_bca = 0;
	int by_percentile = 0;
	for (uint64_t run = 0; run < RUNS; run++) {
		AUTO_ARENA *a = arena_new(0);
		struct rng r = rng_start(80, run);
		double x[N], left[N], rep[B];
		double sum = 0;
		for (size_t i = 0; i < N; i++)
			sum += x[i] = rng_exponential(&r);
		for (size_t i = 0; i < N; i++)
			left[i] = (sum - x[i]) / (N - 1);
		for (size_t b = 0; b < B; b++) {
			rep[b] = 0;
			for (size_t i = 0; i < N; i++)
				rep[b] += x[rng_below(&r, N)] / N;
		}
		struct num_interval p = bootstrap_percentile(rep, B, 0.9, a);
		struct bootstrap_bca c = bootstrap_bca(rep, B, sum / N, left, NULL, N, 0.9, a);
		by_percentile += p.lo <= 1 && 1 <= p.hi;
		by_bca += c.bounds.lo <= 1 && 1 <= c.bounds.hi;
	}
	CHECK(by_bca > by_percentile);
	CHECK(by_bca > 0.83 * RUNS && by_bca < 0.93 * RUNS);
}

TEST(histograms)
{
	const double x[] = { 0, 0.5, 1, 1.5, 2, 3, 4, -1, 5 };
	int64_t got[4];
	CHECK(density_histogram(x, COUNT(x), 0, 4, 4, got));
	CHECK(got[0] == 2 && got[1] == 2 && got[2] == 1 && got[3] == 2);
	CHECK(!density_histogram(x, COUNT(x), 4, 4, 4, got));
	CHECK(!density_histogram(x, COUNT(x), 0, 4, 0, got));
	const double bad[] = { 1, NAN };
	CHECK(!density_histogram(bad, 2, 0, 4, 4, got));
	double y[1000];
	for (size_t i = 0; i < 1000; i++)
		y[i] = (double)i;
	CHECK_INT(density_bins(y, 1000), 10); /* 2 * 499.5 / 10 wide */
	const double same[] = { 3, 3, 3 };
	CHECK_INT(density_bins(same, 3), 1);
	CHECK_INT(density_bins(y, 0), 1);
}

enum { MANY = 2000 };

static void two_humps(double *x)
{
	struct rng r = rng_start(81, 0);
	for (size_t i = 0; i < MANY; i++)
		x[i] = rng_normal(&r) + (rng_chance(&r, 0.5) ? 10 : 0);
	sum_sort(x, MANY);
}

/* Over all pairs and not over bins, halving for the root: a second, plain writing of the same equation. */
static double plain_phi(const double *x, size_t n, double h, int order)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++) {
			double d = (x[i] - x[j]) / h;
			d *= d;
			sum += exp(-d / 2) * (order == 4 ? d * d - 6 * d + 3
							 : d * d * d - 15 * d * d + 45 * d - 15);
		}
	return sum / ((double)n * ((double)n - 1) * pow(h, order + 1) * sqrt(2 * M_PI));
}

static double plain_sj(const double *x, size_t n)
{
	double iqr = sum_quantile(x, n, 0.75) - sum_quantile(x, n, 0.25);
	double sd = sqrt(sum_variance(x, n));
	double s = iqr / 1.349 < sd ? iqr / 1.349 : sd;
	double dn = (double)n;
	double k = 1.357 * pow(plain_phi(x, n, 1.24 * s * pow(dn, -1.0 / 7), 4) /
				       -plain_phi(x, n, 1.23 * s * pow(dn, -1.0 / 9), 6),
			       1.0 / 7);
	double lo = 0.001 * s, hi = 2 * s;
	for (int i = 0; i < 40; i++) {
		double h = (lo + hi) / 2;
		double to = pow(1 / (2 * sqrt(M_PI) * dn * plain_phi(x, n, k * pow(h, 5.0 / 7), 4)),
				0.2);
		*(to > h ? &lo : &hi) = h;
	}
	return lo;
}

TEST(bandwidths)
{
	static double x[MANY];
	two_humps(x);
	double sj = density_width_sj(x, MANY);
	double nrd0 = density_width_nrd0(x, MANY);
	CHECK(sj < nrd0 / 2); /* the rule for one hump smears two */
	double few[200];
	for (size_t i = 0; i < 200; i++)
		few[i] = x[i * 10];
	CHECK_NEAR(density_width_sj(few, 200), plain_sj(few, 200), 1e-3);
	/* The best width for a normal is 1.06 n^-1/5. */
	struct rng r = rng_start(82, 0);
	for (size_t i = 0; i < MANY; i++)
		x[i] = rng_normal(&r);
	sum_sort(x, MANY);
	CHECK_NEAR(density_width_sj(x, MANY), 1.06 * pow(MANY, -0.2), 0.15);
	CHECK_NEAR(density_width_nrd0(x, MANY), 0.9 * pow(MANY, -0.2), 0.06);
	const double same[] = { 3, 3, 3 };
	CHECK_NAN(density_width_sj(same, 3));
	CHECK_NAN(density_width_nrd0(same, 3));
	CHECK_NAN(density_width_nrd0(same, 1));
}

static double area(const double *y, size_t n, double from, double to)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += y[i] * (i == 0 || i + 1 == n ? 0.5 : 1);
	return sum * (to - from) / (double)(n - 1);
}

TEST(curves)
{
	AUTO_ARENA *a = arena_new(0);
	static double x[MANY];
	double y[401];
	two_humps(x);
	CHECK(density_curve(x, MANY, 0.4, -HUGE_VAL, -6, 16, 401, y, a));
	CHECK_WITHIN(area(y, 401, -6, 16), 1, 1e-3);
	for (size_t k = 0; k < 401; k += 40) {
		double at = -6 + 22 * (double)k / 400;
		double direct = 0;
		for (size_t i = 0; i < MANY; i++)
			direct += dist_d(dist_normal(x[i], 0.4), at) / MANY;
		CHECK_WITHIN(y[k], direct, 2e-4);
	}
	/* Nothing can be under 0, and nothing is lost there. */
	struct rng r = rng_start(83, 0);
	for (size_t i = 0; i < MANY; i++)
		x[i] = rng_exponential(&r);
	CHECK(density_curve(x, MANY, 0.1, 0, 0, 12, 401, y, a));
	CHECK_WITHIN(area(y, 401, 0, 12), 1, 2e-3);
	CHECK_NEAR(y[0], 1, 0.15);
	CHECK(density_curve(x, MANY, 0.1, 0, -1, 12, 401, y, a));
	CHECK(y[0] == 0);
	CHECK(!density_curve(x, MANY, 0, 0, 0, 12, 401, y, a));
	CHECK(!density_curve(x, MANY, 0.1, 0, 12, 0, 401, y, a));
	CHECK(!density_curve(x, 0, 0.1, 0, 0, 12, 401, y, a));
	x[3] = NAN;
	CHECK(!density_curve(x, MANY, 0.1, 0, 0, 12, 401, y, a));
}
