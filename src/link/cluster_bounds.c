/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cluster_bounds.c - persons at least, when all that may be one is one, and at most, when only the sure is. */
#include "link/cluster_priv.h"

#include <stdlib.h>

struct tie {
	double each; /* bits for each pair of records */
	uint32_t x, y;
};

static int strongest_first(const void *p, const void *q)
{
	const struct tie *x = p;
	const struct tie *y = q;
	if (x->each > y->each || x->each < y->each)
		return x->each > y->each ? -1 : 1;
	if (x->x != y->x)
		return x->x < y->x ? -1 : 1;
	return x->y < y->y ? -1 : x->y > y->y;
}

static size_t ties_of(const struct cgraph *g, struct tie *ret)
{
	size_t n = 0;
	for (uint32_t x = 0; x < g->n; x++)
		for (size_t i = g->link_at[x]; i < g->link_at[x + 1]; i++) {
			const struct clink *l = &g->link[i];
			if (l->to > x && !l->never)
				ret[n++] =
					(struct tie){ (double)l->sum / l->pairs / 65536, x, l->to };
		}
	if (n)
		qsort(ret, n, sizeof *ret, strongest_first);
	return n;
}

/* Nodes that are one so far: the smaller group goes into the larger, so that each node is renamed seldom. */
struct groups {
	const struct cgraph *g;
	uint32_t *of;	 /* of each node: its group */
	uint32_t *size;	 /* of each group: nodes */
	uint32_t *first; /* and a chain of them, which ends in g->n */
	uint32_t *last, *next;
	uint64_t *lists; /* as cgraph.lists; NULL like it */
	bool has_apart;	 /* people called some different, or they cannot be one */
};

static struct groups groups_new(const struct cgraph *g, struct arena *a)
{
	struct groups s = {
		.g = g,
		.of = NEW_N(a, g->n, uint32_t),
		.size = NEW_N(a, g->n, uint32_t),
		.first = NEW_N(a, g->n, uint32_t),
		.last = NEW_N(a, g->n, uint32_t),
		.next = NEW_N(a, g->n, uint32_t),
		.lists = g->lists ? NEW_N(a, g->n, uint64_t) : NULL,
	};
	for (uint32_t x = 0; x < g->n; x++) {
		s.of[x] = s.first[x] = s.last[x] = x;
		s.size[x] = 1;
		s.next[x] = g->n;
		if (s.lists)
			s.lists[x] = g->lists[x];
	}
	for (size_t i = 0; i < g->in->decisions.n; i++)
		s.has_apart |= g->in->decisions.p[i].verdict == VERDICT_DIFFERENT;
	for (size_t i = 0; i < g->in->n_edges && !s.has_apart; i++)
		s.has_apart = g->in->edges[i].bits < CLUSTER_APART;
	return s;
}

/* Whether the nodes of x must not meet those of y; x is the smaller group. */
static bool kept_apart(const struct groups *s, uint32_t x, uint32_t y)
{
	const struct cgraph *g = s->g;
	if (s->lists && s->lists[x] & s->lists[y])
		return true;
	for (uint32_t p = s->first[x]; s->has_apart && p < g->n; p = s->next[p])
		for (size_t i = g->link_at[p]; i < g->link_at[p + 1]; i++)
			if (g->link[i].never && s->of[g->link[i].to] == y)
				return true;
	for (uint32_t p = s->first[x]; g->clash_slow && p < g->n; p = s->next[p])
		for (uint32_t q = s->first[y]; q < g->n; q = s->next[q])
			if (cgraph_clash(g, p, q))
				return true;
	return false;
}

static void become_one(struct groups *s, uint32_t x, uint32_t y)
{
	for (uint32_t p = s->first[x]; p < s->g->n; p = s->next[p])
		s->of[p] = y;
	s->next[s->last[y]] = s->first[x];
	s->last[y] = s->last[x];
	s->size[y] += s->size[x];
	if (s->lists)
		s->lists[y] |= s->lists[x];
}

/* Clusters when every tie of at least `least` holds, the strongest first, as constraints allow. */
static size_t count(const struct cgraph *g, const struct tie *ties, size_t n, double least,
		    struct arena *a)
{
	struct groups s = groups_new(g, a);
	size_t clusters = g->n;
	for (size_t i = 0; i < n && ties[i].each >= least; i++) {
		uint32_t x = s.of[ties[i].x];
		uint32_t y = s.of[ties[i].y];
		if (s.size[x] > s.size[y]) {
			uint32_t t = x;
			x = y;
			y = t;
		}
		if (x == y || kept_apart(&s, x, y))
			continue;
		become_one(&s, x, y);
		clusters--;
	}
	return clusters;
}

int cluster_count_bounds(const struct cluster_in *in, float accept, struct arena *scratch,
			 size_t *ret_lo, size_t *ret_hi, struct err *e)
{
	struct cgraph g;
	TRY(cluster_check(in, e));
	cgraph_make(&g, in, scratch);
	struct tie *ties = NEW_N(scratch, g.link_at[g.n], struct tie);
	size_t n = ties_of(&g, ties);
	*ret_lo = count(&g, ties, n, -1e9, scratch);
	*ret_hi = count(&g, ties, n, (double)accept, scratch);
	return 0;
}
