/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * push.c - what the remote lacks: keys before the entries they open, so that a reader never sees the
 * second without the first.
 *
 * A remote has a log as far as packs with tags of our heads follow one another from entry 0. What is
 * missing behind that is put again, so a remote that lost files is mended by any site.
 */
#include "sync/sync_priv.h"

#include "base/bytes.h"
#include "ledger/tree.h"

/* ---- keys ---- */

static struct str keys_folder(struct sync *s, struct str own_origin)
{
	return str_printf(s->a, "%.*s/keys/%.*s", STR_FMT(s->top),
			  STR_FMT(name_log(s, own_origin)));
}

/* The line "bb hash" of a bucket in an index as it was put before; empty: none. */
static struct str line_of(struct str index, struct str bucket)
{
	while (index.n) {
		struct str line;
		struct str name;
		index = str_cut(index, '\n', &line);
		str_cut(line, ' ', &name);
		if (str_eq(name, bucket))
			return line;
	}
	return STR("");
}

/* What opens the rest for who was not revoked: each key sealed to a member, under the first secret. */
static int push_sync_keys(struct sync *s, struct str folder, struct err *e)
{
	AUTO_BUF b;
	struct hash now;
	struct hash before;
	struct str name = str_printf(s->a, "%.*s/sync", STR_FMT(folder));
	buf_init(&b, PACK_BYTES_MAX);
	TRY(vault_keys_write(s->v, VAULT_KEY_BUCKET_SYNC, &b, &now, e));
	TRY(buf_check(&b, e));
	struct str there;
	bool is_there;
	TRY(sync_get(s, name, &there, &is_there, e));
	before = hash_of(is_there ? there : STR(""));
	if (hash_eq(&now, &before))
		return 0;
	s->ret->keys_put++;
	return sync_put_first(s, name, buf_str(&b), e);
}

static int push_keys(struct sync *s, struct err *e)
{
	struct str before = STR("");
	bool there;
	bool older;
	bool changed = false;
	struct str folder = keys_folder(s, vault_origin(s->v));
	struct str index_name = str_printf(s->a, "%.*s/index", STR_FMT(folder));
	AUTO_BUF index;
	AUTO_BUF b;
	buf_init(&index, 64 * 1024);
	buf_init(&b, PACK_BYTES_MAX);
	TRY(push_sync_keys(s, folder, e));
	TRY(sync_get_older(s, index_name, &before, &there, &older, e));
	/* All of it again under a new key: what it opens is no longer for who was revoked. */
	before = there && !older ? str_copy(s->a, before) : STR("");
	for (int i = 0; i < VAULT_KEY_BUCKETS; i++) {
		struct hash h;
		struct str name = str_printf(s->a, "%02x", (unsigned)i);
		buf_clear(&b);
		arena_clear(s->part);
		TRY(vault_keys_write(s->v, i, &b, &h, e));
		TRY(buf_check(&b, e));
		struct str line = str_printf(s->a, "%.*s %.*s", STR_FMT(name),
					     STR_FMT(hex_str(s->a, h.b, HASH_LEN)));
		struct str was = line_of(before, name);
		if (!b.n && !was.n)
			continue;
		buf_printf(&index, "%.*s\n", STR_FMT(line));
		if (str_eq(was, line))
			continue;
		changed = true;
		s->ret->keys_put++;
		TRY(sync_put(s, str_printf(s->a, "%.*s/%.*s", STR_FMT(folder), STR_FMT(name)),
			     buf_str(&b), e));
	}
	return changed ? sync_put(s, index_name, buf_str(&index), e) : 0;
}

/* ---- entries ---- */

static int root_at(struct sync *s, const struct vault_log *log, int64_t size, struct hash *ret,
		   struct err *e)
{
	struct vault_tree tree = { s->v, log->site };
	struct tile_store tiles = vault_tree_tiles(&tree);
	return tree_root_at(&tiles, size, ret, e);
}

