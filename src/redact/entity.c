/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * entity.c - subjects: how they are called, and what is worked out about them.
 *
 * Labels are made here from the claims the audience gets, by the rule of docs/manual/claim-table.md, and
 * not taken from the register's cards: those are made from all claims.
 */
#include "redact/redact_priv.h"

#include "text/edtf.h"
#include "text/script.h"

static const char *const STATUS_FROM[] = { "type", "victim", "date", "start", "end", NULL };
static const char *const DATE_FROM[] = { "type", "victim",	     "date", "start", "end",
					 "due",	 "publication_date", NULL };

/* What stands for a name, in this order. */
static const char *const OWN_WORDS[] = { "request",   "dimension",	  "thesis",  "forecast",
					 "inference", "characterisation", "purpose", "comparison",
					 "content",   "description" };

struct naming {
	const struct view_value *name, *name_fa;
	struct str property; /* they were named by */
};

static bool is_persian(const struct view_value *v)
{
	return text_script(v->text) == SCRIPT_ARAB;
}

/* The first in each script; an adopted one before it. */
static void take_name(struct work *w, const struct view_entity *en, const char *property,
		      struct naming *ret)
{
	const struct view_value **slot[] = { &ret->name, &ret->name_fa };
	bool adopted[] = { false, false };
	for (size_t i = 0; i < en->n_claims; i++) {
		const struct view_claim *c = &w->view->claims[en->first_claim + i];
		if (c->value.type != VIEW_NAME || !str_eq(c->property.code, str_of(property)))
			continue;
		int at = is_persian(&c->value) ? 1 : 0;
		if (*slot[at] && (adopted[at] || !c->adopted))
			continue;
		*slot[at] = &c->value;
		adopted[at] = c->adopted;
	}
}

static const struct view_claim *first_claim(struct work *w, const struct view_entity *en,
					    const char *property, enum view_type type)
{
	const struct view_claim *found = NULL;
	for (size_t i = 0; i < en->n_claims; i++) {
		const struct view_claim *c = &w->view->claims[en->first_claim + i];
		if (c->value.type != type || !str_eq(c->property.code, str_of(property)))
			continue;
		if (!found || (c->adopted && !found->adopted))
			found = c;
	}
	return found;
}

static void label_by_name(struct work *w, struct view_entity *en)
{
	struct naming n = { .name = NULL };
	take_name(w, en, "name", &n);
	if (!n.name && !n.name_fa)
		take_name(w, en, "title", &n);
	if (n.name_fa)
		en->label_fa = n.name_fa->text;
	const struct view_value *main = n.name ? n.name : n.name_fa;
	if (main) {
		en->label = main->text;
		en->label_lang = main->lang.n ? main->lang : str_of(text_lang(main->text));
	}
}

enum { NAMES_BYTES_MAX = 200 };

/* Those an event names in a role, one after the other, in both languages. */
static void names_in_role(struct work *w, const struct view_entity *en, const char *role,
			  struct str *ret, struct str *ret_fa)
{
	for (size_t i = 0; i < en->n_claims && ret->n < NAMES_BYTES_MAX; i++) {
		const struct view_claim *c = &w->view->claims[en->first_claim + i];
		if (c->value.type != VIEW_ENTITY || !str_eq(c->property.code, str_of(role)))
			continue;
		const struct view_entity *v = &w->view->entities[c->value.entity];
		struct str fa = v->label_fa.n ? v->label_fa : v->label;
		*ret = ret->n ? str_printf(w->a, "%.*s, %.*s", STR_FMT(*ret), STR_FMT(v->label))
			      : v->label;
		*ret_fa = ret_fa->n ? str_printf(w->a, "%.*s، %.*s", STR_FMT(*ret_fa), STR_FMT(fa))
				    : fa;
	}
}

/* "Death sentence: Nemouneh Davazdahom"; without victims the sites, since two events of one type
 * could not be told apart. After all names are known. */
static void label_by_event(struct work *w, struct view_entity *en)
{
	struct str names = STR("");
	struct str names_fa = STR("");
	struct str type_fa = en->type.fa.n ? en->type.fa : en->type.en;
	names_in_role(w, en, "victim", &names, &names_fa);
	if (!names.n)
		names_in_role(w, en, "site", &names, &names_fa);
	en->label = names.n ? str_printf(w->a, "%.*s: %.*s", STR_FMT(en->type.en), STR_FMT(names))
			    : en->type.en;
	en->label_fa = names_fa.n
			       ? str_printf(w->a, "%.*s: %.*s", STR_FMT(type_fa), STR_FMT(names_fa))
			       : type_fa;
	en->label_lang = STR("en");
}

