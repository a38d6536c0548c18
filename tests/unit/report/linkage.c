/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page about lists that were linked: what is given stands in it, escaped, and nothing runs. */
#include "check.h"

#include "report/linkage.h"

static struct linkage_sheet sheet(void)
{
	static const struct linkage_line LINES[] = { { { "records", 7 }, { "3", 1 } } };
	static const struct linkage_fault FAULTS[] = {
		{ { "row 7", 5 }, { "shifted", 7 }, { "mend it", 7 } }
	};
	static struct linkage_file files[1];
	static const struct linkage_level LEVELS[] = {
		{ { "name", 4 }, { "the same", 8 }, .9, .001, 9.8 },
		{ { "", 0 }, { "another", 7 }, .1, .999, -3.3 },
	};
	static const struct linkage_band BANDS[] = { { .5, .75, 4, 2.5 } };
	static struct linkage_bar bars[2];
	static struct linkage_fall falls[2];
	files[0] = (struct linkage_file){ .name = STR("a<b>.csv"),
					  .kind = STR("CSV"),
					  .rows = 3,
					  .faults = FAULTS,
					  .n_faults = 1,
					  .more = 2 };
	bars[0] = (struct linkage_bar){ .field = STR("name"),
					.what = STR("the same"),
					.a = STR("<script>x</script>"),
					.b = STR("نمونه یکم"),
					.milli = 9800,
					.running = 2800 };
	bars[1] = (struct linkage_bar){ .field = STR("age"), .b = STR("30"), .running = 2800 };
	for (size_t i = 0; i < 2; i++)
		falls[i] = (struct linkage_fall){ .a = STR("r:1 (r)"),
						  .b = i ? STR("s:9 (s)") : STR("s:2 (s)"),
						  .prior = -7000,
						  .bars = bars,
						  .n_bars = 2,
						  .together = i ? -500 : 0,
						  .total = i ? 2300 : 2800,
						  .probability = .83,
						  .accepted = i == 0 };
	return (struct linkage_sheet){ .persons = STR("3 records, 2 persons."),
				       .lines = LINES,
				       .n_lines = 1,
				       .files = files,
				       .n_files = 1,
				       .levels = LEVELS,
				       .n_levels = 2,
				       .bands = BANDS,
				       .n_bands = 1,
				       .falls = falls,
				       .n_falls = 2,
				       .accept = .95,
				       .seed = 4 };
}

TEST(all_that_is_given_stands_in_it)
{
	static const char *const WANTED[] = {
		"rows of your own files",
		"3 records, 2 persons.",
		"a&lt;b&gt;.csv",
		"row 7",
		"and 2 more",
		"&lt;script&gt;x",
		"نمونه یکم",
		"not given",
		"s:2 (s)",
		"The last that were",
		"The first that were",
		"Said twice",
		"0.50",
		"Nobody has decided",
		"seed 4",
	};
	AUTO_BUF b;
	struct err e = { 0 };
	struct linkage_sheet s = sheet();
	buf_init(&b, 1 << 22);
	CHECK_OK(report_linkage(&s, LANG_EN, &b, &e), &e);
	for (size_t i = 0; i < COUNT(WANTED); i++)
		if (!str_has(buf_str(&b), str_of(WANTED[i])))
			FAIL("the page lacks: %s", WANTED[i]);
	CHECK(!str_has(buf_str(&b), STR("<script")));
	CHECK(!str_has(buf_str(&b), STR("src=")));
}

TEST(speaks_persian_and_says_the_same_again)
{
	AUTO_BUF one;
	AUTO_BUF two;
	struct err e = { 0 };
	struct linkage_sheet s = sheet();
	buf_init(&one, 1 << 22);
	buf_init(&two, 1 << 22);
	CHECK_OK(report_linkage(&s, LANG_FA, &one, &e), &e);
	CHECK_OK(report_linkage(&s, LANG_FA, &two, &e), &e);
	CHECK(str_eq(buf_str(&one), buf_str(&two)));
	CHECK(str_has(buf_str(&one), STR("dir=\"rtl\"")));
	CHECK(str_has(buf_str(&one), STR("−۷.۰")) || str_has(buf_str(&one), STR("−۷٫۰")));
}

/* A page that does not fit is refused, not cut. */
TEST(a_page_that_is_too_long_is_an_error)
{
	AUTO_BUF b;
	struct err e = { 0 };
	struct linkage_sheet s = sheet();
	buf_init(&b, 40000);
	CHECK(report_linkage(&s, LANG_EN, &b, &e) < 0);
}
