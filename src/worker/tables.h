/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tables.h - the readers of tables of others, each from a descriptor that can be read at any place.
 *
 * They tell what is there (rows.h) and what was odd about it, and change nothing. Each has ceilings for
 * all that a file says of itself; over them it is refused in words that say what to do.
 */
#ifndef VIGIL_WORKER_TABLES_H
#define VIGIL_WORKER_TABLES_H

#include "text/csv_scan.h"
#include "text/encoding.h"
#include "worker/rows.h"

struct table_ask {
	int fd;
	int64_t bytes;		     /* of the file */
	struct str sheet;	     /* "": the first that is visible and not empty */
	enum text_encoding encoding; /* ENCODING_FIND */
	char separator;		     /* 0: find */
	char quote;		     /* 0: find; ' ': none */
	int64_t rows_max;
	struct arena *a;
};

struct table_found {
	enum table_format format;
	struct encoding_guess encoding;
	struct csv_dialect dialect;
	struct str sheet;
	size_t n_sheets;
	struct str *columns; /* of JSON, in the order in which they first occur */
	size_t n_columns;
};

/* What is no table of the kinds that are read is ERR_INPUT and says what to do. */
int table_kind_of(const struct table_ask *ask, enum table_format *ret, struct err *e) MUST_USE;

int csv_table(const struct table_ask *ask, struct rows *r, struct table_found *ret,
	      struct err *e) MUST_USE;
int xlsx_table(const struct table_ask *ask, struct rows *r, struct table_found *ret,
	       struct err *e) MUST_USE;
int ods_table(const struct table_ask *ask, struct rows *r, struct table_found *ret,
	      struct err *e) MUST_USE;
/* content.xml without a package, for tests. */
int ods_content_str(const struct table_ask *ask, struct str xml, struct rows *r,
		    struct table_found *ret, struct err *e) MUST_USE;
/* Both kinds of JSON; `ret->format` says which to expect. */
int json_table(const struct table_ask *ask, struct rows *r, struct table_found *ret,
	       struct err *e) MUST_USE;

/* All of them: by table_kind_of. */
int any_table(const struct table_ask *ask, struct rows *r, struct table_found *ret,
	      struct err *e) MUST_USE;

/* Bytes at a place of the file; *ret_n is less than `n` at its end only. */
int table_pread(int fd, int64_t at, void *p, size_t n, size_t *ret_n, struct err *e) MUST_USE;

/* `s` as it may be shown: bytes that are no UTF-8 and NULs become <C7>, <00>. `escaped`: it was read by
 * encoding_read, which writes such bytes in its own way. *ret_bad is the offset of the first. */
struct str table_readable(struct buf *scratch, struct str s, bool escaped, size_t *ret_bad);

#endif
