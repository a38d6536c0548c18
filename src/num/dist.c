/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/dist.h"

#define MATHLIB_STANDALONE
#include <Rmath.h>

const double DIST_NODE[DIST_NODES] = { 0, -1.7320508075688772, 1.7320508075688772 };
const double DIST_WEIGHT[DIST_NODES] = { 2.0 / 3, 1.0 / 6, 1.0 / 6 };

static bool is_positive(double x)
{
	return x > 0 && x < HUGE_VAL;
}

static bool is_count(double x)
{
	return x >= 0 && x <= (double)NUM_COUNT_MAX && x == floor(x);
}

/* Refusing is a NaN in the first parameter. */
static struct dist made(bool fine, enum dist_kind kind, double a, double b, double c)
{
	return (struct dist){ kind, fine ? a : NUM_NAN, b, c };
}

struct dist dist_normal(double mean, double sd)
{
	return made(isfinite(mean) && is_positive(sd), DIST_NORMAL, mean, sd, 0);
}

struct dist dist_t(double df)
{
	return made(df > 0, DIST_T, df, 0, 0);
}

struct dist dist_chi2(double df)
{
	return made(is_positive(df), DIST_CHI2, df, 0, 0);
}

struct dist dist_f(double df1, double df2)
{
	return made(is_positive(df1) && df2 > 0, DIST_F, df1, df2, 0);
}

struct dist dist_gamma(double shape, double scale)
{
	return made(is_positive(shape) && is_positive(scale), DIST_GAMMA, shape, scale, 0);
}

struct dist dist_beta(double a, double b)
{
	return made(is_positive(a) && is_positive(b), DIST_BETA, a, b, 0);
}

struct dist dist_binomial(double n, double p)
{
	return made(is_count(n) && p >= 0 && p <= 1, DIST_BINOMIAL, n, p, 0);
}

struct dist dist_poisson(double mean)
{
	return made(mean >= 0 && mean < HUGE_VAL, DIST_POISSON, mean, 0, 0);
}

struct dist dist_nbinom(double size, double prob)
{
	return made(is_positive(size) && prob > 0 && prob <= 1, DIST_NBINOM, size, prob, 0);
}

struct dist dist_nbinom_mu(double size, double mean)
{
	if (isinf(size) && size > 0)
		return dist_poisson(mean);
	return made(is_positive(size) && mean >= 0 && mean < HUGE_VAL, DIST_NBINOM_MU, size, mean,
		    0);
}

struct dist dist_hyper(double white, double black, double k)
{
	return made(is_count(white) && is_count(black) && is_count(k) && k <= white + black,
		    DIST_HYPER, white, black, k);
}

bool dist_is_whole(struct dist d)
{
	return d.kind >= DIST_BINOMIAL;
}

static double density(struct dist d, double x, int logs)
{
	switch (d.kind) {
	case DIST_NORMAL:
		return dnorm4(x, d.a, d.b, logs);
	case DIST_T:
		return dt(x, d.a, logs);
	case DIST_CHI2:
		return dchisq(x, d.a, logs);
	case DIST_F:
		return df(x, d.a, d.b, logs);
	case DIST_GAMMA:
		return dgamma(x, d.a, d.b, logs);
	case DIST_BETA:
		return dbeta(x, d.a, d.b, logs);
	case DIST_BINOMIAL:
		return dbinom(x, d.a, d.b, logs);
	case DIST_POISSON:
		return dpois(x, d.a, logs);
	case DIST_NBINOM:
		return dnbinom(x, d.a, d.b, logs);
	case DIST_NBINOM_MU:
		return dnbinom_mu(x, d.a, d.b, logs);
	case DIST_HYPER:
		return dhyper(x, d.a, d.b, d.c, logs);
	}
	return NUM_NAN;
}

static double probability(struct dist d, double x, int below, int logs)
{
	switch (d.kind) {
	case DIST_NORMAL:
		return pnorm5(x, d.a, d.b, below, logs);
	case DIST_T:
		return pt(x, d.a, below, logs);
	case DIST_CHI2:
		return pchisq(x, d.a, below, logs);
	case DIST_F:
		return pf(x, d.a, d.b, below, logs);
	case DIST_GAMMA:
		return pgamma(x, d.a, d.b, below, logs);
	case DIST_BETA:
		return pbeta(x, d.a, d.b, below, logs);
	case DIST_BINOMIAL:
		return pbinom(x, d.a, d.b, below, logs);
	case DIST_POISSON:
		return ppois(x, d.a, below, logs);
	case DIST_NBINOM:
		return pnbinom(x, d.a, d.b, below, logs);
	case DIST_NBINOM_MU:
		return pnbinom_mu(x, d.a, d.b, below, logs);
	case DIST_HYPER:
		return phyper(x, d.a, d.b, d.c, below, logs);
	}
	return NUM_NAN;
}

static double quantile(struct dist d, double p, int below)
{
	switch (d.kind) {
	case DIST_NORMAL:
		return qnorm5(p, d.a, d.b, below, 0);
	case DIST_T:
		return qt(p, d.a, below, 0);
	case DIST_CHI2:
		return qchisq(p, d.a, below, 0);
	case DIST_F:
		return qf(p, d.a, d.b, below, 0);
	case DIST_GAMMA:
		return qgamma(p, d.a, d.b, below, 0);
	case DIST_BETA:
		return qbeta(p, d.a, d.b, below, 0);
	case DIST_BINOMIAL:
		return qbinom(p, d.a, d.b, below, 0);
	case DIST_POISSON:
		return qpois(p, d.a, below, 0);
	case DIST_NBINOM:
		return qnbinom(p, d.a, d.b, below, 0);
	case DIST_NBINOM_MU:
		return qnbinom_mu(p, d.a, d.b, below, 0);
	case DIST_HYPER:
		return qhyper(p, d.a, d.b, d.c, below, 0);
	}
	return NUM_NAN;
}

static double density_or_refuse(struct dist d, double x, int logs)
{
	if (isnan(d.a) || isnan(x))
		return NUM_NAN;
	/* R takes a fraction for a mistake and warns; here it is a number that cannot come up. */
	if (dist_is_whole(d) && x != floor(x))
		return logs ? -HUGE_VAL : 0;
	return density(d, x, logs);
}

double dist_d(struct dist d, double x)
{
	return density_or_refuse(d, x, 0);
}

double dist_log_d(struct dist d, double x)
{
	return density_or_refuse(d, x, 1);
}

double dist_p(struct dist d, double x, enum dist_tail tail)
{
	return isnan(d.a) || isnan(x) ? NUM_NAN : probability(d, x, tail == DIST_BELOW, 0);
}

double dist_log_p(struct dist d, double x, enum dist_tail tail)
{
	return isnan(d.a) || isnan(x) ? NUM_NAN : probability(d, x, tail == DIST_BELOW, 1);
}

double dist_q(struct dist d, double p, enum dist_tail tail)
{
	return isnan(d.a) || !(p >= 0 && p <= 1) ? NUM_NAN : quantile(d, p, tail == DIST_BELOW);
}

double dist_z(double conf)
{
	return conf > 0 && conf < 1 ? qnorm5((1 - conf) / 2, 0, 1, 0, 0) : NUM_NAN;
}
