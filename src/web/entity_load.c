/* SPDX-License-Identifier: GPL-3.0-or-later */
/* entity_load.c - asking for one record with all that is said of it. */
#include "web/entity.h"

#include "register/mention.h"

#include "register/find.h"

enum { CONFLICTS_MAX = 50, TOLD_EACH = 30, PAGES_MAX = 1000000 };

bool entity_is(const struct entity_view *v, const char *kind)
{
	return str_eq(v->card.entity.kind, str_of(kind));
}

const struct claim_row *entity_claim(const struct entity_view *v, const char *property)
{
	const struct claim_row *first = NULL;
	for (size_t i = 0; i < v->claims.n; i++) {
		const struct claim_row *c = &v->claims.v[i];
		if (!str_eq(c->property, str_of(property)))
			continue;
		if (c->adopted)
			return c;
		if (!first)
			first = c;
	}
	return first;
}

static int load_claims(struct page_request *p, enum claims_of what, const char *arg, int64_t per,
		       struct entity_view *v, struct claims_page *ret, struct err *e)
{
	TRY(page_arg_int(p, arg, 1, &ret->page, e));
	if (ret->page < 1 || ret->page > PAGES_MAX)
		return err_set(e, ERR_INPUT, "“%s” in the address begins with 1", arg);
	TRY(reg_claims(p->reg, what, v->card.entity.id, false, (ret->page - 1) * per, per, p->a,
		       &ret->v, &ret->n, &ret->total, e));
	return names_load_claims(&v->names, p, ret->v, ret->n, e);
}

static int add_conflicts(struct page_request *p, struct entity_view *v, int64_t subject,
			 struct err *e)
{
	struct conflict *more;
	size_t n;
	int64_t total;
	TRY(reg_conflicts(p->reg, subject, false, 0, CONFLICTS_MAX, p->a, &more, &n, &total, e));
	if (!n)
		return 0;
	struct conflict *all = NEW_N(p->a, v->n_conflicts + n, struct conflict);
	if (v->n_conflicts)
		memcpy(all, v->conflicts, v->n_conflicts * sizeof *all);
	v->conflicts = all;
	for (size_t i = 0; i < n; i++) {
		bool known = false;
		for (size_t k = 0; k < v->n_conflicts; k++)
			known |= all[k].id == more[i].id;
		TRY(names_load_entity(&v->names, p, &more[i].subject, e));
		if (!known)
			all[v->n_conflicts++] = more[i];
	}
	return 0;
}

/* What is said of the events done to a person is said of the person. */
static int load_told(struct page_request *p, struct entity_view *v, struct err *e)
{
	size_t shown = 0;
	v->told = NEW_N(p->a, v->n_events, struct told);
	for (size_t i = 0; i < v->n_events && shown < ENTITY_TOLD; i++) {
		const struct timeline_row *t = &v->events[i];
		struct told *one = &v->told[v->n_told];
		int64_t total;
		if (!str_eq(t->role, STR("victim")))
			continue;
		one->event = t;
		TRY(reg_claims(p->reg, CLAIMS_OF_SUBJECT, t->event.entity.id, false, 0, TOLD_EACH,
			       p->a, &one->claims, &one->n, &total, e));
		TRY(names_load_claims(&v->names, p, one->claims, one->n, e));
		if (t->event.conflicts)
			TRY(add_conflicts(p, v, t->event.entity.id, e));
		shown += one->n;
		v->n_told++;
	}
	return 0;
}

static int load_history(struct page_request *p, struct entity_view *v, struct err *e)
{
	int64_t before;
	int64_t done;
	TRY(page_arg_entry(p, "before", &before, e));
	TRY(page_arg_entry(p, "done", &done, e));
	TRY(reg_history(p->reg, v->card.entity.id, before, ENTITY_HISTORY + 1, p->a, &v->history,
			&v->n_history, e));
	if (v->n_history > ENTITY_HISTORY) {
		v->n_history = ENTITY_HISTORY;
		v->before = v->history[ENTITY_HISTORY - 1].seq;
	}
	for (size_t i = 0; i < v->n_history; i++)
		if (done && v->history[i].seq == done)
			v->done = v->history[i];
	return 0;
}

/* A card calls its place by its first name; the reader's own is better where there is one. */
static int name_place(struct page_request *p, struct names *names, struct card *c, struct err *e)
{
	struct entity en;
	if (!c->place)
		return 0;
	TRY(reg_entity_by_id(p->reg, c->place, p->a, &en, e));
	TRY(names_load_entity(names, p, &en, e));
	c->place_label = names_find(names, reg_number(p->reg, &en, p->a))->label;
	return 0;
}

/* A prison can have thousands of events, so a place shows the latest and leads to the register for
 * all; the others have few and show them all. */
