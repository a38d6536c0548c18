/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fork.h - forks of logs (vault/log.h) and what people said of them.
 *
 * Two signed heads that cannot both be are kept for ever. An officer who has found out what happened says so
 * by an act in the log, with a reason; from then on that fork is told and no longer shouted. The act is about the two
 * heads, so a further head of the same other story is a fork of its own, and shouts again. Taking the act
 * back lets the fork shout again too. Where an act came from another site, it counts for the same two heads here.
 */
#ifndef VIGIL_REGISTER_FORK_H
#define VIGIL_REGISTER_FORK_H

#include "register/record.h"
#include "vault/log.h"

enum { FORK_SHORT = 12 /* digits of an id that are shown, and at least asked for */ };

struct fork {
	struct vault_fork heads;
	struct str id; /* hexadecimal SHA-256 over both heads (docs/formats/vault.md) */
	bool accepted;
	/* When it is: the entry that says so, who, when and why. */
	int64_t seq, recorded_ms;
	struct str by, reason;
};
/* In the order they were found; *ret_open: how many are not accepted. */
int reg_forks(struct reg *r, struct arena *a, struct fork **ret, size_t *ret_n, size_t *ret_open,
	      struct err *e) MUST_USE;
/* `id`: the beginning of one, of FORK_SHORT digits or more. ERR_DENIED: only officers; ERR_NOTFOUND; ERR_CONFLICT:
 * accepted before, or the beginning of two. ERR_INPUT: no reason. */
int reg_fork_accept(struct reg_tx *tx, struct str id, struct str reason, int64_t *ret_seq,
		    struct err *e) MUST_USE;

#endif
