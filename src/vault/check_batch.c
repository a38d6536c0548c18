/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_batch.c - a run of entries of one log: read, verified together, judged in order. */
#include "vault/check_priv.h"
#include "vault/author_priv.h"

static const struct sql ENTRIES =
	SQL("SELECT seq, " ENTRY_COLUMNS " FROM ledger_entry WHERE seq >= :from AND seq < :to"
	    " ORDER BY seq");
static const struct sql HEADS =
	SQL("SELECT size, root, note FROM ledger_checkpoint WHERE site = :site AND size > :from"
	    " AND size <= :to ORDER BY size");

void check_batch_init(struct check_batch *b)
{
	b->a = arena_new(0);
	b->rows = calloc(CHECK_BATCH, sizeof *b->rows);
	b->jobs = calloc(CHECK_BATCH, sizeof *b->jobs);
	b->heads = calloc(CHECK_BATCH, sizeof *b->heads);
	if (!b->rows || !b->jobs || !b->heads)
		die("out of memory");
}

void check_batch_done(struct check_batch *b)
{
	wipe(b->jobs, CHECK_BATCH * sizeof *b->jobs);
	free(b->rows);
	free(b->jobs);
	free(b->heads);
	arena_free(b->a);
}

/* ---- reading ---- */

static int job_for(struct checker *c, int64_t seq, const struct stored_entry *row,
		   struct verify_job *job, struct err *e)
{
	const struct author_key *k;
	char kid[CLAIM_KID_LEN + 1];
	if (number_count(seq) == 0 && row->kind != ENTRY_KEY)
		return err_set(e, ERR_CORRUPT, "a log begins with the key of who writes it");
	TRY(claim_is_short(row->bytes) ? claim_short_kid(row->bytes, kid, e)
				       : claim_read_kid(row->bytes, kid, e));
	TRY(author_find(c->authors.keys, c->authors.n, seq, kid, &k, e));
	*job = (struct verify_job){ .public = k->public, .row = *row };
	return entry_keys(c->v, row, REACH_MEMBER, &job->keys, e);
}

static int load_heads(struct checker *c, struct check_batch *b, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(c->v->st, &HEADS, &q, e));
	bind_int(q, ":site", c->site);
	bind_int(q, ":from", b->first);
	bind_int(q, ":to", b->first + (int64_t)b->n);
	for (;;) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		struct check_head *h = &b->heads[b->n_heads++];
		h->size = col_int(q, 0);
		TRY(col_blob(q, 1, h->root.b, HASH_LEN, e));
		h->note = col_copy(q, 2, b->a);
	}
}

int check_batch_load(struct checker *c, struct check_batch *b, int64_t first, struct err *e)
{
	AUTO_STMT *q = NULL;
	int64_t to = first + CHECK_BATCH < c->size ? first + CHECK_BATCH : c->size;
	char number[NUMBER_TEXT_MAX];
	arena_clear(b->a);
	b->c = c;
	b->first = first;
	b->n = b->n_jobs = b->n_heads = 0;
	b->failed = CHECK_BATCH;
	TRY(store_stmt(c->v->st, &ENTRIES, &q, e));
	bind_int(q, ":from", number_of(c->site, first));
	bind_int(q, ":to", number_of(c->site, to));
	for (int64_t i = first; i < to; i++) {
		int64_t seq = number_of(c->site, i);
		struct stored_entry *row = &b->rows[b->n];
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more || col_int(q, 0) != seq)
			return err_set(e, ERR_CORRUPT, "entry %s is missing",
				       number_text(seq, 1, number));
		TRY(entry_row_kept(q, 1, b->a, row, e));
		b->n++;
		if (entry_is_head(row->kind) || b->failed < CHECK_BATCH)
			continue;
		/* Said in its turn: something before it may be worse. */
		if (job_for(c, seq, row, &b->jobs[b->n_jobs], &b->why) < 0)
			b->failed = b->n - 1;
		else
			b->n_jobs++;
	}
	return load_heads(c, b, e);
}

/* ---- at once ---- */

static int verify_head(const struct check_batch *b, const struct check_head *h, struct arena *a,
		       struct err *e)
{
	struct note n;
	struct checkpoint cp;
	arena_clear(a);
	TRY(note_parse(h->note, a, &n, e));
	TRY(checkpoint_parse(n.text, &cp, e));
	if (cp.size != h->size || !hash_eq(&cp.root, &h->root) ||
	    !str_eq(cp.origin, b->c->authors.origin))
		return err_set(e, ERR_CORRUPT, "a head is not what its note says");
	return authors_note(&b->c->authors, &n, h->size, e);
}

static void verify_nth(void *ctx, size_t i, int worker)
{
	struct check_batch *b = ctx;
	struct arena *a = b->c->verifier.scratch[worker];
	if (i < b->n_jobs) {
		b->jobs[i].rc = verify_one(&b->jobs[i], a, NULL);
	} else {
		struct check_head *h = &b->heads[i - b->n_jobs];
		h->rc = verify_head(b, h, a, NULL);
	}
}

void check_batch_begin(struct checker *c, struct check_batch *b)
{
	pool_begin(c->verifier.pool, b->n_jobs + b->n_heads, verify_nth, b);
}

/* ---- in order ---- */

