/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table_frame.h - rows of a table through a pipe, from vigil-worker to who asked.
 *
 * A frame is a length (4 bytes, of what follows it), a kind and its content, in the byte order of the
 * machine, since both ends run on it. The worker may have fallen to the file that it reads, so the
 * reader believes nothing: lengths, counts, kinds and UTF-8 are checked, and there are ceilings.
 */
#ifndef VIGIL_TEXT_TABLE_FRAME_H
#define VIGIL_TEXT_TABLE_FRAME_H

#include "base/buf.h"

enum {
	TABLE_COLUMNS_MAX = 1024,
	TABLE_CELL_MAX = 1 << 20, /* bytes */
	TABLE_ROW_MAX = 16 << 20, /* bytes, of all its cells */
	TABLE_SHEETS_MAX = 256,
	TABLE_FRAME_MAX = TABLE_ROW_MAX + TABLE_COLUMNS_MAX * 16 + 64
};

enum table_format { TABLE_CSV, TABLE_XLSX, TABLE_ODS, TABLE_JSON_LINES, TABLE_JSON_ARRAY };
enum { TABLE_FORMATS = TABLE_JSON_ARRAY + 1 };

enum table_kind {
	TABLE_EMPTY,
	TABLE_TEXT,
	TABLE_NUMBER, /* text: the digits of the file, "45000" or "1.5E-3" */
	TABLE_DATE, /* text: 2025-03-21, 2025-03-21T10:20:30, 10:20:30; raw: the serial or what is shown */
	TABLE_BOOL,  /* TRUE, FALSE */
	TABLE_ERROR, /* #REF!, #N/A ... */
	TABLE_NESTED /* an object or array of JSON, as JSON */
};
enum { TABLE_KINDS = TABLE_NESTED + 1 };

enum table_flags {
	TABLE_FORMULA = 1,   /* text is the value that was stored with the formula */
	TABLE_NO_CACHED = 2, /* a formula without one: text is empty */
	TABLE_BROKEN = 4     /* bytes that are no text stand as <C7>: the cell is not as given */
};
enum { TABLE_FLAGS_ALL = 7 };

struct table_cell {
	struct str text;   /* valid UTF-8 without NUL */
	struct str raw;	   /* another spelling that the file has; empty: none */
	struct str format; /* of XLSX numbers and dates: "yyyy-mm-dd", "0.00"; empty: general */
	uint8_t kind;	   /* enum table_kind */
	uint8_t flags;	   /* enum table_flags */
};

struct table_row {
	int64_t number;
	const struct table_cell *cells;
	size_t n; /* of CSV as many as the row has; else up to the last that is there */
	bool hidden;
};

/* What can be wrong or should be known: those that vigil-worker finds, then those of intake/. The words
 * are in intake/table_fault.c, the codes for programs here. */
#define TABLE_FAULTS(X)                                                                            \
	X(BROKEN_BYTES, "broken_bytes", true)                                                      \
	X(NUL_BYTE, "nul_byte", true)                                                              \
	X(MIXED_ENCODING, "mixed_encoding", true)                                                  \
	X(ENCODING_UNSURE, "encoding_unsure", false)                                               \
	X(OPEN_QUOTE, "open_quote", true)                                                          \
	X(STRAY_QUOTE, "stray_quote", false)                                                       \
	X(AFTER_QUOTE, "after_quote", true)                                                        \
	X(CELL_TOO_LONG, "cell_too_long", true)                                                    \
	X(TOO_MANY_COLUMNS, "too_many_columns", true)                                              \
	X(MERGED, "merged", false)                                                                 \
	X(FORMULA_CELL, "formula", false)                                                          \
	X(NO_VALUE, "formula_without_value", true)                                                 \
	X(ERROR_CELL, "error_value", false)                                                        \
	X(HIDDEN_ROW, "hidden_row", false)                                                         \
	X(HIDDEN_COLUMN, "hidden_column", false)                                                   \
	X(HIDDEN_SHEET, "hidden_sheet", false)                                                     \
	X(ODD_DATE, "odd_date", false)                                                             \
	X(OTHER_CALENDAR, "shown_in_other_calendar", false)                                        \
	X(COMMENTS, "comments_not_read", false)                                                    \
	X(BAD_REFERENCE, "bad_reference", true)                                                    \
	X(JSON_BROKEN, "json_broken", true)                                                        \
	X(JSON_NOT_OBJECT, "json_not_object", true)                                                \
	X(JSON_NESTED, "json_nested", false)                                                       \
	X(FEWER_CELLS, "fewer_cells", true)                                                        \
	X(MORE_CELLS, "more_cells", true)                                                          \
	X(NO_NAME, "column_without_name", false)                                                   \
	X(NAME_TWICE, "column_name_twice", false)                                                  \
	X(ROWS_ABOVE, "rows_above_header", false)                                                  \
	X(TWO_HEADER_ROWS, "two_header_rows", false)                                               \
	X(NO_HEADER, "no_header", false)                                                           \
	X(NO_ROWS, "no_rows", true)

enum table_fault_code {
#define X(name, code, stops) TABLE_FAULT_##name,
	TABLE_FAULTS(X)
#undef X
		TABLE_FAULT_CODES
};

/* A fault on its way: words are added by the reader. */
struct table_mark {
	enum table_fault_code code;
	int64_t row;
	size_t column;
	struct str cell, arg;
};

struct table_sheet {
	struct str name;
	bool hidden;
};

/* ---- writing ---- */

/* Cells of a row are added one by one between begin and end. */
struct frame_row {
	struct buf *b;
	size_t at;
	uint32_t n;
};
struct frame_row frame_row_begin(struct buf *b, int64_t number, bool hidden);
void frame_row_cell(struct frame_row *r, const struct table_cell *c);
void frame_row_text(struct frame_row *r, struct str text, unsigned flags); /* TEXT, or EMPTY */
void frame_row_end(struct frame_row *r);
void frame_format(struct buf *b, enum table_format format); /* first of all */
void frame_mark(struct buf *b, const struct table_mark *m);
void frame_sheet(struct buf *b, const struct table_sheet *s);

/* ---- reading ---- */

struct frame_sink {
	int (*format)(void *ctx, enum table_format format, struct err *e);
	int (*row)(void *ctx, const struct table_row *row, struct err *e);
	int (*mark)(void *ctx, const struct table_mark *m, struct err *e);
	int (*sheet)(void *ctx, const struct table_sheet *s, struct err *e);
	void *ctx;
};

/* What came in pieces, of any size. Frames that lie within one piece are read where they lie. */
struct frame_reader {
	struct frame_sink sink;
	struct buf left; /* a frame that is not complete */
	struct table_cell *cells;
};
void frame_reader_init(struct frame_reader *r, struct frame_sink sink);
void frame_reader_done(struct frame_reader *r);
#define AUTO_FRAME_READER AUTO(frame_reader_done) struct frame_reader
/* ERR_INPUT: no frames. A negative answer of the sink is returned. */
int frame_reader_take(struct frame_reader *r, struct str piece, struct err *e) MUST_USE;
/* At the end: ERR_INPUT when a frame was cut. */
int frame_reader_end(const struct frame_reader *r, struct err *e) MUST_USE;

#endif
