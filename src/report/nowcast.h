/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nowcast.h - what the newest periods will come to, as a page and as part of one. */
#ifndef VIGIL_REPORT_NOWCAST_H
#define VIGIL_REPORT_NOWCAST_H

#include "html/html.h"
#include "text/msg.h"
#include "watch/nowcast.h"

enum { NOWCAST_NOTES = 4, NOWCAST_SAID = 4, NOWCAST_SHOWN = 13 };

struct nowcast_page {
	const struct nowcast_table *table;
	const struct nowcast_options *o;
	const struct nowcast_delay *delay;
	struct nowcast_point *const *points; /* by series of the table ... */
	const size_t *n_points;		     /* ... so many each */
	const struct nowcast_check *back;    /* NULL: not asked for */
	size_t n_back;
	enum lang lang;
	struct str title; /* of a figure; may be empty */
	struct str notes
		[NOWCAST_NOTES]; /* what else must be said of the counts; empty ones are passed over */
};

/* How late things became known, and what is doubtful about that, a sentence each; those not needed are empty. */
void report_nowcast_said(const struct nowcast_page *p, struct arena *a,
			 struct str ret[NOWCAST_SAID]);
/* The period of an event, in the reader's digits. */
struct str report_nowcast_when(const struct nowcast_page *p, int64_t t, struct arena *a);

/* The newest periods of one series as a table with bars, at most NOWCAST_SHOWN. */
void report_nowcast_table(struct html *h, const struct nowcast_page *p, size_t series,
			  struct arena *a);
/* A page that stands alone. ERR_TOOBIG: `ret` is full. */
int report_nowcast(const struct nowcast_page *p, struct buf *ret, struct err *e) MUST_USE;

#endif
