/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/checkpoint.h"

#include "base/bytes.h"
#include "ledger/ledger_priv.h"

bool ledger_decimal(struct str s, int64_t *ret)
{
	return s.n > 0 && s.p[0] != '-' && (s.n == 1 || s.p[0] != '0') && str_to_int(s, ret);
}

bool ledger_b64_hash(struct str s, struct hash *ret)
{
	size_t n;
	return b64_decode(ret->b, HASH_LEN, &n, s) && n == HASH_LEN;
}

void checkpoint_origin(char ret[static CHECKPOINT_ORIGIN_LEN + 1])
{
	static const struct str HEAD = { "vigil.example/", 14 };
	uint8_t r[16];
	static_assert(14 + 2 * sizeof r == CHECKPOINT_ORIGIN_LEN, "the origin's length");
	random_bytes(r, sizeof r);
	memcpy(ret, HEAD.p, HEAD.n);
	hex_encode(ret + HEAD.n, r, sizeof r);
}

int checkpoint_sign(const struct checkpoint *c, const struct sign_key *k, struct arena *a,
		    struct str *ret_note, struct err *e)
{
	if (c->size < 0)
		return err_set(e, ERR_INPUT, "a log has no negative size");
	struct str root = b64_str(a, c->root.b, HASH_LEN);
	struct str text = str_printf(a, "%.*s\n%lld\n%.*s\n", STR_FMT(c->origin),
				     (long long)c->size, STR_FMT(root));
	return note_sign(text, c->origin, k, a, ret_note, e);
}

int checkpoint_parse(struct str text, struct checkpoint *ret, struct err *e)
{
	struct checkpoint c;
	struct str size;
	struct str root;
	struct str line;
	if (!str_ends(text, STR("\n")))
		return err_set(e, ERR_INPUT, "a checkpoint does not end its last line");
	struct str rest = str_cut(text, '\n', &c.origin);
	rest = str_cut(rest, '\n', &size);
	rest = str_cut(rest, '\n', &root);
	if (rest.p == NULL || c.origin.n == 0)
		return err_set(e, ERR_INPUT, "a checkpoint has fewer than three lines");
	if (!ledger_decimal(size, &c.size))
		return err_set(e, ERR_INPUT, "the size in a checkpoint is not a number");
	if (!ledger_b64_hash(root, &c.root))
		return err_set(e, ERR_INPUT, "the root in a checkpoint is not a hash");
	while (rest.n) {
		rest = str_cut(rest, '\n', &line);
		if (line.n == 0)
			return err_set(e, ERR_INPUT, "a checkpoint has an empty line");
	}
	*ret = c;
	return 0;
}

int checkpoint_open(struct str note, const struct note_key *key, struct arena *a,
		    struct checkpoint *ret, struct err *e)
{
	struct note n;
	struct checkpoint c;
	bool is_signed = false;
	TRY(note_parse(note, a, &n, e));
	TRY(checkpoint_parse(n.text, &c, e));
	TRY(note_check(&n, key, &is_signed, NULL, e));
	if (!is_signed || !str_eq(c.origin, key->name))
		return err_set(e, ERR_DENIED, "the checkpoint is not signed by the key of its log");
	*ret = c;
	return 0;
}
