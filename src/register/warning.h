/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * warning.h - what people said of an alarm: who looks into it, and what explains it.
 *
 * An alarm is computed and never stored (watch/alarm.h), so it has no number of its own. What is said of it is an act in
 * the log that names the figure, the kind of periods, the line and the first day of the newest period that was out of
 * the ordinary when it was said. It belongs to whatever alarm of that line has that period, also when late reports have
 * moved its ends since; to none when they have undone it. Acts are taken back like any other (reg_undo).
 *
 * Everybody who records may take an alarm or give it to somebody; that an alarm is explained is for editors and
 * officers to say, since others stop looking.
 */
#ifndef VIGIL_REGISTER_WARNING_H
#define VIGIL_REGISTER_WARNING_H

#include "register/figure_series.h"

/* Which alarm of a figure. */
struct warning_at {
	enum figure_by by;
	enum figure_of of; /* FIGURE_OF_ALL with code "": all cases */
	struct str code;   /* of the line */
	int32_t day;	   /* first day of the newest period with an alarm */
};

struct warning_note {
	struct warning_at at;
	bool explained;	   /* else it was given to `to` */
	struct str to;	   /* a member's name */
	struct str reason; /* may be empty when it was given to somebody */
	int64_t seq, recorded_ms;
	struct str by; /* name of whoever said it */
};

/* Whether it was said of an alarm of this line (`day` of it is not looked at) that lasts from day `first` to before `end`. */
bool warning_is_of(const struct warning_note *n, const struct warning_at *line, int32_t first,
		   int32_t end);

/* Those that stand, in the order of the log. */
int reg_warning_notes(struct reg *r, int64_t figure, struct arena *a, struct warning_note **ret,
		      size_t *ret_n, struct err *e) MUST_USE;

/* Give it to a member who is not revoked. ERR_INPUT: no figure or no such member; reason too long. */
int reg_warning_assign(struct reg_tx *tx, const struct entity *figure, const struct warning_at *at,
		       const struct id *member, struct str reason, int64_t *ret_seq,
		       struct err *e) MUST_USE;
/* ERR_DENIED: only editors and officers; ERR_INPUT: no figure, no reason. */
int reg_warning_explain(struct reg_tx *tx, const struct entity *figure, const struct warning_at *at,
			struct str reason, int64_t *ret_seq, struct err *e) MUST_USE;

#endif
