/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conflict_load.c - the fields of one subject, as the rules see them.
 *
 * Most subjects have a few fields of which none can conflict. They are told apart by a look at the
 * rows alone, before any value is parsed.
 */
#include "register/conflict_priv.h"

#include "register/query_priv.h"
#include "register/record_priv.h"

static const struct sql LOOK = SQL(
	"SELECT f.property, f.type, f.same, f.quals, f.position, f.value, CASE WHEN f.type = 'date' THEN"
	"  (SELECT s.source_date FROM statement s WHERE s.pos = f.pos) END"
	" FROM field f WHERE f.subject = :id AND f.retracted IS NULL ORDER BY f.property, f.id");
static const struct sql FIELDS =
	SQL("SELECT " CONFLICT_COLUMNS " FROM field f JOIN statement s ON s.pos = f.pos"
	    " WHERE f.subject = :id AND f.retracted IS NULL ORDER BY f.id");
static const struct sql KIND = SQL("SELECT kind FROM entity WHERE id = :id");
static const struct sql BY_UUID = SQL("SELECT id FROM entity WHERE uuid = :uuid");
static const struct sql TWO_EVENTS =
	SQL("SELECT count(*) FROM (SELECT 1 FROM field WHERE ref = :id AND retracted IS NULL"
	    " AND property IN ('victim', 'participant') LIMIT 2)");

/* ---- is there anything to look at? ---- */

static bool any_letter(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80 || (s.p[i] >= 'A' && s.p[i] <= 'Z') ||
		    (s.p[i] >= 'a' && s.p[i] <= 'z'))
			return true;
	return false;
}

/* The wording of a date may name a weekday. */
static bool has_words(struct str json)
{
	ptrdiff_t at = str_find(json, STR("\"given\":\""));
	return at >= 0 && any_letter(str_from(json, (size_t)at + 9));
}

static bool quals_tell(struct str quals)
{
	return str_has(quals, STR("\"unknown\"")) || str_has(quals, STR("\"relative_to\"")) ||
	       str_has(quals, STR("\"counted_by\"")) || str_has(quals, STR("\"wording\""));
}

static bool property_tells(const struct property *p, struct str kind)
{
	static const char *const TELL[] = { "ranking",	  "relates_to", "birth_date",
					    "death_date", "onset",	"day_number" };
	if (p->compared_with.n || str_eq(kind, STR("ask")) || str_eq(kind, STR("figure")))
		return true;
	for (size_t i = 0; i < COUNT(TELL); i++)
		if (str_eq(p->term.code, str_of(TELL[i])))
			return true;
	return str_eq(p->term.code, STR("affiliation")) && str_eq(kind, STR("group"));
}

/* "2025-10-15" of "2025-10-15/2025-10-30". */
static struct str first_day(struct str edtf)
{
	size_t n = 0;
	while (n < edtf.n && ((edtf.p[n] >= '0' && edtf.p[n] <= '9') || (n && edtf.p[n] == '-')))
		n++;
	return str_n(edtf.p, n);
}

/* A date of another time, or not certainly before the day on which it was told. */
static bool date_tells(struct str date, struct str said_json)
{
	struct str day = first_day(date);
	if (day.n < 4 || str_cmp(str_n(day.p, 4), STR("1500")) < 0 ||
	    str_cmp(str_n(day.p, 4), STR("2500")) >= 0)
		return true;
	ptrdiff_t at = str_find(said_json, STR("\"edtf\":\""));
	if (at < 0)
		return said_json.n != 0;
	struct str said = first_day(str_from(said_json, (size_t)at + 8));
	size_t n = said.n < day.n ? said.n : day.n;
	return n < 4 || str_cmp(str_n(said.p, n), str_n(day.p, n)) <= 0;
}

/* What the rows before this one left to compare it with. */
struct glance {
	struct str property, same;
	bool dated; /* by date, start or end */
};

