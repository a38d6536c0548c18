/* SPDX-License-Identifier: Apache-2.0 */
/*
 * value.c - writing values: each type checks what it is given and writes its members in order.
 * Reading is in value_read.c; both share the checks.
 */
#include "ledger/value.h"

#include "base/clock.h"
#include "ledger/value_priv.h"

static const char *const TYPES[VALUE_TYPES] = {
	[VALUE_TEXT] = "text",
	[VALUE_NAME] = "name",
	[VALUE_DATE] = "date",
	[VALUE_QUANTITY] = "quantity",
	[VALUE_ENTITY] = "entity",
	[VALUE_CODE] = "code",
	[VALUE_COORDINATES] = "coordinates",
	[VALUE_BOOLEAN] = "boolean",
	[VALUE_EVIDENCE] = "evidence",
	[VALUE_UNKNOWN] = "unknown",
};
static const char *const CALENDARS[] = {
	[VALUE_GREGORIAN] = "gregorian",
	[VALUE_JALALI] = "jalali",
	[VALUE_HIJRI] = "hijri",
};

struct str value_type_name(enum value_type t)
{
	return str_of(TYPES[t]);
}

struct str value_calendar_name(enum value_calendar c)
{
	return str_of(CALENDARS[c]);
}

bool value_type_parse(struct str s, enum value_type *ret)
{
	for (int i = 0; i < VALUE_TYPES; i++) {
		if (str_eq(s, str_of(TYPES[i]))) {
			*ret = (enum value_type)i;
			return true;
		}
	}
	return false;
}

bool value_calendar_parse(struct str s, enum value_calendar *ret)
{
	for (size_t i = 0; i < COUNT(CALENDARS); i++) {
		if (str_eq(s, str_of(CALENDARS[i]))) {
			*ret = (enum value_calendar)i;
			return true;
		}
	}
	return false;
}

/* ---- checks ---- */

static int bad(struct err *e, const char *what)
{
	return err_set(e, ERR_INPUT, "a value's %s is not allowed", what);
}

static bool is_text(struct str s)
{
	return str_is_utf8(s) && !(s.n && memchr(s.p, 0, s.n));
}

static bool is_made_of(struct str s, const char *more, size_t min, size_t max)
{
	if (s.n < min || s.n > max)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool alnum =
			(c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!alnum && !(c && strchr(more, c)))
			return false;
	}
	return true;
}

/* Names of properties, kinds, code sets and codes. */
static bool is_word(struct str s)
{
	return is_made_of(s, "_-.:/", 1, 128);
}

static bool is_hash(struct str s)
{
	if (s.n != 64)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
			return false;
	return true;
}

static bool is_int(int64_t n)
{
	return n <= JSON_INT_MAX && n >= -JSON_INT_MAX;
}

/* A decimal of degrees: optional minus, digits without a leading zero, optional fraction, no minus
 * zero; at most `max` degrees and nine places, which is a tenth of a millimetre. */
static bool is_degrees(struct str s, int64_t max)
{
	bool minus = s.n && s.p[0] == '-';
	s = str_from(s, minus);
	struct str whole;
	struct str fraction = str_cut(s, '.', &whole);
	int64_t n = 0;
	int64_t f = 0;
	if (whole.n == 0 || whole.n > 3 || whole.p[0] == '-' ||
	    (whole.n > 1 && whole.p[0] == '0') || !str_to_int(whole, &n))
		return false;
	if (fraction.p && (fraction.n == 0 || fraction.n > 9 || fraction.p[0] == '-' ||
			   !str_to_int(fraction, &f)))
		return false;
	if (minus && n == 0 && f == 0)
		return false;
	return n < max || (n == max && f == 0);
}

int value_ref_check(const struct value_ref *r, struct err *e)
{
	if (!is_word(r->kind))
		return bad(e, "kind");
	return r->no >= 0 && is_int(r->no) ? 0 : bad(e, "no");
}

