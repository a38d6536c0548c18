/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tsp_verify.c - does a token hold?
 *
 * The path of certificates is judged here first, because libcrypto's verifier of tokens says only that something
 * was wrong with it; then that verifier judges everything once more, with the signature and the
 * binding of the certificate (ESSCertID). Its order does not matter: both must say yes.
 */
#include "ledger/tsp_priv.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "base/clock.h"

/* 112 bits: RSA from 2048, and no SHA-1 under a certificate that is not a root. */
enum { AUTH_LEVEL = 2, PATH_MAX_CERTS = 16 };

/* ---- what it is of ------------------------------------------------------------- */

static struct str octets(const ASN1_OCTET_STRING *s)
{
	return str_n((const char *)ASN1_STRING_get0_data(s), (size_t)ASN1_STRING_length(s));
}

static int imprint_nid(TS_MSG_IMPRINT *imprint)
{
	const ASN1_OBJECT *o;
	X509_ALGOR_get0(&o, NULL, NULL, TS_MSG_IMPRINT_get_algo(imprint));
	return OBJ_obj2nid(o);
}

static int check_data(const struct tsp_token *t, struct str data, struct err *e)
{
	TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint(t->tst);
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	if (!EVP_Digest(data.n ? data.p : "", data.n, digest, &n,
			tsp_accepted(imprint_nid(imprint)), NULL))
		die("libcrypto cannot hash");
	if (!str_eq(octets(TS_MSG_IMPRINT_get_msg(imprint)), str_n((char *)digest, n)))
		return err_set(e, ERR_CORRUPT, "the token is of other data: its imprint differs");
	return 0;
}

static int compare_request(const struct tsp_token *t, TS_REQ *r, struct err *e)
{
	TS_MSG_IMPRINT *asked = TS_REQ_get_msg_imprint(r);
	TS_MSG_IMPRINT *given = TS_TST_INFO_get_msg_imprint(t->tst);
	const ASN1_INTEGER *nonce = TS_REQ_get_nonce(r);
	const ASN1_INTEGER *back = TS_TST_INFO_get_nonce(t->tst);
	ASN1_OBJECT *policy = TS_REQ_get_policy_id(r);
	if (!asked || imprint_nid(asked) != imprint_nid(given) ||
	    !str_eq(octets(TS_MSG_IMPRINT_get_msg(asked)), octets(TS_MSG_IMPRINT_get_msg(given))))
		return err_set(e, ERR_CORRUPT,
			       "the token answers another request: its imprint differs");
	if (nonce && !back)
		return err_set(e, ERR_CORRUPT,
			       "the token does not repeat the nonce of the request");
	if (nonce && ASN1_INTEGER_cmp(nonce, back) != 0)
		return err_set(e, ERR_CORRUPT,
			       "the token answers another request: its nonce differs");
	if (policy && OBJ_cmp(policy, TS_TST_INFO_get_policy_id(t->tst)) != 0)
		return err_set(e, ERR_CORRUPT, "the token is under another policy than was asked");
	return 0;
}

static int check_request(const struct tsp_token *t, struct str request, struct err *e)
{
	const unsigned char *p = (const unsigned char *)request.p;
	if (request.n == 0)
		return 0;
	if (request.n > TSP_REQUEST_MAX)
		return err_set(e, ERR_TOOBIG, "a time-stamp request has at most %d bytes",
			       TSP_REQUEST_MAX);
	TS_REQ *r = d2i_TS_REQ(NULL, &p, (long)request.n);
	bool whole = r && p == (const unsigned char *)request.p + request.n;
	int rc = whole ? compare_request(t, r, e)
		       : err_set(e, ERR_INPUT, "this is no time-stamp request");
	TS_REQ_free(r);
	ERR_clear_error();
	return rc;
}

/* ---- the path of certificates ---------------------------------------------------- */

struct path {
	X509_STORE *store;
	STACK_OF(X509) * more;	/* untrusted: of the token, of the chain, of the roots' text */
	STACK_OF(X509) * chain; /* what was found, from the signer to a root */
};

