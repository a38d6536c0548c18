/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * record.c - what is said becomes the parts of a claim.
 *
 * A statement with sealed properties is sealed in two groups: those fields under a key of the
 * compartment of sources, everything else under the subject's. Otherwise the source has a group of
 * its own, so that a source can be erased while what is known of the subject stays.
 */
#include "register/register_priv.h"

#include "base/bytes.h"
#include "register/list_priv.h"
#include "text/date.h"

static const struct sql KEY_TAKEN = SQL("SELECT 1 FROM entity WHERE key = :key LIMIT 1");
static const struct sql SAME = SQL(
	"SELECT seq FROM statement WHERE subject = :subject AND digest = :digest AND retracted IS NULL"
	" AND kind = 'statement' ORDER BY pos LIMIT 1");
static const struct sql FIELD_OF = SQL(
	"SELECT e.uuid, f.property FROM field f JOIN entity e ON e.id = f.subject WHERE f.id = :id");
static const struct sql CLAIM_OF = SQL(
	"SELECT claim, (SELECT b.seq FROM statement b WHERE b.pos = s.retracted) FROM statement s"
	" WHERE s.seq = :seq");

const char COMPARTMENT_SOURCES[] = "sources";

int reg_begin(struct reg_tx *tx, struct reg *r, struct err *e)
{
	memset(tx, 0, sizeof *tx);
	TRY(vault_begin(&tx->vtx, r->v, e));
	tx->r = r;
	arena_clear(r->tx_keep);
	map_init(&r->tx_next, r->tx_keep);
	map_init(&r->tx_new, r->tx_keep);
	map_init(&r->tx_keys, r->tx_keep);
	return 0;
}

static void forget(struct reg *r)
{
	memset(&r->tx_next, 0, sizeof r->tx_next);
	memset(&r->tx_new, 0, sizeof r->tx_new);
	memset(&r->tx_keys, 0, sizeof r->tx_keys);
	r->n_touched = 0;
	r->n_listed = 0;
	r->n_moved = 0;
	r->conserve = false;
	list_memo_free(r->list_memo);
	r->list_memo = NULL;
}

/*
 * The next number of a kind outlives the records: when all that was said of the last one is erased, nothing
 * in the view tells that its number was given, and another record must not get it. It is this device's to
 * remember, since its numbers are given out here only.
 */
static struct str number_setting(struct str kind, struct arena *a)
{
	return str_printf(a, "next %.*s", STR_FMT(kind));
}

static int numbers_keep(struct reg *r, struct err *e)
{
	for (size_t i = 0; i < r->tx_next.n; i++) {
		const int64_t *n = r->tx_next.items[i].value;
		struct str name = number_setting(r->tx_next.items[i].key, r->tx_keep);
		TRY(vault_setting_put(r->v, name.p, str_printf(r->tx_keep, "%lld", (long long)*n),
				      e));
	}
	return 0;
}

static int number_kept(struct reg *r, struct str kind, int64_t *n, struct err *e)
{
	struct str text;
	int64_t kept;
	int rc = vault_setting_get(r->v, number_setting(kind, r->tx_keep).p, r->tx_keep, &text, e);
	if (rc == ERR_NOTFOUND)
		return 0;
	TRY(rc);
	/* After an epoch it is of the log before. */
	if (str_to_int(text, &kept) && number_site(kept) == number_site(*n) && kept > *n)
		*n = kept;
	return 0;
}

int reg_commit(struct reg_tx *tx, struct err *e)
{
	TRY(numbers_keep(tx->r, e));
	TRY(vault_commit(&tx->vtx, e));
	forget(tx->r);
	tx->r = NULL;
	return 0;
}

void reg_tx_done(struct reg_tx *tx)
{
	if (!tx->r)
		return;
	vault_tx_done(&tx->vtx);
	forget(tx->r);
	tx->r = NULL;
}

/* ---- new entities ---- */

