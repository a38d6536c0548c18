/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * figure_case.c - which events or persons fit a rule, as the claims stood at a size of the log.
 *
 * An event fits by its type (adopted, else the first one claimed). By its date it fits when every
 * day on which it can have happened lies in the window, it does not when none does, and otherwise
 * the rule says; an event of which no day is known is always set apart. By its place it fits when
 * all places claimed lie there; when only some do, it is set apart. A person fits when one of the
 * events of which they are the victim does.
 */
#include "register/figure_priv.h"
#include "base/order.h"

static const struct sql CANDIDATES =
	SQL("SELECT subject FROM field WHERE property = 'type' AND same = :code ORDER BY subject");
static const struct sql PARTS = SQL(
	"SELECT subject, pos, retracted FROM field WHERE ref = :id AND property = 'part_of' ORDER BY id");
static const struct sql PERSONS = SQL(
	"SELECT entity, status, changed FROM card WHERE kind = 'person' AND first <= :upto ORDER BY entity");
static const struct sql CHANGED =
	SQL("SELECT entity FROM card WHERE changed > :before AND kind = :kind ORDER BY entity");
static const struct sql IS_PERSON = SQL("SELECT kind = 'person' FROM entity WHERE id = :id");

enum fit { FIT_NO, FIT_APART, FIT_YES };

struct counting {
	struct reg *r;
	struct store *st;
	const struct figure_rule *rule;
	struct past past;
	struct id_set places; /* the place of the rule and what is part of it */
	struct arena *a;      /* of the result */
	struct arena *scratch;
	struct list hits; /* struct figure_hit */
};

/* ---- does it fit? ---- */

static enum fit fits_type(const struct counting *c, const struct event_facts *f)
{
	for (size_t i = 0; f->type && i < c->rule->n_codes; i++)
		if (str_eq(c->rule->codes[i], f->type->term.code))
			return FIT_YES;
	return FIT_NO;
}

static enum fit fits_date(const struct counting *c, const struct event_facts *f)
{
	const struct figure_window *w = &c->rule->window;
	if (!w->given || (f->lo >= w->lo && f->hi <= w->hi))
		return FIT_YES;
	if (f->hi < w->lo || f->lo > w->hi)
		return FIT_NO;
	bool known = f->lo != INT32_MIN || f->hi != INT32_MAX;
	return w->touching && known ? FIT_YES : FIT_APART;
}

static enum fit fits_place(const struct counting *c, const struct event_facts *f)
{
	size_t inside = 0;
	if (!c->rule->place.n)
		return FIT_YES;
	for (size_t i = 0; i < f->places.n; i++)
		inside += id_set_has(&c->places, f->places.p[i]);
	if (inside == 0)
		return FIT_NO;
	return inside == f->places.n ? FIT_YES : FIT_APART;
}

static enum fit fits(const struct counting *c, const struct event_facts *f)
{
	enum fit all[] = { fits_type(c, f), fits_date(c, f), fits_place(c, f) };
	enum fit worst = FIT_YES;
	for (size_t i = 0; i < COUNT(all); i++)
		if (all[i] < worst)
			worst = all[i];
	return worst;
}

/* ---- places ---- */

static int add_parts(struct counting *c, int64_t place, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	TRY(store_stmt(c->st, &PARTS, &q, e));
	bind_int(q, ":id", place);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		if (past_stands(&c->past, col_int(q, 1), col_id(q, 2)))
			id_set_add(&c->places, col_int(q, 0), c->a);
	}
}

/* The set grows while it is walked, and holds each place once: circles end. */
static int find_places(struct counting *c, struct err *e)
{
	struct entity en;
	if (!c->rule->place.n)
		return 0;
	int rc = reg_entity(c->r, c->rule->place, c->a, &en, e);
	if (rc == ERR_NOTFOUND)
		return 0; /* no such place: nothing is there */
	TRY(rc);
	id_set_add(&c->places, en.id, c->a);
	for (size_t i = 0; i < c->places.n; i++)
		TRY(add_parts(c, c->places.p[i], e));
	return 0;
}

/* ---- hits ---- */

static int by_entity(const void *x, const void *y)
{
	const struct figure_hit *a = x;
	const struct figure_hit *b = y;
	return (a->entity > b->entity) - (a->entity < b->entity);
}

static struct id_set kept(const struct id_set *s, struct arena *a)
{
	struct id_set copy = { NEW_N(a, s->n, int64_t), s->n, s->n };
	if (s->n)
		memcpy(copy.p, s->p, s->n * sizeof *s->p);
	return copy;
}

