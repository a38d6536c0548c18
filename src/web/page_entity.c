/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_entity.c - any record whose kind has no page of its own: group, document, site, ask, ... */
#include "web/entity.h"
#include "web/routes.h"

int page_entity_any(struct page_request *p, struct err *e)
{
	return entity_page(p, NULL, e);
}
