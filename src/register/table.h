/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table.h - the claim table (docs/manual/claim-table.md): many statements from one CSV file.
 *
 * The whole table is read and checked before anything is written; one problem is enough and nothing
 * is written. Every problem is listed.
 */
#ifndef VIGIL_TABLE_H
#define VIGIL_TABLE_H

#include "register/record.h"

enum { TABLE_PROBLEMS_MAX = 1000 }; /* listed; more are counted */
enum { TABLE_NAME_MAX = 64, TABLE_NAMES_MAX = 20 };

struct table_problem {
	int64_t row;	   /* the header is row 1; 0: the whole file */
	struct str column; /* "" the whole row */
	struct str cell;   /* its first 40 characters */
	struct str what;   /* what is wrong */
	struct str todo;   /* what to do */
};

/* A value that names a subject by its key: *at is completed when the claim is recorded. */
struct table_ref {
	struct value_ref *at;
	struct str key;
};

/* A claim of the table as it was understood, before any of it is recorded. */
struct table_claim {
	struct str name;					   /* its `claim` */
	int64_t row;						   /* first row */
	struct str subject_key, source_key, document_key, via_key; /* kind:key or record number */
	struct statement st; /* entities with id 0 are still to be made from their keys */
	struct table_ref *refs;
	size_t n_refs;
};

struct table {
	struct table_claim *claims; /* only by table_read */
	size_t n_claims;
	struct table_problem *problems;
	size_t n_problems; /* in the list */
	int64_t all_problems;
	int64_t rows;
};

/* Understand a table. Returns 0 also when there are problems: look at all_problems. Writes nothing.
 * Keeps every claim in `a`, about a kilobyte each: for previews. Problems are told in English. */
int table_read(struct reg *r, struct str csv, struct arena *a, struct table *ret,
	       struct err *e) MUST_USE;
/* The same for tables of any length, with problems in `lang`: what is kept does not grow with the
 * table but for 16 bytes a claim, and there are no claims in *ret. About 5 microseconds a row. */
int table_check(struct reg *r, struct str csv, enum lang lang, struct arena *a, struct table *ret,
		struct err *e) MUST_USE;

struct table_result {
	int64_t batch;	  /* seq of the import; 0 when nothing was new */
	int64_t added;	  /* statements */
	int64_t already;  /* said exactly so before */
	int64_t beside;	  /* same name as an earlier claim, other content: stands beside it */
	int64_t entities; /* new subjects */
	char beside_names[TABLE_NAMES_MAX][TABLE_NAME_MAX + 1]; /* the first of those beside */
	size_t n_beside_names;
};
typedef int table_progress(void *ctx, int64_t done, int64_t of);
/*
 * Record a table without problems, at most TABLE_COMMIT statements a commit. `name` is the file's
 * name. All of it or nothing when it has at most TABLE_COMMIT statements; a larger one that is
 * interrupted leaves what was committed, and reading it again adds the rest. A claim stands beside
 * an earlier one when that has the same name and came with a file of the same name, or is about the
 * same subject. A negative answer of `progress` stops it with that code.
 */
enum { TABLE_COMMIT = 1000 };
int table_record(struct reg *r, const struct table *t, struct str name, const struct hash *file,
		 table_progress *progress, void *ctx, struct table_result *ret,
		 struct err *e) MUST_USE;

/*
 * Check a table of any length and, when it has no problem, record it: two passes over `csv`, with
 * little kept in memory. Returns 0 also when there are problems, which are then in *ret_table while
 * nothing is written and *ret is empty. `progress` is called in both passes, `of` counting both.
 */
struct table_source {
	struct str csv;
	struct str name; /* of the file, without folders */
	enum lang lang;	 /* for the problems */
};
int table_import(struct reg *r, const struct table_source *src, table_progress *progress, void *ctx,
		 struct arena *a, struct table *ret_table, struct table_result *ret,
		 struct err *e) MUST_USE;

/* All statements that stand, as a claim table: for export and for the round trip. Claims keep their
 * names where these are unequal. Subjects without a key are written by record number, which another
 * register does not know. Nothing sealed is in it, and nothing of evidence: *ret_left_out counts the
 * claims about files and those that name one. */
int table_write(struct reg *r, struct buf *ret, int64_t *ret_left_out, struct err *e) MUST_USE;

#endif
