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
 * false alarms.
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

/* How often a chart sounds when nothing rises, by h: false alarms a period. */
struct cusum_limit {
	double mu0, alpha;
	size_t n;
	double step;
	double *log_rate; /* at h = 0, step, 2 step ...; falls */
};
/* By simulation from `seed`; `window` 0 is a CUSUM for kappa. A CUSUM is simulated under the higher rate
 * and weighted back (Siegmund 1985, ch. 2), so that rare alarms cost as little as frequent ones; the
 * tail of a GLR falls like exp(-h) and is continued so where fewer than 50 were seen. Within about 5 %. */
struct cusum_limit cusum_limit(double mu0, double alpha, double kappa, uint64_t seed,
			       struct arena *a);
struct cusum_limit glr_limit(double mu0, double alpha, size_t window, uint64_t seed,
			     struct arena *a);
/* The least h with at most `rate` false alarms a period (small counts make it move in steps), and the rate
 * at h (at most 1). */
double cusum_limit_h(const struct cusum_limit *l, double rate);
double cusum_limit_rate(const struct cusum_limit *l, double h);

/* ---- what is ordinary ----------------------------------------------------------- */

/* mu0 and alpha from the first `train` periods of a series: negative binomial regression on a trend and one
 * harmonic of the year, each kept only where a test at 1 % says so, since a trend goes on for ever. */
struct cusum_mean {
	double *mu0; /* for all periods of the series */
	double alpha;
	double average; /* of mu0 after `train` */
	bool trend, season;
};
/* ERR_INPUT: fewer than a year to learn from, or no case in it. */
int cusum_learn(const struct series *s, size_t train, struct arena *a, struct cusum_mean *ret,
		struct err *e) MUST_USE;

#endif
