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

static bool kept_apart(const struct cmoves *m, uint32_t x, uint32_t y)
{
	for (uint32_t p = m->head[x]; p < m->n; p = m->next[p])
		for (size_t i = m->g->link_at[p]; i < m->g->link_at[p + 1]; i++)
			if (m->g->link[i].never && m->label[m->g->link[i].to] == y)
				return true;
	return cmoves_clash(m, x, y);
}

/* Clusters when every tie of at least `least` holds, the strongest first, as constraints allow. */
static size_t count(const struct cgraph *g, const struct tie *ties, size_t n, double least,
		    struct arena *a)
{
	struct cmoves m;
	size_t clusters = g->n;
	uint32_t *place = NEW_N(a, g->n, uint32_t);
	uint32_t *all = NEW_N(a, g->n, uint32_t);
	for (uint32_t x = 0; x < g->n; x++)
		all[x] = x;
	cmoves_begin(&m, g, all, g->n, place, a);
	for (size_t i = 0; i < n && ties[i].each >= least; i++) {
		uint32_t x = m.label[ties[i].x];
		uint32_t y = m.label[ties[i].y];
		if (x == y || kept_apart(&m, x, y))
			continue;
		cmoves_join(&m, x < y ? x : y, x < y ? y : x);
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
