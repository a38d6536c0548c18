/* SPDX-License-Identifier: GPL-3.0-or-later */
/* log.c - the logs kept in this vault, as rows: their names, sizes, entries and heads. */
#include "vault/take_priv.h"

static const struct sql ADD_LOG =
	SQL("INSERT INTO ledger_log (site, origin, vkey) VALUES (:site, :origin, :vkey)");
static const struct sql ADD_STATE =
	SQL("INSERT INTO log_state (site, state, size, shown) VALUES (:site, :state, 0, 0)");
static const struct sql OWN = SQL("SELECT site, origin FROM ledger_log JOIN log_state USING (site)"
				  " WHERE state = 'own'");
static const struct sql SITE_TAKEN = SQL("SELECT origin FROM ledger_log WHERE site = :site");
static const struct sql SITE_OF = SQL("SELECT site FROM ledger_log WHERE origin = :origin");
static const struct sql VKEY_OF = SQL("SELECT vkey FROM ledger_log WHERE site = :site");
static const struct sql SIZE = SQL("SELECT size, shown FROM log_state WHERE site = :site");
static const struct sql SET_SIZE =
	SQL("UPDATE log_state SET size = :size, shown = :shown WHERE site = :site");
static const struct sql AT = SQL("SELECT at FROM ledger_entry WHERE seq = :seq");
static const struct sql ADD_ENTRY =
	SQL("INSERT INTO ledger_entry (seq, at, kind, bytes, grp, sealed, src_grp, src_sealed)"
	    " VALUES (:seq, :at, :kind, :bytes, :grp, :sealed, :src_grp, :src_sealed)");
static const struct sql ADD_CHECKPOINT =
	SQL("INSERT INTO ledger_checkpoint (site, size, root, note, recorded_ms)"
	    " VALUES (:site, :size, :root, :note, :recorded_ms)");

static const struct sql ROWS =
	SQL("SELECT seq, at, kind, bytes, g.gid, sealed, s.gid, src_sealed FROM ledger_entry"
	    " LEFT JOIN shred_group AS g ON g.id = grp LEFT JOIN shred_group AS s ON s.id = src_grp"
	    " WHERE seq >= :from AND seq < :to ORDER BY seq");
#define LOG_COLUMNS                                                                                \
	"site, origin, vkey, state, size, shown FROM ledger_log JOIN log_state USING (site)"
static const struct sql LOGS = SQL("SELECT " LOG_COLUMNS " ORDER BY site");
static const struct sql LOG_BY_ORIGIN = SQL("SELECT " LOG_COLUMNS " WHERE origin = :origin");

static const char *const STATES[] = { "own", "other", "ended" };

int log_add(struct vault *v, int64_t site, struct str origin, struct str vkey,
	    enum vault_log_state state, struct err *e)
{
	AUTO_STMT *taken = NULL;
	AUTO_STMT *log = NULL;
	AUTO_STMT *st = NULL;
	bool there;
	TRY(store_stmt(v->st, &SITE_TAKEN, &taken, e));
	bind_int(taken, ":site", site);
	TRY(stmt_next(taken, &there, e));
	if (there)
		return err_set(e, ERR_CONFLICT,
			       "the logs %.*s and %.*s would give out the same numbers",
			       STR_FMT(col_str(taken, 0)), STR_FMT(origin));
	TRY(store_stmt(v->st, &ADD_LOG, &log, e));
	bind_int(log, ":site", site);
	bind_str(log, ":origin", origin);
	bind_str(log, ":vkey", vkey);
	TRY(stmt_run(log, e));
	TRY(store_stmt(v->st, &ADD_STATE, &st, e));
	bind_int(st, ":site", site);
	bind_str(st, ":state", str_of(STATES[state]));
	return stmt_run(st, e);
}

int log_site_of(struct vault *v, struct str origin, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &SITE_OF, &q, e));
	bind_str(q, ":origin", origin);
	int rc = stmt_row(q, e);
	if (rc == ERR_NOTFOUND)
		return err_set(e, ERR_NOTFOUND, "there is no log %.*s here", STR_FMT(origin));
	TRY(rc);
	*ret = col_int(q, 0);
	return 0;
}

int log_vkey_of(struct vault *v, int64_t site, struct arena *a, struct str *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &VKEY_OF, &q, e));
	bind_int(q, ":site", site);
	TRY(stmt_row(q, e));
	*ret = col_copy(q, 0, a);
	return 0;
}

