/* SPDX-License-Identifier: GPL-3.0-or-later */
/* upset.c - how lists overlap, for a page: a table whose cells are dots and whose rows have bars. */
#include "chart/chart_priv.h"

static void put_dots(struct html *h, const struct chart *c, uint32_t on)
{
	for (size_t k = 0; k < c->of.overlap.n_lists; k++) {
		bool in = on >> k & 1;
		html_lit(h, "<td class=\"d\"><span class=\"dot");
		html_if(h, in, " on");
		html_lit(h, "\"></span><span class=\"vh\">");
		html_text(h, tr(c->lang, in ? MSG_P("yes", "آری") : MSG_P("no", "نه")));
		html_lit(h, "</span></td>");
	}
}

static void put_head(struct html *h, const struct chart *c, struct arena *a)
{
	const struct chart_overlap *o = &c->of.overlap;
	html_lit(h, "<thead><tr>");
	for (size_t k = 0; k < o->n_lists; k++) {
		html_lit(h, "<th scope=\"col\" class=\"d\">");
		html_text(h, o->lists[k]);
		html_lit(h, "<br><span class=\"muted\">");
		html_text(h, num_text(a, c->lang, o->sizes[k]));
		html_lit(h, "</span></th>");
	}
	html_lit(h, "<th scope=\"col\" class=\"r\">");
	html_text(h, o->people);
	html_lit(h, "</th><th scope=\"col\"><span class=\"vh\">");
	html_text(h, tr(c->lang, MSG_P("Drawn", "نمودار")));
	html_lit(h, "</span></th><th scope=\"col\">");
	html_text(h, tr(c->lang, MSG_P("In words", "به زبان ساده")));
	html_lit(h, "</th></tr></thead>");
}

/* Those on no list: a bar without an end, since what is drawn there is not counted. */
static void put_row(struct html *h, const struct chart *c, const struct chart_overlap_row *row,
		    double max)
{
	html_lit(h, "<tr>");
	put_dots(h, c, row->on);
	html_lit(h, "<td class=\"r\">");
	html_if(h, !row->on, "<b>");
	html_text(h, row->text);
	html_if(h, !row->on, "</b>");
	if (!row->on) {
		html_lit(h, "</td><td><span class=\"hbar\" aria-hidden=\"true\" "
			    "style=\"background:none\"><i class=\"open\" style=\"--a:0;--w:100\">");
	} else {
		html_lit(h, "</td><td><span class=\"hbar strong\" aria-hidden=\"true\" "
			    "style=\"background:none\"><i style=\"--a:0;");
		html_style_num(h, "w", isfinite(row->count) ? 100 * row->count / max : 0);
		html_lit(h, "\">");
	}
	html_lit(h, "</i></span></td>");
	html_el_class(h, "td", "src", row->words);
	html_lit(h, "</tr>\n");
}

void chart_upset(struct html *h, const struct chart *c)
{
	AUTO_ARENA *a = arena_new(0);
	const struct chart_overlap *o = &c->of.overlap;
	double max = 1;
	for (size_t i = 0; i < o->n; i++)
		if (o->p[i].on && isfinite(o->p[i].count))
			max = fmax(max, o->p[i].count);
	html_lit(h, "<table class=\"upset\"><caption class=\"vh\">");
	html_text(h, c->title);
	html_lit(h, "</caption>");
	put_head(h, c, a);
	html_lit(h, "<tbody>\n");
	for (size_t i = 0; i < o->n; i++)
		if (i < CHART_ROWS_MAX || !o->p[i].on)
			put_row(h, c, &o->p[i], max);
	html_lit(h, "</tbody></table>");
}
