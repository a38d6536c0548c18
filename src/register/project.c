/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * project.c - one entry of the log becomes rows of the view (schema/view.sql).
 *
 * Only what stands in the entry is used: no clock, no randomness, no order but the one that all sites
 * share. What follows from several entries (labels, stages, conflicts) is left to settle.c, which works
 * on the entities that were touched here.
 *
 * Entries come from other sites too, signed by their members and by nobody else: what is not understood
 * in one shows as an entry that is not readable, and never stops the others. So everything is read
 * before the first row is written.
 */
#include "register/register_priv.h"

#include "base/clock.h"
#include "register/list_priv.h"
#include "schema.h"
#include "text/fold.h"

static const struct sql SCHEMA = SQL(SCHEMA_VIEW);
static const struct sql DROP = SQL(
	"DROP TABLE IF EXISTS filed_key; DROP TABLE IF EXISTS filed; DROP TABLE IF EXISTS filed_by;"
	"DROP TABLE IF EXISTS run_edition; DROP TABLE IF EXISTS run_record; DROP TABLE IF EXISTS run_part;"
	"DROP TABLE IF EXISTS run_model; DROP TABLE IF EXISTS run_pair;"
	"DROP TABLE IF EXISTS belongs; DROP TABLE IF EXISTS assignment; DROP TABLE IF EXISTS link_decision;"
	"DROP TABLE IF EXISTS mapping_change; DROP TABLE IF EXISTS edition_row;"
	"DROP TABLE IF EXISTS mention_search;"
	"DROP TABLE IF EXISTS mention_version; DROP TABLE IF EXISTS mention; DROP TABLE IF EXISTS edition;"
	"DROP TABLE IF EXISTS conflict_side; DROP TABLE IF EXISTS conflict; DROP TABLE IF EXISTS figure_rule;"
	"DROP TABLE IF EXISTS adoption; DROP TABLE IF EXISTS stage; DROP TABLE IF EXISTS card;"
	"DROP TABLE IF EXISTS search; DROP TABLE IF EXISTS field; DROP TABLE IF EXISTS statement;"
	"DROP TABLE IF EXISTS entity; DROP TABLE IF EXISTS view_made");
static const struct sql MADE = SQL("INSERT INTO view_made (by_chance) VALUES (:by_chance)");

/* Where the next entry stands, and whether its claim stands before it. */
static const struct sql PLACE = SQL("SELECT (SELECT coalesce(max(pos), 0) + 1 FROM statement),"
				    " EXISTS (SELECT 1 FROM statement WHERE claim = :claim)");
static const struct sql ENTITY = SQL("SELECT id FROM entity WHERE uuid = :uuid");
static const struct sql NUMBER_TAKEN = SQL("SELECT 1 FROM entity WHERE kind = :kind AND no = :no");
static const struct sql LAST_NUMBER = SQL(
	"SELECT coalesce(max(no), :from) + 1 FROM entity WHERE kind = :kind AND no BETWEEN :from AND :to");
static const struct sql FIRST_GAP = SQL(
	"SELECT coalesce(min(no), :from) + 1 FROM entity e WHERE kind = :kind AND no BETWEEN :from AND :to - 1"
	" AND NOT EXISTS (SELECT 1 FROM entity x WHERE x.kind = :kind AND x.no = e.no + 1)");
static const struct sql ADD_ENTITY =
	SQL("INSERT INTO entity (uuid, kind, no, first) VALUES (:uuid, :kind, :no, :pos)");
static const struct sql ADD_CARD = SQL(
	"INSERT INTO card (entity, kind, label, label_lang, label_fa, sort, status, date, province, charge,"
	" sources, claims, conflicts, certainty, first, last, docs, changed)"
	" VALUES (:entity, :kind, '', '', '', '', '', '', '', '', 0, 0, 0, 0, :pos, :pos, 0, 0)");
static const struct sql SET_KEY = SQL("UPDATE entity SET key = coalesce(key, :key) WHERE id = :id");
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

