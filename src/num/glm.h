/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * glm.h - generalised linear models by iterated weighted least squares, step for step as R's glm.fit:
 * its start, its stop, its pivoting, its weights. So deviances, coefficients and the dispersion are
 * those of R to about ten digits, also where a model hardly converges.
 *
 *	struct glm_problem m = { .n = n, .p = p, .x = x, .y = y, .family = GLM_POISSON };
 *	struct glm_fit fit;
 *	TRY(glm_fit(&m, a, &fit, e));
 *
 * Poisson and negative binomial take the logarithm as link, binomial the logit. Over-dispersion of
 * a quasi family is the same fit with `dispersion` looked at: Var = dispersion * V(mu).
 */
#ifndef VIGIL_NUM_GLM_H
#define VIGIL_NUM_GLM_H

#include "num/num.h"

enum glm_family {
	GLM_POISSON,  /* also quasi-Poisson: V = mu */
	GLM_BINOMIAL, /* y is a proportion, weights are the trials: V = mu (1 - mu) */
	GLM_NBINOM,   /* V = mu + mu^2 / theta */
};

enum { GLM_ROWS_MAX = 1 << 24, GLM_COLUMNS_MAX = 4096 };

struct glm_problem {
	size_t n, p;
	const double *x; /* n x p by columns, the 1 of the intercept included */
	const double *y;
	const double *weights;	/* >= 0; NULL: all 1 */
	const double *offset;	/* added to the linear predictor; NULL: none */
	const double *mu_start; /* NULL: R's start for the family */
	enum glm_family family;
	double theta;	/* of GLM_NBINOM, > 0 */
	double epsilon; /* 0: 1e-8; stop when |change of deviance| / (|deviance| + 0.1) is below */
	int steps_max;	/* 0: 25 */
	bool lean; /* leave out hat and vcov, which are then NULL: a quarter of the time of a small fit */
};

struct glm_fit {
	double *coef;	 /* p; NaN: given up, its column is a sum of others before it */
	size_t rank;	 /* columns kept */
	double *mu;	 /* n */
	double *eta;	 /* n, the linear predictor */
	double *working; /* n, weights of the last least squares */
	double *hat;	 /* n, leverages; NULL when lean */
	double *vcov; /* p x p, (X'WX)^-1: times the dispersion where that is not 1; NULL when lean */
	double deviance;
	double pearson;	   /* sum of w (y - mu)^2 / V(mu) */
	double dispersion; /* as R's summary.glm: sum of working weights times squared working residuals over df; NaN when df is 0 */
	double log_likelihood; /* with the constants; quasi families have none of their own */
	size_t df;	       /* rows of weight > 0, less the rank */
	int steps;
	bool converged; /* within steps_max; else all stands where it stopped */
	bool at_edge; /* steps had to be halved, or a mean is at the end of its range: no finite maximum may exist */
};

/* Fails with ERR_INPUT: a value that is not finite, or outside the family's range; no finite deviance
 * to be had; ERR_TOOBIG beyond the rows and columns above. All of the result lives in `a`. */
int glm_fit(const struct glm_problem *m, struct arena *a, struct glm_fit *ret,
	    struct err *e) MUST_USE;

/* Negative binomial with theta by maximum likelihood, in turns with the coefficients (Venables &
 * Ripley, MASS, glm.nb). */
struct glm_nbinom {
	struct glm_fit fit;
	double theta;
	double theta_se;
	/* The counts vary no more than a Poisson's: theta grows without end and was stopped. `theta` is then
	 * GLM_THETA_MAX, and the fit that of a Poisson for all purposes. */
	bool no_spread;
	int rounds;
	bool converged;
};
#define GLM_THETA_MAX 1e7
/* m->family and m->theta are not looked at. */
int glm_fit_nbinom(const struct glm_problem *m, struct arena *a, struct glm_nbinom *ret,
		   struct err *e) MUST_USE;
/* Theta for given means alone. false: at the limit (no_spread). ret_se may be NULL. */
bool glm_theta(const double *y, const double *mu, const double *weights, size_t n,
	       double *ret_theta, double *ret_se);

#endif
