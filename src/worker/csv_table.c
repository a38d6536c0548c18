/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * csv_table.c - a text table through a window that slides over the file.
 *
 * The window holds at least one whole row. The text in it is UTF-8 already; whether all of it is
 * well-formed is known piece by piece, so that the cells of a good file are not checked one by one.
 * Measured on a table of 2 GB (one core for the worker, one for the reader): see bench/.
 */
#include "worker/tables.h"

#include <stdlib.h>

#include "text/utf8.h"

enum { READ_BYTES = 1 << 20, SAMPLE_BYTES = 64 << 20, LOOK_BYTES = 64 << 10 };
enum { WINDOW = TABLE_ROW_MAX + 8 * READ_BYTES };

struct window {
	const struct table_ask *ask;
	struct rows *rows;
	struct encoding_reader reader;
	struct csv_dialect dialect;
	char *raw; /* READ_BYTES, of what is not UTF-8 */
	char *p;   /* WINDOW */
	size_t at, n;
	size_t good; /* well-formed and without NUL up to here */
	int64_t file_at;
	bool ended;
	int64_t row;
	struct buf cell; /* of a row with something odd */
	struct csv_span *spans;
};

/* ---- reading on ------------------------------------------------------ */

/* Up to where all is well, from `good` on. In steps, so that a file in which every row has something
 * bad is not looked through to the end of the window for each. */
static void look_on(struct window *w)
{
	for (;;) {
		size_t n = w->n - w->good;
		struct str s = str_n(w->p + w->good, n < LOOK_BYTES ? n : LOOK_BYTES);
		size_t ok = utf8_bad_at(s);
		const char *nul = ok ? memchr(s.p, '\0', ok) : NULL;
		w->good += nul ? (size_t)(nul - s.p) : ok;
		/* A character that the step cut is looked at again in the next one. */
		if (nul || ok == 0 || (ok < s.n && s.n - ok >= UTF8_MAX_LEN))
			return;
	}
}

static int read_on(struct window *w, struct err *e)
{
	bool direct = w->reader.from == ENCODING_UTF8;
	size_t got = 0;
	if (w->at) {
		memmove(w->p, w->p + w->at, w->n - w->at);
		w->n -= w->at;
		w->good = w->good > w->at ? w->good - w->at : 0;
		w->at = 0;
	}
	if (w->n > TABLE_ROW_MAX)
		return err_set(
			e, ERR_TOOBIG,
			"row %lld has more than %d MB: is this a table, and is the separator right?",
			(long long)w->row, TABLE_ROW_MAX >> 20);
	TRY(table_pread(w->ask->fd, w->file_at, direct ? w->p + w->n : w->raw, READ_BYTES, &got,
			e));
	w->file_at += (int64_t)got;
	w->ended = got < READ_BYTES;
	w->n += direct ? got : encoding_read(&w->reader, str_n(w->raw, got), w->ended, w->p + w->n);
	look_on(w);
	return 0;
}

/* ---- cells ----------------------------------------------------------- */

static void mark_odd(struct window *w, const struct csv_span *s, size_t column, struct str text)
{
	switch ((enum csv_odd)s->odd) {
	case CSV_FINE:
		return;
	case CSV_STRAY_QUOTE:
		rows_mark(w->rows, TABLE_FAULT_STRAY_QUOTE, w->row, column, text, STR_NULL);
		return;
	case CSV_AFTER_QUOTE:
		rows_mark(w->rows, TABLE_FAULT_AFTER_QUOTE, w->row, column, text, STR_NULL);
		return;
	case CSV_OPEN_QUOTE:
		rows_mark(w->rows, TABLE_FAULT_OPEN_QUOTE, w->row, column, text, STR_NULL);
	}
}

static unsigned mark_bytes(struct window *w, struct str given, size_t bad, size_t column,
			   struct str text)
{
	char place[32];
	bool nul = given.p[bad] == '\0';
	snprintf(place, sizeof place, "%zu", bad + 1);
	rows_mark(w->rows, nul ? TABLE_FAULT_NUL_BYTE : TABLE_FAULT_BROKEN_BYTES, w->row, column,
		  text, str_of(place));
	return TABLE_BROKEN;
}

