/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tile.c - the tree's tiles and the vault's few named values, as rows. */
#include "vault/vault_priv.h"

static const struct sql READ =
	SQL("SELECT hashes FROM tree_tile WHERE site = :site AND level = :level AND n = :n");
static const struct sql WRITE =
	SQL("INSERT INTO tree_tile (site, level, n, hashes) VALUES (:site, :level, :n, :hashes)"
	    " ON CONFLICT (site, level, n) DO UPDATE SET hashes = excluded.hashes");
static const struct sql META_PUT = SQL("INSERT INTO vault_meta (name, value) VALUES (:name, :value)"
				       " ON CONFLICT (name) DO UPDATE SET value = excluded.value");
static const struct sql META_GET = SQL("SELECT value FROM vault_meta WHERE name = :name");

static int tile_read(void *ctx, int level, int64_t n, uint8_t ret[static TILE_BYTES],
		     int *ret_width, struct err *e)
{
	const struct vault_tree *t = ctx;
	AUTO_STMT *q = NULL;
	TRY(store_stmt(t->v->st, &READ, &q, e));
	bind_int(q, ":site", t->site);
	bind_int(q, ":level", level);
	bind_int(q, ":n", n);
	TRY(stmt_row(q, e));
	struct str hashes = col_str(q, 0);
	assert(hashes.n <= TILE_BYTES && "checked by the table");
	memcpy(ret, hashes.p, hashes.n);
	*ret_width = (int)(hashes.n / HASH_LEN);
	return 0;
}

static int tile_write(void *ctx, int level, int64_t n, const uint8_t *hashes, int width,
		      struct err *e)
{
	const struct vault_tree *t = ctx;
	AUTO_STMT *q = NULL;
	TRY(store_stmt(t->v->st, &WRITE, &q, e));
	bind_int(q, ":site", t->site);
	bind_int(q, ":level", level);
	bind_int(q, ":n", n);
	bind_blob(q, ":hashes", hashes, (size_t)width * HASH_LEN);
	return stmt_run(q, e);
}

struct tile_store vault_tree_tiles(struct vault_tree *t)
{
	return (struct tile_store){ .ctx = t, .read = tile_read, .write = tile_write };
}

struct tile_store vault_tiles(struct vault *v)
{
	return vault_tree_tiles(&v->own);
}

int vault_size(struct vault *v, int64_t *ret, struct err *e)
{
	return log_size(v, v->site, ret, NULL, e);
}

int meta_put(struct store *st, const char *name, struct str value, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, &META_PUT, &q, e));
	bind_str(q, ":name", str_of(name));
	bind_blob(q, ":value", value.p, value.n);
	return stmt_run(q, e);
}

int meta_get(struct store *st, const char *name, struct arena *a, struct str *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, &META_GET, &q, e));
	bind_str(q, ":name", str_of(name));
	TRY(stmt_row(q, e));
	*ret = col_copy(q, 0, a);
	return 0;
}
