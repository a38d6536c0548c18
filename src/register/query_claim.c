/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * query_claim.c - claims with all that a page says about them.
 *
 * The ids of a page are found first and the rows are loaded after: what hangs on a row (adopted, in
 * conflict, labels) is then asked for the rows of the page and no others. Each query that pages is
 * served by an index alone until the page begins (schema/view.sql), so that the last page of half
 * a million claims costs a walk through index entries.
 */
#include "register/query_priv.h"
#include "register/record_priv.h"

#define STANDS "(retracted IS NULL OR :all)"
static const struct sql OF_SUBJECT = SQL("SELECT id FROM field WHERE subject = :id AND " STANDS
					 " ORDER BY id LIMIT :limit OFFSET :offset");
static const struct sql BY_SOURCE = SQL(
	"SELECT id FROM field WHERE source = :id AND retracted IS NULL ORDER BY id LIMIT :limit OFFSET :offset");
static const struct sql BY_SOURCE_ALL =
	SQL("SELECT id FROM field WHERE source = :id ORDER BY id LIMIT :limit OFFSET :offset");
static const struct sql NAMING = SQL("SELECT id FROM field WHERE ref = :id AND " STANDS
				     " ORDER BY id LIMIT :limit OFFSET :offset");
static const struct sql OF_BATCH =
	SQL("SELECT f.id FROM statement s CROSS JOIN field f ON f.pos = s.pos"
	    " WHERE s.batch = :id AND (s.retracted IS NULL OR :all) ORDER BY s.pos, f.id"
	    " LIMIT :limit OFFSET :offset");
static const struct sql OF_STATEMENT = SQL("SELECT id FROM field WHERE pos = :id AND " STANDS
					   " ORDER BY id LIMIT :limit OFFSET :offset");

static const struct sql IN_DOCUMENT =
	SQL("SELECT f.id FROM statement s CROSS JOIN field f ON f.pos = s.pos"
	    " WHERE s.document = :id AND (s.retracted IS NULL OR :all) ORDER BY s.pos, f.id"
	    " LIMIT :limit OFFSET :offset");

static const struct sql N_OF_SUBJECT =
	SQL("SELECT count(*) FROM field WHERE subject = :id AND " STANDS);
static const struct sql N_BY_SOURCE =
	SQL("SELECT count(*) FROM field WHERE source = :id AND retracted IS NULL");
static const struct sql N_BY_SOURCE_ALL = SQL("SELECT count(*) FROM field WHERE source = :id");
static const struct sql N_NAMING = SQL("SELECT count(*) FROM field WHERE ref = :id AND " STANDS);
static const struct sql N_OF_BATCH =
	SQL("SELECT count(*) FROM statement s CROSS JOIN field f ON f.pos = s.pos"
	    " WHERE s.batch = :id AND (s.retracted IS NULL OR :all)");
static const struct sql N_OF_STATEMENT =
	SQL("SELECT count(*) FROM field WHERE pos = :id AND " STANDS);

static const struct sql FIELD = SQL(
	"SELECT s.seq, f.subject, f.property, f.type, f.value, f.quals, f.source, f.when_text, f.scope,"
	" f.basis, f.position, (SELECT b.seq FROM statement b WHERE b.pos = f.retracted), f.ref, s.document,"
	" s.via, s.source_date, s.reliability, s.row,"
	" (SELECT b.seq FROM statement b WHERE b.pos = s.batch), s.recorded_ms,"
	" (SELECT a.field FROM adoption a WHERE a.subject = f.subject AND a.property = f.property"
	"  AND a.undone IS NULL ORDER BY a.pos DESC LIMIT 1) IS f.id,"
	" EXISTS (SELECT 1 FROM conflict_side o JOIN conflict c ON c.id = o.conflict"
	"  WHERE o.field = f.id AND c.decided IS NULL)"
	" FROM field f JOIN statement s ON s.pos = f.pos WHERE f.id = :id");

static const struct sql N_IN_DOCUMENT =
	SQL("SELECT count(*) FROM statement s CROSS JOIN field f ON f.pos = s.pos"
	    " WHERE s.document = :id AND (s.retracted IS NULL OR :all)");

