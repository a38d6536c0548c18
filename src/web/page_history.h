/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_history.h - what the page History shows. */
#ifndef VIGIL_WEB_PAGE_HISTORY_H
#define VIGIL_WEB_PAGE_HISTORY_H

#include "web/page.h"

struct history_line {
	struct history_row row;
	struct str when;
	struct str subject_kind; /* "" when there is no subject */
};

struct history_view {
	struct history_line *rows;
	size_t n;
	int64_t next; /* entries before this one come next; 0: there are none */
	bool newest;
	int64_t entries; /* in all logs */
};
void history_render(struct html *h, const struct shell *s, const struct history_view *v);

#endif
