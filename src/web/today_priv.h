/* SPDX-License-Identifier: GPL-3.0-or-later */
/* today_priv.h - what the files of the page Today share. */
#ifndef VIGIL_WEB_TODAY_PRIV_H
#define VIGIL_WEB_TODAY_PRIV_H

#include "register/find.h"
#include "web/page_today.h"

int32_t today_jdn(const struct page_request *p);
/* The records of a kind, those spoken of last first. */
int today_find(struct page_request *p, struct str kind, int64_t limit, struct found *ret,
	       struct err *e) MUST_USE;

/* today_persons.c */
int today_load_persons(struct page_request *p, struct today_view *v, struct err *e) MUST_USE;
int today_load_groups(struct page_request *p, struct today_view *v, struct err *e) MUST_USE;

/* today_risk.c: the block "At imminent risk" */
void today_render_risk(struct html *h, const struct shell *s, const struct today_view *v,
		       const struct part *part);

#endif
