/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table_frame.c - a row is: number (8), hidden (1), count (4), and for each cell its kind (1, with a bit
 * when raw or format follow), flags (1), the length (4) of its text and the text.
 */
#include "text/table_frame.h"

#include <stdlib.h>

#include "text/utf8.h"

enum { FORMAT = 'F', ROW = 'R', MARK = 'M', SHEET = 'S' };
enum { HAS_MORE = 0x80, LENGTH = 4 };

/* ---- writing --------------------------------------------------------- */

static void put_u32(struct buf *b, size_t v)
{
	assert(v <= UINT32_MAX);
	uint32_t n = (uint32_t)v;
	buf_add_n(b, &n, sizeof n);
}

static void put_text(struct buf *b, struct str s)
{
	put_u32(b, s.n);
	buf_add(b, s);
}

static size_t frame_begin(struct buf *b, char kind)
{
	size_t at = b->n;
	put_u32(b, 0);
	buf_char(b, kind);
	return at;
}

static void patch(struct buf *b, size_t at, size_t v)
{
	uint32_t n = (uint32_t)v;
	if (!b->full)
		memcpy(b->p + at, &n, sizeof n);
}

static void frame_end(struct buf *b, size_t at)
{
	patch(b, at, b->n - at - LENGTH);
}

struct frame_row frame_row_begin(struct buf *b, int64_t number, bool hidden)
{
	struct frame_row r = { .b = b, .at = frame_begin(b, ROW) };
	buf_add_n(b, &number, sizeof number);
	buf_char(b, (char)hidden);
	put_u32(b, 0);
	return r;
}

void frame_row_text(struct frame_row *r, struct str text, unsigned flags)
{
	char head[6] = { (char)(text.n ? TABLE_TEXT : TABLE_EMPTY), (char)flags };
	uint32_t n = (uint32_t)text.n;
	memcpy(head + 2, &n, sizeof n);
	buf_add_n(r->b, head, sizeof head);
	buf_add(r->b, text);
	r->n++;
}

void frame_row_cell(struct frame_row *r, const struct table_cell *c)
{
	bool more = c->raw.n || c->format.n;
	buf_char(r->b, (char)(c->kind | (more ? HAS_MORE : 0)));
	buf_char(r->b, (char)c->flags);
	put_text(r->b, c->text);
	if (more) {
		put_text(r->b, c->raw);
		put_text(r->b, c->format);
	}
	r->n++;
}

void frame_row_end(struct frame_row *r)
{
	patch(r->b, r->at + LENGTH + 1 + 8 + 1, r->n);
	frame_end(r->b, r->at);
}

void frame_format(struct buf *b, enum table_format format)
{
	size_t at = frame_begin(b, FORMAT);
	buf_char(b, (char)format);
	frame_end(b, at);
}

void frame_mark(struct buf *b, const struct table_mark *m)
{
	size_t at = frame_begin(b, MARK);
	buf_char(b, (char)m->code);
	buf_add_n(b, &m->row, sizeof m->row);
	put_u32(b, m->column);
	put_text(b, m->cell);
	put_text(b, m->arg);
	frame_end(b, at);
}

void frame_sheet(struct buf *b, const struct table_sheet *s)
{
	size_t at = frame_begin(b, SHEET);
	buf_char(b, (char)s->hidden);
	put_text(b, s->name);
	frame_end(b, at);
}

/* ---- reading --------------------------------------------------------- */

/* Takes from the front; `ok` turns false when there is not enough. */
struct cursor {
	struct str s;
	bool ok;
};

static void take(struct cursor *c, void *ret, size_t n)
{
	memset(ret, 0, n);
	if (c->s.n < n) {
		c->ok = false;
		return;
	}
	memcpy(ret, c->s.p, n);
	c->s = str_from(c->s, n);
}

static uint8_t take_byte(struct cursor *c)
{
	uint8_t b;
	take(c, &b, 1);
	return b;
}

static struct str take_text(struct cursor *c)
{
	uint32_t n;
	take(c, &n, sizeof n);
	if (!c->ok || n > c->s.n || n > TABLE_CELL_MAX) {
		c->ok = false;
		return STR_NULL;
	}
	struct str s = str_n(c->s.p, n);
	c->s = str_from(c->s, n);
	if (n && (memchr(s.p, '\0', n) || !utf8_check(s)))
		c->ok = false;
	return s;
}

static int not_understood(struct err *e)
{
	return err_set(e, ERR_INPUT, "the rows of this file are not to be understood");
}

