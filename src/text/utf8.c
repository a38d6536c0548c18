/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/utf8.h"

/* Length of the well-formed character at the front of p[0..n), n > 0; 0 when there is none.
 * The second byte's range depends on the first: RFC 3629 section 4. */
static size_t char_len(const uint8_t *p, size_t n)
{
	uint8_t c = p[0];
	if (c < 0x80)
		return 1;
	size_t len = c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
	uint8_t lo = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
	uint8_t hi = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
	if (len == 0 || n < len || p[1] < lo || p[1] > hi)
		return 0;
	for (size_t i = 2; i < len; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	}
	return len;
}

size_t utf8_bad_at(struct str s)
{
	const uint8_t *p = (const uint8_t *)s.p;
	size_t i = 0;
	while (i < s.n) {
		/* Eight ASCII bytes at a time: most of most files. */
		uint64_t word;
		while (i + sizeof word <= s.n) {
			memcpy(&word, p + i, sizeof word);
			if (word & 0x8080808080808080u)
				break;
			i += sizeof word;
		}
		if (i == s.n)
			break;
		size_t len = char_len(p + i, s.n - i);
		if (len == 0)
			return i;
		i += len;
	}
	return s.n;
}

bool utf8_check(struct str s)
{
	return utf8_bad_at(s) == s.n;
}

bool utf8_is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		uint8_t c = (uint8_t)s.p[i];
		if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F)
			return false;
		/* U+0080-009F are C2 80 to C2 9F. */
		if (c == 0xC2 && i + 1 < s.n && (uint8_t)s.p[i + 1] >= 0x80 &&
		    (uint8_t)s.p[i + 1] <= 0x9F)
			return false;
	}
	return true;
}

bool utf8_next(struct str *s, uint32_t *ret)
{
	static const uint8_t FIRST_BITS[] = { 0, 0x7F, 0x1F, 0x0F, 0x07 };

	if (s->n == 0)
		return false;
	const uint8_t *p = (const uint8_t *)s->p;
	size_t len = char_len(p, s->n);
	uint32_t cp = UTF8_REPLACEMENT;
	if (len > 0) {
		cp = p[0] & FIRST_BITS[len];
		for (size_t i = 1; i < len; i++)
			cp = cp << 6 | (p[i] & 0x3F);
	} else {
		len = 1;
	}
	s->p += len;
	s->n -= len;
	*ret = cp;
	return true;
}

size_t utf8_encode(char ret[static UTF8_MAX_LEN], uint32_t cp)
{
	if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		cp = UTF8_REPLACEMENT;
	if (cp < 0x80) {
		ret[0] = (char)cp;
		return 1;
	}
	size_t len = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	for (size_t i = len - 1; i > 0; i--) {
		ret[i] = (char)(0x80 | (cp & 0x3F));
		cp >>= 6;
	}
	ret[0] = (char)(cp | (len == 2 ? 0xC0u : len == 3 ? 0xE0u : 0xF0u));
	return len;
}

void utf8_put(struct buf *b, uint32_t cp)
{
	char c[UTF8_MAX_LEN];
	buf_add_n(b, c, utf8_encode(c, cp));
}

size_t utf8_count(struct str s)
{
	size_t n = 0;
	uint32_t cp;
	while (utf8_next(&s, &cp))
		n++;
	return n;
}
