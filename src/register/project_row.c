/* SPDX-License-Identifier: GPL-3.0-or-later */
/* project_row.c - what an entry says as rows: its statement, its fields and the words they are found by. */
#include "register/said_priv.h"

static const struct sql ADD_STATEMENT = SQL(
	"INSERT INTO statement (pos, seq, at, claim, kind, subject, source, via, document, source_date,"
	" reliability, batch, row, recorder, recorded_ms, digest, has_sealed, body)"
	" VALUES (:pos, :seq, :at, :claim, :kind, :subject, :source, :via, :document, :source_date,"
	" :reliability, :batch, :row, :recorder, :recorded_ms, :digest, :has_sealed, :body)");
static const struct sql ADD_FIELD = SQL(
	"INSERT INTO field (id, pos, subject, source, property, type, value, quals, same, lo, hi, ref,"
	" when_lo, when_hi, when_text, place, scope, basis, position, doc)"
	" VALUES (:id, :pos, :subject, :source, :property, :type, :value, :quals, :same, :lo, :hi, :ref,"
	" :when_lo, :when_hi, :when_text, :place, :scope, :basis, :position, :doc)");
/* Asked and set apart: an UPDATE that returns something opens a savepoint, and at each savepoint FTS5
 * writes out the words it has gathered. */
static const struct sql LAST_DOC = SQL("SELECT docs FROM card WHERE entity = :entity");
static const struct sql SET_DOC = SQL("UPDATE card SET docs = :n WHERE entity = :entity");
static const struct sql ADD_DOC = SQL(
	"INSERT INTO search (rowid, name, skeleton, text) VALUES (:rowid, :name, :skeleton, :text)");
static const struct sql POS_OF_CLAIM = SQL("SELECT pos FROM statement WHERE claim = :claim");

enum { DOCS_PER_ENTITY = 65536 };

/* ---- the statement ---- */

int said_entity(struct store *st, const struct said *s, const struct value_ref *ref, int64_t *ret,
		struct err *e)
{
	*ret = 0;
	return ref->kind.n ? reg_project_ref(st, s->pos, s->entry->seq, ref, ret, e) : 0;
}

static int pos_of_claim(struct store *st, const struct id *id, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there = false;
	TRY(store_stmt(st, &POS_OF_CLAIM, &q, e));
	bind_blob(q, ":claim", id->b, ID_LEN);
	TRY(stmt_next(q, &there, e));
	*ret = there ? col_int(q, 0) : 0;
	return 0;
}

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

