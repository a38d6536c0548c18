/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * date_read.c - readings of a wording.
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

enum { READINGS_MAX = 16 };

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

static int bad(const struct date_reader *r, const struct msg *m, const struct str *args, size_t n)
{
	return date_bad(r->a, r->lang, r->e, m, args, n);
}

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

static struct str day_words(const struct date_reader *r, int32_t jdn, enum calendar cal)
{
	struct edtf v = edtf_single(r->a, edtf_date_jdn(jdn));
	return date_show(r->a, r->lang, &v, cal);
}

static void say_weekday(const struct date_reader *r, struct date_reading *d, const struct msg *m,
			int said)
{
	struct str args[] = { day_words(r, d->jdn, d->calendar),
			      cal_weekday_name(d->weekday, r->lang),
			      cal_weekday_name((enum weekday)said, r->lang) };
	d->doubt = DATE_WRONG_WEEKDAY;
	d->note = tr_fmt(r->a, r->lang, m, args, 3);
}

static int read_in_mode(const struct date_reader *r, const struct date_tokens *t,
			struct date_reading *ret, struct date_phrase *ph)
{
	struct date_value v[DATE_ATOMS_MAX];
	struct date_reading d = { .precision = EDTF_DAY };
	bool part = false;
	bool hijri = false;
	TRY(date_parse(r->a, r->lang, t, r->mode, ph, r->e));
	for (size_t i = 0; i < ph->n; i++) {
		TRY(date_resolve(r, &ph->atoms[i], &v[i]));
		enum edtf_precision p = date_atom_precision(&ph->atoms[i]);
		d.precision = p > d.precision ? p : d.precision;
		part = part || ph->atoms[i].part;
		hijri = hijri || ph->atoms[i].cal == CAL_HIJRI;
	}
	d.calendar = ph->atoms[0].cal;
	TRY(date_combine(r, ph, v, &d.edtf));
	d.edtf_text = edtf_text(r->a, &d.edtf);
	set_day(&d);
	if (part || hijri)
		d.note = tr(r->lang, part ? &WORDING_KEPT : &HIJRI_ABOUT);
	*ret = d;
	return 0;
}

/* A day near the one written that has the weekday written: the neighbours, and the same date in
 * the years around. The errors found in published lists are of these kinds. */
static void add_near_days(const struct date_reader *r, const struct date_reading *d,
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
static int check_weekdays(const struct date_reader *r, const struct date_phrase *ph)
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
		struct date_reader r = { a, lang, &MODES[i], &why };
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
			if (ends[k]->year >= DATE_YEAR14_FIRST && ends[k]->year <= DATE_YEAR14_LAST)
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

static bool is_day(int64_t month, int64_t day)
{
	return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool date_run_year_first(int64_t figures)
{
	int64_t front = figures / 10000;
	int64_t back = figures % 10000;
	if (front < 1000 || (front > 2200 && back <= 2200))
		return false;
	bool first = is_day(back / 100, back % 100);
	bool last = back >= 1300 && back <= 2200 && is_day(front % 100, front / 100);
	return first || !last;
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
