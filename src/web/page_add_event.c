/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_add_event.c - one event: reading the form, what may be the same event, sealing. */
#include "web/page_add.h"

#include "register/find.h"
#include "text/fold.h"
#include "web/page_priv.h"
#include "web/routes.h"

#define FORM_NAME "event form"
#define ACTORS	  "person|group|organisation|authority"
#define SUBJECTS  "person|group|organisation|authority|site"

#define WORDS(lit)                                                                                 \
	{                                                                                          \
		lit, sizeof(lit) - 1                                                               \
	}

/* As they are kept in the remark; the form has them in the reader's language. */
const struct str ADD_KNOWS[ADD_KNOWS_N] = {
	WORDS("saw it or took part"),
	WORDS("was told by someone who did"),
	WORDS("repeats another publication"),
	WORDS("does not say"),
};
const struct str ADD_SURE[ADD_SURE_N] = { WORDS("sure"), WORDS("fairly sure"), WORDS("not sure") };

/* ---- parse ------------------------------------------------------------- */

static struct str one_of(struct str s, const struct str *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(s, list[i]))
			return s;
	return STR("");
}

static const char *line_field(struct page_request *p, const char *name, size_t i)
{
	return str_printf(p->a, "%s%zu", name, i + 1).p;
}

static void parse_lines(struct page_request *p, struct add_event *ev)
{
	int64_t sent = 1;
	int64_t drop = 0;
	(void)str_to_int(page_field(p, "lines"), &sent);
	(void)str_to_int(page_field(p, "drop"), &drop);
	for (size_t i = 0; i < ADD_LINES_MAX && (int64_t)i < sent; i++) {
		if ((int64_t)i + 1 == drop)
			continue;
		struct add_line *l = &ev->lines[ev->n_lines];
		l->who = ask_parse(p, line_field(p, "who", i), ACTORS, false);
		l->whom = ask_parse(p, line_field(p, "whom", i), SUBJECTS, false);
		l->act = page_field(p, line_field(p, "act", i));
		/* Lines after one that was removed move up, with their answers. */
		l->who.name = line_field(p, "who", ev->n_lines);
		l->whom.name = line_field(p, "whom", ev->n_lines);
		ev->n_lines++;
	}
	if (ev->n_lines == 0 ||
	    (str_eq(page_field(p, "do"), STR("add")) && ev->n_lines < ADD_LINES_MAX)) {
		struct add_line *l = &ev->lines[ev->n_lines];
		*l = (struct add_line){ 0 };
		l->who = (struct ask){ .name = line_field(p, "who", ev->n_lines),
				       .kinds = STR(ACTORS) };
		l->whom = (struct ask){ .name = line_field(p, "whom", ev->n_lines),
					.kinds = STR(SUBJECTS) };
		l->who.vocab = l->whom.vocab = reg_vocab(p->reg);
		ev->n_lines++;
	}
}

static void parse_form(struct page_request *p, struct add_event *ev)
{
	*ev = (struct add_event){
		.type = page_field(p, "type"),
		.summary = page_field(p, "summary"),
		.date = ask_date_parse(p, "date"),
		.end = ask_date_parse(p, "end"),
		.place = ask_parse(p, "place", "place|site", false),
		.party = party_parse(p),
		.knows = one_of(page_field(p, "knows"), ADD_KNOWS, ADD_KNOWS_N),
		.sure = one_of(page_field(p, "sure"), ADD_SURE, ADD_SURE_N),
		.same = page_field(p, "same"),
	};
	ev->kind = vocab_event_type(reg_vocab(p->reg), ev->type);
	parse_lines(p, ev);
}

/* ---- load -------------------------------------------------------------- */

static bool is_not_named(struct arena *a, struct str s)
{
	static const char *const WORDS[] = { "not named", "unknown", "نام برده نشده", "نامعلوم",
					     "بی‌نام" };
	struct str key = fold_key(a, s);
	for (size_t i = 0; i < COUNT(WORDS); i++)
		if (str_eq(key, fold_key(a, str_of(WORDS[i]))))
			return true;
	return false;
}

static int load_actor(struct page_request *p, struct ask *k, struct err *e)
{
	if (k->text.n && k->text.n <= ASK_TEXT_MAX && is_not_named(p->a, k->text)) {
		k->state = ASK_AS_TEXT;
		return 0;
	}
	return ask_load(p, k, e);
}

/* One new record for the same words, wherever in the form they stand. */
static void share_keys(struct arena *a, struct add_event *ev)
{
	for (size_t i = 0; i < ev->n_lines; i++) {
		struct ask *mine[] = { &ev->lines[i].who, &ev->lines[i].whom };
		for (size_t m = 0; m < COUNT(mine); m++) {
			bool shared = add_same(a, &ev->party.source, mine[m]) ||
				      add_same(a, &ev->place, mine[m]);
			for (size_t k = 0; k < i && !shared; k++)
				shared = add_same(a, &ev->lines[k].who, mine[m]) ||
					 add_same(a, &ev->lines[k].whom, mine[m]);
			if (!shared && m == 1)
				add_same(a, mine[0], mine[1]);
		}
	}
}

