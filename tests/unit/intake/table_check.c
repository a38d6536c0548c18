/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Traces that lists bring along: what one cell shows, and what is told of a column. */
#include "check.h"

#include "intake/table_check.h"

#define BIT(t) (1U << (t))

TEST(cells)
{
	static const struct {
		const char *text;
		unsigned traces;
	} T[] = {
		{ "", 0 },
		{ "Example person 12", 0 },
		{ "نمونه دوازدهم", 0 },
		{ "می‌شود", 0 },
		{ "نمونه‌", BIT(TRACE_MISPLACED_ZWNJ) },
		{ "نمونه ‌دوازدهم", BIT(TRACE_MISPLACED_ZWNJ) },
		{ "می‌‌شود", BIT(TRACE_MISPLACED_ZWNJ) },
		{ "عبد هللا", BIT(TRACE_REVERSED_LAM_ALEF) },
		{ "االحمدی", BIT(TRACE_REVERSED_LAM_ALEF) },
		{ "الاحمدی", 0 },
		{ "عبدالله", 0 },
		{ "\xEF\xBB\xBB", BIT(TRACE_PRESENTATION_FORM) },
		{ "\xE2\x80\x8Fنمونه", BIT(TRACE_BIDI_CONTROL) },
		{ "A\xC2\xA0"
		  "B",
		  BIT(TRACE_ODD_BLANK) },
		{ "A\xC2\xAD"
		  "B",
		  BIT(TRACE_ODD_BLANK) },
		{ " A", BIT(TRACE_BLANKS_AROUND) },
		{ "A ", BIT(TRACE_BLANKS_AROUND) },
		{ "1.23E+10", BIT(TRACE_SHORTENED_NUMBER) },
		{ "1.23E-10", 0 },
		{ "12E+4x", 0 },
		{ "=1+1", BIT(TRACE_FORMULA_TEXT) },
		{ "@x", BIT(TRACE_FORMULA_TEXT) },
		{ "-5", 0 },
		{ "2022-09-21", BIT(TRACE_YEAR_FIRST) | BIT(TRACE_GREGORIAN) },
		{ "2022-01-01",
		  BIT(TRACE_YEAR_FIRST) | BIT(TRACE_GREGORIAN) | BIT(TRACE_FIRST_OF_YEAR) },
		{ "1401/01/01",
		  BIT(TRACE_YEAR_FIRST) | BIT(TRACE_OTHER_CALENDAR) | BIT(TRACE_FIRST_OF_YEAR) },
		{ "۱۴۰۱/۰۱/۰۱",
		  BIT(TRACE_YEAR_FIRST) | BIT(TRACE_OTHER_CALENDAR) | BIT(TRACE_FIRST_OF_YEAR) },
		{ "13/02/2022",
		  BIT(TRACE_YEAR_LAST) | BIT(TRACE_GREGORIAN) | BIT(TRACE_DAY_FIRST) },
		{ "02/13/2022",
		  BIT(TRACE_YEAR_LAST) | BIT(TRACE_GREGORIAN) | BIT(TRACE_MONTH_FIRST) },
		{ "02/03/2022", BIT(TRACE_YEAR_LAST) | BIT(TRACE_GREGORIAN) },
		{ "2022-09-21T10:20:30", BIT(TRACE_YEAR_FIRST) | BIT(TRACE_GREGORIAN) },
		{ "1.2.3.4.5", 0 },
		{ "Total", BIT(TRACE_SUM_ROW) },
		{ "TOTAL: 20", BIT(TRACE_SUM_ROW) },
		{ "جمع کل: ۲۰", BIT(TRACE_SUM_ROW) },
		{ "مجموع", BIT(TRACE_SUM_ROW) },
		{ "Totally Example", 0 },
		{ "Sum Example person", 0 },
		{ "جمع‌آوری", 0 },
		{ "جمعه", 0 },
		{ "کۆچەر", 0 },
		{ "98-912-0000", 0 },
		{ "99999999999/1/1", 0 },
	};
	for (size_t i = 0; i < COUNT(T); i++) {
		struct table_cell c = { .text = str_of(T[i].text), .kind = TABLE_TEXT };
		if (table_trace_cell(&c) != T[i].traces)
			printf("  \"%s\"\n", T[i].text);
		CHECK_INT(table_trace_cell(&c), T[i].traces);
	}
}

