/* SPDX-License-Identifier: GPL-3.0-or-later */
/* take_show.c - our own log commits to what was taken in, and people see it. */
#include "vault/taking_priv.h"

static const struct sql LAST_SEEN =
	SQL("SELECT at, seq FROM ledger_entry WHERE seq >= :from AND seq < :to"
	    " AND kind IN ('claim', 'key', 'shred') ORDER BY seq DESC LIMIT 1");

/* ---- imports ---- */

/* By the time of their last entries: what one log knew of another comes first. */
static int by_time(const void *x, const void *y)
{
	const struct take_log *a = *(struct take_log *const *)x;
	const struct take_log *b = *(struct take_log *const *)y;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a->site < b->site ? -1 : a->site > b->site;
}

/* Of a log that brought nothing but imports and ends there is nothing to commit to: so two sites that
 * take from each other come to rest. */
int take_import(struct take *t, struct err *e)
{
	TRY(order_shown(t->v, t->keep, &t->was, e));
	if (t->n_logs)
		qsort(t->logs, t->n_logs, sizeof(struct take_log *), by_time);
	for (size_t i = 0; i < t->n_logs; i++) {
		struct take_log *l = t->logs[i];
		t->sum.entries += l->brought;
		if (l->brought && !t->back)
			TRY(import_log(&t->tx, l->site, e));
	}
	return t->back ? import_known(&t->tx, e) : 0;
}

/* ---- the view ---- */

/* Whether all that is new comes after all that people see. `was`: what they saw. */
static int comes_last(struct take *t, const struct extents *was, bool *ret, struct err *e)
{
	*ret = true;
	for (size_t i = 0; i < was->n; i++) {
		AUTO_STMT *q = NULL;
		bool there;
		TRY(store_stmt(t->v->st, &LAST_SEEN, &q, e));
		bind_int(q, ":from", number_of(was->list[i].site, 0));
		bind_int(q, ":to", number_of(was->list[i].site, was->list[i].size));
		TRY(stmt_next(q, &there, e));
		if (there && (col_int(q, 0) > t->first_at ||
			      (col_int(q, 0) == t->first_at && col_int(q, 1) > t->first_seq)))
			*ret = false;
	}
	return 0;
}

/* What waits to be verified shall not wait for the whole view. */
static int keep_verifying(void *ctx, int64_t done, int64_t of)
{
	struct take *t = ctx;
	(void)done;
	(void)of;
	if (t->later_signed)
		later_poll(t->later_signed);
	return 0;
}

int take_show(struct take *t, bool keys_for_shown, struct err *e)
{
	bool last = false;
	if (t->first_seq < 0 && !keys_for_shown && !t->back)
		return 0;
	if (!keys_for_shown && !t->back)
		TRY(comes_last(t, &t->was, &last, e));
	if (last)
		return order_view_add(t->v, &t->was, t->first_at, t->first_seq, e);
	t->sum.rebuilt = true;
	return order_view_again(t->v, keep_verifying, t, e);
}
