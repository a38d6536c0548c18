/* SPDX-License-Identifier: GPL-3.0-or-later */
/* proof.c - one entry with all that a stranger needs to check it (docs/formats/proof.md). */
#include "vault/vault_priv.h"
#include "vault/author_priv.h"

#include "ledger/proof_text.h"

struct prover {
	struct vault *v;
	struct arena *a;
	struct tile_store tiles;
	int64_t size;
	struct str note;
};

/* Shown when asked for, and a part that only holds others when one of them is shown. */
static bool *choose(const struct claim_view *view, vault_disclose *show, void *ctx, struct arena *a)
{
	bool *yes = NEW_N(a, view->n, bool);
	for (size_t i = 0; i < view->n; i++) {
		if (view->fields[i].parts || (show && !show(ctx, entry_path(view, (int)i, a))))
			continue;
		for (int k = (int)i; k >= 0; k = view->fields[k].parent)
			yes[k] = true;
	}
	return yes;
}

static int prove(struct prover *p, int64_t seq, vault_disclose *show, void *ctx,
		 struct proof_item *ret, struct str *ret_kid, struct err *e)
{
	struct stored_entry row;
	struct claim_view view;
	struct vault_entry entry;
	TRY(entry_load(p->v, seq, p->a, &row, e));
	if (entry_is_head(row.kind))
		return err_set(e, ERR_INPUT,
			       "this entry names a head of another log; it is no claim");
	TRY(entry_open(p->v, seq, &row, REACH_MEMBER, p->a, &view, &entry, e));

	const bool *yes = choose(&view, show, ctx, p->a);
	struct str *shown = NEW_N(p->a, view.n, struct str);
	size_t n = 0;
	for (size_t i = 0; i < view.n; i++)
		if (yes[i])
			shown[n++] = view.fields[i].disclosure;
	AUTO_BUF b;
	buf_init(&b, CLAIM_COMPACT_MAX);
	claim_join(&b, row.bytes, shown, n);
	TRY(buf_check(&b, e));
	ret->record = buf_copy(&b, p->a);

	char *bytes = NEW_N(p->a, ENTRY_MAX, char);
	ret->entry = entry_write(bytes, row.kind, &view.hash);
	struct hash *path = NEW_N(p->a, PROOF_HASHES_MAX, struct hash);
	ret->proof.index = number_count(seq);
	TRY(tree_inclusion(&p->tiles, ret->proof.index, p->size, path, &ret->proof.n, e));
	ret->proof.hashes = path;
	ret->proof.note = p->note;
	*ret_kid = view.kid;
	return 0;
}

/* Of an enrolment only what makes it one; whose key it is stays with us. */
static bool show_key(void *ctx, struct str path)
{
	(void)ctx;
	return str_eq(path, STR("kind")) || str_eq(path, STR("action")) ||
	       str_eq(path, STR("public"));
}

static int64_t enrolment(const struct author_key *keys, size_t n, struct str kid)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(kid, str_of(keys[i].kid)))
			return keys[i].from_seq;
	return -1;
}

int vault_proof(struct vault *v, int64_t seq, vault_disclose *show, void *ctx, struct arena *a,
		struct str *ret, struct err *e)
{
	return vault_proof_at(v, seq, NUMBER_COUNT_MAX, show, ctx, a, ret, e);
}

int vault_proof_at(struct vault *v, int64_t seq, int64_t size, vault_disclose *show, void *ctx,
		   struct arena *a, struct str *ret, struct err *e)
{
	int64_t site = number_site(seq);
	struct vault_tree tree = { v, site };
	struct prover p = { .v = v, .a = a, .tiles = vault_tree_tiles(&tree) };
	struct author_key *authors;
	size_t n_authors;
	struct str kid;
	struct proof_item *keys = NEW_N(a, PROOF_KEYS_MAX, struct proof_item);
	struct proof_text text = { .keys = keys };
	TRY(vault_checkpoint(v, site, size, true, a, &p.size, &p.note, e));
	TRY(author_keys(v, site, a, &authors, &n_authors, e));
	TRY(prove(&p, seq, show, ctx, &text.record, &kid, e));

	/* From the key that signed the record back to entry 0. */
	for (int64_t at = seq; number_count(at) != 0 || text.n_keys == 0;) {
		at = enrolment(authors, n_authors, kid);
		if (at < 0)
			return err_set(e, ERR_CORRUPT,
				       "entry %lld was signed by a key that was never enrolled",
				       (long long)seq);
		if (text.n_keys == PROOF_KEYS_MAX)
			return err_set(e, ERR_TOOBIG, "more than %d keys lead back to the first",
				       PROOF_KEYS_MAX);
		TRY(prove(&p, at, show_key, NULL, &keys[text.n_keys++], &kid, e));
	}
	AUTO_BUF b;
	buf_init(&b, PROOF_TEXT_MAX);
	proof_text_write(&b, &text);
	TRY(buf_check(&b, e));
	*ret = buf_copy(&b, a);
	return 0;
}