static const struct table_look *one_column(struct arena *a, const char *name)
{
	struct table_look *l = NEW(a, struct table_look);
	l->columns = NEW(a, struct table_column);
	l->columns[0].name = str_of(name);
	l->n_columns = 1;
	return l;
}

static struct str told(struct arena *a, const char *const *cells, size_t n)
{
	AUTO_BUF b;
	struct table_faults fs;
	struct table_check *k = table_check_new(a, one_column(a, "Name"));
	buf_init(&b, 10000);
	table_faults_init(&fs, a, LANG_EN, 0);
	for (size_t i = 0; i < n; i++) {
		struct table_cell c = { .text = str_of(cells[i]), .kind = TABLE_TEXT };
		struct table_row r = { .number = (int64_t)i + 2, .cells = &c, .n = 1 };
		table_check_row(k, &r);
	}
	table_check_end(k, &fs);
	table_check_free(k);
	for (size_t i = 0; i < fs.n; i++) {
		CHECK(fs.items[i].what.n && fs.items[i].todo.n && !fs.items[i].stops);
		buf_printf(&b, "%s@%lld.%zu ", fs.items[i].code, (long long)fs.items[i].row,
			   fs.items[i].column);
	}
	return buf_copy(&b, a);
}

TEST(columns)
{
	AUTO_ARENA *a = arena_new(0);
	static const char *const ORDERS[] = { "13/02/2022", "01/02/2022", "02/13/2022" };
	static const char *const ONE_ORDER[] = { "13/02/2022", "01/02/2022", "14/03/2022" };
	static const char *const CALENDARS[] = { "2022-09-21", "1401-06-30" };
	static const char *const YEARS[] = { "2022-01-01", "2021-01-01", "2020-01-01",
					     "2020-05-07" };
	static const char *const ONE_YEAR[] = { "2022-01-01", "2021-02-01", "2020-03-01" };
	static const char *const COPIES[] = { "https://example.org/a", "https://example.org/a-2/",
					      "https://example.org/b-2", "id-7", "2022-2" };
	static const char *const FORMS[] = { "2022-02-13", "13/02/2022" };
	static const char *const NUMBERS[] = {
		"2022",	 "2022-2", "https://example.org/50", "id-7", "https://example.org/50-3",
		"id-7-2"
	};
	static const char *const NAMES[] = { "Example person 1", "Name", "", "Example Name" };
	CHECK_STR(told(a, FORMS, COUNT(FORMS)), "two_date_forms@3.1 ");
	CHECK_STR(told(a, NUMBERS, COUNT(NUMBERS)), "numbered_copies@6.1 ");
	CHECK_STR(told(a, ORDERS, COUNT(ORDERS)), "two_date_orders@4.1 ");
	CHECK_STR(told(a, ONE_ORDER, COUNT(ONE_ORDER)), "");
	CHECK_STR(told(a, CALENDARS, COUNT(CALENDARS)), "two_calendars@3.1 ");
	CHECK_STR(told(a, YEARS, COUNT(YEARS)), "first_of_year@2.1 ");
	CHECK_STR(told(a, ONE_YEAR, COUNT(ONE_YEAR)), "");
	CHECK_STR(told(a, COPIES, COUNT(COPIES)), "numbered_copies@3.1 ");
	CHECK_STR(told(a, NAMES, COUNT(NAMES)), "names_again@3.1 ");
}

TEST(many_keys)
{
	AUTO_ARENA *a = arena_new(0);
	struct table_faults fs;
	struct table_check *k = table_check_new(a, one_column(a, ""));
	table_faults_init(&fs, a, LANG_FA, 0);
	for (int64_t i = 0; i < 20000; i++) {
		char text[64];
		snprintf(text, sizeof text, "example-%lld-x%s", (long long)(i / 2),
			 i % 2 ? "-2" : "");
		struct table_cell c = { .text = str_of(text), .kind = TABLE_TEXT };
		struct table_row r = { .number = i + 2, .cells = &c, .n = 1 };
		table_check_row(k, &r);
	}
	table_check_end(k, &fs);
	table_check_free(k);
	CHECK_INT((int64_t)fs.n, 1);
	CHECK(str_has(fs.items[0].what, STR("۱۰٬۰۰۰")));
}
