/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * project.c - one entry of the log becomes rows of the view (schema/view.sql).
 *
 * Only what stands in the entry is used: no clock, no randomness, no order but the log's. What
 * follows from several entries (labels, stages, conflicts) is left to settle.c, which works on the
 * entities that were touched here.
 */
#include "register/register_priv.h"

#include "base/clock.h"
#include "register/record_priv.h"
#include "schema.h"
#include "text/fold.h"

static const struct sql SCHEMA = SQL(SCHEMA_VIEW);
static const struct sql DROP = SQL(
	"DROP TABLE IF EXISTS conflict_side; DROP TABLE IF EXISTS conflict; DROP TABLE IF EXISTS figure_rule;"
	"DROP TABLE IF EXISTS adoption; DROP TABLE IF EXISTS stage; DROP TABLE IF EXISTS card;"
	"DROP TABLE IF EXISTS search; DROP TABLE IF EXISTS field; DROP TABLE IF EXISTS statement;"
	"DROP TABLE IF EXISTS entity");

static const struct sql ENTITY = SQL("SELECT id FROM entity WHERE uuid = :uuid");
static const struct sql ADD_ENTITY =
	SQL("INSERT INTO entity (uuid, kind, no, first_seq) VALUES (:uuid, :kind, :no, :seq)");
static const struct sql ADD_CARD = SQL(
	"INSERT INTO card (entity, kind, label, label_lang, label_fa, sort, status, date, province, charge,"
	" sources, claims, conflicts, certainty, first_seq, last_seq, docs, changed)"
	" VALUES (:entity, :kind, '', '', '', '', '', '', '', '', 0, 0, 0, 0, :seq, :seq, 0, 0)");
static const struct sql SET_KEY = SQL("UPDATE entity SET key = :key WHERE id = :id");
static const struct sql ADD_STATEMENT = SQL(
	"INSERT INTO statement (seq, claim, kind, subject, source, via, document, source_date, reliability,"
	" batch, row, recorder, recorded_ms, digest, has_sealed, body)"
	" VALUES (:seq, :claim, :kind, :subject, :source, :via, :document, :source_date, :reliability,"
	" :batch, :row, :recorder, :recorded_ms, :digest, :has_sealed, :body)");
static const struct sql ADD_FIELD = SQL(
	"INSERT INTO field (id, seq, subject, source, property, type, value, quals, same, lo, hi, ref,"
	" when_lo, when_hi, when_text, place, scope, basis, position, doc)"
	" VALUES (:id, :seq, :subject, :source, :property, :type, :value, :quals, :same, :lo, :hi, :ref,"
	" :when_lo, :when_hi, :when_text, :place, :scope, :basis, :position, :doc)");
static const struct sql NEXT_DOC =
	SQL("UPDATE card SET docs = docs + 1 WHERE entity = :entity RETURNING docs");
static const struct sql ADD_DOC = SQL(
	"INSERT INTO search (rowid, name, skeleton, text) VALUES (:rowid, :name, :skeleton, :text)");
static const struct sql SEQ_OF_CLAIM = SQL("SELECT seq, kind FROM statement WHERE claim = :claim");

enum { DOCS_PER_ENTITY = 65536 };

/* What an entry says, sorted out. */
struct said {
	struct arena *a;
	int64_t seq;
	struct str kind;
	struct id claim;
	bool has_claim;
	struct id recorder;
	int64_t recorded_ms;
	const struct json *subject, *source, *document, *via, *introduces, *import;
	struct str source_date, reliability;
	const struct json *field[STATEMENT_FIELDS_MAX];
	size_t n_fields;
	struct buf *digest, *digest_source;
	const struct vault_entry *entry;
};

void reg_touch(struct reg *r, int64_t entity)
{
	if (entity <= 0 || (r->n_touched && r->touched[r->n_touched - 1] == entity))
		return;
	if (r->n_touched == r->cap_touched) {
		r->cap_touched = r->cap_touched ? r->cap_touched * 2 : 64;
		r->touched = realloc(r->touched, r->cap_touched * sizeof *r->touched);
		if (!r->touched)
			die("out of memory");
	}
	r->touched[r->n_touched++] = entity;
}

/* ---- sorting out ---- */

static const struct json *value_of(struct said *s, struct str text)
{
	const struct json *v = NULL;
	/* claim_open or claim_sign has read it before; a value that is no JSON cannot come here. */
	if (json_read(text, CLAIM_DISCLOSURE_MAX, JSON_ANY, s->a, &v, NULL) < 0)
		return NULL;
	return v;
}