static int next_number(struct reg *r, struct str kind, int64_t *ret, struct err *e)
{
	void **place = map_at(&r->tx_next, kind);
	if (!*place) {
		int64_t *n = NEW(r->tx_keep, int64_t);
		TRY(reg_next_number(reg_store(r), kind, vault_site(r->v), n, e));
		TRY(number_kept(r, kind, n, e));
		*place = n;
	}
	*ret = (*(int64_t *)*place)++;
	if (number_site(*ret) != vault_site(r->v))
		return err_set(e, ERR_TOOBIG, "there are no numbers left for records of this kind");
	return 0;
}

static int key_is_free(struct reg *r, struct str key, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool taken;
	TRY(store_stmt(reg_store(r), &KEY_TAKEN, &q, e));
	bind_str(q, ":key", key);
	TRY(stmt_next(q, &taken, e));
	if (taken || map_get(&r->tx_keys, key))
		return err_set(e, ERR_CONFLICT, "this key belongs to a record already");
	return 0;
}

int reg_entity_new(struct reg_tx *tx, struct str kind, struct str key, struct entity *ret,
		   struct err *e)
{
	struct reg *r = tx->r;
	const struct kind *k = vocab_kind(r->vocab, kind);
	if (!k)
		return err_set(e, ERR_INPUT, "\"%.*s\" is no kind of record (vocab/kinds.csv)",
			       STR_FMT(kind));
	if (key.n)
		TRY(key_is_free(r, key, e));
	struct new_entity *fresh = NEW(r->tx_keep, struct new_entity);
	fresh->entity = (struct entity){ .id = -1, .uuid = id_new(), .kind = k->term.code };
	TRY(next_number(r, k->term.code, &fresh->entity.no, e));
	fresh->key = str_copy(r->tx_keep, key);
	*map_at(&r->tx_new, str_n((char *)fresh->entity.uuid.b, ID_LEN)) = fresh;
	if (key.n)
		*map_at(&r->tx_keys, key) = fresh;
	*ret = fresh->entity;
	return 0;
}

/* ---- writing parts ---- */

struct str part_ref(const struct entity *en, struct arena *a)
{
	return str_printf(a, "{\"id\":\"%s\",\"kind\":\"%.*s\",\"no\":%lld}",
			  id_str(a, &en->uuid).p, STR_FMT(en->kind), (long long)en->no);
}

struct str part_text(struct str s, struct arena *a)
{
	AUTO_BUF b;
	buf_init(&b, s.n * 6 + 16);
	json_put_str(&b, s);
	return buf_copy(&b, a);
}

struct str part_claim_id(struct arena *a)
{
	struct id id = id_new();
	return str_printf(a, "\"%s\"", id_str(a, &id).p);
}

void parts_add(struct parts *p, const char *name, struct str value)
{
	assert(p->n < COUNT(p->part) && "more parts than a claim has");
	p->part[p->n++] = (struct claim_part){ .name = str_of(name), .value = value };
}

/* Entities that are in no statement yet are introduced by the first one that speaks of them: the one of
 * this id, once, if it has a key. */
static const struct new_entity *take_new(struct reg *r, const struct id *uuid)
{
	struct str bytes = str_n((const char *)uuid->b, ID_LEN);
	struct new_entity *fresh = r->tx_new.a ? map_get(&r->tx_new, bytes) : NULL;
	if (!fresh)
		return NULL;
	*map_at(&r->tx_new, bytes) = NULL;
	return fresh->key.n ? fresh : NULL;
}

static void put_introduction(const struct new_entity *fresh, const char *name, struct str text,
			     struct buf *list, struct arena *a)
{
	struct str ref = part_ref(&fresh->entity, a);
	buf_add(list, list->n ? STR(",") : STR("["));
	buf_add_n(list, ref.p, ref.n - 1);
	buf_printf(list, ",\"%s\":", name);
	json_put_str(list, text);
	buf_char(list, '}');
}

