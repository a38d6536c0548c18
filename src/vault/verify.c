/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * verify.c - signatures and sealed parts of many entries, on all processors.
 *
 * Keys are looked up before, one after the other; what is done at once reads its job and nothing else.
 */
#include "vault/take_priv.h"

#include "base/clock.h"
#include "base/pool.h"

void verifier_begin(struct verifier *r)
{
	r->pool = pool_new(0);
	for (int i = 0; i < pool_threads(r->pool); i++)
		r->scratch[i] = arena_new(0);
}

void verifier_done(struct verifier *r)
{
	for (int i = 0; r->pool && i < pool_threads(r->pool); i++)
		arena_free(r->scratch[i]);
	pool_free(r->pool);
	r->pool = NULL;
}

static int open_parts(struct verify_job *j, const struct stored_entry *row, struct arena *a,
		      struct err *e)
{
	struct claim_view view;
	struct str recorded = STR("");
	TRY(entry_view(row, &j->keys, a, &view, e));
	j->hash = view.hash;
	if (!j->keys.record.open)
		return 0;
	j->recorded = 0; /* one that says nothing of when stands where its log puts it */
	json_str(claim_value(&view, STR("recorded")), &recorded);
	if (recorded.n && !clock_parse(recorded, &j->recorded))
		return err_set(e, ERR_CORRUPT, "the recorded time of an entry is no time");
	return 0;
}

int verify_one(struct verify_job *j, struct arena *a, struct err *e)
{
	arena_clear(a);
	j->recorded = -1;
	struct stored_entry row = j->row;
	TRY(entry_lengthen(&row, a, e));
	if (!j->sealed_only)
		TRY(claim_verify(row.bytes, j->public, e));
	return open_parts(j, &row, a, e);
}

static void verify_nth(void *ctx, size_t i, int worker)
{
	const struct verifier *r = ctx;
	r->jobs[i].rc = verify_one(&r->jobs[i], r->scratch[worker], NULL);
}

void verify_begin(struct verifier *r, struct verify_job *jobs, size_t n)
{
	r->jobs = jobs;
	r->n = n;
	pool_begin(r->pool, n, verify_nth, r);
}

size_t verify_end(struct verifier *r, struct err *e)
{
	struct verify_job *jobs = r->jobs;
	size_t n = r->n;
	pool_join(r->pool);
	for (size_t i = 0; i < n; i++) {
		if (jobs[i].rc == 0)
			continue;
		/* Once more, for the words. */
		if (verify_one(&jobs[i], r->scratch[0], e) == 0)
			die("an entry was judged in two ways");
		return i;
	}
	return n;
}