static int check_quantity(const struct value *v, struct err *e)
{
	if (!v->u.quantity.has_lo && !v->u.quantity.has_hi)
		return bad(e, "missing pair of bounds");
	if (v->u.quantity.has_lo && !is_int(v->u.quantity.lo))
		return bad(e, "lo");
	if (v->u.quantity.has_hi && !is_int(v->u.quantity.hi))
		return bad(e, "hi");
	if (v->u.quantity.has_lo && v->u.quantity.has_hi && v->u.quantity.lo > v->u.quantity.hi)
		return bad(e, "lo above its hi");
	return is_text(v->u.quantity.given) ? 0 : bad(e, "given");
}

static int check_evidence(const struct value *v, struct err *e)
{
	int64_t ms;
	if (!is_hash(v->u.evidence.sha256))
		return bad(e, "sha256");
	if (v->u.evidence.bytes < 0 || !is_int(v->u.evidence.bytes))
		return bad(e, "bytes");
	if (!is_made_of(v->u.evidence.media_type, "/+.-;= ", 1, 128))
		return bad(e, "media_type");
	if (v->u.evidence.object.n && !is_hash(v->u.evidence.object))
		return bad(e, "object");
	if (v->u.evidence.captured_at.n && !clock_parse(v->u.evidence.captured_at, &ms))
		return bad(e, "captured_at");
	return 0;
}

int value_check(const struct value *v, struct err *e)
{
	switch (v->type) {
	case VALUE_TEXT:
	case VALUE_NAME:
		if (!is_text(v->u.text.text))
			return bad(e, "text");
		return is_made_of(v->u.text.lang, "-", 2, 35) ? 0 : bad(e, "lang");
	case VALUE_DATE:
		if (!is_made_of(v->u.date.edtf, "-/.~?%,[]{}:+", 1, 1024))
			return bad(e, "edtf");
		if (v->u.date.cal > VALUE_HIJRI)
			return bad(e, "cal");
		return is_text(v->u.date.given) ? 0 : bad(e, "given");
	case VALUE_QUANTITY:
		return check_quantity(v, e);
	case VALUE_ENTITY:
		return value_ref_check(&v->u.entity, e);
	case VALUE_CODE:
		if (!is_word(v->u.code.set))
			return bad(e, "set");
		return is_word(v->u.code.code) ? 0 : bad(e, "code");
	case VALUE_COORDINATES:
		if (!is_degrees(v->u.coordinates.lat, 90))
			return bad(e, "lat");
		return is_degrees(v->u.coordinates.lon, 180) ? 0 : bad(e, "lon");
	case VALUE_BOOLEAN:
	case VALUE_UNKNOWN:
		return 0;
	case VALUE_EVIDENCE:
		return check_evidence(v, e);
	}
	return bad(e, "type");
}

bool value_is_property(struct str s)
{
	return is_word(s);
}

/* ---- writing ---- */

static void put_name(struct buf *b, const char *name)
{
	buf_char(b, ',');
	buf_char(b, '"');
	buf_add(b, str_of(name));
	buf_char(b, '"');
	buf_char(b, ':');
}

static void put_text(struct buf *b, const char *name, struct str s)
{
	put_name(b, name);
	json_put_str(b, s);
}

static void put_number(struct buf *b, const char *name, int64_t n)
{
	put_name(b, name);
	json_put_int(b, n);
}

static void put_bool(struct buf *b, const char *name, bool v)
{
	put_name(b, name);
	json_put_bool(b, v);
}

/* After the brace, or after a member. */
static void put_ref(struct buf *b, const struct value_ref *r, bool first)
{
	char id[ID_TEXT_LEN + 1];
	id_text(&r->id, id);
	if (!first)
		buf_char(b, ',');
	buf_lit(b, "\"id\":\"");
	buf_add_n(b, id, ID_TEXT_LEN);
	buf_char(b, '"');
	put_text(b, "kind", r->kind);
	if (r->no)
		put_number(b, "no", r->no);
}

static void put_quantity(struct buf *b, const struct value *v)
{
	if (v->u.quantity.has_lo)
		put_number(b, "lo", v->u.quantity.lo);
	if (v->u.quantity.has_hi)
		put_number(b, "hi", v->u.quantity.hi);
	put_bool(b, "about", v->u.quantity.about);
	put_text(b, "given", v->u.quantity.given);
}