static bool row_tells(const struct reg *r, struct stmt *q, struct str kind, struct glance *g)
{
	struct str property = col_str(q, 0);
	struct str type = col_str(q, 1);
	struct str position = col_str(q, 4);
	const struct property *p = vocab_property(r->vocab, property);
	if (!p)
		return false;
	if (p->functional && str_eq(property, g->property) && !str_eq(col_str(q, 2), g->same))
		return true;
	if (str_eq(type, STR("unknown")) || quals_tell(col_str(q, 3)) || property_tells(p, kind))
		return true;
	if (str_eq(position, STR("table")) || str_eq(position, STR("caption")))
		return true;
	if (!str_eq(type, STR("date")))
		return false;
	bool another = g->dated && !str_eq(property, g->property);
	g->dated = true;
	return another || has_words(col_str(q, 5)) || date_tells(col_str(q, 2), col_str(q, 6));
}

static int has_two_events(struct store *st, int64_t entity, bool *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, &TWO_EVENTS, &q, e));
	bind_int(q, ":id", entity);
	TRY(stmt_row(q, e));
	*ret = col_int(q, 0) > 1;
	return 0;
}

static int may_conflict(struct reg *r, struct store *st, int64_t entity, struct str kind,
			struct arena *a, bool *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct glance g = { STR(""), STR(""), false };
	bool more = true;
	*ret = false;
	TRY(store_stmt(st, &LOOK, &q, e));
	bind_int(q, ":id", entity);
	while (!*ret) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		*ret = row_tells(r, q, kind, &g);
		if (!str_eq(col_str(q, 0), g.property)) { /* the first value of each is enough */
			g.property = col_copy(q, 0, a);
			g.same = col_copy(q, 2, a);
		}
	}
	return 0;
}

/* ---- one field ---- */

static struct conflict_days bounds(const struct edtf *d)
{
	struct conflict_days ret;
	edtf_bounds(d, &ret.lo, &ret.hi);
	return ret;
}

static int id_of(struct store *st, const struct id *uuid, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	TRY(store_stmt(st, &BY_UUID, &q, e));
	bind_blob(q, ":uuid", uuid->b, ID_LEN);
	TRY(stmt_next(q, &there, e));
	*ret = there ? col_int(q, 0) : 0;
	return 0;
}

static int take_qualifier(struct store *st, struct str name, const struct value *v, struct arena *a,
			  struct conflict_field *f, struct err *e)
{
	struct edtf d;
	bool unknown = v->type == VALUE_UNKNOWN;
	if (str_eq(name, STR("when")))
		f->when_unknown = unknown;
	else if (str_eq(name, STR("where")))
		f->where_unknown = unknown;
	else if (str_eq(name, STR("wording")) && v->type == VALUE_TEXT)
		f->wording = v->u.text.text;
	else if (str_eq(name, STR("comparison_base")))
		f->comparison_base = v;
	else if (str_eq(name, STR("relative_to")))
		f->relative_to = v;
	else if (str_eq(name, STR("document")) && v->type == VALUE_ENTITY)
		return id_of(st, &v->u.entity.id, &f->document, e);
	else if (str_eq(name, STR("counted_by")) && v->type == VALUE_ENTITY)
		return id_of(st, &v->u.entity.id, &f->counter, e);
	else if (str_eq(name, STR("counted_by")))
		f->counter_unknown = unknown;
	else if (str_eq(name, STR("period")) && v->type == VALUE_DATE &&
		 edtf_read(v->u.date.edtf, a, &d, NULL) == 0) {
		f->has_period = true;
		f->period = bounds(&d);
	}
	return 0;
}

static int take_qualifiers(struct store *st, struct str quals, struct arena *a,
			   struct conflict_field *f, struct err *e)
{
	const struct json *q;
	if (!quals.n)
		return 0;
	TRY(json_read(quals, CLAIM_DISCLOSURE_MAX, JSON_ANY, a, &q, e));
	for (const struct json *i = json_first(q); i; i = i->next) {
		struct value *v = NEW(a, struct value);
		TRY(value_read(i, v, e));
		TRY(take_qualifier(st, i->name, v, a, f, e));
	}
	return 0;
}

