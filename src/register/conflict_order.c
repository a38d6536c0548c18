/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conflict_order.c - what cannot come before what.
 *
 * One thing is certainly before another only when its last possible day is before the other's first.
 * Dates that are imprecise or disputed leave more possible, and so find less.
 *
 * What may repeat or come again is not held to an order: arrest after release, a request for review
 * after one was rejected, anything after a sentence was quashed.
 */
#include "register/conflict_priv.h"

enum {
	ORDER_TRIAL = 40,
	ORDER_SENTENCE = 50,
	ORDER_SOLITARY = 90,
	ORDER_QUASHED = 110,
	ORDER_FORGIVEN = 230
};

static bool before(struct conflict_days x, struct conflict_days y)
{
	return x.hi < y.lo;
}

static void mark_event(struct conflict_out *o, struct str property, const struct conflict_event *ev)
{
	for (size_t i = 0; i < ev->n_dates; i++)
		conflict_mark(o, property, ev->dates[i],
			      str_printf(o->a, "%lld", (long long)ev->entity));
}

static void mark_events(struct conflict_out *o, const struct conflict_event *x,
			const struct conflict_event *y)
{
	mark_event(o, STR("date"), x);
	mark_event(o, STR("date"), y);
}

/* ---- death comes last ---- */

static bool is_death(const struct conflict_event *ev)
{
	static const char *const DEATHS[] = { "execution", "extrajudicial_killing",
					      "death_in_custody" };
	for (size_t i = 0; ev->type && i < COUNT(DEATHS); i++)
		if (str_eq(ev->type->term.code, str_of(DEATHS[i])))
			return true;
	return false;
}

/* What concerns the dead or their family, or can be dated by others than the person. */
static bool may_follow_death(const struct conflict_event *ev)
{
	static const char *const AFTER[] = { "burial",
					     "family_harassment",
					     "grave_destruction",
					     "incitement_publication",
					     "statement_warning",
					     "statement",
					     "mass_killing",
					     "law_change",
					     "hearing",
					     "debate",
					     "communications_cut",
					     "ceasefire",
					     "war",
					     "other" };
	for (size_t i = 0; ev->type && i < COUNT(AFTER); i++)
		if (str_eq(ev->type->term.code, str_of(AFTER[i])))
			return true;
	return ev->type == NULL;
}

static void check_deaths(const struct conflict_input *in, struct conflict_out *o)
{
	for (size_t i = 0; i < in->n_events; i++) {
		if (!is_death(&in->events[i]))
			continue;
		for (size_t k = 0; k < in->n_events; k++)
			if (before(in->events[i].days, in->events[k].days) &&
			    !may_follow_death(&in->events[k]))
				mark_events(o, &in->events[i], &in->events[k]);
	}
}

/* ---- what needs a sentence ---- */

static bool has_order(const struct conflict_event *ev, int order)
{
	return ev->type && ev->type->stage.n && ev->type->order == order;
}

/* What is done with a sentence of death, and therefore after it. A move to a solitary cell also
 * happens before one. */
static bool answers_sentence(const struct conflict_event *ev)
{
	return ev->type && ev->type->stage.n && ev->type->order > ORDER_SENTENCE &&
	       ev->type->order <= ORDER_FORGIVEN && ev->type->order != ORDER_SOLITARY;
}

/* The event of this order that may be the earliest, by its first possible day. */
static const struct conflict_event *earliest(const struct conflict_input *in, int order)
{
	const struct conflict_event *best = NULL;
	for (size_t i = 0; i < in->n_events; i++)
		if (has_order(&in->events[i], order) &&
		    (!best || in->events[i].days.lo < best->days.lo))
			best = &in->events[i];
	return best;
}

static bool was_quashed(const struct conflict_input *in)
{
	return earliest(in, ORDER_QUASHED) != NULL;
}

static void check_sentences(const struct conflict_input *in, struct conflict_out *o)
{
	const struct conflict_event *trial = earliest(in, ORDER_TRIAL);
	const struct conflict_event *sentence = earliest(in, ORDER_SENTENCE);
	if ((!trial && !sentence) || was_quashed(in))
		return;
	for (size_t i = 0; i < in->n_events; i++) {
		const struct conflict_event *ev = &in->events[i];
		if (!answers_sentence(ev) && !has_order(ev, ORDER_SENTENCE))
			continue;
		if (sentence && answers_sentence(ev) && before(ev->days, sentence->days))
			mark_events(o, ev, sentence);
		if (trial && before(ev->days, trial->days))
			mark_events(o, ev, trial);
	}
}

/* ---- birth and death as dates of the person ---- */

