/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_list_import.c - a list of others comes in: the file, its columns, what differs, and sealing it. */
#include "web/page_list_import.h"

#include "web/list_load.h"
#include "web/page_priv.h"
#include "web/routes.h"

#define RUN "/lists/import/run"

static const struct msg COMES_IN = MSG("A list comes in", "فهرستی می‌آید");

/* ---- the file ------------------------------------------------------------------ */

static int load_lists(struct page_request *p, struct list_import_view *v, struct err *e)
{
	struct list_summary *s;
	TRY(reg_lists(p->reg, p->a, &s, &v->n_lists, e));
	v->lists = NEW_N(p->a, v->n_lists, struct choice);
	for (size_t i = 0; i < v->n_lists; i++)
		v->lists[i] = (struct choice){
			.value = s[i].number,
			.label = str_printf(p->a, "%.*s (%.*s)", STR_FMT(s[i].label),
					    STR_FMT(s[i].number)),
		};
	return 0;
}

static int show(struct page_request *p, struct list_import_view *v, struct err *e)
{
	struct html h;
	TRY(load_lists(p, v, e));
	ask_date_load(p->a, p->lang, &v->date);
	v->form = page_form(p, "/lists/import");
	v->under_way = job_of(p->session->job, &LIST_JOB) != NULL;
	v->files.one_table = true;
	v->files.max_bytes =
		p->web->upload_max < LIST_FILE_MAX ? p->web->upload_max : LIST_FILE_MAX;
	if (v->show_errors && v->errors.n)
		p->rs->status = 422;
	html_begin(&h, &p->rs->body);
	list_import_render(&h, &p->shell, v);
	return html_finish(&h, e);
}

int page_list_import(struct page_request *p, struct err *e)
{
	struct list_import_view *v = NEW(p->a, struct list_import_view);
	v->list = page_arg(p, "list");
	v->label = STR("");
	v->date = ask_date_parse(p, "date");
	return show(p, v, e);
}

static int errors(struct page_request *p, struct list_import_view *v, struct entity *ret_list,
		  struct err *e)
{
	struct form_errors *es = &v->errors;
	v->show_errors = true;
	if (v->files.refused.n)
		form_error(es, STR("ev"), v->files.refused);
	if (!v->files.n)
		form_error(es, STR("ev"), tr(p->lang, MSG_P("Choose a file.", "فایلی برگزینید.")));
	if (v->files.n > 1)
		form_error(es, STR("ev"),
			   tr(p->lang, MSG_P("One file at a time: leave the others out.",
					     "هر بار یک فایل: بقیه را کنار بگذارید.")));
	if (v->files.n == 1 && v->files.v[0].bytes > LIST_FILE_MAX)
		form_error(
			es, STR("ev"),
			tr(p->lang,
			   MSG_P("The file is larger than a page can hold in memory. Take it in with “vigil list import”.",
				 "فایل بزرگ‌تر از آن است که صفحه در حافظه نگه دارد. با «vigil list import» واردش کنید.")));
	if (!p->web->has_worker)
		form_error(
			es, STR("ev"),
			tr(p->lang,
			   MSG_P("The program that reads files, vigil-worker, is not installed beside vigil.",
				 "برنامهٔ خواندن فایل‌ها، vigil-worker، کنار vigil نصب نیست.")));
	ask_date_errors(&v->date, p->lang, NULL, p->a, es);
	int rc = v->list.n ? reg_entity(p->reg, v->list, p->a, ret_list, e) : ERR_NOTFOUND;
	if (rc < 0 && rc != ERR_NOTFOUND)
		return rc;
	if (rc < 0 || !str_eq(ret_list->kind, STR("list")))
		form_error(es, STR("list"),
			   tr(p->lang, MSG_P("Say of which list it is an edition.",
					     "بگویید ویرایشی از کدام فهرست است.")));
	return 0;
}

