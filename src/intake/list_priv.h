/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_priv.h - rows of a file and rows of the register, as they are compared. */
#ifndef VIGIL_INTAKE_LIST_PRIV_H
#define VIGIL_INTAKE_LIST_PRIV_H

#include "base/buf.h"
#include "base/bytes.h"
#include "base/json.h"
#include "base/map.h"
#include "intake/list.h"
#include "vault/number.h"

enum {
	LIST_HASH = 16,
	LIST_ROW_SEALED_MAX = 290 * 1024 /* bytes of a row as JSON: below what a claim can hold */
};

/* A row, of whatever side. */
struct list_seen {
	int64_t row;
	uint8_t hash
		[LIST_HASH]; /* of its filled cells with the names of their columns, sealed ones left out */
	struct str id, name; /* as mapped; name folded; "" none */
	struct str shown;    /* the name as given */
	uint32_t *cells;     /* a hash of each, by the columns of the new file; 0 empty */
	struct str sealed;   /* JSON, of the new file */
	/* of the register: */
	int64_t edition, base_row; /* where it stands, as (seq, row) */
	int64_t mention, version;
	bool taken;
};

/* What becomes of a row of the file. */
enum list_fate { LIST_ADDED, LIST_CHANGED, LIST_SAME };
struct list_match {
	int64_t row;
	uint8_t hash[LIST_HASH];
	enum list_fate fate;	/* how it is recorded */
	bool in_base, is_base;	/* its mention is in the edition before; with these very cells */
	int64_t base, base_row; /* LIST_SAME */
	int64_t mention;	/* LIST_CHANGED: entity */
};

/* ---- list_cells.c ---- */

/* The order in which cells are hashed: that of the names of their columns. */
size_t *list_hash_order(const struct str *header, size_t n, struct arena *a);
/* `cells` has n; `sealed` says which are left out (NULL: none). */
void list_hash_cells(const struct str *header, const size_t *order, size_t n,
		     const struct str *cells, const bool *sealed, uint8_t ret[static LIST_HASH]);
uint32_t list_hash_cell(struct str cell);
/* The JSON of a row, without what is sealed, and of what is. */
void list_cells_write(const struct table_row *row, const struct list_mapping *m, struct buf *cells,
		      struct buf *sealed);

/* ---- list_read.c ---- */

/* Whether cells of such a column are read as anything: dates, numbers, words. */
bool list_is_read(enum list_field f);

/* ---- list_import.c ---- */

struct str list_sheet_of(const struct table_look *look); /* "" for files without sheets */
struct str list_date_of(const struct list_source *src, struct arena *a); /* today when not given */
void list_faults_join(struct table_faults *to, const struct table_faults *more);

/* ---- list_plan.c ---- */

/* How cells were understood before: dates, ages and words come again and again. */
struct list_known {
	struct map as; /* cell -> its verdict + 1 */
};
struct list_planning {
	struct reg *r;
	const struct list_source *src;
	const struct list_mapping *m;
	struct arena *keep; /* what is compared; given up with the plan made */
	struct arena *one;  /* of the row at hand */
	struct arena *a;    /* of the plan */
	struct list_plan *plan;
	struct str *header;
	bool *sealed;
	size_t *order;
	bool is_name[LIST_COLUMNS_MAX];
	bool read[LIST_COLUMNS_MAX]; /* more is asked of a cell than that it is there */
	struct table_check *traces;
	bool first; /* the list has no row yet: there is nothing to compare with */
	struct list_seen *rows;
	size_t n_rows, cap_rows;
	int64_t text; /* bytes of all cells */
	/* Of the first edition, instead of `rows`; `ids`: a hash of each row's own id, 0 none. */
	struct list_match *match;
	size_t cap_match, cap_ids;
	uint64_t *ids;
	struct list_known *known; /* of each column */
	size_t next_skip;
	list_progress *progress;
	void *ctx;
};

/* ---- list_against.c ---- */

/* How a row calls somebody. */
struct str list_name_of(struct list_planning *p, const struct list_row *said);
/* What is compared of a row by the columns of the new file. `at[i]`: the column of cell i; SIZE_MAX none. */
void list_see(struct list_planning *p, const struct list_mapping *m, const struct str *header,
	      const bool *sealed, const size_t *order, const size_t *at, const struct str *cells,
	      struct list_seen *ret);
/* Fills the plan with what becomes of each row. ERR_CONFLICT: this very file is in the register. */
int list_compare(struct list_planning *p, struct err *e) MUST_USE;

/* ---- list_match.c ---- */

struct list_sides {
	struct list_seen *fresh; /* of the file */
	size_t n_fresh;
	struct list_seen *old; /* of the edition before */
	size_t n_old;
	struct list_seen
		*older; /* all other versions; `taken`: of a mention that the edition before has */
	size_t n_older;
	size_t n_columns;
	struct arena *a;
	struct reg *r;
	bool has_sealed;	      /* some column is */
	bool older_now;		      /* it is `older` that is looked into */
	struct list_chains *versions; /* of `older`, by mention */
};
/* Fills `ret` (n_fresh of them). `is_name` says which columns are of the name. *ret_back: rows of older
 * editions that are back. */
int list_match_rows(struct list_sides *s, const bool *is_name, struct list_match *ret,
		    int64_t *ret_back, int64_t *ret_id_doubles, struct err *e) MUST_USE;

#endif
