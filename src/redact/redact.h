/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * redact.h - the only door out: what a named audience may see of a register.
 *
 * What is shown is decided by the sensitivity of each property (vocab/properties.csv) and by one
 * table of what each audience gets besides (policy.c):
 *
 *   public    in every view
 *   internal  for members only
 *   sealed    in no view
 *
 * Of a source of the kind `source` a view has the kind of source and nothing else, and of its claims
 * no place, document, day or wording. A property that is not in the vocabulary counts as sealed.
 * What is held back is counted by reason (view.h) and leaves no other trace.
 */
#ifndef VIGIL_REDACT_H
#define VIGIL_REDACT_H

#include "base/base.h"
#include "redact/view.h"

struct reg;

enum { REDACT_CLAIMS_MAX = 50000 }; /* more do not make a document anybody reads */

struct redact_request {
	enum view_audience audience;
	int64_t as_of; /* size of the log; 0: now */
};

/*
 * The view as it was when the log had `as_of` entries: what was recorded later is not in it, what
 * was taken back later is. A view of an older size costs a rebuild up to there (register/asof.h).
 * ERR_INPUT: the log has fewer entries; ERR_TOOBIG: over REDACT_CLAIMS_MAX; ERR_CONFLICT: another
 * program kept writing while we read.
 */
int redact_view(struct reg *r, const struct redact_request *rq, struct arena *a, struct view **ret,
		struct err *e) MUST_USE;

/* "internal", "public". */
struct str redact_audience_name(enum view_audience audience);
bool redact_audience_parse(struct str s, enum view_audience *ret);

#endif
