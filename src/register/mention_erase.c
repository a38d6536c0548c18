/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mention_erase.c - what is erased with a record. */
#include "register/list_priv.h"
#include "register/query_priv.h"

/* Rows of lists that are of the person, and those that are the same as one of them. */
static const struct sql MENTIONS_OF = SQL(
	"SELECT m.id FROM mention m WHERE m.id = :id OR m.same_as = :id"
	" OR coalesce(m.same_as, m.id) IN (SELECT b.record FROM belongs b WHERE b.person = :id) ORDER BY m.id");
/* Decisions name what whoever decided saw, which can be the other site's row. */
static const struct sql DECISIONS = SQL(
	"SELECT a.uuid, b.uuid FROM link_decision l"
	" JOIN entity a ON a.id = l.a OR a.id IN (SELECT t.id FROM mention t WHERE t.same_as = l.a)"
	" JOIN entity b ON b.id = l.b OR b.id IN (SELECT t.id FROM mention t WHERE t.same_as = l.b)"
	" WHERE l.a = :id OR l.b = :id ORDER BY l.pos");

static void add(struct list *ids, const struct id *id)
{
	for (size_t i = 0; i < ids->n; i++)
		if (id_eq((struct id *)ids->p + i, id))
			return;
	*(struct id *)list_add(ids) = *id;
}

static int add_record(struct reg *r, int64_t id, struct arena *a, struct list *ids, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct entity en;
	struct id pair[2];
	bool more;
	TRY(reg_entity_by_id(r, id, a, &en, e));
	struct id sealed = reg_sealed_group(&en.uuid);
	add(ids, &en.uuid);
	add(ids, &sealed);
	TRY(store_stmt(reg_store(r), &DECISIONS, &q, e));
	bind_int(q, ":id", id);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		TRY(col_blob(q, 0, pair[0].b, ID_LEN, e));
		TRY(col_blob(q, 1, pair[1].b, ID_LEN, e));
		struct id group = link_group(&pair[0], &pair[1]);
		add(ids, &group);
	}
}

int reg_erased_with(struct reg *r, const struct entity *en, struct arena *a, struct id **ret,
		    size_t *ret_n, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list ids;
	bool more;
	list_init(&ids, a, sizeof(struct id));
	TRY(add_record(r, en->id, a, &ids, e));
	TRY(store_stmt(reg_store(r), &MENTIONS_OF, &q, e));
	bind_int(q, ":id", en->id);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		TRY(add_record(r, col_int(q, 0), a, &ids, e));
	}
	*ret = ids.p;
	*ret_n = ids.n;
	return 0;
}
