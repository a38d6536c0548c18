/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_add_claim.c - one claim: reading the form, finding out what it means, sealing it. */
#include "web/page_add.h"

#include "text/date.h"
#include "web/page_priv.h"
#include "web/routes.h"

#define FORM_NAME "claim form"

/* ---- parse ------------------------------------------------------------- */

static void parse_form(struct page_request *p, struct add_claim *c)
{
	*c = (struct add_claim){
		.subject = ask_parse(p, "subject", "any", false),
		.property = page_field(p, "property"),
		.value = page_field(p, "value"),
		.value_lang = page_field(p, "value-lang"),
		.value_date = ask_date_parse(p, "value"),
		.unknown = str_eq(page_field(p, "unknown"), STR("1")),
		.when = ask_date_parse(p, "when"),
		.where = ask_parse(p, "where", "place|site", true),
		.scope = page_field(p, "scope"),
		.basis = page_field(p, "basis"),
		.wording = page_field(p, "wording"),
		.party = party_parse(p),
		.edit = page_field(p, "edit"),
		.take_back = str_eq(page_field(p, "take-back"), STR("1")),
		.reason = page_field(p, "reason"),
	};
	if (!str_to_int(page_field(p, "began"), &c->began) || c->began <= 0 ||
	    c->began > p->shell.head.size)
		c->began = p->shell.head.size;
}

/* ---- load -------------------------------------------------------------- */

static int load_kind(struct add_claim *c)
{
	c->kind = c->subject.state == ASK_FOUND ? c->subject.card.entity.kind
		  : c->subject.state == ASK_NEW ? c->subject.kind
						: STR("");
	return 0;
}

/* A property that this kind does not have is not kept: the list it was chosen from was another's. */
static void load_property(struct page_request *p, struct add_claim *c)
{
	const struct property *prop = vocab_property(reg_vocab(p->reg), c->property);
	bool fits = prop && (!c->kind.n || vocab_takes(prop->kinds, c->kind));
	c->prop = fits ? prop : NULL;
}

static int load_value(struct page_request *p, struct add_claim *c, struct err *e)
{
	if (!c->prop || c->unknown)
		return 0;
	if (c->prop->type == VALUE_DATE)
		ask_date_load(p->a, p->lang, &c->value_date);
	if (c->prop->type != VALUE_ENTITY)
		return 0;
	c->value_entity = ask_parse(p, "value", str_z(p->a, c->prop->set), false);
	return ask_load(p, &c->value_entity, e);
}

static int load_old(struct page_request *p, struct add_claim *c, struct err *e)
{
	int64_t field;
	struct claim_row *rows;
	size_t n;
	if (!c->edit.n)
		return 0;
	if (!reg_field_parse(c->edit, &field))
		return err_set(e, ERR_INPUT, "“edit” in the address is a claim, such as 41.2");
	TRY(reg_claim(p->reg, field, p->a, &c->old, e));
	c->has_old = true;
	return reg_claims(p->reg, CLAIMS_OF_STATEMENT, c->old.seq, true, 0, 1, p->a, &rows, &n,
			  &c->old_fields, e);
}

static int load(struct page_request *p, struct add_claim *c, struct err *e)
{
	TRY(load_old(p, c, e));
	TRY(ask_load(p, &c->subject, e));
	TRY(load_kind(c));
	load_property(p, c);
	TRY(load_value(p, c, e));
	ask_date_load(p->a, p->lang, &c->when);
	TRY(ask_load(p, &c->where, e));
	TRY(party_load(p, &c->party, e));
	add_same(p->a, &c->subject, &c->party.source);
	add_same(p->a, &c->subject, &c->value_entity);
	return 0;
}

/* ---- the claim as a table ----------------------------------------------- */

static bool names_itself(const struct add_claim *c)
{
	return str_eq(c->property, STR("name")) || str_eq(c->property, STR("title")) ||
	       str_eq(c->property, STR("real_name"));
}

static struct str value_cell(const struct add_claim *c)
{
	if (c->unknown)
		return STR("unknown");
	if (c->prop && c->prop->type == VALUE_DATE)
		return ask_date_cell(&c->value_date);
	if (c->prop && c->prop->type == VALUE_ENTITY)
		return ask_cell(&c->value_entity);
	return c->value;
}

/* Of a date whose reading was chosen the words are kept. */
static struct str wording(const struct add_claim *c)
{
	bool chosen = c->prop && c->prop->type == VALUE_DATE && !c->unknown &&
		      !str_eq(ask_date_cell(&c->value_date), c->value_date.text);
	return c->wording.n || !chosen ? c->wording : c->value_date.text;
}

