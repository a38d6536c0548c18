/* SPDX-License-Identifier: GPL-3.0-or-later */
/* copy.c - where copies of this vault are known to be. */
#include "vault/log.h"
#include "vault/vault_priv.h"

#include "base/clock.h"

static const struct sql NOTE =
	SQL("INSERT INTO known_copy (kind, place, last_ms, head) VALUES (:kind, :place, :now, :head)"
	    " ON CONFLICT (kind, place) DO UPDATE SET last_ms = excluded.last_ms, head = excluded.head");
static const struct sql ALL =
	SQL("SELECT kind, place, last_ms, head FROM known_copy ORDER BY kind, place");
static const struct sql COUNT_ALL = SQL("SELECT count(*) FROM known_copy");

int vault_copy_note(struct vault *v, const char *kind, struct str place, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_TX tx = { 0 };
	int64_t size;
	bool own = !store_in_tx(v->st);
	if (store_is_fixed(v->st))
		return 0;
	if (own)
		TRY(tx_begin(&tx, v->st, e));
	TRY(vault_size(v, &size, e));
	TRY(store_stmt(v->st, &NOTE, &q, e));
	bind_str(q, ":kind", str_of(kind));
	bind_str(q, ":place", place);
	bind_int(q, ":now", clock_now_ms());
	bind_int(q, ":head", size);
	TRY(stmt_run(q, e));
	return own ? tx_commit(&tx, e) : 0;
}

int vault_copies(struct vault *v, struct arena *a, struct vault_copy **ret, size_t *ret_n,
		 struct err *e)
{
	AUTO_STMT *count = NULL;
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &COUNT_ALL, &count, e));
	TRY(stmt_row(count, e));
	size_t all = (size_t)col_int(count, 0);
	struct vault_copy *list = NEW_N(a, all, struct vault_copy);
	TRY(store_stmt(v->st, &ALL, &q, e));
	for (size_t n = 0;; n++) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more || n == all) {
			*ret = list;
			*ret_n = n;
			return 0;
		}
		list[n] = (struct vault_copy){ col_copy(q, 0, a), col_copy(q, 1, a), col_int(q, 2),
					       col_int(q, 3) };
	}
}
