/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tsp_revoked.c - was a certificate of the path taken back?
 *
 * Not libcrypto's check: it wants a list in force at one moment, and treats any revocation alike. Here a
 * list made after the token counts as well, since it names all that was revoked before, and the reason decides
 * whether earlier tokens stay good (RFC 3161 section 4):
 *
 *	stated as unspecified, affiliationChanged, superseded, cessationOfOperation: from its date on
 *	any other, or none stated: all tokens
 *
 * A list is believed when a certificate at hand with the issuer's name verifies it. Lists of a part only (delta,
 * issuing distribution point) can take back and cannot clear.
 */
#include "ledger/tsp_priv.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "base/clock.h"

enum { NO_REASON = -1 };

static bool leaves_earlier_good(int64_t reason)
{
	return reason == CRL_REASON_UNSPECIFIED || reason == CRL_REASON_AFFILIATION_CHANGED ||
	       reason == CRL_REASON_SUPERSEDED || reason == CRL_REASON_CESSATION_OF_OPERATION;
}

static int64_t reason_of(const X509_REVOKED *r)
{
	int64_t reason = NO_REASON;
	ASN1_ENUMERATED *given = X509_REVOKED_get_ext_d2i(r, NID_crl_reason, NULL, NULL);
	if (given && !ASN1_ENUMERATED_get_int64(&reason, given))
		reason = NO_REASON;
	ASN1_ENUMERATED_free(given);
	return reason;
}

static const char *reason_word(int64_t reason)
{
	switch (reason) {
	case NO_REASON:
		return "no reason stated";
	case CRL_REASON_KEY_COMPROMISE:
		return "its key was compromised";
	case CRL_REASON_CA_COMPROMISE:
		return "its issuer was compromised";
	default:
		return "for a stated reason";
	}
}

enum verdict { BELIEVED, OF_ANOTHER_KEY, FORGED };

/* Signed by this issuer; or by another certificate of its name, whose list it then is; or by nobody at
 * hand. */
static enum verdict whose(X509_CRL *crl, X509 *issuer, const struct tsp_pem *at_hand)
{
	const X509_NAME *name = X509_CRL_get_issuer(crl);
	bool other = false;
	if (X509_CRL_verify(crl, X509_get0_pubkey(issuer)) == 1)
		return BELIEVED;
	for (int i = 0; i < sk_X509_num(at_hand->certs) && !other; i++) {
		X509 *x = sk_X509_value(at_hand->certs, i);
		other = X509_NAME_cmp(X509_get_subject_name(x), name) == 0 &&
			X509_CRL_verify(crl, X509_get0_pubkey(x)) == 1;
	}
	return other ? OF_ANOTHER_KEY : FORGED;
}

/* Does a list that does not name the certificate clear it at that time? One made after the certificate's
 * end may have dropped it. */
static bool clears(const X509_CRL *crl, const X509 *x, int64_t time_ms)
{
	int digest = NID_undef;
	int64_t from = tsp_time_ms(X509_CRL_get0_lastUpdate(crl));
	int64_t until = tsp_time_ms(X509_CRL_get0_nextUpdate(crl));
	for (int i = 0; i < X509_CRL_get_ext_count(crl); i++)
		if (X509_EXTENSION_get_critical(X509_CRL_get_ext(crl, i)))
			return false;
	return OBJ_find_sigid_algs(X509_CRL_get_signature_nid(crl), &digest, NULL) &&
	       (digest == NID_undef || tsp_accepted(digest)) &&
	       X509_CRL_get_ext_by_NID(crl, NID_delta_crl, -1) < 0 && from > 0 &&
	       until >= time_ms && from <= tsp_time_ms(X509_get0_notAfter(x));
}

static int taken_back(const X509_REVOKED *r, const X509 *x, int64_t time_ms, struct arena *a,
		      struct err *e)
{
	int64_t reason = reason_of(r);
	int64_t since = tsp_time_ms(X509_REVOKED_get0_revocationDate(r));
	char day[CLOCK_TEXT_LEN + 1];
	struct str name;
	if (leaves_earlier_good(reason) && since > time_ms)
		return 0;
	clock_text(since, day);
	if (tsp_name(X509_get_subject_name(x), a, &name, NULL) < 0)
		name = STR("?");
	return err_set(e, ERR_DENIED, "the certificate of %.*s was revoked at %s: %s",
		       (int)(name.n > 200 ? 200 : name.n), name.p, day, reason_word(reason));
}

static int judge(X509 *x, X509 *issuer, const struct tsp_pem *at_hand, int64_t time_ms,
		 struct arena *a, bool *ret_cleared, struct err *e)
{
	bool cleared = false;
	for (int i = 0; i < sk_X509_CRL_num(at_hand->crls); i++) {
		X509_CRL *crl = sk_X509_CRL_value(at_hand->crls, i);
		X509_REVOKED *r = NULL;
		if (X509_NAME_cmp(X509_CRL_get_issuer(crl), X509_get_issuer_name(x)) != 0)
			continue;
		enum verdict v = whose(crl, issuer, at_hand);
		if (v == FORGED)
			return err_set(
				e, ERR_CORRUPT,
				"a revocation list beside the token is not signed by the issuer it names");
		if (v == OF_ANOTHER_KEY)
			continue;
		bool named = X509_CRL_get0_by_cert(crl, &r, x) == 1;
		if (named)
			TRY(taken_back(r, x, time_ms, a, e));
		cleared = cleared || named || clears(crl, x, time_ms);
	}
	*ret_cleared = cleared;
	return 0;
}

int tsp_revocation(STACK_OF(X509) * chain, const struct tsp_pem *at_hand, int64_t time_ms,
		   struct arena *a, bool *ret_known, struct err *e)
{
	bool signer = false;
	for (int i = 0; i + 1 < sk_X509_num(chain); i++) {
		bool cleared;
		int rc = judge(sk_X509_value(chain, i), sk_X509_value(chain, i + 1), at_hand,
			       time_ms, a, &cleared, e);
		ERR_clear_error();
		TRY(rc);
		if (i == 0)
			signer = cleared;
	}
	*ret_known = signer;
	return 0;
}
