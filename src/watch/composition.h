/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * composition.h - who, then and now: the shares of two periods compared, with the unknown in sight.
 *
 * A table is CSV: `property,value,before,now` with a row for each value (charge, drugs, 80, 45); `property` may be missing,
 * and instead of `before` and `now` two columns may have other names, the earlier period first. A value that is empty,
 * "unknown" or "نامعلوم" is what is not known, at most one row of a property.
 *
 * Shares are of the known. Whether they say anything of all is another matter: with the unknown all of one kind or none of
 * it, the difference lies between worst-case bounds (Manski 1990), and only what keeps its sign there holds whatever
 * the unknown were.
 */
#ifndef VIGIL_WATCH_COMPOSITION_H
#define VIGIL_WATCH_COMPOSITION_H

#include "num/interval.h"
#include "watch/period.h"

enum { COMPOSITION_ROWS_MAX = 2000, COMPOSITION_VALUES_MAX = 100, COMPOSITION_FILE_MAX = 1 << 20 };

struct composition_row {
	struct str value;
	int64_t before, now;
	double share_before, share_now; /* of the known; NaN where nothing is known */
	struct num_interval difference; /* now - before (Newcombe 1998) */
	struct num_interval
		worst; /* the same with the unknown at its worst; certain, no confidence */
	double p;      /* Fisher's exact, this value against all others known */
	double q;      /* Benjamini & Hochberg over all rows of the table */
	/* How many times more completely this value, compared with the others, would have to be documented in one period
	 * than in the other for the change to vanish: the nearer bound of the odds ratio, as a number above 1; 1 where the
	 * change may be chance. */
	double tipping;
	/* The same for the number itself: the nearer bound of the rate ratio. NaN: lengths not given. */
	double tipping_rate;
};

struct composition {
	struct str property;
	struct composition_row *rows; /* without the unknown */
	size_t n;
	int64_t known_before, known_now, unknown_before, unknown_now;
	double v; /* Cramer's, of the known: 0 alike, 1 nothing in common */
	double p; /* that all shares are alike: chi-squared of tables with the same sums, drawn */
	double q; /* over all properties */
	size_t drawn; /* tables; fewer than asked for where 200 were as far apart */
};

struct composition_options {
	double conf;  /* 0: 0.95 */
	size_t draws; /* 0: 100,000 */
	uint64_t seed;
	double length_before, length_now; /* of the periods; 0: not given */
};

struct composition_table {
	struct composition *items;
	size_t n;
	struct str name_before, name_now; /* of the columns */
};

/* Everything returned lives in `a`. Problems of the table are in *ret_problems; then *ret holds nothing. ERR_TOOBIG: rows. */
int composition_read(struct str bytes, enum lang lang, struct arena *a,
		     struct composition_table *ret, struct csv_problems *ret_problems,
		     struct err *e) MUST_USE;
/* Fills in what is computed. ERR_INPUT: a confidence or length that makes no sense, nothing known. */
int composition_compare(struct composition_table *t, const struct composition_options *o,
			struct arena *a, struct err *e) MUST_USE;

/* Two-sided: all tables with the same sums that are not more likely. x of n against y of m. */
double composition_fisher(int64_t x, int64_t n, int64_t y, int64_t m);

#endif
