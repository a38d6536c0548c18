/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read.c - what each word of a name does, and what is no name of one person. */
#include "names/names.h"
#include "names/variant.h"

#include "check.h"
#include "text/fold.h"

/* Tokens as "Tmamosta Pabdulla": a letter for the kind, then the classes. */
static struct str shown(struct arena *a, const struct name *n)
{
	static const char KINDS[] = "PTpKNSI";
	struct str s = STR("");
	for (size_t i = 0; i < n->n_tokens; i++) {
		const struct name_token *t = &n->tokens[i];
		s = str_printf(a, "%.*s%s%c", STR_FMT(s), i ? " " : "", KINDS[t->kind]);
		for (size_t k = 0; k < t->n; k++)
			s = str_join(a, s, sound_name(n->codes[t->at + k]));
		if (t->alias)
			s = str_printf(a, "%.*s/%d", STR_FMT(s), t->alias);
		if (t->generation)
			s = str_printf(a, "%.*s#%d", STR_FMT(s), t->generation);
	}
	return s;
}

static const struct {
	const char *text, *tokens;
} TOKENS[] = {
	{ "Seyed Hasan Nemouneh", "Tseyed Phasan Pnemuneh" },
	{ "Dr. Maryam Pendari", "Tdr Pmaryam Ppendari" },
	{ "سید حسن", "Tسید Pحسن" },
	{ "حجت الاسلام والمسلمین کریم نمونه", "Tحجت Tالاسلام Tوالمسلمین Pکریم Pنمونه" },
	{ "Brig. Gen. Karim Nemouneh", "Tbrig Tgen Pkarim Pnemuneh" },
	{ "حجت الله نمونه", "Tحجت Pاله Pنمونه" },
	{ "Gul Agha Nemouneh", "Pgul Pagha Pnemuneh" },
	{ "Karim Nemouneh Molavi", "Pkarim Pnemuneh Pmolavi" },
	{ "Karim Nemouneh PhD", "Pkarim Pnemuneh Tfd" },
	{ "Karim Nemouneh unknown", "Pkarim Pnemuneh Tunknown" },
	{ "Abd al-Rahman", "Pabdrahman" },
	{ "Abdul Rahman", "Pabdrahman" },
	{ "Abdurrahman", "Pabdrahman" },
	{ "عبد الرحمن", "Pعبدرحمن" },
	{ "عبدالرحمن", "Pعبدرحمن" },
	{ "Nur ad-Din Wahmi", "Pnurdin Pwahmi" },
	{ "Nureddin Wahmi", "Pnurdin Pwahmi" },
	{ "نور الدين", "Pنوردین" },
	{ "Fath Allah", "Pfathlah" },
	{ "Karim Mesal Zadeh", "Pkarim Pmesalzadeh" },
	{ "کریم مثال‌زاده", "Pکریم Pمثالزاده" },
	{ "Gholam Reza Azmayeshi", "Pgholamreza Pazmayeshi" },
	{ "Gholam Nemouneh", "Pgholam Pnemuneh" },
	{ "Abu Omar Salman", "Komar Psalman" },
	{ "Omar al-Mithali", "Pomar pal Pmithali" },
	{ "عمر المثالي", "Pعمر Pمثالی" },
	{ "Hasan bin Ali", "Phasan pbin Pali" },
	{ "Salman Wahmi Tikriti", "Psalman Pwahmi Ntikriti" },
	{ "Robert Mockridge III", "Probert Pmokridge Si#3" },
	{ "Sampleton, Thomas", "Pthomas Psampleton" },
	{ "Ali Nemouneh (Azad)", "Pali Pnemuneh Pazad/1" },
	{ "Ali Nemouneh alias Azad", "Pali Pnemuneh Pazad/1" },
	{ "علی نمونه معروف به آزاد", "Pعلی Pنمونه Pآزاد/1" },
	{ "Imran Khan", "Pimran Pkhan" },
	{ "Haji", "Phaji" },
	{ "", "" },
};

TEST(tokens_know_what_they_do)
{
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(TOKENS); i++) {
		struct name n;
		name_read(str_of(TOKENS[i].text), NAME_FULL, a, &n);
		if (!str_eq(shown(a, &n), str_of(TOKENS[i].tokens)))
			FAIL("%s: %.*s", TOKENS[i].text, STR_FMT(shown(a, &n)));
	}
}

