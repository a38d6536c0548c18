/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conflict_compare.c - can two fields both hold?
 *
 * The answer is asked in this order: do they say the same; are they of one time and place; do they
 * count the same; do they mean the same window; and only then, is one of them worked out, relayed
 * or from a table. The first thing that differs names the conflict, because it tells what to do.
 *
 * Numbers that break down a whole are no conflict: executions of 2025 and of January 2025, prisoners
 * and the women among them. They become one when the part exceeds the whole, or comes so near to
 * it (a tenth) that it may be the same number under another name.
 */
#include "register/conflict_priv.h"

enum { NEAR_SHARE = 10 };		 /* a tenth */
enum { SAME_SPOT_MICRODEGREES = 10000 }; /* about a kilometre */

bool field_is_known(const struct conflict_field *f)
{
	if (f->value.type == VALUE_CODE)
		return !str_eq(f->value.u.code.code, STR("unknown"));
	return f->value.type != VALUE_UNKNOWN;
}

bool field_is(const struct conflict_field *f, const char *property)
{
	return str_eq(f->prop->term.code, str_of(property));
}

const struct conflict_member *conflict_member(const struct conflict_input *in, int64_t entity)
{
	size_t lo = 0;
	size_t hi = in->n_members;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (in->members[mid].entity < entity)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < in->n_members && in->members[lo].entity == entity ? &in->members[lo] : NULL;
}

static bool meet(struct conflict_days x, struct conflict_days y)
{
	return x.lo <= y.hi && y.lo <= x.hi;
}

static bool days_eq(struct conflict_days x, struct conflict_days y)
{
	return x.lo == y.lo && x.hi == y.hi;
}

bool field_times_meet(const struct conflict_field *x, const struct conflict_field *y)
{
	if (x->has_when && y->has_when && !meet(x->when, y->when))
		return false;
	return !x->has_period || !y->has_period || meet(x->period, y->period);
}

bool field_in_table(const struct conflict_field *f)
{
	return str_eq(f->position, STR("table")) || str_eq(f->position, STR("caption"));
}

int64_t field_carrier(const struct conflict_field *f)
{
	return f->via ? f->via : f->document;
}

struct str field_side(const struct conflict_field *f, struct arena *a)
{
	if (f->value.type != VALUE_QUANTITY)
		return f->same;
	return str_printf(a, "%.*s %.*s %.*s %d %ld %ld", STR_FMT(f->prop->term.code),
			  STR_FMT(f->same), STR_FMT(f->scope), f->has_when, (long)f->when.lo,
			  (long)f->when.hi);
}

/* ---- values ---- */

/* Decimal degrees in millionths; what follows the sixth place does not matter here. */
static int64_t microdegrees(struct str s)
{
	int64_t v = 0;
	int places = -1;
	bool minus = s.n && s.p[0] == '-';
	for (size_t i = minus; i < s.n && places < 6; i++) {
		if (s.p[i] == '.') {
			places = 0;
			continue;
		}
		if (s.p[i] < '0' || s.p[i] > '9' || v > 1000000000)
			return v;
		v = v * 10 + (s.p[i] - '0');
		places += places >= 0;
	}
	for (places = places < 0 ? 0 : places; places < 6; places++)
		v *= 10;
	return minus ? -v : v;
}

static bool near_degrees(struct str x, struct str y)
{
	int64_t d = microdegrees(x) - microdegrees(y);
	return d <= SAME_SPOT_MICRODEGREES && d >= -SAME_SPOT_MICRODEGREES;
}

static bool lies_within(const struct conflict_field *x, const struct conflict_field *place)
{
	for (size_t i = 0; i < x->n_within; i++)
		if (x->within[i] == place->ref)
			return true;
	return x->province.n && str_eq(x->province, place->gazetteer);
}

/* Free words differ without disagreeing; only words of one language are compared, and a longer
 * wording that contains the shorter says more, not something else. */
