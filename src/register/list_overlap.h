/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * list_overlap.h - what lists have in common, and what one list has twice: by the persons that their rows are
 * assigned to now. Rows that are assigned to nobody are in neither.
 */
#ifndef VIGIL_LIST_OVERLAP_H
#define VIGIL_LIST_OVERLAP_H

#include "register/list.h"

/* Two lists (a before b by id), or one with itself: a == b. */
struct list_overlap {
	int64_t a, b; /* entities */
	int64_t persons; /* that standing rows of both are of; a == b: that two or more of its rows are of */
};
/* Every pair of lists that has somebody, in the order of a and b. */
int reg_list_overlaps(struct reg *r, struct arena *a, struct list_overlap **ret, size_t *ret_n,
		      struct err *e) MUST_USE;

/* Somebody who stands in one list more than once. */
struct list_twice {
	struct entity person;
	struct str number, label; /* the label "" when the person has none of its own */
	int64_t rows;
};
/* Most rows first; *ret_total counts all. */
int reg_list_twice(struct reg *r, int64_t list, int64_t offset, int64_t limit, struct arena *a,
		   struct list_twice **ret, size_t *ret_n, int64_t *ret_total,
		   struct err *e) MUST_USE;

#endif
