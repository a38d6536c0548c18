/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "register/list_overlap.h"

#include "register/kept.h"
#include "register/query_priv.h"
#include "register/standing.h"

static const struct sql TWICE = SQL(
	"SELECT b.person, count(*) AS n FROM mention m JOIN belongs b ON b.record = m.id"
	" WHERE m.list = :list AND m.stands = 2 AND m.same_as IS NULL GROUP BY b.person HAVING n > 1"
	" ORDER BY n DESC, b.person LIMIT :limit OFFSET :offset");
static const struct sql TWICE_TOTAL =
	SQL("SELECT count(*) FROM (SELECT 1 FROM mention m JOIN belongs b ON b.record = m.id"
	    " WHERE m.list = :list AND m.stands = 2 AND m.same_as IS NULL GROUP BY b.person"
	    " HAVING count(*) > 1)");

/* Lists meet in few pairs: where a pair stands among those that were met. */
static struct list_overlap *overlap_of(struct list *found, struct map *at, int64_t x, int64_t y)
{
	int64_t pair[] = { x, y };
	struct list_overlap *o = list_of_key(found, at, pair, sizeof pair);
	o->a = x;
	o->b = y;
	return o;
}

static int by_lists(const void *x, const void *y)
{
	const struct list_overlap *a = x;
	const struct list_overlap *b = y;
	if (a->a != b->a)
		return a->a < b->a ? -1 : 1;
	return (a->b > b->b) - (a->b < b->b);
}

static int find_overlaps(struct reg *r, struct list *found, struct err *e)
{
	AUTO_ARENA *scratch = arena_new((size_t)4 << 30);
	struct standing_on *on;
	struct map at;
	size_t n;
	TRY(reg_standing_on(r, scratch, &on, &n, e));
	map_init(&at, scratch);
	for (size_t i = 0; i < n; i++) {
		if (on[i].rows > 1)
			overlap_of(found, &at, on[i].list, on[i].list)->persons++;
		for (size_t k = i + 1; k < n && on[k].person == on[i].person; k++)
			overlap_of(found, &at, on[i].list, on[k].list)->persons++;
	}
	if (found->n)
		qsort(found->p, found->n, sizeof(struct list_overlap), by_lists);
	return 0;
}

int reg_list_overlaps(struct reg *r, struct arena *a, struct list_overlap **ret, size_t *ret_n,
		      struct err *e)
{
	static const char OVERLAPS;
	struct kept_key key = { &OVERLAPS, 0, KEPT_UNTIL_ACT };
	const void *kept;
	size_t bytes;
	struct list found;
	list_init(&found, a, sizeof(struct list_overlap));
	TRY(reg_kept(r, key, &kept, &bytes, e));
	if (kept) {
		*ret_n = bytes / sizeof **ret;
		*ret = NEW_N(a, *ret_n, struct list_overlap);
		if (bytes)
			memcpy(*ret, kept, bytes);
		return 0;
	}
	TRY(find_overlaps(r, &found, e));
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
