/* SPDX-License-Identifier: GPL-3.0-or-later */
/* warning_render.c - one alarm with its series, all that was said of it, and two forms. */
#include "web/figure_time.h"
#include "web/page_figure.h"

static void take_back(const struct part *p, const struct warning_view *v,
		      const struct warning_note *n)
{
	struct form f = { p->h, p->lang, p->a, "/undo", NULL };
	struct field d = { .name = STR("reason"), .label = MSG_P("Why", "چرا") };
	html_lit(p->h, "<details class=\"noprint\"><summary>");
	part_say(p, MSG_P("Take this back", "پس گرفتن این"));
	html_lit(p->h, "</summary><form method=\"post\" action=\"/undo/");
	page_entry_id(p->h, n->seq);
	html_lit(p->h, "\">");
	page_form_hidden(p->h, &v->undo);
	html_hidden(p->h, "back", v->address);
	form_input(&f, &d);
	html_lit(p->h, "<p class=\"actions\"><button>");
	part_say(p, MSG_P("Take it back", "پس گرفتن"));
	html_lit(p->h, "</button></p></form></details>");
}

static void said(const struct part *p, const struct warning_view *v, bool may)
{
	size_t n = 0;
	html_lit(p->h,
		 "<section class=\"block\" id=\"said\" aria-labelledby=\"sa\"><h2 id=\"sa\">");
	part_say(p, MSG_P("What was said of it", "آنچه درباره‌اش گفته شد"));
	html_lit(p->h, "</h2>\n<ul class=\"brief\">");
	for (size_t i = 0; i < v->time.n_said; i++) {
		const struct warning_note *x = &v->time.said[i];
		if (!figure_time_is_of(&v->time, v->line, v->episode, x))
			continue;
		n++;
		html_lit(p->h, "<li>");
		figure_time_note(p->h, x, p->lang);
		if (may)
			take_back(p, v, x);
		html_lit(p->h, "</li>\n");
	}
	if (!n) {
		html_lit(p->h, "<li>");
		part_say(p, MSG_P("Nothing yet.", "هنوز هیچ."));
		html_lit(p->h, "</li>");
	}
	html_lit(p->h, "</ul></section>\n");
}

static void form_open(const struct part *p, const struct warning_view *v, const char *id)
{
	html_lit(p->h, "<form method=\"post\" class=\"block\" aria-labelledby=\"");
	html_word(p->h, str_of(id));
	html_lit(p->h, "\" action=\"");
	html_url(p->h, v->address);
	html_lit(p->h, "\"><h2 id=\"");
	html_word(p->h, str_of(id));
	html_lit(p->h, "\">");
}

static void give(const struct form *f, const struct part *p, const struct warning_view *v)
{
	struct field to = { .name = STR("to"),
			    .label = MSG_P("Who looks into it", "چه کسی بررسی کند"),
			    .value = v->to };
	struct field note = { .name = STR("reason"),
			      .label = MSG_P("Note, if any", "یادداشت، اگر هست"),
			      .value = v->reason };
	form_open(p, v, "gi");
	part_say(p, MSG_P("Take it, or give it to somebody", "بر عهده گرفتن یا سپردن"));
	html_lit(p->h, "</h2>\n");
	page_form_hidden(p->h, &v->form);
	form_select(f, &to, v->members, v->n_members, NULL);
	form_input(f, &note);
	html_lit(p->h, "<p class=\"actions\"><button name=\"do\" value=\"assign\">");
	part_say(p, MSG_P("Seal it", "مُهر کردن"));
	html_lit(p->h, "</button></p></form>\n");
}

static void explain(const struct form *f, const struct part *p, const struct warning_view *v)
{
	struct field why = {
		.name = STR("why"),
		.label = MSG_P("What explains it", "چه آن را توضیح می‌دهد"),
		.hint = MSG_P(
			"Such as: one list was delivered late and entered in one day.",
			"مانند: فهرستی دیر رسید و یک‌روزه وارد شد."),
		.value = v->why
	};
	form_open(p, v, "ex");
	part_say(p, MSG_P("Explain it", "توضیح آن"));
	html_lit(p->h, "</h2>\n");
	page_form_hidden(p->h, &v->form);
	form_area(f, &why, 3);
	html_lit(p->h, "<p class=\"small muted\">");
	part_say(
		p,
		MSG_P("It stays in the list, with the explanation. It is sealed under your key and can be taken back by one more statement.",
		      "با توضیح در فهرست می‌ماند. با کلید شما مُهر می‌شود و با یک گفتهٔ دیگر می‌توان آن را پس گرفت."));
	html_lit(p->h, "</p><p class=\"actions\"><button name=\"do\" value=\"explain\">");
	part_say(p, MSG_P("Seal the explanation", "مُهر کردن توضیح"));
	html_lit(p->h, "</button></p></form>\n");
}

static void crumbs(const struct part *p, const struct warning_view *v)
{
	html_lit(p->h, "<p class=\"crumbs\"><a href=\"");
	html_url(p->h, str_printf(p->a, "/warnings?figure=%.*s&by=%s",
				  STR_FMT(v->time.s.figure.number), figure_by_code(v->time.by)));
	html_lit(p->h, "\">");
	part_say(p, MSG_P("Warnings", "هشدارها"));
	html_lit(p->h, "</a> / ");
	html_a(p->h, "/figure/", v->time.s.figure.number, "#time");
	page_foreign(p->h, p->lang, figure_title(p->lang, &v->time.s.figure), STR(""));
	html_lit(p->h, "</a></p>\n");
}

void warning_render(struct html *h, const struct shell *s, const struct warning_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, NULL, a);
	struct form f = { h, s->lang, a, "/warning", &v->errors };
	struct surge_page page = figure_time_page(&v->time, s->lang);
	struct chart c;
	page.more = NULL;
	page_begin(h, s,
		   v->errors.n ? tr(s->lang, MSG_P("Error: Warning", "خطا: هشدار"))
			       : tr(s->lang, MSG_P("Warning", "هشدار")),
		   SECTION_WARNINGS);
	form_summary(&f);
	crumbs(&p, v);
	html_lit(h, "<div class=\"headline\"><h1>");
	part_say(&p, MSG_P("A warning, and what is said of it",
			   "هشدار، و آنچه درباره‌اش گفته می‌شود"));
	html_lit(h, "</h1></div>\n<div class=\"cols two\"><div><section class=\"block heavy\" "
		    "aria-labelledby=\"wa\"><h2 id=\"wa\">");
	part_say(&p, MSG_P("What was seen", "آنچه دیده شد"));
	html_lit(h, "</h2>\n");
	report_surge_episode(h, &page, v->line, v->episode, a);
	figure_time_chart(&v->time, v->line, s->lang, a, &c);
	chart_figure(h, &c, STR("wc"));
	html_lit(h, "</section></div><div>\n");
	said(&p, v, s->may_decide);
	give(&f, &p, v);
	if (s->may_decide)
		explain(&f, &p, v);
	else
		html_el_class(
			h, "p", "notice",
			tr(s->lang,
			   MSG_P("That a warning is explained is for editors and officers to say.",
				 "این‌که هشداری توضیح داده شده با ویراستاران و مسئولان است.")));
	html_lit(h, "</div></div>\n");
	page_end(h, s);
}
