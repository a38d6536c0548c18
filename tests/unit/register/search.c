/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person types is text for the search engine, whatever it looks like. */
#include "check.h"

#include "register/find.h"
#include "scene.h"

static int64_t hits(struct scene *s, struct str text)
{
	struct find f = { .text = text, .limit = 10 };
	struct found found = { .total = -1 };
	CHECK_OK(reg_find(s->r, &f, s->a, &found, &s->e), &s->e);
	return found.total;
}

TEST(no_text_is_a_syntax_error)
{
	static const char *const TEXTS[] = {
		"\"", "\"\"", "'", "''", "*", "**", "a*", "*a", "^", "^a", "-", "- -", "-a", "+a", "a+b", "a-b", ":",
		"name:a", "name : a", "{name text}:a", "(", ")", "(a", "a)", "()", "a AND", "AND", "OR", "NOT", "a NOT",
		"NEAR", "NEAR(", "NEAR(a b, 2)", "NEAR(a b", "a NEAR/2 b", "\\", "a\\", "%", "_", "a%b", ";", "--", "/*",
		"a;DROP TABLE card", "\xe2\x80\x8c", "\xe2\x80\x8c\xe2\x80\x8c", "\xd9\x80", "۱۲", "«»", "؟", "،",
		"\xef\xbb\xbf", "\xe2\x80\xae", "a\tb", "a\nb", "rowid", "search", "unicode61", "\xf0\x9f\x95\xaf",
	};
	SCENE s;
	scene_open(&s);
	say(&s, "organisation:monitor", "person:a", "name=Nemouneh And Near Or Not");
	for (size_t i = 0; i < COUNT(TEXTS); i++)
		if (hits(&s, str_of(TEXTS[i])) < 0)
			FAIL("refused: %s", TEXTS[i]);
	/* Words of the query language are words. */
	CHECK_INT(hits(&s, STR("AND")), 1);
	CHECK_INT(hits(&s, STR("near not")), 1);
	CHECK_INT(hits(&s, STR("near nothing")), 0);
}

/* Random texts from characters that mean something to FTS5. */
TEST(random_texts_are_answered)
{
	static const char ALPHABET[] = "ab \"'*^+-:(){},.;/\\%_ANDORT09";
	SCENE s;
	scene_open(&s);
	say(&s, "organisation:monitor", "person:a", "name=ab AND bA");
	uint32_t seed = 20251012;
	for (int i = 0; i < 3000; i++) {
		char text[24];
		size_t n = 0;
		for (int k = 0; k < 12; k++) {
			seed = seed * 1664525 + 1013904223;
			text[n++] = ALPHABET[(seed >> 8) % (sizeof ALPHABET - 1)];
		}
		if (hits(&s, str_n(text, n)) < 0)
			FAIL("refused: %.*s", (int)n, text);
	}
}

/* One name in the spellings of fold.h, as the register finds it. */
TEST(spellings_find_each_other)
{
	static const char *const SPELLINGS[] = { "قزل‌حصار", "قزل حصار", "قزلحصار", "قِزِل‌حصار", "Qezel Hesar",
						 "qezel", "QEZEL HES" };
	SCENE s;
	scene_open(&s);
	say(&s, "organisation:monitor", "place:a", "name=Qezel Hesar; name=قزل‌حصار");
	for (size_t i = 0; i < COUNT(SPELLINGS); i++)
		if (hits(&s, str_of(SPELLINGS[i])) != 1)
			FAIL("not found: %s", SPELLINGS[i]);
}
