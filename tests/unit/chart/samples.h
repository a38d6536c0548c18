/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One chart of each kind, with invented numbers. */
#ifndef VIGIL_TEST_CHART_SAMPLES_H
#define VIGIL_TEST_CHART_SAMPLES_H

#include <math.h>

#include "chart/chart_priv.h"

enum { SAMPLE_WEEKS = 60, SAMPLE_CURVE = 200 };

static inline struct chart sample_new(enum chart_kind kind, enum lang lang)
{
	return (struct chart){
		.kind = kind,
		.lang = lang,
		.title = tr(lang, MSG_P("Sample <chart> & \"title\"", "نمونهٔ <نمودار>")),
		.desc = tr(lang, MSG_P("41 in the last week.", "۴۱ در هفتهٔ پایانی.")),
	};
}

static inline struct chart sample_series(enum lang lang, struct arena *a)
{
	struct chart c = sample_new(CHART_SERIES, lang);
	struct chart_point *p = NEW_N(a, SAMPLE_WEEKS, struct chart_point);
	for (int i = 0; i < SAMPLE_WEEKS; i++) {
		double mean = 14 + 5 * sin(i / 8.0);
		p[i] = (struct chart_point){
			.label = digits_local(a, lang, str_printf(a, "2024-W%02d", i % 52 + 1)),
			.value = floor(mean + 4 * sin(i * 1.7)),
			.expected = i < 8 ? (double)NAN : mean,
			.upper = i < 8 ? (double)NAN : mean + 9,
		};
	}
	p[SAMPLE_WEEKS - 2].value = 41;
	p[SAMPLE_WEEKS - 2].mark = true;
	p[SAMPLE_WEEKS - 2].remark = tr(lang, MSG_P("alarm", "هشدار"));
	p[SAMPLE_WEEKS - 1].part = true;
	c.of.series = (struct chart_series){ p, SAMPLE_WEEKS };
	return c;
}

static inline struct chart sample_density(enum lang lang, struct arena *a)
{
	struct chart c = sample_new(CHART_DENSITY, lang);
	double *y = NEW_N(a, SAMPLE_CURVE, double);
	for (int i = 0; i < SAMPLE_CURVE; i++) {
		double v = 1050 + 700.0 * i / (SAMPLE_CURVE - 1);
		double z = (log(v - 1000) - log(395)) / 0.22;
		y[i] = exp(-z * z / 2);
	}
	struct chart_mark *m = NEW_N(a, 2, struct chart_mark);
	m[0] = (struct chart_mark){
		1094, tr(lang, MSG_P("1,094 documented", "۱٬۰۹۴ ثبت‌شده")), true
	};
	m[1] = (struct chart_mark){ 1395, tr(lang, MSG_P("about 1,395", "نزدیک ۱٬۳۹۵")), false };
	struct chart_chance *q = NEW_N(a, 2, struct chart_chance);
	q[0] = (struct chart_chance){ STR("97.5 in 100"), 1268 };
	q[1] = (struct chart_chance){ STR("2.5 in 100"), 1571 };
	c.of.density = (struct chart_density){
		.lo = 1050,
		.hi = 1750,
		.y = y,
		.n = SAMPLE_CURVE,
		.from = 1268,
		.to = 1571,
		.shaded = tr(lang, MSG_P("95 in 100", "۹۵ درصد")),
		.x = tr(lang, MSG_P("People in all", "شمار کل")),
		.chance = tr(lang, MSG_P("Chance", "احتمال")),
		.total = tr(lang, MSG_P("Total", "شمار کل")),
		.marks = m,
		.n_marks = 2,
		.chances = q,
		.n_chances = 2,
	};
	return c;
}

static inline struct chart sample_bars(enum lang lang, struct arena *a)
{
	struct chart c = sample_new(CHART_BARS, lang);
	struct chart_bar *p = NEW_N(a, 3, struct chart_bar);
	p[0] = (struct chart_bar){ tr(lang, MSG_P("Example monitor", "پایشگر نمونه")),
				   num_text(a, lang, 1094),
				   0,
				   1094,
				   false,
				   true };
	p[1] = (struct chart_bar){ tr(lang, MSG_P("Another with a name that has no end at all",
						  "دیگری با نامی که پایانی ندارد هیچ")),
				   tr(lang, MSG_P("over 1,200", "بیش از ۱٬۲۰۰")),
				   1200,
				   NAN,
				   true,
				   false };
	p[2] = (struct chart_bar){
		tr(lang, MSG_P("A third", "سومی")), STR("?"), NAN, NAN, false, false
	};
	c.of.bars = (struct chart_bars){ STR("Who"), STR("Figure"), p, 3 };
	return c;
}

static inline struct chart sample_overlap(enum lang lang, struct arena *a)
{
	static const uint32_t ON[] = { 7, 3, 5, 6, 1, 2, 4 };
	static const int64_t COUNTS[] = { 168, 244, 121, 97, 206, 149, 109 };
	static const int64_t SIZES[] = { 739, 658, 495 };
	struct chart c = sample_new(CHART_OVERLAP, lang);
	struct str *lists = NEW_N(a, 3, struct str);
	struct chart_overlap_row *p = NEW_N(a, 8, struct chart_overlap_row);
	for (int i = 0; i < 3; i++)
		lists[i] = str_printf(a, "%s %c", lang == LANG_FA ? "فهرست" : "List", 'A' + i);
	for (int i = 0; i < 7; i++)
		p[i] = (struct chart_overlap_row){ ON[i], (double)COUNTS[i],
						   num_text(a, lang, COUNTS[i]), STR("") };
	p[7] = (struct chart_overlap_row){ 0, NAN, tr(lang, MSG_P("174–477", "۱۷۴ تا ۴۷۷")),
					   STR("") };
	c.of.overlap = (struct chart_overlap){ lists, SIZES, 3, STR("Persons"), p, 8 };
	return c;
}

static inline struct chart sample_tiles(enum lang lang, struct arena *a)
{
	static const char *const CODES[] = { "WAZ", "EAZ", "ARD", "ALB", "TEH", "KRN" };
	static const double VALUES[] = { 0, 37, 21, 111, 5, 45 };
	struct chart c = sample_new(CHART_TILES, lang);
	struct chart_tile *p = NEW_N(a, 7, struct chart_tile);
	for (int i = 0; i < 6; i++)
		p[i] = (struct chart_tile){ str_of(CODES[i]), str_of(CODES[i]), i % 3 + 1,
					    i / 3 + 1,	      VALUES[i],	i == 3 };
	p[6] = (struct chart_tile){ STR("QOM"), STR("Qom"), 7, 2, NAN, false };
	c.of.tiles = (struct chart_tiles){ STR("Province"), STR("Recorded"), p, 7, { 0, 0, 0 } };
	chart_steps(p, 7, c.of.tiles.steps);
	return c;
}

typedef struct chart sample_maker(enum lang lang, struct arena *a);
static sample_maker *const SAMPLES[] = { sample_series, sample_density, sample_bars, sample_overlap,
					 sample_tiles };

#endif
