/* SPDX-License-Identifier: GPL-3.0-or-later */
/* filed.c - records under keys: which are to be filed, filing them, finding them. */
#include "register/filed.h"

#include "base/order.h"
#include "register/query_priv.h"
#include "register/register_priv.h"

static const struct sql STATE = SQL("SELECT scheme, upto FROM filed_by");
static const struct sql DROP_KEYS = SQL("DELETE FROM filed_key");
static const struct sql DROP_FILED = SQL("DELETE FROM filed");
static const struct sql DROP_STATE = SQL("DELETE FROM filed_by");
static const struct sql SET_STATE =
	SQL("INSERT INTO filed_by (scheme, upto) VALUES (:scheme, :upto)");
static const struct sql SET_UPTO = SQL("UPDATE filed_by SET upto = :upto");
/* What a mapping says of cells changed, or may have by being taken back: 2. Something was taken back: 1. */
static const struct sql TAKEN_BACK = SQL(
	"SELECT CASE WHEN EXISTS (SELECT 1 FROM statement WHERE kind <> 'statement' AND kind = 'mapping' AND pos > :upto)"
	" THEN 2 WHEN NOT EXISTS (SELECT 1 FROM statement WHERE kind <> 'statement' AND kind = 'undo' AND pos > :upto)"
	" THEN 0 WHEN EXISTS (SELECT 1 FROM mapping_change) THEN 2 ELSE 1 END");
#define NOT_FILED                                                                                  \
	"SELECT m.id, m.version FROM mention m LEFT JOIN filed f ON f.record = m.id"               \
	" WHERE m.stands = 2 AND (f.version IS NULL OR f.version <> m.version)"
static const struct sql ALL = SQL(NOT_FILED " ORDER BY m.id");
static const struct sql OF_LISTS =
	SQL(NOT_FILED
	    " AND m.list IN (SELECT d.list FROM edition d WHERE d.pos > :upto) ORDER BY m.id");
static const struct sql PERSONS =
	SQL("SELECT c.entity, c.changed FROM card c LEFT JOIN filed f ON f.record = c.entity"
	    " WHERE c.changed > :upto AND +c.kind = 'person' AND c.claims > 0"
	    " AND (f.version IS NULL OR f.version <> c.changed) ORDER BY +c.entity");
static const struct sql FILE_ONE = SQL(
	"INSERT INTO filed (record, version, list, said) VALUES (:record, :version, :list, :said)"
	" ON CONFLICT (record) DO UPDATE SET version = :version, list = :list, said = :said");
static const struct sql ADD_KEY =
	SQL("INSERT OR IGNORE INTO filed_key (key, record) VALUES (:key, :record)");
static const struct sql UNDER = SQL("SELECT record FROM filed_key WHERE key = :key LIMIT :most");
static const struct sql ONE =
	SQL("SELECT f.version, f.list, f.said FROM filed f LEFT JOIN mention m ON m.id = f.record"
	    " WHERE f.record = :id AND (m.id IS NULL OR (m.stands = 2 AND m.version = f.version))");

static int run_one(struct store *st, const struct sql *sql, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, sql, &q, e));
	return stmt_run(q, e);
}

static int drop_all(struct store *st, struct str scheme, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(run_one(st, &DROP_KEYS, e));
	TRY(run_one(st, &DROP_FILED, e));
	TRY(run_one(st, &DROP_STATE, e));
	TRY(store_stmt(st, &SET_STATE, &q, e));
	bind_str(q, ":scheme", scheme);
	bind_int(q, ":upto", 0);
	return stmt_run(q, e);
}

static int drop_in_tx(struct store *st, struct str scheme, struct err *e)
{
	AUTO_TX tx = { 0 };
	if (store_in_tx(st))
		return drop_all(st, scheme, e);
	TRY(tx_begin(&tx, st, e));
	TRY(drop_all(st, scheme, e));
	return tx_commit(&tx, e);
}

/* *ret_all: any record may be in need, not only those of lists that came since *ret_upto. */
static int state_of(struct store *st, struct str scheme, int64_t *ret_upto, bool *ret_all,
		    struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_STMT *back = NULL;
	bool there;
	TRY(store_stmt(st, &STATE, &q, e));
	TRY(stmt_next(q, &there, e));
	bool same = there && str_eq(col_str(q, 0), scheme);
	*ret_upto = same ? col_int(q, 1) : 0;
	stmt_done(&q);
	TRY(store_stmt(st, &TAKEN_BACK, &back, e));
	bind_int(back, ":upto", *ret_upto);
	TRY(stmt_row(back, e));
	int64_t how = *ret_upto ? col_int(back, 0) : 1;
	stmt_done(&back);
	*ret_all = how > 0;
	if (same && how < 2)
		return 0;
	*ret_upto = 0;
	return drop_in_tx(st, scheme, e);
}

