/* SPDX-License-Identifier: GPL-3.0-or-later */
/* segment.h - interrupted series as a page, and what may be said of one. */
#ifndef VIGIL_REPORT_SEGMENT_H
#define VIGIL_REPORT_SEGMENT_H

#include "base/buf.h"
#include "text/msg.h"
#include "watch/segment.h"

/* A series cut in two; `refused` says why nothing can be said of it, and is else empty. */
struct segment_answer {
	const struct series *s;
	struct segment r;
	struct str refused;
};

/* What is compared, in the order of the rows. */
enum { SEGMENT_ROWS = 5 };
struct segment_row {
	const struct msg *what;
	const struct segment_ratio *ratio;
};
void report_segment_rows(const struct segment *r, struct segment_row ret[SEGMENT_ROWS]);
/* "Example: 36 periods before 2022-01, 24 from then on." */
struct str report_segment_head(const struct segment_answer *x, enum lang lang, struct arena *a);
/* Whether the level changed; and that neighbours are alike, or empty. */
struct str report_segment_verdict(const struct segment *r, enum lang lang, struct arena *a);
struct str report_segment_alike(const struct segment *r, enum lang lang, struct arena *a);

/* A page that stands alone. ERR_TOOBIG: `ret` is full. */
int report_segment(const struct segment_answer *x, size_t n, enum lang lang, struct buf *ret,
		   struct err *e) MUST_USE;

#endif
