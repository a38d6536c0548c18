/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables: what is read, and each way a file can be wrong, with its row and column. */
#include "check.h"

#include "text/csv.h"

static struct csv_table read_table(struct arena *a, struct str s)
{
	struct csv_options o = { .lang = LANG_EN };
	struct csv_table t;
	csv_read(s, &o, a, &t);
	return t;
}

/* The table as text: cells in brackets, each row with its number. */
static struct str show(struct arena *a, const struct csv_table *t)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < t->n_rows; i++) {
		buf_printf(&b, "%s%d:", i ? " " : "", (int)t->rows[i].number);
		for (size_t k = 0; k < t->rows[i].n; k++)
			buf_printf(&b, "[%.*s]", STR_FMT(t->rows[i].cells[k]));
	}
	return buf_copy(&b, a);
}

TEST(csv_cells_and_row_numbers_are_those_a_person_sees)
{
	static const struct {
		const char *s, *want;
	} CASES[] = {
		{ "a,b\n1,2\n", "2:[1][2]" },
		{ "a,b\r\n1,2\r\n3,4", "2:[1][2] 3:[3][4]" },
		{ "a,b\r1,2\r3,4", "2:[1][2] 3:[3][4]" },
		{ "\xEF\xBB\xBF"
		  "a,b\n1,2\n",
		  "2:[1][2]" },
		{ "a,b\n\n1,2\n\n\n3,4\n", "3:[1][2] 6:[3][4]" },
		{ "a,b\r\n\r\n1,2\r\n\r\n\r\n3,4\r\n", "3:[1][2] 6:[3][4]" },
		{ "a,b\n,\n1,2\n", "3:[1][2]" },
		{ "a,b\n , x \n", "2:[ ][ x ]" },
		{ "a,b\n\"x,y\",\"he said \"\"no\"\"\"\n", "2:[x,y][he said \"no\"]" },
		{ "a,b\n\"two\nlines\",2\n3,4\n", "2:[two\nlines][2] 3:[3][4]" },
		{ "a,b\n\"two\r\nlines\",2\r\n3,4\r\n", "2:[two\r\nlines][2] 3:[3][4]" },
		{ "a\n\"\"\nx\n", "3:[x]" },
		{ "نام,تاریخ\nنمونه,۲۰ مهر ۱۴۰۴\n", "2:[نمونه][۲۰ مهر ۱۴۰۴]" },
		{ " a ,b\n1,2", "2:[1][2]" },
		{ "a,b\n", "" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct csv_table t = read_table(a, str_of(CASES[i].s));
		if (t.problems.n)
			FAIL("\"%s\": %.*s", CASES[i].s, STR_FMT(t.problems.items[0].what));
		CHECK_STR(show(a, &t), CASES[i].want);
	}
	struct csv_table t = read_table(a, STR(" a ,b\n1,2"));
	CHECK_INT(csv_column(&t.header, STR("a")), 0);
	CHECK_INT(csv_column(&t.header, STR("b")), 1);
	CHECK_INT(csv_column(&t.header, STR("c")), -1);
}

/* Each case: the problems as ROW:COLUMN and the first words, and the rows that are still good. */
TEST(csv_every_problem_is_told_with_its_place)
{
	static const struct {
		const char *s;
		size_t n;
		const char *want, *rows;
	} CASES[] = {
		{ "", 0, "0:0 The file has no rows|", "" },
		{ "\n\n", 2, "0:0 The file has no rows|", "" },
		{ "\xFF\xFE"
		  "a\0,\0b\0",
		  8, "0:0 The file is UTF-16|", "" },
		{ "a\0,\0b\0\n\0", 8, "0:0 The file is UTF-16|", "" },
		{ "a,b\n1,\xE3\xE5\xD1\n\xC7,2\n3,4\n", 0, "2:2 The text is not UTF-8|",
		  "4:[3][4]" },
		{ "a,b\n1,مهر\xD9\n\xFF,مهر\n3,4\n", 0,
		  "2:2 The cell has byt|3:1 The cell has byt|", "4:[3][4]" },
		{ "a,b\n1,x\0y\n3,4\n", 14, "2:2 The cell has a NUL|", "3:[3][4]" },
		{ "a,b\n1\n3,4,5\n6,7\n", 0, "2:0 The row has 1 cells|3:0 The row has 3 cells|",
		  "4:[6][7]" },
		{ "a,,a\n1,2,3\n", 0,
		  "1:2 The column has no|1:3 The column name \"a\" stands twice|", "2:[1][2][3]" },
		{ "a,b\nx\"y,2\n3,4\n", 0, "2:1 A quotation mark stands|", "3:[3][4]" },
		{ "a,b\n1,\"x\"y\n3,4\n", 0, "2:2 There is text behind|", "3:[3][4]" },
		{ "a,b\n1,\"x\n3,4\n5,6\n", 0, "2:2 A quotation mark is opened|",
		  "3:[3][4] 4:[5][6]" },
		{ "a,b\n1,\"x\n3,\"y\"\n5,6\n", 0, "2:2 There is text behind|",
		  "3:[3][y] 4:[5][6]" },
		{ "a,b\r1,\"x\r3,4\r5,6\r", 0, "2:2 A quotation mark is opened|",
		  "3:[3][4] 4:[5][6]" },
		{ "a,b\n\"one\ntwo\",x\"y\n5,6\n", 0, "2:2 A quotation mark stands|", "3:[5][6]" },
		{ "a,\"b\n1,2\n", 0, "1:2 A quotation mark is opened|", "" },
		{ "a;b\n1;2\n", 0, "1:0 The cells are not sep|", "2:[1;2]" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct str s = { CASES[i].s, CASES[i].n ? CASES[i].n : strlen(CASES[i].s) };
		struct csv_table t = read_table(a, s);
		struct str want = str_of(CASES[i].want);
		for (size_t k = 0; k < t.problems.n; k++) {
			struct csv_problem *p = &t.problems.items[k];
			struct str got = str_printf(a, "%d:%d %.*s", (int)p->row, (int)p->column,
						    STR_FMT(p->what));
			struct str one;
			want = str_cut(want, '|', &one);
			if (!one.n || !str_starts(got, one))
				FAIL("case %zu: \"%.*s\", not \"%.*s\"", i, STR_FMT(got),
				     STR_FMT(one));
			CHECK(p->todo.n > 0);
		}
		if (want.n)
			FAIL("case %zu: not told: %.*s", i, STR_FMT(want));
		CHECK_STR(show(a, &t), CASES[i].rows);
	}
}

static struct str repeat(struct arena *a, const char *head, char c, size_t n, const char *tail)
{
	char *p = NEW_N(a, n, char);
	memset(p, c, n);
	return str_join(a, str_join(a, str_of(head), str_n(p, n)), str_of(tail));
}

TEST(csv_cells_and_columns_have_a_ceiling)
{
	AUTO_ARENA *a = arena_new(0);
	struct csv_table t = read_table(a, repeat(a, "a,b\n1,", 'x', CSV_CELL_MAX, "\n3,4\n"));
	CHECK_INT(t.problems.n, 0);
	t = read_table(a, repeat(a, "a,b\n1,", 'x', 10000000, "\n3,4\n"));
	CHECK_INT(t.problems.n, 1);
	CHECK_STR(t.problems.items[0].what,
		  "The cell has 10,000,000 bytes; the most is 1,048,576.");
	CHECK_STR(csv_problem_place(a, LANG_EN, &t.problems.items[0], STR("b")),
		  "row 2, column B (b)");
	CHECK_STR(show(a, &t), "3:[3][4]");
	t = read_table(a, repeat(a, "a,b\n1", ',', 5000, "\n3,4\n"));
	CHECK_INT(t.problems.n, 1);
	CHECK_STR(t.problems.items[0].what, "The row has 5,001 cells; the most is 512.");
	CHECK_STR(show(a, &t), "3:[3][4]");
}

TEST(csv_problems_beyond_the_maximum_are_counted)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	struct csv_options o = { .lang = LANG_FA, .problems_max = 3 };
	struct csv_table t;
	buf_init(&b, 1000);
	buf_lit(&b, "a,b\n");
	for (int i = 0; i < 10; i++)
		buf_lit(&b, "x\n");
	csv_read(buf_str(&b), &o, a, &t);
	CHECK_INT(t.problems.n, 3);
	CHECK_INT(t.problems.dropped, 7);
	CHECK_STR(t.problems.items[2].what, "این ردیف ۱ خانه دارد، ردیف عنوان ۲ خانه.");
	CHECK_STR(csv_problem_place(a, LANG_FA, &t.problems.items[2], STR_NULL), "ردیف ۴");
}

/* 40,000 lines that each open a quotation: read twice at most, not once for each. */
TEST(csv_open_quotations_do_not_cost_the_square)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	buf_init(&b, 1 << 22);
	buf_lit(&b, "a,b\n");
	for (int i = 0; i < 40000; i++)
		buf_lit(&b, "1,\"x\n2,3\n");
	struct csv_table t = read_table(a, buf_str(&b));
	CHECK(t.problems.n == CSV_PROBLEMS_MAX && t.problems.dropped > 0);
	CHECK(t.n_rows > 30000);
}

