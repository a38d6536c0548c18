/* SPDX-License-Identifier: Apache-2.0 */
/* proof_text.c - the proof of one claim as text: writing and reading; proof_verify.c judges it. */
#include "ledger/proof_text.h"

#include "base/bytes.h"
#include "ledger/ledger_priv.h"

static const struct str MAGIC = { "vigil/proof/v1\n", 15 };
static const struct str DASH = { "\xE2\x80\x94 ", 4 };

enum { ENTRY_TEXT_MAX = (ENTRY_MAX + 2) / 3 * 4 };

/* ---- writing ---- */

static void put_item(struct buf *b, const char *name, const struct proof_item *i)
{
	char t[ENTRY_TEXT_MAX];
	assert(i->entry.n <= ENTRY_MAX);
	buf_printf(b, "%s ", name);
	buf_add(b, i->record);
	buf_lit(b, "\nentry ");
	b64_encode(t, (const uint8_t *)i->entry.p, i->entry.n);
	buf_add_n(b, t, b64_len(i->entry.n));
	buf_char(b, '\n');
	tlog_proof_write(b, &i->proof);
}

static void put_end(struct buf *b, struct str before)
{
	char t[44];
	struct hash h = hash_of(before);
	b64_encode(t, h.b, HASH_LEN);
	buf_lit(b, "end ");
	buf_add_n(b, t, sizeof t);
	buf_char(b, '\n');
}

void proof_text_write(struct buf *b, const struct proof_text *p)
{
	size_t start = b->n;
	buf_add(b, MAGIC);
	put_item(b, "record", &p->record);
	for (size_t i = 0; i < p->n_keys; i++)
		put_item(b, "key", &p->keys[i]);
	put_end(b, str_from(buf_str(b), start));
}

/* ---- reading ---- */

static int bad(struct err *e, const char *what)
{
	return err_set(e, ERR_INPUT, "not a proof: %s", what);
}

/* Take the line `name rest\n` off the front. */
static bool take_line(struct str *s, struct str name, struct str *ret)
{
	struct str line;
	struct str rest = str_cut(*s, '\n', &line);
	if (!rest.p || !str_starts(line, name) || line.n <= name.n)
		return false;
	*ret = str_from(line, name.n);
	*s = rest;
	return true;
}

/* The length of the tlog-proof that `s` begins with: up to an empty line the proof, up to the next
 * the checkpoint, and then its signature lines. */
static size_t span_of_proof(struct str s)
{
	size_t at = 0;
	for (int part = 0; part < 2; part++) {
		ptrdiff_t empty = str_find(str_from(s, at), STR("\n\n"));
		if (empty < 0)
			return 0;
		at += (size_t)empty + 2;
	}
	while (str_starts(str_from(s, at), DASH)) {
		ptrdiff_t end = str_find(str_from(s, at), STR("\n"));
		if (end < 0)
			return 0;
		at += (size_t)end + 1;
	}
	return at;
}

static int read_item(struct str *s, struct str name, struct arena *a, struct proof_item *ret,
		     struct err *e)
{
	struct str b64;
	size_t n = 0;
	if (!take_line(s, name, &ret->record))
		return bad(e, "a record or key line is missing");
	if (!take_line(s, STR("entry "), &b64))
		return bad(e, "an entry line is missing");
	uint8_t *entry = NEW_N(a, ENTRY_MAX, uint8_t);
	if (!b64_decode(entry, ENTRY_MAX, &n, b64))
		return bad(e, "an entry is not base64");
	ret->entry = str_n((const char *)entry, n);
	n = span_of_proof(*s);
	if (n == 0)
		return bad(e, "a tlog-proof is missing");
	TRY(tlog_proof_read(str_n(s->p, n), a, &ret->proof, e));
	if (ret->proof.extra.p)
		return bad(e, "a tlog-proof has an extra line");
	*s = str_from(*s, n);
	return 0;
}

int proof_text_read(struct str s, struct arena *a, struct proof_text *ret, struct err *e)
{
	struct proof_text p = { 0 };
	struct hash want;
	struct str end;
	struct str all = s;
	if (s.n > PROOF_TEXT_MAX)
		return err_set(e, ERR_TOOBIG, "a proof has more than %d bytes", PROOF_TEXT_MAX);
	if (!str_starts(s, MAGIC))
		return bad(e, "it does not begin with vigil/proof/v1");
	s = str_from(s, MAGIC.n);
	TRY(read_item(&s, STR("record "), a, &p.record, e));
	struct proof_item *keys = NEW_N(a, PROOF_KEYS_MAX, struct proof_item);
	while (str_starts(s, STR("key "))) {
		if (p.n_keys == PROOF_KEYS_MAX)
			return err_set(e, ERR_TOOBIG, "a proof has more than %d keys",
				       PROOF_KEYS_MAX);
		TRY(read_item(&s, STR("key "), a, &keys[p.n_keys++], e));
	}
	if (p.n_keys == 0)
		return bad(e, "it does not show who enrolled the author's key");
	size_t before = all.n - s.n;
	if (!take_line(&s, STR("end "), &end) || s.n || !ledger_b64_hash(end, &want))
		return bad(e, "it does not end as it should");
	struct hash h = hash_of(str_n(all.p, before));
	if (!hash_eq(&h, &want))
		return err_set(e, ERR_CORRUPT, "the proof was changed or damaged on its way");
	p.keys = keys;
	*ret = p;
	return 0;
}
