/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compare_match.c - which token of one name is which of the other, at least cost.
 *
 * Tokens of the longer name are taken one after the other; the state is the set of tokens of the shorter name
 * that are used, so the result is exact for up to MATCH_EXACT_MAX of those; beyond, the last ones
 * are only left out. What is left over on both sides is a contradiction, what is left over on one side an
 * omission: the search is done once with each side as the one that may omit cheaply, and the better taken.
 */
#include "names/compare_priv.h"

enum {
	COST_MOVED = 30,
	COST_OTHER_PART = 60,
	MASKS = 1 << MATCH_EXACT_MAX,
	SMALL_X = 8,
	SMALL_MASKS = 16
};

struct costs {
	size_t nx, ny;
	size_t stride; /* of the table: sets of y */
	int pair[MATCH_TOKENS][MATCH_EXACT_MAX];
	int join_x[MATCH_TOKENS][MATCH_EXACT_MAX]; /* x and the next, against y */
	int join_y[MATCH_TOKENS][MATCH_EXACT_MAX]; /* x against y and the next */
	bool joins;
};

/* In PARTS: how far a token moved within the name; 0 where parts are known and agree. */
static int moved(const struct match_side *x, size_t i, const struct match_side *y, size_t j)
{
	enum name_role px = (enum name_role)match_token(x, i)->part;
	enum name_role py = (enum name_role)match_token(y, j)->part;
	if (px != NAME_FULL && py != NAME_FULL)
		return px == py ? 0 : COST_OTHER_PART;
	if (x->n < 2 || y->n < 2)
		return 0;
	int dx = (int)(i * (y->n - 1));
	int dy = (int)(j * (x->n - 1));
	int d = dx > dy ? dx - dy : dy - dx;
	return COST_MOVED * d / (int)((x->n - 1) * (y->n - 1));
}

/* The next token of the side stands right behind in the name, so both can be one word. */
static bool can_join(const struct match_side *s, size_t i)
{
	if (i + 1 >= s->n)
		return false;
	const struct name_token *t = match_token(s, i);
	const struct name_token *u = match_token(s, i + 1);
	return u == t + 1 && t->alias == u->alias && t->kind == u->kind &&
	       (t->kind == TOKEN_PLAIN || t->kind == TOKEN_INITIAL) && u->at == t->at + t->n;
}

static bool worth_joining(const struct match_side *x, size_t i, const struct match_side *y,
			  size_t j)
{
	if (!can_join(x, i))
		return false;
	if (match_token(x, i)->kind == TOKEN_INITIAL)
		return match_token(y, j)->kind == TOKEN_PLAIN;
	int n = match_token(x, i)->n + match_token(x, i + 1)->n - match_token(y, j)->n;
	/* Arabic script writes half of the vowels, so half of the length is not too short. */
	return match_token(y, j)->kind == TOKEN_PLAIN && n <= match_token(y, j)->n &&
	       n >= -(match_token(y, j)->n / 2);
}

static void fill(const struct match_side *x, const struct match_side *y,
		 const struct compare_known *k, struct costs *c)
{
	enum name_match how;
	uint32_t met_x = 0;
	uint32_t met_y = 0;
	c->nx = x->n;
	c->ny = y->n > MATCH_EXACT_MAX ? MATCH_EXACT_MAX : y->n;
	c->joins = false;
	for (size_t i = 0; i < c->nx; i++) {
		for (size_t j = 0; j < c->ny; j++) {
			const struct name_token *s = match_token(x, i);
			const struct name_token *t = match_token(y, j);
			c->pair[i][j] = c->join_x[i][j] = c->join_y[i][j] = PARTS;
			if (s->exact == t->exact && s->kind == t->kind && s->kind != TOKEN_KUNYA &&
			    s->kind != TOKEN_INITIAL) {
				met_x |= 1U << i;
				met_y |= 1U << j;
				c->pair[i][j] = 0;
			}
		}
	}
	/* A token that is there to the letter needs no other partner. */
	for (size_t i = 0; i < c->nx; i++) {
		for (size_t j = 0; j < c->ny; j++) {
			if (((met_x >> i) & 1) || ((met_y >> j) & 1))
				continue;
			c->pair[i][j] = compare_tokens(x->name, match_token(x, i), y->name,
						       match_token(y, j), k, &how);
		}
	}
	for (size_t i = 0; i < c->nx; i++) {
		for (size_t j = 0; j < c->ny; j++) {
			if (((met_x >> i) & 1) || ((met_y >> j) & 1) || c->pair[i][j] < 50)
				continue;
			if (worth_joining(x, i, y, j) && !((met_x >> (i + 1)) & 1))
				c->join_x[i][j] = compare_joined(x->name, match_token(x, i),
								 y->name, match_token(y, j), k);
			if (worth_joining(y, j, x, i) && j + 1 < c->ny && !((met_y >> (j + 1)) & 1))
				c->join_y[i][j] = compare_joined(y->name, match_token(y, j),
								 x->name, match_token(x, i), k);
			c->joins |= c->join_x[i][j] < PARTS || c->join_y[i][j] < PARTS;
		}
	}
	for (size_t i = 0; i < c->nx; i++) {
		for (size_t j = 0; j < c->ny; j++) {
			int p = c->pair[i][j] + moved(x, i, y, j);
			c->pair[i][j] = p < PARTS ? p : PARTS;
		}
	}
}

