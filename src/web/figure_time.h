/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * figure_time.h - a figure over time, judged: for the page of the figure and for the warnings.
 *
 * by=week|month|jalali-month and of=province|prison|charge in the address. `known` is a day: the figure as it was
 * known at the end of it.
 */
#ifndef VIGIL_WEB_FIGURE_TIME_H
#define VIGIL_WEB_FIGURE_TIME_H

#include "report/surge.h"
#include "report/tiles.h"
#include "watch/of_figure.h"
#include "web/page.h"
#include "web/part.h"

struct figure_time {
	bool there; /* else `why` says why there is no series, in English; may be empty */
	struct str why;
	enum figure_by by;
	enum figure_of of;
	struct figure_series s;
	struct alarm_set set; /* of its lines, in their order; of no finished period: none */
	struct str notes[WATCH_FIGURE_NOTES];
};

/* By the arguments of the address. ERR_INPUT names one that is wrong. */
int figure_time_asked(const struct page_request *p, enum figure_by *ret_by, enum figure_of *ret_of,
		      struct err *e) MUST_USE;
/* A figure without a series is no failure. */
int figure_time_load(struct page_request *p, int64_t figure, int64_t as_of, enum figure_by by,
		     enum figure_of of, struct figure_time *ret, struct err *e) MUST_USE;
/* The size of the log at the end of the day in `known`; 0 without one. */
int figure_known(const struct page_request *p, struct str *ret_text, int64_t *ret,
		 struct err *e) MUST_USE;

/* For report_surge_found and its like. */
struct surge_page figure_time_page(const struct figure_time *t, enum lang lang);
/* The chart of one line: judged, with its last, unfinished period dashed. */
void figure_time_chart(const struct figure_time *t, size_t line, enum lang lang, struct arena *a,
		       struct chart *ret);
/* Links to the other periods and lines: `path` with by and of. */
void figure_time_choices(const struct part *p, const struct figure_time *t, struct str path,
			 bool lines);

struct warnings_view {
	struct figure *figures; /* those with a series */
	size_t n;
	const struct figure *chosen; /* NULL: there is none */
	struct figure_time time;
	const struct vocab *vocab;
	struct names names;
};
void warnings_render(struct html *h, const struct shell *s, const struct warnings_view *v);

#endif
