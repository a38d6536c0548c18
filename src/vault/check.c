/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check.c - everything that can be checked.
 *
 * The tree of each log is grown anew from its entries and compared with every stored tile and every
 * signed head on the way, so a head that does not extend the one before is found where it stands.
 * Entries come in batches: while all processors verify one (check_batch.c), the next is read. Beside it the
 * pages of the file are checked (check_pages.c).
 */
#include "vault/check_priv.h"
#include "vault/author_priv.h"

static const struct sql TILE =
	SQL("SELECT hashes FROM tree_tile WHERE site = :site AND level = :level AND n = :n");
static const struct sql TILES = SQL("SELECT coalesce(sum(length(hashes)), 0) / 32 FROM tree_tile");
static const struct sql ENTRIES = SQL("SELECT count(*) FROM ledger_entry");
static const struct sql HEADS_BEYOND =
	SQL("SELECT size FROM ledger_checkpoint WHERE site = :site AND size > :size");

/* ---- tiles: instead of writing, compare ---- */

static int stored_tile(struct checker *c, int level, int64_t n, struct stmt **q, struct str *ret,
		       struct err *e)
{
	TRY(store_stmt(c->v->st, &TILE, q, e));
	bind_int(*q, ":site", c->site);
	bind_int(*q, ":level", level);
	bind_int(*q, ":n", n);
	int rc = stmt_row(*q, e);
	*ret = rc == 0 ? col_str(*q, 0) : STR_NULL;
	return rc == ERR_NOTFOUND ? 0 : rc;
}

/* Only at the size at which a check begins: what stood there then is the beginning of what stands there. */
static int begin_tile(void *ctx, int level, int64_t n, uint8_t ret[static TILE_BYTES],
		      int *ret_width, struct err *e)
{
	struct checker *c = ctx;
	AUTO_STMT *q = NULL;
	struct str stored;
	int64_t width = (c->from >> (8 * level)) - n * TILE_WIDTH;
	TRY(stored_tile(c, level, n, &q, &stored, e));
	if (!stored.p || width < 1 || stored.n < (size_t)width * HASH_LEN)
		return err_set(e, ERR_CORRUPT, "tile %d/%lld is missing", level, (long long)n);
	*ret_width = width < TILE_WIDTH ? (int)width : TILE_WIDTH;
	memcpy(ret, stored.p, (size_t)*ret_width * HASH_LEN);
	return 0;
}

static int compare_tile(void *ctx, int level, int64_t n, const uint8_t *hashes, int width,
			struct err *e)
{
	struct checker *c = ctx;
	AUTO_STMT *q = NULL;
	struct str stored;
	size_t bytes = (size_t)width * HASH_LEN;
	TRY(stored_tile(c, level, n, &q, &stored, e));
	if (!stored.p || stored.n < bytes || memcmp(stored.p, hashes, bytes) != 0)
		return err_set(e, ERR_CORRUPT, "tile %d/%lld of the tree does not fit the entries",
			       level, (long long)n);
	return 0;
}

/* ---- one log ---- */

static int check_begin(struct checker *c, struct err *e)
{
	struct hash root;
	TRY(tree_open(c->tree, &c->compare, c->from, e));
	if (c->from == 0)
		return 0;
	root = tree_root(c->tree);
	if (!hash_eq(&root, &c->from_root))
		return err_set(e, ERR_CORRUPT,
			       "what was checked last is no longer what stands there");
	return log_last_at(c->v, c->site, c->from, &c->at, e);
}

static int check_entries(struct checker *c, vault_progress *progress, void *ctx, struct err *e)
{
	struct check_batch *now = &c->batch[0];
	struct check_batch *later = &c->batch[1];
	TRY(check_batch_load(c, now, c->from, e));
	while (now->n) {
		check_batch_begin(c, now);
		int rc = check_batch_load(c, later, now->first + (int64_t)now->n, e);
		pool_join(c->verifier.pool);
		TRY(rc);
		TRY(check_batch_judge(c, now, e));
		if (progress)
			TRY(progress(ctx, c->r->entries, c->of));
		struct check_batch *t = now;
		now = later;
		later = t;
	}
	return 0;
}

static int check_heads_end(struct checker *c, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	TRY(store_stmt(c->v->st, &HEADS_BEYOND, &q, e));
	bind_int(q, ":site", c->site);
	bind_int(q, ":size", c->size);
	TRY(stmt_next(q, &there, e));
	if (there)
		return err_set(e, ERR_CORRUPT,
			       "a head was signed for %lld entries; the log has %lld",
			       (long long)col_int(q, 0), (long long)c->size);
	if (c->last_head != c->size)
		return err_set(e, ERR_CORRUPT, "the newest entries have no signed head");
	return 0;
}

