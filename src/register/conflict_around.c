/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conflict_around.c - what the rules need to know of other subjects. Each query that looks outward
 * here has one that looks back in conflict_spread.c, or touches the subject by itself (project.c
 * touches whoever a claim names, settle.c the persons of an event).
 */
#include "register/conflict_priv.h"

#include "register/query_priv.h"
#include "register/stage.h"

enum { TWINS_MAX = 256, MENTIONS_MAX = 256 };

static const struct sql TWINS = SQL(
	"SELECT " CONFLICT_COLUMNS " FROM field f JOIN statement s ON s.pos = f.pos"
	" JOIN entity n ON n.id = f.subject WHERE f.same = :same AND f.type = 'date'"
	" AND f.same >= '[' AND f.same < '\\' AND f.property = :property AND f.source IS :source"
	" AND f.subject <> :id AND f.retracted IS NULL AND n.kind = :kind"
	" AND NOT EXISTS (SELECT 1 FROM field o WHERE o.subject = f.subject AND o.property = f.property"
	"  AND o.source IS f.source AND o.type = 'date' AND o.retracted IS NULL AND o.lo = o.hi"
	"  AND o.lo BETWEEN f.lo AND f.hi)"
	" AND coalesce((SELECT t.same FROM field t WHERE t.subject = f.subject AND t.property = 'type'"
	"  AND t.retracted IS NULL AND t.type = 'code' ORDER BY t.id LIMIT 1), '') = :type"
	" ORDER BY f.subject, f.id LIMIT :max");
static const struct sql MEMBERS = SQL(
	"SELECT m.ref, n.kind,"
	" (SELECT min(g.date_hi) FROM stage g WHERE g.person = m.ref AND g.ends),"
	" EXISTS (SELECT 1 FROM field p WHERE p.subject = m.ref AND p.property = 'political_affiliation'"
	"  AND p.retracted IS NULL AND p.type <> 'unknown')"
	" FROM (SELECT DISTINCT ref FROM field WHERE subject = :id AND property = :property"
	"  AND ref IS NOT NULL AND retracted IS NULL) m JOIN entity n ON n.id = m.ref ORDER BY m.ref");
static const struct sql EVENTS = SQL(
	"SELECT d.subject, d.id, d.property, d.type, d.same, d.lo, d.hi FROM field d"
	" WHERE d.property IN ('type', 'date', 'start', 'end') AND d.retracted IS NULL AND d.subject IN"
	" (SELECT subject FROM field WHERE ref = :id AND property IN ('victim', 'participant')"
	"  AND retracted IS NULL) ORDER BY d.subject, d.id");
static const struct sql ANCHOR = SQL("SELECT id FROM entity WHERE uuid = :uuid");
static const struct sql ANCHOR_DATES = SQL(
	"SELECT id, property, type, same, lo, hi FROM field WHERE subject = :id AND retracted IS NULL"
	" AND property IN ('date', 'start', 'publication_date') ORDER BY id");
static const struct sql PARTIES = SQL(
	"SELECT count(*), count(CASE WHEN ref IN (SELECT ref FROM field WHERE subject = :own"
	"  AND property IN ('victim', 'participant') AND retracted IS NULL) THEN 1 END),"
	" (SELECT count(*) FROM field WHERE subject = :own AND property IN ('victim', 'participant')"
	"  AND retracted IS NULL)"
	" FROM field WHERE subject = :id AND property IN ('victim', 'participant') AND retracted IS NULL"
	" AND ref IS NOT NULL");
static const struct sql MENTIONS = SQL(
	"SELECT coalesce(s.via, s.document), f.position FROM field f JOIN statement s ON s.pos = f.pos"
	" WHERE f.ref = :id AND f.retracted IS NULL AND f.subject <> :id"
	" AND coalesce(s.via, s.document) IS NOT NULL"
	" AND (f.position IS NULL OR f.position NOT IN ('table', 'caption')) ORDER BY f.id LIMIT :max");
