/* SPDX-License-Identifier: GPL-3.0-or-later */
/* take_priv.h - what the files share that keep heads and take in other logs. */
#ifndef VIGIL_VAULT_TAKE_PRIV_H
#define VIGIL_VAULT_TAKE_PRIV_H

#include "vault/vault_priv.h"

/* ---- head.c ---- */

/* Keep a head that was verified: its log's signature lines with it, all others as cosignatures. */
int head_keep(struct vault *v, int64_t site, const struct checkpoint *c, struct str note,
	      int64_t recorded_ms, struct err *e) MUST_USE;
/* Keep a signed head of a log that does not fit ours at `size`, beside the first of ours that is not smaller.
 * `ret_id` may be NULL. Inside the caller's transaction, or in one of its own. */
int fork_keep(struct vault *v, int64_t site, struct str origin, int64_t size, struct str theirs,
	      int64_t *ret_id, struct err *e) MUST_USE;

/* ---- read.c ---- */

int entry_kind_parse(struct str s, enum entry_kind *ret, struct err *e) MUST_USE;

#endif
