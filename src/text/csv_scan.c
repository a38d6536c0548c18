/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/csv_scan.h"

enum { GUESS_BYTES = 256 << 10, GUESS_ROWS = 500, GUESS_COLUMNS = 256 };

static bool is_end(char c)
{
	return c == '\n' || c == '\r';
}

/* To the next separator or line end, a mark on the way being text. */
static const char *plain_end(struct csv_dialect d, const char *p, const char *end, bool *ret_mark)
{
	for (; p < end && *p != d.separator && !is_end(*p); p++)
		*ret_mark = *ret_mark || (d.quote && *p == d.quote);
	return p;
}

/* A cell that begins with a mark at `p`. NULL: more is needed. */
static const char *quoted_end(struct csv_dialect d, const char *p, const char *end, bool last,
			      size_t cell_max, struct csv_span *ret)
{
	const char *q = p + 1;
	bool ignored = false;
	*ret = (struct csv_span){ .p = q };
	for (;;) {
		const char *mark = q < end ? memchr(q, d.quote, (size_t)(end - q)) : NULL;
		if (!mark || (size_t)(mark - p) > cell_max) {
			if (!mark && !last && (size_t)(end - p) <= cell_max)
				return NULL;
			break;
		}
		if (mark + 1 == end && !last)
			return NULL;
		if (mark + 1 == end || mark[1] == d.separator || is_end(mark[1])) {
			ret->n = (size_t)(mark - ret->p);
			return mark + 1;
		}
		if (mark[1] != d.quote) {
			ret->p = p;
			ret->odd = CSV_AFTER_QUOTE;
			ret->doubled = false;
			const char *stop = plain_end(d, mark, end, &ignored);
			ret->n = (size_t)(stop - p);
			return stop;
		}
		ret->doubled = true;
		q = mark + 2;
	}
	const char *stop = plain_end(d, p, end, &ignored);
	*ret = (struct csv_span){ .p = p, .n = (size_t)(stop - p), .odd = CSV_OPEN_QUOTE };
	return stop;
}

bool csv_scan_row(struct csv_dialect d, struct str s, bool last, size_t cell_max,
		  struct csv_cut *ret)
{
	const char *p = s.p;
	const char *end = s.p + s.n;
	ret->n = ret->bytes = 0;
	if (s.n == 0)
		return last;
	for (;;) {
		struct csv_span cell = { .p = p };
		if (p < end && d.quote && *p == d.quote) {
			p = quoted_end(d, p, end, last, cell_max, &cell);
			if (!p)
				return false;
		} else {
			bool mark = false;
			p = plain_end(d, p, end, &mark);
			cell.n = (size_t)(p - cell.p);
			cell.odd = mark ? CSV_STRAY_QUOTE : CSV_FINE;
		}
		if (ret->n < ret->kept)
			ret->cells[ret->n] = cell;
		ret->n++;
		if (p == end) {
			ret->bytes = s.n;
			return last;
		}
		if (*p == d.separator) {
			p++;
			continue;
		}
		if (*p == '\r' && p + 1 == end && !last)
			return false;
		p += *p == '\r' && p + 1 < end && p[1] == '\n' ? 2 : 1;
		ret->bytes = (size_t)(p - s.p);
		return true;
	}
}

size_t csv_span_copy(const struct csv_span *span, char quote, char *to)
{
	size_t n = 0;
	for (size_t i = 0; i < span->n; i++) {
		to[n++] = span->p[i];
		i += span->doubled && span->p[i] == quote && i + 1 < span->n &&
		     span->p[i + 1] == quote;
	}
	return n;
}

/* ---- which dialect --------------------------------------------------- */

struct tally {
	int64_t rows;
	int64_t by_cells[GUESS_COLUMNS];
	int64_t odd;
	int64_t quoted;
};

static void tally_rows(struct csv_dialect d, struct str s, bool last, struct tally *t)
{
	struct csv_span cells[GUESS_COLUMNS] = { 0 };
	struct csv_cut cut = { .cells = cells, .kept = COUNT(cells) };
	while (t->rows < GUESS_ROWS && csv_scan_row(d, s, last, GUESS_BYTES, &cut) && cut.bytes) {
		for (size_t i = 0; i < cut.n && i < cut.kept; i++) {
			t->odd += cells[i].odd > CSV_STRAY_QUOTE;
			t->quoted += cells[i].p > s.p && cells[i].odd == CSV_FINE &&
				     cells[i].p[-1] == d.quote;
		}
		s = str_from(s, cut.bytes);
		if (cut.n == 1 && cells[0].n == 0)
			continue; /* an empty line */
		t->rows++;
		t->by_cells[cut.n < GUESS_COLUMNS ? cut.n : GUESS_COLUMNS - 1]++;
	}
}

/* Rows that agree count; so do columns a little, for a text in which commas stand in every sentence
 * and tabs between the cells. */
static int64_t score(const struct tally *t, size_t *ret_columns)
{
	size_t best = 1;
	for (size_t i = 2; i < GUESS_COLUMNS; i++)
		if (t->by_cells[i] > t->by_cells[best] ||
		    (best == 1 && t->by_cells[i] * 2 > t->rows))
			best = i;
	*ret_columns = best;
	if (best < 2 || t->rows == 0)
		return 0;
	return t->by_cells[best] * 1000 / t->rows + (int64_t)(best < 10 ? best : 10) -
	       t->odd * 200 / t->rows;
}

struct csv_guess csv_guess_dialect(struct str s, bool last)
{
	static const char SEPARATORS[] = { ',', ';', '\t', '|' };
	struct csv_guess g = { .dialect = { ',', '"' }, .columns = 1, .sure = 50 };
	int64_t best = 0;
	if (s.n > GUESS_BYTES) {
		s.n = GUESS_BYTES;
		last = false;
	}
	for (size_t i = 0; i < COUNT(SEPARATORS); i++) {
		for (int marks = 1; marks >= 0; marks--) {
			struct tally t = { .rows = 0 };
			struct csv_dialect d = { SEPARATORS[i], marks ? '"' : '\0' };
			size_t columns;
			tally_rows(d, s, last, &t);
			int64_t points = score(&t, &columns);
			/* Without marks nothing is ever odd: only where marks never stand around cells. */
			if (!t.rows || points <= best || (!marks && points < best + 100))
				continue;
			best = points;
			g.dialect = d;
			g.columns = columns;
			g.sure = (int)(t.by_cells[columns] * 100 / t.rows);
		}
	}
	return g;
}
