/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RFC 3161: the published tokens with their outcomes; tokens of authorities that tests/outside/tsa.sh
 * makes with openssl, each fault refused with its own reason, and openssl's verdict beside ours; every byte
 * of a token changed in turn.
 */
#include "tsa.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "ledger/tsp.h"

/* ---- the published tokens --------------------------------------------------------- */

static struct str vectors(struct arena *a, const char *name)
{
	const char *root = getenv("VIGIL_DEV_DATA");
	return str_printf(a, "%s/vectors/evidence/rfc3161/%s", root ? root : "../shared", name);
}

/* "hello" is what they are of, or the bytes of a file. Outcomes are at the token's own time, so the one whose
 * certificate has ended since is good. */
static const struct published {
	const char *token, *roots, *request, *data_file;
	int rc;
	const char *words;
} PUBLISHED[] = {
	{ "test_tsa/response.tsr", "test_tsa/ts_chain.pem", "test_tsa/request.der", NULL, 0, "" },
	{ "test_tsa/response.tsr", "test_tsa/ts_chain.pem", "test_tsa/other_request.der", NULL,
	  ERR_CORRUPT, "its nonce differs" },
	{ "test_tsa/response-injected-certs.tsr", "test_tsa/ts_chain.pem", "test_tsa/request.der",
	  NULL, 0, "" },
	{ "test_tsa/other_response.tsr", "test_tsa/ts_chain.pem", NULL, NULL, ERR_DENIED,
	  "under none of the roots" },
	{ "test_tsa/response.tsr", "sigstage/ts_chain.pem", NULL, NULL, ERR_DENIED,
	  "under none of the roots" },
	{ "sigstage/response-sha256.tsr", "sigstage/ts_chain.pem", NULL, NULL, 0, "" },
	{ "sigstage/response-sha384.tsr", "sigstage/ts_chain.pem", NULL, NULL, 0, "" },
	{ "sigstage/response-sha512.tsr", "sigstage/ts_chain.pem", NULL, NULL, 0, "" },
	{ "sigstage/response-no-embedded-cert.tsr", "sigstage/ts_chain.pem", NULL, NULL, 0, "" },
	{ "sigstage/response-no-embedded-cert.tsr", "test_tsa/ts_chain.pem", NULL, NULL,
	  ERR_NOTFOUND, "neither in it nor given" },
	{ "sigstage/response-invalid-signature.tsr", "sigstage/ts_chain.pem", NULL, NULL,
	  ERR_CORRUPT, "signature of the token does not hold" },
	{ "sigstage/response-sha512.tsr", "sigstage/ts_chain.pem", "sigstage/request.der", NULL,
	  ERR_CORRUPT, "its nonce differs" },
	{ "sigstage/response-sha256.tsr", "sigstage/ts_chain.pem", "sigstage/request.der", NULL,
	  ERR_CORRUPT, "its imprint differs" },
	{ "sigstage/response-sha256.tsr", "sigstage/ts_chain.pem", NULL, "sigstore.mock/payload",
	  ERR_CORRUPT, "of other data" },
	{ "sigstore.mock/response-expired.tsr", "sigstore.mock/ts_chain.pem", NULL,
	  "sigstore.mock/payload", 0, "" },
	{ "identrust/issue-104.tsr", "identrust/ts_chain.pem", NULL, NULL, 0, "" },
};

static int judge_published(struct arena *a, const struct published *c, struct err *e)
{
	struct tsp_trust trust = { 0 };
	struct tsp_info info;
	struct str token;
	struct str data = STR("hello");
	TRY(file_read(vectors(a, c->token).p, TSP_TOKEN_MAX, a, &token, e));
	TRY(file_read(vectors(a, c->roots).p, TSP_PEM_MAX, a, &trust.roots, e));
	if (c->request)
		TRY(file_read(vectors(a, c->request).p, TSP_REQUEST_MAX, a, &trust.request, e));
	if (c->data_file)
		TRY(file_read(vectors(a, c->data_file).p, 1 << 16, a, &data, e));
	return tsp_verify(token, data, &trust, a, &info, e);
}

