/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * list_project.c - editions and mentions as rows of the view.
 *
 * An edition that names rows of another one gets rows of its own in `edition_row`: what it contains is then a
 * look into one table, whatever editions are taken back. Two sites that took in the same file before they knew
 * of each other made two mentions of each row: the second is the same as the first.
 */
#include "register/mention_index_priv.h"

#include "names/names.h"

static const struct sql POS_OF = SQL("SELECT pos FROM statement WHERE claim = :claim");
static const struct sql ENTITY = SQL("SELECT id FROM entity WHERE uuid = :uuid");
static const struct sql TWIN = SQL(
	"SELECT pos FROM edition WHERE list = :list AND file = :file AND sheet = :sheet ORDER BY pos LIMIT 1");
static const struct sql ADD_EDITION =
	SQL("INSERT INTO edition (pos, list, date, day, file, sheet, rows, mapping, twin, rank)"
	    " VALUES (:pos, :list, :date, :day, :file, :sheet, :rows, :mapping, :twin, 0)");
static const struct sql EDITION = SQL("SELECT list, mapping, twin FROM edition WHERE pos = :pos");
static const struct sql MENTION = SQL("SELECT coalesce(same_as, id) FROM mention WHERE id = :id");
static const struct sql TWIN_ROW = SQL(
	"SELECT r.mention, v.cells FROM edition_row r JOIN mention_version v ON v.pos = r.version"
	" WHERE r.edition = :edition AND r.row = :row");
static const struct sql ADD_MENTION =
	SQL("INSERT INTO mention (id, list, same_as, stands) VALUES (:id, :list, :same_as, 0)");
static const struct sql ADD_VERSION =
	SQL("INSERT INTO mention_version (pos, mention, edition, row, cells, label, naming)"
	    " VALUES (:pos, :mention, :edition, :row, :cells, :label, :naming)");
/* The first that says so counts: somebody else's program may have written nonsense. */
static const struct sql ADD_ROW =
	SQL("INSERT OR IGNORE INTO edition_row (edition, row, mention, version)"
	    " VALUES (:edition, :row, :mention, :version)");
static const struct sql COPY_ROWS =
	SQL("INSERT OR IGNORE INTO edition_row (edition, row, mention, version)"
	    " SELECT :edition, :row + b.row - :base_row, b.mention, b.version FROM edition_row b"
	    " WHERE b.edition = :base AND b.row >= :base_row AND b.row < :base_row + :n");
static const struct sql ADD_MAPPING =
	SQL("INSERT INTO mapping_change (pos, edition, mapping) VALUES (:pos, :edition, :mapping)");
static const struct sql SET_MAPPING = SQL(
	"UPDATE edition SET mapping = coalesce((SELECT m.mapping FROM mapping_change m"
	" WHERE m.edition = :pos AND m.retracted IS NULL ORDER BY m.pos DESC LIMIT 1),"
	" (SELECT json_extract(s.body, '$.mapping') FROM statement s WHERE s.pos = :pos)) WHERE pos = :pos");
static const struct sql VERSIONS_OF =
	SQL("SELECT pos, cells FROM mention_version WHERE edition = :edition ORDER BY pos");
static const struct sql PERSONS_OF =
	SQL("SELECT DISTINCT b.person FROM mention_version v JOIN belongs b ON b.record = v.mention"
	    " WHERE v.edition = :edition AND b.person IS NOT NULL");
static const struct sql SET_LABEL =
	SQL("UPDATE mention_version SET label = :label, naming = :naming WHERE pos = :pos");

/* The mapping of the edition whose rows come in: the same for all of them. */
struct list_memo {
	struct arena *a;
	int64_t edition; /* 0 none */
	int64_t list, twin;
	struct list_mapping mapping;
};

void list_memo_free(struct list_memo *m)
{
	if (!m)
		return;
	arena_free(m->a);
	free(m);
}

/* ---- parts ---- */

const struct json *list_part(const struct list_act *t, const char *name)
{
	const struct json *v = NULL;
	for (size_t i = 0; i < t->entry->n_parts; i++)
		if (str_eq(t->entry->parts[i].path, str_of(name)) &&
		    json_read(t->entry->parts[i].value, CLAIM_DISCLOSURE_MAX, JSON_ANY, t->a, &v,
			      NULL) == 0)
			return v;
	return NULL;
}

