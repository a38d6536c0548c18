/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * set_date.c - the dates of one column.
 *
 * Most dates of most lists are figures, which are read here without the care and the cost of date_read; words
 * go there. 03/04/1989 is decided by the column: where some first figure is above 12 and no second one is, days
 * come first. A column in which both happen, or neither, has dates that can be two days: they are taken as
 * the interval from one to the other, and counted.
 *
 * Figures that make no date (31 February, month 13) are kept as figures: a typing error is evidence too.
 */
#include "link/link_priv.h"
#include "text/date.h"
#include "text/fold.h"
#include "text/utf8.h"

/* Figures as they stand: at most three numbers, and how many digits each had. */
struct figures {
	int32_t n[3];
	uint8_t digits[3];
	uint8_t count;
	bool ok;
};

static struct figures figures_read(struct str s)
{
	struct figures g = { .ok = true };
	bool inside = false;
	uint32_t cp;
	while (utf8_next(&s, &cp)) {
		int32_t d = -1;
		if (cp >= '0' && cp <= '9')
			d = (int32_t)(cp - '0');
		else if (cp >= 0x660 && cp <= 0x669)
			d = (int32_t)(cp - 0x660);
		else if (cp >= 0x6F0 && cp <= 0x6F9)
			d = (int32_t)(cp - 0x6F0);
		if (d < 0) {
			bool between = cp == '-' || cp == '/' || cp == '.' || cp == ' ' ||
				       cp == 0x60C || cp == 0x2010 || cp == 0x2011 ||
				       cp == 0x2013 || cp == 0x200C || cp == 0x200E || cp == 0x200F;
			/* A time behind a date says nothing about the day. */
			if ((cp == 'T' || cp == ' ') && g.count == 3)
				break;
			g.ok &= between;
			inside = false;
			continue;
		}
		if (!inside && g.count == 3) {
			g.ok = false;
			break;
		}
		if (!inside)
			g.count++;
		inside = true;
		if (++g.digits[g.count - 1] > 8) {
			g.ok = false;
			break;
		}
		g.n[g.count - 1] = g.n[g.count - 1] * 10 + d;
	}
	g.ok &= g.count > 0;
	return g;
}

enum order { ORDER_NONE, ORDER_YEAR_FIRST, ORDER_YEAR_LAST };

/* 19510224 as three figures. */
static void split_run(struct figures *g)
{
	if (g->count != 1 || (g->digits[0] != 8 && g->digits[0] != 6))
		return;
	int32_t v = g->n[0];
	if (g->digits[0] == 6) {
		if (v / 100 < 1178)
			return;
		*g = (struct figures){ { v / 100, v % 100, 0 }, { 4, 2, 0 }, 2, true };
		return;
	}
	if (date_run_year_first(v))
		*g = (struct figures){
			{ v / 10000, v / 100 % 100, v % 100 }, { 4, 2, 2 }, 3, true
		};
	else
		*g = (struct figures){
			{ v / 1000000, v / 10000 % 100, v % 10000 }, { 2, 2, 4 }, 3, true
		};
}

static enum order order_of(const struct figures *g)
{
	if (!g->ok)
		return ORDER_NONE;
	if (g->digits[0] == 4)
		return ORDER_YEAR_FIRST;
	if (g->count >= 2 && g->digits[g->count - 1] == 4 && g->digits[0] <= 2)
		return ORDER_YEAR_LAST;
	return ORDER_NONE;
}

static enum calendar calendar_of(const struct link_value *v, int32_t year)
{
	if (v->calendar)
		return (enum calendar)(v->calendar - 1);
	return year >= 1178 && year <= 1499 ? CAL_JALALI : CAL_GREGORIAN;
}

/* The interval of what was given; lo > hi when it is no date. */
static void set_interval(struct link_date *d)
{
	enum calendar c = (enum calendar)d->calendar;
	int first = d->month ? d->month : 1;
	int last = d->month ? d->month : 12;
	d->lo = 1;
	d->hi = 0;
	int32_t lo;
	int32_t hi;
	if (!cal_to_jdn(c, d->year, first, d->day ? d->day : 1, &lo))
		return;
	int len = cal_month_len(c, d->year, last);
	if (!cal_to_jdn(c, d->year, last, d->day ? d->day : len, &hi))
		return;
	d->lo = lo;
	d->hi = hi;
	d->precision = d->day ? EDTF_DAY : d->month ? EDTF_MONTH : EDTF_YEAR;
}

static void set_ymd(struct link_value *v, int32_t y, int32_t m, int32_t d)
{
	bool fits = y > 0 && y < 10000 && m >= 0 && m < 100 && d >= 0 && d < 100;
	v->date = (struct link_date){ .lo = 1, .hi = 0, .precision = EDTF_NONE };
	v->missing = !fits;
	if (!fits)
		return;
	v->date.year = (int16_t)y;
	v->date.month = (uint8_t)m;
	v->date.day = (uint8_t)(m ? d : 0);
	v->date.calendar = (uint8_t)calendar_of(v, y);
	set_interval(&v->date);
}

