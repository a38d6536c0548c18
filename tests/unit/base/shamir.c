/* SPDX-License-Identifier: Apache-2.0 */
/* Shares of a secret: every subset that is large enough, and none that is not. */
#include "check.h"

#include "base/shamir.h"

enum { N = 5, LEN = 32 };

static int bits(unsigned set)
{
	int n = 0;
	for (; set; set &= set - 1)
		n++;
	return n;
}

static void combine(const uint8_t *shares, unsigned set, uint8_t *ret)
{
	uint8_t xs[N];
	const uint8_t *ys[N];
	int n = 0;
	for (int i = 0; i < N; i++) {
		if (!(set >> i & 1))
			continue;
		xs[n] = (uint8_t)(i + 1);
		ys[n++] = shares + (size_t)i * LEN;
	}
	shamir_combine(xs, ys, n, LEN, ret);
}

TEST(every_subset_of_the_threshold_or_more_gives_the_secret_and_none_smaller)
{
	struct err e;
	uint8_t secret[LEN];
	uint8_t shares[N * LEN];
	uint8_t got[LEN];
	CHECK_OK(crypto_init(&e), &e);
	for (int k = 1; k <= N; k++) {
		random_bytes(secret, LEN);
		shamir_split(secret, LEN, k, N, shares);
		for (unsigned set = 1; set < 1U << N; set++) {
			combine(shares, set, got);
			CHECK((memcmp(got, secret, LEN) == 0) == (bits(set) >= k));
		}
	}
}

TEST(shares_are_those_of_the_field_of_aes)
{
	/* Over GF(2^8) with 0x11b: 0x53 and 0xca are inverse (FIPS 197, 4.2), so the line through
	 * (0x53, 1) and (0xca, y) meets 0 where it has to. */
	static const uint8_t XS[2] = { 0x53, 0xca };
	static const uint8_t Y1 = 0x01;
	static const uint8_t Y2 = 0x00;
	const uint8_t *const ys[2] = { &Y1, &Y2 };
	uint8_t s = 0;
	shamir_combine(XS, ys, 2, 1, &s);
	/* 0xca / (0x53 + 0xca) = 0xca / 0x99 */
	uint8_t product = 0;
	uint8_t a = s;
	for (int b = 0x99; b; b >>= 1) {
		product ^= (uint8_t)(b & 1 ? a : 0);
		a = (uint8_t)((a << 1) ^ (a & 0x80 ? 0x1b : 0));
	}
	CHECK_INT(product, 0xca);
}

TEST(fewer_shares_say_nothing)
{
	/* One share of two: over many splittings of one secret its bytes take many values. */
	struct err e;
	uint8_t shares[2];
	const uint8_t secret = 0x41;
	int seen[256] = { 0 };
	int kinds = 0;
	CHECK_OK(crypto_init(&e), &e);
	for (int i = 0; i < 20000; i++) {
		shamir_split(&secret, 1, 2, 2, shares);
		kinds += seen[shares[0]]++ == 0;
	}
	CHECK_INT(kinds, 256);
}
