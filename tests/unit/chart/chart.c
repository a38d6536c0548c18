/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts: what is drawn stands within the sheet, in words and in the table, and looks as the stylesheet says. */
#include "samples.h"

#include "chart/sheet.h"
#include "check.h"
#include "html/assets.h"

static struct str svg_of(const struct chart *c, struct arena *a)
{
	AUTO_BUF b;
	struct html h;
	struct err e;
	buf_init(&b, 4 << 20);
	html_begin(&h, &b);
	chart_figure(&h, c, STR("c1"));
	CHECK_OK(html_finish(&h, &e), &e);
	return buf_copy(&b, a);
}

TEST(every_kind_is_drawn_with_words_and_a_table)
{
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(SAMPLES); i++)
		for (int lang = LANG_EN; lang <= LANG_FA; lang++) {
			struct chart c = SAMPLES[i]((enum lang)lang, a);
			struct str s = svg_of(&c, a);
			CHECK(str_has(s, STR("<svg class=\"plot\"")));
			CHECK(str_has(s, STR("aria-labelledby=\"c1-t c1-d\"")));
			CHECK(str_has(s, STR("<details><summary>")));
			CHECK(str_has(s, c.desc));
			CHECK(!str_has(s, STR("<chart>"))); /* of the title, escaped */
			CHECK(!str_has(s, STR("nan")) && !str_has(s, STR("inf")));
			CHECK(str_eq(s, svg_of(&c, a)));
		}
}

TEST(numbers_are_in_the_digits_of_the_page)
{
	AUTO_ARENA *a = arena_new(0);
	struct chart en = sample_tiles(LANG_EN, a);
	struct chart fa = sample_tiles(LANG_FA, a);
	CHECK(str_has(svg_of(&en, a), STR(">111</text>")));
	CHECK(str_has(svg_of(&fa, a), STR("۱۱۱")));
	CHECK(!str_has(svg_of(&fa, a), STR("111")));
}

TEST(persian_bars_begin_on_the_right_and_time_does_not)
{
	AUTO_ARENA *a = arena_new(0);
	struct drawing d;
	struct chart bars = sample_bars(LANG_FA, a);
	struct chart series = sample_series(LANG_FA, a);
	CHECK(chart_draw(&bars, a, &d));
	CHECK(d.shapes[0].type == SHAPE_TEXT && d.shapes[0].p[0].x == d.width);
	CHECK_INT(d.shapes[0].anchor, ANCHOR_END);
	CHECK(chart_draw(&series, a, &d) && !d.mirror);
}

TEST(dates_below_a_series_do_not_touch)
{
	AUTO_ARENA *a = arena_new(0);
	static const char *const LABELS[] = { "w1", "2024-W07", "1403-07-22", "22 Mehr 1403",
					      "week of 22 Mehr 1403" };
	for (size_t n = 1; n <= 14; n++)
		for (size_t l = 0; l < COUNT(LABELS); l++) {
			struct chart c = sample_series(LANG_FA, a);
			struct chart_point *p = NEW_N(a, n, struct chart_point);
			for (size_t i = 0; i < n; i++)
				p[i] = (struct chart_point){ .label = str_of(LABELS[l]),
							     .value = 3 };
			c.of.series = (struct chart_series){ p, n };
			struct drawing d;
			double end = -1e9;
			size_t seen = 0;
			CHECK(chart_draw(&c, a, &d));
			for (size_t i = 0; i < d.n; i++) {
				const struct shape *s = &d.shapes[i];
				if (s->type != SHAPE_TEXT || !str_eq(s->text, str_of(LABELS[l])))
					continue;
				double width = draw_text_width(s->text);
				double from = s->p[0].x - (s->anchor == ANCHOR_START ? 0
							   : s->anchor == ANCHOR_END ? width
										     : width / 2);
				CHECK(from > end);
				end = from + width;
				seen++;
			}
			CHECK(seen >= (n < 2 ? n : 2));
		}
}