static bool texts_can_both_hold(const struct conflict_field *x, const struct conflict_field *y)
{
	if (!str_eq(x->value.u.text.lang, y->value.u.text.lang))
		return true;
	return str_has(x->same, y->same) || str_has(y->same, x->same);
}

static bool values_can_both_hold(const struct conflict_field *x, const struct conflict_field *y)
{
	if (str_eq(x->same, y->same) || x->value.type != y->value.type)
		return true;
	switch (x->value.type) {
	case VALUE_TEXT:
	case VALUE_NAME:
		return texts_can_both_hold(x, y);
	case VALUE_DATE:
		return !x->has_date || !y->has_date || edtf_can_be_same(&x->date, &y->date);
	case VALUE_ENTITY:
		return lies_within(x, y) || lies_within(y, x);
	case VALUE_COORDINATES:
		return near_degrees(x->value.u.coordinates.lat, y->value.u.coordinates.lat) &&
		       near_degrees(x->value.u.coordinates.lon, y->value.u.coordinates.lon);
	case VALUE_QUANTITY: /* "17" and "at least 17" are two statements, also where one number fits both */
	case VALUE_CODE:
	case VALUE_BOOLEAN:
	case VALUE_EVIDENCE:
		return false;
	case VALUE_UNKNOWN:
		return true;
	}
	return true;
}

/* ---- what a number counts, and when ---- */

static bool is_number(const struct conflict_field *x)
{
	return x->value.type == VALUE_QUANTITY;
}

static int64_t least(const struct conflict_field *x)
{
	return x->value.u.quantity.has_lo ? x->value.u.quantity.lo : 0;
}

static int64_t most(const struct conflict_field *x)
{
	return x->value.u.quantity.has_hi ? x->value.u.quantity.hi : INT64_MAX;
}

static bool numbers_near(const struct conflict_field *x, const struct conflict_field *y)
{
	int64_t p = x->value.u.quantity.has_lo ? least(x) : most(x);
	int64_t q = y->value.u.quantity.has_lo ? least(y) : most(y);
	int64_t more = p > q ? p : q;
	return more - (p < q ? p : q) <= more / NEAR_SHARE;
}

/* A part that does not exceed the whole and is not nearly all of it. */
static bool is_plain_part(const struct conflict_field *part, const struct conflict_field *whole)
{
	return least(part) <= most(whole) && !numbers_near(part, whole);
}

static bool scope_within(const struct vocab *v, struct str scope, struct str whole)
{
	enum { DEPTH_MAX = 16 };
	for (int i = 0; scope.n && i < DEPTH_MAX; i++) {
		scope = vocab_detail(v, STR("scopes"), scope, STR("within"));
		if (str_eq(scope, whole))
			return true;
	}
	return false;
}

/* Two scopes side by side that need no explanation. */
static bool scopes_break_down(const struct conflict_input *in, const struct conflict_field *x,
			      const struct conflict_field *y)
{
	if (!x->scope.n || !y->scope.n)
		return false;
	bool one_claim = x->id / 256 == y->id / 256;
	if (scope_within(in->vocab, x->scope, y->scope))
		return one_claim ? least(x) <= most(y) : is_plain_part(x, y);
	if (scope_within(in->vocab, y->scope, x->scope))
		return one_claim ? least(y) <= most(x) : is_plain_part(y, x);
	return one_claim || (str_eq(in->kind, STR("figure")) && !numbers_near(x, y));
}

static bool spans(struct conflict_days whole, struct conflict_days part)
{
	return whole.lo <= part.lo && part.hi <= whole.hi;
}

static int64_t length(struct conflict_days d)
{
	return (int64_t)d.hi - d.lo + 1;
}

/* A month of a year: inside it, and less than half of it. */
static bool window_is_part(const struct conflict_field *part, const struct conflict_field *whole)
{
	return spans(whole->when, part->when) && length(part->when) * 2 < length(whole->when) &&
	       least(part) <= most(whole);
}

