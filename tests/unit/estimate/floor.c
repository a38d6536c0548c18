/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/floor.h"

#include "known.h"
#include "num/rng.h"

static struct floor_result run(const struct cells *c, struct arena *a)
{
	struct floor_result r = { 0 };
	struct err e;
	CHECK_OK(floor_run(c, a, &r, &e), &e);
	return r;
}

/* m1 = 200, m2 = 150, 50 on both. */
static const struct known PAIR = { 2, 3, { { 1, 150 }, { 2, 100 }, { 3, 50 } } };

TEST(two_lists)
{
	AUTO_ARENA *a = arena_new(0);
	const struct cells c = known_cells(&PAIR, a);
	const struct floor_result r = run(&c, a);
	CHECK(r.head.made && r.has_chapman);
	CHECK_NEAR(r.chapman, 201.0 * 151 / 51 - 1, 1e-12);
	CHECK(r.chapman_lo > 300 && r.chapman_lo < r.chapman && r.chapman_hi > r.chapman);
	CHECK_NEAR(r.head.n.centre, r.chapman, 0);
	CHECK_NAN(r.chao_mth);
	CHECK_INT(r.n_dependent, 5);
	/* Independence is Lincoln & Petersen's number. */
	CHECK_NEAR(r.dependent[1].odds, 1, 0);
	CHECK_NEAR(r.dependent[1].n, 200.0 * 150 / 50, 1e-12);
	CHECK_NEAR(floor_dependent(&c, 3), 300 + 3 * 150.0 * 100 / 50, 1e-12);
	for (size_t i = 1; i < r.n_dependent; i++)
		CHECK(r.dependent[i].n > r.dependent[i - 1].n);
	CHECK_NAN(floor_dependent(&c, 0));
	CHECK_NAN(floor_dependent(&c, HUGE_VAL));
	CHECK_NAN(floor_dependent(&c, NUM_NAN));
	CHECK(str_has(r.caveat, STR("Two lists cannot show")));
}

/* Robson & Regier 1964: seven common people or none of it. */
TEST(few_common_people)
{
	for (int both = 0; both <= 8; both++) {
		AUTO_ARENA *a = arena_new(0);
		const struct known few = { 2, 3, { { 1, 40 }, { 2, 30 }, { 3, both } } };
		const struct cells c = known_cells(&few, a);
		const struct floor_result r = run(&c, a);
		CHECK(r.has_chapman == (both >= 7));
		CHECK(r.head.made == (both > 0));
		CHECK(isnan(r.chapman) == (both < 7));
		CHECK((r.why_no_chapman.n > 0) == (both > 0 && both < 7));
		CHECK_INT(r.n_dependent, both > 0 ? 5 : 0);
	}
}

TEST(chao_by_hand)
{
	AUTO_ARENA *a = arena_new(0);
	/* f1 = 30, f2 = 9, f3 = 2: n0 = 2/3 * 30 * 29 / 20. */
	const struct known three = {
		3, 6, { { 1, 10 }, { 2, 12 }, { 4, 8 }, { 3, 5 }, { 6, 4 }, { 7, 2 } }
	};
	const struct cells c = known_cells(&three, a);
	const struct floor_result r = run(&c, a);
	CHECK_NEAR(r.chao, 41 + 29, 1e-12);
	CHECK(r.chao_lo > 41 && r.chao_lo < r.chao && r.chao < r.chao_hi);
	CHECK(!r.has_chapman && r.n_dependent == 0 && r.why_no_chapman.n == 0);
	CHECK_NEAR(r.head.n.centre, r.chao_mth, 0);
	CHECK(str_has(r.caveat, STR("not negatively related")));
}

/* statistics.md 4.1. */
TEST(floors_of_known_tables)
{
	static const struct {
		const struct known *k;
		double n;
	} T[] = { { &KOSOVO, 8591 },
		  { &UK_5, 13570 },
		  { &WESTERN, 2201 },
		  { &HIV, 11701 },
		  { &MADIGAN_5, 660 } };
	for (size_t i = 0; i < COUNT(T); i++) {
		AUTO_ARENA *a = arena_new(0);
		const struct cells c = known_cells(T[i].k, a);
		const struct floor_result r = run(&c, a);
		CHECK_WITHIN(r.chao_mth, T[i].n, 0.51);
		CHECK(r.chao_mth_lo < r.chao_mth && r.chao_mth < r.chao_mth_hi);
	}
}

TEST(what_says_nothing)
{
	AUTO_ARENA *a = arena_new(0);
	const struct known one = { 1, 1, { { 1, 5 } } };
	const struct known apart = { 3, 3, { { 1, 5 }, { 2, 6 }, { 4, 7 } } };
	const struct cells c1 = known_cells(&one, a);
	const struct cells c3 = known_cells(&apart, a);
	CHECK(!run(&c1, a).head.made && run(&c1, a).head.why_not.n > 0);
	CHECK(!run(&c3, a).head.made && run(&c3, a).head.why_not.n > 0);
	/* Everybody is on all lists: nobody seems to be missing. */
	const struct known all = { 3, 1, { { 7, 80 } } };
	const struct cells c = known_cells(&all, a);
	const struct floor_result r = run(&c, a);
	CHECK_NEAR(r.chao, 80, 0);
	CHECK_NEAR(r.chao_hi, 80, 0);
}

/* Independent lists, for which Chapman's number is right: bounds hold the truth about 95 times in 100. */
TEST(bounds_of_chapman_keep_their_promise)
{
	struct rng r = rng_start(1, 0);
	int inside = 0;
	enum { TIMES = 2000 };
	for (int i = 0; i < TIMES; i++) {
		AUTO_ARENA *a = arena_new(0);
		int64_t cell[4];
		const double p[] = { 0.42, 0.28, 0.18, 0.12 };
		rng_multinomial(&r, 1000, p, 4, cell);
		const struct known k = { 2, 3, { { 1, cell[1] }, { 2, cell[2] }, { 3, cell[3] } } };
		const struct cells c = known_cells(&k, a);
		const struct floor_result f = run(&c, a);
		inside += f.chapman_lo <= 1000 && 1000 <= f.chapman_hi;
	}
	CHECK(inside > 0.935 * TIMES && inside < 0.97 * TIMES);
}

TEST(the_order_of_lists_does_not_matter)
{
	AUTO_ARENA *a = arena_new(0);
	static const size_t TO[] = { 2, 0, 3, 1 };
	const struct cells c = known_cells(&KOSOVO, a);
	const struct cells moved = known_moved(&KOSOVO, TO, a);
	CHECK_NEAR(run(&moved, a).chao_mth, run(&c, a).chao_mth, 1e-9);
	CHECK_NEAR(run(&moved, a).chao, run(&c, a).chao, 1e-12);
}
