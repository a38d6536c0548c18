/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * verify_later.c - signatures of claims that are being taken in, verified on the other processors while
 * this one writes rows and makes the view of them.
 *
 * Two batches: one is verified, one is gathered. The caller helps only when more is gathered than may wait.
 */
#include "vault/taking_priv.h"

#include "base/pool.h"

enum { BATCH_MIN = 1024, BATCH_BYTES = 16 << 20 };

struct job {
	uint8_t public[KEY_LEN];
	struct str jwt;
	bool holds;
};

struct batch {
	struct arena *a;
	struct job *jobs;
	size_t n, cap, bytes;
};

struct later {
	struct pool *pool;
	struct batch batch[2];
	int gathered; /* the one that is; the other is being verified, or empty */
	bool fails;
};

struct later *later_new(void)
{
	struct later *l = calloc(1, sizeof *l);
	if (!l)
		die("out of memory");
	l->pool = pool_new(0);
	for (int i = 0; i < 2; i++)
		l->batch[i].a = arena_new(0);
	return l;
}

static void verify_nth(void *ctx, size_t i, int worker)
{
	struct batch *b = ctx;
	(void)worker;
	b->jobs[i].holds = claim_verify(b->jobs[i].jwt, b->jobs[i].public, NULL) == 0;
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
	pool_free(l->pool);
	for (int i = 0; i < 2; i++)
		arena_free(l->batch[i].a);
	free(l);
}

void later_go(struct later *l)
{
	struct batch *b = &l->batch[l->gathered];
	finish(l);
	if (!b->n)
		return;
	l->gathered = !l->gathered;
	pool_begin(l->pool, b->n, verify_nth, b);
}

void later_add(struct later *l, const uint8_t public[static KEY_LEN], struct str jwt)
{
	struct batch *b = &l->batch[l->gathered];
	b->jobs = arena_grow(b->a, b->jobs, b->n, &b->cap, sizeof *b->jobs);
	struct job *j = &b->jobs[b->n++];
	memcpy(j->public, public, KEY_LEN);
	j->jwt = str_copy(b->a, jwt);
	b->bytes += jwt.n;
	if (b->bytes >= BATCH_BYTES || (b->n >= BATCH_MIN && pool_is_done(l->pool)))
		later_go(l);
}

bool later_hold(struct later *l)
{
	later_go(l);
	finish(l);
	return !l->fails;
}
