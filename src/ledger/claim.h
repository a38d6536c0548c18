/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claim.h - a claim: what one source says of one subject, signed once, shown in part.
 *
 * A claim is an SD-JWT (RFC 9901). Its signed part (the JWT) holds only hiding commitments; each
 * part of what is said is a disclosure of its own, `base64url(["salt","name",value])`, and may be
 * shown or left out without touching the signed bytes. docs/formats/claim.md fixes every byte and
 * the names of the parts.
 *
 * Parts may have parts: such a part's disclosure only commits to theirs, so that the role of a
 * source can be shown while its name stays hidden.
 *
 * Bytes that were received are kept, hashed and checked as they are; nothing is written again.
 */
#ifndef VIGIL_CLAIM_H
#define VIGIL_CLAIM_H

#include "base/crypto.h"
#include "base/hash.h"
#include "base/json.h"
#include "ledger/ledger.h"

enum {
	CLAIM_KID_LEN = 43, /* base64url of a SHA-256 */
	CLAIM_GROUP_RECORD = 0,
	CLAIM_GROUP_SOURCE = 1
};

/* The id of an author key: its JWK thumbprint (RFC 7638, RFC 8037 appendix A.3). It depends on the
 * key alone, so a verifier can check that a public key is the one a claim names. */
void claim_kid(char ret[static CLAIM_KID_LEN + 1], const uint8_t pub[static KEY_LEN]);

/* ---- sealing --------------------------------------------------------- */

/* What is to be sealed. Names are [a-z][a-z0-9_]*, at most CLAIM_NAME_MAX bytes, unequal within
 * their parent. */
struct claim_part {
	struct str name;
	struct str value;		/* compact JSON, as value.h writes it; unused with parts */
	int group;			/* carried through to the disclosure, see below */
	const struct claim_part *parts; /* n_parts of them; NULL for a part with a value */
	size_t n_parts;
};

struct claim_disclosure {
	struct str text; /* base64url */
	int group;	 /* of its part: which shred key the vault seals it under */
};

struct claim {
	struct str jwt;	  /* header.payload.signature, ASCII */
	struct hash hash; /* SHA-256 of `jwt`: what the log entry commits to */
	const struct claim_disclosure *disclosures; /* a part before its parts */
	size_t n;
};

/* Seal `parts` under the author's key; the kid is claim_kid of it. Salts and decoys come from
 * random_bytes. Everything returned lives in `a`. ERR_INPUT: a value is not compact JSON, or a name
 * is not allowed; ERR_TOOBIG: over a ceiling of ledger.h. Costs about 30 microseconds. */
int claim_sign(const struct claim_part *parts, size_t n, const struct sign_key *k, struct arena *a,
	       struct claim *ret, struct err *e) MUST_USE;

/* ---- reading --------------------------------------------------------- */

/* A disclosed part. */
struct claim_field {
	struct str name;
	const struct json *value; /* {"_sd":[...]} when `parts` */
	struct str disclosure;	  /* as received */
	int parent;		  /* index in the view, -1 at the top */
	bool parts;		  /* the value only commits to other disclosures */
};

struct claim_view {
	struct str jwt;
	struct str kid;
	struct hash hash;		  /* SHA-256 of `jwt` */
	const struct claim_field *fields; /* in the order the disclosures were given */
	size_t n;
	size_t withheld; /* digests without disclosure; decoys are among them */
};

/* Read a claim with any part of its disclosures, strictly: the header and payload have exactly our
 * form, each disclosure's digest stands in the JWT or in another disclosure that is shown, nothing
 * twice, salts of 128 bits or more and unequal, names unequal. The signature is NOT verified; call
 * claim_verify. The view borrows `jwt` and `disclosures` and lives in `a`. */
int claim_open(struct str jwt, const struct str *disclosures, size_t n, struct arena *a,
	       struct claim_view *ret, struct err *e) MUST_USE;

/* The field at `path`, names joined by a slash as in "source/role"; NULL when it is not shown. */
const struct claim_field *claim_find(const struct claim_view *v, struct str path);
/* Its value, or NULL: to be given straight to json_str and friends. */
const struct json *claim_value(const struct claim_view *v, struct str path);

/* The kid in the header of `jwt`, without reading the rest. */
int claim_read_kid(struct str jwt, char ret[static CLAIM_KID_LEN + 1], struct err *e) MUST_USE;
/* ERR_CORRUPT unless `pub` is the key that the kid names and made the signature. */
int claim_verify(struct str jwt, const uint8_t pub[static KEY_LEN], struct err *e) MUST_USE;

/* ---- the short form: how a vault keeps a JWT (docs/formats/vault.md, section 4) ---- */

/* About half the bytes of the JWT, which come back exactly. Nobody signs it and it leaves no vault. */
enum { CLAIM_SHORT_DIGESTS_MAX = 64, CLAIM_SHORT_MAX = 97 + CLAIM_SHORT_DIGESTS_MAX * 32 };
/* False when `jwt` is not exactly as claim_sign writes it, or has more digests: it is then kept as it is. */
bool claim_shorten(struct str jwt, uint8_t ret[static CLAIM_SHORT_MAX], size_t *ret_n);
/* Whether `s` is a short form, if it is a JWT or one. */
bool claim_is_short(struct str s);
/* The JWT, in `a`. ERR_CORRUPT: it cannot be one. Whether digests ascend is left to claim_open. */
int claim_lengthen(struct str s, struct arena *a, struct str *ret_jwt, struct err *e) MUST_USE;
/* claim_read_kid of what claim_lengthen gives. */
int claim_short_kid(struct str s, char ret[static CLAIM_KID_LEN + 1], struct err *e) MUST_USE;

/* ---- the compact form: jwt~disclosure~disclosure~ ---------------------- */

int claim_split(struct str compact, struct arena *a, struct str *ret_jwt,
		struct str **ret_disclosures, size_t *ret_n, struct err *e) MUST_USE;
void claim_join(struct buf *b, struct str jwt, const struct str *disclosures, size_t n);

/* The disclosures of `v` that remain, in their order, when the fields at these paths are left out
 * and with them whatever lies below. A path that is not there is no error. */
void claim_redact(const struct claim_view *v, const struct str *leave_out, size_t n,
		  struct arena *a, struct str **ret_disclosures, size_t *ret_n);

#endif