static struct str text_of(struct said *s, struct str json)
{
	struct str t = STR("");
	json_str(value_of(s, json), &t);
	return t;
}

/* "f1" to "f200". */
static bool is_field(struct str path, size_t *ret)
{
	int64_t n;
	if (path.n < 2 || path.p[0] != 'f' || !str_to_int(str_from(path, 1), &n) || n < 1 ||
	    n > STATEMENT_FIELDS_MAX)
		return false;
	*ret = (size_t)n - 1;
	return true;
}

static void sort_part(struct said *s, const struct vault_part *p)
{
	size_t at;
	struct str path = p->path;
	if (is_field(path, &at)) {
		s->field[at] = value_of(s, p->value);
		if (at + 1 > s->n_fields)
			s->n_fields = at + 1;
	} else if (str_eq(path, STR("kind"))) {
		s->kind = text_of(s, p->value);
	} else if (str_eq(path, STR("subject"))) {
		s->subject = value_of(s, p->value);
	} else if (str_eq(path, STR("id"))) {
		s->has_claim = id_parse(text_of(s, p->value), &s->claim);
	} else if (str_eq(path, STR("recorder"))) {
		id_parse(text_of(s, p->value), &s->recorder);
	} else if (str_eq(path, STR("recorded"))) {
		clock_parse(text_of(s, p->value), &s->recorded_ms);
	} else if (str_eq(path, STR("introduces"))) {
		s->introduces = value_of(s, p->value);
	} else if (str_eq(path, STR("import"))) {
		s->import = value_of(s, p->value);
	} else if (str_eq(path, STR("source/id"))) {
		s->source = value_of(s, p->value);
	} else if (str_eq(path, STR("source/document"))) {
		s->document = value_of(s, p->value);
	} else if (str_eq(path, STR("source/via"))) {
		s->via = value_of(s, p->value);
	} else if (str_eq(path, STR("source/date"))) {
		s->source_date = p->value;
	} else if (str_eq(path, STR("source/reliability"))) {
		s->reliability = text_of(s, p->value);
	}
	if (digest_counts(path))
		digest_add(str_starts(path, STR("source/")) ? s->digest_source : s->digest, path,
			   p->value);
}

/* ---- entities ---- */

int project_entity(struct reg *r, struct store *st, const struct value_ref *ref, int64_t seq,
		   int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	(void)r;
	TRY(store_stmt(st, &ENTITY, &q, e));
	bind_blob(q, ":uuid", ref->id.b, ID_LEN);
	TRY(stmt_next(q, &there, e));
	if (there) {
		*ret = col_int(q, 0);
		return 0;
	}
	AUTO_STMT *add = NULL;
	AUTO_STMT *card = NULL;
	TRY(store_stmt(st, &ADD_ENTITY, &add, e));
	bind_blob(add, ":uuid", ref->id.b, ID_LEN);
	bind_str(add, ":kind", ref->kind);
	bind_int(add, ":no", ref->no);
	bind_int(add, ":seq", seq);
	TRY(stmt_run(add, e));
	*ret = store_last_rowid(st);
	TRY(store_stmt(st, &ADD_CARD, &card, e));
	bind_int(card, ":entity", *ret);
	bind_str(card, ":kind", ref->kind);
	bind_int(card, ":seq", seq);
	return stmt_run(card, e);
}

/* The entity a part names, 0 when there is no such part. */
static int entity_of(struct reg *r, struct store *st, struct said *s, const struct json *part,
		     int64_t *ret, struct err *e)
{
	struct value_ref ref;
	*ret = 0;
	if (!part)
		return 0;
	TRY(value_ref_read(part, &ref, e));
	return project_entity(r, st, &ref, s->seq, ret, e);
}

static int apply_introductions(struct reg *r, struct store *st, struct said *s, struct err *e)
{
	for (const struct json *i = json_first(s->introduces); i; i = i->next) {
		AUTO_STMT *q = NULL;
		struct value_ref ref = { .no = 0 };
		struct str id;
		struct str key;
		int64_t entity;
		if (!json_str(json_get(i, STR("id")), &id) || !id_parse(id, &ref.id) ||
		    !json_str(json_get(i, STR("kind")), &ref.kind) ||
		    !json_int(json_get(i, STR("no")), &ref.no) ||
		    !json_str(json_get(i, STR("key")), &key))
			return err_set(e, ERR_CORRUPT, "entry %lld introduces nobody",
				       (long long)s->seq);
		TRY(project_entity(r, st, &ref, s->seq, &entity, e));
		reg_touch(r, entity);
		TRY(store_stmt(st, &SET_KEY, &q, e));
		bind_str(q, ":key", key);
		bind_int(q, ":id", entity);
		TRY(stmt_run(q, e));
	}
	return 0;
}