static void introduce(struct reg *r, const struct id *uuid, struct buf *list, struct arena *a)
{
	const struct new_entity *fresh = take_new(r, uuid);
	if (fresh)
		put_introduction(fresh, "key", fresh->key, list, a);
}

/* In a claim about somebody else: the key goes when they are erased, not when the subject is. */
static int introduce_aside(struct reg *r, const struct id *uuid, const struct id *goes_with,
			   struct buf *list, struct arena *a, struct err *e)
{
	struct str sealed;
	const struct new_entity *fresh = take_new(r, uuid);
	if (!fresh)
		return 0;
	TRY(vault_aside_seal(r->v, goes_with, fresh->key, a, &sealed, e));
	put_introduction(fresh, "sealed_key", sealed, list, a);
	return 0;
}

static int introduce_value(struct reg *r, const struct value *v, struct buf *list, struct arena *a,
			   struct err *e)
{
	const struct id *id = &v->u.entity.id;
	return v->type == VALUE_ENTITY ? introduce_aside(r, id, id, list, a, e) : 0;
}

static int introduce_values(struct reg *r, const struct value_field *f, struct buf *list,
			    struct arena *a, struct err *e)
{
	TRY(introduce_value(r, &f->v, list, a, e));
	for (size_t i = 0; i < f->n_q; i++)
		TRY(introduce_value(r, &f->q[i].v, list, a, e));
	return 0;
}

/* Adds no part when nobody is introduced. */
static int add_introductions(struct parts *p, struct buf *list, int group, struct arena *a,
			     struct err *e)
{
	if (!list->n)
		return 0;
	buf_char(list, ']');
	TRY(buf_check(list, e));
	parts_add(p, "introduces", buf_copy(list, a));
	p->part[p->n - 1].group = group;
	return 0;
}

/* A key can tell who somebody is, so it goes where the rest of them goes: that of a source, and of what it
 * was said in and through whom, below `source`, to be erased with it; that of whom a value names, sealed
 * by itself. */
static int introductions(struct reg *r, const struct statement *st, struct arena *a,
			 struct statement_parts *p, struct err *e)
{
	AUTO_BUF list;
	AUTO_BUF below;
	buf_init(&list, CLAIM_DISCLOSURE_MAX / 2);
	buf_init(&below, CLAIM_DISCLOSURE_MAX / 2);
	introduce(r, &st->subject.uuid, &list, a);
	const struct id *of_source[] = { &st->source.uuid, &st->document.uuid, &st->via.uuid };
	/* Beside sealed properties there is no group of the source's. */
	bool aside = p->source.n && p->source.part[0].group != CLAIM_GROUP_SOURCE;
	for (size_t i = 0; i < COUNT(of_source); i++) {
		if (aside)
			TRY(introduce_aside(r, of_source[i], of_source[0], &below, a, e));
		else
			introduce(r, of_source[i], &below, a);
	}
	for (size_t i = 0; i < st->n_fields; i++)
		TRY(introduce_values(r, &st->fields[i], &list, a, e));
	if (below.n) {
		TRY(add_introductions(&p->source, &below, p->source.part[0].group, a, e));
		for (size_t i = 0; i < p->top.n; i++)
			if (p->top.part[i].parts)
				p->top.part[i].n_parts = p->source.n;
	}
	return add_introductions(&p->top, &list, CLAIM_GROUP_RECORD, a, e);
}

static int source_parts(const struct statement *st, struct arena *a, struct parts *ret,
			struct err *e)
{
	if (st->source.no)
		parts_add(ret, "id", part_ref(&st->source, a));
	if (st->has_source_date) {
		AUTO_BUF b;
		buf_init(&b, CLAIM_DISCLOSURE_MAX / 2);
		TRY(value_write(&b, &st->source_date, e));
		parts_add(ret, "date", buf_copy(&b, a));
	}
	if (st->document.no)
		parts_add(ret, "document", part_ref(&st->document, a));
	if (st->locator.n)
		parts_add(ret, "locator", part_text(st->locator, a));
	if (st->via.no)
		parts_add(ret, "via", part_ref(&st->via, a));
	if (st->reliability.n)
		parts_add(ret, "reliability", part_text(st->reliability, a));
	return 0;
}

