/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure.c - counted figures with their rule in parts, so that a report can put it into words. */
#include "redact/redact_priv.h"

#include "base/json.h"

static void take_terms(struct work *w, const struct json *codes, struct str set,
		       struct view_figure *f)
{
	size_t n = 0;
	for (const struct json *i = json_first(codes); i; i = i->next)
		n++;
	f->terms = NEW_N(w->a, n, struct view_term);
	for (const struct json *i = json_first(codes); i; i = i->next) {
		struct str code = STR("");
		if (json_str(i, &code))
			f->terms[f->n_terms++] = term_of(w, set, code);
	}
}

static int take_rule(struct work *w, const struct figure *in, struct view_figure *f, struct err *e)
{
	const struct json *rule;
	struct str s = STR("");
	struct entity place;
	TRY(json_read(in->rule, in->rule.n, JSON_ANY, w->scratch, &rule, e));
	f->what = VIEW_COUNT_EVENTS;
	if (json_str(json_get(rule, STR("count")), &s))
		f->what = str_eq(s, STR("persons"))  ? VIEW_COUNT_PERSONS
			  : str_eq(s, STR("status")) ? VIEW_COUNT_STATUS
						     : VIEW_COUNT_EVENTS;
	if (f->what == VIEW_COUNT_STATUS)
		take_terms(w, json_get(rule, STR("status")), STR("statuses"), f);
	else
		take_terms(w, json_get(rule, STR("type")), STR("event_types"), f);
	s = STR("");
	json_str(json_get(rule, STR("window")), &s);
	f->window = date_copy(w, s);
	s = STR("");
	json_str(json_get(rule, STR("dates")), &s);
	f->touching = str_eq(s, STR("touching"));
	s = STR("");
	f->place = VIEW_NONE;
	if (json_str(json_get(rule, STR("place")), &s) &&
	    reg_entity(w->r, s, w->scratch, &place, NULL) == 0)
		f->place = work_entity(w, place.id);
	return 0;
}

static int copy_figure(struct work *w, int64_t id, struct view_figure *f, struct err *e)
{
	struct figure in;
	TRY(reg_figure(w->r, id, 0, true, w->scratch, &in, e));
	f->entity = work_entity(w, id);
	f->title = str_copy(w->a, in.title);
	f->title_fa = str_copy(w->a, in.title_fa);
	f->rule_entry = in.rule_seq;
	f->count = in.count;
	f->apart = in.apart;
	TRY(take_rule(w, &in, f, e));
	f->cases = NEW_N(w->a, in.n_cases, struct view_case);
	for (size_t i = 0; i < in.n_cases; i++) {
		size_t at = work_entity(w, in.cases[i].entity.entity.id);
		if (at != VIEW_NONE)
			f->cases[f->n_cases++] = (struct view_case){ at, in.cases[i].apart };
	}
	return 0;
}

int copy_figures(struct work *w, struct err *e)
{
	struct figure *all;
	size_t n;
	TRY(reg_figures(w->r, 0, w->scratch, &all, &n, e));
	w->view->figures = NEW_N(w->a, n, struct view_figure);
	for (size_t i = 0; i < n; i++)
		if (all[i].rule.n)
			TRY(copy_figure(w, all[i].entity.id,
					&w->view->figures[w->view->n_figures++], e));
	return 0;
}
