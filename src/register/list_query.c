/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_query.c - lists, their editions, and what differs between two of them. */
#include "register/list_priv.h"
#include "register/query_priv.h"
#include "register/standing.h"

#define EDITION_COLUMNS                                                                            \
	"SELECT s.seq, s.claim, d.list, s.body, d.mapping, d.rows,"                                \
	" (SELECT count(*) FROM edition_row r WHERE r.edition = d.pos), s.recorded_ms,"            \
	" (SELECT b.seq FROM statement b WHERE b.pos = s.retracted),"                              \
	" (SELECT w.seq FROM statement w WHERE w.pos = d.twin), d.pos"                             \
	" FROM edition d JOIN statement s ON s.pos = d.pos "
static const struct sql EDITIONS =
	SQL(EDITION_COLUMNS "WHERE (d.list = :list OR :list = 0) AND (:all OR d.retracted IS NULL)"
			    " ORDER BY d.list, d.day, d.pos");
static const struct sql EDITION = SQL(EDITION_COLUMNS "WHERE s.seq = :seq");
static const struct sql ROWS =
	SQL("SELECT r.row, r.mention, s.seq, v.cells, v.edition FROM edition_row r"
	    " JOIN mention_version v ON v.pos = r.version JOIN statement s ON s.pos = r.version"
	    " WHERE r.edition = :edition ORDER BY r.row");
static const struct sql VERSIONS =
	SQL("SELECT v.row, v.mention, s.seq, v.cells, v.edition FROM mention_version v"
	    " JOIN mention m ON m.id = v.mention JOIN statement s ON s.pos = v.pos"
	    " WHERE m.list = :edition ORDER BY v.pos");
static const struct sql TOTALS = SQL(
	"SELECT coalesce(sum(o.version IS NULL), 0), coalesce(sum(o.version <> n.version), 0),"
	" coalesce(sum(o.version = n.version), 0)"
	" FROM edition_row n LEFT JOIN edition_row o ON o.edition = :older AND o.mention = n.mention"
	" WHERE n.edition = :newer");
static const struct sql GONE =
	SQL("SELECT count(*) FROM edition_row o WHERE o.edition = :older AND NOT EXISTS"
	    " (SELECT 1 FROM edition_row n WHERE n.edition = :newer AND n.mention = o.mention)");
static const struct sql DIFF = SQL(
	"SELECT n.mention, n.row, coalesce(o.row, 0), n.version, o.version, 0 FROM edition_row n"
	" LEFT JOIN edition_row o ON o.edition = :older AND o.mention = n.mention"
	" WHERE n.edition = :newer AND (o.version IS NULL OR o.version <> n.version)"
	" UNION ALL SELECT o.mention, 0, o.row, NULL, o.version, 1 FROM edition_row o"
	" WHERE o.edition = :older AND NOT EXISTS"
	" (SELECT 1 FROM edition_row n WHERE n.edition = :newer AND n.mention = o.mention)"
	" ORDER BY 6, 2, 3 LIMIT :limit OFFSET :offset");
static const struct sql VERSION = SQL(
	"SELECT s.seq, v.cells FROM mention_version v JOIN statement s ON s.pos = v.pos WHERE v.pos = :pos");
static const struct sql LISTS = SQL(
	"SELECT id FROM entity WHERE kind = 'list' AND EXISTS (SELECT 1 FROM card c WHERE c.entity = entity.id)"
	" ORDER BY id");
static const struct sql DUPLICATE_FREE = SQL(
	"SELECT same FROM field WHERE subject = :list AND property = 'duplicate_free' AND retracted IS NULL"
	" AND same IN ('yes', 'no') ORDER BY id DESC LIMIT 1");
static const struct sql SUMMARY = SQL(
	"SELECT (SELECT count(*) FROM edition d WHERE d.list = :list AND d.rank > 0),"
	" (SELECT s.seq FROM edition d JOIN statement s ON s.pos = d.pos WHERE d.list = :list AND d.rank > 0"
	"  ORDER BY d.rank DESC LIMIT 1)");

/* ---- editions ---- */

static struct str text_of(const struct json *body, const char *name)
{
	struct str s = STR("");
	json_str(json_get(body, str_of(name)), &s);
	return s;
}

static int64_t number_in(const struct json *body, const char *name)
{
	int64_t v = 0;
	json_int(json_get(body, str_of(name)), &v);
	return v;
}

static void take_header(const struct json *body, struct arena *a, struct edition *ret)
{
	const struct json *list = json_get(body, STR("header"));
	ret->header = NEW_N(a, list ? list->n : 0, struct str);
	for (const struct json *i = json_first(list); i; i = i->next) {
		ret->header[ret->n_header] = STR("");
		json_str(i, &ret->header[ret->n_header++]);
	}
}

