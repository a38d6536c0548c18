/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * facts.h - what stood at a size of the log, and what the claims that stood say of one event.
 *
 * Cards and stages (now) and figures (as of any size) read events through the same functions, so
 * that a number counted again at its size is the same number.
 */
#ifndef VIGIL_FACTS_H
#define VIGIL_FACTS_H

#include "register/register_priv.h"
#include "register/stage.h"

/*
 * The register when the order ended at place `upto`. Only where everything came through one log is an
 * earlier size such a place (reg_has_one_log). A row remembers only the last statement that took it
 * back, and none when that was undone; `away` holds the statements that were taken back then and stand
 * again since.
 */
struct past {
	int64_t upto;  /* INT64_MAX: now */
	int64_t *away; /* ascending */
	size_t n_away;
};
extern const struct past PAST_NOW;

int past_of(struct store *st, int64_t upto, struct arena *a, struct past *ret,
	    struct err *e) MUST_USE;
/* Whether a row of the statement at `pos`, taken back by `retracted` (0: it is not), stood then. */
bool past_stands(const struct past *p, int64_t pos, int64_t retracted);

struct id_set {
	int64_t *p; /* each once, in the order in which they were claimed */
	size_t n, cap;
};
bool id_set_has(const struct id_set *s, int64_t id);
void id_set_add(struct id_set *s, int64_t id, struct arena *a);

struct event_facts {
	const struct event_type *type; /* adopted, else the first one claimed; NULL: not known */
	int32_t lo, hi;		       /* stage_span of its dates, or of the adopted one */
	struct str date; /* EDTF: adopted, else the first `date`, else the first `start` or `end` */
	struct id_set places; /* places and prisons: the adopted one alone, or all claimed */
	struct id_set victims;
	struct id_set sources; /* of all its claims */
	int64_t claims;	       /* fields */
};
int event_facts(struct reg *r, struct store *st, int64_t event, const struct past *p,
		struct arena *a, struct event_facts *ret, struct err *e) MUST_USE;
/* The events of which a person or group is a victim, ascending. */
int events_of(struct store *st, int64_t victim, const struct past *p, struct arena *a,
	      struct id_set *ret, struct err *e) MUST_USE;
/* stage.c: the status of a person then, and the events it follows from. */
int stage_status_then(struct reg *r, struct store *st, int64_t person, const struct past *p,
		      struct arena *a, struct str *ret_code, struct id_set *ret_events,
		      struct err *e) MUST_USE;
/* Sources and number of the claims of any subject, added to what is there. */
int claims_behind(struct store *st, int64_t subject, const struct past *p, struct arena *a,
		  struct id_set *sources, int64_t *claims, struct err *e) MUST_USE;

#endif
