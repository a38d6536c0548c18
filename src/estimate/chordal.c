/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/chordal.h"

/* neighbour[i]: the lists joined to list i. */
struct graph {
	size_t lists;
	uint8_t neighbour[CHORDAL_LISTS_MAX];
};

static int size_of(unsigned set)
{
	return __builtin_popcount(set);
}

static struct graph graph_of(size_t lists, uint32_t edges)
{
	struct graph g = { .lists = lists };
	for (size_t i = 0; i < lists; i++)
		for (size_t j = i + 1; j < lists; j++, edges >>= 1)
			if (edges & 1) {
				g.neighbour[i] |= (uint8_t)(1U << j);
				g.neighbour[j] |= (uint8_t)(1U << i);
			}
	return g;
}

static bool are_joined(const struct graph *g, unsigned set)
{
	for (size_t i = 0; i < g->lists; i++)
		if (set >> i & 1 && (set & ~(1U << i) & ~(unsigned)g->neighbour[i]))
			return false;
	return true;
}

/* A list of those left whose neighbours are all joined, and the clique it makes with them. 0: none. */
static unsigned take(const struct graph *g, unsigned *left)
{
	for (size_t i = 0; i < g->lists; i++) {
		unsigned near = g->neighbour[i] & *left;
		if (!(*left >> i & 1) || !are_joined(g, near))
			continue;
		*left &= ~(1U << i);
		return near | 1U << i;
	}
	return 0;
}

/* Largest cuts first (Prim): one separator for each clique that joins those already in the tree. */
static void separate(struct chordal_graph *c)
{
	unsigned in = 1;
	for (size_t n = 1; n < c->n_cliques; n++) {
		int best = -1;
		size_t joins = 0;
		for (size_t i = 0; i < c->n_cliques; i++)
			for (size_t j = 0; j < c->n_cliques; j++) {
				unsigned cut = c->clique[i] & c->clique[j];
				if (!(in >> i & 1) || in >> j & 1 || size_of(cut) <= best)
					continue;
				best = size_of(cut);
				joins = j;
				c->separator[n - 1] = (uint8_t)cut;
			}
		in |= 1U << joins;
	}
}

static bool decompose(const struct graph *g, struct chordal_graph *ret)
{
	unsigned left = (1U << g->lists) - 1;
	*ret = (struct chordal_graph){ 0 };
	while (left) {
		unsigned clique = take(g, &left);
		bool inside = false;
		if (clique == 0)
			return false;
		for (size_t i = 0; i < ret->n_cliques; i++)
			inside = inside || (clique & ~(unsigned)ret->clique[i]) == 0;
		if (!inside)
			ret->clique[ret->n_cliques++] = (uint8_t)clique;
	}
	separate(ret);
	return true;
}

size_t chordal_graphs(size_t lists, struct arena *a, const struct chordal_graph **ret)
{
	assert(lists >= 1 && lists <= CHORDAL_LISTS_MAX);
	struct chordal_graph *p = NULL;
	size_t n = 0, cap = 0;
	for (uint32_t edges = 0; edges >> lists * (lists - 1) / 2 == 0; edges++) {
		struct graph g = graph_of(lists, edges);
		struct chordal_graph c;
		if (!decompose(&g, &c))
			continue;
		p = arena_grow(a, p, n, &cap, sizeof *p);
		p[n++] = c;
	}
	*ret = p;
	return n;
}
