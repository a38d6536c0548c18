/* SPDX-License-Identifier: GPL-3.0-or-later */
/* append.c - recording: sign, seal, store, show; then grow the tree and sign the head. */
#include "vault/vault_priv.h"

#include "base/clock.h"

static const struct sql ADD_ENTRY =
	SQL("INSERT INTO ledger_entry (seq, kind, jwt, grp, sealed, src_grp, src_sealed)"
	    " VALUES (:seq, :kind, :jwt, :grp, :sealed, :src_grp, :src_sealed)");
static const struct sql ADD_CHECKPOINT =
	SQL("INSERT INTO ledger_checkpoint (size, root, note, recorded_ms)"
	    " VALUES (:size, :root, :note, :recorded_ms)");

enum { PARTS_MAX = CLAIM_DISCLOSURES_MAX };

int vault_begin(struct vault_tx *tx, struct vault *v, struct err *e)
{
	memset(tx, 0, sizeof *tx);
	TRY(tx_begin(&tx->tx, v->st, e));
	tx->v = v;
	tx->now_ms = clock_now_ms();
	/* Read inside the transaction, so that two programs cannot take the same number. */
	TRY(vault_size(v, &tx->first, e));
	tx->size = tx->first;
	return 0;
}

void vault_tx_done(struct vault_tx *tx)
{
	/* Groups made in a transaction that is rolled back never were; their numbers are given out
	 * again, to groups with other keys. */
	if (tx->tx.st)
		wipe(tx->v->cache, sizeof tx->v->cache);
	tx_done(&tx->tx);
	free(tx->leaves);
	memset(tx, 0, sizeof *tx);
}

/* ---- one claim ---- */

/* The caller's parts and who records them when. */
static struct claim_part *with_recorder(struct vault_tx *tx, const struct vault_claim *c,
					struct arena *a, size_t *ret_n)
{
	struct claim_part *p = NEW_N(a, c->n_parts + 2, struct claim_part);
	char now[CLOCK_TEXT_LEN + 1];
	memcpy(p, c->parts, c->n_parts * sizeof *p);
	clock_text(tx->now_ms, now);
	p[c->n_parts] = (struct claim_part){ .name = STR("recorder"),
					     .value = str_printf(a, "\"%s\"",
								 id_str(a, &tx->v->member).p) };
	p[c->n_parts + 1] = (struct claim_part){ .name = STR("recorded"),
						 .value = str_printf(a, "\"%s\"", now) };
	*ret_n = c->n_parts + 2;
	return p;
}

/* Group by group, as reading gives them, so that appending and rebuilding show the same. */
static void flatten(const struct claim_part *parts, size_t n, struct str prefix, int group,
		    struct arena *a, struct vault_entry *entry)
{
	for (size_t i = 0; i < n; i++) {
		const struct claim_part *p = &parts[i];
		struct str path =
			prefix.n ? str_printf(a, "%.*s/%.*s", STR_FMT(prefix), STR_FMT(p->name))
				 : p->name;
		if (p->n_parts) {
			flatten(p->parts, p->n_parts, path, group, a, entry);
		} else if (p->group == group) {
			if (entry->n_parts == PARTS_MAX)
				return; /* claim_sign has refused it before */
			entry->parts[entry->n_parts++] = (struct vault_part){ path, p->value };
		}
	}
}

static size_t count_parts(const struct claim_part *parts, size_t n)
{
	size_t all = n;
	for (size_t i = 0; i < n; i++)
		all += count_parts(parts[i].parts, parts[i].n_parts);
	return all;
}

static int seal_group(struct vault *v, const struct claim *c, int group, int64_t id,
		      struct str *ret, struct err *e)
{
	AUTO_BUF b;
	buf_init(&b, CLAIM_COMPACT_MAX);
	for (size_t i = 0; i < c->n; i++) {
		if (c->disclosures[i].group != group)
			continue;
		buf_add(&b, c->disclosures[i].text);
		buf_char(&b, '~');
	}
	TRY(buf_check(&b, e));
	return group_seal(v, id, buf_str(&b), v->scratch, ret, e);
}

