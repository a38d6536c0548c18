/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * settle.c - after the last entry of a transaction: what follows from several entries is made again
 * for the entities that were touched, and for those that depend on them.
 *
 * Order matters: stages of persons come from fields of events; labels of events from names of
 * persons; conflicts from all of it.
 */
#include "register/list_priv.h"
#include "base/order.h"
#include "register/record_priv.h"
#include "register/register_priv.h"

static const struct sql KIND = SQL("SELECT kind FROM entity WHERE id = :id");
static const struct sql LAST_ENTITY = SQL("SELECT coalesce(max(id), 0) FROM entity");
/* In any order, and some more than once: tidy sees to it. A DISTINCT or an IN would make a table each time. */
static const struct sql VICTIMS = SQL(
	"SELECT ref FROM field WHERE subject = :id AND ref IS NOT NULL AND property = 'victim' UNION ALL"
	" SELECT ref FROM field WHERE subject = :id AND ref IS NOT NULL AND property = 'participant'");
static const struct sql EVENTS_OF =
	SQL("SELECT subject FROM field WHERE ref = :id AND property = 'victim'");

/* Each once, in ascending order, so that the work does not depend on the order of touching. */
static void tidy(struct reg *r)
{
	r->n_touched = order_each_once(r->touched, r->n_touched);
}

/* A transaction that was rolled back may have touched what never came to be. */
static int drop_unborn(struct reg *r, struct store *st, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, &LAST_ENTITY, &q, e));
	TRY(stmt_row(q, e));
	int64_t last = col_int(q, 0);
	tidy(r);
	r->n_placed = order_each_once(r->placed, r->n_placed);
	while (r->n_touched && r->touched[r->n_touched - 1] > last)
		r->n_touched--;
	return 0;
}

static int touch_all(struct reg *r, struct store *st, const struct sql *sql, int64_t id,
		     struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more = true;
	TRY(store_stmt(st, sql, &q, e));
	bind_int(q, ":id", id);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		reg_touch(r, col_int(q, 0));
	}
}

static int kind_of(struct store *st, int64_t id, struct arena *a, struct str *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, &KIND, &q, e));
	bind_int(q, ":id", id);
	TRY(stmt_row(q, e));
	*ret = col_copy(q, 0, a);
	return 0;
}

/* Persons of touched events and events of touched persons: one step, and then once more from the
 * events to their other victims' labels is not needed, since labels do not pass on. */
static int spread(struct reg *r, struct store *st, struct arena *a, struct err *e)
{
	tidy(r);
	size_t n = r->n_touched;
	for (size_t i = 0; i < n; i++) {
		struct str kind;
		int64_t id = r->touched[i];
		TRY(kind_of(st, id, a, &kind, e));
		if (str_eq(kind, STR("event")))
			TRY(touch_all(r, st, &VICTIMS, id, e));
		if (str_eq(kind, STR("person")) || str_eq(kind, STR("group")))
			TRY(touch_all(r, st, &EVENTS_OF, id, e));
	}
	tidy(r);
	return 0;
}

static int refresh_one(struct reg *r, struct store *st, int64_t id, struct str kind,
		       struct arena *a, struct err *e)
{
	struct stage_now now;
	bool person = str_eq(kind, STR("person"));
	if (person)
		TRY(stage_refresh(r, st, id, a, &now, e));
	return card_refresh(r, st, id, person ? &now : NULL, a, e);
}

/* All that was touched, events last: they are called by the names of their persons. */
static int refresh(struct reg *r, struct store *st, struct arena *a, struct err *e)
{
	AUTO_ARENA *events_a = arena_new(0);
	int64_t *events = NULL;
	size_t n = 0;
	size_t cap = 0;
	for (size_t i = 0; i < r->n_touched; i++) {
		struct str kind;
		arena_clear(a);
		TRY(kind_of(st, r->touched[i], a, &kind, e));
		if (str_eq(kind, STR("event"))) {
			events = arena_grow(events_a, events, n, &cap, sizeof *events);
			events[n++] = r->touched[i];
		} else {
			TRY(refresh_one(r, st, r->touched[i], kind, a, e));
		}
	}
	for (size_t i = 0; i < n; i++) {
		arena_clear(a);
		TRY(refresh_one(r, st, events[i], STR("event"), a, e));
	}
	return 0;
}

static int refresh_conflicts(struct reg *r, struct store *st, struct arena *a, struct err *e)
{
	size_t n = r->n_touched;
	for (size_t i = 0; i < n; i++)
		TRY(conflict_neighbours(r, st, r->touched[i], e));
	tidy(r);
	for (size_t i = 0; i < r->n_touched; i++) {
		arena_clear(a);
		TRY(conflict_refresh(r, st, r->touched[i], a, e));
		TRY(card_count_conflicts(st, r->touched[i], e));
	}
	return 0;
}

int reg_settle(void *ctx, struct store *st, struct err *e)
{
	struct reg *r = ctx;
	AUTO_ARENA *a = arena_new(0);
	knew_free(r->knew); /* what was imported since */
	r->knew = NULL;
	TRY(list_settle(r, st, e));
	TRY(link_settle(r, st, e));
	TRY(drop_unborn(r, st, e));
	TRY(spread(r, st, a, e));
	TRY(refresh(r, st, a, e));
	TRY(refresh_conflicts(r, st, a, e));
	r->n_touched = 0;
	r->n_placed = 0;
	return 0;
}
