/* SPDX-License-Identifier: Apache-2.0 */
/* bag_hash.c - the hashes bags use, of one file in one pass. MD5 and SHA-1 only to read old bags. */
#include "ledger/bag_priv.h"

#include <openssl/evp.h>

static const struct {
	struct str name;
	size_t bytes;
	const char *evp;
} ALGS[BAG_ALGS] = {
	[BAG_MD5] = { { "md5", 3 }, 16, "MD5" },
	[BAG_SHA1] = { { "sha1", 4 }, 20, "SHA1" },
	[BAG_SHA224] = { { "sha224", 6 }, 28, "SHA224" },
	[BAG_SHA256] = { { "sha256", 6 }, 32, "SHA256" },
	[BAG_SHA384] = { { "sha384", 6 }, 48, "SHA384" },
	[BAG_SHA512] = { { "sha512", 6 }, 64, "SHA512" },
};

struct str bag_alg_name(enum bag_alg g)
{
	return ALGS[g].name;
}

size_t bag_alg_bytes(enum bag_alg g)
{
	return ALGS[g].bytes;
}

struct hashing {
	EVP_MD_CTX *md[BAG_ALGS];
};

static void hashing_done(struct hashing *h)
{
	for (int g = 0; g < BAG_ALGS; g++)
		EVP_MD_CTX_free(h->md[g]);
}

static int feed(void *ctx, const void *p, size_t n, struct err *e)
{
	struct hashing *h = ctx;
	(void)e;
	for (int g = 0; g < BAG_ALGS; g++)
		if (h->md[g] && EVP_DigestUpdate(h->md[g], p, n) != 1)
			die("%s is not available", ALGS[g].evp);
	return 0;
}

int bag_hash_file(const struct bag_files *f, size_t i, unsigned algs, struct bag_digests *ret,
		  struct err *e)
{
	AUTO(hashing_done) struct hashing h = { { NULL } };
	for (int g = 0; g < BAG_ALGS; g++) {
		if (!(algs & 1u << g))
			continue;
		const EVP_MD *md = EVP_get_digestbyname(ALGS[g].evp);
		if (!md || !(h.md[g] = EVP_MD_CTX_new()) ||
		    EVP_DigestInit_ex(h.md[g], md, NULL) != 1)
			die("%s is not available", ALGS[g].evp);
	}
	TRY(f->stream(f->ctx, i, feed, &h, e));
	for (int g = 0; g < BAG_ALGS; g++)
		if (h.md[g] && EVP_DigestFinal_ex(h.md[g], ret->b[g], NULL) != 1)
			die("%s is not available", ALGS[g].evp);
	return 0;
}
