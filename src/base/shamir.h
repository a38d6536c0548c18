/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shamir.h - a secret in shares, any k of which give it and fewer of which say nothing (A. Shamir, "How
 * to share a secret", 1979), byte by byte over GF(2^8) with the polynomial of AES (0x11b).
 *
 * Share x (1 to 255) of a byte s is s + a1 x + ... + a(k-1) x^(k-1) with random a. Without tables and
 * branches on secrets. Nothing here notices a wrong share: the caller adds a check.
 */
#ifndef VIGIL_SHAMIR_H
#define VIGIL_SHAMIR_H

#include "base/crypto.h"

enum { SHAMIR_SHARES_MAX = 255 };

/* `ret` has room for `shares` times `n` bytes; share x stands at (x - 1) n. 1 <= k <= shares. */
void shamir_split(const uint8_t *secret, size_t n, int k, int shares, uint8_t *ret);
/* From `k` shares with the unequal numbers xs. Fewer than were asked for give something else. */
void shamir_combine(const uint8_t *xs, const uint8_t *const *shares, int k, size_t n, uint8_t *ret);

#endif
