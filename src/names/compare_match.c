/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compare_match.c - which token of one name is which of the other: what each pairing costs. The cheapest matching of
 * them is found by compare_search.c.
 */
#include "names/compare_priv.h"

enum { COST_MOVED = 30, COST_OTHER_PART = 60 };

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
		 struct compare_memory *memory, struct match_costs *c)
{
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
			c->pair[i][j] = compare_words(memory, x, i, y, j);
		}
	}
	for (size_t i = 0; i < c->nx; i++) {
		for (size_t j = 0; j < c->ny; j++) {
			if (((met_x >> i) & 1) || ((met_y >> j) & 1) || c->pair[i][j] < 50)
				continue;
			if (worth_joining(x, i, y, j) && !((met_x >> (i + 1)) & 1))
				c->join_x[i][j] = compare_joined_words(memory, x, i, y, j);
			if (worth_joining(y, j, x, i) && j + 1 < c->ny && !((met_y >> (j + 1)) & 1))
				c->join_y[i][j] = compare_joined_words(memory, y, j, x, i);
			c->joins |= c->join_x[i][j] < PARTS || c->join_y[i][j] < PARTS;
		}
	}
	for (size_t i = 0; i < c->nx; i++) {
		for (size_t j = 0; j < c->ny; j++) {
			if (c->pair[i][j] >= PARTS)
				continue;
			int p = c->pair[i][j] + moved(x, i, y, j);
			c->pair[i][j] = p < PARTS ? p : PARTS;
		}
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

static void match_ordered(const struct match_side *x, const struct match_side *y,
			  struct compare_memory *memory, struct match *ret)
{
	UNCLEARED struct match_costs c;
	fill(x, y, memory, &c);
	c.stride = (size_t)1 << c.ny;
	match_search(x, y, &c, ret);
	ret->shuffled = is_shuffled(ret);
}

void match_sides(const struct match_side *x, const struct match_side *y,
		 struct compare_memory *memory, struct match *ret)
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
		match_ordered(y, x, memory, ret);
		flip(ret);
		return;
	}
	match_ordered(x, y, memory, ret);
}
