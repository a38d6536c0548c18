/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mappings as JSON and what rows say by them: pure functions. */
#include "check.h"

#include "register/list_priv.h"

static struct str write(struct arena *a, const struct list_mapping *m)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 20);
	list_mapping_write(&b, m);
	return buf_copy(&b, a);
}

TEST(mappings_come_back_as_they_were_written)
{
	static const char *const TEXTS[] = {
		"{\"columns\":[]}",
		"{\"columns\":[{\"column\":\"Name\",\"as\":\"name\"},{\"column\":\"\"}]}",
		("{\"columns\":[{\"column\":\"Died\",\"as\":\"date\",\"calendar\":\"jalali\",\"order\":\"dmy\"},"
		 "{\"column\":\"Tel\",\"sealed\":true}]}"),
	};
	for (size_t i = 0; i < COUNT(TEXTS); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct list_mapping m;
		struct err e = { 0 };
		CHECK_OK(list_mapping_read(str_of(TEXTS[i]), a, &m, &e), &e);
		CHECK_STR(write(a, &m), TEXTS[i]);
	}
}

TEST(every_field_has_a_code_and_a_label)
{
	for (int f = 0; f < LIST_FIELDS; f++) {
		enum list_field back;
		CHECK(list_field_parse(str_of(list_field_code((enum list_field)f)), &back));
		CHECK_INT(back, f);
		CHECK(msg_is_translated(list_field_label((enum list_field)f)));
	}
}

TEST(mappings_that_make_no_sense_are_refused)
{
	static const char *const TEXTS[] = {
		"",
		"[]",
		"{\"columns\":{}}",
		"{\"columns\":[1]}",
		"{\"columns\":[{\"as\":\"name\"}]}",
		"{\"columns\":[{\"column\":\"a\",\"as\":\"surname\"}]}",
		"{\"columns\":[{\"column\":\"a\",\"as\":1}]}",
		"{\"columns\":[{\"column\":\"a\",\"calendar\":\"maya\"}]}",
		"{\"columns\":[{\"column\":\"a\",\"order\":\"ydm\"}]}",
		"{\"columns\":[{\"column\":\"a\",\"sealed\":\"yes\"}]}",
		"{\"columns\":[{\"column\":\"a\",\"sealed\":true,\"as\":\"name\"}]}",
		"{\"columns\":[{\"column\":\"a\",\"colour\":\"red\"}]}",
	};
	for (size_t i = 0; i < COUNT(TEXTS); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct list_mapping m;
		struct err e = { 0 };
		CHECK_ERR(list_mapping_read(str_of(TEXTS[i]), a, &m, &e), ERR_INPUT);
	}
}

TEST(a_mapping_follows_columns_by_their_names)
{
	AUTO_ARENA *a = arena_new(0);
	struct list_mapping m;
	struct list_mapping fit;
	struct err e = { 0 };
	size_t missing;
	size_t fresh;
	const struct str header[] = { STR("Tel"), STR("Name"), STR("New"), STR("Name") };
	CHECK_OK(
		list_mapping_read(
			STR("{\"columns\":[{\"column\":\"Name\",\"as\":\"name\"},{\"column\":\"Name\",\"as\":"
			    "\"other_name\"},{\"column\":\"Tel\",\"sealed\":true},{\"column\":\"Gone\"}]}"),
			a, &m, &e),
		&e);
	list_mapping_fit(&m, header, COUNT(header), a, &fit, &missing, &fresh);
	CHECK_INT(fit.n, 4);
	CHECK(fit.columns[0].sealed);
	CHECK_INT(fit.columns[1].field, LIST_NAME);
	CHECK_INT(fit.columns[2].field, LIST_KEPT);
	CHECK_STR(fit.columns[2].name, "New");
	CHECK_INT(fit.columns[3].field, LIST_OTHER_NAME);
	CHECK_INT(missing, 1);
	CHECK_INT(fresh, 1);
}

/* ---- rows ---- */

