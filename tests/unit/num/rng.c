/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/rng.h"

#include "base/pool.h"
#include "gof.h"

/* kat_vectors of Random123 (Salmon et al. 2011), philox2x64 with 10 rounds. */
TEST(philox_gives_the_published_words)
{
	static const struct {
		uint64_t counter[2], key, want[2];
	} t[] = {
		{ { 0, 0 }, 0, { 0xca00a0459843d731, 0x66c24222c9a845b5 } },
		{ { UINT64_MAX, UINT64_MAX },
		  UINT64_MAX,
		  { 0x65b021d60cd8310f, 0x4d02f3222f86df20 } },
		{ { 0x243f6a8885a308d3, 0x13198a2e03707344 },
		  0xa4093822299f31d0,
		  { 0x0a5e742c2997341c, 0xb0f883d38000de5d } },
	};
	for (size_t i = 0; i < COUNT(t); i++) {
		uint64_t got[2];
		rng_block(t[i].counter, t[i].key, got);
		CHECK(memcmp(got, t[i].want, sizeof got) == 0);
	}
}

/* The words of a stream are the blocks in their order: what another program would have to do. */
TEST(a_stream_is_the_counter_in_order)
{
	const uint64_t seed = 0x0123456789abcdef;
	const uint64_t stream = 0xfedcba9876543210;
	struct rng r = rng_start(seed, stream);
	for (uint64_t at = 0; at < 11; at++) {
		const uint64_t counter[2] = { at, stream };
		uint64_t want[2];
		rng_block(counter, seed, want);
		CHECK(rng_word(&r) == want[0]);
		CHECK(rng_word(&r) == want[1]);
	}
}

TEST(streams_and_seeds_differ)
{
	uint64_t first[40];
	for (uint64_t i = 0; i < 40; i++) {
		struct rng r = rng_start(i / 2, i % 2 ? 1000000 + i : i);
		first[i] = rng_word(&r);
		for (uint64_t j = 0; j < i; j++)
			CHECK(first[i] != first[j]);
	}
}

enum { STREAMS = 100 };

static void draw_stream(void *ctx, size_t i, int worker)
{
	double *sum = ctx;
	struct rng r = rng_start(7, i);
	(void)worker;
	sum[i] = 0;
	for (int j = 0; j < 500; j++)
		sum[i] += rng_gamma(&r, 0.3) + (double)rng_binomial(&r, 100, 0.3) + rng_normal(&r);
}

TEST(threads_do_not_change_draws)
{
	double by_one[STREAMS];
	double by_three[STREAMS];
	AUTO_POOL *one = pool_new(1);
	AUTO_POOL *three = pool_new(3);
	pool_each(one, STREAMS, draw_stream, by_one);
	pool_each(three, STREAMS, draw_stream, by_three);
	CHECK(memcmp(by_one, by_three, sizeof by_one) == 0);
}

TEST(uniforms_stay_inside)
{
	struct rng r = rng_start(1, 0);
	double least = 1, most = 0, sum = 0;
	for (int i = 0; i < 200000; i++) {
		double u = rng_uniform(&r);
		least = u < least ? u : least;
		most = u > most ? u : most;
		sum += u;
	}
	CHECK(least > 0 && least < 1e-4);
	CHECK(most < 1 && most > 1 - 1e-4);
	CHECK_WITHIN(sum / 200000, 0.5, 4 * sqrt(1.0 / 12 / 200000));
	/* The extreme words. */
	struct rng end = { .have = 1, .word = { 0 } };
	CHECK(rng_uniform(&end) > 0);
	end = (struct rng){ .have = 1, .word = { UINT64_MAX } };
	CHECK(rng_uniform(&end) < 1);
}

