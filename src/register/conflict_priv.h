/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conflict_priv.h - the finder inside: what a rule sees, what it says.
 *
 * A rule is a pure function of one subject's fields and of the little it needs to know about other
 * subjects (struct conflict_input). It marks fields; marks of the same kind and property become one
 * conflict, whose sides are the marks with equal keys, in the order of the log. Loading the input
 * (conflict_load.c) and storing what was found (conflict_store.c) know nothing of the rules.
 *
 * Notes never get here: the loader does not read them.
 *
 * Days are Julian day numbers; INT32_MIN and INT32_MAX stand for an end that is not known.
 */
#ifndef VIGIL_CONFLICT_PRIV_H
#define VIGIL_CONFLICT_PRIV_H

#include "register/register_priv.h"

struct conflict_days {
	int32_t lo, hi;
};

/* One field that stands (nothing retracted comes here), with what separates it from others. */
struct conflict_field {
	int64_t id; /* as in the view: in the order of entries */
	int64_t subject;
	const struct property *prop;
	struct value value;    /* VALUE_UNKNOWN: the source does not give it */
	struct str same;       /* equal values of one property have equal text */
	struct edtf date;      /* with has_date: the value as a date */
	int64_t ref;	       /* the value is an entity: its id in the view */
	const int64_t *within; /* places the value lies in */
	size_t n_within;
	struct str gazetteer, province;	   /* of a place: its entry and that of its province */
	struct conflict_days when, period; /* with has_when, has_period */
	struct conflict_days said;	   /* with has_said: when the source said it */
	struct str where, scope;	   /* "" not given or unknown */
	struct str position;		   /* "" not given */
	struct str wording;
	int64_t source, document, via; /* 0 none */
	int64_t counter;	       /* who is said to have counted; 0 nobody named */
	const struct value *comparison_base, *relative_to; /* NULL: not given */
	unsigned found; /* set by the finder: bits of enum conflict_unequal */
	bool has_date, has_when, has_period, has_said;
	bool when_unknown, where_unknown, counter_unknown; /* said to be unknown, not left out */
	bool derived;					   /* derived or inferred */
};

/* One whom the subject has as a member (or a site it includes). */
struct conflict_member {
	int64_t entity;
	bool is_person;
	bool own_affiliation; /* an affiliation is stated of the person, not only of the group */
	bool ended;	      /* an event ended the risk, not later than `end`: */
	int32_t end;
};

/* An event of a person, with the fields that date it. */
struct conflict_event {
	int64_t entity;
	const struct event_type *type;		   /* NULL: not recorded */
	const struct conflict_field *const *dates; /* date, start, end */
	size_t n_dates;
	struct conflict_days days; /* first and last on which it can have been */
};

/* What the subject's dates are counted from, or an earlier event it answers. */
struct conflict_anchor {
	struct id id;
	struct conflict_days days;	   /* of all its date fields */
	const struct conflict_field *date; /* one of them; NULL: none is recorded */
	bool exact;			   /* all of them say the same single day */
	bool has_parties, shares_parties;  /* persons in it; some also in the subject */
};

/* A field of another subject that names this one. */
struct conflict_mention {
	int64_t carrier; /* document or, read second-hand, what it was read in */
	struct str position;
};

/* An editor's choice for one property. Those in the input were made at several sites, none of which
 * had seen another one of them: for each property at least two, or none. */
struct conflict_decision {
	struct str property;
	int64_t field; /* 0: both stand, or what was chosen is not readable */
};

struct conflict_input {
	const struct vocab *vocab;
	int64_t subject;
	struct str kind;
	const struct event_type *type; /* of an event, when recorded */
	struct conflict_field *fields; /* in the order of the log */
	size_t n_fields;
	const struct conflict_member *members; /* all of them, ascending by entity */
	size_t n_members;
	const struct conflict_event *events; /* of a person */
	size_t n_events;
	const struct conflict_anchor *anchors;
	size_t n_anchors;
	const struct conflict_field
		*twins; /* of other subjects of this kind and type, from the same
	                                        * sources: properties whose one-of set this one has too,
	                                        * and no other claim says which */
	size_t n_twins;
	const struct conflict_mention *mentions;
	size_t n_mentions;
	bool whole_has_place;			   /* it is part of an event that has a place */
	const struct conflict_decision *decisions; /* that nobody took back, the newest first */
	size_t n_decisions;
};

/* ---- what is found ---- */

struct conflict_found_side {
	int64_t *fields; /* ids, ascending */
	size_t n;
};
struct conflict_found {
	struct str kind, property;
	int rank;			   /* of the kind: its place in vocab/conflict_kinds.csv */
	struct conflict_found_side *sides; /* at most CONFLICT_SIDES_MAX, in the order of the log */
	size_t n_sides;
};

struct conflict_mark {
	struct str kind, property, key;
	int64_t field;
};
struct conflict_out {
	struct arena *a;
	struct str kind; /* of the rule that runs */
	struct conflict_mark *marks;
	size_t n, cap;
};

/* Say that `f` is part of a conflict of this rule over `property`, on the side `key`. */
void conflict_mark(struct conflict_out *o, struct str property, const struct conflict_field *f,
		   struct str key);

