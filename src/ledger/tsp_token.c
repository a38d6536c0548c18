/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tsp_token.c - requests, responses and what a token says of itself.
 *
 * The outer frame is read here, by definite lengths, so that what libcrypto is given is one token and nothing
 * beside it. A response that libcrypto parses as a whole is looked at for its status only.
 */
#include "ledger/tsp_priv.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/hash.h"

enum { SERIAL_MAX = 64, NAME_MAX_LEN = 1024, FRACTION_MAX = 9 };

/* ---- frames ------------------------------------------------------------------ */

/* One element at the beginning of `s`: its tag, what is in it, and what follows. Only definite lengths
 * in their shortest form pass for outer frames. */
static bool frame(struct str s, int *ret_tag, struct str *ret_in, struct str *ret_rest)
{
	const unsigned char *p = (const unsigned char *)s.p;
	long n = 0;
	int xclass = 0;
	if (s.n == 0 || s.n > TSP_TOKEN_MAX)
		return false;
	int rc = ASN1_get_object(&p, &n, ret_tag, &xclass, (long)s.n);
	ERR_clear_error();
	if (rc & 0x81 || xclass != V_ASN1_UNIVERSAL)
		return false;
	size_t header = (size_t)(p - (const unsigned char *)s.p);
	*ret_in = str_n((const char *)p, (size_t)n);
	*ret_rest = str_from(s, header + (size_t)n);
	return true;
}

static const char *failure_word(const TS_STATUS_INFO *si)
{
	static const struct {
		int bit;
		const char *word;
	} WORDS[] = {
		{ TS_INFO_BAD_ALG, "it does not take this hash" },
		{ TS_INFO_BAD_REQUEST, "it does not take such requests" },
		{ TS_INFO_BAD_DATA_FORMAT, "it could not read the request" },
		{ TS_INFO_TIME_NOT_AVAILABLE, "its clock is not available" },
		{ TS_INFO_UNACCEPTED_POLICY, "it does not have that policy" },
		{ TS_INFO_UNACCEPTED_EXTENSION, "it does not take that extension" },
		{ TS_INFO_ADD_INFO_NOT_AVAILABLE, "it does not have what was asked" },
		{ TS_INFO_SYSTEM_FAILURE, "it had a failure of its own" },
	};
	const ASN1_BIT_STRING *bits = TS_STATUS_INFO_get0_failure_info(si);
	for (size_t i = 0; bits && i < COUNT(WORDS); i++)
		if (ASN1_BIT_STRING_get_bit(bits, WORDS[i].bit))
			return WORDS[i].word;
	return "it gives no reason";
}

static int check_status(struct str response, struct err *e)
{
	const unsigned char *p = (const unsigned char *)response.p;
	int64_t status = -1;
	TS_RESP *r = d2i_TS_RESP(NULL, &p, (long)response.n);
	bool whole = r && p == (const unsigned char *)response.p + response.n;
	int rc = 0;
	if (!whole) {
		rc = err_set(e, ERR_INPUT, "this is no time-stamp response");
	} else {
		const TS_STATUS_INFO *si = TS_RESP_get_status_info(r);
		if (!si || !ASN1_INTEGER_get_int64(&status, TS_STATUS_INFO_get0_status(si)))
			rc = err_set(e, ERR_INPUT, "the time-stamp response has no status");
		else if (status != TS_STATUS_GRANTED && status != TS_STATUS_GRANTED_WITH_MODS)
			rc = err_set(e, ERR_DENIED, "the authority gave no token: %s (status %lld)",
				     failure_word(si), (long long)status);
	}
	TS_RESP_free(r);
	ERR_clear_error();
	return rc;
}

int tsp_token_of(struct str response, struct str *ret, struct err *e)
{
	struct str in;
	struct str rest;
	struct str first;
	struct str token;
	int tag;
	if (response.n > TSP_TOKEN_MAX)
		return err_set(e, ERR_TOOBIG, "a time-stamp token has at most %d bytes",
			       TSP_TOKEN_MAX);
	if (!frame(response, &tag, &in, &rest) || tag != V_ASN1_SEQUENCE || rest.n ||
	    !frame(in, &tag, &first, &token))
		return err_set(e, ERR_INPUT, "this is neither a time-stamp response nor a token");
	if (tag == V_ASN1_OBJECT) {
		*ret = response;
		return 0;
	}
	TRY(check_status(response, e));
	if (token.n == 0)
		return err_set(e, ERR_INPUT, "the time-stamp response has no token");
	*ret = token;
	return 0;
}

