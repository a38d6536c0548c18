/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * linalg.h - small dense systems: QR as R's lm and glm take it, and Cholesky.
 *
 * Own and not GSL's: which columns of a design are given up as sums of others must be those that R
 * gives up, and that is decided by the pivoting of R's dqrdc2 (LINPACK's dqrdc, changed: a column
 * moves to the end only when what is left of its length falls below `tol` of it; all others keep
 * their order). Solutions are checked against GSL in the tests.
 */
#ifndef VIGIL_NUM_LINALG_H
#define VIGIL_NUM_LINALG_H

#include "num/num.h"

#define LINALG_TOL 1e-7 /* R's lm; glm takes 1e-11 */

struct linalg_qr {
	size_t n, p;
	size_t rank;
	double *a;	/* Householder vectors below and R on and above the diagonal */
	double *aux;	/* first elements of the vectors */
	double *length; /* scratch: 2 p */
	size_t *pivot;	/* column j of `a` was column pivot[j] of the matrix */
};

/* Room for matrices of n rows and p columns, to be factored as often as wanted. */
struct linalg_qr linalg_qr_room(struct arena *a, size_t n, size_t p);
/* Factor the n x p matrix x (num.h: by columns). Finite values; a NaN gives NaNs, not an error. */
void linalg_qr_factor(struct linalg_qr *q, const double *x, double tol);
/* Q' y in place, n values; and Q y. */
void linalg_qr_qty(const struct linalg_qr *q, double *y);
void linalg_qr_qy(const struct linalg_qr *q, double *y);
/* Least squares: `y` is used up (it holds Q' y afterwards); coefficients of columns given up are NaN. */
void linalg_qr_solve(const struct linalg_qr *q, double *y, double *ret_coef);
/* Diagonal of the projection: how far each row decides its own fit. n values. */
void linalg_qr_hat(const struct linalg_qr *q, double *ret);
/* (X'X)^-1, p x p; rows and columns of what was given up are NaN. */
void linalg_qr_inverse(const struct linalg_qr *q, double *ret);

/* Rank of x by the above, scratch from `a`. */
size_t linalg_rank(const double *x, size_t n, size_t p, double tol, struct arena *a);

/* A symmetric matrix n x n becomes L with L L' equal to it (lower triangle; the upper is left alone).
 * false: not positive definite. Then solve for b in place. */
bool linalg_cholesky(double *m, size_t n);
void linalg_cholesky_solve(const double *l, size_t n, double *b);
double linalg_cholesky_logdet(const double *l, size_t n); /* of the matrix */

#endif
