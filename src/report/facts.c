/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts.c - looking up in a view, and all that is said of one subject, property by property. */
#include "report/report_priv.h"

struct ids ids_new(struct page *p, size_t cap)
{
	return (struct ids){ NEW_N(p->a, cap, size_t), 0 };
}

void ids_add(struct ids *s, size_t x)
{
	s->p[s->n++] = x;
}

bool is_kind(const struct page *p, size_t entity, const char *kind)
{
	return str_eq(p->v->entities[entity].kind.code, str_of(kind));
}

bool is_type(const struct page *p, size_t entity, const char *type)
{
	return str_eq(p->v->entities[entity].type.code, str_of(type));
}

bool claim_is(const struct view_claim *c, const char *property)
{
	return str_eq(c->property.code, str_of(property));
}

struct ids claims_of(struct page *p, size_t entity, const char *property)
{
	const struct view_entity *en = &p->v->entities[entity];
	struct ids s = ids_new(p, en->n_claims);
	for (size_t i = 0; i < en->n_claims; i++)
		if (claim_is(&p->v->claims[en->first_claim + i], property))
			ids_add(&s, en->first_claim + i);
	return s;
}

/* Counting sort of the claims by the entity they name. */
void index_naming(struct page *p)
{
	const struct view *v = p->v;
	p->naming_of = NEW_N(p->a, v->n_entities + 2, size_t);
	p->naming = NEW_N(p->a, v->n_claims, size_t);
	for (size_t i = 0; i < v->n_claims; i++)
		if (v->claims[i].value.type == VIEW_ENTITY)
			p->naming_of[v->claims[i].value.entity + 2]++;
	for (size_t i = 2; i < v->n_entities + 2; i++)
		p->naming_of[i] += p->naming_of[i - 1];
	for (size_t i = 0; i < v->n_claims; i++)
		if (v->claims[i].value.type == VIEW_ENTITY)
			p->naming[p->naming_of[v->claims[i].value.entity + 1]++] = i;
}

struct ids claims_naming(struct page *p, size_t entity, const char *property)
{
	size_t from = p->naming_of[entity];
	size_t to = p->naming_of[entity + 1];
	struct ids s = ids_new(p, to - from);
	for (size_t i = from; i < to; i++)
		if (claim_is(&p->v->claims[p->naming[i]], property))
			ids_add(&s, p->naming[i]);
	return s;
}

/* ---- the list ---- */

static bool is_left(const struct view_claim *c, const char *const *leave)
{
	for (; leave && *leave; leave++)
		if (claim_is(c, *leave))
			return true;
	return false;
}

static bool came_before(struct page *p, const struct view_entity *en, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (str_eq(p->v->claims[en->first_claim + k].property.code,
			   p->v->claims[en->first_claim + i].property.code))
			return true;
	return false;
}

enum { ONE_VOICE_MIN = 4 };

/* All shown claims come from one source by one way: said once above them, not in each. */
static bool is_one_voice(struct page *p, const struct view_entity *en, const char *const *leave)
{
	const struct view_claim *first = NULL;
	size_t n = 0;
	for (size_t i = 0; i < en->n_claims; i++) {
		const struct view_claim *c = &p->v->claims[en->first_claim + i];
		if (is_left(c, leave))
			continue;
		if (first && (c->source != first->source || c->via != first->via))
			return false;
		first = c;
		n++;
	}
	if (n < ONE_VOICE_MIN)
		return false;
	html_lit(&p->h, "<p class=\"src\">");
	TELL(p, "All of this is said by ", "گویندهٔ همهٔ این‌ها: ");
	put_source(p, first);
	html_lit(&p->h, "</p>");
	return true;
}

static void put_fact(struct page *p, size_t claim, bool with_source)
{
	const struct view_claim *c = &p->v->claims[claim];
	html_lit(&p->h, "<dd><span class=\"v\">");
	put_value(p, &c->value);
	html_lit(&p->h, "</span>");
	if (c->disputed) {
		html_lit(&p->h, " <span class=\"tag open\">");
		TELL(p, "in question", "محل پرسش");
		html_lit(&p->h, "</span>");
	}
	if (c->adopted) {
		html_lit(&p->h, " <span class=\"tag\">");
		TELL(p, "adopted", "برگزیده");
		html_lit(&p->h, "</span>");
	}
	html_lit(&p->h, "<span class=\"src\">");
	put_narrowing(p, c);
	if (with_source) {
		html_lit(&p->h, " – ");
		put_source(p, c);
	}
	cite_one(p, claim);
	html_lit(&p->h, "</span></dd>\n");
}

void put_facts(struct page *p, size_t entity, const char *const *leave)
{
	const struct view_entity *en = &p->v->entities[entity];
	bool any = false;
	bool one = is_one_voice(p, en, leave);
	for (size_t i = 0; i < en->n_claims; i++) {
		const struct view_claim *c = &p->v->claims[en->first_claim + i];
		if (is_left(c, leave) || came_before(p, en, i))
			continue;
		if (!any)
			html_lit(&p->h, "<dl class=\"facts\">");
		any = true;
		html_lit(&p->h, "<div><dt>");
		put_term(p, &c->property);
		html_lit(&p->h, "</dt>");
		for (size_t k = i; k < en->n_claims; k++)
			if (str_eq(p->v->claims[en->first_claim + k].property.code,
				   c->property.code))
				put_fact(p, en->first_claim + k, !one);
		html_lit(&p->h, "</div>");
	}
	if (any)
		html_lit(&p->h, "</dl>");
}

void put_subject(struct page *p, size_t entity, const char *const *leave)
{
	struct ids name = claims_of(p, entity, "name");
	html_lit(&p->h, "<article class=\"subject\"><h3>");
	put_entity(p, entity);
	cite(p, name.p, name.n);
	if (p->v->entities[entity].number.n) {
		html_lit(&p->h, " <bdi class=\"no\" dir=\"ltr\">");
		html_text(&p->h, p->v->entities[entity].number);
		html_lit(&p->h, "</bdi>");
	}
	html_lit(&p->h, "</h3>\n");
	put_facts(p, entity, leave);
	html_lit(&p->h, "</article>\n");
}

void put_count_head(struct page *p, const struct view_term *t, size_t n)
{
	html_lit(&p->h, "<h3>");
	put_term(p, t);
	html_lit(&p->h, " (");
	put_num(p, (int64_t)n);
	html_lit(&p->h, ")</h3>\n");
}

void put_cell(struct page *p, size_t entity, const char *property, const struct msg *none)
{
	struct ids s = claims_of(p, entity, property);
	if (s.n == 0) {
		html_lit(&p->h, "<em>");
		html_text(&p->h, tr(p->lang, none));
		html_lit(&p->h, "</em>");
	}
	for (size_t i = 0; i < s.n; i++) {
		html_lit(&p->h, "<div>");
		put_value(p, &p->v->claims[s.p[i]].value);
		cite_one(p, s.p[i]);
		html_lit(&p->h, "</div>");
	}
}
