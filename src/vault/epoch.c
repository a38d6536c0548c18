/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * epoch.c - our log ends and another begins, with a key of its own.
 *
 * The old log's last entry says that it ends, the new one's first entries say who may sign in it, and
 * then it imports all that the old one knew, last of all the old one. All of it is one transaction.
 */
#include "vault/take_priv.h"

#include "base/clock.h"
#include "ledger/key_claim.h"

static const struct sql END = SQL("UPDATE log_state SET state = 'ended' WHERE site = :site");
static const struct sql FORGET = SQL("DELETE FROM vault_meta WHERE name = 'log_seed_before'");
static const struct sql NEWEST_AT = SQL("SELECT coalesce(max(at), -1) FROM ledger_entry");

struct own_log own_log_save(const struct vault *v)
{
	return (struct own_log){ .key = v->log_key,
				 .before = v->log_key_before,
				 .has_before = v->has_log_key_before,
				 .origin = v->origin,
				 .site = v->site };
}

void own_log_restore(struct vault *v, struct own_log *o)
{
	v->log_key = o->key;
	v->log_key_before = o->before;
	v->has_log_key_before = o->has_before;
	v->origin = o->origin;
	v->site = o->site;
	v->own.site = o->site;
	sign_key_wipe(&o->key);
	sign_key_wipe(&o->before);
}

static int enrol_everybody(struct vault_tx *tx, struct str reason, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct vault *v = tx->v;
	struct vault_member *m;
	const struct vault_member *us = NULL;
	size_t n;
	TRY(vault_members(v, a, &m, &n, e));
	for (size_t i = 0; i < n; i++)
		if (id_eq(&m[i].id, &v->member) && m[i].revoked_seq < 0)
			us = &m[i];
	if (!us)
		return err_set(e, ERR_DENIED, "your membership was revoked");
	TRY(member_enrol_in(tx, us, vault_log_vkey(v, a), reason, e));
	for (size_t i = 0; i < n; i++)
		if (&m[i] != us && m[i].revoked_seq < 0)
			TRY(member_enrol_in(tx, &m[i], STR_NULL, STR_NULL, e));
	return 0;
}

int epoch_begin(struct vault_tx *tx, struct str reason, struct err *e)
{
	struct vault *v = tx->v;
	AUTO_STMT *end = NULL;
	AUTO_STMT *forget = NULL;
	assert(tx->n_leaves == 0 && "the old log was sealed");
	TRY(store_stmt(v->st, &END, &end, e));
	bind_int(end, ":site", v->site);
	TRY(stmt_run(end, e));
	TRY(store_stmt(v->st, &FORGET, &forget, e));
	TRY(stmt_run(forget, e));
	v->has_log_key_before = false;
	TRY(log_make_own(v, false, e));
	tx->first = number_of(v->site, 0);
	tx->size = tx->first;
	tx->at = 0;
	return enrol_everybody(tx, reason, e);
}

static int newest_at(struct vault *v, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &NEWEST_AT, &q, e));
	TRY(stmt_row(q, e));
	*ret = col_int(q, 0);
	return 0;
}

static int change_log(struct vault_tx *tx, struct str reason, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct vault *v = tx->v;
	struct str text;
	int64_t before;
	int64_t first;
	TRY(head_text(v, v->site, number_count(tx->size), a, &text, e));
	TRY(append_head(tx, ENTRY_END, text, 0, e));
	TRY(log_seal(tx, e));
	TRY(newest_at(v, &before, e));
	TRY(epoch_begin(tx, reason, e));
	TRY(log_last_at(v, v->site, 1, &first, e));
	TRY(import_known(tx, e));
	TRY(log_seal(tx, e));
	/* What begins a log is only as new as the clock says, so it may belong before what is shown. */
	if (first <= before)
		TRY(order_view_again(v, NULL, NULL, e));
	else if (v->view.settle)
		TRY(v->view.settle(v->view.ctx, v->st, e));
	return vault_commit(tx, e);
}

int vault_epoch(struct vault *v, struct str reason, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct vault_member *m;
	size_t n;
	TRY(vault_members(v, a, &m, &n, e));
	TRY(member_require_officer(v, m, n, e));
	struct own_log saved = own_log_save(v);
	AUTO_VAULT_TX tx = { 0 };
	int rc = vault_begin(&tx, v, e);
	if (rc == 0)
		rc = change_log(&tx, reason, e);
	if (rc < 0) {
		vault_tx_done(&tx);
		own_log_restore(v, &saved);
	}
	sign_key_wipe(&saved.key);
	sign_key_wipe(&saved.before);
	return rc;
}
