/* SPDX-License-Identifier: GPL-3.0-or-later */
/* conflict_value.c - rules on values of one property, and of properties that frame one number. */
#include "register/conflict_priv.h"

enum { DAY_NUMBER_MAX = 36525 }; /* a hundred years */

static void mark_found(const struct conflict_input *in, struct conflict_out *o,
		       enum conflict_unequal how)
{
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		if (f->found & (unsigned)how)
			conflict_mark(o, f->prop->term.code, f, field_side(f, o->a));
	}
}

static bool is_framing(const struct conflict_input *in, const struct conflict_field *x,
		       const struct conflict_field *y)
{
	return field_is_known(x) && field_is_known(y) &&
	       property_frames(in->vocab, x->prop, y->prop);
}

/*
 * Numbers of two properties that count the same group, such as "17 at risk" and "at least 17 on
 * death row". When two of them clash, all that frame the number are shown, also those that agree:
 * only together they tell the reader what is open. The conflict bears the property that came first.
 */
static void mark_framings(const struct conflict_input *in, struct conflict_out *o,
			  enum conflict_unequal how)
{
	const struct conflict_field *first = NULL;
	const struct conflict_field *other = NULL;
	for (size_t i = 0; i < in->n_fields && !first; i++) {
		if (in->fields[i].value.type != VALUE_QUANTITY ||
		    !in->fields[i].prop->compared_with.n)
			continue;
		for (size_t k = i + 1; k < in->n_fields && !first; k++) {
			const struct conflict_field *x = &in->fields[i];
			const struct conflict_field *y = &in->fields[k];
			if (!is_framing(in, x, y))
				continue;
			unsigned found = conflict_compare(in, x, y, true);
			if (found & ~(unsigned)(UNEQUAL_SCOPE | UNEQUAL_WINDOW))
				found = UNEQUAL_VALUE;
			if (found == (unsigned)how) {
				first = x;
				other = y;
			}
		}
	}
	if (!first)
		return;
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		bool in_frame = f->prop == first->prop || is_framing(in, f, first);
		if (in_frame && field_is_known(f) &&
		    (field_times_meet(f, first) || field_times_meet(f, other)))
			conflict_mark(o, first->prop->term.code, f, field_side(f, o->a));
	}
}

void rule_unequal_value(const struct conflict_input *in, struct conflict_out *o)
{
	mark_found(in, o, UNEQUAL_VALUE);
	mark_framings(in, o, UNEQUAL_VALUE);
}

void rule_unequal_scope(const struct conflict_input *in, struct conflict_out *o)
{
	mark_found(in, o, UNEQUAL_SCOPE);
	mark_framings(in, o, UNEQUAL_SCOPE);
}

void rule_unequal_window(const struct conflict_input *in, struct conflict_out *o)
{
	mark_found(in, o, UNEQUAL_WINDOW);
	mark_framings(in, o, UNEQUAL_WINDOW);
}

/* "The second day" of a lasting event, said of a day: the first day follows from it. */
static bool first_day_from(const struct conflict_field *f, int32_t *ret)
{
	if (!field_is(f, "day_number") || f->value.type != VALUE_QUANTITY || !f->has_when)
		return false;
	bool exact = f->value.u.quantity.has_lo && f->value.u.quantity.has_hi &&
		     f->value.u.quantity.lo == f->value.u.quantity.hi && !f->value.u.quantity.about;
	int64_t n = f->value.u.quantity.lo;
	if (!exact || n < 1 || n > DAY_NUMBER_MAX || f->when.lo != f->when.hi)
		return false;
	*ret = f->when.lo - (int32_t)n + 1;
	return true;
}

/* Starts that a day number contradicts; it stands on the side of those that say what follows from it. */
static void mark_day_numbers(const struct conflict_input *in, struct conflict_out *o)
{
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *count = &in->fields[i];
		int32_t first;
		if (!first_day_from(count, &first))
			continue;
		struct edtf day = edtf_single(o->a, edtf_date_jdn(first));
		for (size_t k = 0; k < in->n_fields; k++) {
			const struct conflict_field *f = &in->fields[k];
			if (!field_is(f, "start") || !f->has_date || f->derived ||
			    edtf_can_be_same(&f->date, &day))
				continue;
			conflict_mark(o, f->prop->term.code, f, f->same);
			conflict_mark(o, f->prop->term.code, count, edtf_text(o->a, &day));
		}
	}
}

void rule_derived_against_stated(const struct conflict_input *in, struct conflict_out *o)
{
	mark_found(in, o, UNEQUAL_DERIVED);
	mark_day_numbers(in, o);
}

void rule_quotation(const struct conflict_input *in, struct conflict_out *o)
{
	mark_found(in, o, UNEQUAL_QUOTED);
}

/* ---- tables ---- */

/* Whether anything of the subject stands in the document outside its tables. A field without a
 * position may well stand in the text. */
static bool stands_in_text(const struct conflict_input *in, int64_t carrier)
{
	for (size_t i = 0; i < in->n_fields; i++)
		if (field_carrier(&in->fields[i]) == carrier && !field_in_table(&in->fields[i]))
			return true;
	for (size_t i = 0; i < in->n_mentions; i++) {
		struct str at = in->mentions[i].position;
		if (in->mentions[i].carrier == carrier && !str_eq(at, STR("table")) &&
		    !str_eq(at, STR("caption")))
			return true;
	}
	return false;
}

/* The field that says best what the table speaks of: where, then when, then the first. */
static const struct conflict_field *telling(const struct conflict_input *in, int64_t carrier)
{
	static const char *const ORDER[] = { "site", "place", "victim", "date", "total" };
	const struct conflict_field *first = NULL;
	for (size_t i = in->n_fields; i-- > 0;)
		if (field_carrier(&in->fields[i]) == carrier)
			first = &in->fields[i];
	for (size_t k = 0; k < COUNT(ORDER); k++)
		for (size_t i = 0; i < in->n_fields; i++)
			if (field_carrier(&in->fields[i]) == carrier &&
			    field_is(&in->fields[i], ORDER[k]))
				return &in->fields[i];
	return first;
}

/* Comparisons and judgements are at home in tables; what happened, and where, should be told. */
static bool belongs_in_text(struct str kind)
{
	static const char *const KINDS[] = {
		"event", "site", "person", "group", "place", "figure"
	};
	for (size_t i = 0; i < COUNT(KINDS); i++)
		if (str_eq(kind, str_of(KINDS[i])))
			return true;
	return false;
}

void rule_table_against_text(const struct conflict_input *in, struct conflict_out *o)
{
	mark_found(in, o, UNEQUAL_TABLE);
	if (!belongs_in_text(in->kind))
		return;
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		int64_t carrier = field_carrier(f);
		if (!carrier || !field_in_table(f) || stands_in_text(in, carrier))
			continue;
		conflict_mark(o, telling(in, carrier)->prop->term.code, f, STR("only in a table"));
	}
}
