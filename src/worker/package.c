/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/package.h"

#include <zlib.h>

#include "worker/tables.h"

enum { END = 0x06054b50, END64 = 0x06064b50, LOCATOR = 0x07064b50, CENTRAL = 0x02014b50 };
enum { LOCAL = 0x04034b50, END_LEN = 22, CENTRAL_LEN = 46, LOCAL_LEN = 30, CHUNK = 65536 };

static uint64_t le(const uint8_t *p, int n)
{
	uint64_t v = 0;
	for (int i = n - 1; i >= 0; i--)
		v = v << 8 | p[i];
	return v;
}

static int broken(struct err *e, const char *what)
{
	return err_set(
		e, ERR_INPUT,
		"the file is a damaged or hostile ZIP (%s): open it where it was made and save it again",
		what);
}

static int read_at(const struct package *p, int64_t at, void *to, size_t n, struct err *e)
{
	size_t got = 0;
	if (at < 0 || at > p->bytes - (int64_t)n)
		return broken(e, "it ends too early");
	TRY(table_pread(p->fd, at, to, n, &got, e));
	return got == n ? 0 : broken(e, "it ends too early");
}

/* ---- the directory --------------------------------------------------- */

struct directory {
	int64_t at, bytes, n;
};

static int read_end64(const struct package *p, int64_t end_at, struct directory *d, struct err *e)
{
	uint8_t loc[20];
	uint8_t end[56];
	if (end_at < (int64_t)sizeof loc)
		return broken(e, "no ZIP64 locator");
	TRY(read_at(p, end_at - (int64_t)sizeof loc, loc, sizeof loc, e));
	if (le(loc, 4) != LOCATOR)
		return broken(e, "no ZIP64 locator");
	TRY(read_at(p, (int64_t)(le(loc + 8, 8) & INT64_MAX), end, sizeof end, e));
	if (le(end, 4) != END64)
		return broken(e, "no ZIP64 end");
	d->n = (int64_t)(le(end + 32, 8) & INT64_MAX);
	d->bytes = (int64_t)(le(end + 40, 8) & INT64_MAX);
	d->at = (int64_t)(le(end + 48, 8) & INT64_MAX);
	return 0;
}

static int find_directory(const struct package *p, struct arena *a, struct directory *d,
			  struct err *e)
{
	size_t n = p->bytes < END_LEN + 65535 ? (size_t)p->bytes : END_LEN + 65535;
	uint8_t *tail = NEW_N(a, n + 1, uint8_t);
	TRY(read_at(p, p->bytes - (int64_t)n, tail, n, e));
	for (size_t i = n < END_LEN ? 0 : n - END_LEN + 1; i-- > 0;) {
		if (le(tail + i, 4) != END || i + END_LEN + le(tail + i + 20, 2) != n)
			continue;
		int64_t at = p->bytes - (int64_t)(n - i);
		d->n = (int64_t)le(tail + i + 10, 2);
		d->bytes = (int64_t)le(tail + i + 12, 4);
		d->at = (int64_t)le(tail + i + 16, 4);
		if (d->n == 0xFFFF || d->bytes == 0xFFFFFFFF || d->at == 0xFFFFFFFF)
			return read_end64(p, at, d, e);
		return 0;
	}
	return broken(e, "it has no directory");
}

/* Numbers that did not fit stand in an extra field, in this order. */
static int extra64(const uint8_t *x, size_t n, struct part *part, struct err *e)
{
	while (n >= 4) {
		size_t len = le(x + 2, 2);
		if (len > n - 4)
			break;
		const uint8_t *v = x + 4;
		size_t left = le(x, 2) == 1 ? len : 0;
		int64_t *const fields[] = { &part->size, &part->packed, &part->at };
		for (size_t i = 0; i < COUNT(fields) && le(x, 2) == 1; i++) {
			if (*fields[i] != 0xFFFFFFFF)
				continue;
			if (left < 8)
				return broken(e, "a size is missing");
			*fields[i] = (int64_t)(le(v, 8) & INT64_MAX);
			v += 8;
			left -= 8;
		}
		x += 4 + len;
		n -= 4 + len;
	}
	return 0;
}

static int read_entry(const uint8_t **p, size_t *n, struct part *part, struct err *e)
{
	const uint8_t *c = *p;
	if (*n < CENTRAL_LEN || le(c, 4) != CENTRAL)
		return broken(e, "its directory is cut");
	size_t name = le(c + 28, 2);
	size_t extra = le(c + 30, 2);
	size_t whole = CENTRAL_LEN + name + extra + le(c + 32, 2);
	if (*n < whole)
		return broken(e, "its directory is cut");
	*part = (struct part){ .encrypted = c[8] & 1,
			       .method = (uint16_t)le(c + 10, 2),
			       .crc = (uint32_t)le(c + 16, 4),
			       .packed = (int64_t)le(c + 20, 4),
			       .size = (int64_t)le(c + 24, 4),
			       .at = (int64_t)le(c + 42, 4),
			       .name = str_n((const char *)c + CENTRAL_LEN, name) };
	TRY(extra64(c + CENTRAL_LEN + name, extra, part, e));
	*p += whole;
	*n -= whole;
	return 0;
}

static int by_place(const void *a, const void *b)
{
	const struct part *x = a;
	const struct part *y = b;
	return (x->at > y->at) - (x->at < y->at);
}

