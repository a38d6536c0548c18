/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure_cases_render.c - the cases behind a number, one of them followed down to its proof, and what is said of it. */
#include "web/page_figure.h"

static void case_row(const struct part *p, const struct figure_case *fc)
{
	const struct card *c = &fc->entity;
	bool fa = p->lang == LANG_FA && c->label_fa.n;
	html_lit(p->h, "<tr><th scope=\"row\">");
	page_entity_a_name(p->h, c->entity.kind, c->number);
	page_foreign(p->h, p->lang, fa ? c->label_fa : c->label, fa ? STR("fa") : c->label_lang);
	html_lit(p->h, "</a>");
	if (!fa && c->label_fa.n) {
		html_lit(p->h, " <span class=\"name-fa\" lang=\"fa\" dir=\"rtl\">");
		html_text(p->h, c->label_fa);
		html_lit(p->h, "</span>");
	}
	if (fc->apart) {
		html_lit(p->h, " <span class=\"tag open\">");
		part_say(p, MSG_P("Set apart", "کنار نهاده"));
		html_lit(p->h, "</span>");
	}
	html_lit(p->h, "</th>");
	part_cell(p, MSG_P("Date", "تاریخ"));
	if (c->date.n)
		part_date(p, c->date);
	else
		part_say(p, MSG_P("not recorded", "ثبت نشده"));
	html_lit(p->h, "</td>");
	part_cell(p, MSG_P("Place", "جا"));
	if (c->place_label.n)
		page_foreign(p->h, p->lang, c->place_label, STR(""));
	else if (c->province.n)
		part_code(p, "provinces", c->province);
	else
		part_say(p, MSG_P("not recorded", "ثبت نشده"));
	html_lit(p->h, "</td>");
	part_cell(p, MSG_P("Claims", "ادعاها"));
	html_lit(p->h, "<a class=\"num\" href=\"");
	html_url(p->h, page_entity_url(p->a, c->entity.kind, c->number, STR("#claims")));
	html_lit(p->h, "\">");
	part_say_n(p, MSG_P("{1} claim", "{1} ادعا"), MSG_P("{1} claims", "{1} ادعا"), c->claims);
	html_lit(p->h, "</a>, ");
	part_say_n(p, MSG_P("{1} source", "{1} منبع"), MSG_P("{1} sources", "{1} منبع"),
		   c->sources);
	html_lit(p->h, "</td>");
	part_cell(p, MSG_P("Certainty", "اطمینان"));
	part_cert(p, c->certainty);
	html_lit(p->h, "</td></tr>\n");
}

static void case_table(const struct part *p, const struct figure_case *c, size_t n)
{
	static const struct msg HEADS[] = { MSG("Case", "مورد"), MSG("Date", "تاریخ"),
					    MSG("Place", "جا"), MSG("Claims", "ادعاها"),
					    MSG("Certainty", "اطمینان") };
	html_lit(p->h, "<table class=\"cards register\"><caption class=\"vh\">");
	part_say(p, MSG_P("Cases, counted and set apart", "موردها، شمرده و کنار نهاده"));
	html_lit(p->h, "</caption><thead><tr>");
	for (size_t i = 0; i < COUNT(HEADS); i++) {
		html_lit(p->h, "<th scope=\"col\">");
		part_say(p, &HEADS[i]);
		html_lit(p->h, "</th>");
	}
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < n; i++)
		case_row(p, &c[i]);
	html_lit(p->h, "</tbody></table>\n");
}

static void follow(const struct part *p, const struct figure_view *v)
{
	const struct claim_row *c = &v->follow;
	if (!v->has_follow)
		return;
	html_lit(p->h, "<details open id=\"follow\" style=\"margin-block-start:1rem\"><summary>");
	part_say(p, MSG_P("Follow one case down to its proof", "یک مورد را تا برهانش دنبال کنید"));
	html_lit(p->h, "</summary>\n<ol class=\"steps\"><li><b>");
	part_say(p, MSG_P("Case", "مورد"));
	html_lit(p->h, "</b> <span>");
	page_entity_a(p->h, v->follow_case.entity.kind, v->follow_case.number);
	page_foreign(p->h, p->lang, v->follow_case.label, v->follow_case.label_lang);
	html_lit(p->h, "</a></span></li><li><b>");
	part_say(p, MSG_P("Claim", "ادعا"));
	html_lit(p->h, "</b> <span>");
	part_property(p, c->property);
	html_lit(p->h, ": ");
	part_value(p, &c->value);
	html_lit(p->h, "</span></li><li><b>");
	part_say(p, MSG_P("Source", "منبع"));
	html_lit(p->h, "</b> <span>");
	part_source(p, c);
	html_lit(p->h, "</span></li><li><b>");
	part_say(p, MSG_P("Log entry", "مدخل دفتر"));
	html_lit(p->h, "</b> <span>");
	part_entry(p, c->seq);
	html_lit(p->h, " · ");
	html_text(p->h, word_time(p, c->recorded_ms));
	html_lit(p->h, " · <a href=\"/proof/");
	page_entry_id(p->h, c->seq);
	html_lit(p->h, "\">");
	part_say(p, MSG_P("proof", "برهان"));
	html_lit(p->h, "</a></span></li></ol></details>\n");
}