TEST(the_published_tokens_have_their_outcomes)
{
	AUTO_ARENA *a = arena_new(0);
	size_t right = 0;
	if (access(vectors(a, PUBLISHED[0].token).p, R_OK) != 0)
		SKIP("the published RFC 3161 tokens are not here (VIGIL_DEV_DATA)");
	for (size_t i = 0; i < COUNT(PUBLISHED); i++) {
		const struct published *c = &PUBLISHED[i];
		struct err e = { 0 };
		int rc = judge_published(a, c, &e);
		if (rc != c->rc || !str_has(str_of(e.text), str_of(c->words)))
			FAIL("%s: %d %s, not %d %s", c->token, rc, e.text, c->rc, c->words);
		else
			right++;
	}
	printf("  %zu of %zu RFC 3161 cases with the expected outcome\n", right, COUNT(PUBLISHED));
}

TEST(a_published_token_says_who_and_when)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct tsp_info info;
	struct str token;
	struct str bare;
	struct str nonce;
	if (file_read(vectors(a, "test_tsa/response.tsr").p, TSP_TOKEN_MAX, a, &token, &e) < 0)
		SKIP("the published RFC 3161 tokens are not here (VIGIL_DEV_DATA)");
	CHECK_OK(tsp_read(token, STR(""), a, &info, &e), &e);
	CHECK_STR(info.tsa, "CN=Test TSA Timestamping,O=local");
	CHECK_STR(info.serial, "797035501f358571fed54952bebbd000497461dc");
	CHECK_STR(info.policy, "1.3.6.1.4.1.57264.2");
	CHECK_STR(info.hash, "SHA-512");
	CHECK_STR(info.time, "2024-10-08T15:40:32Z");
	CHECK_INT(info.time_ms, 1728402032000);
	CHECK_INT(info.accuracy_ms, 1000);
	CHECK_INT(info.cert_from_ms, 1728308690000);
	CHECK_INT(info.cert_until_ms, 2012305670000);
	CHECK_OK(tsp_token_of(token, &bare, &e), &e);
	CHECK(bare.n < token.n);
	CHECK_OK(tsp_read(bare, STR(""), a, &info, &e), &e);
	CHECK_OK(tsp_token_nonce(bare, a, &nonce, &e), &e);
	CHECK_STR(nonce, "36a44f9f4a391fd3");
}

/* ---- authorities of our own --------------------------------------------------------- */

#define DATA                                                                                       \
	"vigil.example/00112233445566778899aabbccddeeff\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"

/* The authorities and a request. */
static bool authorities(struct arena *a, struct str *ret_request)
{
	struct err e;
	if (crypto_init(&e) < 0 || tsp_request_make(STR(DATA), a, ret_request, &e) < 0)
		die("%s", e.text);
	return tsa_begin();
}

TEST(two_authorities_stamp_and_openssl_agrees)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct str request;
	static const struct {
		const char *name, *roots;
	} CASES[] = { { "tsa-one", "one.pem" }, { "tsa-two", "two.pem" } };
	if (!authorities(a, &request))
		SKIP("there is no openssl");
	for (size_t i = 0; i < COUNT(CASES); i++) {
		int64_t began = clock_now_ms();
		struct str token = tsa_answer(a, CASES[i].name, request);
		struct tsp_trust trust = { .roots = tsa_file(a, CASES[i].roots),
					   .request = request };
		struct tsp_info info;
		struct str nonce;
		struct str asked;
		struct str pem;
		size_t certs = 0;
		CHECK_OK(tsp_verify(token, STR(DATA), &trust, a, &info, &e), &e);
		CHECK(str_ends(info.tsa, STR("O=Nemouneh test")));
		CHECK(str_has(info.tsa, str_of(CASES[i].name)));
		CHECK_INT(info.accuracy_ms, 1500);
		CHECK_STR(info.hash, "SHA-256");
		/* In whole seconds. */
		CHECK(info.time_ms <= clock_now_ms() && info.time_ms > began - 1000);
		CHECK(info.cert_from_ms <= info.time_ms && info.cert_until_ms > info.time_ms);
		CHECK(!info.revocation_known);
		CHECK(tsa_openssl_accepts(a, token, STR(DATA), CASES[i].roots));
		CHECK(!tsa_openssl_accepts(a, token, STR(DATA), CASES[1 - i].roots));
		trust.roots = tsa_file(a, CASES[1 - i].roots);
		CHECK_ERR(tsp_verify(token, STR(DATA), &trust, a, &info, &e), ERR_DENIED);
		CHECK_OK(tsp_token_nonce(token, a, &nonce, &e), &e);
		CHECK_OK(tsp_request_nonce(request, a, &asked, &e), &e);
		CHECK(str_eq(nonce, asked) && nonce.n == 16);
		CHECK_OK(tsp_certificates(token, a, &pem, &e), &e);
		CHECK_OK(tsp_pem_clean(pem, a, &pem, &certs, NULL, &e), &e);
		CHECK_INT(certs, i == 0 ? 1 : 2);
	}
}

