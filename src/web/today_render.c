/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * today_render.c - the page Today. Blocks of rooms that do not exist yet (warnings, appeals,
 * review) are absent.
 */
#include "web/today_priv.h"

#define SAY(h, s, en, fa) page_say(h, (s)->lang, MSG_P(en, fa))

/* ---- the head --------------------------------------------------------- */

static void news(struct html *h, const struct shell *s, const struct today_view *v)
{
	html_lit(h, "<p class=\"standfirst\">");
	if (v->first) {
		SAY(h, s, "The register holds ", "در این دفتر: ");
	} else {
		SAY(h, s, "Since you last looked, ", "از آخرین نگاه شما، ");
		/* "UTC" would take the number after it into its own direction. */
		html_lit(h, "<bdi>");
		html_text(h, v->since);
		html_lit(h, "</bdi>: ");
	}
	html_lit(h, "<a class=\"num\" href=\"/history\">");
	page_num(h, s->lang, v->news.claims);
	if (v->first)
		SAY(h, s, " entries", " مدخل");
	else
		SAY(h, s, " claims", " ادعا");
	html_lit(h, "</a>");
	SAY(h, s, ", ", "، ");
	html_lit(h, "<a class=\"num\" href=\"/register?sort=claim\">");
	page_num(h, s->lang, v->news.entities);
	SAY(h, s, " records", " پرونده");
	html_lit(h, "</a>");
	SAY(h, s, ", ", "، ");
	html_lit(h, "<a class=\"num\" href=\"/conflicts\">");
	page_num(h, s->lang, v->first ? v->open_conflicts : v->news.conflicts);
	SAY(h, s, " open conflicts", " تعارض باز");
	html_lit(h, "</a>");
	if (v->first)
		html_lit(h, ".</p>\n");
	else {
		SAY(h, s, " are new.", " تازه است.");
		html_lit(h, "</p>\n");
	}
}

static void headline(struct html *h, const struct shell *s, const struct today_view *v)
{
	html_lit(h, "<div class=\"headline\">\n<h1>");
	if (s->lang == LANG_FA) {
		html_text(h, v->date_fa);
		html_lit(
			h,
			"</h1>\n<p class=\"muted\" lang=\"en\" dir=\"ltr\" style=\"text-align:end\">");
		html_text(h, v->date_en);
	} else {
		html_text(h, v->date_en);
		html_lit(
			h,
			"</h1>\n<p class=\"muted\" lang=\"fa\" dir=\"rtl\" style=\"text-align:end\">");
		html_text(h, v->date_fa);
	}
	html_lit(h, "</p>\n");
	news(h, s, v);
	if (s->may_record) {
		html_lit(h,
			 "<p class=\"actions noprint\"><a class=\"button\" href=\"/add/event\">");
		SAY(h, s, "Record an event", "ثبت رویداد");
		html_lit(h, "</a> <a class=\"button\" href=\"/add/claim\">");
		SAY(h, s, "Add a claim", "افزودن ادعا");
		html_lit(h, "</a></p>\n");
	}
	html_lit(h, "</div>\n");
}

/* ---- conflicts -------------------------------------------------------- */

static void conflict(struct html *h, const struct shell *s, const struct conflict *c,
		     const struct part *part)
{
	const struct part_name *subject = names_find(part->names, c->subject_number);
	html_lit(h, "<li><h3><a href=\"/conflict/");
	html_url_arg(h, c->ident);
	html_lit(h, "\">");
	if (subject && subject->label.n)
		page_foreign(h, s->lang, subject->label, subject->label_lang);
	else
		page_foreign(h, s->lang, c->subject_label, STR(""));
	html_lit(h, "</a></h3><p>");
	part_code(part, "conflict_kinds", c->kind);
	html_lit(h, ": ");
	part_property(part, c->property);
	html_lit(h, ". ");
	for (size_t i = 0; i < c->n_sides && i < 3; i++) {
		if (!c->sides[i].n)
			continue;
		if (i)
			html_lit(h, " · ");
		part_value(part, &c->sides[i].claims[0].value);
	}
	if (c->n_sides > 3)
		html_lit(h, " …");
	html_lit(h, " <span class=\"tag open\">");
	SAY(h, s, "Conflict open", "تعارض باز");
	html_lit(h, "</span></p></li>\n");
}

static void conflicts(struct html *h, const struct shell *s, const struct today_view *v,
		      const struct part *part)
{
	html_lit(h, "<section class=\"block\" aria-labelledby=\"cf\"><header><h2 id=\"cf\">");
	SAY(h, s, "Open conflicts", "تعارض‌های باز");
	html_lit(h, "</h2><p><a href=\"/conflicts\">");
	SAY(h, s, "All: ", "همه: ");
	page_num(h, s->lang, v->open_conflicts);
	html_lit(h, "</a></p></header>\n");
	if (v->n_conflicts) {
		html_lit(h, "<ul class=\"brief\">\n");
		for (size_t i = 0; i < v->n_conflicts; i++)
			conflict(h, s, &v->conflicts[i], part);
		html_lit(h, "</ul>");
	} else {
		html_lit(h, "<p>");
		SAY(h, s, "No conflict waits for a decision.", "هیچ تعارضی در انتظار تصمیم نیست.");
		html_lit(h, "</p>");
	}
	html_lit(h, "</section>\n");
}

