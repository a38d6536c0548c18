/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure_time_render.c - a figure over time: which period, which lines, and where provinces stand as tiles. */
#include "web/figure_time.h"

#include "watch/words.h"
#include "web/page_figure.h"

static const struct msg BYS[FIGURE_BYS] = { MSG("by week", "هفتگی"),
					    MSG("by month", "ماهانهٔ میلادی"),
					    MSG("by Jalali month", "ماهانهٔ شمسی") };
static const struct msg OFS[FIGURE_OFS] = { MSG("all together", "همه با هم"),
					    MSG("by province", "به تفکیک استان"),
					    MSG("by prison", "به تفکیک زندان"),
					    MSG("by charge", "به تفکیک اتهام") };

static void choice(const struct part *p, struct str path, enum figure_by by, enum figure_of of,
		   const struct msg *words, bool now)
{
	bool more = str_has(path, STR("?"));
	html_lit(p->h, "<a href=\"");
	html_url(p->h, str_printf(p->a, "%.*s%sby=%s&of=%s#time", STR_FMT(path), more ? "&" : "?",
				  figure_by_code(by), figure_of_code(of)));
	html_lit(p->h, "\"");
	html_if(p->h, now, " aria-current=\"true\"");
	html_lit(p->h, ">");
	if (now)
		html_el(p->h, "b", tr(p->lang, words));
	else
		part_say(p, words);
	html_lit(p->h, "</a>");
}

void figure_time_choices(const struct part *p, const struct figure_time *t, struct str path,
			 bool lines)
{
	html_lit(p->h, "<p class=\"small\">");
	for (int i = 0; i < FIGURE_BYS; i++) {
		html_if(p->h, i > 0, " · ");
		choice(p, path, (enum figure_by)i, t->of, &BYS[i], t->by == (enum figure_by)i);
	}
	html_lit(p->h, "</p>\n");
	if (!lines)
		return;
	html_lit(p->h, "<p class=\"small\">");
	for (int i = 0; i < FIGURE_OFS; i++) {
		html_if(p->h, i > 0, " · ");
		choice(p, path, t->by, (enum figure_of)i, &OFS[i], t->of == (enum figure_of)i);
	}
	html_lit(p->h, "</p>\n");
}

static void time_lines(const struct part *p, const struct figure_time *t)
{
	enum { SHOWN = 60 };
	html_lit(p->h, "<table class=\"cards\"><thead><tr><th scope=\"col\">");
	part_say(p, MSG_P("Where", "کجا"));
	html_lit(p->h, "</th><th scope=\"col\" class=\"r\">");
	part_say(p, MSG_P("Cases", "مورد"));
	html_lit(p->h, "</th><th scope=\"col\">");
	part_say(p, MSG_P("State", "وضعیت"));
	html_lit(p->h, "</th></tr></thead><tbody>\n");
	for (size_t i = 1; i < t->s.n_lines && i <= SHOWN; i++) {
		const struct figure_line *l = &t->s.lines[i];
		bool fa = p->lang == LANG_FA && l->label_fa.n;
		html_lit(p->h, "<tr><th scope=\"row\">");
		if (l->parent)
			html_lit(p->h, "– ");
		page_foreign(p->h, p->lang, fa ? l->label_fa : l->label, STR(""));
		html_lit(p->h, "</th>");
		part_number_cell(p, MSG_P("Cases", "مورد"), l->cases);
		part_cell(p, MSG_P("State", "وضعیت"));
		if (i < t->set.n && !t->set.items[i].refused)
			part_say(p, watch_state_words(t->set.items[i].state));
		else
			part_say(p, MSG_P("cannot be judged", "سنجیدنی نیست"));
		html_lit(p->h, "</td></tr>\n");
	}
	html_lit(p->h, "</tbody></table>\n");
}

void figure_known_form(const struct part *p, const struct figure_view *v)
{
	html_lit(p->h, "<form method=\"get\" class=\"actions\" action=\"/figure/");
	html_url_arg(p->h, v->fig.number);
	html_lit(p->h, "\"><label for=\"kn\">");
	part_say(p, MSG_P("As known at the end of",
			  "آن‌گونه که دانسته بود در پایان"));
	html_lit(
		p->h,
		"</label> <input id=\"kn\" name=\"known\" size=\"14\" dir=\"auto\" placeholder=\"");
	html_attr(p->h, tr(p->lang, MSG_P("2025-10-12", "۲۰ مهر ۱۴۰۴")));
	html_lit(p->h, "\" value=\"");
	html_attr(p->h, v->known);
	html_lit(p->h, "\"> <button>");
	part_say(p, MSG_P("Show", "نمایش"));
	html_lit(p->h, "</button></form>\n");
}

