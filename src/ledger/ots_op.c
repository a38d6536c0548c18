/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ots_op.c - the operations of OpenTimestamps.
 *
 * Keccak-256 is written out because libcrypto 3.0 has only the padding that became SHA-3. It is the
 * permutation of FIPS 202 section 3; the test compares it, with the other padding, with libcrypto's.
 */
#include "ledger/ots_priv.h"

#include <openssl/evp.h>
#include <string.h>

#include "base/bytes.h"

bool ots_op_is_known(uint8_t tag)
{
	switch (tag) {
	case OTS_SHA1:
	case OTS_RIPEMD160:
	case OTS_SHA256:
	case OTS_KECCAK256:
	case OTS_APPEND:
	case OTS_PREPEND:
	case OTS_REVERSE:
	case OTS_HEXLIFY:
		return true;
	default:
		return false;
	}
}

bool ots_op_has_arg(uint8_t tag)
{
	return tag == OTS_APPEND || tag == OTS_PREPEND;
}

bool ots_op_is_weak(uint8_t tag)
{
	return tag == OTS_SHA1;
}

/* ---- Keccak ------------------------------------------------------------- */

enum { LANES = 25, ROUNDS = 24, RATE = 136 };

static uint64_t rotated(uint64_t x, unsigned by)
{
	return by ? x << by | x >> (64 - by) : x;
}

static uint64_t lane_read(const uint8_t *p)
{
	uint64_t v = 0;
	for (unsigned i = 0; i < 8; i++)
		v |= (uint64_t)p[i] << (8 * i);
	return v;
}

/* Theta, rho, pi, chi, iota. The offsets of rho follow from t(t+1)/2 along the path of pi, the constants
 * of iota from the shift register of section 3.2.5; both are computed as they are defined. */
static void permute(uint64_t s[static LANES])
{
	uint8_t lfsr = 1;
	for (int round = 0; round < ROUNDS; round++) {
		uint64_t c[5];
		for (size_t x = 0; x < 5; x++)
			c[x] = s[x] ^ s[x + 5] ^ s[x + 10] ^ s[x + 15] ^ s[x + 20];
		for (size_t i = 0; i < LANES; i++)
			s[i] ^= c[(i + 4) % 5] ^ rotated(c[(i + 1) % 5], 1);
		size_t x = 1;
		size_t y = 0;
		uint64_t held = s[1];
		for (unsigned t = 0; t < 24; t++) {
			size_t next = (2 * x + 3 * y) % 5;
			x = y;
			y = next;
			uint64_t was = s[x + 5 * y];
			s[x + 5 * y] = rotated(held, (t + 1) * (t + 2) / 2 % 64);
			held = was;
		}
		for (size_t row = 0; row < LANES; row += 5) {
			uint64_t r[5];
			memcpy(r, s + row, sizeof r);
			for (size_t i = 0; i < 5; i++)
				s[row + i] = r[i] ^ (~r[(i + 1) % 5] & r[(i + 2) % 5]);
		}
		for (unsigned j = 0; j < 7; j++) {
			if (lfsr & 1)
				s[0] ^= (uint64_t)1 << ((1U << j) - 1);
			lfsr = (uint8_t)(lfsr << 1 ^ (lfsr & 0x80 ? 0x71 : 0));
		}
	}
}

static void absorb(uint64_t s[static LANES], const uint8_t block[static RATE])
{
	for (size_t i = 0; i < RATE / 8; i++)
		s[i] ^= lane_read(block + 8 * i);
	permute(s);
}

void ots_keccak(struct str s, uint8_t pad, uint8_t ret[static HASH_LEN])
{
	uint64_t state[LANES] = { 0 };
	uint8_t last[RATE] = { 0 };
	while (s.n >= RATE) {
		absorb(state, (const uint8_t *)s.p);
		s = str_from(s, RATE);
	}
	if (s.n)
		memcpy(last, s.p, s.n);
	last[s.n] = pad;
	last[RATE - 1] |= 0x80;
	absorb(state, last);
	for (size_t i = 0; i < HASH_LEN; i++)
		ret[i] = (uint8_t)(state[i / 8] >> (8 * (i % 8)));
}

/* ---- one operation ------------------------------------------------------- */

/* NULL: not to be had from this libcrypto, which is refused and not taken for an empty hash. */
static int digest(const EVP_MD *md, struct str msg, struct arena *a, struct str *ret, struct err *e)
{
	uint8_t *out = arena_alloc(a, 1, EVP_MAX_MD_SIZE);
	unsigned n = 0;
	if (!md || !EVP_Digest(msg.n ? msg.p : "", msg.n, out, &n, md, NULL))
		return err_set(e, ERR_INPUT, "this libcrypto does not have a hash of the proof");
	*ret = str_n((const char *)out, n);
	return 0;
}

static int glue(struct str x, struct str y, struct arena *a, struct str *ret, struct err *e)
{
	if (x.n + y.n > OTS_MESSAGE_MAX)
		return err_set(e, ERR_TOOBIG, "a message of the proof is longer than %d bytes",
			       OTS_MESSAGE_MAX);
	*ret = str_join(a, x, y);
	return 0;
}

static int reverse(struct str msg, struct arena *a, struct str *ret, struct err *e)
{
	char *p = arena_alloc(a, msg.n, 1);
	if (msg.n == 0)
		return err_set(e, ERR_INPUT, "the proof turns around an empty message");
	for (size_t i = 0; i < msg.n; i++)
		p[i] = msg.p[msg.n - 1 - i];
	*ret = str_n(p, msg.n);
	return 0;
}

static int hexlify(struct str msg, struct arena *a, struct str *ret, struct err *e)
{
	if (msg.n == 0)
		return err_set(e, ERR_INPUT, "the proof spells out an empty message");
	if (msg.n > OTS_MESSAGE_MAX / 2)
		return err_set(e, ERR_TOOBIG, "a message of the proof is longer than %d bytes",
			       OTS_MESSAGE_MAX);
	*ret = hex_str(a, (const uint8_t *)msg.p, msg.n);
	return 0;
}

int ots_op_apply(uint8_t tag, struct str arg, struct str msg, struct arena *a, struct str *ret,
		 struct err *e)
{
	switch (tag) {
	case OTS_SHA1:
		return digest(EVP_sha1(), msg, a, ret, e);
	case OTS_RIPEMD160:
		return digest(EVP_ripemd160(), msg, a, ret, e);
	case OTS_SHA256:
		return digest(EVP_sha256(), msg, a, ret, e);
	case OTS_KECCAK256: {
		uint8_t *out = arena_alloc(a, HASH_LEN, 1);
		ots_keccak(msg, 0x01, out);
		*ret = str_n((const char *)out, HASH_LEN);
		return 0;
	}
	case OTS_APPEND:
		return glue(msg, arg, a, ret, e);
	case OTS_PREPEND:
		return glue(arg, msg, a, ret, e);
	case OTS_REVERSE:
		return reverse(msg, a, ret, e);
	case OTS_HEXLIFY:
		return hexlify(msg, a, ret, e);
	default:
		return err_set(e, ERR_INPUT, "the proof has an operation that is not known (%02x)",
			       tag);
	}
}
