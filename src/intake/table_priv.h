/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_priv.h - what the files of tables share. */
#ifndef VIGIL_INTAKE_TABLE_PRIV_H
#define VIGIL_INTAKE_TABLE_PRIV_H

#include "intake/table.h"

/* What vigil-worker is asked for and what it answered. */
struct table_question {
	struct str sheet;
	enum text_encoding encoding;
	char separator, quote;
	int64_t rows_max;
};

struct table_answer {
	enum table_format format;
	enum text_encoding encoding;
	int sure;
	bool bom;
	char separator, quote; /* quote ' ': none */
	struct str sheet;
	struct str *columns; /* of JSON */
	size_t n_columns;
	bool all;
	int64_t marks[TABLE_FAULT_CODES];
};

int table_ask(const struct table_input *in, const struct table_question *q,
	      const struct frame_sink *sink, struct arena *a, struct table_answer *ret,
	      struct err *e) MUST_USE;

/* Faults that were found and not sent are counted. */
void table_count_marks(struct table_faults *fs, const int64_t *marks);

/* ---- which row has the names ---- */

struct table_merge {
	int64_t row;
	size_t column, columns, rows;
};

struct table_head {
	struct table_row *rows; /* the first ones, in order */
	size_t n;
	const struct table_merge *merges;
	size_t n_merges;
};

/* *ret_at is the place in `rows` of the last row of names, -1: none; *ret_rows 1 or 2. */
void table_find_header(const struct table_head *h, ptrdiff_t *ret_at, int *ret_rows);
/* The name of column `i` when rows[at] is the last of `rows` header rows. */
struct str table_column_name(const struct table_head *h, ptrdiff_t at, int rows, size_t i,
			     struct arena *a);
/* "B3:D3", or "1 x 3" at a cell. */
bool table_merge_parse(const struct table_mark *m, struct table_merge *ret);

/* ---- cells to be counted ---- */

/* Rows of text tables whose number of cells is another than that of the columns. */
void table_check_width(struct table_faults *fs, const struct table_row *row, size_t columns);

/* In ASCII. */
static inline bool table_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

#endif