static int take_edition(struct reg *r, struct stmt *q, struct arena *a, struct edition *ret,
			struct err *e)
{
	const struct json *body;
	size_t missing;
	size_t fresh;
	struct edition d = { .seq = col_int(q, 0), .recorded_ms = col_int(q, 7) };
	TRY(col_blob(q, 1, d.claim.b, ID_LEN, e));
	TRY(reg_entity_by_id(r, col_int(q, 2), a, &d.list, e));
	TRY(json_read(col_copy(q, 3, a), CLAIM_COMPACT_MAX, JSON_ANY, a, &body, e));
	d.name = text_of(body, "name");
	d.sha256 = text_of(body, "sha256");
	d.date = text_of(body, "date");
	d.label = text_of(body, "label");
	d.format = text_of(body, "format");
	d.sheet = text_of(body, "sheet");
	d.encoding = text_of(body, "encoding");
	d.separator = text_of(body, "separator");
	d.quote = text_of(body, "quote");
	d.header_row = number_in(body, "header_row");
	d.added = number_in(body, "added");
	d.changed = number_in(body, "changed");
	d.same = number_in(body, "same");
	d.removed = number_in(body, "removed");
	d.not_understood = number_in(body, "not_understood");
	take_header(body, a, &d);
	if (list_mapping_read(col_copy(q, 4, a), a, &d.mapping, NULL) < 0)
		d.mapping = (struct list_mapping){ .n = 0 };
	/* One column for each of the header, also when another program wrote the mapping. */
	if (d.mapping.n != d.n_header)
		list_mapping_fit(&d.mapping, d.header, d.n_header, a, &d.mapping, &missing, &fresh);
	d.rows = col_int(q, 5);
	d.found = col_int(q, 6);
	d.retracted = col_id(q, 8);
	d.twin_of = col_id(q, 9);
	*ret = d;
	return 0;
}

int reg_editions(struct reg *r, int64_t list, bool all, struct arena *a, struct edition **ret,
		 size_t *ret_n, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list found;
	bool more;
	list_init(&found, a, sizeof(struct edition));
	TRY(store_stmt(reg_store(r), &EDITIONS, &q, e));
	bind_int(q, ":list", list);
	bind_int(q, ":all", all);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		TRY(take_edition(r, q, a, list_add(&found), e));
	}
	*ret = found.p;
	*ret_n = found.n;
	return 0;
}

static int load_edition(struct reg *r, int64_t seq, struct arena *a, struct edition *ret,
			int64_t *ret_pos, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(reg_store(r), &EDITION, &q, e));
	bind_int(q, ":seq", seq);
	int rc = stmt_row(q, e);
	if (rc == ERR_NOTFOUND)
		return err_set(e, ERR_NOTFOUND, "there is no edition of a list by this number");
	TRY(rc);
	*ret_pos = col_int(q, 10);
	return take_edition(r, q, a, ret, e);
}

int reg_edition(struct reg *r, int64_t seq, struct arena *a, struct edition *ret, struct err *e)
{
	int64_t pos;
	return load_edition(r, seq, a, ret, &pos, e);
}

/* ---- rows ---- */

/* Editions by their place, each loaded once: the cells of a row have the header of where it came in. */
static int edition_at(struct reg *r, struct map *known, int64_t pos, struct arena *a,
		      const struct edition **ret, struct err *e)
{
	void **at = map_at(known, str_n((const char *)&pos, sizeof pos));
	if (!*at) {
		struct edition *d = NEW(a, struct edition);
		int64_t seq;
		TRY(reg_seq(reg_store(r), pos, &seq, e));
		TRY(reg_edition(r, seq, a, d, e));
		at = map_at(known, str_n((const char *)&pos, sizeof pos));
		*at = d;
	}
	*ret = *at;
	return 0;
}

/* `key` is an edition's place or a list; `seq` the edition that all rows stand in, 0: where they came in. */
static int each_row(struct reg *r, const struct sql *sql, int64_t key, int64_t seq,
		    edition_row_fn *each, void *ctx, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_STMT *q = NULL;
	struct map known;
	bool more;
	map_init(&known, a);
	TRY(store_stmt(reg_store(r), sql, &q, e));
	bind_int(q, ":edition", key);
	for (;;) {
		struct edition_row row = { 0 };
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		row.row = col_int(q, 0);
		row.mention = col_int(q, 1);
		row.version = col_int(q, 2);
		row.cells = col_str(q, 3);
		TRY(edition_at(r, &known, col_int(q, 4), a, &row.of, e));
		row.edition = seq ? seq : row.of->seq;
		TRY(each(ctx, &row, e));
	}
}

int reg_edition_rows(struct reg *r, int64_t seq, edition_row_fn *each, void *ctx, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct edition d;
	int64_t pos;
	TRY(load_edition(r, seq, a, &d, &pos, e));
	return each_row(r, &ROWS, pos, seq, each, ctx, e);
}

int reg_list_versions(struct reg *r, int64_t list, edition_row_fn *each, void *ctx, struct err *e)
{
	return each_row(r, &VERSIONS, list, 0, each, ctx, e);
}

/* ---- differences ---- */

