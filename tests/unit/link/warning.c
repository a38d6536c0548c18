/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Warnings in words: every code in both languages, with its numbers, and from the log as they went into it. */
#include "check.h"

#include "link/register_priv.h"
#include "link/warning.h"

TEST(every_warning_has_words_in_both_languages)
{
	AUTO_ARENA *a = arena_new(0);
	for (int c = 0; c < LINK_WARNINGS; c++) {
		struct link_warning w = { .code = (enum link_warning_code)c,
					  .text = { STR("x"), STR("y"), STR("z") },
					  .n = { 1, 2, 3 } };
		struct str en = link_warning_what(&w, LANG_EN, true, a);
		struct str fa = link_warning_what(&w, LANG_FA, true, a);
		CHECK(en.n && fa.n && !str_eq(en, fa));
		CHECK(!str_has(en, STR("{")) && !str_has(fa, STR("{")));
		en = link_warning_todo(&w, LANG_EN);
		CHECK(en.n && !str_eq(en, link_warning_todo(&w, LANG_FA)));
		CHECK_INT(link_warning_of(str_of(link_warning_code(w.code))), c);
	}
	CHECK_INT(link_warning_of(STR("of the future")), LINK_WARN_OTHER);
}

TEST(numbers_and_fields_are_said_as_the_reader_reads_them)
{
	AUTO_ARENA *a = arena_new(0);
	struct link_warning w = { .code = LINK_WARN_TOGETHER,
				  .text = { STR("date"), STR("place") },
				  .n = { 2.25 } };
	CHECK_STR(link_warning_what(&w, LANG_EN, false, a),
		  "date and place go together: agreement in both was counted 2.2 bits lower");
	CHECK(str_has(link_warning_what(&w, LANG_FA, true, a), STR("۲٫۲")));
	CHECK(str_has(link_warning_what(&w, LANG_FA, true, a), STR("تاریخ")));
	/* A column of a file that happens to be called so keeps its name. */
	CHECK(str_has(link_warning_what(&w, LANG_FA, false, a), STR("date")));
	w = (struct link_warning){ .code = LINK_WARN_STARTS, .n = { .00012345, .5, 3e-7 } };
	CHECK_STR(
		link_warning_what(&w, LANG_EN, true, a),
		"learning from different starts did not agree: 0.000123, 0.5 and 3e-07 of all pairs are one person");
}

TEST(what_went_into_the_log_comes_back)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	AUTO_BUF again;
	struct linkage_report back = { 0 };
	struct link_warning w[] = {
		{ .code = LINK_WARN_HELD, .n = { .00012, 4711 } },
		{ .code = LINK_WARN_ORDER, .text = { STR("date") } },
		{ .code = LINK_WARN_OTHER, .text = { STR("of the future") } },
	};
	buf_init(&b, 1 << 16);
	buf_init(&again, 1 << 16);
	linkage_warnings_write(w, COUNT(w), &b);
	const struct json *v;
	struct err e;
	CHECK_OK(json_read(buf_str(&b), b.n, JSON_ANY, a, &v, &e), &e);
	linkage_warnings_read(v, a, &back);
	CHECK_INT(back.n_warnings, 3);
	CHECK(str_eq(link_warning_what(&w[0], LANG_EN, true, a),
		     link_warning_what(&back.warnings[0], LANG_EN, true, a)));
	CHECK_STR(back.warnings[1].text[0], "date");
	CHECK_INT(back.warnings[2].code, LINK_WARN_OTHER);
	linkage_warnings_write(back.warnings, back.n_warnings, &again);
	CHECK(str_eq(buf_str(&again), buf_str(&b)));
}
