/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How good a clustering is said to be: by hand, by published tables, and by simulation. */
#include "link/evaluate.h"

#include <math.h>

#include "check.h"
#include "num/rng.h"

#define NEAR(x, y, within) CHECK(fabs((x) - (y)) < (within))

TEST(pairs_clusters_and_persons_are_counted)
{
	AUTO_ARENA *a = arena_new(0);
	struct eval_truth t;
	/* Persons {0 1 2} {3 4} {5}; clusters {0 1} {2 3} {4} {5}. */
	static const uint32_t TRUTH[] = { 0, 0, 0, 3, 3, 5 };
	static const uint32_t CLUSTER[] = { 0, 0, 2, 2, 4, 5 };
	eval_truth(CLUSTER, TRUTH, 6, a, &t);
	CHECK_INT(t.true_pairs, 4);
	CHECK_INT(t.found_pairs, 2);
	CHECK_INT(t.right_pairs, 1);
	NEAR(t.precision, 0.5, 1e-12);
	NEAR(t.recall, 0.25, 1e-12);
	NEAR(t.f1, 1.0 / 3, 1e-12);
	NEAR(t.b3_precision, (1 + 1 + .5 + .5 + 1 + 1) / 6, 1e-12);
	NEAR(t.b3_recall, (2. / 3 + 2. / 3 + 1. / 3 + .5 + .5 + 1) / 6, 1e-12);
	CHECK_INT(t.persons, 3);
	CHECK_INT(t.clusters, 4);
	NEAR(t.count_error, 1.0 / 3, 1e-12);
	CHECK_INT(t.mixed, 1);
	CHECK_INT(t.split, 2);
}

TEST(a_clustering_equal_to_the_truth_is_without_fault)
{
	AUTO_ARENA *a = arena_new(0);
	struct eval_truth t;
	static const uint32_t OF[] = { 1, 1, 2, 0, 2 };
	eval_truth(OF, OF, 5, a, &t);
	NEAR(t.f1, 1, 1e-12);
	NEAR(t.b3_f1, 1, 1e-12);
	CHECK_INT(t.mixed + t.split, 0);
	NEAR(t.count_error, 0, 1e-12);
}

/* Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions, 3rd ed., table 18.1: kappa 0.68
 * (0.6762 before rounding) with standard error 0.088. */
TEST(kappa_is_that_of_the_published_table)
{
	static const int64_t TABLE[3][3] = { { 75, 1, 4 }, { 5, 4, 1 }, { 0, 0, 10 } };
	struct eval_agreement k = eval_kappa(TABLE);
	CHECK_INT(k.n, 100);
	NEAR(k.agreed, 0.89, 1e-12);
	NEAR(k.kappa, 0.676, 5e-4);
	NEAR((k.kappa_in.hi - k.kappa_in.lo) / 2 / 1.959964, 0.088, 1e-3);
}

TEST(readers_who_always_say_one_thing_have_no_kappa)
{
	static const int64_t ONE[3][3] = { { 12 } };
	static const int64_t NOTHING[3][3] = { { 0 } };
	CHECK(isnan(eval_kappa(ONE).kappa));
	NEAR(eval_kappa(ONE).agreed, 1, 1e-12);
	CHECK(isnan(eval_kappa(NOTHING).agreed));
}

/* ---- samples ----------------------------------------------------------------- */

enum { PAIRS = 20000, TRIES = 200 };

TEST(intervals_from_a_reviewed_sample_hold_the_truth)
{
	static float probability[PAIRS];
	static bool same[PAIRS];
	struct rng r = rng_start(11, 0);
	double right = 0;
	double linked = 0;
	double all = 0;
	for (size_t i = 0; i < PAIRS; i++) {
		double u = rng_uniform(&r);
		probability[i] = (float)(i % 3 ? pow(u, 6) : 1 - pow(u, 8) / 2);
		same[i] = rng_chance(&r, (double)probability[i]);
		bool in = probability[i] > 0.95f;
		linked += in;
		right += in && same[i];
		all += same[i];
	}
	int held_precision = 0;
	int held_recall = 0;
	for (uint64_t seed = 0; seed < TRIES; seed++) {
		AUTO_ARENA *a = arena_new(0);
		struct eval_review review;
		size_t *look;
		eval_bins(probability, PAIRS, &review);
		size_t n = eval_sample(probability, PAIRS, 400, seed, a, &look);
		CHECK(n >= 400 && n <= 400 + EVAL_BINS);
		for (size_t i = 0; i < n; i++)
			eval_looked(&review, probability[look[i]], same[look[i]]);
		eval_end(&review, 0.95, 0);
		held_precision += review.precision_in.lo <= right / linked &&
				  right / linked <= review.precision_in.hi;
		held_recall +=
			review.recall_in.lo <= right / all && right / all <= review.recall_in.hi;
		NEAR(review.calibration, 1, 0.2);
	}
	CHECK(held_precision >= TRIES * 92 / 100);
	CHECK(held_recall >= TRIES * 92 / 100);
}

TEST(what_nobody_looked_at_is_not_said_to_be_right)
{
	static const float P[] = { 0.99f, 0.5f, 0.1f };
	struct eval_review r;
	eval_bins(P, 3, &r);
	eval_end(&r, 0.95, 0);
	CHECK(isnan(r.precision));
	CHECK(isnan(r.precision_in.lo));
	CHECK(isnan(r.recall));
}