int log_size(struct vault *v, int64_t site, int64_t *ret_size, int64_t *ret_shown, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &SIZE, &q, e));
	bind_int(q, ":site", site);
	int rc = stmt_row(q, e);
	if (rc == ERR_NOTFOUND)
		return err_set(e, ERR_NOTFOUND, "there is no log of this site here");
	TRY(rc);
	if (ret_size)
		*ret_size = col_int(q, 0);
	if (ret_shown)
		*ret_shown = col_int(q, 1);
	return 0;
}

int log_require_size(struct vault *v, int64_t size, struct err *e)
{
	int64_t now = 0;
	int rc = size < 0 ? ERR_NOTFOUND : log_size(v, number_site(size), &now, NULL, e);
	if (rc < 0 && rc != ERR_NOTFOUND)
		return rc;
	if (rc == ERR_NOTFOUND || number_count(size) > now)
		return err_set(e, ERR_INPUT, "the log has %lld entries, and %lld were asked for",
			       (long long)now, (long long)(size < 0 ? size : number_count(size)));
	return 0;
}

int log_set_size(struct vault *v, int64_t site, int64_t size, int64_t shown, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &SET_SIZE, &q, e));
	bind_int(q, ":site", site);
	bind_int(q, ":size", size);
	bind_int(q, ":shown", shown);
	return stmt_run(q, e);
}

int log_last_at(struct vault *v, int64_t site, int64_t size, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	*ret = 0;
	if (size == 0)
		return 0;
	TRY(store_stmt(v->st, &AT, &q, e));
	bind_int(q, ":seq", number_of(site, size - 1));
	TRY(stmt_row(q, e));
	*ret = col_int(q, 0);
	return 0;
}

static void bind_sealed(struct stmt *q, const char *grp, int64_t id, const char *sealed,
			struct str s)
{
	if (id) {
		bind_int(q, grp, id);
		bind_blob(q, sealed, s.p, s.n);
	} else {
		bind_null(q, grp);
		bind_null(q, sealed);
	}
}

int log_put_entry(struct vault *v, int64_t seq, const struct stored_entry *row, struct err *e)
{
	AUTO_STMT *q = NULL;
	uint8_t room[CLAIM_SHORT_MAX];
	struct str bytes = row->bytes;
	if (!entry_is_head(row->kind) && claim_shorten(row->bytes, room, &bytes.n))
		bytes.p = (const char *)room;
	TRY(store_stmt(v->st, &ADD_ENTRY, &q, e));
	bind_int(q, ":seq", seq);
	bind_int(q, ":at", row->at);
	bind_str(q, ":kind", entry_kind_name(row->kind));
	bind_blob(q, ":bytes", bytes.p, bytes.n);
	bind_sealed(q, ":grp", row->grp, ":sealed", row->sealed);
	bind_sealed(q, ":src_grp", row->src_grp, ":src_sealed", row->src_sealed);
	return stmt_run(q, e);
}

int log_put_checkpoint(struct vault *v, int64_t site, const struct checkpoint *c, struct str note,
		       int64_t recorded_ms, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &ADD_CHECKPOINT, &q, e));
	bind_int(q, ":site", site);
	bind_int(q, ":size", c->size);
	bind_blob(q, ":root", c->root.b, HASH_LEN);
	bind_str(q, ":note", note);
	bind_int(q, ":recorded_ms", recorded_ms);
	return stmt_run(q, e);
}

static bool same_seed(struct str s, bool has, const struct sign_key *k)
{
	return has ? s.n == KEY_LEN && secret_eq(s.p, k->secret, KEY_LEN) : !s.p;
}

int log_own_refresh(struct vault *v, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_ARENA *a = arena_new(0);
	struct str seed;
	struct str before = STR_NULL;
	TRY(store_stmt(v->st, &OWN, &q, e));
	TRY(stmt_row(q, e));
	TRY(meta_get(v->st, "log_seed", a, &seed, e));
	int rc = meta_get(v->st, "log_seed_before", a, &before, e);
	if (rc < 0 && rc != ERR_NOTFOUND)
		return rc;
	if (rc == ERR_NOTFOUND)
		before = STR_NULL;
	if (col_int(q, 0) == v->site && same_seed(seed, true, &v->log_key) &&
	    same_seed(before, v->has_log_key_before, &v->log_key_before))
		return 0;
	v->site = col_int(q, 0);
	v->own.site = v->site;
	v->origin = col_copy(q, 1, v->keep);
	return log_key_load(v, e);
}

