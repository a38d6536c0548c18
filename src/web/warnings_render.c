/* SPDX-License-Identifier: GPL-3.0-or-later */
/* warnings_render.c - surges of a figure, provinces as tiles, and how the range is made. */
#include "web/figure_time.h"
#include "watch/words.h"
#include "web/page_figure.h"

enum { SHOWN = 12 };

static struct str line_name(const struct part *p, const struct figure_line *l)
{
	return p->lang == LANG_FA && l->label_fa.n ? l->label_fa : l->label;
}

/* ---- which figure ------------------------------------------------------------------ */

static void choose_form(const struct part *p, const struct warnings_view *v)
{
	html_lit(p->h, "<form method=\"get\" action=\"/warnings\" class=\"actions stack\">"
		       "<label for=\"fi\">");
	part_say(p, MSG_P("Figure", "رقم"));
	html_lit(p->h, "</label> <select id=\"fi\" name=\"figure\">");
	for (size_t i = 0; i < v->n; i++) {
		html_lit(p->h, "<option value=\"");
		html_attr(p->h, v->figures[i].number);
		html_lit(p->h, "\"");
		html_if(p->h, &v->figures[i] == v->chosen, " selected");
		html_lit(p->h, ">");
		html_text(p->h, figure_title(p->lang, &v->figures[i]));
		html_lit(p->h, "</option>");
	}
	html_lit(p->h, "</select> <input type=\"hidden\" name=\"by\" value=\"");
	html_word(p->h, str_of(figure_by_code(v->time.by)));
	html_lit(p->h, "\"><button>");
	part_say(p, MSG_P("Show", "نمایش"));
	html_lit(p->h, "</button></form>\n");
}

/* ---- tiles -------------------------------------------------------------------------- */

static bool is_open(const struct figure_time *t, size_t line)
{
	if (line >= t->set.n)
		return false;
	for (size_t k = 0; k < t->set.items[line].n_episodes; k++)
		if (t->set.items[line].episodes[k].open)
			return true;
	return false;
}

/* *ret_nowhere: cases without a province. */
static void describe(const struct part *p, const struct figure_time *t, struct chart *c,
		     int64_t *ret_nowhere)
{
	struct province_count counts[PROVINCE_TILES_N] = { 0 };
	*ret_nowhere = 0;
	for (size_t n = 1; n < t->s.n_lines; n++)
		if (str_eq(t->s.lines[n].code, STR("-")))
			*ret_nowhere += figure_line_year(&t->s, &t->s.lines[n]);
	for (size_t i = 0; i < PROVINCE_TILES_N; i++) {
		struct str code = str_of(PROVINCE_TILES[i].code);
		counts[i].name = word_code(p, "provinces", code);
		for (size_t n = 1; n < t->s.n_lines; n++)
			if (str_eq(t->s.lines[n].code, code)) {
				counts[i].count = figure_line_year(&t->s, &t->s.lines[n]);
				counts[i].surged = is_open(t, n);
			}
	}
	report_tiles(counts, *ret_nowhere, p->lang, p->a, c);
}

static void tile(const struct part *p, const struct chart_tiles *c, size_t i)
{
	static const char *const SHADES[] = { "q0", "q1", "q2", "q3", "q4" };
	const struct chart_tile *t = &c->p[i];
	html_lit(p->h, "<li style=\"");
	html_style_num(p->h, "x", t->x);
	html_style_num(p->h, "y", t->y);
	html_lit(p->h, "\"><a class=\"");
	html_word(p->h, str_of(SHADES[chart_shade(c, t->value)]));
	html_if(p->h, t->mark, " surged");
	html_lit(p->h, "\" href=\"/register");
	html_query(p->h, "k", STR("event"));
	html_query(p->h, "p", str_of(PROVINCE_TILES[i].code));
	html_lit(p->h, "\"><span><span aria-hidden=\"true\" lang=\"en\" dir=\"ltr\">");
	html_text(p->h, t->code);
	html_if(p->h, t->mark, "▲");
	html_lit(p->h, "</span><span class=\"vh\">");
	html_text(p->h, t->name);
	if (t->mark)
		part_say(p, MSG_P(", above range", "، بالای بازه"));
	html_lit(p->h, ": </span></span><b>");
	html_text(p->h, num_text(p->a, p->lang, (int64_t)t->value));
	html_lit(p->h, "</b></a></li>");
}

