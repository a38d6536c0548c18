/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: text */
/* Any bytes from the worker: refused, or rows whose cells are text; the same in pieces of any size. */
#include "fuzz.h"

#include "text/table_frame.h"
#include "text/utf8.h"

struct seen {
	int64_t rows, marks, others, bytes;
};

static int row(void *ctx, const struct table_row *r, struct err *e)
{
	struct seen *s = ctx;
	(void)e;
	s->rows++;
	for (size_t i = 0; i < r->n; i++) {
		assert(utf8_check(r->cells[i].text) && utf8_check(r->cells[i].raw));
		s->bytes += (int64_t)r->cells[i].text.n;
	}
	return 0;
}

static int mark(void *ctx, const struct table_mark *m, struct err *e)
{
	struct seen *s = ctx;
	(void)e;
	assert(m->code < TABLE_FAULT_CODES && utf8_check(m->cell));
	s->marks++;
	return 0;
}

static int format(void *ctx, enum table_format f, struct err *e)
{
	struct seen *s = ctx;
	(void)f, (void)e;
	s->others++;
	return 0;
}

static int sheet(void *ctx, const struct table_sheet *sh, struct err *e)
{
	struct seen *s = ctx;
	(void)e;
	assert(utf8_check(sh->name));
	s->others++;
	return 0;
}

static int read_in(const uint8_t *p, size_t n, size_t piece, struct seen *s)
{
	AUTO_FRAME_READER r;
	frame_reader_init(&r, (struct frame_sink){ format, row, mark, sheet, s });
	for (size_t i = 0; i < n; i += piece)
		TRY(frame_reader_take(&r, str_n((const char *)p + i, n - i < piece ? n - i : piece),
				      NULL));
	return frame_reader_end(&r, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct seen whole = { 0 };
	struct seen parts = { 0 };
	int rc = read_in(p, n, n ? n : 1, &whole);
	int rc2 = read_in(p, n, 3, &parts);
	assert((rc == 0) == (rc2 == 0));
	assert(rc < 0 || (whole.rows == parts.rows && whole.bytes == parts.bytes &&
			  whole.marks == parts.marks && whole.others == parts.others));
	return 0;
}