static int version_of(struct reg *r, int64_t pos, struct arena *a, int64_t *ret_seq,
		      struct str *ret_cells, struct err *e)
{
	AUTO_STMT *q = NULL;
	*ret_seq = 0;
	*ret_cells = STR("");
	if (!pos)
		return 0;
	TRY(store_stmt(reg_store(r), &VERSION, &q, e));
	bind_int(q, ":pos", pos);
	TRY(stmt_row(q, e));
	*ret_seq = col_int(q, 0);
	*ret_cells = col_copy(q, 1, a);
	return 0;
}

static int take_diff(struct reg *r, struct stmt *q, struct arena *a, struct edition_diff *d,
		     struct err *e)
{
	TRY(reg_entity_by_id(r, col_int(q, 0), a, &d->mention, e));
	d->number = reg_number(r, &d->mention, a);
	d->row = col_int(q, 1);
	d->old_row = col_int(q, 2);
	d->what = !d->row ? EDITION_REMOVED : col_is_null(q, 4) ? EDITION_ADDED : EDITION_CHANGED;
	TRY(version_of(r, col_id(q, 3), a, &d->version, &d->cells, e));
	return version_of(r, col_id(q, 4), a, &d->old_version, &d->old_cells, e);
}

static int totals(struct reg *r, int64_t older, int64_t newer, struct edition_totals *ret,
		  struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_STMT *gone = NULL;
	TRY(store_stmt(reg_store(r), &TOTALS, &q, e));
	bind_int(q, ":older", older);
	bind_int(q, ":newer", newer);
	TRY(stmt_row(q, e));
	ret->added = col_int(q, 0);
	ret->changed = col_int(q, 1);
	ret->same = col_int(q, 2);
	TRY(store_stmt(reg_store(r), &GONE, &gone, e));
	bind_int(gone, ":older", older);
	bind_int(gone, ":newer", newer);
	TRY(stmt_row(gone, e));
	ret->removed = col_int(gone, 0);
	return 0;
}

int reg_edition_diff(struct reg *r, int64_t older, int64_t newer, int64_t offset, int64_t limit,
		     struct arena *a, struct edition_diff **ret, size_t *ret_n,
		     struct edition_totals *ret_totals, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct edition x;
	struct edition y;
	struct edition_totals t;
	struct list found;
	int64_t from;
	int64_t to;
	bool more;
	TRY(load_edition(r, older, a, &x, &from, e));
	TRY(load_edition(r, newer, a, &y, &to, e));
	if (!id_eq(&x.list.uuid, &y.list.uuid))
		return err_set(e, ERR_INPUT, "these are editions of two lists");
	TRY(totals(r, from, to, &t, e));
	list_init(&found, a, sizeof(struct edition_diff));
	TRY(store_stmt(reg_store(r), &DIFF, &q, e));
	bind_int(q, ":older", from);
	bind_int(q, ":newer", to);
	bind_int(q, ":limit", limit);
	bind_int(q, ":offset", offset);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		TRY(take_diff(r, q, a, list_add(&found), e));
	}
	*ret = found.p;
	*ret_n = found.n;
	*ret_totals = t;
	return 0;
}

/* ---- lists ---- */

int reg_list_brief(struct reg *r, int64_t list, struct arena *a, struct list_summary *ret,
		   struct err *e)
{
	AUTO_STMT *free_of = NULL;
	struct list_summary s = { .duplicate_free = STR("") };
	struct card card;
	bool there;
	TRY(reg_entity_by_id(r, list, a, &s.list, e));
	if (!str_eq(s.list.kind, STR("list")))
		return err_set(e, ERR_INPUT, "this record is no list");
	TRY(reg_card(r, list, a, &card, e));
	s.number = card.number;
	s.label = card.label;
	TRY(store_stmt(reg_store(r), &DUPLICATE_FREE, &free_of, e));
	bind_int(free_of, ":list", list);
	TRY(stmt_next(free_of, &there, e));
	if (there)
		s.duplicate_free = col_copy(free_of, 0, a);
	*ret = s;
	return 0;
}

int reg_list_summary(struct reg *r, int64_t list, struct arena *a, struct list_summary *ret,
		     struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list_summary s;
	struct list_counted c;
	TRY(reg_list_brief(r, list, a, &s, e));
	TRY(store_stmt(reg_store(r), &SUMMARY, &q, e));
	bind_int(q, ":list", list);
	TRY(stmt_row(q, e));
	s.editions = col_id(q, 0);
	s.newest = col_id(q, 1);
	TRY(reg_list_counted(r, list, &c, e));
	s.standing = c.standing;
	s.removed = c.removed;
	s.linked = c.linked;
	s.persons = c.persons;
	*ret = s;
	return 0;
}

int reg_lists(struct reg *r, struct arena *a, struct list_summary **ret, size_t *ret_n,
	      struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list found;
	bool more;
	list_init(&found, a, sizeof(struct list_summary));
	TRY(store_stmt(reg_store(r), &LISTS, &q, e));
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		TRY(reg_list_summary(r, col_int(q, 0), a, list_add(&found), e));
	}
	*ret = found.p;
	*ret_n = found.n;
	return 0;
}
