/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * asof.h - the register as it was when the log had fewer entries, and what a whole report needs.
 *
 * The log is read again up to the size asked for, into a view in memory, by the same code that makes
 * the view of now (project.c, settle.c). So cards, stages, conflicts and figures of then come from
 * the rules of now and from nothing that was recorded, adopted or taken back later. One exception,
 * which is the purpose of erasing: what was erased since is missing then as well.
 *
 * A size is a number of our own log (vault/number.h). Of the logs of other sites, what our own had taken
 * in by then is there.
 */
#ifndef VIGIL_ASOF_H
#define VIGIL_ASOF_H

#include "register/register.h"

/*
 * Everything in query.h, find.h, conflict.h and figure.h can be asked of *ret. Nothing can be
 * recorded in it, and it must be closed before `r`, with reg_close. Costs a rebuild of `size`
 * entries and their view in memory. ERR_INPUT: the log has fewer.
 */
int reg_as_of(struct reg *r, int64_t size, struct reg **ret, struct err *e) MUST_USE;
/* The same, kept with `r` for the next time and given up for another size. Borrowed. */
int reg_then(struct reg *r, int64_t size, struct reg **ret, struct err *e) MUST_USE;

/* Size, root and time of the log as this register sees it: of now, or of reg_as_of. `size` 0: root of
 * the empty tree, time 0. */
int reg_head(struct reg *r, struct vault_head *ret, struct err *e) MUST_USE;

/* All subjects ever spoken of, in the order of the log. */
int reg_entities(struct reg *r, struct arena *a, struct entity **ret, size_t *ret_n,
		 struct err *e) MUST_USE;

/* Entries of all logs that are in the view. In a vault with one log, its size. */
int reg_entries(struct reg *r, int64_t *ret, struct err *e) MUST_USE;

/* Fields that stand, and statements that stand of which a part is in a compartment. */
struct reg_amount {
	int64_t fields, sealed;
};
int reg_amount(struct reg *r, struct reg_amount *ret, struct err *e) MUST_USE;

#endif