static bool windows_differ(const struct conflict_input *in, const struct conflict_field *x,
			   const struct conflict_field *y)
{
	if (x->has_period && y->has_period && !days_eq(x->period, y->period))
		return true;
	if (x->has_when && y->has_when)
		return !days_eq(x->when, y->when);
	/* A count without a window says nothing of when; an age or a place without one holds now. */
	return x->has_when != y->has_when && is_number(x) && str_eq(in->kind, STR("figure"));
}

static bool windows_break_down(const struct conflict_input *in, const struct conflict_field *x,
			       const struct conflict_field *y)
{
	return is_number(x) && str_eq(in->kind, STR("figure")) && x->has_when && y->has_when &&
	       (window_is_part(x, y) || window_is_part(y, x));
}

/* ---- two fields ---- */

static bool is_relay_of(const struct conflict_field *relay, const struct conflict_field *original)
{
	return relay->via && !original->via && relay->source && relay->source == original->source &&
	       (!relay->document || !original->document || relay->document == original->document);
}

static bool table_and_text(const struct conflict_field *x, const struct conflict_field *y)
{
	return x->position.n && y->position.n && field_in_table(x) != field_in_table(y) &&
	       field_carrier(x) && field_carrier(x) == field_carrier(y) && x->source == y->source;
}

unsigned conflict_compare(const struct conflict_input *in, const struct conflict_field *x,
			  const struct conflict_field *y, bool framed)
{
	if (!field_times_meet(x, y) || values_can_both_hold(x, y))
		return 0;
	if (x->where.n && y->where.n && !str_eq(x->where, y->where))
		return 0; /* another place, another count */
	if (is_number(x) && !str_eq(x->scope, y->scope))
		return !framed && scopes_break_down(in, x, y) ? 0 : UNEQUAL_SCOPE;
	if (windows_differ(in, x, y))
		return windows_break_down(in, x, y) ? 0 : UNEQUAL_WINDOW;
	if (x->derived != y->derived)
		return UNEQUAL_DERIVED;
	if (is_relay_of(x, y) || is_relay_of(y, x))
		return UNEQUAL_QUOTED;
	return table_and_text(x, y) ? UNEQUAL_TABLE : UNEQUAL_VALUE;
}

/* ---- properties compared with each other ---- */

static bool lists(const struct property *p, struct str other)
{
	struct str rest = p->compared_with;
	struct str item;
	while (rest.n) {
		rest = str_cut(rest, '|', &item);
		if (str_eq(item, other))
			return true;
	}
	return false;
}

const struct property *property_roster(const struct vocab *v, const struct property *p)
{
	struct str rest = p->compared_with;
	struct str item;
	while (p->type == VALUE_QUANTITY && rest.n) {
		rest = str_cut(rest, '|', &item);
		const struct property *q = vocab_property(v, item);
		if (q && q->type == VALUE_ENTITY)
			return q;
	}
	return NULL;
}

bool property_counts_roster(const struct vocab *v, const struct property *p)
{
	struct str rest = p->compared_with;
	struct str item;
	while (rest.n) {
		rest = str_cut(rest, '|', &item);
		const struct property *q = vocab_property(v, item);
		if (!q || q->type != VALUE_ENTITY)
			return false;
	}
	return p->type == VALUE_QUANTITY && p->compared_with.n;
}

bool property_frames(const struct vocab *v, const struct property *x, const struct property *y)
{
	return x != y && x->type == VALUE_QUANTITY && y->type == VALUE_QUANTITY &&
	       (lists(x, y->term.code) || lists(y, x->term.code)) &&
	       !property_counts_roster(v, x) && !property_counts_roster(v, y);
}

void conflict_compare_all(struct conflict_input *in)
{
	for (size_t i = 0; i < in->n_fields; i++) {
		struct conflict_field *x = &in->fields[i];
		if (!x->prop->functional || !field_is_known(x))
			continue;
		for (size_t k = 0; k < i; k++) {
			struct conflict_field *y = &in->fields[k];
			if (y->prop != x->prop || !field_is_known(y))
				continue;
			unsigned how = conflict_compare(in, x, y, false);
			x->found |= how;
			y->found |= how;
		}
	}
}
