/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table.c - the numbers of a chart as a table, for those who do not see it and those who want to check. */
#include "chart/chart_priv.h"

struct sheet {
	struct html *h;
	enum lang lang;
	struct arena *a;
};

static void head(const struct sheet *s, struct str words, bool right)
{
	if (right)
		html_lit(s->h, "<th scope=\"col\" class=\"r\">");
	else
		html_lit(s->h, "<th scope=\"col\">");
	html_text(s->h, words);
	html_lit(s->h, "</th>");
}

static void row_head(const struct sheet *s, struct str words)
{
	html_lit(s->h, "<tr><th scope=\"row\">");
	html_text(s->h, words);
	html_lit(s->h, "</th>");
}

static void number(const struct sheet *s, double v, int places)
{
	struct str text = STR("–");
	if (isfinite(v) && places == 0)
		text = num_text(s->a, s->lang, (int64_t)nearbyint(fmin(v, 9e15)));
	else if (isfinite(v))
		text = decimal_text(s->a, s->lang, v, places);
	html_el_class(s->h, "td", "r", text);
}

static void put_series(const struct sheet *s, const struct chart_series *c)
{
	bool ordinary = false;
	bool remarks = false;
	for (size_t i = 0; i < c->n; i++) {
		ordinary = ordinary || isfinite(c->p[i].upper) || isfinite(c->p[i].expected);
		remarks = remarks || c->p[i].remark.n;
	}
	head(s, tr(s->lang, MSG_P("Period", "دوره")), false);
	head(s, tr(s->lang, MSG_P("Recorded", "ثبت‌شده")), true);
	if (ordinary) {
		head(s, tr(s->lang, MSG_P("Expected", "انتظار")), true);
		head(s, tr(s->lang, MSG_P("Ordinary up to", "عادی تا")), true);
	}
	if (remarks)
		head(s, tr(s->lang, MSG_P("Remark", "یادداشت")), false);
	html_lit(s->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < c->n; i++) {
		row_head(s, c->p[i].label);
		number(s, c->p[i].value, 0);
		if (ordinary) {
			number(s, c->p[i].expected, 1);
			number(s, c->p[i].upper, 0);
		}
		if (remarks)
			html_el(s->h, "td", c->p[i].remark);
		html_lit(s->h, "</tr>\n");
	}
}

static void put_density(const struct sheet *s, const struct chart_density *c)
{
	head(s, c->chance, false);
	head(s, c->total, true);
	html_lit(s->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < c->n_chances; i++) {
		row_head(s, c->chances[i].chance);
		number(s, c->chances[i].value, 0);
		html_lit(s->h, "</tr>\n");
	}
}

static void put_bars(const struct sheet *s, const struct chart_bars *c)
{
	head(s, c->head, false);
	head(s, c->value, true);
	html_lit(s->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < c->n; i++) {
		row_head(s, c->p[i].label);
		html_el_class(s->h, "td", "r", c->p[i].text);
		html_lit(s->h, "</tr>\n");
	}
}

static void put_overlap(const struct sheet *s, const struct chart_overlap *c)
{
	for (size_t k = 0; k < c->n_lists; k++)
		head(s, c->lists[k], false);
	head(s, c->people, true);
	html_lit(s->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < c->n; i++) {
		html_lit(s->h, "<tr>");
		for (size_t k = 0; k < c->n_lists; k++)
			html_el(s->h, "td",
				tr(s->lang,
				   c->p[i].on >> k & 1 ? MSG_P("yes", "آری") : MSG_P("no", "نه")));
		html_el_class(s->h, "td", "r", c->p[i].text);
		html_lit(s->h, "</tr>\n");
	}
}

static void put_tiles(const struct sheet *s, const struct chart_tiles *c)
{
	head(s, c->place, false);
	head(s, tr(s->lang, MSG_P("Tile", "خانه")), false);
	head(s, c->value, true);
	html_lit(s->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < c->n; i++) {
		row_head(s, c->p[i].name);
		html_el(s->h, "td", c->p[i].code);
		number(s, c->p[i].value, 0);
		html_lit(s->h, "</tr>\n");
	}
}

void chart_table(struct html *h, const struct chart *c)
{
	AUTO_ARENA *a = arena_new(0);
	struct sheet s = { h, c->lang, a };
	html_lit(h, "<details><summary>");
	html_text(h, tr(c->lang, MSG_P("Show as a table", "نمایش به صورت جدول")));
	html_lit(h, "</summary><table><caption class=\"vh\">");
	html_text(h, c->title);
	html_lit(h, "</caption><thead><tr>");
	switch (c->kind) {
	case CHART_SERIES:
		put_series(&s, &c->of.series);
		break;
	case CHART_DENSITY:
		put_density(&s, &c->of.density);
		break;
	case CHART_BARS:
		put_bars(&s, &c->of.bars);
		break;
	case CHART_OVERLAP:
		put_overlap(&s, &c->of.overlap);
		break;
	case CHART_TILES:
		put_tiles(&s, &c->of.tiles);
		break;
	}
	html_lit(h, "</tbody></table></details>\n");
}