TEST(each_fault_is_refused_with_its_reason)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct str request;
	static const struct {
		const char *name;
		bool forged;
		int rc;
		const char *words;
	} CASES[] = {
		{ "ended", false, ERR_DENIED, "had ended at the time of the token" },
		{ "early", false, ERR_DENIED, "had not begun at the time of the token" },
		{ "sha1", false, ERR_DENIED, "the signature of the token is by SHA-1" },
		{ "lax", true, ERR_DENIED, "is not for time stamping only" },
		{ "broad", true, ERR_DENIED, "is not for time stamping only" },
		{ "other", true, 0, "" }, /* so forging alone is not what was refused above */
	};
	if (!authorities(a, &request))
		SKIP("there is no openssl");
	struct str honest = tsa_answer(a, "tsa-one", request);
	tsa_write(a, "honest", honest);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct tsp_trust trust = { .roots = tsa_file(a, "one.pem"), .request = request };
		struct tsp_info info;
		struct str token;
		e = (struct err){ 0 };
		if (CASES[i].forged) {
			CHECK(tsa_shell("sh tests/outside/tsa.sh forge %s %s %s/honest %s/forged",
					tsa_folder, CASES[i].name, tsa_folder, tsa_folder) == 0);
			token = tsa_file(a, "forged");
		} else {
			token = tsa_answer(a, CASES[i].name, request);
		}
		int rc = tsp_verify(token, STR(DATA), &trust, a, &info, &e);
		if (rc != CASES[i].rc || !str_has(str_of(e.text), str_of(CASES[i].words)))
			FAIL("%s: %d %s", CASES[i].name, rc, e.text);
	}
}

TEST(other_data_and_other_requests_are_refused)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct str request;
	struct str another;
	struct tsp_info info;
	if (!authorities(a, &request))
		SKIP("there is no openssl");
	struct str token = tsa_answer(a, "tsa-one", request);
	struct tsp_trust trust = { .roots = tsa_file(a, "one.pem"), .request = request };
	CHECK_ERR(tsp_verify(token, STR(DATA "x"), &trust, a, &info, &e), ERR_CORRUPT);
	CHECK(str_has(str_of(e.text), STR("its imprint differs")));
	CHECK_OK(tsp_request_make(STR(DATA), a, &another, &e), &e);
	CHECK(!str_eq(request, another));
	trust.request = another;
	CHECK_ERR(tsp_verify(token, STR(DATA), &trust, a, &info, &e), ERR_CORRUPT);
	CHECK(str_has(str_of(e.text), STR("its nonce differs")));
	/* The openssl command asks without a nonce and by SHA-1 when it is told to. */
	CHECK(tsa_shell(
		      "openssl ts -query -data %s/data -sha1 -cert -no_nonce -out %s/sha1.tsq 2>/dev/null",
		      tsa_folder, tsa_folder) == 0);
	token = tsa_answer(a, "tsa-one", tsa_file(a, "sha1.tsq"));
	trust.request = STR("");
	CHECK_ERR(tsp_verify(token, STR(DATA), &trust, a, &info, &e), ERR_DENIED);
	CHECK(str_has(str_of(e.text), STR("imprint of the token is by SHA-1")));
	CHECK_ERR(tsp_read(token, STR(""), a, &info, &e), ERR_DENIED);
	CHECK(tsa_shell("openssl ts -query -data %s/data -sha512 -cert -no_nonce -out %s/bare.tsq "
			"2>/dev/null",
			tsa_folder, tsa_folder) == 0);
	token = tsa_answer(a, "tsa-one", tsa_file(a, "bare.tsq"));
	CHECK_OK(tsp_verify(token, STR(DATA), &trust, a, &info, &e), &e);
	trust.request = request;
	CHECK_ERR(tsp_verify(token, STR(DATA), &trust, a, &info, &e), ERR_CORRUPT);
}

