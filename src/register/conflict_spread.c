/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conflict_spread.c - whose conflicts depend on a subject that changed: what is found must follow
 * from what the log holds, never from the order in which it came.
 *
 * Where rows of other subjects are looked for, those taken back count as well: what was found with
 * them may have to go.
 */
#include "register/conflict_priv.h"

static const struct sql KIND = SQL("SELECT kind FROM entity WHERE id = :id");
/* Dates that are one of several, and who else has such a one: most subjects have none. */
static const struct sql ONE_OF =
	SQL("SELECT same, property FROM field WHERE subject = :id AND type = 'date'"
	    " AND same >= '[' AND same < '\\'");
static const struct sql SHARING =
	SQL("SELECT DISTINCT subject FROM field WHERE same = :same AND property = :property"
	    " AND type = 'date' AND same >= '[' AND same < '\\' ORDER BY subject LIMIT 256");
/* In any order, and some more than once: settle.c tidies what is touched. */
static const struct sql LISTING =
	SQL("SELECT subject FROM field WHERE ref = :id AND property = 'member' UNION ALL"
	    " SELECT subject FROM field WHERE ref = :id AND property = 'includes'");
static const struct sql FOLLOWING =
	SQL("SELECT subject FROM field WHERE ref = :id AND property = 'relates_to' UNION ALL"
	    " SELECT subject FROM field WHERE ref = :id AND property = 'part_of'");
static const struct sql COUNTED_FROM =
	SQL("SELECT subject FROM field WHERE json_extract(quals, '$.relative_to.id') = :uuid"
	    " AND instr(quals, '\"relative_to\"') > 0");
static const struct sql UUID = SQL("SELECT uuid FROM entity WHERE id = :id");
/* A place that says anew where it lies, and everything below it, where an entity is named beside another
 * value of the same property. */
static const struct sql PLACED =
	SQL("WITH RECURSIVE below(id, depth) AS (SELECT :id, 0 UNION"
	    " SELECT f.subject, below.depth + 1 FROM below JOIN field f ON f.ref = below.id"
	    "  AND f.property = 'part_of' WHERE below.depth < :depth)"
	    " SELECT DISTINCT f.subject FROM below JOIN field f ON f.ref = below.id WHERE EXISTS"
	    "  (SELECT 1 FROM field g WHERE g.subject = f.subject AND g.property = f.property"
	    "   AND g.type = 'entity' AND g.ref <> f.ref) ORDER BY f.subject");

static int touch(struct reg *r, struct stmt *q, struct err *e)
{
	bool more = true;
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		reg_touch(r, col_int(q, 0));
	}
}

static int touch_by(struct reg *r, struct store *st, const struct sql *sql, int64_t id,
		    struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, sql, &q, e));
	bind_int(q, ":id", id);
	return touch(r, q, e);
}

static int touch_sharing(struct reg *r, struct store *st, int64_t id, struct err *e)
{
	AUTO_STMT *one_of = NULL;
	bool more;
	TRY(store_stmt(st, &ONE_OF, &one_of, e));
	bind_int(one_of, ":id", id);
	for (;;) {
		AUTO_STMT *q = NULL;
		TRY(stmt_next(one_of, &more, e));
		if (!more)
			return 0;
		TRY(store_stmt(st, &SHARING, &q, e));
		bind_str(q, ":same", col_str(one_of, 0));
		bind_str(q, ":property", col_str(one_of, 1));
		TRY(touch(r, q, e));
	}
}

static int touch_counted(struct reg *r, struct store *st, int64_t id, struct err *e)
{
	AUTO_STMT *find = NULL;
	AUTO_STMT *q = NULL;
	struct id uuid;
	char text[ID_TEXT_LEN + 1];
	TRY(store_stmt(st, &UUID, &find, e));
	bind_int(find, ":id", id);
	TRY(stmt_row(find, e));
	TRY(col_blob(find, 0, uuid.b, ID_LEN, e));
	id_text(&uuid, text);
	TRY(store_stmt(st, &COUNTED_FROM, &q, e));
	bind_str(q, ":uuid", str_of(text));
	return touch(r, q, e);
}

/* A place that says anew where it lies is rare; one that is named is not. */
static bool is_placed(const struct reg *r, int64_t id)
{
	size_t lo = 0;
	size_t hi = r->n_placed;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (r->placed[mid] < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < r->n_placed && r->placed[lo] == id;
}

static int touch_placed(struct reg *r, struct store *st, int64_t id, struct err *e)
{
	AUTO_STMT *q = NULL;
	if (!is_placed(r, id))
		return 0;
	TRY(store_stmt(st, &PLACED, &q, e));
	bind_int(q, ":id", id);
	bind_int(q, ":depth", CONFLICT_PARTS_DEPTH);
	return touch(r, q, e);
}

int conflict_neighbours(struct reg *r, struct store *st, int64_t entity, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, &KIND, &q, e));
	bind_int(q, ":id", entity);
	TRY(stmt_row(q, e));
	struct str kind = col_str(q, 0);
	bool event = str_eq(kind, STR("event"));
	bool document = str_eq(kind, STR("document"));
	bool placed = str_eq(kind, STR("place")) || str_eq(kind, STR("site"));
	bool listed = placed || str_eq(kind, STR("person")) || str_eq(kind, STR("group")) ||
		      str_eq(kind, STR("organisation"));
	TRY(touch_sharing(r, st, entity, e));
	if (listed)
		TRY(touch_by(r, st, &LISTING, entity, e));
	if (event)
		TRY(touch_by(r, st, &FOLLOWING, entity, e));
	if (event || document)
		TRY(touch_counted(r, st, entity, e));
	return placed ? touch_placed(r, st, entity, e) : 0;
}
