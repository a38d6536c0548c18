/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * encoding.c - UTF-16 is known by its zeros, UTF-8 by its form, and the rest by its letters.
 *
 * In Arabic script nearly every letter lies above 7F, and most lie where Latin encodings have capitals
 * with accents (C0-DE), which are rare in Latin text. Windows-1252 and -1254 hold all that ISO-8859-1
 * and -9 can print, and files that claim the ISO names are mostly Windows ones, so these are guessed.
 */
#include "text/encoding_priv.h"

#include "text/utf8.h"

static const struct {
	enum text_encoding en;
	const char *name;
} NAMES[] = {
	/* The first name of each is the one that is shown. */
	{ ENCODING_UTF8, "UTF-8" },	   { ENCODING_UTF16LE, "UTF-16LE" },
	{ ENCODING_UTF16BE, "UTF-16BE" },  { ENCODING_1256, "windows-1256" },
	{ ENCODING_1252, "windows-1252" }, { ENCODING_1254, "windows-1254" },
	{ ENCODING_ISO_1, "ISO-8859-1" },  { ENCODING_ISO_6, "ISO-8859-6" },
	{ ENCODING_ISO_9, "ISO-8859-9" },  { ENCODING_UTF8, "utf8" },
	{ ENCODING_UTF16LE, "UTF-16" },	   { ENCODING_UTF16LE, "utf16le" },
	{ ENCODING_UTF16BE, "utf16be" },   { ENCODING_1256, "cp1256" },
	{ ENCODING_1256, "1256" },	   { ENCODING_1252, "cp1252" },
	{ ENCODING_1252, "1252" },	   { ENCODING_1254, "cp1254" },
	{ ENCODING_1254, "1254" },	   { ENCODING_ISO_1, "latin1" },
	{ ENCODING_ISO_9, "latin5" },
};

struct str encoding_name(enum text_encoding en)
{
	for (size_t i = 0; i < COUNT(NAMES); i++)
		if (NAMES[i].en == en)
			return str_of(NAMES[i].name);
	return STR("");
}

bool encoding_parse(struct str name, enum text_encoding *ret)
{
	for (size_t i = 0; i < COUNT(NAMES); i++)
		if (str_same_word(name, str_of(NAMES[i].name))) {
			*ret = NAMES[i].en;
			return true;
		}
	return false;
}

/* ---- counting -------------------------------------------------------- */