/* `at` follows from the entry and from those before it (log.h). */
static int check_place(struct checker *c, const struct stored_entry *row, int64_t at, struct err *e)
{
	int64_t must = at > c->at ? at : c->at;
	if (at < 0 ? row->at < c->at : row->at != must)
		return err_set(e, ERR_CORRUPT, "it does not stand in its place in time");
	c->at = row->at;
	return 0;
}

static int check_import(struct checker *c, const struct stored_entry *row, struct err *e)
{
	struct checkpoint cp;
	struct hash root;
	int64_t site;
	int64_t at;
	TRY(checkpoint_parse(row->bytes, &cp, e));
	if (log_site_of(c->v, cp.origin, &site, e) < 0 || site == c->site ||
	    vault_root(c->v, number_of(site, cp.size), &root, e) < 0 || !hash_eq(&root, &cp.root))
		return err_set(e, ERR_CORRUPT, "it imports a head of a log that is not here");
	TRY(log_last_at(c->v, site, cp.size, &at, e));
	return check_place(c, row, at + 1, e);
}

/* Few: they are opened once more, on this thread. */
static int check_role(struct checker *c, int64_t seq, const struct stored_entry *row, struct err *e)
{
	struct vault_entry entry;
	struct claim_view view;
	struct arena *a = c->verifier.scratch[0];
	arena_clear(a);
	TRY(entry_open(c->v, seq, row, REACH_VIEW, a, &view, &entry, e));
	return authority_entry(&c->roles, &c->authors, &entry, &view, a, e);
}

static int check_claim(struct checker *c, const struct stored_entry *row, struct verify_job *job,
		       struct err *e)
{
	if (job->rc < 0 && verify_one(job, c->verifier.scratch[0], e) == 0)
		die("an entry was judged in two ways");
	if (job->rc < 0)
		return ERR_CORRUPT;
	c->r->signatures++;
	c->r->sealed += 1 + (row->src_grp != 0);
	c->r->unreadable += !job->keys.record.open +
			    (job->keys.record.open && row->src_grp && !job->keys.source.open);
	return check_place(c, row, job->recorded, e);
}

static int check_row(struct checker *c, int64_t seq, const struct stored_entry *row,
		     struct verify_job *job, struct hash *ret_leaf, struct err *e)
{
	char bytes[ENTRY_MAX];
	if (c->ended)
		return err_set(e, ERR_CORRUPT, "it stands after the end of its log");
	if (entry_is_head(row->kind)) {
		struct hash h = hash_of(row->bytes);
		*ret_leaf = tree_leaf(entry_write(bytes, row->kind, &h));
		c->ended = row->kind == ENTRY_END;
		return c->ended ? check_place(c, row, 0, e) : check_import(c, row, e);
	}
	TRY(check_claim(c, row, job, e));
	if (row->kind != ENTRY_CLAIM)
		TRY(check_role(c, seq, row, e));
	*ret_leaf = tree_leaf(entry_write(bytes, row->kind, &job->hash));
	return 0;
}

static int check_head(struct checker *c, const struct check_batch *b, const struct check_head *h,
		      struct err *e)
{
	struct hash root = tree_root(c->tree);
	if (h->rc < 0 && verify_head(b, h, c->verifier.scratch[0], e) == 0)
		die("a head was judged in two ways");
	if (h->rc < 0)
		return ERR_CORRUPT;
	if (!hash_eq(&root, &h->root))
		return err_set(e, ERR_CORRUPT,
			       "the signed head is not the root of the entries before it");
	c->r->checkpoints++;
	c->last_head = h->size;
	return 0;
}

/* The tree grows from head to head, so that each touched tile is compared once. */
static int grow_to(struct checker *c, const struct hash *leaves, int64_t first, int64_t size,
		   struct err *e)
{
	return tree_append(c->tree, leaves + (c->tree->size - first),
			   (size_t)(size - c->tree->size), e);
}

static int check_heads(struct checker *c, struct check_batch *b, const struct hash *leaves,
		       int64_t *ret_at, struct err *e)
{
	for (size_t i = 0; i < b->n_heads; i++) {
		const struct check_head *h = &b->heads[i];
		*ret_at = h->size - 1;
		TRY(grow_to(c, leaves, b->first, h->size, e));
		TRY(check_head(c, b, h, e));
	}
	*ret_at = b->first + (int64_t)b->n - 1;
	return grow_to(c, leaves, b->first, b->first + (int64_t)b->n, e);
}

int check_batch_judge(struct checker *c, struct check_batch *b, struct err *e)
{
	struct verify_job *job = b->jobs;
	struct hash *leaves = NEW_N(b->a, b->n, struct hash);
	char number[NUMBER_TEXT_MAX];
	int rc = 0;
	int64_t at = b->first;
	for (size_t i = 0; rc == 0 && i < b->n; i++) {
		at = b->first + (int64_t)i;
		if (i == b->failed) {
			*e = b->why;
			rc = ERR_CORRUPT;
			break;
		}
		rc = check_row(c, number_of(c->site, at), &b->rows[i], job, &leaves[i], e);
		job += !entry_is_head(b->rows[i].kind);
		c->r->entries++;
	}
	if (rc == 0)
		rc = check_heads(c, b, leaves, &at, e);
	if (rc == 0)
		return 0;
	err_wrap(e, "entry %s", number_text(number_of(c->site, at), 1, number));
	if (rc != ERR_IO && rc != ERR_BUSY && e)
		e->code = rc = ERR_CORRUPT;
	return rc;
}
