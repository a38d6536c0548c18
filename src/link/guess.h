/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * guess.h - a config for tables nobody has described: what their columns are called and what stands in them.
 *
 * Headers are read in English, Persian, Arabic, Kurdish and German; where a header says nothing, the cells
 * decide. Of several tables, columns that say the same thing become one field: "name" here and the Persian
 * word for it there. A guess is for people to look at: link_guess says of each column why.
 */
#ifndef VIGIL_LINK_GUESS_H
#define VIGIL_LINK_GUESS_H

#include "link/files.h"

enum { GUESS_ROWS = 5000 }; /* of each table, looked at */

struct link_sample { /* of one table */
	const struct str *names;
	size_t n_columns;
	const struct table_row *rows;
	size_t n_rows;
};
struct link_guessed { /* of one column */
	size_t table;
	struct str column;
	struct str as;	/* "name", "id of the record", "left out" ... */
	struct str why; /* "its header", "what stands in it" */
};

/* The first rows of a file. */
int link_sample_read(const struct link_input *in, struct str path, struct arena *a,
		     struct link_sample *ret, struct err *e) MUST_USE;
/* ERR_INPUT: nothing that could be compared. All in `a`. */
int link_guess(const struct link_sample *tables, size_t n, struct arena *a, struct link_config *ret,
	       struct link_guessed **ret_columns, size_t *ret_n, struct err *e) MUST_USE;

#endif