/* Signed with the key of an authority, and nothing in the signature says under which certificate. */
TEST(a_token_that_binds_no_certificate_is_refused)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct str request;
	struct tsp_info info;
	if (!authorities(a, &request))
		SKIP("there is no openssl");
	struct tsp_trust trust = { .roots = tsa_file(a, "one.pem"), .request = request };
	tsa_write(a, "honest", tsa_answer(a, "tsa-one", request));
	CHECK(tsa_shell("sh tests/outside/tsa.sh forge %s other %s/honest %s/forged ''", tsa_folder,
			tsa_folder, tsa_folder) == 0);
	CHECK_ERR(tsp_verify(tsa_file(a, "forged"), STR(DATA), &trust, a, &info, &e), ERR_CORRUPT);
	CHECK(str_has(str_of(e.text), STR("under another certificate")));
}

/* ---- revocation ----------------------------------------------------------------------- */

TEST(revocation_counts_by_its_reason)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct str request;
	struct tsp_info info;
	struct tsp_trust trust = { 0 };
	if (!authorities(a, &request))
		SKIP("there is no openssl");
	struct str spare = tsa_answer(a, "spare", request);
	struct str other = tsa_answer(a, "other", request);
	trust.roots = tsa_file(a, "one.pem");
	trust.chain = tsa_file(a, "one.crl");
	CHECK_OK(tsp_verify(spare, STR(DATA), &trust, a, &info, &e), &e);
	CHECK(info.revocation_known);

	/* Revoked after the token. In the same second it would count as at once. */
	sleep(2);
	CHECK(tsa_shell("sh tests/outside/tsa.sh revoke %s spare superseded", tsa_folder) == 0);
	CHECK(tsa_shell("sh tests/outside/tsa.sh revoke %s other keyCompromise", tsa_folder) == 0);
	trust.chain = tsa_file(a, "one.crl");
	CHECK_OK(tsp_verify(spare, STR(DATA), &trust, a, &info, &e), &e);
	CHECK(info.revocation_known);
	CHECK_ERR(tsp_verify(other, STR(DATA), &trust, a, &info, &e), ERR_DENIED);
	CHECK(str_has(str_of(e.text), STR("was revoked at")));
	CHECK(str_has(str_of(e.text), STR("compromised")));
	/* The list may as well be the verifier's own, and DER. */
	CHECK(tsa_shell("openssl crl -in %s/one.crl -outform DER -out %s/one.der", tsa_folder,
			tsa_folder) == 0);
	trust.chain = tsa_file(a, "one.der");
	CHECK_ERR(tsp_verify(other, STR(DATA), &trust, a, &info, &e), ERR_DENIED);
	/* After that day its tokens are refused. */
	sleep(2);
	spare = tsa_answer(a, "spare", request);
	CHECK_ERR(tsp_verify(spare, STR(DATA), &trust, a, &info, &e), ERR_DENIED);
	CHECK(str_has(str_of(e.text), STR("for a stated reason")));
}

/* A list of the authority's name that it did not sign must not go unnoticed: taking it for absent would
 * let a revocation be blotted out. */