static const struct {
	const char *text;
	bool missing, group;
} NOBODY[] = {
	{ "", true, false },
	{ "?", true, false },
	{ "-", true, false },
	{ "Unknown", true, false },
	{ "unknown man", true, false },
	{ "Unnamed", true, false },
	{ "Name withheld", true, false },
	{ "N/A", true, false },
	{ "N.N.", true, false },
	{ "A. R.", true, false },
	{ "الف. ب.", true, false },
	{ "ناشناس", true, false },
	{ "مجهول الهویه", true, false },
	{ "مجهول‌الهویه", true, false },
	{ "بی‌نام", true, false },
	{ "بی نام", true, false },
	{ "نامشخص", true, false },
	{ "یک زن", true, false },
	{ "غير معروف", true, false },
	{ "son of Ali Nemouneh", true, false },
	{ "فرزند علی نمونه", true, false },
	{ "کودک علی نمونه", true, false },
	{ "طفلة", true, false },
	{ "12", true, false },
	{ "three brothers", false, true },
	{ "family of Ali Nemouneh", false, true },
	{ "خانواده نمونه", false, true },
	{ "علی نمونه و همراهان", false, true },
	{ "Ali Nemouneh and his son", false, true },
	{ "Ali Nemouneh and family", false, true },
	{ "Nemouneh family", false, true },
	{ "The Nemouneh brothers", false, true },
	{ "Nemouneh ailesi", false, true },
	{ "10 persons", false, true },
	{ "سه تن", false, true },
	{ "Ali Nemouneh and Hasan Azmayeshi", false, true },
	{ "علی نمونه و حسن آزمایشی", false, true },
	/* not these */
	{ "Ali Nemouneh", false, false },
	{ "Unknown Nemouneh", false, false },
	{ "ناشناس نمونه", false, false },
	{ "A. Nemouneh", false, false },
	{ "Brother Ali Nemouneh", false, false },
	{ "Ali", false, false },
	{ "Ali Family Nemouneh", false, false },
	{ "کودک", true, false },
};

TEST(nobody_and_several_people_are_told_apart)
{
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(NOBODY); i++) {
		struct name n;
		name_read(str_of(NOBODY[i].text), NAME_FULL, a, &n);
		if (n.missing != NOBODY[i].missing || n.group != NOBODY[i].group)
			FAIL("%s: missing %d, group %d", NOBODY[i].text, n.missing, n.group);
	}
}

TEST(what_is_given_is_kept)
{
	AUTO_ARENA *a = arena_new(0);
	struct name n;
	struct str given = STR("  Dr.  Ali\xFF  Nemouneh (Azad) ");
	name_read(given, NAME_FULL, a, &n);
	CHECK(str_eq(n.given, given) && n.given.p != given.p);
	CHECK_INT(n.n_tokens, 4);
	for (size_t i = 0; i < n.n_tokens; i++)
		CHECK(n.tokens[i].from + n.tokens[i].len <= given.n);
	CHECK_STR(str_n(given.p + n.tokens[2].from, n.tokens[2].len), "Nemouneh");
}

TEST(equal_letters_fold_to_the_same)
{
	static const char *const SAME[][2] = {
		{ "علي نمونه", "علی نمونه" },
		{ "ALI Nemouneh", "Ali Nemouneh" },
		{ "نمونه‌ای", "نمونه ای" },
		{ "Şêrko Nimûne", "Serko Nimune" },
		{ "أحمد", "احمد" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(SAME); i++) {
		struct name x;
		struct name y;
		name_read(str_of(SAME[i][0]), NAME_FULL, a, &x);
		name_read(str_of(SAME[i][1]), NAME_FULL, a, &y);
		CHECK(x.folded == y.folded);
	}
}

TEST(columns_of_a_name_are_joined)
{
	AUTO_ARENA *a = arena_new(0);
	struct name given;
	struct name family;
	struct name none;
	struct name n;
	struct name whole;
	name_read(STR("Ali Reza"), NAME_GIVEN, a, &given);
	name_read(STR("al-Mithali"), NAME_FAMILY, a, &family);
	name_read(STR(""), NAME_OTHER, a, &none);
	name_join((const struct name *[]){ &given, &none, &family }, 3, a, &n);
	name_read(STR("Ali Reza al-Mithali"), NAME_FULL, a, &whole);
	CHECK_STR(n.given, "Ali Reza al-Mithali");
	CHECK_STR(shown(a, &n), "Pali Preza pal Pmithali");
	CHECK(n.folded == whole.folded && n.key == whole.key && !n.missing);
	CHECK_INT(n.tokens[0].part, NAME_GIVEN);
	CHECK_INT(n.tokens[3].part, NAME_FAMILY);
	CHECK_INT(n.tokens[3].lead, 2);
	CHECK_STR(str_n(n.given.p + n.tokens[3].from, n.tokens[3].len), "Mithali");
	name_join((const struct name *[]){ &none, &none }, 2, a, &n);
	CHECK(n.missing);
}

TEST(too_much_is_cut_and_said)
{
	AUTO_ARENA *a = arena_new(0);
	struct str text = STR("");
	struct name n;
	for (int i = 0; i < 60; i++)
		text = str_join(a, text, STR("Nemouneh "));
	name_read(text, NAME_FULL, a, &n);
	CHECK(n.cut);
	CHECK(n.n_tokens <= NAME_TOKENS_MAX && n.n_codes <= NAME_CODES_MAX);
}

TEST(variants_are_known_by_word)
{
	uint16_t bob[NAME_VARIANTS_MAX];
	uint16_t robert[NAME_VARIANTS_MAX];
	uint16_t mamad[NAME_VARIANTS_MAX];
	uint16_t mohammad[NAME_VARIANTS_MAX];
	CHECK(variant_find(STR("Bob"), bob) && variant_find(STR("ROBERT"), robert));
	CHECK(variant_shared(bob, robert));
	CHECK(variant_find(STR("ممد"), mamad) && variant_find(STR("Mohammad"), mohammad));
	CHECK(variant_shared(mamad, mohammad) && !variant_shared(bob, mohammad));
	CHECK_INT(variant_find(STR("Xyzzyq"), bob), 0);
	CHECK(!variant_shared(bob, bob));
}
