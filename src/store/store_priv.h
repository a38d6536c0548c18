/* SPDX-License-Identifier: GPL-3.0-or-later */
/* store_priv.h - what the files of this folder share. */
#ifndef VIGIL_STORE_PRIV_H
#define VIGIL_STORE_PRIV_H

#include <sqlite3.h>

#include "store/store.h"

enum { STMT_NAMES = 24 };

struct stmt {
	sqlite3_stmt *s;
	struct store *st;
	const struct sql *sql;
	struct stmt *next; /* in the chain of its slot */
	bool busy;	   /* handed out */
	const char
		*name[STMT_NAMES]; /* by which values were bound, by number of the parameter - 1 */
	int last;		   /* the parameter bound last */
};

enum { STMT_SLOTS = 256 };

struct store {
	sqlite3 *db;
	char *path;
	struct stmt *slots[STMT_SLOTS]; /* prepared statements by the address of their SQL */
	const char *tx_file; /* where the open transaction began, NULL when there is none */
	int tx_line;
	bool deleting;	 /* store_ledger_delete prepares its statement */
	bool committing; /* tx_commit is at work: the commit hook lets it pass */
	bool fixed;	 /* lies where nothing can be written (place.c) */
	bool alone;	 /* fixed, and read without locks */
};

/* Open st->path, which cannot be written, for reading. Gives SQLite's code. */
int place_open_fixed(struct store *st);

/* The error of SQLite's code, in words, with what was being done. */
int store_fail(struct store *st, int rc, const char *doing, struct err *e);
/* That nothing can be written where `path` is, as the error `code`. */
int store_no_writing(const char *path, int code, struct err *e);

#endif
