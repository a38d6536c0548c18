/* SPDX-License-Identifier: GPL-3.0-or-later */
/* today_risk.c - the block "At imminent risk" of Today. */
#include "web/today_priv.h"

#define TD(h, s, en, fa)                                                                           \
	(html_lit(h, "<td data-l=\""), html_attr(h, tr((s)->lang, MSG_P(en, fa))),                 \
	 html_lit(h, "\">"))

/* Both names, the reader's script first. */
static void name(struct html *h, const struct shell *s, const struct card *c)
{
	bool fa_first = s->lang == LANG_FA && c->label_fa.n;
	page_entity_a_name(h, c->entity.kind, c->number);
	page_foreign(h, s->lang, fa_first ? c->label_fa : c->label,
		     fa_first ? STR("fa") : c->label_lang);
	html_lit(h, "</a>");
	if (!c->label_fa.n || str_eq(c->label, c->label_fa))
		return;
	if (fa_first) {
		html_lit(h, " <span class=\"small muted\">");
		page_foreign(h, s->lang, c->label, c->label_lang);
		html_lit(h, "</span>");
	} else {
		html_lit(h, " <span class=\"name-fa\" lang=\"fa\" dir=\"rtl\">");
		html_text(h, c->label_fa);
		html_lit(h, "</span>");
	}
}

static void why(struct html *h, const struct shell *s, const struct today_view *v,
		const struct today_person *t, const struct part *part)
{
	part_status(part, t->card.status);
	if (t->authority.n) {
		page_say(h, s->lang, MSG_P(", ", "، "));
		page_foreign(h, s->lang, t->authority, STR(""));
	}
	html_lit(h, ". ");
	if (t->card.charge.n) {
		page_say(h, s->lang, MSG_P("Charge recorded: ", "اتهام ثبت‌شده: "));
		page_term(h, s->lang, vocab_term(v->vocab, STR("charges"), t->card.charge),
			  t->card.charge);
		html_lit(h, ".");
	}
	if (!t->n_claims)
		return;
	html_lit(h, "<br><span class=\"src\">");
	page_say(h, s->lang, MSG_P("Reported by ", "به گزارش "));
	for (size_t i = 0; i < t->n_claims; i++) {
		if (i)
			html_lit(h, "; ");
		part_source(part, &t->claims[i]);
	}
	html_lit(h, "</span>");
}

/* "96 days ago", "19 to 38 days ago": since what was last said of the person. */
static void last_said(struct html *h, const struct shell *s, const struct today_person *t,
		      struct arena *a)
{
	static const struct msg RANGE = MSG("{1} to {2} days ago", "{1} تا {2} روز پیش");
	static const struct msg DAYS = MSG("{1} days ago", "{1} روز پیش");
	const struct str args[] = { num_text(a, s->lang, t->age_lo),
				    num_text(a, s->lang, t->age_hi) };
	if (!t->has_age)
		page_say(h, s->lang, MSG_P("no date", "بی تاریخ"));
	else if (t->age_hi == 0)
		page_say(h, s->lang, MSG_P("Today", "امروز"));
	else if (t->age_hi == 1)
		page_say(h, s->lang, MSG_P("Yesterday", "دیروز"));
	else
		html_text(h, tr_fmt(a, s->lang, t->age_lo == t->age_hi ? &DAYS : &RANGE, args,
				    COUNT(args)));
	if (t->imminent) {
		html_lit(h, "<br><span class=\"tag ink nowrap\">");
		page_say(h, s->lang, MSG_P("Imminent", "قریب‌الوقوع"));
		html_lit(h, "</span>");
	}
	if (!t->has_age || t->age_lo > TODAY_STALE_DAYS) {
		html_lit(h, "<br><span class=\"tag ink nowrap\">");
		page_say(h, s->lang, MSG_P("Needs a fresh check", "نیازمند بررسی تازه"));
		html_lit(h, "</span>");
	}
}

