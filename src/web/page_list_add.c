/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_list_add.c - a list of others becomes a record: form, preview, seal. */
#include "web/page_list_import.h"

#include "register/record.h"
#include "text/script.h"
#include "web/routes.h"

enum { LIST_FACTS_MAX = 8 };

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

struct facts {
	struct value_field f[LIST_FACTS_MAX];
	size_t n;
};

static struct value *fact(struct facts *x, const char *property, enum value_type type)
{
	struct value_field *f = &x->f[x->n++];
	*f = (struct value_field){ .p = str_of(property), .v = { .type = type } };
	return &f->v;
}

static void add_text(struct facts *x, const char *property, enum value_type type, struct str text)
{
	if (!text.n)
		return;
	struct value *v = fact(x, property, type);
	v->u.text.text = text;
	v->u.text.lang = str_of(text_lang(text));
}

static void add_date(struct facts *x, const char *property, const struct ask_date *d)
{
	static const enum value_calendar CALENDARS[CAL_COUNT] = { [CAL_GREGORIAN] = VALUE_GREGORIAN,
								  [CAL_JALALI] = VALUE_JALALI,
								  [CAL_HIJRI] = VALUE_HIJRI };
	if (d->state != ASK_FOUND)
		return;
	struct value *v = fact(x, property, VALUE_DATE);
	v->u.date.edtf = d->meant->edtf_text;
	v->u.date.cal = CALENDARS[d->meant->calendar];
	v->u.date.given = d->text;
}

static int seal(struct page_request *p, const struct list_add_view *v, struct err *e)
{
	struct facts x = { .n = 0 };
	struct statement st = { .fields = x.f };
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	add_text(&x, "name", VALUE_NAME, v->name);
	add_text(&x, "publisher", VALUE_NAME, v->publisher);
	add_text(&x, "method", VALUE_TEXT, v->method);
	add_text(&x, "url", VALUE_TEXT, v->url);
	add_date(&x, "covers", &v->covers);
	add_date(&x, "publication_date", &v->published);
	if (str_eq(v->duplicate_free, STR("unknown")))
		(void)fact(&x, "duplicate_free", VALUE_UNKNOWN);
	else if (v->duplicate_free.n)
		fact(&x, "duplicate_free", VALUE_BOOLEAN)->u.is =
			str_eq(v->duplicate_free, STR("yes"));
	st.n_fields = x.n;
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
