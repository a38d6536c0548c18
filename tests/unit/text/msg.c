/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages in two languages, and numbers for people. */
#include "check.h"

#include "text/msg.h"

#include <math.h>

TEST(msg_without_a_translation_shows_english)
{
	static const struct msg BOTH = MSG("Yes", "بله");
	static const struct msg ENGLISH = MSG("No", "");
	CHECK_STR(tr(LANG_EN, &BOTH), "Yes");
	CHECK_STR(tr(LANG_FA, &BOTH), "بله");
	CHECK_STR(tr(LANG_FA, &ENGLISH), "No");
	CHECK(msg_is_translated(&BOTH));
	CHECK(!msg_is_translated(&ENGLISH));
	CHECK_STR(tr(LANG_FA, MSG_P("Date", "تاریخ")), "تاریخ");
}

TEST(msg_placeholders_may_stand_in_any_order)
{
	static const struct msg M = MSG("row {1}: {2}, again {1}", "{2} در ردیف {1}");
	static const struct msg BRACES = MSG("{} {x} {0} {1 {", "");
	AUTO_ARENA *a = arena_new(0);
	struct str args[] = { STR("12"), STR("{1}") };
	CHECK_STR(tr_fmt(a, LANG_EN, &M, args, 2), "row 12: {1}, again 12");
	CHECK_STR(tr_fmt(a, LANG_FA, &M, args, 2), "{1} در ردیف 12");
	CHECK_STR(tr_fmt(a, LANG_EN, &BRACES, NULL, 0), "{} {x} {0} {1 {");
}

TEST(msg_said_in_english_is_said_again)
{
	static const struct msg SAID[] = {
		MSG("nothing is there", "چیزی نیست"),
		MSG("row {1} has more than {2} MB", "ردیف {1}: {2} مگابایت"),
		MSG("“{1}” begins with 1", "«{1}» از ۱"),
		MSG("there is no {1}", "نیست"),
		MSG("{1} of {2}", "{2}، {1}"),
	};
	static const struct {
		const char *en, *fa;
	} T[] = {
		{ "nothing is there", "چیزی نیست" },
		{ "nothing is there.", "nothing is there." },
		{ "row 12 has more than 1.5 MB", "ردیف ۱۲: ۱٫۵ مگابایت" },
		{ "row has more than 16 MB", "row has more than 16 MB" },
		{ "row 12 has more than 16 MB more", "row 12 has more than 16 MB more" },
		{ "“page” begins with 1", "«\u2068page\u2069» از ۱" },
		{ "“” begins with 1", "“” begins with 1" },
		{ "there is no list", "نیست" },
		{ "there is no ", "there is no " },
		{ "one of of two", "\u2068of two\u2069، \u2068one\u2069" },
		{ "", "" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(T); i++) {
		CHECK_STR(tr_english(a, LANG_FA, SAID, COUNT(SAID), str_of(T[i].en)), T[i].fa);
		CHECK_STR(tr_english(a, LANG_EN, SAID, COUNT(SAID), str_of(T[i].en)), T[i].en);
	}
}

TEST(lang_codes_may_have_a_region)
{
	enum lang l = LANG_EN;
	CHECK(lang_parse(STR("fa-IR"), &l) && l == LANG_FA);
	CHECK(lang_parse(STR("en"), &l) && l == LANG_EN);
	CHECK(!lang_parse(STR("fas"), &l));
	CHECK(!lang_parse(STR(""), &l));
	CHECK_STR(str_of(lang_code(LANG_FA)), "fa");
	CHECK(lang_is_rtl(LANG_FA) && !lang_is_rtl(LANG_EN));
}

TEST(numbers_are_grouped_by_thousands)
{
	static const struct {
		int64_t v;
		const char *en, *fa;
	} CASES[] = {
		{ 0, "0", "۰" },
		{ 7, "7", "۷" },
		{ 999, "999", "۹۹۹" },
		{ 1000, "1,000", "۱٬۰۰۰" },
		{ 48213, "48,213", "۴۸٬۲۱۳" },
		{ -1276, "−1,276", "−۱٬۲۷۶" },
		{ INT64_MAX, "9,223,372,036,854,775,807", "۹٬۲۲۳٬۳۷۲٬۰۳۶٬۸۵۴٬۷۷۵٬۸۰۷" },
		{ INT64_MIN, "−9,223,372,036,854,775,808", "−۹٬۲۲۳٬۳۷۲٬۰۳۶٬۸۵۴٬۷۷۵٬۸۰۸" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		CHECK_STR(num_text(a, LANG_EN, CASES[i].v), CASES[i].en);
		CHECK_STR(num_text(a, LANG_FA, CASES[i].v), CASES[i].fa);
	}
}

TEST(decimals_have_the_mark_of_the_language)
{
	AUTO_ARENA *a = arena_new(0);
	CHECK_STR(decimal_text(a, LANG_EN, 7.649, 1), "7.6");
	CHECK_STR(decimal_text(a, LANG_FA, 7.649, 1), "۷٫۶");
	CHECK_STR(decimal_text(a, LANG_FA, 12, 0), "۱۲");
	CHECK_STR(number_local(a, LANG_FA, STR("+12.30 %")), "+۱۲٫۳۰ %");
	CHECK_STR(number_local(a, LANG_FA, STR("12")), "۱۲");
	CHECK_STR(number_local(a, LANG_EN, STR("+12.30 %")), "+12.30 %");
	CHECK_STR(decimal_text(a, LANG_EN, (double)NAN, 1), "–");
}

TEST(digits_of_three_sets_are_the_same_digits)
{
	AUTO_ARENA *a = arena_new(0);
	CHECK_STR(digits_local(a, LANG_FA, STR("2025-10 x")), "۲۰۲۵-۱۰ x");
	CHECK_STR(digits_local(a, LANG_EN, STR("2025")), "2025");
	CHECK_STR(digits_ascii(a, STR("۱۴۰۴/٠٧/20 مهر")), "1404/07/20 مهر");
	/* Cut after the first byte of a digit: nothing is read behind the end. */
	CHECK_INT(digits_ascii(a, str_n("۱", 1)).n, 1);
}
