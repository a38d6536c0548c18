/* SPDX-License-Identifier: Apache-2.0 */
/* Sealing, opening and leaving out; and everything a reader must refuse. */
#include "check.h"

#include "base/bytes.h"
#include "base/clock.h"
#include "ledger/claim.h"
#include "ledger/claim_priv.h"

static void test_key(struct sign_key *k, uint8_t n)
{
	struct key seed;
	struct err e;
	CHECK_OK(crypto_init(&e), &e);
	memset(seed.b, n, sizeof seed.b);
	sign_key_from_seed(k, &seed);
}

#define LIT(s)                                                                                     \
	{                                                                                          \
		s, sizeof(s) - 1                                                                   \
	} /* STR is no constant expression */

static const struct claim_part SOURCE[] = {
	{ .name = LIT("id"), .value = LIT("\"s-1\""), .group = 1 },
	{ .name = LIT("role"), .value = LIT("\"author\""), .group = 1 },
	{ .name = LIT("date"), .value = LIT("\"2025-10-12\""), .group = 1 },
};
static const struct claim_part PARTS[] = {
	{ .name = LIT("kind"), .value = LIT("\"statement\"") },
	{ .name = LIT("subject"), .value = LIT("{\"id\":\"x\",\"no\":12}") },
	{ .name = LIT("source"), .group = 1, .parts = SOURCE, .n_parts = 3 },
	{ .name = LIT("f1"), .value = LIT("{\"p\":\"name\",\"v\":{\"t\":\"text\"}}") },
};

static struct str *texts(struct arena *a, const struct claim *c)
{
	struct str *d = NEW_N(a, c->n, struct str);
	for (size_t i = 0; i < c->n; i++)
		d[i] = c->disclosures[i].text;
	return d;
}

static void seal(struct arena *a, struct claim *ret)
{
	struct sign_key k;
	struct err e;
	test_key(&k, 7);
	CHECK_OK(claim_sign(PARTS, COUNT(PARTS), &k, a, ret, &e), &e);
}

TEST(a_sealed_claim_opens_with_all_its_parts)
{
	AUTO_ARENA *a = arena_new(0);
	struct claim c = { 0 };
	struct claim_view v = { 0 };
	struct sign_key k;
	struct err e;
	struct str s = STR_NULL;
	char kid[CLAIM_KID_LEN + 1];
	seal(a, &c);
	CHECK_INT(c.n, 7);
	CHECK_OK(claim_open(c.jwt, texts(a, &c), c.n, a, &v, &e), &e);
	CHECK_INT(v.n, 7);
	/* 2 to 8 decoys at the top, and one in the source to make four. */
	CHECK(v.withheld >= 3 && v.withheld <= 9);
	CHECK(hash_eq(&v.hash, &c.hash));
	CHECK(json_str(claim_value(&v, STR("source/role")), &s));
	CHECK_STR(s, "author");
	CHECK(claim_find(&v, STR("source"))->parts);
	CHECK_STR(claim_value(&v, STR("f1"))->raw, "{\"p\":\"name\",\"v\":{\"t\":\"text\"}}");
	CHECK(!claim_find(&v, STR("role")) && !claim_find(&v, STR("source/kind")) &&
	      !claim_find(&v, STR("")) && !claim_find(&v, STR("source/")) &&
	      !claim_value(&v, STR("f2")));
	/* A part before its parts, each with the group it was given. */
	for (size_t i = 0; i < c.n; i++) {
		CHECK(v.fields[i].parent < (int)i);
		CHECK_INT(c.disclosures[i].group, i >= 2 && i <= 5);
	}
	test_key(&k, 7);
	claim_kid(kid, k.public);
	CHECK_STR(v.kid, kid);
	CHECK_OK(claim_read_kid(c.jwt, kid, &e), &e);
	CHECK_STR(v.kid, kid);
	CHECK_OK(claim_verify(c.jwt, k.public, &e), &e);
	test_key(&k, 8);
	CHECK_ERR(claim_verify(c.jwt, k.public, &e), ERR_CORRUPT);
}