/* As far as the remote has the log in one piece, by our own heads. */
static int remote_reach(struct sync *s, const struct vault_log *log, int64_t *ret, struct err *e)
{
	struct remote_file *f;
	size_t n;
	int64_t at = 0;
	TRY(s->r->ops->list(s->r,
			    str_printf(s->a, "%.*s/log/%.*s", STR_FMT(s->top),
				       STR_FMT(name_log(s, log->origin))),
			    s->a, &f, &n, e));
	for (size_t i = 0; i < n; i++) {
		struct pack_name name;
		struct hash root;
		/* Its name says what is in it, and its size at least that it is not all there. */
		if (f[i].folder || !sync_size_fits(f[i].bytes) ||
		    !name_pack_parse(f[i].name, &name) || name.first > at || name.end <= at ||
		    name.end > log->size)
			continue;
		TRY(root_at(s, log, name.end, &root, e));
		if (str_eq(name.tag, name_tag(s, log->origin, name.end, &root)))
			at = name.end;
	}
	*ret = at;
	return 0;
}

static int add_row(void *ctx, const struct log_row *row, struct err *e)
{
	struct buf *b = ctx;
	pack_row(b, row);
	return buf_check(b, e);
}

/* The head that ends the pack after `at`: about PACK_ROWS_GOAL entries on, or as near behind as there
 * is one. */
static int next_head(struct sync *s, const struct vault_log *log, int64_t at, int64_t *ret,
		     struct str *ret_note, struct err *e)
{
	for (int64_t rows = PACK_ROWS_GOAL; rows <= PACK_ROWS_MAX; rows *= 4) {
		int64_t most = at + rows < log->size ? at + rows : log->size;
		TRY(vault_checkpoint(s->v, log->site, most, true, s->part, ret, ret_note, e));
		if (*ret > at)
			return 0;
	}
	return err_set(e, ERR_TOOBIG,
		       "the log has no signed head within %d entries after entry %lld; such a "
		       "transaction cannot be put on a remote",
		       PACK_ROWS_MAX, (long long)at);
}

static int push_pack(struct put_later *p, const struct vault_log *log, int64_t *at, struct err *e)
{
	struct sync *s = p->s;
	struct hash root;
	struct str note;
	int64_t end;
	arena_clear(s->part);
	TRY(next_head(s, log, *at, &end, &note, e));
	pack_begin(&p->making, log->origin, *at);
	TRY(vault_log_rows(s->v, log->site, *at, end, add_row, &p->making, e));
	pack_end(&p->making, note);
	TRY(root_at(s, log, end, &root, e));
	TRY(put_later(p, name_pack(s, log->origin, *at, end, &root), e));
	s->ret->packs_put++;
	s->ret->entries_put += end - *at;
	TRY(sync_step(s, end - *at, e));
	*at = end;
	return 0;
}

static int push_log(struct sync *s, const struct vault_log *log, struct err *e)
{
	AUTO_PUT_LATER p;
	int64_t at;
	put_later_begin(&p, s);
	TRY(remote_reach(s, log, &at, e));
	while (at < log->size)
		TRY(push_pack(&p, log, &at, e));
	TRY(put_later_end(&p, e));
	if (at > sync_state_log(s, name_log(s, log->origin)))
		sync_state_log_set(s, name_log(s, log->origin), at);
	return 0;
}

int sync_push(struct sync *s, struct err *e)
{
	struct vault_log *logs;
	size_t n;
	struct str ignored;
	TRY(sync_keys_load(s, e));
	/* Durable as a head we never go back on, before any of it leaves. */
	TRY(vault_head_for_others(s->v, s->a, &ignored, e));
	TRY(vault_logs(s->v, s->a, &logs, &n, e));
	for (size_t i = 0; i < n; i++)
		s->of += logs[i].size;
	TRY(push_keys(s, e));
	for (size_t i = 0; i < n; i++)
		TRY(push_log(s, &logs[i], e));
	return 0;
}
