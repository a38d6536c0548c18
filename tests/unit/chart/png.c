/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures: made by vigil-draw, the same bytes twice, of the size asked for. */
#include "samples.h"

#include "base/child.h"
#include "check.h"

static unsigned be32(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;
	return (unsigned)u[0] << 24 | (unsigned)u[1] << 16 | (unsigned)u[2] << 8 | u[3];
}

/* The program stands in the folder of the build, two above this test. */
static const char *program(struct arena *a)
{
	const char *here = NULL;
	struct err e;
	if (child_find("../../vigil-draw", a, &here, &e) < 0)
		FAIL("%s", e.text);
	return here;
}

TEST(pictures_have_their_size_and_are_the_same_twice)
{
	AUTO_ARENA *a = arena_new(0);
	const char *draw = program(a);
	struct err e;
	for (size_t i = 0; draw && i < COUNT(SAMPLES); i++) {
		struct chart c = SAMPLES[i](i % 2 ? LANG_FA : LANG_EN, a);
		struct drawing d;
		AUTO_BUF once;
		AUTO_BUF twice;
		buf_init(&once, CHART_PNG_MAX);
		buf_init(&twice, CHART_PNG_MAX);
		CHECK(chart_draw(&c, a, &d));
		CHECK_OK(chart_png(&c, 2, draw, &once, &e), &e);
		CHECK_OK(chart_png(&c, 2, draw, &twice, &e), &e);
		CHECK(str_starts(buf_str(&once), STR("\x89PNG\r\n\x1a\n")));
		CHECK(str_eq(buf_str(&once), buf_str(&twice)));
		if (once.n < 24)
			continue;
		CHECK_INT(be32(once.p + 16), (DRAW_WIDTH + 16) * 2);
		CHECK_INT(be32(once.p + 20), (long long)ceil(d.height + 16) * 2);
	}
}

/* Letters are drawn: a Persian word and an English one are not the same boxes, nor empty. */
TEST(words_are_drawn)
{
	static const struct msg WORDS[] = { MSG("mmm", "ممم"), MSG("iii", "ییی"), MSG(" ", " ") };
	AUTO_ARENA *a = arena_new(0);
	const char *draw = program(a);
	struct str seen[2 * COUNT(WORDS)];
	struct err e;
	for (size_t i = 0; draw && i < COUNT(seen); i++) {
		struct chart_bar bar = {
			tr((enum lang)(i % 2), &WORDS[i / 2]), STR(""), 0, 1, false, true
		};
		struct chart c = sample_new(CHART_BARS, LANG_EN);
		AUTO_BUF b;
		buf_init(&b, CHART_PNG_MAX);
		c.of.bars = (struct chart_bars){ .p = &bar, .n = 1 };
		CHECK_OK(chart_png(&c, 1, draw, &b, &e), &e);
		seen[i] = buf_copy(&b, a);
		for (size_t k = 0; k + 1 < i; k++)
			CHECK(!str_eq(seen[k], seen[i]));
	}
}

TEST(without_the_program)
{
	AUTO_ARENA *a = arena_new(0);
	struct chart c = sample_tiles(LANG_EN, a);
	struct err e;
	AUTO_BUF b;
	buf_init(&b, CHART_PNG_MAX);
	CHECK_ERR(chart_png(&c, 1, "/nowhere/vigil-draw", &b, &e), ERR_NOTFOUND);
	CHECK_INT(b.n, 0);
}
