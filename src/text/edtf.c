/* SPDX-License-Identifier: GPL-3.0-or-later */
/* edtf.c - what a value means: bounds, comparison, precision. */
#include "text/edtf.h"

#include "text/calendar.h"

struct edtf_date edtf_date_ymd(int32_t year, int month, int day)
{
	return (struct edtf_date){ .year = year,
				   .month = (uint8_t)month,
				   .day = (uint8_t)day,
				   .zone_min = EDTF_ZONE_NONE };
}

struct edtf_date edtf_date_end(enum edtf_state state)
{
	return (struct edtf_date){ .state = state, .zone_min = EDTF_ZONE_NONE };
}

struct edtf_date edtf_date_jdn(int32_t jdn)
{
	struct cal_day d;
	if (!cal_from_jdn(CAL_GREGORIAN, jdn, &d))
		return edtf_date_end(EDTF_UNKNOWN);
	return edtf_date_ymd(d.year, d.month, d.day);
}

struct edtf edtf_set(struct arena *a, enum edtf_kind kind, const struct edtf_span *items, size_t n)
{
	struct edtf_span *copy = NEW_N(a, n, struct edtf_span);
	assert(n > 0);
	memcpy(copy, items, n * sizeof *copy);
	return (struct edtf){ kind, copy, n };
}

struct edtf edtf_single(struct arena *a, struct edtf_date d)
{
	return edtf_set(a, EDTF_SINGLE, &(struct edtf_span){ .from = d }, 1);
}

struct edtf edtf_interval(struct arena *a, struct edtf_date from, struct edtf_date to)
{
	return edtf_set(a, EDTF_INTERVAL, &(struct edtf_span){ from, to, true }, 1);
}

/* ---- bounds ---------------------------------------------------------- */

static int32_t first_of(int32_t year, int month, int day)
{
	int32_t jdn = 0;
	bool ok = cal_to_jdn(CAL_GREGORIAN, year, month, day, &jdn);
	assert(ok && "edtf dates are checked when they are made");
	return jdn;
}

static int32_t last_of_month(int32_t year, int month)
{
	return first_of(year, month, cal_month_len(CAL_GREGORIAN, year, month));
}

/* Seasons are the northern ones by months (winter 2025 begins in December 2025): EDTF leaves
 * their limits to the user. */
static void season_bounds(int32_t year, int season, int32_t *ret_lo, int32_t *ret_hi)
{
	int first = 3 + 3 * (season - 21);
	*ret_lo = first_of(year, first, 1);
	*ret_hi = season == 24 ? last_of_month(year + 1, 2) : last_of_month(year, first + 2);
}

void edtf_date_bounds(const struct edtf_date *d, int32_t *ret_lo, int32_t *ret_hi)
{
	static const int32_t YEARS[] = { 1, 10, 100 };

	*ret_lo = INT32_MIN;
	*ret_hi = INT32_MAX;
	if (d->state != EDTF_KNOWN || d->year_x > 2)
		return;
	if (d->month > CAL_MONTHS) {
		season_bounds(d->year, d->month, ret_lo, ret_hi);
	} else if (d->day) {
		*ret_lo = *ret_hi = first_of(d->year, d->month, d->day);
	} else if (d->month) {
		*ret_lo = first_of(d->year, d->month, 1);
		*ret_hi = last_of_month(d->year, d->month);
	} else {
		/* Before year 0 the digits count away from zero: -198X ends with its first year. */
		int32_t more = YEARS[d->year_x] - 1;
		*ret_lo = first_of(d->year < 0 ? d->year - more : d->year, 1, 1);
		*ret_hi = first_of(d->year < 0 ? d->year : d->year + more, 12, 31);
	}
}

static void span_bounds(const struct edtf_span *s, int32_t *ret_lo, int32_t *ret_hi)
{
	int32_t other;
	if (!s->range) {
		edtf_date_bounds(&s->from, ret_lo, ret_hi);
		return;
	}
	edtf_date_bounds(&s->from, ret_lo, &other);
	edtf_date_bounds(&s->to, &other, ret_hi);
}

void edtf_bounds(const struct edtf *v, int32_t *ret_lo, int32_t *ret_hi)
{
	*ret_lo = INT32_MAX;
	*ret_hi = INT32_MIN;
	for (size_t i = 0; i < v->n; i++) {
		int32_t lo, hi;
		span_bounds(&v->items[i], &lo, &hi);
		*ret_lo = lo < *ret_lo ? lo : *ret_lo;
		*ret_hi = hi > *ret_hi ? hi : *ret_hi;
	}
}

/* ---- comparison ------------------------------------------------------ */

static int32_t slack(const struct edtf_date *d)
{
	static const int32_t STEP[] = {
		[EDTF_DAY] = 7,	      [EDTF_MONTH] = 31,      [EDTF_SEASON] = 92, [EDTF_YEAR] = 366,
		[EDTF_DECADE] = 3653, [EDTF_CENTURY] = 36525, [EDTF_NONE] = 0,
	};
	return d->approximate ? STEP[edtf_date_precision(d)] : 0;
}

static void wide_bounds(const struct edtf_span *s, int64_t *ret_lo, int64_t *ret_hi)
{
	int32_t lo, hi;
	span_bounds(s, &lo, &hi);
	*ret_lo = (int64_t)lo - slack(&s->from);
	*ret_hi = (int64_t)hi + slack(s->range ? &s->to : &s->from);
}