TEST(a_changed_revocation_list_is_refused)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct str request;
	struct tsp_info info;
	struct tsp_trust trust = { 0 };
	int accepted = 0;
	if (!authorities(a, &request))
		SKIP("there is no openssl");
	struct str token = tsa_answer(a, "tsa-one", request);
	trust.roots = tsa_file(a, "one.pem");
	CHECK(tsa_shell("openssl crl -in %s/one.crl -outform DER -out %s/one.der", tsa_folder,
			tsa_folder) == 0);
	struct str der = tsa_file(a, "one.der");
	char *p = NEW_N(a, der.n, char);
	for (size_t i = 0; i < der.n; i++) {
		memcpy(p, der.p, der.n);
		p[i] = (char)(p[i] ^ 1);
		trust.chain = str_n(p, der.n);
		/* In the name of its issuer the change makes it a list of another: without effect. */
		if (tsp_verify(token, STR(DATA), &trust, a, &info, &e) == 0) {
			CHECK(!info.revocation_known);
			accepted++;
		}
	}
	CHECK(accepted < 60);
}

/* ---- tampering -------------------------------------------------------------------------- */

/* Every byte changed: refused, or the same authority, serial and time as before. */
TEST(a_changed_token_is_refused_or_says_the_same)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct str request;
	struct tsp_info want;
	struct tsp_trust trust = { 0 };
	int same = 0;
	if (!authorities(a, &request))
		SKIP("there is no openssl");
	struct str token = tsa_answer(a, "tsa-two", request);
	trust.roots = tsa_file(a, "two.pem");
	CHECK_OK(tsp_verify(token, STR(DATA), &trust, a, &want, &e), &e);
	char *p = NEW_N(a, token.n, char);
	for (size_t i = 0; i < token.n; i++) {
		struct tsp_info got;
		memcpy(p, token.p, token.n);
		p[i] = (char)(p[i] ^ (1 << (i % 8)));
		if (tsp_verify(str_n(p, token.n), STR(DATA), &trust, a, &got, &e) < 0)
			continue;
		same++;
		if (!str_eq(got.tsa, want.tsa) || !str_eq(got.serial, want.serial) ||
		    got.time_ms != want.time_ms || got.accuracy_ms != want.accuracy_ms)
			FAIL("byte %zu changes what the token says", i);
	}
	printf("  %zu bytes of a token changed in turn: %zu refused, %d without effect\n", token.n,
	       token.n - (size_t)same, same);
	CHECK(same < (int)token.n / 8);
}

TEST(what_is_no_token_is_refused)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct tsp_info info;
	struct str s;
	struct str refused =
		str_n("\x30\x09\x30\x07\x02\x01\x02\x03\x02\x07\x80", 11); /* rejection, badAlg */
	static const char BIG[TSP_TOKEN_MAX + 1] = { 0x30 };
	CHECK_ERR(tsp_read(STR(""), STR(""), a, &info, &e), ERR_INPUT);
	CHECK_ERR(tsp_read(STR("hello"), STR(""), a, &info, &e), ERR_INPUT);
	CHECK_ERR(tsp_read(STR("\x30\x80"), STR(""), a, &info, &e), ERR_INPUT);
	CHECK_ERR(tsp_read(str_n("0\0", 2), STR(""), a, &info, &e), ERR_INPUT);
	CHECK_ERR(tsp_read(str_n("0\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", 13), STR(""),
			   a, &info, &e),
		  ERR_INPUT);
	CHECK_ERR(tsp_read(str_n(BIG, sizeof BIG), STR(""), a, &info, &e), ERR_TOOBIG);
	CHECK_ERR(tsp_token_of(refused, &s, &e), ERR_DENIED);
	CHECK(str_has(str_of(e.text), STR("does not take this hash")));
	CHECK_ERR(tsp_request_nonce(STR("x"), a, &s, &e), ERR_INPUT);
}

