/* SPDX-License-Identifier: GPL-3.0-or-later */
/* conflict_date.c - rules on dates as they were given: sets, weekdays, dates counted from others. */
#include "register/conflict_priv.h"

#include "text/calendar.h"
#include "text/fold.h"

/* ---- several subjects share several dates ---- */

/* As many dates as subjects or fewer, so that each could have its own. A range has no members. */
static bool could_be_mapped(const struct edtf *set, size_t subjects)
{
	if (set->kind != EDTF_ONE_OF || set->n < 2 || set->n > subjects)
		return false;
	for (size_t i = 0; i < set->n; i++)
		if (set->items[i].range)
			return false;
	return true;
}

/* How many subjects share the set of `f`, itself included; 0 when another one, with a lower number,
 * is the one that bears the conflict. */
static size_t sharers(const struct conflict_input *in, const struct conflict_field *f)
{
	size_t n = 1;
	int64_t last = in->subject;
	for (size_t i = 0; i < in->n_twins; i++) {
		const struct conflict_field *t = &in->twins[i];
		if (t->prop != f->prop || t->source != f->source || !str_eq(t->same, f->same))
			continue;
		if (t->subject < in->subject)
			return 0;
		n += t->subject != last;
		last = t->subject;
	}
	return n;
}

/* Another claim says which day it was. */
static bool is_mapped(const struct conflict_input *in, const struct conflict_field *set)
{
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		if (f->prop == set->prop && f->source == set->source && f->has_date &&
		    edtf_is_exact_day(&f->date) && edtf_overlaps(&f->date, &set->date))
			return true;
	}
	return false;
}

void rule_set_without_mapping(const struct conflict_input *in, struct conflict_out *o)
{
	if (!in->n_twins)
		return;
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		if (!f->has_date || f->date.kind != EDTF_ONE_OF || is_mapped(in, f) ||
		    !could_be_mapped(&f->date, sharers(in, f)))
			continue;
		conflict_mark(o, f->prop->term.code, f,
			      str_printf(o->a, "%lld", (long long)f->subject));
		for (size_t k = 0; k < in->n_twins; k++) {
			const struct conflict_field *t = &in->twins[k];
			if (t->prop == f->prop && t->source == f->source &&
			    str_eq(t->same, f->same))
				conflict_mark(o, f->prop->term.code, t,
					      str_printf(o->a, "%lld", (long long)t->subject));
		}
	}
}

/* ---- weekdays ---- */

/* Folded words; one that stands behind یک to پنج is found as the two of them joined. */
static const struct {
	const char *word;
	enum weekday day;
} WEEKDAYS[] = {
	{ "monday", WEEKDAY_MONDAY },	   { "mon", WEEKDAY_MONDAY },
	{ "tuesday", WEEKDAY_TUESDAY },	   { "tue", WEEKDAY_TUESDAY },
	{ "tues", WEEKDAY_TUESDAY },	   { "wednesday", WEEKDAY_WEDNESDAY },
	{ "wed", WEEKDAY_WEDNESDAY },	   { "thursday", WEEKDAY_THURSDAY },
	{ "thu", WEEKDAY_THURSDAY },	   { "thur", WEEKDAY_THURSDAY },
	{ "thurs", WEEKDAY_THURSDAY },	   { "friday", WEEKDAY_FRIDAY },
	{ "fri", WEEKDAY_FRIDAY },	   { "saturday", WEEKDAY_SATURDAY },
	{ "sat", WEEKDAY_SATURDAY },	   { "sunday", WEEKDAY_SUNDAY },
	{ "شنبه", WEEKDAY_SATURDAY },	   { "یکشنبه", WEEKDAY_SUNDAY },
	{ "دوشنبه", WEEKDAY_MONDAY },	   { "سهشنبه", WEEKDAY_TUESDAY },
	{ "چهارشنبه", WEEKDAY_WEDNESDAY }, { "پنجشنبه", WEEKDAY_THURSDAY },
	{ "جمعه", WEEKDAY_FRIDAY },	   { "ادینه", WEEKDAY_FRIDAY },
	{ "السبت", WEEKDAY_SATURDAY },	   { "الاحد", WEEKDAY_SUNDAY },
	{ "الاثنین", WEEKDAY_MONDAY },	   { "الثلاثاء", WEEKDAY_TUESDAY },
	{ "الثلاثا", WEEKDAY_TUESDAY },	   { "الاربعاء", WEEKDAY_WEDNESDAY },
	{ "الاربعا", WEEKDAY_WEDNESDAY },  { "الخمیس", WEEKDAY_THURSDAY },
	{ "الجمعه", WEEKDAY_FRIDAY },
};