/* All that is possible according to the claims for one date; false: none. */
static bool span_of(const struct conflict_input *in, const char *property,
		    struct conflict_days *ret)
{
	bool any = false;
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		int32_t lo;
		int32_t hi;
		if (!f->has_date || !field_is(f, property))
			continue;
		edtf_bounds(&f->date, &lo, &hi);
		ret->lo = !any || lo < ret->lo ? lo : ret->lo;
		ret->hi = !any || hi > ret->hi ? hi : ret->hi;
		any = true;
	}
	return any;
}

static void mark_dates(const struct conflict_input *in, struct conflict_out *o, const char *of,
		       struct str property)
{
	for (size_t i = 0; i < in->n_fields; i++)
		if (in->fields[i].has_date && field_is(&in->fields[i], of))
			conflict_mark(o, property, &in->fields[i], in->fields[i].prop->term.code);
}

static void check_life(const struct conflict_input *in, struct conflict_out *o)
{
	struct conflict_days birth;
	struct conflict_days death;
	bool born = span_of(in, "birth_date", &birth);
	bool died = span_of(in, "death_date", &death);
	if (born && died && before(death, birth)) {
		mark_dates(in, o, "birth_date", STR("death_date"));
		mark_dates(in, o, "death_date", STR("death_date"));
	}
	for (size_t i = 0; i < in->n_events; i++) {
		const struct conflict_event *ev = &in->events[i];
		if (born && ev->type && before(ev->days, birth)) {
			mark_dates(in, o, "birth_date", STR("birth_date"));
			mark_event(o, STR("birth_date"), ev);
		}
		if (died && before(death, ev->days) && !may_follow_death(ev)) {
			mark_dates(in, o, "death_date", STR("death_date"));
			mark_event(o, STR("death_date"), ev);
		}
	}
}

/* ---- one event ---- */

static void check_span(const struct conflict_input *in, struct conflict_out *o, const char *first,
		       const char *second)
{
	struct conflict_days x;
	struct conflict_days y;
	if (!span_of(in, first, &x) || !span_of(in, second, &y) || !before(y, x))
		return;
	mark_dates(in, o, first, str_of(second));
	mark_dates(in, o, second, str_of(second));
}

/* It answers, reviews or follows an event that came later. */
static void check_related(const struct conflict_input *in, struct conflict_out *o)
{
	struct conflict_days own;
	if (!span_of(in, "date", &own) && !span_of(in, "start", &own))
		return;
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		if (!field_is(f, "relates_to") || f->value.type != VALUE_ENTITY)
			continue;
		for (size_t k = 0; k < in->n_anchors; k++) {
			const struct conflict_anchor *a = &in->anchors[k];
			if (!a->date || !id_eq(&a->id, &f->value.u.entity.id) ||
			    !before(own, a->days))
				continue;
			conflict_mark(o, STR("date"), a->date, STR("answered"));
			mark_dates(in, o, "date", STR("date"));
			mark_dates(in, o, "start", STR("date"));
		}
	}
}

bool event_may_lie_ahead(const struct conflict_input *in)
{
	static const char *const AHEAD[] = { "hearing",	   "debate",	   "trial",
					     "law_change", "office_taken", "other" };
	for (size_t i = 0; in->type && i < COUNT(AHEAD); i++)
		if (str_eq(in->type->term.code, str_of(AHEAD[i])))
			return true;
	for (size_t i = 0; i < in->n_fields;
	     i++) /* ordered or announced, and not said to be done */
		if (field_is(&in->fields[i], "carried_out") &&
		    (in->fields[i].value.type != VALUE_BOOLEAN || !in->fields[i].value.u.is))
			return true;
	return in->type == NULL;
}

/* The source spoke before it happened. */
static void check_told(const struct conflict_input *in, struct conflict_out *o)
{
	if (event_may_lie_ahead(in))
		return;
	for (size_t i = 0; i < in->n_fields; i++) {
		const struct conflict_field *f = &in->fields[i];
		int32_t lo;
		int32_t hi;
		if (!f->has_date || !f->has_said || (!field_is(f, "date") && !field_is(f, "start")))
			continue;
		edtf_bounds(&f->date, &lo, &hi);
		if (f->said.hi < lo)
			conflict_mark(o, f->prop->term.code, f, f->same);
	}
}

void rule_impossible_order(const struct conflict_input *in, struct conflict_out *o)
{
	if (str_eq(in->kind, STR("person"))) {
		check_deaths(in, o);
		check_sentences(in, o);
		check_life(in, o);
	} else if (str_eq(in->kind, STR("event"))) {
		check_span(in, o, "start", "end");
		check_span(in, o, "start", "date");
		check_span(in, o, "date", "end");
		check_related(in, o);
		check_told(in, o);
	}
}
