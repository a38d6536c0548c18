/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several unknowns: GSL's minimisers, kept from ending the program and from keeping memory. */
#include "num/optimise.h"

#include <float.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_multimin.h>

enum { UNKNOWNS_MAX = 64, STEPS_EACH = 500 };

/* GSL's way with an error is to end the program, unless told otherwise in a global of its own. It is
 * told before main, once, so that no thread sees it change; every caller of GSL is in this file. */
__attribute__((constructor)) static void quiet_gsl(void)
{
	gsl_set_error_handler_off();
}

struct task {
	opt_fn *f;
	opt_gradient *g;
	void *ctx;
	size_t n;
	double *x;     /* where it is asked, without GSL's strides */
	double *probe; /* a copy to take differences at */
	double *slope;
};

static double value_at(struct task *t, const double *x)
{
	double v = t->f(t->ctx, x);
	return isnan(v) ? HUGE_VAL : v;
}

static const double *unpack(struct task *t, const gsl_vector *x)
{
	for (size_t i = 0; i < t->n; i++)
		t->x[i] = gsl_vector_get(x, i);
	return t->x;
}

static double ask(const gsl_vector *x, void *task)
{
	struct task *t = task;
	return value_at(t, unpack(t, x));
}

/* Differences on both sides, of the size where rounding and curvature weigh the same. */
static void differences(struct task *t, const double *x)
{
	memcpy(t->probe, x, t->n * sizeof *x);
	for (size_t i = 0; i < t->n; i++) {
		double h = cbrt(DBL_EPSILON) * (fabs(x[i]) + 1);
		t->probe[i] = x[i] + h;
		double up = value_at(t, t->probe);
		t->probe[i] = x[i] - h;
		double down = value_at(t, t->probe);
		t->probe[i] = x[i];
		t->slope[i] = (up - down) / (2 * h);
	}
}

static void ask_slope(const gsl_vector *x, void *task, gsl_vector *ret)
{
	struct task *t = task;
	const double *at = unpack(t, x);
	if (t->g)
		t->g(t->ctx, at, t->slope);
	else
		differences(t, at);
	for (size_t i = 0; i < t->n; i++)
		gsl_vector_set(ret, i, t->slope[i]);
}

static void ask_both(const gsl_vector *x, void *task, double *ret, gsl_vector *ret_slope)
{
	*ret = ask(x, task);
	ask_slope(x, task, ret_slope);
}

static void free_vector(gsl_vector **v)
{
	gsl_vector_free(*v);
}

static void free_simplex(gsl_multimin_fminimizer **m)
{
	gsl_multimin_fminimizer_free(*m);
}

static void free_bfgs(gsl_multimin_fdfminimizer **m)
{
	gsl_multimin_fdfminimizer_free(*m);
}

static int begin(struct task *t, const double *start, struct arena *a, struct opt_result *ret,
		 struct err *e)
{
	if (t->n == 0 || t->n > UNKNOWNS_MAX)
		return err_set(e, ERR_INPUT, "a minimum in %zu unknowns; 1 to %d are possible",
			       t->n, UNKNOWNS_MAX);
	t->x = NEW_N(a, t->n, double);
	t->probe = NEW_N(a, t->n, double);
	t->slope = NEW_N(a, t->n, double);
	*ret = (struct opt_result){ .x = NEW_N(a, t->n, double) };
	memcpy(ret->x, start, t->n * sizeof *start);
	ret->value = t->f(t->ctx, start);
	if (!isfinite(ret->value))
		return err_set(e, ERR_INPUT, "the function has no finite value at the start");
	return 0;
}

static void keep(struct opt_result *r, size_t n, const gsl_vector *x, double value)
{
	if (!(value <= r->value))
		return;
	r->value = value;
	for (size_t i = 0; i < n; i++)
		r->x[i] = gsl_vector_get(x, i);
}

