/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/zip_priv.h"

#include <errno.h>
#include <unistd.h>

enum { HELD_MAX = 1 << 20, NAME_MAX_BYTES = BAG_PATH_MAX + 256 };

struct zip_written {
	struct str name; /* with the prefix */
	int64_t at;	 /* of its local header */
	int64_t size;
	uint32_t crc;
};

static void put16(uint8_t **p, unsigned v)
{
	*(*p)++ = (uint8_t)v;
	*(*p)++ = (uint8_t)(v >> 8);
}

static void put32(uint8_t **p, uint64_t v)
{
	for (int i = 0; i < 4; i++)
		*(*p)++ = (uint8_t)(v >> 8 * i);
}

static void put64(uint8_t **p, uint64_t v)
{
	put32(p, v & 0xFFFFFFFFu);
	put32(p, v >> 32);
}

void zip_write_begin(struct zip_writer *w, int fd, struct str prefix, struct arena *a)
{
	*w = (struct zip_writer){ .a = a, .fd = fd, .prefix = prefix, .large = ZIP_FULL };
	crc32_init(&w->crc);
	buf_init(&w->held, (size_t)2 * HELD_MAX);
}

void zip_write_done(struct zip_writer *w)
{
	buf_done(&w->held);
}

static int write_at(const struct zip_writer *w, int64_t at, const void *bytes, size_t n,
		    struct err *e)
{
	const uint8_t *p = bytes;
	while (n) {
		ssize_t did = pwrite(w->fd, p, n, (off_t)at);
		if (did < 0 && errno == EINTR)
			continue;
		if (did <= 0)
			return err_set(e, ERR_IO, "cannot write: %s", strerror(errno));
		p += did;
		at += did;
		n -= (size_t)did;
	}
	return 0;
}

static int flush(struct zip_writer *w, struct err *e)
{
	TRY(write_at(w, w->flushed, w->held.p, w->held.n, e));
	w->flushed = w->at;
	buf_clear(&w->held);
	return 0;
}

static int put(struct zip_writer *w, const void *p, size_t n, struct err *e)
{
	if (n > HELD_MAX / 2) {
		TRY(flush(w, e));
		TRY(write_at(w, w->at, p, n, e));
		w->at += (int64_t)n;
		w->flushed = w->at;
		return 0;
	}
	buf_add_n(&w->held, p, n);
	w->at += (int64_t)n;
	return w->held.n > HELD_MAX ? flush(w, e) : 0;
}

/* Bytes that were put before; they may be on their way or written. */
static int patch(struct zip_writer *w, int64_t at, const void *p, size_t n, struct err *e)
{
	if (at < w->flushed)
		return write_at(w, at, p, n, e);
	memcpy(w->held.p + (at - w->flushed), p, n);
	return 0;
}

static bool is_large(const struct zip_writer *w, int64_t v)
{
	return (uint64_t)v >= w->large;
}

/* What local header and directory have in common, from the version needed to the name's length. */
static void put_common(uint8_t **p, const struct zip_written *x, bool zip64, bool size64,
		       size_t extra)
{
	bool ascii = true;
	for (size_t i = 0; i < x->name.n; i++)
		ascii = ascii && (uint8_t)x->name.p[i] < 0x80;
	put16(p, zip64 ? ZIP_VERSION64 : ZIP_VERSION);
	put16(p, ascii ? 0 : ZIP_UTF8);
	put16(p, 0); /* stored */
	put16(p, 0);
	put16(p, ZIP_DATE);
	put32(p, x->crc);
	put32(p, size64 ? ZIP_FULL : (uint64_t)x->size);
	put32(p, size64 ? ZIP_FULL : (uint64_t)x->size);
	put16(p, (unsigned)x->name.n);
	put16(p, (unsigned)extra);
}

int zip_write_file(struct zip_writer *w, struct str path, int64_t size, struct err *e)
{
	uint8_t head[ZIP_LOCAL_LEN + 20];
	uint8_t *p = head;
	if (w->n == BAG_FILES_MAX || path.n + w->prefix.n > NAME_MAX_BYTES || size < 0)
		return err_set(e, ERR_TOOBIG, "more than a ZIP file of ours holds");
	w->list = arena_grow(w->a, w->list, w->n, &w->cap, sizeof *w->list);
	struct zip_written *x = &w->list[w->n++];
	bool large = is_large(w, size);
	*x = (struct zip_written){ .name = str_join(w->a, w->prefix, path),
				   .at = w->at,
				   .size = size };
	put32(&p, ZIP_LOCAL_MAGIC);
	put_common(&p, x, large, large, large ? 20 : 0);
	TRY(put(w, head, ZIP_LOCAL_LEN, e));
	TRY(put(w, x->name.p, x->name.n, e));
	if (large) {
		p = head;
		put16(&p, ZIP_EXTRA64);
		put16(&p, 16);
		put64(&p, (uint64_t)size);
		put64(&p, (uint64_t)size);
		TRY(put(w, head, 20, e));
	}
	w->left = size;
	return 0;
}

