/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures over time: every case once, imprecise dates as the rule says, first days of years, lines, sources, then. */
#include "scene.h"

#include "register/figure_series.h"
#include "text/calendar.h"

static int32_t jdn(enum calendar cal, int32_t y, int m, int d)
{
	int32_t day = 0;
	if (!cal_to_jdn(cal, y, m, d, &day))
		FAIL("no day %d-%d-%d", (int)y, m, d);
	return day;
}

TEST(periods_follow_each_other_without_gaps)
{
	int32_t from = jdn(CAL_GREGORIAN, 2019, 12, 20);
	for (int by = 0; by < FIGURE_BYS; by++) {
		int64_t last = -1;
		for (int32_t day = from; day < from + 3000; day++) {
			int64_t t;
			int32_t first;
			int32_t next;
			CHECK(figure_period_of((enum figure_by)by, day, &t));
			CHECK(last < 0 || t == last || t == last + 1);
			CHECK(figure_period_first((enum figure_by)by, t, &first));
			CHECK(figure_period_first((enum figure_by)by, t + 1, &next));
			CHECK(first <= day && day < next);
			last = t;
		}
	}
	int64_t t;
	int32_t monday;
	CHECK(figure_period_of(FIGURE_BY_WEEK, jdn(CAL_GREGORIAN, 2025, 10, 12), &t));
	CHECK(figure_period_first(FIGURE_BY_WEEK, t, &monday));
	CHECK_INT(monday, jdn(CAL_GREGORIAN, 2025, 10, 6));
	CHECK_INT(cal_weekday(monday), WEEKDAY_MONDAY);
	CHECK(figure_period_of(FIGURE_BY_JALALI_MONTH, jdn(CAL_JALALI, 1404, 7, 30), &t));
	CHECK(figure_period_first(FIGURE_BY_JALALI_MONTH, t, &monday));
	CHECK_INT(monday, jdn(CAL_JALALI, 1404, 7, 1));
}

/* A year in which `others` cases are spread over its days, and `on` lie on its first. */
static size_t years_found(enum calendar cal, int32_t year, int on, int others)
{
	struct figure_days d[800];
	bool years[800];
	size_t n = 0;
	int32_t first = jdn(cal, year, 1, 1);
	for (int i = 0; i < on; i++)
		d[n++] = (struct figure_days){ first, first };
	for (int i = 0; i < others; i++) {
		int32_t day = first + 1 + i % 360;
		d[n++] = (struct figure_days){ day, day };
	}
	size_t found = figure_find_years(d, n, false, years);
	for (size_t i = 0; i < n; i++) {
		CHECK_INT(years[i], found && d[i].lo == first);
		if (years[i])
			CHECK_INT(d[i].hi, jdn(cal, year + 1, 1, 1) - 1);
	}
	return found;
}