static void path_done(struct path *p)
{
	X509_STORE_free(p->store);
	sk_X509_free(p->more);
	sk_X509_pop_free(p->chain, X509_free);
}

static void add_more(STACK_OF(X509) * to, const STACK_OF(X509) * from)
{
	for (int i = 0; i < sk_X509_num(from); i++)
		if (!sk_X509_push(to, sk_X509_value(from, i)))
			die("out of memory");
}

/* Only self-signed certificates are roots: a person who hands over a whole chain as roots trusts its
 * end. The others help to find the way. */
static int path_init(struct path *p, const struct tsp_token *t, const struct tsp_pem *roots,
		     const struct tsp_pem *chain, int64_t time_ms, struct err *e)
{
	X509_VERIFY_PARAM *param = X509_VERIFY_PARAM_new();
	int n = 0;
	*p = (struct path){ .store = X509_STORE_new(), .more = sk_X509_new_null() };
	if (!param || !p->store || !p->more)
		die("out of memory");
	X509_VERIFY_PARAM_set_time(param, (time_t)(time_ms / 1000));
	X509_VERIFY_PARAM_set_auth_level(param, AUTH_LEVEL);
	X509_VERIFY_PARAM_set_depth(param, PATH_MAX_CERTS);
	X509_STORE_set1_param(p->store, param);
	X509_VERIFY_PARAM_free(param);
	for (int i = 0; i < sk_X509_num(roots->certs); i++) {
		X509 *x = sk_X509_value(roots->certs, i);
		if (!(X509_get_extension_flags(x) & EXFLAG_SS))
			continue;
		if (!X509_STORE_add_cert(p->store, x))
			die("out of memory");
		n++;
	}
	if (n == 0)
		return err_set(e, ERR_INPUT, "there is no self-signed certificate among the roots");
	add_more(p->more, t->p7->d.sign->cert);
	add_more(p->more, chain->certs);
	add_more(p->more, roots->certs);
	return 0;
}

static int untrusted(int why, const X509 *at, const struct tsp_info *info, struct arena *a,
		     struct err *e)
{
	struct str name = STR("?");
	if (at && tsp_name(X509_get_subject_name(at), a, &name, NULL) < 0)
		name = STR("?");
	int n = (int)(name.n > 200 ? 200 : name.n);
	switch (why) {
	case X509_V_ERR_CERT_HAS_EXPIRED:
		return err_set(e, ERR_DENIED,
			       "the certificate of %.*s had ended at the time of the token, %.*s",
			       n, name.p, STR_FMT(info->time));
	case X509_V_ERR_CERT_NOT_YET_VALID:
		return err_set(
			e, ERR_DENIED,
			"the certificate of %.*s had not begun at the time of the token, %.*s", n,
			name.p, STR_FMT(info->time));
	case X509_V_ERR_INVALID_PURPOSE:
		return err_set(
			e, ERR_DENIED,
			"the certificate of %.*s is not for time stamping only (critical extended key usage)",
			n, name.p);
	case X509_V_ERR_CERT_SIGNATURE_FAILURE:
		return err_set(e, ERR_CORRUPT,
			       "the certificate of %.*s has a signature that does not hold", n,
			       name.p);
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
		return err_set(e, ERR_DENIED,
			       "the authority is under none of the roots given (%.*s)", n, name.p);
	default:
		return err_set(e, ERR_DENIED, "the certificate of %.*s: %s", n, name.p,
			       X509_verify_cert_error_string(why));
	}
}

static int path_find(struct path *p, X509 *signer, const struct tsp_info *info, struct arena *a,
		     struct err *e)
{
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	int rc = 0;
	if (!ctx || !X509_STORE_CTX_init(ctx, p->store, signer, p->more) ||
	    !X509_STORE_CTX_set_purpose(ctx, X509_PURPOSE_TIMESTAMP_SIGN))
		die("out of memory");
	if (X509_verify_cert(ctx) == 1)
		p->chain = X509_STORE_CTX_get1_chain(ctx);
	else
		rc = untrusted(X509_STORE_CTX_get_error(ctx), X509_STORE_CTX_get_current_cert(ctx),
			       info, a, e);
	X509_STORE_CTX_free(ctx);
	ERR_clear_error();
	if (rc == 0 && !p->chain)
		die("out of memory");
	return rc;
}

