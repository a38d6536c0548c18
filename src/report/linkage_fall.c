/* SPDX-License-Identifier: GPL-3.0-or-later */
/* linkage_fall.c - why a pair was taken for one person, or not quite: bars that add up. */
#include "report/linkage_priv.h"

#include "chart/fall.h"

static const struct msg FIELD = MSG("Field", "ستون");
static const struct msg FIRST = MSG("First", "نخست");
static const struct msg SECOND = MSG("Second", "دوم");
static const struct msg WEIGHT = MSG("Weight", "وزن");
static const struct msg RUNNING = MSG("Running", "جمع تا اینجا");
static const struct msg SIDES = MSG("Against | for", "علیه | به سود");

static struct chart_fall reach_of(const struct linkage_fall *f)
{
	struct chart_fall r = { 0, 0 };
	const int64_t seen[] = { f->prior, f->total, f->total - f->together };
	for (size_t i = 0; i < COUNT(seen); i++)
		chart_fall_fit(&r, seen[i]);
	for (size_t i = 0; i < f->n_bars; i++)
		chart_fall_fit(&r, f->bars[i].running);
	return r;
}

static void put_bar(const struct link_page *p, struct chart_fall r, int64_t from, int64_t to,
		    bool sum)
{
	html_lit(p->h, "<td>");
	if (from != to)
		chart_fall_bar(p->h, r, from, to, sum);
	html_lit(p->h, "</td>");
}

static void put_bits(const struct link_page *p, const struct msg *label, int64_t milli, bool sign)
{
	struct str digits = link_page_decimal(p, (double)(milli < 0 ? -milli : milli) / 1000, 1);
	html_lit(p->h, "<td class=\"r\" data-l=\"");
	html_attr(p->h, tr(p->lang, label));
	html_lit(p->h, "\">");
	struct str signed_text = milli < 0	 ? str_join(p->a, STR("−"), digits)
				 : sign && milli ? str_join(p->a, STR("+"), digits)
						 : digits;
	html_bdi(p->h, signed_text, STR(""), HTML_LTR);
	html_lit(p->h, "</td>");
}

static void put_given(const struct link_page *p, const struct msg *label, struct str s)
{
	html_lit(p->h, "<td data-l=\"");
	html_attr(p->h, tr(p->lang, label));
	html_lit(p->h, "\">");
	if (s.n)
		link_page_given(p, s);
	else
		html_el_class(p->h, "span", "muted", tr(p->lang, MSG_P("not given", "نیامده")));
	html_lit(p->h, "</td>");
}

/* A row that is of no field. */
static void put_other(const struct link_page *p, struct chart_fall r, const struct msg *name,
		      struct str why, int64_t from, int64_t to, bool sum)
{
	html_lit(p->h, "<tr><th scope=\"row\">");
	link_page_say(p, name);
	html_lit(p->h, "</th><td colspan=\"2\" class=\"muted\">");
	html_text(p->h, why);
	html_lit(p->h, "</td>");
	put_bar(p, r, from, to, sum);
	put_bits(p, &WEIGHT, to - from, true);
	put_bits(p, &RUNNING, to, false);
	html_lit(p->h, "</tr>\n");
}

