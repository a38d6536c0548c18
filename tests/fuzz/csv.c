/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: text */
/* Any bytes: rows are numbered upwards and have the header's cells, and what was read, written
 * and read again is the same. */
#include "fuzz.h"

#include "text/csv.h"

static void write_rows(struct buf *b, const struct csv_table *t)
{
	struct csv_writer w = { .b = b };
	for (size_t i = 0; i < t->header.n; i++)
		csv_write_cell(&w, t->header.cells[i]);
	csv_write_end(&w);
	for (size_t i = 0; i < t->n_rows; i++) {
		for (size_t k = 0; k < t->rows[i].n; k++)
			csv_write_cell(&w, t->rows[i].cells[k]);
		csv_write_end(&w);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	struct csv_options o = { .lang = n % 2 ? LANG_EN : LANG_FA };
	struct csv_table t, again;
	int64_t last = 1;

	buf_init(&b, 4 * n + 100);
	csv_read(str_n((const char *)p, n), &o, a, &t);
	assert(t.header.n > 0 || (t.n_rows == 0 && t.problems.n > 0));
	for (size_t i = 0; i < t.n_rows; i++) {
		assert(t.rows[i].number > last && t.rows[i].n == t.header.n);
		last = t.rows[i].number;
	}
	if (t.header.n == 0)
		return 0;
	write_rows(&b, &t);
	csv_read(buf_str(&b), &o, a, &again);
	assert(again.n_rows == t.n_rows && again.header.n == t.header.n);
	for (size_t i = 0; i < t.n_rows; i++) {
		for (size_t k = 0; k < t.header.n; k++)
			assert(str_eq(t.rows[i].cells[k], again.rows[i].cells[k]));
	}
	return 0;
}