/* ---- values ---- */

struct value value_of_reading(const struct date_reading *r, struct str given)
{
	static const enum value_calendar CALENDARS[CAL_COUNT] = { [CAL_GREGORIAN] = VALUE_GREGORIAN,
								  [CAL_JALALI] = VALUE_JALALI,
								  [CAL_HIJRI] = VALUE_HIJRI };
	struct value v = { .type = VALUE_DATE };
	v.u.date.edtf = r->edtf_text;
	v.u.date.cal = CALENDARS[r->calendar];
	v.u.date.given = given;
	return v;
}

/* ---- checking against the vocabulary ---- */

static int check_field(const struct reg *r, const struct statement *st, const struct value_field *f,
		       const struct property **ret, struct err *e)
{
	const struct property *p = vocab_property(r->vocab, f->p);
	if (!p)
		return err_set(e, ERR_INPUT, "\"%.*s\" is no property (vocab/properties.csv)",
			       STR_FMT(f->p));
	if (str_eq(st->subject.kind, STR("mention")) || !vocab_takes(p->kinds, st->subject.kind))
		return err_set(e, ERR_INPUT, "%.*s is said of %.*s, not of %.*s", STR_FMT(f->p),
			       STR_FMT(p->kinds), STR_FMT(st->subject.kind));
	if (f->v.type != VALUE_UNKNOWN && f->v.type != p->type)
		return err_set(e, ERR_INPUT, "%.*s takes a %.*s", STR_FMT(f->p),
			       STR_FMT(value_type_name(p->type)));
	if (f->v.type == VALUE_ENTITY && !vocab_takes(p->set, f->v.u.entity.kind))
		return err_set(e, ERR_INPUT, "%.*s takes %.*s", STR_FMT(f->p), STR_FMT(p->set));
	*ret = p;
	return 0;
}

/* Its fields as parts f1..fn. Those of sealed properties get the source's group. */
static int field_parts(struct reg *r, const struct statement *st, struct arena *a,
		       struct parts *ret, struct buf *sealed_text, struct err *e)
{
	for (size_t i = 0; i < st->n_fields; i++) {
		const struct property *p;
		AUTO_BUF b;
		buf_init(&b, CLAIM_DISCLOSURE_MAX / 2);
		TRY(check_field(r, st, &st->fields[i], &p, e));
		TRY(value_field_write(&b, &st->fields[i], e));
		parts_add(ret, str_printf(a, "f%zu", i + 1).p, buf_copy(&b, a));
		if (vocab_sensitivity(p, st->subject.kind) == SENS_SEALED) {
			ret->part[ret->n - 1].group = CLAIM_GROUP_SOURCE;
			buf_add(sealed_text, buf_str(&b));
			buf_char(sealed_text, '\n');
		}
	}
	return 0;
}

struct id reg_sealed_group(const struct id *subject)
{
	struct id id;
	uint8_t in[ID_LEN + 8] = "sealed ";
	memcpy(in + 8, subject->b, ID_LEN);
	struct hash h = hash_of(str_n((char *)in, sizeof in));
	memcpy(id.b, h.b, ID_LEN);
	return id;
}

/* ---- what it says, in one hash ---- */

bool digest_counts(struct str path)
{
	static const char *const LEFT_OUT[] = { "id",	  "introduces", "source/introduces",
						"import", "recorder",	"recorded" };
	for (size_t i = 0; i < COUNT(LEFT_OUT); i++)
		if (str_eq(path, str_of(LEFT_OUT[i])))
			return false;
	return true;
}

void digest_add(struct buf *b, struct str path, struct str value)
{
	buf_add(b, path);
	buf_char(b, '\n');
	buf_add(b, value);
	buf_char(b, '\n');
}

