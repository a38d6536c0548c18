/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calendars: every day of two centuries against ICU, the sourced vectors, and what does not exist. */
#include "check.h"

#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "base/file.h"
#include "text/calendar.h"
#include "text/csv.h"

enum { FIRST_JDN = 2415021, DAYS = 73049 }; /* 1900-01-01 to 2099-12-31 */

TEST(calendar_knows_its_fixed_points)
{
	static const struct {
		enum calendar cal;
		int32_t y;
		int m, d;
		int32_t jdn;
	} CASES[] = {
		{ CAL_GREGORIAN, 2000, 1, 1, 2451545 },
		{ CAL_GREGORIAN, 1970, 1, 1, 2440588 },
		{ CAL_GREGORIAN, 1900, 1, 1, FIRST_JDN },
		{ CAL_GREGORIAN, 2099, 12, 31, FIRST_JDN + DAYS - 1 },
		{ CAL_GREGORIAN, -4713, 11, 24, 0 },
		{ CAL_GREGORIAN, 2025, 10, 12, 2460961 },
		{ CAL_JALALI, 1404, 7, 20, 2460961 },
		{ CAL_HIJRI, 1, 1, 1, 1948440 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		int32_t jdn = -1;
		struct cal_day d = { 0 };
		CHECK(cal_to_jdn(CASES[i].cal, CASES[i].y, CASES[i].m, CASES[i].d, &jdn));
		CHECK_INT(jdn, CASES[i].jdn);
		CHECK(cal_from_jdn(CASES[i].cal, CASES[i].jdn, &d));
		CHECK(d.year == CASES[i].y && d.month == CASES[i].m && d.day == CASES[i].d);
	}
	CHECK_INT(cal_weekday(2460961), WEEKDAY_SUNDAY);
	CHECK_INT(cal_weekday(0), WEEKDAY_MONDAY);
	CHECK_INT(cal_weekday(-1), WEEKDAY_SUNDAY);
}

static UCalendar *icu_calendar(const char *locale)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar utc[] = { 'U', 'T', 'C', 0 };
	UCalendar *c = ucal_open(utc, -1, locale, UCAL_DEFAULT, &status);
	if (U_FAILURE(status))
		return NULL;
	/* No switch from the Julian calendar: ours is proleptic. */
	ucal_setGregorianChange(c, -1e17, &status);
	ucal_setAttribute(c, UCAL_LENIENT, 0);
	return c;
}

/* Each day: ICU and the arithmetic name it alike, and the name leads back to the day. */
static void compare_with_icu(enum calendar cal, const char *locale)
{
	UErrorCode status = U_ZERO_ERROR;
	UCalendar *c = icu_calendar(locale);
	if (!c) {
		FAIL("ICU has no calendar %s", locale);
		return;
	}
	for (int32_t i = 0; i < DAYS; i++) {
		int32_t jdn = FIRST_JDN + i;
		int32_t back = 0;
		struct cal_day d = { 0 };
		status = U_ZERO_ERROR;
		ucal_setMillis(c, ((double)jdn - 2440588.0) * 86400e3, &status);
		int32_t y =
			ucal_get(c, cal == CAL_GREGORIAN ? UCAL_EXTENDED_YEAR : UCAL_YEAR, &status);
		int32_t m = ucal_get(c, UCAL_MONTH, &status) + 1;
		int32_t day = ucal_get(c, UCAL_DATE, &status);
		int32_t wd = (ucal_get(c, UCAL_DAY_OF_WEEK, &status) + 5) % 7; /* Sunday is 1 */
		bool ok = U_SUCCESS(status) && cal_from_jdn(cal, jdn, &d) && d.year == y &&
			  d.month == m && d.day == day && (int)cal_weekday(jdn) == wd &&
			  cal_to_jdn(cal, d.year, d.month, d.day, &back) && back == jdn &&
			  cal_month_len(cal, y, m) ==
				  ucal_getLimit(c, UCAL_DATE, UCAL_ACTUAL_MAXIMUM, &status);
		if (!ok) {
			FAIL("%s day %d: ICU %d-%d-%d, here %d-%d-%d", locale, jdn, y, m, day,
			     d.year, d.month, d.day);
			break;
		}
	}
	ucal_close(c);
}

TEST(calendar_agrees_with_icu_on_all_days_of_two_centuries)
{
	compare_with_icu(CAL_GREGORIAN, "en@calendar=gregorian");
	compare_with_icu(CAL_JALALI, "fa_IR@calendar=persian");
	compare_with_icu(CAL_HIJRI, "en@calendar=islamic-civil");
}

/* The arithmetic over its whole range: days follow each other without gap. */
TEST(calendar_days_follow_each_other)
{
	static const struct {
		enum calendar cal;
		int32_t from, to;
	} RANGES[] = { { CAL_GREGORIAN, -800, 4000 },
		       { CAL_JALALI, 1178, 1633 },
		       { CAL_HIJRI, 1, 9999 } };
	for (size_t i = 0; i < COUNT(RANGES); i++) {
		enum calendar cal = RANGES[i].cal;
		int32_t jdn = 0;
		CHECK(cal_to_jdn(cal, RANGES[i].from, 1, 1, &jdn));
		for (int32_t y = RANGES[i].from; y <= RANGES[i].to; y++) {
			for (int m = 1; m <= CAL_MONTHS; m++) {
				int32_t first = 0;
				struct cal_day d = { 0 };
				if (!cal_to_jdn(cal, y, m, 1, &first) || first != jdn ||
				    !cal_from_jdn(cal, jdn, &d) || d.year != y || d.month != m ||
				    d.day != 1) {
					FAIL("%s %d-%d begins wrongly", cal_code(cal), y, m);
					return;
				}
				jdn += cal_month_len(cal, y, m);
			}
		}
	}
}

