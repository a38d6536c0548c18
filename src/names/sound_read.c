/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sound_read.c - text to sound classes.
 *
 * Characters come one by one. Latin ones are held back as a run of small ASCII letters, since a digraph or a
 * mark may follow; whatever ends the run has it read. What no table knows is asked of Unicode: its small letter, then
 * its compatibility decomposition, so presentation forms and letters with marks come down to known ones.
 */
#include "names/sound_priv.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "text/utf8.h"

enum { RUN_MAX = 64, DECOMPOSED_MAX = 24 };

struct reader {
	uint8_t *ret;
	size_t n, cap;
	size_t run_n;
	char run[RUN_MAX];
	char sign; /* of ArabTeX, before its letter; 0: none */
};

static bool is_digit(uint8_t sound)
{
	return sound >= SOUND_DIGIT_0 && sound <= SOUND_OTHER_7;
}

/* Two letters of Arabic script are two sounds, what lies between them being unwritten (ممد), but for the l of Allah. */
static bool is_doubled(uint8_t sound)
{
	bool written = sound_is_arabic(sound) && sound_is_strong(sound) && sound != SOUND_LAM;
	return !written && !is_digit(sound);
}

static void put(struct reader *r, uint8_t sound)
{
	if (sound == SOUND_NONE || r->n == r->cap)
		return;
	if (r->n && r->ret[r->n - 1] == sound && is_doubled(sound))
		return;
	r->ret[r->n++] = sound;
}

static void end_run(struct reader *r)
{
	size_t at = 0;
	size_t to = r->run_n;
	while (at < r->run_n) {
		uint8_t is[2];
		size_t before = sound_seam(r->run + at, r->run_n - at);
		if (before || at == to)
			to = before ? at + before : r->run_n;
		at += sound_digraph(r->run + at, to - at, is);
		put(r, is[0]);
		put(r, is[1]);
	}
	r->run_n = 0;
}

static void put_alone(struct reader *r, uint8_t sound)
{
	end_run(r);
	put(r, sound);
}

/* ArabTeX (Lagally): a sign before the letter. */
static uint8_t arabtex(char sign, char letter)
{
	static const struct {
		char code[3];
		uint8_t is;
	} CODES[] = {
		{ "_t", SOUND_TH }, { "^g", SOUND_J },	{ ".h", SOUND_H },  { "_h", SOUND_KH },
		{ "_d", SOUND_DH }, { "^s", SOUND_SH }, { ".g", SOUND_GH }, { "^c", SOUND_CH },
		{ "^z", SOUND_ZH }, { ".s", SOUND_S },	{ ".d", SOUND_D },  { ".t", SOUND_T },
		{ ".z", SOUND_Z },  { "_a", SOUND_A },
	};
	for (size_t i = 0; i < COUNT(CODES); i++)
		if (CODES[i].code[0] == sign && CODES[i].code[1] == letter)
			return CODES[i].is;
	return SOUND_NONE;
}

static void put_latin(struct reader *r, char letter)
{
	uint8_t is = r->sign ? arabtex(r->sign, letter) : SOUND_NONE;
	r->sign = 0;
	if (is != SOUND_NONE) {
		put_alone(r, is);
		return;
	}
	if (r->run_n == RUN_MAX)
		end_run(r);
	r->run[r->run_n++] = letter;
}

static void put_ascii(struct reader *r, char c)
{
	if (c >= 'A' && c <= 'Z')
		put_latin(r, (char)(c - 'A' + 'a'));
	else if (c >= 'a' && c <= 'z')
		put_latin(r, c);
	else {
		put_alone(r,
			  c >= '0' && c <= '9' ? (uint8_t)(SOUND_DIGIT_0 + (c - '0')) : SOUND_NONE);
		r->sign = c == '.' || c == '_' || c == '^' ? c : '\0';
	}
}

static void put_mark(struct reader *r, uint32_t mark)
{
	uint8_t is = r->run_n ? sound_marked(r->run[r->run_n - 1], mark) : SOUND_NONE;
	if (is == SOUND_NONE)
		return;
	r->run_n--;
	put_alone(r, is);
}

