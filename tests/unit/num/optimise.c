/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/optimise.h"

#include "near.h"

struct counted {
	double shift;
	int calls;
};

static double cubic(void *ctx, double x)
{
	struct counted *c = ctx;
	c->calls++;
	return x * x * x - c->shift;
}

static double steep(void *ctx, double x)
{
	struct counted *c = ctx;
	c->calls++;
	return x <= 0 ? -HUGE_VAL : log(x) + c->shift;
}

static double jump(void *ctx, double x)
{
	const struct counted *c = ctx;
	return x < c->shift ? -1 : 1;
}

static double undefined(void *ctx, double x)
{
	(void)ctx;
	return x > 0.4 && x < 0.6 ? NUM_NAN : x - 0.5;
}

TEST(roots)
{
	struct err e;
	for (double shift = 1e-9; shift < 1e9; shift *= 10) {
		struct counted c = { shift, 0 };
		double x;
		CHECK_OK(opt_root(cubic, &c, 0, 1e4, &x, &e), &e);
		CHECK_NEAR(x, cbrt(shift), 1e-14);
		CHECK(c.calls < 120);
		CHECK_OK(opt_bisect(cubic, &c, 0, 1e4, &x, &e), &e);
		CHECK_NEAR(x, cbrt(shift), 1e-14);
	}
	struct counted c = { 20, 0 };
	double x;
	CHECK_OK(opt_root(steep, &c, 0, 1, &x, &e), &e);
	CHECK_NEAR(x, exp(-20), 1e-13);
	/* Ends the other way round, zeros at an end. */
	c = (struct counted){ 8, 0 };
	CHECK_OK(opt_root(cubic, &c, 100, -5, &x, &e), &e);
	CHECK_NEAR(x, 2, 1e-14);
	CHECK_OK(opt_root(cubic, &c, 2, 100, &x, &e), &e);
	CHECK_NEAR(x, 2, 0);
	CHECK_OK(opt_root(cubic, &c, -100, 2, &x, &e), &e);
	CHECK_NEAR(x, 2, 0);
}

TEST(bisecting_a_jump)
{
	struct err e;
	struct counted c = { 0.3, 0 };
	double x;
	CHECK_OK(opt_bisect(jump, &c, 0, 1, &x, &e), &e);
	CHECK(x < 0.3 && x >= 0.3 - 1e-16);
}

TEST(no_root_is_an_error)
{
	struct err e;
	struct counted c = { 8, 0 };
	double x = 77;
	CHECK_ERR(opt_root(cubic, &c, 3, 4, &x, &e), ERR_INPUT);
	CHECK_ERR(opt_bisect(cubic, &c, 3, 4, &x, &e), ERR_INPUT);
	CHECK_ERR(opt_root(undefined, NULL, 0.45, 4, &x, &e), ERR_INPUT);
	CHECK_ERR(opt_bisect(undefined, NULL, 0, 1, &x, &e), ERR_INPUT);
	CHECK_NEAR(x, 77, 0);
}

static double bowl(void *ctx, double x)
{
	const double *at = ctx;
	return (x - *at) * (x - *at) + 3;
}

TEST(least_on_a_line)
{
	for (double at = -3; at < 9; at += 0.7)
		CHECK_WITHIN(opt_line_min(bowl, &at, -4, 10), at, 3e-7);
	double outside = 12;
	CHECK_WITHIN(opt_line_min(bowl, &outside, -4, 10), 10, 1e-6);
}

/* Rosenbrock 1960. */
static double valley(void *ctx, const double *x)
{
	(void)ctx;
	double a = x[1] - x[0] * x[0];
	double b = 1 - x[0];
	return 100 * a * a + b * b;
}

static void valley_slope(void *ctx, const double *x, double *ret)
{
	(void)ctx;
	double a = x[1] - x[0] * x[0];
	ret[0] = -400 * a * x[0] - 2 * (1 - x[0]);
	ret[1] = 200 * a;
}

