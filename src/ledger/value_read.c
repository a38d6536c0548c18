/* SPDX-License-Identifier: Apache-2.0 */
/*
 * value_read.c - reading values: a cursor over the members, which must come in the order they are
 * written in and be used up at the end. So nothing unknown is ever passed over.
 */
#include "ledger/value.h"
#include "ledger/value_priv.h"

struct members {
	const struct json *next;
	bool ok;
};

static struct members members_of(const struct json *v)
{
	return (struct members){ .next = json_first(v), .ok = v && v->type == JSON_OBJECT };
}

static const struct json *take(struct members *m, const char *name)
{
	const struct json *v = m->next;
	if (!v || !str_eq(v->name, str_of(name))) {
		m->ok = false;
		return NULL;
	}
	m->next = v->next;
	return v;
}

static bool comes(const struct members *m, const char *name)
{
	return m->next && str_eq(m->next->name, str_of(name));
}

static void take_str(struct members *m, const char *name, struct str *ret)
{
	m->ok = json_str(take(m, name), ret) && m->ok;
}

static void take_int(struct members *m, const char *name, int64_t *ret)
{
	m->ok = json_int(take(m, name), ret) && m->ok;
}

static void take_bool(struct members *m, const char *name, bool *ret)
{
	m->ok = json_bool(take(m, name), ret) && m->ok;
}

static void take_ref(struct members *m, struct value_ref *ret)
{
	struct str id = STR_NULL;
	take_str(m, "id", &id);
	m->ok = id_parse(id, &ret->id) && m->ok;
	take_str(m, "kind", &ret->kind);
	ret->no = 0;
	if (comes(m, "no")) {
		take_int(m, "no", &ret->no);
		m->ok = m->ok && ret->no != 0; /* written only when there is one */
	}
}

static void take_quantity(struct members *m, struct value *ret)
{
	ret->u.quantity.has_lo = comes(m, "lo");
	if (ret->u.quantity.has_lo)
		take_int(m, "lo", &ret->u.quantity.lo);
	ret->u.quantity.has_hi = comes(m, "hi");
	if (ret->u.quantity.has_hi)
		take_int(m, "hi", &ret->u.quantity.hi);
	take_bool(m, "about", &ret->u.quantity.about);
	take_str(m, "given", &ret->u.quantity.given);
}

static void take_evidence(struct members *m, struct value *ret)
{
	take_str(m, "sha256", &ret->u.evidence.sha256);
	take_int(m, "bytes", &ret->u.evidence.bytes);
	take_str(m, "media_type", &ret->u.evidence.media_type);
	take_str(m, "object", &ret->u.evidence.object);
	take_str(m, "captured_at", &ret->u.evidence.captured_at);
}

static void take_value(struct members *m, struct value *ret)
{
	struct str cal = STR_NULL;
	switch (ret->type) {
	case VALUE_TEXT:
	case VALUE_NAME:
		take_str(m, "text", &ret->u.text.text);
		take_str(m, "lang", &ret->u.text.lang);
		return;
	case VALUE_DATE:
		take_str(m, "edtf", &ret->u.date.edtf);
		take_str(m, "cal", &cal);
		m->ok = value_calendar_parse(cal, &ret->u.date.cal) && m->ok;
		take_str(m, "given", &ret->u.date.given);
		return;
	case VALUE_QUANTITY:
		take_quantity(m, ret);
		return;
	case VALUE_ENTITY:
		take_ref(m, &ret->u.entity);
		return;
	case VALUE_CODE:
		take_str(m, "set", &ret->u.code.set);
		take_str(m, "code", &ret->u.code.code);
		return;
	case VALUE_COORDINATES:
		take_str(m, "lat", &ret->u.coordinates.lat);
		take_str(m, "lon", &ret->u.coordinates.lon);
		return;
	case VALUE_BOOLEAN:
		take_bool(m, "is", &ret->u.is);
		return;
	case VALUE_EVIDENCE:
		take_evidence(m, ret);
		return;
	case VALUE_UNKNOWN:
		return;
	}
}

int value_read(const struct json *v, struct value *ret, struct err *e)
{
	struct value out = { 0 };
	struct members m = members_of(v);
	struct str type = STR_NULL;
	take_str(&m, "t", &type);
	if (!m.ok || !value_type_parse(type, &out.type))
		return err_set(e, ERR_INPUT, "a value has no known type");
	take_value(&m, &out);
	if (!m.ok || m.next)
		return err_set(e, ERR_INPUT,
			       "a %.*s value does not have its members in their order",
			       STR_FMT(type));
	TRY(value_check(&out, e));
	*ret = out;
	return 0;
}

int value_ref_read(const struct json *v, struct value_ref *ret, struct err *e)
{
	struct value_ref out = { 0 };
	struct members m = members_of(v);
	take_ref(&m, &out);
	if (!m.ok || m.next)
		return err_set(e, ERR_INPUT, "a reference is not {id, kind, no}");
	TRY(value_ref_check(&out, e));
	*ret = out;
	return 0;
}

static int read_qualifiers(const struct json *o, struct arena *a, struct value_field *f,
			   struct err *e)
{
	if (!o || o->type != JSON_OBJECT)
		return err_set(e, ERR_INPUT, "a field has no qualifiers, not even none");
	if (o->n > VALUE_QUALIFIERS_MAX)
		return err_set(e, ERR_TOOBIG, "a field has more than %d qualifiers",
			       VALUE_QUALIFIERS_MAX);
	struct value_qualifier *q = NEW_N(a, o->n, struct value_qualifier);
	size_t n = 0;
	for (const struct json *i = o->u.first; i; i = i->next) {
		if (!value_is_property(i->name))
			return err_set(e, ERR_INPUT, "a qualifier's name is not allowed");
		if (n && str_cmp(q[n - 1].p, i->name) >= 0)
			return err_set(e, ERR_INPUT, "the qualifiers of a field are not in order");
		q[n].p = i->name;
		TRY(value_read(i, &q[n].v, e));
		n++;
	}
	f->q = q;
	f->n_q = n;
	return 0;
}

int value_field_read(const struct json *v, struct arena *a, struct value_field *ret, struct err *e)
{
	struct value_field out = { 0 };
	struct members m = members_of(v);
	take_str(&m, "p", &out.p);
	const struct json *value = take(&m, "v");
	const struct json *q = take(&m, "q");
	if (!m.ok || m.next)
		return err_set(e, ERR_INPUT, "a field is not {p, v, q}");
	if (!value_is_property(out.p))
		return err_set(e, ERR_INPUT, "a field's property is not allowed");
	TRY(value_read(value, &out.v, e));
	TRY(read_qualifiers(q, a, &out, e));
	*ret = out;
	return 0;
}
