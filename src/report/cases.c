/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cases.c - persons by the stage their events give, and the groups they are counted in. */
#include "report/report_priv.h"

/* ---- one event, as one line ---- */

static void put_properties(struct page *p, size_t event, bool dates)
{
	const struct view_entity *en = &p->v->entities[event];
	for (size_t i = 0; i < en->n_claims; i++) {
		const struct view_claim *c = &p->v->claims[en->first_claim + i];
		bool is_date = claim_is(c, "date") || claim_is(c, "start") || claim_is(c, "end");
		if (is_date != dates || claim_is(c, "type") || claim_is(c, "victim") ||
		    claim_is(c, "name"))
			continue;
		html_text(&p->h, tr(p->lang, MSG_P("; ", "؛ ")));
		if (!claim_is(c, "date"))
			SAY(p, "{1}: ", "{1}: ", A_TERM(&c->property));
		put_value(p, &c->value);
		cite_one(p, en->first_claim + i);
		if (c->basis != VIEW_STATED || c->wording.n) {
			html_lit(&p->h, "<span class=\"src\">");
			put_narrowing(p, c);
			html_lit(&p->h, "</span>");
		}
		if (c->disputed) {
			html_lit(&p->h, " <span class=\"tag open\">");
			TELL(p, "in question", "محل پرسش");
			html_lit(&p->h, "</span>");
		}
	}
}

static void put_sources_of(struct page *p, size_t entity)
{
	const struct view_entity *en = &p->v->entities[entity];
	html_lit(&p->h, " <span class=\"src\">– ");
	for (size_t i = 0; i < en->n_claims; i++) {
		const struct view_claim *c = &p->v->claims[en->first_claim + i];
		bool before = false;
		for (size_t k = 0; k < i && !before; k++) {
			const struct view_claim *b = &p->v->claims[en->first_claim + k];
			before = b->source == c->source && b->via == c->via;
		}
		if (before)
			continue;
		html_text(&p->h, i ? tr(p->lang, MSG_P("; ", "؛ ")) : STR(""));
		put_source(p, c);
	}
	html_lit(&p->h, "</span>");
}

static void put_event_line(struct page *p, size_t event, size_t role_claim)
{
	const struct view_entity *en = &p->v->entities[event];
	struct ids type = claims_of(p, event, "type");
	html_lit(&p->h, "<li><b>");
	if (en->type.code.n)
		put_term(p, &en->type);
	else
		TELL(p, "Event of a type not recorded", "رویدادی که نوعش ثبت نشده");
	html_lit(&p->h, "</b>");
	cite(p, type.p, type.n);
	cite_one(p, role_claim);
	put_properties(p, event, true);
	put_properties(p, event, false);
	put_sources_of(p, event);
	html_lit(&p->h, "</li>\n");
}

/* ---- one person ---- */

struct dated {
	size_t event, claim;
	int32_t lo, hi;
};

static int by_day(const void *x, const void *y)
{
	const struct dated *a = x;
	const struct dated *b = y;
	if (a->lo != b->lo)
		return a->lo < b->lo ? -1 : 1;
	if (a->hi != b->hi)
		return a->hi < b->hi ? -1 : 1;
	return (a->event > b->event) - (a->event < b->event);
}

static void put_events_of(struct page *p, size_t person)
{
	struct ids victim = claims_naming(p, person, "victim");
	struct dated *list = NEW_N(p->a, victim.n, struct dated);
	if (victim.n == 0)
		return;
	for (size_t i = 0; i < victim.n; i++) {
		size_t event = p->v->claims[victim.p[i]].subject;
		const struct view_entity *en = &p->v->entities[event];
		list[i] = (struct dated){ event, victim.p[i], en->has_days ? en->day_lo : INT32_MAX,
					  en->has_days ? en->day_hi : INT32_MAX };
	}
	qsort(list, victim.n, sizeof *list, by_day);
	html_lit(&p->h, "<ul class=\"events\">");
	for (size_t i = 0; i < victim.n; i++)
		if (i == 0 || list[i].event != list[i - 1].event)
			put_event_line(p, list[i].event, list[i].claim);
	html_lit(&p->h, "</ul>");
}

static void put_name_claims(struct page *p, size_t person)
{
	struct ids name = claims_of(p, person, "name");
	cite(p, name.p, name.n);
}

