/* SPDX-License-Identifier: GPL-3.0-or-later */
/* store.c - opening, guarding and checking the file. */
#include "store/store_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/file.h"

/* What is sealed in the ledger stays: refused when a statement is prepared, whoever wrote it. */
static int authorize(void *ctx, int action, const char *table, const char *b, const char *db,
		     const char *trigger)
{
	const struct store *st = ctx;
	(void)b;
	(void)db;
	(void)trigger;
	bool ledger = table && strncmp(table, "ledger_", 7) == 0;
	if (ledger && action == SQLITE_DELETE && st->deleting)
		return SQLITE_OK;
	if (ledger &&
	    (action == SQLITE_UPDATE || action == SQLITE_DELETE || action == SQLITE_DROP_TABLE))
		return SQLITE_DENY;
	return action == SQLITE_ATTACH || action == SQLITE_DETACH ? SQLITE_DENY : SQLITE_OK;
}

static int on_commit(void *ctx)
{
	const struct store *st = ctx;
	return !st->committing && st->tx_file != NULL;
}

static int pragma(struct store *st, const char *text, struct err *e)
{
	int rc = sqlite3_exec(st->db, text, NULL, NULL, NULL);
	return rc == SQLITE_OK ? 0 : store_fail(st, rc, "opening it", e);
}

static int set_key(struct store *st, const struct key *key, bool again, struct err *e)
{
	/* "raw:" and 64 hex digits: the key itself, no derivation inside SQLite3MC. */
	char text[4 + 2 * KEY_LEN + 1] = "raw:";
	hex_encode(text + 4, key->b, KEY_LEN);
	int n = (int)sizeof text - 1;
	int rc = again ? sqlite3_rekey(st->db, text, n) : sqlite3_key(st->db, text, n);
	wipe(text, sizeof text);
	return rc == SQLITE_OK ? 0 : store_fail(st, rc, "setting the key", e);
}

static void guard(struct store *st)
{
	int off = 0;
	sqlite3_db_config(st->db, SQLITE_DBCONFIG_DEFENSIVE, 1, &off);
	sqlite3_limit(st->db, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_set_authorizer(st->db, authorize, st);
	sqlite3_commit_hook(st->db, on_commit, st);
}

static int configure(struct store *st, const struct key *key, enum store_mode mode, struct err *e)
{
	sqlite3_extended_result_codes(st->db, 1);
	TRY(pragma(st, "PRAGMA cipher = 'aegis'", e));
	TRY(set_key(st, key, false, e));
	if (st->alone)
		TRY(pragma(st, "PRAGMA locking_mode = EXCLUSIVE", e));
	/* An entry takes some 2 kB; at the usual 4096 bytes a merge makes twice the system calls. */
	if (mode == STORE_CREATE)
		TRY(pragma(st, "PRAGMA page_size = 8192", e));
	/* The first read: a wrong key shows here. */
	TRY(pragma(st, "SELECT count(*) FROM sqlite_schema", e));
	TRY(pragma(st, mode == STORE_READ ? "PRAGMA query_only = ON" : "PRAGMA journal_mode = WAL",
		   e));
	TRY(pragma(
		st,
		"PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;"
		"PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON;"
		"PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 2000",
		e));
	guard(st);
	return 0;
}

/*
 * SQLite's memory is wiped when it is given back: it held decrypted pages. Its own lookaside slots
 * would not be, so there are none; that costs a few per cent of small statements. The one variable of
 * the program that is written after the start, once: SQLite's settings are those of a process.
 */
static sqlite3_mem_methods plain;

static void wiping_free(void *p)
{
	explicit_bzero(p, (size_t)plain.xSize(p));
	plain.xFree(p);
}

static void *wiping_realloc(void *p, int n)
{
	int old = plain.xSize(p);
	void *q = plain.xMalloc(n);
	if (!q)
		return NULL;
	memcpy(q, p, (size_t)(old < n ? old : n));
	wiping_free(p);
	return q;
}

static void use_wiping_memory(void)
{
	sqlite3_mem_methods m;
	if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain) != SQLITE_OK)
		die("SQLite was started before its memory was arranged");
	m = plain;
	m.xFree = wiping_free;
	m.xRealloc = wiping_realloc;
	if (sqlite3_config(SQLITE_CONFIG_MALLOC, &m) != SQLITE_OK ||
	    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
		die("SQLite was started before its memory was arranged");
}

