/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * list_settle.c - which mentions stand: what follows from all editions of a list together.
 *
 * The editions of a list that stand have ranks 1, 2, 3, ... by date, then place in the log. A mention's cells
 * are those of the highest it is in; in the highest of all it stands, in a lower one it was removed.
 */
#include "register/list_priv.h"
#include "base/order.h"

static const struct sql UNRANK = SQL("UPDATE edition SET rank = 0 WHERE list = :list");
static const struct sql RANK = SQL(
	"UPDATE edition SET rank = x.n FROM (SELECT pos, row_number() OVER (ORDER BY day, pos) AS n"
	" FROM edition WHERE list = :list AND retracted IS NULL) x WHERE edition.pos = x.pos");
static const struct sql NEWEST = SQL("SELECT max(rank) FROM edition WHERE list = :list");
static const struct sql CLEAR = SQL(
	"UPDATE mention SET edition = NULL, row = NULL, version = NULL, stands = 0 WHERE list = :list");
/* With max(), SQLite takes the other columns from the row that has it. */
static const struct sql PLACE = SQL(
	"UPDATE mention SET edition = x.edition, row = x.row, version = x.version,"
	" stands = 1 + (x.rank = :newest)"
	" FROM (SELECT r.mention, max(d.rank) AS rank, r.edition, r.row, r.version FROM edition d"
	"  JOIN edition_row r ON r.edition = d.pos JOIN statement s ON s.pos = r.version"
	"  WHERE d.list = :list AND d.rank > 0 AND s.retracted IS NULL GROUP BY r.mention) x"
	" WHERE mention.id = x.mention");
static const struct sql SET_EDITION =
	SQL("UPDATE edition SET retracted = :by WHERE pos = :pos RETURNING list");
static const struct sql LIST_OF_VERSION = SQL(
	"SELECT m.list FROM mention_version v JOIN mention m ON m.id = v.mention WHERE v.pos = :pos");
static const struct sql SET_MAPPING_CHANGE =
	SQL("UPDATE mapping_change SET retracted = :by WHERE pos = :pos RETURNING edition");

static int run_for(struct store *st, const struct sql *sql, int64_t list, int64_t newest,
		   struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, sql, &q, e));
	bind_int(q, ":list", list);
	if (newest >= 0)
		bind_int(q, ":newest", newest);
	return stmt_run(q, e);
}

static int settle_one(struct store *st, int64_t list, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(run_for(st, &UNRANK, list, -1, e));
	TRY(run_for(st, &RANK, list, -1, e));
	TRY(store_stmt(st, &NEWEST, &q, e));
	bind_int(q, ":list", list);
	TRY(stmt_row(q, e));
	int64_t newest = col_is_null(q, 0) ? 0 : col_int(q, 0);
	stmt_reset(q);
	TRY(run_for(st, &CLEAR, list, -1, e));
	return run_for(st, &PLACE, list, newest, e);
}

int list_settle(struct reg *r, struct store *st, struct err *e)
{
	if (r->list_memo) {
		list_memo_free(r->list_memo);
		r->list_memo = NULL;
	}
	r->n_listed = order_each_once(r->listed, r->n_listed);
	for (size_t i = 0; i < r->n_listed; i++)
		TRY(settle_one(st, r->listed[i], e));
	r->n_listed = 0;
	return 0;
}

/* ---- taking back ---- */

/* The number that `sql` gives for an entry; 0 none. */
static int answer(struct store *st, const struct sql *sql, int64_t pos, int64_t by, bool sets,
		  int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	TRY(store_stmt(st, sql, &q, e));
	bind_int(q, ":pos", pos);
	if (sets && by)
		bind_int(q, ":by", by);
	else if (sets)
		bind_null(q, ":by");
	TRY(stmt_next(q, &there, e));
	*ret = there ? col_int(q, 0) : 0;
	return there ? stmt_run(q, e) : 0;
}

int list_set_effect(struct reg *r, struct store *st, struct str kind, int64_t pos, int64_t by,
		    struct arena *a, struct err *e)
{
	int64_t of;
	if (str_eq(kind, STR("edition"))) {
		TRY(answer(st, &SET_EDITION, pos, by, true, &of, e));
		reg_touch_list(r, of);
	} else if (str_eq(kind, STR("mention"))) {
		TRY(answer(st, &LIST_OF_VERSION, pos, 0, false, &of, e));
		reg_touch_list(r, of);
	} else if (str_eq(kind, STR("mapping"))) {
		TRY(answer(st, &SET_MAPPING_CHANGE, pos, by, true, &of, e));
		TRY(list_refresh_mapping(r, st, of, a, e));
	}
	return 0;
}
