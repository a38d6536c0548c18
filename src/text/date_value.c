/* SPDX-License-Identifier: GPL-3.0-or-later */
/* date_value.c - a phrase of dates into EDTF: which calendar, whether it exists, what it means. */
#include "text/date_parse_priv.h"

enum { HIJRI_FIGURES_FIRST = 1421 };

static const struct msg NO_YEAR = MSG(
	"The year is missing: without it a {1} date cannot be placed.",
	"سال نیامده است: بدونِ آن تاریخِ {1} را نمی‌توان تعیین کرد.");
static const struct msg NO_MONTH =
	MSG("The month of day {1} is missing.", "ماهِ روز {1} نیامده است.");
static const struct msg MONTH_RANGE = MSG("There is no month {1}.", "ماه {1} وجود ندارد.");
static const struct msg YEAR_RANGE = MSG(
	"{1} is not a year of the {2} calendar that can be converted (years {3}).",
	"{1} در تقویم {2} سالی نیست که بتوان آن را تبدیل کرد (سال‌های {3}).");
static const struct msg YEAR_MIXED = MSG(
	"{1} is a Gregorian month, but {2} looks like a Jalali year. Correct one, or write {2} AD.",
	"{1} ماهِ میلادی است، ولی {2} به سالِ شمسی می‌ماند. یکی را درست کنید، یا بنویسید {2} میلادی.");
static const struct msg NO_DAY = MSG("{1} {2} {3} does not exist: {2} {3} has {4} days.",
				     "{1} {2} {3} وجود ندارد: {2} {3}، {4} روز دارد.");
static const struct msg NO_DAY_LEAP = MSG("{1} {2} {3} does not exist: {3} is not a leap year.",
					  "{1} {2} {3} وجود ندارد: سال {3} کبیسه نیست.");
static const struct msg NO_DECADE = MSG(
	"A decade is a year that ends in 0, not {1}, and nothing else.",
	"دهه سالی است که به ۰ پایان می‌یابد، نه {1}، و نه چیزی جز آن.");
static const struct msg BACKWARDS =
	MSG("The period ends before it begins.",
	    "این بازه پیش از آغازش پایان می‌یابد.");
static const struct msg ONE_DATE = MSG(
	"“before”, “after”, “since” and “until” take one date.",
	"پس از «پیش از»، «پس از»، «از» و «تا» تنها یک تاریخ می‌آید.");
static const struct msg TWO_DATES = MSG("A period has two dates.", "بازه دو تاریخ دارد.");
static const struct msg SAY_OR =
	MSG("Say “or” or “and” between the dates.",
	    "میانِ تاریخ‌ها «یا» یا «و» بنویسید.");

/* ---- one date -------------------------------------------------------- */

static struct str figure(const struct date_reader *r, int v)
{
	return digits_local(r->a, r->lang, str_printf(r->a, "%d", v));
}

static int bad(const struct date_reader *r, const struct msg *m, const struct str *args, size_t n)
{
	return date_bad(r->a, r->lang, r->e, m, args, n);
}

/* Which calendar a date in figures or with a year alone is in. */
static int find_calendar(const struct date_reader *r, struct date_atom *at)
{
	bool year14 = at->year >= DATE_YEAR14_FIRST && at->year <= DATE_YEAR14_LAST;
	if (at->cal_said && at->cal == CAL_GREGORIAN && year14 && !at->era_said && at->month) {
		struct str args[] = { cal_month_name(CAL_GREGORIAN, at->month, r->lang),
				      figure(r, at->year) };
		return bad(r, &YEAR_MIXED, args, 2);
	}
	if (at->cal_said || !year14)
		return 0;
	at->cal =
		r->mode->hijri_figures && at->year >= HIJRI_FIGURES_FIRST ? CAL_HIJRI : CAL_JALALI;
	return 0;
}

static int check_year(const struct date_reader *r, const struct date_atom *at)
{
	static const char *const YEARS[] = { "0–9999", "1178–1633", "1–9999" };
	if (at->year == 0) {
		struct str name = cal_name(at->cal, r->lang);
		return at->cal == CAL_GREGORIAN && at->month ? 0 : bad(r, &NO_YEAR, &name, 1);
	}
	if (cal_has_year(at->cal, at->year))
		return 0;
	struct str args[] = { figure(r, at->year), cal_name(at->cal, r->lang),
			      digits_local(r->a, r->lang, str_of(YEARS[at->cal])) };
	return bad(r, &YEAR_RANGE, args, 3);
}

