/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * store.h - the encrypted SQLite file: open, typed statements, transactions. The only folder that
 * knows SQLite; it knows nothing of what a row means.
 *
 * SQL is a typed constant and values are bound by name, so text from outside cannot become SQL:
 *
 *	static const struct sql BY_NO = SQL("SELECT id FROM entity WHERE kind = :kind AND no = :no");
 *	AUTO_STMT *q = NULL;
 *	TRY(store_stmt(st, &BY_NO, &q, e));
 *	bind_str(q, ":kind", STR("person"));
 *	bind_int(q, ":no", 12);
 *	TRY(stmt_row(q, e));
 *	id = col_int(q, 0);
 *
 * Prepared statements are kept by the address of their constant. A column or bind name that does
 * not exist is our own mistake and ends the program in the first test that reaches it.
 *
 * Durability: WAL with synchronous FULL. After tx_commit returned 0, the transaction survives a
 * kill and a power cut; before, it is wholly absent. Tables whose name begins with `ledger_` can
 * be inserted into and read, never updated or deleted from, by any statement (an authorizer
 * refuses it when the statement is prepared).
 *
 * A store belongs to one thread at a time.
 */
#ifndef VIGIL_STORE_H
#define VIGIL_STORE_H

#include "base/base.h"
#include "base/crypto.h"

struct store;
struct stmt;

struct sql {
	const char *text;
};
#define SQL(lit)                                                                                   \
	{                                                                                          \
		"" lit ""                                                                          \
	}

enum store_mode {
	STORE_CREATE, /* must not exist yet */
	STORE_WRITE,
	STORE_READ /* a reader: any write is refused */
};

/*
 * Open `path` with the raw key. `busy_ms`: how long to wait for another process.
 * ERR_NOTFOUND: no such file. ERR_DENIED: the key does not open it, or it is no vault (the two
 * cannot be told apart: an encrypted file has no readable header). ERR_CORRUPT: a page is damaged
 * or the file was cut. ERR_IO also: to be written, and nothing can be where it is. ERR_CONFLICT: exists
 * already (create). ERR_BUSY: held too long by another process, which is named by its process number and
 * program.
 */
int store_open(const char *path, const struct key *key, enum store_mode mode, int busy_ms,
	       struct store **ret, struct err *e) MUST_USE;
/* Whether the file and its folder can be written. Where they cannot, it is opened for reading only, as it
 * lies there, with the write-ahead log that may lie beside it; nothing is made. */
bool store_can_write(const char *path);
/* Bytes that are free where the file lies; -1: it lives in memory, or nobody can tell. */
int64_t store_free_bytes(const struct store *st);
bool store_is_fixed(const struct store *st); /* it was opened so: nothing can be noted in it */
/* One that lives in memory and is gone when closed: for a view of an earlier size of the log. */
int store_memory(struct store **ret, struct err *e) MUST_USE;
void store_close(struct store *st); /* NULL is fine */
/* Encrypt the file anew under `key`; costs a rewrite of every page. Not inside a transaction. */
int store_rekey(struct store *st, const struct key *key, struct err *e) MUST_USE;
/* While on, every write is refused with ERR_DENIED: for requests that only look. */
void store_look_only(struct store *st, bool on);
/* Give back and wipe the pages kept in memory: what was deleted is then nowhere in this process either.
 * Not inside a transaction. */
int store_forget(struct store *st, struct err *e) MUST_USE;
/* While on, all of the view is being made: twice as many pages are kept in memory, and it is not looked up at each row
 * whether what it refers to is there, a twentieth of the work. Of rows that are added later it is. */
void store_make_whole(struct store *st, bool on);
/* Move the write-ahead log into the file and empty it; nothing, where nothing can be written. */
int store_checkpoint(struct store *st, struct err *e) MUST_USE;
/* Every page's tag and the structure of every table and index; not that an index has each row of its
 * table. ERR_CORRUPT with the first fault. */
int store_check(struct store *st, struct err *e) MUST_USE;
/* Every page as the key opens it, one after the other, also those of no table, each once: to see what is
 * left of something. In memory of its own, wiped by store_image_free. */
int store_image(struct store *st, const uint8_t **ret, size_t *ret_n, struct err *e) MUST_USE;
void store_image_free(const uint8_t *image);
/* Several statements without parameters, from schema/ only. Inside the caller's transaction. */
int store_run_script(struct store *st, const struct sql *script, struct err *e) MUST_USE;

/* ---- statements ------------------------------------------------------- */

int store_stmt(struct store *st, const struct sql *sql, struct stmt **ret, struct err *e) MUST_USE;
void stmt_done(struct stmt **q); /* back to the cache, values forgotten */
#define AUTO_STMT AUTO(stmt_done) struct stmt

/* `name`: a literal, which is known again by its address. */
void bind_int(struct stmt *q, const char *name, int64_t v);
/* The bytes must stay in place until the statement is done or run again. p == NULL binds NULL. */
void bind_str(struct stmt *q, const char *name, struct str s);
void bind_blob(struct stmt *q, const char *name, const void *p, size_t n);
void bind_null(struct stmt *q, const char *name);

int stmt_run(struct stmt *q,
	     struct err *e) MUST_USE; /* to the end, rows ignored; may be run again */
int stmt_row(struct stmt *q, struct err *e) MUST_USE; /* ERR_NOTFOUND when there is none */
/* The next row, if any: *ret_more says whether there is one. */
int stmt_next(struct stmt *q, bool *ret_more, struct err *e) MUST_USE;
void stmt_reset(struct stmt *q); /* to use it again with other values */

/*
 * THE ONE WAY A ROW LEAVES THE LEDGER. Runs one DELETE with :from and :to bound, inside the caller's
 * transaction, and forgets the statement at once; an UPDATE stays refused here as everywhere. For one
 * thing only: our own log goes back to what others know of it, after a backup was restored
 * (vault/own_back.c), and by then what is deleted is kept in ledger_fork_entry. Nothing else calls it.
 */
int store_ledger_delete(struct store *st, const struct sql *sql, int64_t from, int64_t to,
			struct err *e) MUST_USE;

int64_t col_int(struct stmt *q, int i);
bool col_is_null(struct stmt *q, int i);
struct str col_str(struct stmt *q, int i); /* borrowed until the next step; NULL gives p == NULL */
struct str col_copy(struct stmt *q, int i, struct arena *a);
int col_blob(struct stmt *q, int i, void *ret, size_t n,
	     struct err *e) MUST_USE; /* exactly n bytes */
int64_t store_last_rowid(struct store *st);

/* ---- transactions ----------------------------------------------------- */

/*
 * A write transaction: taken at once, rolled back unless committed. There is one at a time;
 * beginning a second inside the first is our own mistake. ERR_BUSY: another process wrote for
 * longer than `busy_ms`; it is named.
 */
struct tx {
	struct store *st; /* NULL when none is open */
};
#define tx_begin(tx, st, e) tx_begin_at((tx), (st), __FILE__, __LINE__, (e))
int tx_begin_at(struct tx *tx, struct store *st, const char *file, int line,
		struct err *e) MUST_USE;
int tx_commit(struct tx *tx, struct err *e) MUST_USE;
void tx_done(struct tx *tx);
#define AUTO_TX AUTO(tx_done) struct tx
bool store_in_tx(const struct store *st);

#endif
