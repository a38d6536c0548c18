/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stmt.c - prepared statements, kept by the address of their SQL. */
#include "store/store_priv.h"

static size_t slot_of(const struct sql *sql)
{
	return ((uintptr_t)sql >> 3) % STMT_SLOTS;
}

int store_stmt(struct store *st, const struct sql *sql, struct stmt **ret, struct err *e)
{
	struct stmt **slot = &st->slots[slot_of(sql)];
	for (struct stmt *q = *slot; q; q = q->next) {
		if (q->sql == sql && !q->busy) {
			q->busy = true;
			*ret = q;
			return 0;
		}
	}
	sqlite3_stmt *s = NULL;
	int rc = sqlite3_prepare_v3(st->db, sql->text, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL);
	if (rc == SQLITE_ERROR)
		die("this SQL is wrong: %s: %s", sqlite3_errmsg(st->db), sql->text);
	if (rc != SQLITE_OK)
		return store_fail(st, rc, "preparing to read", e);
	struct stmt *q = mem_need(calloc(1, sizeof *q));
	*q = (struct stmt){ .s = s, .st = st, .sql = sql, .next = *slot, .busy = true };
	*slot = q;
	*ret = q;
	return 0;
}

void stmt_done(struct stmt **pq)
{
	struct stmt *q = *pq;
	if (!q)
		return;
	sqlite3_reset(q->s);
	sqlite3_clear_bindings(q->s);
	q->busy = false;
	*pq = NULL;
}

void stmt_reset(struct stmt *q)
{
	sqlite3_reset(q->s);
}

/* Names are literals, so one that was looked up before is known by its address; most are bound in the order
 * of the statement. SQLite would compare each with all names before it. */
static int place(struct stmt *q, const char *name)
{
	for (int n = 0; n < STMT_NAMES; n++) {
		int i = (q->last + n) % STMT_NAMES;
		if (q->name[i] == name)
			return q->last = i + 1;
	}
	int i = sqlite3_bind_parameter_index(q->s, name);
	if (i == 0)
		die("there is no %s in: %s", name, q->sql->text);
	if (i <= STMT_NAMES)
		q->name[i - 1] = name;
	q->last = i;
	return i;
}

static void bound(struct stmt *q, const char *name, int rc)
{
	if (rc != SQLITE_OK)
		die("%s could not be bound (%d) in: %s", name, rc, q->sql->text);
}

void bind_int(struct stmt *q, const char *name, int64_t v)
{
	bound(q, name, sqlite3_bind_int64(q->s, place(q, name), v));
}

void bind_null(struct stmt *q, const char *name)
{
	bound(q, name, sqlite3_bind_null(q->s, place(q, name)));
}

void bind_str(struct stmt *q, const char *name, struct str s)
{
	if (!s.p && s.n == 0)
		bind_null(q, name);
	else
		bound(q, name,
		      sqlite3_bind_text64(q->s, place(q, name), s.p, s.n, SQLITE_STATIC,
					  SQLITE_UTF8));
}

void bind_blob(struct stmt *q, const char *name, const void *p, size_t n)
{
	if (!p)
		bind_null(q, name);
	else
		bound(q, name,
		      sqlite3_bind_blob64(q->s, place(q, name), n ? p : "", n, SQLITE_STATIC));
}

int stmt_next(struct stmt *q, bool *ret_more, struct err *e)
{
	int rc = sqlite3_step(q->s);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
		int failed = store_fail(q->st, rc, "reading or writing", e);
		sqlite3_reset(q->s);
		return failed;
	}
	*ret_more = rc == SQLITE_ROW;
	return 0;
}

int stmt_row(struct stmt *q, struct err *e)
{
	bool more = false;
	TRY(stmt_next(q, &more, e));
	return more ? 0 : err_set(e, ERR_NOTFOUND, "there is no such record");
}

int stmt_run(struct stmt *q, struct err *e)
{
	bool more = true;
	while (more)
		TRY(stmt_next(q, &more, e));
	sqlite3_reset(q->s);
	return 0;
}

int64_t col_int(struct stmt *q, int i)
{
	return sqlite3_column_int64(q->s, i);
}

bool col_is_null(struct stmt *q, int i)
{
	return sqlite3_column_type(q->s, i) == SQLITE_NULL;
}

struct str col_str(struct stmt *q, int i)
{
	/* Also for blobs: bytes are bytes. The pointer is asked first, as SQLite wants it. */
	const void *p = sqlite3_column_blob(q->s, i);
	size_t n = (size_t)sqlite3_column_bytes(q->s, i);
	if (!p && !col_is_null(q, i))
		return STR("");
	return str_n(p, n);
}

struct str col_copy(struct stmt *q, int i, struct arena *a)
{
	struct str s = col_str(q, i);
	return s.p ? str_copy(a, s) : STR_NULL;
}

int col_blob(struct stmt *q, int i, void *ret, size_t n, struct err *e)
{
	struct str s = col_str(q, i);
	if (s.n != n)
		return err_set(e, ERR_CORRUPT, "a stored value has %zu bytes instead of %zu", s.n,
			       n);
	memcpy(ret, s.p, n);
	return 0;
}

int64_t store_last_rowid(struct store *st)
{
	return sqlite3_last_insert_rowid(st->db);
}