void add_claim_sheet(const struct add_claim *c, struct arena *a, struct sheet *ret)
{
	sheet_init(ret, a);
	struct sheet_row *r = sheet_row(ret, a, 1);
	party_to_row(&c->party, r);
	sheet_set(r, SHEET_SUBJECT, ask_cell(&c->subject), STR("subject"));
	sheet_set(r, SHEET_PROPERTY, c->property, STR("property"));
	sheet_set(r, SHEET_VALUE, value_cell(c), STR("value"));
	if (c->prop && (c->prop->type == VALUE_TEXT || c->prop->type == VALUE_NAME) && !c->unknown)
		sheet_set(r, SHEET_VALUE_LANG, c->value_lang, STR("value-lang"));
	sheet_set(r, SHEET_WHEN, ask_date_cell(&c->when), STR("when"));
	sheet_set(r, SHEET_WHERE, ask_cell(&c->where), STR("where"));
	sheet_set(r, SHEET_SCOPE, c->scope, STR("scope"));
	sheet_set(r, SHEET_BASIS, c->basis, STR("basis"));
	sheet_set(r, SHEET_CREDIBILITY, c->party.credibility, STR("credibility"));
	sheet_set(r, SHEET_CERTAINTY, c->party.certainty, STR("certainty"));
	sheet_set(r, SHEET_NOTE, c->party.note, STR("note"));
	sheet_set(r, SHEET_WORDING, wording(c), STR("wording"));
	struct sheet_row party = *r;
	if (!names_itself(c))
		sheet_name(ret, a, 2, &c->subject, &party);
	if (!str_eq(c->value_entity.key, c->subject.key))
		sheet_name(ret, a, 3, &c->value_entity, &party);
	sheet_name(ret, a, 4, &c->where, &party);
	if (!str_eq(c->party.source.key, c->subject.key))
		party_names(&c->party, ret, a, 5);
}

/* ---- what is wrong ------------------------------------------------------ */

static void value_errors(const struct add_claim *c, enum lang lang, struct arena *a,
			 struct form_errors *es)
{
	static const struct msg NEEDED = MSG(
		"Write the value, or say that the source does not give it.",
		"مقدار را بنویسید، یا بگویید که منبع آن را نمی‌دهد.");
	if (c->unknown || !c->prop)
		return;
	if (c->prop->type == VALUE_DATE)
		ask_date_errors(&c->value_date, lang, &NEEDED, a, es);
	else if (c->prop->type == VALUE_ENTITY)
		ask_errors(&c->value_entity, lang, &NEEDED, a, es);
	else if (!c->value.n)
		form_error(es, STR("value"), tr(lang, &NEEDED));
}

static void edit_errors(const struct add_claim *c, enum lang lang, struct form_errors *es)
{
	if (c->take_back && !c->reason.n)
		form_error(
			es, STR("reason"),
			tr(lang,
			   MSG_P("Say why the earlier claim is taken back.",
				 "بگویید چرا ادعای پیشین پس گرفته می‌شود.")));
}

static int errors(struct page_request *p, const struct add_claim *c, struct form_errors *es,
		  struct err *e)
{
	struct sheet sheet;
	ask_errors(&c->subject, p->lang,
		   MSG_P("Say of whom or what it speaks.", "بگویید دربارهٔ که یا چه است."), p->a,
		   es);
	if (!c->prop)
		form_error(es, STR("property"),
			   tr(p->lang, MSG_P("Choose what is said.",
					     "برگزینید چه گفته می‌شود.")));
	value_errors(c, p->lang, p->a, es);
	ask_date_errors(&c->when, p->lang, NULL, p->a, es);
	ask_errors(&c->where, p->lang, NULL, p->a, es);
	party_errors(&c->party, p->lang, p->a, es);
	edit_errors(c, p->lang, es);
	if (es->n)
		return 0;
	add_claim_sheet(c, p->a, &sheet);
	return sheet_check(p, &sheet, es, e);
}

/* ---- showing ------------------------------------------------------------ */

static int show(struct page_request *p, struct add_claim_view *v, bool preview, struct err *e)
{
	struct html h;
	v->vocab = reg_vocab(p->reg);
	v->form = page_form(p, "/add/claim");
	v->sent = &p->rq->form.fields;
	names_init(&v->names, p->a);
	if (v->c.has_old)
		TRY(names_load_claims(&v->names, p, &v->c.old, 1, e));
	if (v->show_errors && v->errors.n)
		p->rs->status = 422;
	html_begin(&h, &p->rs->body);
	if (preview)
		add_claim_preview(&h, &p->shell, v);
	else
		add_claim_render(&h, &p->shell, v);
	return html_finish(&h, e);
}

