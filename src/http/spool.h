/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spool.h - a file that is being sent to us: too large for memory, and not yet anybody's.
 *
 * Its bytes lie on the disk sealed with a key that exists in memory only, in a file that has no
 * name: after a crash, a kill or a power cut there is nothing to find and nothing to tidy up. It
 * can be read from any position while it lives. Memory: about 130 KiB each.
 *
 * A spool belongs to one thread at a time.
 */
#ifndef VIGIL_HTTP_SPOOL_H
#define VIGIL_HTTP_SPOOL_H

#include "base/hash.h"

struct spool;

/* In `folder`, whose disk must have the room. ERR_IO. */
int spool_new(const char *folder, struct spool **ret, struct err *e) MUST_USE;
void spool_free(struct spool *s); /* the bytes are gone; NULL is fine */

/* At the end of what is there. After a failure (a full disk) only spool_free is left. */
int spool_add(struct spool *s, const void *p, size_t n, struct err *e) MUST_USE;
/* No more will come; from here it can be read. */
int spool_end(struct spool *s, struct err *e) MUST_USE;

int64_t spool_bytes(const struct spool *s);
struct hash spool_sha256(const struct spool *s); /* after spool_end */
/* Up to `n` bytes from `at`; *ret_n is 0 at the end only. ERR_CORRUPT: the disk gave other bytes. */
int spool_read(struct spool *s, int64_t at, void *p, size_t n, size_t *ret_n,
	       struct err *e) MUST_USE;

#endif
