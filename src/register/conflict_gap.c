/* SPDX-License-Identifier: GPL-3.0-or-later */
/* conflict_gap.c - rules on what is not said: where, when, who, compared with what. */
#include "register/conflict_priv.h"

static bool is_kind(const struct conflict_input *in, const char *kind)
{
	return str_eq(in->kind, str_of(kind));
}

static bool any_of(const struct conflict_input *in, const char *property)
{
	for (size_t i = 0; i < in->n_fields; i++)
		if (field_is(&in->fields[i], property))
			return true;
	return false;
}

/* ---- place and time ---- */

static bool is_anchor(const struct conflict_field *f)
{
	return field_is(f, "place") || field_is(f, "date") || field_is(f, "start");
}

/* An event that has a first day needs no other date. */
static bool anchors_same(const struct conflict_field *x, const struct conflict_field *y)
{
	return x->prop == y->prop ||
	       (is_anchor(x) && !field_is(x, "place") && !field_is(y, "place"));
}

/* A count over some days that is part of an event: where it was counted decides what it means. */
static bool lacks_place(const struct conflict_input *in, const struct conflict_field *f)
{
	return f->has_when && !f->where.n && in->whole_has_place && !any_of(in, "place");
}

static bool lacks_anchor(const struct conflict_input *in, const struct conflict_field *f)
{
	if (is_anchor(f)) {
		for (size_t i = 0; i < in->n_fields; i++)
			if (anchors_same(&in->fields[i], f) && field_is_known(&in->fields[i]))
				return false;
		return !field_is_known(f);
	}
	if (f->value.type != VALUE_QUANTITY)
		return false;
	if (f->where_unknown || f->when_unknown || lacks_place(in, f))
		return true;
	return field_is(f, "total") && !f->has_when && !f->has_period;
}

void rule_missing_anchor(const struct conflict_input *in, struct conflict_out *o)
{
	if (!is_kind(in, "figure") && !is_kind(in, "event"))
		return;
	for (size_t i = 0; i < in->n_fields; i++)
		if (lacks_anchor(in, &in->fields[i]))
			conflict_mark(o, in->fields[i].prop->term.code, &in->fields[i],
				      field_side(&in->fields[i], o->a));
}

/* ---- superlatives, headings ---- */

void rule_superlative(const struct conflict_input *in, struct conflict_out *o)
{
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		if (field_is(f, "ranking") && field_is_known(f) &&
		    (!f->comparison_base || f->comparison_base->type == VALUE_UNKNOWN))
			conflict_mark(o, f->prop->term.code, f, f->same);
	}
}

/* An affiliation of the group, and members of whom none is stated: one open question for the group. */
void rule_attribution(const struct conflict_input *in, struct conflict_out *o)
{
	bool unstated = false;
	for (size_t i = 0; i < in->n_members; i++)
		unstated |= in->members[i].is_person && !in->members[i].own_affiliation;
	if (!is_kind(in, "group") || !unstated)
		return;
	bool affiliated = false;
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		if (!field_is(f, "affiliation") || !field_is_known(f))
			continue;
		conflict_mark(o, STR("affiliation"), f, f->same);
		affiliated = true;
	}
	for (size_t i = 0; affiliated && i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		const struct conflict_member *m = conflict_member(in, f->ref);
		if (field_is(f, "member") && m && m->is_person && !m->own_affiliation)
			conflict_mark(o, STR("affiliation"), f, STR("members"));
	}
}

/* ---- who ---- */

void rule_missing_addressee(const struct conflict_input *in, struct conflict_out *o)
{
	bool said = any_of(in, "addressee");
	if (!is_kind(in, "ask"))
		return;
	for (size_t i = 0; i < in->n_fields; i++)
		if (field_is(&in->fields[i], "addressee") && field_is_known(&in->fields[i]))
			return;
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		if (field_is(f, said ? "addressee" : "request"))
			conflict_mark(o, STR("addressee"), f, f->same);
	}
}

void rule_source_not_named(const struct conflict_input *in, struct conflict_out *o)
{
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		if (f->value.type == VALUE_QUANTITY && f->counter_unknown)
			conflict_mark(o, f->prop->term.code, f, field_side(f, o->a));
	}
}

/* ---- one count, two counters ---- */

enum { COINCIDENCE = 10 }; /* smaller numbers are equal by chance */

/* A source that is named somewhere as the counter of this subject counts for itself. */
static bool is_counter(const struct conflict_input *in, int64_t source)
{
	for (size_t i = 0; i < in->n_fields; i++)
		if (source && in->fields[i].counter == source)
			return true;
	return false;
}

/* Whose count it is said to be: the one named, or a counter that speaks for itself. */
static int64_t credit(const struct conflict_input *in, const struct conflict_field *f)
{
	return f->counter ? f->counter : is_counter(in, f->source) ? f->source : 0;
}

static bool is_credit_by_others(const struct conflict_field *f)
{
	return f->counter && f->counter != f->source;
}

/* One of the two at least was credited by somebody else: monitors that come to the same number each on
 * their own confirm each other. */
static bool credits_differ(const struct conflict_field *x, const struct conflict_field *y)
{
	return x->prop == y->prop && (is_credit_by_others(x) || is_credit_by_others(y)) &&
	       str_eq(x->same, y->same) && str_eq(x->scope, y->scope) &&
	       str_eq(x->where, y->where) && field_times_meet(x, y) &&
	       (!x->has_when || !y->has_when ||
		(x->when.lo == y->when.lo && x->when.hi == y->when.hi));
}

static bool is_telling_number(const struct conflict_field *f)
{
	return f->value.type == VALUE_QUANTITY && f->value.u.quantity.has_lo &&
	       f->value.u.quantity.lo >= COINCIDENCE;
}

void rule_wrong_organisation(const struct conflict_input *in, struct conflict_out *o)
{
	int64_t *credits = NEW_N(o->a, in->n_fields, int64_t);
	bool any = false;
	for (size_t i = 0; i < in->n_fields; i++)
		any |= is_credit_by_others(&in->fields[i]);
	for (size_t i = 0; any && i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		credits[i] = is_telling_number(f) ? credit(in, f) : 0;
		for (size_t k = 0; credits[i] && k < i; k++) {
			const struct conflict_field *g = &in->fields[k];
			if (!credits[k] || credits[k] == credits[i] || !credits_differ(f, g))
				continue;
			conflict_mark(o, f->prop->term.code, g,
				      str_printf(o->a, "%lld", (long long)credits[k]));
			conflict_mark(o, f->prop->term.code, f,
				      str_printf(o->a, "%lld", (long long)credits[i]));
		}
	}
}
