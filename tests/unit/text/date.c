/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as people write them: what each wording becomes, what is refused, how dates are shown. */
#include "check.h"

#include "text/date.h"
#include "text/date_priv.h"
#include "text/fold.h"

/* Wordings with one sure reading. */
TEST(date_wordings_are_read)
{
	static const struct {
		const char *s, *edtf;
		enum calendar cal;
		enum edtf_precision p;
	} CASES[] = {
		/* EDTF and ISO */
		{ "2025-10-12", "2025-10-12", CAL_GREGORIAN, EDTF_DAY },
		{ "2025-10", "2025-10", CAL_GREGORIAN, EDTF_MONTH },
		{ "2025", "2025", CAL_GREGORIAN, EDTF_YEAR },
		{ "[2025-09-08,2025-09-27]", "[2025-09-08,2025-09-27]", CAL_GREGORIAN, EDTF_DAY },
		{ "2024/open", "2024/..", CAL_GREGORIAN, EDTF_YEAR },
		{ "۲۰۲۵-۱۰-۱۲", "2025-10-12", CAL_GREGORIAN, EDTF_DAY },
		{ "2025-1-5", "2025-01-05", CAL_GREGORIAN, EDTF_DAY },
		{ "2025/10/12", "2025-10-12", CAL_GREGORIAN, EDTF_DAY },
		/* English */
		{ "12 Oct 2025", "2025-10-12", CAL_GREGORIAN, EDTF_DAY },
		{ "October 12, 2025", "2025-10-12", CAL_GREGORIAN, EDTF_DAY },
		{ "Oct. 12 2025", "2025-10-12", CAL_GREGORIAN, EDTF_DAY },
		{ "12th of October, 2025", "2025-10-12", CAL_GREGORIAN, EDTF_DAY },
		{ "on the 1st of Sept 2025", "2025-09-01", CAL_GREGORIAN, EDTF_DAY },
		{ "12-Oct-2025", "2025-10-12", CAL_GREGORIAN, EDTF_DAY },
		{ "2025 Oct 12", "2025-10-12", CAL_GREGORIAN, EDTF_DAY },
		{ "OCTOBER 2025", "2025-10", CAL_GREGORIAN, EDTF_MONTH },
		{ "10/2025", "2025-10", CAL_GREGORIAN, EDTF_MONTH },
		{ "summer of 2025", "2025-22", CAL_GREGORIAN, EDTF_SEASON },
		{ "the 1980s", "198X", CAL_GREGORIAN, EDTF_DECADE },
		{ "12 October", "XXXX-10-12", CAL_GREGORIAN, EDTF_DAY },
		{ "29 February", "XXXX-02-29", CAL_GREGORIAN, EDTF_DAY },
		{ "25/10/2025", "2025-10-25", CAL_GREGORIAN, EDTF_DAY },
		{ "10/25/2025", "2025-10-25", CAL_GREGORIAN, EDTF_DAY },
		{ "25.10.2025", "2025-10-25", CAL_GREGORIAN, EDTF_DAY },
		/* Jalali */
		{ "20 Mehr 1404", "2025-10-12", CAL_JALALI, EDTF_DAY },
		{ "Mehr 20, 1404", "2025-10-12", CAL_JALALI, EDTF_DAY },
		{ "۲۰ مهر ۱۴۰۴", "2025-10-12", CAL_JALALI, EDTF_DAY },
		{ "۲۰ مهرماه ۱۴۰۴", "2025-10-12", CAL_JALALI, EDTF_DAY },
		{ "۲۰ مهر ماه سال ۱۴۰۴", "2025-10-12", CAL_JALALI, EDTF_DAY },
		{ "۲۰‌ام مهر ۱۴۰۴ شمسی", "2025-10-12", CAL_JALALI, EDTF_DAY },
		{ "1404/07/20", "2025-10-12", CAL_JALALI, EDTF_DAY },
		{ "۱۴۰۴/۰۷/۲۰", "2025-10-12", CAL_JALALI, EDTF_DAY },
		{ "١٤٠٤/٠٧/٢٠", "2025-10-12", CAL_JALALI, EDTF_DAY },
		{ "1404-07-20", "2025-10-12", CAL_JALALI, EDTF_DAY },
		{ "1404/7/20", "2025-10-12", CAL_JALALI, EDTF_DAY },
		{ "Mehr 1404", "2025-09-23/2025-10-22", CAL_JALALI, EDTF_MONTH },
		{ "1404/07", "2025-09-23/2025-10-22", CAL_JALALI, EDTF_MONTH },
		{ "1404", "2025-03-21/2026-03-20", CAL_JALALI, EDTF_YEAR },
		{ "سال ۱۴۰۳", "2024-03-20/2025-03-20", CAL_JALALI, EDTF_YEAR },
		{ "بهار ۱۴۰۴", "2025-03-21/2025-06-21", CAL_JALALI, EDTF_SEASON },
		{ "دههٔ ۱۳۶۰", "1981-03-21/1991-03-20", CAL_JALALI, EDTF_DECADE },
		{ "30 Esfand 1403", "2025-03-20", CAL_JALALI, EDTF_DAY },
		{ "5 Khordad 1402", "2023-05-26", CAL_JALALI, EDTF_DAY },
		{ "۵ میزان ۱۴۰۴", "2025-09-27", CAL_JALALI, EDTF_DAY },
		{ "20 ڕەزبەر 1404", "2025-10-12", CAL_JALALI, EDTF_DAY },
		/* Gregorian in Arabic script */
		{ "۱۲ اکتبر ۲۰۲۵", "2025-10-12", CAL_GREGORIAN, EDTF_DAY },
		{ "١٢ أكتوبر ٢٠٢٥", "2025-10-12", CAL_GREGORIAN, EDTF_DAY },
		{ "12 تشرين الأول 2025", "2025-10-12", CAL_GREGORIAN, EDTF_DAY },
		{ "۴ ژوئیهٔ ۲۰۲۵", "2025-07-04", CAL_GREGORIAN, EDTF_DAY },
		{ "۴ جولای ۲۰۲۵", "2025-07-04", CAL_GREGORIAN, EDTF_DAY },
		{ "۱ مه ۲۰۲۵ میلادی", "2025-05-01", CAL_GREGORIAN, EDTF_DAY },
		{ "12 October 1404 AD", "1404-10-12", CAL_GREGORIAN, EDTF_DAY },
		{ "1404 AD", "1404", CAL_GREGORIAN, EDTF_YEAR },
		/* Hijri: always about, by the table */
		{ "۲۰ ربیع‌الثانی ۱۴۴۷", "2025-10-13~", CAL_HIJRI, EDTF_DAY },
		{ "20 ربیع الثانی 1447", "2025-10-13~", CAL_HIJRI, EDTF_DAY },
		{ "20 Rabi al-Thani 1447", "2025-10-13~", CAL_HIJRI, EDTF_DAY },
		{ "1447/4/20 قمری", "2025-10-13~", CAL_HIJRI, EDTF_DAY },
		/* about */
		{ "about Oct 2025", "2025-10~", CAL_GREGORIAN, EDTF_MONTH },
		{ "around 12 October 2025", "2025-10-12~", CAL_GREGORIAN, EDTF_DAY },
		{ "circa 1988", "1988~", CAL_GREGORIAN, EDTF_YEAR },
		{ "c. 1988", "1988~", CAL_GREGORIAN, EDTF_YEAR },
		{ "early 2025", "2025~", CAL_GREGORIAN, EDTF_YEAR },
		{ "mid-2025", "2025~", CAL_GREGORIAN, EDTF_YEAR },
		{ "late October 2025", "2025-10~", CAL_GREGORIAN, EDTF_MONTH },
		{ "حدود ۲۰ مهر ۱۴۰۴", "2025-10-12~", CAL_JALALI, EDTF_DAY },
		{ "اوایل مهر ۱۴۰۴", "2025-09-23~/2025-10-22~", CAL_JALALI, EDTF_MONTH },
		{ "اواخر سال ۱۴۰۳", "2024-03-20~/2025-03-20~", CAL_JALALI, EDTF_YEAR },
		{ "perhaps 12 Oct 2025", "2025-10-12?", CAL_GREGORIAN, EDTF_DAY },
		{ "12 Oct 2025?", "2025-10-12?", CAL_GREGORIAN, EDTF_DAY },
		{ "perhaps about 1988", "1988%", CAL_GREGORIAN, EDTF_YEAR },
		/* several */
		{ "8 or 27 Sep 2025", "[2025-09-08,2025-09-27]", CAL_GREGORIAN, EDTF_DAY },
		{ "8 or 27 September 2025", "[2025-09-08,2025-09-27]", CAL_GREGORIAN, EDTF_DAY },
		{ "Sep 8 or 27, 2025", "[2025-09-08,2025-09-27]", CAL_GREGORIAN, EDTF_DAY },
		{ "8 and 27 Sep 2025", "{2025-09-08,2025-09-27}", CAL_GREGORIAN, EDTF_DAY },
		{ "8, 9 or 10 Sep 2025", "[2025-09-08,2025-09-09,2025-09-10]", CAL_GREGORIAN,
		  EDTF_DAY },
		{ "30 Sep or 1 Oct 2025", "[2025-09-30,2025-10-01]", CAL_GREGORIAN, EDTF_DAY },
		{ "۲۸ یا ۲۹ خرداد ۱۴۰۴", "[2025-06-18,2025-06-19]", CAL_JALALI, EDTF_DAY },
		{ "مهر یا آبان ۱۴۰۴", "[2025-09-23..2025-10-22,2025-10-23..2025-11-21]", CAL_JALALI,
		  EDTF_MONTH },
		{ "1988 and 2025", "{1988,2025}", CAL_GREGORIAN, EDTF_YEAR },
		/* periods */
		{ "12-14 Oct 2025", "2025-10-12/2025-10-14", CAL_GREGORIAN, EDTF_DAY },
		{ "12–14 October 2025", "2025-10-12/2025-10-14", CAL_GREGORIAN, EDTF_DAY },
		{ "October 12-14, 2025", "2025-10-12/2025-10-14", CAL_GREGORIAN, EDTF_DAY },
		{ "from 12 Oct to 3 Nov 2025", "2025-10-12/2025-11-03", CAL_GREGORIAN, EDTF_DAY },
		{ "28 Dec 2025 to 3 Jan 2026", "2025-12-28/2026-01-03", CAL_GREGORIAN, EDTF_DAY },
		{ "between 12 and 14 Oct 2025", "[2025-10-12..2025-10-14]", CAL_GREGORIAN,
		  EDTF_DAY },
		{ "between June and Oct 2025", "[2025-06..2025-10]", CAL_GREGORIAN, EDTF_MONTH },
		{ "2024-2025", "2024/2025", CAL_GREGORIAN, EDTF_YEAR },
		{ "1403/1404", "2024-03-20/2026-03-20", CAL_JALALI, EDTF_YEAR },
		{ "از ۲۰ تا ۲۲ مهر ۱۴۰۴", "2025-10-12/2025-10-14", CAL_JALALI, EDTF_DAY },
		{ "۲۰ تا ۲۲ مهر ۱۴۰۴", "2025-10-12/2025-10-14", CAL_JALALI, EDTF_DAY },
		{ "بین ۲۰ و ۲۲ مهر ۱۴۰۴", "[2025-10-12..2025-10-14]", CAL_JALALI, EDTF_DAY },
		{ "about 12 to 14 Oct 2025", "2025-10-12~/2025-10-14~", CAL_GREGORIAN, EDTF_DAY },
		/* one end */
		{ "before 2024", "../2023", CAL_GREGORIAN, EDTF_YEAR },
		{ "before 1404", "../2025-03-20", CAL_JALALI, EDTF_YEAR },
		{ "before Jan 2025", "../2024-12", CAL_GREGORIAN, EDTF_MONTH },
		{ "before 1 Jan 2025", "../2024-12-31", CAL_GREGORIAN, EDTF_DAY },
		{ "after 2024", "2025/..", CAL_GREGORIAN, EDTF_YEAR },
		{ "after Dec 2024", "2025-01/..", CAL_GREGORIAN, EDTF_MONTH },
		{ "after Mehr 1404", "2025-10-23/..", CAL_JALALI, EDTF_MONTH },
		{ "since 2024", "2024/..", CAL_GREGORIAN, EDTF_YEAR },
		{ "from 2024", "2024/..", CAL_GREGORIAN, EDTF_YEAR },
		{ "until 12 Oct 2025", "../2025-10-12", CAL_GREGORIAN, EDTF_DAY },
		{ "پیش از ۱۴۰۴", "../2025-03-20", CAL_JALALI, EDTF_YEAR },
		{ "پس از ۲۰ مهر ۱۴۰۴", "2025-10-13/..", CAL_JALALI, EDTF_DAY },
		{ "قبل از مهر ۱۴۰۴", "../2025-09-22", CAL_JALALI, EDTF_MONTH },
		{ "از ۱۴۰۳", "2024-03-20/..", CAL_JALALI, EDTF_YEAR },
		{ "تا ۲۰ مهر ۱۴۰۴", "../2025-10-12", CAL_JALALI, EDTF_DAY },
		/* weekdays that are right */
		{ "Sunday 12 Oct 2025", "2025-10-12", CAL_GREGORIAN, EDTF_DAY },
		{ "Sunday, October 12, 2025", "2025-10-12", CAL_GREGORIAN, EDTF_DAY },
		{ "12 October 2025 (Sunday)", "2025-10-12", CAL_GREGORIAN, EDTF_DAY },
		{ "یکشنبه ۲۰ مهر ۱۴۰۴", "2025-10-12", CAL_JALALI, EDTF_DAY },
		{ "یک‌شنبه، ۲۰ مهر ۱۴۰۴", "2025-10-12", CAL_JALALI, EDTF_DAY },
		{ "سه شنبه ۱۸ دی ۱۴۰۳", "2025-01-07", CAL_JALALI, EDTF_DAY },
		{ "Thursday 03/04/2025", "2025-04-03", CAL_GREGORIAN, EDTF_DAY },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct date_reading *r = NULL;
		size_t n = 0;
		struct err e;
		if (date_read(a, LANG_EN, str_of(CASES[i].s), &r, &n, &e) != 0) {
			FAIL("\"%s\": %s", CASES[i].s, e.text);
			continue;
		}
		if (!str_eq(r->edtf_text, str_of(CASES[i].edtf)) || n != 1 ||
		    r->doubt != DATE_SURE || r->calendar != CASES[i].cal ||
		    r->precision != CASES[i].p)
			FAIL("\"%s\": %zu, first %.*s in %s, precision %u, doubt %u", CASES[i].s, n,
			     STR_FMT(r->edtf_text), cal_code(r->calendar), r->precision, r->doubt);
		CHECK_STR(r->as_given, CASES[i].s);
	}
}

