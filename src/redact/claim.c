/* SPDX-License-Identifier: GPL-3.0-or-later */
/* claim.c - the chosen claims as plain values: every text copied, every reference a position. */
#include "redact/redact_priv.h"

struct view_term term_copy(struct work *w, const struct term *t)
{
	return (struct view_term){ str_copy(w->a, t->code), str_copy(w->a, t->en),
				   str_copy(w->a, t->fa) };
}

/* A code of a set, or the code itself where the vocabulary does not know it. */
struct view_term term_of(struct work *w, struct str set, struct str code)
{
	const struct term *t = NULL;
	if (!code.n)
		return (struct view_term){ STR(""), STR(""), STR("") };
	if (str_eq(set, STR("event_types"))) {
		const struct event_type *type = vocab_event_type(w->vocab, code);
		t = type ? &type->term : NULL;
	} else if (str_eq(set, STR("statuses"))) {
		const struct status *s = vocab_status(w->vocab, code);
		t = s ? &s->term : NULL;
	} else if (str_eq(set, STR("kinds"))) {
		const struct kind *k = vocab_kind(w->vocab, code);
		t = k ? &k->term : NULL;
	} else {
		t = vocab_term(w->vocab, set, code);
	}
	if (t)
		return term_copy(w, t);
	code = str_copy(w->a, code);
	return (struct view_term){ code, code, STR("") };
}

struct view_value date_copy(struct work *w, struct str edtf)
{
	if (!edtf.n)
		return (struct view_value){ .type = VIEW_ABSENT, .entity = VIEW_NONE };
	return (struct view_value){ .type = VIEW_DATE,
				    .text = str_copy(w->a, edtf),
				    .given = STR(""),
				    .lang = STR(""),
				    .entity = VIEW_NONE };
}

static struct view_value text_copy(struct work *w, enum view_type type, const struct value *v)
{
	struct str lang = v->u.text.lang;
	return (struct view_value){ .type = type,
				    .text = str_copy(w->a, v->u.text.text),
				    .entity = VIEW_NONE,
				    .lang = str_eq(lang, STR("und")) ? STR("")
								     : str_copy(w->a, lang) };
}

static struct view_value entity_copy(struct work *w, const struct value_ref *ref)
{
	const struct candidate *c = work_candidate_of(w, ref);
	/* Named by a claim that is shown, so it is in the view: a qualifier may name one that is not. */
	if (!c || !c->in)
		return (struct view_value){ .type = VIEW_ABSENT, .entity = VIEW_NONE };
	return (struct view_value){ .type = VIEW_ENTITY, .entity = c->at };
}

struct view_value value_copy(struct work *w, const struct value *v)
{
	struct view_value r = { .type = VIEW_ABSENT, .entity = VIEW_NONE };
	switch (v->type) {
	case VALUE_TEXT:
		return text_copy(w, VIEW_TEXT, v);
	case VALUE_NAME:
		return text_copy(w, VIEW_NAME, v);
	case VALUE_DATE:
		r = date_copy(w, v->u.date.edtf);
		r.given = str_copy(w->a, v->u.date.given);
		r.calendar = v->u.date.cal == VALUE_JALALI  ? CAL_JALALI
			     : v->u.date.cal == VALUE_HIJRI ? CAL_HIJRI
							    : CAL_GREGORIAN;
		return r;
	case VALUE_QUANTITY:
		r.type = VIEW_QUANTITY;
		r.has_lo = v->u.quantity.has_lo;
		r.has_hi = v->u.quantity.has_hi;
		r.about = v->u.quantity.about;
		r.lo = v->u.quantity.lo;
		r.hi = v->u.quantity.hi;
		r.given = str_copy(w->a, v->u.quantity.given);
		return r;
	case VALUE_ENTITY:
		return entity_copy(w, &v->u.entity);
	case VALUE_CODE:
		r.type = VIEW_CODE;
		r.term = term_of(w, v->u.code.set, v->u.code.code);
		return r;
	case VALUE_COORDINATES:
		r.type = VIEW_COORDINATES;
		r.text = str_printf(w->a, "%.*s %.*s", STR_FMT(v->u.coordinates.lat),
				    STR_FMT(v->u.coordinates.lon));
		return r;
	case VALUE_BOOLEAN:
		r.type = VIEW_BOOLEAN;
		r.is = v->u.is;
		return r;
	case VALUE_EVIDENCE:
		r.type = VIEW_EVIDENCE;
		r.text = str_copy(w->a, v->u.evidence.sha256);
		return r;
	case VALUE_UNKNOWN:
		r.type = VIEW_NOT_STATED;
		return r;
	}
	return r;
}

/* ---- qualifiers ---- */

static struct view_value absent(void)
{
	return (struct view_value){ .type = VIEW_ABSENT, .entity = VIEW_NONE };
}

static bool is(const struct value_qualifier *q, const char *name)
{
	return str_eq(q->p, str_of(name));
}

static struct str text_in(struct work *w, const struct value *v)
{
	return v->type == VALUE_TEXT || v->type == VALUE_NAME ? str_copy(w->a, v->u.text.text)
	       : v->type == VALUE_CODE			      ? str_copy(w->a, v->u.code.code)
							      : STR("");
}

