/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Levels of pairs: what each type makes of two spellings, both ways round. */
#include "check.h"

#include "link/compare.h"
#include "link/link_priv.h"

enum { MAX_CELLS = 8 };

static struct link_set *two_records(struct arena *a, const struct link_field *f, size_t n,
				    const char *const *x, const char *const *y)
{
	struct err e = { 0 };
	struct link_set_builder *b = link_set_begin(f, n, a);
	uint16_t list;
	struct link_set *s = NULL;
	CHECK_OK(link_set_list(b, STR("A"), false, &list, &e), &e);
	for (int i = 0; i < 2; i++) {
		struct str cells[MAX_CELLS];
		for (size_t k = 0; k < n; k++)
			cells[k] = str_of((i ? y : x)[k]);
		CHECK_OK(link_set_add(b, list, i ? STR("2") : STR("1"), cells, NULL, &e), &e);
	}
	CHECK_OK(link_set_done(b, &s, &e), &e);
	return s;
}

static uint64_t pattern_of(struct arena *a, const struct link_field *f, size_t n,
			   const char *const *x, const char *const *y)
{
	struct link_set *s = two_records(a, f, n, x, y);
	AUTO_LINK_COMPARER *c = link_comparer_new(s);
	uint64_t p = link_compare(c, 0, 1);
	CHECK(p == link_compare(c, 1, 0));
	return p;
}