/* ---- the token ------------------------------------------------------------------ */

void tsp_token_done(struct tsp_token *t)
{
	PKCS7_free(t->p7);
	TS_TST_INFO_free(t->tst);
	*t = (struct tsp_token){ 0 };
}

const EVP_MD *tsp_accepted(int nid)
{
	switch (nid) {
	case NID_sha256:
		return EVP_sha256();
	case NID_sha384:
		return EVP_sha384();
	case NID_sha512:
		return EVP_sha512();
	default:
		return NULL;
	}
}

static const char *digest_name(int nid)
{
	switch (nid) {
	case NID_sha256:
		return "SHA-256";
	case NID_sha384:
		return "SHA-384";
	case NID_sha512:
		return "SHA-512";
	case NID_sha1:
		return "SHA-1";
	case NID_md5:
		return "MD5";
	default:
		return "another hash";
	}
}

static int accept_digest(const ASN1_OBJECT *o, const char *of, struct err *e)
{
	int nid = OBJ_obj2nid(o);
	if (!tsp_accepted(nid))
		return err_set(
			e, ERR_DENIED,
			"the %s of the token is by %s; SHA-256, SHA-384 or SHA-512 is needed", of,
			digest_name(nid));
	return 0;
}

static int check_imprint(const struct tsp_token *t, struct err *e)
{
	TS_MSG_IMPRINT *imprint = TS_TST_INFO_get_msg_imprint(t->tst);
	const ASN1_OBJECT *o;
	if (!imprint)
		return err_set(e, ERR_INPUT, "the token has no imprint");
	X509_ALGOR_get0(&o, NULL, NULL, TS_MSG_IMPRINT_get_algo(imprint));
	return accept_digest(o, "imprint", e);
}

/* What RFC 3161 asks of the form: one signer, and a time stamp as content. */
static int check_form(struct tsp_token *t, struct err *e)
{
	if (!PKCS7_type_is_signed(t->p7) || !t->p7->d.sign || !t->p7->d.sign->contents)
		return err_set(e, ERR_INPUT, "the token is not signed data");
	if (sk_PKCS7_SIGNER_INFO_num(t->p7->d.sign->signer_info) != 1)
		return err_set(e, ERR_INPUT, "the token has not exactly one signer");
	t->signer = sk_PKCS7_SIGNER_INFO_value(t->p7->d.sign->signer_info, 0);
	if (!t->signer->issuer_and_serial || !t->signer->digest_alg)
		return err_set(e, ERR_INPUT, "the signer of the token is not named");
	t->tst = PKCS7_to_TS_TST_INFO(t->p7);
	if (!t->tst)
		return err_set(e, ERR_INPUT, "the token does not contain a time stamp");
	if (TS_TST_INFO_get_version(t->tst) != 1)
		return err_set(e, ERR_INPUT, "the time stamp is not of version 1");
	return 0;
}

int tsp_token_parse(struct str response, struct tsp_token *ret, struct err *e)
{
	AUTO_TSP_TOKEN t = { 0 };
	struct str token;
	TRY(tsp_token_of(response, &token, e));
	const unsigned char *p = (const unsigned char *)token.p;
	t.p7 = d2i_PKCS7(NULL, &p, (long)token.n);
	bool whole = t.p7 && p == (const unsigned char *)token.p + token.n;
	int rc = whole ? check_form(&t, e) : err_set(e, ERR_INPUT, "this is no time-stamp token");
	ERR_clear_error();
	TRY(rc);
	TRY(check_imprint(&t, e));
	TRY(accept_digest(t.signer->digest_alg->algorithm, "signature", e));
	*ret = t;
	t = (struct tsp_token){ 0 };
	return 0;
}

/* ---- what it says --------------------------------------------------------------- */

int tsp_name(const X509_NAME *name, struct arena *a, struct str *ret, struct err *e)
{
	BIO *out = BIO_new(BIO_s_mem());
	char *p = NULL;
	if (!out)
		die("out of memory");
	int rc = X509_NAME_print_ex(out, name, 0, XN_FLAG_RFC2253);
	long n = BIO_get_mem_data(out, &p);
	bool fits = rc >= 0 && n >= 0 && n <= NAME_MAX_LEN;
	if (fits)
		*ret = str_copy(a, str_n(p, (size_t)n));
	BIO_free(out);
	ERR_clear_error();
	return fits ? 0 : err_set(e, ERR_INPUT, "a certificate has a name that cannot be shown");
}

