/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "web/draft.h"

#include "base/buf.h"
#include "base/bytes.h"

static const char LABEL[] = "vigil/draft/v1";

/* Each text as its length in eight hexadecimal digits and its bytes. */
static void put(struct buf *b, struct str s)
{
	buf_printf(b, "%08zx", s.n);
	buf_add(b, s);
}

static bool take(struct str *rest, struct str *ret)
{
	uint8_t n[4];
	if (rest->n < 8 || !hex_decode(n, sizeof n, str_n(rest->p, 8)))
		return false;
	size_t size = (size_t)n[0] << 24 | (size_t)n[1] << 16 | (size_t)n[2] << 8 | n[3];
	*rest = str_from(*rest, 8);
	if (size > rest->n)
		return false;
	*ret = str_n(rest->p, size);
	*rest = str_from(*rest, size);
	return true;
}

struct str draft_seal(const struct draft *d, const struct key *k, struct arena *a)
{
	AUTO_KEY key;
	AUTO_BUF b;
	buf_init(&b, DRAFT_MAX);
	put(&b, d->path);
	put(&b, d->pattern);
	for (size_t i = 0; i < d->fields.n; i++) {
		put(&b, d->fields.v[i].name);
		put(&b, d->fields.v[i].value);
	}
	struct str plain = buf_str(&b);
	if (b.full || !d->fields.n)
		return STR("");
	size_t n = AEAD_NONCE_LEN + plain.n + AEAD_TAG_LEN;
	uint8_t *sealed = arena_alloc(a, n, 1);
	random_bytes(sealed, AEAD_NONCE_LEN);
	key_derive(&key, k, LABEL);
	aead_seal(sealed + AEAD_NONCE_LEN, plain, STR(""), sealed, &key);
	return b64url_str(a, sealed, n);
}

bool draft_open(struct str text, const struct key *k, struct arena *a, struct draft *ret)
{
	AUTO_KEY key;
	struct draft d = { .path = STR("") };
	size_t n = text.n / 4 * 3 + 3;
	uint8_t *sealed = arena_alloc(a, n, 1);
	if (!b64url_decode(sealed, n, &n, text) || n < AEAD_NONCE_LEN + AEAD_TAG_LEN)
		return false;
	size_t size = n - AEAD_NONCE_LEN - AEAD_TAG_LEN;
	uint8_t *plain = arena_alloc(a, size + 1, 1);
	key_derive(&key, k, LABEL);
	if (!aead_open(plain, sealed + AEAD_NONCE_LEN, n - AEAD_NONCE_LEN, STR(""), sealed, &key))
		return false;
	struct str rest = str_n((const char *)plain, size);
	if (!take(&rest, &d.path) || !take(&rest, &d.pattern))
		return false;
	struct http_param *v = NEW_N(a, size / 16 + 1, struct http_param); /* two lengths each */
	while (rest.n) {
		struct http_param *one = &v[d.fields.n++];
		if (!take(&rest, &one->name) || !take(&rest, &one->value))
			return false;
	}
	d.fields.v = v;
	*ret = d;
	return true;
}
