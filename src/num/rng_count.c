/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole numbers drawn: each distribution by one method while its mean is small, by another above. */
#include "num/rng.h"

#include "num/special.h"

/* From here on rejection is quicker than walking up from 0; Hörmann's constants hold from 10. */
#define MEAN_LARGE 10

/* x^n by squares: no libm has a say in it, and it is done before a logarithm would be. */
static double power(double x, int64_t n)
{
	double product = 1;
	while (n > 0) {
		product *= n & 1 ? x : 1;
		x *= x;
		n >>= 1;
	}
	return product;
}

/* Walking up the probabilities from 0 (Kachitvichyanukul & Schmeiser 1988, BINV). p <= 1/2. */
static int64_t binomial_small(struct rng *r, int64_t n, double p)
{
	const double m = (double)n;
	double u = rng_uniform(r);
	/* (1-p)^n is at least 1 - np: most draws of a sparse table end here without a power. */
	if (u <= 1 - m * p)
		return 0;
	const double q = 1 - p;
	const double s = p / q;
	const double first = n < 4096 ? power(q, n) : exp(m * log1p(-p));
	for (;;) {
		double f = first;
		double k = 0;
		while (u > f && k < m) {
			u -= f;
			k++;
			f *= s * (m - k + 1) / k;
			/* Rounding leaves u over the sum of all that can be told from 0. */
			if (!(f > 0) || (k > 110 && f < 1e-18))
				break;
		}
		if (u <= f)
			return (int64_t)k;
		u = rng_uniform(r);
	}
}

/* What the steps of BTRD have in common. */
struct btrd {
	double n;
	double npq, odds;
	double mode;
};

/* log of f(k) / f(mode), by Stirling's series: the factorials themselves would cancel. */
static double btrd_log_ratio(const struct btrd *x, double k)
{
	return (x->mode + 0.5) * log((x->mode + 1) / (x->odds * (x->n - x->mode + 1))) +
	       (x->n + 1) * log((x->n - x->mode + 1) / (x->n - k + 1)) +
	       (k + 0.5) * log(x->odds * (x->n - k + 1) / (k + 1)) + special_stirling(x->mode) +
	       special_stirling(x->n - x->mode) - special_stirling(k) - special_stirling(x->n - k);
}

/* Is v <= f(k) / f(mode)? Near the mode by the recursion of f, further away by squeezes around the
 * logarithm of the quotient, and where they leave it open by that itself. */
static bool btrd_accepts(const struct btrd *x, double k, double v)
{
	const double away = fabs(k - x->mode);
	if (away <= 15) {
		/* f(i) / f(i - 1) is (n + 1 - i) odds / i; at most 15 of them stay within a double. */
		double above = 1;
		double below = 1;
		const double lo = k < x->mode ? k : x->mode;
		const double hi = k < x->mode ? x->mode : k;
		const int steps = (int)(hi - lo);
		for (int s = 1; s <= steps; s++) {
			const double i = lo + s;
			above *= (x->n + 1 - i) * x->odds;
			below *= i;
		}
		return k > x->mode ? v * below <= above : v * above <= below;
	}
	const double rho = away / x->npq * (((away / 3 + 0.625) * away + 1.0 / 6) / x->npq + 0.5);
	const double t = -away * away / (2 * x->npq);
	v = log(v);
	if (v < t - rho)
		return true;
	return v <= t + rho && v <= btrd_log_ratio(x, k);
}

