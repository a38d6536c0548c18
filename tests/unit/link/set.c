/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows into records: dictionaries, dates of a column, twins, what is never linked. */
#include "check.h"

#include <stdio.h>

#include "base/pool.h"
#include "link/set.h"
#include "text/calendar.h"

enum { MAX_CELLS = 8 };

static struct link_set *set_of(struct arena *a, const struct link_field *fields, size_t n_fields,
			       const char *const (*rows)[MAX_CELLS], size_t n)
{
	struct err e = { 0 };
	struct link_set_builder *b = link_set_begin(fields, n_fields, a);
	uint16_t list;
	CHECK_OK(link_set_list(b, STR("A"), false, &list, &e), &e);
	for (size_t i = 0; i < n; i++) {
		struct str cells[MAX_CELLS];
		for (size_t f = 0; f < n_fields; f++)
			cells[f] = str_of(rows[i][f + 1]);
		CHECK_OK(link_set_add(b, list, str_of(rows[i][0]), cells, NULL, &e), &e);
	}
	struct link_set *s = NULL;
	CHECK_OK(link_set_done(b, &s, &e), &e);
	return s;
}

static const struct link_date *date_at(const struct link_set *s, size_t r)
{
	return &s->values[0].p[s->value[0][r]].date;
}

static int32_t day(enum calendar c, int y, int m, int d)
{
	int32_t jdn = 0;
	CHECK(cal_to_jdn(c, y, m, d, &jdn));
	return jdn;
}

static const struct link_field DATE = { .type = LINK_DATE, .label = { "died", 4 } };

TEST(reads_dates_of_three_calendars)
{
	AUTO_ARENA *a = arena_new(0);
	static const char *const ROWS[][MAX_CELLS] = {
		{ "1", "2022-10-08" }, { "2", "۱۴۰۱-۰۷-۱۶" }, { "3", "20221008" },
		{ "4", "1401-07" },    { "5", "2022" },	      { "6", "16 Mehr 1401" },
	};
	struct link_set *s = set_of(a, &DATE, 1, ROWS, COUNT(ROWS));
	int32_t want = day(CAL_GREGORIAN, 2022, 10, 8);
	static const size_t SAME[] = { 0, 1, 2, 5 };
	for (size_t i = 0; i < COUNT(SAME); i++) {
		CHECK_INT(date_at(s, SAME[i])->lo, want);
		CHECK_INT(date_at(s, SAME[i])->hi, want);
	}
	CHECK_INT(date_at(s, 1)->calendar, CAL_JALALI);
	CHECK_INT(date_at(s, 3)->lo, day(CAL_JALALI, 1401, 7, 1));
	CHECK_INT(date_at(s, 3)->hi, day(CAL_JALALI, 1401, 7, 30));
	CHECK_INT(date_at(s, 4)->lo, day(CAL_GREGORIAN, 2022, 1, 1));
	CHECK_INT(date_at(s, 4)->hi, day(CAL_GREGORIAN, 2022, 12, 31));
}

TEST(a_column_decides_between_day_and_month)
{
	AUTO_ARENA *a = arena_new(0);
	static const char *const DAYS_FIRST[][MAX_CELLS] = { { "1", "03/04/1989" },
							     { "2", "25/04/1989" } };
	static const char *const MONTHS_FIRST[][MAX_CELLS] = { { "1", "03/04/1989" },
							       { "2", "04/25/1989" } };
	static const char *const NEITHER[][MAX_CELLS] = { { "1", "03/04/1989" },
							  { "2", "05/06/1989" } };
	struct link_set *s = set_of(a, &DATE, 1, DAYS_FIRST, 2);
	CHECK_INT(date_at(s, 0)->lo, day(CAL_GREGORIAN, 1989, 4, 3));
	s = set_of(a, &DATE, 1, MONTHS_FIRST, 2);
	CHECK_INT(date_at(s, 0)->lo, day(CAL_GREGORIAN, 1989, 3, 4));
	s = set_of(a, &DATE, 1, NEITHER, 2);
	CHECK_INT(date_at(s, 0)->lo, day(CAL_GREGORIAN, 1989, 3, 4));
	CHECK_INT(date_at(s, 0)->hi, day(CAL_GREGORIAN, 1989, 4, 3));
	CHECK_INT(s->values[0].two_ways, 2);
}

