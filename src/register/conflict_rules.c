/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conflict_rules.c - what is looked for, in the order of vocab/conflict_kinds.csv.
 *
 * `tense` has no rule: whether two forecasts speak of one thing cannot be seen from values.
 */
#include "register/conflict_priv.h"

static const struct {
	const char *kind;
	conflict_rule *rule;
} RULES[] = {
	{ "unequal_value", rule_unequal_value },
	{ "unequal_scope", rule_unequal_scope },
	{ "unequal_window", rule_unequal_window },
	{ "count_against_roster", rule_count_against_roster },
	{ "derived_against_stated", rule_derived_against_stated },
	{ "set_without_mapping", rule_set_without_mapping },
	{ "table_against_text", rule_table_against_text },
	{ "quotation_against_original", rule_quotation },
	{ "impossible_order", rule_impossible_order },
	{ "wrong_weekday", rule_wrong_weekday },
	{ "wrong_calendar", rule_wrong_calendar },
	{ "missing_anchor", rule_missing_anchor },
	{ "superlative", rule_superlative },
	{ "attribution", rule_attribution },
	{ "missing_addressee", rule_missing_addressee },
	{ "relative_date", rule_relative_date },
	{ "source_not_named", rule_source_not_named },
	{ "wrong_organisation", rule_wrong_organisation },
	{ "decided_differently", rule_decided_differently },
};

void conflict_mark(struct conflict_out *o, struct str property, const struct conflict_field *f,
		   struct str key)
{
	o->marks = arena_grow(o->a, o->marks, o->n, &o->cap, sizeof *o->marks);
	o->marks[o->n++] = (struct conflict_mark){
		.kind = o->kind, .property = property, .key = key, .field = f->id
	};
}

/* Marks of one property together, in each the order of the log. */
static int by_property_then_log(const void *p, const void *q)
{
	const struct conflict_mark *x = p;
	const struct conflict_mark *y = q;
	int c = str_cmp(x->property, y->property);
	if (c)
		return c;
	if (x->field != y->field)
		return x->field < y->field ? -1 : 1;
	return str_cmp(x->key, y->key);
}

/* The side with this key, made when there is room. NULL: more than CONFLICT_SIDES_MAX. */
static struct conflict_found_side *side_for(struct conflict_found *c, struct str *keys,
					    struct str key, struct arena *a, size_t most)
{
	for (size_t i = 0; i < c->n_sides; i++)
		if (str_eq(keys[i], key))
			return &c->sides[i];
	if (c->n_sides == CONFLICT_SIDES_MAX)
		return NULL;
	struct conflict_found_side *s = &c->sides[c->n_sides];
	s->fields = NEW_N(a, most, int64_t);
	keys[c->n_sides++] = key;
	return s;
}

static struct conflict_found found_of(const struct conflict_mark *m, size_t n, struct arena *a)
{
	struct str keys[CONFLICT_SIDES_MAX];
	struct conflict_found c = { .kind = m->kind, .property = m->property };
	c.sides = NEW_N(a, CONFLICT_SIDES_MAX, struct conflict_found_side);
	for (size_t i = 0; i < n; i++) {
		if (i && m[i].field == m[i - 1].field)
			continue; /* a field is on one side, the first it was marked for */
		struct conflict_found_side *s = side_for(&c, keys, m[i].key, a, n - i);
		if (s)
			s->fields[s->n++] = m[i].field;
	}
	return c;
}

static size_t same_property(const struct conflict_mark *m, size_t n)
{
	size_t i = 1;
	while (i < n && str_eq(m[i].property, m[0].property))
		i++;
	return i;
}

void conflict_find(struct conflict_input *in, struct arena *a, struct conflict_found **ret,
		   size_t *ret_n)
{
	struct conflict_found *found = NULL;
	size_t n = 0;
	size_t cap = 0;
	conflict_compare_all(in);
	for (size_t i = 0; i < COUNT(RULES); i++) {
		struct conflict_out o = { .a = a, .kind = str_of(RULES[i].kind) };
		RULES[i].rule(in, &o);
		if (o.n > 1)
			qsort(o.marks, o.n, sizeof *o.marks, by_property_then_log);
		for (size_t at = 0; at < o.n;) {
			size_t of = same_property(&o.marks[at], o.n - at);
			found = arena_grow(a, found, n, &cap, sizeof *found);
			found[n] = found_of(&o.marks[at], of, a);
			found[n++].rank = (int)i;
			at += of;
		}
	}
	*ret = found;
	*ret_n = n;
}
