/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "register/list_overlap.h"

#include "register/kept.h"
#include "register/query_priv.h"

/* One row for each list that somebody stands in, with how often. */
#define STANDS                                                                                     \
	"WITH stands AS (SELECT b.person AS person, m.list AS list, count(*) AS n FROM mention m"  \
	" JOIN belongs b ON b.record = m.id WHERE m.stands = 2 AND m.same_as IS NULL"              \
	" GROUP BY b.person, m.list) "
static const struct sql OVERLAPS = SQL(
	STANDS "SELECT x.list, y.list, count(*) FROM stands x JOIN stands y ON y.person = x.person"
	       " WHERE x.list < y.list OR (x.list = y.list AND x.n > 1) GROUP BY x.list, y.list"
	       " ORDER BY x.list, y.list");
static const struct sql TWICE = SQL(
	"SELECT b.person, count(*) AS n FROM mention m JOIN belongs b ON b.record = m.id"
	" WHERE m.list = :list AND m.stands = 2 AND m.same_as IS NULL GROUP BY b.person HAVING n > 1"
	" ORDER BY n DESC, b.person LIMIT :limit OFFSET :offset");
static const struct sql TWICE_TOTAL =
	SQL("SELECT count(*) FROM (SELECT 1 FROM mention m JOIN belongs b ON b.record = m.id"
	    " WHERE m.list = :list AND m.stands = 2 AND m.same_as IS NULL GROUP BY b.person"
	    " HAVING count(*) > 1)");

int reg_list_overlaps(struct reg *r, struct arena *a, struct list_overlap **ret, size_t *ret_n,
		      struct err *e)
{
	AUTO_STMT *q = NULL;
	struct kept_key key = { &OVERLAPS, 0, KEPT_UNTIL_ACT };
	const void *kept;
	size_t bytes;
	struct list found;
	bool more;
	list_init(&found, a, sizeof(struct list_overlap));
	TRY(reg_kept(r, key, &kept, &bytes, e));
	if (kept) {
		*ret_n = bytes / sizeof **ret;
		*ret = NEW_N(a, *ret_n, struct list_overlap);
		if (bytes)
			memcpy(*ret, kept, bytes);
		return 0;
	}
	TRY(store_stmt(reg_store(r), &OVERLAPS, &q, e));
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		struct list_overlap *o = list_add(&found);
		*o = (struct list_overlap){ col_int(q, 0), col_int(q, 1), col_int(q, 2) };
	}
	*ret = found.p;
	*ret_n = found.n;
	return reg_keep(r, key, found.p, found.n * sizeof(struct list_overlap), e);
}

static int count_twice(struct reg *r, int64_t list, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct kept_key key = { &TWICE_TOTAL, list, KEPT_UNTIL_ACT };
	bool there;
	TRY(reg_kept_value(r, key, ret, sizeof *ret, &there, e));
	if (there)
		return 0;
	TRY(store_stmt(reg_store(r), &TWICE_TOTAL, &q, e));
	bind_int(q, ":list", list);
	TRY(stmt_row(q, e));
	*ret = col_int(q, 0);
	return reg_keep(r, key, ret, sizeof *ret, e);
}

int reg_list_twice(struct reg *r, int64_t list, int64_t offset, int64_t limit, struct arena *a,
		   struct list_twice **ret, size_t *ret_n, int64_t *ret_total, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct namer names;
	struct list found;
	bool more;
	namer_init(&names, r, a);
	list_init(&found, a, sizeof(struct list_twice));
	TRY(store_stmt(reg_store(r), &TWICE, &q, e));
	bind_int(q, ":list", list);
	bind_int(q, ":limit", limit);
	bind_int(q, ":offset", offset);
	for (;;) {
		struct naming name;
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		struct list_twice *t = list_add(&found);
		TRY(namer_get(&names, col_int(q, 0), &name, e));
		t->person = name.entity;
		t->number = name.number;
		t->label = str_eq(name.label, name.number) ? STR("") : name.label;
		t->rows = col_int(q, 1);
	}
	*ret = found.p;
	*ret_n = found.n;
	return count_twice(r, list, ret_total, e);
}
