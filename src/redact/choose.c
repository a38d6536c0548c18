/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * choose.c - which claims, and which subjects, an audience gets.
 *
 * First each claim by its property. Then the subjects: one is in the view when something happened
 * to it that is shown, when a shown claim names it, or when it is the source of one. What names
 * only each other does not count; so subjects are added until no more come.
 */
#include "redact/redact_priv.h"

bool row_is_protected(struct work *w, const struct claim_row *row)
{
	const struct candidate *source = work_candidate(w, row->source.id);
	const struct candidate *via = work_candidate(w, row->via.id);
	/* A source that is not ours to read has no id here. */
	return !source || source->is_source || (via && via->is_source);
}

/* Documents by which claims of protected sources came, and no others: who gets the document gets
 * to the source. */
static void hide_documents(struct work *w)
{
	bool *open = NEW_N(w->scratch, w->n, bool);
	for (size_t i = 0; i < w->n; i++) {
		for (size_t k = 0; k < w->list[i].n; k++) {
			const struct claim_row *row = &w->list[i].rows[k];
			struct candidate *doc[] = { work_candidate(w, row->document.id),
						    work_candidate(w, row->via.id) };
			for (size_t d = 0; d < COUNT(doc); d++) {
				if (!doc[d] || !str_eq(doc[d]->entity.kind, STR("document")))
					continue;
				if (row_is_protected(w, row))
					doc[d]->hidden = true;
				else
					open[doc[d] - w->list] = true;
			}
		}
	}
	for (size_t i = 0; i < w->n; i++)
		if (open[i])
			w->list[i].hidden = false;
}

static bool shows_row(struct work *w, const struct candidate *c, const struct claim_row *row,
		      enum view_reason *ret_why)
{
	if (!policy_shows(w->policy, w->vocab, row->property, ret_why))
		return false;
	*ret_why = WITHHELD_SOURCE;
	if (c->is_source)
		return str_eq(row->property, STR("source_kind"));
	if (row->value.type == VALUE_ENTITY) {
		const struct candidate *ref = work_candidate_of(w, &row->value.u.entity);
		return ref && !ref->hidden;
	}
	return true;
}

static void choose_rows(struct work *w)
{
	for (size_t i = 0; i < w->n; i++) {
		struct candidate *c = &w->list[i];
		for (size_t k = 0; k < c->n; k++) {
			enum view_reason why = WITHHELD_SEALED;
			c->shown[k] = shows_row(w, c, &c->rows[k], &why) && !c->hidden;
			if (!c->shown[k])
				w->view->withheld[c->hidden ? WITHHELD_SOURCE : why]++;
		}
	}
}

static void bring(struct candidate *c, bool *changed)
{
	if (c && !c->in && !c->hidden) {
		c->in = true;
		*changed = true;
	}
}

/* What a shown claim names comes into the view with it. */
static void bring_named(struct work *w, const struct claim_row *row, bool *changed)
{
	bring(work_candidate(w, row->source.id), changed);
	if (!row_is_protected(w, row)) {
		bring(work_candidate(w, row->document.id), changed);
		bring(work_candidate(w, row->via.id), changed);
	}
	if (row->value.type == VALUE_ENTITY)
		bring(work_candidate_of(w, &row->value.u.entity), changed);
	for (size_t i = 0; i < row->parsed.n_q; i++) {
		const struct value_qualifier *q = &row->parsed.q[i];
		enum view_reason why;
		bool column = policy_shows_column(q->p);
		if (q->v.type != VALUE_ENTITY || (column && row_is_protected(w, row)))
			continue;
		if (column || policy_shows(w->policy, w->vocab, q->p, &why))
			bring(work_candidate_of(w, &q->v.u.entity), changed);
	}
}

static void choose_subjects(struct work *w)
{
	bool changed = true;
	for (size_t i = 0; i < w->n; i++) {
		struct candidate *c = &w->list[i];
		for (size_t k = 0; k < c->n && !c->in; k++)
			c->in = c->shown[k] && !c->is_source &&
				(w->policy->everybody || !policy_is_identity(c->rows[k].property));
	}
	while (changed) {
		changed = false;
		for (size_t i = 0; i < w->n; i++) {
			struct candidate *c = &w->list[i];
			for (size_t k = 0; c->in && k < c->n; k++)
				if (c->shown[k])
					bring_named(w, &c->rows[k], &changed);
		}
	}
}

int choose_claims(struct work *w, struct err *e)
{
	size_t at = 0;
	(void)e;
	hide_documents(w);
	choose_rows(w);
	choose_subjects(w);
	for (size_t i = 0; i < w->n; i++) {
		struct candidate *c = &w->list[i];
		if (c->in)
			c->at = at++;
		for (size_t k = 0; !c->in && k < c->n; k++) {
			if (!c->shown[k])
				continue;
			c->shown[k] = false;
			w->view->withheld[WITHHELD_INTERNAL]++;
		}
	}
	w->view->n_entities = at;
	return 0;
}
