/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Interrupted series: errors against a second implementation, bounds against what they promise. */
#include "watch/segment.h"

#include "check.h"
#include "num/glm.h"
#include "num/rng.h"

struct made {
	double rate, trend, step, bend; /* cases a month; ratios a year, at once, a year */
	double shape;
	double carry; /* of a month's surprise into the next: neighbours alike */
};

static struct series make(const struct made *w, size_t n, size_t at, uint64_t seed, struct arena *a)
{
	struct rng r = rng_start(seed, 3);
	int64_t *y = NEW_N(a, n, int64_t);
	double off = 0;
	for (size_t i = 0; i < n; i++) {
		double time = ((double)(i + 1) - (double)at) / 12;
		double mean = w->rate * pow(w->trend, time);
		if (i + 1 >= at)
			mean *= w->step * pow(w->bend, time);
		off = w->carry * off + rng_normal(&r) * 0.25 * sqrt(1 - w->carry * w->carry);
		mean *= w->carry > 0 ? exp(off) : 1;
		y[i] = rng_nbinom_mu(&r, w->shape, mean);
	}
	return (struct series){
		.name = STR("made"), .freq = 12, .n = n, .observed = y, .first = 1
	};
}

static struct segment fit(const struct series *s, size_t at)
{
	struct segment r = { 0 };
	struct err e = { 0 };
	CHECK_OK(segment_fit(s, at, 0.95, &r, &e), &e);
	return r;
}

static bool holds(struct num_interval in, double truth)
{
	return in.lo <= truth && truth <= in.hi;
}

static void check_coverage(const char *name, const struct made *w, double least)
{
	int level = 0;
	int change = 0;
	int last = 0;
	enum { TRIALS = 200, N = 120, AT = 73 };
	for (uint64_t seed = 1; seed <= TRIALS; seed++) {
		AUTO_ARENA *a = arena_new(0);
		struct series s = make(w, N, AT, seed, a);
		struct segment r = fit(&s, AT);
		level += holds(r.level.in, w->step);
		change += holds(r.change.in, w->bend);
		last += holds(r.last.in, w->step * pow(w->bend, (N - AT) / 12.0));
	}
	printf("  %s: of %d, level held %d times, change of trend %d, last %d\n", name, TRIALS,
	       level, change, last);
	CHECK(level >= least * TRIALS && change >= least * TRIALS && last >= least * TRIALS);
}

TEST(bounds_hold_what_they_promise)
{
	check_coverage("independent", &(struct made){ 12, 1.05, 1.6, 0.9, 8, 0 }, 0.92);
	check_coverage("small counts", &(struct made){ 2, 1.0, 2, 1.0, 3, 0 }, 0.92);
	/* Neighbours alike by 0.5 at ten years of months: Newey and West are known to hold a little less. */
	check_coverage("neighbours alike", &(struct made){ 25, 1.0, 1.5, 1.0, 30, 0.5 }, 0.86);
}

TEST(no_change_is_seldom_found)
{
	int found = 0;
	for (uint64_t seed = 1; seed <= 200; seed++) {
		AUTO_ARENA *a = arena_new(0);
		struct series s = make(&(struct made){ 6, 1.1, 1, 1, 4, 0 }, 96, 49, 500 + seed, a);
		found += fit(&s, 49).level.p < 0.05;
	}
	printf("  a change of level where there is none: %d of 200\n", found);
	CHECK(found >= 2 && found <= 19);
}