/* Letters of a script that is not read: told apart, though not all of them, by two classes each. */
static void put_other(struct reader *r, uint32_t cp)
{
	uint32_t mixed = cp * 2654435761U;
	put_alone(r, (uint8_t)(SOUND_OTHER_0 + (mixed >> 29)));
	put(r, (uint8_t)(SOUND_OTHER_0 + (mixed >> 26 & 7)));
}

static bool put_known(struct reader *r, uint32_t cp)
{
	const uint8_t *is = sound_letter_find(cp);
	if (cp == 0x582 && r->n && r->ret[r->n - 1] == SOUND_O) { /* Armenian u is o and w */
		r->ret[r->n - 1] = SOUND_U;
		return true;
	}
	if (is) {
		end_run(r);
		for (size_t i = 0; i < SOUND_LETTER_MAX; i++)
			put(r, is[i]);
		return true;
	}
	/* What stands between letters without being one: marks first, they are the most. */
	if (cp >= 0x300 && cp < 0x370) {
		put_mark(r, cp);
		return true;
	}
	if (cp == 0x653 && r->n && r->ret[r->n - 1] == SOUND_ALEF)
		r->ret[r->n - 1] = SOUND_MADDA;
	if ((cp >= 0x64B && cp <= 0x65F) || cp == 0x670 || cp == 0x640 || cp == 0x200C)
		return true;
	return false;
}

static void put_char(struct reader *r, uint32_t cp, int depth);

static bool put_decomposed(struct reader *r, uint32_t cp, int depth)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&status);
	UChar wide[DECOMPOSED_MAX];
	char part[3 * DECOMPOSED_MAX];
	int32_t n = 0;
	if (U_FAILURE(status))
		return false;
	n = unorm2_getDecomposition(nfkc, (UChar32)cp, wide, DECOMPOSED_MAX, &status);
	if (n <= 0 || U_FAILURE(status))
		return false;
	u_strToUTF8(part, sizeof part, &n, wide, n, &status);
	if (U_FAILURE(status))
		return false;
	struct str s = str_n(part, (size_t)n);
	while (utf8_next(&s, &cp))
		put_char(r, cp, depth + 1);
	return true;
}

static void put_char(struct reader *r, uint32_t cp, int depth)
{
	if (cp < 0x80) {
		put_ascii(r, (char)cp);
		return;
	}
	r->sign = 0;
	if (put_known(r, cp))
		return;
	UChar32 small = u_tolower((UChar32)cp);
	if ((uint32_t)small != cp && put_known(r, (uint32_t)small))
		return;
	/* Decompositions do not nest; the bound is for a Unicode that may come. */
	if (depth < 2 && put_decomposed(r, cp, depth))
		return;
	int32_t digit = u_charDigitValue((UChar32)cp);
	if (digit >= 0)
		put_alone(r, (uint8_t)(SOUND_DIGIT_0 + digit));
	else if (u_isalpha((UChar32)cp) && cp != 0x2BB && cp != 0x2BC && cp != 0x2BE && cp != 0x2BF)
		put_other(r, cp);
	else if (u_getIntPropertyValue((UChar32)cp, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) == 0 &&
		 u_charType((UChar32)cp) != U_NON_SPACING_MARK)
		end_run(r);
}

size_t sound_read(struct str word, uint8_t *ret, size_t cap)
{
	struct reader r = { .ret = ret, .cap = cap };
	uint32_t cp;
	while (r.n < cap && utf8_next(&word, &cp))
		if (cp != UTF8_REPLACEMENT)
			put_char(&r, cp, 0);
	end_run(&r);
	return r.n;
}

/* ---- what a class is -------------------------------------------------- */

#define SOUND_IS(id, shown, strong, key) [SOUND_##id] = { shown, strong, key },
static const struct {
	char shown[6];
	uint8_t strong, key;
} CLASSES[SOUNDS] = { SOUND_LIST(SOUND_IS) };
#undef SOUND_IS

bool sound_is_strong(uint8_t sound)
{
	return sound < SOUNDS && CLASSES[sound].strong;
}

struct str sound_name(uint8_t sound)
{
	return str_of(sound < SOUNDS ? CLASSES[sound].shown : "");
}

uint8_t sound_key_class(uint8_t sound)
{
	return sound < SOUNDS ? CLASSES[sound].key : 0;
}
