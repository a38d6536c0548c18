/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_mentions.c - searching the rows of all lists. */
#include "web/page_mentions.h"

#include "web/page_lists.h"
#include "web/routes.h"

enum { PAGES_MAX = 1000000 };

static int load(struct page_request *p, struct mentions_view *v, struct err *e)
{
	v->text = page_arg(p, "q");
	TRY(page_arg_int(p, "page", 1, &v->page, e));
	if (v->page < 1 || v->page > PAGES_MAX)
		return err_set(e, ERR_INPUT, "“page” in the address begins with 1");
	if (!v->text.n)
		return 0;
	return reg_find_mentions(p->reg, v->text, (v->page - 1) * MENTIONS_PAGE, MENTIONS_PAGE,
				 p->a, &v->found, e);
}

int page_mentions(struct page_request *p, struct err *e)
{
	struct mentions_view v = { .page = 1 };
	struct html h;
	TRY(load(p, &v, e));
	html_begin(&h, &p->rs->body);
	mentions_render(&h, &p->shell, &v);
	return html_finish(&h, e);
}
