/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pair_cluster.c - persons with several records, counted by the database, and what the newest run thinks of those. */
#include "register/pair.h"

#include "register/kept.h"
#include "register/query_priv.h"
#include "register/register_priv.h"

enum { PERSONS_KEPT = 20 };

/* A described person is a record of its own, of itself unless it was found under another one. */
#define RECORDS                                                                                      \
	"SELECT b.person AS person, m.list AS list FROM mention m JOIN belongs b ON b.record = m.id" \
	" WHERE m.stands = 2 UNION ALL"                                                              \
	" SELECT coalesce((SELECT b.person FROM belongs b WHERE b.record = c.entity), c.entity), 0"  \
	" FROM card c WHERE c.kind = 'person' AND c.claims > 0"
#define WHO(record)                                                                                \
	"coalesce((SELECT b.person FROM belongs b WHERE b.record = " record "), " record ")"
#define WHO_A WHO("p.a")
#define ODD                                                                                        \
	"SELECT " WHO_A " AS who FROM run_pair p"                                                  \
	" WHERE p.base = (SELECT pos FROM statement WHERE seq = :run) AND p.over = 0"              \
	" AND (p.flagged OR p.bits < 0) AND " WHO_A " = " WHO("p.b")
#define GROUPS                                                                                     \
	" FROM (SELECT person, count(*) AS records, count(DISTINCT list) AS lists FROM (" RECORDS  \
	") GROUP BY person HAVING count(*) > 1)"
static const struct sql ALL = SQL("SELECT person, records, lists, count(*) OVER ()" GROUPS
				  " ORDER BY records DESC, person LIMIT :limit OFFSET :offset");
/* Few are odd: only of these the records are counted. */
static const struct sql FLAGGED = SQL(
	"WITH odd (person) AS MATERIALIZED (SELECT DISTINCT x.who FROM (" ODD ") x),"
	" rec (person, list) AS ("
	" SELECT o.person, m.list FROM odd o JOIN belongs b ON b.person = o.person"
	"  JOIN mention m ON m.id = b.record WHERE m.stands = 2"
	" UNION ALL SELECT o.person, 0 FROM odd o JOIN card c ON c.entity = o.person WHERE c.claims > 0"
	"  AND NOT EXISTS (SELECT 1 FROM belongs b WHERE b.record = o.person)"
	" UNION ALL SELECT o.person, 0 FROM odd o JOIN belongs b ON b.person = o.person"
	"  JOIN card c ON c.entity = b.record WHERE c.kind = 'person' AND c.claims > 0)"
	" SELECT person, count(*) AS records, count(DISTINCT list), count(*) OVER () FROM rec"
	" GROUP BY person HAVING count(*) > 1 ORDER BY records DESC, person LIMIT :limit OFFSET :offset");
/* By record, not by all pairs of the run (pair_part.c): hidden from the choice of index (`+`). */
static const struct sql INSIDE = SQL(
	"SELECT min(p.bits), max(p.flagged OR p.bits < 0) FROM (SELECT record FROM belongs"
	" WHERE person = :person UNION SELECT :person) x CROSS JOIN run_pair p ON p.a = x.record"
	" WHERE +p.base = (SELECT pos FROM statement WHERE seq = :run) AND p.over = 0"
	" AND (p.b = :person OR p.b IN (SELECT record FROM belongs WHERE person = :person))");

static const struct sql BETWEEN = SQL("SELECT " WHO("p.a") ", " WHO(
	"p.b") ", p.ppm FROM run_pair p"
	       " WHERE p.base = (SELECT pos FROM statement WHERE seq = :run) AND p.over = 0 AND p.place > 0"
	       " AND NOT EXISTS (SELECT 1 FROM link_decision l WHERE l.a = p.a AND l.b = p.b AND l.retracted IS NULL"
	       " AND l.says <> 'unsure') ORDER BY p.ppm DESC");

static int look_inside(struct reg *r, int64_t run, struct person_row *x, struct err *e)
{
	AUTO_STMT *q = NULL;
	if (!run)
		return 0;
	TRY(store_stmt(reg_store(r), &INSIDE, &q, e));
	bind_int(q, ":run", run);
	bind_int(q, ":person", x->person);
	TRY(stmt_row(q, e));
	x->has_weakest = !col_is_null(q, 0);
	x->weakest_milli = col_id(q, 0);
	x->flagged = col_id(q, 1) != 0;
	return 0;
}

struct first_persons {
	int64_t total;
	size_t n;
	struct person_row row[PERSONS_KEPT];
};

static int take_kept(struct reg *r, struct kept_key key, struct arena *a, struct person_row **ret,
		     size_t *ret_n, int64_t *ret_total, bool *ret_there, struct err *e)
{
	const void *kept;
	size_t bytes;
	TRY(reg_kept(r, key, &kept, &bytes, e));
	*ret_there = kept != NULL;
	if (!kept)
		return 0;
	const struct first_persons *f = kept;
	*ret = NEW_N(a, f->n, struct person_row);
	for (size_t i = 0; i < f->n; i++)
		(*ret)[i] = f->row[i];
	*ret_n = f->n;
	*ret_total = f->total;
	return 0;
}

static int keep(struct reg *r, struct kept_key key, const struct person_row *p, size_t n,
		int64_t total, struct err *e)
{
	struct first_persons f = { .total = total, .n = n };
	for (size_t i = 0; i < n; i++)
		f.row[i] = p[i];
	return reg_keep(r, key, &f, sizeof f, e);
}

int reg_persons(struct reg *r, int64_t run, bool only_flagged, int64_t offset, int64_t limit,
		struct arena *a, struct person_row **ret, size_t *ret_n, int64_t *ret_total,
		struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list found;
	bool more;
	/* The first of those that are odd, which the page of linking shows each time. */
	struct kept_key key = { &FLAGGED, run, KEPT_UNTIL_ENTRY };
	bool first = only_flagged && !offset && limit == PERSONS_KEPT;
	list_init(&found, a, sizeof(struct person_row));
	if (first) {
		bool there;
		TRY(take_kept(r, key, a, ret, ret_n, ret_total, &there, e));
		if (there)
			return 0;
	}
	*ret_total = 0;
	TRY(store_stmt(reg_store(r), only_flagged ? &FLAGGED : &ALL, &q, e));
	if (only_flagged)
		bind_int(q, ":run", run);
	bind_int(q, ":limit", limit ? limit : -1);
	bind_int(q, ":offset", offset);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		struct person_row *x = list_add(&found);
		x->person = col_int(q, 0);
		x->records = col_int(q, 1);
		x->lists = col_int(q, 2);
		*ret_total = col_int(q, 3);
		TRY(look_inside(r, run, x, e));
	}
	*ret = found.p;
	*ret_n = found.n;
	return first ? keep(r, key, found.p, found.n, *ret_total, e) : 0;
}

int reg_undecided(struct reg *r, int64_t run, struct arena *a, struct undecided **ret,
		  size_t *ret_n, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list found;
	bool more;
	list_init(&found, a, sizeof(struct undecided));
	TRY(store_stmt(reg_store(r), &BETWEEN, &q, e));
	bind_int(q, ":run", run);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		*(struct undecided *)list_add(&found) =
			(struct undecided){ col_int(q, 0), col_int(q, 1), col_int(q, 2) };
	}
	*ret = found.p;
	*ret_n = found.n;
	return 0;
}