TEST(first_days_of_years_are_suspected_where_they_are_many)
{
	static const struct {
		int on, others, found;
	} CASES[] = {
		{ 1, 0, 0 },  { 2, 0, 0 },   { 2, 300, 0 }, { 3, 0, 3 },
		{ 3, 20, 3 }, { 3, 365, 0 }, { 8, 365, 8 }, { 12, 700, 12 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		CHECK_INT(years_found(CAL_GREGORIAN, 2021, CASES[i].on, CASES[i].others),
			  CASES[i].found);
		CHECK_INT(years_found(CAL_JALALI, 1400, CASES[i].on, CASES[i].others),
			  CASES[i].found);
	}
	/* Another day with as many is a day. */
	struct figure_days d[5];
	bool years[5];
	for (size_t i = 0; i < 5; i++)
		d[i].lo = d[i].hi = jdn(CAL_GREGORIAN, 2021, 7, 26);
	CHECK_INT(figure_find_years(d, 5, true, years), 0);
	d[0].lo = d[0].hi = jdn(CAL_GREGORIAN, 2021, 1, 1);
	CHECK_INT(figure_find_years(d, 5, true, years), 1);
}

TEST(rounding_keeps_the_sum)
{
	static const double SUMS[] = { 1.0 / 3, 1.0 / 3, 1.0 / 3, 0.5, 0.25, 0.25, 0, 2.9, 0.1 };
	int64_t n[COUNT(SUMS)];
	int64_t all = 0;
	figure_round(SUMS, COUNT(SUMS), n);
	for (size_t i = 0; i < COUNT(SUMS); i++) {
		CHECK(n[i] >= 0);
		all += n[i];
		CHECK((double)n[i] - SUMS[i] < 1 && SUMS[i] - (double)n[i] < 1);
	}
	CHECK_INT(all, 5);
}

/* ---- in a register ------------------------------------------------------------- */

static void define(struct scene *s, const char *key, const char *rule)
{
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	must(s, reg_begin(&tx, s->r, &s->e), "begin");
	struct entity en = scene_entity(s, &tx, str_of(key));
	must(s, reg_define_figure(&tx, &en, str_of(rule), &seq, &s->e), rule);
	must(s, reg_commit(&tx, &s->e), "commit");
}

static struct figure_series series(struct scene *s, const char *key, int64_t as_of,
				   enum figure_by by, enum figure_of of_what)
{
	struct figure_series x = { .n = 0 };
	CHECK_OK(reg_figure_series(s->r, of(s, key).id, as_of, by, of_what, s->a, &x, &s->e),
		 &s->e);
	return x;
}

/* "1404-01 2, 1404-03 1": the periods of a line that have cases. */
static struct str counts(struct scene *s, const struct figure_series *x, const int64_t *n)
{
	struct str all = STR("");
	for (size_t t = 0; t < x->n; t++)
		if (n[t])
			all = str_printf(s->a, "%.*s%s%.*s %lld", STR_FMT(all), all.n ? ", " : "",
					 STR_FMT(x->label[t]), (long long)n[t]);
	return all;
}

#define EXECUTIONS "{\"count\":\"events\",\"type\":[\"execution\"],\"window\":\"2024\""

static void fill(struct scene *s)
{
	say(s, "organisation:m", "event:a", "type=execution; victim=person:a; date=2024-02-05");
	say(s, "organisation:n", "event:a", "type=execution; date=2024-02-05");
	say(s, "organisation:m", "event:b", "type=execution; victim=person:b; date=2024-02-11");
	say(s, "organisation:m", "event:c", "type=execution; victim=person:c; date=2024-02-12");
	say(s, "organisation:n", "event:month", "type=execution; victim=person:d; date=2024-03");
	say(s, "organisation:n", "event:months",
	    "type=execution; victim=person:e; date=2024-05-17/2024-06-15");
	say(s, "organisation:n", "event:year", "type=execution; victim=person:f; date=2024");
	say(s, "organisation:n", "event:other", "type=execution; victim=person:a; date=2023-05-05");
	define(s, "figure:apart", EXECUTIONS "}");
	define(s, "figure:spread", EXECUTIONS ",\"imprecise\":\"spread\"}");
	define(s, "figure:persons",
	       "{\"count\":\"persons\",\"type\":[\"execution\"],\"imprecise\":\"spread\"}");
	define(s, "figure:status", "{\"count\":\"status\",\"status\":[\"executed\"]}");
}

TEST(imprecise_dates_stand_apart_or_are_spread)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	struct figure_series x = series(&s, "figure:apart", 0, FIGURE_BY_MONTH, FIGURE_OF_ALL);
	CHECK_INT(x.n, 12);
	CHECK_STR(counts(&s, &x, x.lines[0].count), "2024-02 3, 2024-03 1");
	CHECK_INT(x.whole, 4);
	CHECK_INT(x.apart, 2);
	CHECK(!x.unfinished);
	x = series(&s, "figure:apart", 0, FIGURE_BY_WEEK, FIGURE_OF_ALL);
	CHECK_STR(counts(&s, &x, x.lines[0].count), "2024-02-05 2, 2024-02-12 1");
	CHECK_INT(x.apart, 3);
	x = series(&s, "figure:spread", 0, FIGURE_BY_MONTH, FIGURE_OF_ALL);
	CHECK_INT(x.whole, 4);
	CHECK_INT(x.spread, 2);
	CHECK_INT(x.lines[0].cases, 6);
	/* 31/366 + 29/366 + ... of the year, 15 days each of May and June: halves reached in May, 1.5 in June */
	CHECK_STR(counts(&s, &x, x.lines[0].count), "2024-02 3, 2024-03 1, 2024-05 1, 2024-07 1");
	x = series(&s, "figure:spread", 0, FIGURE_BY_JALALI_MONTH, FIGURE_OF_ALL);
	CHECK_INT(x.lines[0].cases, 6);
	CHECK_STR(x.label[0], "1402-10");
}

