/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conflict_calendar.c - dates that make sense only in another calendar.
 *
 * Three signs. A year that no event of this register can have, but which is this or last century's in
 * another calendar (1404 as a Gregorian year, 2025 as a Jalali one). A day, or a window of days, that
 * lay ahead when the source spoke of it as past, and did not when its number stays and the month is
 * the Jalali one that falls into it ("the first twenty days of October" for those of Mehr). And two
 * dates of one thing of which one becomes the other in this way.
 */
#include "register/conflict_priv.h"

#include "text/calendar.h"

enum {
	OFFSET_JALALI = 621, /* of years, until Nowruz one more */
	MAX_SHIFT = 45,	     /* days a date moves when the name of its month is changed */
	SWAPS = 4
};

/* The days meant when the day keeps its number and the month is one of the two of the other calendar
 * that share days with it. */
static size_t swapped_days(int32_t jdn, enum calendar from, int32_t ret[static SWAPS])
{
	enum calendar to = from == CAL_GREGORIAN ? CAL_JALALI : CAL_GREGORIAN;
	struct cal_day d;
	size_t n = 0;
	if (!cal_from_jdn(from, jdn, &d))
		return 0;
	for (int later = 0; later < 2; later++) {
		/* October (10) holds days of Mehr (7) and Aban (8); Mehr those of September and October. */
		int month = from == CAL_GREGORIAN ? (d.month + 8 + later) % CAL_MONTHS + 1
						  : (d.month + 1 + later) % CAL_MONTHS + 1;
		for (int32_t years = OFFSET_JALALI; years <= OFFSET_JALALI + 1; years++) {
			int32_t day;
			int32_t year = from == CAL_GREGORIAN ? d.year - years : d.year + years;
			if (!cal_to_jdn(to, year, month, d.day, &day))
				continue;
			if (day != jdn && day - jdn <= MAX_SHIFT && jdn - day <= MAX_SHIFT &&
			    n < SWAPS)
				ret[n++] = day;
		}
	}
	return n;
}

static bool is_swap_of(int32_t x, int32_t y)
{
	static const enum calendar CALS[] = { CAL_GREGORIAN, CAL_JALALI };
	int32_t day[SWAPS];
	for (size_t c = 0; c < COUNT(CALS); c++) {
		size_t n = swapped_days(x, CALS[c], day);
		for (size_t i = 0; i < n; i++)
			if (day[i] == y)
				return true;
	}
	return false;
}

static bool one_day(const struct conflict_field *f, int32_t *ret)
{
	int32_t last;
	if (!f->has_date || !edtf_is_exact_day(&f->date))
		return false;
	edtf_bounds(&f->date, ret, &last);
	return true;
}

static enum calendar calendar_of(const struct conflict_field *f)
{
	return f->value.u.date.cal == VALUE_JALALI ? CAL_JALALI : CAL_GREGORIAN;
}

/* ---- years ---- */

static bool is_wrong_year(const struct conflict_field *f)
{
	enum { JALALI_FIRST = 1300, HIJRI_LAST = 1500, NOT_YET = 2500 };
	for (size_t i = 0; i < f->date.n; i++) {
		const struct edtf_date *d = &f->date.items[i].from;
		if (d->state != EDTF_KNOWN || d->year_x)
			continue;
		if (f->value.u.date.cal == VALUE_GREGORIAN && d->year >= JALALI_FIRST &&
		    d->year < HIJRI_LAST)
			return true;
		if (f->value.u.date.cal != VALUE_GREGORIAN && d->year >= NOT_YET)
			return true;
	}
	return false;
}

/* ---- ahead of the day on which it was told ---- */

/* What is told as having been. A deadline, a horizon or the day of a debate may lie ahead. */
static bool is_told_as_past(const struct conflict_input *in, const struct conflict_field *f)
{
	static const char *const PAST[] = { "birth_date", "death_date", "onset", "publication_date",
					    "sent" };
	for (size_t i = 0; i < COUNT(PAST); i++)
		if (field_is(f, PAST[i]))
			return true;
	return (field_is(f, "date") || field_is(f, "start")) && !event_may_lie_ahead(in);
}

static bool was_past_in_other(int32_t day, enum calendar cal, int32_t said)
{
	int32_t other[SWAPS];
	size_t n = swapped_days(day, cal, other);
	for (size_t i = 0; i < n; i++)
		if (other[i] <= said)
			return true;
	return false;
}

static bool is_ahead(const struct conflict_input *in, const struct conflict_field *f)
{
	int32_t day;
	if (!f->has_said || f->said.hi == INT32_MAX)
		return false;
	if (one_day(f, &day))
		return day > f->said.hi && is_told_as_past(in, f) &&
		       was_past_in_other(day, calendar_of(f), f->said.hi);
	/* A count up to a day that had not come; whole months and years run on as a matter of course. */
	if (f->value.type != VALUE_QUANTITY || !f->has_when || f->when.hi == INT32_MAX ||
	    f->when.hi <= f->said.hi)
		return false;
	struct cal_day end;
	return cal_from_jdn(CAL_GREGORIAN, f->when.hi, &end) &&
	       end.day != cal_month_len(CAL_GREGORIAN, end.year, end.month) &&
	       was_past_in_other(f->when.hi, CAL_GREGORIAN, f->said.hi);
}

/* ---- two dates of one thing ---- */

static bool pair_is_swapped(const struct conflict_field *x, const struct conflict_field *y)
{
	int32_t p;
	int32_t q;
	if (x->prop != y->prop || !x->prop->functional)
		return false;
	if (x->has_date && y->has_date)
		return one_day(x, &p) && one_day(y, &q) && p != q &&
		       (is_swap_of(p, q) || is_swap_of(q, p));
	/* The same number, for a window that begins and ends on days of the same numbers. */
	if (x->value.type != VALUE_QUANTITY || !str_eq(x->same, y->same) || !x->has_when ||
	    !y->has_when)
		return false;
	return x->when.lo != y->when.lo &&
	       ((is_swap_of(x->when.lo, y->when.lo) && is_swap_of(x->when.hi, y->when.hi)) ||
		(is_swap_of(y->when.lo, x->when.lo) && is_swap_of(y->when.hi, x->when.hi)));
}

static bool may_be_swapped(const struct conflict_field *f)
{
	if (!f->prop->functional || !field_is_known(f))
		return false;
	return f->has_date || (f->value.type == VALUE_QUANTITY && f->has_when &&
			       f->when.lo != INT32_MIN && f->when.hi != INT32_MAX);
}

static struct str side_of(const struct conflict_field *f, struct arena *a)
{
	return f->has_date ? f->same : field_side(f, a);
}

void rule_wrong_calendar(const struct conflict_input *in, struct conflict_out *o)
{
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		if ((f->has_date && is_wrong_year(f)) || is_ahead(in, f))
			conflict_mark(o, f->prop->term.code, f, side_of(f, o->a));
		if (!may_be_swapped(f))
			continue;
		for (size_t k = 0; k < i; k++) {
			const struct conflict_field *g = &in->fields[k];
			if (g->prop != f->prop || !may_be_swapped(g) || !pair_is_swapped(f, g))
				continue;
			conflict_mark(o, f->prop->term.code, f, side_of(f, o->a));
			conflict_mark(o, f->prop->term.code, g, side_of(g, o->a));
		}
	}
}
