/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * list.h - lists of others: who publishes them, their editions, and what their columns mean.
 *
 * A *list* is a record like any other (kind `list`): its publisher, method, period and whether it claims to be
 * without duplicates are claims about it. An *edition* is one file of it that was taken in: an act that says
 * which file, how it was read, its header, and the mapping. Its rows are *mentions* (mention.h). A row that
 * stands in an earlier edition of the list with the same cells is not recorded again: the edition says which
 * of its rows are rows of which edition (`contains`), in runs, so that a hundred thousand rows in the same
 * order are one triple. What is not in a newer edition stays in the register, with the edition it was last in.
 *
 * A *mapping* says what each column is. Nothing that is derived by it is sealed: the cells are, as given, and a
 * mapping that is corrected later is one more statement, which all readers follow.
 *
 * Editions of a list are in the order of their dates, then of the log.
 */
#ifndef VIGIL_LIST_H
#define VIGIL_LIST_H

#include "register/record.h"
#include "text/calendar.h"

enum { LIST_COLUMNS_MAX = 1024 };

/* ---- mappings ---------------------------------------------------------- */

/* What a column is. Its code in mappings and programs: list_field_code. */
enum list_field {
	LIST_KEPT, /* "": kept as given, shown, not understood */
	LIST_NAME, /* "name": the whole name */
	LIST_GIVEN,
	LIST_FAMILY,
	LIST_FATHER,
	LIST_OTHER_NAME,
	LIST_DATE, /* "date": of the event that the list is about */
	LIST_YEAR, /* "year", "month", "day": of the same; become one date with what LIST_CALENDAR says */
	LIST_MONTH,
	LIST_DAY,
	LIST_CALENDAR,
	LIST_BIRTH,
	LIST_BIRTH_YEAR,
	LIST_BIRTH_MONTH,
	LIST_BIRTH_DAY,
	LIST_AGE, /* at the event */
	LIST_SEX,
	LIST_PLACE, /* of the event */
	LIST_ORIGIN,
	LIST_BURIAL,
	LIST_PRISON,
	LIST_CHARGE,
	LIST_CAUSE,
	LIST_ID, /* by which the list's makers know the row: the same from edition to edition */
	LIST_URL,
	LIST_NOTE,
	LIST_FIELDS
};
const char *list_field_code(enum list_field f); /* "name", "given_name", ... */
bool list_field_parse(struct str code, enum list_field *ret);
const struct msg *list_field_label(enum list_field f);

enum list_order { LIST_ORDER_ANY, LIST_ORDER_DMY, LIST_ORDER_MDY, LIST_ORDER_YMD };

struct list_column {
	struct str name; /* as in the header; "" when it has none */
	enum list_field field;
	bool sealed;	   /* cells go into the compartment of sources and into no table */
	bool has_calendar; /* dates in it are in `calendar` */
	enum calendar calendar;
	enum list_order order; /* of 03/04/2025 */
};
struct list_mapping {
	struct list_column *columns; /* one for each column of the header, in its order */
	size_t n;
};

/*
 * {"columns":[{"column":"Name","as":"name"},{"column":"Died","as":"date","calendar":"jalali","order":"dmy"},
 * {"column":"Tel","sealed":true}]}: columns that are not named are kept. ERR_INPUT with what is wrong.
 */
int list_mapping_read(struct str json, struct arena *a, struct list_mapping *ret,
		      struct err *e) MUST_USE;
void list_mapping_write(struct buf *b, const struct list_mapping *m);
/* The mapping for another header: columns by name (the second "Name" of it is the second one there). Names
 * that `header` lacks are counted in *ret_missing, columns that `m` does not know in *ret_new. */
void list_mapping_fit(const struct list_mapping *m, const struct str *header, size_t n,
		      struct arena *a, struct list_mapping *ret, size_t *ret_missing,
		      size_t *ret_new);

/*
 * What a row says, by a mapping: several columns of one field are joined by a blank, year, month and day become
 * the text of one date ("1404-07-20", "1404-07", "1404"), with `calendar` when the row or the mapping names one.
 * Texts are as given otherwise, trimmed; empty when there is nothing. A day "00" is no day.
 */
struct list_row {
	struct str field[LIST_FIELDS];
	struct str calendar, birth_calendar; /* of LIST_DATE, LIST_BIRTH: as worded; "" not said */
};
/* "#DIV/0!", "#N/A", "Err:502": what a spreadsheet program shows instead of a value. It is kept as given and says nothing. */
bool list_cell_is_error(struct str cell);
void list_row_understand(const struct list_mapping *m, const struct str *cells, size_t n,
			 struct arena *a, struct list_row *ret);

/* ---- cells ------------------------------------------------------------- */

/*
 * The cells of one row as they are sealed: a JSON array in the order of the header, without empty cells at its
 * end. A cell is a string; what a spreadsheet says beside stands in {"text":..,"raw":..,"kind":..}; null is a
 * cell that was sealed in the compartment. Reads the texts; others are "".
 */
int list_cells_read(struct str json, struct arena *a, struct str **ret, size_t *ret_n,
		    struct err *e) MUST_USE;

/* ---- recording --------------------------------------------------------- */