/* RFC 8037 appendix A.3. */
TEST(a_key_id_is_the_thumbprint_of_the_key)
{
	char kid[CLAIM_KID_LEN + 1];
	uint8_t pub[KEY_LEN];
	size_t n;
	CHECK(b64url_decode(pub, sizeof pub, &n,
			    STR("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")));
	claim_kid(kid, pub);
	CHECK_STR(str_of(kid), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

/* Every subset whose parts have their parent with them opens; every other is refused. */
TEST(any_part_can_be_left_out_and_none_can_stand_alone)
{
	AUTO_ARENA *a = arena_new(0);
	struct claim c = { 0 };
	seal(a, &c);
	if (c.n != 7)
		return;
	struct str *all = texts(a, &c);
	for (unsigned set = 0; set < 1u << 7; set++) {
		struct str d[7];
		struct claim_view v = { 0 };
		size_t n = 0;
		for (unsigned i = 0; i < 7; i++)
			if (set >> i & 1)
				d[n++] = all[i];
		bool orphan = !(set >> 2 & 1) && (set >> 3 & 7);
		int rc = claim_open(c.jwt, d, n, a, &v, NULL);
		if (rc != (orphan ? ERR_CORRUPT : 0) || v.n != (orphan ? 0 : n))
			FAIL("set %x: %d", set, rc);
	}
}

TEST(leaving_out_takes_what_lies_below_with_it)
{
	AUTO_ARENA *a = arena_new(0);
	struct claim c = { 0 };
	struct claim_view v = { 0 };
	struct err e;
	struct str *d;
	size_t n;
	AUTO_BUF b;
	seal(a, &c);
	CHECK_OK(claim_open(c.jwt, texts(a, &c), c.n, a, &v, &e), &e);
	size_t withheld = v.withheld;
	const struct str ONE[] = { STR("source/id"), STR("nothing"), STR("nothing/here") };
	claim_redact(&v, ONE, COUNT(ONE), a, &d, &n);
	CHECK_INT(n, 6);
	const struct str TREE[] = { STR("source"), STR("f1") };
	claim_redact(&v, TREE, COUNT(TREE), a, &d, &n);
	CHECK_INT(n, 2);
	/* Through the compact form and back. */
	struct str jwt;
	buf_init(&b, CLAIM_COMPACT_MAX);
	claim_join(&b, c.jwt, d, n);
	CHECK_OK(claim_split(buf_str(&b), a, &jwt, &d, &n, &e), &e);
	CHECK_OK(claim_open(jwt, d, n, a, &v, &e), &e);
	CHECK_INT(v.n, 2);
	CHECK_INT(v.withheld, withheld - 1 + 2); /* the decoy in the source went out of sight */
	CHECK(!claim_find(&v, STR("source/role")) && claim_find(&v, STR("subject")));
}

TEST(the_compact_form_has_one_spelling)
{
	static const char *const CASES[] = { "", "a.b.c", "a.b.c~x", "a.b.c~~", "a.b.c~x~~", "~~" };
	AUTO_ARENA *a = arena_new(0);
	struct str jwt;
	struct str *d;
	size_t n = 9;
	struct err e;
	for (size_t i = 0; i < COUNT(CASES); i++)
		CHECK_ERR(claim_split(str_of(CASES[i]), a, &jwt, &d, &n, &e), ERR_INPUT);
	CHECK_OK(claim_split(STR("a.b.c~"), a, &jwt, &d, &n, &e), &e);
	CHECK_STR(jwt, "a.b.c");
	CHECK_INT(n, 0);
}

TEST(decoys_are_two_to_eight_and_all_of_these_occur)
{
	AUTO_ARENA *a = arena_new(0);
	int seen[9] = { 0 };
	for (int i = 0; i < 400; i++) {
		struct claim c = { 0 };
		struct claim_view v = { 0 };
		struct err e;
		seal(a, &c);
		CHECK_OK(claim_open(c.jwt, NULL, 0, a, &v, &e), &e);
		CHECK(v.withheld >= 4 + 2 && v.withheld <= 4 + 8);
		if (v.withheld >= 6 && v.withheld <= 12)
			seen[v.withheld - 4]++;
		arena_clear(a);
	}
	for (int i = 2; i <= 8; i++)
		CHECK(seen[i] > 0);
}

/* ---- what cannot be sealed ---- */

TEST(what_readers_would_refuse_is_not_sealed)
{
	static const struct {
		const char *name, *value;
	} CASES[] = {
		{ "", "1" },
		{ "A", "1" },
		{ "1a", "1" },
		{ "_sd", "[]" },
		{ "...", "1" },
		{ "a-b", "1" },
		{ "a_name_of_thirty_three_characters", "1" },
		{ "a", "" },
		{ "a", "1.5" },
		{ "a", " 1" },
		{ "a", "{\"b\": 1}" },
		{ "a", "1,2" },
		{ "a", "1]" },
		{ "a", "1]x[2" },
		{ "a", "\"\\u0000\"" },
		{ "a", "\"\xFF\"" },
		{ "a", "{\"_sd\":[]}" },
		{ "a", "[{\"b\":{\"...\":1}}]" },
		{ "a", "{\"b\":1,\"b\":2}" },
		{ "a", "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]" },
	};
	AUTO_ARENA *a = arena_new(0);
	struct sign_key k;
	struct claim c;
	test_key(&k, 7);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct claim_part p = { .name = str_of(CASES[i].name),
					.value = str_of(CASES[i].value) };
		if (claim_sign(&p, 1, &k, a, &c, NULL) != ERR_INPUT)
			FAIL("sealed: %s = %s", CASES[i].name, CASES[i].value);
	}
	struct claim_part twice[2] = { { .name = STR("a"), .value = STR("1") },
				       { .name = STR("a"), .value = STR("2") } };
	CHECK_ERR(claim_sign(twice, 2, &k, a, &c, NULL), ERR_INPUT);
}

TEST(sealing_has_ceilings)
{
	AUTO_ARENA *a = arena_new(0);
	struct sign_key k;
	struct claim c;
	struct err e;
	test_key(&k, 7);
	/* One long value. */
	char *t = NEW_N(a, CLAIM_DISCLOSURE_MAX, char);
	memset(t, 'x', CLAIM_DISCLOSURE_MAX);
	t[0] = '"';
	t[CLAIM_DISCLOSURE_MAX / 4 * 3 - 100] = '"';
	struct claim_part p = { .name = STR("a"),
				.value = str_n(t, CLAIM_DISCLOSURE_MAX / 4 * 3 - 99) };
	CHECK_OK(claim_sign(&p, 1, &k, a, &c, &e), &e);
	t[CLAIM_DISCLOSURE_MAX / 4 * 3 - 100] = 'x';
	t[CLAIM_DISCLOSURE_MAX - 1] = '"';
	p.value = str_n(t, CLAIM_DISCLOSURE_MAX);
	CHECK_ERR(claim_sign(&p, 1, &k, a, &c, &e), ERR_TOOBIG);
	/* Too deep. */
	struct claim_part deep[6];
	for (int i = 5; i >= 0; i--)
		deep[i] = (struct claim_part){ .name = STR("a"),
					       .value = STR("1"),
					       .parts = i < 5 ? &deep[i + 1] : NULL,
					       .n_parts = i < 5 };
	CHECK_ERR(claim_sign(deep, 1, &k, a, &c, &e), ERR_TOOBIG);
	CHECK_OK(claim_sign(deep + 2, 1, &k, a, &c, &e), &e);
	/* Too many. */
	struct claim_part *many = NEW_N(a, 513, struct claim_part);
	for (int i = 0; i < 513; i++)
		many[i] = (struct claim_part){ .name = str_printf(a, "f%d", i), .value = STR("1") };
	CHECK_ERR(claim_sign(many, 513, &k, a, &c, &e), ERR_TOOBIG);
	CHECK_OK(claim_sign(many, 512, &k, a, &c, &e), &e);
	CHECK_INT(c.n, 512);
}

/* ---- what must be refused on reading ---- */

static struct str b64(struct arena *a, const char *s)
{
	return b64url_str(a, (const uint8_t *)s, strlen(s));
}

#define HEADER                                                                                     \
	"{\"alg\":\"EdDSA\",\"typ\":\"vigil-claim+sd-jwt\",\"kid\":\"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k\"}"
#define DIGEST "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
#define LATER  "zPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"

static int open_made(struct arena *a, const char *header, const char *payload, size_t sig_len)
{
	struct claim_view v;
	char sig[200];
	memset(sig, 'A', sizeof sig);
	struct str h = b64(a, header);
	struct str p = b64(a, payload);
	struct str jwt = str_printf(a, "%.*s.%.*s.%.*s", STR_FMT(h), STR_FMT(p), (int)sig_len, sig);
	return claim_open(jwt, NULL, 0, a, &v, NULL);
}

TEST(headers_and_payloads_have_one_spelling)
{
	static const char *const HEADERS[] = {
		"",
		"{}",
		"{\"alg\":\"none\",\"typ\":\"vigil-claim+sd-jwt\",\"kid\":\"" DIGEST "\"}",
		"{\"alg\":\"HS256\",\"typ\":\"vigil-claim+sd-jwt\",\"kid\":\"" DIGEST "\"}",
		"{\"alg\":\"EdDSA\",\"typ\":\"sd-jwt\",\"kid\":\"" DIGEST "\"}",
		"{\"typ\":\"vigil-claim+sd-jwt\",\"alg\":\"EdDSA\",\"kid\":\"" DIGEST "\"}",
		"{\"alg\":\"EdDSA\",\"typ\":\"vigil-claim+sd-jwt\",\"kid\":\"\"}",
		"{\"alg\":\"EdDSA\",\"typ\":\"vigil-claim+sd-jwt\",\"kid\":\"x\"}",
		"{\"alg\":\"EdDSA\",\"typ\":\"vigil-claim+sd-jwt\",\"kid\":\"" DIGEST
		"\",\"crit\":[]}",
		"{\"alg\":\"EdDSA\",\"typ\":\"vigil-claim+sd-jwt\",\"kid\":\"" DIGEST "\" }",
		"{\"alg\":\"EdDSA\",\"typ\":\"vigil-claim+sd-jwt\",\"kid\":\"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4l\"}",
	};
	static const char *const PAYLOADS[] = {
		"",
		"{}",
		"{\"_sd\":[],\"v\":1}",
		"{\"v\":1}",
		"{\"_sd\":[\"" DIGEST "\"],\"v\":2}",
		"{\"_sd\":[\"" DIGEST "\"]}",
		"{\"v\":1,\"_sd\":[\"" DIGEST "\"]}",
		"{\"_sd\":[\"" DIGEST "\"],\"v\":1,\"iat\":1}",
		"{\"_sd\":[\"" DIGEST "\"], \"v\":1}",
		"{\"_sd\":[\"" DIGEST "\",\"" DIGEST "\"],\"v\":1}",
		"{\"_sd\":[\"" LATER "\",\"" DIGEST "\"],\"v\":1}",
		"{\"_sd\":[\"" DIGEST "\";\"" LATER "\"],\"v\":1}",
		"{\"_sd\":[\"x\"],\"v\":1}",
		"{\"_sd\":[\"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4l\"],\"v\":1}",
		"{\"_sd\":[\"kPrK+qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k\"],\"v\":1}",
		"{\"_sd\":[\"" DIGEST "\",],\"v\":1}",
	};
	static const char GOOD[] = "{\"_sd\":[\"" DIGEST "\",\"" LATER "\"],\"v\":1}";
	AUTO_ARENA *a = arena_new(0);
	CHECK_INT(open_made(a, HEADER, GOOD, 86), 0);
	CHECK_INT(open_made(a, HEADER, GOOD, 85), ERR_INPUT);
	CHECK_INT(open_made(a, HEADER, GOOD, 87), ERR_INPUT);
	CHECK_INT(open_made(a, HEADER, GOOD, 0), ERR_INPUT);
	for (size_t i = 0; i < COUNT(HEADERS); i++)
		if (open_made(a, HEADERS[i], GOOD, 86) != ERR_INPUT)
			FAIL("header taken: %s", HEADERS[i]);
	for (size_t i = 0; i < COUNT(PAYLOADS); i++)
		if (open_made(a, HEADER, PAYLOADS[i], 86) != ERR_INPUT)
			FAIL("payload taken: %s", PAYLOADS[i]);
}

/* A JWT that commits to these disclosures, whatever they are; signatures are not looked at here. */
static int open_with(struct arena *a, const char *const *json, size_t n, int twice)
{
	char digest[8][DIGEST_LEN + 1];
	struct str d[9];
	struct claim_view v;
	AUTO_BUF b;
	for (size_t i = 0; i < n; i++) {
		d[i] = b64(a, json[i]);
		claim_digest(digest[i], d[i]);
		digest[i][DIGEST_LEN] = '\0';
	}
	for (size_t i = 0; i < n; i++) /* ascending */
		for (size_t j = i + 1; j < n; j++)
			if (strcmp(digest[i], digest[j]) > 0) {
				char t[DIGEST_LEN + 1];
				memcpy(t, digest[i], sizeof t);
				memcpy(digest[i], digest[j], sizeof t);
				memcpy(digest[j], t, sizeof t);
			}
	buf_init(&b, 9999);
	buf_lit(&b, CLAIM_SD_START);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s\"%s\"", i ? "," : "", digest[i]);
	buf_lit(&b, CLAIM_PAYLOAD_END);
	struct str h = b64(a, HEADER);
	struct str p = b64(a, buf_z(&b));
	char sig[87];
	memset(sig, 'A', 86);
	sig[86] = '\0';
	if (twice >= 0)
		d[n] = d[twice];
	return claim_open(str_printf(a, "%.*s.%.*s.%s", STR_FMT(h), STR_FMT(p), sig), d,
			  n + (twice >= 0), a, &v, NULL);
}

