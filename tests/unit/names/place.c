/* SPDX-License-Identifier: GPL-3.0-or-later */
/* place.c - places by their spellings, and how they lie to each other. */
#include "names/place.h"

#include "check.h"

static const struct {
	const char *text, *name;
} FOUND[] = {
	{ "Tehran", "Tehran" },
	{ "تهران", "Tehran" },
	{ "Teheran", "Tehran" },
	{ "استان تهران", "Tehran" },
	{ "Ispahan", "Isfahan" },
	{ "Orumiyeh", "Urmia" },
	{ "ارومیه", "Urmia" },
	{ "Kermānshāh", "Kermanshah" },
	{ "زندان اوین", "Evin Prison" },
	{ "Evin", "Evin Prison" },
	{ "Ghezel-Hessar", "Ghezel Hesar Prison" },
	{ "قزل حصار", "Ghezel Hesar Prison" },
	{ "Evin prison, Tehran", "Evin Prison" },
	{ "Sanandaj (Kurdistan province)", "Sanandaj" },
	{ "کرج، البرز", "Karaj" },
	{ "Ghom", "Qom" },
	{ "Shahrekord", "Shahr-e Kord" },
	{ "Qaem Shahr", "Qaemshahr" },
	{ "Atlantis", "" },
	{ "", "" },
	{ "Tehran, Shiraz", "" },
	{ "a", "" },
};

TEST(finds_places_in_any_spelling)
{
	AUTO_ARENA *a = arena_new(0);
	struct places *ps = places_new(a);
	for (size_t i = 0; i < COUNT(FOUND); i++) {
		float sure;
		uint32_t id = place_find(ps, str_of(FOUND[i].text), &sure);
		if (!str_eq(place_name(id, false), str_of(FOUND[i].name)))
			FAIL("%s is %.*s, not %s", FOUND[i].text, STR_FMT(place_name(id, false)),
			     FOUND[i].name);
		CHECK((id != 0) == (sure >= PLACE_SURE_MIN));
	}
}

static uint32_t find(struct places *ps, const char *text)
{
	float sure;
	return place_find(ps, str_of(text), &sure);
}

TEST(words_for_the_kind_decide)
{
	AUTO_ARENA *a = arena_new(0);
	struct places *ps = places_new(a);
	CHECK(place_kind(find(ps, "Tehran")) == PLACE_CITY);
	CHECK(place_kind(find(ps, "استان تهران")) == PLACE_PROVINCE);
	CHECK(place_kind(find(ps, "Tehran Province")) == PLACE_PROVINCE);
	CHECK(place_kind(find(ps, "زندان مرکزی کرج")) == PLACE_PRISON);
	CHECK_STR(place_name(find(ps, "Evin"), true), "زندان اوین");
}

TEST(places_lie_in_each_other)
{
	AUTO_ARENA *a = arena_new(0);
	struct places *ps = places_new(a);
	static const struct {
		const char *a, *b;
		enum place_relation is;
	} CASES[] = {
		{ "Tehran", "تهران", PLACE_SAME },
		{ "Evin", "Tehran", PLACE_PARENT },
		{ "Evin", "Tehran province", PLACE_PARENT },
		{ "Karaj", "Alborz", PLACE_PARENT },
		{ "Mahabad", "Bukan", PLACE_SAME_PROVINCE },
		{ "Evin", "Varamin", PLACE_SAME_PROVINCE },
		{ "Shiraz", "Tabriz", PLACE_DIFFERENT },
		{ "Evin", "Ghezel Hesar", PLACE_DIFFERENT },
		{ "Shiraz", "Atlantis", PLACE_UNKNOWN },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		uint32_t x = find(ps, CASES[i].a);
		uint32_t y = find(ps, CASES[i].b);
		if (place_relation(x, y) != CASES[i].is || place_relation(y, x) != CASES[i].is)
			FAIL("%s and %s: %d", CASES[i].a, CASES[i].b, (int)place_relation(x, y));
	}
}

TEST(ids_are_those_of_the_vocabulary)
{
	AUTO_ARENA *a = arena_new(0);
	struct places *ps = places_new(a);
	CHECK_INT(find(ps, "زندان اوین"), 2002);
	CHECK_INT(find(ps, "Karaj"), 3002);
	CHECK_INT(place_province(2002), 1024);
	CHECK_INT(place_province(1024), 1024);
	CHECK_INT(place_parent(1024), 0);
	CHECK_INT(place_province(7), 0);
}

/* A spelling that no row owns alone would send people to the wrong place. */
TEST(each_place_finds_itself)
{
	AUTO_ARENA *a = arena_new(0);
	struct places *ps = places_new(a);
	for (uint32_t id = 1001; id < 3200; id++) {
		static const char *const WORD[] = { "province", "city", "prison" };
		struct str name = place_name(id, false);
		if (!name.n)
			continue;
		struct str text = str_printf(a, "%.*s %s", STR_FMT(name), WORD[place_kind(id)]);
		uint32_t got = find(ps, str_z(a, text));
		if (got != id)
			FAIL("%.*s gives %u, not %u", STR_FMT(text), got, id);
	}
}
