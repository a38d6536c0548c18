/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * order_feed.c - entries in order, opened and read on all processors, given to a projector one by one.
 *
 * Three batches go round: one is applied, one is opened meanwhile, one is loaded.
 */
#include "vault/order_priv.h"

#include "base/pool.h"
#include "vault/authority_priv.h"

enum { FEED_BATCH = 256, FEED_THREADS = 64 };

struct feed_batch {
	const struct authority *roles;
	const struct projector *p;
	struct arena *rows_a;
	struct arena *open_a[FEED_THREADS]; /* one for each worker */
	size_t n;
	int64_t seq[FEED_BATCH];
	struct stored_entry rows[FEED_BATCH];
	struct entry_keys keys[FEED_BATCH];
	struct vault_entry entries[FEED_BATCH];
	void *said[FEED_BATCH]; /* what the projector read of them */
	int rc[FEED_BATCH];
};

struct feed {
	struct vault *v;
	const struct projector *p;
	struct store *into;
	struct stmt *q;
	const struct extents *from, *to;
	bool end;
	struct pool *pool;
	struct arena *scratch;
	struct feed_batch *batch[3];
	vault_progress *progress;
	void *ctx;
	int64_t done;
};

static struct feed_batch *batch_new(int threads, const struct authority *roles,
				    const struct projector *p)
{
	struct feed_batch *b = mem_need(calloc(1, sizeof *b));
	b->roles = roles;
	b->p = p;
	b->rows_a = arena_new(0);
	for (int i = 0; i < threads; i++)
		b->open_a[i] = arena_new(0);
	return b;
}

static void batch_free(struct feed_batch *b, int threads)
{
	arena_free(b->rows_a);
	for (int i = 0; i < threads; i++)
		arena_free(b->open_a[i]);
	wipe(b->keys, sizeof b->keys);
	free(b);
}

/* ---- reading ---- */

static bool is_asked(const struct feed *f, int64_t seq)
{
	const struct extent *from = f->from ? extent_of(f->from, number_site(seq)) : NULL;
	const struct extent *to = extent_of(f->to, number_site(seq));
	return to && number_count(seq) < to->size && (!from || number_count(seq) >= from->size);
}

static int load(struct feed *f, struct feed_batch *b, struct err *e)
{
	b->n = 0;
	arena_clear(b->rows_a);
	while (!f->end && b->n < FEED_BATCH) {
		bool more;
		TRY(stmt_next(f->q, &more, e));
		f->end = !more;
		if (f->end || !is_asked(f, col_int(f->q, 0)))
			continue;
		struct stored_entry *row = &b->rows[b->n];
		b->seq[b->n] = col_int(f->q, 0);
		TRY(entry_row_kept(f->q, 1, b->rows_a, row, e));
		f->done++;
		if (entry_is_head(row->kind))
			continue;
		TRY(entry_keys(f->v, row, REACH_VIEW, &b->keys[b->n], e));
		b->n++;
	}
	return 0;
}

/* ---- opening ---- */

static void know_signer(const struct authority *roles, struct str kid, struct vault_entry *entry)
{
	char text[CLAIM_KID_LEN + 1];
	snprintf(text, sizeof text, "%.*s", STR_FMT(kid));
	const struct grant *g = authority_find(roles, text);
	if (g)
		entry->signer = g->member;
}

static int open_one(struct feed_batch *b, size_t i, struct arena *a, struct err *e)
{
	struct claim_view view;
	TRY(entry_build(b->seq[i], &b->rows[i], &b->keys[i], a, &view, &b->entries[i], e));
	know_signer(b->roles, view.kid, &b->entries[i]);
	b->said[i] = b->p->read ? b->p->read(&b->entries[i], a) : NULL;
	return 0;
}

static void open_nth(void *ctx, size_t i, int worker)
{
	struct feed_batch *b = ctx;
	b->rc[i] = open_one(b, i, b->open_a[worker], NULL);
}

static void begin(struct feed *f, struct feed_batch *b)
{
	for (int i = 0; i < pool_threads(f->pool); i++)
		arena_clear(b->open_a[i]);
	pool_begin(f->pool, b->n, open_nth, b);
}

/* ---- applying ---- */

/* What another site gave and does not open to what it signed is unreadable, and no reason to show nothing
 * (a check names it). In our own log it is damage. */
static int mend(struct feed *f, struct feed_batch *b, size_t i, struct err *e)
{
	int rc = open_one(b, i, b->open_a[0], e);
	if (rc == 0 || number_site(b->seq[i]) == f->v->site)
		return rc;
	b->keys[i].record.open = false;
	return open_one(b, i, b->open_a[0], e);
}

static int apply(struct feed *f, struct feed_batch *b, struct err *e)
{
	for (size_t i = 0; i < b->n; i++) {
		if (b->rc[i] < 0)
			TRY(mend(f, b, i, e));
		arena_clear(f->scratch);
		TRY(f->p->apply(f->p->ctx, f->into, &b->entries[i], b->said[i], f->scratch, e));
	}
	return f->progress ? f->progress(f->ctx, f->done, f->to->all) : 0;
}

static int run(struct feed *f, struct err *e)
{
	struct feed_batch *opened = f->batch[0];
	struct feed_batch *now = f->batch[1];
	struct feed_batch *later = f->batch[2];
	TRY(load(f, now, e));
	opened->n = 0;
	while (now->n || opened->n) {
		begin(f, now);
		int rc = apply(f, opened, e);
		if (rc == 0)
			rc = load(f, later, e);
		pool_join(f->pool);
		TRY(rc);
		struct feed_batch *t = opened;
		opened = now;
		now = later;
		later = t;
	}
	return 0;
}

int order_feed(struct vault *v, struct stmt *q, const struct extents *from,
	       const struct extents *to, const struct projector *p, struct store *into,
	       vault_progress *progress, void *ctx, struct err *e)
{
	AUTO_ARENA *scratch = arena_new(0);
	AUTO_ARENA *roles_a = arena_new(0);
	struct authority roles;
	TRY(authority_load(v, roles_a, &roles, e));
	/* For a handful no thread is worth its beginning. */
	AUTO_POOL *pool = pool_new(to->all < FEED_BATCH ? 1 : 0);
	int threads = pool_threads(pool);
	struct feed f = { .v = v,
			  .p = p,
			  .into = into,
			  .q = q,
			  .from = from,
			  .to = to,
			  .pool = pool,
			  .scratch = scratch,
			  .progress = progress,
			  .ctx = ctx };
	for (int i = 0; i < 3; i++)
		f.batch[i] = batch_new(threads, &roles, p);
	int rc = run(&f, e);
	for (int i = 0; i < 3; i++)
		batch_free(f.batch[i], threads);
	return rc;
}
