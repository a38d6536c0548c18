/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/pack.h"

#include "base/hash.h"

static const char MAGIC[] = "vigil/rows/v1\n";
static const char FIRST_MAGIC[] = "vigil/sealed/v1\n"; /* under the first secret */
static const char KEYS_MAGIC[] = "vigil/sealed/v2\n";  /* and under keys it names */

enum { SALT_BYTES = 32, PAD_TO = 4096, MAGIC_BYTES = sizeof FIRST_MAGIC - 1 };
/* What follows a row's kind. */
enum { HAS_SEALED = 1, HAS_SOURCE = 2 };

/* ---- writing ---- */

static void put_u(struct buf *b, uint64_t v, int bytes)
{
	while (bytes--)
		buf_char(b, (char)(v >> (8 * bytes)));
}

static void put_str(struct buf *b, struct str s)
{
	put_u(b, s.n, 4);
	buf_add(b, s);
}

void pack_begin(struct buf *b, struct str origin, int64_t first)
{
	buf_add(b, str_of(MAGIC));
	put_str(b, origin);
	put_u(b, (uint64_t)first, 8);
}

void pack_row(struct buf *b, const struct log_row *row)
{
	bool sealed = !id_is_nil(&row->gid);
	bool source = !id_is_nil(&row->src_gid);
	buf_char(b, 'r');
	buf_char(b, (char)row->kind);
	buf_char(b, (char)((sealed ? HAS_SEALED : 0) | (source ? HAS_SOURCE : 0)));
	put_u(b, (uint64_t)row->at, 8);
	put_str(b, row->bytes);
	if (sealed) {
		buf_add_n(b, row->gid.b, ID_LEN);
		put_str(b, row->sealed);
	}
	if (source) {
		buf_add_n(b, row->src_gid.b, ID_LEN);
		put_str(b, row->src_sealed);
	}
}

void pack_end(struct buf *b, struct str note)
{
	buf_char(b, 'e');
	put_str(b, note);
}

/* ---- reading ---- */

struct cursor {
	struct str all, left;
};

static int at_fault(const struct cursor *c, const char *what, struct err *e)
{
	return err_set(e, ERR_INPUT, "not a pack of entries: %s at byte %zu", what,
		       c->all.n - c->left.n);
}

static bool take(struct cursor *c, size_t n, struct str *ret)
{
	if (c->left.n < n)
		return false;
	*ret = str_n(c->left.p, n);
	c->left = str_from(c->left, n);
	return true;
}

static bool take_u(struct cursor *c, int bytes, uint64_t *ret)
{
	struct str s;
	uint64_t v = 0;
	if (!take(c, (size_t)bytes, &s))
		return false;
	for (int i = 0; i < bytes; i++)
		v = v << 8 | (uint8_t)s.p[i];
	*ret = v;
	return true;
}

static bool take_str(struct cursor *c, struct str *ret)
{
	uint64_t n;
	return take_u(c, 4, &n) && take(c, (size_t)n, ret);
}

static bool take_id(struct cursor *c, struct id *ret)
{
	struct str s;
	if (!take(c, ID_LEN, &s))
		return false;
	memcpy(ret->b, s.p, ID_LEN);
	return !id_is_nil(ret);
}

static int read_row(struct cursor *c, struct log_row *ret, struct err *e)
{
	uint64_t kind;
	uint64_t has;
	uint64_t at;
	if (!take_u(c, 1, &kind) || kind >= ENTRY_KINDS)
		return at_fault(c, "no kind of entry", e);
	if (!take_u(c, 1, &has) || has > (HAS_SEALED | HAS_SOURCE) || has == HAS_SOURCE)
		return at_fault(c, "no known parts", e);
	bool commits = kind == ENTRY_IMPORT || kind == ENTRY_END;
	if (commits != (has == 0))
		return at_fault(c, "parts that such an entry does not have", e);
	ret->kind = (enum entry_kind)kind;
	if (!take_u(c, 8, &at) || at > INT64_MAX)
		return at_fault(c, "no place in time", e);
	ret->at = (int64_t)at;
	if (!take_str(c, &ret->bytes))
		return at_fault(c, "an entry cut short", e);
	if (has & HAS_SEALED && (!take_id(c, &ret->gid) || !take_str(c, &ret->sealed)))
		return at_fault(c, "a sealed part cut short", e);
	if (has & HAS_SOURCE && (!take_id(c, &ret->src_gid) || !take_str(c, &ret->src_sealed)))
		return at_fault(c, "a sealed part cut short", e);
	return 0;
}

int pack_read(struct str s, struct arena *a, struct pack *ret, struct err *e)
{
	struct cursor c = { s, s };
	size_t cap = PACK_ROWS_GOAL;
	struct log_row *rows = NEW_N(a, cap, struct log_row);
	struct pack p = { .n = 0 };
	uint64_t first;
	uint64_t tag;
	if (!str_starts(s, str_of(MAGIC)))
		return at_fault(&c, "another beginning", e);
	c.left = str_from(s, sizeof MAGIC - 1);
	if (!take_str(&c, &p.origin) || !take_u(&c, 8, &first) ||
	    first > (uint64_t)NUMBER_COUNT_MAX)
		return at_fault(&c, "no log and place", e);
	p.first = (int64_t)first;
	for (;;) {
		if (!take_u(&c, 1, &tag) || (tag != 'r' && tag != 'e'))
			return at_fault(&c, "neither entry nor end", e);
		if (tag == 'e')
			break;
		if (p.n == PACK_ROWS_MAX)
			return at_fault(&c, "more entries than a pack has", e);
		rows = arena_grow(a, rows, p.n, &cap, sizeof *rows);
		rows[p.n].index = p.first + (int64_t)p.n;
		TRY(read_row(&c, &rows[p.n++], e));
	}
	if (!p.n || !take_str(&c, &p.note) || c.left.n)
		return at_fault(&c, "no proper end", e);
	p.rows = rows;
	*ret = p;
	return 0;
}

