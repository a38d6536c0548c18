/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dga.h - all decomposable graphs of lists, each weighed by how well it explains the table.
 *
 * Madigan & York 1997 (Biometrika 84:19); the R package dga by Johndrow, Lum & Ball. An edge lets two
 * lists depend. Cells have a hyper-Dirichlet prior that puts `delta` on each of the 2^J. For a set A of
 * lists, with the table folded onto A,
 *
 *	M_A(n0) = sum over its cells of log Gamma(y + delta_A) - 2^|A| log Gamma(delta_A),
 *	delta_A = delta 2^(J - |A|), the cell of zeros with n0 in it,
 *	D(n0) = log Gamma(2^J delta) - log Gamma(N + 2^J delta), and
 *	log p(n0, G | table) = prior(N) + log N! - log n0! - sum log f!
 *		+ sum over cliques of (M + D) - sum over separators that are not empty of (M + D).
 *
 * All graphs of up to 6 lists are averaged (18,154; the R package ends at 5). Graphs are streamed over n0 and
 * no matrix is kept: 5 lists take a few megabytes where the peer takes hundreds. Parts of
 * graphs' curves that together are below 1e-11 of the posterior are left out, by bounds proved before.
 *
 * `delta` is a strong prior: rows for 1/2 and 1 come with the answer. The posterior of N may have several
 * humps, so the answer's set is the smallest that holds 95 %, in as many pieces as it has.
 */
#ifndef VIGIL_ESTIMATE_DGA_H
#define VIGIL_ESTIMATE_DGA_H

#include "base/pool.h"
#include "estimate/result.h"

struct dga_options {
	double delta; /* 0: 2^-J, the peer's suggestion */
	/* The grid of n0. Both 0: from 0 to 10 n, four times that where the end still has mass. */
	int64_t n0_lo, n0_hi;
	/* log of the prior of N, up to a constant; NULL: -log N. */
	double (*log_prior)(void *ctx, double n);
	void *ctx;
	bool quick;	   /* no rows for other delta */
	struct pool *pool; /* NULL: alone */
};

/* Posterior of N where the grid has any, at places that stand for the N up to the next: for every one
 * while n0 is below 131,072, then ever fewer. Sums to 1. */
struct dga_posterior {
	size_t n;
	const double *at; /* N, ascending */
	const double *mass;
	size_t n_graphs;
	const double *graph; /* posterior of each graph, in the order of chordal_graphs */
	const double *mean;  /* mean N of each; NaN where it has no mass */
	double at_end;	     /* mass in the last hundredth of the whole grid */
	double end;	     /* n0 there */
};
int dga_posterior(const struct cells *c, const struct dga_options *o, struct arena *a,
		  struct dga_posterior *ret, struct err *e) MUST_USE;

/* Not made: fewer than 2 lists, more than 6, more than 10 million people. ERR_INPUT: an option out of its range. */
int dga_run(const struct cells *c, const struct dga_options *o, struct arena *a,
	    struct dga_result *ret, struct err *e) MUST_USE;

#endif
