/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figures_render.c - all figures, counted beside reported; and a rule in words. */
#include "web/page_figure.h"

/* ---- a rule in words -------------------------------------------------------- */

static void codes(const struct part *p, const struct figure_words *w)
{
	for (size_t i = 0; i < w->n_codes; i++) {
		if (i)
			part_say(p, i + 1 < w->n_codes ? MSG_P(", ", "، ") : MSG_P(" or ", " یا "));
		html_lit(p->h, "“");
		part_status(p, w->codes[i]);
		html_lit(p->h, "”");
	}
}

static void window(const struct part *p, const struct figure_words *w)
{
	if (!w->window.n) {
		html_el(p->h, "li", tr(p->lang, MSG_P("At any time.", "در هر زمانی.")));
		return;
	}
	html_lit(p->h, "<li>");
	part_say(p, MSG_P("In this time: ", "در این زمان: "));
	part_date(p, w->window);
	html_lit(p->h, "</li><li>");
	part_say(
		p,
		w->touching
			? MSG_P("A date that only partly lies in it is counted.",
				"تاریخی که تنها بخشی از آن در این زمان است شمرده می‌شود.")
			: MSG_P("A date that only partly lies in it is set apart, not counted. A year is never made a day.",
				"تاریخی که تنها بخشی از آن در این زمان است کنار نهاده و شمرده نمی‌شود. از سال هرگز روز ساخته نمی‌شود."));
	html_lit(p->h, "</li>");
}

static void place(const struct part *p, const struct figure_words *w)
{
	const struct part_name *n = names_find(p->names, w->place);
	html_lit(p->h, "<li>");
	if (!w->place.n) {
		part_say(p, MSG_P("Anywhere.", "در هر جا."));
	} else {
		part_say(p, MSG_P("Only in ", "تنها در "));
		page_foreign(p->h, p->lang, n ? n->label : w->place, n ? n->label_lang : STR(""));
		part_say(p, MSG_P(", or in what is part of it.", "، یا در آنچه بخشی از آن است."));
	}
	html_lit(p->h, "</li>");
}

static void apart(const struct part *p, const struct figure_view *v)
{
	html_lit(p->h, "<li>");
	part_say(p, MSG_P("Not counted: ", "نشمرده: "));
	if (v->fig.apart) {
		html_lit(p->h, "<a class=\"num\" href=\"#cases\">");
		html_text(p->h, num_text(p->a, p->lang, v->fig.apart));
		html_lit(p->h, "</a> ");
		part_say(p, MSG_P("set apart.", "مورد کنار نهاده."));
	} else {
		part_say(p, MSG_P("none was set apart.", "هیچ موردی کنار نهاده نشد."));
	}
	html_lit(p->h, "</li>");
}

void figure_rule_render(const struct part *p, const struct figure_view *v)
{
	const struct figure_words *w = &v->words;
	html_lit(p->h, "<li>");
	if (str_eq(w->count, STR("events")))
		part_say(p, MSG_P("Events of the type ", "رویدادهایی از نوع "));
	else if (str_eq(w->count, STR("persons")))
		part_say(
			p,
			MSG_P("Persons, each once, who are victims of events of the type ",
			      "اشخاص، هر یک یک بار، که قربانی رویدادی از این نوع‌اند: "));
	else
		part_say(
			p,
			MSG_P("Persons whose status, as it follows from their events, is ",
			      "اشخاصی که وضعیتشان، چنان‌که از رویدادها برمی‌آید، این است: "));
	codes(p, w);
	html_lit(p->h, ".</li>");
	if (!str_eq(w->count, STR("status"))) {
		window(p, w);
		place(p, w);
	}
	apart(p, v);
	html_lit(p->h, "<li>");
	part_say(
		p,
		MSG_P("What was taken back before this size of the log does not count. Reported totals are never added.",
		      "آنچه پیش از این اندازهٔ دفتر پس گرفته شده به حساب نمی‌آید. شمارهای گزارش‌شده هرگز افزوده نمی‌شوند."));
	html_lit(p->h, "</li>");
}

/* ---- the list ------------------------------------------------------------------ */

static void reported(const struct part *p, const struct figure *f)
{
	if (!f->n_reported) {
		part_say(p,
			 MSG_P("nobody, in this register", "هیچ‌کس، در این دفتر"));
		return;
	}
	html_lit(p->h, "<ul class=\"plain\">");
	for (size_t i = 0; i < f->n_reported; i++) {
		const struct claim_row *c = &f->reported[i];
		html_lit(p->h, "<li><a class=\"num\" href=\"/claim/");
		page_entry_id(p->h, c->seq);
		html_lit(p->h, "\">");
		html_text(p->h, word_value(p, &c->value));
		html_lit(p->h, "</a> <span class=\"src\">");
		page_foreign(p->h, p->lang, word_source(p, c), STR(""));
		if (claim_has_qualifiers(c)) {
			html_lit(p->h, " · ");
			part_qualifiers(p, c);
		}
		html_lit(p->h, "</span></li>");
	}
	html_lit(p->h, "</ul>");
}

