/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * entity_head.c - the head of a record: its names, where it stands, and the page in a sentence.
 *
 * The sentence is put together from what the register holds; each number in it opens.
 */
#include "web/entity.h"

static const struct msg SOURCE_1 = MSG("{1} source", "{1} منبع");
static const struct msg SOURCE_N = MSG("{1} sources", "{1} منبع");
static const struct msg CLAIM_1 = MSG("{1} claim", "{1} ادعا");
static const struct msg CLAIM_N = MSG("{1} claims", "{1} ادعا");
static const struct msg CONFLICT_1 = MSG("{1} open conflict", "{1} تعارض باز");
static const struct msg CONFLICT_N = MSG("{1} open conflicts", "{1} تعارض باز");

static void crumbs(const struct part *p, const struct entity_view *v)
{
	html_lit(p->h, "<p class=\"crumbs\"><a href=\"/register\">");
	part_say(p, MSG_P("Register", "پرونده‌ها"));
	html_lit(p->h, "</a> / <a href=\"/register");
	html_query(p->h, "k", v->card.entity.kind);
	html_lit(p->h, "\">");
	html_text(p->h, word_kind_plural(p, v->card.entity.kind));
	html_lit(p->h, "</a> / ");
	part_number(p, v->card.number);
	html_lit(p->h, "</p>\n");
}

/* ---- names ------------------------------------------------------------ */

/* A source of the kind `source` has no name here, whatever is recorded: its kind stands for it. */
static void source_title(const struct part *p, const struct entity_view *v)
{
	const struct part_name *n = names_find(p->names, v->card.number);
	if (n && n->source_kind.n)
		part_code(p, "source_kinds", n->source_kind);
	else
		part_say(p, MSG_P("Source", "منبع"));
	html_lit(p->h, " ");
	part_number(p, v->card.number);
}

static void second_name(const struct part *p, struct str s, bool fa)
{
	if (fa)
		html_lit(
			p->h,
			" <span lang=\"fa\" dir=\"rtl\" style=\"font-weight:500;margin-inline-start:.4em\">");
	else
		html_lit(p->h,
			 " <span lang=\"en\" dir=\"ltr\" "
			 "style=\"font-weight:500;font-size:.8em;margin-inline-start:.4em\">");
	html_text(p->h, s);
	html_lit(p->h, "</span>");
}

static void title(const struct part *p, const struct entity_view *v)
{
	const struct card *c = &v->card;
	bool both = c->label_fa.n && !str_eq(c->label, c->label_fa);
	/* A made-up label ("Execution: ...") is the same thing in two languages: once is enough. */
	bool named = entity_claim(v, "name") || entity_claim(v, "title");
	html_lit(p->h, "<h1>");
	if (entity_is(v, "source"))
		source_title(p, v);
	else if (p->lang == LANG_FA && c->label_fa.n)
		html_text(p->h, c->label_fa);
	else
		page_foreign(p->h, p->lang, c->label, c->label_lang);
	if (both && named && !entity_is(v, "source"))
		second_name(p, p->lang == LANG_FA ? c->label : c->label_fa, p->lang == LANG_EN);
	html_lit(p->h, "</h1>\n");
}

/* ---- where it stands -------------------------------------------------- */

static bool is_day(struct str property)
{
	return str_eq(property, STR("date")) || str_eq(property, STR("start")) ||
	       str_eq(property, STR("end"));
}

/* Of an event its own days, of a person the day of what gives its status. */
static bool is_disputed(const struct entity_view *v)
{
	for (size_t i = 0; i < v->n_conflicts; i++) {
		const struct conflict *c = &v->conflicts[i];
		if (!c->decided && c->subject.id == v->card.entity.id && is_day(c->property))
			return true;
	}
	for (size_t i = 0; i < v->n_events; i++)
		if (v->events[i].disputed && str_eq(v->events[i].date, v->card.date))
			return true;
	return false;
}

static void kicker(const struct part *p, const struct entity_view *v)
{
	html_lit(p->h, "<p class=\"kicker\">");
	if (v->card.status.n)
		part_status(p, v->card.status);
	else
		part_kind(p, v->card.entity.kind);
	if (is_disputed(v)) {
		html_text(p->h, tr(p->lang, MSG_P(", ", "، ")));
		part_say(p, MSG_P("date in conflict", "تاریخ محل تعارض است"));
	}
	html_lit(p->h, "</p>\n");
}

/* "Death sentence, Jul 2025; Execution, 27 Jul 2025." */
static void told_line(const struct part *p, const struct entity_view *v)
{
	enum { SHOWN = 4 };
	size_t shown = 0;
	for (size_t i = 0; i < v->n_told; i++) {
		const struct timeline_row *t = v->told[i].event;
		if (shown == SHOWN)
			break;
		if (shown++)
			html_text(p->h, tr(p->lang, MSG_P("; ", "؛ ")));
		part_status(p, t->type);
		html_text(p->h, tr(p->lang, MSG_P(", ", "، ")));
		if (t->date.n)
			html_text(p->h, word_date(p, t->date));
		else
			part_say(p,
				 MSG_P("no date recorded", "بدون تاریخ ثبت‌شده"));
	}
	if (shown)
		html_lit(p->h, ". ");
}

