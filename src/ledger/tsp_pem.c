/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tsp_pem.c - certificates and revocation lists from text.
 *
 * Blocks are taken one by one and never decrypted: libcrypto's reader of whole files asks the terminal
 * for a passphrase when a block says that it is encrypted.
 */
#include "ledger/tsp_priv.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <string.h>

void tsp_pem_init(struct tsp_pem *p)
{
	*p = (struct tsp_pem){ .certs = sk_X509_new_null(), .crls = sk_X509_CRL_new_null() };
	if (!p->certs || !p->crls)
		die("out of memory");
}

void tsp_pem_done(struct tsp_pem *p)
{
	sk_X509_pop_free(p->certs, X509_free);
	sk_X509_CRL_pop_free(p->crls, X509_CRL_free);
	*p = (struct tsp_pem){ 0 };
}

static int add_cert(struct tsp_pem *p, struct str der, const char *what, struct err *e)
{
	const unsigned char *at = (const unsigned char *)der.p;
	if (sk_X509_num(p->certs) >= TSP_CERTS_MAX)
		return err_set(e, ERR_TOOBIG, "%s: more than %d certificates", what, TSP_CERTS_MAX);
	X509 *x = d2i_X509(NULL, &at, (long)der.n);
	if (!x || at != (const unsigned char *)der.p + der.n) {
		X509_free(x);
		return err_set(e, ERR_INPUT, "%s: a certificate cannot be read", what);
	}
	if (!sk_X509_push(p->certs, x))
		die("out of memory");
	return 0;
}

static int add_crl(struct tsp_pem *p, struct str der, const char *what, struct err *e)
{
	const unsigned char *at = (const unsigned char *)der.p;
	if (sk_X509_CRL_num(p->crls) >= TSP_CRLS_MAX)
		return err_set(e, ERR_TOOBIG, "%s: more than %d revocation lists", what,
			       TSP_CRLS_MAX);
	X509_CRL *c = d2i_X509_CRL(NULL, &at, (long)der.n);
	if (!c || at != (const unsigned char *)der.p + der.n) {
		X509_CRL_free(c);
		return err_set(e, ERR_INPUT, "%s: a revocation list cannot be read", what);
	}
	if (!sk_X509_CRL_push(p->crls, c))
		die("out of memory");
	return 0;
}

/* Of what a block of this name holds, certificates and lists are taken and the rest passed over. */
static int add_block(struct tsp_pem *p, const char *name, const char *header, struct str der,
		     const char *what, struct err *e)
{
	if (*header)
		return err_set(e, ERR_INPUT, "%s: a part of it is encrypted", what);
	if (strcmp(name, PEM_STRING_X509) == 0 || strcmp(name, PEM_STRING_X509_OLD) == 0)
		return add_cert(p, der, what, e);
	if (strcmp(name, PEM_STRING_X509_CRL) == 0)
		return add_crl(p, der, what, e);
	return 0;
}

static int read_blocks(BIO *in, const char *what, struct tsp_pem *p, struct err *e)
{
	for (;;) {
		char *name = NULL;
		char *header = NULL;
		unsigned char *der = NULL;
		long n = 0;
		if (!PEM_read_bio(in, &name, &header, &der, &n)) {
			unsigned long why = ERR_peek_last_error();
			ERR_clear_error();
			if (ERR_GET_LIB(why) == ERR_LIB_PEM &&
			    ERR_GET_REASON(why) == PEM_R_NO_START_LINE)
				return 0;
			return err_set(e, ERR_INPUT, "%s: this is not PEM to its end", what);
		}
		int rc = add_block(p, name, header, str_n((const char *)der, (size_t)n), what, e);
		OPENSSL_free(name);
		OPENSSL_free(header);
		OPENSSL_free(der);
		TRY(rc);
	}
}

/* Lists come from authorities as DER, mostly. */
static int read_der(struct str s, const char *what, struct tsp_pem *p, struct err *e)
{
	if (add_crl(p, s, what, NULL) == 0 || add_cert(p, s, what, NULL) == 0)
		return 0;
	return err_set(e, ERR_INPUT, "%s: neither PEM nor a certificate nor a revocation list",
		       what);
}

int tsp_pem_read(struct str s, const char *what, struct tsp_pem *p, struct err *e)
{
	if (s.n == 0)
		return 0;
	if (s.n > TSP_PEM_MAX)
		return err_set(e, ERR_TOOBIG, "%s: over %d bytes", what, TSP_PEM_MAX);
	int rc;
	if ((uint8_t)s.p[0] == 0x30) {
		rc = read_der(s, what, p, e);
	} else {
		BIO *in = BIO_new_mem_buf(s.p, (int)s.n);
		if (!in)
			die("out of memory");
		rc = read_blocks(in, what, p, e);
		BIO_free(in);
	}
	ERR_clear_error();
	return rc;
}

static struct str taken(BIO *out, struct arena *a)
{
	char *p = NULL;
	long n = BIO_get_mem_data(out, &p);
	return str_copy(a, str_n(p, n > 0 ? (size_t)n : 0));
}

int tsp_pem_clean(struct str s, struct arena *a, struct str *ret, size_t *ret_certs,
		  size_t *ret_crls, struct err *e)
{
	AUTO_TSP_PEM p;
	tsp_pem_init(&p);
	TRY(tsp_pem_read(s, "the certificates", &p, e));
	BIO *out = BIO_new(BIO_s_mem());
	if (!out)
		die("out of memory");
	for (int i = 0; i < sk_X509_num(p.certs); i++)
		if (!PEM_write_bio_X509(out, sk_X509_value(p.certs, i)))
			die("out of memory");
	for (int i = 0; i < sk_X509_CRL_num(p.crls); i++)
		if (!PEM_write_bio_X509_CRL(out, sk_X509_CRL_value(p.crls, i)))
			die("out of memory");
	*ret = taken(out, a);
	BIO_free(out);
	if (ret_certs)
		*ret_certs = (size_t)sk_X509_num(p.certs);
	if (ret_crls)
		*ret_crls = (size_t)sk_X509_CRL_num(p.crls);
	return 0;
}

int tsp_certificates(struct str token, struct arena *a, struct str *ret, struct err *e)
{
	AUTO_TSP_TOKEN t = { 0 };
	TRY(tsp_token_parse(token, &t, e));
	const STACK_OF(X509) *certs = t.p7->d.sign->cert;
	if (sk_X509_num(certs) > TSP_CERTS_MAX)
		return err_set(e, ERR_TOOBIG, "the token has more than %d certificates",
			       TSP_CERTS_MAX);
	BIO *out = BIO_new(BIO_s_mem());
	if (!out)
		die("out of memory");
	for (int i = 0; i < sk_X509_num(certs); i++)
		if (!PEM_write_bio_X509(out, sk_X509_value(certs, i)))
			die("out of memory");
	*ret = taken(out, a);
	BIO_free(out);
	return 0;
}
