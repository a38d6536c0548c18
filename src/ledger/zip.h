/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zip.h - ZIP files without compression (APPNOTE 6.3), as bundles are packed.
 *
 * Writing gives the same bytes for the same files: fixed times, UTF-8 names, ZIP64 only where a number
 * does not fit. Reading is strict, so that no two programs can see different files in what it accepts:
 * every byte of the file belongs to one entry or to the directory at its end, in order and without
 * gaps; the directory and what stands before each entry agree; stored only, no comments, no links;
 * names as bag_path_fault wants them, and no two alike. A ZIP packed by another program may be refused
 * although it is a good one: unpack it and judge the folder.
 */
#ifndef VIGIL_ZIP_H
#define VIGIL_ZIP_H

#include "ledger/bag.h"

/* CRC-32 (ISO 3309), eight bytes at a time. The tables are made by crc32_init. */
struct crc32 {
	uint32_t t[8][256];
};
void crc32_init(struct crc32 *c);
/* Of more bytes after those whose checksum is `crc`; 0 at the begin. */
uint32_t crc32_add(const struct crc32 *c, uint32_t crc, const void *p, size_t n);

/* ---- writing ----------------------------------------------------------- */

/*
 * A writer to a file that can be written at any place: the checksum goes before the content when it
 * is known. After a failure nothing further is written. No fsync.
 */
struct zip_writer {
	struct arena *a;
	int fd; /* borrowed */
	struct crc32 crc;
	struct zip_written *list;
	size_t n, cap;
	int64_t at;   /* bytes written */
	int64_t left; /* of the entry that was begun */
	struct str prefix;
	uint64_t large;	 /* what does not fit below this is written as ZIP64; 2^32 - 1 */
	struct buf held; /* small writes are gathered */
	int64_t flushed;
};
/* `prefix` is put before every name ("bundle/"); may be empty. */
void zip_write_begin(struct zip_writer *w, int fd, struct str prefix, struct arena *a);
int zip_write_file(struct zip_writer *w, struct str path, int64_t size, struct err *e) MUST_USE;
int zip_write_add(struct zip_writer *w, const void *p, size_t n, struct err *e) MUST_USE;
/* ERR_CORRUPT: not as many bytes came as were said. */
int zip_write_close(struct zip_writer *w, struct err *e) MUST_USE;
int zip_write_end(struct zip_writer *w, struct err *e) MUST_USE;
void zip_write_done(struct zip_writer *w); /* gives back memory; also after a failure */
#define AUTO_ZIP_WRITER AUTO(zip_write_done) struct zip_writer
/* To write a bag into it. */
struct bag_out zip_bag_out(struct zip_writer *w);

/* ---- reading ----------------------------------------------------------- */

/* Bytes that can be read at any place. */
struct zip_source {
	void *ctx;
	int64_t size;
	int (*read)(void *ctx, int64_t at, void *p, size_t n, struct err *e);
};
struct zip_source zip_source_fd(const int *fd, int64_t size); /* both borrowed */
struct zip_source zip_source_str(const struct str *s);

enum { ZIP_DIRECTORY_MAX = 64 << 20 };

struct zip {
	struct bag_files files; /* sorted; streaming checks size and checksum of each */
	struct zip_source src;
	struct zip_entry *entries;
	struct crc32 crc;
};
/*
 * Read the directory and every local header; contents are read by files.stream. Everything has to
 * stand in one folder, whose name is taken off the paths, when `one_folder`. The set borrows `z`.
 * ERR_INPUT says what is not as it must be; ERR_TOOBIG.
 */
int zip_open(struct zip *z, const struct zip_source *src, bool one_folder, struct arena *a,
	     struct err *e) MUST_USE;
bool zip_looks_like_one(struct str first_bytes);

#endif
