/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mention_records.c - what can be linked, with what it says in the fields that lists have. */
#include "register/list_priv.h"
#include "register/query_priv.h"

/* All or one: two statements each, since one for both would go through all for one. */
#define MENTION_COLUMNS                                                                            \
	"SELECT m.id, m.list, (SELECT s.seq FROM statement s WHERE s.pos = m.version), v.cells,"   \
	" v.edition, b.person FROM mention m JOIN mention_version v ON v.pos = m.version"          \
	" LEFT JOIN belongs b ON b.record = m.id WHERE m.stands = 2 "
static const struct sql MENTIONS = SQL(MENTION_COLUMNS "ORDER BY m.list, m.row, m.id");
static const struct sql MENTION = SQL(MENTION_COLUMNS "AND m.id = :id");
static const struct sql MAPPING = SQL("SELECT mapping FROM edition WHERE pos = :pos");
#define PERSON_COLUMNS                                                                             \
	"SELECT f.subject, f.property, f.value, f.same FROM field f JOIN entity e"                 \
	" ON e.id = f.subject WHERE e.kind = 'person' AND f.retracted IS NULL"                     \
	" AND f.type <> 'unknown' "
static const struct sql PERSONS = SQL(PERSON_COLUMNS "ORDER BY f.subject, f.id");
static const struct sql PERSON = SQL(PERSON_COLUMNS "AND f.subject = :id ORDER BY f.id");
static const struct sql CARD = SQL(
	"SELECT c.date, p.label, c.charge, (SELECT s.seq FROM statement s WHERE s.pos = c.last),"
	" (SELECT b.person FROM belongs b WHERE b.record = c.entity)"
	" FROM card c LEFT JOIN card p ON p.entity = c.place WHERE c.entity = :id");

static const struct sql LISTS =
	SQL("SELECT (SELECT count(*) FROM (SELECT DISTINCT d.list AS list FROM edition d) x"
	    " WHERE EXISTS (SELECT 1 FROM mention m WHERE m.list = x.list AND m.stands = 2))"
	    " + EXISTS (SELECT 1 FROM card c WHERE c.kind = 'person' AND c.claims > 0)");

struct walk {
	struct reg *r;
	reg_record_fn *each;
	void *ctx;
	int64_t seen;
	struct arena *keep; /* mappings */
	struct map mappings;
	struct arena *one; /* of the record at hand */
};

static int hand_on(struct walk *w, int64_t id, struct reg_record *rec, const struct list_row *row,
		   struct err *e)
{
	TRY(reg_entity_by_id(w->r, id, w->one, &rec->entity, e));
	rec->number = reg_number(w->r, &rec->entity, w->one);
	rec->said = row;
	w->seen++;
	return w->each(w->ctx, rec, e);
}

/* ---- mentions ---- */

static int mapping_at(struct walk *w, int64_t edition, const struct list_mapping **ret,
		      struct err *e)
{
	void **at = map_at(&w->mappings, str_n((const char *)&edition, sizeof edition));
	if (!*at) {
		AUTO_STMT *q = NULL;
		struct list_mapping *m = NEW(w->keep, struct list_mapping);
		TRY(store_stmt(reg_store(w->r), &MAPPING, &q, e));
		bind_int(q, ":pos", edition);
		TRY(stmt_row(q, e));
		if (list_mapping_read(col_copy(q, 0, w->keep), w->keep, m, NULL) < 0)
			*m = (struct list_mapping){ .n = 0 };
		*at = m;
	}
	*ret = *at;
	return 0;
}

static int each_mention(struct walk *w, int64_t only, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	TRY(store_stmt(reg_store(w->r), only ? &MENTION : &MENTIONS, &q, e));
	if (only)
		bind_int(q, ":id", only);
	for (;;) {
		const struct list_mapping *m;
		struct reg_record rec = { 0 };
		struct list_row row;
		struct str *cells;
		size_t n;
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		arena_clear(w->one);
		TRY(mapping_at(w, col_int(q, 4), &m, e));
		TRY(list_cells_read(col_str(q, 3), w->one, &cells, &n, e));
		list_row_understand(m, cells, n, w->one, &row);
		rec.list = col_int(q, 1);
		rec.version = col_int(q, 2);
		rec.person = col_id(q, 5);
		TRY(hand_on(w, col_int(q, 0), &rec, &row, e));
	}
}

/* ---- persons described by claims ---- */

/* Properties that say what columns of lists say. Of the others nothing is compared. */
static const struct {
	const char *property;
	enum list_field field;
} PROPERTIES[] = {
	{ "name", LIST_NAME },	      { "also_known_as", LIST_OTHER_NAME },
	{ "sex", LIST_SEX },	      { "age", LIST_AGE },
	{ "birth_date", LIST_BIRTH }, { "father_name", LIST_FATHER },
	{ "death_date", LIST_DATE },
};

