/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bytes.h - bytes as text: hex, base64 and base64url, strict in both directions.
 *
 * Decoders accept one spelling only: no white space, no missing or superfluous
 * padding, and unused bits are zero, so that equal bytes have equal text
 * (RFC 4648 section 3.5). base64 is padded, base64url is not (RFC 7515).
 */
#ifndef VIGIL_BYTES_H
#define VIGIL_BYTES_H

#include "base/buf.h"

void hex_encode(char *ret, const uint8_t *p, size_t n); /* 2n characters and a NUL */
bool hex_decode(uint8_t *ret, size_t n,
		struct str s); /* exactly 2n characters, lower or upper case */

/* Characters written for `n` bytes, without a NUL. */
size_t b64_len(size_t n);
size_t b64url_len(size_t n);
void b64_encode(char *ret, const uint8_t *p, size_t n); /* no NUL is written */
void b64url_encode(char *ret, const uint8_t *p, size_t n);
/* Decode all of `s` into at most `max` bytes; false when `s` is not canonical or does not fit. */
bool b64_decode(uint8_t *ret, size_t max, size_t *ret_n, struct str s);
bool b64url_decode(uint8_t *ret, size_t max, size_t *ret_n, struct str s);
/* base64 without padding, as age has it; as long as base64url. */
void b64raw_encode(char *ret, const uint8_t *p, size_t n);
bool b64raw_decode(uint8_t *ret, size_t max, size_t *ret_n, struct str s);

struct str b64url_str(struct arena *a, const uint8_t *p, size_t n);
struct str b64_str(struct arena *a, const uint8_t *p, size_t n);
struct str hex_str(struct arena *a, const uint8_t *p, size_t n);

#endif