TEST(disclosures_have_one_spelling)
{
	static const char *const CASES[] = {
		"",
		"{}",
		"[]",
		"1",
		"[\"AAAAAAAAAAAAAAAAAAAAAA\",\"a\"]",
		"[\"AAAAAAAAAAAAAAAAAAAAAA\",\"a\",1,2]",
		"[\"AAAAAAAAAAAAAAAAAAAAAA\",1,1]",
		"[1,\"a\",1]",
		"[\"AAAAAAAAAAAAAAAAAAAA\",\"a\",1]",	/* 120 bits */
		"[\"AAAAAAAAAAAAAAAAAAAAAB\",\"a\",1]", /* not canonical */
		"[\"AAAAAAAAAAAAAAAAAAAAA\",\"a\",1]",
		"[\"AAAAAAAAAAAAAAAAAAAAAA==\",\"a\",1]",
		"[\"\",\"a\",1]",
		"[\"AAAAAAAAAAAAAAAAAAAAAA\", \"a\",1]",
		"[\"AAAAAAAAAAAAAAAAAAAAAA\",\"a\",1] ",
		"[\"AAAAAAAAAAAAAAAAAAAAAA\",\"\\u0061\",1]",
		"[\"AAAAAAAAAAAAAAAAAAAAAA\",\"A\",1]",
		"[\"AAAAAAAAAAAAAAAAAAAAAA\",\"_sd\",1]",
		"[\"AAAAAAAAAAAAAAAAAAAAAA\",\"...\",1]",
		"[\"AAAAAAAAAAAAAAAAAAAAAA\",\"a\",1.0]",
		"[\"AAAAAAAAAAAAAAAAAAAAAA\",\"a\",{\"b\":1,\"b\":1}]",
		"[\"AAAAAAAAAAAAAAAAAAAAAA\",\"a\",{\"_sd\":[]}]",
		"[\"AAAAAAAAAAAAAAAAAAAAAA\",\"a\",{\"_sd\":1}]",
		"[\"AAAAAAAAAAAAAAAAAAAAAA\",\"a\",{\"_sd\":[\"" DIGEST "\"],\"x\":1}]",
		"[\"AAAAAAAAAAAAAAAAAAAAAA\",\"a\",{\"x\":1,\"_sd\":[\"" DIGEST "\"]}]",
		"[\"AAAAAAAAAAAAAAAAAAAAAA\",\"a\",{\"x\":{\"_sd\":[\"" DIGEST "\"]}}]",
		"[\"AAAAAAAAAAAAAAAAAAAAAA\",\"a\",[{\"...\":\"" DIGEST "\"}]]",
	};
	static const char *const GOOD[] = {
		"[\"AAAAAAAAAAAAAAAAAAAAAA\",\"a\",1]",
		"[\"AAAAAAAAAAAAAAAAAAAAAQ\",\"b\",{\"_sd\":[\"" DIGEST "\"]}]",
	};
	AUTO_ARENA *a = arena_new(0);
	CHECK_INT(open_with(a, GOOD, 2, -1), 0);
	for (size_t i = 0; i < COUNT(CASES); i++)
		if (open_with(a, &CASES[i], 1, -1) != ERR_INPUT)
			FAIL("taken: %s", CASES[i]);
}