/* What has nothing to show says so in its words, and is not an empty box. */
TEST(nothing_to_draw)
{
	AUTO_ARENA *a = arena_new(0);
	const struct chart_point unknown[] = { { .label = STR("1"), .value = NAN } };
	const struct chart_bar zero[] = { { STR("a"), STR("0"), 0, 0, false, false } };
	const double flat[] = { 0, 0, 0 };
	const double broken[] = { 1, NAN, 1 };
	struct chart empty[6];
	struct err e;
	for (size_t i = 0; i < COUNT(empty); i++)
		empty[i] = sample_new(CHART_SERIES, LANG_EN);
	empty[1].of.series = (struct chart_series){ unknown, 1 };
	empty[2] = sample_new(CHART_BARS, LANG_EN);
	empty[2].of.bars = (struct chart_bars){ .p = zero, .n = 1 };
	empty[3] = sample_density(LANG_EN, a);
	empty[3].of.density.y = flat;
	empty[3].of.density.n = 3;
	empty[4] = empty[3];
	empty[4].of.density.y = broken;
	empty[5] = sample_new(CHART_TILES, LANG_EN);
	for (size_t i = 0; i < COUNT(empty); i++) {
		AUTO_BUF b;
		struct str s = svg_of(&empty[i], a);
		buf_init(&b, 1 << 20);
		CHECK(!str_has(s, STR("<svg")));
		CHECK(str_has(s, empty[i].desc));
		CHECK_ERR(chart_svg_file(&empty[i], &b, &e), ERR_INPUT);
	}
}

static void check_inside(const struct drawing *d, size_t sample)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct shape *s = &d->shapes[i];
		for (size_t k = 0; k < s->n; k++)
			if (!(s->p[k].x >= -1 && s->p[k].x <= d->width + 1 && s->p[k].y >= -1 &&
			      s->p[k].y <= d->height + 1))
				FAIL("sample %zu: shape %zu of type %d is at %g, %g", sample, i,
				     (int)s->type, s->p[k].x, s->p[k].y);
	}
}

TEST(everything_stands_on_the_sheet)
{
	static const double ODD[] = { 0,    1,		 0.3,
				      7,    1e3,	 2147483647,
				      1e15, (double)NAN, (double)INFINITY };
	AUTO_ARENA *a = arena_new(0);
	struct drawing d;
	for (size_t i = 0; i < COUNT(SAMPLES); i++) {
		struct chart c = SAMPLES[i](LANG_EN, a);
		CHECK(chart_draw(&c, a, &d));
		check_inside(&d, i);
	}
	for (size_t n = 1; n <= COUNT(ODD) * COUNT(ODD); n++) {
		struct chart_point *p = NEW_N(a, n, struct chart_point);
		struct chart c = sample_new(CHART_SERIES, LANG_EN);
		for (size_t i = 0; i < n; i++)
			p[i] = (struct chart_point){
				.label = STR("x"),
				.value = ODD[i % 7],
				.expected = ODD[i * 5 % COUNT(ODD)],
				.upper = ODD[i / COUNT(ODD)],
				.mark = i % 3 == 0,
				.part = i + 2 > n,
			};
		c.of.series = (struct chart_series){ p, n };
		CHECK(chart_draw(&c, a, &d));
		check_inside(&d, 100 + n);
	}
}

/* Every count of a series is a place of the line, whether judged, marked or not over yet. */
TEST(a_line_meets_every_count)
{
	AUTO_ARENA *a = arena_new(0);
	for (unsigned parts = 0; parts < 32; parts++) {
		struct chart_point p[5];
		struct drawing d;
		struct chart c = sample_new(CHART_SERIES, LANG_EN);
		for (unsigned i = 0; i < 5; i++)
			p[i] = (struct chart_point){ .label = STR("x"),
						     .value = i + 1,
						     .expected = NAN,
						     .upper = NAN,
						     .part = parts >> i & 1 };
		c.of.series = (struct chart_series){ p, 5 };
		CHECK(chart_draw(&c, a, &d));
		unsigned pieces = 0;
		for (unsigned i = 0; i < 4; i++)
			for (size_t k = 0; k < d.n; k++)
				for (size_t m = 0; m + 1 < d.shapes[k].n; m++) {
					const struct shape *s = &d.shapes[k];
					bool counts = s->ink == INK_LINE || s->ink == INK_DASHED;
					double x = 40 + 88.0 * i;
					if (counts && fabs(s->p[m].x - x) < 0.01 &&
					    fabs(s->p[m + 1].x - x - 88) < 0.01)
						pieces |= 1u << i;
				}
		CHECK_INT(pieces, 15);
	}
}