/* The source's parts last, because that is where they are when they have a group of their own. */
static void digest_parts(const struct statement_parts *p, struct hash *ret)
{
	bool sealed = p->vc.source_compartment != NULL;
	AUTO_BUF b;
	buf_init(&b, 2 * CLAIM_COMPACT_MAX);
	for (size_t i = 0; i < p->top.n; i++) {
		const struct claim_part *t = &p->top.part[i];
		if (!t->parts && digest_counts(t->name) &&
		    !(sealed && t->group == CLAIM_GROUP_SOURCE))
			digest_add(&b, t->name, t->value);
	}
	for (size_t i = 0; i < p->source.n; i++) {
		buf_lit(&b, "source/");
		digest_add(&b, p->source.part[i].name, p->source.part[i].value);
	}
	*ret = hash_of(buf_str(&b));
}

/* ---- one statement ---- */

int statement_build(struct reg *r, const struct statement *st, struct arena *a,
		    struct statement_parts *ret, struct err *e)
{
	AUTO_BUF sealed_text;
	buf_init(&sealed_text, CLAIM_COMPACT_MAX);
	memset(ret, 0, sizeof *ret);
	if (st->n_fields == 0)
		return err_set(e, ERR_INPUT, "a statement says nothing: it has no field");
	if (st->n_fields > STATEMENT_FIELDS_MAX)
		return err_set(e, ERR_TOOBIG, "a statement has at most %d fields",
			       STATEMENT_FIELDS_MAX);
	parts_add(&ret->top, "kind", STR("\"statement\""));
	parts_add(&ret->top, "subject", part_ref(&st->subject, a));
	TRY(source_parts(st, a, &ret->source, e));
	if (ret->source.n) {
		parts_add(&ret->top, "source", STR_NULL);
		ret->top.part[ret->top.n - 1].parts = ret->source.part;
		ret->top.part[ret->top.n - 1].n_parts = ret->source.n;
	}
	TRY(field_parts(r, st, a, &ret->top, &sealed_text, e));
	ret->vc = (struct vault_claim){ .kind = ENTRY_CLAIM, .subject_group = st->subject.uuid };
	if (sealed_text.n) {
		struct hash mac;
		ret->vc.source_group = reg_sealed_group(&st->subject.uuid);
		ret->vc.source_compartment = COMPARTMENT_SOURCES;
		TRY(vault_sealed_mac(r->v, &ret->vc.source_group, COMPARTMENT_SOURCES,
				     buf_str(&sealed_text), &mac, e));
		parts_add(&ret->top, "sealed_mac", part_text(b64url_str(a, mac.b, HASH_LEN), a));
	} else if (st->source.no) {
		ret->vc.source_group = st->source.uuid;
		for (size_t i = 0; i < ret->source.n; i++)
			ret->source.part[i].group = CLAIM_GROUP_SOURCE;
	}
	return 0;
}

int parts_append(struct reg_tx *tx, struct parts *top, struct vault_claim *vc, int64_t *ret_seq,
		 struct err *e)
{
	vc->parts = top->part;
	vc->n_parts = top->n;
	return vault_append(&tx->vtx, vc, ret_seq, e);
}

int reg_claim_of(struct reg *r, int64_t seq, struct id *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	char number[NUMBER_TEXT_MAX];
	char by[NUMBER_TEXT_MAX];
	TRY(store_stmt(reg_store(r), &CLAIM_OF, &q, e));
	bind_int(q, ":seq", seq);
	int rc = stmt_row(q, e);
	if (rc == ERR_NOTFOUND || (rc == 0 && col_is_null(q, 0)))
		return err_set(e, ERR_NOTFOUND,
			       "entry %s is no claim that could be taken back or adopted",
			       number_text(seq, 1, number));
	TRY(rc);
	if (!col_is_null(q, 1))
		return err_set(e, ERR_CONFLICT, "entry %s was taken back before, by entry %s",
			       number_text(seq, 1, number), number_text(col_int(q, 1), 1, by));
	return col_blob(q, 0, ret->b, ID_LEN, e);
}

