/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pair_cluster.c - persons with several records, counted by the database, and what the newest run thinks of those. */
#include "register/pair.h"

#include "base/order.h"
#include "register/kept.h"
#include "register/query_priv.h"
#include "register/register_priv.h"
#include "register/standing.h"

/* A described person is a record of its own, of itself unless it was found under another one. */
#define RECORDS                                                                                      \
	"SELECT b.person AS person, m.list AS list FROM mention m JOIN belongs b ON b.record = m.id" \
	" WHERE m.stands = 2 UNION ALL"                                                              \
	" SELECT coalesce((SELECT b.person FROM belongs b WHERE b.record = c.entity), c.entity), 0"  \
	" FROM card c WHERE c.kind = 'person' AND c.claims > 0"
#define GROUPS                                                                                     \
	" FROM (SELECT person, count(*) AS records, count(DISTINCT list) AS lists FROM (" RECORDS  \
	") GROUP BY person HAVING count(*) > 1)"
static const struct sql ALL = SQL("SELECT person, records, lists, count(*) OVER ()" GROUPS
				  " ORDER BY records DESC, person LIMIT :limit OFFSET :offset");
/* By record, not by all pairs of the run (pair_part.c): hidden from the choice of index (`+`). */
static const struct sql INSIDE = SQL(
	"SELECT min(p.bits), max(p.flagged OR p.bits < 0) FROM (SELECT record FROM belongs"
	" WHERE person = :person UNION SELECT :person) x CROSS JOIN run_pair p ON p.a = x.record"
	" WHERE +p.base = (SELECT pos FROM statement WHERE seq = :run) AND p.over = 0"
	" AND (p.b = :person OR p.b IN (SELECT record FROM belongs WHERE person = :person))");

static const struct sql DECISIONS =
	SQL("SELECT a, b, says FROM link_decision WHERE retracted IS NULL");

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

/* ---- those that are odd ---- */

struct odd {
	int64_t person, list;
};

static int by_odd(const void *x, const void *y)
{
	const struct odd *a = x;
	const struct odd *b = y;
	if (a->person != b->person)
		return a->person < b->person ? -1 : 1;
	return (a->list > b->list) - (a->list < b->list);
}

static int by_size(const void *x, const void *y)
{
	const struct person_row *a = x;
	const struct person_row *b = y;
	if (a->records != b->records)
		return a->records > b->records ? -1 : 1;
	return (a->person > b->person) - (a->person < b->person);
}

/* Persons inside whom a pair is flagged or speaks against, ascending. */
static int find_odd(struct reg *r, int64_t run, const struct standings *s, struct arena *a,
		    int64_t **ret, size_t *ret_n, struct err *e)
{
	const struct pair_weight *p;
	size_t n;
	size_t n_odd = 0;
	TRY(reg_pair_weights(r, run, a, &p, &n, e));
	int64_t *odd = NEW_N(a, n, int64_t);
	for (size_t i = 0; i < n; i++) {
		if (!p[i].flagged && p[i].bits_milli >= 0)
			continue;
		int64_t who = standing_whose(s, p[i].a);
		if (who == standing_whose(s, p[i].b))
			odd[n_odd++] = who;
	}
	*ret = odd;
	*ret_n = order_each_once(odd, n_odd);
	return 0;
}

static bool is_one_of(const int64_t *list, size_t n, int64_t x)
{
	return n && bsearch(&x, list, n, sizeof x, order_i64);
}

/* Their records, a row each: standing mentions, and who is described, of no list. */
static int records_of_odd(struct reg *r, const struct standings *s, const int64_t *odd, size_t n,
			  struct arena *a, struct odd **ret, size_t *ret_n, struct err *e)
{
	const struct described *d;
	size_t n_d;
	size_t n_x = 0;
	TRY(reg_described(r, a, &d, &n_d, e));
	struct odd *x = NEW_N(a, s->n + n_d, struct odd);
	for (size_t i = 0; i < s->n; i++)
		if (s->p[i].stands == 2 && is_one_of(odd, n, s->p[i].person))
			x[n_x++] = (struct odd){ s->p[i].person, s->p[i].list };
	for (size_t i = 0; i < n_d; i++)
		if (is_one_of(odd, n, d[i].under))
			x[n_x++] = (struct odd){ d[i].under, 0 };
	if (n_x)
		qsort(x, n_x, sizeof *x, by_odd);
	*ret = x;
	*ret_n = n_x;
	return 0;
}

static int odd_persons(struct reg *r, int64_t run, struct arena *a, struct person_row **ret,
		       size_t *ret_n, struct err *e)
{
	AUTO_ARENA *scratch = arena_new((size_t)8 << 30);
	struct standings s;
	struct odd *x;
	int64_t *odd;
	size_t n_odd;
	size_t n_x;
	size_t n = 0;
	TRY(standings_copy(r, scratch, &s, e));
	TRY(find_odd(r, run, &s, scratch, &odd, &n_odd, e));
	TRY(records_of_odd(r, &s, odd, n_odd, scratch, &x, &n_x, e));
	struct person_row *rows = NEW_N(a, n_odd, struct person_row);
	for (size_t from = 0, to; from < n_x; from = to) {
		struct person_row one = { .person = x[from].person };
		for (to = from; to < n_x && x[to].person == one.person; to++)
			one.lists += to == from || x[to - 1].list != x[to].list;
		one.records = (int64_t)(to - from);
		if (one.records > 1)
			rows[n++] = one;
	}
	if (n)
		qsort(rows, n, sizeof *rows, by_size);
	*ret = rows;
	*ret_n = n;
	return 0;
}

