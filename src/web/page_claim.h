/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_claim.h - what the pages of one entry show: the claim, and its proof. */
#ifndef VIGIL_WEB_PAGE_CLAIM_H
#define VIGIL_WEB_PAGE_CLAIM_H

#include "intake/evidence.h"
#include "web/page.h"
#include "web/part.h"

struct claim_view_page {
	const struct vocab *vocab;
	struct names names;
	int64_t seq;
	enum entry_kind kind;
	struct claim_row *fields; /* none: an act, a key, or all of it sealed */
	size_t n;
	struct entity subject;	       /* id 0: none */
	struct evidence_row *evidence; /* that supports a field of it */
	size_t n_evidence;
	struct history_row line; /* kind "": none */
	bool has_sealed;	 /* part of it is in a compartment */
	bool withheld;		 /* and not ours to read, or erased */
};
void claim_page_render(struct html *h, const struct shell *s, const struct claim_view_page *v);

/* The entry that p->arg names, of those the log has. ERR_NOTFOUND. */
int claim_seq(struct page_request *p, int64_t *ret, struct err *e) MUST_USE;

#endif