static void key(const struct part *p, const struct chart_tiles *c)
{
	static const char *const SHADES[] = { "q1", "q2", "q3", "q4" };
	int64_t from = 1;
	html_lit(
		p->h,
		"<ul class=\"key\"><li><i class=\"q0\" style=\"border:1px solid var(--edge)\"></i> ");
	html_text(p->h, num_text(p->a, p->lang, 0));
	html_lit(p->h, "</li>");
	for (size_t i = 0; i < COUNT(SHADES); i++) {
		int64_t to = i < 3 ? (int64_t)c->steps[i] : 0;
		struct str args[] = { num_text(p->a, p->lang, from), num_text(p->a, p->lang, to) };
		html_lit(p->h, "<li><i class=\"");
		html_word(p->h, str_of(SHADES[i]));
		html_lit(p->h, "\"></i> ");
		html_text(p->h, i == 3 ? tr_fmt(p->a, p->lang, MSG_P("{1} or more", "{1} و بیشتر"),
						args, 2)
				: to == from ? args[0]
					     : tr_fmt(p->a, p->lang, MSG_P("{1}–{2}", "{1} تا {2}"),
						      args, 2));
		html_lit(p->h, "</li>");
		from = to + 1;
	}
	html_lit(p->h, "<li>▲ ");
	part_say(p, MSG_P("above expected range, not over",
			  "بالای بازهٔ انتظار، پایان‌نیافته"));
	html_lit(p->h, "</li></ul>\n");
}

static void tiles(const struct part *p, const struct warnings_view *v)
{
	const struct figure_time *t = &v->time;
	struct chart c;
	int64_t nowhere;
	describe(p, t, &c, &nowhere);
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"mp\"><header><h2 id=\"mp\">");
	part_say(p, MSG_P("By province", "به تفکیک استان"));
	html_lit(p->h, "</h2><p>");
	part_say(p, MSG_P("The last year of periods that are over",
			  "یک سال گذشته از دوره‌های پایان‌یافته"));
	html_lit(p->h, "</p></header>\n<figure class=\"chart\"><ol class=\"tiles\" aria-label=\"");
	html_attr(p->h, c.title);
	html_lit(p->h, "\">");
	for (size_t i = 0; i < c.of.tiles.n; i++)
		tile(p, &c.of.tiles, i);
	html_lit(p->h, "</ol>");
	key(p, &c.of.tiles);
	html_lit(p->h, "<figcaption class=\"small muted\">");
	part_say(
		p,
		MSG_P("Each tile is one province, placed roughly as on the map. Counts follow reporting: a low count can mean few sources.",
		      "هر خانه یک استان است، کمابیش در جای خود بر نقشه. شمارها پیرو گزارش‌اند: شمار کم شاید از کمی منبع باشد."));
	html_lit(p->h, "</figcaption></figure>\n");
	if (nowhere)
		html_el_class(p->h, "p", "small", report_tiles_nowhere(nowhere, p->lang, p->a));
	chart_table(p->h, &c);
	html_lit(p->h, "</section>\n");
}

/* ---- surges and series ------------------------------------------------------------- */

static void surges(const struct part *p, const struct warnings_view *v)
{
	struct surge_page page = figure_time_page(&v->time, p->lang);
	html_lit(p->h, "<section class=\"block heavy\" aria-labelledby=\"sg\"><h2 id=\"sg\">");
	part_say(p, MSG_P("Surges", "افزایش‌ها"));
	html_lit(p->h, "</h2>\n");
	report_surge_found(p->h, &page, p->a);
	html_lit(p->h, "<details class=\"help\"><summary>");
	part_say(p, MSG_P("How the expected range is made",
			  "بازهٔ انتظار چگونه ساخته می‌شود"));
	html_lit(p->h, "</summary>");
	report_surge_method(p->h, &page, p->a);
	html_lit(p->h, "</details></section>\n");
}

