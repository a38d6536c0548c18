/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * find.h - the register as a list: search, facets, order, pages.
 *
 * Search folds scripts, letter variants, digits and half-spaces (text/fold.h). What nothing is found
 * for in its own script is searched by its consonants, across scripts. A record number or id finds
 * its record. What is named exactly so comes first, then all in the order asked for.
 *
 * Facets and order work on a compact copy of all cards in memory, about 60 bytes each, read on
 * first use and kept up with the log, so that any combination is one pass. Not inside a
 * transaction.
 *
 * A record whose every claim was taken back and that nothing else names is in no list.
 */
#ifndef VIGIL_FIND_H
#define VIGIL_FIND_H

#include "register/query.h"

enum find_order {
	ORDER_LATEST_EVENT,
	ORDER_LATEST_CLAIM,
	ORDER_NAME,
	ORDER_NAME_FA,
	ORDER_CONFLICTS
};
enum { FIND_CHOICES_MAX = 32, FIND_PAGE_MAX = 100, FIND_VALUES_MAX = 50 };

enum facet_by {
	FACET_KIND,
	FACET_STATUS,
	FACET_CERTAINTY,
	FACET_PROVINCE,
	FACET_PLACE,
	FACET_CHARGE,
	FACET_SOURCE
};
enum { FACETS = FACET_SOURCE + 1 };

struct find {
	struct str text; /* as typed; "" none */
	/* Codes; places and sources by number; "" those that have none. FACET_CERTAINTY: "0" to "3".
	 * The status not_reported_executed takes in every stage at which a death sentence stands. */
	struct str choices[FACETS][FIND_CHOICES_MAX];
	size_t n_choices[FACETS]; /* none: all; several: any of them */
	bool has_from, has_to;
	int32_t from, to; /* date range, as Julian day numbers: dated cards that can lie in it */
	bool only_conflicts;
	bool only_cards; /* leave the facets empty: cheaper when nobody looks at them */
	enum find_order order;
	int64_t offset, limit;
};

/* A source counts where it speaks of the subject, or names it (persons and groups). */
struct facet_value {
	struct str code;  /* as in `choices` */
	struct str label; /* for places and sources; codes are labelled from the vocabulary */
	int64_t count;	  /* with all other facets applied, this one not */
};

struct found {
	struct card *cards;
	size_t n;
	int64_t total;
	/* Most first; all that were chosen and at most FIND_VALUES_MAX others. */
	struct facet_value *facets[FACETS];
	size_t n_facets[FACETS];
};
int reg_find(struct reg *r, const struct find *f, struct arena *a, struct found *ret,
	     struct err *e) MUST_USE;

#endif