int64_t tsp_time_ms(const ASN1_TIME *t)
{
	struct tm tm = { 0 };
	char text[32];
	int64_t ms;
	if (!t || !ASN1_TIME_to_tm(t, &tm))
		return 0;
	snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", (tm.tm_year + 1900) % 10000,
		 (tm.tm_mon + 1) % 100, tm.tm_mday % 100, tm.tm_hour % 100, tm.tm_min % 100,
		 tm.tm_sec % 100);
	return clock_parse(str_of(text), &ms) && ms > 0 ? ms : 0;
}

static bool all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

/* 20250311085208Z or 20250311085208.123Z, a real day. */
static int read_time(const ASN1_GENERALIZEDTIME *t, struct arena *a, struct tsp_info *ret,
		     struct err *e)
{
	struct str s =
		t ? str_n((const char *)ASN1_STRING_get0_data(t), (size_t)ASN1_STRING_length(t))
		  : STR("");
	struct str fraction = STR("");
	if (s.n >= 17 && s.p[14] == '.' && s.p[s.n - 1] == 'Z')
		fraction = str_n(s.p + 15, s.n - 16);
	else if (s.n != 15 || s.p[14] != 'Z')
		return err_set(e, ERR_INPUT, "the time of the token is not written as it must be");
	const char *p = s.p;
	struct str text = str_printf(a, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s", p, p + 4, p + 6, p + 8,
				     p + 10, p + 12);
	if (!all_digits(str_n(p, 14)) ||
	    (fraction.n && (!all_digits(fraction) || fraction.n > FRACTION_MAX)) ||
	    !clock_parse(str_join(a, text, STR("Z")), &ret->time_ms) || ret->time_ms <= 0)
		return err_set(e, ERR_INPUT, "the time of the token is not written as it must be");
	ret->time = str_printf(a, "%.*s%s%.*sZ", STR_FMT(text), fraction.n ? "." : "",
			       STR_FMT(fraction));
	for (size_t i = 0, scale = 100; i < 3 && i < fraction.n; i++, scale /= 10)
		ret->time_ms += (int64_t)(fraction.p[i] - '0') * (int64_t)scale;
	return 0;
}

static int part_of(const ASN1_INTEGER *n, int64_t max, int64_t *ret, struct err *e)
{
	*ret = 0;
	if (n && (!ASN1_INTEGER_get_int64(ret, n) || *ret < 0 || *ret > max))
		return err_set(e, ERR_INPUT, "the accuracy of the token is not one");
	return 0;
}

static int read_accuracy(TS_ACCURACY *acc, int64_t *ret, struct err *e)
{
	int64_t seconds;
	int64_t millis;
	int64_t micros;
	*ret = -1;
	if (!acc)
		return 0;
	TRY(part_of(TS_ACCURACY_get_seconds(acc), 1000000000, &seconds, e));
	TRY(part_of(TS_ACCURACY_get_millis(acc), 999, &millis, e));
	TRY(part_of(TS_ACCURACY_get_micros(acc), 999, &micros, e));
	*ret = seconds * 1000 + millis + (micros > 0);
	return 0;
}

static struct str integer_hex(const ASN1_INTEGER *n, struct arena *a)
{
	struct str hex = hex_str(a, ASN1_STRING_get0_data(n), (size_t)ASN1_STRING_length(n));
	return ASN1_STRING_type(n) == V_ASN1_NEG_INTEGER ? str_join(a, STR("-"), hex) : hex;
}

int tsp_info_of(const struct tsp_token *t, const X509 *signer, struct arena *a,
		struct tsp_info *ret, struct err *e)
{
	const ASN1_INTEGER *serial = TS_TST_INFO_get_serial(t->tst);
	const ASN1_OBJECT *o;
	struct tsp_info info = { .tsa = STR("") };
	char policy[128];
	if (!serial || ASN1_STRING_length(serial) > SERIAL_MAX)
		return err_set(e, ERR_INPUT, "the token has no serial number, or too long a one");
	info.serial = integer_hex(serial, a);
	OBJ_obj2txt(policy, sizeof policy, TS_TST_INFO_get_policy_id(t->tst), 1);
	info.policy = str_copy(a, str_of(policy));
	X509_ALGOR_get0(&o, NULL, NULL,
			TS_MSG_IMPRINT_get_algo(TS_TST_INFO_get_msg_imprint(t->tst)));
	info.hash = str_of(digest_name(OBJ_obj2nid(o)));
	TRY(read_time(TS_TST_INFO_get_time(t->tst), a, &info, e));
	TRY(read_accuracy(TS_TST_INFO_get_accuracy(t->tst), &info.accuracy_ms, e));
	if (signer) {
		TRY(tsp_name(X509_get_subject_name(signer), a, &info.tsa, e));
		info.cert_from_ms = tsp_time_ms(X509_get0_notBefore(signer));
		info.cert_until_ms = tsp_time_ms(X509_get0_notAfter(signer));
	}
	*ret = info;
	return 0;
}

