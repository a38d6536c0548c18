/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estimate_plot.c - what one can see: how plausible each total is, and how the lists overlap. */
#include "report/estimate_priv.h"

#include "chart/chart.h"
#include "estimate/words.h"

static struct chart_chance chance(const struct est_page *p, const struct msg *words, double v)
{
	return (struct chart_chance){ tr(p->lang, words), v };
}

/* As a chart; false where there is no curve. */
static bool describe(const struct est_page *p, struct chart *ret)
{
	const struct lcmcr_result *m = &p->r->lcmcr;
	const struct estimate_curve *c = &m->density;
	double n = (double)p->r->cells->total;
	bool given = p->r->verdict == ESTIMATE_GIVEN;
	struct chart_chance *rows = NEW_N(p->a, 5, struct chart_chance);
	struct chart_mark *marks = NEW_N(p->a, 2, struct chart_mark);
	struct str arg[] = { est_count(p, n), est_count(p, m->lo), est_count(p, m->hi),
			     words_round(m->median, p->lang, p->a) };
	if (!m->head.made || c->n < 2)
		return false;
	rows[0] = chance(p, MSG_P("97.5 in 100", "۹۷٫۵ از ۱۰۰"), m->lo);
	rows[1] = chance(p, MSG_P("75 in 100", "۷۵ از ۱۰۰"), m->half.lo);
	rows[2] = chance(p, MSG_P("50 in 100", "۵۰ از ۱۰۰"), m->median);
	rows[3] = chance(p, MSG_P("25 in 100", "۲۵ از ۱۰۰"), m->half.hi);
	rows[4] = chance(p, MSG_P("2.5 in 100", "۲٫۵ از ۱۰۰"), m->hi);
	marks[0] = (struct chart_mark){
		n, tr_fmt(p->a, p->lang, MSG_P("{1} documented", "{1} ثبت‌شده"), arg, 1),
		true
	};
	marks[1] = (struct chart_mark){
		m->median, tr_fmt(p->a, p->lang, MSG_P("about {4}", "نزدیک {4}"), arg, 4), false
	};
	*ret = (struct chart){
		.kind = CHART_DENSITY,
		.lang = p->lang,
		.title = tr(p->lang, MSG_P("Plausible totals", "شمارهای محتمل")),
		.desc = tr_fmt(
			p->a, p->lang,
			MSG_P("A curve. Documented: {1}. 95 in 100 of the weight lie between {2} and {3}. The table below has the same figures.",
			      "یک منحنی. ثبت‌شده: {1}. ۹۵ درصد وزن میان {2} و {3} است. جدول زیر همین رقم‌ها را دارد."),
			arg, 3),
	};
	ret->of.density = (struct chart_density){
		.lo = c->lo,
		.hi = c->hi,
		.y = c->y,
		.n = c->n,
		.from = m->lo,
		.to = m->hi,
		.shaded = tr(p->lang, MSG_P("95 in 100", "۹۵ درصد")),
		.x = tr(p->lang,
			MSG_P("People in all; shaded: 95 in 100", "شمار کل؛ سایه: ۹۵ درصد")),
		.chance = tr(
			p->lang,
			MSG_P("Chance that the total is above",
			      "احتمال این‌که شمار کل بیشتر باشد از")),
		.total = tr(p->lang, MSG_P("Total", "شمار کل")),
		.marks = marks,
		/* Where only a range is given, nothing stands out of it. */
		.n_marks = given ? 2 : 1,
		.chances = rows,
		.n_chances = 5,
	};
	return true;
}

void est_put_density(const struct est_page *p)
{
	struct chart c;
	if (!describe(p, &c))
		return;
	html_lit(p->h, "<section class=\"block heavy\" aria-labelledby=\"dn\"><h2 id=\"dn\">");
	est_say(p, MSG_P("Plausible totals, by the latent classes",
			 "شمارهای محتمل، به گفتهٔ رده‌های پنهان"));
	html_lit(p->h, "</h2>");
	chart_figure(p->h, &c, STR("pt"));
	html_lit(p->h, "</section>\n");
}

/* ---- overlap ------------------------------------------------------------------------ */

