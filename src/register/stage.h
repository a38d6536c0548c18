/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stage.h - the status of a person, worked out from the events in which they are the victim.
 *
 * Pure: values in, a code of vocab/statuses.csv out. The card of a person (stage.c) and a figure as
 * of an earlier size of the log (figure_rule.c) call the same function, so they cannot differ.
 *
 * Days are Julian day numbers; INT32_MIN and INT32_MAX stand for an end that is not known. One
 * event is *certainly after* another when its first day is after the other's last. Most dates are
 * imprecise and many are missing, so the rules ask what can be, never what looks likely:
 *
 *  1. No event at all: `unknown`. No event that gives a stage or an end: `no_sentence_recorded`.
 *  2. A stage is current when no other stage or end is certainly after it. Of several current ones
 *     the furthest (vocab: stage_order) is the status.
 *  3. A transfer to a solitary cell is a stage only when a sentence is recorded and the transfer is
 *     not certainly before it.
 *  4. A quashing answers one sentence. While more sentences than quashings are recorded and one of
 *     them is current, it is the status.
 *  5. When a stage before the sentence is certainly after a sentence that still stands (an arrest
 *     after a sentence in absence, an event of another case), the person is still under sentence:
 *     `not_reported_executed`.
 *  6. Endings that do not contradict each other (commuted, pardoned, forgiven, acquitted, released:
 *     nobody died) follow rule 2. A death and any other ending, or two kinds of death, are
 *     `end_in_conflict`; so is a stage of the sentence certainly after any ending, and any stage
 *     certainly after a death. Arrest or trial certainly after a release begins anew.
 *
 * Where the record leaves it open whether a person is at risk, the answer is one that says so.
 */
#ifndef VIGIL_STAGE_H
#define VIGIL_STAGE_H

#include "register/vocab.h"

struct stage_event {
	const struct event_type *type; /* of the vocabulary */
	const struct status *status;   /* that of type->stage; NULL when it gives none */
	int32_t lo, hi;		       /* first and last day on which it can have happened */
};

enum { STAGE_NO_EVENT = -1 };

struct stage {
	struct str code; /* of statuses.csv; lives with the vocabulary or the program */
	ptrdiff_t at;	 /* the event that gives it, or STAGE_NO_EVENT */
};
/* In any order; the same events give the same answer. Of events that say the same, `at` is the one
 * that is latest, then the first in the list. Takes time n * n; a person has few. */
struct stage stage_of(const struct stage_event *ev, size_t n);

/* Whether a person of this status counts under `code`. `not_reported_executed` takes in every stage
 * at which a death sentence stands: sentenced, upheld, review rejected, ... */
bool stage_counts_as(const struct status *st, struct str code);

/*
 * The days on which an event can have happened, from the fields that give them: the span of all
 * its `date` claims; without one, from its first `start` to its last `end`; without an `end`, the
 * span of its `start` claims. Nothing known: INT32_MIN to INT32_MAX. Give the fields that stand;
 * where an editor adopted one `date`, give that alone.
 */
enum stage_day_of { DAY_DATE, DAY_START, DAY_END };
struct stage_day {
	enum stage_day_of of;
	int32_t lo, hi;
};
void stage_span(const struct stage_day *d, size_t n, int32_t *ret_lo, int32_t *ret_hi);

#endif