static int seq_of_claim(struct store *st, struct str uuid, int64_t *ret_seq, struct str *ret_kind,
			struct arena *a, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct id id;
	bool there = false;
	*ret_seq = 0;
	if (!id_parse(uuid, &id))
		return err_set(e, ERR_CORRUPT, "a claim refers to something that is no claim");
	TRY(store_stmt(st, &SEQ_OF_CLAIM, &q, e));
	bind_blob(q, ":claim", id.b, ID_LEN);
	TRY(stmt_next(q, &there, e));
	if (there) {
		*ret_seq = col_int(q, 0);
		*ret_kind = col_copy(q, 1, a);
	}
	return 0;
}

/* ---- statements and acts as rows ---- */

static void bind_some(struct stmt *q, const char *name, int64_t id)
{
	if (id)
		bind_int(q, name, id);
	else
		bind_null(q, name);
}

static void bind_text(struct stmt *q, const char *name, struct str s)
{
	bind_str(q, name, s.n ? s : STR_NULL);
}

/* The parts of an act as one object, for the history and for what depends on it. */
static struct str body_of(struct said *s)
{
	AUTO_BUF b;
	buf_init(&b, CLAIM_COMPACT_MAX);
	for (size_t i = 0; i < s->entry->n_parts; i++) {
		const struct vault_part *p = &s->entry->parts[i];
		buf_char(&b, b.n ? ',' : '{');
		json_put_str(&b, p->path);
		buf_char(&b, ':');
		buf_add(&b, p->value);
	}
	buf_char(&b, '}');
	return buf_copy(&b, s->a);
}

static int add_statement(struct reg *r, struct store *st, struct said *s, int64_t subject,
			 int64_t *ret_source, struct err *e)
{
	AUTO_STMT *q = NULL;
	int64_t via;
	int64_t document;
	int64_t batch = 0;
	struct str row = STR_NULL;
	struct str batch_id;
	struct str ignored;
	bool plain = str_eq(s->kind, STR("statement"));
	TRY(entity_of(r, st, s, s->source, ret_source, e));
	TRY(entity_of(r, st, s, s->via, &via, e));
	TRY(entity_of(r, st, s, s->document, &document, e));
	if (json_str(json_get(s->import, STR("batch")), &batch_id))
		TRY(seq_of_claim(st, batch_id, &batch, &ignored, s->a, e));
	json_str(json_get(s->import, STR("row")), &row);
	buf_add(s->digest, buf_str(s->digest_source));
	TRY(buf_check(s->digest, e));
	struct hash digest = hash_of(plain ? buf_str(s->digest) : STR(""));
	struct str body = plain ? STR_NULL : body_of(s);

	TRY(store_stmt(st, &ADD_STATEMENT, &q, e));
	bind_int(q, ":seq", s->seq);
	bind_blob(q, ":claim", s->has_claim ? s->claim.b : NULL, ID_LEN);
	bind_str(q, ":kind", s->kind);
	bind_some(q, ":subject", subject);
	bind_some(q, ":source", *ret_source);
	bind_some(q, ":via", via);
	bind_some(q, ":document", document);
	bind_text(q, ":source_date", s->source_date);
	bind_text(q, ":reliability", s->reliability);
	bind_some(q, ":batch", batch);
	bind_text(q, ":row", row);
	bind_blob(q, ":recorder", s->recorder.b, ID_LEN);
	bind_int(q, ":recorded_ms", s->recorded_ms);
	bind_blob(q, ":digest", digest.b, DIGEST_KEPT);
	bind_int(q, ":has_sealed", s->entry->has_sealed);
	bind_text(q, ":body", body);
	return stmt_run(q, e);
}

/* ---- fields ---- */