/* ---- sealing ---- */

static void file_key(struct key *ret, const struct key *k, const char *salt)
{
	struct hash h = hash_hmac(k->b, str_n(salt, SALT_BYTES));
	memcpy(ret->b, h.b, KEY_LEN);
	wipe(&h, sizeof h);
}

/* One byte says how many ids follow. */
static void put_head(struct buf *b, const struct vault_sync_keys *keys, const char *salt)
{
	if (keys->n == 0) {
		buf_add(b, str_of(FIRST_MAGIC));
	} else {
		buf_add(b, str_of(KEYS_MAGIC));
		buf_char(b, (char)keys->n);
		buf_add_n(b, keys->ids, keys->n * sizeof *keys->ids);
	}
	buf_add_n(b, salt, SALT_BYTES);
}

/* The length of the head; 0: no file of ours. */
static size_t read_head(struct str sealed, struct vault_sync_keys *ret)
{
	ret->n = 0;
	size_t n = MAGIC_BYTES;
	if (str_starts(sealed, str_of(KEYS_MAGIC)) && sealed.n > n) {
		ret->n = (uint8_t)sealed.p[n++];
		if (ret->n == 0 || (sealed.n - n) / ID_LEN < ret->n)
			return 0;
		memcpy(ret->ids, sealed.p + n, ret->n * ID_LEN);
		n += ret->n * ID_LEN;
	} else if (!str_starts(sealed, str_of(FIRST_MAGIC))) {
		return 0;
	}
	for (size_t i = 1; i < ret->n; i++)
		if (memcmp(ret->ids[i - 1].b, ret->ids[i].b, ID_LEN) >= 0)
			return 0;
	return sealed.n - n < SALT_BYTES + AEAD_TAG_LEN + 4 ? 0 : n + SALT_BYTES;
}

void sync_seal(struct buf *b, const struct key *k, const struct vault_sync_keys *keys,
	       struct str name, struct str plain)
{
	/* Each file has a key of its own, used once, so its nonce may be the same. */
	static const uint8_t NONCE[AEAD_NONCE_LEN];
	AUTO_ARENA *a = arena_new(0);
	AUTO_KEY key;
	char salt[SALT_BYTES];
	size_t padded = (4 + plain.n + PAD_TO - 1) / PAD_TO * PAD_TO;
	char *p = NEW_N(a, padded, char);
	uint8_t *out = NEW_N(a, padded + AEAD_TAG_LEN, uint8_t);
	assert(plain.n <= PACK_BYTES_MAX && "packs are cut before that");
	for (int i = 0; i < 4; i++)
		p[i] = (char)(plain.n >> (8 * (3 - i)));
	if (plain.n)
		memcpy(p + 4, plain.p, plain.n);
	random_bytes(salt, sizeof salt);
	file_key(&key, k, salt);
	aead_seal(out, str_n(p, padded), name, NONCE, &key);
	put_head(b, keys, salt);
	buf_add_n(b, out, padded + AEAD_TAG_LEN);
	wipe(p, padded);
}

bool sync_size_fits(int64_t bytes)
{
	static const int64_t ALL = SALT_BYTES + AEAD_TAG_LEN;
	int64_t rest = (bytes - ALL - MAGIC_BYTES) % PAD_TO;
	if (bytes < ALL + MAGIC_BYTES + PAD_TO)
		return false;
	/* Without keys named, or with their number in a byte and the ids of 1 to 255: up to 4,081 bytes. */
	return rest == 0 || (rest > 1 && (rest - 1) % ID_LEN == 0);
}

static int no_file(struct str name, struct err *e)
{
	return err_set(e, ERR_INPUT, "%.*s is not a file of a register", STR_FMT(name));
}

int sync_sealed_under(struct str name, struct str sealed, struct vault_sync_keys *ret,
		      struct err *e)
{
	return read_head(sealed, ret) ? 0 : no_file(name, e);
}

int sync_open(const struct key *k, struct str name, struct str sealed, struct arena *a,
	      struct str *ret, struct err *e)
{
	static const uint8_t NONCE[AEAD_NONCE_LEN];
	AUTO_KEY key;
	struct vault_sync_keys keys;
	size_t head = read_head(sealed, &keys);
	if (!head)
		return no_file(name, e);
	file_key(&key, k, sealed.p + head - SALT_BYTES);
	struct str body = str_from(sealed, head);
	uint8_t *out = NEW_N(a, body.n, uint8_t);
	if (!aead_open(out, (const uint8_t *)body.p, body.n, name, NONCE, &key))
		return err_set(e, ERR_CORRUPT,
			       "%.*s does not open with the key of this register: it was changed, "
			       "cut short, or put under another name",
			       STR_FMT(name));
	size_t room = body.n - AEAD_TAG_LEN;
	size_t n = (size_t)out[0] << 24 | (size_t)out[1] << 16 | (size_t)out[2] << 8 | out[3];
	if (n > room - 4)
		return no_file(name, e);
	*ret = str_n((const char *)out + 4, n);
	return 0;
}
