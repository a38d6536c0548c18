/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "gof.h"
#include "num/rng.h"

enum { MANY = 200000 };
static int64_t draw[MANY];

static void check_moments(double mean, double variance)
{
	double sum = 0;
	double square = 0;
	for (int i = 0; i < MANY; i++) {
		double d = (double)draw[i] - mean;
		sum += d;
		square += d * d;
	}
	CHECK_WITHIN(sum / MANY, 0, 4 * sqrt(variance / MANY) + 1e-9);
	/* Generous for the fourth moment: the exact shape is what gof_count looks at. */
	CHECK_WITHIN(square / MANY, variance, 0.05 * variance + 1e-9);
}

TEST(binomials)
{
	static const struct {
		int64_t n;
		double p;
	} t[] = {
		{ 1, 0.3 },	      { 5, 0.5 },	 { 10, 0.01 },	   { 10, 0.99 },
		{ 19, 0.5 },	      { 20, 0.5 },	 { 21, 0.5 },	   { 100, 0.099 },
		{ 100, 0.1 },	      { 100, 0.101 },	 { 100, 0.9 },	   { 4400, 0.002 },
		{ 4400, 0.4 },	      { 1000000, 1e-5 }, { 1000000, 0.3 }, { 2000000000, 0.7 },
		{ 2000000000, 1e-9 }, { 1000, 0.001 },
	};
	for (size_t i = 0; i < COUNT(t); i++) {
		struct rng r = rng_start(20, i);
		double n = (double)t[i].n;
		for (int j = 0; j < MANY; j++) {
			draw[j] = rng_binomial(&r, t[i].n, t[i].p);
			CHECK(draw[j] >= 0 && draw[j] <= t[i].n);
		}
		check_moments(n * t[i].p, n * t[i].p * (1 - t[i].p));
		double p = gof_count(draw, MANY, dist_binomial(n, t[i].p));
		if (!(p > GOF_P))
			FAIL("binomial %zu: p = %g", i, p);
	}
	struct rng r = rng_start(20, 99);
	CHECK_INT(rng_binomial(&r, 0, 0.5), 0);
	CHECK_INT(rng_binomial(&r, 7, 0), 0);
	CHECK_INT(rng_binomial(&r, 7, 1), 7);
}

TEST(poissons)
{
	static const double means[] = { 1e-4, 0.5, 3, 9.99, 10, 12.5, 40, 1000, 1e6, 1e9 };
	for (size_t i = 0; i < COUNT(means); i++) {
		struct rng r = rng_start(21, i);
		for (int j = 0; j < MANY; j++)
			draw[j] = rng_poisson(&r, means[i]);
		if (means[i] > 0.01)
			check_moments(means[i], means[i]);
		double p = gof_count(draw, MANY, dist_poisson(means[i]));
		if (!(p > GOF_P))
			FAIL("Poisson %zu: p = %g", i, p);
	}
	struct rng r = rng_start(21, 99);
	CHECK_INT(rng_poisson(&r, 0), 0);
	CHECK_INT(rng_poisson(&r, 1e300), RNG_COUNT_MAX);
}

TEST(negative_binomials)
{
	static const double t[][2] = {
		{ 0.3, 0.1 }, { 1, 0.5 }, { 4.5, 0.2 }, { 100, 0.9 }, { 2000, 0.25 }
	};
	for (size_t i = 0; i < COUNT(t); i++) {
		struct rng r = rng_start(22, i);
		double size = t[i][0];
		double prob = t[i][1];
		double mean = size * (1 - prob) / prob;
		for (int j = 0; j < MANY; j++)
			draw[j] = rng_nbinom(&r, size, prob);
		check_moments(mean, mean / prob);
		CHECK(gof_count(draw, MANY, dist_nbinom(size, prob)) > GOF_P);
		for (int j = 0; j < MANY; j++)
			draw[j] = rng_nbinom_mu(&r, size, mean);
		CHECK(gof_count(draw, MANY, dist_nbinom_mu(size, mean)) > GOF_P);
	}
}

/* Each place of a multinomial is a binomial, and any two together are one. */
TEST(multinomials)
{
	static const double weight[] = { 0, 2, 1e-300, 5, 3, 0 };
	enum { K = 6, N = 37 };
	for (size_t place = 0; place < K; place++) {
		struct rng r = rng_start(23, 0);
		for (int j = 0; j < MANY / 2; j++) {
			int64_t got[K];
			int64_t sum = 0;
			rng_multinomial(&r, N, weight, K, got);
			for (size_t k = 0; k < K; k++) {
				CHECK(got[k] >= 0);
				sum += got[k];
			}
			CHECK(sum == N && got[0] == 0 && got[2] == 0 && got[5] == 0);
			draw[j] = got[place] + (place == 3 ? got[1] : 0);
		}
		double share = (weight[place] + (place == 3 ? 2 : 0)) / 10;
		if (share > 0.01)
			CHECK(gof_count(draw, MANY / 2, dist_binomial(N, share)) > GOF_P);
	}
}

/* A wrong distribution must be found: what gof_count would let through proves nothing. */
TEST(the_test_itself_sees_a_wrong_mean)
{
	struct rng r = rng_start(24, 0);
	for (int j = 0; j < MANY; j++)
		draw[j] = rng_poisson(&r, 40.2);
	CHECK(gof_count(draw, MANY, dist_poisson(40)) < GOF_P);
}

/* What a seed gives is part of every published figure: a change here is a change of all of them, and is
 * said in the release notes. Whole numbers are exact; libm may round the last digit of others. */
TEST(draws_of_a_seed_stay_what_they_are)
{
	struct rng r = rng_start(2025, 7);
	static const double want[] = { 0.6806759103701604,
				       948129,
				       0.52892024235647772,
				       0.53452718489255202,
				       6.4359893418644809,
				       -1.5012336245744353,
				       0.31036609536163884,
				       2,
				       1786,
				       1,
				       4126,
				       13,
				       888497 };
	double got[COUNT(want)];
	size_t n = 0;
	CHECK(rng_word(&r) == 0x9af96fa7ae5d5ae7);
	CHECK(rng_word(&r) == 0x8ab588e578bbf5e1);
	got[n++] = rng_uniform(&r);
	got[n++] = (double)rng_below(&r, 1000000);
	got[n++] = rng_normal(&r);
	got[n++] = rng_exponential(&r);
	got[n++] = rng_gamma(&r, 3.5);
	got[n++] = rng_log_gamma(&r, 0.25);
	got[n++] = rng_beta(&r, 0.5, 2);
	got[n++] = (double)rng_binomial(&r, 20, 0.2);
	got[n++] = (double)rng_binomial(&r, 4400, 0.4);
	got[n++] = (double)rng_poisson(&r, 4);
	got[n++] = (double)rng_poisson(&r, 4000);
	got[n++] = (double)rng_nbinom(&r, 2.5, 0.1);
	got[n++] = (double)rng_below(&r, 1000000);
	for (size_t i = 0; i < n; i++)
		CHECK_NEAR(got[i], want[i], 1e-13);
}