struct str value_same(const struct value *v, struct arena *a)
{
	switch (v->type) {
	case VALUE_TEXT:
	case VALUE_NAME:
		return fold_key(a, v->u.text.text);
	case VALUE_DATE:
		return v->u.date.edtf;
	case VALUE_QUANTITY:
		return str_printf(a, "%s%.0lld..%s%.0lld%s", v->u.quantity.has_lo ? "=" : "",
				  (long long)v->u.quantity.lo, v->u.quantity.has_hi ? "=" : "",
				  (long long)v->u.quantity.hi, v->u.quantity.about ? "~" : "");
	case VALUE_ENTITY:
		return id_str(a, &v->u.entity.id);
	case VALUE_CODE:
		return v->u.code.code;
	case VALUE_COORDINATES:
		return str_printf(a, "%.*s,%.*s", STR_FMT(v->u.coordinates.lat),
				  STR_FMT(v->u.coordinates.lon));
	case VALUE_BOOLEAN:
		return v->u.is ? STR("yes") : STR("no");
	case VALUE_EVIDENCE:
		return v->u.evidence.sha256;
	case VALUE_UNKNOWN:
		return STR("unknown");
	}
	return STR("");
}

static void bind_days(struct stmt *q, const char *lo_name, const char *hi_name, struct str edtf,
		      struct arena *a)
{
	int32_t lo = INT32_MIN;
	int32_t hi = INT32_MAX;
	reg_days(edtf, a, &lo, &hi);
	day_bind(q, lo_name, lo);
	day_bind(q, hi_name, hi);
}

static void bind_bounds(struct stmt *q, const struct value *v, struct arena *a)
{
	bind_null(q, ":lo");
	bind_null(q, ":hi");
	if (v->type == VALUE_DATE)
		bind_days(q, ":lo", ":hi", v->u.date.edtf, a);
	if (v->type == VALUE_QUANTITY && v->u.quantity.has_lo)
		bind_int(q, ":lo", v->u.quantity.lo);
	if (v->type == VALUE_QUANTITY && v->u.quantity.has_hi)
		bind_int(q, ":hi", v->u.quantity.hi);
}

static const struct value *qualifier(const struct value_field *f, const char *p)
{
	for (size_t i = 0; i < f->n_q; i++)
		if (str_eq(f->q[i].p, str_of(p)))
			return &f->q[i].v;
	return NULL;
}

static struct str code_of(const struct value_field *f, const char *p, struct str otherwise)
{
	const struct value *v = qualifier(f, p);
	return v && v->type == VALUE_CODE ? v->u.code.code : otherwise;
}

static int bind_place(struct reg *r, struct store *st, struct said *s, struct stmt *q,
		      const struct value_field *f, struct err *e)
{
	const struct value *v = qualifier(f, "where");
	int64_t entity;
	bind_null(q, ":place");
	if (!v)
		return 0;
	if (v->type == VALUE_ENTITY) {
		TRY(project_entity(r, st, &v->u.entity, s->seq, &entity, e));
		bind_str(q, ":place", str_printf(s->a, "entity %lld", (long long)entity));
	} else {
		bind_str(q, ":place", value_same(v, s->a));
	}
	return 0;
}

static void bind_when(struct stmt *q, const struct value_field *f, struct arena *a)
{
	const struct value *v = qualifier(f, "when");
	bind_null(q, ":when_lo");
	bind_null(q, ":when_hi");
	bind_null(q, ":when_text");
	if (!v || v->type != VALUE_DATE)
		return;
	bind_str(q, ":when_text", v->u.date.edtf);
	bind_days(q, ":when_lo", ":when_hi", v->u.date.edtf, a);
}

/* Entities in qualifiers exist once they are named; what is said of them is another claim. */
static int name_qualifiers(struct reg *r, struct store *st, struct said *s,
			   const struct value_field *f, struct err *e)
{
	int64_t entity;
	for (size_t i = 0; i < f->n_q; i++)
		if (f->q[i].v.type == VALUE_ENTITY)
			TRY(project_entity(r, st, &f->q[i].v.u.entity, s->seq, &entity, e));
	return 0;
}

int search_add(struct store *st, int64_t entity, const struct value *v, struct arena *a,
	       int64_t *ret_doc, struct err *e)
{
	AUTO_STMT *next = NULL;
	AUTO_STMT *q = NULL;
	bool name = v->type == VALUE_NAME;
	*ret_doc = 0;
	if (!name && v->type != VALUE_TEXT)
		return 0;
	TRY(store_stmt(st, &NEXT_DOC, &next, e));
	bind_int(next, ":entity", entity);
	TRY(stmt_row(next, e));
	int64_t n = col_int(next, 0);
	stmt_reset(next);
	if (n >= DOCS_PER_ENTITY)
		return 0; /* 65,535 texts of one subject are found; more would run into the next one */
	*ret_doc = entity * DOCS_PER_ENTITY + n;
	TRY(store_stmt(st, &ADD_DOC, &q, e));
	bind_int(q, ":rowid", *ret_doc);
	bind_str(q, ":name", name ? fold_search(a, v->u.text.text) : STR_NULL);
	bind_str(q, ":skeleton", name ? fold_skeleton(a, v->u.text.text) : STR_NULL);
	bind_str(q, ":text", name ? STR_NULL : fold_search(a, v->u.text.text));
	return stmt_run(q, e);
}

