/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compare_search.c - the cheapest way to match tokens, once it is known what each pairing costs.
 *
 * Tokens of the longer name are taken one after the other; the state is the set of tokens of the shorter name
 * that are used, so the result is exact for up to MATCH_EXACT_MAX of those; beyond, the last ones
 * are only left out. What is left over on both sides is a contradiction, what is left over on one side an
 * omission: the search is done with each side as the one that may omit cheaply, both at once, and the better taken. Only
 * costs are kept on the way, and the way itself is looked for at the end: most steps lead nowhere. Nothing is asked on the
 * way either: what cannot be is dear, so that four costs are taken at once (the compiler's vectors, on any processor).
 */
#include "names/compare_priv.h"

enum { SETS = 1 << MATCH_EXACT_MAX, SMALL_X = 8, SMALL_SETS = 16 };

/* Of the first i tokens of x with some of y used, if x is the side that may omit cheaply, and if y is: table[i * stride +
 * used]. What cannot be costs NEVER or more. */
struct cell {
	int cost[2];
};

/* The cells of two sets, one with and one without the first token of y: four numbers at a time. */
typedef int cells __attribute__((vector_size(2 * sizeof(struct cell))));

static cells load(const struct cell *row, size_t at)
{
	cells ret;
	memcpy(&ret, row + 2 * at, sizeof ret);
	return ret;
}

static cells lesser(cells a, cells b)
{
	cells is = a < b;
	return (a & is) | (b & ~is);
}

static void lower(struct cell *to, const struct cell *from, int more)
{
	for (size_t k = 0; k < 2; k++)
		if (from->cost[k] + more < to->cost[k])
			to->cost[k] = from->cost[k] + more;
}

static int pair_cost(const struct match_side *x, size_t i, const struct match_side *y, size_t j,
		     int parts)
{
	return (x->weight[i] + y->weight[j]) * parts;
}

static int join_x_cost(const struct match_side *x, size_t i, const struct match_side *y, size_t j,
		       const struct match_costs *c)
{
	return (x->weight[i] + x->weight[i + 1] + y->weight[j]) * c->join_x[i][j];
}

static int join_y_cost(const struct match_side *x, size_t i, const struct match_side *y, size_t j,
		       const struct match_costs *c)
{
	return (x->weight[i] + y->weight[j] + y->weight[j + 1]) * c->join_y[i][j];
}

static void search_joined(const struct match_side *x, const struct match_side *y,
			  const struct match_costs *c, size_t i, struct cell *row)
{
	for (size_t j = 0; j < c->ny; j++) {
		size_t bit = (size_t)1 << j;
		if (c->join_x[i][j] < PARTS) {
			int cost = join_x_cost(x, i, y, j, c);
			for (size_t m = 0; m < c->stride; m++)
				if (!(m & bit))
					lower(&row[2 * c->stride + (m | bit)], &row[m], cost);
		}
		if (c->join_y[i][j] < PARTS) {
			int cost = join_y_cost(x, i, y, j, c);
			for (size_t m = 0; m < c->stride; m++)
				if (!(m & (bit | bit << 1)))
					lower(&row[c->stride + (m | bit | bit << 1)], &row[m],
					      cost);
		}
	}
}

/* The least for each set when token i of x is left out or taken for one of y. */
static void search_one(const struct match_side *x, const struct match_side *y,
		       const struct match_costs *c, size_t i, struct cell *row)
{
	const cells leave = { x->leave[i], x->leave_full[i], x->leave[i], x->leave_full[i] };
	int cost[MATCH_EXACT_MAX];
	for (size_t j = 0; j < c->ny; j++)
		cost[j] = pair_cost(x, i, y, j, c->pair[i][j]);
	for (size_t at = 0; at < c->stride / 2; at++) {
		cells from = load(row, at);
		cells least = from + leave;
		cells first = { NEVER, NEVER, from[0] + cost[0], from[1] + cost[0] };
		least = lesser(least, first);
		for (size_t j = 1; j < c->ny; j++)
			if (at >> (j - 1) & 1)
				least = lesser(least,
					       load(row, at ^ (size_t)1 << (j - 1)) + cost[j]);
		if (c->joins) /* some may have come here already */
			least = lesser(least, load(row + c->stride, at));
		memcpy(row + c->stride + 2 * at, &least, sizeof least);
	}
}

static void search(const struct match_side *x, const struct match_side *y,
		   const struct match_costs *c, struct cell *table)
{
	size_t rows = c->joins ? c->nx + 1 : 1; /* others are written as a whole */
	for (size_t k = 0; k < rows * c->stride; k++)
		table[k] = (struct cell){ { NEVER, NEVER } };
	table[0] = (struct cell){ { 0, 0 } };
	for (size_t i = 0; i < c->nx; i++) {
		struct cell *row = table + i * c->stride;
		if (c->joins)
			search_joined(x, y, c, i, row);
		search_one(x, y, c, i, row);
	}
}

/* The best end if side `omits` may omit cheaply; what of y is not used is left out. */
static int best_end(const struct match_side *y, const struct match_costs *c, int omits,
		    const struct cell *table, size_t *ret_mask)
{
	UNCLEARED int left[SETS]; /* what leaving out costs, by what is used */
	const int *leave = omits ? y->leave : y->leave_full;
	const struct cell *end = table + c->nx * c->stride;
	int best = NEVER;
	left[0] = 0;
	for (size_t j = 0; j < y->n; j++)
		left[0] += leave[j];
	size_t sets = 1;
	for (size_t j = 0; j < c->ny; j++, sets *= 2)
		for (size_t m = 0; m < sets; m++)
			left[sets + m] = left[m] - leave[j];
	for (size_t m = 0; m < sets; m++) {
		if (end[m].cost[omits] + left[m] < best) {
			best = end[m].cost[omits] + left[m];
			*ret_mask = m;
		}
	}
	return best;
}

/* Of ways that cost the same the one that was found first. */
struct step {
	size_t from; /* used before */
	int y;	     /* -1: x left out */
	bool x_more, y_more;
};

static bool joins_x(const struct match_side *x, const struct match_side *y,
		    const struct match_costs *c, size_t i, size_t new, int more, struct step *ret)
{
	for (size_t j = 0; i > 1 && j < c->ny; j++) {
		if (new != (size_t)1 << j || c->join_x[i - 2][j] >= PARTS ||
		    join_x_cost(x, i - 2, y, j, c) != more)
			continue;
		*ret = (struct step){ .y = (int)j, .x_more = true };
		return true;
	}
	return false;
}

/* Token i - 1 of x is left out, or takes `new` of y. */
static bool takes(const struct match_side *x, const struct match_side *y,
		  const struct match_costs *c, int omits, size_t i, size_t new, int more,
		  struct step *ret)
{
	i--;
	*ret = (struct step){ .y = -1 };
	if (!new)
		return more == (omits ? x->leave_full : x->leave)[i];
	for (size_t j = 0; j < c->ny; j++) {
		size_t bit = (size_t)1 << j;
		if (new == bit && more == pair_cost(x, i, y, j, c->pair[i][j])) {
			*ret = (struct step){ .y = (int)j };
			return true;
		}
		if (new == (bit | bit << 1) && c->join_y[i][j] < PARTS &&
		    more == join_y_cost(x, i, y, j, c)) {
			*ret = (struct step){ .y = (int)j, .y_more = true };
			return true;
		}
	}
	return false;
}

static struct step step_to(const struct match_side *x, const struct match_side *y,
			   const struct match_costs *c, int omits, const struct cell *table,
			   size_t i, size_t used)
{
	struct step ret = { .y = -1 };
	int cost = table[i * c->stride + used].cost[omits];
	for (size_t back = 2; back > 0; back--) {
		for (size_t m = 0; m <= used && back <= i; m++) {
			int before = table[(i - back) * c->stride + m].cost[omits];
			if ((m & used) != m || before >= NEVER)
				continue;
			bool is = back == 2
					  ? joins_x(x, y, c, i, used ^ m, cost - before, &ret)
					  : takes(x, y, c, omits, i, used ^ m, cost - before, &ret);
			ret.from = m;
			if (is)
				return ret;
		}
	}
	assert(false && "each cell was reached from another");
	return ret;
}

static void add_pair(struct match *ret, int x, int y, int cost, int weight)
{
	ret->pairs[ret->n++] = (struct match_pair){
		.x = (int8_t)x, .y = (int8_t)y, .cost = cost, .weight = weight
	};
}

static void trace(const struct match_side *x, const struct match_side *y,
		  const struct match_costs *c, int omits, const struct cell *table, size_t mask,
		  struct match *ret)
{
	size_t used = mask;
	size_t i = c->nx;
	ret->n = 0;
	while (i > 0) {
		struct step s = step_to(x, y, c, omits, table, i, mask);
		size_t at = i - 1 - s.x_more;
		size_t j = s.y < 0 ? 0 : (size_t)s.y;
		int weight = x->weight[at] + (s.x_more ? x->weight[at + 1] : 0);
		if (s.y >= 0)
			weight += y->weight[j] + (s.y_more ? y->weight[j + 1] : 0);
		int cost = table[i * c->stride + mask].cost[omits] -
			   table[at * c->stride + s.from].cost[omits];
		add_pair(ret, (int)at, s.y, cost, weight);
		ret->pairs[ret->n - 1].x_more = s.x_more;
		ret->pairs[ret->n - 1].y_more = s.y_more;
		mask = s.from;
		i = at;
	}
	for (size_t j = 0; j < y->n; j++) {
		if (j >= c->ny || !((used >> j) & 1))
			add_pair(ret, -1, (int)j, omits ? y->leave[j] : y->leave_full[j],
				 y->weight[j]);
	}
}

/* `table` has room for the longer name's tokens and two more. */
static void match_with(const struct match_side *x, const struct match_side *y,
		       const struct match_costs *c, bool pairs, struct cell *table,
		       struct match *ret)
{
	size_t used[2] = { 0 };
	search(x, y, c, table);
	int cost = best_end(y, c, 0, table, &used[0]);
	ret->cost = best_end(y, c, 1, table, &used[1]);
	int omits = ret->cost < cost;
	ret->cost = omits ? ret->cost : cost;
	ret->paired = pairs;
	if (pairs)
		trace(x, y, c, omits, table, used[omits], ret);
}

/* Large tables are apart, since release builds clear what is on the stack. */
static void match_large(const struct match_side *x, const struct match_side *y,
			const struct match_costs *c, bool pairs, struct match *ret)
{
	UNCLEARED struct cell table[(MATCH_TOKENS + 2) * SETS];
	match_with(x, y, c, pairs, table, ret);
}

void match_search(const struct match_side *x, const struct match_side *y,
		  const struct match_costs *c, bool pairs, struct match *ret)
{
	UNCLEARED struct cell table[SMALL_X * SMALL_SETS];
	if (x->n + 2 <= SMALL_X && c->stride <= SMALL_SETS)
		match_with(x, y, c, pairs, table, ret);
	else
		match_large(x, y, c, pairs, ret);
}