/* The two queries of a way to choose claims. */
struct choice {
	const struct sql *page, *count;
	bool asks_all; /* has :all */
};

static struct choice choice_of(enum claims_of what, bool all)
{
	switch (what) {
	case CLAIMS_OF_SUBJECT:
		return (struct choice){ &OF_SUBJECT, &N_OF_SUBJECT, true };
	case CLAIMS_BY_SOURCE:
		/* Of its own, so that the index holds all that is asked. */
		return all ? (struct choice){ &BY_SOURCE_ALL, &N_BY_SOURCE_ALL, false }
			   : (struct choice){ &BY_SOURCE, &N_BY_SOURCE, false };
	case CLAIMS_NAMING:
		return (struct choice){ &NAMING, &N_NAMING, true };
	case CLAIMS_OF_BATCH:
		return (struct choice){ &OF_BATCH, &N_OF_BATCH, true };
	case CLAIMS_OF_STATEMENT:
		return (struct choice){ &OF_STATEMENT, &N_OF_STATEMENT, true };
	case CLAIMS_IN_DOCUMENT:
		return (struct choice){ &IN_DOCUMENT, &N_IN_DOCUMENT, true };
	}
	assert(0 && "a way to choose claims that is not listed");
	return (struct choice){ NULL, NULL, false };
}

static int json_value(struct str text, struct arena *a, struct value *ret, struct err *e)
{
	const struct json *v;
	TRY(json_read(text, text.n, JSON_ANY, a, &v, e));
	return value_read(v, ret, e);
}

/* The field as it was sealed, from its columns. */
static int parse_field(struct claim_row *row, struct str value, struct str quals, struct arena *a,
		       struct err *e)
{
	const struct json *v;
	struct str text =
		str_printf(a, "{\"p\":\"%.*s\",\"v\":%.*s,\"q\":%.*s}", STR_FMT(row->property),
			   STR_FMT(value), STR_FMT(quals.n ? quals : STR("{}")));
	TRY(json_read(text, text.n, JSON_ANY, a, &v, e));
	TRY(value_field_read(v, a, &row->parsed, e));
	row->value = row->parsed.v;
	return 0;
}

struct row_refs {
	int64_t subject, source, document, via, ref;
};

static int name_row(struct namer *names, const struct row_refs *ids, struct claim_row *row,
		    struct err *e)
{
	struct naming n;
	TRY(namer_get(names, ids->subject, &n, e));
	row->subject = n.entity;
	TRY(namer_get(names, ids->source, &n, e));
	row->source = n.entity;
	row->source_label = n.label;
	TRY(namer_get(names, ids->document, &n, e));
	row->document = n.entity;
	row->document_label = n.label;
	TRY(namer_get(names, ids->via, &n, e));
	row->via = n.entity;
	row->via_label = n.label;
	TRY(namer_get(names, ids->ref, &n, e));
	row->ref_label = n.label;
	row->ref_number = n.number;
	return 0;
}

static int row_load(struct namer *names, int64_t field, struct claim_row *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct arena *a = names->a;
	struct claim_row row = { .adopted = false };
	struct row_refs ids;
	struct str value;
	struct str quals;
	TRY(store_stmt(reg_store(names->r), &FIELD, &q, e));
	bind_int(q, ":id", field);
	TRY(stmt_row(q, e));
	row.seq = col_int(q, 0);
	row.field = row.seq * FIELDS_PER_CLAIM + field % FIELDS_PER_CLAIM;
	ids.subject = col_id(q, 1);
	row.property = col_text(q, 2, a);
	row.unknown = str_eq(col_str(q, 3), STR("unknown"));
	value = col_text(q, 4, a);
	quals = col_text(q, 5, a);
	ids.source = col_id(q, 6);
	row.when_text = col_text(q, 7, a);
	row.scope = col_text(q, 8, a);
	row.basis = col_text(q, 9, a);
	row.position = col_text(q, 10, a);
	row.retracted = col_id(q, 11);
	ids.ref = col_id(q, 12);
	ids.document = col_id(q, 13);
	ids.via = col_id(q, 14);
	row.has_source_date = !col_is_null(q, 15);
	if (row.has_source_date)
		TRY(json_value(col_copy(q, 15, a), a, &row.source_date, e));
	row.reliability = col_text(q, 16, a);
	row.row = col_text(q, 17, a);
	row.batch = col_id(q, 18);
	row.recorded_ms = col_int(q, 19);
	row.adopted = col_int(q, 20);
	row.in_conflict = col_int(q, 21);
	stmt_done(&q);
	TRY(name_row(names, &ids, &row, e));
	TRY(parse_field(&row, value, quals, a, e));
	*ret = row;
	return 0;
}

