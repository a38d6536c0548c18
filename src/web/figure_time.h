/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * figure_time.h - a figure over time, judged: for the page of the figure and for the warnings.
 *
 * by=week|month|jalali-month and of=province|prison|charge in the address. `known` is a day: the figure as it was
 * known at the end of it.
 */
#ifndef VIGIL_WEB_FIGURE_TIME_H
#define VIGIL_WEB_FIGURE_TIME_H

#include "register/warning.h"
#include "report/surge.h"
#include "report/tiles.h"
#include "watch/of_figure.h"
#include "web/form.h"
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
	struct warning_note *said; /* of its alarms, in the order of the log */
	size_t n_said;
	bool now; /* not of an earlier size of the log: something can be said of it */
};

/* What stands of an episode: the newest of each, or NULL. */
struct episode_said {
	const struct warning_note *assigned, *explained;
	bool went_on; /* there were alarms after what was explained */
};
bool figure_time_is_of(const struct figure_time *t, size_t line, size_t episode,
		       const struct warning_note *n);
struct episode_said figure_time_said(const struct figure_time *t, size_t line, size_t episode);
/* How an alarm is named in the log and in addresses: by its newest period. */
struct warning_at figure_time_at(const struct figure_time *t, size_t line, size_t episode);
/* The address of the page about it: "/warning?figure=...". */
struct str figure_time_address(const struct figure_time *t, size_t line, size_t episode,
			       struct arena *a);

/* By the arguments of the address. ERR_INPUT names one that is wrong. */
int figure_time_asked(const struct page_request *p, enum figure_by *ret_by, enum figure_of *ret_of,
		      struct err *e) MUST_USE;
/* A figure without a series is no failure. */
int figure_time_load(struct page_request *p, int64_t figure, int64_t as_of, enum figure_by by,
		     enum figure_of of, struct figure_time *ret, struct err *e) MUST_USE;
/* The size of the log at the end of the day in `known`; 0 without one. */
int figure_known(const struct page_request *p, struct str *ret_text, int64_t *ret,
		 struct err *e) MUST_USE;

/* For report_surge_found and its like. `t` must live as long as it is used. */
struct surge_page figure_time_page(const struct figure_time *t, enum lang lang);
/* The chart of one line: judged, with its last, unfinished period dashed. */
void figure_time_chart(const struct figure_time *t, size_t line, enum lang lang, struct arena *a,
		       struct chart *ret);
/* What was said of an episode, and where something can be said (figure_time_render.c). */
void figure_time_more(struct html *h, const struct figure_time *t, size_t line, size_t episode,
		      enum lang lang);
/* One of them as a <span>. */
void figure_time_note(struct html *h, const struct warning_note *n, enum lang lang);
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

/* One alarm: what it is, what was said of it, and what can be. */
struct warning_view {
	const struct vocab *vocab;
	struct figure_time time;
	size_t line, episode;
	struct choice *members; /* value: an id */
	size_t n_members;
	struct str me; /* the id of the reader */
	struct str address;
	struct str to, reason, why; /* as typed: to whom, with which note; what explains it */
	struct form_errors errors;
	struct page_form form, undo;
};
void warning_render(struct html *h, const struct shell *s, const struct warning_view *v);

#endif