TEST(what_is_no_date_is_missing_or_keeps_its_figures)
{
	AUTO_ARENA *a = arena_new(0);
	static const char *const ROWS[][MAX_CELLS] = { { "1", "soon" },
						       { "2", "19511340" },
						       { "3", "" } };
	struct link_set *s = set_of(a, &DATE, 1, ROWS, COUNT(ROWS));
	CHECK(s->values[0].p[s->value[0][0]].missing);
	CHECK_INT(s->values[0].unread, 1);
	CHECK_STR(s->values[0].unread_example, "soon");
	CHECK(date_at(s, 1)->lo > date_at(s, 1)->hi);
	CHECK_INT(date_at(s, 1)->month, 13);
	CHECK_INT(s->values[0].no_days, 1);
	CHECK_STR(s->values[0].no_day_example, "19511340");
	CHECK_INT(s->value[0][2], 0);
	CHECK_INT(s->row[0], 0);
}

TEST(too_many_first_days_are_years)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	struct link_set_builder *b = link_set_begin(&DATE, 1, a);
	uint16_t list;
	CHECK_OK(link_set_list(b, STR("A"), false, &list, &e), &e);
	for (int i = 0; i < 60; i++) {
		struct str cell = i < 10 ? str_printf(a, "%d-01-01", 1360 + i)
					 : str_printf(a, "%d-%02d-%02d", 1360 + i % 30, 2 + i % 9,
						      1 + i % 28);
		CHECK_OK(link_set_add(b, list, str_printf(a, "%d", i), &cell, NULL, &e), &e);
	}
	struct link_set *s = NULL;
	CHECK_OK(link_set_done(b, &s, &e), &e);
	CHECK_INT(s->values[0].suspected, 10);
	CHECK(date_at(s, 0)->year_only_suspected);
	CHECK_INT(date_at(s, 0)->hi - date_at(s, 0)->lo, 364);
	CHECK(!date_at(s, 30)->year_only_suspected);
}

/* Days of March beside thirty others. */
static struct link_set *days_of_march(struct arena *a, const char *const *march, size_t n)
{
	struct err e = { 0 };
	struct link_set *s = NULL;
	struct link_set_builder *b = link_set_begin(&DATE, 1, a);
	uint16_t list;
	CHECK_OK(link_set_list(b, STR("A"), false, &list, &e), &e);
	for (size_t i = 0; i < n + 30; i++) {
		struct str cell = i < n ? str_of(march[i])
					: str_printf(a, "%d-%02d-%02d", 1990 + (int)i % 20,
						     4 + (int)i % 9, 1 + (int)i % 28);
		CHECK_OK(link_set_add(b, list, str_printf(a, "%zu", i), &cell, NULL, &e), &e);
	}
	CHECK_OK(link_set_done(b, &s, &e), &e);
	return s;
}

TEST(converted_first_days_are_jalali_years)
{
	/* 1 Farvardin of 1375 and 1379 was 20 March, of the others the 21st; one is a day off. */
	static const char *const YEARS[] = {
		"1996-03-20", "1998-03-21", "2000-03-20", "2002-03-21",
		"2003-03-21", "2003-03-20", "2006-03-21", "2002-03-22"
	};
	static const int32_t JALALI[] = { 1375, 1377, 1379, 1381, 1382, 1382, 1385 };
	static const char *const ONE_DAY[] = { "1998-03-21", "1998-03-21", "1998-03-21",
					       "1998-03-21", "1998-03-21", "1998-03-21",
					       "2003-03-21" };
	AUTO_ARENA *a = arena_new(0);
	struct link_set *s = days_of_march(a, YEARS, COUNT(YEARS));
	CHECK_INT(s->values[0].suspected, COUNT(JALALI));
	for (size_t i = 0; i < COUNT(JALALI); i++) {
		CHECK(date_at(s, i)->year_only_suspected);
		CHECK_INT(date_at(s, i)->lo, day(CAL_JALALI, JALALI[i], 1, 1));
		CHECK_INT(date_at(s, i)->hi, day(CAL_JALALI, JALALI[i] + 1, 1, 1) - 1);
	}
	CHECK(!date_at(s, COUNT(JALALI))->year_only_suspected);
	/* Many who died on one day died on that day. */
	s = days_of_march(a, ONE_DAY, COUNT(ONE_DAY));
	CHECK_INT(s->values[0].suspected, 0);
}

