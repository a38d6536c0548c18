/* SPDX-License-Identifier: GPL-3.0-or-later */
/* take.c - taking in what came from elsewhere: the transaction, and one run of rows. */
#include "vault/taking_priv.h"
#include "vault/author_priv.h"
#include "vault/compartment_priv.h"
#include "vault/keyring_priv.h"

#include <malloc.h>

int vault_take_begin(struct vault_take *ret, struct vault *v, struct err *e)
{
	struct take *t = mem_need(calloc(1, sizeof *t));
	*ret = (struct vault_take){ v, t, ret->verify_later };
	if (ret->verify_later)
		vault_take_verify_later(ret);
	t->v = v;
	t->keep = arena_new((size_t)8 << 30);
	t->fold = arena_new((size_t)8 << 30);
	t->a = arena_new((size_t)8 << 30);
	t->later_a = arena_new((size_t)8 << 30);
	t->first_seq = -1;
	t->own = own_log_save(v);
	verifier_begin(&t->verifier);
	TRY(vault_begin(&t->tx, v, e));
	return keyring_take_begin(&t->keys, v, e);
}

void vault_take_done(struct vault_take *take)
{
	struct take *t = take->p;
	if (!t)
		return;
	for (size_t i = 0; i < t->n_logs; i++)
		free(t->logs[i]->recorded);
	if (!t->committed)
		own_log_restore(t->v, &t->own);
	bool again = !t->committed && t->tx.v;
	wipe(&t->own, sizeof t->own);
	keyring_take_done(&t->keys);
	vault_tx_done(&t->tx);
	/* Without those that came and are not kept. One that cannot be opened now is shut, no more. */
	if (again && group_compartments_open(t->v, NULL) < 0)
		t->v->n_ckeys = 0;
	verifier_done(&t->verifier);
	later_free(t->later_signed);
	arena_free(t->keep);
	arena_free(t->fold);
	arena_free(t->a);
	arena_free(t->later_a);
	free(t);
	malloc_trim(0);
	*take = (struct vault_take){ NULL, NULL, false };
}

void vault_take_verify_later(struct vault_take *t)
{
	t->p->later_signed = later_new();
}

bool vault_take_unproven(const struct vault_take *t)
{
	return t->p && t->p->unproven;
}

static int run_once(struct vault_take *t, vault_take_give *give, void *ctx, bool again,
		    struct vault_taken *ret, struct err *e)
{
	TRY(give(ctx, t, again, e));
	return t->v ? vault_take_commit(t, ret, e) : 0;
}

int vault_take_run(vault_take_give *give, void *ctx, struct vault_taken *ret, struct err *e)
{
	for (bool again = false;; again = true) {
		AUTO_VAULT_TAKE t = { .verify_later = !again };
		int rc = run_once(&t, give, ctx, again, ret, e);
		/* Somebody's log holds a claim that its key did not sign: what stands before it is taken all the
		 * same, and one forger does not keep everybody's entries from us. */
		if (rc == 0 || again || !vault_take_unproven(&t))
			return rc;
	}
}

int vault_take_keys(struct vault_take *t, struct str bytes, struct err *e)
{
	t->p->keys_came = true;
	TRY(take_flush(t->p, e));
	return keyring_take(&t->p->keys, bytes, e);
}

int vault_take_keys_open(struct vault_take *t, struct err *e)
{
	if (!t->p->keys_came)
		return 0;
	t->p->keys_came = false;
	return group_compartments_open(t->p->v, e);
}

/* ---- one run of rows ---- */

struct run {
	struct take_log *l;
	const struct log_row *rows;
	size_t n;
	struct hash *leaves;
	struct checkpoint head;
	struct note note;
	struct str text;     /* of the note */
	struct take_cut cut; /* the tree with the rows */
};

static int read_run(struct run *r, struct arena *a, struct err *e)
{
	char bytes[ENTRY_MAX];
	TRY(note_parse(r->text, a, &r->note, e));
	TRY(checkpoint_parse(r->note.text, &r->head, e));
	if (!str_eq(r->head.origin, r->l->origin) ||
	    r->head.size != r->rows[0].index + (int64_t)r->n || r->head.size > NUMBER_COUNT_MAX)
		return err_set(e, ERR_INPUT, "the head is not that of these rows");
	r->leaves = NEW_N(a, r->n, struct hash);
	for (size_t i = 0; i < r->n; i++) {
		struct hash h = hash_of(r->rows[i].bytes);
		if (r->rows[i].index != r->rows[0].index + (int64_t)i)
			return err_set(e, ERR_INPUT, "the rows do not follow each other");
		r->leaves[i] = tree_leaf(entry_write(bytes, r->rows[i].kind, &h));
	}
	return 0;
}

