/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * recovery.h - a key that no one person has: shares on paper, any k of n of which open the vault.
 *
 * The shares give a seed of 32 bytes. The seed opens a key slot of its own kind, as the officer who made
 * it, and is an age identity to which the headers of evidence are written as well. There is one at a
 * time: making another takes the place of the one before.
 */
#ifndef VIGIL_VAULT_RECOVERY_H
#define VIGIL_VAULT_RECOVERY_H

#include "vault/vault.h"

enum { RECOVERY_SHARES_MAX = 20, RECOVERY_SHARE_LEN = 80 + 15 };

/*
 * A share as people copy it: sixteen groups of five letters and digits,
 * "qk7d2-…". It holds the number of shares, how many are needed, which it is, the day it was made, and a
 * check of itself; and a check of the seed, the same in all shares of a set.
 */
struct recovery_share {
	int needed, of, number;
	int64_t made_ms; /* midnight UTC */
	uint8_t set[4];
	uint8_t y[KEY_LEN];
};
/* Reads any case, with or without hyphens and white space. ERR_INPUT: mistyped, or no share. Pure. */
int recovery_share_read(struct str text, struct recovery_share *ret, struct err *e) MUST_USE;
void recovery_share_write(const struct recovery_share *s, char ret[static RECOVERY_SHARE_LEN + 1]);
/* ERR_INPUT: too few, twice the same, of different sets, or a wrong one among them. */
int recovery_combine(const struct recovery_share *s, size_t n, struct key *ret_seed,
		     struct err *e) MUST_USE;

/* Officers only. The shares in `a`; they are kept nowhere. Costs a rewrite of the vault when one was
 * made before. */
int vault_recovery_create(struct vault *v, int shares, int needed, struct arena *a,
			  struct recovery_share **ret, struct err *e) MUST_USE;
/* The age (X25519) public key that evidence is also sealed to. *ret_there false: none was made. */
int vault_recovery_recipient(struct vault *v, uint8_t ret[static KEY_LEN], bool *ret_there,
			     struct err *e) MUST_USE;
/* The age identity that goes with it. */
void recovery_identity(const struct key *seed, struct key *ret);

#endif
