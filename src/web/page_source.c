/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_source.c - Source: of a protected source nothing but its kind and what it says.
 *
 * An organisation or a person is a source as well and has a page of its own kind; its address under
 * /source/ leads there, to what it says.
 */
#include "web/entity.h"
#include "web/routes.h"

int page_source(struct page_request *p, struct err *e)
{
	struct entity en;
	TRY(page_entity(p, NULL, &en, e));
	if (str_eq(en.kind, STR("source")))
		return entity_page(p, "source", e);
	return http_redirect(
		p->rs, page_entity_url(p->a, en.kind, reg_number(p->reg, &en, p->a), STR("#says")),
		e);
}