static int take_unfiled(struct store *st, const struct sql *sql, bool bound, int64_t upto,
			struct list *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	TRY(store_stmt(st, sql, &q, e));
	if (bound)
		bind_int(q, ":upto", upto);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		*(struct filed *)list_add(ret) = (struct filed){ .record = col_int(q, 0),
								 .version = col_int(q, 1),
								 .said = STR("") };
	}
}

int reg_unfiled(struct reg *r, struct str scheme, struct arena *a, struct filed **ret,
		size_t *ret_n, struct err *e)
{
	struct store *st = reg_store(r);
	struct list found;
	int64_t upto;
	bool all;
	list_init(&found, a, sizeof(struct filed));
	TRY(state_of(st, scheme, &upto, &all, e));
	TRY(take_unfiled(st, all ? &ALL : &OF_LISTS, !all, upto, &found, e));
	TRY(take_unfiled(st, &PERSONS, true, upto, &found, e));
	*ret = found.p;
	*ret_n = found.n;
	return 0;
}

static int file_all(struct store *st, const struct filed *p, size_t n, const struct filed_key *keys,
		    size_t n_keys, struct err *e)
{
	AUTO_STMT *upto = NULL;
	int64_t last;
	for (size_t i = 0; i < n; i++) {
		AUTO_STMT *q = NULL;
		TRY(store_stmt(st, &FILE_ONE, &q, e));
		bind_int(q, ":record", p[i].record);
		bind_int(q, ":version", p[i].version);
		bind_int(q, ":list", p[i].list);
		bind_str(q, ":said", p[i].said);
		TRY(stmt_run(q, e));
	}
	for (size_t i = 0; i < n_keys; i++) {
		AUTO_STMT *q = NULL;
		TRY(store_stmt(st, &ADD_KEY, &q, e));
		bind_int(q, ":key", (int64_t)keys[i].key);
		bind_int(q, ":record", keys[i].record);
		TRY(stmt_run(q, e));
	}
	TRY(reg_last_pos(st, &last, e));
	TRY(store_stmt(st, &SET_UPTO, &upto, e));
	bind_int(upto, ":upto", last);
	return stmt_run(upto, e);
}

int reg_file(struct reg *r, const struct filed *p, size_t n, const struct filed_key *keys,
	     size_t n_keys, struct err *e)
{
	AUTO_TX tx = { 0 };
	struct store *st = reg_store(r);
	if (store_in_tx(st))
		return file_all(st, p, n, keys, n_keys, e);
	TRY(tx_begin(&tx, st, e));
	TRY(file_all(st, p, n, keys, n_keys, e));
	return tx_commit(&tx, e);
}

int reg_filed_under(struct reg *r, const struct filed_under *keys, size_t n, struct arena *a,
		    int64_t **ret, size_t *ret_n, struct err *e)
{
	struct list found;
	AUTO_STMT *hold = NULL; /* as in reg_filed */
	bool there;
	list_init(&found, a, sizeof(int64_t));
	TRY(store_stmt(reg_store(r), &STATE, &hold, e));
	TRY(stmt_next(hold, &there, e));
	for (size_t i = 0; i < n; i++) {
		AUTO_STMT *q = NULL;
		size_t before = found.n;
		bool more = true;
		TRY(store_stmt(reg_store(r), &UNDER, &q, e));
		bind_int(q, ":key", (int64_t)keys[i].key);
		bind_int(q, ":most", (int64_t)keys[i].most + 1);
		for (;;) {
			TRY(stmt_next(q, &more, e));
			if (!more)
				break;
			*(int64_t *)list_add(&found) = col_int(q, 0);
		}
		if (found.n - before > keys[i].most)
			found.n = before;
	}
	*ret = found.p;
	*ret_n = order_each_once(found.p, found.n);
	return 0;
}

static int filed_one(struct store *st, int64_t record, struct arena *a, struct filed *ret,
		     struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	TRY(store_stmt(st, &ONE, &q, e));
	bind_int(q, ":id", record);
	TRY(stmt_next(q, &there, e));
	*ret = (struct filed){ .said = STR("") };
	if (there)
		*ret = (struct filed){ .record = record,
				       .version = col_int(q, 0),
				       .list = col_int(q, 1),
				       .said = col_text(q, 2, a) };
	return 0;
}

int reg_filed(struct reg *r, const int64_t *records, size_t n, struct arena *a, struct filed *ret,
	      struct err *e)
{
	/* A question that is not at its end holds the file for all that are asked meanwhile: otherwise each of hundreds
	 * would lock it and let it go. */
	AUTO_STMT *hold = NULL;
	bool there;
	TRY(store_stmt(reg_store(r), &STATE, &hold, e));
	TRY(stmt_next(hold, &there, e));
	for (size_t i = 0; i < n; i++)
		TRY(filed_one(reg_store(r), records[i], a, &ret[i], e));
	return 0;
}
