/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * figure_series.h - the cases of a figure over time: by week, month or Jalali month, and by place or charge.
 *
 * Only cases that are counted are in it, at any size of the log, and each is in one period at most or,
 * where the rule says so, spread over several:
 *
 * - A date that lies within one period is a case of that period.
 * - A date that lies in several is in none ("imprecise" of the rule: "apart"), or each day of it has the
 *   same part of the case ("spread"). Parts are summed over all cases and rounded so that sums stay whole:
 *   what is rounded off one period is carried on to the next. A date without a beginning or an end is
 *   always apart.
 * - 1 January and 1 Farvardin may be years that were written as days. By the rule's "new_year": never,
 *   always, or where it is suspected: 3 cases or more on that day of one year, and by chance so many
 *   in fewer than one year in a thousand, given the other cases of that year that have a day.
 *
 * Weeks begin on Monday (ISO 8601). The last period is that of the day of the log; what is dated
 * later is apart. By province, prison and charge a case stands in the line of its event (its charge,
 * else that of the person), else in "not recorded"; lines of an earlier size are those of then.
 */
#ifndef VIGIL_FIGURE_SERIES_H
#define VIGIL_FIGURE_SERIES_H

#include "register/figure.h"

enum figure_by { FIGURE_BY_WEEK, FIGURE_BY_MONTH, FIGURE_BY_JALALI_MONTH, FIGURE_BYS };
enum figure_of {
	FIGURE_OF_ALL,
	FIGURE_OF_PROVINCE,
	FIGURE_OF_PRISON,
	FIGURE_OF_CHARGE,
	FIGURE_OFS
};
enum { FIGURE_PERIODS_MAX = 6000, FIGURE_LINES_MAX = 5000 };

/* "week", "month", "jalali-month"; "all", "province", "prison", "charge". */
bool figure_by_parse(struct str s, enum figure_by *ret);
bool figure_of_parse(struct str s, enum figure_of *ret);
const char *figure_by_code(enum figure_by by);
const char *figure_of_code(enum figure_of of);
int figure_by_freq(enum figure_by by); /* periods a year: 52 or 12 */

/* Of one thing, a number for each period. */
struct figure_line {
	struct str
		code; /* "" all; a code of provinces or charges, a record number; "-" not recorded */
	struct str label, label_fa;
	size_t parent; /* index; of the first its own */
	int64_t *count;
	int64_t cases; /* in all periods */
};

/* Of one line, what one source has: cases it speaks of, and those that nobody else does. */
struct figure_part {
	size_t line;
	struct entity source;
	struct str number, label, label_fa;
	int64_t *said, *alone;
};

struct figure_series {
	struct figure figure; /* without its cases */
	enum figure_by by;
	enum figure_of of;
	size_t n;	   /* periods */
	int32_t *first;	   /* n + 1: the first day of each, and of the one after */
	struct str *label; /* "2025-10-06", "2025-10", "1404-07" */
	int32_t day; /* of the log then; it lies in the last period unless the window ends before */
	bool unfinished; /* the last period has days after it, or after the window */
	struct figure_line *lines;
	size_t n_lines;
	struct figure_part *parts; /* by line, then source; of lines and sources that have a case */
	size_t n_parts;
	int64_t whole, spread, apart,
		later;	  /* cases: of one period, over several, of none, after the log */
	int64_t new_year; /* read as a year because of their day; spread or apart */
};

/* ERR_INPUT: nothing is counted for it, it counts by status, or its dates reach over more than
 * FIGURE_PERIODS_MAX periods (a window helps). `as_of` as in reg_figure. */
int reg_figure_series(struct reg *r, int64_t figure, int64_t as_of, enum figure_by by,
		      enum figure_of of, struct arena *a, struct figure_series *ret,
		      struct err *e) MUST_USE;
/* Of a line, how many are in the last year of periods that are over. */
int64_t figure_line_year(const struct figure_series *s, const struct figure_line *l);

/* The size of the log at the end of a day, by the clocks of those who recorded: what was known then. 0:
 * nothing was. */
int reg_size_on(struct reg *r, int32_t day, int64_t *ret, struct err *e) MUST_USE;

/* ---- pure ---- */

/* Periods are numbered; the first day of one. Days are Julian day numbers (text/calendar.h). False: the
 * calendar does not reach there. */
bool figure_period_of(enum figure_by by, int32_t day, int64_t *ret);
bool figure_period_first(enum figure_by by, int64_t period, int32_t *ret_day);
/* The days of a case, or of several: `n` of them are dated lo to hi. */
struct figure_days {
	int32_t lo, hi;
};
/* Which of them are days that stand for years: sets years[i], widens lo and hi to the year, and returns how many. */
size_t figure_find_years(struct figure_days *d, size_t n, bool always, bool *years);
/* sums[t], each 0 or more, as whole numbers of the same sum (rounded). */
void figure_round(const double *sums, size_t n, int64_t *ret);

#endif
