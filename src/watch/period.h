/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * period.h - cells that name a period or a count, for the tables of this room.
 *
 * A period is a number (7), a month (1988-07) or a date (1988-07-28). In one table all are of one kind. Dates that are
 * all a whole number of weeks apart are weeks, others days. Nothing is guessed: what cannot be read is a problem with
 * its row and column (text/csv.h).
 */
#ifndef VIGIL_WATCH_PERIOD_H
#define VIGIL_WATCH_PERIOD_H

#include "text/csv.h"
#include "watch/watch.h"

enum period_kind { PERIOD_NUMBER, PERIOD_MONTH, PERIOD_WEEK, PERIOD_DAY };

/* A number; months since year 0; or the Julian day number of a date (PERIOD_DAY). */
bool period_parse(struct str s, enum period_kind *ret_kind, int64_t *ret);

/* The periods of a table, 0 .. n - 1, without gaps. */
struct period_axis {
	enum period_kind kind;
	int64_t first; /* as period_parse gives it */
	int64_t step;  /* 7 for weeks, else 1 */
	int64_t n;
};

enum { PERIOD_AXIS_MAX = 20000 };

/* What the rows of a table say, one after the other. Zeroed, it is empty. */
struct period_list {
	struct {
		int64_t at;
		int64_t row;
	} * items;
	size_t n, cap;
	enum period_kind kind;
	size_t column;
};
/* Read one cell; false, and a problem, if it is no period or another kind than those before. */
bool period_take(struct period_list *l, const struct csv_row *row, size_t column,
		 struct csv_problems *ps);
/* The axis of all that were taken, from the least to the largest. ERR_TOOBIG beyond PERIOD_AXIS_MAX. */
int period_settle(const struct period_list *l, struct period_axis *ret, struct err *e) MUST_USE;
/* The place of item i; and of a text that a person gave, which may lie outside 0 .. n - 1. */
int64_t period_index(const struct period_axis *x, int64_t at);
int period_find(const struct period_axis *x, struct str s, int64_t *ret, struct err *e) MUST_USE;
/* "7", "1988-07", "1988-07-28". */
struct str period_text(const struct period_axis *x, int64_t index, struct arena *a);
/* ERR_INPUT: the last of them begins after `today` (2025-10-12), which nobody can have counted. */
int period_check_today(const struct period_axis *x, struct str today, struct arena *a,
		       struct err *e) MUST_USE;
/* How many there are in a year: 52, 12, 365.25; NaN where periods are numbers. */
double period_per_year(const struct period_axis *x);

/* ---- cells ---------------------------------------------------------------- */

void cell_problem(struct csv_problems *ps, int64_t row, ptrdiff_t column, const struct msg *what,
		  const struct msg *todo, struct str cell);
/* A whole number from 0 to 2^31 - 1; else a problem, and false. */
bool cell_count(const struct csv_row *row, size_t column, struct csv_problems *ps, int64_t *ret);
/* A decimal number from lo to hi; else a problem, and false. */
bool cell_real(const struct csv_row *row, size_t column, double lo, double hi,
	       struct csv_problems *ps, double *ret);
/* The column of that name, whatever its case; or -1. With a problem when it is needed and not there. */
ptrdiff_t cell_column(const struct csv_row *header, const char *name);
ptrdiff_t cell_column_needed(const struct csv_row *header, const char *name,
			     struct csv_problems *ps);

#endif
