/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * package.h - the ZIP file that an office document is (APPNOTE 6.3), read part by part.
 *
 * A document needs its parts in an order of its own, which libarchive does not give. The reading is
 * narrow: stored or deflated, no passwords; every part lies in a place of its own and is what the
 * directory says of it. That, and a ceiling for what comes out of all parts together, leaves a bomb
 * nothing to work with.
 */
#ifndef VIGIL_WORKER_PACKAGE_H
#define VIGIL_WORKER_PACKAGE_H

#include "base/base.h"

enum { PACKAGE_PARTS_MAX = 10000, PACKAGE_DIRECTORY_MAX = 16 << 20, PACKAGE_RATIO = 150 };
static const int64_t PACKAGE_SMALL = INT64_C(256) << 20; /* comes out of a file of any size */

struct part {
	struct str name;
	int64_t at; /* of its local header */
	int64_t packed, size;
	uint32_t crc;
	uint16_t method;
	bool encrypted;
};

struct package {
	int fd;
	int64_t bytes;
	struct part *parts; /* by place */
	size_t n;
	int64_t out, out_max;
};

/* ERR_INPUT: no ZIP file, or one that is put together wrongly; ERR_TOOBIG. */
int package_open(struct package *p, int fd, int64_t bytes, struct arena *a, struct err *e) MUST_USE;
const struct part *package_find(const struct package *p, struct str name); /* NULL: not there */

/* The content in pieces; checked by size and CRC at the end. A negative answer is returned. */
struct part_sink {
	int (*take)(void *ctx, const char *p, size_t n, struct err *e);
	void *ctx;
};
int package_read(struct package *p, const struct part *part, const struct part_sink *sink,
		 struct err *e) MUST_USE;

#endif
