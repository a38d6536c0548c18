/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "watch/cusum.h"

#include "watch/cusum_priv.h"

/* Below this the two forms differ by less than rounding. */
#define POISSON 1e-9

double cusum_llr(double y, double mu0, double alpha, double kappa)
{
	if (alpha < POISSON)
		return kappa * y - mu0 * expm1(kappa);
	return kappa * y +
	       (y + 1 / alpha) * log((1 + alpha * mu0) / (1 + alpha * mu0 * exp(kappa)));
}

void cusum_run(const int64_t *y, const double *mu0, size_t n, double alpha, double kappa, double h,
	       double *ret_stat, bool *ret_alarm)
{
	double s = 0;
	for (size_t i = 0; i < n; i++) {
		s += cusum_llr((double)y[i], mu0[i], alpha, kappa);
		s = s > 0 ? s : 0;
		ret_stat[i] = s;
		ret_alarm[i] = s > h;
		s = s > h ? 0 : s;
	}
}

double cusum_cases(double before, double mu0, double alpha, double kappa, double h)
{
	double none = cusum_llr(0, mu0, alpha, kappa);
	double each = cusum_llr(1, mu0, alpha, kappa) - none;
	double least = floor((h - before - none) / each) + 1;
	return least > 1 ? least : 1;
}

/* ---- generalised likelihood ratio --------------------------------------------------- */

double glr_flat(double sum, double n, double mu0, double alpha)
{
	double kappa = log(sum / (n * mu0));
	if (alpha < POISSON)
		return sum * kappa - (sum - n * mu0);
	return kappa * sum + (sum + n / alpha) * log((1 + alpha * mu0) / (1 + alpha * sum / n));
}

/* The likelihood ratio of periods k..n-1 at its best kappa. It is concave in kappa, and rises at 0 here. */
static double best_llr(const double *y, const double *mu0, size_t k, size_t n, double alpha,
		       double *ret_kappa)
{
	double sum = 0;
	double mean = 0;
	bool flat = true;
	for (size_t i = k; i < n; i++) {
		sum += y[i];
		mean += mu0[i];
		flat = flat && mu0[i] == mu0[k];
	}
	double kappa = log(sum / mean);
	/* With one mean for all the quotient is the answer, as for a Poisson. */
	for (int step = 0; step < 50 && !flat && alpha >= POISSON; step++) {
		double rise = exp(kappa);
		double score = 0;
		double fisher = 0;
		for (size_t i = k; i < n; i++) {
			double d = 1 / (1 + alpha * rise * mu0[i]);
			score += (y[i] - rise * mu0[i]) * d;
			fisher += rise * mu0[i] * (alpha * y[i] + 1) * d * d;
		}
		double move = score / fisher;
		kappa += move > 2 ? 2 : move < -2 ? -2 : move;
		if (fabs(move) < 1e-9)
			break;
	}
	*ret_kappa = kappa > 0 ? kappa : 0;
	if (flat && alpha >= POISSON) {
		double size = (double)(n - k) / alpha;
		return kappa * sum +
		       (sum + size) * log((1 + alpha * mu0[k]) / (1 + alpha * mu0[k] * exp(kappa)));
	}
	double llr = 0;
	for (size_t i = k; i < n && kappa > 0; i++)
		llr += cusum_llr(y[i], mu0[i], alpha, kappa);
	return llr;
}

double glr_at(const double *y, const double *mu0, size_t n, double alpha, size_t window,
	      size_t *ret_start, double *ret_kappa)
{
	double best = 0;
	double kappa_best = 0;
	size_t start = n;
	double score = 0; /* of kappa at 0: nothing speaks for a rise unless it is positive */
	size_t low = n > window ? n - 1 - window : 0;
	for (size_t k = n; k-- > low;) {
		double here = (y[k] - mu0[k]) / (1 + alpha * mu0[k]);
		double kappa;
		score += here;
		/* A start before a period below its mean is never better than the one after it. */
		if (score <= 0 || here <= 0)
			continue;
		double llr = best_llr(y, mu0, k, n, alpha, &kappa);
		if (llr > best) {
			best = llr;
			kappa_best = kappa;
			start = k;
		}
	}
	if (ret_start)
		*ret_start = start;
	if (ret_kappa)
		*ret_kappa = kappa_best;
	return best;
}

void glr_run(const int64_t *y, const double *mu0, size_t n, double alpha, size_t window, double h,
	     double *ret_stat, bool *ret_alarm)
{
	/* The last periods as doubles, moved together when the room is used up. */
	double counts[4 * GLR_WINDOW_MAX];
	double means[4 * GLR_WINDOW_MAX];
	size_t kept = 0;
	window = window < GLR_WINDOW_MAX ? window : GLR_WINDOW_MAX;
	for (size_t i = 0; i < n; i++) {
		if (kept == COUNT(counts)) {
			memmove(counts, counts + kept - window, window * sizeof *counts);
			memmove(means, means + kept - window, window * sizeof *means);
			kept = window;
		}
		counts[kept] = (double)y[i];
		means[kept++] = mu0[i];
		ret_stat[i] = glr_at(counts, means, kept, alpha, window, NULL, NULL);
		ret_alarm[i] = ret_stat[i] >= h;
		if (ret_alarm[i])
			kept = 0;
	}
}

double glr_cases(double *y, const double *mu0, size_t n, double alpha, size_t window, double h)
{
	double low = 0;
	double high = 1;
	y[n - 1] = high;
	while (glr_at(y, mu0, n, alpha, window, NULL, NULL) < h && high < 1e12) {
		low = high;
		high *= 2;
		y[n - 1] = high;
	}
	while (high - low > 1) {
		double middle = floor((low + high) / 2);
		y[n - 1] = middle;
		if (glr_at(y, mu0, n, alpha, window, NULL, NULL) < h)
			low = middle;
		else
			high = middle;
	}
	return high;
}