static const struct sql WHOLE_PLACE =
	SQL("SELECT 1 FROM field p JOIN field f ON f.subject = p.ref WHERE p.subject = :id"
	    " AND p.property = 'part_of' AND p.retracted IS NULL AND f.property = 'place'"
	    " AND f.type = 'entity' AND f.retracted IS NULL LIMIT 1");
static const struct sql WITHIN = SQL(
	"WITH RECURSIVE up(id, depth) AS (SELECT :id, 0 UNION"
	" SELECT f.ref, up.depth + 1 FROM up JOIN field f ON f.subject = up.id AND f.property = 'part_of'"
	"  AND f.ref IS NOT NULL AND f.retracted IS NULL WHERE up.depth < :depth)"
	" SELECT DISTINCT id FROM up WHERE id <> :id ORDER BY id");
static const struct sql GAZETTEER = SQL(
	"SELECT value FROM field WHERE subject = :id AND property = 'gazetteer' AND retracted IS NULL"
	" ORDER BY id LIMIT 1");

/* ---- twins, mentions ---- */

static int load_twins(struct store *st, struct conflict_input *in, struct arena *a, struct err *e)
{
	struct list twins;
	list_init(&twins, a, sizeof(struct conflict_field));
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		AUTO_STMT *q = NULL;
		bool more = true;
		if (!f->has_date || f->date.kind != EDTF_ONE_OF)
			continue;
		TRY(store_stmt(st, &TWINS, &q, e));
		bind_str(q, ":same", f->same);
		bind_str(q, ":property", f->prop->term.code);
		bind_int(q, ":id", in->subject);
		bind_str(q, ":kind", in->kind);
		bind_str(q, ":type", in->type ? in->type->term.code : STR(""));
		bind_int(q, ":max", TWINS_MAX);
		if (f->source)
			bind_int(q, ":source", f->source);
		else
			bind_null(q, ":source");
		for (;;) {
			TRY(stmt_next(q, &more, e));
			if (!more)
				break;
			TRY(conflict_take(in->vocab, st, q, a, list_add(&twins), e));
		}
	}
	in->twins = twins.p;
	in->n_twins = twins.n;
	return 0;
}

static int load_mentions(struct store *st, struct conflict_input *in, struct arena *a,
			 struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list mentions;
	bool more = true;
	bool any = false;
	for (size_t i = 0; i < in->n_fields; i++)
		any |= field_in_table(&in->fields[i]);
	if (!any)
		return 0;
	list_init(&mentions, a, sizeof(struct conflict_mention));
	TRY(store_stmt(st, &MENTIONS, &q, e));
	bind_int(q, ":id", in->subject);
	bind_int(q, ":max", MENTIONS_MAX);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		*(struct conflict_mention *)list_add(&mentions) =
			(struct conflict_mention){ col_int(q, 0), col_text(q, 1, a) };
	}
	in->mentions = mentions.p;
	in->n_mentions = mentions.n;
	return 0;
}

/* ---- members ---- */

static bool needs_members(const struct conflict_input *in, const struct property **ret_roster)
{
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		*ret_roster = property_roster(in->vocab, f->prop);
		if (*ret_roster)
			return true;
	}
	*ret_roster = vocab_property(in->vocab, STR("member"));
	for (size_t i = 0; *ret_roster && i < in->n_fields; i++)
		if (field_is(&in->fields[i], "affiliation") && str_eq(in->kind, STR("group")))
			return true;
	return false;
}

static int load_members(struct store *st, struct conflict_input *in, struct arena *a, struct err *e)
{
	AUTO_STMT *q = NULL;
	const struct property *roster;
	struct list members;
	bool more = true;
	if (!needs_members(in, &roster))
		return 0;
	list_init(&members, a, sizeof(struct conflict_member));
	TRY(store_stmt(st, &MEMBERS, &q, e));
	bind_int(q, ":id", in->subject);
	bind_str(q, ":property", roster->term.code);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		struct conflict_member *m = list_add(&members);
		m->entity = col_int(q, 0);
		m->is_person = str_eq(col_str(q, 1), STR("person"));
		m->ended = !col_is_null(q, 2);
		m->end = m->ended ? (int32_t)col_int(q, 2) : INT32_MAX;
		m->own_affiliation = col_int(q, 3) != 0;
	}
	in->members = members.p;
	in->n_members = members.n;
	return 0;
}