static void person(struct html *h, const struct shell *s, const struct today_view *v,
		   const struct today_person *t, const struct part *part)
{
	html_lit(h, "<tr><th scope=\"row\">");
	name(h, s, &t->card);
	html_lit(h, "</th>");
	TD(h, s, "Why", "چرا");
	why(h, s, v, t, part);
	html_lit(h, "</td>");
	TD(h, s, "Since", "از");
	if (t->card.date.n) {
		part_date(part, t->card.date);
	} else {
		html_lit(h, "<span class=\"muted\">");
		page_say(h, s->lang, MSG_P("not recorded", "ثبت نشده"));
		html_lit(h, "</span>");
	}
	html_lit(h, "</td>");
	TD(h, s, "Last claim", "آخرین ادعا");
	last_said(h, s, t, part->a);
	html_lit(h, "</td></tr>\n");
}

/* "17 are reported of GROUP; 6 are named here." */
static void group(struct html *h, const struct shell *s, const struct today_group *g,
		  const struct part *part)
{
	html_lit(h, "<p>");
	page_entity_a(h, g->card.entity.kind, g->card.number);
	page_foreign(h, s->lang, g->card.label, g->card.label_lang);
	html_lit(h, "</a>: ");
	part_property(part, g->reported.property);
	html_lit(h, " <b>");
	part_value(part, &g->reported.value);
	html_lit(h, "</b>");
	page_say(h, s->lang, MSG_P("; named here: ", "؛ نام‌برده در اینجا: "));
	page_entity_a_num(h, g->card.entity.kind, g->card.number);
	page_num(h, s->lang, g->named);
	html_lit(h, "</a>. <span class=\"muted\">");
	page_say(h, s->lang, MSG_P("Reported by ", "به گزارش "));
	part_source(part, &g->reported);
	html_lit(h, "</span></p>\n");
}

static void all_link(struct html *h, const struct shell *s, const struct today_view *v)
{
	html_lit(h, "<a href=\"/register?k=person");
	for (size_t i = 0; i < v->n_risk_codes; i++)
		html_query(h, "s", v->risk_codes[i]);
	html_lit(h, "\">");
	page_say(h, s->lang, MSG_P("All on the watch list: ", "همهٔ فهرست مراقبت: "));
	page_num(h, s->lang, v->at_risk);
	html_lit(h, "</a>");
}

void today_render_risk(struct html *h, const struct shell *s, const struct today_view *v,
		       const struct part *part)
{
	html_lit(h, "<section class=\"block heavy\" aria-labelledby=\"watch\">\n<h2 id=\"watch\">");
	page_say(h, s->lang, MSG_P("At imminent risk", "در خطر قریب‌الوقوع"));
	html_lit(h, "</h2>\n");
	for (size_t i = 0; i < v->n_groups; i++)
		group(h, s, &v->groups[i], part);
	if (!v->n_persons) {
		html_lit(h, "<p>");
		page_say(
			h, s->lang,
			MSG_P("No person in the register is recorded under a sentence that still stands.",
			      "هیچ کسی در دفتر با حکمی که هنوز پابرجاست ثبت نشده است."));
		html_lit(h, "</p></section>\n");
		return;
	}
	html_lit(h, "<table class=\"cards\">\n<caption class=\"vh\">");
	page_say(h, s->lang,
		 MSG_P("Persons at imminent risk, most urgent first",
		       "اشخاص در خطر، فوری‌ترین نخست"));
	html_lit(h, "</caption>\n<thead><tr><th scope=\"col\">");
	page_say(h, s->lang, MSG_P("Person", "شخص"));
	html_lit(h, "</th><th scope=\"col\">");
	page_say(h, s->lang, MSG_P("Why on this list", "چرا در این فهرست"));
	html_lit(h, "</th><th scope=\"col\">");
	page_say(h, s->lang, MSG_P("Since", "از"));
	html_lit(h, "</th><th scope=\"col\">");
	page_say(h, s->lang, MSG_P("Last claim", "آخرین ادعا"));
	html_lit(h, "</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < v->n_persons; i++)
		person(h, s, v, &v->persons[i], part);
	html_lit(h, "</tbody></table>\n<p class=\"actions\" style=\"margin-block-start:1rem\">");
	all_link(h, s, v);
	html_lit(h, "</p>\n</section>\n");
}