TEST(below_is_even)
{
	static const uint64_t ns[] = { 1, 2, 3, 7, 10, 63, 64, 1000 };
	for (size_t i = 0; i < COUNT(ns); i++) {
		static double seen[1000], expect[1000];
		struct rng r = rng_start(2, i);
		for (size_t j = 0; j < ns[i]; j++)
			seen[j] = 0, expect[j] = 100000.0 / (double)ns[i];
		for (int j = 0; j < 100000; j++)
			seen[rng_below(&r, ns[i])]++;
		CHECK(gof_chi2(seen, expect, ns[i]) > GOF_P);
	}
	/* A range of three quarters of all words: without rejection the lower third would come twice as often. */
	struct rng r = rng_start(2, 99);
	const uint64_t n = UINT64_MAX / 4 * 3;
	int64_t low = 0;
	for (int j = 0; j < 30000; j++)
		low += rng_below(&r, n) < n / 3;
	CHECK_WITHIN((double)low, 10000, 4 * sqrt(30000 * 2.0 / 9));
}

enum { MANY = 200000 };
static double draw[MANY];

TEST(normals_and_exponentials)
{
	struct rng r = rng_start(3, 0);
	double s1 = 0, s2 = 0, s3 = 0, s4 = 0;
	for (int i = 0; i < MANY; i++) {
		double x = draw[i] = rng_normal(&r);
		s1 += x, s2 += x * x, s3 += x * x * x, s4 += x * x * x * x;
	}
	CHECK_WITHIN(s1 / MANY, 0, 4 * sqrt(1.0 / MANY));
	CHECK_WITHIN(s2 / MANY, 1, 4 * sqrt(2.0 / MANY));
	CHECK_WITHIN(s3 / MANY, 0, 4 * sqrt(15.0 / MANY));
	CHECK_WITHIN(s4 / MANY, 3, 4 * sqrt(96.0 / MANY));
	CHECK(gof_even(draw, MANY, dist_normal(0, 1)) > GOF_P);
	for (int i = 0; i < MANY; i++)
		draw[i] = rng_exponential(&r);
	CHECK(gof_even(draw, MANY, dist_gamma(1, 1)) > GOF_P);
}

/* The tail beyond 3.654 is drawn by a method of its own; few draws get there. */
TEST(the_tail_of_the_normal)
{
	struct rng r = rng_start(4, 0);
	const double from = 3.7;
	size_t n = 0;
	double beyond = dist_p(dist_normal(0, 1), from, DIST_ABOVE);
	for (int i = 0; i < 20000000; i++) {
		double x = rng_normal(&r);
		if (fabs(x) > from && n < MANY)
			draw[n++] = dist_p(dist_normal(0, 1), fabs(x), DIST_ABOVE) / beyond;
	}
	double expect = 2 * beyond * 20000000;
	CHECK_WITHIN((double)n, expect, 4 * sqrt(expect));
	CHECK(gof_even(draw, n, dist_beta(1, 1)) > GOF_P);
}

TEST(gammas_of_all_shapes)
{
	static const double shapes[] = { 0.05, 0.25, 0.9, 1, 1.5, 4, 30, 1000, 1e6 };
	for (size_t i = 0; i < COUNT(shapes); i++) {
		double a = shapes[i];
		struct rng r = rng_start(5, i);
		double sum = 0, square = 0;
		for (int j = 0; j < MANY; j++) {
			draw[j] = rng_gamma(&r, a);
			sum += draw[j];
			square += (draw[j] - a) * (draw[j] - a);
		}
		CHECK_WITHIN(sum / MANY, a, 4 * sqrt(a / MANY));
		CHECK_WITHIN(square / MANY, a, 4 * sqrt((2 * a * a + 6 * a) / MANY));
		CHECK(gof_even(draw, MANY, dist_gamma(a, 1)) > GOF_P);
		for (int j = 0; j < MANY; j++)
			draw[j] = exp(rng_log_gamma(&r, a));
		CHECK(gof_even(draw, MANY, dist_gamma(a, 1)) > GOF_P);
	}
}

TEST(log_gammas_of_tiny_shapes_stay_finite)
{
	struct rng r = rng_start(6, 0);
	for (int i = 0; i < 1000; i++)
		CHECK(isfinite(rng_log_gamma(&r, 1e-6)));
}

