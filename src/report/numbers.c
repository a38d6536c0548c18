/* SPDX-License-Identifier: GPL-3.0-or-later */
/* numbers.c - counted here, and reported by sources: beside each other, never in one sum. */
#include "report/report_priv.h"

/* Quantities that count people, acts or things; an age is none. */
bool is_reported_number(const struct view_claim *c)
{
	static const char *const NOT[] = { "age", "age_at_offence", "day_number", "dependants",
					   "missing_media" };
	if (c->value.type != VIEW_QUANTITY)
		return false;
	for (size_t i = 0; i < COUNT(NOT); i++)
		if (claim_is(c, NOT[i]))
			return false;
	return true;
}

/* ---- counted ---- */

static void row_start(struct page *p, int64_t count)
{
	html_lit(&p->h, "<tr><td class=\"r n\">");
	put_num(p, count);
	html_lit(&p->h, "</td><td>");
}

static void count_by_status(struct page *p)
{
	struct stage_group *g;
	size_t n = group_by_status(p, &g);
	for (size_t i = 0; i < n; i++) {
		row_start(p, (int64_t)g[i].persons.n);
		SAY(p, "Persons whose status is “{1}”", "اشخاص با وضعیت «{1}»",
		    A_TERM(g[i].status));
		html_lit(&p->h, " <span class=\"src\">");
		TELL(p, "· named with their claims under Cases",
		     "· با نام و ادعاها در بخش پرونده‌ها");
		html_lit(&p->h, "</span></td></tr>\n");
	}
}

/* Events by type, in the order in which the types first occur; each with the claims of its type. */
static void count_by_type(struct page *p)
{
	const struct view *v = p->v;
	bool *done = NEW_N(p->a, v->n_entities, bool);
	for (size_t i = 0; i < v->n_entities; i++) {
		const struct view_term *type = &v->entities[i].type;
		if (done[i] || !type->code.n || !is_kind(p, i, "event"))
			continue;
		struct ids behind = ids_new(p, v->n_claims);
		int64_t count = 0;
		for (size_t k = i; k < v->n_entities; k++) {
			if (!str_eq(v->entities[k].type.code, type->code))
				continue;
			struct ids said = claims_of(p, k, "type");
			done[k] = true;
			count++;
			for (size_t s = 0; s < said.n; s++)
				ids_add(&behind, said.p[s]);
		}
		row_start(p, count);
		SAY(p, "Events of the type “{1}”, each recorded by itself{2}",
		    "رویدادهای نوع «{1}»، هر یک جدا ثبت‌شده{2}",
		    A_TERM(type), A_CITE(behind.p, behind.n));
		html_lit(&p->h, "</td></tr>\n");
	}
}

static void say_rule(struct page *p, const struct view_figure *f)
{
	switch (f->what) {
	case VIEW_COUNT_EVENTS:
		TELL(p, "Rule: events of the type ", "قاعده: رویدادهای نوع ");
		break;
	case VIEW_COUNT_PERSONS:
		TELL(p, "Rule: different victims of events of the type ",
		     "قاعده: قربانیان متمایز رویدادهای نوع ");
		break;
	case VIEW_COUNT_STATUS:
		TELL(p, "Rule: persons of the status ", "قاعده: اشخاص با وضعیت ");
		break;
	}
	for (size_t i = 0; i < f->n_terms; i++)
		html_text(&p->h, i ? tr(p->lang, MSG_P(" or ", " یا ")) : STR("")),
			put_term(p, &f->terms[i]);
	if (f->window.type == VIEW_DATE)
		SAY(p, ", in {1}", "، در {1}", A_VALUE(&f->window));
	if (f->place != VIEW_NONE)
		SAY(p, ", in {1}", "، در {1}", A_ENTITY(f->place));
	if (f->window.type == VIEW_DATE && f->touching)
		TELL(p, "; a date that only partly lies in it is counted",
		     "؛ تاریخی که تنها بخشی از آن در این بازه است شمرده می‌شود");
	if (f->window.type == VIEW_DATE && !f->touching)
		SAY(p, "; {1} set apart, because the date may lie outside",
		    "؛ {1} مورد کنار گذاشته شد، چون تاریخ ممکن است بیرون از بازه باشد",
		    A_NUM(f->apart));
	SAY(p, ". Rule in log entry {1}.", ". قاعده در سطر {1} دفتر ثبت.", A_ENTRY(f->rule_entry));
}