/* ---- the search ---------------------------------------------------------- */

struct step {
	int cost;
	uint8_t from; /* the mask before */
	int8_t y;     /* -1: x left out */
	bool x_more, y_more;
};

static void better(struct step *s, int cost, size_t from, int y, bool x_more, bool y_more)
{
	if (cost >= s->cost)
		return;
	*s = (struct step){ cost, (uint8_t)from, (int8_t)y, x_more, y_more };
}

static int pair_cost(const struct match_side *x, size_t i, bool x_more, const struct match_side *y,
		     size_t j, bool y_more, int parts)
{
	int w = x->weight[i] + y->weight[j] + (x_more ? x->weight[i + 1] : 0) +
		(y_more ? y->weight[j + 1] : 0);
	return w * parts;
}

/* table[i * stride + mask]: the least cost of the first i tokens of x with `mask` of y used. */
static void search(const struct match_side *x, const struct match_side *y, const struct costs *c,
		   bool x_omits, struct step *table)
{
	size_t masks = (size_t)1 << c->ny;
	for (size_t i = 0; i <= c->nx; i++) {
		for (size_t m = 0; m < masks; m++)
			table[i * c->stride + m].cost = NEVER;
	}
	table[0] = (struct step){ .cost = 0, .y = -1 };
	for (size_t i = 0; i < c->nx; i++) {
		struct step *now_at = table + i * c->stride;
		for (size_t m = 0; m < masks; m++) {
			int now = table[i * c->stride + m].cost;
			if (now >= NEVER)
				continue;
			better(&now_at[c->stride + m],
			       now + (x_omits ? x->leave[i] : x->leave_full[i]), m, -1, false,
			       false);
			for (size_t j = 0; j < c->ny; j++) {
				size_t bit = (size_t)1 << j;
				if (m & bit)
					continue;
				better(&now_at[c->stride + (m | bit)],
				       now + pair_cost(x, i, false, y, j, false, c->pair[i][j]), m,
				       (int)j, false, false);
				if (c->join_x[i][j] < PARTS)
					better(&now_at[2 * c->stride + (m | bit)],
					       now + pair_cost(x, i, true, y, j, false,
							       c->join_x[i][j]),
					       m, (int)j, true, false);
				if (c->join_y[i][j] < PARTS && !(m & (bit << 1)))
					better(&now_at[c->stride + (m | bit | (bit << 1))],
					       now + pair_cost(x, i, false, y, j, true,
							       c->join_y[i][j]),
					       m, (int)j, false, true);
			}
		}
	}
}

/* The best end; what of y is not used is left out. */
static int best_end(const struct match_side *y, const struct costs *c, bool x_omits,
		    const struct step *table, size_t *ret_mask)
{
	int best = NEVER;
	for (size_t m = 0; m < (size_t)1 << c->ny; m++) {
		int cost = table[c->nx * c->stride + m].cost;
		if (cost >= NEVER)
			continue;
		for (size_t j = 0; j < y->n; j++) {
			if (j >= c->ny || !((m >> j) & 1))
				cost += x_omits ? y->leave_full[j] : y->leave[j];
		}
		if (cost < best) {
			best = cost;
			*ret_mask = m;
		}
	}
	return best;
}

static void add_pair(struct match *ret, int x, int y, int cost, int weight)
{
	ret->pairs[ret->n++] = (struct match_pair){
		.x = (int8_t)x, .y = (int8_t)y, .cost = cost, .weight = weight
	};
}

