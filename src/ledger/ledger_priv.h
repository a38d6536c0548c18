/* SPDX-License-Identifier: Apache-2.0 */
/* ledger_priv.h - small readers that several formats of this room share. */
#ifndef VIGIL_LEDGER_PRIV_H
#define VIGIL_LEDGER_PRIV_H

#include "base/buf.h"
#include "base/hash.h"

/* A decimal number as the C2SP formats write it: not negative, no leading zero, below 2^63. */
bool ledger_decimal(struct str s, int64_t *ret);
/* Base64 of exactly 32 bytes. */
bool ledger_b64_hash(struct str s, struct hash *ret);
/* Hashes one a line, at most PROOF_HASHES_MAX, and the empty line after them (which the writer leaves to
 * its caller); *s is what follows. consistency.c */
void ledger_put_hashes(struct buf *b, const struct hash *h, size_t n);
int ledger_read_hashes(struct str *s, struct arena *a, const struct hash **ret, size_t *ret_n,
		       struct err *e) MUST_USE;

#endif