static void event_line(const struct part *p, const struct entity_view *v)
{
	if (v->card.date.n)
		html_text(p->h, word_date(p, v->card.date));
	else
		part_say(p, MSG_P("No date recorded", "تاریخ ثبت نشده"));
	if (v->card.place) {
		html_text(p->h, tr(p->lang, MSG_P(", ", "، ")));
		page_foreign(p->h, p->lang, v->card.place_label, STR(""));
	}
	html_lit(p->h, ". ");
}

static int64_t open_conflicts(const struct entity_view *v)
{
	int64_t n = 0;
	for (size_t i = 0; i < v->n_conflicts; i++)
		n += !v->conflicts[i].decided;
	return n;
}

static void counts(const struct part *p, const struct entity_view *v)
{
	int64_t conflicts = open_conflicts(v);
	html_lit(p->h, "<a class=\"num\" href=\"#claims\">");
	part_say_n(p, &SOURCE_1, &SOURCE_N, v->card.sources);
	html_lit(p->h, "</a>");
	html_text(p->h, tr(p->lang, MSG_P(", ", "، ")));
	html_lit(p->h, "<a class=\"num\" href=\"#claims\">");
	part_say_n(p, &CLAIM_1, &CLAIM_N, v->card.claims);
	html_lit(p->h, "</a>");
	if (v->said.total) {
		static const struct msg SAYS = MSG("it says {1}", "خود {1} می‌گوید");
		struct str n = word_n(p, MSG_P("{1} value", "{1} مقدار"),
				      MSG_P("{1} values", "{1} مقدار"), v->said.total);
		html_text(p->h, tr(p->lang, MSG_P(", ", "، ")));
		html_lit(p->h, "<a class=\"num\" href=\"#says\">");
		html_text(p->h, tr_fmt(p->a, p->lang, &SAYS, &n, 1));
		html_lit(p->h, "</a>");
	}
	if (conflicts) {
		html_text(p->h, tr(p->lang, MSG_P(", ", "، ")));
		html_lit(p->h, "<a class=\"num\" href=\"#conflicts\">");
		part_say_n(p, &CONFLICT_1, &CONFLICT_N, conflicts);
		html_lit(p->h, "</a>");
	}
	html_lit(p->h, ".");
}

static void done_line(const struct part *p, const struct entity_view *v)
{
	if (!v->done.kind.n)
		return;
	html_text(p->h, word_history(p, &v->done));
	html_lit(p->h, " (");
	part_entry(p, v->done.seq);
	html_lit(p->h, "). ");
}

/* Two sites read the same table before they knew of each other. */
static void same_key(const struct part *p, const struct entity_view *v)
{
	if (!v->n_same_key)
		return;
	html_lit(p->h, "<p class=\"notice\">");
	part_say(
		p,
		MSG_P("Another site made a record with the same key, perhaps of the same: ",
		      "پایگاهی دیگر پرونده‌ای با همین کلید ساخته است، شاید دربارهٔ همین: "));
	for (size_t i = 0; i < v->n_same_key; i++) {
		if (i)
			html_text(p->h, tr(p->lang, MSG_P(", ", "، ")));
		page_entity_a_num(p->h, v->card.entity.kind, v->same_key[i]);
		html_text(p->h, v->same_key[i]);
		html_lit(p->h, "</a>");
	}
	html_lit(p->h, "</p>\n");
}

static void actions(const struct part *p, const struct shell *s, const struct entity_view *v)
{
	html_lit(p->h, "<p class=\"actions noprint\">");
	if (s->may_record) {
		html_lit(p->h, "<a class=\"button primary\" href=\"/add/claim");
		html_query(p->h, "subject", v->card.number);
		html_lit(p->h, "\">");
		part_say(p, MSG_P("Add a claim", "افزودن ادعا"));
		html_lit(p->h, "</a> <a href=\"/add/evidence");
		html_query(p->h, "about", v->card.number);
		html_lit(p->h, "\">");
		part_say(p, MSG_P("Add evidence", "افزودن مدرک"));
		html_lit(p->h, "</a> ");
	}
	html_lit(p->h, "<a href=\"#history\">");
	part_say(p, MSG_P("History", "تاریخچه"));
	html_lit(p->h, "</a></p>\n");
}

void entity_headline(const struct part *p, const struct shell *s, const struct entity_view *v)
{
	crumbs(p, v);
	html_lit(p->h, "<div class=\"headline\">\n");
	kicker(p, v);
	title(p, v);
	html_lit(p->h, "<p class=\"standfirst\">");
	done_line(p, v);
	if (entity_is(v, "person"))
		told_line(p, v);
	else if (entity_is(v, "event"))
		event_line(p, v);
	counts(p, v);
	html_lit(p->h, "</p>\n");
	same_key(p, v);
	actions(p, s, v);
	html_lit(p->h, "</div>\n");
}