static const struct link_field PERSON[] = {
	{ .type = LINK_NAME, .role = NAME_FULL, .label = { "name", 4 } },
	{ .type = LINK_TEXT, .label = { "town", 4 } },
};

TEST(twins_but_one_are_marked_whatever_comes_first)
{
	AUTO_ARENA *a = arena_new(0);
	static const char *const ROWS[][MAX_CELLS] = { { "x", "Nemouneh Yekom", "Abad" },
						       { "x-2", "Nemouneh Yekom", "Abad" },
						       { "y", "Nemouneh Dovom", "Abad" },
						       { "z", "", "" },
						       { "z2", "", "" } };
	static const char *const OTHER[][MAX_CELLS] = { { "y", "Nemouneh Dovom", "Abad" },
							{ "x-2", "Nemouneh Yekom", "Abad" },
							{ "x", "Nemouneh Yekom", "Abad" } };
	struct link_set *s = set_of(a, PERSON, 2, ROWS, COUNT(ROWS));
	struct link_set *t = set_of(a, PERSON, 2, OTHER, COUNT(OTHER));
	CHECK_INT((s->flags[0] & LINK_TWIN) + (s->flags[1] & LINK_TWIN), LINK_TWIN);
	CHECK_INT(s->flags[2] & LINK_TWIN, 0);
	CHECK_INT(s->flags[4] & LINK_TWIN, 0); /* empty rows say nothing of each other */
	CHECK_INT(s->flags[0] & LINK_TWIN, t->flags[2] & LINK_TWIN);
}

TEST(unnamed_and_groups_are_marked)
{
	AUTO_ARENA *a = arena_new(0);
	static const char *const ROWS[][MAX_CELLS] = { { "1", "ناشناس", "Abad" },
						       { "2", "unknown", "" },
						       { "3", "", "Abad" },
						       { "4", "Nemouneh Yekom", "" },
						       { "5", "three brothers", "" } };
	struct link_set *s = set_of(a, PERSON, 2, ROWS, COUNT(ROWS));
	for (size_t i = 0; i < 3; i++)
		CHECK(s->flags[i] & LINK_UNNAMED);
	CHECK_INT(s->flags[3], 0);
	CHECK(s->flags[4] & LINK_GROUP);
}

TEST(an_id_stands_for_one_record)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	struct link_set_builder *b = link_set_begin(PERSON, 2, a);
	struct str cells[] = { STR("Nemouneh Yekom"), STR("") };
	uint16_t list;
	CHECK_OK(link_set_list(b, STR("A"), false, &list, &e), &e);
	CHECK_OK(link_set_add(b, list, STR("1"), cells, NULL, &e), &e);
	CHECK_ERR(link_set_add(b, list, STR(" 1 "), cells, NULL, &e), ERR_CONFLICT);
	CHECK_ERR(link_set_add(b, list, STR(" "), cells, NULL, &e), ERR_INPUT);
}

TEST(spellings_of_one_thing_are_one_group)
{
	static const struct {
		enum link_type type;
		const char *x, *y;
		bool same;
	} CASES[] = {
		{ LINK_CATEGORY, "m", "Male", true },
		{ LINK_CATEGORY, "مرد", "m", true },
		{ LINK_CATEGORY, "f", "زن", true },
		{ LINK_CATEGORY, "m", "f", false },
		{ LINK_NUMBER, "0912 345", "0912-345", true },
		{ LINK_ID, "۱۲۳", "123", true },
		{ LINK_URL, "https://www.Example.org/a/", "http://example.org/a#b", true },
		{ LINK_URL, "https://example.org/a", "https://example.org/A", false },
		{ LINK_TEXT, "Abad-e Bala", "abad e bala", true },
		{ LINK_PLACE, "تهران", "Tehran", true },
		{ LINK_PLACE, "Tehran", "Tabriz", false },
		{ LINK_AGE, "۲۵", "25 years", true },
		{ LINK_NAME, "محمد", "Mohammad", true },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct link_field f = { .type = CASES[i].type, .label = { "x", 1 } };
		const char *const rows[][MAX_CELLS] = { { "1", CASES[i].x }, { "2", CASES[i].y } };
		struct link_set *s = set_of(a, &f, 1, rows, 2);
		bool same = s->values[0].p[s->value[0][0]].group ==
			    s->values[0].p[s->value[0][1]].group;
		if (same != CASES[i].same)
			FAIL("%s and %s", CASES[i].x, CASES[i].y);
	}
}

