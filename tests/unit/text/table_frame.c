/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows through a pipe: what goes in comes out, in pieces of any size, and nothing else does. */
#include "check.h"

#include "text/table_frame.h"

struct seen {
	struct buf b;
	int rows;
	int stop_at;
};

static int row(void *ctx, const struct table_row *r, struct err *e)
{
	struct seen *s = ctx;
	buf_printf(&s->b, "%lld%s:", (long long)r->number, r->hidden ? "h" : "");
	for (size_t i = 0; i < r->n; i++)
		buf_printf(&s->b, "%d.%d=%.*s~%.*s~%.*s,", r->cells[i].kind, r->cells[i].flags,
			   STR_FMT(r->cells[i].text), STR_FMT(r->cells[i].raw),
			   STR_FMT(r->cells[i].format));
	if (++s->rows == s->stop_at)
		return err_set(e, ERR_CONFLICT, "enough");
	return 0;
}

static int mark(void *ctx, const struct table_mark *m, struct err *e)
{
	struct seen *s = ctx;
	(void)e;
	buf_printf(&s->b, "!%d@%lld.%zu %.*s %.*s,", (int)m->code, (long long)m->row, m->column,
		   STR_FMT(m->cell), STR_FMT(m->arg));
	return 0;
}

static int sheet(void *ctx, const struct table_sheet *sh, struct err *e)
{
	struct seen *s = ctx;
	(void)e;
	buf_printf(&s->b, "[%.*s%s]", STR_FMT(sh->name), sh->hidden ? " h" : "");
	return 0;
}

static int format(void *ctx, enum table_format f, struct err *e)
{
	struct seen *s = ctx;
	(void)e;
	buf_printf(&s->b, "f%d", (int)f);
	return 0;
}

static void some_frames(struct buf *b)
{
	struct table_sheet sh = { STR("Sheet 1"), true };
	struct table_mark m = { TABLE_FAULT_MERGED, 3, 2, STR("x"), STR("B3:C3") };
	struct table_cell date = { STR("2025-03-21"), STR("45737"), STR("yyyy"), TABLE_DATE,
				   TABLE_FORMULA };
	frame_sheet(b, &sh);
	struct frame_row r = frame_row_begin(b, 2, false);
	frame_row_text(&r, STR("نمونه"), 0);
	frame_row_text(&r, STR(""), 0);
	frame_row_cell(&r, &date);
	frame_row_end(&r);
	frame_mark(b, &m);
	frame_format(b, TABLE_ODS);
	r = frame_row_begin(b, 7, true);
	frame_row_end(&r);
}

TEST(what_goes_in_comes_out)
{
	AUTO_BUF b;
	buf_init(&b, 10000);
	some_frames(&b);
	for (size_t piece = 1; piece <= b.n; piece++) {
		struct seen s = { .rows = 0 };
		struct err e = { 0 };
		AUTO_FRAME_READER r;
		buf_init(&s.b, 10000);
		frame_reader_init(&r, (struct frame_sink){ format, row, mark, sheet, &s });
		for (size_t i = 0; i < b.n; i += piece)
			CHECK_OK(frame_reader_take(
					 &r, str_n(b.p + i, b.n - i < piece ? b.n - i : piece), &e),
				 &e);
		CHECK_OK(frame_reader_end(&r, &e), &e);
		CHECK_STR(
			buf_str(&s.b),
			"[Sheet 1 h]2:1.0=نمونه~~,0.0=~~,3.1=2025-03-21~45737~yyyy,!9@3.2 x B3:C3,f27h:");
		buf_done(&s.b);
	}
}

TEST(a_cut_is_noticed_and_a_sink_can_stop)
{
	AUTO_BUF b;
	struct seen s = { .stop_at = 1 };
	buf_init(&b, 10000);
	buf_init(&s.b, 10000);
	some_frames(&b);
	{
		AUTO_FRAME_READER r;
		frame_reader_init(&r, (struct frame_sink){ format, row, mark, sheet, &s });
		CHECK_ERR(frame_reader_take(&r, buf_str(&b), NULL), ERR_CONFLICT);
	}
	s.stop_at = 0;
	AUTO_FRAME_READER r;
	frame_reader_init(&r, (struct frame_sink){ format, row, mark, sheet, &s });
	CHECK_INT(frame_reader_take(&r, str_n(b.p, b.n - 1), NULL), 0);
	CHECK_ERR(frame_reader_end(&r, NULL), ERR_INPUT);
	buf_done(&s.b);
}

TEST(lies_are_refused)
{
	static const struct {
		size_t at;
		char byte;
	} T[] = {
		{ 3, '\x7F' },	/* length of the first frame */
		{ 4, 'Z' },	/* its kind */
		{ 6, '\x7F' },	/* length of the name */
		{ 10, '\xFF' }, /* the name is no UTF-8 */
		{ 10, '\0' },	/* has a NUL */
		{ 30, '\x7F' }, /* the row's cells */
	};
	for (size_t i = 0; i < COUNT(T); i++) {
		AUTO_BUF b;
		struct seen s = { .rows = 0 };
		buf_init(&b, 10000);
		buf_init(&s.b, 10000);
		some_frames(&b);
		b.p[T[i].at] = T[i].byte;
		AUTO_FRAME_READER r;
		frame_reader_init(&r, (struct frame_sink){ format, row, mark, sheet, &s });
		int rc = frame_reader_take(&r, buf_str(&b), NULL);
		CHECK_ERR(rc ? rc : frame_reader_end(&r, NULL), ERR_INPUT);
		buf_done(&s.b);
	}
}
