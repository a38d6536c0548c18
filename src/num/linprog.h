/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * linprog.h - small dense linear programs, and the question they are here for: does an estimate exist?
 *
 * Simplex in two phases on a full tableau. The steepest column is taken while that makes progress, and
 * Bland's rule (1977) after a few steps without, so that it ends.
 */
#ifndef VIGIL_NUM_LINPROG_H
#define VIGIL_NUM_LINPROG_H

#include "num/num.h"

enum { LINPROG_ROWS_MAX = 2000, LINPROG_COLUMNS_MAX = 8000 };

enum linprog_sense { LINPROG_AT_MOST, LINPROG_AT_LEAST, LINPROG_EQUAL };

struct linprog {
	size_t rows, columns;
	const double *a;		 /* rows x columns by columns (num.h) */
	const double *b;		 /* rows */
	const enum linprog_sense *sense; /* rows; NULL: all LINPROG_EQUAL */
	const double *c;		 /* columns: what to make as large as possible */
};

enum linprog_state { LINPROG_OPTIMAL, LINPROG_INFEASIBLE, LINPROG_UNBOUNDED };

struct linprog_result {
	enum linprog_state state;
	double value;
	double *x; /* columns, in the arena; of LINPROG_OPTIMAL */
	int steps;
};

/* The largest c'x with a x (sense) b and x >= 0. Fails with ERR_TOOBIG beyond the sizes above, with
 * ERR_INPUT for a value that is not finite, and when rounding keeps it from an end (never seen; the
 * message says so). Values below 1e-9 of the largest in their row count as 0. */
int linprog_max(const struct linprog *p, struct arena *a, struct linprog_result *ret,
		struct err *e) MUST_USE;

/*
 * Is there a table with all cells positive that has the margins of the table seen? `x` is the design,
 * n cells by p parameters, `y` the counts: is there m > 0 with x'm = x'y. If not, the maximum
 * likelihood estimate of the log-linear model does not exist (Haberman 1974; Fienberg & Rinaldo
 * 2012, Ann. Stat. 40:996), whatever a program prints. The largest value the least cell can have is
 * put in *ret_least (in counts; NULL is fine): with n cells it is positive exactly when one exists.
 */
int linprog_estimate_exists(const double *x, const double *y, size_t n, size_t p, struct arena *a,
			    bool *ret, double *ret_least, struct err *e) MUST_USE;

#endif