static int stop_at_row_three(void *ctx, const struct csv_row *row, struct err *e)
{
	int *calls = ctx;
	++*calls;
	if (row->number == 3)
		return err_set(e, ERR_CONFLICT, "enough");
	return 0;
}

TEST(csv_each_ends_when_the_caller_says_so)
{
	AUTO_ARENA *a = arena_new(0);
	struct csv_options o = { .lang = LANG_EN };
	int calls = 0;
	struct csv_sink sink = { stop_at_row_three, &calls };
	struct csv_problems ps;
	struct err e;
	CHECK_ERR(csv_each(STR("a\n1\n2\n3\n4\n"), &o, &sink, a, &ps, &e), ERR_CONFLICT);
	CHECK_INT(calls, 3);
	CHECK_STR(str_of(e.text), "enough");
}

TEST(csv_formula_cells_are_known)
{
	static const char *const YES[] = { "=1+1", "+cmd", "@sum", "-1+2",   "-x",
					   "\t=1", "\r",   "＝1",  "+98 912" };
	static const char *const NO[] = { "",	 "-",	"-5",  "-1,276", "-0.5",
					  "a=1", "'=1", " =1", "۲۰ مهر" };
	for (size_t i = 0; i < COUNT(YES); i++) {
		if (!csv_is_formula(str_of(YES[i])))
			FAIL("not seen: %s", YES[i]);
	}
	for (size_t i = 0; i < COUNT(NO); i++) {
		if (csv_is_formula(str_of(NO[i])))
			FAIL("no formula: %s", NO[i]);
	}
}

