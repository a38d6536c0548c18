/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What letters, words and endings tell of a name, and that most tell nothing. */
#include "check.h"

#include "names/tradition.h"

TEST(a_name_tells_its_tradition_or_nothing)
{
	static const struct {
		const char *name, *is;
	} CASES[] = {
		{ "Shoresh Nemouneh", "kurdish" },
		{ "شورش نمونه", "kurdish" },
		{ "نموونە یەکەم", "kurdish" }, /* by its letters */
		{ "Nimûne Yekem", "kurdish" },
		{ "Nemouneh Yekomzehi", "baluch" },
		{ "نمونه یکم‌زهی", "baluch" },
		{ "Nemouneh Baloch", "baluch" },
		{ "Nemouneh Orazgeldi", "turkmen" },
		{ "نمونه یکم اوغلی", "azerbaijani" },
		{ "Nemouneh bin Yekom", "arabic" },
		{ "ابو نمونه", "arabic" },
		{ "Hiwa bin Yekom", "kurdish" }, /* the first of several */
		{ "Nemouneh Yekom", "other" },
		{ "نمونه یکم", "other" },
		{ "Zehi", "other" }, /* an ending alone is none */
		{ "", "other" },
		{ "\xFF\xFE", "other" },
	};
	AUTO_ARENA *a = arena_new(0);
	struct traditions *t = traditions_new(a);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct str got = tradition_code(tradition_of(t, str_of(CASES[i].name)));
		if (!str_eq(got, str_of(CASES[i].is)))
			FAIL("%s is %.*s, not %s", CASES[i].name, STR_FMT(got), CASES[i].is);
	}
}
