/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * source.h - bytes from somewhere, one after the other, and gzip members among them.
 *
 * A WARC file is a row of gzip members, one a record, or a row of records as they are. Where a member
 * begins and ends matters: an index points there. So members are read one at a time.
 */
#ifndef VIGIL_WORKER_SOURCE_H
#define VIGIL_WORKER_SOURCE_H

#include <zlib.h>

#include "base/base.h"

/* *ret_n is 0 at the end. */
struct source {
	int (*read)(void *ctx, void *p, size_t max, size_t *ret_n, struct err *e);
	void *ctx;
};
int source_read_fd(void *ctx, void *p, size_t max, size_t *ret_n, struct err *e) MUST_USE;
/* `ctx` is a struct str that is used up. */
int source_read_str(void *ctx, void *p, size_t max, size_t *ret_n, struct err *e) MUST_USE;

enum { MEMBERS_CHUNK = 65536 };
struct members {
	struct source src;
	bool zipped;   /* seen in the first two bytes */
	bool done;     /* the member has been read to its end */
	int64_t begin; /* where in the file the member begins */
	int64_t bytes; /* that came out so far, of all members */
	z_stream z;
	int64_t at; /* where in the file in[0] stands */
	size_t n;
	size_t used;
	uint8_t in[MEMBERS_CHUNK];
	uint8_t out[MEMBERS_CHUNK];
	size_t out_n;
	size_t out_used;
};

int members_open(struct members *m, struct source src, struct err *e) MUST_USE;
void members_close(struct members *m);
/* One byte of the member, or -1 at its end. A file that is not zipped is one member. */
int members_byte(struct members *m, int *ret, struct err *e) MUST_USE;
/* What is at hand of the member, at most `max` bytes; 0 at its end. Valid until the next call. */
int members_take(struct members *m, size_t max, struct str *ret, struct err *e) MUST_USE;
int members_at_end(struct members *m, bool *ret, struct err *e) MUST_USE;
/* To the next member; *ret_more is false when there is none. Zeros between members are passed over
 * (tapes and some writers leave them). What is no gzip member is ERR_INPUT. */
int members_next(struct members *m, bool *ret_more, struct err *e) MUST_USE;
int64_t members_offset(const struct members *m); /* in the file, of what comes next */

#endif