/* ---- looks ---------------------------------------------------------------------- */

static struct str asset_text(const char *name)
{
	for (size_t i = 0; i < ASSETS_N; i++)
		if (str_eq(ASSETS[i].name, str_of(name)))
			return str_n((const char *)ASSETS[i].bytes, ASSETS[i].size);
	return STR("");
}

TEST(classes_and_colours_are_those_of_the_stylesheet)
{
	AUTO_ARENA *a = arena_new(0);
	struct str style = asset_text("style.css");
	struct str tokens = asset_text("tokens.css");
	for (size_t i = 0; i < INKS; i++) {
		const struct ink_look *l = &INK_LOOKS[i];
		struct str rule = str_printf(a, "svg.plot .%s", l->name);
		ptrdiff_t at = str_find(style, rule);
		if (at < 0) {
			FAIL("assets/style.css has no %s", rule.p);
			continue;
		}
		struct str line;
		(void)str_cut(str_from(style, (size_t)at), '}', &line);
		if (l->fill != NONE &&
		    !str_has(line, str_printf(a, "fill: var(%s)", INK_COLOURS[l->fill].name)))
			FAIL("%s is not filled with %s", rule.p, INK_COLOURS[l->fill].name);
		if (l->stroke != NONE &&
		    !str_has(line, str_printf(a, "stroke: var(%s)", INK_COLOURS[l->stroke].name)))
			FAIL("%s is not drawn in %s", rule.p, INK_COLOURS[l->stroke].name);
		if (l->dash && !str_has(line, str_printf(a, "stroke-dasharray: %s", l->dash)))
			FAIL("%s is not dashed %s", rule.p, l->dash);
	}
	ptrdiff_t dark = str_find(tokens, STR("prefers-color-scheme: dark"));
	CHECK(dark > 0);
	for (size_t i = 1; i < COLOURS; i++) {
		const struct ink_colour *c = &INK_COLOURS[i];
		CHECK(str_has(str_n(tokens.p, (size_t)dark),
			      str_printf(a, "%s: %s;", c->name, c->light)));
		CHECK(str_has(str_from(tokens, (size_t)dark),
			      str_printf(a, "%s: %s;", c->name, c->dark)));
	}
}

TEST(steps_and_shades)
{
	static const struct {
		double span;
		int ticks;
		double want;
	} STEPS[] = {
		{ 1, 4, 0.2 }, { 10, 5, 2 }, { 41, 4, 10 }, { 700, 5, 200 }, { 9999, 5, 2000 }
	};
	for (size_t i = 0; i < COUNT(STEPS); i++)
		CHECK(fabs(chart_step(STEPS[i].span, STEPS[i].ticks) - STEPS[i].want) < 1e-9);
	struct chart_tile same[] = { { .value = 3 }, { .value = 3 }, { .value = 3 } };
	struct chart_tiles t = { .p = same, .n = 3 };
	chart_steps(same, 3, t.steps);
	CHECK(t.steps[0] < t.steps[1] && t.steps[1] < t.steps[2]);
	CHECK_INT(chart_shade(&t, 0), 0);
	CHECK_INT(chart_shade(&t, NAN), 0);
	CHECK_INT(chart_shade(&t, 3), 1);
	CHECK_INT(chart_shade(&t, 100), 4);
}

/* ---- a sheet for vigil-draw -------------------------------------------------------- */

TEST(a_sheet_comes_back_as_it_was)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	for (size_t i = 0; i < COUNT(SAMPLES); i++) {
		struct chart c = SAMPLES[i](LANG_FA, a);
		struct drawing d;
		struct drawing back;
		int scale;
		AUTO_BUF once;
		AUTO_BUF twice;
		buf_init(&once, SHEET_MAX);
		buf_init(&twice, SHEET_MAX);
		CHECK(chart_draw(&c, a, &d));
		CHECK_OK(sheet_write(&d, 3, &once, &e), &e);
		CHECK_OK(sheet_read(buf_str(&once), a, &back, &scale, &e), &e);
		CHECK_INT(scale, 3);
		CHECK_INT(back.n, d.n);
		CHECK_OK(sheet_write(&back, scale, &twice, &e), &e);
		CHECK(str_eq(buf_str(&once), buf_str(&twice)));
	}
}