TEST(levels_of_single_values)
{
	static const struct {
		enum link_type type;
		const char *x, *y;
		unsigned level;
	} CASES[] = {
		{ LINK_TEXT, "Abad street", "abad STREET", 0 },
		{ LINK_TEXT, "abad street", "abda street", 1 },
		{ LINK_TEXT, "abad street", "abda streeet", 2 },
		{ LINK_TEXT, "abad", "old abad road", 3 },
		{ LINK_TEXT, "abad street", "another lane", 4 },
		{ LINK_TEXT, "abad", "", LINK_MISSING },
		{ LINK_ID, "1234567", "1234567", 0 },
		{ LINK_ID, "1234567", "1234657", 1 },
		{ LINK_ID, "1234567", "123457", 1 },
		{ LINK_ID, "1234567", "1235467 9", 2 },
		{ LINK_ID, "1234567", "7654321", 3 },
		{ LINK_NUMBER, "12", "13", 1 },
		{ LINK_NUMBER, "7", "8", 3 },
		{ LINK_DATE, "2022-10-08", "۱۴۰۱/۰۷/۱۶", 0 },
		{ LINK_DATE, "2022-10-08", "2022-10-09", 1 },
		{ LINK_DATE, "2022-10-08", "2022-10-05", 2 },
		{ LINK_DATE, "2022-10-08", "2022-10-18", 3 },
		{ LINK_DATE, "2022-03-04", "2022-04-03", 3 },
		{ LINK_DATE, "1401-07-16", "2022-10-18", 3 }, /* 1401-07-26 */
		{ LINK_DATE, "2022-10-08", "1401-07", 4 },
		{ LINK_DATE, "2022-10-08", "2022", 5 },
		{ LINK_DATE, "2022-10-08", "2012-10-08", 3 },
		{ LINK_DATE, "2022-10-08", "2015-10-08", 8 },
		{ LINK_DATE, "2022-10-08", "2015-10-09", 12 }, /* not that day */
		{ LINK_DATE, "2020-02-29", "2017-02-28", 12 },
		{ LINK_DATE, "1401-07-16", "2015-10-08", 8 },
		{ LINK_DATE, "1401-07-16", "1390-07-16", 8 }, /* a year is as wrong as it likes */
		{ LINK_DATE, "1959-02-12", "2008-02-12", 8 },
		{ LINK_DATE, "1959-02-12", "2008-02-13", 12 },
		{ LINK_DATE, "1968-04-09", "1968-04-24", 7 },
		{ LINK_DATE, "1968-01-24", "1968-12-24", 7 },
		{ LINK_DATE, "1401-02-16", "1401-11-16", 7 },
		{ LINK_DATE, "1401-02-16", "2023-02-05", 7 }, /* 1401-11-16 */
		{ LINK_DATE, "1968-02-31", "1968-11-31", 7 }, /* no days, and figures still */
		{ LINK_DATE, "1401-07-16", "1393-07-16", 8 },
		{ LINK_DATE, "1401-07", "1394-07", 12 },
		{ LINK_DATE, "1401-07", "1400-07", 10 },
		{ LINK_DATE, "1401-07", "2021-10-08", 10 },
		{ LINK_DATE, "2022-10-08", "2022-11-01", 9 },
		{ LINK_DATE, "2022-10-08", "2022-01-29", 11 },
		{ LINK_DATE, "2022-10-08", "1999-01-29", 12 },
		{ LINK_DATE, "2011", "2012", 10 }, /* a day apart as intervals */
		{ LINK_DATE, "1390", "2013", 10 }, /* until 19 March 2012 */
		{ LINK_DATE, "1390", "2012", 5 },
		{ LINK_DATE, "1390", "2014", 12 },
		{ LINK_DATE, "2011", "2012-01-20", 10 },
		{ LINK_DATE, "2011", "2012-12", 10 },
		{ LINK_DATE, "2011", "2013-01-01", 12 },
		{ LINK_DATE, "2011-12", "2012-01-20", 9 },
		{ LINK_DATE, "19511340", "19511340", 0 },
		{ LINK_DATE, "13042025", "2025-04-13", 0 },
		{ LINK_DATE, "19511340", "19511330", 3 },
		{ LINK_YEAR, "1980", "1981", 1 },
		{ LINK_YEAR, "1980", "1930", 3 },
		{ LINK_YEAR, "1980", "1942", 4 },
		{ LINK_AGE, "30", "31", 1 },
		{ LINK_AGE, "30", "36", 4 },
		{ LINK_CATEGORY, "m", "f", 1 },
		{ LINK_URL, "http://example.org/a", "https://www.example.org/a/", 0 },
		{ LINK_URL, "http://example.org/a", "http://example.org/b", 1 },
		{ LINK_URL, "http://example.org/a", "http://example.net/a", 2 },
		{ LINK_PLACE, "Tehran", "تهران", 0 },
		{ LINK_PLACE, "Tehran", "Tabriz", 4 },
		{ LINK_NAME, "Nemouneh", "نمونه", 1 },
		{ LINK_NAME, "Nemouneh Yekom", "nemouneh  YEKOM", 0 },
		{ LINK_NAME, "ferrar", "fetrar", 3 },
		{ LINK_NAME, "ferrar", "white", 11 },
		{ LINK_NAME, "ferrar", "unknown", LINK_MISSING },
		{ LINK_NAME, "yusef ahmad ali nemouneh", "karim ahmad ali nemouneh", 8 },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct link_field f = { .type = CASES[i].type, .label = { "x", 1 } };
		unsigned got = link_level_at(pattern_of(a, &f, 1, &CASES[i].x, &CASES[i].y), 0);
		if (got != CASES[i].level)
			FAIL("%s and %s: level %u, not %u", CASES[i].x, CASES[i].y, got,
			     CASES[i].level);
	}
}

static const struct link_field COLUMNS[] = {
	{ .type = LINK_NAME, .role = NAME_GIVEN, .label = { "given", 5 } },
	{ .type = LINK_NAME, .role = NAME_FAMILY, .label = { "family", 6 } },
};

TEST(names_in_each_others_columns_are_seen)
{
	AUTO_ARENA *a = arena_new(0);
	static const char *const X[] = { "carsten", "dornfeld" };
	static const char *const SWAPPED[] = { "dornfeld", "carsten" };
	static const char *const OTHER[] = { "dornfeld", "brauer" };
	uint64_t p = pattern_of(a, COLUMNS, 2, X, SWAPPED);
	CHECK_INT(link_level_at(p, 0), 6);
	CHECK_INT(link_level_at(p, 1), LINK_MISSING); /* it is one event */
	p = pattern_of(a, COLUMNS, 2, X, OTHER);
	CHECK(link_level_at(p, 0) != 6 && link_level_at(p, 1) != 6);
}