struct edition_new {
	struct entity list;
	struct str name; /* of the file, without folders */
	struct hash file;
	struct str date;     /* EDTF: of the edition, as said by whoever imports it */
	struct str label;    /* "v3", "2nd edition"; may be empty */
	struct str format;   /* csv, xlsx, ods, jsonl, json */
	struct str sheet;    /* "" none */
	struct str encoding; /* "utf-8", ... */
	struct str separator, quote;
	int64_t header_row; /* 0 none */
	struct str *header;
	size_t n_header;
	const struct list_mapping *mapping;
	int64_t rows;			       /* of the file; each becomes or is a mention */
	int64_t added, changed, same, removed; /* against the edition before it */
	int64_t not_understood; /* cells that are no date, age ... although mapped as such */
	struct str
		left_out; /* JSON array of row numbers that the mapping said to leave out; "" none */
};
/* Begins an import, as reg_batch_begin: undone with reg_undo. ERR_INPUT: no list. */
int reg_edition_begin(struct reg_tx *tx, const struct edition_new *in, int64_t *ret_seq,
		      struct err *e) MUST_USE;

struct mention_new {
	int64_t edition; /* seq */
	int64_t row;
	struct entity mention; /* a changed row of it; no 0: a new one */
	struct str cells;      /* JSON, as above */
	struct str sealed;     /* JSON array of [place from 1, "text"]; "" none */
};
int reg_mention_add(struct reg_tx *tx, const struct mention_new *in, struct entity *ret,
		    int64_t *ret_seq, struct err *e) MUST_USE;

/* Rows of an edition that are rows of another one of the same list: row + i is base_row + i. */
struct edition_run {
	int64_t row, base_row, n;
};
int reg_edition_contains(struct reg_tx *tx, int64_t edition, int64_t base,
			 const struct edition_run *runs, size_t n, struct err *e) MUST_USE;

/* Columns mean something else than was said: from now on, for this edition. */
int reg_edition_map(struct reg_tx *tx, int64_t edition, const struct list_mapping *mapping,
		    struct str reason, int64_t *ret_seq, struct err *e) MUST_USE;

/* ---- reading ----------------------------------------------------------- */

struct edition {
	int64_t seq;
	struct id claim;
	struct entity list;
	struct str name, date, label, format, sheet, encoding, separator, quote, sha256;
	int64_t header_row;
	struct str *header;
	size_t n_header;
	struct list_mapping mapping; /* the newest */
	int64_t rows, added, changed, same, removed, not_understood;
	int64_t found; /* rows that are here: `rows` less what was erased or has not arrived */
	int64_t recorded_ms;
	int64_t retracted; /* seq that took it back; 0: it stands */
	int64_t twin_of;   /* seq of an edition with the same file, taken in elsewhere; 0 */
};
/* Of one list (0: all), in their order; with those taken back when `all`. */
int reg_editions(struct reg *r, int64_t list, bool all, struct arena *a, struct edition **ret,
		 size_t *ret_n, struct err *e) MUST_USE;
/* ERR_NOTFOUND. */
int reg_edition(struct reg *r, int64_t seq, struct arena *a, struct edition *ret,
		struct err *e) MUST_USE;

/* What differs between two editions, by row of the newer, removed ones last. At most `limit` from `offset`. */
enum edition_change { EDITION_ADDED, EDITION_CHANGED, EDITION_REMOVED };
struct edition_diff {
	enum edition_change what;
	struct entity mention;
	struct str number;	      /* N-00012 */
	int64_t row, old_row;	      /* 0 where it is not */
	struct str cells, old_cells;  /* JSON; "" where it is not */
	int64_t version, old_version; /* seq of the entries */
};
struct edition_totals {
	int64_t added, changed, removed, same;
};
int reg_edition_diff(struct reg *r, int64_t older, int64_t newer, int64_t offset, int64_t limit,
		     struct arena *a, struct edition_diff **ret, size_t *ret_n,
		     struct edition_totals *ret_totals, struct err *e) MUST_USE;

/* Every row of an edition, in the order of rows: for whoever compares a further file. */
struct edition_row {
	int64_t edition; /* seq: where the row stands */
	int64_t row;
	int64_t mention; /* entity */
	int64_t version; /* seq */
	struct str cells;
	const struct edition *of; /* whose header and mapping the cells have */
};
typedef int edition_row_fn(void *ctx, const struct edition_row *row, struct err *e);
int reg_edition_rows(struct reg *r, int64_t seq, edition_row_fn *each, void *ctx,
		     struct err *e) MUST_USE;

/* Every version of every mention of a list, also of editions taken back, each where it came in: in the order
 * of the log. */
int reg_list_versions(struct reg *r, int64_t list, edition_row_fn *each, void *ctx,
		      struct err *e) MUST_USE;

/* One list with what is known of it. */
struct list_summary {
	struct entity list;
	struct str number, label;
	struct str duplicate_free; /* yes, no, "" nobody says */
	int64_t editions;
	int64_t newest;	  /* seq of the newest edition; 0 none */
	int64_t standing; /* mentions in the newest edition */
	int64_t removed;  /* mentions of older editions that are not in it */
	int64_t linked;	  /* standing mentions that are in a person with another record */
	int64_t persons;  /* that standing mentions are of */
};
int reg_list_summary(struct reg *r, int64_t list, struct arena *a, struct list_summary *ret,
		     struct err *e) MUST_USE;
/* The same without what has to be counted: number, label, duplicate_free. */
int reg_list_brief(struct reg *r, int64_t list, struct arena *a, struct list_summary *ret,
		   struct err *e) MUST_USE;
int reg_lists(struct reg *r, struct arena *a, struct list_summary **ret, size_t *ret_n,
	      struct err *e) MUST_USE;

#endif