TEST(broken_sheets_are_refused)
{
	static const char *const BROKEN[] = {
		"",
		"vigil-draw 2 100 100 1 0\n",
		"vigil-draw 1 0 100 1 0\n",
		"vigil-draw 1 100 500000 1 0\n",
		"vigil-draw 1 100 100 9 0\n",
		"vigil-draw 1 100 100 1 2\n",
		"vigil-draw 1 100 100 1 0\n9 0 0 0 1 0 0 \n",
		"vigil-draw 1 100 100 1 0\n0 99 0 0 1 0 0 \n",
		"vigil-draw 1 100 100 1 0\n0 0 3 0 1 0 0 \n",
		"vigil-draw 1 100 100 1 0\n1 0 0 0 2 0 0 5 5 \n",
		"vigil-draw 1 100 100 1 0\n2 0 0 0 3 0 0 5 5 6 6 \n",
		"vigil-draw 1 100 100 1 0\n0 0 0 0 99999 0 0 \n",
		"vigil-draw 1 100 100 1 0\n0 0 0 0 1 0 x \n",
		"vigil-draw 1 100 100 1 0\n0 0 0 0 1 0 99999999999 \n",
	};
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	for (size_t i = 0; i < COUNT(BROKEN); i++) {
		struct drawing d;
		int scale;
		if (sheet_read(str_of(BROKEN[i]), a, &d, &scale, &e) != ERR_INPUT)
			FAIL("taken: %s", BROKEN[i]);
	}
}

/* A row for each set of lists, and what is on none beside them: open, since nobody counted it. */
TEST(overlap_for_a_page)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	struct html h;
	struct err e;
	struct chart c = sample_overlap(LANG_EN, a);
	struct chart_overlap_row rows[60];
	for (size_t i = 0; i < COUNT(rows); i++)
		rows[i] = (struct chart_overlap_row){ (uint32_t)(i % 7 + 1), 5, STR("5"),
						      STR("only <A>") };
	rows[59] = (struct chart_overlap_row){ 0, NAN, STR("1 to 2"), STR("on none") };
	c.of.overlap.p = rows;
	c.of.overlap.n = COUNT(rows);
	buf_init(&b, 1 << 20);
	html_begin(&h, &b);
	chart_upset(&h, &c);
	CHECK_OK(html_finish(&h, &e), &e);
	struct str s = buf_str(&b);
	size_t n = 0;
	for (size_t i = 0; i + 3 < s.n; i++)
		n += memcmp(s.p + i, "<tr>", 4) == 0;
	CHECK_INT(n, 1 + CHART_ROWS_MAX + 1);
	CHECK(str_has(s, STR("only &lt;A&gt;")));
	CHECK(str_has(s, STR("<b>1 to 2</b>")) && str_has(s, STR("class=\"open\"")));
	CHECK(str_has(s, STR("yes")) && str_has(s, STR("no")));
}

/* What a drawing rests on goes with the file, in lines that fit, and makes no other part of it smaller. */
TEST(files_carry_their_foot)
{
	static const char *const WORDS =
		"People missing from every list are taken to behave like some of the people who are on "
		"them, and averyverylongwordthatnolinecanholdbecauseitdoesnotendandwillnotendwhateverhappens.";
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(SAMPLES); i++)
		for (int lang = LANG_EN; lang <= LANG_FA; lang++) {
			AUTO_BUF b;
			struct drawing d;
			struct drawing alone;
			struct err e;
			struct chart c = SAMPLES[i]((enum lang)lang, a);
			c.foot = str_of(WORDS);
			CHECK(chart_draw(&c, a, &d) && chart_draw_alone(&c, a, &alone));
			CHECK(alone.n >= d.n + 3 && alone.height > d.height + 50);
			check_inside(&alone, i);
			buf_init(&b, 1 << 20);
			CHECK_OK(chart_svg_file(&c, &b, &e), &e);
			CHECK(str_has(buf_str(&b), STR("People missing")));
			CHECK(!str_has(svg_of(&c, a), STR("People missing")));
		}
}
