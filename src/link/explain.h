/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * explain.h - a weight as a sum of bars.
 *
 * The prior, one bar a field and what is taken off for fields that go together, in thousandths of a bit: whole
 * numbers, so that the bars add up to the total exactly, wherever they are shown. The total is within a
 * thousandth of a bit for each bar of what the run computed.
 */
#ifndef VIGIL_LINK_EXPLAIN_H
#define VIGIL_LINK_EXPLAIN_H

#include "link/model.h"

struct link_bar {
	unsigned level;		/* 0 the best */
	bool missing;		/* on either side: 0 bits */
	const struct msg *what; /* "same sound"; NULL: missing */
	double m, u;
	int64_t level_milli, rarity_milli;
	int64_t milli;	 /* their sum */
	int64_t running; /* the prior and all bars to this one */
};
struct link_waterfall {
	int64_t prior_milli;		       /* that of the two lists */
	struct link_bar bars[LINK_FIELDS_MAX]; /* in the order of fields */
	size_t n;
	const struct msg *never; /* why they cannot be of one person; NULL: they can */
	int64_t never_milli;	 /* and what that is counted as */
	int64_t together_milli;	 /* 0 or negative: agreements that say the same thing twice */
	int64_t total_milli;	 /* prior, bars, together and never */
};

int64_t link_milli(double bits);
/* `rarity_milli` as link_rarity_milli gave it. */
void link_explain(const struct link_model *m, uint64_t levels, const int64_t *rarity_milli,
		  struct link_waterfall *ret);
/* What rarity and the two lists add to each field of a pair, 0 where it is missing; and behind the fields what the two lists
 * add to the prior, with what cannot be. */
enum { LINK_RARITY_MAX = LINK_FIELDS_MAX + 1 };
void link_rarity_milli(const struct link_rarity *r, uint64_t levels, uint32_t a, uint32_t b,
		       int64_t *ret);

#endif
