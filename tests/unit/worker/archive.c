/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Archives that become too much: by ratio, by number, by what they say of themselves. */
#define _GNU_SOURCE /* memfd_create */
#include "check.h"

#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "worker/archive.h"

static int memory_file(struct str s)
{
	int fd = memfd_create("test", MFD_CLOEXEC);
	if (fd < 0 || write(fd, s.p, s.n) != (ssize_t)s.n)
		die("no memory file");
	return fd;
}

static void le(struct buf *b, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_char(b, (char)(v >> (8 * i) & 0xFF));
}

/* Zeros, deflated: about a thousandth of their size. */
static struct str zeros(struct arena *a, size_t n, uint32_t *ret_crc)
{
	z_stream z = { 0 };
	static const uint8_t none[65536];
	size_t max = n / 500 + 1000;
	uint8_t *out = NEW_N(a, max, uint8_t);
	if (deflateInit2(&z, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		die("zlib");
	*ret_crc = 0;
	z.next_out = out;
	z.avail_out = (uInt)max;
	for (size_t left = n; left;) {
		size_t part = left < sizeof none ? left : sizeof none;
		z.next_in = (z_const Bytef *)(uintptr_t)none;
		z.avail_in = (uInt)part;
		*ret_crc = (uint32_t)crc32(*ret_crc, none, (uInt)part);
		left -= part;
		if (deflate(&z, left ? Z_NO_FLUSH : Z_FINISH) == Z_STREAM_ERROR)
			die("zlib");
	}
	size_t done = z.total_out;
	deflateEnd(&z);
	return str_n((const char *)out, done);
}

/* `entries` names in the directory for one and the same deflated content: what Fifield called a better
 * zip bomb. */
static void bomb(struct buf *b, struct str deflated, uint32_t crc, size_t size, int entries)
{
	AUTO_BUF dir;
	buf_init(&dir, 1 << 24);
	for (int i = -1; i < entries; i++) {
		struct buf *to = i < 0 ? b : &dir;
		buf_add_n(to, i < 0 ? "PK\x03\x04" : "PK\x01\x02", 4);
		if (i >= 0)
			le(to, 20, 2);
		le(to, 20, 2);
		le(to, 0, 2);
		le(to, 8, 2);
		le(to, 0x00210000, 4);
		le(to, crc, 4);
		le(to, deflated.n, 4);
		le(to, size, 4);
		le(to, 5, 2);
		le(to, 0, 2);
		if (i >= 0) {
			le(to, 0, 8);
			le(to, 0, 6);
		}
		buf_printf(to, "%05d", i < 0 ? 0 : i);
		if (i < 0)
			buf_add(to, deflated);
	}
	size_t at = b->n;
	buf_add(b, buf_str(&dir));
	buf_add_n(b, "PK\x05\x06\0\0\0\0", 8);
	le(b, (uint64_t)entries, 2);
	le(b, (uint64_t)entries, 2);
	le(b, dir.n, 4);
	le(b, at, 4);
	le(b, 0, 2);
}

static int walk_all(int fd, int64_t *ret_out)
{
	AUTO_WALK *w = NULL;
	struct walk_entry en;
	bool more = true;
	char chunk[65536];
	size_t n = 1;
	*ret_out = 0;
	TRY(walk_open(fd, INT64_MAX, &w, NULL));
	for (;;) {
		TRY(walk_next(w, &en, &more, NULL));
		if (!more)
			return 0;
		for (n = 1; n && !en.refused && !en.folder;) {
			TRY(walk_read(w, chunk, sizeof chunk, &n, NULL));
			*ret_out += (int64_t)n;
		}
	}
}

TEST(a_bomb_is_stopped)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	uint32_t crc;
	int64_t out = 0;
	size_t size = 200 << 20;
	struct str deflated = zeros(a, size, &crc);
	buf_init(&b, 64 << 20);
	bomb(&b, deflated, crc, size, 1);
	AUTO_FD fd = memory_file(buf_str(&b));
	CHECK_ERR(walk_all(fd, &out), ERR_TOOBIG);
	CHECK(out <= WALK_SMALL + (int64_t)b.n * WALK_RATIO + 65536);
	printf("  a bomb of %zu bytes that would be %zu was stopped after %lld\n", b.n, size,
	       (long long)out);
}

TEST(a_bomb_of_names_is_stopped)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	uint32_t crc;
	int64_t out = 0;
	size_t size = 1 << 20;
	struct str deflated = zeros(a, size, &crc);
	buf_init(&b, 64 << 20);
	bomb(&b, deflated, crc, size, 5000); /* five gigabytes out of 240 kB */
	AUTO_FD fd = memory_file(buf_str(&b));
	int rc = walk_all(fd, &out);
	CHECK(rc == ERR_TOOBIG || rc == ERR_INPUT);
	CHECK(out <= WALK_SMALL + (int64_t)b.n * WALK_RATIO + 65536);
	buf_clear(&b);
	bomb(&b, STR("\3\0"), 0, 0, WALK_ENTRIES_MAX + 1);
	AUTO_FD many = memory_file(buf_str(&b));
	rc = walk_all(many, &out);
	CHECK(rc == ERR_TOOBIG || rc == ERR_INPUT);
}

/* The content is longer than the directory says, and has another checksum. */
TEST(content_that_is_not_what_it_says)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	uint32_t crc;
	int64_t out = 0;
	struct str deflated = zeros(a, 100000, &crc);
	buf_init(&b, 1 << 20);
	bomb(&b, deflated, crc + 1, 100000, 1);
	AUTO_FD fd = memory_file(buf_str(&b));
	CHECK_ERR(walk_all(fd, &out), ERR_INPUT);
	buf_clear(&b);
	bomb(&b, deflated, crc, 10, 1);
	AUTO_FD longer = memory_file(buf_str(&b));
	int rc = walk_all(longer, &out);
	CHECK(rc == ERR_INPUT || (rc == 0 && out <= 100000));
}

/* Every flipped byte of a small archive: refused, or read as something, and always an end to it. */
TEST(flipped_bytes)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	uint32_t crc;
	struct str deflated = zeros(a, 3000, &crc);
	buf_init(&b, 1 << 20);
	bomb(&b, deflated, crc, 3000, 1);
	int refused = 0;
	for (size_t i = 0; i < b.n; i++) {
		int64_t out = 0;
		b.p[i] = (char)(b.p[i] ^ 0x41);
		AUTO_FD fd = memory_file(buf_str(&b));
		int rc = walk_all(fd, &out);
		CHECK(rc == 0 || rc == ERR_INPUT || rc == ERR_TOOBIG);
		CHECK(out <= 64 << 20);
		refused += rc != 0;
		b.p[i] = (char)(b.p[i] ^ 0x41);
	}
	CHECK(refused > 0 && (size_t)refused < b.n);
	printf("  %zu bytes flipped, %d refused\n", b.n, refused);
}
