/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * order.c - the view made again, from the entries of all logs in the one order people see them in.
 *
 * What is seen is a part of each log: what our own log has committed to, now or at an earlier size.
 */
#include "vault/order_priv.h"

static const struct sql IN_ORDER =
	SQL("SELECT seq, " ENTRY_COLUMNS " FROM ledger_entry INDEXED BY ledger_order"
	    " ORDER BY at, seq");
static const struct sql IN_ORDER_FROM =
	SQL("SELECT seq, " ENTRY_COLUMNS " FROM ledger_entry INDEXED BY ledger_order"
	    " WHERE (at, seq) >= (:at, :seq) ORDER BY at, seq");
static const struct sql SHOWN = SQL("SELECT site, shown FROM log_state ORDER BY site");
static const struct sql IMPORTS =
	SQL("SELECT bytes FROM ledger_entry WHERE kind = 'import' AND seq >= :from AND seq < :to");

struct extent *extent_of(const struct extents *x, int64_t site)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->list[i].site == site)
			return &x->list[i];
	return NULL;
}

int order_shown(struct vault *v, struct arena *a, struct extents *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	size_t cap = 8;
	*ret = (struct extents){ NEW_N(a, cap, struct extent), 0, 0 };
	TRY(store_stmt(v->st, &SHOWN, &q, e));
	for (;;) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		ret->list = arena_grow(a, ret->list, ret->n, &cap, sizeof *ret->list);
		ret->list[ret->n++] = (struct extent){ col_int(q, 0), col_int(q, 1) };
		ret->all += col_int(q, 1);
	}
}

/* What the log of `size` knew when it had that many entries. */
static int shown_then(struct vault *v, int64_t size, struct arena *a, struct extents *ret,
		      struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(order_shown(v, a, ret, e));
	for (size_t i = 0; i < ret->n; i++)
		ret->list[i].size = 0;
	struct extent *own = extent_of(ret, number_site(size));
	assert(own && "log_require_size has found the log");
	own->size = number_count(size);
	TRY(store_stmt(v->st, &IMPORTS, &q, e));
	bind_int(q, ":from", number_of(number_site(size), 0));
	bind_int(q, ":to", size);
	for (;;) {
		struct checkpoint c;
		int64_t site;
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		TRY(checkpoint_parse(col_str(q, 0), &c, e));
		TRY(log_site_of(v, c.origin, &site, e));
		struct extent *x = extent_of(ret, site);
		if (x && x->size < c.size)
			x->size = c.size;
	}
	ret->all = 0;
	for (size_t i = 0; i < ret->n; i++)
		ret->all += ret->list[i].size;
	return 0;
}

static int apply_all(struct vault *v, const struct extents *x, const struct projector *p,
		     struct store *into, vault_progress *progress, void *ctx, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &IN_ORDER, &q, e));
	return order_feed(v, q, NULL, x, p, into, progress, ctx, e);
}

int order_view_add(struct vault *v, const struct extents *was, int64_t first_at, int64_t first_seq,
		   struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_ARENA *a = arena_new(0);
	struct extents now;
	TRY(order_shown(v, a, &now, e));
	TRY(store_stmt(v->st, &IN_ORDER_FROM, &q, e));
	bind_int(q, ":at", first_at);
	bind_int(q, ":seq", first_seq);
	return order_feed(v, q, was, &now, &v->view, v->st, NULL, NULL, e);
}

static int view_again(struct vault *v, vault_progress *progress, void *ctx, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	const struct projector *p = &v->view;
	struct extents x;
	TRY(order_shown(v, a, &x, e));
	TRY(p->reset(p->ctx, v->st, e));
	TRY(apply_all(v, &x, p, v->st, progress, ctx, e));
	return p->settle(p->ctx, v->st, e);
}

int order_view_again(struct vault *v, vault_progress *progress, void *ctx, struct err *e)
{
	store_make_whole(v->st, true);
	int rc = view_again(v, progress, ctx, e);
	store_make_whole(v->st, false);
	return rc;
}

int vault_rebuild(struct vault *v, vault_progress *progress, void *ctx, struct hash *ret_before,
		  struct hash *ret_after, struct err *e)
{
	const struct projector *p = &v->view;
	AUTO_TX tx = { 0 };
	struct hash before;
	TRY(tx_begin(&tx, v->st, e));
	TRY(p->digest(p->ctx, v->st, &before, e));
	TRY(order_view_again(v, progress, ctx, e));
	TRY(p->digest(p->ctx, v->st, ret_after, e));
	TRY(tx_commit(&tx, e));
	*ret_before = before;
	return 0;
}

int vault_replay(struct vault *v, int64_t size, const struct projector *view, struct store *into,
		 struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_TX tx = { 0 };
	struct extents x;
	TRY(log_require_size(v, size, e));
	TRY(shown_then(v, size, a, &x, e));
	TRY(tx_begin(&tx, into, e));
	TRY(view->reset(view->ctx, into, e));
	TRY(apply_all(v, &x, view, into, NULL, NULL, e));
	TRY(view->settle(view->ctx, into, e));
	return tx_commit(&tx, e);
}