/* Leap years as published by the calendar centre of the University of Tehran. */
TEST(calendar_jalali_leap_years)
{
	static const int32_t LEAP[] = { 1370, 1375, 1379, 1383, 1387, 1391, 1395,
					1399, 1403, 1408, 1412, 1416, 1420 };
	size_t k = 0;
	for (int32_t y = 1370; y <= 1420; y++) {
		bool want = k < COUNT(LEAP) && LEAP[k] == y;
		k += want;
		if (cal_is_leap(CAL_JALALI, y) != want)
			FAIL("%d", y);
		CHECK_INT(cal_month_len(CAL_JALALI, y, 12), want ? 30 : 29);
	}
}

TEST(calendar_refuses_what_does_not_exist)
{
	static const struct {
		enum calendar cal;
		int32_t y;
		int m, d;
	} CASES[] = {
		{ CAL_GREGORIAN, 2025, 2, 29 },
		{ CAL_GREGORIAN, 1900, 2, 29 },
		{ CAL_GREGORIAN, 2025, 13, 1 },
		{ CAL_GREGORIAN, 2025, 0, 1 },
		{ CAL_GREGORIAN, 2025, 1, 0 },
		{ CAL_GREGORIAN, 2025, 4, 31 },
		{ CAL_GREGORIAN, CAL_YEAR_MAX + 1, 1, 1 },
		{ CAL_JALALI, 1404, 12, 30 },
		{ CAL_JALALI, 1404, 7, 31 },
		{ CAL_JALALI, 1404, 13, 1 },
		{ CAL_JALALI, 1177, 1, 1 },
		{ CAL_JALALI, 1634, 1, 1 },
		{ CAL_HIJRI, 0, 1, 1 },
		{ CAL_HIJRI, 1447, 2, 30 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		int32_t jdn = -7;
		if (cal_to_jdn(CASES[i].cal, CASES[i].y, CASES[i].m, CASES[i].d, &jdn) || jdn != -7)
			FAIL("%s %d-%d-%d", cal_code(CASES[i].cal), CASES[i].y, CASES[i].m,
			     CASES[i].d);
	}
	int32_t jdn = 0;
	struct cal_day d;
	CHECK(cal_to_jdn(CAL_JALALI, 1403, 12, 30, &jdn) && jdn == 2460755);
	CHECK(!cal_from_jdn(CAL_JALALI, INT32_MAX, &d));
	CHECK(!cal_from_jdn(CAL_GREGORIAN, INT32_MIN, &d));
	CHECK(!cal_from_jdn(CAL_HIJRI, 0, &d));
}

/* Twelve dates as sources printed them, three of which the sources got wrong; see the file. */
TEST(calendar_vectors_hold)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct str bytes;
	struct csv_table t;
	struct csv_options o = { .lang = LANG_EN };
	CHECK_OK(file_read("tests/data/jalali-test-vectors.csv", 1 << 20, a, &bytes, &e), &e);
	csv_read(bytes, &o, a, &t);
	CHECK_INT(t.problems.n, 0);
	CHECK_INT(t.n_rows, 12);
	for (size_t i = 0; i < t.n_rows; i++) {
		struct str *c = t.rows[i].cells;
		int y, m, d;
		int32_t jdn = 0;
		struct cal_day g = { 0 };
		CHECK(sscanf(str_z(a, c[0]), "%d-%d-%d", &y, &m, &d) == 3);
		CHECK(cal_to_jdn(CAL_JALALI, y, m, d, &jdn) &&
		      cal_from_jdn(CAL_GREGORIAN, jdn, &g));
		CHECK(str_eq(str_printf(a, "%04d-%02d-%02d", g.year, g.month, g.day), c[1]));
		CHECK(str_eq(cal_weekday_name(cal_weekday(jdn), LANG_EN), c[2]));
	}
}

TEST(calendar_names)
{
	enum calendar cal = CAL_GREGORIAN;
	CHECK_STR(cal_month_name(CAL_JALALI, 7, LANG_FA), "مهر");
	CHECK_STR(cal_month_name(CAL_JALALI, 7, LANG_EN), "Mehr");
	CHECK_STR(cal_month_short(CAL_GREGORIAN, 10, LANG_EN), "Oct");
	CHECK_STR(cal_month_short(CAL_GREGORIAN, 10, LANG_FA), "اکتبر");
	CHECK_STR(cal_month_short(CAL_JALALI, 2, LANG_EN), "Ordibehesht");
	CHECK_STR(cal_weekday_name(WEEKDAY_SUNDAY, LANG_FA), "یکشنبه");
	CHECK(cal_parse(STR("jalali"), &cal) && cal == CAL_JALALI);
	CHECK(!cal_parse(STR("persian"), &cal));
	CHECK_STR(cal_name(CAL_JALALI, LANG_EN), "Jalali");
}
