/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/consistency.h"

#include "base/bytes.h"
#include "ledger/ledger_priv.h"
#include "ledger/tree.h"

static const struct str MAGIC = { "vigil/consistency/v1", 20 };

void ledger_put_hashes(struct buf *b, const struct hash *h, size_t n)
{
	char t[44];
	assert(b64_len(HASH_LEN) == sizeof t);
	for (size_t i = 0; i < n; i++) {
		b64_encode(t, h[i].b, HASH_LEN);
		buf_add_n(b, t, sizeof t);
		buf_char(b, '\n');
	}
}

int ledger_read_hashes(struct str *s, struct arena *a, const struct hash **ret, size_t *ret_n,
		       struct err *e)
{
	struct hash *h = NEW_N(a, PROOF_HASHES_MAX, struct hash);
	size_t n = 0;
	for (;;) {
		struct str line;
		*s = str_cut(*s, '\n', &line);
		if (s->p == NULL)
			return err_set(e, ERR_INPUT, "it ends before its checkpoint");
		if (line.n == 0)
			break;
		if (n == PROOF_HASHES_MAX)
			return err_set(e, ERR_TOOBIG, "more than %d hashes", PROOF_HASHES_MAX);
		if (!ledger_b64_hash(line, &h[n++]))
			return err_set(e, ERR_INPUT,
				       "a line between the first and the checkpoint "
				       "is not a hash");
	}
	*ret = h;
	*ret_n = n;
	return 0;
}

void consistency_write(struct buf *b, const struct consistency *c)
{
	buf_add(b, MAGIC);
	buf_char(b, '\n');
	ledger_put_hashes(b, c->hashes, c->n);
	buf_char(b, '\n');
	buf_add(b, c->old_note);
	buf_char(b, '\n');
	buf_add(b, c->note);
}

/* Up to and with the line that an empty line follows; *rest begins behind the empty line. */
static bool cut_block(struct str *rest, struct str *ret)
{
	ptrdiff_t at = str_find(*rest, STR("\n\n"));
	if (at < 0)
		return false;
	*ret = str_n(rest->p, (size_t)at + 1);
	*rest = str_from(*rest, (size_t)at + 2);
	return true;
}

static int read_note(struct str s, struct arena *a, struct note *ret_note, struct checkpoint *ret,
		     struct err *e)
{
	TRY(note_parse(s, a, ret_note, e));
	return checkpoint_parse(ret_note->text, ret, e);
}

int consistency_read(struct str s, struct arena *a, struct consistency *ret, struct err *e)
{
	struct consistency c;
	struct note note;
	struct checkpoint head;
	struct str line;
	struct str block;
	if (s.n > PROOF_MAX + NOTE_MAX)
		return err_set(e, ERR_TOOBIG, "a consistency file has more than %d bytes",
			       PROOF_MAX + NOTE_MAX);
	s = str_cut(s, '\n', &line);
	if (!str_eq(line, MAGIC))
		return err_set(e, ERR_INPUT, "not a consistency file");
	TRY(ledger_read_hashes(&s, a, &c.hashes, &c.n, e));
	c.old_note = s;
	bool text = cut_block(&s, &block);
	bool signatures = text && cut_block(&s, &block);
	if (!signatures)
		return err_set(e, ERR_INPUT, "a consistency file has two checkpoints");
	c.old_note.n = (size_t)(block.p + block.n - c.old_note.p);
	c.note = s;
	TRY(read_note(c.old_note, a, &note, &head, e));
	TRY(read_note(c.note, a, &note, &head, e));
	*ret = c;
	return 0;
}

enum consistency_fit consistency_fit(const struct checkpoint *old, const struct checkpoint *head,
				     const struct hash *proof, size_t n)
{
	struct hash old_root;
	struct hash root;
	assert(head->size >= old->size && str_eq(old->origin, head->origin));
	struct hash empty = tree_empty();
	if (head->size == 0 && !hash_eq(&head->root, &empty))
		return FIT_UNSHOWN; /* no tree has this root, so it is no other story either */
	if (old->size == 0)
		return n == 0 ? FIT_HOLDS : FIT_UNSHOWN;
	if (old->size == head->size) {
		if (!hash_eq(&old->root, &head->root))
			return FIT_FORK;
		return n == 0 ? FIT_HOLDS : FIT_UNSHOWN;
	}
	if (!tree_consistency_roots(old->size, head->size, proof, n, &old->root, &old_root,
				    &root) ||
	    !hash_eq(&root, &head->root))
		return FIT_UNSHOWN;
	return hash_eq(&old_root, &old->root) ? FIT_HOLDS : FIT_FORK;
}

/* By the keys of the policy's logs alone. */
static int verify_old(struct str text, const struct policy *p, struct arena *a,
		      struct checkpoint *ret, struct err *e)
{
	struct policy alone = *p;
	struct policy_verdict v;
	alone.quorum = -1;
	TRY(policy_check(&alone, text, a, &v, e));
	*ret = v.checkpoint;
	return 0;
}

int consistency_verify(const struct consistency *c, const struct policy *p, struct arena *a,
		       struct consistency_verdict *ret, bool *ret_fork, struct err *e)
{
	struct consistency_verdict v;
	*ret_fork = false;
	int rc = verify_old(c->old_note, p, a, &v.old, e);
	if (rc < 0)
		err_wrap(e, "the older checkpoint");
	TRY(rc);
	rc = policy_check(p, c->note, a, &v.policy, e);
	if (rc < 0)
		err_wrap(e, "the newer checkpoint");
	TRY(rc);
	v.head = v.policy.checkpoint;
	if (!str_eq(v.old.origin, v.head.origin))
		return err_set(e, ERR_DENIED, "the two checkpoints are of two logs");
	if (v.old.size > v.head.size)
		return err_set(e, ERR_INPUT, "the first checkpoint is larger than the second");
	switch (consistency_fit(&v.old, &v.head, c->hashes, c->n)) {
	case FIT_HOLDS:
		*ret = v;
		return 0;
	case FIT_FORK:
		*ret_fork = true;
		return err_set(
			e, ERR_CORRUPT,
			"both checkpoints are signed by the log and they cannot both be: the "
			"log was forked");
	case FIT_UNSHOWN:
		break;
	}
	return err_set(e, ERR_CORRUPT, "the hashes do not lead from one checkpoint to the other");
}