TEST(three_columns_are_one_date)
{
	static const struct {
		const char *year, *month, *day, *date;
	} CASES[] = {
		{ "1404", "7", "20", "1404-07-20" }, { "1404.0", "7.0", "0", "1404-07" },
		{ "1404", "", "20", "1404" },	     { "1404", "0", "0", "1404" },
		{ "۱۴۰۴", "۷", "۲۰", "1404-07-20" }, { "1404", "مهر", "20", "20 مهر 1404" },
		{ "1404", "Mehr", "", "Mehr 1404" }, { "", "7", "20", "" },
		{ "1404?", "", "", "1404?" },
	};
	struct list_column columns[] = { { .name = STR("y"), .field = LIST_YEAR },
					 { .name = STR("m"), .field = LIST_MONTH },
					 { .name = STR("d"), .field = LIST_DAY } };
	struct list_mapping m = { columns, 3 };
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct str cells[] = { str_of(CASES[i].year), str_of(CASES[i].month),
				       str_of(CASES[i].day) };
		struct list_row row;
		list_row_understand(&m, cells, 3, a, &row);
		CHECK_STR(row.field[LIST_DATE], CASES[i].date);
	}
}

TEST(a_row_says_what_its_columns_are)
{
	AUTO_ARENA *a = arena_new(0);
	struct list_column columns[] = {
		{ .name = STR("a"), .field = LIST_GIVEN },
		{ .name = STR("b"), .field = LIST_FAMILY },
		{ .name = STR("c"),
		  .field = LIST_DATE,
		  .has_calendar = true,
		  .calendar = CAL_JALALI },
		{ .name = STR("d"), .field = LIST_CALENDAR },
		{ .name = STR("e"), .sealed = true },
		{ .name = STR("f"), .field = LIST_GIVEN },
	};
	struct list_mapping m = { columns, COUNT(columns) };
	struct str cells[] = { STR(" Nemouneh "), STR("Yekom"), STR("1404/1/2"),
			       STR("shamsi"),	  STR("0000"),	STR("Do") };
	struct list_row row;
	list_row_understand(&m, cells, COUNT(cells), a, &row);
	CHECK_STR(row.field[LIST_GIVEN], "Nemouneh Do");
	CHECK_STR(list_row_label(&row, a), "Nemouneh Do Yekom");
	CHECK_STR(row.field[LIST_DATE], "1404/1/2");
	CHECK_STR(row.calendar, "shamsi"); /* the row's word before the mapping's */
	for (int f = 0; f < LIST_FIELDS; f++)
		CHECK(!str_has(row.field[f], STR("0000")));
	/* Fewer cells than columns: the rest is empty. */
	list_row_understand(&m, cells, 1, a, &row);
	CHECK_STR(row.field[LIST_FAMILY], "");
	CHECK_STR(list_row_label(&row, a), "Nemouneh");
}

TEST(an_error_of_a_spreadsheet_program_says_nothing)
{
	static const struct {
		const char *cell;
		bool error;
	} T[] = { { "#DIV/0!", true },	  { "#REF!", true },	     { "#N/A", true },
		  { "Err:502", true },	  { "#GETTING_DATA", true }, { "Err:", false },
		  { "Err: none", false }, { "#12", false },	     { "", false },
		  { "N/A", false },	  { "#REF! 2", false } };
	AUTO_ARENA *a = arena_new(0);
	struct list_column columns[] = { { .name = STR("a"), .field = LIST_NAME },
					 { .name = STR("b"), .field = LIST_AGE } };
	struct list_mapping m = { columns, COUNT(columns) };
	for (size_t i = 0; i < COUNT(T); i++) {
		struct str cells[] = { STR("Nemouneh Yekom"), str_of(T[i].cell) };
		struct list_row row;
		CHECK_INT(list_cell_is_error(cells[1]), T[i].error);
		list_row_understand(&m, cells, COUNT(cells), a, &row);
		CHECK_STR(row.field[LIST_AGE], T[i].error ? "" : T[i].cell);
		CHECK_STR(row.field[LIST_NAME], "Nemouneh Yekom");
	}
}

TEST(cells_are_read_as_they_were_sealed)
{
	AUTO_ARENA *a = arena_new(0);
	struct str *cells;
	size_t n;
	struct err e = { 0 };
	CHECK_OK(
		list_cells_read(
			STR("[\"a\",null,{\"text\":\"2025-01-02\",\"raw\":\"45659\",\"kind\":\"date\"},\"\",7]"),
			a, &cells, &n, &e),
		&e);
	CHECK_INT(n, 5);
	CHECK_STR(cells[0], "a");
	CHECK_STR(cells[1], "");
	CHECK_STR(cells[2], "2025-01-02");
	CHECK_STR(cells[4], "");
	CHECK_ERR(list_cells_read(STR("{}"), a, &cells, &n, &e), ERR_CORRUPT);
	CHECK_ERR(list_cells_read(STR("[\"a\""), a, &cells, &n, &e), ERR_INPUT);
}
