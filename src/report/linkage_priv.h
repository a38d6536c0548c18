/* SPDX-License-Identifier: GPL-3.0-or-later */
/* linkage_priv.h - what the parts of the page about a linkage share. */
#ifndef VIGIL_REPORT_LINKAGE_PRIV_H
#define VIGIL_REPORT_LINKAGE_PRIV_H

#include "html/html.h"
#include "report/linkage.h"

struct link_page {
	struct html *h;
	enum lang lang;
	struct arena *a;
};
void link_page_say(const struct link_page *p, const struct msg *m);
struct str link_page_decimal(const struct link_page *p, double v, int places);
/* A run of whatever language, in its own direction. */
void link_page_given(const struct link_page *p, struct str s);
void link_page_head_cell(const struct link_page *p, const struct msg *m, bool right);

/* linkage_fall.c */
void link_page_put_falls(const struct link_page *p, const struct linkage_sheet *s);

#endif
