/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * date.h - dates as people write and read them.
 *
 * date_read turns wording in English, Persian or Arabic script, in the Gregorian, Jalali or Hijri
 * calendar and with any digits into EDTF. It never adds precision and never guesses silently:
 * where two readings are possible both are given, and a caller that cannot ask must refuse
 * unless there is one reading and it is DATE_SURE.
 *
 * How wording becomes EDTF:
 *   20 Mehr 1404                  2025-10-12
 *   Mehr 1404, 1404               2025-09-23/2025-10-22, 2025-03-21/2026-03-20: exactly the days of the
 *                                 Jalali month or year; `precision` keeps that a month was said
 *   12 October                    XXXX-10-12 (a Jalali date without year is refused)
 *   8 or 27 Sep 2025              [2025-09-08,2025-09-27]
 *   8 and 27 Sep 2025             {2025-09-08,2025-09-27}
 *   12-14 Oct 2025, from A to B   2025-10-12/2025-10-14
 *   between A and B               [A..B]: one day, somewhere in between
 *   about X, early X, late X      X~ ("early 2025" is 2025~ and its wording; no month is invented)
 *   before X, after X             up to the unit before X, from the unit after X: ../2024, 2026/..
 *   until X, since X              with X: ../X, X/..
 *   20 Rabi al-Thani 1447         a day with ~: the tabular calendar may be a day off
 *
 * Years 1300 to 1499 are Jalali, unless an era (AD, CE, میلادی, AH, قمری) says otherwise; from 1421
 * a date in figures may also be Hijri and both readings are given. 03/04/2025 has two readings, a
 * year of two digits has several.
 */
#ifndef VIGIL_DATE_H
#define VIGIL_DATE_H

#include "text/calendar.h"
#include "text/edtf.h"

enum { DATE_TEXT_MAX = 400 }; /* bytes */

enum date_doubt {
	DATE_SURE,
	DATE_AMBIGUOUS,	   /* one of several readings of the same wording */
	DATE_WRONG_WEEKDAY /* the weekday given is not that of the day, or: a day near it that fits */
};

struct date_reading {
	struct edtf edtf; /* Gregorian, as always */
	struct str edtf_text;
	struct str as_given;	       /* the wording, trimmed */
	enum calendar calendar;	       /* it was given in */
	enum edtf_precision precision; /* in that calendar */
	bool has_day;		       /* one exact day (or about it): jdn and weekday are set */
	int32_t jdn;
	enum weekday weekday;
	enum date_doubt doubt;
	struct str note; /* for the reader, in `lang`; empty when there is nothing to say */
};

/* Read `text`. ERR_INPUT when it cannot be read or the date does not exist; the message, in
 * `lang`, says why. *ret has at least one reading; the first is the likeliest. */
int date_read(struct arena *a, enum lang lang, struct str text, struct date_reading **ret,
	      size_t *ret_n, struct err *e) MUST_USE;

/* In words, in a calendar: "12 Oct 2025", "۲۰ مهر ۱۴۰۴", "8 or 27 Sep 2025", "about Mar 2022", "since
 * 2024". A Gregorian month has days of two Jalali months: "مهر–آبان ۱۴۰۴", a year of two years:
 * "۱۴۰۳–۱۴۰۴". What has no place in the calendar (no year, out of range) is shown as Gregorian. */
struct str date_show(struct arena *a, enum lang lang, const struct edtf *v, enum calendar cal);

/* Eight figures in a row, 20251004 or 04102025: whether the first four are the year. 13042025 is of 2025, for 1304 has no
 * month 20; where neither way is a date it is a typing error in the first. */
bool date_run_year_first(int64_t figures);
/* "Sunday 12 October 2025": with weekday and full month; as date_show when it is not one day. */
struct str date_show_long(struct arena *a, enum lang lang, const struct edtf *v, enum calendar cal);

/* How much is known, in a word or two: "exact day", "about", "month only", "one of two days", "open
 * end", "Jalali month" ... */
struct str date_precision_words(struct arena *a, enum lang lang, const struct edtf *v);
/* "day", "month", "year" ...: for the precision a date was given in. */
struct str date_precision_name(enum lang lang, enum edtf_precision p);

#endif
