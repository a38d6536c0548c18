/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Spreadsheets: number formats that are dates, serial numbers, references, and hostile sheets. */
#include "check.h"

#include "worker/tables.h"
#include "worker/xlsx.h"

TEST(formats)
{
	static const struct {
		const char *code;
		enum xlsx_shows shows;
		bool other_calendar;
	} T[] = {
		{ "", XLSX_SHOWS_NUMBER, false },
		{ "General", XLSX_SHOWS_NUMBER, false },
		{ "0.00", XLSX_SHOWS_NUMBER, false },
		{ "0.00E+00", XLSX_SHOWS_NUMBER, false },
		{ "#,##0 \"days\"", XLSX_SHOWS_NUMBER, false },
		{ "[Red]0", XLSX_SHOWS_NUMBER, false },
		{ "0\\d", XLSX_SHOWS_NUMBER, false },
		{ "yyyy-mm-dd", XLSX_SHOWS_DATE, false },
		{ "mmm", XLSX_SHOWS_DATE, false },
		{ "d/m/yy h:mm", XLSX_SHOWS_BOTH, false },
		{ "hh:mm", XLSX_SHOWS_TIME, false },
		{ "[h]:mm:ss", XLSX_SHOWS_TIME, false },
		{ "mm:ss", XLSX_SHOWS_TIME, false },
		{ "0;-0;\"d\"", XLSX_SHOWS_NUMBER, false },
		{ "[$-409]d-mmm-yy", XLSX_SHOWS_DATE, false },
		{ "[$-fa-IR,96]yyyy/mm/dd;@", XLSX_SHOWS_DATE, true },
		{ "[$-2060429]d/mm/yyyy", XLSX_SHOWS_DATE, true },
		{ "B2yyyy/mm/dd", XLSX_SHOWS_DATE, true },
		{ "[$-en-US]d/m/yyyy", XLSX_SHOWS_DATE, false },
	};
	for (size_t i = 0; i < COUNT(T); i++) {
		if (xlsx_format_shows(str_of(T[i].code)) != T[i].shows ||
		    xlsx_format_other_calendar(str_of(T[i].code)) != T[i].other_calendar)
			printf("  %s\n", T[i].code);
		CHECK_INT(xlsx_format_shows(str_of(T[i].code)), T[i].shows);
		CHECK_INT(xlsx_format_other_calendar(str_of(T[i].code)), T[i].other_calendar);
	}
	CHECK_INT(xlsx_format_shows(xlsx_format_builtin(14)), XLSX_SHOWS_DATE);
	CHECK_INT(xlsx_format_shows(xlsx_format_builtin(22)), XLSX_SHOWS_BOTH);
	CHECK_INT(xlsx_format_shows(xlsx_format_builtin(46)), XLSX_SHOWS_TIME);
	CHECK_INT(xlsx_format_shows(xlsx_format_builtin(11)), XLSX_SHOWS_NUMBER);
	CHECK_INT(xlsx_format_shows(xlsx_format_builtin(0)), XLSX_SHOWS_NUMBER);
}

/* ECMA-376 part 1, 18.17.4.1: 1900 and 1904 systems, and days that everybody can count. */
TEST(dates)
{
	static const struct {
		const char *serial;
		bool from_1904;
		enum xlsx_shows shows;
		const char *date; /* NULL: none */
	} T[] = {
		{ "1", false, XLSX_SHOWS_DATE, "1900-01-01" },
		{ "59", false, XLSX_SHOWS_DATE, "1900-02-28" },
		{ "60", false, XLSX_SHOWS_DATE, NULL },
		{ "61", false, XLSX_SHOWS_DATE, "1900-03-01" },
		{ "25569", false, XLSX_SHOWS_DATE, "1970-01-01" },
		{ "44825", false, XLSX_SHOWS_DATE, "2022-09-21" },
		{ "44825.5", false, XLSX_SHOWS_BOTH, "2022-09-21T12:00:00" },
		{ "44825.999999", false, XLSX_SHOWS_BOTH, "2022-09-22" },
		{ "4.4825E4", false, XLSX_SHOWS_DATE, "2022-09-21" },
		{ "2958465", false, XLSX_SHOWS_DATE, "9999-12-31" },
		{ "2958466", false, XLSX_SHOWS_DATE, NULL },
		{ "0", false, XLSX_SHOWS_DATE, NULL },
		{ "-1", false, XLSX_SHOWS_DATE, NULL },
		{ "0", true, XLSX_SHOWS_DATE, "1904-01-01" },
		{ "43363", true, XLSX_SHOWS_DATE, "2022-09-21" },
		{ "60", true, XLSX_SHOWS_DATE, "1904-03-01" },
		{ "0.5", false, XLSX_SHOWS_TIME, "12:00:00" },
		{ "", false, XLSX_SHOWS_DATE, NULL },
		{ "nan", false, XLSX_SHOWS_DATE, NULL },
		{ "0x10", false, XLSX_SHOWS_DATE, NULL },
		{ "1e999", false, XLSX_SHOWS_DATE, NULL },
	};
	for (size_t i = 0; i < COUNT(T); i++) {
		char date[32] = "";
		bool is = xlsx_date(str_of(T[i].serial), T[i].from_1904, T[i].shows, date);
		CHECK_INT(is, T[i].date != NULL);
		if (is && T[i].date)
			CHECK_STR(str_of(date), T[i].date);
	}
}

