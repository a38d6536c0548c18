/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import.c - our own log commits to the heads of others. */
#include "vault/take_priv.h"

static const struct sql LOGS = SQL(
	"SELECT site FROM log_state AS l WHERE site <> :own AND size > 0"
	" ORDER BY (SELECT at FROM ledger_entry WHERE seq = (l.site << 30) + l.size - 1), site");

int head_text(struct vault *v, int64_t site, int64_t size, struct arena *a, struct str *ret,
	      struct err *e)
{
	struct note n;
	struct str note;
	TRY(vault_checkpoint(v, site, size, false, a, &size, &note, e));
	TRY(note_parse(note, a, &n, e));
	*ret = n.text;
	return 0;
}

int import_log(struct vault_tx *tx, int64_t site, struct err *e)
{
	struct vault *v = tx->v;
	AUTO_ARENA *a = arena_new(0);
	struct str text;
	int64_t size;
	int64_t at;
	TRY(log_size(v, site, &size, NULL, e));
	TRY(head_text(v, site, size, a, &text, e));
	TRY(log_last_at(v, site, size, &at, e));
	TRY(append_head(tx, ENTRY_IMPORT, text, at, e));
	return log_set_size(v, site, size, size, e);
}

int import_known(struct vault_tx *tx, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_ARENA *a = arena_new(0);
	size_t n = 0;
	size_t cap = 8;
	int64_t *sites = NEW_N(a, cap, int64_t);
	TRY(store_stmt(tx->v->st, &LOGS, &q, e));
	bind_int(q, ":own", tx->v->site);
	for (;;) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		sites = arena_grow(a, sites, n, &cap, sizeof *sites);
		sites[n++] = col_int(q, 0);
	}
	for (size_t i = 0; i < n; i++)
		TRY(import_log(tx, sites[i], e));
	return 0;
}
