/* SPDX-License-Identifier: GPL-3.0-or-later */
/* head.c - signed heads: kept, given to others, cosigned, compared. */
#include "vault/vault_priv.h"

static const struct sql CHECKPOINT =
	SQL("SELECT size, note FROM ledger_checkpoint WHERE site = :site AND size <= :size"
	    " ORDER BY size DESC LIMIT 1");
static const struct sql COSIGNATURES = SQL(
	"SELECT line FROM ledger_cosignature WHERE site = :site AND size = :size ORDER BY line");

enum { NOTE_ROOM = 1 << 20 };

int vault_checkpoint(struct vault *v, int64_t site, int64_t size, bool or_before, struct arena *a,
		     int64_t *ret_size, struct str *ret_note, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_STMT *lines = NULL;
	AUTO_BUF b;
	bool more;
	TRY(store_stmt(v->st, &CHECKPOINT, &q, e));
	bind_int(q, ":site", site);
	bind_int(q, ":size", size);
	TRY(stmt_next(q, &more, e));
	if (!more || (!or_before && col_int(q, 0) != size))
		return err_set(e, ERR_NOTFOUND, "no head of this size was signed");
	buf_init(&b, NOTE_ROOM);
	buf_add(&b, col_str(q, 1));
	TRY(store_stmt(v->st, &COSIGNATURES, &lines, e));
	bind_int(lines, ":site", site);
	bind_int(lines, ":size", col_int(q, 0));
	for (;;) {
		TRY(stmt_next(lines, &more, e));
		if (!more)
			break;
		buf_add(&b, col_str(lines, 0));
	}
	TRY(buf_check(&b, e));
	*ret_size = col_int(q, 0);
	*ret_note = buf_copy(&b, a);
	return 0;
}
