/* SPDX-License-Identifier: Apache-2.0 */
/* claim_priv.h - what sealing and reading a claim share; not for other rooms. */
#ifndef VIGIL_CLAIM_PRIV_H
#define VIGIL_CLAIM_PRIV_H

#include "ledger/claim.h"

/* The compact spelling fixes where things stand: digests are 46 bytes apart. */
enum {
	DIGEST_LEN = 43,		/* base64url of a SHA-256 */
	DIGEST_STRIDE = DIGEST_LEN + 3, /* with its quotes and a comma */
	CLAIM_SALT_LEN = 16,
	CLAIM_SALT_TEXT_LEN = 22,
	CLAIM_DECOYS_MIN = 2, /* among the top digests */
	CLAIM_DECOYS_MAX = 8,
	CLAIM_NEST_MULTIPLE = 4, /* digests of a part's parts, decoys included */
	SIG_TEXT_LEN = 86
};

#define CLAIM_HEADER_START "{\"alg\":\"EdDSA\",\"typ\":\"vigil-claim+sd-jwt\",\"kid\":\""
#define CLAIM_HEADER_END   "\"}"
#define CLAIM_SD_START	   "{\"_sd\":["
#define CLAIM_SD_END	   "]}"
#define CLAIM_PAYLOAD_END  "],\"v\":1}"

/* Where salts and decoys come from: random_bytes, or a stated stream in the test vectors. */
struct claim_random {
	void (*fill)(void *ctx, void *p, size_t n);
	void *ctx;
};
int claim_sign_with(const struct claim_part *parts, size_t n, const struct sign_key *k,
		    const struct claim_random *rnd, struct arena *a, struct claim *ret,
		    struct err *e) MUST_USE;

bool claim_is_name(struct str s);
/* `_sd` and `...` steer SD-JWT readers and stand nowhere but where the format puts them. */
bool claim_has_reserved_names(const struct json *v);
void claim_digest(char ret[static DIGEST_LEN], struct str disclosure);

#endif
