/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: sync */
/* Packs: no crash; what is read is written as it stood. */
#include "fuzz.h"

#include "sync/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b = { 0 };
	struct pack pack;
	struct str s = str_n((const char *)p, n);
	if (pack_read(s, a, &pack, NULL) < 0)
		return 0;
	buf_init(&b, PACK_BYTES_MAX);
	pack_begin(&b, pack.origin, pack.first);
	for (size_t i = 0; i < pack.n; i++)
		pack_row(&b, &pack.rows[i]);
	pack_end(&b, pack.note);
	if (!str_eq(buf_str(&b), s))
		die("a pack is not written as it was read");
	return 0;
}
