/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The embedded stylesheets and fonts: whole, findable, and complete among themselves. */
#include "check.h"

#include "base/bytes.h"
#include "base/file.h"
#include "base/hash.h"
#include "html/assets.h"

static struct str bytes_of(const struct asset *a)
{
	return str_n((const char *)a->bytes, a->size);
}

TEST(every_asset_is_found_by_its_address_and_has_its_hash)
{
	AUTO_ARENA *a = arena_new(0);
	CHECK(ASSETS_N > 0);
	for (size_t i = 0; i < ASSETS_N; i++) {
		const struct asset *x = &ASSETS[i];
		struct hash h = hash_of(bytes_of(x));
		CHECK(asset_find(x->url) == x);
		CHECK(str_eq(asset_url(x->name), x->url));
		CHECK(str_eq(hex_str(a, h.b, HASH_LEN), x->sha256));
		CHECK(str_starts(x->url, STR("/assets/")) && str_ends(x->url, x->name));
		CHECK(x->size > 0);
	}
}

TEST(an_address_of_another_build_is_not_found)
{
	CHECK(!asset_find(STR("/assets/0000000000000000/style.css")));
	CHECK(!asset_find(STR("/assets/style.css")));
	CHECK(!asset_find(STR("style.css")));
	CHECK(!asset_find(STR("")));
}

/* What a stylesheet asks for by a relative name stands beside it. */
TEST(all_that_the_stylesheets_ask_for_is_there)
{
	AUTO_ARENA *a = arena_new(0);
	int n = 0;
	for (size_t i = 0; i < ASSETS_N; i++) {
		if (!str_ends(ASSETS[i].name, STR(".css")))
			continue;
		struct str css = bytes_of(&ASSETS[i]);
		struct str base = str_n(ASSETS[i].url.p, ASSETS[i].url.n - ASSETS[i].name.n);
		for (ptrdiff_t at; (at = str_find(css, STR("url(\""))) >= 0; n++) {
			struct str name;
			css = str_cut(str_from(css, (size_t)at + 5), '"', &name);
			if (!asset_find(str_join(a, base, name)))
				FAIL("%.*s asks for %.*s", STR_FMT(ASSETS[i].name), STR_FMT(name));
		}
	}
	CHECK_INT(n, 8);
}

TEST(fonts_are_woff2_and_have_their_licence)
{
	int fonts = 0;
	int licences = 0;
	for (size_t i = 0; i < ASSETS_N; i++) {
		struct str s = bytes_of(&ASSETS[i]);
		if (str_ends(ASSETS[i].name, STR(".woff2"))) {
			CHECK(str_starts(s, STR("wOF2")));
			CHECK_STR(ASSETS[i].type, "font/woff2");
			fonts++;
		} else if (str_has(ASSETS[i].name, STR("OFL"))) {
			CHECK(str_has(s, STR("SIL OPEN FONT LICENSE Version 1.1")));
			licences++;
		}
	}
	CHECK_INT(fonts, 5);
	CHECK_INT(licences, 3);
}
