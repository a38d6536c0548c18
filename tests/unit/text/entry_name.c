/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of files in archives of others. */
#include "check.h"

#include "text/entry_name.h"

TEST(names)
{
	static const struct {
		const char *name;
		const char *problem; /* part of it; NULL: none */
	} T[] = {
		{ "a.jpg", NULL },
		{ "data/a b/\xD8\xB9\xDA\xA9\xD8\xB3.jpg", NULL },
		{ "\xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xB1\xD9\x88\xD8\xAF", NULL }, /* ZWNJ */
		{ "...", NULL },
		{ "a..b/c", NULL },
		{ "", "no name" },
		{ "/etc/passwd", "absolute" },
		{ "../a", "leads out" },
		{ "a/../../b", "leads out" },
		{ "a/..", "leads out" },
		{ "./a", "leads out" },
		{ "a//b", "empty part" },
		{ "a/", "empty part" },
		{ "a\\b", "backslash" },
		{ "..\\a", "backslash" },
		{ "C:a", "drive" },
		{ "c:/a", "drive" },
		{ "a\nb", "control" },
		{ "a\x1b[31m", "control" },
		{ "a\x7f", "control" },
		{ "a\xC2\x9B"
		  "b",
		  "control" },
		{ "evil\xE2\x80\xAEgpj.exe", "direction" },
		{ "a\xE2\x80\x8B"
		  "b",
		  "invisible" },
		{ "a\xEF\xBB\xBF", "invisible" },
		{ "a\xFF", "UTF-8" },
		{ "a\xC0\xAF"
		  "b",
		  "UTF-8" },
	};
	for (size_t i = 0; i < COUNT(T); i++) {
		const char *got = entry_name_problem(str_of(T[i].name));
		if (!got != !T[i].problem || (got && !strstr(got, T[i].problem)))
			FAIL("%zu: \"%s\", not \"%s\"", i, got ? got : "(none)",
			     T[i].problem ? T[i].problem : "(none)");
	}
	char text[ENTRY_NAME_MAX + 2];
	memset(text, 'a', sizeof text);
	CHECK(!entry_name_problem(str_n(text, ENTRY_NAME_MAX)));
	CHECK(entry_name_problem(str_n(text, ENTRY_NAME_MAX + 1)) != NULL);
	for (size_t i = 1; i < 2 * ENTRY_DEPTH_MAX; i += 2)
		text[i] = '/';
	CHECK(entry_name_problem(str_n(text, 2 * ENTRY_DEPTH_MAX + 1)) != NULL);
	CHECK(entry_name_problem(str_n("a\0b", 3)) != NULL);
}
