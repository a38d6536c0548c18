/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words.c - the table of known words is sorted and folded, so that every entry can be found. */
#include "names/names_priv.h"

#include "check.h"
#include "text/fold.h"

TEST(every_word_can_be_found)
{
	for (size_t i = 0; i < NAME_WORDS_N; i++) {
		const struct name_word *w = &NAME_WORDS[i];
		const struct name_word *found;
		char folded[PIECE_FOLD_MAX];
		struct str text = str_n(w->text, w->n);
		struct str again = str_n(folded, fold_key_into(text, folded, sizeof folded));
		if (!str_eq(text, again) && w->kind != WORD_AND)
			FAIL("%s is not folded: %.*s", w->text, STR_FMT(again));
		size_t n = name_word_find(text, &found);
		if (w < found || w >= found + n)
			FAIL("%s is not found", w->text);
		CHECK(w->kind != WORD_VARIANT || w->group > 0);
	}
}

TEST(no_name_is_in_too_many_groups)
{
	for (size_t i = 0; i < NAME_WORDS_N; i++) {
		const struct name_word *found;
		size_t n = name_word_find(str_n(NAME_WORDS[i].text, NAME_WORDS[i].n), &found);
		size_t groups = 0;
		for (size_t k = 0; k < n; k++)
			groups += found[k].kind == WORD_VARIANT;
		if (groups > NAME_VARIANTS_MAX)
			FAIL("%s is in %zu groups", NAME_WORDS[i].text, groups);
	}
}
