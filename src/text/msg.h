/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * msg.h - what is said to people, in English and Persian.
 *
 * A message is a typed literal and stands beside the code that says it:
 *
 *	static const struct msg NO_DATE = MSG("Row {1} has no date.", "ردیف {1} تاریخ ندارد.");
 *	tr_fmt(a, lang, &NO_DATE, &number, 1);
 *
 * Only literals compile, so a text from outside cannot become a message with placeholders.
 * An empty Persian text means "not translated yet" and shows the English.
 */
#ifndef VIGIL_MSG_H
#define VIGIL_MSG_H

#include "base/base.h"

enum lang { LANG_EN, LANG_FA };

struct msg {
	const char *en, *fa;
};

#define MSG(en, fa)                                                                                \
	{                                                                                          \
		"" en "", "" fa ""                                                                 \
	}
/* A message as an argument, where it is said only once: tr(lang, MSG_P("Yes", "بله")). */
#define MSG_P(en, fa) (&(const struct msg)MSG(en, fa))

/* "en" and "fa", also with a region or script behind ("fa-IR"). False: neither. */
bool lang_parse(struct str s, enum lang *ret);
const char *lang_code(enum lang lang); /* "en", "fa": for lang attributes */
bool lang_is_rtl(enum lang lang);

bool msg_is_translated(const struct msg *m); /* has a Persian text */
struct str tr(enum lang lang, const struct msg *m);
/* {1} to {9} are replaced by args[0] to args[8], as they are; a brace that begins no placeholder
 * stays. A placeholder without an argument is our own mistake and ends the program. */
struct str tr_fmt(struct arena *a, enum lang lang, const struct msg *m, const struct str *args,
		  size_t n);

/* What was said in English by one of `n` messages, with something for {1} to {9}, which come in their order: the same
 * the language, whole numbers in its digits and all else as it is. `said` itself when none of them says it. For errors,
 * which are stated where no language is known. */
struct str tr_english(struct arena *a, enum lang lang, const struct msg *ms, size_t n,
		      struct str said);

/* A whole number for people: 48,213 and ۴۸٬۲۱۳; a negative one begins with U+2212. */
struct str num_text(struct arena *a, enum lang lang, int64_t v);
/* The ASCII digits of `s` in the digits of the language; everything else as it is. */
struct str digits_local(struct arena *a, enum lang lang, struct str s);
/* A number in ASCII, "1.5" or "+12.3 %", as the language writes it: ۱٫۵. */
struct str number_local(struct arena *a, enum lang lang, struct str s);
/* With so many decimals: 7.6 and ۷٫۶; a dash for what is not finite. */
struct str decimal_text(struct arena *a, enum lang lang, double v, int places);
/* Between U+2068 and U+2069, what <bdi> is to HTML: a name from outside keeps its own direction and
 * leaves that of the sentence alone. For text where no element can stand: titles, SVG, arguments. */
struct str text_isolate(struct arena *a, struct str s);
/* The other way: Persian (U+06F0-06F9) and Arabic (U+0660-0669) digits become ASCII. */
struct str digits_ascii(struct arena *a, struct str s);

#endif
