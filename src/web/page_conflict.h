/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_conflict.h - what the list of conflicts and the page of one conflict show. */
#ifndef VIGIL_WEB_PAGE_CONFLICT_H
#define VIGIL_WEB_PAGE_CONFLICT_H

#include "web/form.h"
#include "web/page.h"
#include "web/part.h"

enum { CONFLICTS_PAGE = 20, REASON_MAX = 4000 };

struct conflicts_view {
	const struct vocab *vocab;
	struct names names;
	struct conflict *v;
	size_t n;
	int64_t page, total, open; /* pages from 1 */
	bool all;		   /* decided ones as well */
};
void conflicts_render(struct html *h, const struct shell *s, const struct conflicts_view *v);

struct conflict_view {
	const struct vocab *vocab;
	struct names names;
	struct conflict c;
	struct str choice, reason; /* as typed: "41.2", "both", "" */
	struct form_errors errors;
	struct page_form form;
};
void conflict_render(struct html *h, const struct shell *s, const struct conflict_view *v);

/* Look up all that the sides name. */
int conflict_names(struct page_request *p, struct names *n, const struct conflict *c,
		   struct err *e) MUST_USE;
/* Whether this claim can be adopted for the conflict: it says this property of this subject. */
bool conflict_takes(const struct conflict *c, const struct claim_row *claim);

#endif
