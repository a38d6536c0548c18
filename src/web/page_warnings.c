/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_warnings.c - what is out of the ordinary: one figure over time, by province. */
#include "web/figure_time.h"
#include "web/routes.h"

/* Those that count events: a status has no date. */
static int load_figures(struct page_request *p, struct warnings_view *v, struct err *e)
{
	struct figure *all;
	size_t n;
	TRY(reg_figures(p->reg, 0, p->a, &all, &n, e));
	v->figures = NEW_N(p->a, n, struct figure);
	for (size_t i = 0; i < n; i++)
		if (all[i].rule.n && !str_has(all[i].rule, STR("\"count\":\"status\"")))
			v->figures[v->n++] = all[i];
	return 0;
}

static int choose(struct page_request *p, struct warnings_view *v, struct err *e)
{
	struct str asked = page_arg(p, "figure");
	for (size_t i = 0; i < v->n && !v->chosen; i++)
		if (!asked.n || str_same_word(asked, v->figures[i].number))
			v->chosen = &v->figures[i];
	if (asked.n && !v->chosen)
		return err_set(e, ERR_NOTFOUND, "there is no figure of that number with a series");
	return 0;
}

int page_warnings(struct page_request *p, struct err *e)
{
	struct warnings_view *v = NEW(p->a, struct warnings_view);
	enum figure_by by;
	enum figure_of of;
	struct html h;
	TRY(figure_time_asked(p, &by, &of, e));
	TRY(load_figures(p, v, e));
	TRY(choose(p, v, e));
	v->vocab = reg_vocab(p->reg);
	names_init(&v->names, p->a);
	if (v->chosen)
		TRY(figure_time_load(p, v->chosen->entity.id, 0, by, FIGURE_OF_PROVINCE, &v->time,
				     e));
	html_begin(&h, &p->rs->body);
	warnings_render(&h, &p->shell, v);
	return html_finish(&h, e);
}
