/* SPDX-License-Identifier: GPL-3.0-or-later */
/* series_priv.h - rows of a table on their way to being series. */
#ifndef VIGIL_WATCH_SERIES_PRIV_H
#define VIGIL_WATCH_SERIES_PRIV_H

#include "base/map.h"
#include "watch/series.h"

struct series_point {
	int64_t t, count;
	int64_t row;
	struct str label;
};

struct series_lines {
	struct str name, source;
	int freq;
	struct series_point *points;
	size_t n, cap;
	int64_t row; /* of a wide table */
	bool spoiled;
};

struct series_reader {
	const struct series_options *o;
	struct arena *a;
	struct arena *scratch; /* points, until they are series */
	struct csv_problems *ps;
	bool wide;
	ptrdiff_t series, t, date, freq, observed, source;
	struct str *labels; /* of the periods of a wide table, for all its series */
	bool spoiled;	    /* its periods are not in order: no series of it is whole */
	int wide_freq;
	struct series_lines **parts;
	size_t n, cap;
	struct map by_name;
	struct series_lines *last;
};

/* Takes the header and then each row (text/csv.h): ctx is a struct series_reader. */
int series_take_row(void *ctx, const struct csv_row *row, struct err *e);
/* The period `when` of a series does not follow on the one before it: `step` is 0 (it stood in row `before` already),
 * or more than 1. */
void series_not_next(struct series_reader *r, int64_t row, struct str when, struct str name,
		     int64_t step, int64_t before);

#endif
