/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_load.h - what the pages of lists load alike. */
#ifndef VIGIL_WEB_LIST_LOAD_H
#define VIGIL_WEB_LIST_LOAD_H

#include "web/page_lists.h"

enum { LIST_CLAIMS_MAX = 200 };

/* `l->s` is there already; `run` may be NULL. */
int list_line_load(struct page_request *p, const struct linkage_report *run, struct list_line *l,
		   struct err *e) MUST_USE;
/* The newest run of linkage that stands; NULL: there is none. */
int list_linkage_newest(struct page_request *p, struct linkage_report **ret,
			struct err *e) MUST_USE;
/* The list that the address names. ERR_NOTFOUND. */
int list_of_arg(struct page_request *p, struct list_summary *ret, struct err *e) MUST_USE;
/* At most `max` bytes, cut between characters. */
struct str short_text(struct str s, size_t max);
/* Page numbers begin with 1. */
int page_number(struct page_request *p, const char *name, int64_t *ret, struct err *e) MUST_USE;

#endif
