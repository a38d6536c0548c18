/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * optimise.h - where a function is zero, and where it is least.
 *
 * A function gets the context that was handed over with it and must give the same for the same x.
 * Where a minimiser asks beyond what makes sense, answer +inf or NaN: it turns back.
 */
#ifndef VIGIL_NUM_OPTIMISE_H
#define VIGIL_NUM_OPTIMISE_H

#include "num/num.h"

typedef double opt_line(void *ctx, double x);

/* A zero between lo and hi, to the last digit or so (Brent 1973, ch. 4). The function must be 0 at an
 * end or have different signs at both; else ERR_INPUT. Infinite values at the ends are fine. */
int opt_root(opt_line *f, void *ctx, double lo, double hi, double *ret, struct err *e) MUST_USE;
/* The same by halving alone: for what jumps instead of crossing. The last x on the side of lo. */
int opt_bisect(opt_line *f, void *ctx, double lo, double hi, double *ret, struct err *e) MUST_USE;
/* Where f is least between lo and hi, if it first falls and then rises (golden section). Good to
 * about 1e-8 of the width: a parabola shows no more. */
double opt_line_min(opt_line *f, void *ctx, double lo, double hi);

typedef double opt_fn(void *ctx, const double *x);
typedef void opt_gradient(void *ctx, const double *x, double *ret);

struct opt_result {
	double *x; /* in the arena */
	double value;
	int steps;
	bool converged;
};

struct opt_options {
	const double *
		step; /* size of the first steps of opt_simplex, by coordinate; NULL: 0.1 (|x| + 1) */
	double tolerance; /* 0: 1e-8. Size of the simplex; length of the gradient over (1 + |value|) */
	int steps_max;	  /* 0: 500 times the number of coordinates */
};

/* The simplex of Nelder & Mead 1965 (GSL's nmsimplex2), begun anew from its end until that gains
 * nothing. `start` must have a finite value, else ERR_INPUT. Out of steps is not a failure: converged
 * is false. `n` from 1 to 64. `o` may be NULL. */
int opt_simplex(opt_fn *f, void *ctx, const double *start, size_t n, const struct opt_options *o,
		struct arena *a, struct opt_result *ret, struct err *e) MUST_USE;
/* Broyden, Fletcher, Goldfarb & Shanno (GSL's bfgs2), with differences where `g` is NULL. */
int opt_bfgs(opt_fn *f, opt_gradient *g, void *ctx, const double *start, size_t n,
	     const struct opt_options *o, struct arena *a, struct opt_result *ret,
	     struct err *e) MUST_USE;

#endif