struct votes {
	size_t day_first, month_first;
};

static void from_year_last(struct link_values *vs, struct link_value *v, const struct figures *g,
			   const struct link_date_habits *habits)
{
	if (g->count == 2) {
		set_ymd(v, g->n[1], g->n[0], 0);
		return;
	}
	if (g->n[0] > 12 || (habits->day_first && g->n[1] <= 12)) {
		set_ymd(v, g->n[2], g->n[1], g->n[0]);
		return;
	}
	set_ymd(v, g->n[2], g->n[0], g->n[1]);
	if (g->n[1] > 12 || habits->month_first || g->n[0] == g->n[1])
		return;
	/* Either of two days: no day is preferred. */
	struct link_date x = v->date;
	set_ymd(v, g->n[2], g->n[1], g->n[0]);
	if (x.lo > x.hi || v->date.lo > v->date.hi)
		return;
	v->date.lo = x.lo < v->date.lo ? x.lo : v->date.lo;
	v->date.hi = x.hi > v->date.hi ? x.hi : v->date.hi;
	v->date.month = 0;
	v->date.day = 0;
	v->date.precision = EDTF_SEASON;
	vs->two_ways++;
}

static void from_words(struct link_values *vs, struct link_value *v, struct arena *scratch)
{
	struct date_reading *list;
	size_t n;
	struct str text = v->given;
	if (text.n > DATE_TEXT_MAX)
		text.n = 0;
	if (date_read(scratch, LANG_EN, text, &list, &n, NULL) < 0 || !n) {
		v->missing = true;
		vs->unread++;
		vs->unread_example = v->given;
		return;
	}
	int32_t lo = INT32_MAX;
	int32_t hi = INT32_MIN;
	for (size_t i = 0; i < n; i++) {
		int32_t l;
		int32_t h;
		edtf_bounds(&list[i].edtf, &l, &h);
		lo = l < lo ? l : lo;
		hi = h > hi ? h : hi;
	}
	vs->two_ways += n > 1;
	v->date = (struct link_date){ .lo = lo, .hi = hi, .precision = (uint8_t)list[0].precision };
	v->date.calendar = (uint8_t)list[0].calendar;
	struct cal_day day;
	/* Without a bound on a side nothing is known of the year either. */
	if (lo == INT32_MIN || hi == INT32_MAX) {
		v->missing = true;
		return;
	}
	if (cal_from_jdn(list[0].calendar, lo, &day)) {
		v->date.year = (int16_t)day.year;
		v->date.month = (uint8_t)(list[0].precision <= EDTF_MONTH ? day.month : 0);
		v->date.day = (uint8_t)(lo == hi ? day.day : 0);
	}
}

static void count_no_days(struct link_values *vs)
{
	for (size_t i = 1; i < vs->n; i++) {
		const struct link_value *v = &vs->p[i];
		if (v->missing || v->date.lo <= v->date.hi)
			continue;
		/* The same example in any order of rows. */
		if (!vs->no_days || str_cmp(v->given, vs->no_day_example) < 0)
			vs->no_day_example = v->given;
		vs->no_days += v->count;
	}
}

static bool is_far_too_many(size_t n, size_t of)
{
	return n >= 5 && n * 40 >= of;
}

/*
 * The year of the Jalali calendar that a day of the Gregorian one may stand for: 1 Farvardin is 20 or 21 March, and programs that
 * are wrong by a day write the other one. 0: none.
 */
static int32_t new_year_of(const struct link_value *v)
{
	const struct link_date *d = &v->date;
	struct cal_day c;
	if (v->missing || d->lo != d->hi || d->calendar != CAL_GREGORIAN || d->month != 3 ||
	    (d->day != 20 && d->day != 21))
		return 0;
	/* The 20th may be the last day of the year before. */
	return cal_from_jdn(CAL_JALALI, d->lo + (d->day == 20), &c) ? c.year : 0;
}

/* First days of Jalali years: of several, since many may have died on one. */
static bool are_new_years(const struct link_values *vs, size_t days, struct arena *scratch)
{
	enum { FIRST_YEAR = 1000, YEARS = 1000, LEAST_YEARS = 3 };
	size_t *of = NEW_N(scratch, YEARS, size_t);
	size_t n = 0;
	size_t years = 0;
	size_t most = 0;
	for (size_t i = 1; i < vs->n; i++) {
		int32_t y = new_year_of(&vs->p[i]);
		if (y < FIRST_YEAR || y >= FIRST_YEAR + YEARS)
			continue;
		years += of[y - FIRST_YEAR] == 0;
		of[y - FIRST_YEAR] += vs->p[i].count;
		n += vs->p[i].count;
		most = of[y - FIRST_YEAR] > most ? of[y - FIRST_YEAR] : most;
	}
	return years >= LEAST_YEARS && is_far_too_many(n - most, days);
}

