/* SPDX-License-Identifier: Apache-2.0 */
/*
 * buf.h - bytes that grow, up to a maximum given at the start.
 *
 * A buf owns its memory: buf_init then buf_done, or AUTO_BUF. Going over the
 * maximum does not fail at every call; the buffer becomes `full`, drops what
 * follows, and buf_check() says so once, at the end.
 */
#ifndef VIGIL_BUF_H
#define VIGIL_BUF_H

#include "base/base.h"

struct buf {
	char *p; /* NUL-terminated after buf_z() only */
	size_t n;
	size_t cap;
	size_t max;
	bool full;
};

void buf_init(struct buf *b, size_t max); /* no memory is taken yet */
void buf_done(struct buf *b);
void buf_clear(struct buf *b);
#define AUTO_BUF AUTO(buf_done) struct buf

void buf_add(struct buf *b, struct str s);
void buf_add_n(struct buf *b, const void *p, size_t n);
void buf_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
#define buf_lit(b, lit) buf_add((b), STR(lit))

struct str buf_str(const struct buf *b); /* borrowed until the next change */
struct str buf_copy(const struct buf *b, struct arena *a);
const char *buf_z(struct buf *b);
int buf_check(const struct buf *b, struct err *e) MUST_USE; /* ERR_TOOBIG when full */

#endif
