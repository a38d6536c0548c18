/* SPDX-License-Identifier: GPL-3.0-or-later */
/* archive_make.h - zip and tar files for tests, also such as no honest program writes. */
#ifndef VIGIL_ARCHIVE_MAKE_H
#define VIGIL_ARCHIVE_MAKE_H

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "ledger/zip.h"

struct zip_make {
	struct buf b;
	struct buf dir;
	int n;
};

static inline void le(struct buf *b, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_char(b, (char)(v >> (8 * i) & 0xFF));
}

static inline void zip_make_begin(struct zip_make *z)
{
	buf_init(&z->b, 64 << 20);
	buf_init(&z->dir, 1 << 20);
	z->n = 0;
}

/* `mode`: 0100644 a file, 0120777 a symbolic link; `size` is what the headers say. */
static inline void zip_make_entry(struct zip_make *z, struct str name, struct str content,
				  uint32_t mode, uint32_t size, uint16_t flags)
{
	struct crc32 *c = malloc(sizeof *c);
	crc32_init(c);
	uint32_t crc = crc32_add(c, 0, content.p, content.n);
	free(c);
	uint64_t at = z->b.n;
	for (int dir = 0; dir < 2; dir++) {
		struct buf *b = dir ? &z->dir : &z->b;
		buf_add_n(b, dir ? "PK\x01\x02" : "PK\x03\x04", 4);
		if (dir)
			le(b, 0x0314, 2); /* made on Unix */
		le(b, 20, 2);
		le(b, flags, 2);
		le(b, 0, 2);
		le(b, 0x00210000, 4); /* 1980-01-01 */
		le(b, crc, 4);
		le(b, content.n, 4);
		le(b, size, 4);
		le(b, name.n, 2);
		le(b, 0, 2);
		if (dir) {
			le(b, 0, 6); /* comment, disk, internal */
			le(b, (uint64_t)mode << 16, 4);
			le(b, at, 4);
		}
		buf_add(b, name);
		if (!dir)
			buf_add(b, content);
	}
	z->n++;
}

static inline void zip_make_file(struct zip_make *z, struct str name, struct str content)
{
	zip_make_entry(z, name, content, 0100644, (uint32_t)content.n, 0x0800);
}

static inline int memory_file(struct str s)
{
	int fd = memfd_create("test", MFD_CLOEXEC);
	if (fd < 0 || write(fd, s.p, s.n) != (ssize_t)s.n)
		die("no memory file");
	return fd;
}

static inline struct str zip_make_done(struct zip_make *z)
{
	uint64_t at = z->b.n;
	buf_add(&z->b, buf_str(&z->dir));
	buf_add_n(&z->b, "PK\x05\x06\0\0\0\0", 8);
	le(&z->b, (uint64_t)z->n, 2);
	le(&z->b, (uint64_t)z->n, 2);
	le(&z->b, z->dir.n, 4);
	le(&z->b, at, 4);
	le(&z->b, 0, 2);
	return buf_str(&z->b);
}

static inline void zip_make_free(struct zip_make *z)
{
	buf_done(&z->b);
	buf_done(&z->dir);
}

/* `magic`: 8 bytes, of ustar or of old GNU tar. `type`: '0' file, '1' hard link, '2' symbolic link,
 * '6' pipe. */
static inline void tar_entry_as(struct buf *b, const char *magic, const char *name, char type,
				const char *link, struct str content)
{
	unsigned char h[512] = { 0 };
	unsigned sum = 0;
	memcpy(h, name, strlen(name) < 100 ? strlen(name) : 100);
	memcpy(h + 100, "0000644", 8);
	memcpy(h + 108, "0000000", 8);
	memcpy(h + 116, "0000000", 8);
	snprintf((char *)h + 124, 12, "%011o", (unsigned)content.n);
	memcpy(h + 136, "00000000000", 12);
	memset(h + 148, ' ', 8);
	h[156] = (unsigned char)type;
	memcpy(h + 157, link, strlen(link));
	memcpy(h + 257, magic, 8);
	for (size_t i = 0; i < sizeof h; i++)
		sum += h[i];
	snprintf((char *)h + 148, 8, "%06o", sum);
	buf_add_n(b, h, sizeof h);
	buf_add(b, content);
	for (size_t i = content.n; i % 512; i++)
		buf_char(b, '\0');
}

/* POSIX ustar. */
static inline void tar_entry(struct buf *b, const char *name, char type, const char *link,
			     struct str content)
{
	tar_entry_as(b, "ustar\00000", name, type, link, content);
}

#endif
