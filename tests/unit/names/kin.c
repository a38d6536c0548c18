/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kin.c - names of brothers, cousins and of one person. All invented. */
#include "names/names.h"

#include "check.h"

static bool is_kin(struct arena *a, const char *x, const char *y)
{
	struct name p;
	struct name q;
	name_read(str_of(x), NAME_FULL, a, &p);
	name_read(str_of(y), NAME_FULL, a, &q);
	bool kin = name_is_kin(NULL, &p, &q);
	CHECK_INT(name_is_kin(NULL, &q, &p), kin);
	return kin;
}

TEST(name_kin_differ_in_a_word)
{
	static const char *const PAIRS[][2] = {
		{ "محمد أحمد علي النموذجي", "يوسف أحمد علي النموذجي" }, /* brothers */
		{ "محمد أحمد علي النموذجي", "محمد خالد علي النموذجي" }, /* cousins */
		{ "Yusef Ahmad Ali Nemouneh", "Karim Ahmad Ali Nemouneh" },
		{ "Yusef Ahmad Ali Nemouneh", "کریم احمد علی نمونه" },
		{ "Seyed Yusef Ahmad Nemouneh", "Karim Ahmad Nemouneh" },
		{ "أحمد حسن علي النموذجي", "محمد أحمد علي النموذجي" }, /* father and son */
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(PAIRS); i++)
		CHECK(is_kin(a, PAIRS[i][0], PAIRS[i][1]));
}

TEST(name_kin_are_not_spellings_of_one_name)
{
	static const char *const PAIRS[][2] = {
		{ "محمد أحمد علي النموذجي", "محمد احمد على النموذجى" },
		{ "محمد أحمد علي النموذجي", "محمد علي النموذجي" },	       /* left out */
		{ "محمد أحمد علي النموذجي", "محمذ أحمد علي النموذجي" },	       /* mistyped */
		{ "عبد الله أحمد علي النموذجي", "عبدالله أحمد علي النموذجي" }, /* cut elsewhere */
		{ "Mohammad Reza Ahmad Nemouneh", "Mohammadreza Ahmad Nemouneh" },
		{ "Yusef Ahmad Ali Nemouneh", "Yousof Ahmed Aly Namooneh" },
		{ "Yusef Ahmad Ali Nemouneh", "یوسف احمد علی نمونه" },
		{ "Y. Ahmad Ali Nemouneh", "Yusef Ahmad Ali Nemouneh" },
		{ "Nemouneh Yusef Ahmad Ali", "Yusef Ahmad Ali Nemouneh" },
		{ "Seyed Yusef Ahmad Nemouneh", "Yusef Ahmad Nemouneh" },
		{ "Yusef Ahmad Ali Nemouneh", "Yusef Ahmad Ali Nemouneh-Tehrani" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(PAIRS); i++)
		CHECK(!is_kin(a, PAIRS[i][0], PAIRS[i][1]));
}

TEST(name_kin_needs_three_words)
{
	AUTO_ARENA *a = arena_new(0);
	CHECK(!is_kin(a, "Yusef Nemouneh", "Karim Nemouneh"));
	CHECK(!is_kin(a, "Yusef Ahmad Nemouneh", "Karim Nemouneh"));
	CHECK(!is_kin(a, "Yusef Ahmad Nemouneh", "unknown"));
	CHECK(!is_kin(a, "", ""));
	CHECK(!is_kin(a, "Yusef Ahmad Ali Nemouneh", "Karim Bahram Dara Shahab"));
}