struct str list_part_text(const struct list_act *t, const char *name)
{
	struct str s = STR("");
	json_str(list_part(t, name), &s);
	return s;
}

int list_pos_of(struct store *st, struct str uuid, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct id id;
	bool there;
	*ret = 0;
	if (!id_parse(uuid, &id))
		return 0;
	TRY(store_stmt(st, &POS_OF, &q, e));
	bind_blob(q, ":claim", id.b, ID_LEN);
	TRY(stmt_next(q, &there, e));
	*ret = there ? col_int(q, 0) : 0;
	return 0;
}

int list_part_import(const struct list_act *t, int64_t *ret_batch, struct str *ret_row,
		     struct err *e)
{
	const struct json *import = list_part(t, "import");
	struct str batch = STR("");
	*ret_row = STR("");
	json_str(json_get(import, STR("batch")), &batch);
	json_str(json_get(import, STR("row")), ret_row);
	return list_pos_of(t->st, batch, ret_batch, e);
}

int list_find_ref(const struct list_act *t, const struct json *ref, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct str text = STR("");
	struct id id;
	bool there;
	*ret = 0;
	if (!json_str(json_get(ref, STR("id")), &text) && !json_str(ref, &text))
		return 0;
	if (!id_parse(text, &id))
		return 0;
	TRY(store_stmt(t->st, &ENTITY, &q, e));
	bind_blob(q, ":uuid", id.b, ID_LEN);
	TRY(stmt_next(q, &there, e));
	*ret = there ? col_int(q, 0) : 0;
	return 0;
}

int list_find_record(const struct list_act *t, const struct json *ref, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	TRY(list_find_ref(t, ref, ret, e));
	if (!*ret)
		return 0;
	TRY(store_stmt(t->st, &MENTION, &q, e));
	bind_int(q, ":id", *ret);
	TRY(stmt_next(q, &there, e));
	if (there)
		*ret = col_int(q, 0);
	return 0;
}

/* ---- editions ---- */

static int64_t int_part(const struct list_act *t, const char *name)
{
	int64_t v = 0;
	json_int(list_part(t, name), &v);
	return v;
}

static int apply_edition(const struct list_act *t, struct err *e)
{
	AUTO_STMT *twin = NULL;
	AUTO_STMT *q = NULL;
	const struct json *mapping = list_part(t, "mapping");
	struct str date = list_part_text(t, "date");
	struct str file = list_part_text(t, "sha256");
	struct str sheet = list_part_text(t, "sheet");
	int32_t day = INT32_MIN;
	int32_t last;
	bool there;
	if (!t->subject || !mapping)
		return 0; /* an edition of nothing */
	if (!reg_days(date, t->a, &day, &last))
		day = INT32_MIN;
	TRY(store_stmt(t->st, &TWIN, &twin, e));
	bind_int(twin, ":list", t->subject);
	bind_str(twin, ":file", file);
	bind_str(twin, ":sheet", sheet);
	TRY(stmt_next(twin, &there, e));
	TRY(store_stmt(t->st, &ADD_EDITION, &q, e));
	bind_int(q, ":pos", t->pos);
	bind_int(q, ":list", t->subject);
	bind_str(q, ":date", date);
	bind_int(q, ":day", day);
	bind_str(q, ":file", file);
	bind_str(q, ":sheet", sheet);
	bind_int(q, ":rows", int_part(t, "rows"));
	bind_str(q, ":mapping", mapping->raw);
	if (there)
		bind_int(q, ":twin", col_int(twin, 0));
	else
		bind_null(q, ":twin");
	reg_touch_list(t->r, t->subject);
	return stmt_run(q, e);
}

/* What rows of an edition need to know of it. *ret NULL: there is no such edition. */
static int memo_of(const struct list_act *t, int64_t edition, const struct list_memo **ret,
		   struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list_memo *m = t->r->list_memo;
	bool there;
	*ret = NULL;
	if (!edition)
		return 0;
	if (!m) {
		m = mem_need(calloc(1, sizeof *m));
		m->a = arena_new(0);
		t->r->list_memo = m;
	}
	if (m->edition == edition) {
		*ret = m;
		return 0;
	}
	TRY(store_stmt(t->st, &EDITION, &q, e));
	bind_int(q, ":pos", edition);
	TRY(stmt_next(q, &there, e));
	if (!there)
		return 0;
	arena_clear(m->a);
	m->edition = 0;
	m->list = col_int(q, 0);
	m->twin = col_is_null(q, 2) ? 0 : col_int(q, 2);
	/* A mapping that another program wrote and this one cannot read maps nothing. */
	if (list_mapping_read(col_copy(q, 1, m->a), m->a, &m->mapping, NULL) < 0)
		m->mapping = (struct list_mapping){ .n = 0 };
	m->edition = edition;
	*ret = m;
	return 0;
}