/* More rows than this say nothing to an eye: the largest are drawn, the rest are in the JSON. */
enum { ROWS_MAX = 40 };

static void put_dots(const struct est_page *p, uint32_t on)
{
	for (size_t j = 0; j < p->r->cells->n_lists; j++) {
		bool in = on >> j & 1;
		html_lit(p->h, "<td class=\"d\"><span class=\"dot");
		html_if(p->h, in, " on");
		html_lit(p->h, "\"></span><span class=\"vh\">");
		est_say(p, in ? MSG_P("yes", "آری") : MSG_P("no", "نه"));
		html_lit(p->h, "</span></td>");
	}
}

static void put_none(const struct est_page *p)
{
	const struct estimate_result *r = p->r;
	double n = (double)r->cells->total;
	html_lit(p->h, "<tr>");
	put_dots(p, 0);
	html_lit(p->h, "<td class=\"r\"><b>");
	html_text(p->h, r->verdict == ESTIMATE_REFUSED
				? tr(p->lang, MSG_P("not known", "دانسته نیست"))
				: est_interval(p, r->range.lo - n, r->range.hi - n));
	html_lit(p->h, "</b></td><td><b>");
	est_say(p, MSG_P("on none", "در هیچ‌یک"));
	html_lit(p->h, "</b></td></tr>\n");
}

static int64_t largest(const struct cells *c)
{
	int64_t max = 1;
	for (size_t i = 0; i < c->n; i++)
		max = c->p[i].count > max ? c->p[i].count : max;
	return max;
}

static void put_overlap_head(const struct est_page *p)
{
	html_lit(p->h, "<thead><tr>");
	for (size_t j = 0; j < p->r->cells->n_lists; j++) {
		html_lit(p->h, "<th scope=\"col\" class=\"d\">");
		html_text(p->h, p->r->lists[j].name);
		html_lit(p->h, "<br><span class=\"muted\">");
		html_text(p->h, est_count(p, (double)p->r->lists[j].people));
		html_lit(p->h, "</span></th>");
	}
	html_lit(p->h, "<th scope=\"col\" class=\"r\">");
	est_say(p, MSG_P("People", "نفر"));
	html_lit(p->h, "</th><th scope=\"col\"><span class=\"vh\">");
	est_say(p, MSG_P("Drawn", "نمودار"));
	html_lit(p->h, "</span></th></tr></thead>");
}

void est_put_overlap(const struct est_page *p)
{
	const struct cells *c = p->r->cells;
	int64_t max = largest(c);
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"ov\"><header><h2 id=\"ov\">");
	est_say(p, MSG_P("How the lists overlap", "هم‌پوشانی فهرست‌ها"));
	html_lit(p->h, "</h2><p class=\"muted\">");
	est_say(p,
		MSG_P("Each row: the people found on exactly these lists",
		      "هر ردیف: کسانی که درست در همین فهرست‌ها هستند"));
	html_lit(p->h,
		 "</p></header><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
	html_attr(p->h,
		  tr(p->lang, MSG_P("Table of overlaps", "جدول هم‌پوشانی‌ها")));
	html_lit(p->h, "\"><table class=\"upset\">");
	put_overlap_head(p);
	html_lit(p->h, "<tbody>\n");
	for (size_t i = 0; i < c->n && i < ROWS_MAX; i++) {
		html_lit(p->h, "<tr>");
		put_dots(p, c->p[i].on);
		html_el_class(p->h, "td", "r", est_count(p, (double)c->p[i].count));
		html_lit(p->h,
			 "<td><span class=\"hbar strong\" aria-hidden=\"true\"><i style=\"--a:0;");
		html_style_num(p->h, "w", 100.0 * (double)c->p[i].count / (double)max);
		html_lit(p->h, "\"></i></span></td></tr>\n");
	}
	put_none(p);
	html_lit(p->h, "</tbody></table></div>");
	if (c->n > ROWS_MAX) {
		struct str arg[] = { est_count(p, (double)(c->n - ROWS_MAX)) };
		html_el_class(p->h, "p", "small",
			      tr_fmt(p->a, p->lang,
				     MSG_P("... and {1} more rows.", "... و {1} ردیف دیگر."), arg,
				     1));
	}
	html_lit(p->h, "</section>\n");
}
