/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/sparse.h"

#include "known.h"
#include "num/rng.h"

static struct sparse_result run(const struct cells *c, const struct sparse_options *o,
				struct pool *pool, struct arena *a)
{
	struct sparse_result r = { 0 };
	struct err e;
	CHECK_OK(sparse_run(c, o, pool, a, &r, &e), &e);
	return r;
}

static const struct sparse_options NO_BOUNDS = { .replicates = -1 };

/* statistics.md 4.1, column SparseMSE: N, and its bounds of 200 replicates, which vary by some percent
 * with the draws. */
TEST(tables_the_peer_was_run_on)
{
	static const struct {
		const struct known *k;
		double n, lo, hi;
		const char *model;
	} T[] = {
		{ &KOSOVO, 14342, 12584, 16541, "A*B, A*C, A*D, B*C, C*D" },
		{ &UK_5, 11313, 8922, 15653, "A*B, A*C, B*D, B*E, C*E, D*E" },
		{ &WESTERN, 2483, 1326, 3564, "A*E" },
		{ &HIV, 11125, 8473, 13356, "lists independent" },
		{ &MADIGAN_5, 610, 588, 635, "A*C, D*E" },
		{ &SIM_1, 4447, 1844, 6421, "A*B, A*C, A*E, B*C, B*D, B*E, C*D, D*E" },
		{ &SIM_3, 4300, 3499, 5224, "A*B, A*C, A*D, A*E, B*C, B*D, B*E, C*D, C*E, D*E" },
	};
	for (size_t i = 0; i < COUNT(T); i++) {
		AUTO_ARENA *a = arena_new(0);
		const struct cells c = known_cells(T[i].k, a);
		const struct sparse_options o = { .seed = 1 };
		const struct sparse_result r = run(&c, &o, NULL, a);
		CHECK(r.head.made);
		CHECK_WITHIN(r.n, T[i].n, 0.51);
		CHECK_STR(r.model, T[i].model);
		CHECK_INT(r.replicates, 1000);
		CHECK_INT(r.failed, 0);
		CHECK_NEAR(r.bca.lo, T[i].lo, 0.08);
		CHECK_NEAR(r.bca.hi, T[i].hi, 0.15);
	}
}

/* ---- existence ------------------------------------------------------- */

/* Chan, Silverman & Vincent 2021, table 2. */
TEST(a_table_most_models_of_which_have_no_estimate)
{
	enum { AB = 3, AC = 5, BC = 6 };
	static const struct {
		uint32_t pair[3];
		size_t n;
		unsigned want;
	} T[] = {
		{ { 0 }, 0, FIT_EXISTS },	   { { AB }, 1, FIT_NOT_FINITE },
		{ { AB, AC }, 2, FIT_NOT_FINITE }, { { BC, AB }, 2, FIT_NOT_FINITE },
		{ { AC }, 1, FIT_EXISTS },	   { { AC, BC }, 2, FIT_EXISTS },
	};
	AUTO_ARENA *a = arena_new(0);
	const struct cells c = known_cells(&ARTIFICIAL_3, a);
	enum fit_exists got;
	struct err e;
	for (size_t i = 0; i < COUNT(T); i++) {
		CHECK_OK(sparse_check(&c, T[i].pair, T[i].n, &got, &e), &e);
		if (got != T[i].want)
			FAIL("case %zu: %d", i, (int)got);
	}
	const uint32_t all[] = { AB, AC, BC };
	CHECK_OK(sparse_check(&c, all, 3, &got, &e), &e);
	CHECK(got & FIT_NOT_UNIQUE);
	const struct sparse_result r = run(&c, &NO_BOUNDS, NULL, a);
	bool named = false, all_named = false;
	for (size_t i = 0; i < r.n_not_exist; i++) {
		named = named || str_starts(r.not_exist[i], STR("A*B: no finite estimate"));
		all_named = all_named || (str_starts(r.not_exist[i], STR("all pairs:")) &&
					  str_ends(r.not_exist[i], STR("not identifiable")));
	}
	CHECK(named);
	CHECK(all_named);
	CHECK(!str_has(r.model, STR("A*B")));
}

