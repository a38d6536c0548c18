/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/profile.h"

#include "num/dist.h"
#include "num/optimise.h"
#include "num/special.h"

/* Farther than this times what is expected nobody looks for an end. */
static const double REACH = 4096;

struct search {
	struct fit_table t; /* with the cell of those on no list */
	const struct fit_terms *m;
	double mu[FIT_PLACES_MAX]; /* of the last fit, to begin the next */
	bool begun;
	double level; /* what is taken off the likelihood */
};

static double likelihood(struct search *s, double n0, double *ret_slope)
{
	struct fit f;
	double all = s->t.n + n0;
	/* The sums change by n0 alone: only the empty set has it. */
	s->t.margin[0] += n0 - s->t.y[0];
	s->t.y[0] = n0;
	fit_model(&s->t, s->m, s->begun ? s->mu : NULL, &f);
	if (!f.converged)
		return NUM_NAN;
	for (size_t i = 0; i < s->t.places; i++)
		s->mu[i] = f.mu[i];
	s->begun = true;
	if (ret_slope)
		*ret_slope =
			f.coef[0] - log(all) + special_digamma(all + 1) - special_digamma(n0 + 1);
	/* sum of y log mu = likelihood of the Poisson without its constants, plus all. */
	return f.likelihood + s->t.log_factorials + all - all * log(all) + special_lgamma(all + 1) -
	       special_lgamma(n0 + 1);
}

static double slope(void *ctx, double n0)
{
	double d = NUM_NAN;
	(void)likelihood(ctx, n0, &d);
	return d;
}

static double above_level(void *ctx, double n0)
{
	struct search *s = ctx;
	return likelihood(s, n0, NULL) - s->level;
}

/* Where the likelihood is largest, from about n0. */
static int top(struct search *s, double n0, double *ret, struct err *e)
{
	double lo = 0, hi = n0 > 1 ? n0 : 1;
	if (!(slope(s, 0) > 0)) {
		*ret = 0;
		return 0;
	}
	double d = slope(s, hi);
	for (int i = 0; d > 0 && i < 40; i++) {
		lo = hi;
		hi *= 1.1;
		d = slope(s, hi);
	}
	if (!(d <= 0))
		return err_set(e, ERR_INPUT, "the likelihood of the model has no top");
	return opt_root(slope, s, lo, hi, ret, e);
}

static int lower_end(struct search *s, double from, double *ret, struct err *e)
{
	if (from <= 0 || above_level(s, 0) >= 0) {
		*ret = 0;
		return 0;
	}
	return opt_root(above_level, s, 0, from, ret, e);
}

static int upper_end(struct search *s, double from, double *ret, struct err *e)
{
	double lo = from, hi = 1.2 * from + 2;
	double end = REACH * (from + s->t.n);
	double v = above_level(s, hi);
	while (v > 0 && hi < end) {
		lo = hi;
		hi *= 1.4;
		v = above_level(s, hi);
	}
	if (!(v <= 0)) {
		*ret = NUM_NAN;
		return 0;
	}
	return opt_root(above_level, s, lo, hi, ret, e);
}

int profile_interval(const struct fit_table *t, const struct fit_terms *m, double n, double conf,
		     struct profile *ret, struct err *e)
{
	struct search s = { .t = *t, .m = m };
	double best, lo, hi;
	s.t.in[0] = true;
	*ret = (struct profile){ NUM_NAN, NUM_NAN, NUM_NAN };
	TRY(top(&s, n - t->n, &best, e));
	s.level = likelihood(&s, best, NULL) - dist_q(dist_chi2(1), conf, DIST_BELOW) / 2;
	if (isnan(s.level))
		return err_set(e, ERR_INPUT, "the likelihood of the model cannot be followed");
	TRY(lower_end(&s, best, &lo, e));
	TRY(upper_end(&s, best, &hi, e));
	*ret = (struct profile){ t->n + best, t->n + lo, t->n + hi };
	return 0;
}
