/* SPDX-License-Identifier: Apache-2.0 */
#include "base/bytes.h"

static const char STD[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char URL[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static const char HEX[] = "0123456789abcdef";

void hex_encode(char *ret, const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		ret[2 * i] = HEX[p[i] >> 4];
		ret[2 * i + 1] = HEX[p[i] & 15];
	}
	ret[2 * n] = '\0';
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool hex_decode(uint8_t *ret, size_t n, struct str s)
{
	if (s.n != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++) {
		int hi = hex_digit(s.p[2 * i]);
		int lo = hex_digit(s.p[2 * i + 1]);
		if (hi < 0 || lo < 0)
			return false;
		ret[i] = (uint8_t)(hi << 4 | lo);
	}
	return true;
}

size_t b64_len(size_t n)
{
	return (n + 2) / 3 * 4;
}

size_t b64url_len(size_t n)
{
	return (n * 4 + 2) / 3;
}

static size_t encode(char *ret, const uint8_t *p, size_t n, const char *set)
{
	size_t o = 0;
	size_t i = 0;
	for (; i + 2 < n; i += 3) {
		uint32_t v = (uint32_t)p[i] << 16 | (uint32_t)p[i + 1] << 8 | p[i + 2];
		ret[o++] = set[v >> 18];
		ret[o++] = set[v >> 12 & 63];
		ret[o++] = set[v >> 6 & 63];
		ret[o++] = set[v & 63];
	}
	if (i < n) {
		uint32_t v = (uint32_t)p[i] << 16;
		if (i + 1 < n)
			v |= (uint32_t)p[i + 1] << 8;
		ret[o++] = set[v >> 18];
		ret[o++] = set[v >> 12 & 63];
		if (i + 1 < n)
			ret[o++] = set[v >> 6 & 63];
	}
	return o;
}

void b64_encode(char *ret, const uint8_t *p, size_t n)
{
	size_t o = encode(ret, p, n, STD);
	while (o % 4)
		ret[o++] = '=';
}

void b64url_encode(char *ret, const uint8_t *p, size_t n)
{
	encode(ret, p, n, URL);
}

void b64raw_encode(char *ret, const uint8_t *p, size_t n)
{
	encode(ret, p, n, STD);
}

/* What a byte stands for, or BAD; in C's own order, without a loop to fill it. Both alphabets share all but
 * their last two letters. A table of all bytes needs no bound to be looked at: a log of a million claims
 * has a gigabyte of this. */
enum { BAD = 0x80 };
#define X BAD
static const uint8_t SEXTET[2][256] = {
#define LETTERS                                                                                    \
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25
#define SMALL                                                                                      \
	26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,    \
		48, 49, 50, 51
#define DIGITS 52, 53, 54, 55, 56, 57, 58, 59, 60, 61
#define NONE32                                                                                     \
	X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,  \
		X, X
#define NONE128 NONE32, NONE32, NONE32, NONE32
	/* base64: plus is 62, slash 63 */
	{ NONE32, X, X, X, X, X,       X, X, X, X, X, X, 62,	X, X, X, 63, DIGITS, X,	     X,
	  X,	  X, X, X, X, LETTERS, X, X, X, X, X, X, SMALL, X, X, X, X,  X,	     NONE128 },
	/* base64url: minus is 62, underscore 63 */
	{ NONE32, X, X, X, X, X,       X, X, X, X, X,  X, X,	 X, 62, X, X, DIGITS, X,      X,
	  X,	  X, X, X, X, LETTERS, X, X, X, X, 63, X, SMALL, X, X,	X, X, X,      NONE128 },
};
#undef X

/* `s` without padding. Refuses a lone last character and bits that would be lost. */
static bool decode(uint8_t *ret, size_t max, size_t *ret_n, struct str s, bool url)
{
	const uint8_t *t = SEXTET[url];
	const uint8_t *p = (const uint8_t *)s.p;
	if (s.n % 4 == 1)
		return false;
	size_t whole = s.n / 4 * 4;
	size_t n = s.n / 4 * 3 + (s.n % 4 ? s.n % 4 - 1 : 0);
	if (n > max)
		return false;
	size_t o = 0;
	uint32_t seen = 0;
	for (size_t i = 0; i < whole; i += 4) {
		uint32_t a = t[p[i]];
		uint32_t b = t[p[i + 1]];
		uint32_t c = t[p[i + 2]];
		uint32_t d = t[p[i + 3]];
		uint32_t v = a << 18 | b << 12 | c << 6 | d;
		seen |= a | b | c | d;
		ret[o++] = (uint8_t)(v >> 16);
		ret[o++] = (uint8_t)(v >> 8);
		ret[o++] = (uint8_t)v;
	}
	if (whole < s.n) {
		uint32_t a = t[p[whole]];
		uint32_t b = t[p[whole + 1]];
		uint32_t c = s.n - whole == 3 ? t[p[whole + 2]] : 0;
		uint32_t v = a << 12 | b << 6 | c;
		seen |= a | b | c;
		if (v & (s.n - whole == 3 ? 0x3 : 0x3ff))
			return false;
		ret[o++] = (uint8_t)(v >> 10);
		if (s.n - whole == 3)
			ret[o++] = (uint8_t)(v >> 2);
	}
	if (seen & BAD)
		return false;
	*ret_n = o;
	return true;
}

bool b64_decode(uint8_t *ret, size_t max, size_t *ret_n, struct str s)
{
	if (s.n % 4)
		return false;
	if (s.n && s.p[s.n - 1] == '=')
		s.n -= s.p[s.n - 2] == '=' ? 2 : 1;
	return decode(ret, max, ret_n, s, false);
}

bool b64url_decode(uint8_t *ret, size_t max, size_t *ret_n, struct str s)
{
	return decode(ret, max, ret_n, s, true);
}

bool b64raw_decode(uint8_t *ret, size_t max, size_t *ret_n, struct str s)
{
	return decode(ret, max, ret_n, s, false);
}

struct str b64url_str(struct arena *a, const uint8_t *p, size_t n)
{
	char *t = NEW_N(a, b64url_len(n) + 1, char);
	b64url_encode(t, p, n);
	return str_n(t, b64url_len(n));
}

struct str b64_str(struct arena *a, const uint8_t *p, size_t n)
{
	char *t = NEW_N(a, b64_len(n) + 1, char);
	b64_encode(t, p, n);
	return str_n(t, b64_len(n));
}

struct str hex_str(struct arena *a, const uint8_t *p, size_t n)
{
	char *t = NEW_N(a, 2 * n + 1, char);
	hex_encode(t, p, n);
	return str_n(t, 2 * n);
}
