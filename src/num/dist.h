/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dist.h - distributions: density, probability, quantile, by R's own code (Debian's r-mathlib),
 * so that a negative binomial threshold equals that of R to the unit.
 *
 *	double bound = dist_q(dist_nbinom_mu(size, mu), 0.99, DIST_BELOW);
 *	double p = dist_p(dist_poisson(mu), x - 1, DIST_ABOVE);		(P(X >= x), x whole)
 *
 * A distribution is a value. One with a parameter out of its range, or NaN, is refused: all that is
 * asked of it is NaN, and so is what is asked at NaN, and a quantile outside 0..1. Nothing prints.
 *
 * Of R's library only p, q and d functions of these distributions and gamma functions are called.
 * They keep no state (their objects hold no writable data; checked with nm for 4.2.2), so any number
 * of threads may call them. Its random numbers do keep state and are not used: rng.h.
 */
#ifndef VIGIL_NUM_DIST_H
#define VIGIL_NUM_DIST_H

#include "num/num.h"

enum dist_kind {
	DIST_NORMAL,
	DIST_T,
	DIST_CHI2,
	DIST_F,
	DIST_GAMMA,
	DIST_BETA,
	DIST_BINOMIAL,
	DIST_POISSON,
	DIST_NBINOM,	/* by probability */
	DIST_NBINOM_MU, /* by mean */
	DIST_HYPER,
};

struct dist {
	enum dist_kind kind;
	double a, b, c; /* parameters in the order of the maker; unused are 0 */
};

struct dist dist_normal(double mean, double sd); /* sd > 0 */
struct dist dist_t(double df);			 /* df > 0, may be +inf */
struct dist dist_chi2(double df);		 /* df > 0 */
struct dist dist_f(double df1, double df2);	 /* > 0 */
struct dist dist_gamma(double shape, double scale);
struct dist dist_beta(double a, double b);
struct dist dist_binomial(double n, double p); /* n whole */
struct dist dist_poisson(double mean);	       /* mean >= 0 */
/* Failures before `size` > 0 successes: by the probability of success, in (0, 1] ... */
struct dist dist_nbinom(double size, double prob);
/* ... or by the mean >= 0, with variance mean + mean^2 / size; size +inf is the Poisson. */
struct dist dist_nbinom_mu(double size, double mean);
/* White balls among k drawn without replacement from `white` white and `black` black. */
struct dist dist_hyper(double white, double black, double k);

bool dist_is_whole(struct dist d); /* takes whole numbers only */

/* The mean over what is in doubt by a normal distribution, from three values of it, in standard deviations, and their weights:
 * the middle, the low and the high. Exact for polynomials up to the fifth degree (Gauss and Hermite). */
enum { DIST_NODES = 3 };
extern const double DIST_NODE[DIST_NODES];
extern const double DIST_WEIGHT[DIST_NODES];

enum dist_tail {
	DIST_BELOW, /* P(X <= x) */
	DIST_ABOVE  /* P(X > x): without the loss of 1 - P(X <= x) */
};

double dist_d(struct dist d, double x); /* density or probability; 0 between whole numbers */
double dist_log_d(struct dist d, double x);
double dist_p(struct dist d, double x, enum dist_tail tail);
double dist_log_p(struct dist d, double x, enum dist_tail tail);
/* The smallest x with P(X <= x) >= p, or with P(X > x) <= p. For whole numbers with R's allowance of
 * 64 epsilon, so that the quantile of a probability just computed is where it was computed. */
double dist_q(struct dist d, double p, enum dist_tail tail);

/* z with P(N(0,1) > z) = (1 - conf) / 2: 1.959964 for 0.95. */
double dist_z(double conf);

#endif
