/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * verify_later.c - signatures of claims that are being taken in, verified on the other processors while
 * this one writes rows and makes the view of them.
 *
 * Two batches: one is verified, one is gathered. The caller helps only when more is gathered than may wait. What
 * waits does so in the short form, half as large.
 */
#include "vault/taking_priv.h"

#include "base/pool.h"

enum { BATCH_MIN = 1024, BATCH_BYTES = 16 << 20 };

struct job {
	uint8_t public[KEY_LEN];
	struct str kept; /* the JWT, or its short form */
	bool holds;
};

struct batch {
	struct arena *a;
	struct job *jobs;
	size_t n, cap, bytes;
};

struct later {
	struct pool *pool;
	struct arena *scratch[POOL_THREADS_MAX];
	struct batch batch[2];
	int gathered; /* the one that is; the other is being verified, or empty */
	bool fails;
};

struct later *later_new(void)
{
	struct later *l = mem_need(calloc(1, sizeof *l));
	l->pool = pool_new(0);
	for (int i = 0; i < pool_threads(l->pool); i++)
		l->scratch[i] = arena_new(0);
	for (int i = 0; i < 2; i++)
		l->batch[i].a = arena_new(0);
	return l;
}

static void verify_nth(void *ctx, size_t i, int worker)
{
	struct later *l = ctx;
	struct job *j = &l->batch[!l->gathered].jobs[i];
	struct arena *a = l->scratch[worker];
	struct str jwt = j->kept;
	arena_clear(a);
	j->holds = (!claim_is_short(jwt) || claim_lengthen(jwt, a, &jwt, NULL) == 0) &&
		   claim_verify(jwt, j->public, NULL) == 0;
}

/* Help until what is being verified is. */
static void finish(struct later *l)
{
	struct batch *b = &l->batch[!l->gathered];
	if (!b->n)
		return;
	pool_join(l->pool);
	for (size_t i = 0; i < b->n; i++)
		l->fails |= !b->jobs[i].holds;
	*b = (struct batch){ .a = b->a };
	arena_clear(b->a);
}

void later_free(struct later *l)
{
	if (!l)
		return;
	l->batch[l->gathered].n = 0; /* nobody asks any more */
	finish(l);
	for (int i = 0; i < pool_threads(l->pool); i++)
		arena_free(l->scratch[i]);
	pool_free(l->pool);
	for (int i = 0; i < 2; i++)
		arena_free(l->batch[i].a);
	free(l);
}

/* Begin with what was gathered, after helping with what was begun before. */
static void go(struct later *l)
{
	struct batch *b = &l->batch[l->gathered];
	finish(l);
	if (!b->n)
		return;
	l->gathered = !l->gathered;
	pool_begin(l->pool, b->n, verify_nth, l);
}

void later_add(struct later *l, const uint8_t public[static KEY_LEN], struct str jwt)
{
	uint8_t room[CLAIM_SHORT_MAX];
	struct batch *b = &l->batch[l->gathered];
	b->jobs = arena_grow(b->a, b->jobs, b->n, &b->cap, sizeof *b->jobs);
	struct job *j = &b->jobs[b->n++];
	memcpy(j->public, public, KEY_LEN);
	struct str kept = jwt;
	if (claim_shorten(jwt, room, &kept.n))
		kept.p = (const char *)room;
	j->kept = str_copy(b->a, kept);
	b->bytes += kept.n;
	if (b->bytes >= BATCH_BYTES || (b->n >= BATCH_MIN && pool_is_done(l->pool)))
		go(l);
}

void later_poll(struct later *l)
{
	if (pool_is_done(l->pool))
		go(l);
}

bool later_hold(struct later *l)
{
	go(l);
	finish(l);
	return !l->fails;
}
