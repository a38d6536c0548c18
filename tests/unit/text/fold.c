/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folding: what must find what, what must not break, and how long it takes. */
#include "check.h"

#include "text/fold.h"
#include "text/script.h"
#include "text/utf8.h"

TEST(fold_makes_spellings_equal)
{
	static const struct {
		const char *s, *want;
	} CASES[] = {
		{ "", "" },
		{ "  --  '' ", "" },
		{ "Nemouneh", "nemouneh" },
		{ "ÉCLAIR Øst Łódź straße", "eclair ost lodz strasse" },
		{ "Ḥoseyn Žāleh", "hoseyn zaleh" },
		{ "Raja'i ʿAbd Qur’an", "rajai abd quran" },
		{ "e\xCC\x81t\xCC\xA7", "et" },
		{ "علي كريمى", "علی کریمی" },
		{ "أحمد إيران آب ٱل مؤمن مسئول فاطمة", "احمد ایران اب ال مومن مسیول فاطمه" },
		{ "ا\xD9\x94حمد", "احمد" }, /* alef and hamza apart, as in U+0623 decomposed */
		{ "مُحَمَّد", "محمد" },
		{ "محـــمد", "محمد" },
		{ "خانۀ خانهٔ", "خانه خانه" },
		{ "کوردستان ڕۆژ گەڵ ێوە", "کوردستان روژ گهل یوه" },
		{ "۱۴۰۴ ١٤٠٤ １４０４", "1404 1404 1404" },
		{ "ﻣﺤﻤﺪ ﷲ", "محمد الله" },
		{ "\xE2\x81\xA7"
		  "a\xE2\x80\x8F"
		  "b\xEF\xBB\xBF",
		  "ab" },
		{ "«نمونه»، دوازدهم؛", "نمونه دوازدهم" },
		{ "قزل‌حصار", "قزل حصار" },
		{ "P-00312", "p 00312" },
		{ "Əliyev", "eliyev" },
		{ "東京 Ωμέγα Иран", "東京 ωμεγα иран" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct str got = fold_words(a, str_of(CASES[i].s));
		if (!str_eq(got, str_of(CASES[i].want)))
			FAIL("\"%s\" gives \"%.*s\", not \"%s\"", CASES[i].s, STR_FMT(got),
			     CASES[i].want);
		CHECK(str_eq(fold_words(a, got), got)); /* folding twice changes nothing */
	}
}

TEST(fold_index_text_holds_parts_and_joined_forms)
{
	static const struct {
		const char *s, *want;
	} CASES[] = {
		{ "قزلحصار", "قزلحصار" },
		{ "قزل‌حصار", "قزل حصار قزلحصار" },
		{ "قزل حصار", "قزل حصار قزلحصار" },
		{ "Etemadi-Far", "etemadi far etemadifar" },
		{ "a-b-c", "a b c ab bc abc" },
		{ "می‌خواسته‌اند", "می خواسته اند میخواسته خواستهاند میخواستهاند" },
		{ "a - b", "a b ab" },
		{ "1 2 3 4 5 6 7 8 9 10 11 12 13 14",
		  "1 2 3 4 5 6 7 8 9 10 11 12 13 14 12 23 34 45 56 67 78 89 910 1011 1112" },
		{ "1 2 3 4 5 6 7 8 9 10 11 12 13-14",
		  "1 2 3 4 5 6 7 8 9 10 11 12 13 14 12 23 34 45 56 67 78 89 910 1011 1112 1314" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++)
		CHECK_STR(fold_search(a, str_of(CASES[i].s)), CASES[i].want);
	CHECK_STR(fold_key(a, STR("ربيع‌ الثّاني")), "ربیعالثانی");
}

/* What FTS5 would answer to an expression of fold_query: any alternative, all of its terms. */
static bool has_term(struct arena *a, struct str index, struct str t, bool prefix)
{
	struct str padded = str_printf(a, " %.*s ", STR_FMT(index));
	return str_has(padded, str_printf(a, prefix ? " %.*s" : " %.*s ", STR_FMT(t)));
}

static bool matches(struct arena *a, struct str index, struct str query)
{
	bool all = true;
	bool any = false;
	for (size_t i = 0; i < query.n;) {
		struct str rest = str_from(query, i);
		if (rest.p[0] == '(') {
			all = true;
		} else if (rest.p[0] == ')') {
			any = any || all;
		} else if (rest.p[0] == '"') {
			struct str t;
			struct str after = str_cut(str_from(rest, 1), '"', &t);
			all = all && has_term(a, index, t, str_starts(after, STR("*")));
			i += t.n + 1;
		}
		i++;
	}
	return any;
}

TEST(fold_spellings_find_each_other)
{
	static const char *const GROUPS[][6] = {
		{ "قزل‌حصار", "قزل حصار", "قزلحصار", "قزل-حصار", "قزل\xD9\x80حصار" },
		{ "Etemadi-Far", "Etemadi Far", "EtemadiFar", "etemadi‐far", "ÉTEMADI FAR" },
		{ "رجایی‌شهر", "رجائي شهر", "رجاییشهر" },
		{ "Raja'i Shahr", "Rajai-Shahr", "RajaiShahr", "Raja’i shahr" },
		{ "زندان قزل‌حصار کرج", "زندان قزل حصار کرج",
		  "زندان قزلحصار کرج" },
		{ "۱۷ نفر", "17 نفر", "١٧ نفر" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t g = 0; g < COUNT(GROUPS); g++) {
		for (size_t i = 0; i < COUNT(GROUPS[g]) && GROUPS[g][i]; i++) {
			for (size_t k = 0; k < COUNT(GROUPS[g]) && GROUPS[g][k]; k++) {
				struct str index = fold_search(a, str_of(GROUPS[g][i]));
				struct str query = fold_query(a, str_of(GROUPS[g][k]));
				if (!matches(a, index, query))
					FAIL("\"%s\" is not found by \"%s\"", GROUPS[g][i],
					     GROUPS[g][k]);
			}
		}
	}
	CHECK(!matches(a, fold_search(a, STR("قزل‌حصار")),
		       fold_query(a, STR("قزل آباد"))));
	CHECK(matches(a, fold_search(a, STR("Qezel Hesar")), fold_query(a, STR("qezel hes"))));
	CHECK(!matches(a, fold_search(a, STR("Qezel Hesar")), fold_query(a, STR("qez hesar"))));
}

TEST(fold_query_is_never_syntax)
{
	static const struct {
		const char *q, *want;
	} CASES[] = {
		{ "", "\"\"" },
		{ "\"", "\"\"" },
		{ "* ( ) : ^ + -", "\"\"" },
		{ "hesar", "(\"hesar\"*)" },
		{ "a\"b", "(\"a\" AND \"b\"*) OR (\"ab\"*)" },
		{ "x OR y",
		  "(\"x\" AND \"or\" AND \"y\"*) OR (\"xor\" AND \"y\"*) OR (\"x\" AND \"ory\"*)" },
		{ "name:x*", "(\"name\" AND \"x\"*) OR (\"namex\"*)" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++)
		CHECK_STR(fold_query(a, str_of(CASES[i].q)), CASES[i].want);
	/* A very long query asks for the first words only. */
	struct str q = fold_query(a, STR("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15"));
	CHECK(str_has(q, STR("\"12\"*")) && !str_has(q, STR("13")));
}

TEST(fold_skeletons_are_shared_by_both_scripts)
{
	static const char *const GROUPS[][7] = {
		{ "Ghezel Hesar", "Qezel Hesar", "Ghezelhessar", "Qazalhasar", "قزل‌حصار",
		  "قزلحصار" },
		{ "Nemouneh", "Nemuneh", "نمونه" },
		{ "Mohammad", "Muhammed", "Mohamed", "محمد", "مُحَمَّد" },
		{ "Khadijeh", "Khadija", "خدیجه", "خديجة" },
		{ "Shahrokh", "Şahrox", "شاهرخ", "شاه‌رخ" },
		{ "Gholamreza", "Gholam-Reza", "Qolam Reza", "غلامرضا", "غلام‌رضا" },
		{ "Zhaleh", "Jale", "ژاله" },
		{ "Chaman", "Çaman", "Tchaman", "چمن" },
		{ "Vahid", "Wahid", "وحید" },
		{ "Yousef", "Yusof", "یوسف", "يوسف" },
		{ "Esfahan", "Isfahan", "اصفهان" },
		{ "Ehmed", "Ahmad", "احمد", "ئەحمەد" },
		{ "Rouhollah", "Ruhollah", "روح‌الله" },
		{ "Zaher", "Zahir", "ظاهر", "ذاهر" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t g = 0; g < COUNT(GROUPS); g++) {
		for (size_t i = 0; i < COUNT(GROUPS[g]) && GROUPS[g][i]; i++) {
			for (size_t k = 0; k < COUNT(GROUPS[g]) && GROUPS[g][k]; k++) {
				struct str index = fold_skeleton(a, str_of(GROUPS[g][i]));
				struct str query = fold_skeleton_query(a, str_of(GROUPS[g][k]));
				if (!matches(a, index, query))
					FAIL("%s (%.*s) is not found by %s (%.*s)", GROUPS[g][i],
					     STR_FMT(index), GROUPS[g][k], STR_FMT(query));
			}
		}
	}
	CHECK_STR(fold_skeleton(a, STR("قزل‌حصار")), "qzl hsr qzlhsr");
	CHECK_STR(fold_skeleton(a, STR("aeiou")), "");
	CHECK_STR(fold_skeleton_query(a, STR("aeiou")), "\"\"");
	CHECK(!matches(a, fold_skeleton(a, STR("Karaj")), fold_skeleton_query(a, STR("تهران"))));
}

TEST(fold_gives_words_for_every_character)
{
	AUTO_ARENA *a = arena_new(0);
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		char c[UTF8_MAX_LEN];
		struct str s = str_n(c, utf8_encode(c, cp));
		struct str once = fold_words(a, s);
		if (!utf8_check(once) || !str_eq(fold_words(a, once), once)) {
			struct str twice = fold_words(a, once);
			FAIL("U+%04X: \"%.*s\", then \"%.*s\"", cp, STR_FMT(once), STR_FMT(twice));
			return;
		}
		(void)fold_skeleton(a, s);
		if (cp % 4096 == 0)
			arena_clear(a);
	}
}

static double best_us(struct str s)
{
	AUTO_ARENA *a = arena_new(0);
	double best = 1e9;
	for (int round = 0; round < 20; round++) {
		int64_t t = check_cpu_ns();
		for (int i = 0; i < 1000; i++) {
			(void)fold_search(a, s);
			if (i % 100 == 99)
				arena_clear(a);
		}
		double us = (double)(check_cpu_ns() - t) / 1e6;
		best = us < best ? us : best;
	}
	return best;
}

/* The ceilings of the header; ten times as much under sanitizers. */
TEST(fold_is_fast)
{
#if defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__)
	double factor = 1;
#else
	double factor = 10;
#endif
	double latin = best_us(STR("Example Person 12345"));
	double persian = best_us(STR("نمونه قزل‌حصار"));
	if (latin > 2 * factor || persian > 6 * factor)
		FAIL("20 bytes of ASCII: %.2f us, Persian: %.2f us", latin, persian);
}

TEST(script_is_that_of_most_letters)
{
	static const struct {
		const char *s;
		enum script script;
		bool rtl;
		const char *lang;
	} CASES[] = {
		{ "", SCRIPT_NONE, false, "" },
		{ "12 (3)", SCRIPT_NONE, false, "" },
		{ "۱۲", SCRIPT_NONE, false, "" },
		{ "Nemouneh", SCRIPT_LATN, false, "en" },
		{ "نمونه", SCRIPT_ARAB, true, "fa" },
		{ "12 نمونه", SCRIPT_ARAB, true, "fa" },
		{ "IHR: نمونه دوازدهم", SCRIPT_ARAB, false, "fa" },
		{ "نمونه Davazdahom", SCRIPT_LATN, true, "en" },
		{ "العربية", SCRIPT_ARAB, true, "ar" },
		{ "علي گفت", SCRIPT_ARAB, true, "fa" },
		{ "کوردستان گەڵ", SCRIPT_ARAB, true, "ckb" },
		{ "Иран", SCRIPT_OTHER, false, "" },
		{ "עברית", SCRIPT_OTHER, true, "" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct str s = str_of(CASES[i].s);
		if (text_script(s) != CASES[i].script || text_is_rtl(s) != CASES[i].rtl ||
		    !str_eq(str_of(text_lang(s)), str_of(CASES[i].lang)))
			FAIL("\"%s\": %u %d %s", CASES[i].s, text_script(s), text_is_rtl(s),
			     text_lang(s));
	}
	CHECK_STR(str_of(script_code(SCRIPT_ARAB)), "Arab");
}
