/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_event.c - Event (entity.h). */
#include "web/entity.h"
#include "web/routes.h"

int page_event(struct page_request *p, struct err *e)
{
	return entity_page(p, "event", e);
}