/* ---- the signature ------------------------------------------------------------------ */

static int check_signature(const struct tsp_token *t, const struct path *p, const X509 *signer,
			   struct err *e)
{
	X509 *by = NULL;
	int ok = TS_RESP_verify_signature(t->p7, p->more, p->store, &by);
	unsigned long why = ERR_peek_last_error();
	bool same = by && X509_cmp(by, signer) == 0;
	X509_free(by);
	ERR_clear_error();
	if (ok == 1 && same)
		return 0;
	if (ERR_GET_LIB(why) == ERR_LIB_ESS ||
	    (ERR_GET_LIB(why) == ERR_LIB_TS &&
	     ERR_GET_REASON(why) == TS_R_ESS_SIGNING_CERTIFICATE_ERROR))
		return err_set(
			e, ERR_CORRUPT,
			"the token was signed under another certificate than the one it comes with");
	return err_set(e, ERR_CORRUPT, "the signature of the token does not hold");
}

/* Lists may come from either side. */
static void lists_of(struct tsp_pem *all, const struct tsp_pem *x)
{
	for (int i = 0; i < sk_X509_CRL_num(x->crls); i++) {
		X509_CRL *c = sk_X509_CRL_value(x->crls, i);
		X509_CRL_up_ref(c);
		if (!sk_X509_CRL_push(all->crls, c))
			die("out of memory");
	}
}

static int judge(const struct tsp_token *t, const struct tsp_pem *roots,
		 const struct tsp_pem *chain, struct path *p, struct arena *a,
		 struct tsp_info *info, struct err *e)
{
	struct tsp_pem both = { .certs = roots->certs };
	X509 *signer = tsp_signer(t, chain);
	AUTO_TSP_PEM at_hand;
	tsp_pem_init(&at_hand);
	if (!signer)
		signer = tsp_signer(t, &both);
	TRY(tsp_info_of(t, signer, a, info, e));
	if (!signer)
		return err_set(
			e, ERR_NOTFOUND,
			"the certificate that signed the token is neither in it nor given beside it");
	TRY(path_init(p, t, roots, chain, info->time_ms, e));
	TRY(path_find(p, signer, info, a, e));
	TRY(check_signature(t, p, signer, e));
	lists_of(&at_hand, chain);
	lists_of(&at_hand, roots);
	for (int i = 0; i < sk_X509_num(p->more); i++) {
		X509 *x = sk_X509_value(p->more, i);
		X509_up_ref(x);
		if (!sk_X509_push(at_hand.certs, x))
			die("out of memory");
	}
	return tsp_revocation(p->chain, &at_hand, info->time_ms, a, &info->revocation_known, e);
}

int tsp_match(struct str token, struct str data, struct str request, struct err *e)
{
	AUTO_TSP_TOKEN t = { 0 };
	TRY(tsp_token_parse(token, &t, e));
	TRY(check_data(&t, data, e));
	return check_request(&t, request, e);
}

int tsp_verify(struct str token, struct str data, const struct tsp_trust *trust, struct arena *a,
	       struct tsp_info *ret, struct err *e)
{
	AUTO_TSP_TOKEN t = { 0 };
	AUTO_TSP_PEM roots;
	AUTO_TSP_PEM chain;
	struct path p = { 0 };
	struct tsp_info info;
	tsp_pem_init(&roots);
	tsp_pem_init(&chain);
	TRY(tsp_token_parse(token, &t, e));
	TRY(check_data(&t, data, e));
	TRY(check_request(&t, trust->request, e));
	TRY(tsp_pem_read(trust->roots, "the roots", &roots, e));
	TRY(tsp_pem_read(trust->chain, "the certificates beside the token", &chain, e));
	int rc = judge(&t, &roots, &chain, &p, a, &info, e);
	path_done(&p);
	TRY(rc);
	*ret = info;
	return 0;
}
