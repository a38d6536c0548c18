/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cells_table.h - cells from a table that somebody wrote: a column for each list with 0 or 1, and `count`.
 *
 *	A,B,C,count
 *	1,0,0,206
 *	1,1,0,244
 *
 * One row for each combination of lists. Digits may be Persian or Arabic.
 */
#ifndef VIGIL_ESTIMATE_CELLS_TABLE_H
#define VIGIL_ESTIMATE_CELLS_TABLE_H

#include "estimate/cells.h"
#include "text/csv.h"

/* All problems are found, each with its row and column, in `ret_problems`; then `ret` is left alone and the
 * answer is ERR_INPUT, whose text is the first of them. Nothing points into `bytes`. */
int cells_read(struct str bytes, enum lang lang, struct arena *a, struct cells *ret,
	       struct csv_problems *ret_problems, struct err *e) MUST_USE;

#endif
