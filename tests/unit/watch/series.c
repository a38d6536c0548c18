/* SPDX-License-Identifier: GPL-3.0-or-later */
/* series.c - tables of counts, whole and broken, and series that no method may judge. */
#include "check.h"
#include "watch/alarm.h"
#include "watch/words.h"

static struct csv_problems read_table(struct arena *a, const char *text, struct series_set *ret)
{
	struct series_options o = { .lang = LANG_EN, .today = STR("2025-10-12") };
	struct csv_problems ps = { .n = 0 };
	struct err e;
	CHECK_OK(series_read(str_of(text), &o, a, ret, &ps, &e), &e);
	return ps;
}

/* Each is refused where it is, and says what would help. */
TEST(each_refusal_of_a_table_says_what_would_help)
{
	static const struct {
		const char *what, *table;
		int64_t row;
		const char *says, *todo;
	} CASES[] = {
		{ "a gap", "t,observed\n1,2\n2,3\n5,1\n", 4, "2 periods are missing", "with 0 if" },
		{ "a gap by date", "date,freq,observed\n2025-01,12,2\n2025-04,12,3\n", 3,
		  "2 periods are missing", "add a row" },
		{ "a repeat", "t,observed\n1,2\n2,3\n2,3\n", 4, "stands here again; first in row 3",
		  "keep one" },
		{ "a day to come", "date,observed\n2025-10-06,1\n2025-10-13,0\n", 3, "yet to come",
		  "leave out" },
		{ "a month to come", "date,observed\n2025-10,1\n2025-11,0\n", 3, "yet to come",
		  "leave out" },
		{ "below 0", "t,observed\n1,-2\n", 2, "below 0", "whole number" },
		{ "text", "t,observed\n1,many\n", 2, "many", "" },
		{ "nothing", "t,observed\n1,\n", 2, "", "" },
		{ "2^31", "t,observed\n1,2147483648\n", 2, "2147483648", "" },
		{ "beyond 64 bits", "t,observed\n1,99999999999999999999\n", 2, "9999", "" },
		{ "half a case", "t,observed\n1,1.5\n", 2, "1.5", "whole number" },
		{ "no time", "series,observed\nA,3\n", 1, "neither a column t", "" },
		{ "no count", "series,t,freq\nA,1,52\n", 1, "neither a long table",
		  "name the columns" },
		{ "quarters", "t,freq,observed\n1,4,2\n", 2, "periods a year", "52 for weeks" },
		{ "period 0", "t,observed\n0,2\n", 2, "not the number of a period", "number the" },
		{ "a broken date", "date,observed\n2025-13-40,2\n", 2, "not a date",
		  "write the first" },
		{ "one period of a gap", "t,observed\n1,2\n3,1\n", 3, "1 period is missing",
		  "with 0 if" },
		{ "weeks that are months", "t,freq,observed\n1,52,2\n2,12,3\n", 3,
		  "another number of periods", "(52) or months (12)" },
		{ "a wide gap", "series,2025-01,2025-03\nA,1,2\n", 1, "periods are missing: 1",
		  "add a column" },
		{ "a wide gap in numbers", "series,w1,w2,w5\nA,1,2,3\n", 1,
		  "periods are missing: 2", "add a column" },
		{ "wide and unordered", "series,w2,w1\nA,1,2\n", 1,
		  "not the period after the one before", "order of time" },
		{ "wide, one no date", "series,2025-01,2025-15\nA,1,2\n", 1, "not a date",
		  "write the first" },
		{ "wide, a day to come", "series,2025-10,2025-11\nA,1,2\n", 1, "yet to come",
		  "leave out" },
		{ "wide and twice", "series,w1,w2\nA,1,2\nA,1,3\n", 3,
		  "\"A\" stands here again; first in row 2", "keep one" },
		{ "wide with a broken freq", "series,freq,w1,w2\nA,4,1,2\n", 2, "periods a year",
		  "52 for weeks" },
		{ "a wide text", "series,w1,w2\nA,1,x\n", 2, "x", "" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct series_set set;
		struct csv_problems ps = read_table(a, CASES[i].table, &set);
		if (ps.n != 1 || set.n)
			FAIL("%s: %zu problems, %zu series", CASES[i].what, ps.n, set.n);
		if (!ps.n)
			continue;
		if (ps.items[0].row != CASES[i].row ||
		    !str_has(ps.items[0].what, str_of(CASES[i].says)) || !ps.items[0].todo.n ||
		    !str_has(ps.items[0].todo, str_of(CASES[i].todo)))
			FAIL("%s: row %lld, %.*s; %.*s", CASES[i].what, (long long)ps.items[0].row,
			     STR_FMT(ps.items[0].what), STR_FMT(ps.items[0].todo));
	}
}

/* Of a table by source the whole may have no gap; a source may. */
TEST(a_table_by_source_is_added_up)
{
	static const char TABLE[] =
		"series,t,source,observed\nA,1,x,2\nA,1,y,3\nA,2,x,1\nA,3,y,4\nB,1,x,7\nB,2,x,7\n";
	struct series_options o = { .lang = LANG_EN };
	AUTO_ARENA *a = arena_new(0);
	struct series_set all;
	struct series_set sources;
	struct csv_problems ps;
	struct err e;
	CHECK_OK(series_read_all(str_of(TABLE), &o, a, &all, &sources, &ps, &e), &e);
	CHECK_INT(ps.n, 0);
	CHECK_INT(all.n, 2);
	CHECK_INT(sources.n, 3);
	static const int64_t SUM[] = { 5, 1, 4 };
	CHECK_INT(all.parts[0].s.n, 3);
	CHECK(memcmp(all.parts[0].s.observed, SUM, sizeof SUM) == 0);
	CHECK_INT(all.parts[0].source.n, 0);
	CHECK_INT(all.parts[1].s.n, 2);
	CHECK_STR(sources.parts[1].source, "y");

	static const char GAP[] = "series,t,source,observed\nA,1,x,2\nA,3,y,3\n";
	CHECK_OK(series_read_all(str_of(GAP), &o, a, &all, &sources, &ps, &e), &e);
	CHECK_INT(ps.n, 1);
	CHECK(str_has(ps.items[0].what, STR("1 period is missing")));
	CHECK_INT(all.n, 0);

	static const char MANY[] = "t,source,observed\n1,x,2147483647\n1,y,1\n";
	CHECK_ERR(series_read_all(str_of(MANY), &o, a, &all, &sources, &ps, &e), ERR_TOOBIG);

	CHECK_OK(series_read_all(STR("t,observed\n1,2\n2,3\n"), &o, a, &all, &sources, &ps, &e),
		 &e);
	CHECK_INT(sources.n, 0);
	CHECK_INT(all.n, 1);
}

/* Periods named by date in one table and by number in the other would meet nowhere, and pass for tested. */
TEST(sources_of_other_periods_are_refused)
{
	static const int64_t ALL[] = { 3, 4, 5 };
	static const int64_t ONE[] = { 1, 0 };
	AUTO_ARENA *a = arena_new(0);
	struct series all = { .name = STR("A"), .freq = 52, .n = 3, .observed = ALL, .first = 1 };
	struct series one = { .name = STR("A"), .freq = 52, .n = 2, .observed = ONE, .first = 3 };
	struct series left;
	struct err e;
	CHECK_OK(series_without(&all, &one, a, &left, &e), &e);
	CHECK_INT(left.observed[2], 4);
	one.first = 105000;
	CHECK_ERR(series_without(&all, &one, a, &left, &e), ERR_INPUT);
	CHECK(str_has(str_of(e.text), STR("by t or by date")));
}

TEST(wide_and_long_tables_give_the_same_series)
{
	AUTO_ARENA *a = arena_new(0);
	struct series_set wide;
	struct series_set tall;
	CHECK_INT(read_table(a, "series,w1,w2,w3\nA,1,0,7\nB,2,2,2\n", &wide).n, 0);
	CHECK_INT(read_table(a, "series,t,observed\nB,3,2\nA,3,7\nA,1,1\nB,1,2\nA,2,0\nB,2,2\n",
			     &tall)
			  .n,
		  0);
	CHECK_INT(wide.n, 2);
	CHECK_INT(tall.n, 2);
	for (size_t i = 0; i < 2; i++) {
		const struct series *w = &wide.parts[i].s;
		const struct series *t = &tall.parts[1 - i].s;
		CHECK_STR(w->name, t->name.p);
		CHECK_INT(w->n, 3);
		CHECK_INT(t->n, 3);
		CHECK(memcmp(w->observed, t->observed, 3 * sizeof(int64_t)) == 0);
		CHECK_STR(w->label[2], "w3");
	}
}

/* Series that are no table's fault: each method refuses in words of both languages, or stays quiet. */
TEST(series_that_cannot_be_judged_say_why)
{
	static const struct {
		size_t n;
		int64_t count;
		int64_t from;
		enum alarm_method method;
		const char *en, *fa;
	} CASES[] = {
		{ 60, 3, 0, ALARM_FARRINGTON_NB, "has 60 periods; this method has to have 108",
		  "۱۰۸" },
		{ 320, 3, 20, ALARM_FARRINGTON_NB, "number 108 of 320", "۱۰۸" },
		{ 40, 3, 0, ALARM_CUSUM, "has to have 53", "۵۳" },
		{ 320, 3, 10, ALARM_GLR, "number 53 of 320", "۵۳" },
		{ 320, 0, 0, ALARM_CUSUM, "no case", "هیچ موردی" },
		{ 320, 0, 0, ALARM_GLR, "no case", "هیچ موردی" },
		{ 320, 0, 0, ALARM_FARRINGTON_NB, "no case in any of its 320 periods", "۳۲۰" },
		{ 320, 0, 0, ALARM_FARRINGTON_DELTA, "no case in any", "موردی ندارد" },
		{ 320, 0, 0, ALARM_CHANGEPOINT, "no case in any", "موردی ندارد" },
		{ 320, 3, 0, ALARM_FARRINGTON_NB, "has 3 in every one of its 320 periods", "۳۲۰" },
		{ 320, 3, 0, ALARM_CUSUM, "has 3 in every one", "میانگین" },
		{ 320, 3, 0, ALARM_GLR, "has 3 in every one", "میانگین" },
		{ 320, 3, 0, ALARM_CHANGEPOINT, "has 3 in every one", "میانگین" },
		{ 320, 3, 400, ALARM_FARRINGTON_NB, "ends before the first",
		  "پایان می‌یابد" },
		{ 320, 3, 400, ALARM_CUSUM, "ends before the first", "پایان می‌یابد" },
		{ 40, 3, 0, ALARM_CHANGEPOINT, "has to have 53", "۵۳" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		int64_t *y = NEW_N(a, CASES[i].n, int64_t);
		for (size_t t = 0; t < CASES[i].n; t++)
			y[t] = CASES[i].count;
		struct series s = { .name = STR("Example prison"),
				    .freq = 52,
				    .n = CASES[i].n,
				    .observed = y,
				    .first = 1 };
		const struct series *one = &s;
		struct alarm_options o = { .method = CASES[i].method, .from = CASES[i].from };
		struct alarm_set set;
		alarm_judge(&one, 1, &o, NULL, a, &set);
		struct str en = watch_refusal(&set.items[0], LANG_EN, a);
		struct str fa = watch_refusal(&set.items[0], LANG_FA, a);
		if (!set.items[0].refused || !str_has(en, str_of(CASES[i].en)) ||
		    !str_has(fa, str_of(CASES[i].fa)))
			FAIL("case %zu: %d %.*s; %.*s", i, set.items[0].refused, STR_FMT(en),
			     STR_FMT(fa));
	}
}
