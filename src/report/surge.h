/* SPDX-License-Identifier: GPL-3.0-or-later */
/* surge.h - the page about series: what is out of the ordinary, and each series with its ordinary range. */
#ifndef VIGIL_REPORT_SURGE_H
#define VIGIL_REPORT_SURGE_H

#include "base/buf.h"
#include "chart/chart.h"
#include "text/msg.h"
#include "watch/alarm.h"

/* How alarms were tested by source. */
enum surge_sources {
	SURGE_UNTESTED,
	SURGE_BY_SOURCE, /* without all that a source reported */
	SURGE_BY_ALONE	 /* without what a source alone knows of */
};

/* Not tested by source, so not yet an alarm to act on. */
bool surge_is_provisional(const struct alarm_series *x, enum surge_sources tested);

/* Of the count of period t, from 1: what no source was given for. 0 for series that were not tested by all of a source's counts. */
int64_t surge_unsourced(const struct alarm_series *x, size_t t, enum surge_sources tested);

struct surge_page {
	const struct alarm_set *set;
	enum surge_sources sources;
	enum lang lang;
	struct str title;    /* of a figure; may be empty */
	struct str notes[4]; /* what else must be said of the counts; empty ones are passed over */
	/* What else is shown of an episode, within its <li>; may be NULL. */
	void (*more)(struct html *h, const void *ctx, size_t series, size_t episode);
	const void *ctx;
};

/* A page that stands alone. Of series without an alarm at most 40 are drawn. */
int report_surge(const struct surge_page *p, struct buf *ret, struct err *e) MUST_USE;

/* For pages: how many series are out of the ordinary, in a sentence; what was found, as a list or a sentence; how
 * the range is made. */
struct str report_surge_verdict(const struct surge_page *p, struct arena *a);
void report_surge_found(struct html *h, const struct surge_page *p, struct arena *a);
/* One of them, as a list of one. */
void report_surge_episode(struct html *h, const struct surge_page *p, size_t series, size_t episode,
			  struct arena *a);
void report_surge_method(struct html *h, const struct surge_page *p, struct arena *a);

enum { SURGE_CHART_PERIODS = 156 };
/* The last `periods` of a series on its ordinary range. */
void surge_chart(const struct alarm_series *x, size_t periods, enum lang lang, struct arena *a,
		 struct chart *ret);
/* Its name, or "One series". */
struct str surge_name(const struct alarm_series *x, enum lang lang);

#endif