static void put_evidence(struct buf *b, const struct value *v)
{
	put_text(b, "sha256", v->u.evidence.sha256);
	put_number(b, "bytes", v->u.evidence.bytes);
	put_text(b, "media_type", v->u.evidence.media_type);
	put_text(b, "object", v->u.evidence.object);
	put_text(b, "captured_at", v->u.evidence.captured_at);
}

static void put_members(struct buf *b, const struct value *v)
{
	switch (v->type) {
	case VALUE_TEXT:
	case VALUE_NAME:
		put_text(b, "text", v->u.text.text);
		put_text(b, "lang", v->u.text.lang);
		return;
	case VALUE_DATE:
		put_text(b, "edtf", v->u.date.edtf);
		put_text(b, "cal", value_calendar_name(v->u.date.cal));
		put_text(b, "given", v->u.date.given);
		return;
	case VALUE_QUANTITY:
		put_quantity(b, v);
		return;
	case VALUE_ENTITY:
		put_ref(b, &v->u.entity, false);
		return;
	case VALUE_CODE:
		put_text(b, "set", v->u.code.set);
		put_text(b, "code", v->u.code.code);
		return;
	case VALUE_COORDINATES:
		put_text(b, "lat", v->u.coordinates.lat);
		put_text(b, "lon", v->u.coordinates.lon);
		return;
	case VALUE_BOOLEAN:
		put_bool(b, "is", v->u.is);
		return;
	case VALUE_EVIDENCE:
		put_evidence(b, v);
		return;
	case VALUE_UNKNOWN:
		return;
	}
}

static void put_value(struct buf *b, const struct value *v)
{
	buf_lit(b, "{\"t\":");
	json_put_str(b, value_type_name(v->type));
	put_members(b, v);
	buf_char(b, '}');
}

int value_write(struct buf *b, const struct value *v, struct err *e)
{
	TRY(value_check(v, e));
	put_value(b, v);
	return 0;
}

int value_ref_write(struct buf *b, const struct value_ref *r, struct err *e)
{
	TRY(value_ref_check(r, e));
	buf_char(b, '{');
	put_ref(b, r, true);
	buf_char(b, '}');
	return 0;
}

static int check_field(const struct value_field *f, struct err *e)
{
	if (!is_word(f->p))
		return bad(e, "property");
	TRY(value_check(&f->v, e));
	if (f->n_q > VALUE_QUALIFIERS_MAX)
		return err_set(e, ERR_TOOBIG, "a field has more than %d qualifiers",
			       VALUE_QUALIFIERS_MAX);
	for (size_t i = 0; i < f->n_q; i++) {
		if (!is_word(f->q[i].p))
			return bad(e, "qualifier");
		TRY(value_check(&f->q[i].v, e));
		for (size_t j = 0; j < i; j++)
			if (str_eq(f->q[i].p, f->q[j].p))
				return err_set(e, ERR_INPUT, "a field has the qualifier %.*s twice",
					       STR_FMT(f->q[i].p));
	}
	return 0;
}

int value_field_write(struct buf *b, const struct value_field *f, struct err *e)
{
	struct str last = STR_NULL;
	TRY(check_field(f, e));
	buf_lit(b, "{\"p\":");
	json_put_str(b, f->p);
	put_name(b, "v");
	put_value(b, &f->v);
	put_name(b, "q");
	buf_char(b, '{');
	/* In ascending order, by looking for the next one: there are a handful. */
	for (size_t i = 0; i < f->n_q; i++) {
		const struct value_qualifier *next = NULL;
		for (size_t j = 0; j < f->n_q; j++)
			if ((!last.p || str_cmp(f->q[j].p, last) > 0) &&
			    (!next || str_cmp(f->q[j].p, next->p) < 0))
				next = &f->q[j];
		assert(next && "qualifiers are unequal");
		if (i)
			buf_char(b, ',');
		json_put_str(b, next->p);
		buf_char(b, ':');
		put_value(b, &next->v);
		last = next->p;
	}
	buf_lit(b, "}}");
	return 0;
}
