/* SPDX-License-Identifier: Apache-2.0 */
/* The short form gives every JWT back to the byte, and nothing else comes of it. */
#include "check.h"

#include "base/bytes.h"
#include "ledger/claim.h"

static void test_key(struct sign_key *k, uint8_t n)
{
	struct key seed;
	struct err e;
	CHECK_OK(crypto_init(&e), &e);
	memset(seed.b, n, sizeof seed.b);
	sign_key_from_seed(k, &seed);
}

/* A JWT with `parts` parts and two to eight decoys. */
static struct str sealed(struct arena *a, size_t parts, uint8_t key)
{
	struct claim_part *p = NEW_N(a, parts, struct claim_part);
	struct claim c = { .n = 0 };
	struct sign_key k;
	struct err e;
	test_key(&k, key);
	for (size_t i = 0; i < parts; i++)
		p[i] = (struct claim_part){ .name = str_printf(a, "f%zu", i), .value = STR("1") };
	CHECK_OK(claim_sign(p, parts, &k, a, &c, &e), &e);
	return c.jwt;
}

/* Whether it has a short form; then it comes back. */
static bool goes_both_ways(struct arena *a, struct str jwt, struct str *ret_short)
{
	uint8_t *s = NEW_N(a, CLAIM_SHORT_MAX, uint8_t);
	struct str back = STR_NULL;
	struct err e;
	char kid[CLAIM_KID_LEN + 1];
	char want[CLAIM_KID_LEN + 1];
	size_t n = 0;
	if (!claim_shorten(jwt, s, &n))
		return false;
	*ret_short = str_n((const char *)s, n);
	CHECK(claim_is_short(*ret_short));
	CHECK_OK(claim_lengthen(*ret_short, a, &back, &e), &e);
	CHECK(str_eq(back, jwt));
	CHECK_OK(claim_short_kid(*ret_short, kid, &e), &e);
	if (claim_read_kid(jwt, want, &e) == 0)
		CHECK_STR(str_of(kid), want);
	return true;
}

TEST(a_jwt_comes_back_to_the_byte)
{
	AUTO_ARENA *a = arena_new(0);
	for (size_t parts = 1; parts <= 56; parts++) {
		struct str s = STR_NULL;
		struct str jwt = sealed(a, parts, (uint8_t)parts);
		CHECK(!claim_is_short(jwt));
		CHECK(goes_both_ways(a, jwt, &s));
		CHECK(s.n * 10 < jwt.n * 6);
		CHECK_INT((int)((s.n - 97) % 32), 0);
		arena_clear(a);
	}
}

TEST(a_jwt_with_more_digests_is_kept_as_it_is)
{
	AUTO_ARENA *a = arena_new(0);
	uint8_t s[CLAIM_SHORT_MAX];
	size_t n = 7;
	CHECK(!claim_shorten(sealed(a, 63, 1), s, &n));
	CHECK(!claim_shorten(sealed(a, 200, 1), s, &n));
	CHECK_INT(n, 7); /* left alone */
}

/* Whatever a character becomes: there is no short form, or it is that of the changed bytes. */
TEST(no_change_of_a_jwt_is_lost)
{
	static const char SIGNS[] = "Ae_.~\x01=";
	AUTO_ARENA *a = arena_new(0);
	AUTO_ARENA *one = arena_new(0);
	struct str jwt = sealed(a, 6, 3);
	char *t = NEW_N(a, jwt.n + 1, char);
	int with = 0;
	for (size_t i = 0; i < jwt.n; i++) {
		for (size_t k = 0; k + 1 < sizeof SIGNS; k++) {
			struct str s;
			memcpy(t, jwt.p, jwt.n);
			t[i] = SIGNS[k];
			with += goes_both_ways(one, str_n(t, jwt.n), &s);
			arena_clear(one);
		}
		struct str s;
		CHECK(!goes_both_ways(one, str_n(jwt.p, i), &s)); /* cut */
		arena_clear(one);
	}
	CHECK(with > 100); /* in digests, key id and signature */
	memcpy(t, jwt.p, jwt.n);
	t[jwt.n] = 'A';
	CHECK(!goes_both_ways(one, str_n(t, jwt.n + 1), &(struct str){ 0 }));
}

TEST(a_short_form_of_another_length_is_damage)
{
	AUTO_ARENA *a = arena_new(0);
	struct str s = STR_NULL;
	struct str jwt;
	struct err e;
	char kid[CLAIM_KID_LEN + 1];
	CHECK(goes_both_ways(a, sealed(a, 3, 9), &s));
	for (size_t n = 0; n < s.n; n++) {
		int rc = claim_lengthen(str_n(s.p, n), a, &jwt, &e);
		if (n > 97 && (n - 97) % 32 == 0)
			CHECK_OK(rc, &e); /* fewer digests: another claim, which nobody signed */
		else
			CHECK_ERR(rc, ERR_CORRUPT);
		if (n <= 97)
			CHECK_ERR(claim_short_kid(str_n(s.p, n), kid, &e), ERR_CORRUPT);
	}
	char *t = NEW_N(a, s.n, char);
	memcpy(t, s.p, s.n);
	t[0] = 2;
	CHECK(!claim_is_short(str_n(t, s.n)));
	CHECK_ERR(claim_lengthen(str_n(t, s.n), a, &jwt, &e), ERR_CORRUPT);
	char *big = NEW_N(a, CLAIM_SHORT_MAX + 32, char);
	big[0] = 1;
	CHECK_OK(claim_lengthen(str_n(big, CLAIM_SHORT_MAX), a, &jwt, &e), &e);
	CHECK_ERR(claim_lengthen(str_n(big, CLAIM_SHORT_MAX + 32), a, &jwt, &e), ERR_CORRUPT);
}
