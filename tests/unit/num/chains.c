/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/chains.h"

#include "near.h"
#include "num/rng.h"

enum { N = 1000, M = 4 };

static bool read_chains(const char *path, double *ret)
{
	FILE *f = fopen(path, "r");
	char line[200];
	if (!f || !fgets(line, sizeof line, f))
		return false;
	for (size_t i = 0; i < N; i++) {
		double v[M];
		if (!fgets(line, sizeof line, f) ||
		    sscanf(line, "%lf,%lf,%lf,%lf", &v[0], &v[1], &v[2], &v[3]) != M)
			return false;
		for (size_t c = 0; c < M; c++)
			ret[c * N + i] = log(v[c]);
	}
	fclose(f);
	return true;
}

/* R's posterior 1.4.0 on draws of LCMCR, one table where it converges and one where it does not. */
TEST(posterior_reference)
{
	static const struct {
		const char *path;
		double rhat, rhat_basic, bulk, tail, basic, mean, median;
	} t[] = {
		{ "tests/unit/num/data/chains_kosovo1999.csv", 1.00505761, 1.00503865, 721.293445,
		  903.867191, 648.30746, 0.0044998178, 0.00291184173 },
		{ "tests/unit/num/data/chains_ukdat_5.csv", 1.2969105, 1.4243782, 10.3750441,
		  24.1690372, 8.18713763, 0.101018352, 0.0649035453 },
	};
	for (size_t i = 0; i < COUNT(t); i++) {
		AUTO_ARENA *a = arena_new(0);
		static double x[N * M];
		if (!read_chains(t[i].path, x)) {
			FAIL("%s is not there", t[i].path);
			return;
		}
		struct chains got = chains_look(x, N, M, a);
		CHECK_NEAR(got.rhat, t[i].rhat, 5e-8);
		CHECK_NEAR(chains_rhat_basic(x, N, M, a), t[i].rhat_basic, 5e-8);
		CHECK_NEAR(got.ess_bulk, t[i].bulk, 5e-8);
		CHECK_NEAR(got.ess_tail, t[i].tail, 5e-8);
		CHECK_NEAR(chains_ess_basic(x, N, M, a), t[i].basic, 5e-8);
		CHECK_NEAR(got.mcse_mean, t[i].mean, 5e-8);
		CHECK_NEAR(got.mcse_median, t[i].median, 5e-8);
		CHECK_NEAR(chains_mcse_quantile(x, N, M, 0.5, a), t[i].median, 5e-8);
	}
}

static void autoregressive(double *x, size_t n, size_t m, double rho, double apart)
{
	for (size_t c = 0; c < m; c++) {
		struct rng r = rng_start(60, c);
		double at = rng_normal(&r);
		for (size_t i = 0; i < n; i++) {
			at = rho * at + sqrt(1 - rho * rho) * rng_normal(&r);
			x[c * n + i] = at + apart * (double)c;
		}
	}
}

/* The effective size of an autoregression is known: n (1 - rho) / (1 + rho). */
TEST(known_effective_sizes)
{
	enum { LONG = 10000 };
	static const double rhos[] = { 0, 0.5, 0.9 };
	for (size_t i = 0; i < COUNT(rhos); i++) {
		AUTO_ARENA *a = arena_new(0);
		static double x[LONG * M];
		autoregressive(x, LONG, M, rhos[i], 0);
		struct chains c = chains_look(x, LONG, M, a);
		double want = LONG * M * (1 - rhos[i]) / (1 + rhos[i]);
		CHECK_NEAR(c.ess_bulk, want, 0.15);
		CHECK_NEAR(c.ess_mean, want, 0.15);
		CHECK(c.rhat > 0.999 && c.rhat < 1.01);
		CHECK_NEAR(c.mcse_mean, 1 / sqrt(want), 0.1);
		/* The median of a normal has pi / 2 times the variance of the mean, when draws are independent. */
		if (i == 0)
			CHECK_NEAR(c.mcse_median, sqrt(M_PI / 2 / want), 0.1);
	}
}

TEST(chains_apart_are_seen)
{
	AUTO_ARENA *a = arena_new(0);
	static double x[N * M];
	autoregressive(x, N, M, 0, 2);
	struct chains c = chains_look(x, N, M, a);
	CHECK(c.rhat > 1.5 && c.ess_bulk < 20);
	/* The same middle and another width: only the folded ranks see it. */
	autoregressive(x, N, M, 0, 0);
	for (size_t i = 0; i < N; i++)
		x[i] *= 5;
	c = chains_look(x, N, M, a);
	CHECK(c.rhat_bulk < 1.01 && c.rhat_folded > 1.1 && c.rhat == c.rhat_folded);
}

/* An increasing function of the draws changes neither R-hat nor the effective sizes. */
TEST(ranks_do_not_care_for_scale)
{
	AUTO_ARENA *a = arena_new(0);
	static double x[N * M], y[N * M];
	autoregressive(x, N, M, 0.7, 0.1);
	for (size_t i = 0; i < N * M; i++)
		y[i] = exp(3 * x[i]);
	struct chains c = chains_look(x, N, M, a);
	struct chains d = chains_look(y, N, M, a);
	CHECK_NEAR(d.rhat_bulk, c.rhat_bulk, 1e-12);
	CHECK_NEAR(d.ess_bulk, c.ess_bulk, 1e-12);
	CHECK_NEAR(d.ess_tail, c.ess_tail, 1e-12);
}

TEST(what_says_nothing_is_refused)
{
	AUTO_ARENA *a = arena_new(0);
	double x[40] = { 0 };
	CHECK_NAN(chains_look(x, 10, 4, a).rhat);
	x[7] = NAN;
	CHECK_NAN(chains_look(x, 10, 4, a).ess_bulk);
	x[7] = INFINITY;
	CHECK_NAN(chains_mcse_quantile(x, 10, 4, 0.5, a));
	x[7] = 1;
	CHECK_NAN(chains_look(x, 3, 4, a).rhat);
	CHECK_NAN(chains_look(x, 10, 0, a).rhat);
	CHECK_NAN(chains_mcse_quantile(x, 10, 4, 1, a));
	/* An odd number of draws, and one chain alone, are fine. */
	struct rng r = rng_start(61, 0);
	for (size_t i = 0; i < 39; i++)
		x[i] = rng_normal(&r);
	CHECK(isfinite(chains_look(x, 13, 3, a).rhat));
	CHECK(isfinite(chains_look(x, 39, 1, a).ess_bulk));
}
