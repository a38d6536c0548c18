/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pull.c - what others put on the remote comes in, in one transaction: keys first, so that what they
 * open can be read, then entries, each log in its order.
 *
 * A pack whose name has the tag of a head that we know holds what we have, and is not read. One that
 * should be known and has another tag is read all the same: it may be the proof of a fork.
 */
#include "sync/sync_priv.h"

#include "base/bytes.h"
#include "ledger/tree.h"

struct puller {
	struct sync *s;
	struct vault_take *take;
	struct vault_log *logs; /* ours, by name on the remote */
	struct str *log_names;
	size_t n_logs;
};

static int begin_once(struct puller *p, struct err *e)
{
	return p->take->v ? 0 : vault_take_begin(p->take, p->s->v, e);
}

/* A fault of what was given is the remote's; anything else is ours. */
static bool is_theirs(int rc)
{
	return rc == ERR_INPUT || rc == ERR_CORRUPT || rc == ERR_TOOBIG || rc == ERR_CONFLICT;
}

/* ---- keys ---- */

static bool is_seen(const struct sync *s, struct str name, const struct hash *h)
{
	struct hash before;
	return sync_state_keys(s, name, &before) && hash_eq(h, &before);
}

static int take_keys(struct puller *p, struct str name, struct str plain, const struct hash *h,
		     struct err *e)
{
	struct sync *s = p->s;
	TRY(begin_once(p, e));
	struct err theirs = { 0 };
	int rc = vault_take_keys(p->take, plain, &theirs);
	if (is_theirs(rc)) {
		err_wrap(&theirs, "%.*s", STR_FMT(name));
		sync_fault(s, &theirs);
		return 0;
	}
	if (rc < 0) {
		*e = theirs;
		return rc;
	}
	sync_state_keys_set(s, name, h);
	return 0;
}

static int pull_bucket(struct puller *p, struct str folder, struct str bucket, struct str hex,
		       struct err *e)
{
	struct sync *s = p->s;
	struct hash now;
	struct str plain;
	bool there;
	struct str name = str_printf(s->a, "%.*s/%.*s", STR_FMT(folder), STR_FMT(bucket));
	if (hex.n != 2 * HASH_LEN || !hex_decode(now.b, HASH_LEN, hex) || is_seen(s, name, &now))
		return 0;
	TRY(sync_get(s, name, &plain, &there, e));
	return there ? take_keys(p, name, plain, &now, e) : 0;
}

/* No index names it: it opens what the index is sealed under. */
static int pull_sync_keys_of(struct puller *p, struct str folder, struct err *e)
{
	struct sync *s = p->s;
	struct str plain;
	bool there;
	struct str name = str_printf(s->a, "%.*s/sync", STR_FMT(folder));
	arena_clear(s->part);
	TRY(sync_get(s, name, &plain, &there, e));
	struct hash now = hash_of(there ? plain : STR(""));
	return there && !is_seen(s, name, &now) ? take_keys(p, name, plain, &now, e) : 0;
}

static int pull_keys_of(struct puller *p, struct str folder, struct err *e)
{
	struct sync *s = p->s;
	struct str index;
	bool there;
	TRY(sync_get(s, str_printf(s->a, "%.*s/index", STR_FMT(folder)), &index, &there, e));
	index = there ? str_copy(s->a, index) : STR("");
	while (index.n) {
		struct str line;
		struct str bucket;
		index = str_cut(index, '\n', &line);
		struct str hash = str_cut(line, ' ', &bucket);
		if (remote_is_name(bucket))
			TRY(pull_bucket(p, folder, bucket, hash, e));
		arena_clear(s->part);
	}
	return 0;
}

static int pull_keys(struct puller *p, struct err *e)
{
	struct sync *s = p->s;
	struct remote_file *f;
	size_t n;
	struct str all = str_printf(s->a, "%.*s/keys", STR_FMT(s->top));
	TRY(s->r->ops->list(s->r, all, s->a, &f, &n, e));
	struct str *of = NEW_N(s->a, n, struct str);
	for (size_t i = 0; i < n; i++) {
		of[i] = str_printf(s->a, "%.*s/%.*s", STR_FMT(all), STR_FMT(f[i].name));
		if (f[i].folder)
			TRY(pull_sync_keys_of(p, of[i], e));
	}
	if (p->take->v)
		TRY(vault_take_keys_open(p->take, e));
	for (size_t i = 0; i < n; i++)
		if (f[i].folder)
			TRY(pull_keys_of(p, of[i], e));
	return 0;
}

/* ---- entries ---- */

static const struct vault_log *log_named(const struct puller *p, struct str name)
{
	for (size_t i = 0; i < p->n_logs; i++)
		if (str_eq(p->log_names[i], name))
			return &p->logs[i];
	return NULL;
}