/* ---- editing begins with what stands ------------------------------------- */

static struct str text_of(struct page_request *p, const struct claim_row *c)
{
	const struct value *v = &c->value;
	switch (v->type) {
	case VALUE_TEXT:
	case VALUE_NAME:
		return v->u.text.text;
	case VALUE_DATE:
		return v->u.date.given.n ? v->u.date.given : v->u.date.edtf;
	case VALUE_QUANTITY:
		return v->u.quantity.given.n
			       ? v->u.quantity.given
			       : str_printf(p->a, "%lld",
					    (long long)(v->u.quantity.has_lo ? v->u.quantity.lo
									     : v->u.quantity.hi));
	case VALUE_ENTITY:
		return c->ref_number;
	case VALUE_CODE:
		return v->u.code.code;
	case VALUE_COORDINATES:
		return str_printf(p->a, "%.*s %.*s", STR_FMT(v->u.coordinates.lat),
				  STR_FMT(v->u.coordinates.lon));
	case VALUE_BOOLEAN:
		return v->u.is ? STR("yes") : STR("no");
	case VALUE_EVIDENCE:
	case VALUE_UNKNOWN:
		break;
	}
	return STR("");
}

static struct str qualifier_text(const struct claim_row *c, const char *name)
{
	const struct value *v = claim_qualifier(c, name);
	return v && v->type == VALUE_TEXT ? v->u.text.text : STR("");
}

static struct str qualifier_code(const struct claim_row *c, const char *name)
{
	const struct value *v = claim_qualifier(c, name);
	return v && v->type == VALUE_CODE ? v->u.code.code : STR("");
}

static void begin_party(struct page_request *p, struct add_claim *c)
{
	const struct claim_row *o = &c->old;
	struct add_party *s = &c->party;
	s->source.text = o->source.id ? reg_number(p->reg, &o->source, p->a) : STR("");
	s->document.text = o->document.id ? reg_number(p->reg, &o->document, p->a) : STR("");
	s->via.text = o->via.id ? reg_number(p->reg, &o->via, p->a) : STR("");
	if (o->has_source_date)
		s->source_date.text = o->source_date.u.date.given.n ? o->source_date.u.date.given
								    : o->source_date.u.date.edtf;
	s->position = o->position;
	s->reliability = o->reliability;
	s->locator = qualifier_text(o, "locator");
	s->note = qualifier_text(o, "note");
	s->credibility = qualifier_code(o, "credibility");
	s->certainty = qualifier_code(o, "certainty");
}

static void begin_edit(struct page_request *p, struct add_claim *c)
{
	const struct claim_row *o = &c->old;
	const struct value *where = claim_qualifier(o, "where");
	c->subject.text = reg_number(p->reg, &o->subject, p->a);
	c->property = o->property;
	c->unknown = o->unknown;
	c->value = text_of(p, o);
	c->value_date.text = c->value;
	if (o->value.type == VALUE_TEXT || o->value.type == VALUE_NAME)
		c->value_lang = o->value.u.text.lang;
	c->when.text = o->when_text;
	c->scope = o->scope;
	c->basis = o->basis;
	c->wording = qualifier_text(o, "wording");
	if (where && where->type == VALUE_ENTITY)
		c->where.text = subject_number(reg_vocab(p->reg), where->u.entity.kind,
					       where->u.entity.no, p->a);
	else if (where && where->type == VALUE_TEXT)
		c->where.text = where->u.text.text;
	begin_party(p, c);
}

int page_add_claim(struct page_request *p, struct err *e)
{
	struct add_claim_view *v = NEW(p->a, struct add_claim_view);
	struct add_claim *c = &v->c;
	v->files.max_bytes = p->web->upload_max;
	parse_form(p, c);
	c->subject.text = page_arg(p, "subject");
	c->property = page_arg(p, "property");
	c->edit = page_arg(p, "edit");
	c->began = p->shell.head.size;
	TRY(load_old(p, c, e));
	if (c->has_old)
		begin_edit(p, c);
	struct str value = c->value;
	TRY(load(p, c, e));
	/* A record as the value is looked up by its number; load reads it from the form, which is
	 * not there yet. */
	if (c->prop && c->prop->type == VALUE_ENTITY && !c->unknown) {
		c->value_entity.text = value;
		TRY(ask_load(p, &c->value_entity, e));
	}
	return show(p, v, false, e);
}

/* ---- sealing ------------------------------------------------------------- */

