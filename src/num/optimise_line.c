/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One unknown. Own and not GSL's: interval.h asks many thousand times, and GSL takes memory each time. */
#include "num/optimise.h"

#include <float.h>

static int bracket(double flo, double fhi, struct err *e)
{
	if (isnan(flo) || isnan(fhi))
		return err_set(e, ERR_INPUT, "the function has no value at an end");
	if ((flo > 0 && fhi > 0) || (flo < 0 && fhi < 0))
		return err_set(e, ERR_INPUT,
			       "the function does not change its sign between the ends");
	return 0;
}

/* Brent's zeroin: b is the best so far, a the one before, the zero lies between b and c. */
struct brent {
	double a, b, c;
	double fa, fb, fc;
	double d, before; /* the last step, and the one before it */
};

/* Secant or inverse quadratic interpolation where it is safe, else halving. */
static double next_step(struct brent *z, double tol)
{
	double m = 0.5 * (z->c - z->b);
	if (fabs(z->before) < tol || fabs(z->fa) <= fabs(z->fb) || isinf(z->fa) || isinf(z->fc))
		return z->before = m;
	double s = z->fb / z->fa;
	double p = 2 * m * s;
	double q = 1 - s;
	if (z->a != z->c) {
		double t = z->fa / z->fc;
		double r = z->fb / z->fc;
		p = s * (2 * m * t * (t - r) - (z->b - z->a) * (r - 1));
		q = (t - 1) * (r - 1) * (s - 1);
	}
	if (p > 0)
		q = -q;
	p = fabs(p);
	double last = z->before;
	z->before = z->d;
	if (2 * p < 3 * m * q - fabs(tol * q) && p < fabs(0.5 * last * q))
		return p / q;
	return z->before = m;
}

static void keep_order(struct brent *z)
{
	if ((z->fb > 0) == (z->fc > 0)) {
		z->c = z->a;
		z->fc = z->fa;
		z->d = z->before = z->b - z->a;
	}
	if (fabs(z->fc) < fabs(z->fb)) {
		z->a = z->b, z->fa = z->fb;
		z->b = z->c, z->fb = z->fc;
		z->c = z->a, z->fc = z->fa;
	}
}

int opt_root(opt_line *f, void *ctx, double lo, double hi, double *ret, struct err *e)
{
	struct brent z = { .a = lo, .b = hi, .fa = f(ctx, lo), .fb = f(ctx, hi) };
	TRY(bracket(z.fa, z.fb, e));
	if (z.fa == 0) {
		*ret = lo;
		return 0;
	}
	z.c = z.a;
	z.fc = z.fa;
	z.d = z.before = z.b - z.a;
	for (int i = 0; i < 2000 && z.fb != 0; i++) {
		keep_order(&z);
		double tol = 2 * DBL_EPSILON * fabs(z.b) + DBL_MIN;
		if (fabs(0.5 * (z.c - z.b)) <= tol)
			break;
		z.d = next_step(&z, tol);
		z.a = z.b;
		z.fa = z.fb;
		z.b += fabs(z.d) > tol ? z.d : copysign(tol, z.c - z.b);
		z.fb = f(ctx, z.b);
		if (isnan(z.fb))
			return err_set(e, ERR_INPUT, "the function has no value at %g", z.b);
	}
	*ret = z.b;
	return 0;
}

int opt_bisect(opt_line *f, void *ctx, double lo, double hi, double *ret, struct err *e)
{
	double flo = f(ctx, lo);
	double fhi = f(ctx, hi);
	TRY(bracket(flo, fhi, e));
	for (;;) {
		double middle = lo + 0.5 * (hi - lo);
		if (middle == lo || middle == hi)
			break;
		double v = f(ctx, middle);
		if (isnan(v))
			return err_set(e, ERR_INPUT, "the function has no value at %g", middle);
		/* 0 counts to the side it has at lo, so that lo keeps what it promises. */
		if (flo > 0 ? v > 0 : v <= 0)
			lo = middle;
		else
			hi = middle;
	}
	*ret = lo;
	return 0;
}

/* Golden section alone: some forty calls more than with parabolas, and nothing that can go wrong. */
double opt_line_min(opt_line *f, void *ctx, double lo, double hi)
{
	const double cut = 0.61803398874989485;
	double x1 = hi - cut * (hi - lo);
	double x2 = lo + cut * (hi - lo);
	double f1 = f(ctx, x1);
	double f2 = f(ctx, x2);
	for (int i = 0; i < 100 && x1 < x2; i++) {
		if (f1 < f2 || isnan(f2)) {
			hi = x2;
			x2 = x1;
			f2 = f1;
			x1 = hi - cut * (hi - lo);
			f1 = f(ctx, x1);
		} else {
			lo = x1;
			x1 = x2;
			f1 = f2;
			x2 = lo + cut * (hi - lo);
			f2 = f(ctx, x2);
		}
	}
	return f1 < f2 ? x1 : x2;
}