/* A list with the whole name, given and family name, and the father's name, who stands in the whole one too. */
static struct link_set *said_twice(struct arena *a, bool backwards)
{
	static const struct link_field F[] = {
		{ .type = LINK_NAME, .role = NAME_FULL, .label = { "name", 4 } },
		{ .type = LINK_NAME, .role = NAME_GIVEN, .label = { "given", 5 } },
		{ .type = LINK_NAME, .role = NAME_FAMILY, .label = { "family", 6 } },
		{ .type = LINK_NAME, .role = NAME_FATHER, .label = { "father", 6 } },
	};
	enum { ROWS = 30 };
	static const char *const GIVEN[] = { "Balo", "Dirun", "Fepa", "Gamis", "Hotel" };
	static const char *const FATHER[] = { "Karim", "Nabil", "Sabir" };
	struct err e = { 0 };
	struct link_set *s = NULL;
	struct link_set_builder *b = link_set_begin(F, COUNT(F), a);
	uint16_t list;
	CHECK_OK(link_set_list(b, STR("A"), false, &list, &e), &e);
	for (size_t k = 0; k < ROWS; k++) {
		size_t i = backwards ? ROWS - 1 - k : k;
		const char *given = GIVEN[i % COUNT(GIVEN)];
		const char *father = FATHER[i % COUNT(FATHER)];
		struct str family = str_printf(a, "Nemouneh%c", (char)('a' + i / 2));
		struct str whole = str_printf(a, "%s %s %.*s", given, father, STR_FMT(family));
		struct str cells[] = { whole, str_of(given), family, str_of(father) };
		if (i == 1)
			cells[2] = STR("");
		CHECK_OK(link_set_add(b, list, str_printf(a, "%zu", i), cells, NULL, &e), &e);
	}
	CHECK_OK(link_set_done(b, &s, &e), &e);
	return s;
}

TEST(a_name_that_stands_in_two_columns_is_asked_once)
{
	AUTO_ARENA *a = arena_new(0);
	for (int backwards = 0; backwards < 2; backwards++) {
		struct link_set *s = said_twice(a, backwards);
		CHECK_INT(s->holds[0], 1 << 1 | 1 << 2 | 1 << 3);
		CHECK_INT(s->holds[1] | s->holds[2] | s->holds[3], 0);
		AUTO_LINK_COMPARER *c = link_comparer_new(s);
		uint32_t first = backwards ? 29 : 0;
		uint32_t without = backwards ? 28 : 1;
		uint32_t other =
			backwards ? 14 : 15; /* of one given name and father with the first */
		uint64_t p = link_compare(c, first, other);
		CHECK_INT(link_level_at(p, 0), LINK_MISSING);
		CHECK_INT(link_level_at(p, 1), 0);
		CHECK(link_level_at(p, 2) != LINK_MISSING);
		/* The whole is not asked, so that the father's name is still there to ask. */
		CHECK_INT(link_level_at(p, 3), 0);
		p = link_compare(c, first, without);
		CHECK(link_level_at(p, 0) != LINK_MISSING);
		for (size_t f = 1; f < 4; f++)
			CHECK_INT(link_level_at(p, f), LINK_MISSING);
	}
}

TEST(an_age_meets_a_birth_date)
{
	static const struct link_field F[] = {
		{ .type = LINK_AGE, .label = { "age", 3 } },
		{ .type = LINK_DATE, .label = { "born", 4 }, .is_birth = true },
		{ .type = LINK_DATE, .label = { "died", 4 }, .is_event = true },
	};
	AUTO_ARENA *a = arena_new(0);
	static const char *const AGED[] = { "30", "", "2022-10-08" };
	static const char *const BORN[] = { "", "1992-05-01", "2022-10-08" };
	static const char *const OLDER[] = { "", "1952-05-01", "2022-10-08" };
	CHECK_INT(link_level_at(pattern_of(a, F, 3, AGED, BORN), 0), 0);
	CHECK_INT(link_level_at(pattern_of(a, F, 3, AGED, OLDER), 0), 4);
}

