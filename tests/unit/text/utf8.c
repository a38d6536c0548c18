/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8: every character there and back, and every way of being ill-formed. */
#include "check.h"

#include "text/utf8.h"

TEST(utf8_every_character_goes_there_and_back)
{
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		if (cp >= 0xD800 && cp <= 0xDFFF)
			continue;
		char c[UTF8_MAX_LEN];
		struct str s = str_n(c, utf8_encode(c, cp));
		uint32_t back = 0;
		if (!utf8_check(s) || !utf8_next(&s, &back) || back != cp || s.n != 0) {
			FAIL("U+%04X comes back as U+%04X", cp, back);
			return;
		}
	}
}

TEST(utf8_ill_formed_bytes_are_refused_where_they_stand)
{
	static const struct {
		const char *what;
		struct str s;
		size_t bad_at;
	} CASES[] = {
		{ "empty", { "", 0 }, 0 },
		{ "ASCII", { "abc", 3 }, 3 },
		{ "NUL is a character", { "a\0b", 3 }, 3 },
		{ "Persian", { "مهر", 6 }, 6 },
		{ "continuation alone", { "ab\x80", 3 }, 2 },
		{ "overlong slash", { "\xC0\xAF", 2 }, 0 },
		{ "overlong in three", { "\xE0\x9F\xBF", 3 }, 0 },
		{ "overlong in four", { "\xF0\x8F\xBF\xBF", 4 }, 0 },
		{ "surrogate U+D800", { "x\xED\xA0\x80", 4 }, 1 },
		{ "last before surrogates", { "\xED\x9F\xBF", 3 }, 3 },
		{ "U+10FFFF", { "\xF4\x8F\xBF\xBF", 4 }, 4 },
		{ "U+110000", { "\xF4\x90\x80\x80", 4 }, 0 },
		{ "five bytes", { "\xF8\x88\x80\x80\x80", 5 }, 0 },
		{ "cut short", { "abcdefgh\xD9", 9 }, 8 },
		{ "cut short in three", { "\xE2\x80", 2 }, 0 },
		{ "broken third byte",
		  { "\xE2\x80"
		    "a",
		    3 },
		  0 },
		{ "Windows-1256 after eight", { "12345678\xE3\xE5\xD1", 11 }, 8 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		size_t at = utf8_bad_at(CASES[i].s);
		if (at != CASES[i].bad_at)
			FAIL("%s: %zu, not %zu", CASES[i].what, at, CASES[i].bad_at);
		CHECK(utf8_check(CASES[i].s) == (CASES[i].bad_at == CASES[i].s.n));
	}
}

TEST(utf8_next_always_moves)
{
	struct str s = { "\xE2\x80"
			 "a\xFF",
			 4 };
	uint32_t want[] = { 0xFFFD, 0xFFFD, 'a', 0xFFFD };
	uint32_t cp = 0;
	for (size_t i = 0; i < COUNT(want); i++) {
		CHECK(utf8_next(&s, &cp));
		CHECK_INT(cp, want[i]);
	}
	CHECK(!utf8_next(&s, &cp));
	CHECK_INT(utf8_count(STR("۲۰ مهر")), 6);
}

TEST(utf8_plain_text_has_no_control_characters)
{
	CHECK(utf8_is_plain(STR("one\ttwo\r\nthree")));
	CHECK(utf8_is_plain(STR("قزل‌حصار")));
	CHECK(!utf8_is_plain((struct str){ "a\0b", 3 }));
	CHECK(!utf8_is_plain(STR("a\x1b[31m")));
	CHECK(!utf8_is_plain(STR("a\x7f")));
	CHECK(!utf8_is_plain(STR("a\xC2\x85")));
	CHECK(utf8_is_plain(STR("\xC2\xA0")));
}

TEST(utf8_encode_never_writes_a_surrogate)
{
	AUTO_BUF b;
	buf_init(&b, 100);
	utf8_put(&b, 0xD800);
	utf8_put(&b, 0x110000);
	utf8_put(&b, 0x645);
	CHECK_STR(buf_str(&b), "\xEF\xBF\xBD\xEF\xBF\xBDم");
}
