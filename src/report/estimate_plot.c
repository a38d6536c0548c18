/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estimate_plot.c - what one can see: how plausible each total is, and how the lists overlap. */
#include "report/estimate_priv.h"

#include "estimate/words.h"

/* Of the drawing, in its own units. */
enum { LEFT = 12, RIGHT = 390, TOP = 46, BASE = 180, TICKS = 5 };

static int64_t x_at(const struct estimate_curve *c, double v)
{
	double share = (v - c->lo) / (c->hi - c->lo);
	share = share < 0 ? 0 : share > 1 ? 1 : share;
	return (int64_t)nearbyint(LEFT + share * (RIGHT - LEFT));
}

static int64_t y_at(double y, double max)
{
	return (int64_t)nearbyint(BASE - y / max * (BASE - TOP));
}

static void point(struct html *h, int64_t x, int64_t y)
{
	html_int(h, x);
	html_lit(h, ",");
	html_int(h, y);
	html_lit(h, " ");
}

static double value_at(const struct estimate_curve *c, size_t i)
{
	return c->lo + (c->hi - c->lo) * (double)i / (double)(c->n - 1);
}

static double highest(const struct estimate_curve *c)
{
	double max = 0;
	for (size_t i = 0; i < c->n; i++)
		max = c->y[i] > max ? c->y[i] : max;
	return max;
}

/* 1, 2 or 5 times a power of ten, so that about TICKS fit. */
static double tick_step(double span)
{
	static const double NICE[] = { 1, 2, 5, 10 };
	double unit = pow(10, floor(log10(span / TICKS)));
	for (size_t i = 0; i < COUNT(NICE); i++)
		if (span / (NICE[i] * unit) <= TICKS + 1)
			return NICE[i] * unit;
	return 10 * unit;
}

static void put_axis(const struct est_page *p, const struct estimate_curve *c)
{
	struct html *h = p->h;
	double step = tick_step(c->hi - c->lo);
	html_lit(h, "<line class=\"ax\" x1=\"12\" y1=\"180\" x2=\"390\" y2=\"180\"/>");
	double v = ceil(c->lo / step) * step;
	while (v <= c->hi) {
		int64_t x = x_at(c, v);
		html_lit(h, "<line class=\"gr\" y1=\"180\" y2=\"186\" x1=\"");
		html_int(h, x);
		html_lit(h, "\" x2=\"");
		html_int(h, x);
		html_lit(h, "\"/><text class=\"lo\" y=\"202\" text-anchor=\"middle\" x=\"");
		html_int(h, x);
		html_lit(h, "\">");
		html_text(h, est_count(p, v));
		html_lit(h, "</text>");
		v += step;
	}
}

static void put_curve(const struct est_page *p, const struct estimate_curve *c, double lo,
		      double hi)
{
	struct html *h = p->h;
	double max = highest(c);
	int64_t last = x_at(c, lo);
	html_lit(h, "<polygon class=\"bd\" points=\"");
	point(h, last, BASE);
	for (size_t i = 0; i < c->n; i += 4) {
		double v = value_at(c, i);
		if (v < lo || v > hi)
			continue;
		last = x_at(c, v);
		point(h, last, y_at(c->y[i], max));
	}
	point(h, last, BASE);
	html_lit(h, "\"/><polyline class=\"ln\" points=\"");
	for (size_t i = 0; i < c->n; i += 4)
		point(h, x_at(c, value_at(c, i)), y_at(c->y[i], max));
	html_lit(h, "\"/>");
}

static void put_chances(const struct est_page *p, const struct lcmcr_result *m)
{
	const struct {
		struct msg chance;
		double v;
	} rows[] = { { MSG("97.5 in 100", "۹۷٫۵ از ۱۰۰"), m->lo },
		     { MSG("75 in 100", "۷۵ از ۱۰۰"), m->half.lo },
		     { MSG("50 in 100", "۵۰ از ۱۰۰"), m->median },
		     { MSG("25 in 100", "۲۵ از ۱۰۰"), m->half.hi },
		     { MSG("2.5 in 100", "۲٫۵ از ۱۰۰"), m->hi } };
	html_lit(p->h, "<details><summary>");
	est_say(p, MSG_P("Show as a table", "نمایش به صورت جدول"));
	html_lit(p->h, "</summary><table><thead><tr><th scope=\"col\">");
	est_say(p, MSG_P("Chance that the total is above",
			 "احتمال این‌که شمار کل بیشتر باشد از"));
	html_lit(p->h, "</th><th scope=\"col\" class=\"r\">");
	est_say(p, MSG_P("Total", "شمار کل"));
	html_lit(p->h, "</th></tr></thead><tbody>");
	for (size_t i = 0; i < COUNT(rows); i++) {
		html_lit(p->h, "<tr><th scope=\"row\">");
		est_say(p, &rows[i].chance);
		html_lit(p->h, "</th>");
		html_el_class(p->h, "td", "r", est_count(p, rows[i].v));
		html_lit(p->h, "</tr>");
	}
	html_lit(p->h, "</tbody></table></details>");
}

void est_put_density(const struct est_page *p)
{
	const struct lcmcr_result *m = &p->r->lcmcr;
	const struct estimate_curve *c = &m->density;
	if (!m->head.made || c->n < 2 || !(highest(c) > 0))
		return;
	struct str arg[] = { est_count(p, (double)p->r->cells->total), est_count(p, m->lo),
			     est_count(p, m->hi) };
	html_lit(p->h, "<section class=\"block heavy\" aria-labelledby=\"dn\"><h2 id=\"dn\">");
	est_say(p, MSG_P("Plausible totals, by the latent classes",
			 "شمارهای محتمل، به گفتهٔ رده‌های پنهان"));
	html_lit(
		p->h,
		"</h2><figure class=\"chart\"><svg class=\"plot\" viewBox=\"0 0 400 232\" role=\"img\" "
		"aria-labelledby=\"pt pd\"><title id=\"pt\">");
	est_say(p, MSG_P("Plausible totals", "شمارهای محتمل"));
	html_lit(p->h, "</title><desc id=\"pd\">");
	html_text(
		p->h,
		tr_fmt(p->a, p->lang,
		       MSG_P("A curve. Documented: {1}. 95 in 100 of the weight lie between {2} and {3}. The table below has the same figures.",
			     "یک منحنی. ثبت‌شده: {1}. ۹۵ درصد وزن میان {2} و {3} است. جدول زیر همین رقم‌ها را دارد."),
		       arg, 3));
	html_lit(p->h, "</desc>");
	put_curve(p, c, m->lo, m->hi);
	put_axis(p, c);
	html_lit(p->h, "<text class=\"lo\" x=\"200\" y=\"226\" text-anchor=\"middle\">");
	est_say(p, MSG_P("People in all; shaded: 95 in 100", "شمار کل؛ سایه: ۹۵ درصد"));
	html_lit(p->h, "</text></svg></figure>");
	put_chances(p, m);
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
	html_lit(p->h, "</p></header><div class=\"scroll\" tabindex=\"0\" role=\"region\" "
		       "aria-labelledby=\"ov\"><table class=\"upset\">");
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