/* Those that lead to where and in which words it was said. */
static void take_trace(struct work *w, const struct value_qualifier *q, struct view_claim *c)
{
	if (is(q, "locator"))
		c->locator = text_in(w, &q->v);
	else if (is(q, "position") && q->v.type == VALUE_CODE)
		c->position = term_of(w, q->v.u.code.set, q->v.u.code.code);
	else if (is(q, "wording")) {
		c->wording = text_in(w, &q->v);
		if (!c->wording_lang.n && q->v.type == VALUE_TEXT &&
		    !str_eq(q->v.u.text.lang, STR("und")))
			c->wording_lang = str_copy(w->a, q->v.u.text.lang);
	} else if (is(q, "document") && q->v.type == VALUE_ENTITY) {
		struct view_value doc = value_copy(w, &q->v);
		c->document = doc.type == VIEW_ENTITY ? doc.entity : c->document;
	}
}

static enum view_basis basis_of(const struct value *v)
{
	if (v->type == VALUE_CODE && str_eq(v->u.code.code, STR("derived")))
		return VIEW_DERIVED;
	if (v->type == VALUE_CODE && str_eq(v->u.code.code, STR("inferred")))
		return VIEW_INFERRED;
	return VIEW_STATED;
}

static void take_meaning(struct work *w, const struct value_qualifier *q, struct view_claim *c)
{
	const struct {
		const char *name;
		struct view_value *to;
	} VALUES[] = {
		{ "when", &c->when },
		{ "where", &c->where },
		{ "scope", &c->scope },
		{ "period", &c->period },
		{ "counted_by", &c->counted_by },
		{ "comparison_base", &c->comparison_base },
		{ "relative_to", &c->relative_to },
		{ "label_by", &c->label_by },
	};
	for (size_t i = 0; i < COUNT(VALUES); i++)
		if (is(q, VALUES[i].name))
			*VALUES[i].to = value_copy(w, &q->v);
	if (is(q, "basis"))
		c->basis = basis_of(&q->v);
	else if (is(q, "certainty") && q->v.type == VALUE_CODE)
		c->certainty = term_of(w, q->v.u.code.set, q->v.u.code.code);
	else if (is(q, "credibility") && w->policy->grades)
		c->credibility = text_in(w, &q->v);
}

static void take_qualifiers(struct work *w, const struct claim_row *row, struct view_claim *c)
{
	for (size_t i = 0; i < row->parsed.n_q; i++) {
		const struct value_qualifier *q = &row->parsed.q[i];
		enum view_reason why = WITHHELD_FREE_TEXT;
		if (is(q, "note")) {
			w->view->withheld[WITHHELD_FREE_TEXT]++;
			continue;
		}
		if (!policy_shows_column(q->p) && !policy_shows(w->policy, w->vocab, q->p, &why)) {
			w->view->withheld[why]++;
			continue;
		}
		if (!c->source_protected)
			take_trace(w, q, c);
		take_meaning(w, q, c);
	}
}

static void copy_row(struct work *w, const struct candidate *of, const struct claim_row *row,
		     struct view_claim *c)
{
	const struct property *p = vocab_property(w->vocab, row->property);
	*c = (struct view_claim){
		.entry = row->seq,
		.place = (int)(row->field % 256),
		.subject = of->at,
		.property = term_copy(w, &p->term),
		.value = value_copy(w, &row->value),
		.source = work_entity(w, row->source.id),
		.document = VIEW_NONE,
		.via = VIEW_NONE,
		.source_protected = row_is_protected(w, row),
		.said = absent(),
		.when = absent(),
		.where = absent(),
		.scope = absent(),
		.period = absent(),
		.counted_by = absent(),
		.comparison_base = absent(),
		.relative_to = absent(),
		.label_by = absent(),
		.reliability = w->policy->grades ? str_copy(w->a, row->reliability) : STR(""),
		.adopted = row->adopted,
		.disputed = row->in_conflict,
	};
	if (c->source_protected) {
		w->view->withheld[WITHHELD_SOURCE]++;
	} else {
		c->document = work_entity(w, row->document.id);
		c->via = work_entity(w, row->via.id);
		if (row->has_source_date)
			c->said = value_copy(w, &row->source_date);
	}
	take_qualifiers(w, row, c);
}

int copy_claims(struct work *w, struct err *e)
{
	size_t n = 0;
	(void)e;
	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; k < w->list[i].n; k++)
			n += w->list[i].shown[k];
	w->view->claims = NEW_N(w->a, n, struct view_claim);
	for (size_t i = 0; i < w->n; i++) {
		struct candidate *c = &w->list[i];
		for (size_t k = 0; k < c->n; k++) {
			if (!c->shown[k])
				continue;
			struct view_claim *to = &w->view->claims[w->view->n_claims++];
			copy_row(w, c, &c->rows[k], to);
			*map_at(&w->claim_at, str_n((const char *)&c->rows[k].field,
						    sizeof c->rows[k].field)) = to;
		}
	}
	return 0;
}