/* One log from its first entry on, or from where it was checked last. */
static int check_log(struct checker *c, const struct vault_log *log, vault_progress *progress,
		     void *ctx, struct err *e)
{
	arena_clear(c->keep);
	c->site = log->site;
	c->size = log->size;
	c->last_head = c->from;
	c->at = 0;
	c->ended = false;
	TRY(authors_of(c->v, c->site, c->keep, &c->authors, e));
	c->tree = NEW(c->keep, struct tree);
	TRY(check_begin(c, e));
	TRY(check_entries(c, progress, ctx, e));
	return check_heads_end(c, e);
}

/* ---- all of them ---- */

static int count(struct checker *c, const struct sql *sql, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(c->v->st, sql, &q, e));
	TRY(stmt_row(q, e));
	*ret = col_int(q, 0);
	return 0;
}

static int64_t hashes_of(int64_t size)
{
	int64_t all = 0;
	for (; size; size >>= 8)
		all += size;
	return all;
}

/* What stands in the tables is what stands in the logs. */
static int check_nothing_else(struct checker *c, const struct vault_log *logs, size_t n,
			      struct err *e)
{
	int64_t have;
	int64_t entries = 0;
	int64_t hashes = 0;
	for (size_t i = 0; i < n; i++) {
		entries += logs[i].size;
		hashes += hashes_of(logs[i].size);
	}
	TRY(count(c, &ENTRIES, &have, e));
	if (have != entries)
		return err_set(e, ERR_CORRUPT, "%lld entries are kept where the logs have %lld",
			       (long long)have, (long long)entries);
	TRY(count(c, &TILES, &have, e));
	if (have != hashes)
		return err_set(e, ERR_CORRUPT,
			       "the tiles hold %lld hashes where the entries make %lld",
			       (long long)have, (long long)hashes);
	return 0;
}

static void checker_begin(struct checker *c, struct vault *v, struct vault_report *r)
{
	*r = (struct vault_report){ 0 };
	memset(c, 0, sizeof *c);
	c->v = v;
	c->r = r;
	c->keep = arena_new(0);
	c->compare = (struct tile_store){ .ctx = c, .read = begin_tile, .write = compare_tile };
	verifier_begin(&c->verifier);
	check_batch_init(&c->batch[0]);
	check_batch_init(&c->batch[1]);
}

static void checker_done(struct checker *c)
{
	check_batch_done(&c->batch[0]);
	check_batch_done(&c->batch[1]);
	verifier_done(&c->verifier);
	arena_free(c->keep);
}

static int check_logs(struct checker *c, const struct vault_log *logs, size_t n,
		      vault_progress *progress, void *ctx, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		c->of += logs[i].size;
	for (size_t i = 0; i < n; i++)
		TRY(check_log(c, &logs[i], progress, ctx, e));
	return check_nothing_else(c, logs, n, e);
}

int vault_check(struct vault *v, vault_progress *progress, void *ctx, struct vault_report *ret,
		struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO(checker_done) struct checker c;
	struct check_pages pages;
	struct vault_log *logs;
	size_t n;
	checker_begin(&c, v, ret);
	TRY(vault_logs(v, a, &logs, &n, e));
	TRY(check_pages_begin(&pages, v, e));
	int rc = authority_load(v, a, &c.roles, e);
	if (rc == 0)
		rc = check_logs(&c, logs, n, progress, ctx, e);
	/* A spoilt page is told first: what it does to entries follows from it. */
	TRY(check_pages_end(&pages, e));
	TRY(rc);
	return check_mark_put(v, logs, n, e);
}

int vault_check_since(struct vault *v, vault_progress *progress, void *ctx,
		      struct vault_report *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO(checker_done) struct checker c;
	struct vault_log *logs;
	struct check_mark *marks;
	size_t n;
	checker_begin(&c, v, ret);
	TRY(vault_logs(v, a, &logs, &n, e));
	TRY(check_mark_get(v, logs, n, a, &marks, e));
	TRY(authority_load(v, a, &c.roles, e));
	for (size_t i = 0; i < n; i++)
		c.of += logs[i].size - marks[i].size;
	for (size_t i = 0; i < n; i++) {
		c.from = marks[i].size;
		c.from_root = marks[i].root;
		TRY(check_log(&c, &logs[i], progress, ctx, e));
	}
	return check_mark_put(v, logs, n, e);
}
