/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/cells.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static int by_pattern(const void *a, const void *b)
{
	const struct cell *x = a;
	const struct cell *y = b;
	return (x->on > y->on) - (x->on < y->on);
}

int cells_make(const struct str *lists, size_t n_lists, const struct cell *rows, size_t n,
	       struct arena *a, struct cells *ret, struct err *e)
{
	if (n_lists == 0 || n_lists > CELLS_LISTS_MAX)
		return err_set(e, ERR_INPUT, "%zu lists; from 1 to %d can be compared", n_lists,
			       CELLS_LISTS_MAX);
	if (n > CELLS_MAX)
		return err_set(e, ERR_TOOBIG, "%zu rows, the limit is %d", n, CELLS_MAX);
	struct cell *p = NEW_N(a, n, struct cell);
	size_t kept = 0;
	int64_t total = 0;
	memcpy(p, rows, n * sizeof *p);
	qsort(p, n, sizeof *p, by_pattern);
	for (size_t i = 0; i < n; i++) {
		if (p[i].on == 0)
			return err_set(e, ERR_INPUT,
				       "a row is on no list: nobody can have counted these "
				       "people; leave the row out");
		if (p[i].on >> n_lists)
			return err_set(e, ERR_INPUT, "a row is on a list that is not there");
		if (p[i].count < 0)
			return err_set(e, ERR_INPUT, "a count below 0");
		if (i > 0 && p[i].on == p[i - 1].on)
			return err_set(e, ERR_INPUT,
				       "the same lists twice: put their counts together");
		if (p[i].count > CELLS_COUNT_MAX || total > CELLS_COUNT_MAX - p[i].count)
			return err_set(e, ERR_TOOBIG, "more than %" PRId64 " people",
				       CELLS_COUNT_MAX);
		total += p[i].count;
		if (p[i].count > 0)
			p[kept++] = p[i];
	}
	if (total == 0)
		return err_set(e, ERR_INPUT, "nobody is on any of the lists");
	*ret = (struct cells){ n_lists, lists, p, kept, total };
	return 0;
}

int cells_of_counts(const struct str *lists, size_t n_lists, const uint32_t *count, struct arena *a,
		    struct cells *ret, struct err *e)
{
	assert(n_lists <= CELLS_LISTS_MAX);
	const uint32_t patterns = (uint32_t)1 << n_lists;
	struct cell *rows = NEW_N(a, patterns, struct cell);
	size_t n = 0;
	for (uint32_t p = 1; p < patterns; p++)
		if (count[p])
			rows[n++] = (struct cell){ p, count[p] };
	return cells_make(lists, n_lists, rows, n, a, ret, e);
}

/* Bits above `list` move down by one. */
static uint32_t squeeze(uint32_t on, size_t list)
{
	uint32_t below = on & ((UINT32_C(1) << list) - 1);
	return below | (uint32_t)((uint64_t)on >> (list + 1) << list);
}

int cells_without(const struct cells *c, size_t list, struct arena *a, struct cells *ret,
		  int64_t *ret_lost, struct err *e)
{
	assert(list < c->n_lists);
	struct cell *p = NEW_N(a, c->n, struct cell);
	struct str *names = NEW_N(a, c->n_lists, struct str);
	size_t n = 0;
	int64_t lost = 0;
	for (size_t i = 0, k = 0; i < c->n_lists; i++)
		if (i != list)
			names[k++] = c->lists[i];
	for (size_t i = 0; i < c->n; i++) {
		struct cell x = { squeeze(c->p[i].on, list), c->p[i].count };
		if (x.on == 0)
			lost += x.count;
		else
			p[n++] = x;
	}
	qsort(p, n, sizeof *p, by_pattern);
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		if (kept > 0 && p[kept - 1].on == p[i].on)
			p[kept - 1].count += p[i].count;
		else
			p[kept++] = p[i];
	}
	if (c->n_lists == 1)
		return err_set(e, ERR_INPUT, "the only list cannot be left out");
	TRY(cells_make(names, c->n_lists - 1, p, kept, a, ret, e));
	*ret_lost = lost;
	return 0;
}

int64_t cells_on(const struct cells *c, uint32_t lists)
{
	int64_t n = 0;
	for (size_t i = 0; i < c->n; i++)
		if ((c->p[i].on & lists) == lists)
			n += c->p[i].count;
	return n;
}

int cells_depth(uint32_t on)
{
	int n = 0;
	for (; on; on &= on - 1)
		n++;
	return n;
}
