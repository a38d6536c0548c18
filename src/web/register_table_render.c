/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register_table_render.c - records of the register in rows. */
#include "web/page_register.h"

#include "web/part.h"

#define CELL(h, s, en, fa)                                                                         \
	(html_lit(h, "<td role=\"cell\" data-l=\""), html_attr(h, tr((s)->lang, MSG_P(en, fa))),   \
	 html_lit(h, "\">"))

static void not_recorded(struct html *h, const struct shell *s)
{
	html_lit(h, "<span class=\"muted\">");
	page_say(h, s->lang, MSG_P("not recorded", "ثبت نشده"));
	html_lit(h, "</span>");
}

static void text_or_not(struct html *h, const struct shell *s, struct str text, struct str lang)
{
	if (text.n)
		page_foreign(h, s->lang, text, lang);
	else
		not_recorded(h, s);
}

/* The name in the reader's script first, the other below it. */
static void name_cell(struct html *h, const struct shell *s, const struct register_row *r)
{
	const struct card *c = &r->card;
	bool fa_first = s->lang == LANG_FA && c->label_fa.n;
	bool both = c->label_fa.n && !str_eq(c->label, c->label_fa);
	html_lit(h, "<th scope=\"row\" role=\"rowheader\">");
	page_entity_a_name(h, c->entity.kind, c->number);
	page_foreign(h, s->lang, fa_first ? c->label_fa : c->label,
		     fa_first ? STR("fa") : c->label_lang);
	html_lit(h, "</a>");
	if (both && fa_first) {
		html_lit(h, "<br><span class=\"small muted\">");
		page_foreign(h, s->lang, c->label, c->label_lang);
		html_lit(h, "</span>");
	} else if (both) {
		html_lit(h, "<span class=\"name-fa\" lang=\"fa\" dir=\"rtl\">");
		html_text(h, c->label_fa);
		html_lit(h, "</span>");
	}
	html_lit(h, "</th>");
}

static void sources_cell(struct html *h, const struct shell *s, const struct card *c)
{
	AUTO_ARENA *a = arena_new(0);
	html_lit(h, "<td role=\"cell\" class=\"r\" data-l=\"");
	html_attr(h, tr(s->lang, MSG_P("Sources", "منابع")));
	html_lit(h, "\"><a class=\"num\" href=\"");
	/* The page of a figure has no list of claims: it is made of cases. */
	struct str at = str_eq(c->entity.kind, STR("figure")) ? STR("") : STR("#claims");
	html_url(h, page_entity_url(a, c->entity.kind, c->number, at));
	html_lit(h, "\">");
	page_num(h, s->lang, c->sources);
	html_lit(h, "<span class=\"vh\"> ");
	page_say(h, s->lang, MSG_P("sources for ", "منبع برای "));
	html_text(h, c->number);
	html_lit(h, "</span></a></td>");
}

static void certainty_cell(struct html *h, const struct shell *s, const struct register_row *r)
{
	CELL(h, s, "Certainty", "اطمینان");
	html_lit(h, "<span class=\"cert c");
	html_int(h, r->card.certainty);
	html_lit(h, "\">");
	html_text(h, r->certainty);
	html_lit(h, "</span>");
	if (r->card.conflicts) {
		html_lit(h, "<br><span class=\"tag open\">");
		page_num(h, s->lang, r->card.conflicts);
		if (r->card.conflicts == 1)
			page_say(h, s->lang, MSG_P(" conflict", " تعارض"));
		else
			page_say(h, s->lang, MSG_P(" conflicts", " تعارض"));
		html_lit(h, "</span>");
	}
	html_lit(h, "</td>");
}

static void row(struct html *h, const struct shell *s, const struct register_row *r)
{
	const struct card *c = &r->card;
	html_lit(h, "<tr role=\"row\">");
	name_cell(h, s, r);
	CELL(h, s, "Status", "وضعیت");
	/* What is neither a person nor an event has no status; its kind says what it is. */
	page_foreign(h, s->lang, r->status.n ? r->status : r->kind,
		     r->status.n ? r->status_lang : STR(""));
	html_lit(h, "</td>");
	CELL(h, s, "Date", "تاریخ");
	if (c->date.n) {
		AUTO_ARENA *a = arena_new(0);
		struct part part = part_of(h, s->lang, NULL, NULL, a);
		part_date(&part, c->date);
	} else {
		not_recorded(h, s);
	}
	html_lit(h, "</td>");
	CELL(h, s, "Place", "جا");
	if (r->has_place || c->place_label.n)
		text_or_not(h, s, c->place_label, STR(""));
	html_lit(h, "</td>");
	CELL(h, s, "Charge", "اتهام");
	if (r->has_charge || r->charge.n)
		text_or_not(h, s, r->charge, r->charge_lang);
	html_lit(h, "</td>");
	sources_cell(h, s, c);
	certainty_cell(h, s, r);
	html_lit(h, "</tr>\n");
}

#define COLUMN(h, s, class, en, fa)                                                                \
	(html_lit(h, "<th role=\"columnheader\" scope=\"col\"" class ">"),                         \
	 page_say(h, (s)->lang, MSG_P(en, fa)), html_lit(h, "</th>"))

void register_table(struct html *h, const struct shell *s, const struct register_view *v)
{
	html_lit(h, "<table class=\"register cards\" role=\"table\"><caption class=\"vh\">");
	page_say(h, s->lang, MSG_P("Records, ", "پرونده‌ها، "));
	register_range(h, s, v);
	html_lit(h, "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">");
	COLUMN(h, s, "", "Record", "پرونده");
	COLUMN(h, s, "", "Status", "وضعیت");
	COLUMN(h, s, "", "Date", "تاریخ");
	COLUMN(h, s, "", "Place", "جا");
	COLUMN(h, s, "", "Charge", "اتهام");
	COLUMN(h, s, " class=\"r\"", "Sources", "منابع");
	COLUMN(h, s, "", "Certainty", "اطمینان");
	html_lit(h, "</tr></thead>\n<tbody role=\"rowgroup\">\n");
	for (size_t i = 0; i < v->n; i++)
		row(h, s, &v->rows[i]);
	html_lit(h, "</tbody></table>\n");
}