static struct figure_hit *add_hit(struct counting *c, int64_t entity, enum fit fit, int64_t claims,
				  const struct id_set *sources)
{
	struct figure_hit *h = list_add(&c->hits);
	*h = (struct figure_hit){ .entity = entity,
				  .apart = fit == FIT_APART,
				  .claims = claims,
				  .lo = INT32_MIN,
				  .hi = INT32_MAX,
				  .sources = kept(sources, c->a) };
	return h;
}

static void add_event_hit(struct counting *c, int64_t entity, enum fit fit, int64_t event,
			  const struct event_facts *f)
{
	struct figure_hit *h = add_hit(c, entity, fit, f->claims, &f->sources);
	h->event = event;
	h->lo = f->lo;
	h->hi = f->hi;
}

/* A person is a case of the earliest of their events. */
static void take_earlier(struct figure_hit *to, const struct figure_hit *h)
{
	if (h->lo > to->lo || (h->lo == to->lo && h->event >= to->event))
		return;
	to->event = h->event;
	to->lo = h->lo;
	to->hi = h->hi;
}

/* A person with several events: in when one of them is, with the claims of all that are. */
static void merge(struct counting *c)
{
	struct figure_hit *h = c->hits.p;
	size_t n = 0;
	qsort(h, c->hits.n, sizeof *h, by_entity);
	for (size_t i = 0; i < c->hits.n; i++) {
		struct figure_hit *last = n ? &h[n - 1] : NULL;
		if (!last || last->entity != h[i].entity || (last->apart && !h[i].apart)) {
			n -= last && last->entity == h[i].entity;
			h[n++] = h[i];
		} else if (last->apart == h[i].apart) {
			last->claims += h[i].claims;
			take_earlier(last, &h[i]);
			for (size_t k = 0; k < h[i].sources.n; k++)
				id_set_add(&last->sources, h[i].sources.p[k], c->a);
		}
	}
	c->hits.n = n;
}

static int is_person(struct counting *c, int64_t id, bool *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(c->st, &IS_PERSON, &q, e));
	bind_int(q, ":id", id);
	TRY(stmt_row(q, e));
	*ret = col_int(q, 0);
	return 0;
}

static int look_at_event(struct counting *c, int64_t event, struct err *e)
{
	struct event_facts f;
	arena_clear(c->scratch);
	TRY(event_facts(c->r, c->st, event, &c->past, c->scratch, &f, e));
	enum fit fit = fits(c, &f);
	if (fit == FIT_NO)
		return 0;
	if (c->rule->count == FIGURE_EVENTS) {
		add_event_hit(c, event, fit, event, &f);
		return 0;
	}
	for (size_t i = 0; i < f.victims.n; i++) {
		bool person;
		int64_t who;
		TRY(is_person(c, f.victims.p[i], &person, e));
		if (!person)
			continue;
		TRY(figure_found_under(c->st, f.victims.p[i], &c->past, &who, e));
		add_event_hit(c, who, fit, event, &f);
	}
	return 0;
}

/* Every event that was ever said to be of the type; what stood is looked at for each. */
static int look_at_type(struct counting *c, struct str code, struct list *seen, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	TRY(store_stmt(c->st, &CANDIDATES, &q, e));
	bind_str(q, ":code", code);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		*(int64_t *)list_add(seen) = col_int(q, 0);
	}
}

static int count_events(struct counting *c, struct err *e)
{
	struct list seen;
	list_init(&seen, c->a, sizeof(int64_t));
	for (size_t i = 0; i < c->rule->n_codes; i++)
		TRY(look_at_type(c, c->rule->codes[i], &seen, e));
	int64_t *ids = seen.p;
	size_t n_ids = order_each_once(ids, seen.n);
	for (size_t i = 0; i < n_ids; i++)
		TRY(look_at_event(c, ids[i], e));
	merge(c);
	return 0;
}

/* ---- persons by status ---- */

static bool wanted_status(const struct counting *c, struct str code)
{
	const struct status *st = vocab_status(c->r->vocab, code);
	for (size_t i = 0; st && i < c->rule->n_codes; i++)
		if (stage_counts_as(st, c->rule->codes[i]))
			return true;
	return false;
}

/* `now` is the status of the card, right for the size asked for when the card did not change since. */
static int look_at_person(struct counting *c, int64_t person, struct str now, bool changed,
			  struct err *e)
{
	struct id_set events;
	struct id_set sources = { NULL, 0, 0 };
	int64_t claims = 0;
	struct str then = now;
	arena_clear(c->scratch);
	if (!changed && !wanted_status(c, now))
		return 0;
	if (changed)
		TRY(stage_status_then(c->r, c->st, person, &c->past, c->scratch, &then, &events,
				      e));
	else
		TRY(events_of(c->st, person, &c->past, c->scratch, &events, e));
	if (!wanted_status(c, then))
		return 0;
	TRY(claims_behind(c->st, person, &c->past, c->scratch, &sources, &claims, e));
	for (size_t i = 0; i < events.n; i++)
		TRY(claims_behind(c->st, events.p[i], &c->past, c->scratch, &sources, &claims, e));
	if (!claims)
		return 0; /* somebody of whom nothing stands is no case */
	TRY(figure_found_under(c->st, person, &c->past, &person, e));
	add_hit(c, person, FIT_YES, claims, &sources);
	return 0;
}

