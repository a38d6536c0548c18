/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check.c - everything that can be checked.
 *
 * The tree is grown anew from the entries and compared with every stored tile and every signed
 * head on the way, so a head that does not extend the one before is found where it stands.
 */
#include "vault/vault_priv.h"

static const struct sql ENTRIES =
	SQL("SELECT seq, " ENTRY_COLUMNS " FROM ledger_entry WHERE seq >= :from AND seq < :to"
	    " ORDER BY seq");
static const struct sql CHECKPOINTS =
	SQL("SELECT size, root, note FROM ledger_checkpoint WHERE site = :site ORDER BY size");
static const struct sql TILE =
	SQL("SELECT hashes FROM tree_tile WHERE site = :site AND level = :level AND n = :n");
static const struct sql TILES = SQL("SELECT coalesce(sum(length(hashes)), 0) / 32 FROM tree_tile");
static const struct sql STRAY =
	SQL("SELECT seq FROM ledger_entry WHERE NOT EXISTS (SELECT 1 FROM log_state"
	    " WHERE site = seq >> 30 AND seq & 1073741823 < size)");

enum { PROGRESS_EVERY = 256 };

struct checker {
	struct vault *v;
	struct arena *keep; /* one log */
	struct arena *a;    /* one entry */
	int64_t site;
	int64_t of; /* entries of all logs */
	struct author_key *keys;
	size_t n_keys;
	struct tree *tree;
	struct tile_store compare;
	struct note_key log;
	struct vault_report *r;
	int64_t hashes; /* that the tiles should hold together */
};

/* ---- tiles: instead of writing, compare ---- */

static int no_tile(void *ctx, int level, int64_t n, uint8_t ret[static TILE_BYTES], int *ret_width,
		   struct err *e)
{
	(void)ctx;
	(void)ret;
	(void)ret_width;
	return err_set(e, ERR_CORRUPT, "tile %d/%lld is missing", level, (long long)n);
}

static int compare_tile(void *ctx, int level, int64_t n, const uint8_t *hashes, int width,
			struct err *e)
{
	struct checker *c = ctx;
	AUTO_STMT *q = NULL;
	TRY(store_stmt(c->v->st, &TILE, &q, e));
	bind_int(q, ":site", c->site);
	bind_int(q, ":level", level);
	bind_int(q, ":n", n);
	int rc = stmt_row(q, e);
	struct str stored = rc == 0 ? col_str(q, 0) : STR_NULL;
	size_t bytes = (size_t)width * HASH_LEN;
	if (rc < 0 && rc != ERR_NOTFOUND)
		return rc;
	if (!stored.p || stored.n < bytes || memcmp(stored.p, hashes, bytes) != 0)
		return err_set(e, ERR_CORRUPT, "tile %d/%lld of the tree does not fit the entries",
			       level, (long long)n);
	c->hashes++; /* leaves are appended one by one, so each write adds one hash */
	return 0;
}

/* ---- entries ---- */

static int check_signature(struct checker *c, int64_t seq, struct str jwt, struct err *e)
{
	char kid[CLAIM_KID_LEN + 1];
	const struct author_key *k;
	TRY(claim_read_kid(jwt, kid, e));
	TRY(author_find(c->keys, c->n_keys, seq, kid, &k, e));
	c->r->signatures++;
	return claim_verify(jwt, k->public, e);
}

static int check_entry(struct checker *c, int64_t seq, struct stmt *q, struct err *e)
{
	struct stored_entry row;
	struct claim_view view;
	struct vault_entry entry;
	char bytes[ENTRY_MAX];
	TRY(entry_row(q, 1, c->a, &row, e));
	if (!entry_is_head(row.kind))
		TRY(check_signature(c, seq, row.bytes, e));
	TRY(entry_open(c->v, seq, &row, REACH_MEMBER, c->a, &view, &entry, e));
	c->r->sealed += (row.grp != 0) + (row.src_grp != 0);
	c->r->unreadable += entry.record_sealed + entry.source_sealed;
	struct hash leaf = tree_leaf(entry_write(bytes, row.kind, &view.hash));
	return tree_append(c->tree, &leaf, 1, e);
}

static int check_head(struct checker *c, struct stmt *q, struct err *e)
{
	struct checkpoint cp;
	struct hash root = tree_root(c->tree);
	struct hash stored;
	TRY(col_blob(q, 1, stored.b, HASH_LEN, e));
	TRY(checkpoint_open(col_str(q, 2), &c->log, c->a, &cp, e));
	if (cp.size != col_int(q, 0) || !hash_eq(&cp.root, &stored) || !hash_eq(&root, &stored))
		return err_set(e, ERR_CORRUPT,
			       "the signed head is not the root of the entries before it");
	c->r->checkpoints++;
	return 0;
}