/* ---- events of a person ---- */

struct dated {
	struct conflict_event ev;
	struct list dates; /* const struct conflict_field * */
	struct stage_day days[16];
	size_t n_days;
};

static struct conflict_days days_at(struct stmt *q, int lo)
{
	return (struct conflict_days){ col_is_null(q, lo) ? INT32_MIN : (int32_t)col_int(q, lo),
				       col_is_null(q, lo + 1) ? INT32_MAX
							      : (int32_t)col_int(q, lo + 1) };
}

static void take_date(struct stmt *q, struct dated *d, struct arena *a)
{
	struct str property = col_str(q, 2);
	if (!str_eq(col_str(q, 3), STR("date")) || d->n_days == COUNT(d->days))
		return;
	struct conflict_days days = days_at(q, 5);
	struct conflict_field *f = NEW(a, struct conflict_field);
	*f = (struct conflict_field){ .id = col_int(q, 1), .subject = col_int(q, 0) };
	*(const struct conflict_field **)list_add(&d->dates) = f;
	d->days[d->n_days++] = (struct stage_day){ str_eq(property, STR("date"))    ? DAY_DATE
						   : str_eq(property, STR("start")) ? DAY_START
										    : DAY_END,
						   days.lo, days.hi };
}

static void finish_event(struct dated *d)
{
	stage_span(d->days, d->n_days, &d->ev.days.lo, &d->ev.days.hi);
	d->ev.dates = d->dates.p;
	d->ev.n_dates = d->dates.n;
}

static int load_events(struct store *st, struct conflict_input *in, struct arena *a, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list events;
	struct dated d = { .n_days = 0 };
	bool more = true;
	if (!str_eq(in->kind, STR("person")))
		return 0;
	list_init(&events, a, sizeof(struct conflict_event));
	TRY(store_stmt(st, &EVENTS, &q, e));
	bind_int(q, ":id", in->subject);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (d.ev.entity && (!more || d.ev.entity != col_int(q, 0))) {
			finish_event(&d);
			*(struct conflict_event *)list_add(&events) = d.ev;
			d = (struct dated){ .n_days = 0 };
		}
		if (!more)
			break;
		if (!d.ev.entity) {
			d.ev.entity = col_int(q, 0);
			list_init(&d.dates, a, sizeof(const struct conflict_field *));
		}
		if (str_eq(col_str(q, 2), STR("type")) && !d.ev.type)
			d.ev.type = vocab_event_type(in->vocab, col_str(q, 4));
		else
			take_date(q, &d, a);
	}
	in->events = events.p;
	in->n_events = events.n;
	return 0;
}

/* ---- anchors ---- */

static int take_parties(struct store *st, const struct conflict_input *in, int64_t id,
			struct conflict_anchor *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, &PARTIES, &q, e));
	bind_int(q, ":own", in->subject);
	bind_int(q, ":id", id);
	TRY(stmt_row(q, e));
	ret->has_parties = col_int(q, 0) > 0 && col_int(q, 2) > 0;
	ret->shares_parties = col_int(q, 1) > 0;
	return 0;
}