struct introduction {
	struct value_ref ref;
	struct str key;
	bool sealed; /* the key is vault_aside_seal's */
};

/* What an entry says, sorted out, and then read: a reference without a kind is not there. */
struct said {
	struct arena *a;
	int64_t pos;
	struct str kind;
	struct id claim;
	bool has_claim, again;
	bool denied; /* an act whose signer has not the role for it */
	struct str target;
	struct id recorder;
	int64_t recorded_ms;
	const struct json *subject, *source, *document, *via, *import;
	const struct json *introduces, *introduces_source; /* the second: with the source */
	struct str source_date, reliability;
	const struct json *field[STATEMENT_FIELDS_MAX];
	size_t n_fields;
	struct {
		struct value_ref subject, source, document, via;
		struct introduction *introduces;
		size_t n_introduces;
		struct value_field *field; /* n_fields; those that are not there have no property */
	} read;
	struct buf *digest, *digest_source;
	const struct vault_entry *entry;
};

static void push(int64_t **list, size_t *n, size_t *cap, int64_t entity)
{
	if (entity <= 0 || (*n && (*list)[*n - 1] == entity))
		return;
	if (*n == *cap) {
		*cap = *cap ? *cap * 2 : 64;
		*list = realloc(*list, *cap * sizeof **list);
		if (!*list)
			die("out of memory");
	}
	(*list)[(*n)++] = entity;
}

void reg_touch(struct reg *r, int64_t entity)
{
	push(&r->touched, &r->n_touched, &r->cap_touched, entity);
}

void reg_touch_list(struct reg *r, int64_t list)
{
	push(&r->listed, &r->n_listed, &r->cap_listed, list);
}

void reg_touch_record(struct reg *r, int64_t record)
{
	push(&r->moved, &r->n_moved, &r->cap_moved, record);
}

