/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * series.h - counts by week or month out of a table.
 *
 * A table is long, a row for each period:		series,t,date,freq,observed
 * or wide, a row for each series, a column for each period:	series,w1,w2,w3 ...
 * Which one is told by its header: long has a column `observed` (or `count`). Of a long one, `series` may
 * be missing (one series), `freq` as well (52; 12 where dates are months: 1988-07), and one of `t` (a number
 * that goes up by one) and `date` (1988-07-28 or 1988-07). A column `source` makes it a table of
 * counts by source, and rows of one period are then told apart by it. A source may say nothing of a period; that is
 * none.
 *
 * Nothing is guessed: a period without a count, a period that is missing or stands twice, a negative or
 * broken number, a date that is yet to come are problems with their row and column; so are columns of a wide table
 * whose names are dates or numbers (w1, w2 ...) that do not follow on each other. A missing count is not a zero.
 */
#ifndef VIGIL_WATCH_SERIES_H
#define VIGIL_WATCH_SERIES_H

#include "text/csv.h"
#include "watch/watch.h"

enum {
	SERIES_MAX = 20000,
	SERIES_PERIODS_MAX = 10000,  /* of one */
	SERIES_FILE_MAX = 256 << 20, /* bytes */
	SERIES_COLUMNS_MAX = 8192
};
#define SERIES_COUNT_MAX INT32_MAX

struct series_options {
	enum lang lang;
	int freq; /* 52 or 12 where the table does not say; 0: 12 where dates are months, else 52 */
	struct str
		today; /* 2025-10-12: periods that begin later are a problem; empty: not looked at */
};

/* One series of one source; in a table without sources that is "". */
struct series_part {
	struct series s;
	struct str source;
};

struct series_set {
	struct series_part *parts; /* in the order of the table */
	size_t n;
};

/* Everything returned lives in `a`. Problems of the table are in *ret_problems, and *ret then holds only
 * series without any. ERR_TOOBIG beyond the limits above. */
int series_read(struct str bytes, const struct series_options *o, struct arena *a,
		struct series_set *ret, struct csv_problems *ret_problems, struct err *e) MUST_USE;

/* The same for a table that is to be judged: of one by source, *ret are the counts of all sources together, in which no
 * period may be missing, and *ret_sources what series_read gives. Of another *ret_sources is empty. */
int series_read_all(struct str bytes, const struct series_options *o, struct arena *a,
		    struct series_set *ret, struct series_set *ret_sources,
		    struct csv_problems *ret_problems, struct err *e) MUST_USE;

/* s without the counts of `part`, where both speak of the same period (by `first`). ERR_INPUT: a source has
 * more than there is in all, or a period that s has not. The result lives in `a`. */
int series_without(const struct series *s, const struct series *part, struct arena *a,
		   struct series *ret, struct err *e) MUST_USE;

#endif
