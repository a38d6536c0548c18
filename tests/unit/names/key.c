/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys: which spellings meet under which family, and which names do not. */
#include "check.h"

#include <string.h>

#include "names/names.h"

static bool meet(const char *x, const char *y, enum name_key_family f)
{
	AUTO_ARENA *a = arena_new(0);
	struct name m;
	struct name n;
	uint64_t p[NAME_KEYS_MAX];
	uint64_t q[NAME_KEYS_MAX];
	name_read(str_of(x), NAME_FULL, a, &m);
	name_read(str_of(y), NAME_FULL, a, &n);
	size_t np = name_keys(&m, f, p);
	size_t nq = name_keys(&n, f, q);
	for (size_t i = 0; i < np; i++)
		for (size_t j = 0; j < nq; j++)
			if (p[i] == q[j])
				return true;
	return false;
}

/* Which families of those named meet: w whole, d delete, s sorted, g grams, p pairs, t tokens. */
static const struct {
	const char *x, *y, *families;
} CASES[] = {
	{ "Mohammad Nemouneh", "محمد نمونه", "wdsgpt" },
	{ "Mohammed Nemuneh", "محمّد نمونه", "wdsgpt" },
	{ "Yousef Ghaderi", "یوسف قادری", "wdsgpt" },
	{ "Yusuf Qaderi", "Yousef Ghadery", "wdsgpt" },
	/* a PDF turned lam-alef round: the key is blind to alef */
	{ "سلام نمونه", "سالم نمونه", "wdsgpt" },
	/* v, w and و are not in a key */
	{ "Davoud Keyvani", "داوود کیوانی", "wdsgpt" },
	/* written apart and together */
	{ "نمونه پور", "نمونه‌پور", "wdg" },
	/* the other order */
	{ "Reza Nemounehzadeh", "Nemounehzadeh Reza", "spgt" },
	/* one consonant more */
	{ "Rostam Behzadkhani", "Rostam Behzadkani", "dgt" },
	{ "Karim Davazdahom", "Karim Davazdaho", "dgt" },
	/* Kurmanji and Turkish c */
	{ "Cemşîd Nimûneyî", "جمشید نمونه‌ای", "wdsgpt" },
	{ "Ciwan Nimûneyî", "جوان نمونه‌ای", "wdsgpt" },
	{ "Carla Nemouneh", "Karla Nemouneh", "wdsgpt" },
	/* another name between */
	{ "Reza Ali Nemouneh", "Reza Nemouneh", "pt" },
	/* a name of four words, one of them left out or another one */
	{ "Reza Ali Karim Nemouneh", "Reza Karim Nemouneh", "pt3" },
	{ "رضا علی کریم نمونه", "Reza Dara Karim Nemouneh", "pt3" },
	/* an alternative name */
	{ "Reza Nemouneh (Kak Shwan)", "Shwan", "w" },
	/* different people */
	{ "Reza Nemouneh", "Karim Bisotuni", "" },
};

TEST(spellings_meet_under_keys)
{
	static const char LETTERS[] = "wdsgpt3";
	for (size_t i = 0; i < COUNT(CASES); i++)
		for (int f = 0; f < NAME_KEY_FAMILIES; f++)
			if (strchr(CASES[i].families, LETTERS[f]) &&
			    !meet(CASES[i].x, CASES[i].y, (enum name_key_family)f))
				check_fail(__FILE__, __LINE__, "%s and %s do not meet under %c\n",
					   CASES[i].x, CASES[i].y, LETTERS[f]);
			else if (!*CASES[i].families &&
				 meet(CASES[i].x, CASES[i].y, (enum name_key_family)f))
				check_fail(__FILE__, __LINE__, "%s and %s meet under %c\n",
					   CASES[i].x, CASES[i].y, LETTERS[f]);
}

TEST(missing_names_have_no_keys)
{
	AUTO_ARENA *a = arena_new(0);
	static const char *const NONE[] = { "", "ناشناس", "unknown", "-" };
	uint64_t k[NAME_KEYS_MAX];
	for (size_t i = 0; i < COUNT(NONE); i++) {
		struct name n;
		name_read(str_of(NONE[i]), NAME_FULL, a, &n);
		for (int f = 0; f < NAME_KEY_FAMILIES; f++)
			CHECK_INT((int)name_keys(&n, (enum name_key_family)f, k), 0);
	}
}

TEST(keys_are_ascending_and_each_once)
{
	AUTO_ARENA *a = arena_new(0);
	char text[2000];
	uint64_t k[NAME_KEYS_MAX + 1];
	struct name n;
	for (size_t i = 0; i + 8 < sizeof text; i += 8)
		memcpy(text + i, i % 48 ? "bagadaza" : "rakasan ", 8);
	name_read(str_n(text, 1992), NAME_FULL, a, &n);
	k[NAME_KEYS_MAX] = 77;
	for (int f = 0; f < NAME_KEY_FAMILIES; f++) {
		size_t m = name_keys(&n, (enum name_key_family)f, k);
		CHECK(m > 0 && m <= NAME_KEYS_MAX);
		for (size_t i = 1; i < m; i++)
			CHECK(k[i - 1] < k[i]);
	}
	CHECK(k[NAME_KEYS_MAX] == 77);
}

/* A key is filed for years: what it is hashed from may change only with NAME_VERSION. */
TEST(key_classes_are_fixed)
{
	static const struct {
		const char *text, *key;
	} KEYS[] = {
		{ "Mohammad", "md" }, { "محمد", "md" },	   { "Khosrow", "xsr" }, { "خسرو", "xsr" },
		{ "Zhila", "jl" },    { "ژیلا", "jl" },	   { "Reza", "rz" },	 { "رضا", "rz" },
		{ "Cemîl", "sml" },   { "Shirin", "crn" }, { "چنگیز", "cnkz" },	 { "Ghazi", "kz" },
		{ "Ali", "l" },	      { "آیه", "" },
	};
	for (size_t i = 0; i < COUNT(KEYS); i++) {
		uint8_t x[64];
		uint8_t k[64];
		size_t n = sound_read(str_of(KEYS[i].text), x, sizeof x);
		CHECK_STR(str_n((char *)k, sound_key_read(x, n, k)), KEYS[i].key);
	}
}
