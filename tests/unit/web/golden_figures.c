/* SPDX-License-Identifier: GPL-3.0-or-later */
/* golden_figures.c - pages of numbers from plain values (golden.h): warnings, and a figure over time. */
#include "golden.h"

#include "text/calendar.h"
#include "web/figure_soon.h"
#include "web/page_figure.h"

enum { MONTHS = 72, LINES = 3 };

/* Invented counts from January 2020: two provinces, and one month of the second far above. */
static void series_of(struct arena *a, struct figure_series *s)
{
	static const char *const CODES[LINES] = { "", "IR-30", "-" };
	static const char *const LABELS[LINES] = { "All", "Alborz", "not recorded" };
	static const char *const LABELS_FA[LINES] = { "همه", "البرز", "ثبت نشده" };
	*s = (struct figure_series){ .by = FIGURE_BY_MONTH, .of = FIGURE_OF_PROVINCE, .n = MONTHS };
	s->first = NEW_N(a, MONTHS + 1, int32_t);
	s->label = NEW_N(a, MONTHS, struct str);
	s->lines = NEW_N(a, LINES, struct figure_line);
	s->parts = NEW_N(a, 1, struct figure_part);
	s->n_lines = LINES;
	s->n_parts = 1;
	s->unfinished = true;
	s->apart = 2;
	s->new_year = 1;
	for (int t = 0; t <= MONTHS; t++)
		(void)cal_to_jdn(CAL_GREGORIAN, 2020 + t / 12, t % 12 + 1, 1, &s->first[t]);
	for (int t = 0; t < MONTHS; t++)
		s->label[t] = str_printf(a, "%d-%02d", 2020 + t / 12, t % 12 + 1);
	for (size_t i = 0; i < LINES; i++) {
		s->lines[i] = (struct figure_line){ .code = str_of(CODES[i]),
						    .label = str_of(LABELS[i]),
						    .label_fa = str_of(LABELS_FA[i]),
						    .count = NEW_N(a, MONTHS, int64_t) };
	}
	s->parts[0] = (struct figure_part){ .line = 1,
					    .number = STR("O-00001"),
					    .label = STR("Example <list> A"),
					    .said = NEW_N(a, MONTHS, int64_t),
					    .alone = NEW_N(a, MONTHS, int64_t) };
	for (int t = 0; t < MONTHS; t++) {
		int64_t n = 3 + t * 7 % 4;
		bool high = t == MONTHS - 3;
		s->lines[1].count[t] = high ? n + 18 : n;
		s->lines[2].count[t] = t % 3;
		s->lines[0].count[t] = s->lines[1].count[t] + s->lines[2].count[t];
		s->parts[0].said[t] = s->parts[0].alone[t] = high ? 18 : 1;
	}
}

static void judge(struct arena *a, enum lang lang, struct figure_time *t)
{
	struct series_set all;
	struct series_set sources;
	struct alarm_options o = { .seed = 1 };
	struct err e;
	*t = (struct figure_time){ .there = true, .by = FIGURE_BY_MONTH, .of = FIGURE_OF_PROVINCE };
	series_of(a, &t->s);
	watch_of_figure(&t->s, lang, a, &all, &sources);
	watch_figure_notes(&t->s, lang, a, t->notes);
	const struct series **list = NEW_N(a, all.n, const struct series *);
	for (size_t i = 0; i < all.n; i++)
		list[i] = &all.parts[i].s;
	alarm_judge(list, all.n, &o, NULL, a, &t->set);
	CHECK_OK(alarm_check_sources(&t->set, &sources, a, &e), &e);
}

static struct vocab *vocabulary(void)
{
	struct vocab *v = NULL;
	struct err e;
	if (vocab_new(&v, &e) < 0)
		die("%s", e.text);
	return v;
}