void figure_time_render(const struct part *p, const struct figure_view *v)
{
	const struct figure_time *t = &v->time;
	struct surge_page page = figure_time_page(t, p->lang);
	struct str path = str_printf(p->a, "/figure/%.*s", STR_FMT(v->fig.number));
	struct chart c;
	if (!t->there)
		return;
	if (v->past)
		path = str_printf(p->a, "%.*s?as_of=%s", STR_FMT(path),
				  number_str(p->a, v->fig.as_of).p);
	html_lit(p->h,
		 "<section class=\"block\" id=\"time\" aria-labelledby=\"ti\"><h2 id=\"ti\">");
	part_say(p, MSG_P("Over time", "در گذر زمان"));
	html_lit(p->h, "</h2>\n");
	figure_time_choices(p, t, path, true);
	figure_time_chart(t, 0, p->lang, p->a, &c);
	c.title = figure_title(p->lang, &v->fig);
	chart_figure(p->h, &c, STR("ft"));
	for (size_t i = 0; i < COUNT(t->notes); i++)
		if (t->notes[i].n)
			html_el_class(p->h, "p", "small", t->notes[i]);
	if (t->set.n && t->set.items[0].refused)
		html_el_class(p->h, "p", "notice", watch_refusal(&t->set.items[0], p->lang, p->a));
	else if (t->set.n)
		report_surge_found(p->h, &page, p->a);
	if (t->s.n_lines > 1)
		time_lines(p, t);
	html_lit(p->h, "</section>\n");
}

/* ---- what was said of an alarm ------------------------------------------------------ */

void figure_time_note(struct html *h, const struct warning_note *n, enum lang lang)
{
	AUTO_ARENA *a = arena_new(0);
	static const struct msg TO =
		MSG("Given to {1} by {2}, entry {3}.", "سپرده به {1} از سوی {2}، ورودی {3}.");
	static const struct msg TAKEN = MSG("Taken by {1}, entry {3}.", "بر عهدهٔ {1}، ورودی {3}.");
	static const struct msg WHY =
		MSG("Explained by {2}, entry {3}: {4}", "توضیح {2}، ورودی {3}: {4}");
	struct str args[] = { text_isolate(a, n->to), text_isolate(a, n->by),
			      page_entry_text(a, lang, n->seq), text_isolate(a, n->reason) };
	html_lit(h, "<span class=\"small\">");
	html_text(h, tr_fmt(a, lang,
			    n->explained	   ? &WHY
			    : str_eq(n->to, n->by) ? &TAKEN
						   : &TO,
			    args, COUNT(args)));
	if (!n->explained && n->reason.n) {
		html_lit(h, " ");
		html_text(h, args[3]);
	}
	html_lit(h, "</span>");
}

void figure_time_more(struct html *h, const struct figure_time *t, size_t line, size_t episode,
		      enum lang lang)
{
	AUTO_ARENA *a = arena_new(0);
	struct episode_said said = figure_time_said(t, line, episode);
	bool open = t->set.items[line].episodes[episode].open;
	if (said.explained) {
		html_lit(h, "<span><span class=\"tag\">");
		html_text(h, tr(lang, MSG_P("Explained", "توضیح داده شد")));
		html_lit(h, "</span></span>");
		figure_time_note(h, said.explained, lang);
	}
	if (said.went_on)
		html_el_class(
			h, "span", "small",
			tr(lang,
			   MSG_P("It went on since: what came later is not explained.",
				 "از آن پس ادامه یافت: آنچه پس از آن آمد توضیح داده نشده است.")));
	if (said.assigned)
		figure_time_note(h, said.assigned, lang);
	else if (open && !said.explained)
		html_el_class(
			h, "span", "small",
			tr(lang, MSG_P("Nobody has taken it.", "کسی آن را بر عهده نگرفته است.")));
	if (!t->now)
		return;
	html_lit(h, "<span class=\"small noprint\"><a href=\"");
	html_url(h, figure_time_address(t, line, episode, a));
	html_lit(h, "\">");
	html_text(h, said.assigned || said.explained
			     ? tr(lang, MSG_P("Say more of it", "بیشتر بگویید"))
			     : tr(lang,
				  MSG_P("Take it, or explain it", "بر عهده بگیرید یا توضیح دهید")));
	html_lit(h, "</a></span>");
}