static int take_anchor(struct store *st, const struct conflict_input *in, const struct id *uuid,
		       struct arena *a, struct conflict_anchor *ret, struct err *e)
{
	AUTO_STMT *find = NULL;
	AUTO_STMT *q = NULL;
	struct conflict_anchor anchor = { .id = *uuid };
	bool more = false;
	TRY(store_stmt(st, &ANCHOR, &find, e));
	bind_blob(find, ":uuid", uuid->b, ID_LEN);
	TRY(stmt_next(find, &more, e));
	int64_t id = more ? col_int(find, 0) : 0;
	TRY(store_stmt(st, &ANCHOR_DATES, &q, e));
	bind_int(q, ":id", id);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		if (!str_eq(col_str(q, 2), STR("date")))
			continue;
		struct conflict_days days = days_at(q, 4);
		if (!anchor.date) {
			struct conflict_field *f = NEW(a, struct conflict_field);
			*f = (struct conflict_field){ .id = col_int(q, 0), .subject = id };
			f->prop = vocab_property(in->vocab, col_str(q, 1));
			anchor.date = f;
			anchor.days = days;
		}
		anchor.days.lo = days.lo < anchor.days.lo ? days.lo : anchor.days.lo;
		anchor.days.hi = days.hi > anchor.days.hi ? days.hi : anchor.days.hi;
	}
	anchor.exact = anchor.date && anchor.days.lo == anchor.days.hi;
	TRY(take_parties(st, in, id, &anchor, e));
	*ret = anchor;
	return 0;
}

static int load_anchors(struct store *st, struct conflict_input *in, struct arena *a, struct err *e)
{
	struct list anchors;
	list_init(&anchors, a, sizeof(struct conflict_anchor));
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		const struct value *v = field_is(f, "relates_to") ? &f->value : f->relative_to;
		if (v && v->type == VALUE_ENTITY)
			TRY(take_anchor(st, in, &v->u.entity.id, a, list_add(&anchors), e));
	}
	in->anchors = anchors.p;
	in->n_anchors = anchors.n;
	return 0;
}

/* ---- places ---- */

static int take_place(struct store *st, const struct vocab *v, struct conflict_field *f,
		      struct arena *a, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_STMT *g = NULL;
	struct list up;
	bool more = true;
	list_init(&up, a, sizeof(int64_t));
	TRY(store_stmt(st, &WITHIN, &q, e));
	bind_int(q, ":id", f->ref);
	bind_int(q, ":depth", CONFLICT_PARTS_DEPTH);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		*(int64_t *)list_add(&up) = col_int(q, 0);
	}
	f->within = up.p;
	f->n_within = up.n;
	TRY(store_stmt(st, &GAZETTEER, &g, e));
	bind_int(g, ":id", f->ref);
	TRY(stmt_next(g, &more, e));
	if (!more)
		return 0;
	struct value entry;
	TRY(reg_value(col_copy(g, 0, a), a, &entry, e));
	if (entry.type == VALUE_TEXT) {
		f->gazetteer = entry.u.text.text;
		f->province = vocab_province_of(v, f->gazetteer);
	}
	return 0;
}

/* Only where two places are given for one thing: the look upwards costs a query each. */
static int load_places(struct store *st, struct conflict_input *in, struct arena *a, struct err *e)
{
	for (size_t i = 0; i < in->n_fields; i++) {
		struct conflict_field *f = &in->fields[i];
		if (!f->ref || !f->prop->functional)
			continue;
		for (size_t k = 0; k < in->n_fields; k++) {
			const struct conflict_field *g = &in->fields[k];
			if (g->prop == f->prop && g->ref && g->ref != f->ref) {
				TRY(take_place(st, in->vocab, f, a, e));
				break;
			}
		}
	}
	return 0;
}

static int load_whole(struct store *st, struct conflict_input *in, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, &WHOLE_PLACE, &q, e));
	bind_int(q, ":id", in->subject);
	return stmt_next(q, &in->whole_has_place, e);
}

int conflict_load_around(struct store *st, struct conflict_input *in, struct arena *a,
			 struct err *e)
{
	TRY(load_twins(st, in, a, e));
	TRY(load_mentions(st, in, a, e));
	TRY(load_members(st, in, a, e));
	TRY(load_events(st, in, a, e));
	TRY(load_anchors(st, in, a, e));
	TRY(load_places(st, in, a, e));
	if (str_eq(in->kind, STR("figure")) || str_eq(in->kind, STR("event")))
		TRY(load_whole(st, in, e));
	return 0;
}
