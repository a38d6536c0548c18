/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_cluster.c - the records of one person: why they are together, parting them, moving one. */
#include "web/page_review.h"

#include "web/list_load.h"
#include "web/routes.h"

enum { SPLIT_MAX = 200 };

/* A person that is found under another one is shown as that. */
static int load(struct page_request *p, struct cluster_view *v, struct err *e)
{
	struct entity en;
	struct entity is;
	TRY(page_entity(p, "person", &en, e));
	TRY(reg_person_of(p->reg, en.id, &is, e));
	v->under = STR("");
	if (is.id && is.id != en.id)
		v->under = reg_number(p->reg, &is, p->a);
	else
		is = en;
	v->vocab = reg_vocab(p->reg);
	v->form = page_form(p, "/cluster/*");
	if (v->under.n)
		return 0;
	return linkage_cluster(p->reg, is.id, p->a, &v->c, e);
}

static int show(struct page_request *p, struct cluster_view *v, struct err *e)
{
	struct html h;
	if (v->errors.n)
		p->rs->status = 422;
	html_begin(&h, &p->rs->body);
	cluster_render(&h, &p->shell, v);
	return html_finish(&h, e);
}

int page_cluster(struct page_request *p, struct err *e)
{
	struct cluster_view *v = NEW(p->a, struct cluster_view);
	v->reason = v->to = STR("");
	v->done = page_arg(p, "done").n > 0;
	TRY(load(p, v, e));
	if (v->under.n)
		return http_redirect(p->rs, str_printf(p->a, "/cluster/%.*s", STR_FMT(v->under)),
				     e);
	return show(p, v, e);
}

/* ---- answers -------------------------------------------------------------------- */

static const struct linkage_record *member(const struct cluster_view *v, struct str number)
{
	for (size_t i = 0; i < v->c.n_members; i++)
		if (str_eq(v->c.members[i].number, number))
			return &v->c.members[i];
	return NULL;
}

/* Each record that is checked. */
static size_t checked(struct page_request *p, const struct cluster_view *v, int64_t *ret,
		      size_t max)
{
	const struct http_params *sent = &p->rq->form.fields;
	size_t n = 0;
	for (size_t i = 0; i < sent->n && n < max; i++) {
		const struct linkage_record *m =
			str_eq(sent->v[i].name, STR("m")) ? member(v, sent->v[i].value) : NULL;
		if (m)
			ret[n++] = m->entity.id;
	}
	return n;
}

static int done(struct page_request *p, const struct cluster_view *v, struct err *e)
{
	return page_done(p, str_printf(p->a, "/cluster/%.*s?done=1", STR_FMT(v->c.number)), e);
}

static int split(struct page_request *p, struct cluster_view *v, struct err *e)
{
	int64_t ids[SPLIT_MAX];
	int64_t first;
	size_t n = checked(p, v, ids, SPLIT_MAX);
	if (!n || n >= v->c.n_members)
		form_error(&v->errors, STR("members"),
			   tr(p->lang, MSG_P("Choose some of the records, and not all.",
					     "چند رکورد را برگزینید، و نه همه را.")));
	if (!v->reason.n)
		form_error(&v->errors, STR("reason"),
			   tr(p->lang, MSG_P("Say why.", "بگویید چرا.")));
	if (v->errors.n)
		return show(p, v, e);
	TRY(linkage_split(p->reg, v->c.person.id, ids, n, page_field(p, "together").n > 0,
			  v->reason, &first, e));
	return done(p, v, e);
}

static int move(struct page_request *p, struct cluster_view *v, struct err *e)
{
	int64_t ids[SPLIT_MAX];
	int64_t first;
	struct entity to = { .id = 0 };
	size_t n = checked(p, v, ids, SPLIT_MAX);
	if (n != 1)
		form_error(
			&v->errors, STR("members"),
			tr(p->lang,
			   MSG_P("Choose one record to move.",
				 "یک رکورد را برای جابه‌جایی برگزینید.")));
	int rc = v->to.n ? reg_entity(p->reg, v->to, p->a, &to, e) : ERR_NOTFOUND;
	if (rc < 0 && rc != ERR_NOTFOUND)
		return rc;
	if (rc < 0 || !str_eq(to.kind, STR("person")) || to.id == v->c.person.id)
		form_error(&v->errors, STR("to"),
			   tr(p->lang, MSG_P("Give the number of another person, as P-00012.",
					     "شمارهٔ شخص دیگری را بدهید، مانند P-00012.")));
	if (!v->reason.n)
		form_error(&v->errors, STR("reason"),
			   tr(p->lang, MSG_P("Say why.", "بگویید چرا.")));
	if (v->errors.n)
		return show(p, v, e);
	TRY(linkage_move(p->reg, ids[0], to.id, v->reason, &first, e));
	return done(p, v, e);
}

int page_cluster_post(struct page_request *p, struct err *e)
{
	struct cluster_view *v = NEW(p->a, struct cluster_view);
	v->reason = page_field(p, "reason");
	v->to = page_field(p, "to");
	v->sent = &p->rq->form.fields;
	TRY(load(p, v, e));
	if (v->under.n)
		return err_set(e, ERR_CONFLICT, "this person is found under another one by now");
	return str_eq(page_field(p, "do"), STR("move")) ? move(p, v, e) : split(p, v, e);
}