/* A cell that has something to be told about. */
static void put_odd(struct window *w, struct frame_row *row, const struct csv_span *s,
		    size_t column, struct buf *scratch)
{
	unsigned flags = 0;
	size_t bad = 0;
	struct str text = str_n(s->p, s->n);
	if (s->doubled) {
		buf_clear(scratch);
		buf_add(scratch, text);
		text = str_n(scratch->p, csv_span_copy(s, w->dialect.quote, scratch->p));
	}
	struct str given = text;
	buf_clear(&w->cell);
	text = table_readable(&w->cell, text, w->reader.from != ENCODING_UTF8, &bad);
	if (bad < given.n)
		flags = mark_bytes(w, given, bad, column, text);
	if (text.n > TABLE_CELL_MAX) {
		char bytes[32];
		snprintf(bytes, sizeof bytes, "%zu", text.n);
		rows_mark(w->rows, TABLE_FAULT_CELL_TOO_LONG, w->row, column, text, str_of(bytes));
		text = str_n(text.p, TABLE_CELL_MAX);
		text.n -= text.n - utf8_bad_at(text);
	}
	mark_odd(w, s, column, text);
	frame_row_text(row, text, flags);
}

static bool is_blank(const struct csv_cut *cut)
{
	for (size_t i = 0; i < cut->n && i < cut->kept; i++)
		if (str_trim(str_n(cut->cells[i].p, cut->cells[i].n)).n)
			return false;
	return cut->n <= cut->kept;
}

/* Marks stand before the row that they are about, since a frame is not begun within another: a row with
 * something odd is put together aside. */
static int put_row(struct window *w, const struct csv_cut *cut, struct buf *aside,
		   struct buf *scratch, struct err *e)
{
	bool good = w->at + cut->bytes <= w->good;
	size_t n = cut->n < cut->kept ? cut->n : cut->kept;
	bool odd = !good;
	for (size_t i = 0; i < n && !odd; i++)
		odd = cut->cells[i].odd || cut->cells[i].doubled ||
		      cut->cells[i].n > TABLE_CELL_MAX;
	if (!odd) {
		struct frame_row row = rows_begin(w->rows, w->row, false);
		for (size_t i = 0; i < n; i++)
			frame_row_text(&row, str_n(cut->cells[i].p, cut->cells[i].n), 0);
		return rows_end(w->rows, &row, e);
	}
	buf_clear(aside);
	struct frame_row row = frame_row_begin(aside, w->row, false);
	for (size_t i = 0; i < n; i++)
		put_odd(w, &row, &cut->cells[i], i + 1, scratch);
	TRY(buf_check(aside, e));
	struct frame_row there = { .b = &w->rows->b, .at = w->rows->b.n, .n = row.n };
	buf_add(&w->rows->b, buf_str(aside));
	return rows_end(w->rows, &there, e);
}

static void mark_width(struct window *w, size_t n)
{
	char count[32];
	snprintf(count, sizeof count, "%zu", n);
	rows_mark(w->rows, TABLE_FAULT_TOO_MANY_COLUMNS, w->row, 0, STR_NULL, str_of(count));
}

static int each_row(struct window *w, struct err *e)
{
	struct csv_cut cut = { .cells = w->spans, .kept = TABLE_COLUMNS_MAX };
	AUTO_BUF aside;
	AUTO_BUF scratch;
	buf_init(&aside, TABLE_FRAME_MAX + 16);
	buf_init(&scratch, TABLE_ROW_MAX + 8 * READ_BYTES);
	for (w->row = 1; !w->rows->enough; w->row++) {
		while (!csv_scan_row(w->dialect, str_n(w->p + w->at, w->n - w->at), w->ended,
				     TABLE_CELL_MAX, &cut))
			TRY(read_on(w, e));
		if (cut.bytes == 0)
			return 0;
		if (cut.n > cut.kept)
			mark_width(w, cut.n);
		if (!is_blank(&cut))
			TRY(put_row(w, &cut, &aside, &scratch, e));
		w->at += cut.bytes;
		/* Bytes that are wrong are behind us: what follows may be good again. */
		if (w->good < w->at) {
			w->good = w->at;
			look_on(w);
		}
	}
	return 0;
}

