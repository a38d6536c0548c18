/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conflict_count.c - a stated number against the names recorded one by one.
 *
 * Who counts as a member at the time of the number: everybody whose membership meets that time, but
 * not those whose risk had certainly ended before it. A number without a time is as of the day the
 * source spoke. No name at all is no list, and no conflict.
 */
#include "register/conflict_priv.h"

enum { ABOUT_SHARE = 10 }; /* "about 50" fits 45 to 55 names */

static bool counts_for(const struct conflict_input *in, const struct conflict_field *count,
		       const struct conflict_field *member)
{
	const struct conflict_member *m = conflict_member(in, member->ref);
	if (!m || !field_times_meet(count, member))
		return false;
	if (!m->ended)
		return true;
	if (count->has_when)
		return m->end >= count->when.lo;
	return !count->has_said || m->end >= count->said.lo;
}

/* Distinct members; *ret_any: there is a list at all. */
static int64_t roster_size(const struct conflict_input *in, const struct property *roster,
			   const struct conflict_field *count, struct arena *a, bool *ret_any)
{
	bool *seen = NEW_N(a, in->n_members, bool);
	int64_t n = 0;
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		if (f->prop != roster || !f->ref)
			continue;
		*ret_any = true;
		if (!counts_for(in, count, f))
			continue;
		ptrdiff_t at = conflict_member(in, f->ref) - in->members;
		n += !seen[at];
		seen[at] = true;
	}
	return n;
}

static bool fits(const struct conflict_field *count, int64_t lo, int64_t hi)
{
	int64_t least = count->value.u.quantity.has_lo ? count->value.u.quantity.lo : 0;
	int64_t most = count->value.u.quantity.has_hi ? count->value.u.quantity.hi : INT64_MAX;
	if (count->value.u.quantity.about) {
		least -= least / ABOUT_SHARE;
		most = most < INT64_MAX / 2 ? most + most / ABOUT_SHARE : most;
	}
	return least <= hi && lo <= most;
}

static struct str exactly(int64_t n, struct arena *a)
{
	struct value v = { .type = VALUE_QUANTITY };
	v.u.quantity.has_lo = v.u.quantity.has_hi = true;
	v.u.quantity.lo = v.u.quantity.hi = n;
	return value_same(&v, a);
}

static void mark_list(const struct conflict_input *in, struct conflict_out *o,
		      const struct property *roster, const struct conflict_field *count, int64_t n)
{
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		if (f->prop == roster && f->ref && (n == 0 || counts_for(in, count, f)))
			conflict_mark(o, count->prop->term.code, f, exactly(n, o->a));
	}
}

/* Another field that says how long the list is: "6 are named". */
static bool is_length(const struct conflict_input *in, const struct conflict_field *count,
		      const struct conflict_field *f)
{
	return f->prop != count->prop && field_is_known(f) && f->value.type == VALUE_QUANTITY &&
	       property_counts_roster(in->vocab, f->prop) &&
	       property_roster(in->vocab, f->prop) == property_roster(in->vocab, count->prop) &&
	       !property_counts_roster(in->vocab, count->prop) && field_times_meet(count, f);
}

static void check_count(const struct conflict_input *in, struct conflict_out *o,
			const struct property *roster, const struct conflict_field *count)
{
	bool any = false;
	int64_t n = roster_size(in, roster, count, o->a, &any);
	bool clash = any && !fits(count, n, n);
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		if (!is_length(in, count, f))
			continue;
		int64_t lo = f->value.u.quantity.has_lo ? f->value.u.quantity.lo : 0;
		int64_t hi = f->value.u.quantity.has_hi ? f->value.u.quantity.hi : INT64_MAX;
		if (!fits(count, lo, hi)) {
			conflict_mark(o, count->prop->term.code, f, f->same);
			conflict_mark(o, count->prop->term.code, count, count->same);
		}
	}
	if (!clash)
		return;
	conflict_mark(o, count->prop->term.code, count, count->same);
	mark_list(in, o, roster, count, n);
}

void rule_count_against_roster(const struct conflict_input *in, struct conflict_out *o)
{
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		const struct property *roster = property_roster(in->vocab, f->prop);
		if (roster && f->value.type == VALUE_QUANTITY)
			check_count(in, o, roster, f);
	}
}
