/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The primitives of base/crypto.h against published vectors: the Ed25519 edge cases of C2SP/CCTV, on which
 * libraries differ and ours must give libsodium's verdict, and the Wycheproof sets for what Vigil
 * uses. A few are written out below and always run.
 */
#include "check.h"

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "dev_data.h"

enum { SET_MAX = 4 << 20 };

static void start(void)
{
	struct err e;
	CHECK_OK(crypto_init(&e), &e);
}

static struct str text(const struct json *o, const char *name)
{
	struct str s = STR_NULL;
	json_str(json_get(o, str_of(name)), &s);
	return s;
}

static struct str bytes(struct arena *a, const struct json *o, const char *name)
{
	struct str s = text(o, name);
	uint8_t *p = NEW_N(a, s.n / 2 + 1, uint8_t);
	if (!hex_decode(p, s.n / 2, s))
		FAIL("%s is not hexadecimal", name);
	return str_n((const char *)p, s.n / 2);
}

static const uint8_t *u8(struct str s)
{
	return (const uint8_t *)s.p;
}

/* NULL when the set is not here, which is said. */
static const struct json *read_set(struct arena *a, const char *path)
{
	const struct json *j = NULL;
	struct str s;
	struct err e;
	struct str full = dev_data(a, path);
	if (!file_exists(full.p)) {
		printf("not run: %s: the published set is not here (VIGIL_DEV_DATA)\n", path);
		return NULL;
	}
	CHECK_OK(file_read(full.p, SET_MAX, a, &s, &e), &e);
	CHECK_OK(json_read(s, SET_MAX, JSON_ANY, a, &j, &e), &e);
	return j;
}

/* ---- Ed25519 edge cases ---- */

/* What libsodium refuses, by the names of the set: points of small order, encodings that are not
 * canonical, and what only holds when multiplied by the cofactor. Components of small order in A or R
 * that cancel out are accepted. */
static bool libsodium_accepts(const struct json *flags)
{
	static const char *const REFUSED[] = { "low_order_A",	    "low_order_R",
					       "non_canonical_A",   "non_canonical_R",
					       "low_order_residue", "reencoded_k" };
	for (const struct json *f = json_first(flags); f; f = f->next)
		for (size_t i = 0; i < COUNT(REFUSED); i++)
			if (str_eq(f->u.text, str_of(REFUSED[i])))
				return false;
	return true;
}

TEST(ed25519_edge_cases_have_the_verdict_of_libsodium)
{
	AUTO_ARENA *a = arena_new(0);
	int n = 0;
	int accepted = 0;
	start();
	const struct json *set = read_set(a, "ed25519/cctv-ed25519vectors.json");
	if (!set)
		return;
	for (const struct json *t = json_first(set); t; t = t->next, n++) {
		bool ok =
			sign_verify(u8(bytes(a, t, "sig")), text(t, "msg"), u8(bytes(a, t, "key")));
		if (ok != libsodium_accepts(json_get(t, STR("flags"))))
			FAIL("case %d: %s", n, ok ? "accepted" : "refused");
		accepted += ok;
	}
	printf("Ed25519 edge cases: %d, accepted %d\n", n, accepted);
	CHECK_INT(n, 914);
	CHECK_INT(accepted, 43);
}

/* ---- Wycheproof ---- */

struct group_case {
	struct arena *a;
	const struct json *group;
	const struct json *test;
};

/* What our function makes of one case; *ret_skip: it is about sizes that our function cannot be
 * given, since its types fix them. */
typedef bool wycheproof_case(const struct group_case *c, bool *ret_skip);

static bool aead_case(const struct group_case *c, bool *ret_skip)
{
	struct key k;
	struct str key = bytes(c->a, c->test, "key");
	struct str iv = bytes(c->a, c->test, "iv");
	struct str ad = bytes(c->a, c->test, "aad");
	struct str msg = bytes(c->a, c->test, "msg");
	struct str ct = bytes(c->a, c->test, "ct");
	struct str tag = bytes(c->a, c->test, "tag");
	if (iv.n != AEAD_NONCE_LEN || key.n != KEY_LEN || tag.n != AEAD_TAG_LEN) {
		*ret_skip = true;
		return false;
	}
	memcpy(k.b, key.p, KEY_LEN);
	struct str sealed = str_join(c->a, ct, tag);
	uint8_t *got = NEW_N(c->a, sealed.n, uint8_t);
	bool ok = aead_open(got, u8(sealed), sealed.n, ad, u8(iv), &k) &&
		  str_eq(str_n((const char *)got, msg.n), msg);
	if (ok) {
		aead_seal(got, msg, ad, u8(iv), &k);
		ok = str_eq(str_n((const char *)got, sealed.n), sealed);
	}
	/* The kept cipher takes no associated data and must agree where there is none. */
	if (ad.n == 0) {
		struct aead *x = aead_new(&k);
		bool same = aead_open_with(x, got, u8(sealed), sealed.n, u8(iv)) == ok;
		aead_seal_with(x, got, msg, u8(iv));
		same &= str_eq(str_n((const char *)got, sealed.n), sealed) == ok;
		aead_free(x);
		if (!same)
			FAIL("the kept cipher differs");
	}
	return ok;
}

