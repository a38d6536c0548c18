/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * linkages.h - the whole answer from several plausible linkages.
 *
 * Each drawn linkage gives a table, and each table is estimated. The latent classes' draws are combined by combine.h,
 * so that doubt about who is the same person is doubt about the number of the missing. What stands beside it (other
 * models, sensitivity, lists left out) is of the table with the median number of people. No gate is passed because
 * another linkage would have passed it: the verdict is the worst of all tables, and a reason that only some of them give
 * is given.
 */
#ifndef VIGIL_ESTIMATE_LINKAGES_H
#define VIGIL_ESTIMATE_LINKAGES_H

#include "estimate/combine.h"
#include "estimate/estimate.h"

enum { LINKAGES_MAX = 200 };

struct linkages_result {
	struct estimate_result
		shown; /* of the median table, with verdict, range and reasons of all */
	size_t n;
	int refused, ranges; /* tables that alone would be refused, or answered by a range only */
	int64_t least, most; /* people on the lists, over tables */
	bool combined;	     /* false: a table had no latent classes (not asked for, or refused) */
	struct combine_result c; /* when combined */
	double doubt; /* share of the variance that is between linkages; NaN when not combined */
};

/* `o->progress` is told of all. ERR_INPUT: fewer than two tables, or more than LINKAGES_MAX; as estimate_run. */
int estimate_linkages(const struct cells *tables, size_t n, const struct estimate_options *o,
		      struct arena *a, struct linkages_result *ret, struct err *e) MUST_USE;

#endif