/* ---- figures ---------------------------------------------------------- */

static void reported(struct html *h, const struct shell *s, const struct figure *f,
		     const struct part *part)
{
	enum { SHOWN = 2 };
	for (size_t i = 0; i < f->n_reported && i < SHOWN; i++) {
		if (i)
			html_lit(h, "<br>");
		part_value(part, &f->reported[i].value);
		html_lit(h, " <span class=\"src\">");
		part_source(part, &f->reported[i]);
		html_lit(h, "</span>");
	}
	if (f->n_reported > SHOWN) {
		html_lit(h, "<br><span class=\"small muted\">");
		page_num(h, s->lang, (int64_t)f->n_reported - SHOWN);
		SAY(h, s, " more", " مورد دیگر");
		html_lit(h, "</span>");
	}
	if (!f->n_reported) {
		html_lit(h, "<span class=\"muted\">");
		SAY(h, s, "no source gives a total", "هیچ منبعی جمعی نمی‌دهد");
		html_lit(h, "</span>");
	}
}

static void figure_row(struct html *h, const struct shell *s, const struct figure *f,
		       const struct part *part)
{
	bool fa = s->lang == LANG_FA && f->title_fa.n;
	html_lit(h, "<tr><th scope=\"row\">");
	page_entity_a(h, STR("figure"), f->number);
	page_foreign(h, s->lang, fa ? f->title_fa : f->title, fa ? STR("fa") : STR(""));
	html_lit(h, "</a></th><td data-l=\"");
	html_attr(h, tr(s->lang, MSG_P("Counted here", "شمرده در اینجا")));
	html_lit(h, "\">");
	if (f->rule.n) {
		page_entity_a_num(h, STR("figure"), f->number);
		page_num(h, s->lang, f->count);
		html_lit(h, "</a>");
	} else {
		html_lit(h, "<span class=\"muted\">");
		SAY(h, s, "not counted", "شمرده نشده");
		html_lit(h, "</span>");
	}
	html_lit(h, "</td><td data-l=\"");
	html_attr(h, tr(s->lang, MSG_P("Reported", "گزارش‌شده")));
	html_lit(h, "\">");
	reported(h, s, f, part);
	html_lit(h, "</td></tr>\n");
}