static bool hkdf_case(const struct group_case *c, bool *ret_skip)
{
	int64_t n = 0;
	struct str okm = bytes(c->a, c->test, "okm");
	json_int(json_get(c->test, STR("size")), &n);
	if (n > 255 * HASH_LEN) { /* an assertion in hkdf() */
		*ret_skip = true;
		return false;
	}
	uint8_t *got = NEW_N(c->a, (size_t)n, uint8_t);
	hkdf(got, (size_t)n, bytes(c->a, c->test, "ikm"), bytes(c->a, c->test, "salt"),
	     bytes(c->a, c->test, "info"));
	return str_eq(str_n((const char *)got, (size_t)n), okm);
}

static bool hmac_case(const struct group_case *c, bool *ret_skip)
{
	struct str key = bytes(c->a, c->test, "key");
	struct str tag = bytes(c->a, c->test, "tag");
	if (key.n != HASH_LEN || tag.n != HASH_LEN) {
		*ret_skip = true;
		return false;
	}
	struct hash h = hash_hmac(u8(key), bytes(c->a, c->test, "msg"));
	return secret_eq(h.b, tag.p, HASH_LEN);
}

/* "acceptable" are public keys that a library may refuse: judged here and not by their result. Ours
 * refuses those that would give a secret of zeros, and computes the others. */
static bool x25519_case(const struct group_case *c, bool *ret_skip)
{
	struct key secret;
	struct key got;
	struct str want = bytes(c->a, c->test, "shared");
	static const uint8_t ZERO[KEY_LEN];
	memcpy(secret.b, bytes(c->a, c->test, "private").p, KEY_LEN);
	bool ok = x25519_shared(&got, &secret, u8(bytes(c->a, c->test, "public")));
	*ret_skip = str_eq(text(c->test, "result"), STR("acceptable"));
	if (*ret_skip && ok != (memcmp(want.p, ZERO, KEY_LEN) != 0))
		FAIL("a public key of small order is %s", ok ? "taken" : "refused");
	if (*ret_skip && ok && memcmp(got.b, want.p, KEY_LEN) != 0)
		FAIL("another shared secret");
	return ok && memcmp(got.b, want.p, KEY_LEN) == 0;
}

static bool ed25519_case(const struct group_case *c, bool *ret_skip)
{
	struct str sig = bytes(c->a, c->test, "sig");
	struct str pub = bytes(c->a, json_get(c->group, STR("publicKey")), "pk");
	if (sig.n != SIG_LEN || pub.n != KEY_LEN) {
		*ret_skip = true;
		return false;
	}
	return sign_verify(u8(sig), bytes(c->a, c->test, "msg"), u8(pub));
}

static void run_set(const char *path, wycheproof_case *judge, int want_cases, int want_judged)
{
	AUTO_ARENA *a = arena_new(0);
	int cases = 0;
	int judged = 0;
	start();
	const struct json *set = read_set(a, path);
	if (!set)
		return;
	for (const struct json *g = json_first(json_get(set, STR("testGroups"))); g; g = g->next) {
		for (const struct json *t = json_first(json_get(g, STR("tests"))); t; t = t->next) {
			bool skip = false;
			bool ok = judge(&(struct group_case){ a, g, t }, &skip);
			cases++;
			judged += !skip;
			if (!skip && ok != str_eq(text(t, "result"), STR("valid")))
				FAIL("%s: case %.*s (%.*s): %s", path,
				     STR_FMT(json_get(t, STR("tcId"))->raw),
				     STR_FMT(text(t, "comment")), ok ? "accepted" : "refused");
		}
	}
	printf("Wycheproof %s: %d cases, %d judged\n", path, cases, judged);
	CHECK_INT(cases, want_cases);
	CHECK_INT(judged, want_judged);
}

TEST(wycheproof_sets_that_apply)
{
	run_set("wycheproof/chacha20_poly1305_test.json", aead_case, 325, 316);
	run_set("wycheproof/hkdf_sha256_test.json", hkdf_case, 86, 83);
	run_set("wycheproof/hmac_sha256_test.json", hmac_case, 174, 81);
	run_set("wycheproof/x25519_test.json", x25519_case, 518, 264);
	run_set("wycheproof/ed25519_test.json", ed25519_case, 151, 139);
}

/* ---- a few that always run ---- */

static struct str unhex(struct arena *a, const char *hex)
{
	size_t n = strlen(hex) / 2;
	uint8_t *p = NEW_N(a, n + 1, uint8_t);
	CHECK(hex_decode(p, n, str_of(hex)));
	return str_n((const char *)p, n);
}

TEST(hkdf_has_the_first_vectors_of_rfc_5869)
{
	AUTO_ARENA *a = arena_new(0);
	uint8_t got[42];
	start();
	hkdf(got, 42, unhex(a, "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"),
	     unhex(a, "000102030405060708090a0b0c"), unhex(a, "f0f1f2f3f4f5f6f7f8f9"));
	CHECK_STR(hex_str(a, got, 42),
		  "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
		  "34007208d5b887185865");
	hkdf(got, 42, unhex(a, "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"), STR_NULL, STR_NULL);
	CHECK_STR(hex_str(a, got, 42),
		  "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
		  "9d201395faa4b61a96c8");
}

TEST(x25519_has_the_vectors_of_rfc_7748)
{
	AUTO_ARENA *a = arena_new(0);
	struct key secret;
	struct key got;
	static const uint8_t ZERO[KEY_LEN];
	start();
	memcpy(secret.b,
	       unhex(a, "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4").p,
	       KEY_LEN);
	CHECK(x25519_shared(&got, &secret,
			    u8(unhex(a, "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0"
					"ab1c4c"))));
	CHECK_STR(hex_str(a, got.b, KEY_LEN),
		  "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
	CHECK(!x25519_shared(&got, &secret, ZERO));
}