TEST(csv_what_is_written_reads_back)
{
	static const char *const CELLS[] = { "",	   "a",	  "a,b",	   "say \"x\"",
					     "two\nlines", " s ", "\xEF\xBB\xBFx", "=1+1",
					     "\r" };
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	struct csv_writer w = { .b = &b };
	buf_init(&b, 1000);
	for (int row = 0; row < 2; row++) {
		for (size_t i = 0; i < COUNT(CELLS); i++)
			csv_write_cell(&w, row ? str_of(CELLS[i]) : csv_column_letters(a, i + 1));
		csv_write_end(&w);
	}
	struct csv_table t = read_table(a, buf_str(&b));
	CHECK_INT(t.problems.n, 0);
	CHECK_INT(t.n_rows, 1);
	for (size_t i = 0; i < COUNT(CELLS) && t.n_rows == 1; i++)
		CHECK_STR(t.rows[0].cells[i], CELLS[i]);

	buf_clear(&b);
	w.for_spreadsheets = true;
	csv_write_cell(&w, STR("=1,2"));
	csv_write_cell(&w, STR("-5"));
	csv_write_end(&w);
	csv_write_cell(&w, STR(""));
	csv_write_end(&w);
	CHECK_STR(buf_str(&b), "\"'=1,2\",-5\r\n\"\"\r\n");
}

TEST(csv_column_letters_are_those_of_a_spreadsheet)
{
	AUTO_ARENA *a = arena_new(0);
	CHECK_STR(csv_column_letters(a, 1), "A");
	CHECK_STR(csv_column_letters(a, 26), "Z");
	CHECK_STR(csv_column_letters(a, 27), "AA");
	CHECK_STR(csv_column_letters(a, 702), "ZZ");
	CHECK_STR(csv_column_letters(a, 703), "AAA");
}
