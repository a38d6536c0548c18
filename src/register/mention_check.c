/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mention_check.c - conservation: no row of a list and no case page gets lost on the way to persons.
 *
 * Counted by different paths and compared: rows as the editions say they have them, rows as they are here,
 * mentions by where they stand, and by whom they belong to. A difference is our own mistake, and stops what is
 * being done; rows that were erased, or whose keys have not arrived, are a number and no difference.
 */
#include "register/list_priv.h"

#include "base/order.h"
#include "register/kept.h"
#include "register/query_priv.h"
#include "register/standing.h"

static const struct sql ROWS = SQL("SELECT coalesce(sum(rows), 0) FROM edition WHERE rank > 0");
static const struct sql ROWS_HERE = SQL(
	"SELECT count(*) FROM edition_row r JOIN edition d ON d.pos = r.edition WHERE d.rank > 0");
static const struct sql BY_STANDING = SQL(
	"SELECT count(*), coalesce(sum(stands = 2), 0), coalesce(sum(stands = 1), 0) FROM mention WHERE stands > 0");
/* The same from the rows of editions, by another path. */
static const struct sql IN_EDITIONS = SQL(
	"SELECT count(DISTINCT r.mention) FROM edition_row r JOIN edition d ON d.pos = r.edition"
	" JOIN statement s ON s.pos = r.version WHERE d.retracted IS NULL AND s.retracted IS NULL");
static const struct sql LINKED =
	SQL("SELECT count(*) FROM mention m JOIN belongs b ON b.record = m.id WHERE m.stands = 2");
static const struct sql UNLINKED = SQL(
	"SELECT count(*), coalesce(sum(v.naming = 1), 0), coalesce(sum(v.naming = 2), 0) FROM mention m"
	" JOIN mention_version v ON v.pos = m.version"
	" WHERE m.stands = 2 AND NOT EXISTS (SELECT 1 FROM belongs b WHERE b.record = m.id)");
static const struct sql PERSONS = SQL(
	"SELECT count(*) FROM (SELECT b.person FROM mention m JOIN belongs b ON b.record = m.id WHERE m.stands = 2"
	" UNION SELECT coalesce((SELECT b.person FROM belongs b WHERE b.record = d.subject), d.subject)"
	"  FROM (SELECT DISTINCT s.subject FROM statement s JOIN entity e ON e.id = s.subject"
	"  WHERE e.kind = 'person' AND s.kind = 'statement' AND s.retracted IS NULL) d)");
static const struct sql DESCRIBED =
	SQL("SELECT count(DISTINCT s.subject) FROM statement s JOIN entity e ON e.id = s.subject"
	    " WHERE e.kind = 'person' AND s.kind = 'statement' AND s.retracted IS NULL");
/* Who is nobody: a record that is none, a person that is none, or one that is itself found under another. */
#define ASTRAY_ROWS                                                                                \
	"SELECT count(*) FROM belongs b LEFT JOIN entity p ON p.id = b.person LEFT JOIN entity n"  \
	" ON n.id = b.record WHERE (p.id IS NULL OR p.kind <> 'person' OR n.id IS NULL"            \
	" OR (n.kind = 'mention' AND NOT EXISTS (SELECT 1 FROM mention m WHERE m.id = n.id))"      \
	" OR EXISTS (SELECT 1 FROM belongs o WHERE o.record = b.person AND o.person <> b.person))"
static const struct sql ASTRAY = SQL(ASTRAY_ROWS);
static const struct sql ASTRAY_ONE = SQL(ASTRAY_ROWS " AND b.record = :id");

static int numbers(struct store *st, const struct sql *sql, int64_t *ret[], int n, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, sql, &q, e));
	TRY(stmt_row(q, e));
	for (int i = 0; i < n; i++)
		*ret[i] = col_int(q, i);
	return 0;
}

static int number(struct store *st, const struct sql *sql, int64_t *ret, struct err *e)
{
	return numbers(st, sql, &ret, 1, e);
}

static int judge_astray(int64_t astray, struct err *e)
{
	if (!astray)
		return 0;
	return err_set(
		e, ERR_CORRUPT,
		"%lld records belong to a person that is not there; `vigil rebuild` makes the "
		"tables again",
		(long long)astray);
}

