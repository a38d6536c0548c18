/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * loglinear_fit.h - one log-linear model of a table of lists: its fit, and whether it has one.
 *
 * log E y(x) = sum of the terms that x contains; a term is a set of lists, the empty one the intercept.
 * So N = n + exp(intercept): the intercept is the logarithm of those on no list.
 *
 * The fit is Newton's method, which for this family is iterated weighted least squares. It is quick
 * because of what terms are: an element of X'WX is the sum of the fitted counts of all patterns that contain
 * both terms, and all such sums together cost lists * 2^lists / 2 additions (Yates 1937, read
 * backwards). Sums and tests are those of R's glm; results agree with it to 1e-8 where an estimate
 * exists.
 *
 * Whether it exists is never guessed from a fit's looks: what two sufficient conditions do not settle goes to the
 * linear program of Fienberg & Rinaldo 2012 (num/linprog.h) and to a rank test.
 */
#ifndef VIGIL_ESTIMATE_LOGLINEAR_FIT_H
#define VIGIL_ESTIMATE_LOGLINEAR_FIT_H

#include "estimate/cells.h"

enum { FIT_LISTS_MAX = 10, FIT_PLACES_MAX = 1 << FIT_LISTS_MAX, FIT_TERMS_MAX = 64 };

/* A table laid out by pattern. Place 0, on no list, is not `in` unless somebody guesses its count. */
struct fit_table {
	size_t lists, places;
	double n;		  /* sum of y at 1 and beyond */
	double y[FIT_PLACES_MAX]; /* what is not `in` has 0 */
	bool in[FIT_PLACES_MAX];  /* the model speaks of it */
	double margin
		[FIT_PLACES_MAX]; /* people on all lists of the set, whatever else they are on */
	double log_factorials;	  /* sum of log y! */
};

/* Terms, the empty one first, each once. */
struct fit_terms {
	size_t n;
	uint32_t at[FIT_TERMS_MAX];
};

struct fit {
	double coef[FIT_TERMS_MAX];
	double mu[FIT_PLACES_MAX];   /* 0 where not `in` */
	double deviance, likelihood; /* of the Poisson, with its constants */
	double least;		     /* the smallest fitted count */
	bool converged;
	bool singular; /* X'WX cannot be solved, or nearly not */
	int steps;
};

enum fit_exists {
	FIT_EXISTS = 0,
	FIT_NOT_FINITE = 1, /* no maximum of the likelihood at finite terms */
	FIT_NOT_UNIQUE = 2, /* several values of the terms fit alike */
	FIT_NEITHER = 3
};

/* Up to FIT_LISTS_MAX lists; more are asserted away by whoever asks. */
void fit_table_of(const struct cells *c, struct fit_table *ret);
/* Sums anew after counts or places were changed. */
void fit_table_sum(struct fit_table *t);
/* Everybody who is on both lists leaves the model's view (their number must be 0): the interaction of the
 * two is minus infinity. */
void fit_table_drop(struct fit_table *t, uint32_t both);
/* Intercept and one term for each list. */
void fit_terms_main(size_t lists, struct fit_terms *ret);

/* Nobody is on all lists of some term: its value is minus infinity, and no fit is worth trying. */
bool fit_has_empty_term(const struct fit_table *t, const struct fit_terms *m);
/* Always fills *ret; look at `converged` and `singular`, or ask fit_check. `start`: fitted counts to begin
 * from; NULL: R's start. */
void fit_model(const struct fit_table *t, const struct fit_terms *m, const double *start,
	       struct fit *ret);
/* Does the estimate exist, and is it one? A converged fit without small counts and with the table's own
 * margins is a proof, and so is full rank of the patterns that somebody has; everything else is put to the
 * linear program and to a count of the rank. */
int fit_check(const struct fit_table *t, const struct fit_terms *m, const struct fit *f,
	      enum fit_exists *ret, struct err *e) MUST_USE;
/* The same without a fit to go by. */
int fit_check_slowly(const struct fit_table *t, const struct fit_terms *m, enum fit_exists *ret,
		     struct err *e) MUST_USE;

#endif