static void arrange_memory(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, use_wiping_memory);
}

int store_open(const char *path, const struct key *key, enum store_mode mode, int busy_ms,
	       struct store **ret, struct err *e)
{
	bool there = file_exists(path);
	arrange_memory();
	if (mode == STORE_CREATE && there)
		return err_set(e, ERR_CONFLICT, "%s exists already; choose another name", path);
	if (mode != STORE_CREATE && !there)
		return err_set(e, ERR_NOTFOUND, "there is no vault %s", path);
	bool fixed = mode != STORE_CREATE && !store_can_write(path);
	if (fixed && mode == STORE_WRITE)
		return store_no_writing(path, ERR_IO, e);
	if (mode == STORE_CREATE) {
		/* Made here and not by SQLite, so that nobody else can read it for a moment. */
		AUTO_FD fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd < 0)
			return err_set(e, ERR_IO, "cannot make %s: %s", path, strerror(errno));
	}

	struct store *st = calloc(1, sizeof *st);
	if (!st || !(st->path = strdup(path)))
		die("out of memory");
	st->fixed = fixed;
	int rc = fixed ? place_open_fixed(st)
		       : sqlite3_open_v2(path, &st->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
					 NULL);
	if (rc == SQLITE_OK)
		sqlite3_busy_timeout(st->db, busy_ms);
	rc = rc == SQLITE_OK ? configure(st, key, mode, e) : store_fail(st, rc, "opening it", e);
	if (rc < 0) {
		store_close(st);
		return rc;
	}
	*ret = st;
	return 0;
}

int store_memory(struct store **ret, struct err *e)
{
	arrange_memory();
	struct store *st = calloc(1, sizeof *st);
	if (!st || !(st->path = strdup("")))
		die("out of memory");
	int rc = sqlite3_open_v2(":memory:", &st->db,
				 SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
				 NULL);
	rc = rc == SQLITE_OK ? 0 : store_fail(st, rc, "taking memory", e);
	if (rc == 0) {
		sqlite3_extended_result_codes(st->db, 1);
		rc = pragma(
			st,
			"PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY",
			e);
	}
	if (rc < 0) {
		store_close(st);
		return rc;
	}
	guard(st);
	*ret = st;
	return 0;
}

void store_close(struct store *st)
{
	if (!st)
		return;
	for (size_t i = 0; i < STMT_SLOTS; i++) {
		while (st->slots[i]) {
			struct stmt *q = st->slots[i];
			assert(!q->busy && "a statement outlives its store");
			st->slots[i] = q->next;
			sqlite3_finalize(q->s);
			free(q);
		}
	}
	sqlite3_close(st->db);
	free(st->path);
	free(st);
}

int store_rekey(struct store *st, const struct key *key, struct err *e)
{
	assert(!st->tx_file && "rekey inside a transaction");
	return set_key(st, key, true, e);
}

bool store_is_fixed(const struct store *st)
{
	return st->fixed;
}

void store_look_only(struct store *st, bool on)
{
	sqlite3_exec(st->db, on ? "PRAGMA query_only = ON" : "PRAGMA query_only = OFF", NULL, NULL,
		     NULL);
}

void store_make_whole(struct store *st, bool on)
{
	/* As a pragma it would wait for the end of the transaction. */
	sqlite3_db_config(st->db, SQLITE_DBCONFIG_ENABLE_FKEY, on ? 0 : 1, NULL);
	sqlite3_exec(st->db, on ? "PRAGMA cache_size = -65536" : "PRAGMA cache_size = -32768", NULL,
		     NULL, NULL);
}

