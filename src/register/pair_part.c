/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pair_part.c - runs that add to another run.
 *
 * Whether a pair counts depends on all runs of one base together and on what is taken back, so it is made out again
 * for each pair that one of them touches, by one question whose answer does not depend on the order of asking.
 */
#include "register/pair.h"

#include "base/order.h"
#include "register/list_priv.h"
#include "register/pair_priv.h"
#include "register/query_priv.h"

static const struct sql BASE = SQL("SELECT base FROM run_part WHERE run = :run");
static const struct sql ADD_RUN =
	SQL("INSERT INTO run_part (run, base, retracted) VALUES (:run, :base, NULL)");
static const struct sql ADD_RECORD =
	SQL("INSERT OR IGNORE INTO run_record (run, record) VALUES (:run, :record)");
static const struct sql SET_RUN = SQL("UPDATE run_part SET retracted = :by WHERE run = :run");
/* A run has as many pairs as there are records, and a register in use as many runs as records came alone: what a
 * pair, or a record, has to do with runs is found from itself. Without statistics SQLite would begin with all
 * of a base: so its column is hidden from it (`+`), and what is joined is joined in the order written (CROSS). */
#define OVER                                                                                       \
	"EXISTS (SELECT 1 FROM run_part x WHERE x.run = run_pair.run AND x.retracted IS NOT NULL)" \
	" OR EXISTS (SELECT 1 FROM run_record q CROSS JOIN run_part x ON x.run = q.run"            \
	" WHERE q.record IN (run_pair.a, run_pair.b) AND q.run > run_pair.run"                     \
	" AND +x.base = run_pair.base AND x.retracted IS NULL)"                                    \
	" OR EXISTS (SELECT 1 FROM run_pair o CROSS JOIN run_part x ON x.run = o.run"              \
	" WHERE o.a = run_pair.a AND o.b = run_pair.b AND +o.run > run_pair.run"                   \
	" AND +x.base = run_pair.base AND x.retracted IS NULL)"
static const struct sql REFRESH =
	SQL("UPDATE run_pair SET over = " OVER " WHERE a = :a AND b = :b AND +base = :base");
static const struct sql REFRESH_A =
	SQL("UPDATE run_pair SET over = " OVER " WHERE a = :record AND +base = :base");
static const struct sql REFRESH_B =
	SQL("UPDATE run_pair SET over = " OVER " WHERE b = :record AND +base = :base");
static const struct sql PAIRS_OF = SQL(
	"SELECT p.a, p.b FROM run_pair p WHERE p.pos IN (SELECT s.pos FROM statement s WHERE s.batch = :run)"
	" AND p.run = :run");
static const struct sql RECORDS_OF = SQL("SELECT record FROM run_record WHERE run = :run");
static const struct sql ADDED =
	SQL("SELECT s.seq FROM run_part x JOIN statement s ON s.pos = x.run"
	    " WHERE x.base = (SELECT pos FROM statement WHERE seq = :run) AND x.run <> x.base"
	    " AND x.retracted IS NULL ORDER BY x.run");

static const struct sql ADD_EDITION =
	SQL("INSERT OR IGNORE INTO run_edition (run, edition) VALUES (:run, :edition)");
static const struct sql BASE_SEQ =
	SQL("SELECT b.seq FROM run_part x JOIN statement r ON r.pos = x.run"
	    " JOIN statement b ON b.pos = x.base WHERE r.seq = :run");
#define SEEN                                                                                       \
	"(SELECT e.edition FROM run_edition e JOIN run_part x ON x.run = e.run"                    \
	" WHERE x.base = (SELECT pos FROM statement WHERE seq = :run) AND x.retracted IS NULL)"
static const struct sql UNSEEN = SQL(
	"SELECT m.id FROM mention m WHERE m.stands = 2 AND m.list IN (SELECT d.list FROM edition d"
	" WHERE d.rank > 0 AND d.rank = (SELECT max(y.rank) FROM edition y WHERE y.list = d.list)"
	" AND d.pos NOT IN " SEEN ")"
	" AND NOT EXISTS (SELECT 1 FROM edition_row o WHERE o.mention = m.id AND o.version = m.version"
	" AND o.edition IN " SEEN ") ORDER BY m.id");
/* What a run assigns changes pages of persons as well: those changes are not news to it. */
static const struct sql UNSEEN_PERSONS = SQL(
	"SELECT c.entity FROM card c WHERE +c.kind = 'person' AND c.claims > 0 AND c.changed >"
	" (SELECT max(s.pos) FROM run_part x JOIN statement s ON s.batch = x.run OR s.pos = x.run"
	" WHERE x.base = (SELECT pos FROM statement WHERE seq = :run) AND x.retracted IS NULL)"
	" ORDER BY +c.entity");

int pair_base(struct store *st, int64_t run, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	TRY(store_stmt(st, &BASE, &q, e));
	bind_int(q, ":run", run);
	TRY(stmt_next(q, &there, e));
	*ret = there ? col_int(q, 0) : 0;
	return 0;
}

static int add_edition(const struct list_act *t, const struct json *claim, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct str text;
	int64_t edition = 0;
	if (json_str(claim, &text))
		TRY(list_pos_of(t->st, text, &edition, e));
	if (!edition)
		return 0;
	TRY(store_stmt(t->st, &ADD_EDITION, &q, e));
	bind_int(q, ":run", t->pos);
	bind_int(q, ":edition", edition);
	return stmt_run(q, e);
}