struct str part_import(const struct id *batch, struct str row, struct arena *a)
{
	return str_printf(a, "{\"batch\":\"%s\",\"row\":%.*s}", id_str(a, batch).p,
			  STR_FMT(part_text(row, a)));
}

int reg_record(struct reg_tx *tx, const struct statement *st, int64_t *ret_seq, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct statement_parts *p = NEW(a, struct statement_parts);
	TRY(statement_build(tx->r, st, a, p, e));
	parts_add(&p->top, "id", part_claim_id(a));
	TRY(introductions(tx->r, st, a, p, e));
	if (st->batch) {
		struct id batch;
		TRY(reg_claim_of(tx->r, st->batch, &batch, e));
		parts_add(&p->top, "import", part_import(&batch, st->row, a));
	}
	return parts_append(tx, &p->top, &p->vc, ret_seq, e);
}

int reg_already(struct reg *r, const struct statement *st, int64_t *ret_seq, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	*ret_seq = -1;
	if (st->subject.id <= 0)
		return 0; /* a new subject has no statement */
	AUTO_ARENA *a = arena_new(0);
	struct statement_parts *p = NEW(a, struct statement_parts);
	struct hash digest;
	TRY(statement_build(r, st, a, p, e));
	digest_parts(p, &digest);
	TRY(store_stmt(reg_store(r), &SAME, &q, e));
	bind_int(q, ":subject", st->subject.id);
	bind_blob(q, ":digest", digest.b, DIGEST_KEPT);
	TRY(stmt_next(q, &there, e));
	if (there)
		*ret_seq = col_int(q, 0);
	return 0;
}

/* ---- acts ---- */

static struct id acts_group(void)
{
	return (struct id){ { 'v', 'i', 'g', 'i', 'l', ' ', 'a', 'c', 't', 's' } };
}

void parts_act(struct parts *p, const char *kind, struct arena *a)
{
	memset(p, 0, sizeof *p);
	parts_add(p, "kind", part_text(str_of(kind), a));
	parts_add(p, "id", part_claim_id(a));
}

int parts_seal_act(struct reg_tx *tx, struct parts *p, int64_t *ret_seq, struct err *e)
{
	struct vault_claim vc = { .kind = ENTRY_CLAIM, .subject_group = acts_group() };
	return parts_append(tx, p, &vc, ret_seq, e);
}

int parts_seal_of(struct reg_tx *tx, const struct id *batch, const char *kind, const char *name,
		  const struct buf *value, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct parts *p = NEW(a, struct parts);
	int64_t seq;
	TRY(buf_check(value, e));
	parts_act(p, kind, a);
	parts_add(p, "import", part_import(batch, STR(""), a));
	parts_add(p, name, buf_str(value));
	return parts_seal_act(tx, p, &seq, e);
}

int reg_batch_begin(struct reg_tx *tx, struct str name, const struct hash *file, int64_t rows,
		    int64_t *ret_seq, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct parts *p = NEW(a, struct parts);
	parts_act(p, "batch", a);
	parts_add(p, "name", part_text(name, a));
	parts_add(p, "sha256", part_text(hex_str(a, file->b, HASH_LEN), a));
	parts_add(p, "rows", str_printf(a, "%lld", (long long)rows));
	return parts_seal_act(tx, p, ret_seq, e);
}

int act_require(struct reg *r, const char *kind, int64_t subject, struct str target,
		const char *words, struct err *e)
{
	enum vault_role role;
	bool may;
	TRY(vault_my_role(r->v, &role, e)); /* who was revoked may nothing */
	TRY(act_may(r, reg_store(r), vault_member(r->v), str_of(kind), subject, target, &may, e));
	return may ? 0 : err_set(e, ERR_DENIED, "only an editor or officer %s", words);
}