static int check_log(struct checker *c, vault_progress *progress, void *ctx, struct err *e)
{
	AUTO_STMT *entries = NULL;
	AUTO_STMT *heads = NULL;
	bool more;
	bool head;
	char number[NUMBER_TEXT_MAX];
	int64_t size;
	int64_t last_head = 0;
	TRY(log_size(c->v, c->site, &size, NULL, e));
	TRY(store_stmt(c->v->st, &ENTRIES, &entries, e));
	TRY(store_stmt(c->v->st, &CHECKPOINTS, &heads, e));
	bind_int(entries, ":from", number_of(c->site, 0));
	bind_int(entries, ":to", number_of(c->site, size));
	bind_int(heads, ":site", c->site);
	TRY(stmt_next(heads, &head, e));
	for (int64_t i = 0; i < size; i++) {
		int64_t seq = number_of(c->site, i);
		arena_clear(c->a);
		TRY(stmt_next(entries, &more, e));
		if (!more || col_int(entries, 0) != seq)
			return err_set(e, ERR_CORRUPT, "entry %s is missing",
				       number_text(seq, 1, number));
		int rc = check_entry(c, seq, entries, e);
		if (rc == 0 && head && col_int(heads, 0) == i + 1) {
			rc = check_head(c, heads, e);
			last_head = i + 1;
			if (rc == 0)
				rc = stmt_next(heads, &head, e);
		}
		if (rc < 0)
			return err_wrap(e, "entry %s", number_text(seq, 1, number));
		if (progress && c->r->entries % PROGRESS_EVERY == 0)
			TRY(progress(ctx, c->r->entries, c->of));
		c->r->entries++;
	}
	if (head)
		return err_set(e, ERR_CORRUPT,
			       "a head was signed for %lld entries; the log has %lld",
			       (long long)col_int(heads, 0), (long long)size);
	if (last_head != size)
		return err_set(e, ERR_CORRUPT, "the newest entries have no signed head");
	return 0;
}

static int check_no_other_tiles(struct checker *c, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(c->v->st, &TILES, &q, e));
	TRY(stmt_row(q, e));
	if (col_int(q, 0) != c->hashes)
		return err_set(e, ERR_CORRUPT,
			       "the tiles hold %lld hashes where the entries make %lld",
			       (long long)col_int(q, 0), (long long)c->hashes);
	return 0;
}

static int check_no_stray(struct checker *c, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	char number[NUMBER_TEXT_MAX];
	TRY(store_stmt(c->v->st, &STRAY, &q, e));
	TRY(stmt_next(q, &there, e));
	if (there)
		return err_set(e, ERR_CORRUPT, "entry %s is in no log",
			       number_text(col_int(q, 0), 1, number));
	return 0;
}

/* One log from its first entry on. */
static int check_one(struct checker *c, const struct vault_log *log, vault_progress *progress,
		     void *ctx, struct err *e)
{
	c->site = log->site;
	arena_clear(c->keep);
	TRY(author_keys(c->v, c->site, c->keep, &c->keys, &c->n_keys, e));
	TRY(note_key_read(log->vkey, c->keep, &c->log, e));
	c->tree = NEW(c->keep, struct tree);
	TRY(tree_open(c->tree, &c->compare, 0, e));
	return check_log(c, progress, ctx, e);
}

int vault_check(struct vault *v, vault_progress *progress, void *ctx, struct vault_report *ret,
		struct err *e)
{
	AUTO_ARENA *logs_arena = arena_new(0);
	AUTO_ARENA *keep = arena_new(0);
	AUTO_ARENA *a = arena_new(0);
	struct checker *c = NEW(logs_arena, struct checker);
	struct vault_log *logs;
	size_t n;
	*ret = (struct vault_report){ 0 };
	*c = (struct checker){ .v = v, .keep = keep, .a = a, .r = ret };
	c->compare = (struct tile_store){ .ctx = c, .read = no_tile, .write = compare_tile };
	TRY(store_check(v->st, e));
	TRY(vault_logs(v, logs_arena, &logs, &n, e));
	for (size_t i = 0; i < n; i++)
		c->of += logs[i].size;
	for (size_t i = 0; i < n; i++)
		TRY(check_one(c, &logs[i], progress, ctx, e));
	TRY(check_no_stray(c, e));
	return check_no_other_tiles(c, e);
}
