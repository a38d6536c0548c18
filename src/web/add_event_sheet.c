/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * add_event_sheet.c - an event as rows of a claim table: its own claim, one for every act that is
 * another event, and the names of new records.
 *
 * Date and place of the form belong to the event alone: the source gives them for it, and may not
 * have given them for what else was done.
 */
#include "web/page_add.h"

/* Those who act and those it is done to, in the order in which one is looked for. */
static const char *const ACTS[] = { "perpetrator", "participant", "speaker",	       "author",
				    "outlet",	   "court",	  "deciding_authority" };
static const char *const SUFFERS[] = { "victim", "site", "target", "addressee" };

static bool has_role(const struct event_type *t, struct str role)
{
	struct str rest = t->roles;
	while (rest.p) {
		struct str one;
		rest = str_cut(rest, '|', &one);
		if (str_eq(one, role))
			return true;
	}
	return false;
}

struct str add_role(const struct vocab *v, const struct event_type *t, bool acts, struct str kind)
{
	const char *const *list = acts ? ACTS : SUFFERS;
	size_t n = acts ? COUNT(ACTS) : COUNT(SUFFERS);
	/* What is usual for the type first, then what any event may have. */
	for (int usual = 1; usual >= 0; usual--)
		for (size_t i = 0; i < n; i++) {
			const struct property *p = vocab_property(v, str_of(list[i]));
			if (p && has_role(t, p->term.code) == usual &&
			    vocab_takes(p->kinds, STR("event")) && vocab_takes(p->set, kind))
				return p->term.code;
		}
	return STR("");
}

struct str add_date_property(const struct event_type *t)
{
	return has_role(t, STR("date")) || !has_role(t, STR("start")) ? STR("date") : STR("start");
}

/* ---- rows ---------------------------------------------------------------- */

struct writer {
	struct sheet *sheet;
	struct arena *a;
	const struct add_event *ev;
	int no;
	bool first; /* of its claim: carries grades and remarks */
};

static struct str remark(const struct writer *w)
{
	const struct add_event *ev = w->ev;
	struct str s = ev->party.note;
	if (ev->knows.n)
		s = str_printf(w->a, "%.*s%sHow the source knows: %.*s.", STR_FMT(s),
			       s.n ? " " : "", STR_FMT(ev->knows));
	if (ev->sure.n)
		s = str_printf(w->a, "%.*s%sThat the source says it: %.*s.", STR_FMT(s),
			       s.n ? " " : "", STR_FMT(ev->sure));
	return s;
}

static struct sheet_row *row(struct writer *w, struct str subject, struct str property,
			     struct str value, struct str field)
{
	struct sheet_row *r = sheet_row(w->sheet, w->a, w->no);
	party_to_row(&w->ev->party, r);
	sheet_set(r, SHEET_SUBJECT, subject, STR("same"));
	sheet_set(r, SHEET_PROPERTY, property, field);
	sheet_set(r, SHEET_VALUE, value, field);
	sheet_set(r, SHEET_CREDIBILITY, w->ev->party.credibility, STR("credibility"));
	sheet_set(r, SHEET_CERTAINTY, w->ev->party.certainty, STR("certainty"));
	if (w->first)
		sheet_set(r, SHEET_NOTE, remark(w), STR("note"));
	w->first = false;
	return r;
}

/* A date of which one reading was chosen keeps its words as the wording. */
static void date_row(struct writer *w, struct str subject, struct str property,
		     const struct ask_date *d)
{
	if (!d->text.n)
		return;
	struct str cell = ask_date_cell(d);
	struct sheet_row *r = row(w, subject, property, cell, str_of(d->name));
	if (!str_eq(cell, d->text))
		sheet_set(r, SHEET_WORDING, d->text, str_of(d->name));
}

static struct str kind_of(const struct ask *k)
{
	return k->state == ASK_FOUND ? k->card.entity.kind : k->kind;
}