/* How a row is called, whether that names anybody, and what it is found by. */
static int set_label(struct stmt *q, const struct list_act *t, int64_t version,
		     const struct list_mapping *m, struct str cells, struct arena *a, struct err *e)
{
	struct str *cell;
	size_t n;
	struct list_row row = { .calendar = STR("") };
	struct name name;
	struct str label = STR("");
	if (list_cells_read(cells, a, &cell, &n, NULL) == 0) {
		list_row_understand(m, cell, n, a, &row);
		label = list_row_label(&row, a);
	}
	name_read(label, NAME_FULL, a, &name);
	bind_int(q, ":pos", version);
	bind_str(q, ":label", label);
	bind_int(q, ":naming", name.group ? 2 : name.missing ? 1 : 0);
	TRY(stmt_run(q, e));
	return mention_index_add(t->st, version, label, &row, a, e);
}

/* ---- mentions ---- */

static int twin_row(const struct list_act *t, const struct list_memo *m, int64_t row,
		    struct str cells, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	*ret = 0;
	if (!m->twin)
		return 0;
	TRY(store_stmt(t->st, &TWIN_ROW, &q, e));
	bind_int(q, ":edition", m->twin);
	bind_int(q, ":row", row);
	TRY(stmt_next(q, &there, e));
	if (there && str_eq(col_str(q, 1), cells))
		*ret = col_int(q, 0);
	return 0;
}

/* The mention that the entry's subject is, made when it is new. */
static int mention_of(const struct list_act *t, const struct list_memo *m, int64_t row,
		      struct str cells, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_STMT *add = NULL;
	int64_t same;
	bool there;
	TRY(store_stmt(t->st, &MENTION, &q, e));
	bind_int(q, ":id", t->subject);
	TRY(stmt_next(q, &there, e));
	if (there) {
		*ret = col_int(q, 0);
		return 0;
	}
	TRY(twin_row(t, m, row, cells, &same, e));
	TRY(store_stmt(t->st, &ADD_MENTION, &add, e));
	bind_int(add, ":id", t->subject);
	bind_int(add, ":list", m->list);
	if (same)
		bind_int(add, ":same_as", same);
	else
		bind_null(add, ":same_as");
	TRY(stmt_run(add, e));
	*ret = same ? same : t->subject;
	return 0;
}

static int apply_mention(const struct list_act *t, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_STMT *in = NULL;
	const struct list_memo *m;
	const struct json *cells = list_part(t, "cells");
	struct str row_name;
	int64_t edition;
	int64_t row;
	int64_t mention;
	TRY(list_part_import(t, &edition, &row_name, e));
	TRY(memo_of(t, edition, &m, e));
	if (!m || !t->subject || !cells || cells->type != JSON_ARRAY ||
	    !str_to_int(row_name, &row) || row < 1)
		return 0; /* a row of nothing */
	TRY(mention_of(t, m, row, cells->raw, &mention, e));
	TRY(store_stmt(t->st, &ADD_VERSION, &q, e));
	bind_int(q, ":mention", mention);
	bind_int(q, ":edition", edition);
	bind_int(q, ":row", row);
	bind_str(q, ":cells", cells->raw);
	TRY(set_label(q, t, t->pos, &m->mapping, cells->raw, t->a, e));
	TRY(store_stmt(t->st, &ADD_ROW, &in, e));
	bind_int(in, ":edition", edition);
	bind_int(in, ":row", row);
	bind_int(in, ":mention", mention);
	bind_int(in, ":version", t->pos);
	reg_touch_list(t->r, m->list);
	return stmt_run(in, e);
}

/* ---- rows of earlier editions ---- */

