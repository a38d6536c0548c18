/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sites.h - a few sites of one register that take from each other whole, with a view that shows nothing. */
#ifndef VIGIL_TEST_VAULT_SITES_H
#define VIGIL_TEST_VAULT_SITES_H

#include "check.h"

#include <unistd.h>

#include "vault/keyring.h"
#include "vault/keyring_priv.h"
#include "vault/vault_priv.h"

static inline int view_nothing(void *ctx, struct store *st, struct err *e)
{
	(void)ctx;
	(void)st;
	(void)e;
	return 0;
}
static inline int view_apply(void *ctx, struct store *st, const struct vault_entry *entry,
			     void *said, struct arena *a, struct err *e)
{
	(void)entry;
	(void)said;
	(void)a;
	return view_nothing(ctx, st, e);
}
static const struct projector VIEW = { .reset = view_nothing,
				       .apply = view_apply,
				       .settle = view_nothing };
static const struct vault_kdf LIGHT = { 1, (size_t)8 << 20 };

struct sites {
	char dir[64];
	struct vault *v[4];
	struct arena *a;
	struct err e;
};

static inline const char *path_of(struct sites *s, int i)
{
	return str_printf(s->a, "%s/%d.vigil", s->dir, i).p;
}

static inline void sites_open(struct sites *s)
{
	memset(s, 0, sizeof *s);
	check_folder(s->dir, sizeof s->dir, "vigil-keys");
	s->a = arena_new(0);
	CHECK_OK(vault_create(path_of(s, 0), STR("correct horse"), STR("Example officer"), &LIGHT,
			      &VIEW, &s->v[0], &s->e),
		 &s->e);
}

static inline void sites_close(struct sites *s)
{
	static const char *const ENDS[] = { "", "-wal", "-shm", ".keys" };
	for (int i = 0; i < 4; i++) {
		vault_close(s->v[i]);
		for (size_t k = 0; k < COUNT(ENDS); k++)
			unlink(str_printf(s->a, "%s%s", path_of(s, i), ENDS[k]).p);
	}
	rmdir(s->dir);
	arena_free(s->a);
}
#define SITES AUTO(sites_close) struct sites

static inline int join(struct sites *s, int i, enum vault_role role)
{
	struct str file;
	TRY(vault_invite(s->v[0], STR("Example partner"), role, STR("battery staple"), s->a, &file,
			 &s->e));
	return vault_join(path_of(s, i), file, STR("battery staple"), &LIGHT, &VIEW, &s->v[i],
			  &s->e);
}

static inline struct str keys_of(struct sites *s, int i, int bucket, struct hash *ret_hash)
{
	AUTO_BUF b;
	buf_init(&b, KEYRING_MAX);
	CHECK_OK(vault_keys_write(s->v[i], bucket, &b, ret_hash, &s->e), &s->e);
	return buf_copy(&b, s->a);
}

/* All buckets of `from` into `to`, in one transaction. */
static inline int give(struct sites *s, int from, int to, bool *ret_for_shown)
{
	AUTO_TX tx = { 0 };
	AUTO(keyring_take_done) struct keyring_take t = { 0 };
	struct hash h;
	TRY(tx_begin(&tx, s->v[to]->st, &s->e));
	TRY(keyring_take_begin(&t, s->v[to], &s->e));
	for (int b = 0; b <= VAULT_KEY_BUCKET_SYNC; b++)
		TRY(keyring_take(&t, keys_of(s, from, b, &h), &s->e));
	TRY(keyring_take_end(&t, ret_for_shown, &s->e));
	return tx_commit(&tx, &s->e);
}

static const struct id WHO = { { 9, 9, 9 } };

struct rows {
	struct arena *a;
	struct log_row list[128];
	size_t n;
};

static inline int keep_row(void *ctx, const struct log_row *row, struct err *e)
{
	struct rows *x = ctx;
	(void)e;
	assert(x->n < COUNT(x->list));
	struct log_row *to = &x->list[x->n++];
	*to = *row;
	to->bytes = str_copy(x->a, row->bytes);
	to->sealed = str_copy(x->a, row->sealed);
	to->src_sealed = str_copy(x->a, row->src_sealed);
	return 0;
}

/* Rows and keys, as a sync gives them. */
static inline struct vault_taken sync_taken(struct sites *s, int from, int to)
{
	struct vault_log *logs;
	struct vault_taken taken = { 0 };
	struct hash h;
	size_t n;
	AUTO_VAULT_TAKE t = { 0 };
	CHECK_OK(vault_logs(s->v[from], s->a, &logs, &n, &s->e), &s->e);
	CHECK_OK(vault_take_begin(&t, s->v[to], &s->e), &s->e);
	for (int b = 0; b <= VAULT_KEY_BUCKET_SYNC; b++) {
		struct str keys = keys_of(s, from, b, &h);
		if (keys.n)
			CHECK_OK(vault_take_keys(&t, keys, &s->e), &s->e);
	}
	for (size_t i = 0; i < n; i++) {
		struct rows x = { .a = s->a };
		CHECK_OK(vault_log_rows(s->v[from], logs[i].site, 0, logs[i].size, keep_row, &x,
					&s->e),
			 &s->e);
		CHECK_OK(vault_take_rows(&t, logs[i].origin, x.list, x.n, logs[i].note, &s->e),
			 &s->e);
	}
	CHECK_OK(vault_take_commit(&t, &taken, &s->e), &s->e);
	return taken;
}

static inline void sync_to(struct sites *s, int from, int to)
{
	sync_taken(s, from, to);
}

static inline void sync_both(struct sites *s)
{
	sync_to(s, 0, 1);
	sync_to(s, 1, 0);
	sync_to(s, 0, 1);
}

static inline int say(struct sites *s, int i)
{
	const struct claim_part parts[] = {
		{ .name = STR("kind"), .value = STR("\"statement\"") },
	};
	const struct vault_claim c = {
		.kind = ENTRY_CLAIM, .parts = parts, .n_parts = 1, .subject_group = WHO
	};
	AUTO_VAULT_TX tx = { 0 };
	int64_t seq;
	TRY(vault_begin(&tx, s->v[i], &s->e));
	TRY(vault_append(&tx, &c, &seq, &s->e));
	return vault_commit(&tx, &s->e);
}

#endif