static void row(const struct part *p, const struct figures_view *v, const struct figure *f)
{
	struct str after =
		v->as_of ? str_printf(p->a, "?as_of=%s", number_str(p->a, v->as_of).p) : STR("");
	html_lit(p->h, "<tr><th scope=\"row\"><a class=\"name\" href=\"");
	html_url(p->h, page_entity_url(p->a, STR("figure"), f->number, after));
	html_lit(p->h, "\">");
	page_foreign(p->h, p->lang, figure_title(p->lang, f), STR(""));
	html_lit(p->h, "</a> <span class=\"src nowrap\">");
	part_number(p, f->number);
	html_lit(p->h, "</span></th><td class=\"r\" data-l=\"");
	html_attr(p->h, tr(p->lang, MSG_P("Counted here", "شمرده در اینجا")));
	html_lit(p->h, "\">");
	if (f->rule.n) {
		html_lit(p->h, "<a class=\"num\" href=\"");
		html_url(p->h, page_entity_url(p->a, STR("figure"), f->number,
					       str_printf(p->a, "%.*s#cases", STR_FMT(after))));
		html_lit(p->h, "\">");
		html_text(p->h, num_text(p->a, p->lang, f->count));
		html_lit(p->h, "</a>");
	} else {
		part_say(p, MSG_P("not counted", "شمرده نمی‌شود"));
	}
	html_lit(p->h, "</td><td data-l=\"");
	html_attr(p->h, tr(p->lang, MSG_P("Reported", "گزارش‌شده")));
	html_lit(p->h, "\">");
	reported(p, f);
	html_lit(p->h, "</td></tr>\n");
}

void figures_render(struct html *h, const struct shell *s, const struct figures_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, &v->names, a);
	page_begin(h, s, tr(s->lang, MSG_P("Figures", "ارقام")), SECTION_FIGURES);
	html_lit(h, "<div class=\"headline\"><h1>");
	part_say(&p, MSG_P("Figures", "ارقام"));
	html_lit(h, "</h1><p class=\"standfirst\">");
	part_say(
		&p,
		MSG_P("What this register counts, case by case, beside what others report. They are never mixed and "
		      "never added. Each number opens.",
		      "آنچه این دفتر مورد به مورد می‌شمارد، کنار آنچه دیگران گزارش می‌کنند. هرگز درهم یا با هم جمع "
		      "نمی‌شوند. هر رقم گشوده می‌شود."));
	html_lit(h, "</p></div>\n");
	if (!v->n) {
		html_lit(h, "<p>");
		part_say(
			&p,
			MSG_P("No figure is recorded yet. A total that a source reports is a claim about a figure; what is to "
			      "be counted is defined with ",
			      "هنوز رقمی ثبت نشده است. شماری که منبعی گزارش می‌کند ادعایی دربارهٔ "
			      "یک رقم است؛ آنچه باید شمرده شود با این دستور تعریف می‌شود: "));
		html_lit(
			h,
			"<code lang=\"en\" dir=\"ltr\">vigil figure define</code>.</p>\n<p><a class=\"button\" href=\"/add/claim\">");
		part_say(&p, MSG_P("Add a claim", "افزودن یک ادعا"));
		html_lit(h, "</a></p>\n");
		page_end(h, s);
		return;
	}
	html_lit(
		h,
		"<section class=\"block heavy\" aria-labelledby=\"fl\"><h2 id=\"fl\" class=\"vh\">");
	part_say(&p, MSG_P("All figures", "همهٔ ارقام"));
	html_lit(h, "</h2><table class=\"cards\"><thead><tr><th scope=\"col\">");
	part_say(&p, MSG_P("Figure", "رقم"));
	html_lit(h, "</th><th scope=\"col\" class=\"r\">");
	part_say(&p, MSG_P("Counted here", "شمرده در اینجا"));
	html_lit(h, "</th><th scope=\"col\">");
	part_say(&p, MSG_P("Reported by others", "گزارش دیگران"));
	html_lit(h, "</th></tr></thead><tbody>\n");
	for (size_t i = 0; i < v->n; i++)
		row(&p, v, &v->figs[i]);
	html_lit(h, "</tbody></table></section>\n");
	page_end(h, s);
}