static int copy_run(const struct list_act *t, int64_t edition, int64_t base, const struct json *run,
		    struct err *e)
{
	AUTO_STMT *q = NULL;
	int64_t v[3];
	size_t k = 0;
	for (const struct json *i = json_first(run); i && k < 3; i = i->next)
		if (!json_int(i, &v[k++]))
			return 0;
	if (k < 3 || v[0] < 1 || v[1] < 1 || v[2] < 1)
		return 0;
	TRY(store_stmt(t->st, &COPY_ROWS, &q, e));
	bind_int(q, ":edition", edition);
	bind_int(q, ":base", base);
	bind_int(q, ":row", v[0]);
	bind_int(q, ":base_row", v[1]);
	bind_int(q, ":n", v[2]);
	return stmt_run(q, e);
}

static int apply_contains(const struct list_act *t, struct err *e)
{
	const struct list_memo *m;
	struct str row;
	int64_t edition;
	int64_t base;
	TRY(list_part_import(t, &edition, &row, e));
	TRY(list_pos_of(t->st, list_part_text(t, "base"), &base, e));
	TRY(memo_of(t, edition, &m, e));
	if (!m || !base)
		return 0;
	for (const struct json *i = json_first(list_part(t, "runs")); i; i = i->next)
		TRY(copy_run(t, edition, base, i, e));
	reg_touch_list(t->r, m->list);
	return 0;
}

/* ---- another mapping ---- */

static int set_labels(const struct list_act *t, int64_t edition, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_ARENA *one = arena_new(0);
	const struct list_memo *m;
	bool more;
	if (t->r->list_memo)
		t->r->list_memo->edition = 0;
	TRY(memo_of(t, edition, &m, e));
	TRY(store_stmt(t->st, &VERSIONS_OF, &q, e));
	bind_int(q, ":edition", edition);
	for (;;) {
		AUTO_STMT *set = NULL;
		TRY(stmt_next(q, &more, e));
		if (!more || !m)
			return 0;
		arena_clear(one);
		TRY(store_stmt(t->st, &SET_LABEL, &set, e));
		TRY(mention_index_drop(t->st, col_int(q, 0), e));
		TRY(set_label(set, t, col_int(q, 0), &m->mapping, col_copy(q, 1, one), one, e));
	}
}

/* Persons that nothing but their mentions names. */
static int touch_persons(const struct list_act *t, int64_t edition, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	TRY(store_stmt(t->st, &PERSONS_OF, &q, e));
	bind_int(q, ":edition", edition);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		reg_touch(t->r, col_int(q, 0));
	}
}

int list_refresh_mapping(struct reg *r, struct store *st, int64_t edition, struct arena *a,
			 struct err *e)
{
	const struct list_act t = { .r = r, .st = st, .a = a };
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, &SET_MAPPING, &q, e));
	bind_int(q, ":pos", edition);
	TRY(stmt_run(q, e));
	TRY(set_labels(&t, edition, e));
	return touch_persons(&t, edition, e);
}

static int apply_mapping(const struct list_act *t, struct err *e)
{
	AUTO_STMT *q = NULL;
	const struct json *mapping = list_part(t, "mapping");
	const struct list_memo *m;
	struct str row;
	int64_t edition;
	TRY(list_part_import(t, &edition, &row, e));
	TRY(memo_of(t, edition, &m, e));
	if (!m || !mapping)
		return 0;
	TRY(store_stmt(t->st, &ADD_MAPPING, &q, e));
	bind_int(q, ":pos", t->pos);
	bind_int(q, ":edition", edition);
	bind_str(q, ":mapping", mapping->raw);
	TRY(stmt_run(q, e));
	return list_refresh_mapping(t->r, t->st, edition, t->a, e);
}

int list_apply(const struct list_act *t, struct str kind, bool *ret_ours, struct err *e)
{
	static const struct {
		const char *kind;
		int (*apply)(const struct list_act *t, struct err *e);
	} KINDS[] = { { "mention", apply_mention },
		      { "edition", apply_edition },
		      { "contains", apply_contains },
		      { "mapping", apply_mapping } };
	for (size_t i = 0; i < COUNT(KINDS); i++)
		if (str_eq(kind, str_of(KINDS[i].kind))) {
			*ret_ours = true;
			return KINDS[i].apply(t, e);
		}
	*ret_ours = false;
	return 0;
}