TEST(references)
{
	static const struct {
		const char *ref;
		bool good;
		size_t column;
		int64_t row;
	} T[] = {
		{ "A1", true, 1, 1 },	{ "Z10", true, 26, 10 },
		{ "AA1", true, 27, 1 }, { "XFD1048576", true, 16384, 1048576 },
		{ "C", true, 3, 0 },	{ "7", true, 0, 7 },
		{ "", false, 0, 0 },	{ "A-1", false, 0, 0 },
		{ "A1B", false, 0, 0 }, { "ZZZZZZZZZZ1", false, 0, 0 },
	};
	for (size_t i = 0; i < COUNT(T); i++) {
		size_t column;
		int64_t row;
		CHECK_INT(xlsx_reference(str_of(T[i].ref), &column, &row), T[i].good);
		if (T[i].good) {
			CHECK_INT((int64_t)column, (int64_t)T[i].column);
			CHECK_INT(row, T[i].row);
		}
	}
}

TEST(escapes)
{
	AUTO_BUF b;
	buf_init(&b, 1000);
	CHECK_STR(xlsx_unescape(&b, STR("a_x000D_b")), "a\rb");
	CHECK_STR(xlsx_unescape(&b, STR("_x005F_x000D_")), "_x000D_");
	CHECK_STR(xlsx_unescape(&b, STR("_x0000_ _x00")), "_x0000_ _x00");
}

static int sheet(const char *xml, struct rows *r, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct xlsx x = { .a = a };
	int rc;
	buf_init(&x.text, 10);
	buf_init(&x.ends, 10);
	rows_init(r, -1, 0);
	rc = xlsx_sheet_str(&x, str_of(xml), r, e);
	xlsx_close(&x);
	return rc;
}

TEST(a_sheet_may_not_define_entities_or_nest_without_end)
{
	struct err e = { 0 };
	AUTO_BUF deep;
	{
		AUTO_ROWS r;
		CHECK_ERR(
			sheet("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
			      &r, &e),
			ERR_INPUT);
		CHECK(str_has(str_of(e.text), STR("entities")));
	}
	buf_init(&deep, 1 << 20);
	for (int i = 0; i < 1000; i++)
		buf_lit(&deep, "<a>");
	AUTO_ROWS r;
	CHECK_ERR(sheet(buf_z(&deep), &r, &e), ERR_TOOBIG);
}

TEST(a_cell_that_is_too_long_is_told)
{
	struct err e = { 0 };
	AUTO_BUF xml;
	AUTO_ROWS r;
	buf_init(&xml, 4 << 20);
	buf_lit(&xml, "<x><row r=\"1\"><c r=\"A1\" t=\"str\"><v>");
	for (int i = 0; i < (TABLE_CELL_MAX + 10) / 2; i++)
		buf_lit(&xml, "ن");
	buf_lit(&xml, "</v></c><c r=\"B1\"><v>1</v></c></row></x>");
	CHECK_OK(sheet(buf_z(&xml), &r, &e), &e);
	CHECK_INT(r.marks[TABLE_FAULT_CELL_TOO_LONG], 1);
	CHECK_INT(r.n, 1);
}

TEST(what_is_shown_of_bytes)
{
	static const struct {
		struct str in;
		bool escaped;
		const char *out;
		size_t bad;
	} T[] = {
#define LIT(s) { s, sizeof(s) - 1 }
		{ LIT("نمونه"), false, "نمونه", 10 },
		{ LIT("a\xC7\0b"), false, "a<C7><00>b", 1 },
		{ LIT("\xFB\xF8\xF8"), true, "<C0>", 0 },
		{ LIT("\xFB\xF8\xF8"), false, "<FB><F8><F8>", 0 },
		{ LIT(""), false, "", 0 },
	};
	for (size_t i = 0; i < COUNT(T); i++) {
		AUTO_BUF b;
		size_t bad = 99;
		buf_init(&b, 1000);
		CHECK_STR(table_readable(&b, T[i].in, T[i].escaped, &bad), T[i].out);
		CHECK_INT((int64_t)bad, (int64_t)T[i].bad);
	}
}
