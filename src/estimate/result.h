/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * result.h - what each method answered, and all of it together: plain values, made by the methods and
 * by estimate_run, read by the command, the pages and the reports.
 *
 * Every method's result begins with a head. A method that cannot say anything about a table does not
 * fail: `made` is false and `why_not` says in plain words what the table lacks. An ERR_ is for a bad
 * argument only. All sizes are persons in all, N, not persons missing. What is not known is NaN.
 *
 * What methods have in common as functions (the rest stands in each one's header):
 *	int dga_run(const struct cells *, const struct dga_options *, struct arena *, struct dga_result *, err)
 *	int loglinear_run(cells, options, arena, struct loglinear_result *, err)
 *	int sparse_run(cells, options, struct pool *, arena, struct sparse_result *, err)
 *	int floor_run(cells, arena, struct floor_result *, err)
 * Options given as NULL are the defaults.
 */
#ifndef VIGIL_ESTIMATE_RESULT_H
#define VIGIL_ESTIMATE_RESULT_H

#include "estimate/cells.h"
#include "num/num.h"

struct estimate_interval {
	double centre, lo, hi; /* bounds of 95 % */
};

struct estimate_head {
	bool made;
	struct str why_not;	    /* when not made: plain words, in English */
	struct estimate_interval n; /* the method's own centre and 95 % bounds */
	double seconds;
};

/* A curve for plots: y over `n` equally spaced places from lo to hi, area 1. */
struct estimate_curve {
	double lo, hi;
	size_t n;
	const double *y;
};

/* ---- lcmcr.h ---- */

struct lcmcr_chain {
	double median, lo, hi; /* of this chain alone */
	double classes;	       /* mean number of classes with somebody in them */
};
struct lcmcr_result {
	struct estimate_head head; /* centre: the median */
	double mean, median, lo, hi;
	struct num_interval half; /* the middle 50 % */
	double rhat, ess_bulk, ess_tail;
	double mcse_median, mcse_lo, mcse_hi; /* on N */
	double at_cap;			      /* posterior mass of n0 at the ceiling */
	double cap;			      /* the ceiling of n0 */
	double nobody;			      /* mass of draws in which p0 > 0.95 */
	double alpha, alpha_lo, alpha_hi;     /* of the Dirichlet process */
	double classes;
	int n_classes; /* K */
	double prior_a, prior_b;
	size_t n_chains, draws, thin, burnin; /* `draws` kept a chain */
	int rungs;			      /* temperatures used; 1: none but the table's own */
	int longer;			      /* how often chains were run on */
	const struct lcmcr_chain *chains;
	const double *draw; /* N, chain after chain: n_chains * draws, smoothed draws of step 5 */
	struct estimate_curve density;
};

/* ---- dga.h ---- */

struct dga_graph {
	struct str name; /* "[A B][C]" */
	double probability;
	double mean;
};
struct dga_prior {
	double delta;
	double mean, median, lo, hi;
};
struct dga_result {
	struct estimate_head head; /* centre: the median */
	double delta;
	double mean, median, mode, lo, hi;
	const struct num_interval *set; /* the highest-density set of 95 %: one or more pieces */
	size_t n_set;
	const struct dga_graph *graphs; /* the most probable, best first */
	size_t n_graphs;
	size_t all_graphs;		/* how many were averaged */
	double at_end;			/* posterior mass at the last place of the grid */
	const struct dga_prior *priors; /* rows for other delta */
	size_t n_priors;
	struct estimate_curve density;
};

/* ---- loglinear.h ---- */

struct loglinear_model {
	struct str name; /* "[A B][C]", or "Mth Chao" */
	int df;		 /* left over */
	double deviance, aic, bic;
	double n, lo, hi; /* N and its profile interval; NaN bounds: not computed or without end */
	bool exists;	  /* false: the existence test failed, the model gives no number */
};
struct loglinear_result {
	struct estimate_head head; /* the BIC model's */
	const struct loglinear_model
		*models; /* by BIC, best first: all within 6 of it, and variants */
	size_t n_models;
	size_t tried, near2,
		near6; /* fitted; within 2 and 6 of the best BIC, of `models` the first */
	double near2_lo, near2_hi; /* least and largest N within 2 */
	size_t n_excluded;
	struct num_interval near6_n; /* ... and within 6 */
	const struct str *excluded;  /* names of terms or models that do not exist, at most 20 */
	size_t n_excluded_named;
	const struct loglinear_model
		*variants; /* heterogeneity: Chao, Poisson2, Darroch, Gamma3.5 */
	size_t n_variants;
};

/* ---- sparse.h ---- */

struct sparse_result {
	struct estimate_head head;
	double n;
	struct num_interval bca, percentile;
	int replicates, failed;
	struct str model;	     /* "A*B, C*D" */
	const struct str *not_exist; /* pairs that could not be tried, with the reason */
	size_t n_not_exist;
};

/* ---- floor.h ---- */

struct floor_result {
	struct estimate_head head;		   /* Chao's */
	double chao, chao_lo, chao_hi;		   /* bias-corrected, lists alike */
	double chao_mth, chao_mth_lo, chao_mth_hi; /* lists of different size: the floor */
	bool has_chapman;			   /* two lists */
	double chapman, chapman_lo, chapman_hi;
	struct str caveat;
};

#endif