TEST(pem_is_cleaned_and_bounded)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct str request;
	struct str clean;
	struct str again;
	size_t certs;
	size_t crls;
	if (!authorities(a, &request))
		SKIP("there is no openssl");
	struct str mixed =
		str_printf(a, "words\n%.*s%.*s%.*s", STR_FMT(tsa_file(a, "tsa-one.key")),
			   STR_FMT(tsa_file(a, "one.pem")), STR_FMT(tsa_file(a, "one.crl")));
	CHECK_OK(tsp_pem_clean(mixed, a, &clean, &certs, &crls, &e), &e);
	CHECK_INT(certs, 1);
	CHECK_INT(crls, 1);
	CHECK(!str_has(clean, STR("KEY")) && !str_has(clean, STR("words")));
	CHECK_OK(tsp_pem_clean(clean, a, &again, NULL, NULL, &e), &e);
	CHECK(str_eq(clean, again));
	CHECK_OK(tsp_pem_clean(STR("no PEM at all"), a, &clean, &certs, NULL, &e), &e);
	CHECK_INT(certs, 0);
	CHECK_ERR(
		tsp_pem_clean(STR("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
			      a, &clean, NULL, NULL, &e),
		ERR_INPUT);
	CHECK_ERR(tsp_pem_clean(STR("-----BEGIN CERTIFICATE-----\nAA"), a, &clean, NULL, NULL, &e),
		  ERR_INPUT);
	CHECK_ERR(tsp_pem_clean(STR("-----BEGIN X509 CRL-----\nProc-Type: 4,ENCRYPTED\n"
				    "DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\n"
				    "AAAA\n-----END X509 CRL-----\n"),
				a, &clean, NULL, NULL, &e),
		  ERR_INPUT);
	CHECK(str_has(str_of(e.text), STR("encrypted")));
	AUTO_BUF many = { 0 };
	buf_init(&many, TSP_PEM_MAX);
	for (int i = 0; i <= TSP_CERTS_MAX; i++)
		buf_add(&many, tsa_file(a, "one.pem"));
	CHECK_ERR(tsp_pem_clean(buf_str(&many), a, &clean, NULL, NULL, &e), ERR_TOOBIG);
}

/* ---- renewal ------------------------------------------------------------------------------- */

TEST(a_renewal_is_over_bytes_that_read_back)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	AUTO_BUF b = { 0 };
	const struct tsp_covered list[] = { { STR("one\n"), STR("") },
					    { STR("2"), STR("chain\n") } };
	static const char WANT[] = "vigil/stamp-renewal/v1\ntext 2\nx\nrfc3161 4 0\none\n"
				   "rfc3161 1 6\n2chain\n";
	struct tsp_covered *got;
	struct str text;
	size_t n;
	buf_init(&b, 1 << 16);
	CHECK_OK(tsp_renewal_write(STR("x\n"), list, 2, &b, &e), &e);
	CHECK_STR(buf_str(&b), WANT);
	CHECK_OK(tsp_renewal_read(buf_str(&b), a, &text, &got, &n, &e), &e);
	CHECK_INT(n, 2);
	CHECK_STR(text, "x\n");
	for (size_t i = 0; i < 2; i++)
		CHECK(str_eq(got[i].token, list[i].token) && str_eq(got[i].chain, list[i].chain));
	/* Cut anywhere but at a seam, or with anything in another spelling, it is none. */
	int whole = 0;
	for (size_t i = 0; i < b.n; i++)
		whole += tsp_renewal_read(str_n(WANT, i), a, &text, &got, &n, &e) == 0;
	CHECK_INT(whole, 1);
	static const char *const BAD[] = { "vigil/stamp-renewal/v1\ntext 2\nx\n",
					   "vigil/stamp-renewal/v1\ntext 02\nx\nrfc3161 1 0\na",
					   "vigil/stamp-renewal/v1\ntext +2\nx\nrfc3161 1 0\na",
					   "vigil/stamp-renewal/v1\ntext 2\nx\nrfc3161 1\na",
					   "vigil/stamp-renewal/v1\ntext 2\nx\nrfc3161 -1 0\na",
					   "vigil/stamp-renewal/v1\ntext 2\nx\nrfc3161 1 0\nab",
					   "vigil/stamp-renewal/v2\ntext 2\nx\nrfc3161 1 0\na" };
	for (size_t i = 0; i < COUNT(BAD); i++)
		CHECK_ERR(tsp_renewal_read(str_of(BAD[i]), a, &text, &got, &n, &e), ERR_INPUT);
	CHECK_ERR(tsp_renewal_write(STR("x"), list, 0, &b, &e), ERR_TOOBIG);
}

/* The last. */
TEST(the_authorities_are_taken_away)
{
	tsa_end();
}