/* ---- encoding and dialect -------------------------------------------- */

/* Over all of the file, since the one bad cell may be in its last row. */
static int find_encoding(const struct table_ask *ask, struct encoding_guess *ret, struct err *e)
{
	struct encoding_count c = { 0 };
	char *p = NEW_N(ask->a, READ_BYTES, char);
	int64_t until = ask->rows_max ? SAMPLE_BYTES : INT64_MAX;
	size_t got = READ_BYTES;
	for (int64_t at = 0; got == READ_BYTES && at < until; at += READ_BYTES) {
		TRY(table_pread(ask->fd, at, p, READ_BYTES, &got, e));
		encoding_count_add(&c, str_n(p, got));
	}
	encoding_count_end(&c);
	*ret = encoding_guess(&c);
	return 0;
}

static void mark_encoding(struct rows *r, const struct encoding_guess *g)
{
	if (g->mixed)
		rows_mark(r, TABLE_FAULT_MIXED_ENCODING, 0, 0, encoding_name(g->encoding),
			  encoding_name(g->other));
	else if (g->encoding >= ENCODING_1256)
		rows_mark(r, TABLE_FAULT_ENCODING_UNSURE, 0, 0, STR_NULL,
			  encoding_name(g->encoding));
}

static int choose_encoding(const struct table_ask *ask, struct rows *r, struct encoding_guess *ret,
			   struct err *e)
{
	uint8_t head[3] = { 0 };
	size_t n = 0;
	if (ask->encoding == ENCODING_FIND) {
		TRY(find_encoding(ask, ret, e));
		mark_encoding(r, ret);
		return 0;
	}
	TRY(table_pread(ask->fd, 0, head, sizeof head, &n, e));
	bool utf16 = n >= 2 &&
		     ((head[0] == 0xFF && head[1] == 0xFE && ask->encoding == ENCODING_UTF16LE) ||
		      (head[0] == 0xFE && head[1] == 0xFF && ask->encoding == ENCODING_UTF16BE));
	bool utf8 =
		n == 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 && ask->encoding == ENCODING_UTF8;
	*ret = (struct encoding_guess){ .encoding = ask->encoding,
					.sure = 100,
					.bom = utf16  ? 2
					       : utf8 ? 3
						      : 0 };
	return 0;
}

static void choose_dialect(struct window *w)
{
	const struct table_ask *ask = w->ask;
	struct csv_guess g = csv_guess_dialect(str_n(w->p, w->n), w->ended);
	w->dialect = g.dialect;
	if (ask->separator)
		w->dialect.separator = ask->separator;
	if (ask->quote)
		w->dialect.quote = ask->quote == ' ' ? '\0' : ask->quote;
}

int csv_table(const struct table_ask *ask, struct rows *r, struct table_found *ret, struct err *e)
{
	struct encoding_guess g;
	TRY(choose_encoding(ask, r, &g, e));
	struct window w = { .ask = ask, .rows = r, .file_at = g.bom };
	w.raw = g.encoding == ENCODING_UTF8 ? NULL : NEW_N(ask->a, READ_BYTES, char);
	w.p = NEW_N(ask->a, WINDOW, char);
	w.spans = NEW_N(ask->a, TABLE_COLUMNS_MAX, struct csv_span);
	encoding_start(&w.reader, g.encoding);
	TRY(read_on(&w, e));
	choose_dialect(&w);
	buf_init(&w.cell, 4 * (size_t)WINDOW);
	int rc = each_row(&w, e);
	buf_done(&w.cell);
	ret->format = TABLE_CSV;
	ret->encoding = g;
	ret->dialect = w.dialect;
	return rc;
}
