/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

struct hash hash_of(struct str s)
{
	struct hash h;
	static const char none;
	/* The one-shot call, not EVP: for a 100-byte disclosure the EVP fetch costs more than
	 * the hash. */
	SHA256((const unsigned char *)(s.n ? s.p : &none), s.n, h.b);
	return h;
}

bool hash_eq(const struct hash *a, const struct hash *b)
{
	return memcmp(a->b, b->b, HASH_LEN) == 0;
}

struct hasher {
	EVP_MD_CTX *md;
};

struct hasher *hasher_new(void)
{
	struct hasher *h = malloc(sizeof *h);
	if (!h || !(h->md = EVP_MD_CTX_new()) || EVP_DigestInit_ex(h->md, EVP_sha256(), NULL) != 1)
		die("out of memory");
	return h;
}

void hasher_add(struct hasher *h, const void *p, size_t n)
{
	if (n && EVP_DigestUpdate(h->md, p, n) != 1)
		die("SHA-256 is not available");
}

struct hash hasher_end(struct hasher *h)
{
	struct hash r;
	if (EVP_DigestFinal_ex(h->md, r.b, NULL) != 1)
		die("SHA-256 is not available");
	hasher_free(h);
	return r;
}

void hasher_free(struct hasher *h)
{
	if (!h)
		return;
	EVP_MD_CTX_free(h->md);
	free(h);
}

struct hash hash_hmac(const uint8_t key[static 32], struct str s)
{
	struct hash h;
	if (!HMAC(EVP_sha256(), key, 32, (const unsigned char *)s.p, s.n, h.b, NULL))
		die("HMAC is not available");
	return h;
}
