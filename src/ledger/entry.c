/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/entry.h"

#include "base/bytes.h"

static const struct str MAGIC = { "vigil/leaf/v1\n", 14 };

static const char *const NAMES[ENTRY_KINDS] = {
	[ENTRY_CLAIM] = "claim",   [ENTRY_KEY] = "key", [ENTRY_SHRED] = "shred",
	[ENTRY_IMPORT] = "import", [ENTRY_END] = "end",
};

struct str entry_kind_name(enum entry_kind k)
{
	return str_of(NAMES[k]);
}

struct str entry_write(char ret[static ENTRY_MAX], enum entry_kind kind, const struct hash *h)
{
	struct str name = entry_kind_name(kind);
	char *p = ret;
	memcpy(p, MAGIC.p, MAGIC.n);
	p += MAGIC.n;
	memcpy(p, name.p, name.n);
	p += name.n;
	*p++ = ' ';
	b64_encode(p, h->b, HASH_LEN);
	p += b64_len(HASH_LEN);
	*p++ = '\n';
	return str_n(ret, (size_t)(p - ret));
}

int entry_parse(struct str s, enum entry_kind *ret_kind, struct hash *ret_hash, struct err *e)
{
	struct str kind;
	struct hash h;
	size_t n;
	if (!str_starts(s, MAGIC) || !str_ends(s, STR("\n")))
		return err_set(e, ERR_INPUT, "not an entry of a Vigil log");
	struct str line = str_n(s.p + MAGIC.n, s.n - MAGIC.n);
	struct str hash = str_cut(line, ' ', &kind);
	if (hash.n != b64_len(HASH_LEN) + 1 ||
	    !b64_decode(h.b, HASH_LEN, &n, str_n(hash.p, hash.n - 1)) || n != HASH_LEN)
		return err_set(e, ERR_INPUT, "the hash of a log entry is not one");
	for (int k = 0; k < ENTRY_KINDS; k++) {
		if (str_eq(kind, str_of(NAMES[k]))) {
			*ret_kind = (enum entry_kind)k;
			*ret_hash = h;
			return 0;
		}
	}
	return err_set(e, ERR_INPUT, "a log entry of unknown kind");
}
