/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * guess.h - a config for a table nobody has described: what its columns are called and what stands in them.
 *
 * Headers are read in English, Persian, Arabic, Kurdish and German; where a header says nothing, the cells
 * decide. A guess is for people to look at: link_guess says of each column why.
 */
#ifndef VIGIL_LINK_GUESS_H
#define VIGIL_LINK_GUESS_H

#include "link/config.h"
#include "text/csv.h"

struct link_guessed { /* of one column */
	struct str column;
	struct str as;	/* "name", "id of the record", "left out" ... */
	struct str why; /* "its header", "8 of 10 cells are dates", ... */
};

/* From a table with its header; at most GUESS_ROWS rows are looked at. ERR_INPUT: nothing that could be compared. */
enum { GUESS_ROWS = 5000 };
int link_guess(const struct csv_table *t, struct arena *a, struct link_config *ret,
	       struct link_guessed **ret_columns, struct err *e) MUST_USE;

#endif
