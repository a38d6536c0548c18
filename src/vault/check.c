/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * check.c - everything that can be checked, and the view made again.
 *
 * The tree is grown anew from the entries and compared with every stored tile and every signed
 * head on the way, so a head that does not extend the one before is found where it stands.
 */
#include "vault/vault_priv.h"

static const struct sql ENTRIES = SQL(
	"SELECT seq, kind, jwt, grp, sealed, src_grp, src_sealed FROM ledger_entry ORDER BY seq");
static const struct sql CHECKPOINTS =
	SQL("SELECT size, root, note FROM ledger_checkpoint ORDER BY size");
static const struct sql TILE = SQL("SELECT hashes FROM tree_tile WHERE level = :level AND n = :n");
static const struct sql TILES = SQL("SELECT coalesce(sum(length(hashes)), 0) / 32 FROM tree_tile");

enum { PROGRESS_EVERY = 256 };

struct checker {
	struct vault *v;
	struct arena *keep; /* the whole check */
	struct arena *a;    /* one entry */
	struct author_key *keys;
	size_t n_keys;
	struct tree *tree;
	struct tile_store compare;
	struct note_key log;
	struct vault_report *r;
	int64_t hashes; /* that the tiles should hold together */
};

/* ---- tiles: instead of writing, compare ---- */

static int no_tile(void *ctx, int level, int64_t n, uint8_t ret[static TILE_BYTES], int *ret_width,
		   struct err *e)
{
	(void)ctx;
	(void)ret;
	(void)ret_width;
	return err_set(e, ERR_CORRUPT, "tile %d/%lld is missing", level, (long long)n);
}

static int compare_tile(void *ctx, int level, int64_t n, const uint8_t *hashes, int width,
			struct err *e)
{
	struct checker *c = ctx;
	AUTO_STMT *q = NULL;
	TRY(store_stmt(c->v->st, &TILE, &q, e));
	bind_int(q, ":level", level);
	bind_int(q, ":n", n);
	int rc = stmt_row(q, e);
	struct str stored = rc == 0 ? col_str(q, 0) : STR_NULL;
	size_t bytes = (size_t)width * HASH_LEN;
	if (rc < 0 && rc != ERR_NOTFOUND)
		return rc;
	if (!stored.p || stored.n < bytes || memcmp(stored.p, hashes, bytes) != 0)
		return err_set(e, ERR_CORRUPT, "tile %d/%lld of the tree does not fit the entries",
			       level, (long long)n);
	c->hashes++; /* leaves are appended one by one, so each write adds one hash */
	return 0;
}

/* ---- entries ---- */

static int check_signature(struct checker *c, int64_t seq, struct str jwt, struct err *e)
{
	char kid[CLAIM_KID_LEN + 1];
	TRY(claim_read_kid(jwt, kid, e));
	for (size_t i = 0; i < c->n_keys; i++) {
		const struct author_key *k = &c->keys[i];
		if (memcmp(kid, k->kid, sizeof kid) != 0)
			continue;
		/* Entry 0 is signed by the key it enrols; all others come after their key. */
		if (seq < k->from_seq || (seq == k->from_seq && seq != 0))
			return err_set(e, ERR_CORRUPT, "signed before its key was enrolled");
		if (k->revoked_seq >= 0 && seq > k->revoked_seq)
			return err_set(e, ERR_CORRUPT, "signed after its key was revoked");
		c->r->signatures++;
		return claim_verify(jwt, k->public, e);
	}
	return err_set(e, ERR_CORRUPT, "signed by a key that was never enrolled");
}

static int check_entry(struct checker *c, int64_t seq, struct stmt *q, struct err *e)
{
	struct stored_entry row;
	struct claim_view view;
	struct vault_entry entry;
	char bytes[ENTRY_MAX];
	TRY(entry_row(q, 1, c->a, &row, e));
	TRY(check_signature(c, seq, row.jwt, e));
	TRY(entry_open(c->v, seq, &row, REACH_MEMBER, c->a, &view, &entry, e));
	c->r->sealed += 1 + (row.src_grp != 0);
	c->r->unreadable += entry.record_sealed + entry.source_sealed;
	struct hash leaf = tree_leaf(entry_write(bytes, row.kind, &view.hash));
	return tree_append(c->tree, &leaf, 1, e);
}

static int check_head(struct checker *c, struct stmt *q, struct err *e)
{
	struct checkpoint cp;
	struct hash root = tree_root(c->tree);
	struct hash stored;
	TRY(col_blob(q, 1, stored.b, HASH_LEN, e));
	TRY(checkpoint_open(col_str(q, 2), &c->log, c->a, &cp, e));
	if (cp.size != col_int(q, 0) || !hash_eq(&cp.root, &stored) || !hash_eq(&root, &stored))
		return err_set(e, ERR_CORRUPT,
			       "the signed head is not the root of the entries before it");
	c->r->checkpoints++;
	return 0;
}

