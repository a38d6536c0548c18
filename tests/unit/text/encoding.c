/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Encodings: what is guessed of texts in them, and that they become the same UTF-8. */
#include "check.h"

#include "text/encoding.h"
#include "text/utf8.h"

static struct encoding_guess guess(struct str s, size_t piece)
{
	struct encoding_count c = { 0 };
	for (size_t i = 0; i < s.n; i += piece)
		encoding_count_add(&c, str_n(s.p + i, s.n - i < piece ? s.n - i : piece));
	encoding_count_end(&c);
	return encoding_guess(&c);
}

static struct str repeat(struct arena *a, struct str s, size_t n)
{
	struct buf b;
	buf_init(&b, s.n * n + 1);
	while (n--)
		buf_add(&b, s);
	struct str r = buf_copy(&b, a);
	buf_done(&b);
	return r;
}

TEST(guesses)
{
#define LIT(s)                                                                                     \
	{                                                                                          \
		s, sizeof(s) - 1                                                                   \
	}
	static const struct {
		struct str text;
		enum text_encoding en;
		bool mixed;
	} T[] = {
		{ LIT("name,year\nExample person 12,2022\n"), ENCODING_UTF8, false },
		{ LIT(""), ENCODING_UTF8, false },
		{ LIT("\xEF\xBB\xBFname\n"), ENCODING_UTF8, false },
		{ LIT("نمونه دوازدهم,تهران\n"), ENCODING_UTF8, false },
		/* one letter cut in a long UTF-8 text: broken, not mixed */
		{ LIT("نمونه دوازدهم,تهران و نمونه سیزدهم از شهر نمونه با نام نمونه چهاردهم و دیگران\xD8\n"),
		  ENCODING_UTF8, false },
		/* "نمونه دوازدهم" in windows-1256 */
		{ LIT("\xE4\xE3\xE6\xE4\xE5 \xCF\xE6\xC7\xD2\xCF\xE5\xE3,1401\n"), ENCODING_1256,
		  false },
		/* "نمونه يازدهم مثال" in ISO-8859-6 */
		{ LIT("\xE6\xE5\xE8\xE6\xE7 \xEA\xC7\xD2\xCF\xE7\xE5 \xE5\xCB\xC7\xE4 \xC7\xE4\xEA\xE8\xE5\n"),
		  ENCODING_ISO_6, false },
		{ LIT("pr\xE9nom exemple,No\xEBl exemple,d\xE9tenu \xE0 la prison\n"),
		  ENCODING_1252, false },
		{ LIT("\xF6rnek ki\xFEi,\xD6rneko\xF0lu,\xDDstanbul,kad\xFDn\n"), ENCODING_1254,
		  false },
		{ LIT("\xFF\xFEn\0a\0m\0e\0\n\0"), ENCODING_UTF16LE, false },
		{ LIT("\xFE\xFF\0n\0a\0m\0e\0\n"), ENCODING_UTF16BE, false },
		{ LIT("n\0a\0m\0e\0,\0\n\0"), ENCODING_UTF16LE, false },
		{ LIT("\0n\0a\0m\0e\0,\0\n"), ENCODING_UTF16BE, false },
		/* cut off within a character */
		{ LIT("n\0a\0m\0e\0,\0n\0o\0\n"), ENCODING_UTF16LE, false },
		{ LIT("\0n\0a\0m\0e\0,\0n\0"), ENCODING_UTF16BE, false },
		/* zeros only are no text of two bytes */
		{ LIT("\0\0\0\0\0\0\0\0\0\0\0"), ENCODING_UTF8, false },
		{ LIT("نمونه دوازدهم\n\xE4\xE3\xE6\xE4\xE5 \xCF\xE6\n"), ENCODING_UTF8, true },
	};
	for (size_t i = 0; i < COUNT(T); i++) {
		struct encoding_guess g = guess(T[i].text, 1 << 20);
		if (g.encoding != T[i].en || g.mixed != T[i].mixed)
			printf("  text %zu: %.*s%s\n", i, STR_FMT(encoding_name(g.encoding)),
			       g.mixed ? " mixed" : "");
		CHECK_INT(g.encoding, T[i].en);
		CHECK_INT(g.mixed, T[i].mixed);
		CHECK(g.sure >= 50 && g.sure <= 100);
		for (size_t piece = 1; piece < 6; piece++) {
			struct encoding_guess h = guess(T[i].text, piece);
			CHECK(h.encoding == g.encoding && h.sure == g.sure && h.bom == g.bom);
		}
	}
}

