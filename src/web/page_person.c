/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_person.c - Person (entity.h). */
#include "web/entity.h"
#include "web/routes.h"

int page_person(struct page_request *p, struct err *e)
{
	return entity_page(p, "person", e);
}
