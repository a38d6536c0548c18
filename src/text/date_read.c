/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * date_read.c - a phrase of dates into EDTF.
 *
 * The whole wording is read once for each mode, that is for each way figures can be understood,
 * and equal results are one reading. So ambiguity needs no code where dates are read.
 */
#include "text/date_parse_priv.h"

static const struct date_mode MODES[] = {
	{ ORDER_DMY, CAL_GREGORIAN, false, false,
	  MSG("Read as day, month, year.", "به ترتیبِ روز، ماه، سال خوانده شد.") },
	{ ORDER_MDY, CAL_GREGORIAN, false, false,
	  MSG("Read as month, day, year.", "به ترتیبِ ماه، روز، سال خوانده شد.") },
	{ ORDER_DMY, CAL_GREGORIAN, false, true,
	  MSG("Read as a Hijri (lunar) date.",
	      "به‌صورتِ هجری قمری خوانده شد.") },
	{ ORDER_YMD, CAL_JALALI, false, false,
	  MSG("Read as year, month, day (Jalali).", "به ترتیبِ سال، ماه، روز (شمسی) خوانده شد.") },
	{ ORDER_DMY, CAL_JALALI, false, false,
	  MSG("Read as day, month, year (Jalali).", "به ترتیبِ روز، ماه، سال (شمسی) خوانده شد.") },
	{ ORDER_YMD, CAL_GREGORIAN, false, false,
	  MSG("Read as year, month, day.", "به ترتیبِ سال، ماه، روز خوانده شد.") },
	{ ORDER_DMY, CAL_GREGORIAN, true, false,
	  MSG("Read as in the century before.", "در سدهٔ پیش خوانده شد.") },
};

enum { YEAR14_FIRST = 1300, YEAR14_LAST = 1499, HIJRI_FIGURES_FIRST = 1421, READINGS_MAX = 16 };

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
static const struct msg EDTF_JALALI = MSG(
	"EDTF is Gregorian, and {1} looks like a Jalali year. Write it in words, for example “since 1404”.",
	"EDTF میلادی است و {1} به سالِ شمسی می‌ماند. آن را با واژه بنویسید، مانند «از ۱۴۰۴».");
static const struct msg WORDING_KEPT =
	MSG("The wording is kept; no month is invented.",
	    "عبارت نگه داشته می‌شود؛ ماهی ساخته نمی‌شود.");
static const struct msg HIJRI_ABOUT = MSG(
	"Hijri months begin by sighting: the Gregorian day can be off by one, rarely two.",
	"ماهِ قمری با رؤیت آغاز می‌شود: روزِ میلادی ممکن است یک و به‌ندرت دو روز جابه‌جا باشد.");
static const struct msg WRONG_WEEKDAY = MSG("{1} is a {2}, not a {3}.", "{1}، {2} است، نه {3}.");
static const struct msg FITS_WEEKDAY =
	MSG("{1} is a {2}: perhaps this was meant.", "{1}، {2} است: شاید این منظور بوده است.");
static const struct msg TOO_LONG =
	MSG("A date has at most {1} characters.",
	    "تاریخ بیش از {1} نویسه نمی‌تواند داشته باشد.");

struct reader {
	struct arena *a;
	enum lang lang;
	const struct date_mode *mode;
	struct err *e;
};

/* ---- one date -------------------------------------------------------- */

/* A date as a value: one EDTF date, or the days lo to hi that it has in the other calendar. */
struct value {
	struct edtf_date lo, hi;
	bool range;
};

static struct str figure(const struct reader *r, int v)
{
	return digits_local(r->a, r->lang, str_printf(r->a, "%d", v));
}

static int bad(const struct reader *r, const struct msg *m, const struct str *args, size_t n)
{
	return date_bad(r->a, r->lang, r->e, m, args, n);
}

