/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tradition.c - words and endings that tell. Sources: common usage; nothing here is of a person. */
#include "names/tradition.h"

#include "text/fold.h"
#include "text/script.h"
#include "text/utf8.h"

static const struct {
	enum name_tradition of;
	const char *
		words; /* by blanks; "-" before an ending of four letters or so behind at least two more */
} TELLING[] = {
	{ TRADITION_KURDISH,
	  "shoresh shorash شورش hiwa hiva هیوا rebwar ribwar ریبوار rezgar rizgar رزگار hazhar hejar هژار siwan sirwan سیروان "
	  "zhina jina ژینا zhiyan jiyan jian ژیان rojin rozhin روژین kazhal kajal کژال shler shiler شلیر شیلر shno شنو dilshad delshad "
	  "دلشاد rebaz ریباز hemin hemn هیمن zagros زاگرس aso aso ئاسو azad kurd kord کورد kurdi kordi کردی kordestani kurdistani "
	  "کردستانی nishtman نیشتمان gulala گلاله chnar چنار baxtiyar soran سوران zana زانا karwan" },
	{ TRADITION_BALUCH,
	  "baluch baloch balouch balochi baluchi بلوچ بلوچی rigi ریگی narouei narui narouyi ناروئی نارویی shahbakhsh شهبخش "
	  "brahui barahui barahoui براهویی گرگیج gorgij damani دامنی -zehi -zahi -zhi -زهی -زایی" },
	{ TRADITION_TURKMEN,
	  "turkmen torkaman torkman ترکمن geldi galdi گلدی berdi bardi بردی qelich gylych gylyj قلیچ araz oraz اراز durdi dordi دردی "
	  "tumaj تومج toumaj توماج annah آنه -geldi -galdi -گلدی -berdi -bardi -بردی -dordi -دردی" },
	{ TRADITION_AZERBAIJANI,
	  "yashar یاشار ulduz اولدوز aylar آیلار aytakin آیتکین eldar ائلدار elshan ائلشن aydin آیدین oghli oghlu oglu اوغلی "
	  "اوغلو -oghli -oghlu -oglu -اوغلی -اوغلو -lou -لو" },
	{ TRADITION_ARABIC, "bin ibn bint bent بن ابن بنت abu abou ابو umm um ام" },
};

enum { WORDS_MOST = 400, ENDS_BEHIND = 4 };

struct telling {
	struct str word; /* folded */
	bool is_end;
	enum name_tradition of;
};
struct traditions {
	struct telling p[WORDS_MOST];
	size_t n;
};

struct traditions *traditions_new(struct arena *a)
{
	struct traditions *t = NEW(a, struct traditions);
	for (size_t i = 0; i < COUNT(TELLING); i++) {
		struct str rest = str_of(TELLING[i].words);
		struct str word;
		while (rest.p && rest.n) {
			rest = str_cut(rest, ' ', &word);
			bool is_end = word.p[0] == '-';
			struct str folded = fold_words(a, is_end ? str_from(word, 1) : word);
			assert(folded.n && t->n < WORDS_MOST && "as the table has them");
			t->p[t->n++] = (struct telling){ folded, is_end, TELLING[i].of };
		}
	}
	return t;
}

static bool ends_with(struct str s, struct str end)
{
	return s.n >= end.n + ENDS_BEHIND && memcmp(s.p + s.n - end.n, end.p, end.n) == 0;
}

/* Letters that only one of them is written with. */
static enum name_tradition by_letters(struct str name)
{
	static const struct {
		uint32_t cp;
		enum name_tradition of;
	} LETTERS[] = {
		{ 0xEA, TRADITION_KURDISH },	  { 0xEE, TRADITION_KURDISH },
		{ 0xFB, TRADITION_KURDISH },	  { 0xCA, TRADITION_KURDISH },
		{ 0xCE, TRADITION_KURDISH },	  { 0xDB, TRADITION_KURDISH },
		{ 0x148, TRADITION_TURKMEN },	  { 0xFD, TRADITION_TURKMEN },
		{ 0x259, TRADITION_AZERBAIJANI }, { 0x18F, TRADITION_AZERBAIJANI },
	};
	struct str s = name;
	uint32_t cp;
	while (utf8_next(&s, &cp))
		for (size_t i = 0; i < COUNT(LETTERS); i++)
			if (LETTERS[i].cp == cp)
				return LETTERS[i].of;
	const char *lang = text_lang(name);
	return str_eq(str_of(lang), STR("ckb")) ? TRADITION_KURDISH : TRADITION_OTHER;
}

enum name_tradition tradition_of(const struct traditions *t, struct str name)
{
	enum name_tradition ret = by_letters(name);
	if (ret != TRADITION_OTHER)
		return ret;
	AUTO_ARENA *a = arena_new(1 << 20);
	struct str rest = fold_words(a, name.n > 1000 ? str_n(name.p, 1000) : name);
	struct str word;
	for (bool first = true; rest.p && rest.n; first = false) {
		rest = str_cut(rest, ' ', &word);
		for (size_t i = 0; i < t->n; i++) {
			const struct telling *w = &t->p[i];
			/* An ending may be written apart. */
			bool met = str_eq(word, w->word) ? !(w->is_end && first)
							 : w->is_end && ends_with(word, w->word);
			if (met && (ret == TRADITION_OTHER || w->of < ret))
				ret = w->of;
		}
	}
	return ret;
}

struct str tradition_code(enum name_tradition t)
{
	static const char *const CODES[TRADITIONS] = { "other",	  "kurdish",	 "baluch",
						       "turkmen", "azerbaijani", "arabic" };
	return str_of(CODES[t]);
}
