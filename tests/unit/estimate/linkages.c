/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several tables, one answer: never surer than one of them, never let through where one is not. */
#include "estimate/linkages.h"

#include "tables.h"

#define GOOD "A,B,C,count\n1,0,0,60\n0,1,0,50\n0,0,1,40\n1,1,0,30\n1,0,1,25\n0,1,1,20\n1,1,1,18\n"
/* The same records where pairs were missed: fewer together, more alone. */
#define MISSED "A,B,C,count\n1,0,0,75\n0,1,0,65\n0,0,1,50\n1,1,0,22\n1,0,1,19\n0,1,1,14\n1,1,1,12\n"
/* C shares nobody with the others. */
#define APART "A,B,C,count\n1,0,0,60\n0,1,0,50\n0,0,1,83\n1,1,0,48\n"

static void run(const char *const *csv, size_t n, unsigned methods, struct arena *a,
		struct linkages_result *ret)
{
	struct cells *t = NEW_N(a, n, struct cells);
	const struct estimate_options o = { .methods = methods, .seed = 4, .draws = 500 };
	struct err e;
	for (size_t i = 0; i < n; i++)
		t[i] = table_of(csv[i], a);
	CHECK_OK(estimate_linkages(t, n, &o, a, ret, &e), &e);
}

TEST(doubt_about_links_is_doubt_about_the_number)
{
	static const char *const SAME[] = { GOOD, GOOD, GOOD };
	static const char *const DIFFERENT[] = { GOOD, MISSED, GOOD };
	AUTO_ARENA *a = arena_new(0);
	struct linkages_result s;
	struct linkages_result d;
	run(SAME, 3, ESTIMATE_LCMCR | ESTIMATE_DGA, a, &s);
	run(DIFFERENT, 3, ESTIMATE_LCMCR | ESTIMATE_DGA, a, &d);
	CHECK(s.combined && d.combined);
	CHECK(s.doubt == 0 && s.least == 243 && s.most == 243);
	CHECK(d.doubt > 0.1 && d.least == 243 && d.most == 257);
	CHECK(d.shown.cells->total == 243); /* the median */
	CHECK(s.shown.verdict != ESTIMATE_REFUSED && d.shown.verdict != ESTIMATE_REFUSED);
	CHECK(d.shown.range.hi - d.shown.range.lo > s.shown.range.hi - s.shown.range.lo);
	CHECK(s.c.few);
}

TEST(one_table_that_is_refused_refuses_all)
{
	static const char *const MIXED[] = { GOOD, APART, GOOD };
	AUTO_ARENA *a = arena_new(0);
	struct linkages_result r;
	bool said = false;
	run(MIXED, 3, ESTIMATE_DGA, a, &r);
	CHECK(r.refused == 1 && r.shown.verdict == ESTIMATE_REFUSED);
	CHECK(isnan(r.shown.range.lo) && isnan(r.shown.range.centre));
	for (size_t i = 0; i < r.shown.n_reasons; i++)
		said = said || r.shown.reasons[i].gate == GATE_CONNECTED;
	CHECK(said);
}

TEST(without_draws_only_a_range_from_the_lowest_to_the_highest)
{
	static const char *const DIFFERENT[] = { GOOD, MISSED };
	static const char *const ONE[] = { GOOD, GOOD };
	AUTO_ARENA *a = arena_new(0);
	struct linkages_result r;
	struct linkages_result s;
	run(DIFFERENT, 2, ESTIMATE_DGA, a, &r);
	run(ONE, 2, ESTIMATE_DGA, a, &s);
	CHECK(!r.combined && isnan(r.doubt));
	CHECK(r.shown.verdict == ESTIMATE_RANGE && isnan(r.shown.range.centre));
	CHECK(r.shown.range.lo <= s.shown.range.lo && r.shown.range.hi > s.shown.range.hi);
}

TEST(how_many_can_be_combined)
{
	AUTO_ARENA *a = arena_new(0);
	struct cells c = table_of(GOOD, a);
	struct linkages_result r;
	struct err e;
	CHECK_ERR(estimate_linkages(&c, 1, NULL, a, &r, &e), ERR_INPUT);
	CHECK_ERR(estimate_linkages(&c, LINKAGES_MAX + 1, NULL, a, &r, &e), ERR_INPUT);
}
