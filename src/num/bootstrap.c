/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/bootstrap.h"

#include "num/dist.h"
#include "num/sum.h"

static double *ascending(const double *x, size_t n, struct arena *a)
{
	double *s = NEW_N(a, n, double);
	for (size_t i = 0; i < n; i++) {
		if (isnan(x[i]))
			return NULL;
		s[i] = x[i];
	}
	sum_sort(s, n);
	return s;
}

struct num_interval bootstrap_percentile(const double *replicate, size_t n, double conf,
					 struct arena *a)
{
	const double *s = n > 1 && conf > 0 && conf < 1 ? ascending(replicate, n, a) : NULL;
	if (!s)
		return NUM_NO_INTERVAL;
	return (struct num_interval){ sum_quantile(s, n, (1 - conf) / 2),
				      sum_quantile(s, n, (1 + conf) / 2) };
}

/* Skewness of the influence of single observations, over six. */
static double acceleration(const double *left_out, const double *weight, size_t m)
{
	struct sum all = { 0 }, mean = { 0 }, square = { 0 }, cube = { 0 };
	for (size_t i = 0; i < m; i++) {
		double w = weight ? weight[i] : 1;
		sum_add(&all, w);
		sum_add(&mean, w * left_out[i]);
	}
	double middle = sum_value(&mean) / sum_value(&all);
	for (size_t i = 0; i < m; i++) {
		double w = weight ? weight[i] : 1;
		double d = middle - left_out[i];
		sum_add(&square, w * d * d);
		sum_add(&cube, w * d * d * d);
	}
	double s = sum_value(&square);
	return s == 0 ? 0 : sum_value(&cube) / (6 * s * sqrt(s));
}

static double bias(const double *replicate, size_t n, double estimate)
{
	double below = 0;
	for (size_t i = 0; i < n; i++)
		below += replicate[i] < estimate ? 1 : replicate[i] == estimate ? 0.5 : 0;
	return dist_q(dist_normal(0, 1), below / (double)n, DIST_BELOW);
}

static double level(double z0, double a, double z)
{
	double by = 1 - a * (z0 + z);
	return by > 0 ? dist_p(dist_normal(0, 1), z0 + (z0 + z) / by, DIST_BELOW) : NUM_NAN;
}

struct bootstrap_bca bootstrap_bca(const double *replicate, size_t n, double estimate,
				   const double *left_out, const double *weight, size_t m,
				   double conf, struct arena *a)
{
	struct bootstrap_bca r = { NUM_NO_INTERVAL, NUM_NAN, NUM_NAN, NUM_NO_INTERVAL };
	double z = dist_z(conf);
	const double *s = n > 1 && m > 0 ? ascending(replicate, n, a) : NULL;
	if (!s || isnan(z) || isnan(estimate))
		return r;
	r.bias = bias(replicate, n, estimate);
	r.acceleration = acceleration(left_out, weight, m);
	if (!isfinite(r.bias) || !isfinite(r.acceleration))
		return r;
	struct num_interval at = { level(r.bias, r.acceleration, -z),
				   level(r.bias, r.acceleration, z) };
	if (isnan(at.lo) || isnan(at.hi))
		return r;
	r.levels = at;
	r.bounds = (struct num_interval){ sum_quantile(s, n, at.lo), sum_quantile(s, n, at.hi) };
	return r;
}
