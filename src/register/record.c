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

static const struct sql SAME = SQL(
	"SELECT seq FROM statement WHERE subject = :subject AND digest = :digest AND retracted IS NULL"
	" AND kind = 'statement' ORDER BY pos LIMIT 1");
static const struct sql CLAIM_OF = SQL(
	"SELECT claim, (SELECT b.seq FROM statement b WHERE b.pos = s.retracted) FROM statement s"
	" WHERE s.seq = :seq");

const char COMPARTMENT_SOURCES[] = "sources";

/* ---- its source and values ---- */

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

int reg_record(struct reg_tx *tx, const struct statement *st, int64_t *ret_seq, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct statement_parts *p = NEW(a, struct statement_parts);
	TRY(statement_build(tx->r, st, a, p, e));
	parts_add(&p->top, "id", part_claim_id(a));
	TRY(statement_introduce(tx->r, st, a, p, e));
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