static int page_ids(struct reg *r, const struct choice *c, int64_t id, bool all, int64_t offset,
		    int64_t limit, struct list *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	TRY(store_stmt(reg_store(r), c->page, &q, e));
	bind_int(q, ":id", id);
	bind_int(q, ":limit", limit);
	bind_int(q, ":offset", offset);
	if (c->asks_all)
		bind_int(q, ":all", all);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		*(int64_t *)list_add(ret) = col_int(q, 0);
	}
}

static int count_all(struct reg *r, const struct choice *c, int64_t id, bool all, int64_t *ret,
		     struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(reg_store(r), c->count, &q, e));
	bind_int(q, ":id", id);
	if (c->asks_all)
		bind_int(q, ":all", all);
	TRY(stmt_row(q, e));
	*ret = col_int(q, 0);
	return 0;
}

int reg_claims(struct reg *r, enum claims_of what, int64_t id, bool all, int64_t offset,
	       int64_t limit, struct arena *a, struct claim_row **ret, size_t *ret_n,
	       int64_t *ret_total, struct err *e)
{
	assert(offset >= 0 && limit >= 0 && "a page before the first");
	struct choice c = choice_of(what, all);
	struct list ids;
	struct namer names;
	int64_t total;
	list_init(&ids, a, sizeof(int64_t));
	namer_init(&names, r, a);
	if (what == CLAIMS_OF_BATCH || what == CLAIMS_OF_STATEMENT)
		TRY(reg_pos(reg_store(r), id, &id, e));
	TRY(page_ids(r, &c, id, all, offset, limit, &ids, e));
	if (offset == 0 && (int64_t)ids.n < limit)
		total = (int64_t)ids.n;
	else
		TRY(count_all(r, &c, id, all, &total, e));
	struct claim_row *rows = NEW_N(a, ids.n, struct claim_row);
	for (size_t i = 0; i < ids.n; i++)
		TRY(row_load(&names, ((int64_t *)ids.p)[i], &rows[i], e));
	*ret = rows;
	*ret_n = ids.n;
	*ret_total = total;
	return 0;
}

int claim_load(struct reg *r, int64_t field, struct arena *a, struct claim_row *ret, struct err *e)
{
	struct namer names;
	namer_init(&names, r, a);
	return row_load(&names, field, ret, e);
}

struct str reg_field_text(int64_t field, struct arena *a)
{
	char entry[NUMBER_TEXT_MAX];
	return str_printf(a, "%s.%lld", number_text(field / REG_FIELD_PLACES, 1, entry),
			  (long long)(field % REG_FIELD_PLACES));
}

bool reg_field_parse(struct str s, int64_t *ret)
{
	struct str entry;
	int64_t seq;
	int64_t place;
	struct str rest = str_cut(s, '.', &entry);
	if (!rest.p || !number_parse(entry, &seq) || !str_to_int(rest, &place) || place < 1 ||
	    place >= REG_FIELD_PLACES)
		return false;
	*ret = seq * REG_FIELD_PLACES + place;
	return true;
}

int reg_claim(struct reg *r, int64_t field, struct arena *a, struct claim_row *ret, struct err *e)
{
	int64_t at;
	int rc = reg_field_in(reg_store(r), field, &at, e);
	if (rc == 0)
		rc = claim_load(r, at, a, ret, e);
	return rc == ERR_NOTFOUND
		       ? err_set(e, rc, "there is no claim %.*s", STR_FMT(reg_field_text(field, a)))
		       : rc;
}