/* Powell's badly scaled quartic in four unknowns (1962), least at 0. */
static double powell(void *ctx, const double *x)
{
	(void)ctx;
	double a = x[0] + 10 * x[1], b = x[2] - x[3], c = x[1] - 2 * x[2], d = x[0] - x[3];
	return a * a + 5 * b * b + c * c * c * c + 10 * d * d * d * d;
}

/* -log likelihood of a normal by mean and log sd: needs +inf where the sd is absurd. */
static double likelihood(void *ctx, const double *x)
{
	const double *seen = ctx;
	double sum = 0;
	if (x[1] < -8 || x[1] > 8)
		return NUM_NAN;
	for (int i = 0; i < 5; i++) {
		double z = (seen[i] - x[0]) / exp(x[1]);
		sum += z * z / 2 + x[1];
	}
	return sum;
}

TEST(minimisers_find_the_valley)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct opt_result r;
	const double start[] = { -1.2, 1 };
	CHECK_OK(opt_simplex(valley, NULL, start, 2, NULL, a, &r, &e), &e);
	CHECK(r.converged);
	CHECK_WITHIN(r.x[0], 1, 1e-5);
	CHECK_WITHIN(r.x[1], 1, 1e-5);
	CHECK_OK(opt_bfgs(valley, valley_slope, NULL, start, 2, NULL, a, &r, &e), &e);
	CHECK(r.converged);
	CHECK_WITHIN(r.x[0], 1, 1e-7);
	CHECK_WITHIN(r.value, 0, 1e-14);
	CHECK_OK(opt_bfgs(valley, NULL, NULL, start, 2, NULL, a, &r, &e), &e);
	CHECK_WITHIN(r.x[0], 1, 1e-4);
	CHECK_WITHIN(r.x[1], 1, 1e-4);
}

TEST(minimisers_in_four_and_with_forbidden_places)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct opt_result r;
	const double start[] = { 3, -1, 0, 1 };
	CHECK_OK(opt_simplex(powell, NULL, start, 4, NULL, a, &r, &e), &e);
	CHECK_WITHIN(r.value, 0, 1e-6);
	CHECK_OK(opt_bfgs(powell, NULL, NULL, start, 4, NULL, a, &r, &e), &e);
	CHECK_WITHIN(r.value, 0, 1e-6);
	double seen[] = { 1, 2, 4, 8, 10 };
	const double from[] = { 0, 0 };
	CHECK_OK(opt_simplex(likelihood, seen, from, 2, NULL, a, &r, &e), &e);
	CHECK_WITHIN(r.x[0], 5, 1e-5);
	CHECK_WITHIN(r.x[1], log(sqrt(12)), 1e-5);
	CHECK_OK(opt_bfgs(likelihood, NULL, seen, from, 2, NULL, a, &r, &e), &e);
	CHECK_WITHIN(r.x[0], 5, 1e-4);
	CHECK_WITHIN(r.x[1], log(sqrt(12)), 1e-4);
}

TEST(minimisers_say_when_they_are_not_done)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct opt_result r;
	const double start[] = { -1.2, 1 };
	const struct opt_options few = { .steps_max = 5 };
	CHECK_OK(opt_simplex(valley, NULL, start, 2, &few, a, &r, &e), &e);
	CHECK(!r.converged);
	CHECK_OK(opt_bfgs(valley, valley_slope, NULL, start, 2, &few, a, &r, &e), &e);
	CHECK(!r.converged);
	CHECK_ERR(opt_simplex(valley, NULL, start, 0, NULL, a, &r, &e), ERR_INPUT);
	const double bad[] = { NAN, 1 };
	CHECK_ERR(opt_simplex(valley, NULL, bad, 2, NULL, a, &r, &e), ERR_INPUT);
	CHECK_ERR(opt_bfgs(valley, NULL, NULL, bad, 2, NULL, a, &r, &e), ERR_INPUT);
}
