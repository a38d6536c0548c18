/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bars of a waterfall: where each begins, how wide it is, and which way it speaks. */
#include "chart/fall.h"

#include "check.h"

static struct str drawn(struct arena *a, struct chart_fall f, int64_t from, int64_t to, bool sum)
{
	struct html h;
	struct err e;
	AUTO_BUF b;
	buf_init(&b, 4096);
	html_begin(&h, &b);
	chart_fall_bar(&h, f, from, to, sum);
	if (html_finish(&h, &e) < 0)
		die("%s", e.text);
	return buf_copy(&b, a);
}

TEST(bars_begin_where_the_last_one_ended)
{
	static const struct {
		int64_t from, to;
		bool sum;
		const char *kind, *a, *w;
	} t[] = {
		{ 0, -4000, false, "hbar against", "a:5;", "w:40;" },
		{ -4000, 5000, false, "hbar for", "a:5;", "w:90;" },
		{ 5000, 5000, false, "hbar for", "a:95;", "w:0;" },
		{ 0, 5000, true, "hbar sum", "a:45;", "w:50;" },
	};
	AUTO_ARENA *a = arena_new(0);
	struct chart_fall f = { 0, 0 };
	for (size_t i = 0; i < COUNT(t); i++)
		chart_fall_fit(&f, t[i].to);
	CHECK_INT(f.lo, -4000);
	CHECK_INT(f.hi, 5000);
	for (size_t i = 0; i < COUNT(t); i++) {
		struct str s = drawn(a, f, t[i].from, t[i].to, t[i].sum);
		CHECK(str_has(s, str_of(t[i].kind)));
		CHECK(str_has(s, STR("zero:45;")));
		CHECK(str_has(s, str_of(t[i].a)));
		CHECK(str_has(s, str_of(t[i].w)));
	}
}

TEST(nothing_that_falls_is_drawn_without_a_width)
{
	AUTO_ARENA *a = arena_new(0);
	CHECK(str_has(drawn(a, (struct chart_fall){ 0, 0 }, 0, 0, true), STR("zero:50;")));
}
