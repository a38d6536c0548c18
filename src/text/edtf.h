/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * edtf.h - dates that know how much is known: Extended Date/Time Format, as in ISO 8601-2:2019
 * (Library of Congress specification of 2019).
 *
 * Read: levels 0 and 1, sets of level 2 ([one of], {all of}, with ranges ..), a month and day
 * without year (XXXX-10-12), and the spellings of the draft of 2012 (199u, open, unknown, y17000,
 * ?~). Written: the final spelling only, and only one for each value, so that equal values are
 * equal text. Not read, and refused with a reason: other level 2 forms (qualifiers inside a
 * date, exponents, digits unspecified in the middle).
 *
 * All dates are Gregorian. Nothing is added: a year stays a year and never becomes a day.
 */
#ifndef VIGIL_EDTF_H
#define VIGIL_EDTF_H

#include "base/buf.h"

enum { EDTF_TEXT_MAX = 4096, EDTF_SET_MAX = 64, EDTF_YEAR_MAX = 4999998 };

/* Coarser is greater. */
enum edtf_precision {
	EDTF_DAY,
	EDTF_MONTH,
	EDTF_SEASON,
	EDTF_YEAR,
	EDTF_DECADE,
	EDTF_CENTURY,
	EDTF_NONE /* open, unknown */
};

enum edtf_state {
	EDTF_KNOWN,
	EDTF_OPEN,   /* ".." */
	EDTF_UNKNOWN /* nothing written */
};

struct edtf_date {
	enum edtf_state state;
	int32_t year;	     /* a decade or century: its first year */
	uint8_t month;	     /* 1 to 12; 21 to 24 spring, summer, autumn, winter; 0: not given */
	uint8_t day;	     /* 0: not given */
	uint8_t year_x;	     /* unspecified last digits: 1 decade, 2 century, 4 no year (XXXX) */
	bool month_x, day_x; /* written XX: there is one, it is not known */
	bool approximate;    /* ~ */
	bool uncertain;	     /* ? (both: %) */
	bool has_time;
	int32_t seconds;  /* of the day, with has_time */
	int16_t zone_min; /* EDTF_ZONE_NONE when not given */
};

enum { EDTF_ZONE_NONE = INT16_MIN };

/* One date, or a range from..to, of which in a set one end may be open. */
struct edtf_span {
	struct edtf_date from, to;
	bool range;
};

enum edtf_kind {
	EDTF_SINGLE,   /* items[0].from */
	EDTF_INTERVAL, /* items[0].from/to: the whole stretch, or a period with these ends */
	EDTF_ONE_OF,   /* [..]: one of the items, not known which */
	EDTF_ALL_OF    /* {..}: all of the items */
};

struct edtf {
	enum edtf_kind kind;
	const struct edtf_span *items; /* in the arena of edtf_read or of the caller */
	size_t n;
};

/* Read all of `s`; spaces around it and inside sets are allowed. ERR_INPUT says what is wrong and
 * at which character. Days that do not exist and intervals that end before they begin are wrong. */
int edtf_read(struct str s, struct arena *a, struct edtf *ret, struct err *e) MUST_USE;

void edtf_write(struct buf *b, const struct edtf *v);
struct str edtf_text(struct arena *a, const struct edtf *v);

/* Values from parts, for code that computes dates. A copy goes into the arena. */
struct edtf_date edtf_date_ymd(int32_t year, int month, int day); /* 0 for not given */
struct edtf_date edtf_date_end(enum edtf_state state);		  /* open or unknown */
struct edtf_date edtf_date_jdn(int32_t jdn);
struct edtf edtf_single(struct arena *a, struct edtf_date d);
struct edtf edtf_interval(struct arena *a, struct edtf_date from, struct edtf_date to);
struct edtf edtf_set(struct arena *a, enum edtf_kind kind, const struct edtf_span *items, size_t n);

/* The earliest and the latest day (Julian day numbers) that the value leaves possible, as it is
 * written: ~ and ? widen nothing. INT32_MIN and INT32_MAX where there is no bound: an open or
 * unknown end, no year. */
void edtf_bounds(const struct edtf *v, int32_t *ret_lo, int32_t *ret_hi);
void edtf_date_bounds(const struct edtf_date *d, int32_t *ret_lo, int32_t *ret_hi);

bool edtf_eq(const struct edtf *x, const struct edtf *y); /* the same text */
bool edtf_overlaps(const struct edtf *x,
		   const struct edtf *y); /* some day is in both, as written */
/* Whether both can hold of one thing that happened on one day: some day is in both, where an
 * approximate date reaches one step to each side (day 7 days, month 31, season 92, year 366,
 * decade 3,653, century 36,525). "?" does not widen: a doubted date that differs is a difference.
 * For two periods it says that they meet, not that they are equal. */
bool edtf_can_be_same(const struct edtf *x, const struct edtf *y);
/* Order for lists: by the earliest day, then the latest, then the text's parts: -1, 0, 1. */
int edtf_cmp(const struct edtf *x, const struct edtf *y);

bool edtf_is_exact_day(const struct edtf *v);			    /* one day, neither ~ nor ? */
bool edtf_is_approximate(const struct edtf *v);			    /* any part has ~ */
bool edtf_is_uncertain(const struct edtf *v);			    /* any part has ? */
bool edtf_is_open(const struct edtf *v);			    /* any end open or unknown */
enum edtf_precision edtf_date_precision(const struct edtf_date *d); /* 2025-07-XX is a month */
enum edtf_precision edtf_precision(const struct edtf *v);	    /* the coarsest known part */

#endif
