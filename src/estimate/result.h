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
	double relative; /* least expected relative squared error: E(1/N) / E(1/N^2), Madigan & York's */
	const struct num_interval *set; /* the highest-density set of 95 %: one or more pieces */
	size_t n_set;
	const struct dga_graph *graphs; /* the most probable, best first */
	size_t n_graphs;
	size_t all_graphs;		/* how many were averaged */
	double at_end;			/* posterior mass in the last hundredth of the grid ... */
	double end;			/* ... which ends at this N */
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

struct floor_dependent {
	double odds; /* ratio; 1: independent lists */
	double n;
};
struct floor_result {
	struct estimate_head head;		   /* Chao's */
	double chao, chao_lo, chao_hi;		   /* bias-corrected, lists alike */
	double chao_mth, chao_mth_lo, chao_mth_hi; /* lists of different size: the floor */
	bool has_chapman;			   /* two lists, with 7 people or more on both */
	double chapman, chapman_lo, chapman_hi;
	struct str why_no_chapman; /* of two lists */
	/* Two lists: N if being on one multiplies the odds of being on the other; the table cannot tell. */
	const struct floor_dependent *dependent;
	size_t n_dependent;
	struct str caveat;
};

/* ---- all of it: estimate.h ---- */

enum estimate_verdict { ESTIMATE_GIVEN, ESTIMATE_RANGE, ESTIMATE_REFUSED };

enum estimate_gate {
	GATE_LISTS,	    /* fewer than three lists that can be used */
	GATE_COPY,	    /* a list is a copy of another, or within it beyond chance */
	GATE_CONNECTED,	    /* lists fall apart into groups that share nobody */
	GATE_OVERLAP,	    /* hardly anybody is on several lists */
	GATE_EXISTENCE,	    /* models that have no estimate; spoken but lets pass */
	GATE_CONVERGENCE,   /* chains disagree */
	GATE_AGREEMENT,	    /* methods disagree, or one alone was asked */
	GATE_PRIOR,	    /* what was assumed beforehand moves the answer */
	GATE_CEILING,	    /* most would be unseen, without end */
	GATE_LEAVE_ONE_OUT, /* one list alone carries the answer */
	GATES
};

/* What a gate saw, in numbers; words.h says it. Which values a gate fills stands in gate.c. */
struct estimate_reason {
	enum estimate_gate gate;
	enum estimate_verdict at_best; /* what this gate still allows */
	double value[4];
	struct str name[2]; /* of lists, groups or methods */
};

/* One list of the table. */
struct estimate_list {
	struct str name;
	int64_t people, alone; /* on it, and on it alone */
	bool usable;	       /* 10 people or more, and somebody of another list among them */
};

/* The latent classes again, with something else assumed or something left out. */
struct estimate_variant {
	struct str name;	    /* "K = 5", "a = b = 1", or a list */
	struct estimate_interval n; /* NaN: could not be made */
	double moved;		    /* centre over the answer's centre, less 1 */
	double rhat;		    /* NaN: nothing was drawn */
	bool disagree; /* runs from different places did not come together: how far it moves is not known */
	int64_t lost;  /* of a list left out: people who were on it alone */
	int64_t truth; /* of a list taken as the population: how many are on it */
	bool inside;   /* ... and within the bounds */
};

/* The thresholds, so that every answer shows them. */
struct estimate_limits {
	int64_t list_people;	      /* 10 */
	int lists;		      /* 3 */
	double overlap_share;	      /* 0.10 */
	int64_t overlap_triples;      /* 20, for four lists or more */
	double rhat, rhat_refused;    /* 1.01, 1.05 */
	double ess, ess_refused;      /* 400, 100 */
	double agreement;	      /* 1.5 */
	double prior;		      /* 0.25 */
	double at_cap, expansion;     /* 0.001, 10 */
	double leave_one_out;	      /* 0.5 */
	double copy_share, copy_luck; /* 0.95, 0.001 */
};

struct estimate_result {
	const struct cells *cells; /* as used: lists without anybody are left out */
	const struct str *empty;   /* ... and named here */
	size_t n_empty;
	enum estimate_verdict verdict;
	struct estimate_interval range; /* centre NaN unless ESTIMATE_GIVEN; all NaN when refused */
	const struct estimate_reason *reasons;
	size_t n_reasons;
	const struct estimate_list *lists; /* by list of `cells` */
	double share_two;		   /* of people on two lists or more */
	int64_t on_three;		   /* people on three lists or more */
	unsigned methods;		   /* asked for */
	struct lcmcr_result lcmcr;
	struct dga_result dga;
	struct loglinear_result loglinear;
	struct sparse_result sparse;
	struct floor_result floor;
	const struct estimate_variant *sensitivity, *left_out, *within;
	size_t n_sensitivity, n_left_out, n_within;
	const struct str *
		notes; /* of where the table came from, in the language of whoever asked; may be none */
	size_t n_notes;
	struct estimate_limits limits;
	uint64_t seed;
	double seconds;
};

#endif
