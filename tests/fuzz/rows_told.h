/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rows_told.h - whatever a reader of tables told, the one who asked can read it. */
#ifndef VIGIL_FUZZ_ROWS_TOLD_H
#define VIGIL_FUZZ_ROWS_TOLD_H

#include "worker/tables.h"

struct rows_told {
	int64_t rows, last, marks;
};

static int told_row(void *ctx, const struct table_row *row, struct err *e)
{
	struct rows_told *t = ctx;
	(void)e;
	assert(row->number > t->last && row->n <= TABLE_COLUMNS_MAX);
	for (size_t i = 0; i < row->n; i++)
		assert((row->cells[i].kind == TABLE_EMPTY) == (row->cells[i].text.n == 0));
	t->last = row->number;
	t->rows++;
	return 0;
}

static int told_mark(void *ctx, const struct table_mark *m, struct err *e)
{
	struct rows_told *t = ctx;
	(void)m, (void)e;
	t->marks++;
	return 0;
}

static int told_format(void *ctx, enum table_format format, struct err *e)
{
	(void)ctx, (void)format, (void)e;
	return 0;
}

static int told_sheet(void *ctx, const struct table_sheet *s, struct err *e)
{
	struct rows_told *t = ctx;
	(void)s, (void)e;
	t->last = 0;
	return 0;
}

static void check_told(const struct rows *r)
{
	struct rows_told t = { 0 };
	AUTO_FRAME_READER reader;
	frame_reader_init(&reader,
			  (struct frame_sink){ told_format, told_row, told_mark, told_sheet, &t });
	int rc = frame_reader_take(&reader, buf_str(&r->b), NULL);
	assert(rc == 0 && frame_reader_end(&reader, NULL) == 0);
	assert(t.rows == r->n);
}

#endif
