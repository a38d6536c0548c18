/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rows.h - what the readers of tables tell: rows and marks, as frames (text/table_frame.h) to a pipe.
 */
#ifndef VIGIL_WORKER_ROWS_H
#define VIGIL_WORKER_ROWS_H

#include "text/table_frame.h"

enum { ROWS_MARKS_MAX = TABLE_COLUMNS_MAX }; /* of each kind are sent; all are counted */

struct rows {
	struct buf b;
	int fd;		   /* -1: everything stays in `b`, for tests */
	int64_t max;	   /* rows, then `enough` */
	int64_t bytes_max; /* of all frames; 0: as many as there are */
	int64_t bytes;
	int64_t n;
	bool enough;
	int64_t marks[TABLE_FAULT_CODES];
};

void rows_init(struct rows *r, int fd, int64_t max);
void rows_done(struct rows *r);
#define AUTO_ROWS AUTO(rows_done) struct rows

/* Between them cells are added to the frame. ERR_TOOBIG over bytes_max. */
struct frame_row rows_begin(struct rows *r, int64_t number, bool hidden);
int rows_end(struct rows *r, struct frame_row *row, struct err *e) MUST_USE;
int rows_flush(struct rows *r, struct err *e) MUST_USE;
void rows_mark(struct rows *r, enum table_fault_code code, int64_t row, size_t column,
	       struct str cell, struct str arg);

/* ---- a row whose cells are not known to be the last ones while they come ---- */

struct made_cell {
	size_t text_at, text_n, raw_at, raw_n, format_at, format_n;
	uint8_t kind, flags;
};

struct made_row {
	struct buf text;
	struct made_cell *cells; /* TABLE_COLUMNS_MAX */
	size_t n;		 /* up to the last that is not empty */
};

void made_row_init(struct made_row *m, struct arena *a);
void made_row_done(struct made_row *m);
void made_row_clear(struct made_row *m);
/* Cell `column` (0 ...) becomes `c`; what is left out before it is empty. The texts are copied. */
void made_row_set(struct made_row *m, size_t column, const struct table_cell *c);
int made_row_send(const struct made_row *m, struct rows *r, int64_t number, bool hidden,
		  struct err *e) MUST_USE;

#endif