TEST(counts_typing_errors)
{
	static const struct {
		const char *x, *y;
		int errors;
	} CASES[] = { { "", "", 0 },	   { "abc", "abc", 0 }, { "abc", "acb", 1 },
		      { "abc", "ab", 1 },  { "abc", "axc", 1 }, { "abcd", "badc", 2 },
		      { "abc", "xyz", 3 }, { "شهر", "شهرر", 1 } };
	for (size_t i = 0; i < COUNT(CASES); i++) {
		CHECK_INT(link_typos(str_of(CASES[i].x), str_of(CASES[i].y), 2), CASES[i].errors);
		CHECK_INT(link_typos(str_of(CASES[i].y), str_of(CASES[i].x), 2), CASES[i].errors);
	}
}

/* Optimal string alignment as it is written down, of texts of at most 12 letters. */
static int errors_plainly(struct str x, struct str y)
{
	int d[13][13];
	for (size_t i = 0; i <= x.n; i++)
		for (size_t j = 0; j <= y.n; j++) {
			if (!i || !j) {
				d[i][j] = (int)(i + j);
				continue;
			}
			int c = d[i - 1][j - 1] + (x.p[i - 1] != y.p[j - 1]);
			c = c < d[i - 1][j] + 1 ? c : d[i - 1][j] + 1;
			c = c < d[i][j - 1] + 1 ? c : d[i][j - 1] + 1;
			if (i > 1 && j > 1 && x.p[i - 1] == y.p[j - 2] &&
			    x.p[i - 2] == y.p[j - 1] && d[i - 2][j - 2] + 1 < c)
				c = d[i - 2][j - 2] + 1;
			d[i][j] = c;
		}
	return d[x.n][y.n];
}

TEST(counts_typing_errors_as_they_are_defined)
{
	uint64_t seed = 1;
	for (int round = 0; round < 20000; round++) {
		char text[2][12];
		struct str s[2];
		for (size_t k = 0; k < 2; k++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			s[k] = str_n(text[k], (seed >> 40) % 13);
			for (size_t i = 0; i < s[k].n; i++)
				text[k][i] = (char)('a' + (seed >> (2 * i + 8)) % 3);
		}
		int plainly = errors_plainly(s[0], s[1]);
		for (int max = 1; max <= 3; max++)
			CHECK_INT(link_typos(s[0], s[1], max), plainly > max ? max + 1 : plainly);
	}
}

TEST(jaro_winkler_as_published)
{
	/* Winkler 1990, table; to three decimals. */
	static const struct {
		const char *x, *y;
		double s;
	} CASES[] = { { "martha", "marhta", .961 },
		      { "dwayne", "duane", .840 },
		      { "dixon", "dicksonx", .813 },
		      { "abc", "xyz", 0 } };
	for (size_t i = 0; i < COUNT(CASES); i++) {
		double s = (double)link_jaro_winkler(str_of(CASES[i].x), str_of(CASES[i].y));
		CHECK(s > CASES[i].s - .001 && s < CASES[i].s + .001);
	}
}

/* What the bag of letters rules out must really be impossible. */
TEST(the_bag_never_hides_a_typing_error)
{
	static const char *const WORDS[] = { "dornfeld",  "dornfled", "drnfeld",
					     "dornnfeld", "xornfeld", "نمونه‌ای",
					     "نمونه",	  "نمنوه",    "carsten",
					     "karsten" };
	AUTO_ARENA *a = arena_new(0);
	struct link_field f = { .type = LINK_TEXT, .label = { "x", 1 } };
	for (size_t i = 0; i < COUNT(WORDS); i++) {
		for (size_t k = 0; k < COUNT(WORDS); k++) {
			struct link_set *s = two_records(a, &f, 1, &WORDS[i], &WORDS[k]);
			const struct link_value *x = &s->values[0].p[s->value[0][0]];
			const struct link_value *y = &s->values[0].p[s->value[0][1]];
			int t = link_typos(x->folded, y->folded, 1);
			AUTO_LINK_COMPARER *c = link_comparer_new(s);
			unsigned l = link_level_at(link_compare(c, 0, 1), 0);
			CHECK_INT(l == 1, t == 1);
		}
	}
}
