/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/sum.h"
#include "base/order.h"

enum { STRAIGHT = 16 }; /* up to here one after the other */

double sum_of(const double *x, size_t n)
{
	if (n > STRAIGHT)
		return sum_of(x, n / 2) + sum_of(x + n / 2, n - n / 2);
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += x[i];
	return sum;
}

double sum_mean(const double *x, size_t n)
{
	return n == 0 ? NUM_NAN : sum_of(x, n) / (double)n;
}

static double squares(const double *x, size_t n, double mean)
{
	if (n > STRAIGHT)
		return squares(x, n / 2, mean) + squares(x + n / 2, n - n / 2, mean);
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += (x[i] - mean) * (x[i] - mean);
	return sum;
}

double sum_variance(const double *x, size_t n)
{
	return n < 2 ? NUM_NAN : squares(x, n, sum_mean(x, n)) / (double)(n - 1);
}

void sum_add(struct sum *s, double x)
{
	double t = s->total + x;
	s->lost += fabs(s->total) >= fabs(x) ? s->total - t + x : x - t + s->total;
	s->total = t;
}

double sum_value(const struct sum *s)
{
	/* Infinite or NaN: what was lost on the way there is meaningless. */
	return isfinite(s->total) ? s->total + s->lost : s->total;
}

void sum_sort(double *x, size_t n)
{
	if (n > 1)
		qsort(x, n, sizeof *x, order_f64);
}

double sum_quantile(const double *sorted, size_t n, double p)
{
	if (n == 0 || !(p >= 0 && p <= 1))
		return NUM_NAN;
	double at = p * (double)(n - 1);
	/* R's allowance: what is a whole number but for rounding is one. */
	double fuzz = 4 * 2.220446049250313e-16;
	double low = floor(at + fuzz);
	double part = at - low;
	size_t i = (size_t)low;
	if (fabs(part) < fuzz || i + 1 >= n)
		return sorted[i];
	return (1 - part) * sorted[i] + part * sorted[i + 1];
}
