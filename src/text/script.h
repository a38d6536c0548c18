/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * script.h - which script a text is in, for lang and dir attributes and for choosing a
 * comparison. A guess about presentation, never recorded as a fact about the text.
 */
#ifndef VIGIL_SCRIPT_H
#define VIGIL_SCRIPT_H

#include "base/base.h"

enum script {
	SCRIPT_NONE, /* no letters: digits, signs, nothing */
	SCRIPT_LATN,
	SCRIPT_ARAB,
	SCRIPT_OTHER
};

/* The script most of its letters are in; on a tie the one that comes first. */
enum script text_script(struct str s);
const char *script_code(enum script s); /* ISO 15924: "Latn", "Arab", else "Zyyy" */

/* Right to left: the first letter with a direction decides (UAX #9, rules P2 and P3). */
bool text_is_rtl(struct str s);

/* A BCP 47 tag for a lang attribute: "en" for Latin script, "ckb", "ar" or "fa" for Arabic script
 * by the letters only these use (fa when none decides), "" otherwise. */
const char *text_lang(struct str s);

#endif