int reg_undo(struct reg_tx *tx, int64_t seq, struct str reason, int64_t *ret_seq, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct parts *p = NEW(a, struct parts);
	struct id claim;
	TRY(reg_claim_of(tx->r, seq, &claim, e));
	TRY(act_require(tx->r, "undo", 0, id_str(a, &claim),
			"takes back what somebody else entered", e));
	parts_act(p, "undo", a);
	parts_add(p, "target", part_text(id_str(a, &claim), a));
	parts_add(p, "reason", part_text(reason, a));
	return parts_seal_act(tx, p, ret_seq, e);
}

/* What is adopted for a property of a subject was said of that. */
static int check_adopted(struct reg *r, const struct entity *subject, struct str property,
			 int64_t field, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct id uuid;
	char number[NUMBER_TEXT_MAX];
	int64_t id;
	number_text(field / FIELDS_PER_CLAIM, 1, number);
	int rc = reg_field_in(reg_store(r), field, &id, e);
	if (rc == 0) {
		TRY(store_stmt(reg_store(r), &FIELD_OF, &q, e));
		bind_int(q, ":id", id);
		rc = stmt_row(q, e);
	}
	if (rc == ERR_NOTFOUND)
		return err_set(e, ERR_NOTFOUND, "there is no claim %s.%lld", number,
			       (long long)(field % FIELDS_PER_CLAIM));
	TRY(rc);
	TRY(col_blob(q, 0, uuid.b, ID_LEN, e));
	if (!id_eq(&uuid, &subject->uuid) || !str_eq(col_str(q, 1), property))
		return err_set(e, ERR_INPUT, "claim %s.%lld is not about %.*s of this record",
			       number, (long long)(field % FIELDS_PER_CLAIM), STR_FMT(property));
	return 0;
}

int reg_adopt(struct reg_tx *tx, const struct entity *subject, struct str property, int64_t field,
	      struct str reason, int64_t *ret_seq, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct parts *p = NEW(a, struct parts);
	TRY(act_require(tx->r, "adopt", 0, STR(""), "decides between claims", e));
	if (!str_trim(reason).n)
		return err_set(e, ERR_INPUT, "a decision needs a reason; write one sentence");
	if (!vocab_property(tx->r->vocab, property))
		return err_set(e, ERR_INPUT, "\"%.*s\" is no property (vocab/properties.csv)",
			       STR_FMT(property));
	if (field)
		TRY(check_adopted(tx->r, subject, property, field, e));
	parts_act(p, "adopt", a);
	parts_add(p, "subject", part_ref(subject, a));
	parts_add(p, "property", part_text(property, a));
	if (field) {
		struct id claim;
		TRY(reg_claim_of(tx->r, field / FIELDS_PER_CLAIM, &claim, e));
		parts_add(p, "claim", part_text(id_str(a, &claim), a));
		parts_add(p, "field", str_printf(a, "%lld", (long long)(field % FIELDS_PER_CLAIM)));
	}
	parts_add(p, "reason", part_text(reason, a));
	return parts_seal_act(tx, p, ret_seq, e);
}

int reg_define_figure(struct reg_tx *tx, const struct entity *figure, struct str rule,
		      int64_t *ret_seq, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct parts *p = NEW(a, struct parts);
	TRY(figure_rule_check(tx->r->vocab, rule, e));
	TRY(act_require(tx->r, "figure", figure->id, STR(""),
			"defines anew a figure that somebody else defined", e));
	parts_act(p, "figure", a);
	parts_add(p, "subject", part_ref(figure, a));
	AUTO_BUF list;
	buf_init(&list, 4096);
	introduce(tx->r, &figure->uuid, &list, a);
	if (list.n) {
		buf_char(&list, ']');
		parts_add(p, "introduces", buf_copy(&list, a));
	}
	parts_add(p, "rule", rule);
	return parts_seal_act(tx, p, ret_seq, e);
}
