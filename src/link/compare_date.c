/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare_date.c - days, years and ages: intervals that meet or do not, and what typing errors make of them. */
#include "link/compare_priv.h"

#include <stdlib.h>

#include "text/calendar.h"

enum {
	SAME_DAY,
	DAY_APART,
	THREE_DAYS,
	MISTYPED,
	IN_A_MONTH,
	IN_A_YEAR,
	OVERLAP,
	OTHER_PART,
	OTHER_YEAR,
	FORTY_FIVE,
	YEAR_BESIDE,
	SAME_YEAR,
	OTHER
};

static bool is_valid(const struct link_date *d)
{
	return d->lo <= d->hi;
}

/* The day in another calendar, for figures are mistyped in the calendar they were written in. */
static bool figures_in(const struct link_date *d, uint8_t calendar, struct cal_day *ret)
{
	if (d->calendar == calendar) {
		*ret = (struct cal_day){ d->year, d->month, d->day };
		return true;
	}
	return d->lo == d->hi && cal_from_jdn((enum calendar)calendar, d->lo, ret);
}

/* One figure more or less is a difference of 1 to 9 in its place, two neighbours exchanged one of 9 to 81. Most dates are
 * told apart by that alone. */
static bool may_be_mistyped(int x, int y)
{
	int d = abs(x - y);
	if (x < 0 || y < 0 || x >= 100000000 || y >= 100000000)
		return true;
	while (d && d % 10 == 0)
		d /= 10;
	return d <= 9 || (d <= 81 && d % 9 == 0);
}

/* One figure differs, two neighbouring figures are exchanged, or day and month are. */
static bool is_mistyped(struct cal_day x, struct cal_day y)
{
	if (x.year == y.year && x.month == y.day && x.day == y.month)
		return true;
	int dx[8];
	int dy[8];
	int nx = x.year * 10000 + x.month * 100 + x.day;
	int ny = y.year * 10000 + y.month * 100 + y.day;
	if (!may_be_mistyped(nx, ny))
		return false;
	int differ = 0;
	int at = 0;
	for (int i = 0; i < 8; i++, nx /= 10, ny /= 10) {
		dx[i] = nx % 10;
		dy[i] = ny % 10;
		if (dx[i] != dy[i]) {
			at = i;
			differ++;
		}
	}
	return differ == 1 || (differ == 2 && dx[at] == dy[at - 1] && dx[at - 1] == dy[at]);
}

/* Both as figures, in the calendar of one and of the other. */
struct figures {
	size_t n;
	struct cal_day x[2], y[2];
};

static struct figures figures_of(const struct link_date *x, const struct link_date *y)
{
	struct figures f = { 0 };
	if (!x->day || !y->day)
		return f;
	f.n += figures_in(x, y->calendar, &f.x[0]) && figures_in(y, y->calendar, &f.y[0]);
	if (x->calendar != y->calendar)
		f.n += figures_in(x, x->calendar, &f.x[f.n]) &&
		       figures_in(y, x->calendar, &f.y[f.n]);
	return f;
}

static bool are_figures(const struct figures *f, bool are(struct cal_day, struct cal_day))
{
	for (size_t i = 0; i < f->n; i++)
		if (are(f->x[i], f->y[i]))
			return true;
	return false;
}

/* Another month or another day, however far: of three cells one was filled in wrongly, or one word was misread. */
static bool is_of_other_part(struct cal_day x, struct cal_day y)
{
	return x.year == y.year && (x.month == y.month || x.day == y.day);
}

/* The year alone is wrong. A day beside would let three times as many people pass. */
static bool is_of_other_year(struct cal_day x, struct cal_day y)
{
	return x.month == y.month && x.day == y.day;
}

static int32_t gap_shifted(const struct link_date *x, const struct link_date *y, int32_t by)
{
	int32_t lo = x->lo + by;
	int32_t hi = x->hi + by;
	return lo > y->hi ? lo - y->hi : y->lo > hi ? y->lo - hi : 0;
}

