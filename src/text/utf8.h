/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * utf8.h - Unicode text as bytes (RFC 3629).
 *
 * Text is checked once, where it enters (utf8_check, and utf8_is_plain for what people may
 * type), and is valid everywhere inside. The cursor below still never reads past `n` and never
 * stops moving, whatever the bytes are.
 */
#ifndef VIGIL_UTF8_H
#define VIGIL_UTF8_H

#include "base/buf.h"

enum { UTF8_REPLACEMENT = 0xFFFD, UTF8_MAX_LEN = 4 };

/* Well-formed as RFC 3629 section 4 says: shortest forms only, no surrogates, nothing above
 * U+10FFFF. NUL and other control characters are well-formed; see utf8_is_plain. */
bool utf8_check(struct str s);

/* The offset of the first byte that is not part of a well-formed character; s.n when all is. */
size_t utf8_bad_at(struct str s);

/* No NUL and no other control character (U+0000-001F, 007F-009F) but tab, line feed and
 * carriage return. Says nothing about being well-formed. */
bool utf8_is_plain(struct str s);

/* Take one character off the front of `s`: false at the end. A byte that begins nothing
 * well-formed is taken alone and gives U+FFFD. */
bool utf8_next(struct str *s, uint32_t *ret);

/* Write `cp` to `ret` and return the number of bytes, 1 to 4. A surrogate or a number above
 * U+10FFFF writes U+FFFD. */
size_t utf8_encode(char ret[static UTF8_MAX_LEN], uint32_t cp);
void utf8_put(struct buf *b, uint32_t cp);

size_t utf8_count(struct str s); /* characters, counted as utf8_next takes them */

#endif