TEST(date_readings_are_all_given_where_there_are_several)
{
	static const struct {
		const char *s, *want; /* EDTF of each, in order */
	} CASES[] = {
		{ "03/04/2025", "2025-04-03 2025-03-04 " },
		{ "3.4.2025", "2025-04-03 2025-03-04 " },
		{ "03/03/2025", "2025-03-03 " },
		{ "1447/04/20", "2068-07-10 2025-10-13~ " },
		{ "1447", "2068-03-20/2069-03-19 2025-06-27~/2026-06-16~ " },
		{ "04/07/20", "2020-07-04 2020-04-07 2025-10-12 2041-09-25 2004-07-20 " },
		{ "12 Oct 25", "2025-10-12 1925-10-12 " },
		{ "20 Mehr 04", "2025-10-12 1925-10-12 " },
		{ "03/04/2025 to 05/04/2025", "2025-04-03/2025-04-05 2025-03-04/2025-05-04 " },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct date_reading *r = NULL;
		size_t n = 0;
		struct err e;
		AUTO_BUF b;
		buf_init(&b, 1000);
		CHECK_OK(date_read(a, LANG_EN, str_of(CASES[i].s), &r, &n, &e), &e);
		for (size_t k = 0; k < n; k++) {
			buf_printf(&b, "%.*s ", STR_FMT(r[k].edtf_text));
			CHECK(r[k].doubt == (n > 1 ? DATE_AMBIGUOUS : DATE_SURE));
			CHECK(n == 1 || r[k].note.n > 0);
		}
		if (!str_eq(buf_str(&b), str_of(CASES[i].want)))
			FAIL("\"%s\": %.*s", CASES[i].s, STR_FMT(buf_str(&b)));
	}
}