static void part_row(struct writer *w, const struct vocab *v, struct str subject,
		     const struct event_type *t, const struct ask *k, bool acts)
{
	struct str field = str_of(k->name);
	if (k->state == ASK_FOUND || k->state == ASK_NEW)
		row(w, subject, add_role(v, t, acts, kind_of(k)), ask_cell(k), field);
	else if (k->state == ASK_AS_TEXT) /* "not named" */
		row(w, subject, add_role(v, t, acts, STR("person")), STR("unknown"), field);
}

static void event_rows(struct writer *w, const struct vocab *v, struct str key)
{
	const struct add_event *ev = w->ev;
	row(w, key, STR("type"), ev->type, STR("type"));
	if (ev->summary.n)
		row(w, key, STR("description"), ev->summary, STR("summary"));
	date_row(w, key, add_date_property(ev->kind), &ev->date);
	date_row(w, key, STR("end"), &ev->end);
	if (ev->place.text.n)
		row(w, key, STR("place"), ask_cell(&ev->place), STR("place"));
	for (size_t i = 0; i < ev->n_lines; i++) {
		if (ev->lines[i].act.n && !str_eq(ev->lines[i].act, ev->type))
			continue;
		part_row(w, v, key, ev->kind, &ev->lines[i].who, true);
		part_row(w, v, key, ev->kind, &ev->lines[i].whom, false);
	}
}

static struct str key_of_act(struct writer *w, size_t line)
{
	return str_printf(w->a, "event:n-%.*s-%zu", STR_FMT(w->sheet->name), line);
}

static void act_rows(struct writer *w, const struct vocab *v, struct str key, size_t line)
{
	const struct add_line *l = &w->ev->lines[line];
	const struct event_type *t = vocab_event_type(v, l->act);
	struct str act = key_of_act(w, line);
	if (!t || str_eq(l->act, w->ev->type))
		return;
	w->no++;
	row(w, act, STR("type"), l->act, str_printf(w->a, "act%zu", line + 1));
	part_row(w, v, act, t, &l->who, true);
	part_row(w, v, act, t, &l->whom, false);
	row(w, act, STR("part_of"), key, STR("same"));
}

/* Each new record is named once, however often the form speaks of it. */
static bool named_before(const struct add_event *ev, size_t line, bool whom, struct str key)
{
	if (str_eq(ev->place.key, key) || str_eq(ev->party.source.key, key))
		return true;
	for (size_t i = 0; i <= line; i++) {
		if (i == line && !whom)
			return false;
		if (str_eq(ev->lines[i].who.key, key) ||
		    (i < line && str_eq(ev->lines[i].whom.key, key)))
			return true;
	}
	return false;
}

static void names(struct writer *w)
{
	const struct add_event *ev = w->ev;
	struct sheet_row party = { 0 };
	party_to_row(&ev->party, &party);
	party_names(&ev->party, w->sheet, w->a, w->no + 1);
	w->no += 4;
	sheet_name(w->sheet, w->a, w->no, &ev->place, &party);
	for (size_t i = 0; i < ev->n_lines; i++) {
		if (!named_before(ev, i, false, ev->lines[i].who.key))
			sheet_name(w->sheet, w->a, ++w->no, &ev->lines[i].who, &party);
		if (!named_before(ev, i, true, ev->lines[i].whom.key))
			sheet_name(w->sheet, w->a, ++w->no, &ev->lines[i].whom, &party);
	}
}

void add_event_sheet(const struct vocab *v, const struct add_event *ev, struct arena *a,
		     struct sheet *ret, struct str *ret_key)
{
	sheet_init(ret, a);
	struct writer w = { .sheet = ret, .a = a, .ev = ev, .no = 1, .first = true };
	struct str key = ev->same.n ? ev->same : str_printf(a, "event:n-%.*s", STR_FMT(ret->name));
	event_rows(&w, v, key);
	for (size_t i = 0; i < ev->n_lines; i++)
		act_rows(&w, v, key, i);
	names(&w);
	*ret_key = key;
}
