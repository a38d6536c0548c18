/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_list_add.c - a list of others becomes a record: form, preview, seal. */
#include "web/page_list_import.h"

#include "register/list_facts.h"
#include "register/record.h"
#include "web/routes.h"

/* ---- parse ------------------------------------------------------------------ */

static void parse(struct page_request *p, struct list_add_view *v)
{
	v->name = page_field(p, "name");
	v->publisher = page_field(p, "publisher");
	v->method = page_field(p, "method");
	v->url = page_field(p, "url");
	v->duplicate_free = page_field(p, "duplicate_free");
	v->covers = ask_date_parse(p, "covers");
	v->published = ask_date_parse(p, "published");
	ask_date_load(p->a, p->lang, &v->covers);
	ask_date_load(p->a, p->lang, &v->published);
}

static void errors(struct page_request *p, struct list_add_view *v)
{
	if (!v->name.n)
		form_error(&v->errors, STR("name"),
			   tr(p->lang,
			      MSG_P("Say how the list is called.", "بگویید فهرست چه نام دارد.")));
	ask_date_errors(&v->covers, p->lang, NULL, p->a, &v->errors);
	ask_date_errors(&v->published, p->lang, NULL, p->a, &v->errors);
}

/* ---- sealing ------------------------------------------------------------------ */

static const struct date_reading *date_of(const struct ask_date *d)
{
	return d->state == ASK_FOUND ? d->meant : NULL;
}

static int seal(struct page_request *p, const struct list_add_view *v, struct err *e)
{
	const struct list_facts x = { .name = v->name,
				      .publisher = v->publisher,
				      .method = v->method,
				      .url = v->url,
				      .duplicate_free = v->duplicate_free,
				      .covers = date_of(&v->covers),
				      .published = date_of(&v->published),
				      .covers_given = v->covers.text,
				      .published_given = v->published.text };
	struct value_field fields[LIST_FACTS_MAX];
	struct statement st = { .fields = fields };
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	st.n_fields = list_facts_fields(&x, fields);
	TRY(reg_begin(&tx, p->reg, e));
	TRY(reg_entity_new(&tx, STR("list"), STR(""), &st.subject, e));
	TRY(reg_record(&tx, &st, &seq, e));
	TRY(reg_commit(&tx, e));
	return page_done(p,
			 str_printf(p->a, "/lists/import?list=%.*s",
				    STR_FMT(reg_number(p->reg, &st.subject, p->a))),
			 e);
}

/* ---- showing -------------------------------------------------------------------- */

static int show(struct page_request *p, struct list_add_view *v, bool preview, struct err *e)
{
	struct html h;
	v->form = page_form(p, "/lists/add");
	v->sent = &p->rq->form.fields;
	if (v->errors.n)
		p->rs->status = 422;
	html_begin(&h, &p->rs->body);
	if (preview)
		list_add_preview(&h, &p->shell, v);
	else
		list_add_render(&h, &p->shell, v);
	return html_finish(&h, e);
}

int page_list_add(struct page_request *p, struct err *e)
{
	struct list_add_view *v = NEW(p->a, struct list_add_view);
	parse(p, v);
	return show(p, v, false, e);
}

int page_list_add_post(struct page_request *p, struct err *e)
{
	struct list_add_view *v = NEW(p->a, struct list_add_view);
	struct str what = page_field(p, "do");
	parse(p, v);
	if (str_eq(what, STR("check")) || str_eq(what, STR("back")))
		return show(p, v, false, e);
	errors(p, v);
	if (v->errors.n)
		return show(p, v, false, e);
	return str_eq(what, STR("seal")) ? seal(p, v, e) : show(p, v, true, e);
}
