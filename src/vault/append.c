/* SPDX-License-Identifier: GPL-3.0-or-later */
/* append.c - recording: sign, seal, store, show; then grow the tree and sign the head. */
#include "vault/take_priv.h"

#include "base/clock.h"
#include "vault/authority_priv.h"
#include "vault/group_priv.h"

enum { PARTS_MAX = CLAIM_DISCLOSURES_MAX, MS = 1000 };

int vault_begin(struct vault_tx *tx, struct vault *v, struct err *e)
{
	memset(tx, 0, sizeof *tx);
	TRY(tx_begin(&tx->tx, v->st, e));
	tx->v = v;
	if (v->was_long) /* before the first entry that an earlier version could not read */
		TRY(meta_put(v->st, "format", str_of(VAULT_FORMAT), e));
	authority_forget(v);
	tx->now_ms = clock_now_ms();
	/* Read inside the transaction, so that two programs cannot take the same number, and none goes on in
	 * a log that another has ended, or signs with a key that another has retired. */
	int64_t size;
	TRY(log_own_refresh(v, e));
	TRY(vault_size(v, &size, e));
	TRY(log_last_at(v, v->site, size, &tx->at, e));
	tx->first = number_of(v->site, size);
	tx->size = tx->first;
	return 0;
}

void vault_tx_done(struct vault_tx *tx)
{
	/* Groups made in a transaction that is rolled back never were; their numbers are given out
	 * again, to groups with other keys. */
	if (tx->tx.st) {
		wipe(tx->v->cache, sizeof tx->v->cache);
		authority_forget(tx->v);
	}
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

static int seal(struct vault_tx *tx, const struct claim *c, const struct vault_claim *in,
		struct stored_entry *ret, struct err *e)
{
	struct vault *v = tx->v;
	*ret = (struct stored_entry){ .kind = in->kind, .bytes = c->jwt, .at = tx->at };
	TRY(group_of(v, &in->subject_group, NULL, &ret->grp, e));
	TRY(seal_group(v, c, CLAIM_GROUP_RECORD, ret->grp, &ret->sealed, e));
	if (id_is_nil(&in->source_group))
		return 0;
	TRY(group_of(v, &in->source_group, in->source_compartment, &ret->src_grp, e));
	return seal_group(v, c, CLAIM_GROUP_SOURCE, ret->src_grp, &ret->src_sealed, e);
}

static void add_leaf(struct vault_tx *tx, enum entry_kind kind, const struct hash *of)
{
	char bytes[ENTRY_MAX];
	if (tx->n_leaves == tx->cap_leaves) {
		tx->cap_leaves = tx->cap_leaves ? tx->cap_leaves * 2 : 16;
		tx->leaves = mem_need(realloc(tx->leaves, tx->cap_leaves * sizeof *tx->leaves));
	}
	tx->leaves[tx->n_leaves++] = tree_leaf(entry_write(bytes, kind, of));
	tx->size++;
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
	struct stored_entry row;
	if (tx->at < tx->now_ms - tx->now_ms % MS) /* `recorded` has whole seconds */
		tx->at = tx->now_ms - tx->now_ms % MS;
	TRY(seal(tx, &sealed, c, &row, e));
	TRY(log_put_entry(v, tx->size, &row, e));

	struct vault_entry entry = {
		.seq = tx->size, .at = row.at, .kind = c->kind, .signer = v->member
	};
	entry.parts = NEW_N(a, count_parts(parts, n), struct vault_part);
	flatten(parts, n, STR_NULL, CLAIM_GROUP_RECORD, a, &entry);
	entry.has_sealed = !id_is_nil(&c->source_group) && c->source_compartment;
	entry.source_sealed = entry.has_sealed; /* the view is made without compartments */
	if (!entry.has_sealed)
		flatten(parts, n, STR_NULL, CLAIM_GROUP_SOURCE, a, &entry);
	const struct projector *p = &v->view;
	if (p->apply)
		TRY(p->apply(p->ctx, v->st, &entry, p->read ? p->read(&entry, a) : NULL, a, e));
	*ret_seq = tx->size;
	add_leaf(tx, c->kind, &sealed.hash);
	return 0;
}

int append_row(struct vault_tx *tx, struct stored_entry *row, int64_t recorded, struct err *e)
{
	struct hash h = hash_of(row->bytes);
	if (tx->at < recorded)
		tx->at = recorded;
	row->at = tx->at;
	TRY(log_put_entry(tx->v, tx->size, row, e));
	add_leaf(tx, row->kind, &h);
	return 0;
}

int append_head(struct vault_tx *tx, enum entry_kind kind, struct str text, int64_t last_at,
		struct err *e)
{
	assert(entry_is_head(kind) && "a claim is sealed by vault_append");
	struct hash h = hash_of(text);
	if (kind == ENTRY_IMPORT && tx->at <= last_at)
		tx->at = last_at + 1;
	struct stored_entry row = { .kind = kind, .bytes = text, .at = tx->at };
	TRY(log_put_entry(tx->v, tx->size, &row, e));
	add_leaf(tx, kind, &h);
	return 0;
}

/* ---- all of it, durable ---- */

static int sign_head(struct vault_tx *tx, const struct hash *root, struct err *e)
{
	struct vault *v = tx->v;
	struct checkpoint c = { v->origin, number_count(tx->size), *root };
	struct str note;
	TRY(log_sign(v, &c, v->scratch, &note, e));
	return log_put_checkpoint(v, v->site, &c, note, tx->now_ms, e);
}

int log_seal(struct vault_tx *tx, struct err *e)
{
	struct vault *v = tx->v;
	arena_clear(v->scratch);
	struct tile_store tiles = vault_tiles(v);
	struct tree *tree = NEW(v->scratch, struct tree);
	TRY(tree_open(tree, &tiles, number_count(tx->first), e));
	TRY(tree_append(tree, tx->leaves, tx->n_leaves, e));
	struct hash root = tree_root(tree);
	/* The signature stays inside the transaction: it leaves this process only from a committed
	 * row, so what was signed is durable first (ledger.md 2). */
	TRY(sign_head(tx, &root, e));
	TRY(log_set_size(v, v->site, tree->size, tree->size, e));
	tx->first = tx->size;
	tx->n_leaves = 0;
	return 0;
}

int vault_commit(struct vault_tx *tx, struct err *e)
{
	struct vault *v = tx->v;
	if (tx->n_leaves) {
		TRY(log_seal(tx, e));
		if (v->view.settle)
			TRY(v->view.settle(v->view.ctx, v->st, e));
	}
	TRY(tx_commit(&tx->tx, e));
	vault_tx_done(tx);
	return 0;
}
