/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conflict.h - what cannot both hold.
 *
 * The finder works on values: subject, property, time, place, scope, basis, position and source. It
 * never reads a note. Kinds are those of vocab/conflict_kinds.csv; each is a function of its own in
 * a table (conflict_rules.c), so what is looked for can be read in one place.
 *
 * Two values are compared when subject and property are the same (or one property lists the other
 * in `compared_with`) and their times overlap; an empty time overlaps with all. What differs in
 * when, where, scope or period is another window or another count, and is reported as that.
 */
#ifndef VIGIL_CONFLICT_H
#define VIGIL_CONFLICT_H

#include "register/query.h"

enum { CONFLICT_SIDES_MAX = 32 };

struct conflict_side {
	struct claim_row *claims; /* all that say this */
	size_t n;
};

struct conflict {
	int64_t id;
	struct str ident;
	struct str kind; /* code of conflict_kinds.csv */
	struct entity subject;
	struct str subject_label, subject_number;
	struct str property;
	struct conflict_side *sides; /* in the order of the log */
	size_t n_sides;
	int64_t decided;   /* entry number of the adoption; 0: open */
	struct str reason; /* of the decision */
};

/*
 * Of one subject, or of the whole register with subject 0; in the order of the log, by the first claim
 * of each. A subject's own, and those borne by another in which its claims stand: a set of dates that
 * several share is one conflict, of the first of them. Some kinds have one side: something is missing.
 */
int reg_conflicts(struct reg *r, int64_t subject, bool only_open, int64_t offset, int64_t limit,
		  struct arena *a, struct conflict **ret, size_t *ret_n, int64_t *ret_total,
		  struct err *e) MUST_USE;
int reg_conflict(struct reg *r, struct str ident, struct arena *a, struct conflict *ret,
		 struct err *e) MUST_USE;

#endif
