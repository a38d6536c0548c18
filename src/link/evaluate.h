/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * evaluate.h - how good a clustering is: where persons are known, and where people looked at a sample.
 *
 * Without known persons nothing is measured but what people reviewed, so those numbers have intervals, from a
 * random sample taken in bins of probability (eval_sample chooses it). All intervals are of 95 %.
 */
#ifndef VIGIL_LINK_EVALUATE_H
#define VIGIL_LINK_EVALUATE_H

#include "num/interval.h"

/* ---- where persons are known ------------------------------------------- */

struct eval_truth {
	int64_t true_pairs, found_pairs, right_pairs;
	double precision, recall, f1;	       /* of pairs; NaN when there are none */
	double b3_precision, b3_recall, b3_f1; /* B-cubed: Bagga & Baldwin 1998 */
	int64_t persons, clusters;
	double count_error; /* clusters / persons - 1 */
	int64_t mixed;	    /* clusters with records of several persons */
	int64_t split;	    /* persons in several clusters */
};
/* cluster[i] and truth[i]: any numbers below n, equal for records put together and of one person. */
void eval_truth(const uint32_t *cluster, const uint32_t *truth, size_t n, struct arena *scratch,
		struct eval_truth *ret);

/* ---- where a sample was reviewed ----------------------------------------- */

enum { EVAL_BINS = 10 };

/* Pairs whose probability is in (from, to]. */
struct eval_bin {
	double from, to;
	int64_t pairs;
	double expected;	      /* the sum of their probabilities */
	int64_t looked, same;	      /* of them reviewed at random, and found to be one person */
	struct num_interval observed; /* share of one person among them */
};
struct eval_review {
	struct eval_bin bins[EVAL_BINS];
	double precision, recall; /* of the pairs linked, NaN before any was looked at */
	struct num_interval precision_in, recall_in;
	double calibration; /* expected over reviewed share, of bins with reviews; 1 is right */
};
void eval_bins(const float *probability, size_t n, struct eval_review *ret);
void eval_looked(struct eval_review *r, float probability, bool same);
/* When all reviews are in: pairs above `accept` are those linked. `missed`: true pairs that were in no bin, as
 * blocking's bound gives them. */
void eval_end(struct eval_review *r, double accept, double missed);

/* `want` pairs to look at: from each bin in proportion to the square root of its size, so that small bins
 * are looked at as well. Ascending indices into `probability`; how many. The same for the same seed. */
size_t eval_sample(const float *probability, size_t n, size_t want, uint64_t seed, struct arena *a,
		   size_t **ret);

/* ---- agreement of two readers ---------------------------------------------- */

enum { EVAL_VERDICTS = 3 };

struct eval_agreement {
	int64_t n;
	double agreed;		      /* share */
	double kappa;		      /* Cohen 1960; NaN when both always say the same one thing */
	struct num_interval kappa_in; /* Fleiss, Cohen & Everitt 1969 */
};
/* table[i][k]: pairs that the first called i and the second k (enum link_verdict). */
struct eval_agreement eval_kappa(const int64_t table[EVAL_VERDICTS][EVAL_VERDICTS]);

#endif