void reg_touch_field(struct reg *r, int64_t subject, struct str property)
{
	reg_touch(r, subject);
	if (str_eq(property, STR("part_of")) || str_eq(property, STR("gazetteer")))
		push(&r->placed, &r->n_placed, &r->cap_placed, subject);
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
	} else if (str_eq(path, STR("recorded"))) {
		clock_parse(text_of(s, p->value), &s->recorded_ms);
	} else if (str_eq(path, STR("target"))) {
		s->target = text_of(s, p->value);
	} else if (str_eq(path, STR("introduces"))) {
		s->introduces = value_of(s, p->value);
	} else if (str_eq(path, STR("source/introduces"))) {
		s->introduces_source = value_of(s, p->value);
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

/* ---- reading ---- */

static int read_ref(const struct json *part, struct value_ref *ret, struct err *e)
{
	return part ? value_ref_read(part, ret, e) : 0;
}

static int read_introduction(const struct json *i, struct introduction *to, struct err *e)
{
	struct str id;
	if (!json_str(json_get(i, STR("id")), &id) || !id_parse(id, &to->ref.id) ||
	    !json_str(json_get(i, STR("kind")), &to->ref.kind) || !to->ref.kind.n ||
	    !json_int(json_get(i, STR("no")), &to->ref.no) || to->ref.no < 0)
		return err_set(e, ERR_CORRUPT, "it introduces nobody");
	to->sealed = json_str(json_get(i, STR("sealed_key")), &to->key);
	if (!to->sealed && !json_str(json_get(i, STR("key")), &to->key))
		return err_set(e, ERR_CORRUPT, "it introduces nobody");
	return 0;
}

/* In the order in which they are made: the subject, what belongs to the source, all others. */
static int read_introductions(struct said *s, struct err *e)
{
	const struct json *lists[] = { s->introduces, s->introduces_source };
	size_t n = 0;
	size_t max = 0;
	for (size_t i = 0; i < COUNT(lists); i++) {
		if (lists[i] && lists[i]->type != JSON_ARRAY)
			return err_set(e, ERR_CORRUPT, "it introduces nobody");
		max += lists[i] ? lists[i]->n : 0;
	}
	if (!max)
		return 0;
	struct introduction *list = NEW_N(s->a, max, struct introduction);
	const struct json *rest = s->introduces ? json_first(s->introduces) : NULL;
	if (rest) {
		TRY(read_introduction(rest, &list[n], e));
		if (id_eq(&list[n].ref.id, &s->read.subject.id)) {
			n++;
			rest = rest->next;
		}
	}
	if (s->introduces_source)
		for (const struct json *i = json_first(s->introduces_source); i; i = i->next)
			TRY(read_introduction(i, &list[n++], e));
	for (; rest; rest = rest->next)
		TRY(read_introduction(rest, &list[n++], e));
	s->read.introduces = list;
	s->read.n_introduces = n;
	return 0;
}

static int read_fields(struct said *s, struct err *e)
{
	struct value date;
	const struct json *v;
	if (s->source_date.n) {
		TRY(json_read(s->source_date, CLAIM_DISCLOSURE_MAX, JSON_ANY, s->a, &v, e));
		TRY(value_read(v, &date, e));
	}
	s->read.field = NEW_N(s->a, s->n_fields, struct value_field);
	for (size_t i = 0; i < s->n_fields; i++)
		if (s->field[i]) /* a sealed one leaves a gap */
			TRY(value_field_read(s->field[i], s->a, &s->read.field[i], e));
	return 0;
}

/* Fails when something in it has no meaning. */
static int understand(struct said *s, struct err *e)
{
	bool plain = str_eq(s->kind, STR("statement"));
	if (!s->kind.n)
		return err_set(e, ERR_CORRUPT, "it does not say what it is");
	/* The log knows what was judged as a key or an erasure; a claim that calls itself one is none. */
	if (str_eq(s->kind, STR("key")) != (s->entry->kind == ENTRY_KEY) ||
	    str_eq(s->kind, STR("shred")) != (s->entry->kind == ENTRY_SHRED))
		return err_set(e, ERR_CORRUPT, "it is not entered as what it says it is");
	TRY(read_ref(s->subject, &s->read.subject, e));
	TRY(read_ref(s->source, &s->read.source, e));
	TRY(read_ref(s->document, &s->read.document, e));
	TRY(read_ref(s->via, &s->read.via, e));
	TRY(read_introductions(s, e));
	if (!plain)
		return 0;
	if (!s->has_claim || !s->subject)
		return err_set(e, ERR_CORRUPT, "a statement is about nobody, or has no id");
	return read_fields(s, e);
}

/* ---- entities ---- */

static int number_by(struct store *st, const struct sql *sql, struct str kind, int64_t site,
		     int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, sql, &q, e));
	bind_str(q, ":kind", kind);
	bind_int(q, ":from", number_of(site, 0));
	bind_int(q, ":to", number_of(site, NUMBER_COUNT_MAX));
	TRY(stmt_row(q, e));
	*ret = col_int(q, 0);
	return 0;
}

int reg_next_number(struct store *st, struct str kind, int64_t site, int64_t *ret, struct err *e)
{
	int64_t no;
	TRY(number_by(st, &LAST_NUMBER, kind, site, &no, e));
	/* Somebody gave the last number there is to a record of theirs. */
	if (number_site(no) != site)
		TRY(number_by(st, &FIRST_GAP, kind, site, &no, e));
	*ret = no;
	return 0;
}

/*
 * The number a new record gets: the one it was given, unless another record has it. Two can have one only
 * when a vault was restored from a backup and numbers were given out again; the second in order then
 * gets the next of the log that names it first.
 */
static int free_number(struct store *st, int64_t seq, const struct value_ref *ref, int64_t *ret,
		       struct err *e)
{
	AUTO_STMT *q = NULL;
	bool taken;
	TRY(store_stmt(st, &NUMBER_TAKEN, &q, e));
	bind_str(q, ":kind", ref->kind);
	bind_int(q, ":no", ref->no);
	TRY(stmt_next(q, &taken, e));
	*ret = ref->no;
	return taken ? reg_next_number(st, ref->kind, number_site(seq), ret, e) : 0;
}