static int add_field(struct reg *r, struct store *st, struct said *s, size_t at, int64_t subject,
		     int64_t source, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct value_field f;
	int64_t ref = 0;
	int64_t doc;
	TRY(value_field_read(s->field[at], s->a, &f, e));
	if (f.v.type == VALUE_ENTITY) {
		TRY(project_entity(r, st, &f.v.u.entity, s->seq, &ref, e));
		reg_touch(r, ref); /* its stages, and whether it is named outside a table */
	}
	TRY(name_qualifiers(r, st, s, &f, e));
	TRY(search_add(st, subject, &f.v, s->a, &doc, e));

	TRY(store_stmt(st, &ADD_FIELD, &q, e));
	bind_int(q, ":id", s->seq * FIELDS_PER_CLAIM + (int64_t)at + 1);
	bind_int(q, ":seq", s->seq);
	bind_int(q, ":subject", subject);
	bind_some(q, ":source", source);
	bind_str(q, ":property", f.p);
	bind_str(q, ":type", value_type_name(f.v.type));
	bind_str(q, ":value", json_get(s->field[at], STR("v"))->raw);
	bind_str(q, ":quals", f.n_q ? json_get(s->field[at], STR("q"))->raw : STR_NULL);
	bind_str(q, ":same", value_same(&f.v, s->a));
	bind_bounds(q, &f.v, s->a);
	bind_some(q, ":ref", ref);
	bind_when(q, &f, s->a);
	TRY(bind_place(r, st, s, q, &f, e));
	bind_text(q, ":scope", code_of(&f, "scope", STR_NULL));
	bind_str(q, ":basis", code_of(&f, "basis", STR("stated")));
	bind_text(q, ":position", code_of(&f, "position", STR_NULL));
	bind_some(q, ":doc", doc);
	return stmt_run(q, e);
}

/* ---- one entry ---- */

static int apply_said(struct reg *r, struct store *st, struct said *s, struct err *e)
{
	int64_t subject;
	int64_t source;
	TRY(apply_introductions(r, st, s, e));
	TRY(entity_of(r, st, s, s->subject, &subject, e));
	/* A card says what is said of a subject: who says it, and in which document, have cards of
	 * their own that do not change by it. */
	reg_touch(r, subject);
	TRY(add_statement(r, st, s, subject, &source, e));
	if (!str_eq(s->kind, STR("statement")))
		return act_apply(r, st, s->seq, s->kind, subject, s->entry, s->a, e);
	for (size_t i = 0; i < s->n_fields; i++)
		if (s->field[i]) /* a sealed one leaves a gap */
			TRY(add_field(r, st, s, i, subject, source, e));
	return 0;
}

static int apply(void *ctx, struct store *st, const struct vault_entry *entry,
		 struct arena *scratch, struct err *e)
{
	struct reg *r = ctx;
	struct said *s = NEW(scratch, struct said);
	AUTO_BUF digest;
	AUTO_BUF digest_source;
	buf_init(&digest, 2 * CLAIM_COMPACT_MAX);
	buf_init(&digest_source, CLAIM_COMPACT_MAX);
	*s = (struct said){ .a = scratch,
			    .seq = entry->seq,
			    .entry = entry,
			    .digest = &digest,
			    .digest_source = &digest_source };
	for (size_t i = 0; i < entry->n_parts; i++)
		sort_part(s, &entry->parts[i]);
	int rc = apply_said(r, st, s, e);
	return rc < 0 ? err_wrap(e, "entry %lld", (long long)entry->seq) : 0;
}

static int reset(void *ctx, struct store *st, struct err *e)
{
	struct reg *r = ctx;
	r->n_touched = 0;
	TRY(store_run_script(st, &DROP, e));
	return store_run_script(st, &SCHEMA, e);
}

struct projector reg_projector(struct reg *r)
{
	return (struct projector){ .reset = reset,
				   .apply = apply,
				   .settle = reg_settle,
				   .digest = reg_view_digest,
				   .ctx = r };
}