X509 *tsp_signer(const struct tsp_token *t, const struct tsp_pem *more)
{
	const PKCS7_ISSUER_AND_SERIAL *is = t->signer->issuer_and_serial;
	X509 *x = NULL;
	if (t->p7->d.sign->cert)
		x = X509_find_by_issuer_and_serial(t->p7->d.sign->cert, is->issuer, is->serial);
	if (!x && more)
		x = X509_find_by_issuer_and_serial(more->certs, is->issuer, is->serial);
	return x;
}

int tsp_read(struct str token, struct str chain, struct arena *a, struct tsp_info *ret,
	     struct err *e)
{
	AUTO_TSP_TOKEN t = { 0 };
	AUTO_TSP_PEM more;
	tsp_pem_init(&more);
	TRY(tsp_token_parse(token, &t, e));
	TRY(tsp_pem_read(chain, "the certificates beside the token", &more, e));
	return tsp_info_of(&t, tsp_signer(&t, &more), a, ret, e);
}

/* ---- requests ------------------------------------------------------------------- */

static TS_REQ *request_new(struct str data)
{
	struct hash h = hash_of(data);
	TS_REQ *r = TS_REQ_new();
	TS_MSG_IMPRINT *imprint = TS_MSG_IMPRINT_new();
	X509_ALGOR *alg = X509_ALGOR_new();
	ASN1_INTEGER *nonce = ASN1_INTEGER_new();
	uint64_t n;
	random_bytes(&n, sizeof n);
	/* The highest bit is 0 and the next 1: always eight bytes, never negative. */
	n = (n >> 2) | UINT64_C(1) << 62;
	if (!r || !imprint || !alg || !nonce ||
	    !X509_ALGOR_set0(alg, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) ||
	    !TS_MSG_IMPRINT_set_algo(imprint, alg) ||
	    !TS_MSG_IMPRINT_set_msg(imprint, h.b, HASH_LEN) || !TS_REQ_set_version(r, 1) ||
	    !TS_REQ_set_msg_imprint(r, imprint) || !ASN1_INTEGER_set_uint64(nonce, n) ||
	    !TS_REQ_set_nonce(r, nonce) || !TS_REQ_set_cert_req(r, 1))
		die("out of memory");
	TS_MSG_IMPRINT_free(imprint);
	X509_ALGOR_free(alg);
	ASN1_INTEGER_free(nonce);
	return r;
}

int tsp_request_make(struct str data, struct arena *a, struct str *ret, struct err *e)
{
	unsigned char *der = NULL;
	TS_REQ *r = request_new(data);
	int n = i2d_TS_REQ(r, &der);
	TS_REQ_free(r);
	if (n <= 0)
		return err_set(e, ERR_INPUT, "the time-stamp request could not be written");
	*ret = str_copy(a, str_n((const char *)der, (size_t)n));
	OPENSSL_free(der);
	return 0;
}

int tsp_request_nonce(struct str request, struct arena *a, struct str *ret, struct err *e)
{
	const unsigned char *p = (const unsigned char *)request.p;
	if (request.n > TSP_REQUEST_MAX)
		return err_set(e, ERR_TOOBIG, "a time-stamp request has at most %d bytes",
			       TSP_REQUEST_MAX);
	TS_REQ *r = d2i_TS_REQ(NULL, &p, (long)request.n);
	ERR_clear_error();
	if (!r || p != (const unsigned char *)request.p + request.n) {
		TS_REQ_free(r);
		return err_set(e, ERR_INPUT, "this is no time-stamp request");
	}
	const ASN1_INTEGER *nonce = TS_REQ_get_nonce(r);
	*ret = nonce ? integer_hex(nonce, a) : STR("");
	TS_REQ_free(r);
	return 0;
}

int tsp_token_nonce(struct str token, struct arena *a, struct str *ret, struct err *e)
{
	AUTO_TSP_TOKEN t = { 0 };
	TRY(tsp_token_parse(token, &t, e));
	const ASN1_INTEGER *nonce = TS_TST_INFO_get_nonce(t.tst);
	*ret = nonce ? integer_hex(nonce, a) : STR("");
	return 0;
}
