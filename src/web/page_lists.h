/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_lists.h - lists of others: all of them, one with its editions, one row.
 *
 *	/lists				all, and what they have in common
 *	/list/I-00001			one: editions, rows, whom it shares with others, who is in it twice
 *	      ?older=12&newer=40	what differs between two editions, by their entries
 *	      ?show=removed&page=2	rows: standing (when not given), removed, all
 *	/mention/N-00012		one row: as received, in each version, whose it is
 */
#ifndef VIGIL_WEB_PAGE_LISTS_H
#define VIGIL_WEB_PAGE_LISTS_H

#include "link/register.h"
#include "register/list_overlap.h"
#include "web/form.h"
#include "web/part.h"

enum { LIST_ROWS_PAGE = 50, LIST_DIFF_PAGE = 50, LIST_MATRIX_MAX = 8, LIST_TWICE_SHOWN = 20 };

/* ---- all --------------------------------------------------------------- */

struct list_line {
	struct list_summary s;
	struct str publisher;
	struct str newest_date; /* EDTF; "" no edition */
	bool tested;		/* a run looked at its rows among themselves */
	int64_t within;		/* pairs of its rows that the run takes for one person */
	/* By the run: rows that name somebody, and thousandths of the persons they are expected to be of; 0: not known. */
	int64_t named, expected_milli;
};
struct lists_view {
	const struct vocab *vocab;
	struct list_line *lists;
	size_t n;
	const struct list_overlap *overlaps;
	size_t n_overlaps;
};
void lists_render(struct html *h, const struct shell *s, const struct lists_view *v);

/* ---- one --------------------------------------------------------------- */

/* A row, cut to what a table shows. */
struct list_row_line {
	struct str number, label; /* label "" unnamed */
	int64_t row;
	bool stands;
	struct str rest;    /* its other cells on one line */
	struct str last_in; /* EDTF of the last edition that has it */
	struct str person;  /* number; "" nobody */
};

struct cell_change {
	struct str column, was, is;
};
struct list_diff_line {
	enum edition_change what;
	struct str number, label;
	int64_t row, old_row;
	struct cell_change *cells; /* of a changed one */
	size_t n_cells;
	struct str rest; /* of one that is added or removed */
};

struct list_shared {
	struct str number, label;
	int64_t persons;
};

struct list_view {
	const struct vocab *vocab;
	struct list_line line;
	struct claim_row *claims; /* about the list */
	size_t n_claims;
	struct edition *editions; /* in their order, with those taken back */
	size_t n_editions;
	bool has_diff;
	struct edition older, newer;
	struct edition_totals totals;
	struct list_diff_line *diff;
	size_t n_diff;
	int64_t diff_page;
	int show; /* MENTIONS_STANDING ... */
	struct list_row_line *rows;
	size_t n_rows;
	int64_t rows_total, page;
	struct list_shared *shared;
	size_t n_shared;
	struct list_twice *twice;
	size_t n_twice;
	int64_t twice_total;
	int64_t done; /* rows of an edition just taken in; 0: none */
	struct page_form undo;
};
void part_list_editions(const struct part *p, const struct shell *s, const struct list_view *v);
void part_list_changes(const struct part *p, const struct list_view *v);
void list_render(struct html *h, const struct shell *s, const struct list_view *v);

/* ---- one row ------------------------------------------------------------ */

struct mention_cell {
	struct str column, given;
	const struct msg *field; /* NULL: kept as it is */
	struct str as;		 /* how it is understood; "" as given */
	struct str why;		 /* in doubt, or not understood */
	bool sealed;
	struct str opened; /* of a sealed cell, for members of the compartment; "" */
	bool changed;	   /* against the version before */
	struct str was;
};
struct mention_shown {
	int64_t seq, row, edition;
	struct str date, file; /* of the edition */
	int64_t recorded_ms, retracted;
	struct mention_cell *cells;
	size_t n;
};
struct mention_partner { /* another record that was compared with it, or decided on */
	struct linkage_record other;
	bool compared;
	int64_t ppm;
	bool decided, disputed;
	enum link_says says;
	bool hidden; /* another reader decided, and this one has not: nothing of it is shown */
};
struct mention_view {
	const struct vocab *vocab;
	struct mention m;
	struct str list_number, list_label;
	struct str edition_date, newest_date; /* EDTF of its last edition, and of the list's */
	struct str person_number, person_label;
	struct mention_shown *versions; /* newest first */
	size_t n_versions;
	struct mention_partner *partners;
	size_t n_partners;
	bool open; /* ?open=1: sealed cells */
	bool has_sealed;
};
void mention_render(struct html *h, const struct shell *s, const struct mention_view *v);

/* ---- shared ------------------------------------------------------------- */

/* Cells on one line, without what is empty and what is in column `but` (COUNT: none). */
struct str list_cells_rest(struct arena *a, enum lang lang, const struct edition *of,
			   struct str cells);
/* <a href="/list/I-00001">, to be closed; the same of a mention. */
void list_a(struct html *h, struct str number);
void mention_a(struct html *h, struct str number);
/* A name, or "unnamed"; in its language. */
void part_label(const struct part *p, struct str label);
void part_count_line(const struct part *p, const struct msg *what, int64_t n); /* <li> of .pairs */

#endif