typedef void conflict_rule(const struct conflict_input *in, struct conflict_out *o);

/*
 * All conflicts of one subject, ordered by kind as in vocab/conflict_kinds.csv, then by the name of
 * the property. Writes only `found` of the fields. Takes n * n comparisons of numbers for
 * the fields of functional properties.
 */
void conflict_find(struct conflict_input *in, struct arena *a, struct conflict_found **ret,
		   size_t *ret_n);

/* ---- conflict_compare.c: two fields ---- */

/* In which way two fields of a subject cannot both hold. */
enum conflict_unequal {
	UNEQUAL_VALUE = 1,
	UNEQUAL_SCOPE = 2,
	UNEQUAL_WINDOW = 4,
	UNEQUAL_DERIVED = 8,
	UNEQUAL_TABLE = 16,
	UNEQUAL_QUOTED = 32
};
/* 0: they can both hold. `framed`: fields of two properties that count the same group. */
unsigned conflict_compare(const struct conflict_input *in, const struct conflict_field *x,
			  const struct conflict_field *y, bool framed);
/* Set `found` of all fields. */
void conflict_compare_all(struct conflict_input *in);

/* NULL: not among the members. */
const struct conflict_member *conflict_member(const struct conflict_input *in, int64_t entity);
bool field_is_known(const struct conflict_field *f);
bool field_is(const struct conflict_field *f, const char *property);
bool field_times_meet(const struct conflict_field *x, const struct conflict_field *y);
bool field_in_table(const struct conflict_field *f);   /* table or caption */
int64_t field_carrier(const struct conflict_field *f); /* what was read: via or document; 0 none */
/* The value, and for numbers what they count and when: what makes two fields one side. */
struct str field_side(const struct conflict_field *f, struct arena *a);
/* Whether a property holds numbers that must fit the list in an entity property ("member"), and
 * which; NULL: none. */
const struct property *property_roster(const struct vocab *v, const struct property *p);
/* A number that only counts such a list ("named_members"). */
bool property_counts_roster(const struct vocab *v, const struct property *p);
/* Whether the two are framings of one number: one lists the other in compared_with. */
bool property_frames(const struct vocab *v, const struct property *x, const struct property *y);

/* ---- the rules, a file for each idea ---- */

conflict_rule rule_unequal_value, rule_unequal_scope, rule_unequal_window,
	rule_derived_against_stated, rule_table_against_text, rule_quotation; /* conflict_value.c */
conflict_rule rule_count_against_roster;				      /* conflict_count.c */
conflict_rule rule_set_without_mapping, rule_wrong_weekday,
	rule_relative_date;	     /* conflict_date.c */
conflict_rule rule_wrong_calendar;   /* conflict_calendar.c */
conflict_rule rule_impossible_order; /* conflict_order.c */
/* An event that is announced before it happens, or not said to have been carried out. */
bool event_may_lie_ahead(const struct conflict_input *in);
conflict_rule rule_decided_differently; /* conflict_decide.c */
conflict_rule rule_missing_anchor, rule_superlative, rule_attribution, rule_missing_addressee,
	rule_source_not_named, rule_wrong_organisation; /* conflict_gap.c */

/* ---- conflict_decide.c: what editors decided ---- */

/*
 * The newest decision for a property, when whoever decided could know all `fields` (ascending): a decision
 * is about the claims that were there, and a further one opens the question again. `ret` is its place
 * in the order; 0: open. Also 0 while sites that had not seen each other's decisions differ.
 */
int conflict_decision(struct reg *r, struct store *st, int64_t subject, struct str property,
		      const int64_t *fields, size_t n, struct arena *a, int64_t *ret,
		      struct err *e) MUST_USE;
/* Fills `decisions`. */
int conflict_load_decisions(struct reg *r, struct store *st, struct conflict_input *in,
			    struct arena *a, struct err *e) MUST_USE;

/* ---- conflict_load.c: the subject; conflict_around.c: what it needs to know of others ---- */

/* *ret_any false: nothing of this subject can conflict, and `ret` is not filled. */
int conflict_load(struct reg *r, struct store *st, int64_t entity, struct arena *a,
		  struct conflict_input *ret, bool *ret_any, struct err *e) MUST_USE;
enum { CONFLICT_PARTS_DEPTH = 8 }; /* places within places */
int conflict_load_around(struct store *st, struct conflict_input *in, struct arena *a,
			 struct err *e) MUST_USE;

/* Columns of a field as conflict_take reads them; the query names the tables f and s (its statement). */
#define CONFLICT_COLUMNS                                                                                   \
	"f.id, f.subject, f.property, f.value, f.quals, f.same, f.ref, f.when_lo, f.when_hi, f.when_text," \
	" f.place, f.scope, f.basis, f.position, s.source, s.document, s.via, s.source_date"
/* ERR_NOTFOUND: a property this vocabulary does not know, which no rule can judge. */
int conflict_take(const struct vocab *v, struct store *st, struct stmt *q, struct arena *a,
		  struct conflict_field *ret, struct err *e) MUST_USE;

#endif
