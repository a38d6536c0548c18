/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fold.h - spellings made equal, so that a search finds what a person means.
 *
 * A folded text is words of lower-case letters and ASCII digits with one space between them.
 * Compatibility forms are resolved (NFKC); letter variants of Arabic, Persian and Kurdish become
 * one letter (ي ى ئ ې ێ -> ی, ك -> ک, أ إ آ ٱ -> ا, ة ۀ ە -> ه, ؤ ۆ -> و, ڕ -> ر, ڵ -> ل); tatweel,
 * harakat, diacritics, invisible marks and apostrophes (also ayn and hamza signs) are dropped;
 * digits of all scripts become ASCII; everything else separates words.
 *
 * Half-spaces. قزل‌حصار, قزل حصار and قزلحصار find each other, as do Etemadi-Far, Etemadi Far and
 * EtemadiFar. A ZWNJ or hyphen inside a word is a possible boundary: the text for the index
 * (fold_search) holds the parts and behind all words the joined forms, of parts linked by ZWNJ or
 * hyphen anywhere, and of neighbouring words for the first FOLD_PAIR_WORDS words, which covers
 * names and places. A query (fold_query) asks for the words, or for any two neighbours joined.
 *
 * Folded text is for finding only. What was written is kept as it was written.
 *
 * Speed: 20 bytes of ASCII below 2 microseconds, of Persian below 6, held by a test; measured at
 * -O2 were 0.4 for both.
 */
#ifndef VIGIL_FOLD_H
#define VIGIL_FOLD_H

#include "base/base.h"

enum { FOLD_PAIR_WORDS = 12, FOLD_QUERY_WORDS = 12 };

/* The text for the index: words, then joined forms. */
struct str fold_search(struct arena *a, struct str s);
/* The words alone, as split: for showing what was searched and for comparing word by word. */
struct str fold_words(struct arena *a, struct str s);
/* All in one without spaces: equal keys, equal but for spelling. For exact look-up of names of
 * places, months and the like. */
struct str fold_key(struct arena *a, struct str s);
/* The same into `ret`, whole characters that fit into `cap` bytes; returns how many bytes. */
size_t fold_key_into(struct str s, char *ret, size_t cap);

/*
 * Consonants that Latin and Arabic script share, for finding candidates across scripts: "Ghezel
 * Hesar", "Qezelhessar" and قزل‌حصار all have qzlhsr among their skeletons. Vowels, alef, ayn, and
 * v/w/و and y/ی but at the beginning of a word are dropped, and h/ه at its end; sounds that Persian
 * does not tell apart are one letter: q = ق غ gh, x = خ kh, w = ش sh, c = چ ch, j = ج ژ zh,
 * s = س ص ث, z = ز ذ ض ظ, t = ت ط, h = ه ح; a doubled letter counts once. Words and joined forms as in
 * fold_search; a word of vowels only has none. A skeleton proposes, it never decides: different
 * names share one (Hasan, Hossein).
 */
struct str fold_skeleton(struct arena *a, struct str s);

/*
 * An FTS5 MATCH expression for what a person typed into a search field, against text made by
 * fold_search (or fold_skeleton): all words, the last as the beginning of a word. Valid for any
 * input, including FTS5 syntax, which is text here. Without any word: `""`, which matches nothing.
 * Words beyond FOLD_QUERY_WORDS are not asked for.
 */
struct str fold_query(struct arena *a, struct str q);
struct str fold_skeleton_query(struct arena *a, struct str q);

#endif
