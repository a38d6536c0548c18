/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_lists.c - all lists of others, and what they have in common. */
#include "web/page_lists.h"

#include "web/list_load.h"
#include "web/routes.h"

/* What the newest run found among a list's own rows. */
static void tested(const struct linkage_report *r, struct list_line *l)
{
	for (size_t i = 0; i < r->n_lists; i++)
		if (r->lists[i].list == l->s.list.id) {
			l->tested = true;
			l->within = r->lists[i].within;
			l->named = r->lists[i].records - r->lists[i].unnamed;
			l->expected_milli = r->lists[i].expected_milli;
		}
}

int list_line_load(struct page_request *p, const struct linkage_report *run, struct list_line *l,
		   struct err *e)
{
	struct claim_row *c;
	size_t n;
	int64_t total;
	l->publisher = STR("");
	l->newest_date = STR("");
	TRY(reg_claims(p->reg, CLAIMS_OF_SUBJECT, l->s.list.id, false, 0, LIST_CLAIMS_MAX, p->a, &c,
		       &n, &total, e));
	for (size_t i = 0; i < n; i++)
		if (str_eq(c[i].property, STR("publisher")) && !c[i].unknown)
			l->publisher = c[i].value.u.text.text;
	if (l->s.newest) {
		struct edition newest;
		TRY(reg_edition(p->reg, l->s.newest, p->a, &newest, e));
		l->newest_date = newest.date;
	}
	if (run)
		tested(run, l);
	return 0;
}

int list_linkage_newest(struct page_request *p, struct linkage_report **ret, struct err *e)
{
	struct linkage_report *r = NEW(p->a, struct linkage_report);
	int rc = linkage_report(p->reg, 0, p->a, r, e);
	*ret = rc == ERR_NOTFOUND ? NULL : r;
	return rc == ERR_NOTFOUND ? 0 : rc;
}

static int load(struct page_request *p, struct lists_view *v, struct err *e)
{
	struct list_summary *s;
	struct linkage_report *run;
	struct list_overlap *o;
	v->vocab = reg_vocab(p->reg);
	TRY(reg_lists(p->reg, p->a, &s, &v->n, e));
	TRY(list_linkage_newest(p, &run, e));
	v->lists = NEW_N(p->a, v->n, struct list_line);
	for (size_t i = 0; i < v->n; i++) {
		v->lists[i].s = s[i];
		TRY(list_line_load(p, run, &v->lists[i], e));
	}
	TRY(reg_list_overlaps(p->reg, p->a, &o, &v->n_overlaps, e));
	v->overlaps = o;
	return 0;
}

int page_lists(struct page_request *p, struct err *e)
{
	struct lists_view v = { 0 };
	struct html h;
	TRY(load(p, &v, e));
	html_begin(&h, &p->rs->body);
	lists_render(&h, &p->shell, &v);
	return html_finish(&h, e);
}