static int32_t gap(const struct link_date *x, const struct link_date *y)
{
	return gap_shifted(x, y, 0);
}

static bool is_shifted(const struct link_date *x, const struct link_date *y, int32_t years)
{
	int32_t days = (years * 1461 + 2) / 4;
	return gap_shifted(x, y, days) <= 1 || gap_shifted(x, y, -days) <= 1;
}

static bool is_year(const struct link_date *d)
{
	return d->hi - d->lo >= 353 && d->hi - d->lo <= 365;
}

/*
 * As intervals 2010 and 2011 are a day apart, and 1390 of one calendar and 2013 of another nearly a year: what is known by
 * the year alone is near to a whole year on either side, which says far less than a day within 45. Of months, the
 * same one, a day left for leap years and for the calendar that the mistake was made in.
 */
static bool is_year_beside(const struct link_date *x, const struct link_date *y)
{
	if (is_year(x) || is_year(y))
		return gap(x, y) < 366;
	return x->precision <= EDTF_MONTH && y->precision <= EDTF_MONTH && !(x->day && y->day) &&
	       is_shifted(x, y, 1);
}

/* Figures of which one side is no date: only what they look like can be compared. */
static unsigned level_of_figures(const struct link_date *x, const struct link_date *y)
{
	if (x->calendar == y->calendar && x->year == y->year && x->month == y->month &&
	    x->day == y->day)
		return SAME_DAY;
	struct figures f = figures_of(x, y);
	if (are_figures(&f, is_mistyped))
		return MISTYPED;
	if (are_figures(&f, is_of_other_part))
		return OTHER_PART;
	return x->calendar == y->calendar && x->year == y->year ? SAME_YEAR : OTHER;
}

static unsigned level_of_overlap(const struct link_date *x, const struct link_date *y)
{
	int32_t nx = x->hi - x->lo;
	int32_t ny = y->hi - y->lo;
	int32_t longer = nx > ny ? nx : ny;
	return longer == 0     ? SAME_DAY
	       : longer <= 31  ? IN_A_MONTH
	       : longer <= 366 ? IN_A_YEAR
			       : OVERLAP;
}

unsigned link_level_date(const struct link_date *x, const struct link_date *y)
{
	if (!is_valid(x) || !is_valid(y))
		return level_of_figures(x, y);
	int32_t days = gap(x, y);
	if (!days)
		return level_of_overlap(x, y);
	bool exact = x->lo == x->hi && y->lo == y->hi;
	if (exact && days <= 3)
		return days == 1 ? DAY_APART : THREE_DAYS;
	struct figures f = exact ? figures_of(x, y) : (struct figures){ 0 };
	if (are_figures(&f, is_mistyped))
		return MISTYPED;
	if (are_figures(&f, is_of_other_part))
		return OTHER_PART;
	if (are_figures(&f, is_of_other_year))
		return OTHER_YEAR;
	if (is_year_beside(x, y))
		return YEAR_BESIDE;
	if (days <= 45)
		return FORTY_FIVE;
	return x->calendar == y->calendar && x->year == y->year ? SAME_YEAR : OTHER;
}

static bool one_figure_differs(float x, float y)
{
	int a = (int)x;
	int b = (int)y;
	int differ = 0;
	for (; a || b; a /= 10, b /= 10)
		differ += a % 10 != b % 10;
	return differ == 1;
}

static float between(float xlo, float xhi, float ylo, float yhi)
{
	return xlo > yhi ? xlo - yhi : ylo > xhi ? ylo - xhi : 0;
}

unsigned link_level_year(float xlo, float xhi, float ylo, float yhi)
{
	float d = between(xlo, xhi, ylo, yhi);
	if (d <= 2)
		return (unsigned)d;
	return d <= 5 || one_figure_differs(xlo, ylo) ? 3 : 4;
}

unsigned link_level_age(float xlo, float xhi, float ylo, float yhi)
{
	float d = between(xlo, xhi, ylo, yhi);
	return d <= 2 ? (unsigned)d : d <= 5 ? 3 : 4;
}