static bool meet(const struct edtf *x, const struct edtf *y, bool wide)
{
	for (size_t i = 0; i < x->n; i++) {
		for (size_t k = 0; k < y->n; k++) {
			int64_t xlo, xhi, ylo, yhi;
			int32_t lo, hi;
			wide_bounds(&x->items[i], &xlo, &xhi);
			wide_bounds(&y->items[k], &ylo, &yhi);
			if (!wide) {
				span_bounds(&x->items[i], &lo, &hi);
				xlo = lo;
				xhi = hi;
				span_bounds(&y->items[k], &lo, &hi);
				ylo = lo;
				yhi = hi;
			}
			if (xlo <= yhi && ylo <= xhi)
				return true;
		}
	}
	return false;
}

bool edtf_overlaps(const struct edtf *x, const struct edtf *y)
{
	return meet(x, y, false);
}

bool edtf_can_be_same(const struct edtf *x, const struct edtf *y)
{
	return meet(x, y, true);
}

static int cmp_int(int64_t x, int64_t y)
{
	return (x > y) - (x < y);
}

static int cmp_date(const struct edtf_date *x, const struct edtf_date *y)
{
	const int64_t PARTS[][2] = {
		{ x->state, y->state },
		{ x->year, y->year },
		{ x->year_x, y->year_x },
		{ x->month, y->month },
		{ x->month_x, y->month_x },
		{ x->day, y->day },
		{ x->day_x, y->day_x },
		{ x->approximate, y->approximate },
		{ x->uncertain, y->uncertain },
		{ x->has_time, y->has_time },
		{ x->has_time ? x->seconds : 0, y->has_time ? y->seconds : 0 },
		{ x->has_time ? x->zone_min : 0, y->has_time ? y->zone_min : 0 },
	};
	int c = 0;
	for (size_t i = 0; i < COUNT(PARTS) && c == 0; i++)
		c = cmp_int(PARTS[i][0], PARTS[i][1]);
	return c;
}

int edtf_cmp(const struct edtf *x, const struct edtf *y)
{
	int32_t xlo, xhi, ylo, yhi;
	edtf_bounds(x, &xlo, &xhi);
	edtf_bounds(y, &ylo, &yhi);
	int c = cmp_int(xlo, ylo);
	if (c == 0)
		c = cmp_int(xhi, yhi);
	if (c == 0)
		c = cmp_int(x->kind, y->kind);
	for (size_t i = 0; c == 0 && i < x->n && i < y->n; i++) {
		c = cmp_date(&x->items[i].from, &y->items[i].from);
		if (c == 0)
			c = cmp_int(x->items[i].range, y->items[i].range);
		if (c == 0 && x->items[i].range)
			c = cmp_date(&x->items[i].to, &y->items[i].to);
	}
	return c ? c : cmp_int((int64_t)x->n, (int64_t)y->n);
}

bool edtf_eq(const struct edtf *x, const struct edtf *y)
{
	return edtf_cmp(x, y) == 0;
}

/* ---- what is known --------------------------------------------------- */

enum edtf_precision edtf_date_precision(const struct edtf_date *d)
{
	if (d->state != EDTF_KNOWN)
		return EDTF_NONE;
	if (d->month > CAL_MONTHS)
		return EDTF_SEASON;
	if (d->day)
		return EDTF_DAY;
	if (d->month)
		return EDTF_MONTH;
	return d->year_x == 0 ? EDTF_YEAR : d->year_x == 1 ? EDTF_DECADE : EDTF_CENTURY;
}

enum edtf_precision edtf_precision(const struct edtf *v)
{
	enum edtf_precision p = EDTF_DAY;
	bool any = false;
	for (size_t i = 0; i < v->n; i++) {
		enum edtf_precision of[2] = { edtf_date_precision(&v->items[i].from),
					      v->items[i].range
						      ? edtf_date_precision(&v->items[i].to)
						      : EDTF_NONE };
		for (size_t k = 0; k < 2; k++) {
			any = any || of[k] != EDTF_NONE;
			if (of[k] != EDTF_NONE && of[k] > p)
				p = of[k];
		}
	}
	return any ? p : EDTF_NONE;
}

bool edtf_is_exact_day(const struct edtf *v)
{
	const struct edtf_date *d = &v->items[0].from;
	return v->kind == EDTF_SINGLE && d->state == EDTF_KNOWN && d->day && d->year_x == 0 &&
	       !d->approximate && !d->uncertain;
}

bool edtf_is_approximate(const struct edtf *v)
{
	bool any = false;
	for (size_t i = 0; i < v->n; i++)
		any = any || v->items[i].from.approximate ||
		      (v->items[i].range && v->items[i].to.approximate);
	return any;
}

bool edtf_is_uncertain(const struct edtf *v)
{
	bool any = false;
	for (size_t i = 0; i < v->n; i++)
		any = any || v->items[i].from.uncertain ||
		      (v->items[i].range && v->items[i].to.uncertain);
	return any;
}

bool edtf_is_open(const struct edtf *v)
{
	bool any = false;
	for (size_t i = 0; i < v->n; i++)
		any = any || v->items[i].from.state != EDTF_KNOWN ||
		      (v->items[i].range && v->items[i].to.state != EDTF_KNOWN);
	return any;
}
