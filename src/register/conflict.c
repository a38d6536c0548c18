/* SPDX-License-Identifier: GPL-3.0-or-later */
/* conflict.c - reading what was found. */
#include "register/conflict.h"

#include "register/query_priv.h"

#define COLUMNS                                                                                    \
	"c.id, c.ident, c.kind, c.subject, c.property,"                                            \
	" (SELECT s.seq FROM statement s WHERE s.pos = c.decided),"                                \
	" (SELECT a.reason FROM adoption a WHERE a.pos = c.decided)"
/* In the order of entries, by the first claim of its sides. */
#define IN_ORDER " ORDER BY c.first, c.rank, c.property, c.subject LIMIT :limit OFFSET :offset"
static const struct sql ALL = SQL("SELECT " COLUMNS " FROM conflict c" IN_ORDER);
static const struct sql OPEN =
	SQL("SELECT " COLUMNS " FROM conflict c WHERE c.decided IS NULL" IN_ORDER);
/* Also those borne by another subject in which this one's claims stand (a set of dates shared). */
static const struct sql OF_SUBJECT = SQL(
	"SELECT " COLUMNS " FROM conflict c WHERE (NOT :open OR c.decided IS NULL) AND c.id IN"
	" (SELECT id FROM conflict WHERE subject = :id UNION"
	"  SELECT s.conflict FROM field f JOIN conflict_side s ON s.field = f.id WHERE f.subject = :id)" IN_ORDER);
static const struct sql N_ALL = SQL("SELECT count(*) FROM conflict");
static const struct sql N_OPEN = SQL("SELECT count(*) FROM conflict WHERE decided IS NULL");
static const struct sql N_OF_SUBJECT = SQL(
	"SELECT count(*) FROM conflict c WHERE (NOT :open OR c.decided IS NULL) AND c.id IN"
	" (SELECT id FROM conflict WHERE subject = :id UNION"
	"  SELECT s.conflict FROM field f JOIN conflict_side s ON s.field = f.id WHERE f.subject = :id)");
static const struct sql BY_IDENT = SQL("SELECT " COLUMNS " FROM conflict c WHERE c.ident = :ident");
static const struct sql SIDES =
	SQL("SELECT side, field FROM conflict_side WHERE conflict = :id ORDER BY side, field");

static int load_sides(struct reg *r, struct conflict *c, struct arena *a, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list sides;
	struct list claims;
	int64_t side = -1;
	bool more = true;
	list_init(&sides, a, sizeof(struct conflict_side));
	TRY(store_stmt(reg_store(r), &SIDES, &q, e));
	bind_int(q, ":id", c->id);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		if (side != col_int(q, 0)) {
			side = col_int(q, 0);
			list_add(&sides);
			list_init(&claims, a, sizeof(struct claim_row));
		}
		TRY(claim_load(r, col_int(q, 1), a, list_add(&claims), e));
		struct conflict_side *s = (struct conflict_side *)sides.p + sides.n - 1;
		s->claims = claims.p;
		s->n = claims.n;
	}
	c->sides = sides.p;
	c->n_sides = sides.n;
	return 0;
}

/* The row without its sides, which are asked for once the query that gave it is done. */
static int take(struct namer *names, struct stmt *q, struct conflict *ret, struct err *e)
{
	struct arena *a = names->a;
	struct naming subject;
	struct conflict c = { .id = col_int(q, 0) };
	c.ident = col_text(q, 1, a);
	c.kind = col_text(q, 2, a);
	c.property = col_text(q, 4, a);
	c.decided = col_id(q, 5);
	c.reason = col_text(q, 6, a);
	TRY(namer_get(names, col_int(q, 3), &subject, e));
	c.subject = subject.entity;
	c.subject_label = subject.label;
	c.subject_number = subject.number;
	*ret = c;
	return 0;
}

static int count(struct reg *r, int64_t subject, bool only_open, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(reg_store(r),
		       subject	   ? &N_OF_SUBJECT
		       : only_open ? &N_OPEN
				   : &N_ALL,
		       &q, e));
	if (subject) {
		bind_int(q, ":id", subject);
		bind_int(q, ":open", only_open);
	}
	TRY(stmt_row(q, e));
	*ret = col_int(q, 0);
	return 0;
}

static int page(struct reg *r, int64_t subject, bool only_open, int64_t offset, int64_t limit,
		struct arena *a, struct list *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct namer names;
	bool more = true;
	namer_init(&names, r, a);
	TRY(store_stmt(reg_store(r), subject ? &OF_SUBJECT : only_open ? &OPEN : &ALL, &q, e));
	bind_int(q, ":limit", limit);
	bind_int(q, ":offset", offset);
	if (subject) {
		bind_int(q, ":id", subject);
		bind_int(q, ":open", only_open);
	}
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		TRY(take(&names, q, list_add(ret), e));
	}
}

int reg_conflicts(struct reg *r, int64_t subject, bool only_open, int64_t offset, int64_t limit,
		  struct arena *a, struct conflict **ret, size_t *ret_n, int64_t *ret_total,
		  struct err *e)
{
	struct list list;
	int64_t total;
	assert(offset >= 0 && limit >= 0 && "a page before the first");
	list_init(&list, a, sizeof(struct conflict));
	TRY(count(r, subject, only_open, &total, e));
	TRY(page(r, subject, only_open, offset, limit, a, &list, e));
	struct conflict *c = list.p;
	for (size_t i = 0; i < list.n; i++)
		TRY(load_sides(r, &c[i], a, e));
	*ret = c;
	*ret_n = list.n;
	*ret_total = total;
	return 0;
}

int reg_conflict(struct reg *r, struct str ident, struct arena *a, struct conflict *ret,
		 struct err *e)
{
	AUTO_STMT *q = NULL;
	struct namer names;
	struct conflict c;
	namer_init(&names, r, a);
	TRY(store_stmt(reg_store(r), &BY_IDENT, &q, e));
	bind_str(q, ":ident", ident);
	int rc = stmt_row(q, e);
	if (rc == ERR_NOTFOUND)
		return err_set(
			e, ERR_NOTFOUND,
			"there is no such conflict; the claims it stood on may have changed");
	TRY(rc);
	TRY(take(&names, q, &c, e));
	TRY(load_sides(r, &c, a, e));
	*ret = c;
	return 0;
}