static int check_day(const struct date_reader *r, const struct date_atom *at)
{
	if (at->month < 0 || at->month > CAL_MONTHS ||
	    (at->month == 0 && at->day == 0 && !at->year)) {
		struct str arg = figure(r, at->month);
		return bad(r, &MONTH_RANGE, &arg, 1);
	}
	if (at->day == 0)
		return 0;
	if (at->month == 0) {
		struct str arg = figure(r, at->day);
		return bad(r, &NO_MONTH, &arg, 1);
	}
	int year = at->year ? at->year : 2000; /* without a year, one that has 29 February */
	int len = cal_month_len(at->cal, year, at->month);
	if (at->day <= len)
		return 0;
	struct str args[] = { figure(r, at->day), cal_month_name(at->cal, at->month, r->lang),
			      at->year ? figure(r, at->year) : STR(""), figure(r, len) };
	bool leap_day = at->day == len + 1 && !cal_is_leap(at->cal, year) &&
			((at->cal == CAL_GREGORIAN && at->month == 2) ||
			 (at->cal != CAL_GREGORIAN && at->month == 12));
	return bad(r, leap_day ? &NO_DAY_LEAP : &NO_DAY, args, 4);
}

enum edtf_precision date_atom_precision(const struct date_atom *at)
{
	if (at->season)
		return EDTF_SEASON;
	if (at->decade)
		return EDTF_DECADE;
	return at->day ? EDTF_DAY : at->month ? EDTF_MONTH : EDTF_YEAR;
}

static struct edtf_date gregorian_date(const struct date_atom *at)
{
	struct edtf_date d = edtf_date_ymd(at->year, at->season ? at->season : at->month, at->day);
	if (at->year == 0)
		d.year_x = 4;
	if (at->decade) {
		d.year = at->year / 10 * 10;
		d.year_x = 1;
	}
	return d;
}

/* The first and last day of what is said, in its own calendar. */
static void own_days(const struct date_atom *at, int32_t *ret_lo, int32_t *ret_hi)
{
	int first = at->year / (at->decade ? 10 : 1) * (at->decade ? 10 : 1);
	int last = at->decade ? first + 9 : first;
	int from = at->season ? 3 * (at->season - 21) + 1 : at->month ? at->month : 1;
	int to = at->season ? from + 2 : at->month ? at->month : CAL_MONTHS;
	bool ok = cal_to_jdn(at->cal, first, from, at->day ? at->day : 1, ret_lo) &&
		  cal_to_jdn(at->cal, last, to,
			     at->day ? at->day : cal_month_len(at->cal, last, to), ret_hi);
	assert(ok && "checked before");
}

int date_resolve(const struct date_reader *r, struct date_atom *at, struct date_value *ret)
{
	if (at->decade && (at->month || at->day || at->season || at->year % 10)) {
		struct str arg = figure(r, at->year);
		return bad(r, &NO_DECADE, &arg, 1);
	}
	TRY(find_calendar(r, at));
	TRY(check_year(r, at));
	TRY(check_day(r, at));
	struct date_value v = { .range = at->cal != CAL_GREGORIAN &&
					 date_atom_precision(at) != EDTF_DAY };
	if (at->cal == CAL_GREGORIAN) {
		v.lo = gregorian_date(at);
	} else {
		int32_t lo = 0, hi = 0;
		struct date_atom last = *at;
		/* The last year of a decade may be outside of the calendar. */
		last.year = at->decade ? at->year / 10 * 10 + 9 : at->year;
		TRY(check_year(r, &last));
		last.year = at->decade ? at->year / 10 * 10 : at->year;
		TRY(check_year(r, &last));
		own_days(at, &lo, &hi);
		v.lo = edtf_date_jdn(lo);
		v.hi = edtf_date_jdn(hi);
	}
	if (!v.range)
		v.hi = v.lo;
	v.lo.approximate = v.hi.approximate = at->approx || at->cal == CAL_HIJRI;
	v.lo.uncertain = v.hi.uncertain = at->perhaps;
	*ret = v;
	return 0;
}

/* ---- a phrase -------------------------------------------------------- */

