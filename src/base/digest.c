/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"

#include <openssl/evp.h>

#include "base/bytes.h"

static const struct {
	enum digest_kind kind;
	const char *name;
	size_t len;
	const EVP_MD *(*evp)(void);
} KINDS[] = {
	{ DIGEST_MD5, "md5", 16, EVP_md5 },
	{ DIGEST_SHA1, "sha1", 20, EVP_sha1 },
	{ DIGEST_SHA256, "sha256", 32, EVP_sha256 },
	{ DIGEST_SHA512, "sha512", 64, EVP_sha512 },
	{ DIGEST_SHA3_512, "sha3512", 64, EVP_sha3_512 },
};

struct digest {
	enum digest_kind kind;
	EVP_MD_CTX *ctx;
};

static size_t index_of(enum digest_kind k)
{
	assert(k != DIGEST_NONE);
	return (size_t)k - 1;
}

size_t digest_len(enum digest_kind k)
{
	return k == DIGEST_NONE ? 0 : KINDS[index_of(k)].len;
}

const char *digest_name(enum digest_kind k)
{
	return k == DIGEST_NONE	      ? "none"
	       : k == DIGEST_SHA3_512 ? "sha3-512"
				      : KINDS[index_of(k)].name;
}

enum digest_kind digest_of_name(struct str name)
{
	char plain[16];
	size_t n = 0;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		if (c == '-' || c == '_')
			continue;
		if (n + 1 >= sizeof plain)
			return DIGEST_NONE;
		plain[n++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
	}
	plain[n] = '\0';
	for (size_t i = 0; i < COUNT(KINDS); i++)
		if (strcmp(plain, KINDS[i].name) == 0)
			return KINDS[i].kind;
	return DIGEST_NONE;
}

struct digest *digest_new(enum digest_kind k)
{
	struct digest *d = malloc(sizeof *d);
	if (!d || !(d->ctx = EVP_MD_CTX_new()) ||
	    EVP_DigestInit_ex(d->ctx, KINDS[index_of(k)].evp(), NULL) != 1)
		die("libcrypto has no %s", digest_name(k));
	d->kind = k;
	return d;
}

void digest_update(struct digest *d, const void *p, size_t n)
{
	if (EVP_DigestUpdate(d->ctx, p, n) != 1)
		die("libcrypto cannot hash");
}

void digest_end(struct digest *d, uint8_t ret[static DIGEST_LEN_MAX])
{
	if (EVP_DigestFinal_ex(d->ctx, ret, NULL) != 1)
		die("libcrypto cannot hash");
	digest_free(d);
}

void digest_free(struct digest *d)
{
	if (d)
		EVP_MD_CTX_free(d->ctx);
	free(d);
}

void digest_freep(struct digest **d)
{
	digest_free(*d);
	*d = NULL;
}

/* ---- values ---- */

static int base32_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a';
	return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
}

/* Exactly `n` bytes; the bits left over are zero. */
static bool base32_decode(uint8_t *ret, size_t n, struct str s)
{
	uint32_t bits = 0;
	int have = 0;
	size_t done = 0;
	for (size_t i = 0; i < s.n; i++) {
		int v = base32_value(s.p[i]);
		if (v < 0)
			return false;
		bits = (bits << 5 | (uint32_t)v) & 0xFFFF;
		have += 5;
		if (have < 8)
			continue;
		have -= 8;
		if (done == n)
			return false;
		ret[done++] = (uint8_t)(bits >> have);
	}
	return done == n && have < 5 && (bits & ((1U << have) - 1)) == 0;
}

/* base64, and base64url with or without padding, which WARC writers have used. */
static bool base64_of(uint8_t *ret, size_t n, struct str s)
{
	size_t got = 0;
	if (s.n == b64_len(n) && b64_decode(ret, n, &got, s) && got == n)
		return true;
	while (str_ends(s, STR("=")))
		s.n--;
	if (s.n != b64url_len(n))
		return false;
	return b64url_decode(ret, n, &got, s) && got == n;
}

static bool value_of(enum digest_kind k, struct str s, struct digest_value *ret)
{
	uint8_t b[DIGEST_LEN_MAX + 2];
	size_t len = digest_len(k);
	struct str bare = s;
	while (str_ends(bare, STR("=")))
		bare.n--;
	bool ok = s.n == 2 * len ? hex_decode(b, len, s) : false;
	ok = ok || (bare.n == (8 * len + 4) / 5 && base32_decode(b, len, bare));
	ok = ok || base64_of(b, len, s);
	if (!ok)
		return false;
	*ret = (struct digest_value){ .kind = k };
	memcpy(ret->b, b, len);
	return true;
}

bool digest_read(struct str s, enum digest_kind otherwise, struct digest_value *ret)
{
	struct str label;
	struct str value = str_cut(s, ':', &label);
	if (value.p) {
		enum digest_kind k = digest_of_name(str_trim(label));
		return k != DIGEST_NONE && value_of(k, str_trim(value), ret);
	}
	if (otherwise != DIGEST_NONE)
		return value_of(otherwise, str_trim(s), ret);
	for (enum digest_kind k = DIGEST_MD5; k <= DIGEST_SHA512; k++)
		if (value_of(k, str_trim(s), ret))
			return true;
	return false;
}

bool digest_eq(const struct digest_value *a, const struct digest_value *b)
{
	return a->kind == b->kind && memcmp(a->b, b->b, digest_len(a->kind)) == 0;
}
