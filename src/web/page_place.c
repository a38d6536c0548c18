/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_place.c - Place (entity.h). */
#include "web/entity.h"
#include "web/routes.h"

int page_place(struct page_request *p, struct err *e)
{
	return entity_page(p, "place", e);
}