int zip_write_add(struct zip_writer *w, const void *p, size_t n, struct err *e)
{
	struct zip_written *x = &w->list[w->n - 1];
	w->left -= (int64_t)n;
	if (w->left < 0)
		return err_set(e, ERR_CORRUPT, "%.*s is larger than it was said to be",
			       STR_FMT(x->name));
	x->crc = crc32_add(&w->crc, x->crc, p, n);
	return put(w, p, n, e);
}

int zip_write_close(struct zip_writer *w, struct err *e)
{
	const struct zip_written *x = &w->list[w->n - 1];
	uint8_t crc[4];
	uint8_t *p = crc;
	if (w->left != 0)
		return err_set(e, ERR_CORRUPT, "%.*s is smaller than it was said to be",
			       STR_FMT(x->name));
	put32(&p, x->crc);
	return patch(w, x->at + 14, crc, sizeof crc, e);
}

static int put_central(struct zip_writer *w, const struct zip_written *x, struct err *e)
{
	uint8_t head[ZIP_CENTRAL_LEN + 28];
	uint8_t *p = head;
	bool size64 = is_large(w, x->size);
	bool at64 = is_large(w, x->at);
	size_t extra = size64 || at64 ? 4u + (size64 ? 16u : 0u) + (at64 ? 8u : 0u) : 0u;
	put32(&p, ZIP_CENTRAL_MAGIC);
	put16(&p, extra ? ZIP_VERSION64 : ZIP_VERSION); /* made by: MS-DOS, so no rights */
	put_common(&p, x, size64, size64, extra);
	put16(&p, 0); /* comment */
	put16(&p, 0); /* disk */
	put16(&p, 0);
	put32(&p, 0);
	put32(&p, at64 ? ZIP_FULL : (uint64_t)x->at);
	TRY(put(w, head, ZIP_CENTRAL_LEN, e));
	TRY(put(w, x->name.p, x->name.n, e));
	if (!extra)
		return 0;
	p = head;
	put16(&p, ZIP_EXTRA64);
	put16(&p, (unsigned)extra - 4);
	if (size64) {
		put64(&p, (uint64_t)x->size);
		put64(&p, (uint64_t)x->size);
	}
	if (at64)
		put64(&p, (uint64_t)x->at);
	return put(w, head, extra, e);
}

static int put_end64(struct zip_writer *w, int64_t start, int64_t length, struct err *e)
{
	uint8_t end[ZIP_END64_LEN + ZIP_LOCATOR_LEN];
	uint8_t *p = end;
	int64_t at = w->at;
	put32(&p, ZIP_END64_MAGIC);
	put64(&p, ZIP_END64_LEN - 12);
	put16(&p, ZIP_VERSION64);
	put16(&p, ZIP_VERSION64);
	put32(&p, 0);
	put32(&p, 0);
	put64(&p, w->n);
	put64(&p, w->n);
	put64(&p, (uint64_t)length);
	put64(&p, (uint64_t)start);
	put32(&p, ZIP_LOCATOR_MAGIC);
	put32(&p, 0);
	put64(&p, (uint64_t)at);
	put32(&p, 1);
	return put(w, end, sizeof end, e);
}

int zip_write_end(struct zip_writer *w, struct err *e)
{
	uint8_t end[ZIP_END_LEN];
	uint8_t *p = end;
	int64_t start = w->at;
	for (size_t i = 0; i < w->n; i++)
		TRY(put_central(w, &w->list[i], e));
	int64_t length = w->at - start;
	bool many = w->n >= 0xFFFF;
	bool large = is_large(w, start) || is_large(w, length);
	if (many || large)
		TRY(put_end64(w, start, length, e));
	put32(&p, ZIP_END_MAGIC);
	put16(&p, 0);
	put16(&p, 0);
	put16(&p, many ? 0xFFFF : (unsigned)w->n);
	put16(&p, many ? 0xFFFF : (unsigned)w->n);
	put32(&p, is_large(w, length) ? ZIP_FULL : (uint64_t)length);
	put32(&p, is_large(w, start) ? ZIP_FULL : (uint64_t)start);
	put16(&p, 0);
	TRY(put(w, end, sizeof end, e));
	return flush(w, e);
}

/* ---- a bag in it --------------------------------------------------------- */

static int out_begin(void *ctx, struct str path, int64_t size, struct err *e)
{
	return zip_write_file(ctx, path, size, e);
}

static int out_add(void *ctx, const void *p, size_t n, struct err *e)
{
	return zip_write_add(ctx, p, n, e);
}

static int out_end(void *ctx, struct err *e)
{
	return zip_write_close(ctx, e);
}

struct bag_out zip_bag_out(struct zip_writer *w)
{
	return (struct bag_out){ .ctx = w, .begin = out_begin, .add = out_add, .end = out_end };
}