/* No two parts share bytes, which is how a small file can hold petabytes without a large ratio. */
static int check_places(struct package *p, int64_t directory_at, struct err *e)
{
	qsort(p->parts, p->n, sizeof *p->parts, by_place);
	for (size_t i = 0; i < p->n; i++) {
		const struct part *x = &p->parts[i];
		int64_t next = i + 1 < p->n ? p->parts[i + 1].at : directory_at;
		if (x->at < 0 || x->packed < 0 || x->size < 0 || x->at > next - LOCAL_LEN ||
		    x->packed > next - x->at - LOCAL_LEN)
			return broken(e, "its parts overlap");
	}
	return 0;
}

int package_open(struct package *p, int fd, int64_t bytes, struct arena *a, struct err *e)
{
	struct directory d = { 0 };
	*p = (struct package){ .fd = fd, .bytes = bytes };
	p->out_max = PACKAGE_SMALL + bytes * PACKAGE_RATIO;
	TRY(find_directory(p, a, &d, e));
	if (d.n > PACKAGE_PARTS_MAX || d.bytes > PACKAGE_DIRECTORY_MAX)
		return err_set(e, ERR_TOOBIG, "the file has too many parts for a spreadsheet");
	uint8_t *dir = NEW_N(a, (size_t)d.bytes + 1, uint8_t);
	const uint8_t *at = dir;
	size_t left = (size_t)d.bytes;
	TRY(read_at(p, d.at, dir, left, e));
	p->parts = NEW_N(a, (size_t)d.n + 1, struct part);
	for (; p->n < (size_t)d.n; p->n++)
		TRY(read_entry(&at, &left, &p->parts[p->n], e));
	return check_places(p, d.at, e);
}

const struct part *package_find(const struct package *p, struct str name)
{
	for (size_t i = 0; i < p->n; i++)
		if (str_eq(p->parts[i].name, name))
			return &p->parts[i];
	/* Names of parts are the same in any case (ECMA-376 part 2). */
	for (size_t i = 0; i < p->n; i++)
		if (str_same_word(p->parts[i].name, name))
			return &p->parts[i];
	return NULL;
}

/* ---- a part ---------------------------------------------------------- */

struct unpack {
	struct package *p;
	const struct part *part;
	const struct part_sink *sink;
	int64_t out;
	uint32_t crc;
};

static int give(struct unpack *u, const uint8_t *p, size_t n, struct err *e)
{
	u->out += (int64_t)n;
	u->p->out += (int64_t)n;
	if (u->out > u->part->size)
		return broken(e, "a part is larger than it says");
	if (u->p->out > u->p->out_max)
		return err_set(
			e, ERR_TOOBIG,
			"the file would unpack to more than %d times its size: save the sheet as CSV",
			PACKAGE_RATIO);
	u->crc = (uint32_t)crc32(u->crc, p, (uInt)n);
	return n ? u->sink->take(u->sink->ctx, (const char *)p, n, e) : 0;
}

static int inflate_chunk(struct unpack *u, z_stream *z, uint8_t *out, bool *ret_done, struct err *e)
{
	do {
		z->next_out = out;
		z->avail_out = CHUNK;
		int rc = inflate(z, Z_NO_FLUSH);
		if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR)
			return broken(e, "a part cannot be unpacked");
		TRY(give(u, out, CHUNK - z->avail_out, e));
		*ret_done = rc == Z_STREAM_END;
	} while (!*ret_done && z->avail_out == 0);
	return 0;
}

static int unpack_all(struct unpack *u, int64_t at, z_stream *z, struct err *e)
{
	uint8_t in[CHUNK];
	uint8_t out[CHUNK];
	bool deflated = u->part->method == 8;
	bool done = !deflated;
	for (int64_t left = u->part->packed; left > 0 && (!deflated || !done);) {
		size_t n = left < CHUNK ? (size_t)left : CHUNK;
		TRY(read_at(u->p, at, in, n, e));
		at += (int64_t)n;
		left -= (int64_t)n;
		z->next_in = in;
		z->avail_in = (uInt)n;
		if (deflated)
			TRY(inflate_chunk(u, z, out, &done, e));
		else
			TRY(give(u, in, n, e));
	}
	if (!done || u->out != u->part->size || u->crc != u->part->crc)
		return broken(e, "a part is not what the directory says");
	return 0;
}

int package_read(struct package *p, const struct part *part, const struct part_sink *sink,
		 struct err *e)
{
	uint8_t head[LOCAL_LEN];
	z_stream z = { 0 };
	if (part->encrypted)
		return err_set(e, ERR_INPUT, "the file has a password: save it without one");
	if (part->method != 0 && part->method != 8)
		return broken(e, "a part is packed in an unusual way");
	TRY(read_at(p, part->at, head, sizeof head, e));
	if (le(head, 4) != LOCAL)
		return broken(e, "a part is not where the directory says");
	int64_t at = part->at + LOCAL_LEN + (int64_t)le(head + 26, 2) + (int64_t)le(head + 28, 2);
	if (inflateInit2(&z, -15) != Z_OK)
		die("no memory for zlib");
	struct unpack u = { .p = p, .part = part, .sink = sink };
	int rc = unpack_all(&u, at, &z, e);
	inflateEnd(&z);
	return rc;
}
