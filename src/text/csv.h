/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * csv.h - tables as text: RFC 4180, read strictly, with every problem told.
 *
 * A table is UTF-8 (a byte order mark is taken silently), has commas between cells and its names
 * in the first row. The reader does not repair: what a person would have to guess is a problem
 * with the row and column where a spreadsheet program shows it and what to do about it, in the
 * reader's language. All problems are found, not only the first, up to a stated maximum.
 *
 * Rows are numbered as a person sees them: the header is row 1, a line break inside quotation
 * marks does not count, an empty row does. Cells are given exactly as they stand, with their
 * spaces. Rows without any text are left out silently.
 */
#ifndef VIGIL_CSV_TABLE_H
#define VIGIL_CSV_TABLE_H

#include "base/buf.h"
#include "text/msg.h"

enum {
	CSV_CELL_MAX = 1 << 20, /* bytes in a cell */
	CSV_COLUMNS_MAX = 512,
	CSV_PROBLEMS_MAX = 1000
};

struct csv_problem {
	int64_t row;   /* as in a spreadsheet; 0: the file as a whole */
	size_t column; /* 1, 2, 3 ...; 0: the row as a whole */
	struct str what;
	struct str todo;
};

/* Problems of one file. The reader begins the list; whoever checks the values adds to it. */
struct csv_problems {
	struct arena *a;
	enum lang lang;
	struct csv_problem *items;
	size_t n;
	size_t cap;
	size_t max;	/* kept; 0 means CSV_PROBLEMS_MAX */
	size_t dropped; /* found beyond `max` */
};

void csv_problem_add(struct csv_problems *ps, int64_t row, size_t column, const struct msg *what,
		     const struct msg *todo, const struct str *args, size_t n_args);
/* "row 12, column C (date)": where a problem is. `name` is the column's header or empty. */
struct str csv_problem_place(struct arena *a, enum lang lang, const struct csv_problem *p,
			     struct str name);
/* A, B ... Z, AA ...: what a spreadsheet calls column 1, 2 ... */
struct str csv_column_letters(struct arena *a, size_t column);

struct csv_options {
	enum lang lang;	     /* of the problems */
	size_t cell_max;     /* 0: CSV_CELL_MAX */
	size_t columns_max;  /* 0: CSV_COLUMNS_MAX */
	size_t problems_max; /* 0: CSV_PROBLEMS_MAX */
};

struct csv_row {
	int64_t number;
	struct str *cells;
	size_t n;
};

struct csv_table {
	struct csv_row header; /* names trimmed; no cells when there is no header */
	struct csv_row *rows;  /* each with header.n cells */
	size_t n_rows;
	struct csv_problems problems;
};

/* Read a table held in memory. Everything returned lives in `a` and nothing points into `bytes`.
 * Rows with a problem are in `problems` and not in `rows`. The caller limits the size of the file. */
void csv_read(struct str bytes, const struct csv_options *o, struct arena *a,
	      struct csv_table *ret);

/* The same, a row at a time and in memory that does not grow with the file: `row` is called for
 * the header (number 1) first and then for each good row; its cells are valid during the call. A
 * negative answer ends the reading and is returned. Problems so far are in `ret`, in any case. */
struct csv_sink {
	int (*row)(void *ctx, const struct csv_row *row, struct err *e);
	void *ctx;
};
int csv_each(struct str bytes, const struct csv_options *o, const struct csv_sink *sink,
	     struct arena *a, struct csv_problems *ret, struct err *e) MUST_USE;

/* The place of a header name, or -1. */
ptrdiff_t csv_column(const struct csv_row *header, struct str name);

/* A cell that a spreadsheet program would compute instead of show: it begins with = + @ (also
 * full-width), tab or carriage return, or with - and is no plain number. */
bool csv_is_formula(struct str cell);

/* ---- writing --------------------------------------------------------- */

/* RFC 4180: commas, CRLF, quotation marks only where needed. `for_spreadsheets` puts an apostrophe
 * before formula cells, which changes the data; leave it off for files that programs read. */
struct csv_writer {
	struct buf *b;
	bool for_spreadsheets;
	size_t row_at; /* where the row began in b */
	size_t n;      /* cells in the row so far */
};

void csv_write_cell(struct csv_writer *w, struct str cell);
void csv_write_end(struct csv_writer *w); /* of the row */

#endif
