/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * own_back.c - our own log was overtaken: this vault was restored from a backup, or copied.
 *
 * Others know entries of our log that we do not have, so another copy of this vault wrote them. The log
 * goes back to what both have, takes theirs, and ends; what only we had is kept as part of a fork and
 * entered again in a new log, signed bytes and sealed parts as they are, so nothing is lost and nobody's
 * signature is made again.
 */
#include "vault/taking_priv.h"

#include "base/clock.h"
#include "ledger/key_claim.h"

static const struct sql ADD_FORK_ENTRY =
	SQL("INSERT OR IGNORE INTO ledger_fork_entry (fork, idx, kind, bytes)"
	    " VALUES (:fork, :idx, :kind, :bytes)");
static const struct sql ENTRIES = SQL("DELETE FROM ledger_entry WHERE seq >= :from AND seq < :to");
static const struct sql COSIGNATURES = SQL(
	"DELETE FROM ledger_cosignature WHERE site = :from >> 30 AND size > (:from & 1073741823)"
	" AND size <= (:to & 1073741823)");
static const struct sql HEADS =
	SQL("DELETE FROM ledger_checkpoint WHERE site = :from >> 30 AND size > (:from & 1073741823)"
	    " AND size <= (:to & 1073741823)");
static const struct sql TILES_BEYOND =
	SQL("DELETE FROM tree_tile WHERE site = :site AND (:size >> (8 * level)) <= n * 256");
static const struct sql TILES_CUT = SQL(
	"UPDATE tree_tile SET hashes = substr(hashes, 1, ((:size >> (8 * level)) - n * 256) * 32)"
	" WHERE site = :site AND length(hashes) > ((:size >> (8 * level)) - n * 256) * 32");
static const struct sql END_IT =
	SQL("UPDATE log_state SET state = 'ended', size = :size, shown = :size WHERE site = :site");
static const struct sql FORGET_SIGNED = SQL("DELETE FROM signing_state WHERE site = :site");

enum { TURN = 1024 };

/* Where entries put aside stand in take_row: below all others, in their order. */
static int64_t aside(int64_t index)
{
	return index - NUMBER_COUNT_MAX - 1;
}

/* ---- going back ---- */

struct mover {
	struct vault *v;
	int64_t fork;
};

static int put_aside(void *ctx, const struct log_row *row, struct err *e)
{
	const struct mover *m = ctx;
	AUTO_STMT *q = NULL;
	TRY(store_stmt(m->v->st, &ADD_FORK_ENTRY, &q, e));
	bind_int(q, ":fork", m->fork);
	bind_int(q, ":idx", row->index);
	bind_str(q, ":kind", entry_kind_name(row->kind));
	bind_blob(q, ":bytes", row->bytes.p, row->bytes.n);
	TRY(stmt_run(q, e));
	return entry_is_head(row->kind) ? 0 : take_row_put(m->v, aside(row->index), row, e);
}

static int run_for(struct vault *v, const struct sql *sql, int64_t site, int64_t size, bool sized,
		   struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, sql, &q, e));
	bind_int(q, ":site", site);
	if (sized)
		bind_int(q, ":size", size);
	return stmt_run(q, e);
}

static int cut_tree(struct vault *v, int64_t site, int64_t size, struct err *e)
{
	TRY(run_for(v, &TILES_BEYOND, site, size, true, e));
	return run_for(v, &TILES_CUT, site, size, true, e);
}

int own_go_back(struct take_log *l, int64_t common, int64_t fork, struct err *e)
{
	struct take *t = l->t;
	struct vault *v = t->v;
	struct mover m = { v, fork };
	int64_t from = number_of(l->site, common);
	int64_t to = number_of(l->site, l->size);
	if (common < l->size) {
		assert(fork && "entries are moved only from a fork");
		TRY(vault_log_rows(v, l->site, common, l->size, put_aside, &m, e));
		TRY(store_ledger_delete(v->st, &COSIGNATURES, from, to, e));
		TRY(store_ledger_delete(v->st, &HEADS, from, to, e));
		TRY(store_ledger_delete(v->st, &ENTRIES, from, to, e));
		TRY(cut_tree(v, l->site, common, e));
	}
	TRY(run_for(v, &END_IT, l->site, common, true, e));
	TRY(run_for(v, &FORGET_SIGNED, l->site, 0, false, e));
	l->own = false;
	l->size = l->staged = common;
	TRY(log_last_at(v, l->site, common, &l->at, e));
	take_fold_forget(t);
	t->back = true;
	return 0;
}

/* ---- beginning again ---- */

/* Both histories go through this size, so a head of it contradicts neither. */
static int sign_common(struct take *t, struct err *e)
{
	struct vault *v = t->v;
	struct checkpoint c = { .origin = v->origin };
	struct str note;
	int64_t size;
	TRY(vault_size(v, &c.size, e));
	int rc = vault_checkpoint(v, v->site, c.size, false, t->a, &size, &note, e);
	if (rc != ERR_NOTFOUND)
		return rc;
	TRY(vault_root(v, number_of(v->site, c.size), &c.root, e));
	TRY(checkpoint_sign(&c, &v->log_key, t->a, &note, e));
	return log_put_checkpoint(v, v->site, &c, note, clock_now_ms(), e);
}

int own_begin_again(struct take *t, struct err *e)
{
	arena_clear(t->a);
	TRY(sign_common(t, e));
	t->sum.epoch = true;
	return epoch_begin(&t->tx, STR("restored"), e);
}

/* ---- what was put aside ---- */

/* The keys of the log that went are no matter of the one that comes. */
static int belongs(struct take *t, const struct stored_entry *row, bool *ret, int64_t *ret_recorded,
		   struct err *e)
{
	struct claim_view view;
	struct vault_entry entry;
	struct key_claim k;
	struct str recorded = STR("");
	TRY(entry_open(t->v, 0, row, REACH_VIEW, t->a, &view, &entry, e));
	*ret = true;
	*ret_recorded = row->at;
	if (entry.record_sealed)
		return 0;
	json_str(claim_value(&view, STR("recorded")), &recorded);
	if (!clock_parse(recorded, ret_recorded))
		*ret_recorded = 0;
	if (row->kind == ENTRY_KEY) {
		TRY(key_claim_read(&view, &k, e));
		*ret = k.action != KEY_LOG_ROTATE && k.action != KEY_LOG_RETIRE;
	}
	return 0;
}

static int enter(struct take *t, const struct log_row *row, struct err *e)
{
	struct stored_entry s;
	bool yes;
	int64_t recorded;
	TRY(take_entry(t, row, &s, e));
	TRY(belongs(t, &s, &yes, &recorded, e));
	return yes ? append_row(&t->tx, &s, recorded, e) : 0;
}

int own_enter_again(struct take *t, struct err *e)
{
	int64_t from = aside(0);
	for (;;) {
		struct log_row *rows;
		size_t n;
		arena_clear(t->a);
		TRY(take_rows_read(t->v, from, 0, TURN, t->a, &rows, &n, e));
		if (n == 0)
			break;
		for (size_t i = 0; i < n; i++)
			TRY(enter(t, &rows[i], e));
		from = aside(rows[n - 1].index) + 1;
	}
	TRY(take_unstage(t, aside(0), e));
	/* So that the view is made of it too. */
	int64_t size = number_count(t->tx.size);
	return log_set_size(t->v, t->v->site, size, size, e);
}