static void put_person(struct page *p, size_t person)
{
	static const char *const LEAVE[] = { "name", NULL };
	const struct view_entity *en = &p->v->entities[person];
	html_lit(&p->h, "<article class=\"case\"><h4><span class=\"name\">");
	put_entity(p, person);
	html_lit(&p->h, "</span>");
	if (p->lang == LANG_EN && en->label_fa.n && !str_eq(en->label_fa, en->label)) {
		html_lit(&p->h, " ");
		html_bdi(&p->h, en->label_fa, STR("fa"), HTML_RTL);
	}
	if (en->number.n) {
		html_lit(&p->h, " <bdi class=\"no\" dir=\"ltr\">");
		html_text(&p->h, en->number);
		html_lit(&p->h, "</bdi>");
	}
	put_name_claims(p, person);
	html_lit(&p->h, " ");
	put_certainty(p, en->certainty);
	html_lit(&p->h, "</h4>\n");
	put_events_of(p, person);
	put_facts(p, person, LEAVE);
	html_lit(&p->h, "</article>\n");
}

/* ---- groups ---- */

static void put_group(struct page *p, size_t group)
{
	static const char *const LEAVE[] = { "name", "member", NULL };
	struct ids member = claims_of(p, group, "member");
	struct ids name = claims_of(p, group, "name");
	html_lit(&p->h, "<article class=\"subject\"><h3>");
	put_entity(p, group);
	cite(p, name.p, name.n);
	html_lit(&p->h, "</h3><p>");
	SAY(p, "{1} members are recorded by name", "{1} عضو به نام ثبت شده است", A_NUM(member.n));
	for (size_t i = 0; i < member.n; i++) {
		html_text(&p->h, i ? tr(p->lang, MSG_P(", ", "، ")) : STR(": "));
		put_entity(p, p->v->claims[member.p[i]].value.entity);
		cite_one(p, member.p[i]);
	}
	html_lit(&p->h, ".</p><p>");
	TELL(p,
	     "What sources say of the group. A number here is a source’s, not the number of members recorded.",
	     "آنچه منابع دربارهٔ این گروه می‌گویند. شمارهای زیر از آنِ منابع است، نه شمار اعضای ثبت‌شده.");
	html_lit(&p->h, "</p>");
	put_facts(p, group, LEAVE);
	html_lit(&p->h, "</article>\n");
}

static bool is_counted_group(struct page *p, size_t i)
{
	static const char *const ABOUT[] = { "member",	      "count_at_risk", "count_on_death_row",
					     "members_total", "named_members", "unnamed_members" };
	if (!is_kind(p, i, "group"))
		return false;
	for (size_t k = 0; k < COUNT(ABOUT); k++)
		if (claims_of(p, i, ABOUT[k]).n)
			return true;
	return false;
}

/* ---- the section ---- */

static void put_others(struct page *p)
{
	bool any = false;
	for (size_t i = 0; i < p->v->n_entities; i++) {
		const struct view_entity *en = &p->v->entities[i];
		if (!is_kind(p, i, "person") ||
		    !(en->status.code.n == 0 || str_eq(en->status.code, STR("unknown"))))
			continue;
		if (!any) {
			TELL_EL(p, "h3",
				"Named, and no event recorded of which they are the victim",
				"نام‌برده، بی‌رویدادی که قربانی آن باشند");
		}
		any = true;
		put_person(p, i);
	}
}

void section_cases(struct page *p)
{
	struct stage_group *g;
	size_t n = group_by_status(p, &g);
	SECTION(p, "cases", "Cases by stage", "پرونده‌ها بر پایهٔ مرحله");
	html_lit(&p->h, "<p class=\"src\">");
	TELL(p,
	     "A stage is worked out from the events recorded, never typed in. It says what is recorded, not that "
	     "nothing has happened since.",
	     "مرحله از رویدادهای ثبت‌شده به دست می‌آید و هرگز دستی نوشته نمی‌شود. این همان است که ثبت شده، نه اینکه از آن پس "
	     "رویدادی نبوده است.");
	html_lit(&p->h, "</p>");
	if (n == 0)
		NOTHING(p, "No person with a stage is recorded.",
			"هیچ شخصی با مرحلهٔ مشخص ثبت نشده است.");
	for (size_t i = 0; i < n; i++) {
		put_count_head(p, g[i].status, g[i].persons.n);
		for (size_t k = 0; k < g[i].persons.n; k++)
			put_person(p, g[i].persons.p[k]);
	}
	put_others(p);
	for (size_t i = 0; i < p->v->n_entities; i++)
		if (is_counted_group(p, i))
			put_group(p, i);
	SECTION_END(p);
}