static bool label_by_words(struct work *w, struct view_entity *en)
{
	for (size_t i = 0; i < COUNT(OWN_WORDS); i++) {
		const struct view_claim *c = first_claim(w, en, OWN_WORDS[i], VIEW_TEXT);
		if (!c)
			continue;
		en->label = c->value.text;
		en->label_lang = c->value.lang.n ? c->value.lang : str_of(text_lang(c->value.text));
		return true;
	}
	return false;
}

/* Nothing names it for this audience: its kind, and a number where the audience gets numbers. */
static void label_by_kind(struct work *w, struct view_entity *en)
{
	en->label = en->number.n ? en->number : en->kind.en;
	en->label_fa = en->number.n ? STR("") : en->kind.fa;
	en->label_lang = STR("en");
	if (!en->is_protected)
		return;
	const struct view_claim *c = first_claim(w, en, "source_kind", VIEW_CODE);
	struct view_term kind = c ? c->value.term : term_of(w, STR("source_kinds"), STR("unknown"));
	en->label = str_printf(w->a, "Protected source (%.*s)", STR_FMT(kind.en));
	en->label_fa = str_printf(w->a, "منبع محافظت‌شده (%.*s)",
				  STR_FMT(kind.fa.n ? kind.fa : kind.en));
}

/* ---- what is worked out ---- */

static int take_card(struct work *w, const struct candidate *c, struct view_entity *en,
		     struct err *e)
{
	struct card card;
	TRY(reg_card(w->r, c->entity.id, w->scratch, &card, e));
	en->certainty = card.certainty;
	if (str_eq(c->entity.kind, STR("person")) &&
	    policy_shows_all(w->policy, w->vocab, STATUS_FROM)) {
		const struct status *s = vocab_status(w->vocab, card.status);
		en->status = term_of(w, STR("statuses"), card.status);
		en->status_order = s ? s->order : 0;
		en->at_risk = s && s->at_risk;
	}
	if (!policy_shows_all(w->policy, w->vocab, DATE_FROM))
		return 0;
	en->date = date_copy(w, card.date);
	en->has_days = card.date.n > 0;
	en->day_lo = card.has_lo ? card.date_lo : INT32_MIN;
	en->day_hi = card.has_hi ? card.date_hi : INT32_MAX;
	return 0;
}

/* `seen` holds for each entity the last subject it was counted for, plus one. */
static size_t count_sources(struct work *w, const struct view_entity *en, size_t *seen)
{
	struct view *v = w->view;
	size_t mark = (size_t)(en - v->entities) + 1;
	size_t n = 0;
	for (size_t i = 0; i < en->n_claims; i++) {
		size_t source = v->claims[en->first_claim + i].source;
		if (source == VIEW_NONE || seen[source] == mark)
			continue;
		seen[source] = mark;
		n++;
	}
	return n;
}

static int copy_entity(struct work *w, const struct candidate *c, struct view_entity *en,
		       struct err *e)
{
	*en = (struct view_entity){
		.kind = term_of(w, STR("kinds"), c->entity.kind),
		.is_protected = c->is_source,
		.number = w->policy->record_numbers ? reg_number(w->r, &c->entity, w->a) : STR(""),
		.label_fa = STR(""),
		.date = { .type = VIEW_ABSENT, .entity = VIEW_NONE },
		.day_lo = INT32_MIN,
		.day_hi = INT32_MAX,
	};
	return c->is_source ? 0 : take_card(w, c, en, e);
}

/* Claims stand by subject, in the order of the subjects. */
static void find_claims(struct view *v)
{
	for (size_t i = 0; i < v->n_claims; i++) {
		struct view_entity *en = &v->entities[v->claims[i].subject];
		if (en->n_claims++ == 0)
			en->first_claim = i;
	}
}

int copy_entities(struct work *w, struct err *e)
{
	struct view *v = w->view;
	v->entities = NEW_N(w->a, v->n_entities, struct view_entity);
	for (size_t i = 0; i < w->n; i++)
		if (w->list[i].in)
			TRY(copy_entity(w, &w->list[i], &v->entities[w->list[i].at], e));
	find_claims(v);
	size_t *seen = NEW_N(w->scratch, v->n_entities, size_t);
	for (size_t i = 0; i < v->n_entities; i++) {
		struct view_entity *en = &v->entities[i];
		const struct view_claim *type = first_claim(w, en, "type", VIEW_CODE);
		if (type)
			en->type = type->value.term;
		en->n_sources = count_sources(w, en, seen);
		if (!en->is_protected)
			label_by_name(w, en);
	}
	for (size_t i = 0; i < v->n_entities; i++) {
		struct view_entity *en = &v->entities[i];
		if (!en->label.n && en->type.code.n)
			label_by_event(w, en);
		if (!en->label.n && (en->is_protected || !label_by_words(w, en)))
			label_by_kind(w, en);
	}
	return 0;
}
