/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table_priv.h - understanding a claim table, apart from the register it is for.
 *
 * table_understand needs the vocabulary, the text, and an answer to "which record has this number";
 * so it can be tested and fuzzed without a vault. Rows become claims one after the other, in memory
 * that is used again for the next claim unless all are to be kept.
 */
#ifndef VIGIL_TABLE_PRIV_H
#define VIGIL_TABLE_PRIV_H

#include "base/map.h"
#include "register/table.h"
#include "register/vocab_priv.h"
#include "text/csv.h"

enum {
	TABLE_CELL_MAX = 65536, /* bytes */
	TABLE_ROWS_MAX = 200,	/* of a claim */
	TABLE_KEY_MAX = 64,
	TABLE_START_MAX = 40,		/* characters of a cell that a problem shows */
	TABLE_FIELD_BYTES_MAX = 350000, /* as JSON: fits into one disclosure of ledger.h */
	TABLE_CLAIM_BYTES_MAX = 600000,
	CACHE_BYTES_MAX = 4 << 20
};

/* ERR_NOTFOUND: no record has this number. */
struct table_lookup {
	int (*record)(void *ctx, struct str number, struct arena *a, struct entity *ret,
		      struct err *e);
	void *ctx;
};

/* A claim is valid during the call, unless all are kept. A negative answer ends the reading. */
struct table_sink {
	int (*claim)(void *ctx, const struct table_claim *c, struct err *e);
	void *ctx;
};

struct table_input {
	const struct vocab *v;
	struct str csv;
	enum lang lang;
	struct table_lookup lookup;
	struct table_sink sink; /* claims with a problem are left out */
	bool keep;		/* claims live in `a` */
};
/* Problems, rows and the number of claims go into *ret; its `claims` is left alone. */
int table_understand(const struct table_input *in, struct arena *a, struct table *ret,
		     struct err *e) MUST_USE;

/* ---- columns ---------------------------------------------------------- */

enum column {
	COL_CLAIM,
	COL_SUBJECT,
	COL_PROPERTY,
	COL_VALUE,
	COL_VALUE_LANG,
	COL_WHEN,
	COL_WHERE,
	COL_SCOPE,
	COL_BASIS,
	COL_POSITION,
	COL_SOURCE,
	COL_SOURCE_DATE,
	COL_LOCATOR,
	COL_VIA,
	COL_RELIABILITY,
	COL_CREDIBILITY,
	COL_CERTAINTY,
	COL_NOTE,
	COL_QUALIFIER,		/* q:NAME; there can be several */
	COL_IGNORED,		/* refused; its cells are not looked at */
	COLUMNS = COL_QUALIFIER /* those with a name of their own */
};
struct str column_name(enum column c);

struct table_column {
	enum column what;
	const struct property *property; /* of COL_QUALIFIER */
	struct str name;
};

/* ---- the reader ------------------------------------------------------- */

/* 64-bit hashes of claim names with the row where each stood last: 16 bytes a claim. That two of a
 * million names share one has a chance of 1 in 30 million; the table is then refused, not misread. */
struct seen_item {
	uint64_t hash; /* 0: empty */
	int64_t row;
};
struct seen {
	struct seen_item *items;
	size_t n, cap;
	uint8_t key[16];
};
void seen_init(struct seen *s);
void seen_done(struct seen *s);
uint64_t seen_hash(const struct seen *s, struct str text); /* never 0 */
int64_t *seen_at(struct seen *s, uint64_t hash); /* 0 when new; valid until the next seen_at */
bool seen_has(const struct seen *s, uint64_t hash);

/* A subject as a cell names it. */
struct named {
	struct str text;      /* the cell */
	struct entity entity; /* id 0: by key */
};

