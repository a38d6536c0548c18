/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table.h - tables of others: CSV, TSV, XLSX, ODS, JSON lines, JSON arrays of objects.
 *
 * The file is read by vigil-worker and by nobody else, also CSV. Its rows come through a pipe, one at
 * a time, in memory that does not grow with the file: 2 GB are as good as 2 kB. What is told about the
 * file is found in it and can be overruled by the caller; nothing is taken from its name.
 *
 * A cell is given as it stands in the file. What is a number, a date or a formula there is said beside
 * it, with the file's own spelling in `raw`. What is broken is a fault with row and column: never
 * repaired, never left out, never replaced in silence. Rows are numbered as a spreadsheet program
 * numbers them (a line break inside quotation marks does not count, empty rows do); those of JSON
 * lines as a text editor does; the objects of a JSON array from 1.
 *
 *	struct table_input in = { .fd = fd, .worker = &worker };
 *	struct table_options o = { .lang = LANG_EN };
 *	struct table_look look;
 *	TRY(table_look(&in, &o, a, &look, e));		 what it is, columns, first rows, faults
 *	struct table_sink sink = { .row = take_row, .ctx = ctx };
 *	TRY(table_rows(&in, &look, &sink, a, &faults, e));	each data row
 *
 * Cells, rows, their kinds and ceilings are in text/table_frame.h.
 * When somebody chooses another sheet, encoding, separator or row of names, look again with it in the
 * options: columns and faults follow from them.
 */
#ifndef VIGIL_INTAKE_TABLE_H
#define VIGIL_INTAKE_TABLE_H

#include "evidence/worker.h"
#include "text/encoding.h"
#include "text/msg.h"
#include "text/table_frame.h"

enum {
	TABLE_FAULTS_MAX = 1000,   /* kept; all are counted */
	TABLE_FIRST_ROWS = 20,	   /* kept by table_look */
	TABLE_FAULT_CELL_MAX = 120 /* bytes of a cell that a fault shows */
};

/* ---- faults ---- */

/* What is not as it should be, or should be known. */
struct table_fault {
	const char
		*code; /* for programs: "broken_bytes", "more_cells" ...; docs/manual/commands.md */
	int64_t row;   /* 0: the file or sheet as a whole */
	size_t column; /* 1, 2, 3 ...; 0: the row as a whole */
	struct str cell; /* as given, cut at TABLE_FAULT_CELL_MAX */
	struct str what, todo;
	bool stops; /* the table cannot be taken in as it stands without losing or changing something */
};

struct table_faults {
	struct arena *a;
	enum lang lang;
	struct table_fault *items; /* by row and column */
	size_t n, cap;
	size_t max;  /* kept; 0: TABLE_FAULTS_MAX. Of one kind at most a fifth of that */
	int64_t all; /* found */
	int64_t stopping;
	int64_t by_code[TABLE_FAULT_CODES]; /* those of text/table_frame.h */
	const int64_t *
		skip; /* rows that somebody leaves out, ascending: what is wrong there stops nothing */
	size_t n_skip;
};

/* For what a caller finds himself. `code`, `row`, `column`, `cell` and `stops` are taken from `f`. */
void table_fault_add(struct table_faults *fs, const struct table_fault *f, const struct msg *what,
		     const struct msg *todo, const struct str *args, size_t n_args);
/* A cell for people to look at: cut at TABLE_FAULT_CELL_MAX, with an ellipsis. */
struct str table_cell_short(struct arena *a, struct str cell);
void table_faults_init(struct table_faults *fs, struct arena *a, enum lang lang, size_t max);
/* One of those of text/table_frame.h. */
void table_fault_mark(struct table_faults *fs, const struct table_mark *m);
const char *table_fault_code_name(enum table_fault_code code); /* "broken_bytes" */
bool table_fault_code_stops(enum table_fault_code code);
/* In one sentence, for a summary of kinds: "cells with a formula". */
struct str table_fault_kind(enum table_fault_code code, enum lang lang);
void table_faults_sort(struct table_faults *fs);
struct table_look;
/* Adds to those of the rows what was found by looking only: in encoding, names of columns, rows above them. */
void table_faults_head(const struct table_look *look, struct table_faults *to);
/* "row 12, column C (died)" in the language of the list. */
struct str table_fault_place(const struct table_faults *fs, const struct table_fault *f,
			     struct str column_name);

/* ---- looking ---- */

struct table_input {
	int fd; /* a file, also one that lies in memory; read from its beginning, position moved */
	const struct worker *worker;
};

/* Opens a file for it, without waiting for who writes into a pipe. ERR_IO: there is none, or no right to
 * it; ERR_INPUT: a folder, a pipe, a device. */
int table_open(struct str path, struct arena *a, int *ret_fd, struct err *e) MUST_USE;

struct table_options {
	enum lang lang;
	struct str sheet;	     /* its name; empty: the first that is visible and not empty */
	enum text_encoding encoding; /* ENCODING_FIND */
	char separator;		     /* 0: find */
	char quote;		     /* 0: find; ' ' : none */
	int64_t header_row;	     /* 0: find; -1: there is none */
	int64_t rows_max;	     /* look no further; 0: at all of them */
	size_t faults_max;
};

struct table_column {
	struct str name;     /* trimmed; of two header rows "Birth / year"; "" when it has none */
	struct str as_given; /* of the last header row */
	bool hidden;
	int64_t filled; /* rows that have something there */
};

struct table_look {
	enum table_format format;
	enum text_encoding encoding;
	int encoding_sure; /* 0 to 100 */
	bool bom;
	char separator, quote; /* of CSV; quote ' ' is none */
	struct table_sheet *sheets;
	size_t n_sheets;
	size_t sheet;	    /* the one that was looked at */
	int64_t header_row; /* its last row; 0: there is none */
	int header_rows;    /* 1, or 2 */
	struct table_column *columns;
	size_t n_columns;
	struct table_row *first; /* data rows, cells copied */
	size_t n_first;
	struct table_row *above; /* title rows above the header */
	size_t n_above;
	int64_t rows;  /* data rows seen, without empty ones */
	int64_t empty; /* rows without any text, left out */
	bool all_seen; /* not cut by rows_max */
	int64_t bytes; /* of the file */
	struct table_faults faults;
};

/*
 * ERR_INPUT: no table of a kind that is read (old .xls, .numbers, a password, PDF), said with what to
 * do; ERR_TOOBIG: over a stated ceiling; ERR_NOTFOUND: no such sheet. All returned lives in `a`.
 */
int table_look(const struct table_input *in, const struct table_options *o, struct arena *a,
	       struct table_look *ret, struct err *e) MUST_USE;

/* Why a file is no table, as an error message of these functions has it, or why a list is not taken in, as one of those of list.h does:
 * in the reader's language; as it is where it is not known. */
struct str table_refusal(struct arena *a, enum lang lang, struct str why);

/* ---- reading ---- */

/* Cells are valid during the call. A negative answer ends the reading and is returned. */
struct table_sink {
	int (*row)(void *ctx, const struct table_row *row, struct err *e);
	void *ctx;
	const int64_t *skip; /* see struct table_faults; rows are given all the same */
	size_t n_skip;
};

/* Each data row below the header, in the order of the file. Faults so far are in `ret` in any case. */
int table_rows(const struct table_input *in, const struct table_look *look,
	       const struct table_sink *sink, struct arena *a, struct table_faults *ret,
	       struct err *e) MUST_USE;

#endif