/* ---- by a pool ---- */

/* Few different cells, so that there are twins; row `same` has the id of the row before. */
static int add_many(struct link_set_builder *b, size_t n, size_t same, struct err *e)
{
	uint16_t list[2];
	TRY(link_set_list(b, STR("A"), false, &list[0], e));
	TRY(link_set_list(b, STR("B"), false, &list[1], e));
	for (size_t i = 0; i < n; i++) {
		char text[2][24];
		char id[24];
		snprintf(id, sizeof id, "r%zu", (i == same ? i - 1 : i) * 7919 % 100003);
		snprintf(text[0], sizeof text[0], " name %zu", i * i % 301);
		snprintf(text[1], sizeof text[1], "%s%zu", i % 9 ? "" : "x", i % 17);
		struct str cells[] = { str_of(text[0]), i % 5 ? str_of(text[1]) : STR("") };
		link_set_row(b, (int64_t)i + 2);
		TRY(link_set_add(b, list[i % 2], str_of(id), cells, NULL, e));
	}
	return link_set_flush(b, e);
}

static const struct link_field TWO[] = { { .type = LINK_TEXT, .label = { "name", 4 } },
					 { .type = LINK_TEXT, .label = { "text", 4 } } };

TEST(threads_enter_rows_as_one_alone_does)
{
	enum { N = 5000 };
	AUTO_ARENA *a = arena_new(0);
	AUTO_POOL *pool = pool_new(3);
	struct link_set *s[2];
	struct err e = { 0 };
	for (size_t k = 0; k < 2; k++) {
		struct link_set_builder *b = link_set_begin(TWO, 2, a);
		if (k)
			link_set_use(b, pool);
		CHECK_OK(add_many(b, N, SIZE_MAX, &e), &e);
		CHECK_OK(link_set_done(b, &s[k], &e), &e);
		CHECK_INT(s[k]->n, N);
	}
	size_t twins = 0;
	for (size_t i = 0; i < N; i++) {
		CHECK(str_eq(s[0]->id[i], s[1]->id[i]));
		CHECK(s[0]->rank[i] == s[1]->rank[i]);
		CHECK_INT(s[0]->flags[i], s[1]->flags[i]);
		CHECK_INT(s[0]->list[i], s[1]->list[i]);
		twins += s[1]->flags[i] & LINK_TWIN;
		for (size_t f = 0; f < 2; f++) {
			uint32_t v = s[0]->value[f][i];
			CHECK_INT(v, s[1]->value[f][i]);
			CHECK(str_eq(s[0]->values[f].p[v].given, s[1]->values[f].p[v].given));
			CHECK_INT(s[0]->values[f].p[v].count, s[1]->values[f].p[v].count);
		}
	}
	CHECK(twins > 0);
	for (size_t l = 0; l < 2; l++)
		CHECK_INT(s[0]->lists[l].n, s[1]->lists[l].n);
}

TEST(threads_refuse_the_row_that_one_alone_refuses)
{
	static const size_t SAME[] = { 1, 2047, 2048, 4999 };
	AUTO_POOL *pool = pool_new(3);
	for (size_t i = 0; i < COUNT(SAME); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct err e = { 0 };
		struct link_set_builder *b = link_set_begin(TWO, 2, a);
		link_set_use(b, pool);
		CHECK_ERR(add_many(b, 5000, SAME[i], &e), ERR_CONFLICT);
		CHECK_INT(link_set_refused(b), SAME[i] + 2);
	}
}
