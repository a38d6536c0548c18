/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_today.h - what the page Today shows. */
#ifndef VIGIL_WEB_PAGE_TODAY_H
#define VIGIL_WEB_PAGE_TODAY_H

#include "register/conflict.h"
#include "register/figure.h"
#include "web/page.h"
#include "web/part.h"

enum {
	TODAY_PERSONS = 12,
	TODAY_SOURCES = 2,
	TODAY_GROUPS = 3,
	TODAY_CONFLICTS = 5,
	TODAY_FIGURES = 6,
	TODAY_ASKS = 6,
	TODAY_GAPS = 8,
	TODAY_GAPS_OF = 40, /* documents looked at, those spoken of last */
	TODAY_CHANGES = 8,
	TODAY_STALE_DAYS = 30
};

struct today_person {
	struct card card;
	bool imminent;		  /* a stage from which executions follow */
	struct claim_row *claims; /* of the event that gives the status, one a source */
	size_t n_claims;
	struct str authority; /* who decided, "" not recorded */
	bool has_age;
	int64_t age_lo, age_hi; /* days since what was last said of the person */
};

/* A group with the numbers that sources give and those named here. */
struct today_group {
	struct card card;
	struct claim_row reported;
	int64_t named;
};

struct today_ask {
	struct card card;
	bool has_due;
	int64_t days; /* until the last day it can be meant; negative: passed */
};

struct today_view {
	const struct vocab *vocab;
	struct names names;
	struct str date_en, date_fa; /* of now, in words */
	bool first;		     /* nothing is known of when this member last looked */
	struct str since;	     /* when that was */
	struct news news; /* `first`: claims are entries of the log, conflicts are not counted */
	struct today_person *persons;
	size_t n_persons;
	int64_t at_risk;
	struct str *risk_codes; /* statuses, for the link to all of them */
	size_t n_risk_codes;
	struct today_group *groups;
	size_t n_groups;
	struct conflict *conflicts;
	size_t n_conflicts;
	int64_t open_conflicts;
	struct figure *figures;
	size_t n_figures;
	int64_t all_figures;
	struct today_ask *asks;
	size_t n_asks;
	int64_t all_asks;
	struct card *gaps;
	size_t n_gaps;
	bool gaps_in_part; /* only the latest documents were looked at */
	struct history_row *changes;
	size_t n_changes;
	struct str sealed; /* when the last entry was made */
};
void today_render(struct html *h, const struct shell *s, const struct today_view *v);

#endif