static int judge(const struct conservation *c, int64_t in_editions, struct err *e)
{
	if (in_editions != c->mentions)
		return err_set(
			e, ERR_CORRUPT,
			"the editions of all lists have %lld mentions, and %lld are counted as standing or "
			"removed",
			(long long)in_editions, (long long)c->mentions);
	if (c->linked + c->unlinked != c->standing)
		return err_set(e, ERR_CORRUPT,
			       "%lld mentions stand, but %lld belong to a person and %lld to none",
			       (long long)c->standing, (long long)c->linked,
			       (long long)c->unlinked);
	if (c->erased < 0)
		return err_set(e, ERR_CORRUPT, "%lld rows are here that no edition has",
			       (long long)-c->erased);
	return 0;
}

int link_conserve_editions(struct store *st, int64_t *ret_rows, int64_t *ret_here,
			   int64_t *ret_mentions, struct err *e)
{
	int64_t astray;
	TRY(number(st, &ASTRAY, &astray, e));
	TRY(judge_astray(astray, e));
	TRY(number(st, &ROWS, ret_rows, e));
	TRY(number(st, &ROWS_HERE, ret_here, e));
	return number(st, &IN_EDITIONS, ret_mentions, e);
}

int link_conserve(struct store *st, struct conservation *ret, struct err *e)
{
	struct conservation c = { 0 };
	int64_t here;
	int64_t in_editions;
	TRY(link_conserve_editions(st, &c.rows, &here, &in_editions, e));
	c.erased = c.rows - here;
	TRY(numbers(st, &BY_STANDING, (int64_t *[]){ &c.mentions, &c.standing, &c.removed }, 3, e));
	TRY(number(st, &LINKED, &c.linked, e));
	TRY(numbers(st, &UNLINKED, (int64_t *[]){ &c.unlinked, &c.unnamed, &c.groups }, 3, e));
	TRY(number(st, &PERSONS, &c.persons, e));
	TRY(number(st, &DESCRIBED, &c.described, e));
	TRY(judge(&c, in_editions, e));
	*ret = c;
	return 0;
}

int link_conserve_moved(struct store *st, const int64_t *records, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		AUTO_STMT *q = NULL;
		TRY(store_stmt(st, &ASTRAY_ONE, &q, e));
		bind_int(q, ":id", records[i]);
		TRY(stmt_row(q, e));
		TRY(judge_astray(col_int(q, 0), e));
	}
	return 0;
}

int link_conserve_after(struct store *st, const int64_t *moved, size_t n, struct err *e)
{
	enum { MANY_ROWS = 20000, FEW = 1000 };
	struct conservation c;
	int64_t rows;
	TRY(number(st, &ROWS, &rows, e));
	if (rows > MANY_ROWS && n <= FEW)
		return link_conserve_moved(st, moved, n, e);
	return link_conserve(st, &c, e);
}

int reg_conservation(struct reg *r, struct conservation *ret, struct err *e)
{
	return link_conserve(reg_store(r), ret, e);
}

/* The same by what is in memory of every mention (standing.h). */
static int conserve_in_memory(struct reg *r, struct conservation *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new((size_t)8 << 30);
	struct standings s;
	struct conservation c = { 0 };
	const struct described *d;
	struct list persons;
	size_t n;
	list_init(&persons, a, sizeof(int64_t));
	TRY(reg_described(r, a, &d, &n, e));
	c.described = (int64_t)n;
	for (size_t i = 0; i < n; i++)
		*(int64_t *)list_add(&persons) = d[i].under;
	TRY(reg_standings(r, a, &s, e));
	for (size_t i = 0; i < s.n; i++) {
		const struct standing *x = &s.p[i];
		c.mentions += x->stands > 0;
		c.standing += x->stands == 2;
		c.removed += x->stands == 1;
		if (x->stands != 2)
			continue;
		c.linked += x->person != 0;
		c.unlinked += !x->person;
		c.unnamed += !x->person && x->naming == 1;
		c.groups += !x->person && x->naming == 2;
		if (x->person)
			*(int64_t *)list_add(&persons) = x->person;
	}
	c.persons = (int64_t)order_each_once(persons.p, persons.n);
	c.rows = s.rows;
	c.erased = s.rows - s.here;
	TRY(judge(&c, s.in_editions, e));
	*ret = c;
	return 0;
}

int reg_conserved(struct reg *r, struct conservation *ret, struct err *e)
{
	static const char CONSERVED;
	struct kept_key key = { &CONSERVED, 0, KEPT_UNTIL_ENTRY };
	bool there;
	TRY(reg_kept_value(r, key, ret, sizeof *ret, &there, e));
	if (there)
		return 0;
	TRY(conserve_in_memory(r, ret, e));
	return reg_keep(r, key, ret, sizeof *ret, e);
}