/* Which calendar a date in figures or with a year alone is in. */
static int find_calendar(const struct reader *r, struct date_atom *at)
{
	bool year14 = at->year >= YEAR14_FIRST && at->year <= YEAR14_LAST;
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

static int check_year(const struct reader *r, const struct date_atom *at)
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

static int check_day(const struct reader *r, const struct date_atom *at)
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

static enum edtf_precision atom_precision(const struct date_atom *at)
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

static int resolve(const struct reader *r, struct date_atom *at, struct value *ret)
{
	TRY(find_calendar(r, at));
	TRY(check_year(r, at));
	TRY(check_day(r, at));
	struct value v = { .range = at->cal != CAL_GREGORIAN && atom_precision(at) != EDTF_DAY };
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
static struct edtf_date neighbour(const struct value *v, int step)
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

static struct edtf one_value(struct arena *a, enum date_word head, const struct value *v)
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

static int check_forward(const struct reader *r, const struct edtf_date *from,
			 const struct edtf_date *to)
{
	int32_t lo, hi, other;
	edtf_date_bounds(from, &lo, &other);
	edtf_date_bounds(to, &other, &hi);
	return lo > hi ? bad(r, &BACKWARDS, NULL, 0) : 0;
}

/* Dates linked by "to" are one item of a set. */
static int collect_items(const struct reader *r, const struct date_phrase *ph,
			 const struct value *v, struct edtf_span *items, size_t *ret_n)
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

static int combine(const struct reader *r, const struct date_phrase *ph, const struct value *v,
		   struct edtf *ret)
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

/* ---- readings -------------------------------------------------------- */

static void set_day(struct date_reading *d)
{
	int32_t lo, hi;
	edtf_bounds(&d->edtf, &lo, &hi);
	d->has_day = d->edtf.kind == EDTF_SINGLE && lo == hi;
	if (d->has_day) {
		d->jdn = lo;
		d->weekday = cal_weekday(lo);
	}
}

static struct str day_words(const struct reader *r, int32_t jdn, enum calendar cal)
{
	struct edtf v = edtf_single(r->a, edtf_date_jdn(jdn));
	return date_show(r->a, r->lang, &v, cal);
}

static void say_weekday(const struct reader *r, struct date_reading *d, const struct msg *m,
			int said)
{
	struct str args[] = { day_words(r, d->jdn, d->calendar),
			      cal_weekday_name(d->weekday, r->lang),
			      cal_weekday_name((enum weekday)said, r->lang) };
	d->doubt = DATE_WRONG_WEEKDAY;
	d->note = tr_fmt(r->a, r->lang, m, args, 3);
}

static int read_in_mode(const struct reader *r, const struct date_tokens *t,
			struct date_reading *ret, struct date_phrase *ph)
{
	struct value v[DATE_ATOMS_MAX];
	struct date_reading d = { .precision = EDTF_DAY };
	bool part = false;
	bool hijri = false;
	TRY(date_parse(r->a, r->lang, t, r->mode, ph, r->e));
	for (size_t i = 0; i < ph->n; i++) {
		TRY(resolve(r, &ph->atoms[i], &v[i]));
		enum edtf_precision p = atom_precision(&ph->atoms[i]);
		d.precision = p > d.precision ? p : d.precision;
		part = part || ph->atoms[i].part;
		hijri = hijri || ph->atoms[i].cal == CAL_HIJRI;
	}
	d.calendar = ph->atoms[0].cal;
	TRY(combine(r, ph, v, &d.edtf));
	d.edtf_text = edtf_text(r->a, &d.edtf);
	set_day(&d);
	if (part || hijri)
		d.note = tr(r->lang, part ? &WORDING_KEPT : &HIJRI_ABOUT);
	*ret = d;
	return 0;
}

/* A day near the one written that has the weekday written: the neighbours, and the same date in
 * the years around. The errors found in published lists are of these kinds. */
static void add_near_days(const struct reader *r, const struct date_reading *d,
			  const struct date_atom *at, struct date_reading *rs, size_t *n)
{
	static const struct {
		int days, years;
	} NEAR[] = { { 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 } };
	for (size_t i = 0; i < COUNT(NEAR) && *n < READINGS_MAX; i++) {
		int32_t jdn = d->jdn + NEAR[i].days;
		struct date_reading near = *d;
		if (NEAR[i].years &&
		    !cal_to_jdn(at->cal, at->year + NEAR[i].years, at->month, at->day, &jdn))
			continue;
		if ((int)cal_weekday(jdn) != at->weekday)
			continue;
		near.edtf = edtf_single(r->a, edtf_date_jdn(jdn));
		near.edtf_text = edtf_text(r->a, &near.edtf);
		set_day(&near);
		say_weekday(r, &near, &FITS_WEEKDAY, at->weekday);
		rs[(*n)++] = near;
	}
}

static bool is_known(const struct date_reading *rs, size_t n, const struct date_reading *d)
{
	for (size_t i = 0; i < n; i++) {
		if (rs[i].calendar == d->calendar && str_eq(rs[i].edtf_text, d->edtf_text))
			return true;
	}
	return false;
}

/* The weekday said of a single day; -1: none. A day by the Hijri table is no test of it. */
static int said_weekday(const struct date_phrase *ph, const struct date_reading *d)
{
	bool testable = ph->n == 1 && d->has_day && ph->atoms[0].year && d->calendar != CAL_HIJRI;
	return testable ? ph->atoms[0].weekday : -1;
}

/* Weekdays of the single dates of a longer phrase are checked too; no others are offered. */
static int check_weekdays(const struct reader *r, const struct date_phrase *ph)
{
	for (size_t i = 0; i < ph->n; i++) {
		const struct date_atom *at = &ph->atoms[i];
		int32_t jdn;
		if (at->weekday < 0 || !at->year || !at->day || at->cal == CAL_HIJRI ||
		    !cal_to_jdn(at->cal, at->year, at->month, at->day, &jdn) ||
		    (int)cal_weekday(jdn) == at->weekday)
			continue;
		struct str args[] = { day_words(r, jdn, at->cal),
				      cal_weekday_name(cal_weekday(jdn), r->lang),
				      cal_weekday_name((enum weekday)at->weekday, r->lang) };
		return bad(r, &WRONG_WEEKDAY, args, 3);
	}
	return 0;
}

/* Readings whose weekday is right push out those whose weekday is wrong. */
static size_t keep_fitting(struct date_reading *rs, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		if (rs[i].doubt != DATE_WRONG_WEEKDAY)
			rs[kept++] = rs[i];
	}
	return kept ? kept : n;
}

static int read_words(struct arena *a, enum lang lang, struct str text, struct date_reading *rs,
		      size_t *ret_n, struct err *e)
{
	struct date_tokens tokens;
	size_t n = 0;
	struct err first_err = { .code = 0 };
	TRY(date_lex(a, lang, text, &tokens, e));
	for (size_t i = 0; i < COUNT(MODES) && n < READINGS_MAX; i++) {
		struct date_phrase ph;
		struct date_reading d;
		struct err why;
		struct reader r = { a, lang, &MODES[i], &why };
		int rc = read_in_mode(&r, &tokens, &d, &ph);
		if (rc == 0 && ph.n > 1)
			rc = check_weekdays(&r, &ph);
		if (rc < 0) {
			if (first_err.code == 0)
				first_err = why;
			continue;
		}
		if (is_known(rs, n, &d))
			continue;
		int weekday = said_weekday(&ph, &d);
		if (d.note.n == 0)
			d.note = tr(lang, &MODES[i].note);
		if (weekday < 0 || weekday == (int)d.weekday) {
			rs[n++] = d;
			continue;
		}
		say_weekday(&r, &d, &WRONG_WEEKDAY, weekday);
		rs[n++] = d;
		add_near_days(&r, &d, &ph.atoms[0], rs, &n);
	}
	if (n == 0) {
		if (e)
			*e = first_err;
		return first_err.code;
	}
	*ret_n = keep_fitting(rs, n);
	return 0;
}

/* EDTF itself. A year that looks Jalali is left to the words, which know the calendar. */
static bool read_edtf(struct arena *a, struct str text, struct date_reading *ret, int *ret_year14)
{
	struct date_reading d = { .calendar = CAL_GREGORIAN };
	*ret_year14 = 0;
	if (edtf_read(digits_ascii(a, text), a, &d.edtf, NULL) < 0)
		return false;
	for (size_t i = 0; i < d.edtf.n; i++) {
		const struct edtf_date *ends[] = { &d.edtf.items[i].from, &d.edtf.items[i].to };
		for (size_t k = 0; k < 2; k++) {
			if (ends[k]->year >= YEAR14_FIRST && ends[k]->year <= YEAR14_LAST)
				*ret_year14 = ends[k]->year;
		}
	}
	if (*ret_year14)
		return false;
	d.precision = edtf_precision(&d.edtf);
	d.edtf_text = edtf_text(a, &d.edtf);
	set_day(&d);
	*ret = d;
	return true;
}

int date_read(struct arena *a, enum lang lang, struct str text, struct date_reading **ret,
	      size_t *ret_n, struct err *e)
{
	struct date_reading *rs = NEW_N(a, READINGS_MAX, struct date_reading);
	struct str given = str_trim(text);
	size_t n = 1;
	int year14;
	if (given.n > DATE_TEXT_MAX) {
		struct str max = num_text(a, lang, DATE_TEXT_MAX);
		return date_bad(a, lang, e, &TOO_LONG, &max, 1);
	}
	if (!read_edtf(a, given, &rs[0], &year14)) {
		int rc = read_words(a, lang, given, rs, &n, e);
		if (rc < 0 && year14) {
			struct str y = digits_local(a, lang, str_printf(a, "%d", year14));
			return date_bad(a, lang, e, &EDTF_JALALI, &y, 1);
		}
		TRY(rc);
	}
	for (size_t i = 0; i < n; i++) {
		rs[i].as_given = str_copy(a, given);
		if (n > 1 && rs[i].doubt == DATE_SURE)
			rs[i].doubt = DATE_AMBIGUOUS;
	}
	/* The order of figures is worth saying only where there is another. */
	if (n == 1 && rs[0].doubt == DATE_SURE) {
		for (size_t i = 0; i < COUNT(MODES); i++) {
			if (rs[0].note.p == tr(lang, &MODES[i].note).p)
				rs[0].note = STR_NULL;
		}
	}
	*ret = rs;
	*ret_n = n;
	return 0;
}
