/* SPDX-License-Identifier: GPL-3.0-or-later */
/* farrington_priv.h - the regression inside: one intercept for each level, one slope for all. */
#ifndef VIGIL_WATCH_FARRINGTON_PRIV_H
#define VIGIL_WATCH_FARRINGTON_PRIV_H

#include "watch/farrington.h"

/* Consecutive periods of one level. */
struct farrington_run {
	size_t at; /* place of its first row */
	size_t n;
	size_t row; /* place of its first period in the series */
	int level;
	double time; /* of the first row; the period judged is 0 */
};

enum { FARRINGTON_RUNS_MAX = FARRINGTON_YEARS_MAX * FARRINGTON_LEVELS_MAX + 1 };

/* X'WX of that design: an arrow, so solving costs as many steps as there are levels. */
struct farrington_arrow {
	double w[FARRINGTON_LEVELS_MAX]; /* sums of weights by level */
	double t[FARRINGTON_LEVELS_MAX]; /* times time */
	double tt;
	double free; /* what is left of tt when the levels have taken theirs */
};

struct farrington_rows {
	struct farrington_run runs[FARRINGTON_RUNS_MAX];
	size_t n_runs;
	size_t n;
	int levels;
	bool used[FARRINGTON_LEVELS_MAX]; /* levels that have rows */
};

/* For each period of the series, what fits need of its count alone. */
struct farrington_counts {
	double *y, *weight0, *z0, *deviance0, *y_log_y, *power;
};

struct farrington_glm {
	double level[FARRINGTON_LEVELS_MAX];
	double slope;
	bool trend, converged;
	struct farrington_arrow last; /* at the weights of the last step */
	double *mu, *mu_before;
	double residual;      /* sum of last weights times squared working residuals */
	double residual_bare; /* the same as if the last weights were the prior ones */
	size_t df;
	double largest; /* count in the history */
};

/* Fit with prior weights; mu and mu_before must have room for all rows. */
void farrington_fit_glm(const struct farrington_rows *r, const struct farrington_counts *c,
			const double *prior, bool trend, struct farrington_glm *ret);
/* x'(X'WX)^-1 x for a row of `level` at `time`. */
double farrington_leverage(const struct farrington_glm *g, int level, double time);

/* Anscombe residuals beyond this weigh less in the second fit (Noufaily 2013). */
#define OUTBREAK 2.58

/* What two fits say of a period. */
struct farrington_known {
	double mu, se; /* expected, and the standard error of its logarithm */
	double phi;    /* variance over mean, of the second fit */
	double df;
	double mean; /* of the history */
};
/* The probability of more than y cases, and half that of y, when nothing rises: such or more come so often. A few
 * microseconds where it is below 0.05. */
double farrington_chance(double y, const struct farrington_known *k);

#endif