/* From ret->x until the simplex is small. */
static int shrink(struct task *t, const struct opt_options *o, double tolerance, int steps_max,
		  struct opt_result *ret, struct err *e)
{
	gsl_multimin_function fn = { ask, t->n, t };
	AUTO(free_vector) gsl_vector *x = gsl_vector_alloc(t->n);
	AUTO(free_vector) gsl_vector *step = gsl_vector_alloc(t->n);
	AUTO(free_simplex)
	gsl_multimin_fminimizer *m =
		gsl_multimin_fminimizer_alloc(gsl_multimin_fminimizer_nmsimplex2, t->n);
	if (!x || !step || !m)
		die("out of memory");
	for (size_t i = 0; i < t->n; i++) {
		gsl_vector_set(x, i, ret->x[i]);
		gsl_vector_set(step, i, o && o->step ? o->step[i] : 0.1 * (fabs(ret->x[i]) + 1));
	}
	if (gsl_multimin_fminimizer_set(m, &fn, x, step) != GSL_SUCCESS)
		return err_set(e, ERR_INPUT, "the function has no finite value beside the start");
	ret->converged = false;
	while (!ret->converged && ret->steps < steps_max) {
		ret->steps++;
		if (gsl_multimin_fminimizer_iterate(m) != GSL_SUCCESS)
			break;
		ret->converged = gsl_multimin_fminimizer_size(m) < tolerance;
	}
	keep(ret, t->n, gsl_multimin_fminimizer_x(m), gsl_multimin_fminimizer_minimum(m));
	return 0;
}

int opt_simplex(opt_fn *f, void *ctx, const double *start, size_t n, const struct opt_options *o,
		struct arena *a, struct opt_result *ret, struct err *e)
{
	struct task t = { .f = f, .ctx = ctx, .n = n };
	struct opt_result r;
	double tolerance = o && o->tolerance > 0 ? o->tolerance : 1e-8;
	TRY(begin(&t, start, a, &r, e));
	int steps_max = o && o->steps_max > 0 ? o->steps_max : STEPS_EACH * (int)n;
	/* A simplex can fall flat on the way and stop short; one that starts anew shows it. */
	for (int again = 0; again < 10; again++) {
		double before = r.value;
		TRY(shrink(&t, o, tolerance, steps_max, &r, e));
		if (!r.converged ||
		    (again > 0 && before - r.value <= tolerance * (1 + fabs(r.value))))
			break;
	}
	*ret = r;
	return 0;
}

static bool is_flat(const gsl_vector *slope, double value, double tolerance)
{
	double sum = 0;
	for (size_t i = 0; i < slope->size; i++)
		sum += gsl_vector_get(slope, i) * gsl_vector_get(slope, i);
	return sqrt(sum) <= tolerance * (1 + fabs(value));
}

int opt_bfgs(opt_fn *f, opt_gradient *g, void *ctx, const double *start, size_t n,
	     const struct opt_options *o, struct arena *a, struct opt_result *ret, struct err *e)
{
	struct task t = { .f = f, .g = g, .ctx = ctx, .n = n };
	struct opt_result r;
	double tolerance = o && o->tolerance > 0 ? o->tolerance : 1e-8;
	TRY(begin(&t, start, a, &r, e));
	int steps_max = o && o->steps_max > 0 ? o->steps_max : STEPS_EACH * (int)n;
	gsl_multimin_function_fdf fn = { ask, ask_slope, ask_both, n, &t };
	AUTO(free_vector) gsl_vector *x = gsl_vector_alloc(n);
	AUTO(free_bfgs)
	gsl_multimin_fdfminimizer *m =
		gsl_multimin_fdfminimizer_alloc(gsl_multimin_fdfminimizer_vector_bfgs2, n);
	if (!x || !m)
		die("out of memory");
	for (size_t i = 0; i < n; i++)
		gsl_vector_set(x, i, start[i]);
	if (gsl_multimin_fdfminimizer_set(m, &fn, x, 0.1, 0.1) != GSL_SUCCESS)
		return err_set(e, ERR_INPUT, "the function has no slope at the start");
	for (int stuck = 0; r.steps < steps_max && !r.converged && stuck < 2; r.steps++) {
		/* No progress along a direction: once more from here, by steepest descent. */
		if (gsl_multimin_fdfminimizer_iterate(m) != GSL_SUCCESS) {
			stuck++;
			gsl_multimin_fdfminimizer_restart(m);
		}
		r.converged = is_flat(m->gradient, m->f, tolerance);
	}
	/* Differences of a function hold about ten digits; stuck where they say flat is being there. */
	if (!g && !r.converged)
		r.converged = is_flat(m->gradient, m->f, 1e-5);
	keep(&r, n, m->x, m->f);
	*ret = r;
	return 0;
}