static void trace(const struct match_side *x, const struct match_side *y, const struct costs *c,
		  bool x_omits, const struct step *table, size_t mask, struct match *ret)
{
	size_t used = mask;
	size_t i = c->nx;
	ret->n = 0;
	while (i > 0) {
		const struct step *s = &table[i * c->stride + mask];
		size_t at = i - 1 - s->x_more;
		size_t j = s->y < 0 ? 0 : (size_t)s->y;
		int weight = x->weight[at] + (s->x_more ? x->weight[at + 1] : 0);
		if (s->y >= 0)
			weight += y->weight[j] + (s->y_more ? y->weight[j + 1] : 0);
		int cost = s->cost - table[at * c->stride + s->from].cost;
		add_pair(ret, (int)at, s->y, cost, weight);
		ret->pairs[ret->n - 1].x_more = s->x_more;
		ret->pairs[ret->n - 1].y_more = s->y_more;
		mask = s->from;
		i = at;
	}
	for (size_t j = 0; j < y->n; j++) {
		if (j >= c->ny || !((used >> j) & 1))
			add_pair(ret, -1, (int)j, x_omits ? y->leave_full[j] : y->leave[j],
				 y->weight[j]);
	}
}

static void flip(struct match *m)
{
	for (size_t i = 0; i < m->n; i++) {
		struct match_pair p = m->pairs[i];
		m->pairs[i].x = p.y;
		m->pairs[i].y = p.x;
		m->pairs[i].x_more = p.y_more;
		m->pairs[i].y_more = p.x_more;
	}
}

/* Family names come first or last, so names may be turned round; another order than that is rather that of
 * another person: Ali son of Hasan, Hasan son of Ali. Pairs stand in the falling order of x. */
static bool is_shuffled(const struct match *m)
{
	int order[MATCH_TOKENS];
	size_t n = 0;
	for (size_t i = 0; i < m->n; i++) {
		if (m->pairs[i].x >= 0 && m->pairs[i].y >= 0 &&
		    m->pairs[i].cost * 2 < m->pairs[i].weight * PARTS)
			order[n++] = m->pairs[i].y;
	}
	size_t rises = 0;
	for (size_t i = 0; i < n; i++)
		rises += order[i] < order[(i + 1) % n];
	return n > 2 && rises > 1;
}

/* `table` has room for the longer name's tokens and two more. */
static void match_with(const struct match_side *x, const struct match_side *y, struct costs *c,
		       struct step *table, struct match *ret)
{
	size_t mask = 0;
	search(x, y, c, true, table);
	ret->cost = best_end(y, c, true, table, &mask);
	trace(x, y, c, true, table, mask, ret);
	search(x, y, c, false, table);
	int cost = best_end(y, c, false, table, &mask);
	if (cost < ret->cost) {
		ret->cost = cost;
		trace(x, y, c, false, table, mask, ret);
	}
	ret->shuffled = is_shuffled(ret);
}

/* Large tables are apart, since release builds clear what is on the stack. */
static void match_large(const struct match_side *x, const struct match_side *y, struct costs *c,
			struct match *ret)
{
	struct step table[(MATCH_TOKENS + 2) * MASKS];
	match_with(x, y, c, table, ret);
}

static void match_ordered(const struct match_side *x, const struct match_side *y,
			  const struct compare_known *k, struct match *ret)
{
	struct costs c;
	struct step table[SMALL_X * SMALL_MASKS];
	fill(x, y, k, &c);
	c.stride = (size_t)1 << c.ny;
	if (x->n + 2 <= SMALL_X && c.stride <= SMALL_MASKS)
		match_with(x, y, &c, table, ret);
	else
		match_large(x, y, &c, ret);
}

void match_sides(const struct match_side *x, const struct match_side *y,
		 const struct compare_known *k, struct match *ret)
{
	ret->weight = 0;
	ret->n = 0;
	for (size_t i = 0; i < x->n; i++)
		ret->weight += x->weight[i];
	for (size_t j = 0; j < y->n; j++)
		ret->weight += y->weight[j];
	/* One order of the two, whichever way they were asked: of equally good matchings the same is found. */
	int by_codes =
		memcmp(x->name->codes, y->name->codes,
		       x->name->n_codes < y->name->n_codes ? x->name->n_codes : y->name->n_codes);
	if (y->n > x->n ||
	    (y->n == x->n &&
	     (by_codes < 0 || (by_codes == 0 && x->name->n_codes < y->name->n_codes)))) {
		match_ordered(y, x, k, ret);
		flip(ret);
		return;
	}
	match_ordered(x, y, k, ret);
}