/* Far too many first days of a year: somebody's program made them of years. */
static void count_first_days(struct link_values *vs, struct arena *scratch)
{
	size_t days[CAL_COUNT] = { 0 };
	size_t first[CAL_COUNT] = { 0 };
	for (size_t i = 1; i < vs->n; i++) {
		const struct link_value *v = &vs->p[i];
		if (v->missing || !v->date.day || v->date.lo > v->date.hi)
			continue;
		days[v->date.calendar] += v->count;
		if (v->date.month == 1 && v->date.day == 1)
			first[v->date.calendar] += v->count;
	}
	for (size_t c = 0; c < CAL_COUNT; c++)
		vs->habits.first_days[c] = is_far_too_many(first[c], days[c]);
	vs->habits.new_years = are_new_years(vs, days[CAL_GREGORIAN], scratch);
}

static void take_for_year(struct link_values *vs, struct link_value *v)
{
	v->date.month = 0;
	v->date.day = 0;
	set_interval(&v->date);
	v->date.year_only_suspected = true;
	vs->suspected += v->count;
}

static void suspect_first_days(struct link_values *vs)
{
	for (size_t i = 1; i < vs->n; i++) {
		struct link_value *v = &vs->p[i];
		int32_t jalali = vs->habits.new_years ? new_year_of(v) : 0;
		if (jalali) {
			v->date.calendar = CAL_JALALI;
			v->date.year = (int16_t)jalali;
			take_for_year(vs, v);
		} else if (!v->missing && v->date.month == 1 && v->date.day == 1 &&
			   vs->habits.first_days[v->date.calendar]) {
			take_for_year(vs, v);
		}
	}
}

void link_dates_read(struct link_values *vs, const struct link_date_habits *as,
		     struct arena *scratch)
{
	struct figures *g = NEW_N(scratch, vs->n, struct figures);
	struct votes votes = { 0, 0 };
	for (size_t i = 1; i < vs->n; i++) {
		g[i] = figures_read(vs->p[i].given);
		split_run(&g[i]);
		if (order_of(&g[i]) == ORDER_YEAR_LAST && g[i].count == 3) {
			votes.day_first += g[i].n[0] > 12 && g[i].n[1] <= 12;
			votes.month_first += g[i].n[1] > 12 && g[i].n[0] <= 12;
		}
	}
	vs->habits =
		(struct link_date_habits){ .day_first = votes.day_first && !votes.month_first,
					   .month_first = votes.month_first && !votes.day_first };
	if (as)
		vs->habits = *as;
	AUTO_ARENA *words = arena_new(0);
	for (size_t i = 1; i < vs->n; i++) {
		struct link_value *v = &vs->p[i];
		switch (order_of(&g[i])) {
		case ORDER_YEAR_FIRST:
			set_ymd(v, g[i].n[0], g[i].n[1], g[i].n[2]);
			break;
		case ORDER_YEAR_LAST:
			from_year_last(vs, v, &g[i], &vs->habits);
			break;
		case ORDER_NONE:
			from_words(vs, v, words);
			arena_clear(words);
			break;
		}
	}
	count_no_days(vs);
	if (!as)
		count_first_days(vs, scratch);
	suspect_first_days(vs);
}

bool link_calendar_read(struct str word, enum calendar *ret)
{
	static const struct {
		struct str word;
		enum calendar is;
	} WORDS[] = {
		{ { "jalali", 6 }, CAL_JALALI },    { { "shamsi", 6 }, CAL_JALALI },
		{ { "persian", 7 }, CAL_JALALI },   { { "solar", 5 }, CAL_JALALI },
		{ { "sh", 2 }, CAL_JALALI },	    { { "هجریشمسی", 16 }, CAL_JALALI },
		{ { "شمسی", 8 }, CAL_JALALI },	    { { "جلالی", 10 }, CAL_JALALI },
		{ { "خورشیدی", 14 }, CAL_JALALI },  { { "gregorian", 9 }, CAL_GREGORIAN },
		{ { "miladi", 6 }, CAL_GREGORIAN }, { { "ad", 2 }, CAL_GREGORIAN },
		{ { "ce", 2 }, CAL_GREGORIAN },	    { { "میلادی", 12 }, CAL_GREGORIAN },
		{ { "hijri", 5 }, CAL_HIJRI },	    { { "islamic", 7 }, CAL_HIJRI },
		{ { "qamari", 6 }, CAL_HIJRI },	    { { "ah", 2 }, CAL_HIJRI },
		{ { "هجریقمری", 16 }, CAL_HIJRI },  { { "قمری", 8 }, CAL_HIJRI },
	};
	if (word.n > 200)
		return false;
	for (size_t i = 0; i < COUNT(WORDS); i++) {
		if (str_same_word(WORDS[i].word, word)) {
			*ret = WORDS[i].is;
			return true;
		}
	}
	AUTO_ARENA *a = arena_new(1 << 16);
	struct str key = fold_key(a, word);
	for (size_t i = 0; i < COUNT(WORDS); i++) {
		if (str_eq(WORDS[i].word, key)) {
			*ret = WORDS[i].is;
			return true;
		}
	}
	return false;
}
