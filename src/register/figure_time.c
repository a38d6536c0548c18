/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure_time.c - periods, days that stand for years, and parts of cases: pure. */
#include "register/figure_series.h"

#include <math.h>
#include <stdlib.h>

#include "num/dist.h"
#include "text/calendar.h"

static const char *const BYS[FIGURE_BYS] = { "week", "month", "jalali-month" };
static const char *const OFS[FIGURE_OFS] = { "all", "province", "prison", "charge" };

static bool find(const char *const *codes, int n, struct str s, int *ret)
{
	for (int i = 0; i < n; i++)
		if (str_eq(s, str_of(codes[i]))) {
			*ret = i;
			return true;
		}
	return false;
}

bool figure_by_parse(struct str s, enum figure_by *ret)
{
	int i;
	if (!find(BYS, FIGURE_BYS, s, &i))
		return false;
	*ret = (enum figure_by)i;
	return true;
}

bool figure_of_parse(struct str s, enum figure_of *ret)
{
	int i;
	if (!find(OFS, FIGURE_OFS, s, &i))
		return false;
	*ret = (enum figure_of)i;
	return true;
}

const char *figure_by_code(enum figure_by by)
{
	return BYS[by];
}

const char *figure_of_code(enum figure_of of)
{
	return OFS[of];
}

int figure_by_freq(enum figure_by by)
{
	return by == FIGURE_BY_WEEK ? 52 : 12;
}

/* ---- periods ------------------------------------------------------------------- */

enum { WEEK = 7, MONTHS = 12 };

static enum calendar calendar_of(enum figure_by by)
{
	return by == FIGURE_BY_JALALI_MONTH ? CAL_JALALI : CAL_GREGORIAN;
}

bool figure_period_of(enum figure_by by, int32_t day, int64_t *ret)
{
	struct cal_day d;
	if (by == FIGURE_BY_WEEK) {
		/* Day 0 was a Monday. */
		*ret = day >= 0 ? day / WEEK : -((-(int64_t)day + WEEK - 1) / WEEK);
		return true;
	}
	if (!cal_from_jdn(calendar_of(by), day, &d))
		return false;
	*ret = (int64_t)d.year * MONTHS + d.month - 1;
	return true;
}

bool figure_period_first(enum figure_by by, int64_t period, int32_t *ret_day)
{
	if (by == FIGURE_BY_WEEK) {
		if (period > INT32_MAX / WEEK || period < INT32_MIN / WEEK)
			return false;
		*ret_day = (int32_t)(period * WEEK);
		return true;
	}
	int64_t year = period / MONTHS - (period % MONTHS < 0);
	if (year > CAL_YEAR_MAX || year < -CAL_YEAR_MAX)
		return false;
	return cal_to_jdn(calendar_of(by), (int32_t)year, (int)(period - year * MONTHS) + 1, 1,
			  ret_day);
}

/* ---- days that stand for years -------------------------------------------------- */

enum { LEAST_ON_A_DAY = 3 };
#define BY_CHANCE 0.001

/* The year of which this is the first day. */
static bool new_year_of(enum calendar cal, const struct figure_days *d, int32_t *ret_lo,
			int32_t *ret_hi)
{
	struct cal_day day;
	if (d->lo != d->hi || !cal_from_jdn(cal, d->lo, &day) || day.month != 1 || day.day != 1 ||
	    !cal_to_jdn(cal, day.year + 1, 1, 1, ret_hi))
		return false;
	*ret_lo = d->lo;
	(*ret_hi)--;
	return true;
}

/* More on this day than chance puts there, by the other days of the year. */
static bool is_suspect(const struct figure_days *d, size_t n, int32_t lo, int32_t hi)
{
	int64_t on = 0;
	int64_t others = 0;
	for (size_t i = 0; i < n; i++) {
		if (d[i].lo != d[i].hi || d[i].lo < lo || d[i].lo > hi)
			continue;
		on += d[i].lo == lo;
		others += d[i].lo != lo;
	}
	/* One case more than there are: a year of which hardly anything is known proves nothing. */
	double mean = ((double)others + 1) / (double)(hi - lo);
	return on >= LEAST_ON_A_DAY &&
	       dist_p(dist_poisson(mean), (double)on - 1, DIST_ABOVE) < BY_CHANCE;
}

size_t figure_find_years(struct figure_days *d, size_t n, bool always, bool *years)
{
	static const enum calendar CALENDARS[] = { CAL_GREGORIAN, CAL_JALALI };
	struct figure_days *as_given = malloc((n + 1) * sizeof *d);
	int32_t asked = INT32_MIN;
	bool answer = false;
	size_t found = 0;
	if (!as_given)
		die("out of memory");
	if (n)
		memcpy(as_given, d, n * sizeof *d);
	for (size_t i = 0; i < n; i++) {
		int32_t lo = 0;
		int32_t hi = 0;
		years[i] = false;
		for (size_t k = 0; k < COUNT(CALENDARS) && !years[i]; k++) {
			if (!new_year_of(CALENDARS[k], &as_given[i], &lo, &hi))
				continue;
			if (!always && lo != asked)
				answer = is_suspect(as_given, n, lo, hi);
			asked = lo;
			years[i] = always || answer;
		}
		if (!years[i])
			continue;
		d[i] = (struct figure_days){ lo, hi };
		found++;
	}
	free(as_given);
	return found;
}

/* ---- parts ------------------------------------------------------------------------- */

void figure_round(const double *sums, size_t n, int64_t *ret)
{
	double all = 0;
	int64_t given = 0;
	for (size_t t = 0; t < n; t++) {
		all += sums[t];
		/* Parts that make a whole may lack a hair of it. */
		int64_t whole = (int64_t)floor(all + 0.5 + 1e-9);
		ret[t] = whole - given;
		given = whole;
	}
}
