/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of others cut into cells, and the dialect they are written in. */
#include "check.h"

#include "base/buf.h"
#include "text/csv_scan.h"

static const char ODD[] = ".sao";

/* Rows as "cell|cell/": a letter after cells that are odd. */
static struct str all_rows(struct arena *a, struct csv_dialect d, struct str s, size_t cell_max)
{
	AUTO_BUF b;
	struct csv_span cells[8];
	struct csv_cut cut = { .cells = cells, .kept = COUNT(cells) };
	buf_init(&b, 10000);
	while (csv_scan_row(d, s, true, cell_max, &cut) && cut.bytes) {
		for (size_t i = 0; i < cut.n && i < cut.kept; i++) {
			char text[1000];
			buf_add_n(&b, text, csv_span_copy(&cells[i], d.quote, text));
			if (cells[i].odd)
				buf_printf(&b, "(%c)", ODD[cells[i].odd]);
			if (i + 1 < cut.n)
				buf_char(&b, '|');
		}
		buf_char(&b, '/');
		s = str_from(s, cut.bytes);
	}
	return buf_copy(&b, a);
}

TEST(rows)
{
#define LIT(s)                                                                                     \
	{                                                                                          \
		s, sizeof(s) - 1                                                                   \
	}
	static const struct {
		struct csv_dialect d;
		struct str in;
		const char *out;
	} T[] = {
		{ { ',', '"' }, LIT("a,b\n1,2\n"), "a|b/1|2/" },
		{ { ',', '"' }, LIT("a,b\r\n1,2"), "a|b/1|2/" },
		{ { ',', '"' }, LIT("a,b\r1,\r"), "a|b/1|/" },
		{ { ';', '"' }, LIT("a;\"b;c\"\n"), "a|b;c/" },
		{ { ',', '"' }, LIT("\"a\nb\",c\n"), "a\nb|c/" },
		{ { ',', '"' }, LIT("\"say \"\"x\"\"\",c\n"), "say \"x\"|c/" },
		{ { ',', '"' }, LIT("\"\",\"\"\"\"\n"), "|\"/" },
		{ { ',', '"' }, LIT("a \"b\" c,d\n"), "a \"b\" c(s)|d/" },
		{ { ',', '"' }, LIT("\"a\" b,d\n"), "\"a\" b(a)|d/" },
		{ { ',', '"' }, LIT("\"a,b\nc,d\n"), "\"a(o)|b/c|d/" },
		{ { ',', '\0' }, LIT("\"a,b\n"), "\"a|b/" },
		{ { ',', '"' }, LIT("\n\na\n"), "//a/" },
		{ { ',', '"' }, LIT("a,\"b"), "a|\"b(o)/" },
		{ { ',', '"' }, LIT("a,\"b\""), "a|b/" },
		{ { ',', '"' }, LIT(""), "" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(T); i++)
		CHECK_STR(all_rows(a, T[i].d, T[i].in, 1000), T[i].out);
}

TEST(a_quoted_cell_that_is_too_long_hides_nothing)
{
	AUTO_ARENA *a = arena_new(0);
	struct csv_dialect d = { ',', '"' };
	CHECK_STR(all_rows(a, d, STR("\"a,b\nccccccccccccccccccccccc,\"d\"\n"), 10),
		  "\"a(o)|b/ccccccccccccccccccccccc|d/");
}

TEST(a_row_that_is_not_all_there_is_waited_for)
{
	static const char *const T[] = { "",	  "a",	     "a,b",	"a,b\r",     "\"a",
					 "\"a\"", "\"a\"\"", "a,\"b\n", "a,\"b\nc\"" };
	struct csv_span cells[8];
	struct csv_cut cut = { .cells = cells, .kept = COUNT(cells) };
	struct csv_dialect d = { ',', '"' };
	for (size_t i = 0; i < COUNT(T); i++)
		CHECK(!csv_scan_row(d, str_of(T[i]), false, 1000, &cut));
}

TEST(dialects)
{
	static const struct {
		const char *in;
		char separator, quote;
		size_t columns;
	} T[] = {
		{ "a,b,c\n1,2,3\n4,5,6\n", ',', '"', 3 },
		{ "a;b;c\n1,5;2;3\n4,5;5;6\n", ';', '"', 3 },
		{ "a\tb\nx, y\tz, w, v\nx\tz, w\n", '\t', '"', 2 },
		{ "a|b|c\n1|2|3\n", '|', '"', 3 },
		{ "\"a, x\",\"b;c\"\n\"1;2\",\"3\"\n", ',', '"', 2 },
		/* inches and nicknames: marks are text */
		{ "a\tb\nsize 5\"\tx\n\"Nemouneh\" D\ty\n\"Example\" E\ty\n\"Third\" F\ty\n3\" x\tz\n",
		  '\t', '\0', 2 },
		{ "name\nExample person 12\n", ',', '"', 1 },
		{ "", ',', '"', 1 },
		/* title rows and one short row do not decide */
		{ "List of examples\n\na;b;c\n1;2;3\n4;5;6\n7;8\n", ';', '"', 3 },
	};
	for (size_t i = 0; i < COUNT(T); i++) {
		struct csv_guess g = csv_guess_dialect(str_of(T[i].in), true);
		if (g.dialect.separator != T[i].separator)
			printf("  text %zu: separator %d\n", i, g.dialect.separator);
		CHECK_INT(g.dialect.separator, T[i].separator);
		CHECK_INT(g.dialect.quote, T[i].quote);
		CHECK_INT((int64_t)g.columns, (int64_t)T[i].columns);
		CHECK(g.sure >= 0 && g.sure <= 100);
	}
}