static int count_status(struct counting *c, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	TRY(store_stmt(c->st, &PERSONS, &q, e));
	bind_int(q, ":upto", c->past.upto);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		TRY(look_at_person(c, col_int(q, 0), col_str(q, 1), col_int(q, 2) > c->past.upto,
				   e));
	}
	merge(c);
	return 0;
}

static void counting_init(struct counting *c, struct reg *r, const struct figure_rule *rule,
			  struct arena *a, struct arena *scratch)
{
	*c = (struct counting){
		.r = r, .st = reg_store(r), .rule = rule, .a = a, .scratch = scratch
	};
	list_init(&c->hits, a, sizeof(struct figure_hit));
}

int figure_count_all(struct reg *r, const struct figure_rule *rule, int64_t upto, struct arena *a,
		     struct figure_hits *ret, struct err *e)
{
	AUTO_ARENA *scratch = arena_new(0);
	struct counting c;
	counting_init(&c, r, rule, a, scratch);
	TRY(past_of(c.st, upto, a, &c.past, e));
	TRY(find_places(&c, e));
	if (rule->count == FIGURE_STATUS)
		TRY(count_status(&c, e));
	else
		TRY(count_events(&c, e));
	*ret = (struct figure_hits){ .p = c.hits.p, .n = c.hits.n };
	return 0;
}

/* ---- keeping up ---- */

bool figure_can_keep_up(const struct figure_rule *rule)
{
	return !rule->place.n;
}

/* A person by all the events of which they are the victim. */
static int look_at_victim(struct counting *c, int64_t person, struct err *e)
{
	struct id_set events;
	AUTO_ARENA *a = arena_new(0);
	TRY(events_of(c->st, person, &c->past, a, &events, e));
	for (size_t i = 0; i < events.n; i++) {
		struct event_facts f;
		arena_clear(c->scratch);
		TRY(event_facts(c->r, c->st, events.p[i], &c->past, c->scratch, &f, e));
		enum fit fit = fits(c, &f);
		if (fit != FIT_NO)
			add_event_hit(c, person, fit, events.p[i], &f);
	}
	return 0;
}

static int look_at_changed(struct counting *c, int64_t before, struct list *changed, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	TRY(store_stmt(c->st, &CHANGED, &q, e));
	bind_int(q, ":before", before);
	bind_str(q, ":kind", c->rule->count == FIGURE_EVENTS ? STR("event") : STR("person"));
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		int64_t id = col_int(q, 0);
		*(int64_t *)list_add(changed) = id;
		switch (c->rule->count) {
		case FIGURE_EVENTS:
			TRY(look_at_event(c, id, e));
			break;
		case FIGURE_PERSONS:
			TRY(look_at_victim(c, id, e));
			break;
		case FIGURE_STATUS:
			TRY(look_at_person(c, id, STR(""), true, e));
			break;
		}
	}
}

int figure_keep_up(struct reg *r, const struct figure_rule *rule, const struct figure_hits *old,
		   int64_t before, int64_t upto, struct arena *a, struct figure_hits *ret,
		   struct err *e)
{
	AUTO_ARENA *scratch = arena_new(0);
	struct counting c;
	struct list changed;
	size_t k = 0;
	counting_init(&c, r, rule, a, scratch);
	list_init(&changed, a, sizeof(int64_t));
	c.past = (struct past){
		.upto = upto
	}; /* the end of the order: nothing was reinstated since */
	TRY(look_at_changed(&c, before, &changed, e));
	for (size_t i = 0; i < old->n; i++) {
		const struct figure_hit *h = &old->p[i];
		while (k < changed.n && ((int64_t *)changed.p)[k] < h->entity)
			k++;
		if (k < changed.n && ((int64_t *)changed.p)[k] == h->entity)
			continue;
		struct figure_hit *same = add_hit(&c, h->entity, h->apart ? FIT_APART : FIT_YES,
						  h->claims, &h->sources);
		same->event = h->event;
		same->lo = h->lo;
		same->hi = h->hi;
	}
	merge(&c);
	*ret = (struct figure_hits){ .p = c.hits.p, .n = c.hits.n };
	return 0;
}