TEST(date_what_cannot_be_read_says_why)
{
	static const struct {
		const char *s, *why;
	} CASES[] = {
		{ "", "no date" },
		{ "30 Esfand 1404", "30 Esfand 1404 does not exist: 1404 is not a leap year." },
		{ "29 Feb 2025", "29 February 2025 does not exist: 2025 is not a leap year." },
		{ "2025-02-29", "not a leap year" },
		{ "31 Mehr 1404", "31 Mehr 1404 does not exist: Mehr 1404 has 30 days." },
		{ "31 April 2025", "April 2025 has 30 days" },
		{ "31/02/2025", "February 2025 has 28 days" },
		{ "1404/13/01", "no month 13" },
		{ "1404/00/01", "" },
		{ "20 Mehr", "The year is missing" },
		{ "Mehr", "The year is missing" },
		{ "12", "The year is missing" },
		{ "20 Mehr 2025", "2025 is not a year of the Jalali calendar" },
		{ "12 October 1404",
		  "October is a Gregorian month, but 1404 looks like a Jalali year" },
		{ "1404/..", "EDTF is Gregorian, and 1404" },
		{ "yesterday", "depends on the day" },
		{ "last week", "depends on the day" },
		{ "12 Foober 2025", "“Foober” is not a word" },
		{ "12 Oct 2025 junk", "“junk”" },
		{ "14-12 Oct 2025", "ends before it begins" },
		{ "before 12 or 14 Oct 2025", "one date" },
		{ "8, 27 Sep 2025", "Say “or” or “and”" },
		{ "between 2024", "two dates" },
		{ "the 1985s", "A decade is a year that ends in 0" },
		{ "دههٔ ۱ Oct 1980", "A decade" },
		{ "12345678", "too long for a number" },
		{ "2025-10-12-13", "cannot be read" },
		{ "Monday 12 or Tuesday 14 Oct 2025", "12 Oct 2025 is a Sunday, not a Monday" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct date_reading *r = NULL;
		size_t n = 0;
		struct err e = { .code = 0 };
		if (date_read(a, LANG_EN, str_of(CASES[i].s), &r, &n, &e) != ERR_INPUT)
			FAIL("\"%s\" is taken: %.*s", CASES[i].s, STR_FMT(r->edtf_text));
		else if (!str_has(str_of(e.text), str_of(CASES[i].why)))
			FAIL("\"%s\": %s", CASES[i].s, e.text);
	}
	struct err e;
	struct date_reading *r = NULL;
	size_t n = 0;
	CHECK_ERR(date_read(a, LANG_FA, STR("۳۰ اسفند ۱۴۰۴"), &r, &n, &e), ERR_INPUT);
	CHECK_STR(str_of(e.text), "۳۰ اسفند ۱۴۰۴ وجود ندارد: سال ۱۴۰۴ کبیسه نیست.");
}

/* A weekday that does not fit is never passed over; near days that fit are offered. */
TEST(date_weekdays_are_checked)
{
	static const struct {
		const char *s, *want;
	} CASES[] = {
		{ "Tuesday 12 Oct 2025", "2025-10-12 " },
		{ "Monday 12 Oct 2025", "2025-10-12 2025-10-13 2026-10-12 " },
		{ "سه‌شنبه ۷ فروردین ۱۴۰۲",
		  "2023-03-27 2023-03-28 2024-03-26 " },
		{ "سه شنبه ۱۷ دی ۱۴۰۳", "2025-01-06 2025-01-07 " },
	};
	AUTO_ARENA *a = arena_new(0);
	struct date_reading *r = NULL;
	size_t n = 0;
	struct err e;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_BUF b;
		buf_init(&b, 1000);
		CHECK_OK(date_read(a, LANG_EN, str_of(CASES[i].s), &r, &n, &e), &e);
		for (size_t k = 0; k < n; k++) {
			buf_printf(&b, "%.*s ", STR_FMT(r[k].edtf_text));
			CHECK(r[k].doubt == DATE_WRONG_WEEKDAY);
		}
		if (!str_eq(buf_str(&b), str_of(CASES[i].want)))
			FAIL("\"%s\": %.*s", CASES[i].s, STR_FMT(buf_str(&b)));
	}
	CHECK_OK(date_read(a, LANG_EN, STR("Tuesday 12 Oct 2025"), &r, &n, &e), &e);
	CHECK_STR(r[0].note, "12 Oct 2025 is a Sunday, not a Tuesday.");
}