static bool weekday_of_word(struct str word, enum weekday *ret)
{
	for (size_t i = 0; i < COUNT(WEEKDAYS); i++) {
		if (str_eq(word, str_of(WEEKDAYS[i].word))) {
			*ret = WEEKDAYS[i].day;
			return true;
		}
	}
	return false;
}

/* The one weekday a wording names; false when it names none or several. */
static bool weekday_in(struct str text, struct arena *a, enum weekday *ret)
{
	struct str rest = fold_words(a, text);
	struct str before = STR("");
	struct str word;
	bool any = false;
	enum weekday day;
	while (rest.n) {
		rest = str_cut(rest, ' ', &word);
		bool found = (str_eq(word, STR("شنبه")) &&
			      weekday_of_word(str_join(a, before, word), &day)) ||
			     weekday_of_word(word, &day);
		before = word;
		if (!found)
			continue;
		if (any && *ret != day)
			return false;
		*ret = day;
		any = true;
	}
	return any;
}

static bool is_wrong_weekday(struct str text, int32_t jdn, struct arena *a)
{
	enum weekday day;
	return text.n && weekday_in(text, a, &day) && day != cal_weekday(jdn);
}

void rule_wrong_weekday(const struct conflict_input *in, struct conflict_out *o)
{
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		int32_t day;
		int32_t last;
		if (!f->has_date || !(f->value.u.date.given.n || f->wording.n) ||
		    !edtf_is_exact_day(&f->date))
			continue;
		edtf_bounds(&f->date, &day, &last);
		/* The wording of a derived date may name the weekday of the day it was counted from. */
		if (is_wrong_weekday(f->value.u.date.given, day, o->a) ||
		    (!f->derived && is_wrong_weekday(f->wording, day, o->a)))
			conflict_mark(o, f->prop->term.code, f, f->same);
	}
}

/* ---- dates counted from something ---- */

static const struct conflict_anchor *anchor_of(const struct conflict_input *in,
					       const struct value *v)
{
	for (size_t i = 0; v->type == VALUE_ENTITY && i < in->n_anchors; i++)
		if (id_eq(&in->anchors[i].id, &v->u.entity.id))
			return &in->anchors[i];
	return NULL;
}

/* Another claim counts the same date from something else, and comes to another day. */
static bool has_other_anchor(const struct conflict_input *in, const struct conflict_field *f)
{
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *g = &in->fields[i];
		if (g->prop == f->prop && g->relative_to && g->relative_to->type == VALUE_ENTITY &&
		    f->relative_to->type == VALUE_ENTITY && !str_eq(g->same, f->same) &&
		    !id_eq(&g->relative_to->u.entity.id, &f->relative_to->u.entity.id))
			return true;
	}
	return false;
}

/* The day it was counted from is not given, not one day, or that of an event of other people. */
static bool is_unclear(const struct conflict_input *in, const struct conflict_field *f)
{
	if (f->relative_to->type == VALUE_UNKNOWN)
		return true;
	const struct conflict_anchor *anchor = anchor_of(in, f->relative_to);
	if (!anchor)
		return false;
	return !anchor->exact || (anchor->has_parties && !anchor->shares_parties) ||
	       has_other_anchor(in, f);
}

void rule_relative_date(const struct conflict_input *in, struct conflict_out *o)
{
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		if (!f->relative_to || !f->derived || !(f->has_date || f->has_when) ||
		    !is_unclear(in, f))
			continue;
		conflict_mark(o, f->prop->term.code, f, field_side(f, o->a));
		const struct conflict_anchor *anchor = anchor_of(in, f->relative_to);
		if (anchor && anchor->date)
			conflict_mark(o, f->prop->term.code, anchor->date, STR("counted from"));
	}
}
