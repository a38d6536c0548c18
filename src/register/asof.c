/* SPDX-License-Identifier: GPL-3.0-or-later */
/* asof.c - the register as it was. */
#include "register/asof.h"

#include "ledger/tree.h"
#include "register/register_priv.h"

/* What of the log the view's own code asks for: how long it is (reg_log_size). */
static const struct sql LOG = SQL(
	"CREATE TABLE log_state (site INTEGER PRIMARY KEY, state TEXT NOT NULL, size INTEGER NOT NULL) STRICT");
static const struct sql LOG_LAST =
	SQL("INSERT INTO log_state (site, state, size) VALUES (:site, 'own', :size)");
/* Of the last entry in the log that is in the view: heads of others that it took in are not. */
static const struct sql RECORDED = SQL(
	"SELECT recorded_ms FROM statement WHERE seq >= :from AND seq < :size ORDER BY seq DESC LIMIT 1");
static const struct sql ENTITIES = SQL("SELECT id, uuid, kind, no FROM entity ORDER BY id");
static const struct sql N_ENTITIES = SQL("SELECT count(*) FROM entity");
static const struct sql AMOUNT =
	SQL("SELECT (SELECT count(*) FROM field WHERE retracted IS NULL),"
	    " (SELECT count(*) FROM statement WHERE has_sealed = 1 AND retracted IS NULL)");

static int log_of_size(struct store *st, int64_t size, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_TX tx = { 0 };
	TRY(tx_begin(&tx, st, e));
	TRY(store_run_script(st, &LOG, e));
	TRY(store_stmt(st, &LOG_LAST, &q, e));
	bind_int(q, ":site", number_site(size));
	bind_int(q, ":size", number_count(size));
	TRY(stmt_run(q, e));
	return tx_commit(&tx, e);
}

int reg_as_of(struct reg *r, int64_t size, struct reg **ret, struct err *e)
{
	struct store *st;
	TRY(store_memory(&st, e));
	struct reg *past = mem_need(calloc(1, sizeof *past));
	AUTO_REG *owner = past;
	*past = (struct reg){ .v = r->v,
			      .past = st,
			      .vocab = r->vocab,
			      .keep = arena_new(0),
			      .tx_keep = arena_new(0) };
	struct projector view = reg_projector(past);
	if (size < 0)
		return err_set(e, ERR_INPUT, "a log has no size below 0");
	TRY(log_of_size(st, size, e));
	TRY(vault_replay(r->v, size, &view, st, e));
	owner = NULL;
	*ret = past;
	return 0;
}

int reg_then(struct reg *r, int64_t size, struct reg **ret, struct err *e)
{
	struct reg *then;
	TRY(reg_forget_if_made_again(r, e));
	if (!r->then || r->then_size != size) {
		TRY(reg_as_of(r, size, &then, e));
		reg_close(r->then);
		r->then = then;
		r->then_size = size;
	}
	*ret = r->then;
	return 0;
}

int reg_entries(struct reg *r, int64_t *ret, struct err *e)
{
	return reg_last_pos(reg_store(r), ret, e);
}

int reg_head(struct reg *r, struct vault_head *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct vault_head h = { .signed_ms = 0 };
	bool there;
	TRY(reg_log_size(reg_store(r), &h.size, e));
	TRY(vault_root(r->v, h.size, &h.root, e));
	TRY(store_stmt(reg_store(r), &RECORDED, &q, e));
	bind_int(q, ":from", number_of(number_site(h.size), 0));
	bind_int(q, ":size", h.size);
	TRY(stmt_next(q, &there, e));
	if (there)
		h.signed_ms = col_int(q, 0);
	*ret = h;
	return 0;
}

int reg_entities(struct reg *r, struct arena *a, struct entity **ret, size_t *ret_n, struct err *e)
{
	AUTO_STMT *count = NULL;
	AUTO_STMT *q = NULL;
	size_t n = 0;
	TRY(store_stmt(reg_store(r), &N_ENTITIES, &count, e));
	TRY(stmt_row(count, e));
	size_t all = (size_t)col_int(count, 0);
	struct entity *list = NEW_N(a, all, struct entity);
	TRY(store_stmt(reg_store(r), &ENTITIES, &q, e));
	for (;; n++) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more || n == all) /* another process may have recorded since the count */
			break;
		list[n].id = col_int(q, 0);
		TRY(col_blob(q, 1, list[n].uuid.b, ID_LEN, e));
		const struct kind *k = vocab_kind(r->vocab, col_str(q, 2));
		list[n].kind = k ? k->term.code : col_copy(q, 2, a);
		list[n].no = col_int(q, 3);
	}
	*ret = list;
	*ret_n = n;
	return 0;
}

int reg_amount(struct reg *r, struct reg_amount *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(reg_store(r), &AMOUNT, &q, e));
	TRY(stmt_row(q, e));
	ret->fields = col_int(q, 0);
	ret->sealed = col_int(q, 1);
	return 0;
}
