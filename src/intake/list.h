/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * list.h - files of lists into the register: guess a mapping, show it on real rows, compare, take in.
 *
 *	TRY(table_look(&in, &o, a, &look, e));				 table.h
 *	TRY(list_guess(reg, list, &look, a, &guess, e));		 or list_mapping_read
 *	TRY(list_preview(&look, &guess.mapping, lang, a, &pv, e));	 what each cell would be understood as
 *	TRY(list_plan(reg, &src, progress, ctx, a, &plan, e));		 reads all of it, writes nothing
 *	if (!plan.faults.stopping)
 *		TRY(list_import(reg, &src, &plan, progress, ctx, &res, e));	 all of it, or nothing
 *
 * A file with a row that cannot be taken in as it stands is refused with row and column, unless its rows were
 * named to be left out, which the edition then says. What is no date, age or sex although its column is mapped
 * as such is kept as given, counted and told; it stops nothing.
 *
 * Comparing with the edition before: rows are the same mention when they have the same id of the list's own
 * (a mapped column without doubles), else when all cells are equal (columns by their names, in whatever
 * order), else when exactly one row on either side is closest: the same name after folding and most cells
 * equal. Where two could be meant nothing is guessed: one is removed, one is added, and both are shown.
 */
#ifndef VIGIL_INTAKE_LIST_H
#define VIGIL_INTAKE_LIST_H

#include "intake/table.h"
#include "register/mention.h"

/* ---- mapping ----------------------------------------------------------- */

struct list_guess {
	struct list_mapping mapping; /* one for each column of the look */
	int64_t before;		     /* seq of the edition whose mapping was taken; 0: guessed */
	size_t missing;		     /* columns of that mapping that the file lacks */
	size_t fresh; /* columns of the file that it does not know: kept, unless guessed */
};
/* By the mapping of the list's newest edition when there is one (list id 0: none), else by header words in
 * English, Persian, Arabic and Kurdish, and by what the first rows hold. */
int list_guess(struct reg *r, int64_t list, const struct table_look *look, struct arena *a,
	       struct list_guess *ret, struct err *e) MUST_USE;
/* The same without a register. */
void list_guess_columns(const struct table_look *look, struct arena *a, struct list_mapping *ret);

/* How one cell would be understood. */
enum list_verdict {
	LIST_UNDERSTOOD,
	LIST_DOUBTFUL,
	LIST_NOT_UNDERSTOOD,
	LIST_AS_GIVEN,
	LIST_NOTHING
};
struct list_reading {
	enum list_verdict verdict;
	struct str given;
	struct str as;	 /* "12 October 2025 (20 Mehr 1404)", "34", "woman"; "" as given */
	struct str edtf; /* of a date; "" */
	struct str why;	 /* what is doubtful or wrong */
};
void list_read_cell(const struct list_column *col, struct str cell, enum lang lang, struct arena *a,
		    struct list_reading *ret);

struct list_preview_row {
	int64_t row;
	struct list_reading *cells; /* one for each column */
};
struct list_preview {
	struct list_preview_row *rows; /* the look's first rows */
	size_t n_rows, n_columns;
};
/* `mapping` is for this header (list_mapping_fit). */
int list_preview(const struct table_look *look, const struct list_mapping *mapping, enum lang lang,
		 struct arena *a, struct list_preview *ret, struct err *e) MUST_USE;

/* ---- taking in --------------------------------------------------------- */

enum {
	LIST_ROWS_MAX = 20 * 1000 * 1000,
	LIST_ENCODING_SURE =
		75 /* of 100: an encoding that is found with less must be chosen by somebody */
};

struct list_source {
	const struct table_input *in;
	const struct table_look *look;
	const struct list_mapping *mapping;
	struct entity list;
	struct str name;	  /* of the file, without folders */
	struct str date;	  /* EDTF of the edition; "" today */
	struct str label;	  /* may be empty */
	const int64_t *skip_rows; /* left out, because somebody said so; ascending */
	size_t n_skip_rows;
	enum lang lang;
};

/* Numbers of rows as people write them, "12, 15-17", ascending; "" none. ERR_INPUT: not so, or over `max`. */
enum { LIST_SKIP_MAX = 10000 }; /* rows that somebody leaves out */
int list_rows_read(struct str text, size_t max, struct arena *a, int64_t **ret, size_t *ret_n,
		   struct err *e) MUST_USE;

typedef int list_progress(void *ctx, int64_t done, int64_t of);

/* What taking in rows costs, told before it begins. About: as measured on made lists of 70 and 1,070 bytes a row, on one
 * processor. All of it is one transaction, which waits beside the vault until it is done. */
struct list_room {
	int64_t rows;	      /* new or changed */
	int64_t vault_bytes;  /* the vault grows by */
	int64_t beside_bytes; /* that have to be free meanwhile, the growth among them */
	int64_t free_bytes;   /* -1: not known */
	int64_t seconds;
};
/* Of `rows` rows of `text` bytes together. */
struct list_room list_room_of(int64_t rows, int64_t text, int64_t free_bytes);
/* Before the file is read, by its look: as if all its rows were new. rows 0: the look saw not all of it. */
struct list_room list_room_ahead(struct reg *r, const struct list_source *src);
/* ERR_TOOBIG: there is not enough room. */
int list_room_check(const struct list_room *room, struct err *e) MUST_USE;

/* What was counted of one column over all rows. */
struct list_column_count {
	int64_t filled, understood, doubtful, not_understood;
	int64_t first_row;     /* of those not understood; 0 none */
	struct str first_cell; /* that one, cut short */
};
struct list_plan {
	struct table_faults faults; /* `stopping` > 0: it cannot be taken in */
	struct hash file;
	int64_t rows, left_out;
	int64_t editions; /* of the list, that stood when it was planned */
	int64_t base;	  /* seq of the edition it was compared with; 0: the first */
	bool base_is_later; /* that has a later date than was given: what differs is what it brought */
	int64_t newer; /* editions of a later date than was given, where the base has an earlier one */
	int64_t added, changed, same, removed;
	int64_t back;	    /* of `added`: rows that an older edition had, and this one has again */
	int64_t doubles;    /* rows whose cells are all those of an earlier row of the file */
	int64_t id_doubles; /* rows whose own id another row has: compared by content */
	int64_t erased; /* rows of the edition before that were erased and so cannot be known again */
	int64_t unnamed; /* rows that name nobody, or several people */
	int64_t twin;	 /* seq of a standing edition of this very file; 0 none */
	struct list_room room;
	struct list_column_count *columns;
	size_t n_columns;
	struct list_match *match; /* of each row, for list_import */
};

/* Reads the whole file. Memory: about 80 bytes a row of a first edition; of others 600 a row of the file and of each that
 * the list has, ERR_TOOBIG beyond 12 GB. ERR_CONFLICT: this very file is in the register already and stands. */
int list_plan(struct reg *r, const struct list_source *src, list_progress *progress, void *ctx,
	      struct arena *a, struct list_plan *ret, struct err *e) MUST_USE;

struct list_result {
	int64_t edition; /* seq */
	int64_t added, changed, same, removed, left_out;
};
/* Reads the file again and records it in one transaction. ERR_TOOBIG: there is no room for it. ERR_CONFLICT: it is not the
 * file that was planned, or an edition came in between. ERR_INPUT: the plan has faults that stop it. */
int list_import(struct reg *r, const struct list_source *src, const struct list_plan *plan,
		list_progress *progress, void *ctx, struct list_result *ret,
		struct err *e) MUST_USE;

#endif
