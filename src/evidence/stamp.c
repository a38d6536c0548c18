/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stamp.c - time stamps as they are kept, and what they are over. */
#include "evidence/stamp_priv.h"

#include <string.h>

#include "base/clock.h"
#include "ledger/checkpoint.h"
#include "vault/number.h"

#define STAMP "id, site, size, kind, token, chain, over, added_ms FROM stamp"
static const struct sql ALL = SQL("SELECT " STAMP " ORDER BY id");
static const struct sql OF_HEAD =
	SQL("SELECT " STAMP " WHERE site = :site AND size = :size ORDER BY id");
static const struct sql ONE = SQL("SELECT " STAMP " WHERE id = :id");
static const struct sql COVERING =
	SQL("SELECT min(size), max(size) FROM stamp WHERE site = :site AND size > :index");
static const struct sql ADD =
	SQL("INSERT INTO stamp (site, size, kind, token, chain, over, added_ms)"
	    " VALUES (:site, :size, :kind, :token, :chain, :over, :added_ms)");
static const struct sql SET_TOKEN = SQL("UPDATE stamp SET token = :token WHERE id = :id");
static const struct sql SET_CHAIN = SQL("UPDATE stamp SET chain = :chain WHERE id = :id");

enum { RENEWAL_ROOM = 64 << 20 };

/* ---- rows -------------------------------------------------------------------- */

static struct stamp row(struct stmt *q, struct arena *a)
{
	return (struct stamp){
		.id = col_int(q, 0),
		.site = col_int(q, 1),
		.size = col_int(q, 2),
		.kind = str_eq(col_str(q, 3), STR("ots")) ? STAMP_OTS : STAMP_RFC3161,
		.token = col_copy(q, 4, a),
		.chain = col_is_null(q, 5) ? STR("") : col_copy(q, 5, a),
		.over = col_is_null(q, 6) ? 0 : col_int(q, 6),
		.added_ms = col_int(q, 7),
	};
}

static int rows(struct stmt *q, struct arena *a, struct stamp **ret, size_t *ret_n, struct err *e)
{
	size_t n = 0;
	size_t cap = 8;
	struct stamp *list = NEW_N(a, cap, struct stamp);
	for (;;) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		list = arena_grow(a, list, n, &cap, sizeof *list);
		list[n++] = row(q, a);
	}
	*ret = list;
	*ret_n = n;
	return 0;
}

int stamp_all(struct vault *v, struct arena *a, struct stamp **ret, size_t *ret_n, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(vault_store(v), &ALL, &q, e));
	return rows(q, a, ret, ret_n, e);
}

int stamp_list(struct vault *v, int64_t site, int64_t size, struct arena *a, struct stamp **ret,
	       size_t *ret_n, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(vault_store(v), &OF_HEAD, &q, e));
	bind_int(q, ":site", site);
	bind_int(q, ":size", size);
	return rows(q, a, ret, ret_n, e);
}

int stamp_get(struct vault *v, int64_t id, struct arena *a, struct stamp *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	TRY(store_stmt(vault_store(v), &ONE, &q, e));
	bind_int(q, ":id", id);
	TRY(stmt_next(q, &there, e));
	if (!there)
		return err_set(e, ERR_NOTFOUND, "there is no time stamp %lld", (long long)id);
	*ret = row(q, a);
	return 0;
}

int stamp_covering(struct vault *v, int64_t seq, int64_t *ret_first, int64_t *ret_last,
		   struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(vault_store(v), &COVERING, &q, e));
	bind_int(q, ":site", number_site(seq));
	bind_int(q, ":index", number_count(seq));
	TRY(stmt_row(q, e));
	if (col_is_null(q, 0))
		return err_set(e, ERR_NOTFOUND, "no head that covers this entry is time-stamped");
	*ret_first = col_int(q, 0);
	*ret_last = col_int(q, 1);
	return 0;
}

int stamp_insert(struct vault *v, struct stamp *s, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(vault_store(v), &ADD, &q, e));
	bind_int(q, ":site", s->site);
	bind_int(q, ":size", s->size);
	bind_str(q, ":kind", s->kind == STAMP_OTS ? STR("ots") : STR("rfc3161"));
	bind_blob(q, ":token", s->token.p, s->token.n);
	if (s->chain.n)
		bind_blob(q, ":chain", s->chain.p, s->chain.n);
	else
		bind_null(q, ":chain");
	if (s->over)
		bind_int(q, ":over", s->over);
	else
		bind_null(q, ":over");
	s->added_ms = clock_now_ms();
	bind_int(q, ":added_ms", s->added_ms);
	TRY(stmt_run(q, e));
	s->id = store_last_rowid(vault_store(v));
	return 0;
}

int stamp_set_token(struct vault *v, int64_t id, struct str token, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(vault_store(v), &SET_TOKEN, &q, e));
	bind_blob(q, ":token", token.p, token.n);
	bind_int(q, ":id", id);
	return stmt_run(q, e);
}

int stamp_set_chain(struct vault *v, int64_t id, struct str chain, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(vault_store(v), &SET_CHAIN, &q, e));
	bind_blob(q, ":chain", chain.p, chain.n);
	bind_int(q, ":id", id);
	return stmt_run(q, e);
}

int stamp_setting(struct vault *v, const char *name, struct arena *a, struct str *ret,
		  struct err *e)
{
	int rc = vault_setting_get(v, name, a, ret, e);
	if (rc == ERR_NOTFOUND)
		*ret = STR("");
	return rc == ERR_NOTFOUND ? 0 : rc;
}

/* ---- what they are over --------------------------------------------------------- */

int stamp_head(struct vault *v, struct arena *a, int64_t *ret_size, struct str *ret_text,
	       struct err *e)
{
	struct str note;
	struct note n;
	struct checkpoint c;
	TRY(vault_head_for_others(v, a, &note, e));
	TRY(note_parse(note, a, &n, e));
	TRY(checkpoint_parse(n.text, &c, e));
	*ret_size = c.size;
	*ret_text = n.text;
	return 0;
}

int stamp_text(struct vault *v, int64_t site, int64_t size, struct arena *a, struct str *ret,
	       struct err *e)
{
	struct str note;
	struct note n;
	TRY(vault_checkpoint(v, site, size, false, a, &size, &note, e));
	TRY(note_parse(note, a, &n, e));
	*ret = n.text;
	return 0;
}

static int renewal(struct vault *v, const struct stamp *s, struct str text, struct arena *a,
		   struct str *ret, struct err *e)
{
	AUTO_BUF b = { 0 };
	struct tsp_covered covered[TSP_COVERED_MAX];
	struct stamp *list;
	size_t all;
	size_t n = 0;
	TRY(stamp_list(v, s->site, s->size, a, &list, &all, e));
	for (size_t i = 0; i < all; i++) {
		if (list[i].kind != STAMP_RFC3161 || list[i].id > s->over)
			continue;
		if (n == TSP_COVERED_MAX)
			return err_set(e, ERR_TOOBIG, "this head has more than %d tokens",
				       TSP_COVERED_MAX);
		covered[n++] = (struct tsp_covered){ list[i].token, list[i].chain };
	}
	buf_init(&b, RENEWAL_ROOM);
	TRY(tsp_renewal_write(text, covered, n, &b, e));
	*ret = buf_copy(&b, a);
	return 0;
}

int stamp_data(struct vault *v, const struct stamp *s, struct arena *a, struct str *ret,
	       struct err *e)
{
	struct str text;
	TRY(stamp_text(v, s->site, s->size, a, &text, e));
	if (!s->over) {
		*ret = text;
		return 0;
	}
	return renewal(v, s, text, a, ret, e);
}
