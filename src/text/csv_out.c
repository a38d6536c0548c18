/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csv_out.c - the list of problems, and tables written. */
#include "text/csv.h"

void csv_problem_add(struct csv_problems *ps, int64_t row, size_t column, const struct msg *what,
		     const struct msg *todo, const struct str *args, size_t n_args)
{
	size_t max = ps->max ? ps->max : CSV_PROBLEMS_MAX;
	if (ps->n == max) {
		ps->dropped++;
		return;
	}
	ps->items = arena_grow(ps->a, ps->items, ps->n, &ps->cap, sizeof *ps->items);
	ps->items[ps->n++] = (struct csv_problem){
		.row = row,
		.column = column,
		.what = tr_fmt(ps->a, ps->lang, what, args, n_args),
		.todo = tr_fmt(ps->a, ps->lang, todo, args, n_args),
	};
}

struct str csv_column_letters(struct arena *a, size_t column)
{
	char t[16];
	size_t at = sizeof t;
	for (; column > 0; column = (column - 1) / 26)
		t[--at] = (char)('A' + (column - 1) % 26);
	return str_copy(a, str_n(t + at, sizeof t - at));
}

struct str csv_problem_place(struct arena *a, enum lang lang, const struct csv_problem *p,
			     struct str name)
{
	static const struct msg FILE_AS_WHOLE = MSG("the file", "کل پرونده");
	static const struct msg ROW = MSG("row {1}", "ردیف {1}");
	static const struct msg CELL = MSG("row {1}, column {2}", "ردیف {1}، ستون {2}");
	static const struct msg NAMED =
		MSG("row {1}, column {2} ({3})", "ردیف {1}، ستون {2} ({3})");

	struct str args[] = { num_text(a, lang, p->row), csv_column_letters(a, p->column), name };
	if (p->row == 0)
		return tr(lang, &FILE_AS_WHOLE);
	if (p->column == 0)
		return tr_fmt(a, lang, &ROW, args, 3);
	return tr_fmt(a, lang, name.n ? &NAMED : &CELL, args, 3);
}

ptrdiff_t csv_column(const struct csv_row *header, struct str name)
{
	for (size_t i = 0; i < header->n; i++) {
		if (str_eq(header->cells[i], name))
			return (ptrdiff_t)i;
	}
	return -1;
}

static bool is_plain_number(struct str s)
{
	bool digit = false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c >= '0' && c <= '9')
			digit = true;
		else if (c != '.' && c != ',')
			return false;
	}
	return digit;
}

bool csv_is_formula(struct str cell)
{
	/* The full-width signs are taken as the plain ones by some spreadsheet programs. */
	static const char *const BEGIN[] = { "=", "+", "@", "\t", "\r", "＝", "＋", "＠" };
	/* Asked of every cell of a table: hardly one begins with a sign. */
	uint8_t first = cell.n ? (uint8_t)cell.p[0] : 0;
	bool plain = (first >= '0' && first <= '9') || (first >= 'A' && first <= 'Z') ||
		     (first >= 'a' && first <= 'z') || (first >= 0xD8 && first <= 0xDB);
	if (!cell.n || plain)
		return false;
	for (size_t i = 0; i < COUNT(BEGIN); i++) {
		if (str_starts(cell, str_of(BEGIN[i])))
			return true;
	}
	/* A lone "-" is how many tables say "none". */
	return (str_starts(cell, STR("-")) && cell.n > 1 && !is_plain_number(str_from(cell, 1))) ||
	       str_starts(cell, STR("－"));
}

static bool needs_quotes(struct str s)
{
	/* At the beginning of a file it would be taken for a byte order mark. */
	if (str_starts(s, STR("\xEF\xBB\xBF")))
		return true;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\r' || s.p[i] == '\n')
			return true;
	}
	return false;
}

void csv_write_cell(struct csv_writer *w, struct str cell)
{
	bool quotes = needs_quotes(cell);
	if (w->n++ > 0)
		buf_char(w->b, ',');
	else
		w->row_at = w->b->n;
	if (quotes)
		buf_char(w->b, '"');
	if (w->for_spreadsheets && csv_is_formula(cell))
		buf_char(w->b, '\'');
	for (size_t i = 0; i < cell.n; i++) {
		if (cell.p[i] == '"')
			buf_char(w->b, '"');
		buf_char(w->b, cell.p[i]);
	}
	if (quotes)
		buf_char(w->b, '"');
}

void csv_write_end(struct csv_writer *w)
{
	/* One empty cell would be an empty line, which is no row. */
	if (w->n == 1 && w->b->n == w->row_at)
		buf_lit(w->b, "\"\"");
	buf_lit(w->b, "\r\n");
	w->n = 0;
}
