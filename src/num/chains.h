/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * chains.h - have several chains of draws come together, and how many independent draws are they worth?
 *
 * Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021, Bayesian Analysis 16:667, as the R package
 * posterior 1.4 computes it: chains are split in halves, draws replaced by normal scores of their
 * ranks, R-hat is the larger of that of the scores and of their distances from the median; effective
 * sizes by Geyer's initial monotone sequence.
 *
 * Draws lie chain after chain: draw i of chain c is x[c * n + i]. All finite, or all answers are NaN;
 * NaN as well where all draws are equal, or where a chain has fewer than 4.
 */
#ifndef VIGIL_NUM_CHAINS_H
#define VIGIL_NUM_CHAINS_H

#include "num/num.h"

enum { CHAINS_DRAWS_MAX = 1 << 26 };

struct chains {
	double rhat; /* rank-normalised, split: the larger of the two below */
	double rhat_bulk;
	double rhat_folded;
	double ess_bulk;
	double ess_tail; /* the smaller of those of the 5 % and 95 % quantiles */
	double ess_mean; /* of the draws as they are, for the error of the mean */
	double mean, sd, median;
	double mcse_mean;
	double mcse_median;
};

/* n draws in each of m chains; scratch from `a`, about 6 times what the draws take. */
struct chains chains_look(const double *x, size_t n, size_t m, struct arena *a);
/* Monte Carlo error of the quantile p (0 < p < 1), half the width of its interval of one sd. */
double chains_mcse_quantile(const double *x, size_t n, size_t m, double p, struct arena *a);

/* R-hat and effective size of split chains without ranks: of old figures, and for the tests. */
double chains_rhat_basic(const double *x, size_t n, size_t m, struct arena *a);
double chains_ess_basic(const double *x, size_t n, size_t m, struct arena *a);

#endif