int store_checkpoint(struct store *st, struct err *e)
{
	if (st->fixed)
		return 0;
	int rc = sqlite3_wal_checkpoint_v2(st->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	return rc == SQLITE_OK ? 0 : store_fail(st, rc, "emptying the write-ahead log", e);
}

int store_ledger_delete(struct store *st, const struct sql *sql, int64_t from, int64_t to,
			struct err *e)
{
	sqlite3_stmt *q = NULL;
	assert(st->tx_file && "only inside a transaction");
	st->deleting = true;
	int rc = sqlite3_prepare_v2(st->db, sql->text, -1, &q, NULL);
	st->deleting = false;
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_int64(q, sqlite3_bind_parameter_index(q, ":from"), from);
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_int64(q, sqlite3_bind_parameter_index(q, ":to"), to);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(q);
	/* A schema change would prepare it again, and then it is refused. */
	rc = rc == SQLITE_DONE || rc == SQLITE_OK ? 0
						  : store_fail(st, rc, "taking entries back", e);
	sqlite3_finalize(q);
	return rc;
}

int store_forget(struct store *st, struct err *e)
{
	assert(!st->tx_file && "pages of an open transaction are needed");
	int rc = sqlite3_db_release_memory(st->db);
	return rc == SQLITE_OK ? 0 : store_fail(st, rc, "giving back memory", e);
}

int store_image(struct store *st, const uint8_t **ret, size_t *ret_n, struct err *e)
{
	sqlite3_int64 n = 0;
	const uint8_t *p = sqlite3_serialize(st->db, "main", &n, 0);
	if (!p)
		return store_fail(st, sqlite3_errcode(st->db), "reading all pages", e);
	*ret = p;
	*ret_n = (size_t)n;
	return 0;
}

void store_image_free(const uint8_t *image)
{
	sqlite3_free((void *)(uintptr_t)image);
}

int store_check(struct store *st, struct err *e)
{
	static const struct sql CHECK = SQL("PRAGMA quick_check(1)");
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, &CHECK, &q, e));
	TRY(stmt_row(q, e));
	struct str verdict = col_str(q, 0);
	if (!str_eq(verdict, STR("ok")))
		return err_set(e, ERR_CORRUPT, "the vault's tables are damaged: %.*s",
			       STR_FMT(verdict));
	return 0;
}

int store_run_script(struct store *st, const struct sql *script, struct err *e)
{
	int rc = sqlite3_exec(st->db, script->text, NULL, NULL, NULL);
	return rc == SQLITE_OK ? 0 : store_fail(st, rc, "making its tables", e);
}

/* ---- transactions ---- */

int tx_begin_at(struct tx *tx, struct store *st, const char *file, int line, struct err *e)
{
	if (st->tx_file)
		die("a transaction at %s:%d inside the one begun at %s:%d", file, line, st->tx_file,
		    st->tx_line);
	int rc = sqlite3_exec(st->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		return store_fail(st, rc, "beginning to write", e);
	st->tx_file = file;
	st->tx_line = line;
	tx->st = st;
	return 0;
}

int tx_commit(struct tx *tx, struct err *e)
{
	struct store *st = tx->st;
	assert(st && "commit without a transaction");
	st->committing = true;
	int rc = sqlite3_exec(st->db, "COMMIT", NULL, NULL, NULL);
	st->committing = false;
	if (rc != SQLITE_OK)
		return store_fail(st, rc, "making it durable", e); /* tx_done rolls back */
	st->tx_file = NULL;
	tx->st = NULL;
	return 0;
}

void tx_done(struct tx *tx)
{
	if (!tx->st)
		return;
	/* Some failures (full disk, I/O) have rolled back already; then this is refused, rightly. */
	sqlite3_exec(tx->st->db, "ROLLBACK", NULL, NULL, NULL);
	tx->st->tx_file = NULL;
	tx->st = NULL;
}

int64_t store_free_bytes(const struct store *st)
{
	struct statvfs fs;
	const char *path = sqlite3_db_filename(st->db, "main");
	if (!path || !*path || statvfs(path, &fs) != 0)
		return -1;
	return (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
}

bool store_in_tx(const struct store *st)
{
	return st->tx_file != NULL;
}