/* How many bytes a character that begins with `c` has; 1 also for what begins none. */
static size_t wanted(uint8_t c)
{
	return c < 0xC2 || c > 0xF4 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* Whether what stands at p[0..n) may be the beginning of a character that n cuts. */
static bool may_go_on(const uint8_t *p, size_t n)
{
	if (wanted(p[0]) <= n)
		return false;
	for (size_t i = 1; i < n; i++)
		if ((p[i] & 0xC0) != 0x80)
			return false;
	return true;
}

static void count_utf8(struct encoding_count *c, const uint8_t *p, size_t n, bool last)
{
	size_t i = 0;
	while (i < n) {
		struct str rest = str_n((const char *)p + i, n - i);
		size_t good = utf8_bad_at(rest);
		for (size_t k = i; k < i + good; k++)
			c->chars += p[k] >= 0xC0;
		i += good;
		if (i == n)
			return;
		if (!last && n - i < sizeof c->left && may_go_on(p + i, n - i)) {
			memcpy(c->left, p + i, n - i);
			c->n_left = n - i;
			return;
		}
		c->bad_byte[p[i]]++;
		c->bad++;
		i++;
	}
}

/* Four tables, so that the same byte twice does not wait for its own count; those of even and of odd
 * places know where the zeros stand. */
static void count_bytes(struct encoding_count *c, const uint8_t *p, size_t n)
{
	uint32_t t[4][256] = { { 0 } };
	size_t i = 0;
	for (; i + 4 <= n; i += 4) {
		t[0][p[i]]++;
		t[1][p[i + 1]]++;
		t[2][p[i + 2]]++;
		t[3][p[i + 3]]++;
	}
	for (; i < n; i++)
		t[i % 2][p[i]]++;
	int64_t zeros[2] = { (int64_t)t[0][0] + t[2][0], (int64_t)t[1][0] + t[3][0] };
	c->zero_even += zeros[c->bytes % 2];
	c->zero_odd += zeros[1 - c->bytes % 2];
	for (size_t k = 0; k < 256; k++)
		c->by_byte[k] += (int64_t)t[0][k] + t[1][k] + t[2][k] + t[3][k];
}

void encoding_count_add(struct encoding_count *c, struct str piece)
{
	const uint8_t *p = (const uint8_t *)piece.p;
	size_t n = piece.n;
	for (size_t i = 0; i < n && c->bytes + (int64_t)i < (int64_t)sizeof c->first; i++)
		c->first[c->bytes + (int64_t)i] = p[i];
	count_bytes(c, p, n);
	c->bytes += (int64_t)n;
	/* A character that the last piece began. */
	while (c->n_left && n) {
		uint8_t both[sizeof c->left + 1];
		size_t m = c->n_left;
		memcpy(both, c->left, m);
		both[m] = *p;
		bool goes_on = (*p & 0xC0) == 0x80;
		if (goes_on) {
			p++;
			n--;
			m++;
		}
		c->n_left = 0;
		count_utf8(c, both, m, !goes_on);
	}
	count_utf8(c, p, n, false);
}

void encoding_count_end(struct encoding_count *c)
{
	size_t n = c->n_left;
	c->n_left = 0;
	count_utf8(c, c->left, n, true);
}

/* ---- guessing -------------------------------------------------------- */

static int64_t sum(const int64_t *by, int lo, int hi)
{
	int64_t n = 0;
	for (int i = lo; i <= hi; i++)
		n += by[i];
	return n;
}

static int64_t sum_of(const int64_t *by, const char *bytes)
{
	int64_t n = 0;
	for (; *bytes; bytes++)
		n += by[(uint8_t)*bytes];
	return n;
}

static bool is_arabic(const struct encoding_count *c, const int64_t *high, int64_t all)
{
	int64_t upper = sum(c->by_byte, 'A', 'Z');
	int64_t lower = sum(c->by_byte, 'a', 'z');
	int64_t capitals = sum(high, 0xC0, 0xDE);
	if (all * 10 > 4 * (all + upper + lower))
		return true;
	return capitals * 100 > all * 35 && lower > upper;
}

static enum text_encoding guess_letters(const struct encoding_count *c, int *ret_sure)
{
	/* Bytes without a letter in ISO-8859-6; alef, lam, ye, kaf ... where each has them. */
	static const char NOT_ISO_6[] =
		"\xC0\xDB\xDC\xDD\xDE\xDF\xF3\xF4\xF6\xF7\xF8\xF9\xFA\xFC\xFE";
	static const char ONLY_1256[] = "\xDD\xDE\xDF\xED\xEC\x81\x8D\x8E\x90\x98";
	static const char ONLY_ISO_6[] = "\xE2\xE8\xEA\xE9\xE7";
	static const char TURKISH[] = "\xF0\xFD\xFE\xDD\xDE\xD0";
	const int64_t *high = c->bad_byte;
	int64_t all = sum(high, 0x80, 0xFF);
	*ret_sure = 50;
	if (is_arabic(c, high, all)) {
		int64_t win =
			sum_of(high, ONLY_1256) + sum_of(high, NOT_ISO_6) + sum(high, 0x80, 0x9F);
		int64_t iso = sum_of(high, ONLY_ISO_6);
		*ret_sure = all < 20 ? 60 : 90;
		return iso > win && sum_of(high, NOT_ISO_6) == 0 ? ENCODING_ISO_6 : ENCODING_1256;
	}
	int64_t turkish = sum_of(high, TURKISH);
	*ret_sure = all < 20 ? 50 : 75;
	return turkish * 10 > all ? ENCODING_1254 : ENCODING_1252;
}

static bool guess_utf16(const struct encoding_count *c, struct encoding_guess *g)
{
	bool le = c->first[0] == 0xFF && c->first[1] == 0xFE;
	bool be = c->first[0] == 0xFE && c->first[1] == 0xFF;
	g->bom = c->bytes >= 2 && (le || be) ? 2 : 0;
	g->sure = 100;
	g->encoding = be ? ENCODING_UTF16BE : ENCODING_UTF16LE;
	if (g->bom)
		return true;
	/* Commas, digits and line ends have a zero each. */
	int64_t few = c->zero_even < c->zero_odd ? c->zero_even : c->zero_odd;
	int64_t many = c->zero_even + c->zero_odd - few;
	g->sure = 95;
	g->encoding = c->zero_even > c->zero_odd ? ENCODING_UTF16BE : ENCODING_UTF16LE;
	/* A file that was cut off may have half a character at its end. */
	return c->bytes >= 8 && many > 1 && many * 40 > c->bytes && few * 10 <= many;
}

struct encoding_guess encoding_guess(const struct encoding_count *c)
{
	struct encoding_guess g = { .encoding = ENCODING_UTF8, .sure = 100 };
	int sure = 0;
	if (guess_utf16(c, &g))
		return g;
	bool bom = c->bytes >= 3 && memcmp(c->first, "\xEF\xBB\xBF", 3) == 0;
	int64_t chars = c->chars - bom;
	g = (struct encoding_guess){ .encoding = ENCODING_UTF8, .sure = 100, .bom = bom ? 3 : 0 };
	if (c->bad == 0) {
		g.sure = chars > 0 || bom ? 99 : 100;
		return g;
	}
	g.other = guess_letters(c, &sure);
	if (bom || chars >= c->bad) {
		g.sure = bom ? 99 : chars >= 10 * c->bad ? 90 : 60;
		g.mixed = c->bad * 50 >= chars && c->bad > 1;
		return g;
	}
	g.encoding = g.other;
	g.mixed = chars * 10 >= c->bad;
	g.sure = g.mixed ? sure / 2 : sure;
	g.other = g.mixed ? ENCODING_UTF8 : g.encoding;
	return g;
}

/* ---- reading --------------------------------------------------------- */

void encoding_start(struct encoding_reader *r, enum text_encoding from)
{
	assert(from != ENCODING_FIND && from < ENCODINGS);
	*r = (struct encoding_reader){ .from = from };
	for (size_t i = 0; from >= ENCODING_1256 && i < 128; i++) {
		uint16_t cp = ENCODING_MAP[from - ENCODING_1256][i];
		r->n[i] = (uint8_t)(cp ? utf8_encode(r->map[i], cp) : 0);
	}
}

static char *put_escaped(char *to, uint8_t byte)
{
	*to++ = (char)(0xF8 | byte >> 6);
	*to++ = (char)(0xF8 | (byte >> 3 & 7));
	*to++ = (char)(0xF8 | (byte & 7));
	return to;
}

int encoding_escaped(const uint8_t *p, size_t n)
{
	if (n < 3 || p[0] < 0xF8 || p[0] > 0xFB || p[1] < 0xF8 || p[2] < 0xF8)
		return -1;
	return (p[0] & 3) << 6 | (p[1] & 7) << 3 | (p[2] & 7);
}

static char *read_bytes(const struct encoding_reader *r, struct str piece, char *to)
{
	for (size_t i = 0; i < piece.n; i++) {
		uint8_t c = (uint8_t)piece.p[i];
		size_t len = c < 0x80 ? 1 : r->n[c - 0x80];
		if (c < 0x80)
			*to++ = (char)c;
		else if (!len)
			to = put_escaped(to, c);
		else
			for (size_t k = 0; k < len; k++)
				*to++ = r->map[c - 0x80][k];
	}
	return to;
}

/* The character at p[0..n) of UTF-16: bytes taken, 0 when more are needed. */
static size_t read_unit(bool big, const uint8_t *p, size_t n, bool last, uint32_t *ret_cp,
			bool *ret_ok)
{
	*ret_ok = false;
	if (n < 2)
		return last ? n : 0;
	uint32_t u = big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
	*ret_cp = u;
	*ret_ok = u < 0xD800 || u > 0xDFFF;
	if (*ret_ok || u > 0xDBFF)
		return 2;
	if (n < 4)
		return last ? 2 : 0;
	uint32_t v = big ? (uint32_t)p[2] << 8 | p[3] : (uint32_t)p[3] << 8 | p[2];
	if (v < 0xDC00 || v > 0xDFFF)
		return 2;
	*ret_ok = true;
	*ret_cp = 0x10000 + ((u - 0xD800) << 10) + (v - 0xDC00);
	return 4;
}

static char *read_utf16(struct encoding_reader *r, struct str piece, bool last, char *to)
{
	bool big = r->from == ENCODING_UTF16BE;
	const uint8_t *p = (const uint8_t *)piece.p;
	size_t n = piece.n;
	size_t i = 0;
	bool ok = false;
	uint32_t cp = 0;
	for (;;) {
		/* What waits from before comes first, filled up from the piece. */
		uint8_t both[4];
		size_t m = (size_t)r->n_left;
		const uint8_t *at = p + i;
		size_t have = n - i;
		if (m) {
			memcpy(both, r->left, m);
			while (have && m < sizeof both && m < (size_t)r->n_left + (n - i)) {
				both[m] = p[i + m - (size_t)r->n_left];
				m++;
			}
			at = both;
			have = m;
		}
		size_t took = have ? read_unit(big, at, have, last, &cp, &ok) : 0;
		if (!took) {
			memmove(r->left, at, have);
			r->n_left = (int)have;
			return to;
		}
		if (ok)
			to += utf8_encode(to, cp);
		else
			for (size_t k = 0; k < took; k++)
				to = put_escaped(to, at[k]);
		if (took < (size_t)r->n_left) {
			memmove(r->left, r->left + took, (size_t)r->n_left - took);
			r->n_left -= (int)took;
		} else {
			i += took - (size_t)r->n_left;
			r->n_left = 0;
		}
	}
}

size_t encoding_read(struct encoding_reader *r, struct str piece, bool last, char *ret)
{
	char *end = ret;
	if (r->from >= ENCODING_1256) {
		end = read_bytes(r, piece, ret);
	} else if (r->from != ENCODING_UTF8) {
		end = read_utf16(r, piece, last, ret);
	} else if (piece.n) {
		memcpy(ret, piece.p, piece.n);
		end += piece.n;
	}
	return (size_t)(end - ret);
}
