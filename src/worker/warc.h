/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * warc.h - web captures as WARC 1.0 and 1.1 (ISO 28500): every record read, every hash made again.
 *
 * A block digest is over the record's content as it stands. A payload digest is over what the server
 * sent as the body of the page, and there are two readings of that, both in use: with the transfer
 * encoding (chunks) taken away, as the standard means it, and as it was sent. Both are taken, and
 * which one it was is told. Content encodings (gzip) are part of the payload and stay.
 *
 * Of a record that speaks of another one's payload (revisit, continuation, cut by the capturing
 * program) the payload digest is not judged. A digest that does not fit is told; nothing is ever
 * repaired. Sizes in the file are believed as far as bytes are there.
 */
#ifndef VIGIL_WORKER_WARC_H
#define VIGIL_WORKER_WARC_H

#include "base/digest.h"
#include "worker/source.h"

enum { WARC_HEAD_MAX = 65536, WARC_LINES_MAX = 500 };

enum warc_verdict {
	WARC_NOT_GIVEN,
	WARC_MATCHES,
	WARC_DIFFERS,
	WARC_UNKNOWN, /* given in a way that is not understood */
	WARC_NOT_JUDGED
};

/* Which bytes the payload digest was over. */
enum warc_reading { WARC_BODY, WARC_DECODED, WARC_AS_SENT };

struct warc_digest {
	enum warc_verdict verdict;
	struct str claimed;	   /* as it stands */
	struct digest_value given; /* understood */
	struct digest_value found; /* made here; of the same kind */
};

struct warc_record {
	int64_t offset;	 /* in the file as it lies */
	int64_t length;	 /* there, with what ends the record */
	int64_t content; /* bytes of the block that are there */
	struct str version, type, id, date, uri, mime, truncated;
	int http_status; /* 0: none */
	struct warc_digest block, payload;
	enum warc_reading reading; /* when the payload digest matches */
	const char *problem;	   /* why it could not be read; NULL: it was */
	const char *note;	   /* a fault of form that does no harm; NULL: none */
	bool shares_member;	   /* zipped together with another record */
};

/* Called for each record; texts live until it returns. Not 0 stops the reading and is returned. */
typedef int warc_each(void *ctx, const struct warc_record *r, struct err *e);

struct warc_end {
	int64_t records;
	int64_t bytes;	   /* of the file read */
	const char *fault; /* why it was not read to its end, or is not as it should be; NULL */
	int64_t fault_at;
	bool zipped;
};

/* Read to the end, or as far as it can be read: a broken file is an answer (`ret->fault`) and no
 * failure. ERR_INPUT: not a WARC file at all. */
int warc_read(struct source src, struct arena *scratch, warc_each *each, void *ctx,
	      struct warc_end *ret, struct err *e) MUST_USE;

#endif
