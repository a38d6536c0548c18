/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * csv_scan.h - rows of text tables that others made, in any of their dialects.
 *
 * text/csv.h reads our own tables strictly. Here nothing is refused: a row is cut into cells as well as
 * it can be, each says what was odd about it, and whoever asks decides. No memory is taken and no byte
 * is copied, since a list may have gigabytes.
 */
#ifndef VIGIL_TEXT_CSV_SCAN_H
#define VIGIL_TEXT_CSV_SCAN_H

#include "base/base.h"

struct csv_dialect {
	char separator;
	char quote; /* 0: none */
};

enum csv_odd {
	CSV_FINE,
	CSV_STRAY_QUOTE, /* a quotation mark in a cell that does not begin with one */
	CSV_AFTER_QUOTE, /* text behind the closing mark: the cell is given with its marks */
	CSV_OPEN_QUOTE /* never closed: read as if the mark were text, up to the end of the line */
};

struct csv_span {
	const char *p; /* without the marks around it */
	size_t n;
	bool doubled; /* has marks written twice */
	uint8_t odd;  /* enum csv_odd */
};

/* `kept` cells at most are kept, the others counted. */
struct csv_cut {
	struct csv_span *cells;
	size_t kept;
	size_t n;
	size_t bytes; /* of the row with its line end */
};

/* The row at the front of `s`. False: `s` ends before the row does and is not the `last` of the text.
 * A quoted cell of more than `cell_max` bytes counts as never closed. An empty line is a row of one
 * empty cell; at the end of the text there is no row (bytes 0). */
bool csv_scan_row(struct csv_dialect d, struct str s, bool last, size_t cell_max,
		  struct csv_cut *ret);

/* The cell's text without doubled marks; `to` has room for span->n. Returns the length. */
size_t csv_span_copy(const struct csv_span *span, char quote, char *to);

struct csv_guess {
	struct csv_dialect dialect;
	int sure;	/* 0 to 100: share of rows that agree on the number of cells */
	size_t columns; /* that most rows have */
};
/* From the first rows; `last` as above. */
struct csv_guess csv_guess_dialect(struct str s, bool last);

#endif