static void bind_bound(struct stmt *q, const char *name, struct said_bound b)
{
	if (b.there)
		bind_int(q, name, b.n);
	else
		bind_null(q, name);
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

/* What these say stands in tables of its own, and there are many of them. */
static bool has_own_rows(struct str kind)
{
	return str_eq(kind, STR("mention")) || str_eq(kind, STR("contains")) ||
	       str_eq(kind, STR("assign")) || str_eq(kind, STR("pairs")) ||
	       str_eq(kind, STR("model")) || str_eq(kind, STR("compared"));
}

static struct str body_kept(struct said *s)
{
	bool none = str_eq(s->kind, STR("statement")) || s->again || !s->entry->n_parts ||
		    has_own_rows(s->kind);
	return none ? STR_NULL : body_of(s);
}

int said_add_statement(struct store *st, struct said *s, int64_t subject, int64_t *ret_source,
		       struct err *e)
{
	AUTO_STMT *q = NULL;
	int64_t via;
	int64_t document;
	int64_t batch = 0;
	TRY(said_entity(st, s, &s->source, ret_source, e));
	TRY(said_entity(st, s, &s->via, &via, e));
	TRY(said_entity(st, s, &s->document, &document, e));
	if (s->has_batch)
		TRY(pos_of_claim(st, &s->batch, &batch, e));

	TRY(store_stmt(st, &ADD_STATEMENT, &q, e));
	bind_int(q, ":pos", s->pos);
	bind_int(q, ":seq", s->entry->seq);
	bind_int(q, ":at", s->entry->at);
	bind_blob(q, ":claim", s->has_claim && !s->again ? s->claim.b : NULL, ID_LEN);
	bind_str(q, ":kind", s->again ? STR("again") : s->denied ? STR("denied") : s->kind);
	bind_some(q, ":subject", subject);
	bind_some(q, ":source", *ret_source);
	bind_some(q, ":via", via);
	bind_some(q, ":document", document);
	bind_text(q, ":source_date", s->source_date);
	bind_text(q, ":reliability", s->reliability);
	bind_some(q, ":batch", batch);
	bind_text(q, ":row", s->row);
	/* Whoever signed it, whatever it says itself; of what cannot be read, nobody. */
	bind_blob(q, ":recorder", s->entry->signer.b, ID_LEN);
	bind_int(q, ":recorded_ms", s->recorded_ms);
	bind_blob(q, ":digest", s->digest.b, DIGEST_KEPT);
	bind_int(q, ":has_sealed", s->entry->has_sealed && !s->again);
	bind_text(q, ":body", body_kept(s));
	return stmt_run(q, e);
}

/* ---- fields ---- */

/* Entities in qualifiers exist once they are named; what is said of them is another claim. */
static int name_qualifiers(struct store *st, struct said *s, const struct value_field *f,
			   struct err *e)
{
	int64_t entity;
	for (size_t i = 0; i < f->n_q; i++)
		if (f->q[i].v.type == VALUE_ENTITY)
			TRY(said_entity(st, s, &f->q[i].v.u.entity, &entity, e));
	return 0;
}

static int next_doc(struct store *st, int64_t entity, int64_t *ret, struct err *e)
{
	AUTO_STMT *last = NULL;
	AUTO_STMT *set = NULL;
	bool there;
	TRY(store_stmt(st, &LAST_DOC, &last, e));
	bind_int(last, ":entity", entity);
	TRY(stmt_next(last, &there, e));
	/* Somebody else's program can claim something of a mention, which has no card to be found by. */
	*ret = there ? col_int(last, 0) + 1 : DOCS_PER_ENTITY;
	if (!there)
		return 0;
	TRY(store_stmt(st, &SET_DOC, &set, e));
	bind_int(set, ":entity", entity);
	bind_int(set, ":n", *ret);
	return stmt_run(set, e);
}

int search_add(struct store *st, int64_t entity, const struct said_words *w, int64_t *ret_doc,
	       struct err *e)
{
	AUTO_STMT *q = NULL;
	int64_t n;
	*ret_doc = 0;
	if (!w->there)
		return 0;
	TRY(next_doc(st, entity, &n, e));
	if (n >= DOCS_PER_ENTITY)
		return 0; /* 65,535 texts of one subject are found; more would run into the next one */
	*ret_doc = entity * DOCS_PER_ENTITY + n;
	TRY(store_stmt(st, &ADD_DOC, &q, e));
	bind_int(q, ":rowid", *ret_doc);
	bind_str(q, ":name", w->name);
	bind_str(q, ":skeleton", w->skeleton);
	bind_str(q, ":text", w->text);
	return stmt_run(q, e);
}

static struct str code_of(const struct value_field *f, const char *p, struct str otherwise)
{
	const struct value *v = said_qualifier(f, p);
	return v && v->type == VALUE_CODE ? v->u.code.code : otherwise;
}

int said_add_field(struct reg *r, struct store *st, struct said *s, size_t at, int64_t subject,
		   int64_t source, struct err *e)
{
	AUTO_STMT *q = NULL;
	const struct said_field *to = &s->field[at];
	const struct value_field *f = &to->f;
	int64_t ref = 0;
	int64_t doc;
	if (f->v.type == VALUE_ENTITY) {
		TRY(said_entity(st, s, &f->v.u.entity, &ref, e));
		reg_touch(r, ref); /* its stages, and whether it is named outside a table */
	}
	reg_touch_field(r, subject, f->p);
	TRY(name_qualifiers(st, s, f, e));
	TRY(search_add(st, subject, &to->words, &doc, e));

	TRY(store_stmt(st, &ADD_FIELD, &q, e));
	bind_int(q, ":id", s->pos * FIELDS_PER_CLAIM + (int64_t)at + 1);
	bind_int(q, ":pos", s->pos);
	bind_int(q, ":subject", subject);
	bind_some(q, ":source", source);
	bind_str(q, ":property", f->p);
	bind_str(q, ":type", value_type_name(f->v.type));
	bind_str(q, ":value", to->value);
	bind_str(q, ":quals", to->quals);
	bind_str(q, ":same", to->same);
	bind_bound(q, ":lo", to->lo);
	bind_bound(q, ":hi", to->hi);
	bind_some(q, ":ref", ref);
	bind_str(q, ":when_text", to->when);
	bind_bound(q, ":when_lo", to->when_lo);
	bind_bound(q, ":when_hi", to->when_hi);
	bind_str(q, ":place", to->place);
	bind_text(q, ":scope", code_of(f, "scope", STR_NULL));
	bind_str(q, ":basis", code_of(f, "basis", STR("stated")));
	bind_text(q, ":position", code_of(f, "position", STR_NULL));
	bind_some(q, ":doc", doc);
	return stmt_run(q, e);
}
