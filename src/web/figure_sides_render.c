/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure_sides_render.c - what different sources say of one number, side by side. */
#include "web/page_figure.h"

/* Whole numbers of a claim; false where it has none. */
static bool bounds(const struct claim_row *c, int64_t *lo, int64_t *hi)
{
	if (c->unknown || c->value.type != VALUE_QUANTITY)
		return false;
	*lo = c->value.u.quantity.has_lo ? c->value.u.quantity.lo : 0;
	*hi = c->value.u.quantity.has_hi ? c->value.u.quantity.hi : -1;
	return true;
}

static int64_t scale_top(const struct figure_view *v)
{
	int64_t most = v->counted ? v->fig.count : 0;
	int64_t step = 10;
	for (size_t i = 0; i < v->fig.n_reported; i++) {
		int64_t lo;
		int64_t hi;
		if (!bounds(&v->fig.reported[i], &lo, &hi))
			continue;
		most = lo > most ? lo : most;
		most = hi > most ? hi : most;
	}
	/* A round number above: room for the bars that have no upper end. */
	while (step < most && step < INT64_MAX / 20)
		step *= 10;
	for (int64_t part = step / 10; part > 0 && part <= step; part += step / 10)
		if (part > most + most / 8)
			return part;
	return step * 2;
}

static void bar(const struct part *p, double at, double width, bool open)
{
	html_lit(p->h, "<span class=\"hbar\" aria-hidden=\"true\"><i");
	html_if(p->h, open, " class=\"open\"");
	html_lit(p->h, " style=\"");
	html_style_num(p->h, "a", at);
	html_style_num(p->h, "w", width);
	html_lit(p->h, "\"></i></span>");
}

/* "Over 1,200" begins there and has no end; an exact number is a bar from zero. */
static void reported_bar(const struct part *p, const struct claim_row *c, int64_t top)
{
	int64_t lo;
	int64_t hi;
	double unit = 100.0 / (double)top;
	if (!bounds(c, &lo, &hi))
		return;
	if (hi < 0)
		bar(p, (double)lo * unit, 100.0 - (double)lo * unit, true);
	else if (lo == hi)
		bar(p, 0, (double)hi * unit, false);
	else
		bar(p, (double)lo * unit, (double)(hi - lo) * unit, false);
}

static void figure_cell(const struct part *p)
{
	html_lit(p->h, "<td class=\"r nowrap\" data-l=\"");
	html_attr(p->h, tr(p->lang, MSG_P("Figure", "رقم")));
	html_lit(p->h, "\"><b>");
}

static void reported_row(const struct part *p, const struct claim_row *c, int64_t top)
{
	html_lit(p->h, "<tr><th scope=\"row\">");
	if (c->source.id)
		part_entity(p, c->source.kind, c->source.no);
	else
		part_say(p, MSG_P("source not readable", "منبع خواندنی نیست"));
	if (claim_has_qualifiers(c)) {
		html_lit(p->h, " <span class=\"src\" style=\"display:block;font-weight:400\">");
		part_qualifiers(p, c);
		html_lit(p->h, "</span>");
	}
	html_lit(p->h, "</th>");
	figure_cell(p);
	part_value(p, &c->value);
	html_lit(p->h, "</b></td><td>");
	reported_bar(p, c, top);
	html_lit(p->h, "</td><td class=\"src\" data-l=\"");
	html_attr(p->h, tr(p->lang, MSG_P("Stated in", "گفته در")));
	html_lit(p->h, "\">");
	part_source(p, c);
	html_lit(p->h, "</td></tr>\n");
}

static void counted_row(const struct part *p, const struct figure_view *v, int64_t top)
{
	html_lit(p->h, "<tr><th scope=\"row\">");
	part_say(p, MSG_P("This register: cases counted", "این دفتر: موردهای شمرده"));
	html_lit(p->h, "</th>");
	figure_cell(p);
	html_lit(p->h, "<a class=\"num\" href=\"#cases\">");
	html_text(p->h, num_text(p->a, p->lang, v->fig.count));
	html_lit(p->h,
		 "</a></b></td><td><span class=\"hbar strong\" aria-hidden=\"true\"><i style=\"");
	html_style_num(p->h, "a", 0);
	html_style_num(p->h, "w", 100.0 * (double)v->fig.count / (double)top);
	html_lit(p->h, "\"></i></span></td><td class=\"src\" data-l=\"");
	html_attr(p->h, tr(p->lang, MSG_P("Stated in", "گفته در")));
	html_lit(p->h, "\"><a href=\"#cases\">");
	part_say(p, MSG_P("List of cases", "فهرست موردها"));
	html_lit(p->h, "</a></td></tr>\n");
}

void figure_sides_render(const struct part *p, const struct figure_view *v)
{
	int64_t top = scale_top(v);
	struct str top_text = num_text(p->a, p->lang, top);
	html_lit(
		p->h,
		"<section class=\"block heavy\" id=\"s1\" aria-labelledby=\"sf\"><header><h2 id=\"sf\">");
	part_say(p, MSG_P("What different sources say",
			  "منابع گوناگون چه می‌گویند"));
	html_lit(p->h, "</h2><p class=\"muted\">");
	html_text(p->h,
		  tr_fmt(p->a, p->lang, MSG_P("Scale 0 to {1}", "مقیاس ۰ تا {1}"), &top_text, 1));
	html_lit(p->h, "</p></header>\n<table class=\"cards\"><thead><tr><th scope=\"col\">");
	part_say(p, MSG_P("Who counts what", "چه کسی چه می‌شمارد"));
	html_lit(p->h, "</th><th scope=\"col\" class=\"r\">");
	part_say(p, MSG_P("Figure", "رقم"));
	html_lit(p->h, "</th><th scope=\"col\"><span class=\"vh\">");
	html_text(p->h,
		  tr_fmt(p->a, p->lang, MSG_P("On a scale from 0 to {1}", "بر مقیاسی از ۰ تا {1}"),
			 &top_text, 1));
	html_lit(p->h, "</span></th><th scope=\"col\">");
	part_say(p, MSG_P("Where it is stated", "کجا گفته شده"));
	html_lit(p->h, "</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < v->fig.n_reported; i++)
		reported_row(p, &v->fig.reported[i], top);
	if (v->counted)
		counted_row(p, v, top);
	html_lit(p->h, "</tbody></table>\n<ul class=\"key\"><li><i class=\"k-ink\"></i> ");
	part_say(p, MSG_P("counted, case by case", "شمرده، مورد به مورد"));
	html_lit(
		p->h,
		"</li><li><i style=\"background:repeating-linear-gradient(90deg,var(--step-3) 0 4px,transparent 4px 7px)\"></i> ");
	part_say(p,
		 MSG_P("“over”, “at least”: no upper end given",
		       "«بیش از»، «دست‌کم»: کران بالا داده نشده"));
	html_lit(p->h, "</li></ul>\n");
	if (v->fig.n_reported > 1) {
		html_lit(p->h, "<p class=\"notice\">");
		part_say(
			p,
			MSG_P("They may differ in period, in what is counted, or in the day of counting. All stand. Cite each "
			      "with its own words.",
			      "ممکن است در دوره، در آنچه شمرده می‌شود یا در روز شمارش تفاوت داشته باشند. همه می‌مانند. هر یک را با "
			      "بیان خودش نقل کنید."));
		html_lit(p->h, "</p>");
	}
	html_lit(p->h, "</section>\n");
}
