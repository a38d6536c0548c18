/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: text */
/* Any bytes: rows use up the text, cells lie in it, and a text cut anywhere waits or says the same.
 * The encoding that is guessed can be read. */
#include "fuzz.h"

#include "text/csv_scan.h"
#include "text/encoding.h"

static void scan(struct csv_dialect d, struct str s)
{
	struct csv_span cells[64];
	struct csv_cut cut = { .cells = cells, .kept = COUNT(cells) };
	struct csv_span first[64];
	struct csv_cut early = { .cells = first, .kept = COUNT(first) };
	while (s.n) {
		bool whole = csv_scan_row(d, s, true, 100, &cut);
		assert(whole && cut.bytes > 0 && cut.bytes <= s.n && cut.n > 0);
		for (size_t i = 0; i < cut.n && i < cut.kept; i++)
			assert(cells[i].p >= s.p && cells[i].p + cells[i].n <= s.p + cut.bytes);
		if (csv_scan_row(d, s, false, 100, &early))
			assert(early.n == cut.n && early.bytes == cut.bytes);
		s = str_from(s, cut.bytes);
	}
}

static void decode(struct str s)
{
	struct encoding_count c = { 0 };
	struct encoding_reader r;
	char *out = malloc(3 * s.n + 12);
	if (!out)
		die("out of memory");
	encoding_count_add(&c, s);
	encoding_count_end(&c);
	struct encoding_guess g = encoding_guess(&c);
	assert(g.sure >= 0 && g.sure <= 100 && g.encoding != ENCODING_FIND);
	for (int en = ENCODING_UTF8; en < ENCODINGS; en++) {
		encoding_start(&r, (enum text_encoding)en);
		assert(encoding_read(&r, s, true, out) <= 3 * s.n + 12);
	}
	free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str s = str_n((const char *)p, n < 20000 ? n : 20000);
	struct csv_guess g = csv_guess_dialect(s, true);
	assert(g.columns > 0 && g.sure >= 0 && g.sure <= 100);
	scan(g.dialect, s);
	scan((struct csv_dialect){ ',', '"' }, s);
	scan((struct csv_dialect){ ';', '\0' }, s);
	decode(s);
	return 0;
}