static void series(const struct part *p, const struct warnings_view *v)
{
	const struct figure_time *t = &v->time;
	size_t shown = 0;
	html_lit(
		p->h,
		"<section class=\"block\" id=\"time\" aria-labelledby=\"se\"><header><h2 id=\"se\">");
	part_say(p, MSG_P("Over time", "در گذر زمان"));
	html_lit(p->h, "</h2>");
	figure_time_choices(
		p, t, str_printf(p->a, "/warnings?figure=%.*s", STR_FMT(v->chosen->number)), false);
	html_lit(p->h, "</header>\n<div class=\"cols two\">");
	for (size_t i = 0; i < t->s.n_lines && shown < SHOWN; i++) {
		struct chart c;
		if (i && (i >= t->set.n || !t->set.items[i].n_episodes))
			continue;
		shown++;
		figure_time_chart(t, i, p->lang, p->a, &c);
		html_lit(p->h, "<div>");
		html_el(p->h, "h3", line_name(p, &t->s.lines[i]));
		if (i < t->set.n && t->set.items[i].refused)
			html_el_class(p->h, "p", "notice",
				      watch_refusal(&t->set.items[i], p->lang, p->a));
		chart_figure(p->h, &c, str_printf(p->a, "w%zu", i));
		html_lit(p->h, "</div>\n");
	}
	html_lit(p->h, "</div></section>\n");
}

static void nothing(const struct part *p, const struct warnings_view *v)
{
	html_lit(p->h, "<p class=\"notice\">");
	if (!v->n)
		part_say(
			p,
			MSG_P("Nothing is counted here yet that has dates. A figure of events is defined with ",
			      "هنوز چیزی که تاریخ داشته باشد اینجا شمرده نمی‌شود. رقمی از رویدادها با این دستور تعریف می‌شود: "));
	else
		part_say(p, MSG_P("There is no series of this figure. ", "این رقم سری ندارد. "));
	if (!v->n)
		html_lit(p->h, "<code lang=\"en\" dir=\"ltr\">vigil figure define</code>.");
	else if (v->time.why.n)
		page_foreign(p->h, p->lang, v->time.why, STR(""));
	html_lit(p->h, "</p>\n");
}

void warnings_render(struct html *h, const struct shell *s, const struct warnings_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part part = part_of(h, s->lang, v->vocab, &v->names, a);
	const struct part *p = &part;
	bool there = v->chosen && v->time.there;
	struct surge_page page = figure_time_page(&v->time, s->lang);
	page_begin(h, s, tr(s->lang, MSG_P("Warnings", "هشدارها")), SECTION_WARNINGS);
	html_lit(h, "<div class=\"headline\"><h1>");
	part_say(p, MSG_P("What is out of the ordinary?", "چه غیرعادی است؟"));
	html_lit(h, "</h1><p class=\"standfirst\">");
	if (there) {
		html_a_class(h, "num", "/figure/", v->chosen->number, "#time");
		html_text(h, figure_title(s->lang, v->chosen));
		html_lit(h, "</a>: ");
		html_text(h, report_surge_verdict(&page, a));
	} else {
		part_say(
			p,
			MSG_P("Figures over time are held against what is ordinary for them.",
			      "رقم‌ها در گذر زمان با آنچه برایشان عادی است سنجیده می‌شوند."));
	}
	html_lit(h, "</p></div>\n");
	if (v->n)
		choose_form(p, v);
	if (!there) {
		nothing(p, v);
	} else {
		html_lit(h, "<div class=\"cols two\">");
		surges(p, v);
		tiles(p, v);
		html_lit(h, "</div>\n");
		series(p, v);
		html_lit(h, "<p class=\"notice\">");
		part_say(
			p,
			MSG_P("A warning is no forecast. It says that more was recorded than the past makes likely, and from which sources; why is for people to find out.",
			      "هشدار پیش‌بینی نیست. می‌گوید بیش از آنچه گذشته محتمل می‌کند ثبت شده، و از کدام منابع؛ چرایش را کسان باید بیابند."));
		html_lit(h, "</p>\n");
	}
	page_end(h, s);
}
