/* SPDX-License-Identifier: GPL-3.0-or-later */
/* evidence_fields.c - the fields of statements about evidence. */
#include "intake/evidence_priv.h"

#include "base/bytes.h"
#include "vault/number.h"

struct value value_text(struct str s)
{
	struct value v = { .type = VALUE_TEXT };
	v.u.text.text = s;
	v.u.text.lang = STR("und");
	return v;
}

struct value value_term(const char *set, struct str code)
{
	struct value v = { .type = VALUE_CODE };
	v.u.code.set = str_of(set);
	v.u.code.code = code;
	return v;
}

struct value value_of_entity(const struct entity *en)
{
	struct value v = { .type = VALUE_ENTITY };
	v.u.entity = (struct value_ref){ .id = en->uuid, .kind = en->kind, .no = en->no };
	return v;
}

struct value value_file(const struct payload *p, struct str media_type, struct arena *a)
{
	struct value v = { .type = VALUE_EVIDENCE };
	v.u.evidence.sha256 = hex_str(a, p->plain.b, HASH_LEN);
	v.u.evidence.bytes = p->plain_bytes;
	v.u.evidence.media_type = media_type;
	v.u.evidence.object = hex_str(a, p->name.b, HASH_LEN);
	v.u.evidence.captured_at = STR("");
	return v;
}

static struct value value_of_date(struct str edtf)
{
	struct value v = { .type = VALUE_DATE };
	v.u.date.edtf = edtf;
	v.u.date.cal = VALUE_GREGORIAN;
	v.u.date.given = STR("");
	return v;
}

struct value_field *fields_add(struct evidence_fields *x, const char *property, struct value v)
{
	assert(x->n < EVIDENCE_FIELDS_MAX && "more fields than a statement about evidence has");
	struct value_field *f = &x->f[x->n];
	*f = (struct value_field){ .p = str_of(property), .v = v, .q = x->q[x->n] };
	x->n++;
	return f;
}

void fields_text(struct evidence_fields *x, const char *property, struct str text)
{
	if (text.n)
		fields_add(x, property, value_text(text));
}

void fields_date(struct evidence_fields *x, const char *property, struct str edtf)
{
	if (edtf.n)
		fields_add(x, property, value_of_date(edtf));
}

static void qualify(struct evidence_fields *x, const char *property, struct value v)
{
	size_t at = x->n - 1;
	struct value_field *f = &x->f[at];
	assert(x->n && f->n_q < EVIDENCE_QUALIFIERS_MAX);
	x->q[at][f->n_q++] = (struct value_qualifier){ str_of(property), v };
}

void fields_qualifier(struct evidence_fields *x, const char *property, struct str text)
{
	if (text.n)
		qualify(x, property, value_text(text));
}

void fields_qualifier_date(struct evidence_fields *x, const char *property, struct str edtf)
{
	if (edtf.n)
		qualify(x, property, value_of_date(edtf));
}