struct table_reader {
	const struct table_input *in;
	const struct vocab *v;
	struct arena *keep;	   /* problems; claims when they are kept */
	struct arena *a;	   /* the claim being read */
	struct arena *scratch;	   /* one cell */
	struct arena *cache_arena; /* values of cells that come again and again */
	struct map cache;
	struct map words;   /* fold_key -> phrase of quantities and booleans */
	struct map numbers; /* record number -> struct entity * */
	struct seen names;
	struct table *t;
	struct err *e;
	size_t cap_problems;
	/* the header */
	struct table_column *columns;
	size_t n_columns;
	ptrdiff_t place[COLUMNS];
	bool hopeless; /* without the needed columns nothing more is said */
	/* the row */
	int64_t row;
	struct str *cells; /* trimmed */
	bool bad;	   /* something is wrong in this row */
	size_t bytes;	   /* of the field as JSON, about */
	/* the claim */
	bool open, claim_bad, too_many_told;
	struct table_claim claim;
	size_t claim_bytes;
	struct str shared[COLUMNS]; /* cells of the columns that belong to the whole claim */
	struct value_field fields[TABLE_ROWS_MAX];
	struct value_qualifier *quals[TABLE_ROWS_MAX]; /* of each field, with one more place */
	struct named documents[TABLE_ROWS_MAX]; /* q:document; entity.kind "" when not given */
	struct str value_keys[TABLE_ROWS_MAX];	/* key of a value that is an entity, or "" */
	size_t n_fields;
	int64_t n_rows; /* of this claim, refused ones included */
	struct table_ref *refs;
	size_t n_refs, cap_refs;
	int rc; /* a failure that is no problem of the table */
};

/* ---- table_problem.c ---- */

/* `column`: its place in the header, or -1 for the whole row. */
void problem_at(struct table_reader *t, int64_t row, ptrdiff_t column, struct str cell,
		const struct msg *what, const struct msg *todo, const struct str *args, size_t n);
/* In the row being read, which is bad from then on. {1} is args[0]. */
void problem(struct table_reader *t, size_t column, const struct msg *what, const struct msg *todo,
	     const struct str *args, size_t n);
void problems_of_csv(struct table_reader *t, const struct csv_problems *ps);
void problems_sort(struct table *t);
/* "a", "b" or "c", or `none` when n is 0; for "did you mean". */
struct str names_list(struct table_reader *t, const struct str *names, size_t n,
		      const struct msg *none);

/* ---- table_cell.c: each returns whether the cell was understood; when not, the problem is told ---- */

bool cell_is_unknown(struct str s);
/* Whether the cell may stand in any table at all: length, characters, formulas. `raw` is the cell
 * before blanks were cut off. */
bool cell_check(struct table_reader *t, size_t column, struct str raw);
bool cell_named(struct table_reader *t, size_t column, struct str s, struct named *ret);
bool cell_date(struct table_reader *t, size_t column, struct str s, struct value *ret);
bool cell_code(struct table_reader *t, size_t column, struct str set, struct str s,
	       struct value *ret);
/* `key`: the key of an entity, or ""; `lang`: the cell of value_lang. */
bool cell_value(struct table_reader *t, size_t column, const struct property *p, struct str s,
		struct str lang, struct value *ret, struct str *ret_key);
bool cell_where(struct table_reader *t, size_t column, struct str s, struct value *ret,
		struct str *ret_key);
/* A value kept for cells with the same text, or NULL. */
struct value *cached(struct table_reader *t, char type, struct str set, struct str s);
void cache_forget(struct table_reader *t);
struct value *cache_add(struct table_reader *t, char type, struct str set, struct str s,
			const struct value *v);

/* ---- table_quantity.c ---- */

enum quantity_fault {
	QUANTITY_FINE,
	QUANTITY_NONE,	/* no number as the manual writes them */
	QUANTITY_HUGE,	/* over JSON_INT_MAX */
	QUANTITY_ORDER, /* "12-10", "between 12 and 10" */
	QUANTITY_BELOW	/* "less than 0" */
};
void words_init(struct table_reader *t);
/* `given` is left out when the cell is the number itself in ASCII digits. */
enum quantity_fault quantity_read(struct table_reader *t, struct str s, struct value *ret);
bool boolean_read(struct table_reader *t, struct str s, bool *ret);
bool coordinates_read(struct table_reader *t, struct str s, struct value *ret);

/* ---- table_row.c ---- */

/* `raw`: the cells as they stand. */
int row_read(struct table_reader *t, const struct str *raw, struct err *e) MUST_USE;
int claim_end(struct table_reader *t, struct err *e) MUST_USE;

/* ---- table.c: reading single values, to see what an export would be read as ---- */

struct value_reader;
struct value_reader *value_reader_new(const struct vocab *v);
void value_reader_free(struct value_reader *r); /* NULL is fine */
/* Dates and quantities. *ret lives until the next call. False: not read as such. */
bool value_reads_as(struct value_reader *r, enum value_type type, struct str s, struct value *ret);

/* ---- table_import.c ---- */

int table_lookup_record(void *ctx, struct str number, struct arena *a, struct entity *ret,
			struct err *e) MUST_USE;

#endif
