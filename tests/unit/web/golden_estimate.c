/* SPDX-License-Identifier: GPL-3.0-or-later */
/* golden_estimate.c - the page that says how many are missing, from plain values (golden.h): asked, lacking, refused. */
#include "golden.h"

#include "web/page_estimate.h"

enum { LISTS = 3, TABLES = 2 };

/* Invented. On the third list is nobody whom the others have, so nothing joins it to them. */
static void work(struct arena *a, const struct figure *f, struct estimate_work *w)
{
	static const char *const NAMES[LISTS] = { "Example <list> A", "Example list B",
						  "فهرست نمونه پ" };
	static const struct cell ROWS[] = { { 1, 60 }, { 2, 50 }, { 3, 48 }, { 4, 83 } };
	const struct estimate_options o = { .methods = ESTIMATE_CHAO, .seed = 4 };
	struct err e;
	*w = (struct estimate_work){ .fig = *f, .o = { .n_lists = LISTS, .n = TABLES } };
	w->drawn.lists = NEW_N(a, LISTS, struct linkage_drawn_list);
	for (size_t i = 0; i < LISTS; i++) {
		w->names[i] = str_of(NAMES[i]);
		w->drawn.lists[i] =
			(struct linkage_drawn_list){ .number = str_printf(a, "I-0000%zu", i + 1),
						     .label = w->names[i],
						     .records = 110 - 2 * (int64_t)i,
						     .unnamed = (int64_t)i,
						     .outside = 1,
						     .apart = 2,
						     .duplicates = i == 1 ? 1.5 : 0 };
	}
	for (size_t i = 0; i < TABLES; i++)
		CHECK_OK(cells_make(w->names, LISTS, ROWS, COUNT(ROWS), a, &w->tables[i], &e), &e);
	CHECK_OK(estimate_linkages(w->tables, TABLES, &o, a, &w->r, &e), &e);
	CHECK_INT(w->r.shown.verdict, ESTIMATE_REFUSED);
	w->r.shown.seconds = 0;
	w->made = true;
}

TEST(estimates)
{
	AUTO_ARENA *a = arena_new(0);
	struct figure f = { .number = STR("F-00001"),
			    .title = STR("Executions <since> 2020"),
			    .title_fa = STR("اعدام‌ها از ۲۰۲۰"),
			    .rule = STR("{}") };
	struct list_summary lists[LISTS] = {
		{ .number = STR("I-00001"), .label = STR("Example <list> A"), .standing = 110 },
		{ .number = STR("I-00002"), .label = STR("Example list B"), .standing = 1 },
		{ .number = STR("I-00003"), .standing = 106 },
	};
	struct estimate_view v = {
		.figures = &f, .n_figures = 1, .lists = lists, .n_lists = LISTS
	};
	struct estimate_work *w = NEW(a, struct estimate_work);
	GOLDEN("estimate-lacking", estimate_render, &v);
	v.linked = true;
	v.wrong = STR("fewer than three lists were chosen");
	GOLDEN("estimate-asked", estimate_render, &v);
	v.wrong = STR("");
	work(a, &f, w);
	v.w = w;
	GOLDEN("estimate-refused", estimate_render, &v);
}
