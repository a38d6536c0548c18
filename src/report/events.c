/* SPDX-License-Identifier: GPL-3.0-or-later */
/* events.c - what happened to or was done by many: collective events, statements, sites, the rest. */
#include "report/report_priv.h"

static const char *const LEAVE[] = { "name", "gazetteer", NULL };

static bool is_any_type(struct page *p, size_t i, const char *const *types)
{
	if (!is_kind(p, i, "event"))
		return false;
	for (; *types; types++)
		if (is_type(p, i, *types))
			return true;
	return false;
}

static const char *const COLLECTIVE[] = { "hunger_strike", "protest", "communications_cut", NULL };
static const char *const STATEMENTS[] = { "incitement_publication", "statement_warning",
					  "statement", "letter", NULL };
static const char *const SITES[] = { "grave_destruction", "burial", NULL };

static size_t put_events(struct page *p, const char *const *types)
{
	size_t n = 0;
	for (size_t i = 0; i < p->v->n_entities; i++) {
		if (!is_any_type(p, i, types))
			continue;
		put_subject(p, i, LEAVE);
		n++;
	}
	return n;
}

void section_collective(struct page *p)
{
	SECTION(p, "collective", "Collective events", "رویدادهای جمعی");
	if (put_events(p, COLLECTIVE) == 0)
		NOTHING(p, "None is recorded.", "هیچ موردی ثبت نشده است.");
	SECTION_END(p);
}

/* ---- statements ---- */

static bool says_something(struct page *p, size_t i)
{
	return is_kind(p, i, "document") &&
	       (claims_of(p, i, "content").n || claims_of(p, i, "act_urged").n ||
		claims_of(p, i, "addressee").n);
}

/* Organisations and groups of which something is said that is not only who they are. */
static bool is_spoken_of(struct page *p, size_t i)
{
	return (is_kind(p, i, "organisation") || is_kind(p, i, "group")) &&
	       (claims_of(p, i, "tone").n || claims_of(p, i, "count_of_items").n);
}

static size_t put_matching(struct page *p, bool (*takes)(struct page *, size_t))
{
	size_t n = 0;
	for (size_t i = 0; i < p->v->n_entities; i++) {
		if (!takes(p, i))
			continue;
		put_subject(p, i, LEAVE);
		n++;
	}
	return n;
}

/* "Iran HRM, forecast: ... [12.1]": a judgement is quoted with whose it is, never made our own. */
static void put_judgement(struct page *p, size_t assessment)
{
	const struct view_entity *en = &p->v->entities[assessment];
	size_t source = VIEW_NONE;
	bool any = false;
	html_lit(&p->h, "<li>");
	for (size_t i = 0; i < en->n_claims; i++) {
		const struct view_claim *c = &p->v->claims[en->first_claim + i];
		if (claim_is(c, "name"))
			continue;
		html_text(&p->h, any ? tr(p->lang, MSG_P("; ", "؛ ")) : STR(""));
		if (!any || c->source != source) {
			put_source(p, c);
			html_lit(&p->h, " – ");
		}
		SAY(p, "{1}: {2}", "{1}: {2}", A_TERM(&c->property), A_VALUE(&c->value));
		html_lit(&p->h, "<span class=\"src\">");
		put_narrowing(p, c);
		html_lit(&p->h, "</span>");
		cite_one(p, en->first_claim + i);
		source = c->source;
		any = true;
	}
	html_lit(&p->h, "</li>\n");
}

static void put_judgements(struct page *p)
{
	bool any = false;
	TELL_EL(p, "h3", "Judgements and expectations of sources",
		"داوری‌ها و پیش‌بینی‌های منابع");
	html_lit(&p->h, "<ul>");
	for (size_t i = 0; i < p->v->n_entities; i++) {
		if (!is_kind(p, i, "assessment") || p->v->entities[i].n_claims == 0)
			continue;
		put_judgement(p, i);
		any = true;
	}
	if (!any)
		TELL_EL(p, "li", "None is recorded.", "هیچ موردی ثبت نشده است.");
	html_lit(&p->h, "</ul>");
}

void section_statements(struct page *p)
{
	size_t n;
	SECTION(p, "statements", "Statements, letters and publications",
		"بیانیه‌ها، نامه‌ها و نوشته‌ها");
	n = put_events(p, STATEMENTS);
	n += put_matching(p, says_something);
	n += put_matching(p, is_spoken_of);
	if (n == 0)
		NOTHING(p, "None is recorded.", "هیچ موردی ثبت نشده است.");
	put_judgements(p);
	SECTION_END(p);
}

/* ---- sites ---- */

static bool is_site(struct page *p, size_t i)
{
	return is_kind(p, i, "site");
}

void section_sites(struct page *p)
{
	SECTION(p, "sites", "Sites", "محل‌ها");
	size_t n = put_matching(p, is_site);
	n += put_events(p, SITES);
	if (n == 0)
		NOTHING(p, "None is recorded.", "هیچ موردی ثبت نشده است.");
	SECTION_END(p);
}

/* ---- the rest ---- */

/* Events that no other section shows: of no person by name, and of no type above. */
static bool is_other(struct page *p, size_t i)
{
	if (!is_kind(p, i, "event") || is_any_type(p, i, COLLECTIVE) ||
	    is_any_type(p, i, STATEMENTS) || is_any_type(p, i, SITES))
		return false;
	struct ids victim = claims_of(p, i, "victim");
	for (size_t k = 0; k < victim.n; k++)
		if (is_kind(p, p->v->claims[victim.p[k]].value.entity, "person"))
			return false;
	return true;
}

void section_other(struct page *p)
{
	SECTION(p, "other", "Other events", "رویدادهای دیگر");
	if (put_matching(p, is_other) == 0)
		NOTHING(p, "None is recorded.", "هیچ موردی ثبت نشده است.");
	SECTION_END(p);
}