TEST(every_case_is_in_one_place)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	for (int by = 0; by < FIGURE_BYS; by++)
		for (int what = 0; what < FIGURE_OFS; what++) {
			struct figure_series x = series(&s, "figure:spread", 0, (enum figure_by)by,
							(enum figure_of)what);
			int64_t below = 0;
			CHECK_INT(x.whole + x.spread + x.apart + x.later, x.figure.count);
			CHECK_INT(x.lines[0].cases, x.whole + x.spread);
			for (size_t i = 1; i < x.n_lines; i++)
				below += x.lines[i].parent == 0 ? x.lines[i].cases : 0;
			if (what != FIGURE_OF_ALL)
				CHECK_INT(below, x.lines[0].cases);
			for (size_t i = 0; i < x.n_parts; i++)
				for (size_t t = 0; t < x.n; t++)
					CHECK(x.parts[i].alone[t] <= x.parts[i].said[t] &&
					      x.parts[i].said[t] <=
						      x.lines[x.parts[i].line].count[t]);
		}
	/* A person with two events is a case of the earlier. */
	struct figure_series p = series(&s, "figure:persons", 0, FIGURE_BY_MONTH, FIGURE_OF_ALL);
	CHECK_INT(p.figure.count, 6);
	CHECK_STR(p.label[0], "2023-05");
	CHECK_INT(p.lines[0].count[0], 1);
	CHECK(p.unfinished);
	struct figure_series none;
	CHECK_ERR(reg_figure_series(s.r, of(&s, "figure:status").id, 0, FIGURE_BY_WEEK,
				    FIGURE_OF_ALL, s.a, &none, &s.e),
		  ERR_INPUT);
}

TEST(sources_of_each_period)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	struct figure_series x = series(&s, "figure:apart", 0, FIGURE_BY_MONTH, FIGURE_OF_ALL);
	CHECK_INT(x.n_parts, 2);
	if (x.n_parts != 2)
		return;
	CHECK_STR(counts(&s, &x, x.parts[0].said), "2024-02 3");
	CHECK_STR(counts(&s, &x, x.parts[0].alone), "2024-02 2");
	CHECK_STR(counts(&s, &x, x.parts[1].said), "2024-02 1, 2024-03 1");
	CHECK_STR(counts(&s, &x, x.parts[1].alone), "2024-03 1");
}

TEST(lines_by_place_and_charge)
{
	SCENE s;
	scene_open(&s);
	say(&s, "organisation:m", "place:p", "name=Example prison; gazetteer=prisons:P02");
	say(&s, "organisation:m", "event:a",
	    "type=execution; victim=person:a; date=2024-02-05; prison=place:p; charge=moharebeh");
	say(&s, "organisation:m", "event:b", "type=execution; victim=person:b; date=2024-02-06");
	define(&s, "figure:x", EXECUTIONS "}");
	struct figure_series x = series(&s, "figure:x", 0, FIGURE_BY_MONTH, FIGURE_OF_PRISON);
	CHECK_INT(x.n_lines, 4);
	if (x.n_lines == 4) {
		CHECK_STR(x.lines[1].code, "IR-23");
		CHECK_STR(x.lines[1].label, "Tehran");
		CHECK_STR(x.lines[2].label, "Example prison");
		CHECK_INT(x.lines[2].parent, 1);
		CHECK_STR(x.lines[3].code, "-");
	}
	x = series(&s, "figure:x", 0, FIGURE_BY_MONTH, FIGURE_OF_CHARGE);
	CHECK_INT(x.n_lines, 3);
	CHECK_STR(x.lines[1].code, "moharebeh");
	CHECK_INT(x.lines[1].cases, 1);
}

/* What came later does not change the series of an earlier size. */
TEST(series_of_an_earlier_size)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	int64_t size = size_of(&s);
	struct str was[FIGURE_OFS];
	for (int i = 0; i < FIGURE_OFS; i++) {
		struct figure_series x =
			series(&s, "figure:spread", 0, FIGURE_BY_WEEK, (enum figure_of)i);
		was[i] = counts(&s, &x, x.lines[0].count);
	}
	say(&s, "organisation:n", "event:new", "type=execution; victim=person:g; date=2024-04-04");
	say(&s, "organisation:n", "event:b", "type=execution; place=place:x; charge=moharebeh");
	for (int i = 0; i < FIGURE_OFS; i++) {
		struct figure_series x =
			series(&s, "figure:spread", size, FIGURE_BY_WEEK, (enum figure_of)i);
		CHECK(str_eq(was[i], counts(&s, &x, x.lines[0].count)));
		CHECK_INT(x.figure.as_of, size);
	}
	struct figure_series now = series(&s, "figure:spread", 0, FIGURE_BY_WEEK, FIGURE_OF_ALL);
	CHECK_INT(now.lines[0].cases, 7);
	int64_t then = -1;
	CHECK_OK(reg_size_on(s.r, now.day, &then, &s.e), &s.e);
	CHECK_INT(then, size_of(&s));
	CHECK_OK(reg_size_on(s.r, now.day - 2, &then, &s.e), &s.e);
	CHECK_INT(then, 0);
}