static int take_back(struct page_request *p, const struct add_claim *c, struct err *e)
{
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	TRY(reg_begin(&tx, p->reg, e));
	TRY(reg_undo(&tx, c->old.seq, c->reason, &seq, e));
	return reg_commit(&tx, e);
}

static int seal(struct page_request *p, struct add_claim_view *v, struct err *e)
{
	struct add_claim *c = &v->c;
	struct sheet sheet;
	struct table_result r;
	struct claim_row *rows;
	size_t n;
	int64_t total;
	add_claim_sheet(c, p->a, &sheet);
	TRY(sheet_seal(p, &sheet, STR(FORM_NAME), &v->errors, &r, e));
	if (!r.added) {
		v->show_errors = true;
		return show(p, v, false, e);
	}
	if (c->has_old && c->take_back)
		TRY(take_back(p, c, e));
	TRY(reg_claims(p->reg, CLAIMS_OF_BATCH, r.batch, true, 0, 1, p->a, &rows, &n, &total, e));
	if (!n)
		return page_done(p, STR("/history"), e);
	struct str after = str_printf(p->a, "?done=%s#c-%.*s", number_str(p->a, rows[0].seq).p,
				      STR_FMT(rows[0].property));
	struct str number = reg_number(p->reg, &rows[0].subject, p->a);
	return add_files_done(p, &v->files, &c->party, &rows[0],
			      page_entity_url(p->a, rows[0].subject.kind, number, after), e);
}

/* Somebody spoke of the same record since the form was opened: all is shown before it is sealed. */
static int changed(struct page_request *p, struct add_claim_view *v, bool *ret_shown, struct err *e)
{
	struct add_claim *c = &v->c;
	struct history_row *rows;
	size_t n;
	struct html h;
	struct err why = { 0 };
	*ret_shown = false;
	if (!c->has_old || page_field(p, "anyway").n)
		return 0;
	p->from = c->began;
	TRY(page_changed(p, c->old.subject.id, &rows, &n, e));
	if (!n)
		return 0;
	names_init(&v->names, p->a);
	TRY(names_load_claims(&v->names, p, &c->old, 1, e));
	struct part part = part_of(&h, p->lang, reg_vocab(p->reg), &v->names, p->a);
	err_set(&why, ERR_CONFLICT, "changed meanwhile");
	struct changed_view cv = {
		.heading = str_printf(p->a, "%.*s, %.*s", STR_FMT(ask_words(p->lang, &c->subject)),
				      STR_FMT(word_property(&part, c->old.property))),
		.begun = word_value(&part, &c->old.value),
		.now = word_history(&part, &rows[0]),
		.mine = c->unknown ? tr(p->lang, MSG_P("not stated by the source",
						       "منبع نمی‌گوید"))
				   : c->value,
		.now_seq = rows[0].seq,
		.now_by = rows[0].recorder_name,
		.now_ms = rows[0].recorded_ms,
		.form = page_form(p, "/add/claim"),
		.action = STR("/add/claim"),
		.back_kind = c->old.subject.kind,
		.back_number = reg_number(p->reg, &c->old.subject, p->a),
		.keep = &p->rq->form.fields,
		.error_id = page_error_id(p->a, 409, &why),
	};
	*ret_shown = true;
	p->rs->status = 409;
	html_begin(&h, &p->rs->body);
	changed_render(&h, &p->shell, &cv);
	return html_finish(&h, e);
}

int page_add_claim_post(struct page_request *p, struct err *e)
{
	struct add_claim_view *v = NEW(p->a, struct add_claim_view);
	struct str what = page_field(p, "do");
	bool shown;
	parse_form(p, &v->c);
	TRY(form_files_parse(p, &v->files, e));
	TRY(load(p, &v->c, e));
	if (form_files_changed(p) || str_eq(what, STR("check")) || str_eq(what, STR("back")))
		return show(p, v, false, e);
	if (str_eq(page_field(p, "anyway"), STR("0")))
		return page_done(p,
				 page_entity_url(p->a, v->c.old.subject.kind,
						 v->c.subject.card.number, STR("")),
				 e);
	if (v->files.refused.n)
		form_error(&v->errors, STR("ev"), v->files.refused);
	TRY(errors(p, &v->c, &v->errors, e));
	v->show_errors = true;
	if (v->errors.n)
		return show(p, v, false, e);
	if (!str_eq(what, STR("seal")) && !page_field(p, "anyway").n)
		return show(p, v, true, e);
	TRY(changed(p, v, &shown, e));
	return shown ? 0 : seal(p, v, e);
}