static struct str text_of_value(const struct value *v, struct str same, struct arena *a)
{
	if (v->type == VALUE_NAME || v->type == VALUE_TEXT)
		return v->u.text.text;
	if (v->type == VALUE_QUANTITY)
		return v->u.quantity.has_lo ? str_printf(a, "%lld", (long long)v->u.quantity.lo)
					    : STR("");
	return str_copy(a, same); /* a code; a date as EDTF */
}

static int take_field(struct stmt *q, struct list_row *row, struct arena *a, struct err *e)
{
	struct value v;
	for (size_t i = 0; i < COUNT(PROPERTIES); i++) {
		if (!str_eq(col_str(q, 1), str_of(PROPERTIES[i].property)))
			continue;
		TRY(reg_value(col_copy(q, 2, a), a, &v, e));
		struct str text = text_of_value(&v, col_str(q, 3), a);
		enum list_field f = PROPERTIES[i].field;
		/* The first that is said is compared; further names are other names. */
		if (f == LIST_NAME && row->field[f].n)
			f = LIST_OTHER_NAME;
		if (!row->field[f].n)
			row->field[f] = text;
		else if (f == LIST_OTHER_NAME)
			row->field[f] =
				str_printf(a, "%.*s; %.*s", STR_FMT(row->field[f]), STR_FMT(text));
	}
	return 0;
}

/* What a case page shows of events: the date and place of the latest, the charge. */
static int take_card(struct walk *w, int64_t id, struct reg_record *rec, struct list_row *row,
		     struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(reg_store(w->r), &CARD, &q, e));
	bind_int(q, ":id", id);
	TRY(stmt_row(q, e));
	if (!row->field[LIST_DATE].n)
		row->field[LIST_DATE] = col_text(q, 0, w->one);
	row->field[LIST_PLACE] = col_text(q, 1, w->one);
	row->field[LIST_CHARGE] = col_text(q, 2, w->one);
	rec->version = col_id(q, 3);
	rec->person = col_is_null(q, 4) ? id : col_int(q, 4);
	return 0;
}

static void clear_row(struct list_row *row)
{
	*row = (struct list_row){ .calendar = STR(""), .birth_calendar = STR("") };
	for (int f = 0; f < LIST_FIELDS; f++)
		row->field[f] = STR("");
}

static int end_person(struct walk *w, int64_t id, struct list_row *row, struct err *e)
{
	struct reg_record rec = { .is_person = true };
	if (!id)
		return 0;
	TRY(take_card(w, id, &rec, row, e));
	return hand_on(w, id, &rec, row, e);
}

static int each_person(struct walk *w, int64_t only, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list_row row;
	int64_t id = 0;
	bool more = true;
	clear_row(&row);
	arena_clear(w->one);
	TRY(store_stmt(reg_store(w->r), only ? &PERSON : &PERSONS, &q, e));
	if (only)
		bind_int(q, ":id", only);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return end_person(w, id, &row, e);
		if (col_int(q, 0) != id) {
			TRY(end_person(w, id, &row, e));
			arena_clear(w->one);
			clear_row(&row);
			id = col_int(q, 0);
		}
		TRY(take_field(q, &row, w->one, e));
	}
}

static int walk(struct reg *r, int64_t only, reg_record_fn *each, void *ctx, int64_t *ret_seen,
		struct err *e)
{
	AUTO_ARENA *keep = arena_new(0);
	AUTO_ARENA *one = arena_new(0);
	struct walk w = { .r = r, .each = each, .ctx = ctx, .keep = keep, .one = one };
	map_init(&w.mappings, keep);
	TRY(each_mention(&w, only, e));
	TRY(each_person(&w, only, e));
	*ret_seen = w.seen;
	return 0;
}

int reg_records_each(struct reg *r, reg_record_fn *each, void *ctx, struct err *e)
{
	int64_t seen;
	return walk(r, 0, each, ctx, &seen, e);
}

int reg_record_one(struct reg *r, int64_t id, reg_record_fn *each, void *ctx, struct err *e)
{
	int64_t seen = 0;
	if (id > 0)
		TRY(walk(r, id, each, ctx, &seen, e));
	return seen ? 0
		    : err_set(e, ERR_NOTFOUND,
			      "this is no record that can be linked: neither a row that stands nor a person "
			      "with claims");
}

int reg_record_lists(struct reg *r, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(reg_store(r), &LISTS, &q, e));
	TRY(stmt_row(q, e));
	*ret = col_int(q, 0);
	return 0;
}
