/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fold_char.c - what becomes of one character. Three small tables answer for Latin and Arabic
 * script; ICU is asked only about characters outside of them.
 */
#include "text/fold_priv.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#include "text/utf8.h"

/* U+00C0 to U+017F. Letters that are no base letter with a mark (ø, ł, đ, ı) do not decompose in
 * Unicode, so all are listed. */
static const char LATIN[][3] = {
	"a", "a", "a",	"a",  "a", "a", "ae", "c",
	"e", "e", "e",	"e",  "i", "i", "i",  "i", /* C0 */
	"d", "n", "o",	"o",  "o", "o", "o",  "",
	"o", "u", "u",	"u",  "u", "y", "th", "ss", /* D0 */
	"a", "a", "a",	"a",  "a", "a", "ae", "c",
	"e", "e", "e",	"e",  "i", "i", "i",  "i", /* E0 */
	"d", "n", "o",	"o",  "o", "o", "o",  "",
	"o", "u", "u",	"u",  "u", "y", "th", "y", /* F0 */
	"a", "a", "a",	"a",  "a", "a", "c",  "c",
	"c", "c", "c",	"c",  "c", "c", "d",  "d", /* 100 */
	"d", "d", "e",	"e",  "e", "e", "e",  "e",
	"e", "e", "e",	"e",  "g", "g", "g",  "g", /* 110 */
	"g", "g", "g",	"g",  "h", "h", "h",  "h",
	"i", "i", "i",	"i",  "i", "i", "i",  "i", /* 120 */
	"i", "i", "ij", "ij", "j", "j", "k",  "k",
	"k", "l", "l",	"l",  "l", "l", "l",  "l", /* 130 */
	"l", "l", "l",	"n",  "n", "n", "n",  "n",
	"n", "n", "n",	"n",  "o", "o", "o",  "o", /* 140 */
	"o", "o", "oe", "oe", "r", "r", "r",  "r",
	"r", "r", "s",	"s",  "s", "s", "s",  "s", /* 150 */
	"s", "s", "t",	"t",  "t", "t", "t",  "t",
	"u", "u", "u",	"u",  "u", "u", "u",  "u", /* 160 */
	"u", "u", "u",	"u",  "w", "w", "y",  "y",
	"y", "z", "z",	"z",  "z", "z", "z",  "s", /* 170 */
};

/* Letters with a sound of their own in Kurmanji, Turkish, Azerbaijani and in transliteration. */
static const struct {
	uint16_t cp;
	char as[3];
} SOUNDS[] = {
	{ 0xC7, "ch" },	 { 0xE7, "ch" },  { 0x10C, "ch" }, { 0x10D, "ch" }, { 0x11E, "gh" },
	{ 0x11F, "gh" }, { 0x15E, "sh" }, { 0x15F, "sh" }, { 0x160, "sh" }, { 0x161, "sh" },
	{ 0x17D, "zh" }, { 0x17E, "zh" }, { 0x218, "sh" }, { 0x219, "sh" },
};

/* U+0600 to U+06FF, only what changes. 1: dropped, 2: separates, above: the letter instead. A
 * character that is 0 here is a letter kept as it is. */
