/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tsp.h - time stamps of authorities (RFC 3161, RFC 5816): making a request, reading what came back,
 * and judging it by roots that the verifier brings.
 *
 * A token that holds says one thing: these bytes existed not later than its time, according to that
 * authority. It does not say when they were made, nor that they are true.
 *
 * A token is known by its authority and serial number, never by a hash of its bytes: certificates
 * inside it are not signed, and bits of them can be changed without any effect on the verdict.
 *
 * Everything is judged at the token's own time: a certificate that has ended since is no fault,
 * and that it had not begun or had ended then is one. Imprints and signatures by SHA-256, -384 and -512
 * only.
 *
 * A response (TimeStampResp) and the bare token in it (ContentInfo) are both taken wherever `token`
 * stands. Parsing is libcrypto's; sizes and numbers are bounded before it sees them.
 */
#ifndef VIGIL_LEDGER_TSP_H
#define VIGIL_LEDGER_TSP_H

#include "base/buf.h"

enum {
	TSP_REQUEST_MAX = 4 * 1024,    /* bytes of a request */
	TSP_TOKEN_MAX = 64 * 1024,     /* bytes of a response or token */
	TSP_PEM_MAX = 8 * 1024 * 1024, /* bytes of certificates and revocation lists together */
	TSP_CERTS_MAX = 512,	       /* in one PEM text */
	TSP_CRLS_MAX = 32,
	TSP_COVERED_MAX = 64, /* tokens under one renewal */
	TSP_TEXT_MAX = 64 * 1024
};

/* What a token says of itself, and what was found in judging it. Text lives in the arena and is
 * printable ASCII. */
struct tsp_info {
	struct str
		tsa; /* subject of the certificate that signed, RFC 2253; "" when it is unknown */
	struct str
		serial; /* of the token, lower-case hex, may begin with '-'; unique for its tsa */
	struct str policy;     /* OID in dotted decimal */
	struct str hash;       /* "SHA-256", "SHA-384" or "SHA-512": of the imprint */
	struct str time;       /* RFC 3339, UTC, with as much fraction of a second as was signed */
	int64_t time_ms;       /* the same, rounded down */
	int64_t accuracy_ms;   /* rounded up; -1: not stated */
	int64_t cert_from_ms;  /* validity of the certificate that signed; 0: unknown */
	int64_t cert_until_ms; /* stamp again before this; 0: unknown */
	/* Verified only: a revocation list in force at or after `time` covers the certificate that signed. */
	bool revocation_known;
};

/* What the verifier brings (roots), and what came with the token (the rest). */
struct tsp_trust {
	struct str roots; /* PEM: self-signed certificates that are trusted; others in it are not */
	struct str chain; /* PEM: more certificates and revocation lists; none is trusted */
	struct str request; /* DER of the request, for its nonce and imprint; "": not at hand */
};

/* A new request for a stamp on `data`: SHA-256, a random nonce, the certificate wanted. DER. */
int tsp_request_make(struct str data, struct arena *a, struct str *ret, struct err *e) MUST_USE;
/* The nonce of a request or token as lower-case hex; "" when it has none. */
int tsp_request_nonce(struct str request, struct arena *a, struct str *ret, struct err *e) MUST_USE;
int tsp_token_nonce(struct str token, struct arena *a, struct str *ret, struct err *e) MUST_USE;

/* The bare token of a response, borrowed from `response`; a bare token gives itself. ERR_DENIED: the authority
 * refused, and what it said. */
int tsp_token_of(struct str response, struct str *ret, struct err *e) MUST_USE;

/*
 * What a token says, nothing verified. ERR_INPUT: not a token; ERR_DENIED: the imprint is by a hash
 * that is not accepted (SHA-1, MD5). The certificate is looked for in the token, then in `chain` (PEM, may be
 * empty).
 */
int tsp_read(struct str token, struct str chain, struct arena *a, struct tsp_info *ret,
	     struct err *e) MUST_USE;

/*
 * Does the token hold for `data`? Failures, each with its own words:
 * ERR_INPUT	the token, request, roots or chain cannot be read
 * ERR_TOOBIG	one of them is over its ceiling
 * ERR_NOTFOUND	the certificate that signed is neither in the token nor in roots or chain
 * ERR_CORRUPT	another imprint, another nonce, a signature that does not hold, a certificate exchanged
 * ERR_DENIED	the authority is not one under `roots`; its certificate was not in force at that time, is not for
 *		time stamping only, or is revoked; a hash that is not accepted
 * A revocation with the reason unspecified, affiliationChanged, superseded or cessationOfOperation leaves
 * earlier tokens good; any other takes all of them away (RFC 3161 section 4).
 */
int tsp_verify(struct str token, struct str data, const struct tsp_trust *trust, struct arena *a,
	       struct tsp_info *ret, struct err *e) MUST_USE;

/* Only whether the token is of `data` and, when it is at hand, answers `request`: no roots are asked for and
 * nothing is known of the signature. Failures as above. */
int tsp_match(struct str token, struct str data, struct str request, struct err *e) MUST_USE;

/* ---- renewal (docs/formats/time.md) ------------------------------------- */

/* One token with the certificates and revocation lists kept beside it. */
struct tsp_covered {
	struct str token;
	struct str chain; /* PEM; may be empty */
};
/* The bytes that a renewing token is over: the text, then the tokens it renews, each with what was kept
 * beside it. At most TSP_COVERED_MAX. */
int tsp_renewal_write(struct str text, const struct tsp_covered *list, size_t n, struct buf *b,
		      struct err *e) MUST_USE;
/* The same back; all is borrowed from `bytes`. */
int tsp_renewal_read(struct str bytes, struct arena *a, struct str *ret_text,
		     struct tsp_covered **ret, size_t *ret_n, struct err *e) MUST_USE;

/* ---- certificates -------------------------------------------------------- */

/* All certificates of a token as PEM, in its order, for keeping beside it. */
int tsp_certificates(struct str token, struct arena *a, struct str *ret, struct err *e) MUST_USE;
/* Certificates and revocation lists of a PEM text, or of one in DER, as PEM and nothing else: words between
 * them, keys and other things are left out. Counts may be NULL. */
int tsp_pem_clean(struct str s, struct arena *a, struct str *ret, size_t *ret_certs,
		  size_t *ret_crls, struct err *e) MUST_USE;

#endif
