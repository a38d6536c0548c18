/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sites.h - several sites of one register, each a scene of its own, that take from each other. */
#ifndef VIGIL_TEST_SITES_H
#define VIGIL_TEST_SITES_H

#include "scene.h"

#include "vault/keyring.h"

enum { SITES_MAX = 4 };

struct sites {
	struct scene s[SITES_MAX];
	int n;
};

static inline void site_join_as(struct scene *s, struct scene *founder, int i, enum vault_role role)
{
	static const struct vault_kdf QUICK = { .ops = 1, .mem = 8u << 20 };
	struct str file;
	memset(s, 0, sizeof *s);
	s->a = arena_new(0);
	check_folder(s->dir, sizeof s->dir, "vigil-site");
	struct str path = str_printf(s->a, "%s/v.vigil", s->dir);
	assert(path.n < sizeof s->path && "room for the name of the vault");
	memcpy(s->path, path.p, path.n);
	must(s,
	     vault_invite(founder->r->v, str_printf(s->a, "Example partner %d", i), role,
			  STR("battery staple"), s->a, &file, &s->e),
	     "invite");
	must(s, reg_join(s->path, file, STR("battery staple"), &QUICK, &s->r, &s->e), "join");
}

static inline void site_join(struct scene *s, struct scene *founder, int i)
{
	site_join_as(s, founder, i, ROLE_OFFICER);
}

static inline void sites_open(struct sites *x, int n)
{
	x->n = n;
	scene_open(&x->s[0]);
	for (int i = 1; i < n; i++)
		site_join(&x->s[i], &x->s[0], i);
}

static inline void sites_close(struct sites *x)
{
	for (int i = 0; i < x->n; i++)
		scene_close(&x->s[i]);
}
#define SITES AUTO(sites_close) struct sites

/* ---- what travels ---- */

struct site_parcel {
	struct arena *a;
	struct log_row *rows;
	size_t n;
};

static inline int site_row(void *ctx, const struct log_row *row, struct err *e)
{
	struct site_parcel *p = ctx;
	(void)e;
	struct log_row *to = &p->rows[p->n++];
	*to = *row;
	to->bytes = str_copy(p->a, row->bytes);
	to->sealed = str_copy(p->a, row->sealed);
	to->src_sealed = str_copy(p->a, row->src_sealed);
	return 0;
}

static inline void site_keys(struct scene *from, struct scene *to, struct vault_take *t)
{
	for (int b = 0; b < VAULT_KEY_BUCKETS; b++) {
		AUTO_BUF buf;
		struct hash h;
		buf_init(&buf, KEYRING_MAX);
		must(from, vault_keys_write(from->r->v, b, &buf, &h, &from->e), "keys");
		if (buf.n)
			must(to, vault_take_keys(t, buf_str(&buf), &to->e), "take keys");
	}
}

/* Everything `from` has and `to` does not, with the keys unless `sealed`. */
static inline struct vault_taken site_give(struct scene *from, struct scene *to, bool keys)
{
	AUTO_VAULT_TAKE t = { 0 };
	AUTO_ARENA *a = arena_new(0);
	struct vault_taken taken;
	struct vault_log *logs;
	size_t n;
	must(from, vault_logs(from->r->v, a, &logs, &n, &from->e), "logs");
	must(to, vault_take_begin(&t, to->r->v, &to->e), "begin to take");
	if (keys)
		site_keys(from, to, &t);
	for (size_t i = 0; i < n; i++) {
		struct site_parcel p = { .a = a };
		struct vault_log here = { .size = 0 };
		struct str note;
		int64_t size;
		int rc = vault_log_by_origin(to->r->v, logs[i].origin, a, &here, NULL);
		if (rc == 0 && here.size >= logs[i].size)
			continue;
		must(from,
		     vault_checkpoint(from->r->v, logs[i].site, logs[i].size, true, a, &size, &note,
				      &from->e),
		     "checkpoint");
		p.rows = NEW_N(a, (size_t)(size - here.size), struct log_row);
		must(from,
		     vault_log_rows(from->r->v, logs[i].site, here.size, size, site_row, &p,
				    &from->e),
		     "rows");
		must(to, vault_take_rows(&t, logs[i].origin, p.rows, p.n, note, &to->e),
		     "take rows");
	}
	must(to, vault_take_commit(&t, &taken, &to->e), "take");
	return taken;
}

/* Until nobody has anything that another one lacks. */
static inline void sites_rest(struct sites *x)
{
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < x->n; i++)
			for (int k = 0; k < x->n; k++)
				if (i != k)
					site_give(&x->s[i], &x->s[k], true);
}

static inline struct hash site_digest(struct scene *s, struct reg *r)
{
	struct projector view = reg_projector(r);
	struct hash h = { { 0 } };
	must(s, view.digest(view.ctx, reg_store(r), &h, &s->e), "digest");
	return h;
}

#endif