enum { DROP = 1, SEP = 2 };
static const uint16_t ARABIC[256] = {
	[0x00] = DROP,	[0x01] = DROP,	[0x02] = DROP,	[0x03] = DROP,
	[0x04] = DROP,	[0x05] = DROP,	[0x06] = SEP,	[0x07] = SEP,
	[0x08] = SEP,	[0x09] = SEP,	[0x0A] = SEP,	[0x0B] = SEP,
	[0x0C] = SEP,	[0x0D] = SEP,	[0x0E] = SEP,	[0x0F] = SEP,
	[0x10] = DROP,	[0x11] = DROP,	[0x12] = DROP,	[0x13] = DROP,
	[0x14] = DROP,	[0x15] = DROP,	[0x16] = DROP,	[0x17] = DROP,
	[0x18] = DROP,	[0x19] = DROP,	[0x1A] = DROP,	[0x1B] = SEP,
	[0x1C] = DROP,	[0x1D] = SEP,	[0x1E] = SEP,	[0x1F] = SEP,
	[0x21] = DROP, /* hamza alone */
	[0x22] = 0x627, [0x23] = 0x627, [0x25] = 0x627, [0x71] = 0x627,
	[0x72] = 0x627, [0x73] = 0x627, [0x75] = 0x627, /* آ أ إ ٱ */
	[0x24] = 0x648, [0x76] = 0x648, [0xC4] = 0x648, [0xC5] = 0x648,
	[0xC6] = 0x648, [0xC7] = 0x648, [0xC8] = 0x648, [0xC9] = 0x648,
	[0xCB] = 0x648, /* ؤ ۆ ۇ ۋ */
	[0x26] = 0x6CC, [0x49] = 0x6CC, [0x4A] = 0x6CC, [0x78] = 0x6CC,
	[0xCD] = 0x6CC, [0xCE] = 0x6CC, [0xD0] = 0x6CC, [0xD1] = 0x6CC,
	[0xD2] = 0x6CC, [0xD3] = 0x6CC, /* ئ ى ي ێ ې */
	[0x43] = 0x6A9, [0xAA] = 0x6A9, /* ك ڪ */
	[0x29] = 0x647, [0xBE] = 0x647, [0xC0] = 0x647, [0xC1] = 0x647,
	[0xC2] = 0x647, [0xC3] = 0x647, [0xD5] = 0x647, /* ة ھ ۀ ہ ە */
	[0x94] = 0x631, [0x95] = 0x631, [0xB5] = 0x644, /* ڕ ڵ */
	[0x40] = DROP,					/* tatweel */
	[0x4B] = DROP,	[0x4C] = DROP,	[0x4D] = DROP,	[0x4E] = DROP,
	[0x4F] = DROP,	[0x50] = DROP,	[0x51] = DROP,	[0x52] = DROP,
	[0x53] = DROP,	[0x54] = DROP,	[0x55] = DROP,	[0x56] = DROP,
	[0x57] = DROP,	[0x58] = DROP,	[0x59] = DROP,	[0x5A] = DROP,
	[0x5B] = DROP,	[0x5C] = DROP,	[0x5D] = DROP,	[0x5E] = DROP,
	[0x5F] = DROP,	[0x70] = DROP,	[0x74] = DROP,	[0x60] = '0',
	[0x61] = '1',	[0x62] = '2',	[0x63] = '3',	[0x64] = '4',
	[0x65] = '5',	[0x66] = '6',	[0x67] = '7',	[0x68] = '8',
	[0x69] = '9',	[0x6A] = SEP,	[0x6B] = SEP,	[0x6C] = SEP,
	[0x6D] = SEP,	[0xD4] = SEP,	[0xD6] = DROP,	[0xD7] = DROP,
	[0xD8] = DROP,	[0xD9] = DROP,	[0xDA] = DROP,	[0xDB] = DROP,
	[0xDC] = DROP,	[0xDD] = DROP,	[0xDE] = SEP,	[0xDF] = DROP,
	[0xE0] = DROP,	[0xE1] = DROP,	[0xE2] = DROP,	[0xE3] = DROP,
	[0xE4] = DROP,	[0xE7] = DROP,	[0xE8] = DROP,	[0xE9] = SEP,
	[0xEA] = DROP,	[0xEB] = DROP,	[0xEC] = DROP,	[0xED] = DROP,
	[0xF0] = '0',	[0xF1] = '1',	[0xF2] = '2',	[0xF3] = '3',
	[0xF4] = '4',	[0xF5] = '5',	[0xF6] = '6',	[0xF7] = '7',
	[0xF8] = '8',	[0xF9] = '9',	[0xFD] = SEP,	[0xFE] = SEP,
};

/* Ranges that are dropped or separate or link, in order. */
static const struct {
	uint32_t first, last;
	enum fold_act act;
} MARKS[] = {
	{ 0x80, 0xA9, FOLD_BREAK },
	{ 0xAD, 0xAD, FOLD_DROP }, /* soft hyphen */
	{ 0xB4, 0xB4, FOLD_DROP },
	{ 0x2B0, 0x36F, FOLD_DROP }, /* modifier letters (ʿ ʾ), combining marks */
	{ 0x180E, 0x180E, FOLD_DROP },
	{ 0x200B, 0x200B, FOLD_DROP },
	{ 0x200C, 0x200C, FOLD_LINK }, /* ZWNJ */
	{ 0x200D, 0x200F, FOLD_DROP },
	{ 0x2010, 0x2013, FOLD_LINK },
	{ 0x2018, 0x2019, FOLD_DROP },
	{ 0x201B, 0x201B, FOLD_DROP },
	{ 0x202A, 0x202E, FOLD_DROP }, /* bidi embeddings */
	{ 0x2032, 0x2032, FOLD_DROP },
	{ 0x2060, 0x206F, FOLD_DROP }, /* bidi isolates, invisible operators */
	{ 0xFE00, 0xFE0F, FOLD_DROP },
	{ 0xFEFF, 0xFEFF, FOLD_DROP },
};

