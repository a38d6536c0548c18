/* SPDX-License-Identifier: GPL-3.0-or-later */
/* standing_count.c - who is described, who is on which list, and how many rows and persons a list has. */
#include "register/standing.h"

#include <stdlib.h>

#include "register/kept.h"
#include "register/query_priv.h"

static const struct sql DESCRIBED = SQL(
	"SELECT d.subject, coalesce((SELECT b.person FROM belongs b WHERE b.record = d.subject), d.subject)"
	" FROM (SELECT DISTINCT s.subject FROM statement s JOIN entity e ON e.id = s.subject"
	" WHERE e.kind = 'person' AND s.kind = 'statement' AND s.retracted IS NULL) d ORDER BY 1");

int reg_described(struct reg *r, struct arena *a, const struct described **ret, size_t *ret_n,
		  struct err *e)
{
	AUTO_STMT *q = NULL;
	struct kept_key key = { &DESCRIBED, 0, KEPT_UNTIL_ENTRY };
	const void *kept;
	struct list found;
	bool more;
	TRY(reg_kept(r, key, &kept, ret_n, e));
	if (kept) {
		*ret = kept;
		*ret_n /= sizeof **ret;
		return 0;
	}
	list_init(&found, a, sizeof(struct described));
	TRY(store_stmt(reg_store(r), &DESCRIBED, &q, e));
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		*(struct described *)list_add(&found) =
			(struct described){ col_int(q, 0), col_int(q, 1) };
	}
	*ret = found.p;
	*ret_n = found.n;
	return reg_keep(r, key, found.p, found.n * sizeof(struct described), e);
}

static int by_person_and_list(const void *x, const void *y)
{
	const struct standing_on *a = x;
	const struct standing_on *b = y;
	if (a->person != b->person)
		return a->person < b->person ? -1 : 1;
	return (a->list > b->list) - (a->list < b->list);
}

int reg_standing_on(struct reg *r, struct arena *a, struct standing_on **ret, size_t *ret_n,
		    struct err *e)
{
	struct standings s;
	size_t n = 0;
	size_t kept = 0;
	TRY(reg_standings(r, a, &s, e));
	struct standing_on *on = NEW_N(a, s.n, struct standing_on);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i].stands == 2 && !s.p[i].same_as && s.p[i].person)
			on[n++] = (struct standing_on){ s.p[i].person, s.p[i].list, 1 };
	if (n)
		qsort(on, n, sizeof *on, by_person_and_list);
	for (size_t i = 0; i < n; i++) {
		if (kept && !by_person_and_list(&on[kept - 1], &on[i]))
			on[kept - 1].rows++;
		else
			on[kept++] = on[i];
	}
	*ret = on;
	*ret_n = kept;
	return 0;
}

struct counting {
	struct list found; /* struct list_counted */
	struct map at;
};

static struct list_counted *counted_of(struct counting *c, int64_t list)
{
	struct list_counted *l = list_of_key(&c->found, &c->at, &list, sizeof list);
	l->list = list;
	return l;
}

struct placed {
	int64_t person, list;
	bool stands;
};

static int by_placed(const void *x, const void *y)
{
	const struct placed *a = x;
	const struct placed *b = y;
	if (a->person != b->person)
		return a->person < b->person ? -1 : 1;
	if (a->list != b->list)
		return a->list < b->list ? -1 : 1;
	return (int)b->stands - (int)a->stands;
}

static int count_lists(struct reg *r, struct counting *c, struct err *e)
{
	AUTO_ARENA *scratch = arena_new((size_t)8 << 30);
	struct standings s;
	size_t n = 0;
	TRY(reg_standings(r, scratch, &s, e));
	struct placed *p = NEW_N(scratch, s.n, struct placed);
	for (size_t i = 0; i < s.n; i++) {
		const struct standing *x = &s.p[i];
		if (x->list && x->stands == 2)
			counted_of(c, x->list)->standing++;
		if (x->list && x->stands == 1)
			counted_of(c, x->list)->removed++;
		if (x->person)
			p[n++] = (struct placed){ x->person, x->list, x->stands == 2 };
	}
	if (n)
		qsort(p, n, sizeof *p, by_placed);
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && p[to].person == p[from].person; to++)
			;
		for (size_t i = from; i < to; i++) {
			if (!p[i].stands || !p[i].list)
				continue;
			struct list_counted *l = counted_of(c, p[i].list);
			l->linked += to - from > 1;
			l->persons += i == from || p[i - 1].list != p[i].list;
		}
	}
	return 0;
}

int reg_list_counted(struct reg *r, int64_t list, struct list_counted *ret, struct err *e)
{
	static const char COUNTED;
	AUTO_ARENA *a = arena_new(0);
	struct kept_key key = { &COUNTED, 0, KEPT_UNTIL_ACT };
	struct counting c;
	const void *kept;
	size_t bytes;
	TRY(reg_kept(r, key, &kept, &bytes, e));
	if (!kept) {
		list_init(&c.found, a, sizeof(struct list_counted));
		map_init(&c.at, a);
		TRY(count_lists(r, &c, e));
		kept = c.found.p;
		bytes = c.found.n * c.found.size;
		TRY(reg_keep(r, key, kept, bytes, e));
	}
	const struct list_counted *p = kept;
	*ret = (struct list_counted){ .list = list };
	for (size_t i = 0; i < bytes / sizeof *p; i++)
		if (p[i].list == list)
			*ret = p[i];
	return 0;
}