/* n p >= 10, p <= 1/2. Four draws in five end at the first uniform. */
static int64_t binomial_large(struct rng *r, double n, double p)
{
	struct btrd x = { .n = n, .npq = n * p * (1 - p) };
	const double spread = sqrt(x.npq);
	const double b = 1.15 + 2.53 * spread;
	const double a = -0.0873 + 0.0248 * b + 0.01 * p;
	const double c = n * p + 0.5;
	const double v_r = 0.92 - 4.2 / b;
	bool prepared = false;
	for (;;) {
		double u;
		double v = rng_uniform(r);
		if (v <= 0.86 * v_r) {
			u = v / v_r - 0.43;
			return (int64_t)((2 * a / (0.5 - fabs(u)) + b) * u + c);
		}
		if (v >= v_r) {
			u = rng_uniform(r) - 0.5;
		} else {
			u = v / v_r - 0.93;
			u = (u < 0 ? -0.5 : 0.5) - u;
			v = v_r * rng_uniform(r);
		}
		const double us = 0.5 - fabs(u);
		const double y = (2 * a / us + b) * u + c;
		const double k = (double)(int64_t)y;
		if (!(y >= 0 && k <= n))
			continue;
		if (!prepared) {
			x.odds = p / (1 - p);
			x.mode = floor((n + 1) * p);
			prepared = true;
		}
		v *= (2.83 + 5.1 / b) * spread / (a / (us * us) + b);
		if (btrd_accepts(&x, k, v))
			return (int64_t)k;
	}
}

int64_t rng_binomial(struct rng *r, int64_t n, double p)
{
	assert(n >= 0 && n <= RNG_COUNT_MAX && p >= 0 && p <= 1);
	if (n == 0 || p == 0)
		return 0;
	if (p > 0.5)
		return n - rng_binomial(r, n, 1 - p);
	double m = (double)n;
	return m * p < MEAN_LARGE ? binomial_small(r, n, p) : binomial_large(r, m, p);
}

/* mean >= 10 */
static int64_t poisson_large(struct rng *r, double mean)
{
	double b = 0.931 + 2.53 * sqrt(mean);
	double a = -0.059 + 0.02483 * b;
	double log_inv_alpha = log(1.1239 + 1.1328 / (b - 3.4));
	double sure = 0.9277 - 3.6224 / (b - 2);
	double log_mean = log(mean);
	for (;;) {
		double u = rng_uniform(r) - 0.5;
		double v = rng_uniform(r);
		double us = 0.5 - fabs(u);
		double k = floor((2 * a / us + b) * u + mean + 0.43);
		if (us >= 0.07 && v <= sure)
			return (int64_t)k;
		if (k < 0 || (us < 0.013 && v > us))
			continue;
		if (log(v) + log_inv_alpha - log(a / (us * us) + b) <=
		    k * log_mean - mean - special_lgamma(k + 1))
			return (int64_t)k;
	}
}

int64_t rng_poisson(struct rng *r, double mean)
{
	assert(mean >= 0);
	if (mean >= (double)RNG_COUNT_MAX)
		return RNG_COUNT_MAX;
	if (mean >= MEAN_LARGE)
		return poisson_large(r, mean);
	/* Uniforms multiplied until they fall below e^-mean (Knuth, TAOCP 2, 3.4.1). */
	double limit = exp(-mean);
	double product = rng_uniform(r);
	int64_t k = 0;
	while (product > limit) {
		product *= rng_uniform(r);
		k++;
	}
	return k;
}

int64_t rng_nbinom_mu(struct rng *r, double size, double mean)
{
	assert(size > 0 && mean >= 0);
	return rng_poisson(r, rng_gamma(r, size) * (mean / size));
}

int64_t rng_nbinom(struct rng *r, double size, double prob)
{
	assert(prob > 0 && prob <= 1);
	return rng_nbinom_mu(r, size, size * ((1 - prob) / prob));
}

void rng_multinomial(struct rng *r, int64_t n, const double *weight, size_t k, int64_t *ret)
{
	/* Summed from the end, so that the share of the last that weighs anything is exactly 1. */
	size_t last = k;
	double total = 0;
	for (size_t i = k; i-- > 0;) {
		assert(weight[i] >= 0);
		if (weight[i] > 0 && last == k)
			last = i;
		total += weight[i];
		ret[i] = 0;
	}
	assert(n == 0 || (total > 0 && total < HUGE_VAL));
	for (size_t i = 0; n > 0 && i <= last; i++) {
		if (!(weight[i] > 0))
			continue;
		double share = i == last ? 1 : weight[i] / total;
		ret[i] = rng_binomial(r, n, share < 1 ? share : 1);
		n -= ret[i];
		total -= weight[i];
	}
}
