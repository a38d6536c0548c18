/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * settle.c - after the last entry of a transaction: what follows from several entries is made again
 * for the entities that were touched, and for those that depend on them.
 *
 * Order matters: stages of persons come from fields of events; labels of events from names of
 * persons; conflicts from all of it.
 */
#include "register/record_priv.h"
#include "register/register_priv.h"

static const struct sql KIND = SQL("SELECT kind FROM entity WHERE id = :id");
static const struct sql VICTIMS =
	SQL("SELECT DISTINCT ref FROM field WHERE subject = :id AND ref IS NOT NULL"
	    " AND property IN ('victim', 'participant') ORDER BY ref");
static const struct sql EVENTS_OF = SQL(
	"SELECT DISTINCT subject FROM field WHERE ref = :id AND property = 'victim' ORDER BY subject");

static int by_number(const void *x, const void *y)
{
	const int64_t *a = x;
	const int64_t *b = y;
	return (*a > *b) - (*a < *b);
}

/* Each once, in ascending order, so that the work does not depend on the order of touching. */
static void tidy(struct reg *r)
{
	size_t n = 0;
	if (r->n_touched == 0)
		return;
	qsort(r->touched, r->n_touched, sizeof *r->touched, by_number);
	for (size_t i = 0; i < r->n_touched; i++)
		if (n == 0 || r->touched[n - 1] != r->touched[i])
			r->touched[n++] = r->touched[i];
	r->n_touched = n;
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

static int refresh(struct reg *r, struct store *st, bool events, struct arena *a, struct err *e)
{
	for (size_t i = 0; i < r->n_touched; i++) {
		struct str kind;
		arena_clear(a);
		TRY(kind_of(st, r->touched[i], a, &kind, e));
		if (str_eq(kind, STR("event")) != events)
			continue;
		if (str_eq(kind, STR("person")))
			TRY(stage_refresh(r, st, r->touched[i], a, e));
		TRY(card_refresh(r, st, r->touched[i], a, e));
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
		TRY(card_count_conflicts(r, st, r->touched[i], e));
	}
	return 0;
}

int reg_settle(void *ctx, struct store *st, struct err *e)
{
	struct reg *r = ctx;
	AUTO_ARENA *a = arena_new(0);
	TRY(spread(r, st, a, e));
	TRY(refresh(r, st, false, a, e));
	TRY(refresh(r, st, true, a, e));
	TRY(refresh_conflicts(r, st, a, e));
	r->n_touched = 0;
	return 0;
}

/* ---- a hash of all that is shown ---- */

/* Rows in an order that does not depend on when they were made: view ids follow the log, and
 * conflicts are named by their idents. Left out: `search` and its row numbers, which follow from
 * `field`, and card.changed, which tells when and not what. */
#define DIGEST(name, columns, from)                                                                \
	static const struct sql DIGEST_##name = SQL("SELECT " columns " FROM " from)
DIGEST(entity, "id, uuid, kind, no, key, first_seq", "entity ORDER BY id");
DIGEST(statement,
       "seq, claim, kind, subject, source, via, document, source_date, reliability, batch, row,"
       " recorder, recorded_ms, digest, has_sealed, body, retracted",
       "statement ORDER BY seq");
DIGEST(field,
       "id, subject, source, property, type, value, quals, same, lo, hi, ref, when_lo, when_hi,"
       " when_text, place, scope, basis, position, retracted",
       "field ORDER BY id");
DIGEST(card,
       "entity, kind, label, label_lang, label_fa, sort, status, date, date_lo, date_hi, place, province,"
       " charge, sources, claims, conflicts, certainty, first_seq, last_seq",
       "card ORDER BY entity");
DIGEST(stage, "person, event, status, rank, ends, date, date_lo, date_hi",
       "stage ORDER BY person, event");
DIGEST(adoption, "seq, subject, property, field, reason, undone", "adoption ORDER BY seq");
DIGEST(conflict, "ident, kind, subject, property, decided", "conflict ORDER BY ident");
DIGEST(side, "c.ident, s.side, s.field",
       "conflict_side s JOIN conflict c ON c.id = s.conflict ORDER BY c.ident, s.side, s.field");
DIGEST(rule, "seq, figure, rule", "figure_rule ORDER BY seq");

static int digest_rows(struct store *st, const struct sql *sql, int columns, struct hasher *h,
		       struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more = true;
	TRY(store_stmt(st, sql, &q, e));
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		for (int i = 0; i < columns; i++) {
			struct str s = col_str(q, i);
			uint8_t head[9] = { s.p != NULL };
			for (int k = 0; k < 8; k++)
				head[k + 1] = (uint8_t)((uint64_t)s.n >> (8 * k));
			hasher_add(h, head, sizeof head);
			hasher_add(h, s.p, s.n);
		}
	}
}

int reg_view_digest(void *ctx, struct store *st, struct hash *ret, struct err *e)
{
	static const struct {
		const struct sql *sql;
		int columns;
	} TABLES[] = {
		{ &DIGEST_entity, 6 },	 { &DIGEST_statement, 17 }, { &DIGEST_field, 19 },
		{ &DIGEST_card, 19 },	 { &DIGEST_stage, 8 },	    { &DIGEST_adoption, 6 },
		{ &DIGEST_conflict, 5 }, { &DIGEST_side, 3 },	    { &DIGEST_rule, 3 },
	};
	struct hasher *h = hasher_new();
	(void)ctx;
	for (size_t i = 0; i < COUNT(TABLES); i++) {
		int rc = digest_rows(st, TABLES[i].sql, TABLES[i].columns, h, e);
		if (rc < 0) {
			hasher_free(h);
			return rc;
		}
	}
	*ret = hasher_end(h);
	return 0;
}