static enum fold_act ascii(char c, char *ret, size_t *ret_n)
{
	bool upper = c >= 'A' && c <= 'Z';
	if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
		ret[0] = (char)(upper ? c + ('a' - 'A') : c);
		*ret_n = 1;
		return FOLD_TAKE;
	}
	if (c == '-')
		return FOLD_LINK;
	return c == '\'' || c == '`' ? FOLD_DROP : FOLD_BREAK;
}

static enum fold_act arabic(uint32_t cp, bool sounds, char *ret, size_t *ret_n)
{
	uint32_t to = ARABIC[cp - 0x600];
	if (to == SEP)
		return FOLD_BREAK;
	/* Kurdish writes the vowel e as a letter, and a carrier before it. */
	if (to == DROP || (sounds && (cp == 0x6D5 || cp == 0x626)))
		return FOLD_DROP;
	*ret_n = utf8_encode(ret, to ? to : cp);
	return FOLD_TAKE;
}

static const char *sound_of(uint32_t cp)
{
	for (size_t i = 0; i < COUNT(SOUNDS); i++) {
		if (SOUNDS[i].cp == cp)
			return SOUNDS[i].as;
	}
	return NULL;
}

/* A character no table knows and that does not decompose. */
static enum fold_act by_category(uint32_t cp, char *ret, size_t *ret_n)
{
	UChar32 c = (UChar32)cp;
	int32_t digit = u_charDigitValue(c);
	if (digit >= 0) {
		ret[0] = (char)('0' + digit);
		*ret_n = 1;
		return FOLD_TAKE;
	}
	int8_t type = u_charType(c);
	bool mark = type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK;
	/* Vowel signs of Indic scripts have class 0 and are kept; accents have another. */
	if (mark && u_getCombiningClass(c) != 0)
		return FOLD_DROP;
	if (type == U_FORMAT_CHAR || type == U_ENCLOSING_MARK)
		return FOLD_DROP;
	if (!mark && !u_isalnum(c))
		return FOLD_BREAK;
	*ret_n = utf8_encode(ret, (uint32_t)u_foldCase(c, U_FOLD_CASE_DEFAULT));
	return FOLD_TAKE;
}

static enum fold_act by_table(uint32_t cp, bool sounds, char *ret, size_t *ret_n, bool *ret_known)
{
	*ret_known = true;
	if (cp < 0x80)
		return ascii((char)cp, ret, ret_n);
	if (cp >= 0x600 && cp <= 0x6FF)
		return arabic(cp, sounds, ret, ret_n);
	const char *as = sounds ? sound_of(cp) : NULL;
	if (!as && cp >= 0xC0 && cp <= 0x17F)
		as = LATIN[cp - 0xC0];
	if (!as && (cp == 0x18F || cp == 0x259)) /* Azerbaijani schwa */
		as = "e";
	if (!as && cp == 0x1E9E) /* capital sharp s: its small form is in the table above */
		as = "ss";
	if (as) {
		*ret_n = strlen(as);
		memcpy(ret, as, *ret_n);
		return *ret_n ? FOLD_TAKE : FOLD_BREAK;
	}
	for (size_t i = 0; i < COUNT(MARKS) && cp >= MARKS[i].first; i++) {
		if (cp <= MARKS[i].last)
			return MARKS[i].act;
	}
	*ret_known = false;
	return by_category(cp, ret, ret_n);
}

enum fold_act fold_char(uint32_t cp, bool sounds, char ret[static FOLD_OUT_MAX], size_t *ret_n)
{
	bool known;
	enum fold_act act = by_table(cp, sounds, ret, ret_n, &known);
	if (known)
		return act;

	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
	UChar parts[18];
	int32_t n = U_SUCCESS(status) ? unorm2_getDecomposition(nfkd, (UChar32)cp, parts,
								COUNT(parts), &status)
				      : -1;
	if (n < 0 || U_FAILURE(status))
		return act;
	size_t len = 0;
	act = FOLD_DROP;
	for (int32_t i = 0; i < n;) {
		uint32_t c = parts[i++];
		size_t part_n = 0;
		if (U16_IS_LEAD(c) && i < n)
			c = (uint32_t)U16_GET_SUPPLEMENTARY(c, parts[i++]);
		if (len + 2 * UTF8_MAX_LEN > FOLD_OUT_MAX)
			break;
		enum fold_act part = by_table(c, sounds, ret + len, &part_n, &known);
		if (part == FOLD_TAKE)
			len += part_n;
		/* A ligature with a space inside (U+FDFA) is one word; a mark shown alone (U+00A8
		 * is a space with an accent) separates. */
		if (part == FOLD_TAKE || (part == FOLD_BREAK && act == FOLD_DROP))
			act = part;
	}
	*ret_n = len;
	return act;
}
