/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compare_match.c - which token of one name is which of the other: what each pairing costs. The cheapest matching of
 * them is found by compare_search.c.
 */
#include "names/compare_priv.h"
#include "names/sound_priv.h"

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

/* Those for which it is so, as bits; but a token that has met another to the letter is no part of a word. */
static uint32_t joinable(const struct match_side *s, size_t n, uint32_t met)
{
	uint32_t ret = 0;
	for (size_t i = 0; i + 1 < n; i++)
		if (!(met >> i & 3) && can_join(s, i))
			ret |= 1U << i;
	return ret;
}

/* One spelling of two words that can be joined and another of one are of about one length, and begin and end alike.
 * `alike`: both names are of one script; between two, half of the vowels are not written, and a consonant at either end
 * may be heard in two ways. */
static bool worth_joining(const struct match_side *x, size_t i, const struct match_side *y,
			  size_t j, bool alike)
{
	const struct name_token *one = match_token(y, j);
	const struct name_token *two = match_token(x, i);
	if (one->kind != TOKEN_PLAIN)
		return false;
	if (two->kind == TOKEN_INITIAL)
		return true;
	int n = two[0].n + two[1].n;
	int m = one->n;
	if (alike ? 2 * n > 3 * m || 2 * m > 3 * n : n > 2 * m || m > 2 * n)
		return false;
	bool begin = one->first == two[0].first;
	bool end = one->last == two[1].last;
	return (alike ? begin && end : begin || end) || one->lead || two->lead;
}

/* Words without a single consonant in common need not be compared, unless what is known of them or stands before them may
 * bring them together. */
static bool may_meet(const struct name_token *s, const struct name_token *t)
{
	return (s->sounds & t->sounds) || !s->sounds || !t->sounds || s->lead || t->lead ||
	       (s->variant[0] && t->variant[0]) || s->kind == TOKEN_INITIAL ||
	       t->kind == TOKEN_INITIAL;
}

/* Tokens that have met another to the letter, as bits. */
struct met {
	uint32_t x, y;
};

static struct met fill_same(const struct match_side *x, const struct match_side *y,
			    struct match_costs *c)
{
	struct met met = { 0, 0 };
	for (size_t i = 0; i < c->nx; i++) {
		const struct name_token *s = match_token(x, i);
		for (size_t j = 0; j < c->ny; j++) {
			const struct name_token *t = match_token(y, j);
			c->pair[i][j] = c->join_x[i][j] = c->join_y[i][j] = PARTS;
			if (s->exact != t->exact || s->kind != t->kind || s->kind == TOKEN_KUNYA ||
			    s->kind == TOKEN_INITIAL)
				continue;
			met.x |= 1U << i;
			met.y |= 1U << j;
			c->pair[i][j] = moved(x, i, y, j);
		}
	}
	return met;
}

static void fill(const struct match_side *x, const struct match_side *y,
		 struct compare_memory *memory, struct match_costs *c)
{
	enum { AS_GOOD = 50 }; /* so near that joining need not be tried */
	bool alike = sound_of_arabic(x->name->codes, x->name->n_codes) ==
		     sound_of_arabic(y->name->codes, y->name->n_codes);
	c->nx = x->n;
	c->ny = y->n > MATCH_EXACT_MAX ? MATCH_EXACT_MAX : y->n;
	c->joins = false;
	struct met met = fill_same(x, y, c);
	uint32_t two_x = joinable(x, c->nx, met.x);
	uint32_t two_y = joinable(y, c->ny, met.y);
	/* A token that is there to the letter needs no other partner. */
	for (size_t i = 0; i < c->nx; i++) {
		const struct name_token *s = match_token(x, i);
		for (size_t j = 0; j < c->ny && !(met.x >> i & 1); j++) {
			int cost = PARTS;
			if (met.y >> j & 1)
				continue;
			if (may_meet(s, match_token(y, j)))
				cost = compare_words(memory, x, i, y, j);
			if (cost >= AS_GOOD && (two_x >> i & 1) && worth_joining(x, i, y, j, alike))
				c->join_x[i][j] = compare_two_words(memory, x, i, y, j);
			if (cost >= AS_GOOD && (two_y >> j & 1) && worth_joining(y, j, x, i, alike))
				c->join_y[i][j] = compare_two_words(memory, y, j, x, i);
			c->joins |= c->join_x[i][j] < PARTS || c->join_y[i][j] < PARTS;
			if (cost < PARTS)
				cost += moved(x, i, y, j);
			c->pair[i][j] = cost < PARTS ? cost : PARTS;
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

/* is_shuffled asks for three tokens of either that meet. */
static bool may_be_shuffled(const struct match_costs *c)
{
	size_t meet = 0;
	for (size_t i = 0; i < c->nx && c->ny > 2; i++) {
		bool any = false;
		for (size_t j = 0; j < c->ny; j++)
			any |= c->pair[i][j] * 2 < PARTS ||
			       (c->joins &&
				(c->join_x[i][j] * 2 < PARTS || c->join_y[i][j] * 2 < PARTS));
		meet += any;
	}
	return meet > 2;
}

static void match_ordered(const struct match_side *x, const struct match_side *y,
			  struct compare_memory *memory, bool pairs, struct match *ret)
{
	UNCLEARED struct match_costs c;
	fill(x, y, memory, &c);
	c.stride = (size_t)1 << c.ny;
	match_search(x, y, &c, pairs || may_be_shuffled(&c), ret);
	ret->shuffled = ret->paired && is_shuffled(ret);
}

void match_sides(const struct match_side *x, const struct match_side *y,
		 struct compare_memory *memory, bool pairs, struct match *ret)
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
		match_ordered(y, x, memory, pairs, ret);
		flip(ret);
		return;
	}
	match_ordered(x, y, memory, pairs, ret);
}