int pair_apply_run(const struct list_act *t, struct err *e)
{
	AUTO_STMT *q = NULL;
	int64_t of;
	int64_t base = 0;
	TRY(list_pos_of(t->st, list_part_text(t, "of"), &of, e));
	if (of)
		TRY(pair_base(t->st, of, &base, e));
	TRY(store_stmt(t->st, &ADD_RUN, &q, e));
	bind_int(q, ":run", t->pos);
	bind_int(q, ":base", base ? base : t->pos);
	TRY(stmt_run(q, e));
	for (const struct json *i = json_first(list_part(t, "editions")); i; i = i->next)
		TRY(add_edition(t, i, e));
	return 0;
}

int pair_refresh(struct store *st, int64_t base, int64_t a, int64_t b, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, &REFRESH, &q, e));
	bind_int(q, ":base", base);
	bind_int(q, ":a", a);
	bind_int(q, ":b", b);
	return stmt_run(q, e);
}

static int refresh_record(struct store *st, int64_t base, int64_t record, struct err *e)
{
	const struct sql *both[] = { &REFRESH_A, &REFRESH_B };
	for (size_t i = 0; i < COUNT(both); i++) {
		AUTO_STMT *q = NULL;
		TRY(store_stmt(st, both[i], &q, e));
		bind_int(q, ":base", base);
		bind_int(q, ":record", record);
		TRY(stmt_run(q, e));
	}
	return 0;
}

int pair_apply_compared(const struct list_act *t, struct err *e)
{
	int64_t run;
	int64_t base = 0;
	struct str row;
	TRY(list_part_import(t, &run, &row, e));
	if (run)
		TRY(pair_base(t->st, run, &base, e));
	if (!base || base == run)
		return 0;
	for (const struct json *i = json_first(list_part(t, "records")); i; i = i->next) {
		AUTO_STMT *q = NULL;
		int64_t record;
		TRY(list_find_record(t, i, &record, e));
		if (!record)
			continue; /* erased */
		TRY(store_stmt(t->st, &ADD_RECORD, &q, e));
		bind_int(q, ":run", run);
		bind_int(q, ":record", record);
		TRY(stmt_run(q, e));
		TRY(refresh_record(t->st, base, record, e));
	}
	return 0;
}

/* ---- taking back ---- */

/* Numbers that a query gives, collected first: the rows are changed afterwards. */
static int numbers_of(struct store *st, const struct sql *sql, int64_t run, int columns,
		      struct list *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	TRY(store_stmt(st, sql, &q, e));
	bind_int(q, ":run", run);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		for (int i = 0; i < columns; i++)
			*(int64_t *)list_add(ret) = col_int(q, i);
	}
}

int pair_set_effect(struct store *st, int64_t run, int64_t by, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_STMT *q = NULL;
	struct list pairs;
	struct list records;
	int64_t base;
	TRY(pair_base(st, run, &base, e));
	TRY(store_stmt(st, &SET_RUN, &q, e));
	bind_int(q, ":run", run);
	if (by)
		bind_int(q, ":by", by);
	else
		bind_null(q, ":by");
	TRY(stmt_run(q, e));
	if (!base || base == run)
		return 0; /* without its base nothing of it is asked for */
	list_init(&pairs, a, sizeof(int64_t));
	list_init(&records, a, sizeof(int64_t));
	TRY(numbers_of(st, &PAIRS_OF, run, 2, &pairs, e));
	TRY(numbers_of(st, &RECORDS_OF, run, 1, &records, e));
	const int64_t *p = pairs.p;
	const int64_t *r = records.p;
	for (size_t i = 0; i + 1 < pairs.n; i += 2)
		TRY(pair_refresh(st, base, p[i], p[i + 1], e));
	for (size_t i = 0; i < records.n; i++)
		TRY(refresh_record(st, base, r[i], e));
	return 0;
}

/* ---- reading ---- */

int reg_runs_added(struct reg *r, int64_t run, struct arena *a, int64_t **ret, size_t *ret_n,
		   struct err *e)
{
	struct list found;
	list_init(&found, a, sizeof(int64_t));
	TRY(numbers_of(reg_store(r), &ADDED, run, 1, &found, e));
	*ret = found.p;
	*ret_n = found.n;
	return 0;
}

int reg_run_base(struct reg *r, int64_t run, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	TRY(store_stmt(reg_store(r), &BASE_SEQ, &q, e));
	bind_int(q, ":run", run);
	TRY(stmt_next(q, &there, e));
	if (!there)
		return err_set(e, ERR_NOTFOUND, "there is no run by this number");
	*ret = col_int(q, 0);
	return 0;
}

int reg_unseen(struct reg *r, int64_t run, struct arena *a, int64_t **ret, size_t *ret_n,
	       struct err *e)
{
	struct list found;
	list_init(&found, a, sizeof(int64_t));
	TRY(numbers_of(reg_store(r), &UNSEEN, run, 1, &found, e));
	TRY(numbers_of(reg_store(r), &UNSEEN_PERSONS, run, 1, &found, e));
	*ret = found.p;
	*ret_n = order_each_once(found.p, found.n);
	return 0;
}