static int begin(struct page_request *p, struct list_import_view *v, const struct entity *list,
		 struct err *e)
{
	struct arena *a = arena_new(0);
	struct list_work *w = NEW(a, struct list_work);
	struct card card;
	*w = (struct list_work){ .fd = -1, .worker = p->web->worker, .list = *list };
	w->name = str_copy(a, v->files.v[0].name);
	w->date = str_copy(a, v->date.state == ASK_FOUND ? v->date.meant->edtf_text : STR(""));
	w->label = str_copy(a, v->label);
	w->options.lang = p->lang;
	w->skip_text = STR("");
	w->list.kind = str_copy(a, list->kind);
	int rc = reg_card(p->reg, list->id, a, &card, e);
	if (rc < 0) {
		arena_free(a);
		return rc;
	}
	w->list_number = card.number;
	w->list_label = card.label;
	w->spool = form_files_take(p, v->files.v[0].id);
	TRY(job_begin(p->session, &LIST_JOB, a, w, list_look_step, e));
	return page_done(p, STR(RUN), e);
}

int page_list_import_post(struct page_request *p, struct err *e)
{
	struct list_import_view *v = NEW(p->a, struct list_import_view);
	struct entity list = { .id = 0 };
	struct str what = page_field(p, "do");
	TRY(form_files_parse(p, &v->files, e));
	v->list = page_field(p, "list");
	v->label = page_field(p, "label");
	v->date = ask_date_parse(p, "date");
	ask_date_load(p->a, p->lang, &v->date);
	if (form_files_changed(p) || str_eq(what, STR("check")))
		return show(p, v, e);
	TRY(errors(p, v, &list, e));
	return v->errors.n ? show(p, v, e) : begin(p, v, &list, e);
}

/* ---- columns ---------------------------------------------------------------------- */

struct str list_column_field(struct arena *a, char what, size_t column)
{
	return str_printf(a, "%c%zu", what, column);
}

static struct str column_field(struct page_request *p, char what, size_t i)
{
	return page_field(p, list_column_field(p->a, what, i).p);
}

static enum list_order order_of(struct str s)
{
	return str_eq(s, STR("dmy"))   ? LIST_ORDER_DMY
	       : str_eq(s, STR("mdy")) ? LIST_ORDER_MDY
	       : str_eq(s, STR("ymd")) ? LIST_ORDER_YMD
				       : LIST_ORDER_ANY;
}

/* As the form says. A code that is none is kept: the form has none but ours. */
static void take_mapping(struct page_request *p, struct list_work *w)
{
	for (size_t i = 0; i < w->mapping.n; i++) {
		struct list_column *c = &w->mapping.columns[i];
		if (!list_field_parse(column_field(p, 'f', i), &c->field))
			c->field = LIST_KEPT;
		c->sealed = column_field(p, 's', i).n > 0;
		c->has_calendar = cal_parse(column_field(p, 'c', i), &c->calendar);
		c->order = order_of(column_field(p, 'o', i));
	}
}

static int take_skip(struct page_request *p, struct list_run_view *v, struct list_work *w)
{
	struct str text = page_field(p, "skip");
	struct arena *a = job_arena(p->session->job);
	int64_t *rows;
	size_t n;
	if (list_rows_read(text, LIST_SKIP_MAX, a, &rows, &n, NULL) < 0) {
		form_error(
			&v->errors, STR("skip"),
			tr(p->lang,
			   MSG_P("Write numbers of rows in their order: 12, 15-17.",
				 "شمارهٔ ردیف‌ها را به ترتیب بنویسید: ‎12, 15-17‎.")));
		return 0;
	}
	w->skip_text = str_copy(a, text);
	w->skip = rows;
	w->n_skip = n;
	return 0;
}

/* ---- what is next -------------------------------------------------------------------- */

static int show_map(struct page_request *p, struct list_run_view *v, struct list_work *w,
		    struct err *e)
{
	struct html h;
	TRY(list_preview(&w->look, &w->mapping, p->lang, p->a, &v->preview, e));
	v->form = page_form(p, RUN);
	v->w = w;
	if (v->errors.n)
		p->rs->status = 422;
	html_begin(&h, &p->rs->body);
	list_map_render(&h, &p->shell, v);
	return html_finish(&h, e);
}

static int show_plan(struct page_request *p, struct list_run_view *v, struct list_work *w,
		     struct err *e)
{
	struct html h;
	v->form = page_form(p, RUN);
	v->w = w;
	v->base_date = v->base_label = STR("");
	if (w->plan.base) {
		struct edition base;
		TRY(reg_edition(p->reg, w->plan.base, p->a, &base, e));
		v->base_date = base.date;
		v->base_label = base.label;
	}
	if (w->plan.faults.stopping)
		p->rs->status = 422;
	html_begin(&h, &p->rs->body);
	list_plan_render(&h, &p->shell, v);
	return html_finish(&h, e);
}

