/* SPDX-License-Identifier: Apache-2.0 */
#include "base/shamir.h"

/* Product in GF(2^8), eight steps whatever the operands are. */
static uint8_t times(uint8_t a, uint8_t b)
{
	uint8_t r = 0;
	for (int i = 0; i < 8; i++) {
		r ^= (uint8_t)(-(b & 1) & a);
		a = (uint8_t)((a << 1) ^ (-(a >> 7) & 0x1b));
		b >>= 1;
	}
	return r;
}

/* a^254: the group of units has 255 elements. */
static uint8_t inverse(uint8_t a)
{
	uint8_t r = 1;
	for (int i = 0; i < 7; i++) {
		a = times(a, a);
		r = times(r, a);
	}
	return r;
}

void shamir_split(const uint8_t *secret, size_t n, int k, int shares, uint8_t *ret)
{
	uint8_t a[SHAMIR_SHARES_MAX];
	assert(k >= 1 && k <= shares && shares <= SHAMIR_SHARES_MAX && "checked by the caller");
	for (size_t i = 0; i < n; i++) {
		random_bytes(a, (size_t)k - 1);
		for (int x = 1; x <= shares; x++) {
			uint8_t y = 0;
			for (int j = k - 2; j >= 0; j--)
				y = times((uint8_t)(y ^ a[j]), (uint8_t)x);
			ret[(size_t)(x - 1) * n + i] = y ^ secret[i];
		}
	}
	wipe(a, sizeof a);
}

void shamir_combine(const uint8_t *xs, const uint8_t *const *shares, int k, size_t n, uint8_t *ret)
{
	memset(ret, 0, n);
	for (int j = 0; j < k; j++) {
		/* Lagrange at 0; minus is plus. */
		uint8_t over = 1;
		uint8_t under = 1;
		for (int m = 0; m < k; m++) {
			if (m == j)
				continue;
			over = times(over, xs[m]);
			under = times(under, xs[m] ^ xs[j]);
		}
		uint8_t weight = times(over, inverse(under));
		for (size_t i = 0; i < n; i++)
			ret[i] ^= times(weight, shares[j][i]);
	}
}