static int store_entry(struct vault *v, int64_t seq, enum entry_kind kind, const struct claim *c,
		       const struct vault_claim *in, struct err *e)
{
	AUTO_STMT *q = NULL;
	int64_t grp;
	struct str sealed;
	TRY(group_of(v, &in->subject_group, NULL, &grp, e));
	TRY(seal_group(v, c, CLAIM_GROUP_RECORD, grp, &sealed, e));
	TRY(store_stmt(v->st, &ADD_ENTRY, &q, e));
	bind_int(q, ":seq", seq);
	bind_str(q, ":kind", entry_kind_name(kind));
	bind_blob(q, ":jwt", c->jwt.p, c->jwt.n);
	bind_int(q, ":grp", grp);
	bind_blob(q, ":sealed", sealed.p, sealed.n);
	if (!id_is_nil(&in->source_group)) {
		TRY(group_of(v, &in->source_group, in->source_compartment, &grp, e));
		TRY(seal_group(v, c, CLAIM_GROUP_SOURCE, grp, &sealed, e));
		bind_int(q, ":src_grp", grp);
		bind_blob(q, ":src_sealed", sealed.p, sealed.n);
	} else {
		bind_null(q, ":src_grp");
		bind_null(q, ":src_sealed");
	}
	return stmt_run(q, e);
}

static void add_leaf(struct vault_tx *tx, const struct hash *leaf)
{
	if (tx->n_leaves == tx->cap_leaves) {
		tx->cap_leaves = tx->cap_leaves ? tx->cap_leaves * 2 : 16;
		tx->leaves = realloc(tx->leaves, tx->cap_leaves * sizeof *tx->leaves);
		if (!tx->leaves)
			die("out of memory");
	}
	tx->leaves[tx->n_leaves++] = *leaf;
}

int vault_append(struct vault_tx *tx, const struct vault_claim *c, int64_t *ret_seq, struct err *e)
{
	struct vault *v = tx->v;
	struct arena *a = v->scratch;
	struct claim sealed;
	size_t n;
	arena_clear(a);
	struct claim_part *parts = with_recorder(tx, c, a, &n);
	TRY(claim_sign(parts, n, &v->author, a, &sealed, e));
	TRY(store_entry(v, tx->size, c->kind, &sealed, c, e));

	char bytes[ENTRY_MAX];
	struct hash leaf = tree_leaf(entry_write(bytes, c->kind, &sealed.hash));
	struct vault_entry entry = { .seq = tx->size, .kind = c->kind };
	entry.parts = NEW_N(a, count_parts(parts, n), struct vault_part);
	flatten(parts, n, STR_NULL, CLAIM_GROUP_RECORD, a, &entry);
	entry.has_sealed = !id_is_nil(&c->source_group) && c->source_compartment;
	entry.source_sealed = entry.has_sealed; /* the view is made without compartments */
	if (!entry.has_sealed)
		flatten(parts, n, STR_NULL, CLAIM_GROUP_SOURCE, a, &entry);
	if (v->view.apply)
		TRY(v->view.apply(v->view.ctx, v->st, &entry, a, e));
	add_leaf(tx, &leaf);
	*ret_seq = tx->size++;
	return 0;
}

/* ---- all of it, durable ---- */

static int sign_head(struct vault_tx *tx, const struct hash *root, struct err *e)
{
	struct vault *v = tx->v;
	AUTO_STMT *q = NULL;
	struct checkpoint c = { v->origin, tx->size, *root };
	struct str note;
	TRY(checkpoint_sign(&c, &v->log_key, v->scratch, &note, e));
	TRY(store_stmt(v->st, &ADD_CHECKPOINT, &q, e));
	bind_int(q, ":size", c.size);
	bind_blob(q, ":root", root->b, HASH_LEN);
	bind_str(q, ":note", note);
	bind_int(q, ":recorded_ms", tx->now_ms);
	return stmt_run(q, e);
}

int vault_commit(struct vault_tx *tx, struct err *e)
{
	struct vault *v = tx->v;
	if (tx->n_leaves) {
		arena_clear(v->scratch);
		struct tile_store tiles = vault_tiles(v);
		struct tree *tree = NEW(v->scratch, struct tree);
		TRY(tree_open(tree, &tiles, tx->first, e));
		TRY(tree_append(tree, tx->leaves, tx->n_leaves, e));
		struct hash root = tree_root(tree);
		/* The signature stays inside the transaction: it leaves this process only from a
		 * committed row, so what was signed is durable first (ledger.md 2). */
		TRY(sign_head(tx, &root, e));
		if (v->view.settle)
			TRY(v->view.settle(v->view.ctx, v->st, e));
	}
	TRY(tx_commit(&tx->tx, e));
	vault_tx_done(tx);
	return 0;
}
