/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/special.h"

#define MATHLIB_STANDALONE
#include <Rmath.h>

double special_lgamma(double x)
{
	/* R warns at the poles, and warning is not its business here. */
	if (x <= 0 && x == floor(x))
		return HUGE_VAL;
	return lgammafn(x);
}

double special_digamma(double x)
{
	return x <= 0 && x == floor(x) ? NUM_NAN : digamma(x);
}

double special_trigamma(double x)
{
	return x <= 0 && x == floor(x) ? NUM_NAN : trigamma(x);
}

double special_lbeta(double a, double b)
{
	return a > 0 && b > 0 ? lbeta(a, b) : NUM_NAN;
}

double special_lchoose(double n, double k)
{
	return isnan(n) || isnan(k) || k < 0 || n < k ? NUM_NAN
						      : -log1p(n) - lbeta(n - k + 1, k + 1);
}

double special_stirling(double n)
{
	static const double SMALL[] = {
		0.081061466795327258,  0.041340695955409294, 0.027677925684998339,
		0.020790672103765093,  0.016644691189821193, 0.013876128823070748,
		0.011896709945891770,  0.010411265261972096, 0.0092554621827127330,
		0.0083305634333628800,
	};
	if (n < 10)
		return SMALL[(int)n];
	double x = n + 1;
	double x2 = x * x;
	return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - 1.0 / 1680 / x2) / x2) / x2) / x;
}

double special_log_add(double a, double b)
{
	double high = a > b ? a : b;
	double low = a > b ? b : a;
	if (isnan(a) || isnan(b))
		return NUM_NAN;
	return isinf(high) ? high : high + log1p(exp(low - high));
}

double special_log_sum(const double *x, size_t n)
{
	double high = -HUGE_VAL;
	double sum = 0;
	for (size_t i = 0; i < n; i++) {
		if (isnan(x[i]))
			return NUM_NAN;
		high = x[i] > high ? x[i] : high;
	}
	if (isinf(high))
		return high;
	for (size_t i = 0; i < n; i++)
		sum += exp(x[i] - high);
	return high + log(sum);
}

double special_log1p_exp(double x)
{
	return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

double special_log1m_exp(double x)
{
	if (!(x <= 0))
		return NUM_NAN;
	return x > -M_LN2 ? log(-expm1(x)) : log1p(-exp(x));
}

double special_logit(double p)
{
	return p >= 0 && p <= 1 ? log(p) - log1p(-p) : NUM_NAN;
}

double special_expit(double x)
{
	if (x >= 0)
		return 1 / (1 + exp(-x));
	double e = exp(x);
	return e / (1 + e);
}
