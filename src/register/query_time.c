/* SPDX-License-Identifier: GPL-3.0-or-later */
/* query_time.c - the events an entity has a part in, in the order of their dates. */
#include "register/query_priv.h"

/* What lasts from an unknown day counts by its end; what has no day comes last. */
static const struct sql EVENTS = SQL(
	"SELECT x.subject, x.property, c.status, c.date, c.claims,"
	" EXISTS (SELECT 1 FROM conflict k WHERE k.subject = x.subject AND k.decided IS NULL"
	"  AND k.property IN ('date', 'start', 'end'))"
	" FROM (SELECT DISTINCT subject, property FROM field WHERE ref = :id AND retracted IS NULL) x"
	" JOIN card c ON c.entity = x.subject WHERE c.kind = 'event'"
	" ORDER BY coalesce(c.date_lo, c.date_hi) IS NULL, coalesce(c.date_lo, c.date_hi),"
	" coalesce(c.date_hi, c.date_lo), x.subject, x.property LIMIT :limit");
static const struct sql ITSELF =
	SQL("SELECT c.entity, '', c.status, c.date, c.claims,"
	    " EXISTS (SELECT 1 FROM conflict k WHERE k.subject = c.entity AND k.decided IS NULL"
	    "  AND k.property IN ('date', 'start', 'end'))"
	    " FROM card c WHERE c.entity = :id AND :limit > 0");

int reg_timeline(struct reg *r, int64_t entity, struct arena *a, struct timeline_row **ret,
		 size_t *ret_n, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct entity en;
	struct list rows;
	bool more;
	TRY(reg_entity_by_id(r, entity, a, &en, e));
	list_init(&rows, a, sizeof(struct timeline_row));
	TRY(store_stmt(reg_store(r), str_eq(en.kind, STR("event")) ? &ITSELF : &EVENTS, &q, e));
	bind_int(q, ":id", entity);
	bind_int(q, ":limit", TIMELINE_MAX);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		struct timeline_row *t = list_add(&rows);
		TRY(reg_card(r, col_int(q, 0), a, &t->event, e));
		t->role = col_text(q, 1, a);
		t->type = col_text(q, 2, a);
		t->date = col_text(q, 3, a);
		t->claims = col_int(q, 4);
		t->disputed = col_int(q, 5);
	}
	*ret = rows.p;
	*ret_n = rows.n;
	return 0;
}
