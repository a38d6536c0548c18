/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alarm.c - tables that must be refused, and what becomes of alarms. */
#include "watch/alarm.h"

#include "check.h"
#include "watch/series.h"

static size_t problems_of(struct arena *a, const char *table, struct csv_problem *ret_first)
{
	struct series_options o = { .lang = LANG_EN, .today = STR("2025-10-12") };
	struct series_set set;
	struct csv_problems ps;
	struct err e;
	CHECK_OK(series_read(str_of(table), &o, a, &set, &ps, &e), &e);
	*ret_first = ps.n ? ps.items[0] : (struct csv_problem){ 0 };
	return ps.n;
}

TEST(broken_tables_are_refused_with_row_and_column)
{
	static const struct {
		const char *table;
		size_t n;
		int64_t row;
		size_t column;
	} CASES[] = {
		{ "series,t,observed\nA,1,2\nA,2,0\n", 0, 0, 0 },
		{ "series,t,observed\nA,2,2\nA,1,0\n", 0, 0, 0 }, /* any order */
		{ "series,w1,w2\nA,1,2\n", 0, 0, 0 },
		{ "date,count\n2025-08,1\n2025-09,2\n", 0, 0, 0 },
		{ "date,count\n2025-09-29,1\n2025-10-06,2\n", 0, 0, 0 },
		{ "series,t,observed\nA,1,2\nA,3,0\n", 1, 3, 0 },
		{ "series,t,observed\nA,1,2\nA,1,0\n", 1, 3, 0 },
		{ "series,t,observed\nA,1,two\n", 1, 2, 3 },
		{ "series,t,observed\nA,1,-2\n", 1, 2, 3 },
		{ "series,t,observed\nA,1,\n", 1, 2, 3 },
		{ "series,t,observed\nA,1,1.5\n", 1, 2, 3 },
		{ "series,t,observed\nA,1,2147483648\n", 1, 2, 3 },
		{ "series,t,observed\nA,1,99999999999999999999\n", 1, 2, 3 },
		{ "series,t,observed\nA,x,1\n", 1, 2, 2 },
		{ "series,t,freq,observed\nA,1,365,1\n", 1, 2, 3 },
		{ "date,count\n2025-09-29,1\n2025-10-13,2\n", 2, 3, 1 }, /* to come, and a gap */
		{ "date,count\n2025-13,1\n", 1, 2, 1 },
		{ "series,observed\nA,1\n", 1, 1, 0 },
		{ "name,colour\nA,red\n", 1, 1, 0 },
		{ "series,w1,w2\nA,1,\n", 1, 2, 3 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct csv_problem p;
		size_t n = problems_of(a, CASES[i].table, &p);
		if ((CASES[i].n > 0) != (n > 0) || p.row != CASES[i].row ||
		    p.column != CASES[i].column)
			FAIL("case %zu: %zu problems, row %lld, column %zu", i, n, (long long)p.row,
			     p.column);
	}
}

TEST(alarms_close_together_are_one_episode)
{
	AUTO_ARENA *a = arena_new(0);
	struct alarm_point p[20] = { { .p = 0.001 } };
	bool fires[20] = { [2] = true, [6] = true, [11] = true };
	size_t n;
	for (size_t i = 0; i < COUNT(p); i++)
		p[i].p = 0.001;
	struct alarm_episode *ep = alarm_episodes(p, fires, COUNT(p), 52, a, &n);
	CHECK_INT(n, 2);
	CHECK_INT(ep[0].first, 3);
	CHECK_INT(ep[0].last, 7);
	CHECK_INT(ep[0].alarms, 2);
	CHECK_INT(ep[0].state, ALARM_URGENT); /* once in 19 years */
	CHECK_INT(ep[1].first, 12);
	CHECK(!ep[1].open);
	ep = alarm_episodes(p, fires, 15, 52, a, &n);
	CHECK(ep[1].open); /* three quiet periods */
	ep = alarm_episodes(p, fires, 16, 52, a, &n);
	CHECK(!ep[1].open);
}

TEST(adjusted_p_values_are_those_of_the_paper)
{
	/* Benjamini & Hochberg 1995 by hand: p m / rank, made monotone from the largest. */
	AUTO_ARENA *a = arena_new(0);
	const double p[] = { 0.04, 0.01, NUM_NAN, 0.02, 0.8 };
	double q[5];
	alarm_fdr(p, 5, a, q);
	CHECK(fabs(q[1] - 0.04) < 1e-12);
	CHECK(fabs(q[3] - 0.04) < 1e-12);
	CHECK(fabs(q[0] - 0.04 * 4 / 3) < 1e-12);
	CHECK(isnan(q[2]));
	CHECK(fabs(q[4] - 0.8) < 1e-12);
}

/* Whatever the counts, no method may alarm on what never changes, nor end the program. */
TEST(constant_and_empty_series_stay_quiet)
{
	static const int64_t LEVELS[] = { 0, 1, 50, INT32_MAX };
	for (int m = 0; m < ALARM_METHODS; m++)
		for (size_t k = 0; k < COUNT(LEVELS); k++) {
			AUTO_ARENA *a = arena_new(0);
			int64_t y[320];
			for (size_t i = 0; i < COUNT(y); i++)
				y[i] = LEVELS[k];
			struct series s = { .name = STR("A"),
					    .freq = 52,
					    .n = COUNT(y),
					    .observed = y,
					    .first = 1 };
			const struct series *one = &s;
			struct alarm_options o = { .method = (enum alarm_method)m, .seed = 1 };
			struct alarm_set set;
			alarm_judge(&one, 1, &o, NULL, a, &set);
			if (set.items[0].n_episodes)
				FAIL("%s alarms on %lld without end",
				     alarm_method_code((enum alarm_method)m), (long long)LEVELS[k]);
		}
}