static int check_all(struct checker *c, vault_progress *progress, void *ctx, struct err *e)
{
	AUTO_STMT *entries = NULL;
	AUTO_STMT *heads = NULL;
	bool more;
	bool head;
	int64_t size;
	int64_t last_head = 0;
	TRY(vault_size(c->v, &size, e));
	TRY(store_stmt(c->v->st, &ENTRIES, &entries, e));
	TRY(store_stmt(c->v->st, &CHECKPOINTS, &heads, e));
	TRY(stmt_next(heads, &head, e));
	for (int64_t seq = 0;; seq++) {
		arena_clear(c->a);
		TRY(stmt_next(entries, &more, e));
		if (!more)
			break;
		if (col_int(entries, 0) != seq)
			return err_set(e, ERR_CORRUPT, "entry %lld is missing", (long long)seq);
		int rc = check_entry(c, seq, entries, e);
		if (rc == 0 && head && col_int(heads, 0) == seq + 1) {
			rc = check_head(c, heads, e);
			last_head = seq + 1;
			if (rc == 0)
				rc = stmt_next(heads, &head, e);
		}
		if (rc < 0)
			return err_wrap(e, "entry %lld", (long long)seq);
		c->r->entries++;
		if (progress && seq % PROGRESS_EVERY == 0)
			TRY(progress(ctx, seq, size));
	}
	if (head)
		return err_set(e, ERR_CORRUPT,
			       "a head was signed for %lld entries; the log has %lld",
			       (long long)col_int(heads, 0), (long long)c->r->entries);
	if (last_head != c->r->entries)
		return err_set(e, ERR_CORRUPT, "the newest entries have no signed head");
	return 0;
}

static int check_no_other_tiles(struct checker *c, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(c->v->st, &TILES, &q, e));
	TRY(stmt_row(q, e));
	if (col_int(q, 0) != c->hashes)
		return err_set(e, ERR_CORRUPT,
			       "the tiles hold %lld hashes where the entries make %lld",
			       (long long)col_int(q, 0), (long long)c->hashes);
	return 0;
}

int vault_check(struct vault *v, vault_progress *progress, void *ctx, struct vault_report *ret,
		struct err *e)
{
	AUTO_ARENA *keep = arena_new(0);
	AUTO_ARENA *a = arena_new(0);
	struct checker *c = NEW(keep, struct checker);
	*ret = (struct vault_report){ 0 };
	*c = (struct checker){ .v = v, .keep = keep, .a = a, .r = ret };
	c->compare = (struct tile_store){ .ctx = c, .read = no_tile, .write = compare_tile };
	TRY(store_check(v->st, e));
	TRY(author_keys(v, keep, &c->keys, &c->n_keys, e));
	TRY(note_key_make(v->origin, NOTE_ED25519, v->log_key.public, &c->log, e));
	c->tree = NEW(keep, struct tree);
	TRY(tree_open(c->tree, &c->compare, 0, e));
	TRY(check_all(c, progress, ctx, e));
	return check_no_other_tiles(c, e);
}

/* ---- the view, made again ---- */

static int apply_until(struct vault *v, int64_t size, const struct projector *p, struct store *into,
		       vault_progress *progress, void *ctx, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_ARENA *a = arena_new(0);
	TRY(store_stmt(v->st, &ENTRIES, &q, e));
	for (;;) {
		struct stored_entry row;
		struct claim_view view;
		struct vault_entry entry;
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more || col_int(q, 0) >= size)
			return 0;
		arena_clear(a);
		TRY(entry_row(q, 1, a, &row, e));
		TRY(entry_open(v, col_int(q, 0), &row, REACH_VIEW, a, &view, &entry, e));
		TRY(p->apply(p->ctx, into, &entry, a, e));
		if (progress && entry.seq % PROGRESS_EVERY == 0)
			TRY(progress(ctx, entry.seq, size));
	}
}

int vault_rebuild(struct vault *v, vault_progress *progress, void *ctx, struct hash *ret_before,
		  struct hash *ret_after, struct err *e)
{
	const struct projector *p = &v->view;
	AUTO_TX tx = { 0 };
	struct hash before;
	int64_t size;
	TRY(tx_begin(&tx, v->st, e));
	TRY(vault_size(v, &size, e));
	TRY(p->digest(p->ctx, v->st, &before, e));
	TRY(p->reset(p->ctx, v->st, e));
	TRY(apply_until(v, size, p, v->st, progress, ctx, e));
	TRY(p->settle(p->ctx, v->st, e));
	TRY(p->digest(p->ctx, v->st, ret_after, e));
	TRY(tx_commit(&tx, e));
	*ret_before = before;
	return 0;
}

int vault_replay(struct vault *v, int64_t size, const struct projector *view, struct store *into,
		 struct err *e)
{
	AUTO_TX tx = { 0 };
	int64_t now;
	TRY(vault_size(v, &now, e));
	if (size < 0 || size > now)
		return err_set(e, ERR_INPUT, "the log has %lld entries, and %lld were asked for",
			       (long long)now, (long long)size);
	TRY(tx_begin(&tx, into, e));
	TRY(view->reset(view->ctx, into, e));
	TRY(apply_until(v, size, view, into, NULL, NULL, e));
	TRY(view->settle(view->ctx, into, e));
	return tx_commit(&tx, e);
}