TEST(date_readings_carry_weekday_wording_and_note)
{
	AUTO_ARENA *a = arena_new(0);
	struct date_reading *r = NULL;
	size_t n = 0;
	struct err e;
	CHECK_OK(date_read(a, LANG_EN, STR("  20 Mehr 1404 "), &r, &n, &e), &e);
	CHECK(r->has_day && r->weekday == WEEKDAY_SUNDAY && r->jdn == 2460961);
	CHECK_STR(r->as_given, "20 Mehr 1404");
	CHECK_INT(r->note.n, 0);
	CHECK_OK(date_read(a, LANG_EN, STR("early 2025"), &r, &n, &e), &e);
	CHECK(!r->has_day);
	CHECK_STR(r->as_given, "early 2025");
	CHECK_STR(r->note, "The wording is kept; no month is invented.");
	CHECK_OK(date_read(a, LANG_EN, STR("2025"), &r, &n, &e), &e);
	CHECK(!r->has_day);
}

TEST(date_is_shown_in_both_calendars_and_languages)
{
	static const struct {
		const char *s, *en, *en_jalali, *fa_jalali, *fa;
	} CASES[] = {
		{ "2025-10-12", "12 Oct 2025", "20 Mehr 1404", "۲۰ مهر ۱۴۰۴", "۱۲ اکتبر ۲۰۲۵" },
		{ "2025-10", "Oct 2025", "Mehr–Aban 1404", "مهر–آبان ۱۴۰۴", "اکتبر ۲۰۲۵" },
		{ "2025-03", "Mar 2025", "Esfand 1403–Farvardin 1404", "اسفند ۱۴۰۳–فروردین ۱۴۰۴",
		  "مارس ۲۰۲۵" },
		{ "2025", "2025", "1403–1404", "۱۴۰۳–۱۴۰۴", "۲۰۲۵" },
		{ "2025~", "about 2025", "about 1403–1404", "حدود ۱۴۰۳–۱۴۰۴", "حدود ۲۰۲۵" },
		{ "2022-03~", "about Mar 2022", "about Esfand 1400–Farvardin 1401",
		  "حدود اسفند ۱۴۰۰–فروردین ۱۴۰۱", "حدود مارس ۲۰۲۲" },
		{ "1988?", "perhaps 1988", "perhaps 1366–1367", "شاید ۱۳۶۶–۱۳۶۷", "شاید ۱۹۸۸" },
		{ "[2025-09-08,2025-09-27]", "8 or 27 Sep 2025", "17 Shahrivar or 5 Mehr 1404",
		  "۱۷ شهریور یا ۵ مهر ۱۴۰۴", "۸ یا ۲۷ سپتامبر ۲۰۲۵" },
		{ "[2025-06-18,2025-06-19]", "18 or 19 Jun 2025", "28 or 29 Khordad 1404",
		  "۲۸ یا ۲۹ خرداد ۱۴۰۴", "۱۸ یا ۱۹ ژوئن ۲۰۲۵" },
		{ "[2025-09-08,2025-09-09,2025-10-01]", "8, 9 Sep or 1 Oct 2025",
		  "17, 18 Shahrivar or 9 Mehr 1404", "۱۷، ۱۸ شهریور یا ۹ مهر ۱۴۰۴",
		  "۸، ۹ سپتامبر یا ۱ اکتبر ۲۰۲۵" },
		{ "{1988,2025}", "1988 and 2025", "1366–1367 and 1403–1404",
		  "۱۳۶۶–۱۳۶۷ و ۱۴۰۳–۱۴۰۴", "۱۹۸۸ و ۲۰۲۵" },
		{ "2025-10-12/2025-10-14", "12–14 Oct 2025", "20–22 Mehr 1404", "۲۰ تا ۲۲ مهر ۱۴۰۴",
		  "۱۲ تا ۱۴ اکتبر ۲۰۲۵" },
		{ "2025-12-28/2026-01-03", "28 Dec 2025 – 3 Jan 2026", "7–13 Dey 1404",
		  "۷ تا ۱۳ دی ۱۴۰۴", "۲۸ دسامبر ۲۰۲۵ تا ۳ ژانویه ۲۰۲۶" },
		{ "2025-09-23/2025-10-22", "23 Sep – 22 Oct 2025", "Mehr 1404", "مهر ۱۴۰۴",
		  "۲۳ سپتامبر تا ۲۲ اکتبر ۲۰۲۵" },
		{ "2025-09-23~/2025-10-22~", "about 23 Sep 2025 – about 22 Oct 2025",
		  "about Mehr 1404", "حدود مهر ۱۴۰۴",
		  "حدود ۲۳ سپتامبر ۲۰۲۵ تا حدود ۲۲ اکتبر ۲۰۲۵" },
		{ "2025-03-21/2026-03-20", "21 Mar 2025 – 20 Mar 2026", "1404", "۱۴۰۴",
		  "۲۱ مارس ۲۰۲۵ تا ۲۰ مارس ۲۰۲۶" },
		{ "2025-09-23/2025-11-21", "23 Sep – 21 Nov 2025", "Mehr – Aban 1404",
		  "مهر تا آبان ۱۴۰۴", "۲۳ سپتامبر تا ۲۱ نوامبر ۲۰۲۵" },
		{ "2025-01/2025-10", "Jan – Oct 2025", "Dey–Bahman 1403 – Mehr–Aban 1404",
		  "دی–بهمن ۱۴۰۳ تا مهر–آبان ۱۴۰۴", "ژانویه تا اکتبر ۲۰۲۵" },
		{ "2024/..", "since 2024", "since 1402–1403", "از ۱۴۰۲–۱۴۰۳", "از ۲۰۲۴" },
		{ "../2025-10-12", "until 12 Oct 2025", "until 20 Mehr 1404", "تا ۲۰ مهر ۱۴۰۴",
		  "تا ۱۲ اکتبر ۲۰۲۵" },
		{ "2024/", "from 2024, end not known", "from 1402–1403, end not known",
		  "از ۱۴۰۲–۱۴۰۳، پایان نامعلوم", "از ۲۰۲۴، پایان نامعلوم" },
		{ "[2025-10-12..2025-10-14]", "between 12 and 14 Oct 2025",
		  "between 20 and 22 Mehr 1404", "بین ۲۰ و ۲۲ مهر ۱۴۰۴", "بین ۱۲ و ۱۴ اکتبر ۲۰۲۵" },
		{ "[..2024]", "2024 or earlier", "1402–1403 or earlier", "۱۴۰۲–۱۴۰۳ یا پیش از آن",
		  "۲۰۲۴ یا پیش از آن" },
		{ "2025-22", "summer 2025", "Khordad–Shahrivar 1404", "خرداد–شهریور ۱۴۰۴",
		  "تابستان ۲۰۲۵" },
		{ "198X", "1980s", "1358–1368", "۱۳۵۸–۱۳۶۸", "دههٔ ۱۹۸۰" },
		{ "19XX", "1900–1999", "1278–1378", "۱۲۷۸–۱۳۷۸", "۱۹۰۰–۱۹۹۹" },
		{ "2025-07-XX", "Jul 2025", "Tir–Mordad 1404", "تیر–مرداد ۱۴۰۴", "ژوئیه ۲۰۲۵" },
		{ "XXXX-10-12", "12 Oct (year not known)", "12 Oct (year not known)",
		  "۱۲ اکتبر (سال نامعلوم)", "۱۲ اکتبر (سال نامعلوم)" },
		{ "1500-01-01", "1 Jan 1500", "1 Jan 1500", "۱ ژانویه ۱۵۰۰", "۱ ژانویه ۱۵۰۰" },
		{ "2025-10-12T09:05:00Z", "12 Oct 2025, 09:05 UTC", "20 Mehr 1404, 09:05 UTC",
		  "۲۰ مهر ۱۴۰۴، ۰۹:۰۵ UTC", "۱۲ اکتبر ۲۰۲۵، ۰۹:۰۵ UTC" },
		{ "../..", "at any time", "at any time", "هر زمان", "هر زمان" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct edtf v;
		struct err e;
		CHECK_OK(edtf_read(str_of(CASES[i].s), a, &v, &e), &e);
		CHECK_STR(date_show(a, LANG_EN, &v, CAL_GREGORIAN), CASES[i].en);
		CHECK_STR(date_show(a, LANG_EN, &v, CAL_JALALI), CASES[i].en_jalali);
		CHECK_STR(date_show(a, LANG_FA, &v, CAL_JALALI), CASES[i].fa_jalali);
		CHECK_STR(date_show(a, LANG_FA, &v, CAL_GREGORIAN), CASES[i].fa);
	}
	struct edtf v = edtf_single(a, edtf_date_ymd(2025, 10, 12));
	CHECK_STR(date_show_long(a, LANG_EN, &v, CAL_GREGORIAN), "Sunday 12 October 2025");
	CHECK_STR(date_show_long(a, LANG_FA, &v, CAL_JALALI), "یکشنبه ۲۰ مهر ۱۴۰۴");
	v = edtf_single(a, edtf_date_ymd(2025, 10, 0));
	CHECK_STR(date_show_long(a, LANG_EN, &v, CAL_GREGORIAN), "October 2025");
}

TEST(date_precision_in_words)
{
	static const struct {
		const char *s, *en, *fa;
	} CASES[] = {
		{ "2025-10-12", "exact day", "روز دقیق" },
		{ "2025-10", "month only", "فقط ماه" },
		{ "2025", "year only", "فقط سال" },
		{ "2025-10-12~", "about", "حدود" },
		{ "2025-10-12?", "not certain", "نامطمئن" },
		{ "2025-10-12%", "about, not certain", "حدود، نامطمئن" },
		{ "2025-10~", "month only, about", "فقط ماه، حدود" },
		{ "2025~", "year only, about", "فقط سال، حدود" },
		{ "[2025-09-08,2025-09-27]", "one of two days", "یکی از دو روز" },
		{ "[2025-09-08,2025-09-27,2025-09-28]", "one of 3 days", "یکی از ۳ روز" },
		{ "[2024,2025]", "one of two years", "یکی از دو سال" },
		{ "[2024,2025-10]", "one of several dates", "یکی از چند تاریخ" },
		{ "[2025-10-12..2025-10-14]", "one day between two", "یک روز میان دو روز" },
		{ "{1988,2025}", "all of two dates", "هر دو تاریخ" },
		{ "2024/..", "open end", "پایان باز" },
		{ "../2024", "open start", "آغاز باز" },
		{ "2024/", "end not known", "پایان نامعلوم" },
		{ "2025-10-12/2025-10-14", "period", "بازه" },
		{ "2025-09-23/2025-10-22", "Jalali month", "فقط ماه شمسی" },
		{ "2025-03-21/2026-03-20", "Jalali year", "فقط سال شمسی" },
		{ "2025-07-XX", "day not known", "روز نامعلوم" },
		{ "2025-XX-XX", "month not known", "ماه نامعلوم" },
		{ "XXXX-10-12", "year not known", "سال نامعلوم" },
		{ "198X", "decade only", "فقط دهه" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct edtf v;
		struct err e;
		CHECK_OK(edtf_read(str_of(CASES[i].s), a, &v, &e), &e);
		CHECK_STR(date_precision_words(a, LANG_EN, &v), CASES[i].en);
		CHECK_STR(date_precision_words(a, LANG_FA, &v), CASES[i].fa);
	}
}

/* What is shown of a day or a Jalali month is read back as the same value. */
TEST(date_shown_reads_back)
{
	AUTO_ARENA *a = arena_new(0);
	for (int32_t jdn = 2415021; jdn < 2415021 + 73049; jdn += 17) {
		struct edtf v = edtf_single(a, edtf_date_jdn(jdn));
		for (enum lang l = LANG_EN; l <= LANG_FA; l++) {
			for (enum calendar c = CAL_GREGORIAN; c <= CAL_JALALI; c++) {
				struct str shown = date_show_long(a, l, &v, c);
				struct date_reading *r = NULL;
				size_t n = 0;
				struct err e;
				if (date_read(a, l, shown, &r, &n, &e) != 0 || n != 1 ||
				    !edtf_eq(&r->edtf, &v)) {
					FAIL("%.*s", STR_FMT(shown));
					return;
				}
			}
		}
		arena_clear(a);
	}
}

TEST(date_words_are_folded_and_mean_one_thing)
{
	AUTO_ARENA *a = arena_new(0);
	size_t n;
	const struct date_term *t = date_terms(&n);
	CHECK(n > 300);
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(fold_key(a, str_of(t[i].key)), str_of(t[i].key)))
			FAIL("not folded: %s", t[i].key);
		if (date_term_find(str_of(t[i].key)) != &t[i])
			FAIL("twice: %s", t[i].key);
	}
}