TEST(short_texts_are_less_sure)
{
	AUTO_ARENA *a = arena_new(0);
	struct str s = STR("\xE4\xE3\xE6\xE4\xE5\n");
	CHECK(guess(s, 100).sure < guess(repeat(a, s, 50), 100).sure);
}

TEST(reads)
{
	static const struct {
		enum text_encoding en;
		struct str in;
		const char *out;
	} T[] = {
		{ ENCODING_1256, LIT("\xC7\x81\x90\x98\x8D\x8E\xED"), "اپگکچژي" },
		{ ENCODING_1252, LIT("No\xEBl \x80"), "Noël €" },
		{ ENCODING_1254, LIT("\xDD\xFE\xF0\xFD"), "İşğı" },
		{ ENCODING_ISO_6, LIT("\xC7\xEA"), "اي" },
		{ ENCODING_ISO_1, LIT("\xE9"), "é" },
		{ ENCODING_ISO_9, LIT("\xFD"), "ı" },
		{ ENCODING_UTF16LE, LIT("\x27\x06\x3D\xD8\x00\xDE"), "ا\xF0\x9F\x98\x80" },
		{ ENCODING_UTF16BE, LIT("\x06\x27\xD8\x3D\xDE\x00"), "ا\xF0\x9F\x98\x80" },
		{ ENCODING_UTF8, LIT("نمونه"), "نمونه" },
		/* no letter: byte C0, and half a pair before and at the end */
		{ ENCODING_ISO_6, LIT("\xC0"), "\xFB\xF8\xF8" },
		{ ENCODING_UTF16LE,
		  LIT("\x3D\xD8"
		      "a\0"),
		  "\xF8\xFF\xFD\xFB\xFB\xF8"
		  "a" },
		{ ENCODING_UTF16LE, LIT("a\0b"), "a\xF9\xFC\xFA" },
	};
	for (size_t i = 0; i < COUNT(T); i++)
		for (size_t piece = 1; piece <= T[i].in.n; piece++) {
			struct encoding_reader r;
			char out[200];
			size_t n = 0;
			encoding_start(&r, T[i].en);
			for (size_t at = 0; at < T[i].in.n; at += piece) {
				size_t left = T[i].in.n - at;
				n += encoding_read(
					&r, str_n(T[i].in.p + at, left < piece ? left : piece),
					left <= piece, out + n);
			}
			CHECK_STR(str_n(out, n), T[i].out);
		}
}

TEST(escapes_are_no_utf8_and_come_back)
{
	struct encoding_reader r;
	encoding_start(&r, ENCODING_ISO_6);
	for (int c = 0x80; c < 256; c++) {
		char byte = (char)c;
		char out[20];
		size_t n = encoding_read(&r, str_n(&byte, 1), true, out);
		int back = encoding_escaped((const uint8_t *)out, n);
		CHECK(back == c || (back < 0 && utf8_check(str_n(out, n))));
	}
}

TEST(names)
{
	for (enum text_encoding en = ENCODING_UTF8; en < ENCODINGS; en++) {
		enum text_encoding back = ENCODING_FIND;
		CHECK(encoding_parse(encoding_name(en), &back) && back == en);
	}
	enum text_encoding en;
	CHECK(encoding_parse(STR("CP1256"), &en) && en == ENCODING_1256);
	CHECK(!encoding_parse(STR("klingon"), &en));
}
