/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/rows.h"

#include <errno.h>
#include <unistd.h>

enum { FLUSH_AT = 256 << 10, MARK_CELL_MAX = 240, MARK_ARG_MAX = 400 };

void rows_init(struct rows *r, int fd, int64_t max)
{
	*r = (struct rows){ .fd = fd, .max = max };
	/* A row more than what is sent at once; in tests all of them. */
	buf_init(&r->b, fd < 0 ? (size_t)1 << 30 : (size_t)TABLE_FRAME_MAX * 2);
}

void rows_done(struct rows *r)
{
	buf_done(&r->b);
}

int rows_flush(struct rows *r, struct err *e)
{
	TRY(buf_check(&r->b, e));
	if (r->fd < 0)
		return 0;
	for (size_t at = 0; at < r->b.n;) {
		ssize_t n = write(r->fd, r->b.p + at, r->b.n - at);
		if (n < 0 && errno != EINTR)
			return err_set(e, ERR_IO, "cannot send rows: %s", strerror(errno));
		at += n > 0 ? (size_t)n : 0;
	}
	buf_clear(&r->b);
	return 0;
}

struct frame_row rows_begin(struct rows *r, int64_t number, bool hidden)
{
	return frame_row_begin(&r->b, number, hidden);
}

int rows_end(struct rows *r, struct frame_row *row, struct err *e)
{
	frame_row_end(row);
	r->bytes += (int64_t)(r->b.n - row->at);
	r->n++;
	r->enough = r->max && r->n >= r->max;
	if (r->bytes_max && r->bytes > r->bytes_max)
		return err_set(e, ERR_TOOBIG,
			       "the table becomes larger than %lld GB when it is unpacked",
			       (long long)(r->bytes_max >> 30));
	return r->b.n >= FLUSH_AT || r->b.full ? rows_flush(r, e) : 0;
}

static struct str cut(struct str s, size_t max)
{
	if (s.n <= max)
		return s;
	while (max && ((uint8_t)s.p[max] & 0xC0) == 0x80)
		max--;
	return str_n(s.p, max);
}

void rows_mark(struct rows *r, enum table_fault_code code, int64_t row, size_t column,
	       struct str cell, struct str arg)
{
	struct table_mark m = { code, row, column, cut(cell, MARK_CELL_MAX),
				cut(arg, MARK_ARG_MAX) };
	if (r->marks[code]++ < ROWS_MARKS_MAX)
		frame_mark(&r->b, &m);
}

/* ---- a row in the making --------------------------------------------- */

void made_row_init(struct made_row *m, struct arena *a)
{
	*m = (struct made_row){ .cells = NEW_N(a, TABLE_COLUMNS_MAX, struct made_cell) };
	buf_init(&m->text, TABLE_ROW_MAX);
}

void made_row_done(struct made_row *m)
{
	buf_done(&m->text);
}

void made_row_clear(struct made_row *m)
{
	buf_clear(&m->text);
	m->n = 0;
}

static size_t keep(struct buf *b, struct str s, size_t *ret_n)
{
	size_t at = b->n;
	buf_add(b, s);
	*ret_n = s.n;
	return at;
}

void made_row_set(struct made_row *m, size_t column, const struct table_cell *c)
{
	assert(column < TABLE_COLUMNS_MAX && column >= m->n);
	while (m->n < column)
		m->cells[m->n++] = (struct made_cell){ .kind = TABLE_EMPTY };
	struct made_cell *to = &m->cells[m->n++];
	*to = (struct made_cell){ .kind = c->kind, .flags = c->flags };
	to->text_at = keep(&m->text, c->text, &to->text_n);
	to->raw_at = keep(&m->text, c->raw, &to->raw_n);
	to->format_at = keep(&m->text, c->format, &to->format_n);
}

int made_row_send(const struct made_row *m, struct rows *r, int64_t number, bool hidden,
		  struct err *e)
{
	if (m->text.full)
		return err_set(e, ERR_TOOBIG, "row %lld has more than %d MB", (long long)number,
			       TABLE_ROW_MAX >> 20);
	struct frame_row row = rows_begin(r, number, hidden);
	const char *p = m->text.p;
	for (size_t i = 0; i < m->n; i++) {
		const struct made_cell *c = &m->cells[i];
		struct table_cell cell = { .kind = c->kind, .flags = c->flags };
		cell.text = str_n(c->text_n ? p + c->text_at : NULL, c->text_n);
		cell.raw = str_n(c->raw_n ? p + c->raw_at : NULL, c->raw_n);
		cell.format = str_n(c->format_n ? p + c->format_at : NULL, c->format_n);
		frame_row_cell(&row, &cell);
	}
	return rows_end(r, &row, e);
}
