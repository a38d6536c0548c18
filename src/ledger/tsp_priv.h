/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tsp_priv.h - what the files of RFC 3161 share. Nothing of libcrypto's stands in tsp.h.
 */
#ifndef VIGIL_LEDGER_TSP_PRIV_H
#define VIGIL_LEDGER_TSP_PRIV_H

#include <openssl/ts.h>
#include <openssl/x509.h>

#include "ledger/tsp.h"

/* A parsed token: signed data with one signer, whose content is a time stamp of version 1. */
struct tsp_token {
	PKCS7 *p7;
	TS_TST_INFO *tst;
	PKCS7_SIGNER_INFO *signer; /* of p7 */
};
void tsp_token_done(struct tsp_token *t);
#define AUTO_TSP_TOKEN AUTO(tsp_token_done) struct tsp_token
int tsp_token_parse(struct str response, struct tsp_token *ret, struct err *e) MUST_USE;

/* Certificates and revocation lists. */
struct tsp_pem {
	STACK_OF(X509) * certs;
	STACK_OF(X509_CRL) * crls;
};
void tsp_pem_init(struct tsp_pem *p);
void tsp_pem_done(struct tsp_pem *p);
#define AUTO_TSP_PEM AUTO(tsp_pem_done) struct tsp_pem
/* Add what `s` has to `p`. `what` says in messages which text it is. */
int tsp_pem_read(struct str s, const char *what, struct tsp_pem *p, struct err *e) MUST_USE;

/* The digest, or NULL for one that is not accepted. */
const EVP_MD *tsp_accepted(int nid);
/* Is it there, and a name that is short enough to be shown? RFC 2253, printable ASCII. */
int tsp_name(const X509_NAME *name, struct arena *a, struct str *ret, struct err *e) MUST_USE;
/* 0 when libcrypto cannot read it or it is before 1970. */
int64_t tsp_time_ms(const ASN1_TIME *t);

/* What the token says; `signer` may be NULL. */
int tsp_info_of(const struct tsp_token *t, const X509 *signer, struct arena *a,
		struct tsp_info *ret, struct err *e) MUST_USE;
/* The certificate that signed, from the token, then from `more`; borrowed; NULL: not there. */
X509 *tsp_signer(const struct tsp_token *t, const struct tsp_pem *more);

/* Judge the certificates of `chain` (from the one that signed to a root) by the lists at hand. */
int tsp_revocation(STACK_OF(X509) * chain, const struct tsp_pem *at_hand, int64_t time_ms,
		   struct arena *a, bool *ret_known, struct err *e) MUST_USE;

#endif
