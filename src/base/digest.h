/* SPDX-License-Identifier: Apache-2.0 */
/*
 * digest.h - the hashes that others used, to check what they wrote. Ours is SHA-256 (hash.h):
 * MD5 and SHA-1 show that a file was not damaged on the way, and nothing against somebody who wants
 * to change it. Bytes come from libcrypto.
 */
#ifndef VIGIL_DIGEST_H
#define VIGIL_DIGEST_H

#include "base/base.h"

enum digest_kind {
	DIGEST_NONE,
	DIGEST_MD5,
	DIGEST_SHA1,
	DIGEST_SHA256,
	DIGEST_SHA512,
	DIGEST_SHA3_512
};
enum { DIGEST_LEN_MAX = 64 };

size_t digest_len(enum digest_kind k);	     /* bytes; 0 for DIGEST_NONE */
const char *digest_name(enum digest_kind k); /* "sha256" */
/* "SHA-256", "sha256", "Sha_256"; DIGEST_NONE when it is none of those above. */
enum digest_kind digest_of_name(struct str name);

struct digest; /* a hash that is being made */
struct digest *digest_new(enum digest_kind k);
void digest_update(struct digest *d, const void *p, size_t n);
/* Writes digest_len() bytes and frees. */
void digest_end(struct digest *d, uint8_t ret[static DIGEST_LEN_MAX]);
void digest_free(struct digest *d); /* instead of end; NULL is fine */
void digest_freep(struct digest **d);
#define AUTO_DIGEST AUTO(digest_freep) struct digest

/* A hash as somebody wrote it down. */
struct digest_value {
	enum digest_kind kind;
	uint8_t b[DIGEST_LEN_MAX];
};
/*
 * Read "sha1:BASE32", "SHA-256:hex", "sha256:base64=" or, with a kind in `otherwise` or one that the
 * length shows, the value alone. Hexadecimal, base32 (RFC 4648, with or without padding, either
 * case), base64 and base64url are told apart by their length. False: not a hash of a kind that is known.
 */
bool digest_read(struct str s, enum digest_kind otherwise, struct digest_value *ret);
bool digest_eq(const struct digest_value *a, const struct digest_value *b); /* also of one kind */

#endif
