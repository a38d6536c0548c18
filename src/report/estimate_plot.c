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
		.foot = words_assumption(0, p->lang),
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

/* "A and B, not C": of many lists that would be longer than it helps. */
static struct str on_words(const struct est_page *p, uint32_t on)
{
	enum { NAMED = 4 };
	const struct cells *c = p->r->cells;
	struct str in = STR("");
	struct str out = STR("");
	uint32_t n = 0;
	for (size_t j = 0; j < c->n_lists; j++)
		n += on >> j & 1;
	struct str arg[] = { est_count(p, n), STR("") };
	if (n == c->n_lists)
		return tr_fmt(p->a, p->lang, MSG_P("all {1} lists", "هر {1} فهرست"), arg, 1);
	if (c->n_lists > NAMED && n != 1)
		return tr_fmt(p->a, p->lang, MSG_P("{1} lists", "{1} فهرست"), arg, 1);
	for (size_t j = 0; j < c->n_lists; j++) {
		struct str *to = on >> j & 1 ? &in : &out;
		struct str name = text_isolate(p->a, p->r->lists[j].name);
		struct str two[] = { *to, name };
		*to = to->n ? tr_fmt(p->a, p->lang, MSG_P("{1} and {2}", "{1} و {2}"), two, 2)
			    : name;
	}
	arg[0] = in;
	arg[1] = out;
	return tr_fmt(p->a, p->lang,
		      n == 1 ? MSG_P("only {1}", "تنها {1}") : MSG_P("{1}, not {2}", "{1}، نه {2}"),
		      arg, 2);
}

static struct chart_overlap_row on_none(const struct est_page *p)
{
	const struct estimate_result *r = p->r;
	const double n = (double)r->cells->total;
	const bool refused = r->verdict == ESTIMATE_REFUSED;
	return (struct chart_overlap_row){
		.count = NUM_NAN,
		.text = refused ? tr(p->lang, MSG_P("not known", "دانسته نیست"))
				: est_interval(p, r->range.lo - n, r->range.hi - n),
		.words = tr(p->lang, refused ? MSG_P("on none", "در هیچ‌یک")
					     : MSG_P("on none: the estimate",
						     "در هیچ‌یک: برآورد")),
	};
}

static void describe_overlap(const struct est_page *p, struct chart *ret)
{
	const struct cells *c = p->r->cells;
	struct chart_overlap_row *rows = NEW_N(p->a, c->n + 1, struct chart_overlap_row);
	struct str *names = NEW_N(p->a, c->n_lists, struct str);
	int64_t *sizes = NEW_N(p->a, c->n_lists, int64_t);
	for (size_t j = 0; j < c->n_lists; j++) {
		names[j] = p->r->lists[j].name;
		sizes[j] = p->r->lists[j].people;
	}
	for (size_t i = 0; i < c->n; i++)
		rows[i] = (struct chart_overlap_row){ c->p[i].on, (double)c->p[i].count,
						      est_count(p, (double)c->p[i].count),
						      on_words(p, c->p[i].on) };
	rows[c->n] = on_none(p);
	struct str arg[] = { est_count(p, (double)c->total), est_count(p, (double)c->n_lists),
			     rows[c->n].text };
	*ret = (struct chart){
		.kind = CHART_OVERLAP,
		.lang = p->lang,
		.title = tr(p->lang, MSG_P("How the lists overlap",
					   "هم‌پوشانی فهرست‌ها")),
		.desc = tr_fmt(
			p->a, p->lang,
			MSG_P("{1} people on {2} lists. Each row: the people found on exactly these lists. On none: {3}.",
			      "{1} نفر در {2} فهرست. هر ردیف: کسانی که درست در همین فهرست‌ها هستند. در هیچ‌یک: {3}."),
			arg, COUNT(arg)),
		.foot = p->r->verdict == ESTIMATE_REFUSED ? STR("") : words_assumption(0, p->lang),
	};
	ret->of.overlap = (struct chart_overlap){ names,      sizes,
						  c->n_lists, tr(p->lang, MSG_P("People", "نفر")),
						  rows,	      c->n + 1 };
}

void est_put_overlap(const struct est_page *p)
{
	const struct cells *c = p->r->cells;
	struct chart chart;
	describe_overlap(p, &chart);
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"ov\"><header><h2 id=\"ov\">");
	html_text(p->h, chart.title);
	html_lit(p->h, "</h2><p class=\"muted\">");
	est_say(p,
		MSG_P("Each row: the people found on exactly these lists",
		      "هر ردیف: کسانی که درست در همین فهرست‌ها هستند"));
	html_lit(p->h,
		 "</p></header><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
	html_attr(p->h,
		  tr(p->lang, MSG_P("Table of overlaps", "جدول هم‌پوشانی‌ها")));
	html_lit(p->h, "\">");
	chart_upset(p->h, &chart);
	html_lit(p->h, "</div>");
	if (c->n > CHART_ROWS_MAX) {
		struct str arg[] = { est_count(p, (double)(c->n - CHART_ROWS_MAX)) };
		html_el_class(p->h, "p", "small",
			      tr_fmt(p->a, p->lang,
				     MSG_P("... and {1} more rows.", "... و {1} ردیف دیگر."), arg,
				     1));
	}
	html_lit(p->h, "</section>\n");
}

/* ---- for files ------------------------------------------------------------------------ */

bool report_estimate_density(const struct estimate_result *r, enum lang lang, struct arena *a,
			     struct chart *ret)
{
	const struct est_page p = { NULL, r, lang, a };
	return r->verdict != ESTIMATE_REFUSED && describe(&p, ret);
}

void report_estimate_overlap(const struct estimate_result *r, enum lang lang, struct arena *a,
			     struct chart *ret)
{
	const struct est_page p = { NULL, r, lang, a };
	describe_overlap(&p, ret);
}
