/* SPDX-License-Identifier: Apache-2.0 */
/* room: ledger */
/*
 * RFC 3161: no crash; texts are printable; PEM is cleaned to itself; a renewal is written as it was read; what is accepted is the one token that
 * the authority of the corpus made.
 */
#include "fuzz.h"

#include "base/crypto.h"
#include "ledger/tsp.h"

/* The root of tests/outside/tsa.sh on the day the corpus was made. */
static const char ROOT[] = "-----BEGIN CERTIFICATE-----\n"
			   "MIIBmzCCAUCgAwIBAgIUPhszVnc6Omk9PuMYI9GYm0bkInAwCgYIKoZIzj0EAwIw\n"
			   "KzEWMBQGA1UECgwNTmVtb3VuZWggdGVzdDERMA8GA1UEAwwIUm9vdCBvbmUwHhcN\n"
			   "MjYxMTIyMTMzMTQ0WhcNMzUwMjA4MTMzMTQ0WjArMRYwFAYDVQQKDA1OZW1vdW5l\n"
			   "aCB0ZXN0MREwDwYDVQQDDAhSb290IG9uZTBZMBMGByqGSM49AgEGCCqGSM49AwEH\n"
			   "A0IABJrn4GtLG9xHa7kHts6BaFckP0m5610+LPXf5hkEx9xB8jh9id+vp9Da1lIr\n"
			   "myBExLRvffxiipEHRibUQQ4q9PyjQjBAMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0P\n"
			   "AQH/BAQDAgEGMB0GA1UdDgQWBBRo+itnQDXPKFP41P/OT/APr1TWnTAKBggqhkjO\n"
			   "PQQDAgNJADBGAiEA9554Z3YQqm8Mv5Unzsir5tVi2cEi+B0uS7zj+cVjvGwCIQCJ\n"
			   "Ah0T8r0embljUXTjURIblyOGTIP/F+6bd7NAnqMW4Q==\n"
			   "-----END CERTIFICATE-----\n";

static void check_printable(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < ' ' || s.p[i] > '~')
			die("a character that is not printable");
}

static void check_pem(struct str s, struct arena *a)
{
	struct str clean;
	struct str again;
	if (tsp_pem_clean(s, a, &clean, NULL, NULL, NULL) < 0)
		return;
	if (tsp_pem_clean(clean, a, &again, NULL, NULL, NULL) < 0 || !str_eq(clean, again))
		die("clean PEM is not clean");
}

static void check_token(struct str s, struct arena *a)
{
	struct tsp_trust trust = { .roots = str_of(ROOT) };
	struct tsp_info info;
	struct str token;
	struct str again;
	if (tsp_token_of(s, &token, NULL) == 0 &&
	    (tsp_token_of(token, &again, NULL) < 0 || !str_eq(again, token)))
		die("a token is not its own token");
	if (tsp_read(s, STR(""), a, &info, NULL) < 0)
		return;
	check_printable(info.tsa);
	check_printable(info.serial);
	check_printable(info.policy);
	check_printable(info.time);
	if (tsp_certificates(s, a, &again, NULL) == 0)
		check_pem(again, a);
	if (tsp_verify(s, STR("hello"), &trust, a, &info, NULL) == 0 &&
	    (!str_eq(info.serial, STR("02")) || !str_eq(info.time, STR("2026-11-22T13:31:44Z"))))
		die("a token that nobody signed");
}

static void check_renewal(struct str s, struct arena *a)
{
	struct tsp_covered *list;
	struct str text;
	size_t n;
	AUTO_BUF b = { 0 };
	buf_init(&b, s.n + 1);
	if (tsp_renewal_read(s, a, &text, &list, &n, NULL) < 0)
		return;
	if (tsp_renewal_write(text, list, n, &b, NULL) < 0 || !str_eq(buf_str(&b), s))
		die("the bytes of a renewal are not written as they were read");
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct str s = str_n((const char *)p, n);
	struct str nonce;
	struct tsp_trust trust = { .roots = str_of(ROOT), .chain = s };
	struct tsp_info info;
	if (crypto_init(NULL) < 0)
		die("no crypto");
	check_token(s, a);
	check_pem(s, a);
	check_renewal(s, a);
	if (tsp_request_nonce(s, a, &nonce, NULL) == 0)
		check_printable(nonce);
	if (tsp_verify(s, STR(""), &trust, a, &info, NULL) == 0)
		die("a token of nothing");
	return 0;
}
