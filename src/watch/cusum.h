/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cusum.h - small counts: evidence for a higher rate, added up over the last periods.
 *
 * A single period of a prison with one case in a month can never be out of the ordinary; several
 * together can. Counts are negative binomial around mu0 with variance mu0 + alpha mu0^2 (alpha 0:
 * Poisson), because executions come in groups; a chart that takes them for Poisson drowns its reader.
 * Höhle & Paul 2008, Comput. Stat. Data Anal. 52:4357.
 *
 *	CUSUM: S = max(0, S + log likelihood ratio of a rate exp(kappa) times as high), alarm when S > h.
 *	GLR:   the largest log likelihood ratio over when it began and how high it is, alarm when >= h.
 * After an alarm both begin anew with the next period.
 *
 * h is not a matter of taste: cusum_limit and glr_limit find the one that gives the wanted number of
 * false alarms, and reckon with a mean and a spread that were learned and may be off.
 */
#ifndef VIGIL_WATCH_CUSUM_H
#define VIGIL_WATCH_CUSUM_H

#include "watch/watch.h"

#define CUSUM_DOUBLE 0.69314718055994530942 /* kappa of a rate twice as high */

enum { GLR_WINDOW = 26, GLR_WINDOW_MAX = 520 };

/* Log likelihood ratio of one count for a rate exp(kappa) mu0 against mu0. */
double cusum_llr(double y, double mu0, double alpha, double kappa);

/* Statistics and alarms of n periods; mu0 has n values. */
void cusum_run(const int64_t *y, const double *mu0, size_t n, double alpha, double kappa, double h,
	       double *ret_stat, bool *ret_alarm);
/* The count of the period that would have sounded an alarm, when S was `before` it. */
double cusum_cases(double before, double mu0, double alpha, double kappa, double h);

/* Starts up to `window` periods back. */
void glr_run(const int64_t *y, const double *mu0, size_t n, double alpha, size_t window, double h,
	     double *ret_stat, bool *ret_alarm);
/* The statistic of the last of n periods alone; *ret_start and *ret_kappa (NULL is fine) are where and
 * how high the best is; n and 0 where nothing speaks for a rise. */
double glr_at(const double *y, const double *mu0, size_t n, double alpha, size_t window,
	      size_t *ret_start, double *ret_kappa);
/* The least count of the last period that makes the statistic reach h; y[n - 1] is used up. */
double glr_cases(double *y, const double *mu0, size_t n, double alpha, size_t window, double h);

/* ---- limits ------------------------------------------------------------------ */

/* What is ordinary, and how well it is known. */
struct cusum_law {
	double mu0, alpha;
	double mu0_se;		      /* of log mu0; 0: known */
	double alpha_low, alpha_high; /* its 4 % and 96 % quantiles; both alpha: known */
};
/* So many times mu0 a chart for exp(kappa) is to be set for: 1 where the mean is known well enough that the chart does not
 * rise by itself. */
double cusum_raise(const struct cusum_law *law, double kappa);

/* How often a chart sounds when nothing rises, by h: false alarms a period. */
struct cusum_limit {
	double mu0, alpha;
	size_t n;
	double step;
	double *log_rate; /* at h = 0, step, 2 step ...; falls */
};
/* The mean over what mu0 and alpha may be, for a chart set for mu0 cusum_raise. The CUSUM's by a Markov chain, a
 * twentieth of a millisecond to one; the GLR's with GLR_WINDOW from a table. Known means: within about 5 % and 10 %. */
struct cusum_limit cusum_limit(const struct cusum_law *law, double kappa, struct arena *a);
struct cusum_limit glr_limit(const struct cusum_law *law, struct arena *a);
/* The rise by which it is told how far a GLR is set above a mean in doubt: the standard deviation of a period, at most half the rate more. */
double glr_kappa(const struct cusum_law *law);
/* The least h with at most `rate` false alarms a period (small counts make it move in steps), and the rate
 * at h (at most 1). */
double cusum_limit_h(const struct cusum_limit *l, double rate);
double cusum_limit_rate(const struct cusum_limit *l, double h);

/* ---- what is ordinary ----------------------------------------------------------- */

/* mu0 and alpha from the first `train` periods of a series: negative binomial regression on one harmonic of the
 * year and a trend, both drawn to none by a prior, with what is left in doubt. */
struct cusum_mean {
	double *mu0;	      /* for all periods of the series */
	struct cusum_law law; /* mu0 is the average after `train` */
};
/* ERR_INPUT: fewer than a year to learn from; ERR_NOTFOUND: no case in it; ERR_CONFLICT: no mean fits. */
int cusum_learn(const struct series *s, size_t train, struct arena *a, struct cusum_mean *ret,
		struct err *e) MUST_USE;

#endif