TEST(betas)
{
	static const double ab[][2] = { { 1, 1 }, { 0.3, 0.3 }, { 1, 0.25 },
					{ 5, 2 }, { 100, 900 }, { 0.5, 40 } };
	for (size_t i = 0; i < COUNT(ab); i++) {
		struct rng r = rng_start(8, i);
		struct dist d = dist_beta(ab[i][0], ab[i][1]);
		for (int j = 0; j < MANY; j++)
			draw[j] = rng_beta(&r, ab[i][0], ab[i][1]);
		CHECK(gof_even(draw, MANY, d) > GOF_P);
		for (int j = 0; j < MANY; j++) {
			double lx, rest;
			rng_log_beta(&r, ab[i][0], ab[i][1], &lx, &rest);
			draw[j] = exp(lx);
			CHECK(fabs(draw[j] + exp(rest) - 1) < 1e-12);
		}
		CHECK(gof_even(draw, MANY, d) > GOF_P);
	}
}

TEST(dirichlet_shares_are_betas)
{
	static const double alpha[] = { 0.2, 1, 3.8 };
	struct rng r = rng_start(9, 0);
	for (size_t k = 0; k < 3; k++) {
		for (int j = 0; j < MANY / 4; j++) {
			double share[3];
			rng_dirichlet(&r, alpha, 3, share);
			CHECK(fabs(share[0] + share[1] + share[2] - 1) < 1e-12);
			draw[j] = share[k];
		}
		CHECK(gof_even(draw, MANY / 4, dist_beta(alpha[k], 5 - alpha[k])) > GOF_P);
	}
}

TEST(picks_follow_weights)
{
	static const double weight[] = { 0, 3, 0, 1, 6, 0 };
	double seen[6] = { 0 };
	double expect[6];
	struct rng r = rng_start(10, 0);
	for (int i = 0; i < MANY; i++)
		seen[rng_pick(&r, weight, 6)]++;
	for (size_t i = 0; i < 6; i++)
		expect[i] = weight[i] / 10 * MANY;
	CHECK(seen[0] == 0 && seen[2] == 0 && seen[5] == 0);
	CHECK(gof_chi2(seen, expect, 6) > GOF_P);
}

TEST(every_order_comes_equally_often)
{
	double seen[24] = { 0 };
	double expect[24];
	struct rng r = rng_start(11, 0);
	for (int i = 0; i < 48000; i++) {
		size_t list[4] = { 0, 1, 2, 3 };
		rng_shuffle(&r, list, 4);
		size_t rank = 0;
		for (size_t j = 0; j < 4; j++) {
			size_t smaller = 0;
			for (size_t k = j + 1; k < 4; k++)
				smaller += list[k] < list[j];
			rank = rank * (4 - j) + smaller;
		}
		seen[rank]++;
	}
	for (size_t i = 0; i < 24; i++)
		expect[i] = 2000;
	CHECK(gof_chi2(seen, expect, 24) > GOF_P);
}

TEST(samples_are_ascending_and_even)
{
	double seen[10] = { 0 };
	double expect[10];
	struct rng r = rng_start(12, 0);
	for (int i = 0; i < 20000; i++) {
		size_t got[3];
		rng_sample(&r, 5, 3, got);
		CHECK(got[0] < got[1] && got[1] < got[2] && got[2] < 5);
		/* The two left out name the subset. */
		size_t out = 0;
		size_t left[2];
		for (size_t j = 0; j < 5; j++)
			if (j != got[0] && j != got[1] && j != got[2])
				left[out++] = j;
		seen[left[0] * (9 - left[0]) / 2 + left[1] - left[0] - 1]++;
	}
	for (size_t i = 0; i < 10; i++)
		expect[i] = 2000;
	CHECK(gof_chi2(seen, expect, 10) > GOF_P);
	size_t all[4];
	rng_sample(&r, 4, 4, all);
	CHECK(all[0] == 0 && all[3] == 3);
	rng_sample(&r, 4, 0, all);
}