/* The unit before or behind: the year before 2024 is 2023, the day before 12 Oct is 11 Oct. */
static struct edtf_date neighbour(const struct date_value *v, int step)
{
	struct edtf_date d = step < 0 ? v->lo : v->hi;
	int32_t lo, hi;
	edtf_date_bounds(&d, &lo, &hi);
	if (d.year_x == 0 && d.month == 0) {
		d.year += step;
	} else if (d.year_x == 0 && d.month <= CAL_MONTHS && d.day == 0) {
		int month = d.month - 1 + step;
		d.year += month < 0 ? -1 : month >= CAL_MONTHS ? 1 : 0;
		d.month = (uint8_t)((month + CAL_MONTHS) % CAL_MONTHS + 1);
	} else if (lo != INT32_MIN) {
		struct edtf_date day = edtf_date_jdn(step < 0 ? lo - 1 : hi + 1);
		day.approximate = d.approximate;
		day.uncertain = d.uncertain;
		d = day;
	}
	return d;
}

static struct edtf one_value(struct arena *a, enum date_word head, const struct date_value *v)
{
	struct edtf_date open = edtf_date_end(EDTF_OPEN);
	switch (head) {
	case WORD_BEFORE:
		return edtf_interval(a, open, neighbour(v, -1));
	case WORD_AFTER:
		return edtf_interval(a, neighbour(v, 1), open);
	case WORD_SINCE:
	case WORD_FROM:
		return edtf_interval(a, v->lo, open);
	case WORD_UNTIL:
		return edtf_interval(a, open, v->hi);
	default:
		return v->range ? edtf_interval(a, v->lo, v->hi) : edtf_single(a, v->lo);
	}
}

static int check_forward(const struct date_reader *r, const struct edtf_date *from,
			 const struct edtf_date *to)
{
	int32_t lo, hi, other;
	edtf_date_bounds(from, &lo, &other);
	edtf_date_bounds(to, &other, &hi);
	return lo > hi ? bad(r, &BACKWARDS, NULL, 0) : 0;
}

/* Dates linked by "to" are one item of a set. */
static int collect_items(const struct date_reader *r, const struct date_phrase *ph,
			 const struct date_value *v, struct edtf_span *items, size_t *ret_n)
{
	size_t n = 0;
	for (size_t i = 0; i < ph->n; i++) {
		struct edtf_span s = { v[i].lo, v[i].hi, v[i].range };
		if (ph->links[i] == LINK_TO) {
			s.to = v[++i].hi;
			s.range = true;
			TRY(check_forward(r, &s.from, &s.to));
			if (ph->links[i] == LINK_TO)
				return bad(r, &TWO_DATES, NULL, 0);
		}
		items[n++] = s;
	}
	*ret_n = n;
	return 0;
}

int date_combine(const struct date_reader *r, const struct date_phrase *ph,
		 const struct date_value *v, struct edtf *ret)
{
	struct edtf_span items[DATE_ATOMS_MAX];
	size_t n = 0;
	bool any_or = false, any_and = false;
	for (size_t i = 0; i < ph->n; i++) {
		any_or = any_or || ph->links[i] == LINK_OR;
		any_and = any_and || ph->links[i] == LINK_AND;
	}
	if (ph->head == WORD_BETWEEN) {
		if (ph->n != 2 || (ph->links[0] != LINK_AND && ph->links[0] != LINK_TO))
			return bad(r, &TWO_DATES, NULL, 0);
		TRY(check_forward(r, &v[0].lo, &v[1].hi));
		items[0] = (struct edtf_span){ v[0].lo, v[1].hi, true };
		*ret = edtf_set(r->a, EDTF_ONE_OF, items, 1);
		return 0;
	}
	if (ph->n == 1) {
		*ret = one_value(r->a, ph->head, &v[0]);
		return 0;
	}
	TRY(collect_items(r, ph, v, items, &n));
	if (n == 1) {
		if (ph->head != WORD_NONE && ph->head != WORD_FROM)
			return bad(r, &ONE_DATE, NULL, 0);
		*ret = edtf_interval(r->a, items[0].from, items[0].to);
		return 0;
	}
	if (ph->head != WORD_NONE)
		return bad(r, &ONE_DATE, NULL, 0);
	if (any_or == any_and)
		return bad(r, &SAY_OR, NULL, 0);
	*ret = edtf_set(r->a, any_or ? EDTF_ONE_OF : EDTF_ALL_OF, items, n);
	return 0;
}