void figure_cases_render(const struct part *p, const struct figure_view *v)
{
	struct str count = num_text(p->a, p->lang, v->fig.count);
	struct str path = str_printf(p->a, "/figure/%.*s", STR_FMT(v->fig.number));
	if (v->past)
		path = str_printf(p->a, "%.*s?as_of=%s", STR_FMT(path),
				  number_str(p->a, v->fig.as_of).p);
	html_lit(
		p->h,
		"<section class=\"block\" id=\"cases\" aria-labelledby=\"ca\"><header><h2 id=\"ca\">");
	html_text(p->h, tr_fmt(p->a, p->lang,
			       v->fig.count == 1 ? MSG_P("The {1} case counted", "{1} مورد شمرده")
						 : MSG_P("The {1} cases counted", "{1} مورد شمرده"),
			       &count, 1));
	html_lit(p->h, "</h2></header>\n");
	if (v->fig.apart) {
		struct str apart = num_text(p->a, p->lang, v->fig.apart);
		html_el(p->h, "p",
			tr_fmt(p->a, p->lang,
			       MSG_P("{1} more are set apart, not counted: their date or place may lie outside the "
				     "rule, or is not recorded. They are marked in the list.",
				     "{1} مورد دیگر کنار نهاده و شمرده نشده است: شاید تاریخ یا جایشان بیرون از قاعده باشد، یا "
				     "ثبت نشده است. در فهرست نشان دارند."),
			       &apart, 1));
	}
	if (v->fig.n_cases)
		case_table(p, v->fig.cases, v->fig.n_cases);
	else
		html_el(p->h, "p",
			tr(p->lang,
			   MSG_P("No record fits the rule. A reported total stands beside this, not in it.",
				 "هیچ پرونده‌ای با قاعده نمی‌خواند. شمار گزارش‌شده کنار این است، نه در آن.")));
	part_pages(p, path, v->page, FIGURE_CASES_PAGE, v->fig.count + v->fig.apart, STR("cases"));
	follow(p, v);
	html_lit(p->h, "</section>\n");
}

/* Whatever else sources say of it, such as when a rise began, and where they disagree. */
void figure_claims_render(const struct part *p, const struct shell *s, const struct figure_view *v)
{
	struct field_group *g;
	size_t n;
	struct str more = num_text(p->a, p->lang, v->more_claims);
	field_groups(v->vocab, v->claims, v->n_claims, v->conflicts, v->n_conflicts, p->a, &g, &n);
	html_lit(
		p->h,
		"<section class=\"block\" id=\"claims\" aria-labelledby=\"cl\"><header><h2 id=\"cl\">");
	part_say(p, MSG_P("All that is said of this figure",
			  "همهٔ آنچه دربارهٔ این رقم گفته می‌شود"));
	html_lit(p->h, "</h2>");
	if (s->may_record) {
		html_lit(p->h, "<p><a href=\"/add/claim");
		html_query(p->h, "subject", v->fig.number);
		html_lit(p->h, "\">");
		part_say(p, MSG_P("Add a claim", "افزودن یک ادعا"));
		html_lit(p->h, "</a></p>");
	}
	html_lit(p->h, "</header>\n");
	for (size_t i = 0; i < n; i++)
		part_field_claims(p, &g[i], s->may_decide);
	if (v->more_claims > 0)
		html_el(p->h, "p",
			tr_fmt(p->a, p->lang,
			       MSG_P("{1} more claims are in the history.",
				     "{1} ادعای دیگر در تاریخچه است."),
			       &more, 1));
	html_lit(p->h, "</section>\n");
}
