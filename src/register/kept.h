/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kept.h - what was counted of the register, kept in memory until it could be another.
 *
 * Pages ask the same again and again: how many pairs wait, whom lists share. What is kept is plain bytes without
 * pointers, in the memory of one `struct reg`. It is given up with the next entry that can change it, when the view is
 * made again (so what was erased is in no memory either), and when there is more of it than KEPT_MAX. Inside a transaction
 * nothing is kept or given: places of entries that are not committed may be given to others.
 */
#ifndef VIGIL_KEPT_H
#define VIGIL_KEPT_H

#include "register/record.h"

enum { KEPT_MAX = 32 };

enum kept_until {
	KEPT_UNTIL_ENTRY, /* any entry, also a claim */
	KEPT_UNTIL_ACT,	  /* an import, a decision, a run, an undoing */
	KEPT_UNTIL_RUN, /* a run over pairs, or the undoing of one; whatever people decided of them */
};

/* Which value: an address that is nobody else's, and a record or place in a list. */
struct kept_key {
	const void *what;
	int64_t of;
	enum kept_until until;
};

/* *ret NULL: it is not there, count it. Else *ret_n bytes, aligned for anything, borrowed until the next reg_keep. */
int reg_kept(struct reg *r, struct kept_key key, const void **ret, size_t *ret_n,
	     struct err *e) MUST_USE;
/* Also one that could be another now, with the place of the newest entry when it was kept: for who brings it up to date. */
int reg_kept_before(struct reg *r, struct kept_key key, const void **ret, size_t *ret_n,
		    int64_t *ret_entry, struct err *e) MUST_USE;
/* Of one size always: whether it is there, and then in `ret`. */
int reg_kept_value(struct reg *r, struct kept_key key, void *ret, size_t size, bool *ret_there,
		   struct err *e) MUST_USE;
/* Copies. Does nothing inside a transaction. */
int reg_keep(struct reg *r, struct kept_key key, const void *p, size_t n, struct err *e) MUST_USE;

#endif
