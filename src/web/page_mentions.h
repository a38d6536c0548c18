/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_mentions.h - rows of lists found by a name: /mentions?q=TEXT&page=2, and as a block of the register's own search.
 */
#ifndef VIGIL_WEB_PAGE_MENTIONS_H
#define VIGIL_WEB_PAGE_MENTIONS_H

#include "register/mention_find.h"
#include "web/page.h"
#include "web/part.h"

enum { MENTIONS_PAGE = 50, MENTIONS_SHORT = 8 };

struct mentions_view {
	struct str text; /* as typed; "" nothing was asked for */
	struct mentions_found found;
	int64_t page;
};
void mentions_render(struct html *h, const struct shell *s, const struct mentions_view *v);
/* Below the records of the register's search: the first rows, and where the others are. Nothing without a row. */
void mentions_block(struct html *h, enum lang lang, const struct mentions_view *v);

#endif
