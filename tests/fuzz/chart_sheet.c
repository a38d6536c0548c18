/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: chart */
/* Drawings for vigil-draw: no crash, and what is read is written as it was understood. */
#include "fuzz.h"

#include "chart/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct drawing d;
	struct drawing again;
	int scale;
	AUTO_BUF b;
	buf_init(&b, 4 * SHEET_MAX);
	if (sheet_read(str_n((const char *)p, n), a, &d, &scale, NULL) < 0)
		return 0;
	if (sheet_write(&d, scale, &b, NULL) < 0)
		return 0;
	if (sheet_read(buf_str(&b), a, &again, &scale, NULL) < 0 || again.n != d.n)
		die("a drawing is not read as it was written");
	return 0;
}
