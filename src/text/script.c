/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text/script.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "text/utf8.h"

static enum script script_of(uint32_t cp)
{
	if (cp < 0x80)
		return (cp | 0x20) >= 'a' && (cp | 0x20) <= 'z' ? SCRIPT_LATN : SCRIPT_NONE;
	if (!u_isalpha((UChar32)cp))
		return SCRIPT_NONE;
	UErrorCode status = U_ZERO_ERROR;
	UScriptCode code = uscript_getScript((UChar32)cp, &status);
	return code == USCRIPT_LATIN	? SCRIPT_LATN
	       : code == USCRIPT_ARABIC ? SCRIPT_ARAB
					: SCRIPT_OTHER;
}

enum script text_script(struct str s)
{
	size_t n[SCRIPT_OTHER + 1] = { 0 };
	enum script first = SCRIPT_NONE;
	uint32_t cp;
	while (utf8_next(&s, &cp)) {
		enum script sc = script_of(cp);
		n[sc]++;
		if (first == SCRIPT_NONE)
			first = sc;
	}
	enum script most = first;
	for (enum script sc = SCRIPT_LATN; sc <= SCRIPT_OTHER; sc++) {
		if (n[sc] > n[most] && most != SCRIPT_NONE)
			most = sc;
	}
	return most;
}

const char *script_code(enum script s)
{
	static const char *const CODES[] = { "Zyyy", "Latn", "Arab", "Zyyy" };
	return CODES[s];
}

bool text_is_rtl(struct str s)
{
	uint32_t cp;
	while (utf8_next(&s, &cp)) {
		if (script_of(cp) == SCRIPT_LATN)
			return false;
		UCharDirection d = cp < 0x80 ? U_OTHER_NEUTRAL : u_charDirection((UChar32)cp);
		if (d == U_RIGHT_TO_LEFT || d == U_RIGHT_TO_LEFT_ARABIC)
			return true;
		if (d == U_LEFT_TO_RIGHT)
			return false;
	}
	return false;
}

const char *text_lang(struct str s)
{
	/* Letters only one of the languages uses. */
	static const struct {
		uint32_t cp;
		const char *lang;
	} TELLING[] = {
		{ 0x695, "ckb" }, { 0x6B5, "ckb" }, { 0x6C6, "ckb" },
		{ 0x6CE, "ckb" }, { 0x6D5, "ckb" }, { 0x629, "ar" },
		{ 0x643, "ar" },  { 0x64A, "ar" },  { 0x649, "ar" },
	};
	switch (text_script(s)) {
	case SCRIPT_LATN:
		return "en";
	case SCRIPT_ARAB:
		break;
	case SCRIPT_NONE:
	case SCRIPT_OTHER:
		return "";
	}
	const char *lang = "fa";
	uint32_t cp;
	while (utf8_next(&s, &cp)) {
		/* Persian and Kurdish share these and Arabic has none of them. */
		bool not_arabic = cp == 0x67E || cp == 0x686 || cp == 0x698 || cp == 0x6AF ||
				  cp == 0x6A9 || cp == 0x6CC;
		if (not_arabic && lang[0] == 'a')
			lang = "fa";
		for (size_t i = 0; i < COUNT(TELLING); i++) {
			if (TELLING[i].cp != cp)
				continue;
			if (TELLING[i].lang[0] == 'c')
				return "ckb";
			lang = TELLING[i].lang;
		}
	}
	return lang;
}
