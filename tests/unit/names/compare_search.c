/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cheapest matching is the one that trying all of them finds. */
#include "check.h"
#include "names/compare_priv.h"
#include "num/rng.h"

static int min(int a, int b)
{
	return a < b ? a : b;
}

/* What is left over of y, when x is done. */
static int rest(const struct match_side *y, const struct match_costs *c, int omits, uint32_t used)
{
	int cost = 0;
	for (size_t j = 0; j < y->n; j++)
		if (j >= c->ny || !(used >> j & 1))
			cost += omits ? y->leave[j] : y->leave_full[j];
	return cost;
}

/* From token i of x on, with some of y used. */
static int try_all(const struct match_side *x, const struct match_side *y,
		   const struct match_costs *c, int omits, size_t i, uint32_t used)
{
	if (i == c->nx)
		return rest(y, c, omits, used);
	int best = (omits ? x->leave_full : x->leave)[i] + try_all(x, y, c, omits, i + 1, used);
	for (size_t j = 0; j < c->ny; j++) {
		uint32_t bit = 1U << j;
		int w = x->weight[i] + y->weight[j];
		if (used & bit)
			continue;
		best = min(best, w * c->pair[i][j] + try_all(x, y, c, omits, i + 1, used | bit));
		if (i + 1 < c->nx && c->join_x[i][j] < PARTS)
			best = min(best, (w + x->weight[i + 1]) * c->join_x[i][j] +
						 try_all(x, y, c, omits, i + 2, used | bit));
		if (j + 1 < c->ny && c->join_y[i][j] < PARTS && !(used & bit << 1))
			best = min(best,
				   (w + y->weight[j + 1]) * c->join_y[i][j] +
					   try_all(x, y, c, omits, i + 1, used | bit | bit << 1));
	}
	return best;
}

static void draw_side(struct rng *r, size_t n, struct match_side *ret)
{
	*ret = (struct match_side){ .n = n };
	for (size_t i = 0; i < n; i++) {
		ret->weight[i] = 40 + (int)rng_below(r, 120);
		ret->leave[i] = ret->weight[i] * (int)rng_below(r, 800);
		ret->leave_full[i] = ret->weight[i] * (2 * PARTS - (int)rng_below(r, 800));
	}
}

static void draw_costs(struct rng *r, const struct match_side *x, const struct match_side *y,
		       struct match_costs *ret)
{
	*ret = (struct match_costs){ .nx = x->n, .ny = y->n };
	ret->ny = ret->ny < MATCH_EXACT_MAX ? ret->ny : MATCH_EXACT_MAX;
	ret->stride = (size_t)1 << ret->ny;
	for (size_t i = 0; i < ret->nx; i++) {
		for (size_t j = 0; j < ret->ny; j++) {
			bool joins_x = i + 1 < ret->nx && rng_below(r, 4) == 0;
			bool joins_y = j + 1 < ret->ny && rng_below(r, 4) == 0;
			int any = (int)rng_below(r, PARTS);
			ret->pair[i][j] = rng_below(r, 3) ? (int)rng_below(r, PARTS) : PARTS;
			ret->join_x[i][j] = joins_x ? any : PARTS;
			ret->join_y[i][j] = joins_y ? any : PARTS;
			ret->joins |= joins_x || joins_y;
		}
	}
}

TEST(match_search_finds_the_cheapest)
{
	struct rng r = rng_start(4, 1);
	for (int k = 0; k < 3000; k++) {
		struct match_side x;
		struct match_side y;
		struct match_costs c;
		struct match m;
		struct match traced;
		size_t nx = 1 + (size_t)rng_below(&r, 6);
		draw_side(&r, nx, &x);
		draw_side(&r, 1 + (size_t)rng_below(&r, nx < 4 ? nx : 4), &y);
		draw_costs(&r, &x, &y, &c);
		if (k % 3 == 0) {
			c.joins = false;
			for (size_t i = 0; i < c.nx; i++)
				for (size_t j = 0; j < c.ny; j++)
					c.join_x[i][j] = c.join_y[i][j] = PARTS;
		}
		int best = min(try_all(&x, &y, &c, 0, 0, 0), try_all(&x, &y, &c, 1, 0, 0));
		match_search(&x, &y, &c, false, &m);
		CHECK_INT(m.cost, best);
		match_search(&x, &y, &c, true, &traced);
		int sum = 0;
		for (size_t i = 0; i < traced.n; i++)
			sum += traced.pairs[i].cost;
		CHECK_INT(traced.cost, best);
		CHECK_INT(sum, best);
	}
}

/* More tokens than the matching is exact for: the last ones of y are left out. */
TEST(match_search_leaves_out_the_last)
{
	struct rng r = rng_start(4, 2);
	for (int k = 0; k < 8; k++) {
		struct match_side x;
		struct match_side y;
		struct match_costs c;
		struct match m;
		draw_side(&r, 9, &x);
		draw_side(&r, 9, &y);
		draw_costs(&r, &x, &y, &c);
		for (size_t j = 0; j < y.n; j++)
			y.leave_full[j] = y.leave[j] = j < c.ny ? 0 : y.weight[j];
		for (size_t i = 0; i < x.n; i++)
			x.leave[i] = x.leave_full[i] = 0;
		match_search(&x, &y, &c, true, &m);
		CHECK_INT(m.cost, y.weight[8]);
	}
}
