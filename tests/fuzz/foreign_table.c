/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: worker */
/* Any bytes as a file: CSV, XLSX, ODS or JSON, refused or told in frames that can be read. */
#define _GNU_SOURCE /* memfd_create */
#include "fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "rows_told.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_ROWS r;
	struct table_found found = { .format = TABLE_CSV };
	n = n < 100000 ? n : 100000;
	AUTO_FD fd = memfd_create("fuzz", MFD_CLOEXEC);
	if (fd < 0 || write(fd, p, n) != (ssize_t)n)
		die("no memory file");
	struct table_ask ask = { .fd = fd, .bytes = (int64_t)n, .rows_max = 2000, .a = a };
	rows_init(&r, -1, ask.rows_max);
	r.bytes_max = 64 << 20;
	int rc = any_table(&ask, &r, &found, NULL);
	if (rc == 0)
		check_told(&r);
	return 0;
}