static void put_fall(const struct link_page *p, const struct linkage_fall *f)
{
	struct chart_fall r = reach_of(f);
	struct str chance = link_page_decimal(p, 100 * f->probability, 1);
	html_lit(p->h, "<h3>");
	link_page_given(p, f->a);
	html_lit(p->h, " · ");
	link_page_given(p, f->b);
	html_lit(p->h, "</h3>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
	html_attr(p->h, tr(p->lang, MSG_P("Weights", "وزن‌ها")));
	html_lit(p->h, "\"><table class=\"fall cards\"><thead><tr>");
	link_page_head_cell(p, &FIELD, false);
	link_page_head_cell(p, &FIRST, false);
	link_page_head_cell(p, &SECOND, false);
	link_page_head_cell(p, &SIDES, false);
	link_page_head_cell(p, &WEIGHT, true);
	link_page_head_cell(p, &RUNNING, true);
	html_lit(p->h, "</tr></thead><tbody>\n");
	put_other(p, r, MSG_P("Before comparing", "پیش از سنجیدن"),
		  tr(p->lang,
		     MSG_P("few pairs of records are one person",
			   "جفت‌های اندکی از ردیف‌ها یک نفرند")),
		  0, f->prior, false);
	for (size_t i = 0; i < f->n_bars; i++) {
		const struct linkage_bar *b = &f->bars[i];
		html_lit(p->h, "<tr><th scope=\"row\">");
		link_page_given(p, b->field);
		html_lit(p->h, "<br><span class=\"src\">");
		html_text(p->h, b->what.n
					? b->what
					: tr(p->lang, MSG_P("cannot be compared", "سنجیدنی نیست")));
		html_lit(p->h, "</span></th>");
		put_given(p, &FIRST, b->a);
		put_given(p, &SECOND, b->b);
		put_bar(p, r, b->running - b->milli, b->running, false);
		put_bits(p, &WEIGHT, b->milli, true);
		put_bits(p, &RUNNING, b->running, false);
		html_lit(p->h, "</tr>\n");
	}
	if (f->together)
		put_other(p, r, MSG_P("Said twice", "دو بار گفته"),
			  tr(p->lang, MSG_P("who shares one of these often shares the other",
					    "آن که یکی را مشترک دارد اغلب دیگری را هم دارد")),
			  f->total - f->together, f->total, false);
	put_other(
		p, r, MSG_P("Total", "روی هم"),
		tr_fmt(p->a, p->lang,
		       MSG_P("one person with a probability of {1} %, other candidates considered",
			     "یک نفر با احتمال {1} ٪، با توجه به نامزدهای دیگر"),
		       &chance, 1),
		0, f->total, true);
	html_lit(p->h, "</tbody></table></div>\n");
}

static void put_side(const struct link_page *p, const struct linkage_sheet *s, bool accepted,
		     const struct msg *title)
{
	bool said = false;
	for (size_t i = 0; i < s->n_falls; i++) {
		if (s->falls[i].accepted != accepted)
			continue;
		if (!said) {
			html_lit(p->h, "<p><b>");
			link_page_say(p, title);
			html_lit(p->h, "</b></p>\n");
		}
		said = true;
		put_fall(p, &s->falls[i]);
	}
}

void link_page_put_falls(const struct link_page *p, const struct linkage_sheet *s)
{
	if (!s->n_falls)
		return;
	struct str at = link_page_decimal(p, 100 * s->accept, 0);
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"near\"><h2 id=\"near\">");
	link_page_say(p, MSG_P("Pairs nearest to the threshold",
			       "نزدیک‌ترین جفت‌ها به آستانه"));
	html_lit(p->h, "</h2>\n<p class=\"small\">");
	html_text(
		p->h,
		tr_fmt(p->a, p->lang,
		       MSG_P("From {1} % on a pair is accepted without anybody looking. Read these: if one of the accepted is two people, or "
			     "most of the others are one, the lists need reading before their count is used.",
			     "از {1} ٪ به بالا جفت بی آنکه کسی ببیند پذیرفته می‌شود. اینها را بخوانید: اگر یکی از پذیرفته‌ها دو نفر است، یا بیشتر "
			     "دیگران یک نفرند، فهرست‌ها پیش از به کار بردن شمارشان باید خوانده شوند."),
		       &at, 1));
	html_lit(p->h, "</p>\n");
	put_side(p, s, true,
		 MSG_P("The last that were accepted", "واپسین پذیرفته‌ها"));
	put_side(p, s, false,
		 MSG_P("The first that were not", "نخستین پذیرفته‌نشده‌ها"));
	html_lit(p->h, "</section>\n");
}