static int read_row(struct frame_reader *r, struct cursor *c, struct err *e)
{
	struct table_row row = { .cells = r->cells };
	uint32_t n;
	take(c, &row.number, sizeof row.number);
	uint8_t hidden = take_byte(c);
	take(c, &n, sizeof n);
	row.hidden = hidden == 1;
	row.n = n;
	if (!c->ok || hidden > 1 || row.number < 1 || n > TABLE_COLUMNS_MAX)
		return not_understood(e);
	for (size_t i = 0; i < n && c->ok; i++) {
		uint8_t kind = take_byte(c);
		struct table_cell *cell = &r->cells[i];
		cell->kind = kind & (HAS_MORE - 1);
		cell->flags = take_byte(c);
		cell->text = take_text(c);
		cell->raw = kind & HAS_MORE ? take_text(c) : STR_NULL;
		cell->format = kind & HAS_MORE ? take_text(c) : STR_NULL;
		if (cell->kind >= TABLE_KINDS || cell->flags & ~TABLE_FLAGS_ALL)
			c->ok = false;
	}
	if (!c->ok || c->s.n)
		return not_understood(e);
	return r->sink.row(r->sink.ctx, &row, e);
}

static int read_mark(struct frame_reader *r, struct cursor *c, struct err *e)
{
	struct table_mark m = { .row = 0 };
	uint8_t code = take_byte(c);
	uint32_t column;
	take(c, &m.row, sizeof m.row);
	take(c, &column, sizeof column);
	m.cell = take_text(c);
	m.arg = take_text(c);
	m.column = column;
	m.code = code < TABLE_FAULT_CODES ? code : 0;
	if (!c->ok || c->s.n || m.row < 0 || code >= TABLE_FAULT_CODES)
		return not_understood(e);
	return r->sink.mark(r->sink.ctx, &m, e);
}

static int read_sheet(struct frame_reader *r, struct cursor *c, struct err *e)
{
	struct table_sheet s = { .hidden = take_byte(c) != 0 };
	s.name = take_text(c);
	if (!c->ok || c->s.n)
		return not_understood(e);
	return r->sink.sheet(r->sink.ctx, &s, e);
}

static int read_format(struct frame_reader *r, struct cursor *c, struct err *e)
{
	uint8_t format = take_byte(c);
	if (!c->ok || c->s.n || format >= TABLE_FORMATS)
		return not_understood(e);
	return r->sink.format(r->sink.ctx, (enum table_format)format, e);
}

static int read_frame(struct frame_reader *r, struct str s, struct err *e)
{
	struct cursor c = { .s = s, .ok = true };
	switch (take_byte(&c)) {
	case FORMAT:
		return read_format(r, &c, e);
	case ROW:
		return read_row(r, &c, e);
	case MARK:
		return read_mark(r, &c, e);
	case SHEET:
		return read_sheet(r, &c, e);
	default:
		return not_understood(e);
	}
}

void frame_reader_init(struct frame_reader *r, struct frame_sink sink)
{
	*r = (struct frame_reader){ .sink = sink };
	buf_init(&r->left, (size_t)TABLE_FRAME_MAX + LENGTH);
	r->cells = mem_need(calloc(TABLE_COLUMNS_MAX, sizeof *r->cells));
}

void frame_reader_done(struct frame_reader *r)
{
	buf_done(&r->left);
	free(r->cells);
	r->cells = NULL;
}

/* The length of the whole frame at the front of `s`; 0 when that is not known yet. */
static int frame_length(struct str s, size_t *ret, struct err *e)
{
	uint32_t n = 0;
	*ret = 0;
	if (s.n < LENGTH)
		return 0;
	memcpy(&n, s.p, LENGTH);
	if (n == 0 || n > TABLE_FRAME_MAX)
		return not_understood(e);
	*ret = n + (size_t)LENGTH;
	return 0;
}

/* Fills up the frame that waits. */
static int take_waiting(struct frame_reader *r, struct str *piece, struct err *e)
{
	while (r->left.n && piece->n) {
		size_t want;
		TRY(frame_length(buf_str(&r->left), &want, e));
		size_t more = want ? want - r->left.n : LENGTH - r->left.n;
		more = more < piece->n ? more : piece->n;
		buf_add_n(&r->left, piece->p, more);
		*piece = str_from(*piece, more);
		TRY(frame_length(buf_str(&r->left), &want, e));
		if (want && r->left.n == want) {
			TRY(read_frame(r, str_from(buf_str(&r->left), LENGTH), e));
			buf_clear(&r->left);
		}
	}
	return 0;
}

int frame_reader_take(struct frame_reader *r, struct str piece, struct err *e)
{
	TRY(take_waiting(r, &piece, e));
	for (;;) {
		size_t n;
		TRY(frame_length(piece, &n, e));
		if (n == 0 || n > piece.n)
			break;
		TRY(read_frame(r, str_n(piece.p + LENGTH, n - LENGTH), e));
		piece = str_from(piece, n);
	}
	buf_add(&r->left, piece);
	return 0;
}

int frame_reader_end(const struct frame_reader *r, struct err *e)
{
	return r->left.n ? not_understood(e) : 0;
}