/* The rows are what the head says, if what stands before them is what we have. */
static int check_root(struct run *r, struct err *e)
{
	struct tile_store tiles = take_tiles(&r->cut, r->l, r->rows[0].index);
	struct tree *tree = NEW(r->l->t->a, struct tree);
	TRY(tree_open(tree, &tiles, r->rows[0].index, e));
	TRY(tree_append(tree, r->leaves, r->n, e));
	struct hash root = tree_root(tree);
	if (!hash_eq(&root, &r->head.root))
		return err_set(e, ERR_CORRUPT,
			       "the entries up to %lld do not have the root that was signed",
			       (long long)r->head.size);
	return 0;
}

/* The first row that is another than the one we have at its place, or -1. */
static int first_other(struct run *r, int64_t *ret, struct err *e)
{
	struct take_cut cut;
	struct tile_store tiles = take_tiles(&cut, r->l, r->l->staged);
	*ret = -1;
	for (size_t i = 0; i < r->n && r->rows[i].index < r->l->staged; i++) {
		struct hash ours;
		TRY(tree_leaf_at(&tiles, r->rows[i].index, &ours, e));
		if (!hash_eq(&ours, &r->leaves[i])) {
			*ret = r->rows[i].index;
			return 0;
		}
	}
	return 0;
}

/* Under a key of the log, as far as we know its keys. */
static int check_signed(const struct run *r, struct err *e)
{
	struct take_log *l = r->l;
	struct take *t = l->t;
	struct authors keys;
	TRY(authors_of(t->v, l->site, t->a, &keys, e));
	return authors_note(&keys, &r->note, r->head.size, e);
}

/* Another history of a log that we have: kept as evidence, and not taken. Unless it is our own. */
static int another_past(struct run *r, int64_t at, struct err *e)
{
	struct take_log *l = r->l;
	int64_t fork;
	bool is_new;
	if (at >= l->size)
		return err_set(e, ERR_CORRUPT, "it is not the entry that was given before");
	TRY(check_signed(r, e));
	TRY(fork_keep(l->t->v, l->site, l->origin, at + 1, r->text, &fork, &is_new, e));
	l->t->sum.forks += is_new;
	return l->own ? own_go_back(l, at, fork, e) : 0;
}

/* Whether all imports among the rows are of entries that are here. */
static int needs_nothing(const struct run *r, size_t from, bool *ret, struct err *e)
{
	*ret = true;
	for (size_t i = from; *ret && i < r->n; i++) {
		struct checkpoint c;
		struct take_log *other;
		if (r->rows[i].kind != ENTRY_IMPORT ||
		    checkpoint_parse(r->rows[i].bytes, &c, e) < 0)
			continue; /* judged to be none, later */
		TRY(take_log_find(r->l->t, c.origin, &other, e));
		*ret = other && c.size <= other->size;
	}
	return 0;
}

static int stage(struct run *r, size_t from, struct err *e)
{
	struct take_log *l = r->l;
	take_tiles_keep(&r->cut);
	TRY(take_stage(l, r->rows + from, r->n - from, e));
	take_note_add(l, &r->head, r->text);
	return 0;
}

static bool only_claims(const struct run *r, size_t from)
{
	for (size_t i = from; i < r->n; i++)
		if (r->rows[i].kind != ENTRY_CLAIM)
			return false;
	return true;
}

/* At once, when nothing keeps it waiting. *ret_done: it was taken. */
static int take_now(struct run *r, size_t from, bool *ret_done, struct err *e)
{
	struct take_log *l = r->l;
	struct take *t = l->t;
	enum admission a = ADMITTED;
	struct str vkey = STR_NULL;
	size_t done = 0;
	*ret_done = false;
	if (!l->known)
		TRY(take_admit(l, &r->rows[from], &a, &vkey, e));
	if (a != ADMITTED)
		return 0;
	TRY(needs_nothing(r, from, ret_done, e));
	if (!*ret_done)
		return 0;
	*ret_done = false;
	size_t n = r->n - from;
	bool later = only_claims(r, from);
	if (!later)
		TRY(take_flush(t, e));
	int64_t *recorded = NEW_N(t->a, n, int64_t);
	size_t notes = l->n_notes;
	take_note_add(l, &r->head, r->text);
	t->leave = later;
	int rc = take_judge(l, vkey, r->rows + from, n, recorded, &done, e);
	t->leave = false;
	if (rc < 0 || done < n) {
		l->n_notes = notes;
		take_fold_forget(t);
		char number[NUMBER_TEXT_MAX];
		return rc < 0 ? err_wrap(e, "entry %s",
					 number_text(number_of(l->site,
							       r->rows[from].index + (int64_t)done),
						     1, number))
			      : 0;
	}
	TRY(take_know(l, vkey, e));
	assert(!t->n_later && "put while these were verified");
	TRY(take_accept(l, r->rows + from, n, recorded, later ? PUT_LATER : PUT_NOW, e));
	take_tiles_keep(&r->cut);
	*ret_done = true;
	return take_accept_end(l, r->head.size, e);
}

