/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * linkage.h - lists linked on plain files, as a page: the count first, then why to trust it or not.
 *
 * It shows rows of the files that somebody linked, to that person and nobody else: the page says so at its top.
 * It gets plain values and reaches no record but those it is given. The same values and language give the same bytes.
 */
#ifndef VIGIL_REPORT_LINKAGE_H
#define VIGIL_REPORT_LINKAGE_H

#include "base/buf.h"
#include "text/msg.h"

struct linkage_line {
	struct str label, text;
};
struct linkage_fault { /* in a file */
	struct str place, what, todo;
};
struct linkage_file {
	struct str name, kind; /* "list.xlsx", "XLSX, sheet 1" */
	int64_t rows;
	const struct linkage_fault *faults;
	size_t n_faults;
	int64_t more; /* faults beyond these */
};
struct linkage_level {
	struct str field; /* said with its first level */
	struct str what;
	double m, u, bits;
};
struct linkage_band { /* of probability, from .. to */
	double from, to;
	int64_t pairs;
	double expected; /* of one person */
};
struct linkage_bar {
	struct str field, what; /* `what` empty: not given on a side */
	struct str a, b;
	int64_t milli, running; /* thousandths of a bit */
};
struct linkage_fall {	 /* of a pair */
	struct str a, b; /* ids, with their lists */
	int64_t prior;
	const struct linkage_bar *bars;
	size_t n_bars;
	int64_t together, total;
	double probability;
	bool accepted;
};
struct linkage_sheet {
	struct str persons; /* the count and its interval, in a sentence */
	const struct linkage_line *lines;
	size_t n_lines;
	const struct linkage_file *files;
	size_t n_files;
	const struct linkage_level *levels;
	size_t n_levels;
	const struct linkage_band *bands;
	size_t n_bands;
	int64_t labels; /* decisions that took part */
	const struct linkage_line *warnings;
	size_t n_warnings;
	const struct linkage_fall *falls; /* nearest to the threshold of acceptance */
	size_t n_falls;
	double accept;
	uint64_t seed;
};

/* One HTML page that needs no other file. Appends to `ret`. ERR_TOOBIG: `ret` is full. */
int report_linkage(const struct linkage_sheet *s, enum lang lang, struct buf *ret,
		   struct err *e) MUST_USE;

#endif
