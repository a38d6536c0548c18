/* SPDX-License-Identifier: Apache-2.0 */
/*
 * proof_verify.c - judging a proof, in the order of what rests on what: the policy says which log;
 * the log's signed root says which entries; an entry says which claim; the claims of the key chain
 * say which key; the key says whether the record is its own.
 */
#include "ledger/proof_text.h"
#include "ledger/tree.h"

struct item {
	struct claim_view claim;
	enum entry_kind kind;
	int64_t index;
};

/* That the claim is committed to by the entry, and the entry is in the log. */
static int check_item(const struct proof_item *p, const struct checkpoint *c, struct arena *a,
		      struct item *ret, struct err *e)
{
	struct str jwt;
	struct str *d;
	size_t n;
	struct hash h;
	TRY(entry_parse(p->entry, &ret->kind, &h, e));
	struct hash leaf = tree_leaf(p->entry);
	if (!tree_check_inclusion(p->proof.index, c->size, &leaf, p->proof.hashes, p->proof.n,
				  &c->root))
		return err_set(e, ERR_CORRUPT, "entry %lld is not in the log as stated",
			       (long long)p->proof.index);
	TRY(claim_split(p->record, a, &jwt, &d, &n, e));
	TRY(claim_open(jwt, d, n, a, &ret->claim, e));
	if (!hash_eq(&h, &ret->claim.hash))
		return err_set(e, ERR_CORRUPT, "entry %lld is of another record",
			       (long long)p->proof.index);
	ret->index = p->proof.index;
	return 0;
}

/* The kind a claim gives itself, where it is shown, is the one the log entered it as. */
static int check_kind(const struct item *i, struct err *e)
{
	struct str kind = STR_NULL;
	const struct json *v = claim_value(&i->claim, STR("kind"));
	if (i->kind != ENTRY_CLAIM && i->kind != ENTRY_KEY && i->kind != ENTRY_SHRED)
		return err_set(e, ERR_INPUT, "the entry is not of a record");
	if (!v)
		return 0;
	if (!json_str(v, &kind))
		return err_set(e, ERR_INPUT, "the kind of a record is not a string");
	for (int k = 0; k < ENTRY_KINDS; k++)
		if (k != (int)ENTRY_CLAIM &&
		    (k == (int)i->kind) != str_eq(kind, entry_kind_name((enum entry_kind)k)))
			return err_set(e, ERR_CORRUPT, "the record was entered as another kind");
	return 0;
}

static int check_same_note(const struct proof_text *p, struct err *e)
{
	for (size_t i = 0; i < p->n_keys; i++)
		if (!str_eq(p->keys[i].proof.note, p->record.proof.note))
			return err_set(e, ERR_INPUT,
				       "the parts of the proof are of different checkpoints");
	return 0;
}

/* A key claim that puts a key in force. */
static int check_enrolment(const struct item *i, struct key_claim *ret, struct err *e)
{
	TRY(check_kind(i, e));
	if (i->kind != ENTRY_KEY)
		return err_set(e, ERR_CORRUPT, "the author's key was not enrolled by a key entry");
	TRY(key_claim_read(&i->claim, ret, e));
	if (ret->action == KEY_REVOKE)
		return err_set(e, ERR_CORRUPT,
			       "the author's key was revoked by the entry shown, not enrolled");
	if (!key_action_is_author(ret->action))
		return err_set(e, ERR_CORRUPT, "the entry shown puts no author's key in force");
	return 0;
}

/* From the record back to entry 0: each key was put in force by an earlier entry, which the next
 * key signed. */
static int check_chain(const struct proof_text *p, const struct checkpoint *c,
		       const struct item *record, struct arena *a, struct proof_verdict *ret,
		       struct err *e)
{
	struct item held = *record; /* the claim whose signature is to be checked */
	struct key_claim k = { 0 };
	struct claim_view last;
	for (size_t i = 0; i < p->n_keys; i++) {
		struct item key;
		TRY(check_item(&p->keys[i], c, a, &key, e));
		TRY(check_enrolment(&key, &k, e));
		TRY(claim_verify(held.claim.jwt, k.public, e));
		/* A record that is entry 0 enrols the key that signs it; every other comes after its key. */
		bool own_key = i == 0 && key.index == 0 && held.index == 0;
		if (key.index >= held.index && !own_key)
			return err_set(e, ERR_CORRUPT,
				       "entry %lld was signed by a key that was enrolled later",
				       (long long)held.index);
		if (i == 0) {
			ret->author = k;
			ret->author_index = key.index;
		}
		held = key;
	}
	last = held.claim;
	if (held.index != 0 || k.action != KEY_ENROL)
		return err_set(e, ERR_CORRUPT,
			       "the chain of keys does not go back to the first entry");
	TRY(claim_verify(last.jwt, k.public, e));
	ret->root_kid = last.kid;
	ret->n_keys = p->n_keys;
	return 0;
}

int proof_text_verify(const struct proof_text *p, const struct policy *policy, struct arena *a,
		      struct proof_verdict *ret, struct err *e)
{
	struct proof_verdict v = { 0 };
	struct item record;
	TRY(policy_check(policy, p->record.proof.note, a, &v.log, e));
	TRY(check_same_note(p, e));
	TRY(check_item(&p->record, &v.log.checkpoint, a, &record, e));
	TRY(check_kind(&record, e));
	TRY(check_chain(p, &v.log.checkpoint, &record, a, &v, e));
	v.claim = record.claim;
	v.kind = record.kind;
	v.index = record.index;
	*ret = v;
	return 0;
}
