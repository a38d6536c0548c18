/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * calendar.h - days in three calendars.
 *
 * A day is its Julian day number (`jdn`: 2025-10-12 is 2460961; the number of the day that begins
 * at the midnight before noon of that Julian date), which knows no calendar; calendars are names
 * for days.
 *
 *   Gregorian  proleptic, years -4,999,999 to 4,999,999 with year 0 (ISO 8601).
 *   Jalali     the civil calendar of Iran, years 1178 to 1633: the 33-year rule
 *              (25 y + 11) mod 33 < 8 (as in ICU), which is known to give the official leap years
 *              there. Years outside are refused, not guessed.
 *   Hijri      the tabular (civil) calendar, years 1 to 9999. Months in use begin by sighting or by
 *              other tables (umm al-qura, the University of Tehran's) and differ from it by a day,
 *              rarely two: a converted Hijri day is always approximate.
 *
 * The conversions are arithmetic and cost nothing at start. Their reference is ICU:
 * tests/unit/text/calendar.c compares every day from 1900-01-01 to 2099-12-31 with ICU's
 * "persian" and "islamic-civil" calendars. (Measured with ICU 72 on two cores of a small server:
 * ICU took 47 ms to open its first calendar, half of what a command may take to start, and 180 ns
 * a day; this takes 18 ns.)
 */
#ifndef VIGIL_CALENDAR_H
#define VIGIL_CALENDAR_H

#include "text/msg.h"

enum calendar { CAL_GREGORIAN, CAL_JALALI, CAL_HIJRI, CAL_COUNT };

enum { CAL_MONTHS = 12, CAL_YEAR_MAX = 4999999 };

/* Monday first, as in ISO 8601; Persian weeks begin on Saturday. */
enum weekday {
	WEEKDAY_MONDAY,
	WEEKDAY_TUESDAY,
	WEEKDAY_WEDNESDAY,
	WEEKDAY_THURSDAY,
	WEEKDAY_FRIDAY,
	WEEKDAY_SATURDAY,
	WEEKDAY_SUNDAY
};

struct cal_day {
	int32_t year;
	int month; /* 1 to 12 */
	int day;   /* 1 to 31 */
};

/* False when the year is outside the range above. */
bool cal_has_year(enum calendar cal, int32_t year);
bool cal_is_leap(enum calendar cal, int32_t year);
/* Days in a month, 28 to 31; 0 when there is no such year or month. */
int cal_month_len(enum calendar cal, int32_t year, int month);

/* False when there is no such day: nothing is rolled over. */
bool cal_to_jdn(enum calendar cal, int32_t year, int month, int day, int32_t *ret_jdn);
/* False when the calendar has no year for it. */
bool cal_from_jdn(enum calendar cal, int32_t jdn, struct cal_day *ret);
enum weekday cal_weekday(int32_t jdn);

/* Month 1 to 12. "October", "اکتبر"; "Mehr", "مهر"; "Rabi al-Thani", "ربیع‌الثانی". */
struct str cal_month_name(enum calendar cal, int month, enum lang lang);
/* "Oct"; the other names are not shortened. */
struct str cal_month_short(enum calendar cal, int month, enum lang lang);
struct str cal_weekday_name(enum weekday wd, enum lang lang); /* "Sunday", "یکشنبه" */
struct str cal_name(enum calendar cal, enum lang lang);	      /* "Jalali", "هجری شمسی" */
const char *cal_code(enum calendar cal); /* "gregorian", "jalali", "hijri": for files and URLs */
bool cal_parse(struct str code, enum calendar *ret);

#endif