/* ---- which logs there are ---- */

static int state_parse(struct str s, enum vault_log_state *ret, struct err *e)
{
	for (size_t i = 0; i < COUNT(STATES); i++) {
		if (str_eq(s, str_of(STATES[i]))) {
			*ret = (enum vault_log_state)i;
			return 0;
		}
	}
	return err_set(e, ERR_CORRUPT, "a log has no known state");
}

static int read_log(struct vault *v, struct stmt *q, struct arena *a, struct vault_log *ret,
		    struct err *e)
{
	int64_t size;
	*ret = (struct vault_log){ .site = col_int(q, 0),
				   .origin = col_copy(q, 1, a),
				   .vkey = col_copy(q, 2, a),
				   .size = col_int(q, 4),
				   .shown = col_int(q, 5),
				   .note = STR("") };
	TRY(state_parse(col_str(q, 3), &ret->state, e));
	int rc = vault_checkpoint(v, ret->site, ret->size, true, a, &size, &ret->note, e);
	return rc == ERR_NOTFOUND ? 0 : rc;
}

int vault_logs(struct vault *v, struct arena *a, struct vault_log **ret, size_t *ret_n,
	       struct err *e)
{
	AUTO_STMT *q = NULL;
	size_t n = 0;
	size_t cap = 8;
	struct vault_log *list = NEW_N(a, cap, struct vault_log);
	TRY(store_stmt(v->st, &LOGS, &q, e));
	for (;;) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		list = arena_grow(a, list, n, &cap, sizeof *list);
		TRY(read_log(v, q, a, &list[n++], e));
	}
	*ret = list;
	*ret_n = n;
	return 0;
}

int vault_log_by_origin(struct vault *v, struct str origin, struct arena *a, struct vault_log *ret,
			struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &LOG_BY_ORIGIN, &q, e));
	bind_str(q, ":origin", origin);
	int rc = stmt_row(q, e);
	if (rc == ERR_NOTFOUND)
		return err_set(e, ERR_NOTFOUND, "there is no log %.*s here", STR_FMT(origin));
	TRY(rc);
	return read_log(v, q, a, ret, e);
}

/* ---- entries as they are kept ---- */

static int row_ids(struct stmt *q, int gid, int sealed, struct id *ret_gid, struct str *ret_sealed,
		   struct err *e)
{
	if (col_is_null(q, sealed))
		return 0;
	*ret_sealed = col_str(q, sealed);
	return col_blob(q, gid, ret_gid->b, ID_LEN, e);
}

static int row_of(struct stmt *q, int64_t index, struct arena *a, struct log_row *ret,
		  struct err *e)
{
	struct stored_entry s = { .as_kept = true, .bytes = col_str(q, 3) };
	*ret = (struct log_row){ .index = index, .at = col_int(q, 1) };
	TRY(entry_kind_parse(col_str(q, 2), &s.kind, e));
	TRY(entry_lengthen(&s, a, e));
	ret->kind = s.kind;
	ret->bytes = s.bytes;
	TRY(row_ids(q, 4, 5, &ret->gid, &ret->sealed, e));
	return row_ids(q, 6, 7, &ret->src_gid, &ret->src_sealed, e);
}

int vault_log_rows(struct vault *v, int64_t site, int64_t from, int64_t to, vault_each_row *each,
		   void *ctx, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_ARENA *a = arena_new(0);
	TRY(store_stmt(v->st, &ROWS, &q, e));
	bind_int(q, ":from", number_of(site, from));
	bind_int(q, ":to", number_of(site, to));
	for (int64_t i = from; i < to; i++) {
		struct log_row row;
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more || col_int(q, 0) != number_of(site, i))
			return err_set(e, ERR_NOTFOUND, "the log has no entry %lld", (long long)i);
		arena_clear(a);
		TRY(row_of(q, i, a, &row, e));
		TRY(each(ctx, &row, e));
	}
	return 0;
}

/* ---- the register ---- */

int64_t vault_site(const struct vault *v)
{
	return v->site;
}

struct str vault_register(const struct vault *v)
{
	return v->reg;
}

void vault_register_key(const struct vault *v, const char *purpose, struct key *ret)
{
	char label[64];
	int n = snprintf(label, sizeof label, "vigil/register/%s/v1", purpose);
	assert(n > 0 && n < (int)sizeof label && "purposes are a few short words");
	key_derive(ret, &v->reg_secret, label);
}
