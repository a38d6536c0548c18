/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_verify.h - what the page Verify shows. */
#ifndef VIGIL_WEB_PAGE_VERIFY_H
#define VIGIL_WEB_PAGE_VERIFY_H

#include "ledger/proof_text.h"
#include "web/page.h"

enum verify_answer {
	VERIFY_NOT_ASKED,
	VERIFY_ACCEPTED,
	VERIFY_REFUSED,
	VERIFY_NOTHING /* no proof was given, or no policy, or one that cannot be read */
};

struct verify_field {
	struct str path;  /* "source/role" */
	struct str value; /* JSON as sealed */
};

struct verify_view {
	enum verify_answer answer;
	struct str why;		      /* refused or nothing: in English */
	bool own_policy;	      /* judged by this vault's own key only */
	struct str policy, proof;     /* as given, or the default */
	struct proof_verdict verdict; /* when accepted */
	struct verify_field *fields;
	size_t n;
	struct page_form form;
};
void verify_render(struct html *h, const struct shell *s, const struct verify_view *v);

#endif