int reg_project_ref(struct store *st, int64_t pos, int64_t seq, const struct value_ref *ref,
		    int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	int64_t no;
	TRY(store_stmt(st, &ENTITY, &q, e));
	bind_blob(q, ":uuid", ref->id.b, ID_LEN);
	TRY(stmt_next(q, &there, e));
	if (there) {
		*ret = col_int(q, 0);
		return 0;
	}
	AUTO_STMT *add = NULL;
	AUTO_STMT *card = NULL;
	TRY(free_number(st, seq, ref, &no, e));
	TRY(store_stmt(st, &ADD_ENTITY, &add, e));
	bind_blob(add, ":uuid", ref->id.b, ID_LEN);
	bind_str(add, ":kind", ref->kind);
	bind_int(add, ":no", no);
	bind_int(add, ":pos", pos);
	TRY(stmt_run(add, e));
	*ret = store_last_rowid(st);
	if (str_eq(ref->kind, STR("mention")))
		return 0; /* a row of a list: shown in its list, and by the person it is of */
	TRY(store_stmt(st, &ADD_CARD, &card, e));
	bind_int(card, ":entity", *ret);
	bind_str(card, ":kind", ref->kind);
	bind_int(card, ":pos", pos);
	return stmt_run(card, e);
}

static int project_entity(struct store *st, const struct said *s, const struct value_ref *ref,
			  int64_t *ret, struct err *e)
{
	return reg_project_ref(st, s->pos, s->entry->seq, ref, ret, e);
}

/* 0 when there is no such reference. */
static int entity_of(struct store *st, const struct said *s, const struct value_ref *ref,
		     int64_t *ret, struct err *e)
{
	*ret = 0;
	return ref->kind.n ? project_entity(st, s, ref, ret, e) : 0;
}

static int open_key(struct reg *r, const struct store *st, const struct introduction *i,
		    struct arena *a, struct str *ret, struct err *e)
{
	*ret = i->key;
	if (!i->sealed)
		return 0;
	int rc = vault_aside_open(r->v, st, i->key, a, ret, e);
	if (rc < 0)
		*ret = STR("");
	/* What another site gave and does not open is a subject without a key. */
	return rc == ERR_NOTFOUND || rc == ERR_CORRUPT || rc == ERR_DENIED ? 0 : rc;
}

static int apply_introductions(struct reg *r, struct store *st, const struct said *s, struct err *e)
{
	for (size_t i = 0; i < s->read.n_introduces; i++) {
		AUTO_STMT *q = NULL;
		int64_t entity;
		struct str key;
		TRY(project_entity(st, s, &s->read.introduces[i].ref, &entity, e));
		reg_touch(r, entity);
		TRY(open_key(r, st, &s->read.introduces[i], s->a, &key, e));
		if (!key.n)
			continue;
		TRY(store_stmt(st, &SET_KEY, &q, e));
		bind_str(q, ":key", key);
		bind_int(q, ":id", entity);
		TRY(stmt_run(q, e));
	}
	return 0;
}