static int flagged_persons(struct reg *r, int64_t run, int64_t offset, int64_t limit,
			   struct arena *a, struct person_row **ret, size_t *ret_n,
			   int64_t *ret_total, struct err *e)
{
	struct person_row *all = NULL;
	size_t n = 0;
	if (run)
		TRY(odd_persons(r, run, a, &all, &n, e));
	size_t from = (size_t)offset < n ? (size_t)offset : n;
	*ret = all + from;
	*ret_n = limit && (size_t)limit < n - from ? (size_t)limit : n - from;
	*ret_total = *ret_n ? (int64_t)n : 0;
	for (size_t i = 0; i < *ret_n; i++)
		TRY(look_inside(r, run, &(*ret)[i], e));
	return 0;
}

int reg_persons(struct reg *r, int64_t run, bool only_flagged, int64_t offset, int64_t limit,
		struct arena *a, struct person_row **ret, size_t *ret_n, int64_t *ret_total,
		struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list found;
	bool more;
	if (only_flagged)
		return flagged_persons(r, run, offset, limit, a, ret, ret_n, ret_total, e);
	list_init(&found, a, sizeof(struct person_row));
	*ret_total = 0;
	TRY(store_stmt(reg_store(r), &ALL, &q, e));
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
	return 0;
}

/* ---- what is not decided ---- */

/* What tells which pairs of a run wait. */
struct queue {
	const struct pair_weight *p;
	size_t n;
	struct standings standings;
	struct map
		answers; /* what people said of a pair: NULL nothing, else whether that settles it */
	char settled, open;
};

static int read_answers(struct reg *r, struct arena *a, struct queue *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	map_init(&ret->answers, a);
	TRY(store_stmt(reg_store(r), &DECISIONS, &q, e));
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		int64_t pair[] = { col_int(q, 0), col_int(q, 1) };
		void **at = map_at(&ret->answers, str_n((const char *)pair, sizeof pair));
		if (!str_eq(col_str(q, 2), STR("unsure")))
			*at = &ret->settled;
		else if (!*at)
			*at = &ret->open;
	}
}

static int read_queue(struct reg *r, int64_t run, struct arena *a, struct queue *ret, struct err *e)
{
	TRY(read_answers(r, a, ret, e));
	TRY(standings_copy(r, a, &ret->standings, e));
	return reg_pair_weights(r, run, a, &ret->p, &ret->n, e);
}

static const void *answer_to(const struct queue *x, const struct pair_weight *p)
{
	int64_t pair[] = { p->a, p->b };
	return map_get(&x->answers, str_n((const char *)pair, sizeof pair));
}

static bool waits(const struct queue *x, const struct pair_weight *p)
{
	return p->queued && standing_stands(&x->standings, p->a) &&
	       standing_stands(&x->standings, p->b);
}

int reg_pairs_waiting(struct reg *r, int64_t run, int64_t *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new((size_t)8 << 30);
	struct kept_key key = { &DECISIONS, run, KEPT_UNTIL_ACT };
	struct queue x;
	bool there;
	TRY(reg_kept_value(r, key, ret, sizeof *ret, &there, e));
	if (there)
		return 0;
	TRY(read_queue(r, run, a, &x, e));
	*ret = 0;
	for (size_t i = 0; i < x.n; i++)
		*ret += waits(&x, &x.p[i]) && !answer_to(&x, &x.p[i]);
	return reg_keep(r, key, ret, sizeof *ret, e);
}

static int by_ppm(const void *x, const void *y)
{
	const struct undecided *a = x;
	const struct undecided *b = y;
	return (b->ppm > a->ppm) - (b->ppm < a->ppm);
}

int reg_undecided(struct reg *r, int64_t run, struct arena *a, struct undecided **ret,
		  size_t *ret_n, struct err *e)
{
	AUTO_ARENA *scratch = arena_new((size_t)8 << 30);
	struct queue x;
	struct list found;
	list_init(&found, a, sizeof(struct undecided));
	TRY(read_queue(r, run, scratch, &x, e));
	for (size_t i = 0; i < x.n; i++) {
		const struct pair_weight *p = &x.p[i];
		if (waits(&x, p) && answer_to(&x, p) != &x.settled)
			*(struct undecided *)list_add(&found) =
				(struct undecided){ standing_whose(&x.standings, p->a),
						    standing_whose(&x.standings, p->b), p->ppm };
	}
	if (found.n)
		qsort(found.p, found.n, sizeof(struct undecided), by_ppm);
	*ret = found.p;
	*ret_n = found.n;
	return 0;
}