static void count_by_rule(struct page *p, const struct view_figure *f)
{
	struct str title = p->lang == LANG_FA && f->title_fa.n ? f->title_fa : f->title;
	row_start(p, f->count);
	put_text(p, title, STR(""));
	html_lit(&p->h, " <span class=\"src\">");
	say_rule(p, f);
	for (size_t i = 0; i < f->n_cases; i++) {
		const struct view_entity *en = &p->v->entities[f->cases[i].entity];
		html_text(&p->h, i ? tr(p->lang, MSG_P(", ", "، ")) : STR(" "));
		put_entity(p, f->cases[i].entity);
		if (f->cases[i].apart)
			TELL(p, " (set apart)", " (کنار گذاشته)");
		if (en->n_claims)
			cite_one(p, en->first_claim);
	}
	html_lit(&p->h, "</span></td></tr>\n");
}

static void put_counted(struct page *p)
{
	TELL_EL(p, "h3", "Counted in this register", "شمرده در این دفتر");
	html_lit(&p->h, "<p class=\"src\">");
	TELL(p, "A count of records, no more: what is not recorded is not counted.",
	     "تنها شمار ثبت‌هاست: آنچه ثبت نشده شمرده نشده است.");
	html_lit(&p->h, "</p><table><thead><tr><th scope=\"col\" class=\"r\">");
	TELL(p, "Count", "شمار");
	html_lit(&p->h, "</th><th scope=\"col\">");
	TELL(p, "What is counted, by which rule", "چه چیزی، با کدام قاعده");
	html_lit(&p->h, "</th></tr></thead><tbody>");
	for (size_t i = 0; i < p->v->n_figures; i++)
		count_by_rule(p, &p->v->figures[i]);
	count_by_status(p);
	count_by_type(p);
	html_lit(&p->h, "</tbody></table>");
}

/* ---- reported ---- */

static void put_reported_row(struct page *p, size_t claim)
{
	const struct view_claim *c = &p->v->claims[claim];
	html_lit(&p->h, "<tr><td class=\"n\">");
	put_value(p, &c->value);
	html_lit(&p->h, "</td><td>");
	SAY(p, "{1}: {2}", "{1}: {2}", A_ENTITY(c->subject), A_TERM(&c->property));
	if (c->disputed) {
		html_lit(&p->h, " <span class=\"tag open\">");
		TELL(p, "in question", "محل پرسش");
		html_lit(&p->h, "</span>");
	}
	html_lit(&p->h, "<span class=\"src\">");
	put_narrowing(p, c);
	html_lit(&p->h, "</span></td><td>");
	put_source(p, c);
	if (c->position.code.n)
		SAY(p, " ({1})", " ({1})", A_TERM(&c->position));
	cite_one(p, claim);
	html_lit(&p->h, "</td></tr>\n");
}

static void put_reported(struct page *p)
{
	bool any = false;
	TELL_EL(p, "h3", "Reported by sources", "گزارش‌شده از سوی منابع");
	html_lit(&p->h, "<p class=\"src\">");
	TELL(p,
	     "Each number is one source’s, with what it counts, for when and where, and in which words.",
	     "هر شمار از آنِ یک منبع است، با آنچه می‌شمارد، برای کی و کجا و با چه واژه‌هایی.");
	html_lit(&p->h, "</p>");
	for (size_t i = 0; i < p->v->n_claims; i++) {
		if (!is_reported_number(&p->v->claims[i]))
			continue;
		if (!any) {
			html_lit(&p->h, "<table><thead><tr><th scope=\"col\">");
			TELL(p, "Number", "شمار");
			html_lit(&p->h, "</th><th scope=\"col\">");
			TELL(p, "Of what", "از چه");
			html_lit(&p->h, "</th><th scope=\"col\">");
			TELL(p, "Who says so", "به گفتهٔ");
			html_lit(&p->h, "</th></tr></thead><tbody>");
		}
		any = true;
		put_reported_row(p, i);
	}
	if (any)
		html_lit(&p->h, "</tbody></table>");
	else
		NOTHING(p, "No source reports a number.", "هیچ منبعی شماری گزارش نکرده است.");
}

void section_numbers(struct page *p)
{
	static const char *const LEAVE[] = { "name", "total", NULL };
	SECTION(p, "numbers", "Numbers: counted and reported",
		"شمارها: شمرده و گزارش‌شده");
	html_lit(&p->h, "<div class=\"two\"><div>");
	put_counted(p);
	html_lit(&p->h, "</div><div>");
	put_reported(p);
	html_lit(&p->h, "</div></div>");
	for (size_t i = 0; i < p->v->n_entities; i++)
		if (is_kind(p, i, "figure"))
			put_subject(p, i, LEAVE);
	SECTION_END(p);
}