static bool is_near(const struct add_event *ev, int64_t id)
{
	for (size_t i = 0; i < ev->n_near; i++)
		if (ev->near[i].entity.id == id)
			return true;
	return false;
}

static void add_near(struct add_event *ev, const struct card *c)
{
	if (ev->n_near < ADD_NEAR_MAX && !is_near(ev, c->entity.id))
		ev->near[ev->n_near++] = *c;
}

/* Events of this type done to the same person. */
static int near_by_victim(struct page_request *p, struct add_event *ev, struct err *e)
{
	for (size_t i = 0; i < ev->n_lines; i++) {
		struct timeline_row *rows;
		size_t n;
		if (ev->lines[i].whom.state != ASK_FOUND)
			continue;
		TRY(reg_timeline(p->reg, ev->lines[i].whom.card.entity.id, p->a, &rows, &n, e));
		for (size_t k = 0; k < n; k++)
			if (str_eq(rows[k].type, ev->type))
				add_near(ev, &rows[k].event);
	}
	return 0;
}

/* Of this type, in the same place and about the same day. */
static int near_by_day(struct page_request *p, struct add_event *ev, struct err *e)
{
	struct find *f = NEW(p->a, struct find);
	struct found *hits = NEW(p->a, struct found);
	int32_t lo;
	int32_t hi;
	if (ev->date.state != ASK_FOUND || ev->place.state != ASK_FOUND)
		return 0;
	edtf_bounds(&ev->date.meant->edtf, &lo, &hi);
	f->has_from = lo > INT32_MIN + ADD_NEAR_DAYS;
	f->has_to = hi < INT32_MAX - ADD_NEAR_DAYS;
	f->from = f->has_from ? lo - ADD_NEAR_DAYS : 0;
	f->to = f->has_to ? hi + ADD_NEAR_DAYS : 0;
	f->choices[FACET_KIND][f->n_choices[FACET_KIND]++] = STR("event");
	f->choices[FACET_STATUS][f->n_choices[FACET_STATUS]++] = ev->type;
	f->choices[FACET_PLACE][f->n_choices[FACET_PLACE]++] = ev->place.card.number;
	f->only_cards = true;
	f->limit = ADD_NEAR_MAX;
	TRY(reg_find(p->reg, f, p->a, hits, e));
	for (size_t i = 0; i < hits->n; i++)
		add_near(ev, &hits->cards[i]);
	return 0;
}

static int load_same(struct page_request *p, struct add_event *ev, struct err *e)
{
	struct entity en;
	struct card c;
	if (ev->same.n) {
		int rc = reg_entity(p->reg, ev->same, p->a, &en, e);
		bool fits = rc == 0 && str_eq(en.kind, STR("event"));
		if (rc < 0 && rc != ERR_NOTFOUND && rc != ERR_INPUT)
			return rc;
		if (!fits) {
			ev->same = STR("");
		} else {
			TRY(reg_card(p->reg, en.id, p->a, &c, e));
			ev->same = c.number;
			add_near(ev, &c);
		}
	}
	if (!ev->kind)
		return 0;
	TRY(near_by_victim(p, ev, e));
	return near_by_day(p, ev, e);
}

static int load(struct page_request *p, struct add_event *ev, struct err *e)
{
	ask_date_load(p->a, p->lang, &ev->date);
	ask_date_load(p->a, p->lang, &ev->end);
	TRY(ask_load(p, &ev->place, e));
	for (size_t i = 0; i < ev->n_lines; i++) {
		TRY(load_actor(p, &ev->lines[i].who, e));
		TRY(load_actor(p, &ev->lines[i].whom, e));
	}
	TRY(party_load(p, &ev->party, e));
	share_keys(p->a, ev);
	return load_same(p, ev, e);
}

/* ---- what is wrong ------------------------------------------------------ */

static struct str kind_of(const struct ask *k)
{
	return k->state == ASK_FOUND ? k->card.entity.kind
	       : k->state == ASK_NEW ? k->kind
				     : STR("person");
}

static void role_error(const struct vocab *v, const struct event_type *t, const struct ask *k,
		       bool acts, enum lang lang, struct form_errors *es)
{
	if (k->state == ASK_NOTHING || !t || add_role(v, t, acts, kind_of(k)).n)
		return;
	form_error(
		es, str_of(k->name),
		tr(lang,
		   MSG_P("A record of this kind has no such part in an event.",
			 "پرونده‌ای از این گونه چنین نقشی در رویداد ندارد.")));
}