static int sealed(struct page_request *p, struct list_work *w, struct err *e)
{
	const struct list_result *r = &w->result;
	int64_t rows = r->added + r->changed + r->same;
	struct str to = str_printf(p->a, "/list/%.*s?done=%lld#e-%.*s", STR_FMT(w->list_number),
				   (long long)rows, STR_FMT(number_str(p->a, r->edition)));
	job_drop(&p->session->job);
	return http_redirect(p->rs, to, e);
}

int page_list_run(struct page_request *p, struct err *e)
{
	struct list_run_view *v = NEW(p->a, struct list_run_view);
	struct list_work *w = job_of(p->session->job, &LIST_JOB);
	if (!w)
		return http_redirect(p->rs, STR("/lists/import"), e);
	job_state(p->session->job, &v->state);
	v->vocab = reg_vocab(p->reg);
	if (v->state.phase != JOB_WAITS)
		return page_show_job(
			p,
			(struct job_view){
				.state = v->state,
				.heading = &COMES_IN,
				.section = SECTION_LISTS,
				.path = RUN,
				.may_go_back = v->state.phase == JOB_FAILED && w->stage > LIST_SENT,
			},
			e);
	switch (w->stage) {
	case LIST_SENT:
	case LIST_LOOKED:
		return show_map(p, v, w, e);
	case LIST_PLANNED:
		return show_plan(p, v, w, e);
	case LIST_SEALED:
		return sealed(p, w, e);
	}
	return 0;
}

/* ---- answers ---------------------------------------------------------------------------- */

static int go(struct page_request *p, job_step *step, struct err *e)
{
	TRY(job_go_on(p->session->job, step, e));
	return page_done(p, STR(RUN), e);
}

static char separator_of(struct str s)
{
	return str_eq(s, STR("comma"))	     ? ','
	       : str_eq(s, STR("semicolon")) ? ';'
	       : str_eq(s, STR("tab"))	     ? '\t'
	       : str_eq(s, STR("pipe"))	     ? '|'
					     : 0;
}

/* Read again in another way: another sheet, encoding, separator, header. */
static int again(struct page_request *p, struct list_work *w, struct err *e)
{
	struct arena *a = job_arena(p->session->job);
	struct str row = page_field(p, "header_row");
	int64_t n = 0;
	w->options.sheet = str_copy(a, page_field(p, "sheet"));
	w->options.separator = separator_of(page_field(p, "separator"));
	if (!encoding_parse(page_field(p, "encoding"), &w->options.encoding))
		w->options.encoding = ENCODING_FIND;
	if (row.n && (!str_to_int(row, &n) || n < 0))
		return err_set(e, ERR_INPUT, "the row of the header is a number; 0: there is none");
	w->options.header_row = !row.n ? 0 : n ? n : -1;
	return go(p, list_look_step, e);
}

int page_list_run_post(struct page_request *p, struct err *e)
{
	struct list_run_view *v = NEW(p->a, struct list_run_view);
	struct list_work *w = job_of(p->session->job, &LIST_JOB);
	struct str what = page_field(p, "do");
	if (!w)
		return http_redirect(p->rs, STR("/lists/import"), e);
	if (str_eq(what, STR("drop"))) {
		job_drop(&p->session->job);
		return page_done(p, STR("/lists/import"), e);
	}
	job_state(p->session->job, &v->state);
	if (v->state.phase == JOB_RUNS)
		return http_redirect(p->rs, STR(RUN), e);
	v->vocab = reg_vocab(p->reg);
	if (str_eq(what, STR("again")))
		return again(p, w, e);
	if (str_eq(what, STR("seal")) && w->stage == LIST_PLANNED)
		return w->plan.faults.stopping ? show_plan(p, v, w, e) : go(p, list_seal_step, e);
	if (w->stage < LIST_LOOKED)
		return http_redirect(p->rs, STR(RUN), e);
	if (str_eq(what, STR("back"))) {
		job_calm(p->session->job);
	} else {
		take_mapping(p, w);
		TRY(take_skip(p, v, w));
	}
	w->stage = LIST_LOOKED;
	if (str_eq(what, STR("plan")) && !v->errors.n)
		return go(p, list_plan_step, e);
	return show_map(p, v, w, e);
}