TEST(nothing_may_occur_twice)
{
	static const char *const SALT[] = { "[\"AAAAAAAAAAAAAAAAAAAAAA\",\"a\",1]",
					    "[\"AAAAAAAAAAAAAAAAAAAAAA\",\"b\",1]" };
	static const char *const NAME[] = { "[\"AAAAAAAAAAAAAAAAAAAAAA\",\"a\",1]",
					    "[\"AAAAAAAAAAAAAAAAAAAAAQ\",\"a\",2]" };
	static const char *const LIST[] = { "[\"AAAAAAAAAAAAAAAAAAAAAA\",\"a\",{\"_sd\":[\"" DIGEST
					    "\"]}]",
					    "[\"AAAAAAAAAAAAAAAAAAAAAQ\",\"b\",{\"_sd\":[\"" DIGEST
					    "\"]}]" };
	AUTO_ARENA *a = arena_new(0);
	CHECK_INT(open_with(a, SALT, 2, -1), ERR_INPUT);
	CHECK_INT(open_with(a, NAME, 2, -1), ERR_INPUT);
	CHECK_INT(open_with(a, LIST, 2, -1), ERR_INPUT);
	CHECK_INT(open_with(a, NAME, 1, -1), 0);
	CHECK_INT(open_with(a, NAME, 1, 0), ERR_INPUT); /* the same disclosure twice */
}

/* Every bit of a sealed claim: some check always notices. */
TEST(any_flipped_bit_is_noticed)
{
	AUTO_ARENA *a = arena_new(0);
	struct claim c = { 0 };
	struct sign_key k;
	AUTO_BUF b;
	seal(a, &c);
	test_key(&k, 7);
	buf_init(&b, CLAIM_COMPACT_MAX);
	claim_join(&b, c.jwt, texts(a, &c), c.n);
	AUTO_ARENA *scratch = arena_new(0);
	for (size_t i = 0; i < b.n * 8; i++) {
		struct str jwt;
		struct str *d;
		size_t n;
		struct claim_view v;
		b.p[i / 8] = (char)(b.p[i / 8] ^ 1 << i % 8);
		if (claim_split(buf_str(&b), scratch, &jwt, &d, &n, NULL) == 0 &&
		    claim_open(jwt, d, n, scratch, &v, NULL) == 0 &&
		    claim_verify(jwt, k.public, NULL) == 0)
			FAIL("bit %zu of byte %zu can be flipped", i % 8, i / 8);
		b.p[i / 8] = (char)(b.p[i / 8] ^ 1 << i % 8);
		arena_clear(scratch);
	}
}