static void figures(struct html *h, const struct shell *s, const struct today_view *v,
		    const struct part *part)
{
	if (!v->n_figures)
		return;
	html_lit(h, "<section class=\"block\" aria-labelledby=\"fg\"><header><h2 id=\"fg\">");
	SAY(h, s, "Reported and counted", "گزارش‌شده و شمرده");
	html_lit(h, "</h2><p><a href=\"/figures\">");
	SAY(h, s, "All figures: ", "همهٔ ارقام: ");
	page_num(h, s->lang, v->all_figures);
	html_lit(h, "</a></p></header>\n<p class=\"small muted\">");
	SAY(h, s,
	    "Side by side and never added: what sources report, and what can be counted in this register case by case.",
	    "کنار هم و هرگز جمع‌نشده: آنچه منابع گزارش می‌دهند، و آنچه در این دفتر مورد به مورد شمردنی است.");
	html_lit(h, "</p>\n<table class=\"cards\"><thead><tr><th scope=\"col\">");
	SAY(h, s, "Figure", "رقم");
	html_lit(h, "</th><th scope=\"col\">");
	SAY(h, s, "Counted here", "شمرده در اینجا");
	html_lit(h, "</th><th scope=\"col\">");
	SAY(h, s, "Reported", "گزارش‌شده");
	html_lit(h, "</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < v->n_figures; i++)
		figure_row(h, s, &v->figures[i], part);
	html_lit(h, "</tbody></table></section>\n");
}

/* ---- the rail --------------------------------------------------------- */

static void when_due(struct html *h, const struct shell *s, const struct today_ask *ask,
		     const struct part *part)
{
	static const struct msg LEFT = MSG("in {1} days", "{1} روز دیگر");
	static const struct msg PAST = MSG("{1} days ago", "{1} روز پیش");
	html_lit(h, "<span class=\"when\">");
	if (ask->has_due) {
		struct str n = num_text(part->a, s->lang, ask->days < 0 ? -ask->days : ask->days);
		html_lit(h, "<b>");
		if (ask->days == 0)
			SAY(h, s, "today", "امروز");
		else
			html_text(h,
				  tr_fmt(part->a, s->lang, ask->days < 0 ? &PAST : &LEFT, &n, 1));
		html_lit(h, "</b><br>");
		html_text(h, word_date(part, ask->card.date));
	} else {
		html_lit(h, "<span class=\"muted\">");
		SAY(h, s, "no date", "بی تاریخ");
		html_lit(h, "</span>");
	}
	html_lit(h, "</span>");
}

static void asks(struct html *h, const struct shell *s, const struct today_view *v,
		 const struct part *part)
{
	if (!v->n_asks)
		return;
	html_lit(h, "<section class=\"block\" aria-labelledby=\"dl\"><h2 id=\"dl\">");
	SAY(h, s, "Asks and dates", "درخواست‌ها و تاریخ‌ها");
	html_lit(h, "</h2>\n<ul class=\"pairs\">\n");
	for (size_t i = 0; i < v->n_asks; i++) {
		const struct card *c = &v->asks[i].card;
		html_lit(h, "<li><span>");
		page_entity_a(h, c->entity.kind, c->number);
		page_foreign(h, s->lang, c->label, c->label_lang);
		html_lit(h, "</a></span>");
		when_due(h, s, &v->asks[i], part);
		html_lit(h, "</li>\n");
	}
	html_lit(h, "</ul>\n<p class=\"small\"><a href=\"/register?k=ask\">");
	SAY(h, s, "All asks: ", "همهٔ درخواست‌ها: ");
	page_num(h, s->lang, v->all_asks);
	html_lit(h, "</a></p></section>\n");
}

static void gaps(struct html *h, const struct shell *s, const struct today_view *v)
{
	if (!v->n_gaps)
		return;
	html_lit(h, "<section class=\"block\" aria-labelledby=\"gp\"><h2 id=\"gp\">");
	SAY(h, s, "Cited and not held", "استنادشده و نزد ما نیست");
	html_lit(h, "</h2>\n<ul class=\"pairs\">\n");
	for (size_t i = 0; i < v->n_gaps; i++) {
		const struct card *c = &v->gaps[i];
		html_lit(h, "<li><span>");
		page_entity_a(h, c->entity.kind, c->number);
		page_foreign(h, s->lang, c->label, c->label_lang);
		html_lit(h, "</a></span><span class=\"muted\" dir=\"ltr\">");
		html_text(h, c->number);
		html_lit(h, "</span></li>\n");
	}
	html_lit(h, "</ul>\n");
	if (v->gaps_in_part) {
		html_lit(h, "<p class=\"small muted\">");
		SAY(h, s, "Among the documents spoken of last.",
		    "در میان اسنادی که به‌تازگی از آن‌ها سخن رفته است.");
		html_lit(h, "</p>\n");
	}
	html_lit(h, "<p class=\"small\"><a href=\"/register?k=document\">");
	SAY(h, s, "All documents", "همهٔ اسناد");
	html_lit(h, "</a></p></section>\n");
}

static void log_block(struct html *h, const struct shell *s, const struct today_view *v)
{
	html_lit(h, "<section class=\"block\" aria-labelledby=\"lg\"><h2 id=\"lg\">");
	SAY(h, s, "The log", "دفتر مُهرها");
	html_lit(h, "</h2>\n<dl class=\"facts\"><dt>");
	SAY(h, s, "Entries", "مدخل‌ها");
	html_lit(h, "</dt><dd><a class=\"num\" href=\"/history\">");
	page_entry(h, s->lang, s->head.size);
	html_lit(h, "</a></dd><dt>");
	SAY(h, s, "Last sealed", "آخرین مُهر");
	html_lit(h, "</dt><dd>");
	html_text(h, v->sealed);
	html_lit(h, "</dd></dl>\n<p class=\"small\"><a href=\"/verify\">");
	SAY(h, s, "Check it yourself", "خودتان بسنجید");
	html_lit(h, "</a></p></section>\n");
}

/* ---- the page --------------------------------------------------------- */

void today_render(struct html *h, const struct shell *s, const struct today_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part part = part_of(h, s->lang, v->vocab, &v->names, a);
	page_begin(h, s, tr(s->lang, MSG_P("Today", "امروز")), SECTION_TODAY);
	headline(h, s, v);
	today_render_risk(h, s, v, &part);
	html_lit(h, "<div class=\"cols rail\">\n<div>\n");
	conflicts(h, s, v, &part);
	figures(h, s, v, &part);
	html_lit(h, "<section class=\"block\" aria-labelledby=\"chg\"><header><h2 id=\"chg\">");
	SAY(h, s, "What changed", "چه دگرگون شد");
	html_lit(h, "</h2><p><a href=\"/history\">");
	SAY(h, s, "History", "تاریخچه");
	html_lit(h, "</a></p></header>\n");
	part_history(&part, v->changes, v->n_changes, true);
	html_lit(h, "</section>\n</div>\n<div>\n");
	asks(h, s, v, &part);
	gaps(h, s, v);
	log_block(h, s, v);
	html_lit(h, "</div>\n</div>\n");
	page_end(h, s);
}