TEST(warnings)
{
	AUTO_ARENA *a = arena_new(0);
	struct vocab *vocab = vocabulary();
	struct figure f = { .number = STR("F-00001"),
			    .title = STR("Executions <since> 2020"),
			    .title_fa = STR("اعدام‌ها از ۲۰۲۰"),
			    .rule = STR("{}") };
	struct warnings_view v = { .figures = &f, .n = 1, .chosen = &f, .vocab = vocab };
	judge(a, LANG_EN, &v.time);
	CHECK_INT(v.time.set.items[1].n_episodes, 1);
	CHECK_INT(v.time.set.items[1].n_without, 1);
	struct warning_note said[] = {
		{ .at = figure_time_at(&v.time, 1, 0),
		  .to = STR("Example member"),
		  .by = STR("Example <editor>"),
		  .reason = STR("see the new list"),
		  .seq = 41 },
		{ .at = figure_time_at(&v.time, 1, 0),
		  .explained = true,
		  .by = STR("Example <editor>"),
		  .reason = STR("One <list> was entered in one day."),
		  .seq = 43 },
	};
	struct choice members[] = { { .value = STR("1"), .label = STR("Example member") },
				    { .value = STR("2"), .label = STR("Example <editor>") } };
	v.time.now = true;
	v.time.said = said;
	v.time.n_said = 1;
	v.time.s.figure = f;
	GOLDEN("warnings", warnings_render, &v);
	struct warning_view w = { .vocab = vocab,
				  .time = v.time,
				  .line = 1,
				  .members = members,
				  .n_members = COUNT(members),
				  .to = STR("2"),
				  .address = figure_time_address(&v.time, 1, 0, a) };
	w.time.n_said = COUNT(said);
	GOLDEN("warning", warning_render, &w);
	v = (struct warnings_view){ .vocab = vocab };
	GOLDEN("warnings-none", warnings_render, &v);
	vocab_free(vocab);
}

/* Tiles: every province of the vocabulary once, none on another. */
TEST(tiles_are_the_provinces)
{
	struct vocab *vocab = vocabulary();
	size_t n;
	const struct term *all = vocab_set(vocab, STR("provinces"), &n);
	CHECK_INT(n, PROVINCE_TILES_N);
	for (size_t i = 0; i < PROVINCE_TILES_N; i++) {
		const struct province_tile *t = &PROVINCE_TILES[i];
		CHECK(vocab_term(vocab, STR("provinces"), str_of(t->code)) != NULL);
		for (size_t k = 0; k < i; k++)
			CHECK(strcmp(t->code, PROVINCE_TILES[k].code) != 0 &&
			      (t->x != PROVINCE_TILES[k].x || t->y != PROVINCE_TILES[k].y));
	}
	CHECK(all != NULL);
	vocab_free(vocab);
}

/* A page with nothing else on it. */
static void soon_page(struct html *h, const struct shell *s, const struct figure_soon *soon)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, NULL, NULL, a);
	page_begin(h, s, STR("Figure"), SECTION_FIGURES);
	figure_soon_render(&p, soon);
	page_end(h, s);
}

TEST(newest_periods)
{
	static const char ROWS[] =
		"event,delay,count\n"
		"2025-03,0,4\n2025-03,1,3\n2025-03,2,1\n2025-04,0,5\n2025-04,1,2\n2025-04,2,2\n"
		"2025-05,0,3\n2025-05,1,4\n2025-06,0,4\n2025-06,1,3\n2025-07,0,2\n2025-07,1,3\n"
		"2025-07,2,2\n2025-08,0,4\n2025-08,1,2\n2025-09,0,3\n";
	AUTO_ARENA *a = arena_new(0);
	struct figure_soon s = {
		.there = true, .o = { .now = -1, .max_delay = -1, .conf = 0.95, .above = NUM_NAN }
	};
	struct csv_problems ps;
	struct err e;
	CHECK_OK(nowcast_read(str_of(ROWS), LANG_EN, a, &s.table, &ps, &e), &e);
	CHECK_OK(nowcast_learn(&s.table, &s.o, a, &s.delay, &e), &e);
	nowcast_predict(&s.table.series[0], &s.delay, &s.o, a, &s.points, &s.n);
	s.notes[0] = STR("Left <out>: 3.");
	GOLDEN("figure-soon", soon_page, &s);
}

/* A figure of persons of whom some may be one. */
TEST(a_figure_that_moves_with_what_is_decided)
{
	struct vocab *vocab = vocabulary();
	struct figure_view v = { .vocab = vocab,
				 .org = STR("Example Monitor"),
				 .head = 120,
				 .counted = true,
				 .page = 1,
				 .words = { .count = STR("persons") },
				 .waiting = 3,
				 .least = 40,
				 .expected = 41,
				 .fig = { .number = STR("F-00001"),
					  .title = STR("Example figure"),
					  .rule = STR("{\"count\":\"persons\"}"),
					  .rule_seq = 7,
					  .as_of = 120,
					  .count = 42 } };
	GOLDEN("figure-waiting", figure_render, &v);
	vocab_free(vocab);
}