static void line_errors(const struct vocab *v, const struct add_event *ev, enum lang lang,
			struct arena *a, struct form_errors *es)
{
	for (size_t i = 0; i < ev->n_lines; i++) {
		const struct add_line *l = &ev->lines[i];
		const struct event_type *t = l->act.n ? vocab_event_type(v, l->act) : ev->kind;
		ask_errors(&l->who, lang, NULL, a, es);
		role_error(v, t, &l->who, true, lang, es);
		ask_errors(&l->whom, lang, NULL, a, es);
		role_error(v, t, &l->whom, false, lang, es);
	}
}

static int errors(struct page_request *p, const struct add_event *ev, struct form_errors *es,
		  struct err *e)
{
	struct sheet sheet;
	struct str key;
	if (!ev->kind)
		form_error(
			es, STR("type"),
			tr(p->lang, MSG_P("Choose the kind of event.", "نوع رویداد را برگزینید.")));
	ask_date_errors(&ev->date, p->lang, NULL, p->a, es);
	ask_date_errors(&ev->end, p->lang, NULL, p->a, es);
	ask_errors(&ev->place, p->lang, NULL, p->a, es);
	line_errors(reg_vocab(p->reg), ev, p->lang, p->a, es);
	party_errors(&ev->party, p->lang, p->a, es);
	if (str_eq(ev->knows, ADD_KNOWS[ADD_KNOWS_REPEATS]) && !ev->party.via.text.n &&
	    !ev->party.document.text.n)
		form_error(
			es, STR("via"),
			tr(p->lang,
			   MSG_P("The source repeats another publication: say which.",
				 "منبع نوشتهٔ دیگری را بازمی‌گوید: بگویید کدام.")));
	if (es->n)
		return 0;
	add_event_sheet(reg_vocab(p->reg), ev, p->a, &sheet, &key);
	return sheet_check(p, &sheet, es, e);
}

/* ---- showing and sealing -------------------------------------------------- */

static int show(struct page_request *p, struct add_event_view *v, bool preview, struct err *e)
{
	struct html h;
	v->vocab = reg_vocab(p->reg);
	v->form = page_form(p, "/add/event");
	v->sent = &p->rq->form.fields;
	if (v->show_errors && v->errors.n)
		p->rs->status = 422;
	html_begin(&h, &p->rs->body);
	if (preview)
		add_event_preview(&h, &p->shell, v);
	else
		add_event_render(&h, &p->shell, v);
	return html_finish(&h, e);
}

static int seal(struct page_request *p, struct add_event_view *v, struct err *e)
{
	struct sheet sheet;
	struct table_result r;
	struct claim_row *rows;
	size_t n;
	int64_t total;
	struct str key;
	add_event_sheet(reg_vocab(p->reg), &v->ev, p->a, &sheet, &key);
	TRY(sheet_seal(p, &sheet, STR(FORM_NAME), &v->errors, &r, e));
	if (!r.added) {
		v->show_errors = true;
		return show(p, v, false, e);
	}
	TRY(reg_claims(p->reg, CLAIMS_OF_BATCH, r.batch, true, 0, 1, p->a, &rows, &n, &total, e));
	if (!n)
		return page_done(p, STR("/history"), e);
	struct str after = str_printf(p->a, "?done=%s", number_str(p->a, rows[0].seq).p);
	struct str number = reg_number(p->reg, &rows[0].subject, p->a);
	return add_files_done(p, &v->files, &v->ev.party, &rows[0],
			      page_entity_url(p->a, rows[0].subject.kind, number, after), e);
}

int page_add_event(struct page_request *p, struct err *e)
{
	struct add_event_view *v = NEW(p->a, struct add_event_view);
	struct str victim = page_arg(p, "victim");
	v->files.max_bytes = p->web->upload_max;
	parse_form(p, &v->ev);
	v->ev.type = page_arg(p, "type");
	v->ev.kind = vocab_event_type(reg_vocab(p->reg), v->ev.type);
	v->ev.sure = ADD_SURE[0];
	v->ev.knows = ADD_KNOWS[ADD_KNOWS_N - 1];
	v->ev.lines[0].whom.text = victim;
	TRY(load(p, &v->ev, e));
	return show(p, v, false, e);
}

int page_add_event_post(struct page_request *p, struct err *e)
{
	struct add_event_view *v = NEW(p->a, struct add_event_view);
	struct str what = page_field(p, "do");
	parse_form(p, &v->ev);
	TRY(form_files_parse(p, &v->files, e));
	TRY(load(p, &v->ev, e));
	if (form_files_changed(p) || str_eq(what, STR("check")) || str_eq(what, STR("back")) ||
	    str_eq(what, STR("add")) || page_field(p, "drop").n)
		return show(p, v, false, e);
	if (v->files.refused.n)
		form_error(&v->errors, STR("ev"), v->files.refused);
	TRY(errors(p, &v->ev, &v->errors, e));
	v->show_errors = true;
	if (v->errors.n)
		return show(p, v, false, e);
	return str_eq(what, STR("seal")) ? seal(p, v, e) : show(p, v, true, e);
}