/* Nobody but a copy of this vault can sign a head of our log: before anything is given up for it. Its keys
 * may have changed since in entries that are among the rows. */
static int must_be_ours(struct run *r, size_t from, struct err *e)
{
	struct take_log *l = r->l;
	struct take *t = l->t;
	struct err ignored;
	size_t done = 0;
	if (check_signed(r, &ignored) == 0)
		return 0;
	int64_t *recorded = NEW_N(t->a, r->n - from, int64_t);
	size_t notes = l->n_notes;
	take_note_add(l, &r->head, r->text);
	int rc = take_judge(l, STR_NULL, r->rows + from, r->n - from, recorded, &done, e);
	l->n_notes = notes;
	take_fold_forget(t);
	TRY(rc);
	return done == r->n - from
		       ? 0
		       : err_set(e, ERR_CORRUPT, "the head is not signed by a key of our log");
}

static int take_run(struct run *r, struct err *e)
{
	struct take_log *l = r->l;
	struct take *t = l->t;
	int64_t first = r->rows[0].index;
	int64_t other;
	bool done = false;
	TRY(read_run(r, t->a, e));
	if (first > l->staged) { /* what stands before was withheld */
		t->sum.waiting += (int64_t)r->n;
		return 0;
	}
	TRY(check_root(r, e));
	TRY(first_other(r, &other, e));
	if (other >= 0 || l->own)
		TRY(take_flush(t, e));
	if (other >= 0)
		TRY(another_past(r, other, e));
	if (r->head.size <= l->staged || (other >= 0 && !t->back))
		return 0;
	size_t from = (size_t)(l->staged - first);
	if (l->own) { /* whoever has more of our own log has it from a copy of this vault */
		TRY(must_be_ours(r, from, e));
		TRY(own_go_back(l, l->size, 0, e));
	}
	if (l->staged == l->size)
		TRY(take_now(r, from, &done, e));
	return done ? 0 : stage(r, from, e);
}

int vault_take_rows(struct vault_take *take, struct str origin, const struct log_row *rows,
		    size_t n, struct str note, struct err *e)
{
	struct take *t = take->p;
	struct run r = { .rows = rows, .n = n, .text = note };
	if (n == 0)
		return 0;
	if (note.n == 0) { /* nothing says that they are of this log */
		t->sum.waiting += (int64_t)n;
		return 0;
	}
	arena_clear(t->a);
	TRY(vault_take_keys_open(take, e));
	TRY(take_log_of(t, origin, &r.l, e));
	return take_run(&r, e);
}

/* ---- the end ---- */

static int take_rest(struct vault_take *take, struct err *e)
{
	struct take *t = take->p;
	bool for_shown;
	TRY(take_flush(t, e));
	malloc_trim(0); /* rows are read in and packs gone; the view needs other memory */
	TRY(vault_take_keys_open(take, e));
	TRY(take_settle(t, e));
	TRY(keyring_take_end(&t->keys, &for_shown, e));
	if (t->back)
		TRY(own_begin_again(t, e));
	TRY(take_import(t, e));
	if (t->back)
		TRY(own_enter_again(t, e));
	if (t->later_signed)
		later_poll(t->later_signed);
	return take_show(t, for_shown || t->higher, e);
}

int vault_take_commit(struct vault_take *take, struct vault_taken *ret, struct err *e)
{
	struct take *t = take->p;
	int rc = take_rest(take, e);
	/* Whatever failed may have failed by a claim that is not what it seems. */
	t->unproven = t->later_signed && !later_hold(t->later_signed);
	if (t->unproven)
		return err_set(e, ERR_CORRUPT, "a claim is not signed by the key that it names");
	TRY(rc);
	TRY(vault_commit(&t->tx, e));
	*ret = t->sum;
	t->committed = true;
	vault_take_done(take);
	return 0;
}
