/* SPDX-License-Identifier: GPL-3.0-or-later */
/* said_field.c - one field as the columns of its row, and the words it is found by. */
#include "register/said_priv.h"

#include "text/fold.h"

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

static struct said_bound day_bound(int32_t day)
{
	return (struct said_bound){ day != INT32_MIN && day != INT32_MAX, day };
}

static void read_days(struct str edtf, struct arena *a, struct said_bound *ret_lo,
		      struct said_bound *ret_hi)
{
	int32_t lo = INT32_MIN;
	int32_t hi = INT32_MAX;
	reg_days(edtf, a, &lo, &hi);
	*ret_lo = day_bound(lo);
	*ret_hi = day_bound(hi);
}

static void read_bounds(struct said_field *to, struct arena *a)
{
	const struct value *v = &to->f.v;
	if (v->type == VALUE_DATE)
		read_days(v->u.date.edtf, a, &to->lo, &to->hi);
	if (v->type != VALUE_QUANTITY)
		return;
	to->lo = (struct said_bound){ v->u.quantity.has_lo, v->u.quantity.lo };
	to->hi = (struct said_bound){ v->u.quantity.has_hi, v->u.quantity.hi };
}

const struct value *said_qualifier(const struct value_field *f, const char *p)
{
	for (size_t i = 0; i < f->n_q; i++)
		if (str_eq(f->q[i].p, str_of(p)))
			return &f->q[i].v;
	return NULL;
}

static void read_place(struct said_field *to, struct arena *a)
{
	const struct value *v = said_qualifier(&to->f, "where");
	if (v && v->type == VALUE_ENTITY)
		to->place = str_printf(a, "entity %s", id_str(a, &v->u.entity.id).p);
	else if (v)
		to->place = value_same(v, a);
}

static void read_when(struct said_field *to, struct arena *a)
{
	const struct value *v = said_qualifier(&to->f, "when");
	if (!v || v->type != VALUE_DATE)
		return;
	to->when = v->u.date.edtf;
	read_days(to->when, a, &to->when_lo, &to->when_hi);
}

struct said_words said_words_of(const struct value *v, struct arena *a)
{
	struct said_words w = { .there = v->type == VALUE_NAME || v->type == VALUE_TEXT };
	if (v->type == VALUE_NAME) {
		w.name = fold_search(a, v->u.text.text);
		w.skeleton = fold_skeleton(a, v->u.text.text);
	} else if (w.there) {
		w.text = fold_search(a, v->u.text.text);
	}
	return w;
}

void said_field_read(const struct json *sealed, const struct value_field *f, struct arena *a,
		     struct said_field *ret)
{
	*ret = (struct said_field){ .there = true, .f = *f };
	ret->value = json_get(sealed, STR("v"))->raw;
	if (f->n_q)
		ret->quals = json_get(sealed, STR("q"))->raw;
	ret->same = value_same(&f->v, a);
	ret->words = said_words_of(&f->v, a);
	read_bounds(ret, a);
	read_place(ret, a);
	read_when(ret, a);
}