static int take_said(struct str json, struct arena *a, struct conflict_field *f, struct err *e)
{
	struct value v;
	struct edtf d;
	if (!json.n)
		return 0;
	TRY(reg_value(json, a, &v, e));
	f->has_said = v.type == VALUE_DATE && edtf_read(v.u.date.edtf, a, &d, NULL) == 0;
	if (f->has_said)
		f->said = bounds(&d);
	return 0;
}

int conflict_take(const struct vocab *v, struct store *st, struct stmt *q, struct arena *a,
		  struct conflict_field *ret, struct err *e)
{
	struct conflict_field f = { .id = col_int(q, 0), .subject = col_int(q, 1) };
	f.prop = vocab_property(v, col_str(q, 2));
	if (!f.prop)
		return err_set(e, ERR_NOTFOUND, "a property that is not in vocab/properties.csv");
	TRY(reg_value(col_copy(q, 3, a), a, &f.value, e));
	struct str quals = col_text(q, 4, a);
	f.same = col_text(q, 5, a);
	f.ref = col_id(q, 6);
	f.when = (struct conflict_days){ day_col(q, 7, INT32_MIN), day_col(q, 8, INT32_MAX) };
	f.has_when = !col_is_null(q, 9);
	f.where = col_text(q, 10, a);
	f.scope = col_text(q, 11, a);
	f.derived = !str_eq(col_str(q, 12), STR("stated"));
	f.position = col_text(q, 13, a);
	f.source = col_id(q, 14);
	f.document = col_id(q, 15);
	f.via = col_id(q, 16);
	TRY(take_said(col_text(q, 17, a), a, &f, e));
	TRY(take_qualifiers(st, quals, a, &f, e));
	if (f.where_unknown)
		f.where = STR("");
	f.has_date =
		f.value.type == VALUE_DATE && edtf_read(f.value.u.date.edtf, a, &f.date, NULL) == 0;
	*ret = f;
	return 0;
}

static int load_fields(struct store *st, int64_t entity, struct conflict_input *in, struct arena *a,
		       struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list fields;
	bool more = true;
	list_init(&fields, a, sizeof(struct conflict_field));
	TRY(store_stmt(st, &FIELDS, &q, e));
	bind_int(q, ":id", entity);
	for (;;) {
		struct conflict_field f;
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		int rc = conflict_take(in->vocab, st, q, a, &f, e);
		if (rc == ERR_NOTFOUND)
			continue;
		TRY(rc);
		if (field_is(&f, "type") && f.value.type == VALUE_CODE && !in->type)
			in->type = vocab_event_type(in->vocab, f.value.u.code.code);
		*(struct conflict_field *)list_add(&fields) = f;
	}
	in->fields = fields.p;
	in->n_fields = fields.n;
	return 0;
}

int conflict_load(struct reg *r, struct store *st, int64_t entity, struct arena *a,
		  struct conflict_input *ret, bool *ret_any, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct conflict_input in = { .vocab = r->vocab, .subject = entity };
	TRY(store_stmt(st, &KIND, &q, e));
	bind_int(q, ":id", entity);
	TRY(stmt_row(q, e));
	in.kind = col_copy(q, 0, a);
	stmt_reset(q);
	bool fields;
	bool events = false;
	TRY(may_conflict(r, st, entity, in.kind, a, &fields, e));
	if (str_eq(in.kind, STR("person")))
		TRY(has_two_events(st, entity, &events, e));
	TRY(conflict_load_decisions(r, st, &in, a, e));
	*ret_any = fields || events || in.n_decisions;
	if (fields || in.n_decisions)
		TRY(load_fields(st, entity, &in, a, e));
	if (*ret_any)
		TRY(conflict_load_around(st, &in, a, e));
	*ret = in;
	return 0;
}