static int load_events(struct page_request *p, struct entity_view *v, struct err *e)
{
	struct find f = { .only_cards = true, .order = ORDER_LATEST_EVENT, .limit = ENTITY_EVENTS };
	struct found found;
	if (entity_is(v, "event"))
		return 0;
	if (!entity_is(v, "place")) {
		TRY(reg_timeline(p->reg, v->card.entity.id, p->a, &v->events, &v->n_events, e));
		v->all_events = (int64_t)v->n_events;
		if (v->n_events > ENTITY_EVENTS)
			v->n_events = ENTITY_EVENTS;
		return 0;
	}
	f.choices[FACET_PLACE][f.n_choices[FACET_PLACE]++] = v->card.number;
	f.choices[FACET_KIND][f.n_choices[FACET_KIND]++] = STR("event");
	TRY(reg_find(p->reg, &f, p->a, &found, e));
	v->all_events = found.total;
	v->events = NEW_N(p->a, found.n, struct timeline_row);
	for (size_t i = 0; i < found.n; i++)
		v->events[v->n_events++] = (struct timeline_row){ .event = found.cards[i],
								  .type = found.cards[i].status,
								  .role = STR(""),
								  .date = found.cards[i].date,
								  .claims = found.cards[i].claims };
	return 0;
}

/* Which places, groups and documents the record is tied to by being their value. */
static int load_naming(struct page_request *p, struct entity_view *v, struct err *e)
{
	struct claims_page *n = &v->naming;
	n->page = 1;
	TRY(reg_claims(p->reg, CLAIMS_NAMING, v->card.entity.id, false, 0, ENTITY_LIST, p->a, &n->v,
		       &n->n, &n->total, e));
	return names_load_claims(&v->names, p, n->v, n->n, e);
}

/* Of a protected source its kind is all that is shown; the rest is not even loaded into the page. */
static void keep_source_kind(struct claims_page *c)
{
	size_t n = 0;
	for (size_t i = 0; i < c->n; i++)
		if (str_eq(c->v[i].property, STR("source_kind")))
			c->v[n++] = c->v[i];
	c->n = n;
	c->total = (int64_t)n;
}

static int load_same_key(struct page_request *p, const struct entity *en, struct entity_view *v,
			 struct err *e)
{
	struct entity *list;
	TRY(reg_same_key(p->reg, en->id, p->a, &list, &v->n_same_key, e));
	v->same_key = NEW_N(p->a, v->n_same_key, struct str);
	for (size_t i = 0; i < v->n_same_key; i++)
		v->same_key[i] = reg_number(p->reg, &list[i], p->a);
	return 0;
}

static int rows_load(struct page_request *p, const struct entity *en, struct entity_view *v,
		     struct err *e)
{
	struct mention_query q = { .person = en->id, .which = MENTIONS_ALL, .limit = ENTITY_ROWS };
	struct mention *m;
	if (!str_eq(en->kind, STR("person")))
		return 0;
	TRY(reg_mentions(p->reg, &q, p->a, &m, &v->n_rows, &v->all_rows, e));
	v->rows = NEW_N(p->a, v->n_rows, struct entity_row);
	for (size_t i = 0; i < v->n_rows; i++) {
		struct card list;
		TRY(reg_card(p->reg, m[i].list.id, p->a, &list, e));
		v->rows[i] = (struct entity_row){ m[i].number, m[i].label, list.number, list.label,
						  m[i].stands };
	}
	return 0;
}

int entity_load(struct page_request *p, const struct entity *en, struct entity_view *ret,
		struct err *e)
{
	struct entity_view v = { .vocab = reg_vocab(p->reg) };
	names_init(&v.names, p->a);
	TRY(reg_card(p->reg, en->id, p->a, &v.card, e));
	TRY(names_load_entity(&v.names, p, en, e));
	v.path = page_entity_url(p->a, en->kind, v.card.number, STR(""));
	TRY(load_claims(p, CLAIMS_OF_SUBJECT, "page", ENTITY_CLAIMS, &v, &v.claims, e));
	if (entity_is(&v, "source"))
		keep_source_kind(&v.claims);
	TRY(load_claims(p, CLAIMS_BY_SOURCE, "said", ENTITY_SAID, &v, &v.said, e));
	if (entity_is(&v, "document"))
		TRY(load_claims(p, CLAIMS_IN_DOCUMENT, "inside", ENTITY_SAID, &v, &v.inside, e));
	TRY(load_naming(p, &v, e));
	TRY(name_place(p, &v.names, &v.card, e));
	TRY(load_events(p, &v, e));
	for (size_t i = 0; i < v.n_events; i++)
		TRY(name_place(p, &v.names, &v.events[i].event, e));
	TRY(add_conflicts(p, &v, en->id, e));
	if (entity_is(&v, "person"))
		TRY(load_told(p, &v, e));
	TRY(reg_sealed(p->reg, en->id, p->a, &v.sealed, &v.n_sealed, &v.withheld, e));
	TRY(rows_load(p, en, &v, e));
	TRY(evidence_of(p->reg, en->id, 0, p->a, &v.evidence, &v.n_evidence, e));
	TRY(load_same_key(p, en, &v, e));
	TRY(load_history(p, &v, e));
	*ret = v;
	return 0;
}
