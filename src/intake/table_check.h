/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table_check.h - what lists of persons have that no format forbids: traces of the way they came.
 *
 * Two orders or calendars of dates in one column, 1 January for "only the year is known", second copies
 * that a scraper numbered, lam-alef reversed by a PDF, invisible characters, numbers that a spreadsheet
 * program shortened, text that it would compute. Each is counted for its column and told once, with its
 * first row. Nothing is changed. Memory grows only with columns of addresses or ids with letters (8 bytes a cell, up
 * to TABLE_CHECK_KEYS_MAX cells of all columns; beyond that copies are not looked for).
 */
#ifndef VIGIL_INTAKE_TABLE_CHECK_H
#define VIGIL_INTAKE_TABLE_CHECK_H

#include "intake/table.h"

enum { TABLE_CHECK_KEYS_MAX = 4 << 20 };

enum table_trace {
	TRACE_DAY_FIRST,      /* 13/02/2022; told when MONTH_FIRST is there, too */
	TRACE_MONTH_FIRST,    /* 02/13/2022 */
	TRACE_YEAR_FIRST,     /* 2022-02-13 */
	TRACE_YEAR_LAST,      /* 13/02/2022; told when YEAR_FIRST is there, too */
	TRACE_GREGORIAN,      /* year 1900 to 2100; told when there are others */
	TRACE_OTHER_CALENDAR, /* year 1200 to 1500 */
	TRACE_FIRST_OF_YEAR,  /* 1 January or 1 Farvardin; told when there are too many */
	TRACE_NUMBERED_COPY,  /* x-2 where x is there, too, and is no number */
	TRACE_REVERSED_LAM_ALEF,
	TRACE_PRESENTATION_FORM, /* letters of U+FB50 to FEFF */
	TRACE_BIDI_CONTROL,
	TRACE_ODD_BLANK,	/* no-break space, soft hyphen, zero width space */
	TRACE_MISPLACED_ZWNJ,	/* at the end of a word, or twice */
	TRACE_SHORTENED_NUMBER, /* 1.23E+10 */
	TRACE_BLANKS_AROUND,
	TRACE_FORMULA_TEXT, /* begins with = + - @ or a tab */
	TRACE_SUM_ROW,	    /* "Total", "جمع کل: 20": a row that adds the others up */
	TRACE_NAMES_AGAIN,  /* a row that says the names of the columns; told of the first column */
	TRACE_GUESSED,	    /* other than ASCII where the encoding is a guess */
	TRACES
};

/* What one cell shows by itself: a bit for each; the first seven need no more either. */
unsigned table_trace_cell(const struct table_cell *c);
bool table_is_wide(struct str s); /* more than ASCII */

struct table_check;
struct table_check *table_check_new(struct arena *a, const struct table_look *look); /* borrowed */
void table_check_free(struct table_check *k); /* NULL is fine */
void table_check_row(struct table_check *k, const struct table_row *row);
/* Adds what was found to `fs`, with codes such as "numbered_copies". */
void table_check_end(struct table_check *k, struct table_faults *fs);
/* All of it at once: a second time through a file that was looked at; adds to look->faults. */
int table_check_file(const struct table_input *in, struct table_look *look, struct arena *a,
		     struct err *e) MUST_USE;

#endif
