/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * num.h - the room of numbers: what linkage, estimation and watching compute with.
 *
 *	rng.h        draws from (seed, stream)          dist.h       distributions and their quantiles
 *	interval.h   proportions, rates, ratios         bootstrap.h  quantiles of replicates, BCa
 *	optimise.h   roots, minimisers                  isotonic.h   monotone fit
 *	linalg.h     QR with R's pivoting, Cholesky     glm.h        IRLS as R does it
 *	linprog.h    small simplex, existence           chains.h     R-hat, ESS, MCSE
 *	density.h    histogram, kernel density          sum.h        sums in a fixed order
 *	special.h    log-sum-exp and its relatives
 *
 * What holds in all of them:
 *
 * - Pure: no file, no clock, no global that changes, nothing printed. Threads may call anything
 *   here at once on data of their own.
 * - The same arguments give the same bits, for any number of threads. Between systems the last
 *   digit may differ where the C library's exp, log or lgamma do; nothing else may.
 * - Refusal: a function returning a double, or a plain struct of doubles, answers NaN when an
 *   argument is NaN or makes no sense (a probability of 2, a negative count). NaN is never an
 *   answer to a question that makes sense. Functions that return int have a `struct err`.
 * - Counts are int64_t. Above 2^53 they are not whole numbers as doubles: refused likewise.
 * - Matrices are arrays of columns: element (i, j) of one with n rows is a[j * n + i].
 */
#ifndef VIGIL_NUM_H
#define VIGIL_NUM_H

#include <math.h>

#include "base/base.h"

/* The largest count a double holds exactly, and the largest that anything here takes. */
#define NUM_COUNT_MAX ((int64_t)1 << 53)

#define NUM_NAN ((double)NAN)

/* Bounds of an interval; both NaN when what was asked makes no sense. */
struct num_interval {
	double lo;
	double hi;
};

#define NUM_NO_INTERVAL ((struct num_interval){ NUM_NAN, NUM_NAN })

#endif
