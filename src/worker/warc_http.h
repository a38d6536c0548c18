/* SPDX-License-Identifier: GPL-3.0-or-later */
/* warc_http.h - within the block of a record: where HTTP's head ends, and the body in both readings. */
#ifndef VIGIL_WORKER_WARC_HTTP_H
#define VIGIL_WORKER_WARC_HTTP_H

#include "base/buf.h"
#include "base/digest.h"

enum { HTTP_HEAD_MAX = 262144 };

enum chunk_state { CHUNK_SIZE, CHUNK_EXT, CHUNK_DATA, CHUNK_AFTER, CHUNK_LAST, CHUNK_BAD };

struct http_body {
	struct buf head;
	bool in_body;
	bool chunked;
	int status;		/* 0: a request, or none */
	struct digest *as_sent; /* NULL: nobody asked for it */
	struct digest *decoded;
	enum chunk_state state;
	uint64_t chunk; /* bytes left of the chunk */
	int digits;
};

/* `k` may be DIGEST_NONE: then only the head is read. */
void http_body_init(struct http_body *h, enum digest_kind k);
void http_body_done(struct http_body *h);
void http_body_add(struct http_body *h, struct str s);
/* The chunks were read to the last one and nothing was wrong with them. */
bool http_body_decoded(const struct http_body *h);

#endif
