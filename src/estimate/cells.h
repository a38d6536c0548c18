/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cells.h - how many persons are on exactly these lists. */
#ifndef VIGIL_ESTIMATE_CELLS_H
#define VIGIL_ESTIMATE_CELLS_H

#include "num/num.h"

enum { CELLS_LISTS_MAX = 30, CELLS_MAX = 100000 };
/* Persons in all: beyond this a table is a mistake, and products of counts stay within 64 bits. */
#define CELLS_COUNT_MAX INT64_C(2147483647)

struct cell {
	uint32_t on;   /* bit i: on list i; never 0 */
	int64_t count; /* > 0 */
};
struct cells {
	size_t n_lists;
	const struct str *lists; /* names */
	const struct cell *p;	 /* ascending by `on`, each pattern once */
	size_t n;
	int64_t total;
};

/* ERR_INPUT: a pattern twice, a count below 0, more lists than CELLS_LISTS_MAX, nobody at all. ERR_TOOBIG:
 * more rows or people than the ceilings. A row of zeros on all lists is refused: nobody can have
 * counted them. Rows with count 0 are left out. `lists` is borrowed. */
int cells_make(const struct str *lists, size_t n_lists, const struct cell *rows, size_t n,
	       struct arena *a, struct cells *ret, struct err *e) MUST_USE;
/* The same from count[p], persons whose pattern is p: 2^n_lists numbers, of which the first is not looked at. */
int cells_of_counts(const struct str *lists, size_t n_lists, const uint32_t *count, struct arena *a,
		    struct cells *ret, struct err *e) MUST_USE;
/* Without one list: patterns fold together, those only on it go (their number in *ret_lost). ERR_INPUT when
 * nobody is left. */
int cells_without(const struct cells *c, size_t list, struct arena *a, struct cells *ret,
		  int64_t *ret_lost, struct err *e) MUST_USE;

/* Persons on all of these lists at least. 0: everybody. */
int64_t cells_on(const struct cells *c, uint32_t lists);
int cells_depth(uint32_t on); /* how many lists a pattern has */

#endif