/* Whether the head that ends this pack is one we have. */
static int is_known(struct puller *p, const struct vault_log *log, const struct pack_name *name,
		    bool *ret, struct err *e)
{
	struct hash root;
	struct vault_tree tree = { p->s->v, log ? log->site : 0 };
	*ret = false;
	if (!log || name->end > log->size)
		return 0;
	struct tile_store tiles = vault_tree_tiles(&tree);
	TRY(tree_root_at(&tiles, name->end, &root, e));
	*ret = str_eq(name->tag, name_tag(p->s, log->origin, name->end, &root));
	return 0;
}

/* One pack into the transaction; *ret_stop when what follows it in this log cannot be taken. */
static int pull_pack(struct puller *p, struct str log, struct str file, const struct pack_name *n,
		     bool *ret_stop, struct err *e)
{
	struct sync *s = p->s;
	struct str plain;
	struct pack pack;
	bool there;
	struct err theirs = { 0 };
	struct str name = str_printf(s->a, "%.*s/log/%.*s/%.*s", STR_FMT(s->top), STR_FMT(log),
				     STR_FMT(file));
	*ret_stop = true;
	arena_clear(s->part);
	TRY(sync_get(s, name, &plain, &there, e));
	if (!there)
		return 0;
	s->ret->packs_read++;
	int rc = pack_read(plain, s->part, &pack, &theirs);
	if (rc == 0 && (pack.first != n->first || pack.first + (int64_t)pack.n != n->end ||
			!str_eq(name_log(s, pack.origin), log)))
		rc = err_set(&theirs, ERR_INPUT, "it holds other entries than its name says");
	if (rc == 0) {
		TRY(begin_once(p, e));
		rc = vault_take_rows(p->take, pack.origin, pack.rows, pack.n, pack.note, &theirs);
	}
	if (is_theirs(rc)) {
		err_wrap(&theirs, "%.*s", STR_FMT(name));
		sync_fault(s, &theirs);
		return 0;
	}
	if (rc < 0) {
		*e = theirs;
		return rc;
	}
	*ret_stop = false;
	return sync_step(s, (int64_t)pack.n, e);
}

static int pull_log(struct puller *p, struct str log, struct err *e)
{
	struct sync *s = p->s;
	struct remote_file *f;
	size_t n;
	int64_t end = 0;
	struct str folder = str_printf(s->a, "%.*s/log/%.*s", STR_FMT(s->top), STR_FMT(log));
	const struct vault_log *ours = log_named(p, log);
	int64_t have = ours ? ours->size : 0;
	TRY(s->r->ops->list(s->r, folder, s->a, &f, &n, e));
	/* Names sort by first entry, so a log comes in its order. */
	for (size_t i = 0; i < n; i++) {
		struct pack_name name;
		bool known;
		bool stop = false;
		if (f[i].folder || !name_pack_parse(f[i].name, &name))
			continue;
		end = name.end > end ? name.end : end;
		TRY(is_known(p, ours, &name, &known, e));
		if (!known && name.first <= have) /* beyond a gap nothing can be checked */
			TRY(pull_pack(p, log, f[i].name, &name, &stop, e));
		if (!known && !stop && name.first <= have && name.end > have)
			have = name.end;
	}
	if (end < sync_state_log(s, log))
		s->ret->remote_has_less = true;
	sync_state_log_set(s, log, end);
	return 0;
}

static int know_our_logs(struct puller *p, struct err *e)
{
	TRY(vault_logs(p->s->v, p->s->a, &p->logs, &p->n_logs, e));
	p->log_names = NEW_N(p->s->a, p->n_logs, struct str);
	for (size_t i = 0; i < p->n_logs; i++)
		p->log_names[i] = name_log(p->s, p->logs[i].origin);
	return 0;
}

static int pull_all(struct puller *p, struct err *e)
{
	struct sync *s = p->s;
	struct remote_file *f;
	size_t n;
	TRY(know_our_logs(p, e));
	TRY(pull_keys(p, e));
	TRY(s->r->ops->list(s->r, str_printf(s->a, "%.*s/log", STR_FMT(s->top)), s->a, &f, &n, e));
	for (size_t i = 0; i < n; i++)
		if (f[i].folder)
			TRY(pull_log(p, f[i].name, e));
	for (size_t i = 0; i < p->n_logs; i++) {
		bool there = false;
		for (size_t k = 0; k < n; k++)
			there |= str_eq(f[k].name, p->log_names[i]);
		if (!there && sync_state_log(s, p->log_names[i]) > 0)
			s->ret->remote_has_less = true;
	}
	arena_clear(s->part); /* the last pack; what follows needs memory of its own */
	return 0;
}

/* What was counted and noted in vain, when it is given again. */
struct pulling {
	struct sync *s;
	struct sync_result was;
	int64_t done;
};

static int give(void *ctx, struct vault_take *t, bool again, struct err *e)
{
	const struct pulling *g = ctx;
	struct puller p = { .s = g->s, .take = t };
	if (again) {
		*g->s->ret = g->was;
		g->s->done = g->done;
		TRY(sync_state_load(g->s, e));
	}
	return pull_all(&p, e);
}

int sync_pull(struct sync *s, struct err *e)
{
	struct pulling g = { s, *s->ret, s->done };
	return vault_take_run(give, &g, &s->ret->taken, e);
}
