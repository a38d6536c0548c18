/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole numbers drawn: each distribution by one method while its mean is small, by another above. */
#include "num/rng.h"

#include "num/special.h"

/* From here on rejection is quicker than walking up from 0; Hörmann's constants hold from 10. */
#define MEAN_LARGE 10

/* Walking up the probabilities from 0 (Kachitvichyanukul & Schmeiser 1988, BINV). p <= 1/2. */
static int64_t binomial_small(struct rng *r, double n, double p)
{
	double u = rng_uniform(r);
	/* (1-p)^n is at least 1 - np: most draws of a sparse table end here without a power. */
	if (u <= 1 - n * p)
		return 0;
	double q = 1 - p;
	double s = p / q;
	double first = exp(n * log1p(-p));
	for (;;) {
		double f = first;
		double k = 0;
		while (u > f && k < n) {
			u -= f;
			k++;
			f *= s * (n - k + 1) / k;
			/* Rounding leaves u over the sum of all that can be told from 0. */
			if (!(f > 0) || (k > 110 && f < 1e-18))
				break;
		}
		if (u <= f)
			return (int64_t)k;
		u = rng_uniform(r);
	}
}

/* n p >= 10, p <= 1/2 */
static int64_t binomial_large(struct rng *r, double n, double p)
{
	double spread = sqrt(n * p * (1 - p));
	double b = 1.15 + 2.53 * spread;
	double a = -0.0873 + 0.0248 * b + 0.01 * p;
	double c = n * p + 0.5;
	double sure = 0.92 - 4.2 / b;
	double alpha = (2.83 + 5.1 / b) * spread;
	double odds = p / (1 - p);
	double mode = floor((n + 1) * p);
	for (;;) {
		double u = rng_uniform(r) - 0.5;
		double v = rng_uniform(r);
		double us = 0.5 - fabs(u);
		double k = floor((2 * a / us + b) * u + c);
		if (us >= 0.07 && v <= sure)
			return (int64_t)k;
		if (k < 0 || k > n)
			continue;
		/* log of f(k) / f(mode), by Stirling's series: the factorials themselves would cancel. */
		double ratio = (mode + 0.5) * log((mode + 1) / (odds * (n - mode + 1))) +
			       (n + 1) * log((n - mode + 1) / (n - k + 1)) +
			       (k + 0.5) * log(odds * (n - k + 1) / (k + 1)) +
			       special_stirling(mode) + special_stirling(n - mode) -
			       special_stirling(k) - special_stirling(n - k);
		if (log(v * alpha / (a / (us * us) + b)) <= ratio)
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
	return m * p < MEAN_LARGE ? binomial_small(r, m, p) : binomial_large(r, m, p);
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
	}
	assert(n == 0 || (total > 0 && total < HUGE_VAL));
	for (size_t i = 0; i < k; i++) {
		ret[i] = 0;
		if (n == 0 || !(weight[i] > 0))
			continue;
		double share = i == last ? 1 : weight[i] / total;
		ret[i] = rng_binomial(r, n, share < 1 ? share : 1);
		n -= ret[i];
		total -= weight[i];
	}
}