/* The quick proof by a fit and the linear program never disagree, on sparse tables of 3 to 5 lists. */
TEST(proofs_by_fit_and_by_linear_program_agree)
{
	struct rng g = rng_start(7, 0);
	int not_finite = 0, fine = 0;
	for (int round = 0; round < 900; round++) {
		size_t lists = 3 + (size_t)rng_below(&g, 4);
		double thin = round % 2 ? 0.7 : 0.15;
		struct fit_table t = { .lists = lists, .places = (size_t)1 << lists };
		struct fit_terms m;
		struct fit f;
		struct err e;
		enum fit_exists quick, slow;
		for (size_t i = 1; i < t.places; i++) {
			t.in[i] = true;
			t.y[i] = (double)rng_poisson(
				&g, __builtin_popcount((unsigned)i) == 1 ? 20 : thin);
		}
		fit_table_sum(&t);
		fit_terms_main(lists, &m);
		for (size_t i = 0; i < t.places; i++)
			if (__builtin_popcount((unsigned)i) == 2 && rng_chance(&g, 0.4))
				m.at[m.n++] = (uint32_t)i;
		fit_model(&t, &m, NULL, &f);
		CHECK_OK(fit_check(&t, &m, &f, &quick, &e), &e);
		CHECK_OK(fit_check_slowly(&t, &m, &slow, &e), &e);
		CHECK_INT(quick, slow);
		not_finite += slow != FIT_EXISTS;
		fine += slow == FIT_EXISTS;
		/* What exists is fitted: its margins are those of the table. */
		if (slow != FIT_EXISTS)
			continue;
		CHECK(f.converged);
		for (size_t j = 0; j < m.n; j++) {
			double sum = 0;
			for (size_t i = 1; i < t.places; i++)
				sum += (i & m.at[j]) == m.at[j] ? f.mu[i] : 0;
			CHECK_WITHIN(sum, t.margin[m.at[j]], 1e-6);
		}
	}
	CHECK(not_finite > 50 && fine > 50);
}

/* ---- properties ------------------------------------------------------ */

TEST(the_order_of_lists_does_not_matter)
{
	AUTO_ARENA *a = arena_new(0);
	static const size_t TO[] = { 3, 0, 4, 1, 2 };
	const struct known *const all[] = { &UK_5, &WESTERN, &MADIGAN_5 };
	for (size_t i = 0; i < COUNT(all); i++) {
		const struct cells c = known_cells(all[i], a);
		const struct cells moved = known_moved(all[i], TO, a);
		CHECK_NEAR(run(&moved, &NO_BOUNDS, NULL, a).n, run(&c, &NO_BOUNDS, NULL, a).n,
			   1e-9);
	}
}

TEST(threads_do_not_matter_and_the_seed_does)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_POOL *p = pool_new(3);
	const struct cells c = known_cells(&WESTERN, a);
	const struct sparse_options o = { .replicates = 300, .seed = 5 };
	const struct sparse_options other = { .replicates = 300, .seed = 6 };
	const struct sparse_result r = run(&c, &o, NULL, a);
	const struct sparse_result s = run(&c, &o, p, a);
	const struct sparse_result t = run(&c, &other, NULL, a);
	CHECK(r.bca.lo == s.bca.lo && r.bca.hi == s.bca.hi);
	CHECK(r.percentile.lo == s.percentile.lo);
	CHECK(r.percentile.lo != t.percentile.lo);
}

/* A list without anybody is as good as none. */
TEST(an_empty_list_changes_nothing)
{
	AUTO_ARENA *a = arena_new(0);
	struct known more = WESTERN;
	more.lists = 6;
	const struct cells c = known_cells(&WESTERN, a);
	const struct cells wider = known_cells(&more, a);
	CHECK_NEAR(run(&wider, &NO_BOUNDS, NULL, a).n, run(&c, &NO_BOUNDS, NULL, a).n, 1e-9);
}

TEST(what_is_refused)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct sparse_result r;
	enum fit_exists x;
	const struct known two = { 2, 3, { { 1, 50 }, { 2, 40 }, { 3, 30 } } };
	const struct known apart = { 3, 3, { { 1, 50 }, { 2, 40 }, { 4, 30 } } };
	const struct known wide = { 11, 2, { { 1, 5 }, { 2047, 30 } } };
	const struct known *const none[] = { &two, &apart, &wide };
	for (size_t i = 0; i < COUNT(none); i++) {
		const struct cells c = known_cells(none[i], a);
		CHECK_OK(sparse_run(&c, NULL, NULL, a, &r, &e), &e);
		CHECK(!r.head.made && r.head.why_not.n > 0);
		CHECK_NAN(r.n);
	}
	const struct cells c = known_cells(&WESTERN, a);
	const struct sparse_options bad[] = { { .threshold = 1 },
					      { .threshold = -0.1 },
					      { .threshold = NUM_NAN },
					      { .replicates = SPARSE_REPLICATES_MAX + 1 } };
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK_ERR(sparse_run(&c, &bad[i], NULL, a, &r, &e), ERR_INPUT);
	const uint32_t odd[] = { 7 }, outside[] = { 33 };
	CHECK_ERR(sparse_check(&c, odd, 1, &x, &e), ERR_INPUT);
	CHECK_ERR(sparse_check(&c, outside, 1, &x, &e), ERR_INPUT);
}