/* Newey and West as a double sum over all pairs of periods, and the inverse by elimination. */
TEST(errors_are_those_of_a_second_implementation)
{
	enum { N = 40, P = 4, AT = 21 };
	AUTO_ARENA *a = arena_new(0);
	struct series s = make(&(struct made){ 30, 1, 1.5, 1, 1e6, 0.6 }, N, AT, 4, a);
	struct segment r = fit(&s, AT);
	double x[N][P];
	double *columns = NEW_N(a, N * P, double);
	double *y = NEW_N(a, N, double);
	for (size_t t = 0; t < N; t++) {
		double time = ((double)t + 1 - AT) / 12;
		double row[P] = { 1, time, t + 1 >= AT, t + 1 >= AT ? time : 0 };
		y[t] = (double)s.observed[t];
		for (size_t j = 0; j < P; j++)
			columns[j * N + t] = x[t][j] = row[j];
	}
	struct glm_problem m = { .n = N, .p = P, .x = columns, .y = y };
	struct glm_nbinom g;
	CHECK_OK(glm_fit_nbinom(&m, a, &g, NULL), (&(struct err){ 0 }));
	double bread[P][2 * P] = { { 0 } };
	double meat[P][P] = { { 0 } };
	for (size_t t = 0; t < N; t++) {
		double w = g.fit.mu[t] / (1 + g.fit.mu[t] / g.theta);
		for (size_t i = 0; i < P; i++)
			for (size_t j = 0; j < P; j++)
				bread[i][j] += w * x[t][i] * x[t][j];
		for (size_t u = 0; u < N; u++) {
			double apart = fabs((double)t - (double)u);
			double weight = fmax(0, 1 - apart / ((double)r.lag + 1));
			double st = (y[t] - g.fit.mu[t]) / (1 + g.fit.mu[t] / g.theta);
			double su = (y[u] - g.fit.mu[u]) / (1 + g.fit.mu[u] / g.theta);
			for (size_t i = 0; i < P; i++)
				for (size_t j = 0; j < P; j++)
					meat[i][j] += weight * st * su * x[t][i] * x[u][j];
		}
	}
	for (size_t i = 0; i < P; i++) {
		bread[i][P + i] = 1;
	}
	for (size_t i = 0; i < P; i++) {
		double pivot = bread[i][i];
		for (size_t j = 0; j < 2 * P; j++)
			bread[i][j] /= pivot;
		for (size_t k = 0; k < P; k++) {
			double f = bread[k][i];
			for (size_t j = 0; j < 2 * P && k != i; j++)
				bread[k][j] -= f * bread[i][j];
		}
	}
	double v = 0;
	for (size_t k = 0; k < P; k++)
		for (size_t l = 0; l < P; l++)
			v += bread[2][P + k] * meat[k][l] * bread[2][P + l];
	v *= (double)N / (N - P);
	double sd = sqrt(fmax(v, bread[2][P + 2]));
	double got = log(r.level.in.hi / r.level.in.lo) / (2 * 2.0280940009804502); /* t, 36 df */
	CHECK(fabs(got / sd - 1) < 1e-5);
	CHECK(fabs(log(r.level.ratio) - g.fit.coef[2]) < 1e-9);
	CHECK_INT(r.lag, 3);
}

TEST(a_year_of_seasons_is_taken_out)
{
	AUTO_ARENA *a = arena_new(0);
	int64_t *y = NEW_N(a, 60, int64_t);
	for (size_t i = 0; i < 60; i++)
		y[i] = (int64_t)nearbyint(20 * exp(0.8 * cos(2 * acos(-1) * (double)i / 12)) *
					  (i >= 30 ? 2 : 1));
	struct series s = { .name = STR("x"), .freq = 12, .n = 60, .observed = y, .first = 1 };
	struct segment r = fit(&s, 31);
	CHECK(r.season);
	CHECK(fabs(r.level.ratio - 2) < 0.05);
	CHECK(r.level.in.hi / r.level.in.lo < 2); /* 40 cases a month at most, and two trends */
}

TEST(what_cannot_be_told_is_refused)
{
	AUTO_ARENA *a = arena_new(0);
	int64_t *y = NEW_N(a, 40, int64_t);
	struct series s = { .name = STR("x"), .freq = 12, .n = 40, .observed = y, .first = 1 };
	struct segment r;
	CHECK_ERR(segment_fit(&s, 20, 0.95, &r, NULL), ERR_INPUT); /* no case at all */
	for (size_t i = 0; i < 40; i++)
		y[i] = 3 + (int64_t)(i % 3);
	CHECK_ERR(segment_fit(&s, 8, 0.95, &r, NULL), ERR_INPUT);
	CHECK_ERR(segment_fit(&s, 34, 0.95, &r, NULL), ERR_INPUT);
	CHECK_ERR(segment_fit(&s, 0, 0.95, &r, NULL), ERR_INPUT);
	CHECK_ERR(segment_fit(&s, 41, 0.95, &r, NULL), ERR_INPUT);
	CHECK_ERR(segment_fit(&s, 20, 1.5, &r, NULL), ERR_INPUT);
	for (size_t i = 19; i < 40; i++)
		y[i] = 0;
	CHECK_ERR(segment_fit(&s, 20, 0.95, &r, NULL), ERR_INPUT); /* none after */
}