static int pos_of_claim(struct store *st, struct str uuid, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct id id;
	bool there = false;
	*ret = 0;
	if (!id_parse(uuid, &id))
		return 0; /* it names no import, so it is of none */
	TRY(store_stmt(st, &POS_OF_CLAIM, &q, e));
	bind_blob(q, ":claim", id.b, ID_LEN);
	TRY(stmt_next(q, &there, e));
	if (there)
		*ret = col_int(q, 0);
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

/* What these say stands in tables of its own, and there are many of them. */
static bool has_own_rows(struct str kind)
{
	return str_eq(kind, STR("mention")) || str_eq(kind, STR("contains")) ||
	       str_eq(kind, STR("assign")) || str_eq(kind, STR("pairs")) ||
	       str_eq(kind, STR("model")) || str_eq(kind, STR("compared"));
}

static int add_statement(struct store *st, struct said *s, int64_t subject, int64_t *ret_source,
			 struct err *e)
{
	AUTO_STMT *q = NULL;
	int64_t via;
	int64_t document;
	int64_t batch = 0;
	struct str row = STR_NULL;
	struct str batch_id;
	bool plain = str_eq(s->kind, STR("statement"));
	TRY(entity_of(st, s, &s->read.source, ret_source, e));
	TRY(entity_of(st, s, &s->read.via, &via, e));
	TRY(entity_of(st, s, &s->read.document, &document, e));
	if (json_str(json_get(s->import, STR("batch")), &batch_id))
		TRY(pos_of_claim(st, batch_id, &batch, e));
	json_str(json_get(s->import, STR("row")), &row);
	buf_add(s->digest, buf_str(s->digest_source));
	TRY(buf_check(s->digest, e));
	struct hash digest = hash_of(plain ? buf_str(s->digest) : STR(""));
	struct str body = plain || s->again || !s->entry->n_parts || has_own_rows(s->kind)
				  ? STR_NULL
				  : body_of(s);

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
	bind_text(q, ":row", row);
	bind_blob(q, ":recorder", s->recorder.b, ID_LEN);
	bind_int(q, ":recorded_ms", s->recorded_ms);
	bind_blob(q, ":digest", digest.b, DIGEST_KEPT);
	bind_int(q, ":has_sealed", s->entry->has_sealed && !s->again);
	bind_text(q, ":body", body);
	return stmt_run(q, e);
}

/* Who recorded what cannot be read is not known, nor when; `at` is not far from it. */
static int add_unreadable(struct store *st, const struct said *s, struct err *e)
{
	struct said *bare = NEW(s->a, struct said);
	struct vault_entry *entry = NEW(s->a, struct vault_entry);
	int64_t nobody;
	*entry = (struct vault_entry){ .seq = s->entry->seq, .at = s->entry->at };
	*bare = (struct said){ .a = s->a,
			       .pos = s->pos,
			       .kind = STR("unreadable"),
			       .recorded_ms = entry->at,
			       .digest = s->digest,
			       .digest_source = s->digest_source,
			       .entry = entry };
	return add_statement(st, bare, 0, &nobody, e);
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

static void bind_place(struct said *s, struct stmt *q, const struct value_field *f)
{
	const struct value *v = qualifier(f, "where");
	if (!v)
		bind_null(q, ":place");
	else if (v->type == VALUE_ENTITY)
		bind_str(q, ":place",
			 str_printf(s->a, "entity %s", id_str(s->a, &v->u.entity.id).p));
	else
		bind_str(q, ":place", value_same(v, s->a));
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
static int name_qualifiers(struct store *st, struct said *s, const struct value_field *f,
			   struct err *e)
{
	int64_t entity;
	for (size_t i = 0; i < f->n_q; i++)
		if (f->q[i].v.type == VALUE_ENTITY)
			TRY(project_entity(st, s, &f->q[i].v.u.entity, &entity, e));
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

int search_add(struct store *st, int64_t entity, const struct value *v, struct arena *a,
	       int64_t *ret_doc, struct err *e)
{
	AUTO_STMT *q = NULL;
	int64_t n;
	bool name = v->type == VALUE_NAME;
	*ret_doc = 0;
	if (!name && v->type != VALUE_TEXT)
		return 0;
	TRY(next_doc(st, entity, &n, e));
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
	const struct value_field f = s->read.field[at];
	int64_t ref = 0;
	int64_t doc;
	if (f.v.type == VALUE_ENTITY) {
		TRY(project_entity(st, s, &f.v.u.entity, &ref, e));
		reg_touch(r, ref); /* its stages, and whether it is named outside a table */
	}
	reg_touch_field(r, subject, f.p);
	TRY(name_qualifiers(st, s, &f, e));
	TRY(search_add(st, subject, &f.v, s->a, &doc, e));

	TRY(store_stmt(st, &ADD_FIELD, &q, e));
	bind_int(q, ":id", s->pos * FIELDS_PER_CLAIM + (int64_t)at + 1);
	bind_int(q, ":pos", s->pos);
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
	bind_place(s, q, &f);
	bind_text(q, ":scope", code_of(&f, "scope", STR_NULL));
	bind_str(q, ":basis", code_of(&f, "basis", STR("stated")));
	bind_text(q, ":position", code_of(&f, "position", STR_NULL));
	bind_some(q, ":doc", doc);
	return stmt_run(q, e);
}

/* ---- one entry ---- */

static int place_entry(struct store *st, struct said *s, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, &PLACE, &q, e));
	bind_blob(q, ":claim", s->has_claim ? s->claim.b : NULL, ID_LEN);
	TRY(stmt_row(q, e));
	s->pos = col_int(q, 0);
	s->again = col_int(q, 1);
	return 0;
}

static int apply_said(struct reg *r, struct store *st, struct said *s, struct err *e)
{
	int64_t subject;
	int64_t source;
	bool may = true;
	TRY(apply_introductions(r, st, s, e));
	TRY(entity_of(st, s, &s->read.subject, &subject, e));
	/* A card says what is said of a subject: who says it, and in which document, have cards of
	 * their own that do not change by it. */
	if (!str_eq(s->kind, STR("mention")))
		reg_touch(r, subject);
	if (!s->again) {
		TRY(act_may(r, st, &s->recorder, s->kind, subject, s->target, &may, e));
		s->denied = !may;
	}
	TRY(add_statement(st, s, subject, &source, e));
	/* Entered twice: by a vault that had been restored, in its next log (vault/log.h). The first in
	 * order is the one that counts. */
	if (s->again || s->denied)
		return 0;
	if (!str_eq(s->kind, STR("statement")))
		return act_apply(r, st, s->pos, s->kind, subject, s->entry, s->a, e);
	for (size_t i = 0; i < s->n_fields; i++)
		if (s->field[i])
			TRY(add_field(r, st, s, i, subject, source, e));
	return 0;
}

static int apply(void *ctx, struct store *st, const struct vault_entry *entry,
		 struct arena *scratch, struct err *e)
{
	struct reg *r = ctx;
	struct said *s = NEW(scratch, struct said);
	struct err why;
	AUTO_BUF digest;
	AUTO_BUF digest_source;
	buf_init(&digest, 2 * CLAIM_COMPACT_MAX);
	buf_init(&digest_source, CLAIM_COMPACT_MAX);
	*s = (struct said){
		.a = scratch, .entry = entry, .digest = &digest, .digest_source = &digest_source
	};
	for (size_t i = 0; i < entry->n_parts; i++)
		sort_part(s, &entry->parts[i]);
	s->recorder = entry->signer; /* whatever it says itself */
	int rc = place_entry(st, s, e);
	if (rc == 0 && understand(s, &why) < 0)
		rc = add_unreadable(st, s, e);
	else if (rc == 0)
		rc = apply_said(r, st, s, e);
	return rc < 0 ? err_wrap(e, "entry %s", number_str(scratch, entry->seq).p) : 0;
}

static int reset(void *ctx, struct store *st, struct err *e)
{
	struct reg *r = ctx;
	AUTO_STMT *q = NULL;
	struct id made = id_new();
	r->n_touched = 0;
	r->n_placed = 0;
	r->n_listed = 0;
	r->n_moved = 0;
	list_memo_free(r->list_memo);
	r->list_memo = NULL;
	reg_forget(r); /* at once: what was erased is in no memory either */
	TRY(store_run_script(st, &DROP, e));
	TRY(store_run_script(st, &SCHEMA, e));
	TRY(store_stmt(st, &MADE, &q, e));
	bind_blob(q, ":by_chance", made.b, ID_LEN);
	return stmt_run(q, e);
}

struct projector reg_projector(struct reg *r)
{
	return (struct projector){ .reset = reset,
				   .apply = apply,
				   .settle = reg_settle,
				   .digest = reg_view_digest,
				   .ctx = r };
}
