/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * query_news.c - what came since somebody last looked: here, and from other sites.
 *
 * What came from elsewhere may stand anywhere in the order, so news are told by the logs: of each, the
 * entries that our own had not known of when it had the size of then.
 */
#include "register/query_priv.h"
#include "base/order.h"
#include "register/record_priv.h"

static const struct sql LOGS = SQL("SELECT site FROM log_state ORDER BY site");
static const struct sql NEW_CLAIMS =
	SQL("SELECT count(*) FROM statement s CROSS JOIN field f ON f.pos = s.pos"
	    " WHERE s.seq BETWEEN :from AND :to");
static const struct sql FIRST_PLACE =
	SQL("SELECT coalesce(min(pos), 0) FROM statement WHERE seq BETWEEN :from AND :to");
static const struct sql LAST_ENTITY = SQL("SELECT coalesce(max(id), 0) FROM entity");
static const struct sql ENTITY_FIRST = SQL("SELECT first FROM entity WHERE id = :id");
static const struct sql NEW_ENTITIES =
	SQL("SELECT count(*) FROM entity n CROSS JOIN statement s ON s.pos = n.first"
	    " WHERE n.id >= :id AND s.seq BETWEEN :from AND :to");
static const struct sql NEW_CONFLICTS =
	SQL("SELECT DISTINCT o.conflict FROM statement s CROSS JOIN field f ON f.pos = s.pos"
	    " CROSS JOIN conflict_side o ON o.field = f.id JOIN conflict c ON c.id = o.conflict"
	    " WHERE s.seq BETWEEN :from AND :to AND c.decided IS NULL");
static const struct sql SIDES =
	SQL("SELECT o.side, s.seq FROM conflict_side o JOIN statement s ON s.pos = o.field / 256"
	    " WHERE o.conflict = :id ORDER BY o.side");
static_assert(FIELDS_PER_CLAIM == 256, "SIDES divides by it");

/* Of one log, the entries from `from` to `to`. */
struct fresh {
	int64_t from, to;
};

static int number(struct stmt *q, int64_t *ret, struct err *e)
{
	TRY(stmt_row(q, e));
	*ret = col_int(q, 0);
	return 0;
}

static int count(struct store *st, const struct sql *sql, const struct fresh *f, int64_t *ret,
		 struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, sql, &q, e));
	bind_int(q, ":from", f->from);
	bind_int(q, ":to", f->to);
	return number(q, ret, e);
}

static int fresh_of(struct reg *r, int64_t size, struct arena *a, struct fresh **ret, size_t *ret_n,
		    struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list all;
	bool more;
	list_init(&all, a, sizeof(struct fresh));
	TRY(store_stmt(reg_store(r), &LOGS, &q, e));
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		int64_t site = col_int(q, 0);
		int64_t known = 0;
		if (size >= 0)
			TRY(reg_known_of(r, size, site, &known, e));
		*(struct fresh *)list_add(&all) =
			(struct fresh){ number_of(site, known), number_of(site, NUMBER_COUNT_MAX) };
	}
	*ret = all.p;
	*ret_n = all.n;
	return 0;
}

/* Ids of entities follow the order, so the first that can be new is found by halving. */
static int new_entities(struct store *st, const struct fresh *f, int64_t *ret, struct err *e)
{
	AUTO_STMT *last = NULL;
	AUTO_STMT *all = NULL;
	int64_t first;
	int64_t lo = 1;
	int64_t hi;
	TRY(count(st, &FIRST_PLACE, f, &first, e));
	*ret = 0;
	if (!first)
		return 0;
	TRY(store_stmt(st, &LAST_ENTITY, &last, e));
	TRY(number(last, &hi, e));
	for (hi++; lo < hi;) {
		AUTO_STMT *q = NULL;
		int64_t mid = lo + (hi - lo) / 2;
		int64_t pos;
		TRY(store_stmt(st, &ENTITY_FIRST, &q, e));
		bind_int(q, ":id", mid);
		TRY(number(q, &pos, e));
		if (pos >= first)
			hi = mid;
		else
			lo = mid + 1;
	}
	TRY(store_stmt(st, &NEW_ENTITIES, &all, e));
	bind_int(all, ":id", lo);
	bind_int(all, ":from", f->from);
	bind_int(all, ":to", f->to);
	return number(all, ret, e);
}

static bool is_fresh(const struct fresh *f, size_t n, int64_t seq)
{
	for (size_t i = 0; i < n; i++)
		if (seq >= f[i].from && seq <= f[i].to)
			return true;
	return false;
}

/* Without what is new, fewer than two sides would be there (of a conflict with one side, none). */
static int was_none(struct store *st, const struct fresh *f, size_t n, int64_t conflict, bool *ret,
		    struct err *e)
{
	AUTO_STMT *q = NULL;
	int64_t side = -1;
	int sides = 0;
	int old = 0;
	bool has_old = false;
	bool more;
	TRY(store_stmt(st, &SIDES, &q, e));
	bind_int(q, ":id", conflict);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		if (col_int(q, 0) != side) {
			side = col_int(q, 0);
			sides++;
			has_old = false;
		}
		if (!has_old && !is_fresh(f, n, col_int(q, 1))) {
			has_old = true;
			old++;
		}
	}
	*ret = old < (sides < 2 ? sides : 2);
	return 0;
}

/* Of the open conflicts in which something new stands, those that were none without it. */
static int new_conflicts(struct store *st, const struct fresh *f, size_t n, struct arena *a,
			 int64_t *ret, struct err *e)
{
	struct list found;
	list_init(&found, a, sizeof(int64_t));
	for (size_t i = 0; i < n; i++) {
		AUTO_STMT *q = NULL;
		bool more;
		TRY(store_stmt(st, &NEW_CONFLICTS, &q, e));
		bind_int(q, ":from", f[i].from);
		bind_int(q, ":to", f[i].to);
		for (;;) {
			TRY(stmt_next(q, &more, e));
			if (!more)
				break;
			*(int64_t *)list_add(&found) = col_int(q, 0);
		}
	}
	int64_t *ids = found.p;
	size_t n_ids = order_each_once(ids, found.n);
	*ret = 0;
	for (size_t i = 0; i < n_ids; i++) {
		bool none;
		TRY(was_none(st, f, n, ids[i], &none, e));
		*ret += none;
	}
	return 0;
}

int reg_came_after(struct reg *r, int64_t size, int64_t seq, bool *ret, struct err *e)
{
	int64_t known;
	knew_free(r->knew); /* what was imported since */
	r->knew = NULL;
	TRY(reg_known_of(r, size, number_site(seq), &known, e));
	*ret = number_count(seq) >= known;
	return 0;
}

int reg_news(struct reg *r, int64_t since_seq, struct news *ret, struct err *e)
{
	struct store *st = reg_store(r);
	AUTO_ARENA *a = arena_new(0);
	struct news n = { .claims = 0 };
	struct fresh *f;
	size_t n_logs;
	knew_free(r->knew); /* what was imported since */
	r->knew = NULL;
	TRY(fresh_of(r, since_seq < 0 ? -1 : since_seq + 1, a, &f, &n_logs, e));
	for (size_t i = 0; i < n_logs; i++) {
		int64_t claims;
		int64_t entities;
		TRY(count(st, &NEW_CLAIMS, &f[i], &claims, e));
		TRY(new_entities(st, &f[i], &entities, e));
		n.claims += claims;
		n.entities += entities;
	}
	TRY(new_conflicts(st, f, n_logs, a, &n.conflicts, e));
	*ret = n;
	return 0;
}
