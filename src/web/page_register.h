/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_register.h - the register as a list: what an address asks for, what is shown.
 *
 * The address is the whole question, in one spelling, so that it can be kept, sent and printed:
 *
 *	q        text                   k s c p l h o   kind, status, certainty, province, place,
 *	from to  dates, either calendar                 charge, source; each may come several times
 *	x=1      open conflicts only    sort            latest claim name name-fa conflicts
 *	n        12, 50 or 100 a page   page            from 1
 *
 * "-" stands for "not recorded" in a facet.
 */
#ifndef VIGIL_WEB_PAGE_REGISTER_H
#define VIGIL_WEB_PAGE_REGISTER_H

#include "register/find.h"
#include "web/page.h"
#include "web/page_mentions.h"

struct register_params {
	struct find find;
	struct str from, to; /* as typed */
	int64_t page;
};

/* One value of a facet, labelled. */
struct register_choice {
	struct str code;
	struct str label, label_lang;
	int64_t count;
	bool chosen;
};

struct register_facet {
	struct register_choice *choices;
	size_t n;
};

struct register_row {
	struct card card;
	struct str kind; /* label */
	struct str status, status_lang;
	struct str charge, charge_lang;
	struct str certainty;	    /* label */
	bool has_charge, has_place; /* its kind can have one */
};

struct register_view {
	const struct register_params *params;
	int64_t total;
	int64_t first; /* number of the first row shown, from 1 */
	struct register_facet facets[FACETS];
	struct register_row *rows;
	size_t n;
	struct str from_read, to_read; /* how a date was understood */
	struct mentions_view mentions; /* rows of lists, where a text and no filter is asked for */
	bool empty;		       /* the register has no records at all */
};

/* The letter of a facet in the address. */
extern const char *const REGISTER_FACET_KEYS[FACETS];
extern const char *const REGISTER_SORT_KEYS[];
enum { REGISTER_SORTS = ORDER_CONFLICTS + 1 };

void register_filters(struct html *h, const struct shell *s, const struct register_view *v);
void register_range(struct html *h, const struct shell *s,
		    const struct register_view *v); /* "1 to 12 of 1,312" */
void register_table(struct html *h, const struct shell *s, const struct register_view *v);
void register_render(struct html *h, const struct shell *s, const struct register_view *v);

#endif
