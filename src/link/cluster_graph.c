/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cluster_graph.c - from records, edges and decisions to nodes, links and the parts they fall into. */
#include "link/cluster_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "link/link_priv.h"
#include "link/parts.h"

#define NONE UINT32_MAX

/* ---- what people decided ------------------------------------------------ */

/* Records called different: for each root, a chain of those that its records must not meet. */
struct apart {
	uint32_t *up;
	uint32_t *first, *last; /* of each root: places in the chain, NONE when empty */
	uint32_t *other, *next; /* of each place */
	uint32_t n;
};

static bool are_apart(const struct apart *d, uint32_t x, uint32_t y)
{
	for (uint32_t at = d->first[x]; at != NONE; at = d->next[at])
		if (parts_root(d->up, d->other[at]) == y)
			return true;
	return false;
}

static void put_apart(struct apart *d, uint32_t x, uint32_t other)
{
	d->other[d->n] = other;
	d->next[d->n] = d->first[x];
	d->first[x] = d->n;
	if (d->last[x] == NONE)
		d->last[x] = d->n;
	d->n++;
}

static void put_together(struct apart *d, uint32_t x, uint32_t y)
{
	d->up[y] = x;
	if (d->first[y] == NONE)
		return;
	d->next[d->last[y]] = d->first[x];
	if (d->last[x] == NONE)
		d->last[x] = d->last[y];
	d->first[x] = d->first[y];
}

static void flag_contradiction(struct cgraph *g, struct arena *a, const struct link_decision *d)
{
	bool swap = d->a > d->b;
	g->flags = arena_grow(a, g->flags, g->n_flags, &g->cap_flags, sizeof *g->flags);
	g->flags[g->n_flags++] = (struct cluster_flag){
		.why = CLUSTER_CONTRADICTS,
		.a = swap ? d->b : d->a,
		.b = swap ? d->a : d->b,
	};
}

/* The newest decision wins: they are given oldest first and read from the end. */
static void decide(struct cgraph *g, struct apart *d, struct arena *a)
{
	const struct link_decisions *all = &g->in->decisions;
	for (size_t i = all->n; i-- > 0;) {
		const struct link_decision *one = &all->p[i];
		uint32_t x = parts_root(d->up, one->a);
		uint32_t y = parts_root(d->up, one->b);
		bool same = one->verdict == VERDICT_SAME;
		if (one->verdict == VERDICT_UNSURE || (same && x == y))
			continue;
		if (same ? are_apart(d, x, y) : x == y) {
			flag_contradiction(g, a, one);
		} else if (same) {
			put_together(d, x < y ? x : y, x < y ? y : x);
		} else {
			put_apart(d, x, one->b);
			put_apart(d, y, one->a);
		}
	}
}

static void apart_make(struct apart *d, const struct cluster_in *in, struct arena *a)
{
	size_t places = 2 * in->decisions.n;
	*d = (struct apart){
		.up = NEW_N(a, in->n, uint32_t),
		.first = NEW_N(a, in->n, uint32_t),
		.last = NEW_N(a, in->n, uint32_t),
		.other = NEW_N(a, places, uint32_t),
		.next = NEW_N(a, places, uint32_t),
	};
	parts_alone(d->up, in->n);
	for (size_t i = 0; i < in->n; i++)
		d->first[i] = d->last[i] = NONE;
}

/* ---- nodes --------------------------------------------------------------- */

struct ranked {
	uint64_t rank;
	uint32_t record;
};

static int by_rank(const void *p, const void *q)
{
	const struct ranked *x = p;
	const struct ranked *y = q;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return x->record < y->record ? -1 : x->record > y->record;
}

/* Ranks are hashes: by their upper 40 bits they are nearly in order. */
static void sort_ranked(struct ranked *order, size_t n, struct arena *a)
{
	enum { RECORD = 24 };
	static_assert(LINK_RECORDS_MAX < 1 << RECORD, "a record and 40 bits are one word");
	uint64_t *key = NEW_N(a, 2 * n, uint64_t);
	struct ranked *given = NEW_N(a, n, struct ranked);
	for (size_t i = 0; i < n; i++) {
		key[i] = (order[i].rank >> RECORD << RECORD) | i;
		given[i] = order[i];
	}
	link_sort(key, key + n, n, RECORD, 64);
	for (size_t i = 0; i < n; i++)
		order[i] = given[key[i] & ((1 << RECORD) - 1)];
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && key[to] >> RECORD == key[from] >> RECORD; to++)
			;
		if (to - from > 1)
			qsort(order + from, to - from, sizeof *order, by_rank);
	}
}

/* Numbers nodes by the lowest rank in them; members of a node come in the order of rank. */
static void number_nodes(struct cgraph *g, uint32_t *up, struct arena *a)
{
	size_t n = g->in->n;
	struct ranked *order = NEW_N(a, n, struct ranked);
	uint32_t *of_root = NEW_N(a, n, uint32_t);
	for (size_t i = 0; i < n; i++) {
		order[i] = (struct ranked){ g->in->rank ? g->in->rank[i] : i, (uint32_t)i };
		of_root[i] = NONE;
	}
	if (g->in->rank)
		sort_ranked(order, n, a);
	g->node = NEW_N(a, n, uint32_t);
	g->member_at = NEW_N(a, n + 2, size_t);
	for (size_t i = 0; i < n; i++) {
		uint32_t root = parts_root(up, order[i].record);
		if (of_root[root] == NONE)
			of_root[root] = g->n++;
		g->node[order[i].record] = of_root[root];
		g->member_at[of_root[root] + 2]++;
	}
	parts_begin(g->member_at, g->n);
	g->member = NEW_N(a, n, uint32_t);
	for (size_t i = 0; i < n; i++)
		g->member[g->member_at[g->node[order[i].record] + 1]++] = order[i].record;
}

/* ---- links ---------------------------------------------------------------- */

cbits cluster_bits(float bits)
{
	return (cbits)llrint((double)bits * 65536);
}

static int by_to(const void *p, const void *q)
{
	const struct clink *x = p;
	const struct clink *y = q;
	return x->to < y->to ? -1 : x->to > y->to;
}

static void put_link(struct cgraph *g, uint32_t from, uint32_t to, cbits sum, bool never)
{
	g->link[g->link_at[from + 1]++] =
		(struct clink){ .to = to, .pairs = never ? 0 : 1, .sum = sum, .never = never };
}

void cgraph_fold(struct cgraph *g)
{
	size_t to = 0;
	size_t from = 0;
	for (uint32_t x = 0; x < g->n; x++) {
		size_t end = g->link_at[x + 1];
		size_t begin = to;
		if (end - from > 1)
			qsort(g->link + from, end - from, sizeof *g->link, by_to);
		for (; from < end; from++) {
			struct clink l = g->link[from];
			if (to > begin && g->link[to - 1].to == l.to) {
				g->link[to - 1].sum += l.sum;
				g->link[to - 1].pairs += l.pairs;
				g->link[to - 1].never |= l.never;
			} else {
				g->link[to++] = l;
			}
		}
		g->link_at[x] = begin;
	}
	g->link_at[g->n] = to;
}

/* One tie between two records: counted in the first pass, kept in the second. */
static void tie(struct cgraph *g, bool keep, uint32_t a, uint32_t b,
		const struct cluster_edge *edge)
{
	uint32_t x = g->node[a];
	uint32_t y = g->node[b];
	bool never = !edge || edge->bits < CLUSTER_APART;
	cbits sum = never ? 0 : cluster_bits(edge->bits);
	if (x == y)
		return;
	if (keep) {
		put_link(g, x, y, sum, never);
		put_link(g, y, x, sum, never);
	} else {
		g->link_at[x + 2]++;
		g->link_at[y + 2]++;
	}
}

static void tie_all(struct cgraph *g, bool keep)
{
	const struct cluster_in *in = g->in;
	for (size_t i = 0; i < in->n_edges; i++)
		tie(g, keep, in->edges[i].a, in->edges[i].b, &in->edges[i]);
	for (size_t i = 0; i < in->decisions.n; i++)
		if (in->decisions.p[i].verdict == VERDICT_DIFFERENT)
			tie(g, keep, in->decisions.p[i].a, in->decisions.p[i].b, NULL);
}

static void make_links(struct cgraph *g, struct arena *a)
{
	g->link_at = NEW_N(a, (size_t)g->n + 2, size_t);
	tie_all(g, false);
	parts_begin(g->link_at, g->n);
	g->link = NEW_N(a, g->link_at[g->n + 1], struct clink);
	tie_all(g, true);
	cgraph_fold(g);
}

/* Lists without duplicates get a bit each. Without any, nothing clashes and nothing is kept. */
static void note_lists(struct cgraph *g, struct arena *a)
{
	const struct cluster_in *in = g->in;
	size_t n_lists = 0;
	size_t n_free = 0;
	for (size_t i = 0; i < in->n; i++)
		n_lists = in->list[i] >= n_lists ? in->list[i] + (size_t)1 : n_lists;
	uint64_t *bit = NEW_N(a, n_lists, uint64_t);
	for (size_t l = 0; l < n_lists; l++)
		if (in->duplicate_free[l])
			bit[l] = (uint64_t)1 << (n_free++ & 63);
	g->clash_slow = n_free > 64;
	if (!n_free || g->clash_slow)
		return;
	g->lists = NEW_N(a, g->n, uint64_t);
	for (size_t i = 0; i < in->n; i++)
		g->lists[g->node[i]] |= bit[in->list[i]];
}

void cgraph_make(struct cgraph *g, const struct cluster_in *in, struct arena *a)
{
	struct apart d;
	*g = (struct cgraph){ .in = in, .absent = cluster_bits(in->absent) };
	apart_make(&d, in, a);
	decide(g, &d, a);
	number_nodes(g, d.up, a);
	make_links(g, a);
	note_lists(g, a);
}

bool cgraph_clash(const struct cgraph *g, uint32_t x, uint32_t y)
{
	const struct cluster_in *in = g->in;
	if (!g->clash_slow)
		return g->lists && g->lists[x] & g->lists[y];
	for (size_t i = g->member_at[x]; i < g->member_at[x + 1]; i++) {
		uint16_t list = in->list[g->member[i]];
		if (!in->duplicate_free[list])
			continue;
		for (size_t k = g->member_at[y]; k < g->member_at[y + 1]; k++)
			if (in->list[g->member[k]] == list)
				return true;
	}
	return false;
}

const struct clink *cgraph_link(const struct cgraph *g, uint32_t x, uint32_t y)
{
	const struct clink key = { .to = y };
	size_t n = g->link_at[x + 1] - g->link_at[x];
	return n ? bsearch(&key, g->link + g->link_at[x], n, sizeof key, by_to) : NULL;
}

cbits cgraph_between(const struct cgraph *g, uint32_t x, uint32_t y)
{
	const struct clink *l = cgraph_link(g, x, y);
	if ((l && l->never) || cgraph_clash(g, x, y))
		return CLUSTER_NEVER;
	cbits pairs = (cbits)cgraph_size(g, x) * cgraph_size(g, y);
	return (l ? l->sum - l->pairs * g->absent : 0) + pairs * g->absent;
}

/* ---- parts ---------------------------------------------------------------- */

void cgraph_parts(const struct cgraph *g, cbits floor, struct arena *a, struct cparts *ret)
{
	uint32_t *up = NEW_N(a, g->n, uint32_t);
	size_t *size = NEW_N(a, (size_t)g->n + 1, size_t);
	parts_alone(up, g->n);
	for (uint32_t x = 0; x < g->n; x++)
		for (size_t i = g->link_at[x]; i < g->link_at[x + 1]; i++) {
			const struct clink *l = &g->link[i];
			if (!l->never && l->sum > floor)
				parts_join(up, x, l->to);
		}
	for (uint32_t x = 0; x < g->n; x++)
		size[parts_root(up, x)]++;
	*ret = (struct cparts){ .at = NEW_N(a, (size_t)g->n + 1, size_t) };
	size_t *next = NEW_N(a, g->n, size_t); /* of each root: where its next node goes */
	size_t total = 0;
	for (uint32_t x = 0; x < g->n; x++) {
		if (size[x] < 2)
			continue;
		ret->at[ret->n++] = next[x] = total;
		total += size[x];
	}
	ret->at[ret->n] = total;
	ret->nodes = NEW_N(a, total, uint32_t);
	for (uint32_t x = 0; x < g->n; x++)
		if (size[parts_root(up, x)] > 1)
			ret->nodes[next[parts_root(up, x)]++] = x;
}

void cgraph_spread(const struct cgraph *g, const uint32_t *cluster, struct arena *scratch,
		   uint32_t *ret)
{
	uint32_t *lowest = NEW_N(scratch, g->n, uint32_t);
	for (uint32_t x = 0; x < g->n; x++)
		lowest[x] = NONE;
	for (uint32_t i = 0; i < g->in->n; i++) {
		uint32_t *of = &lowest[cluster[g->node[i]]];
		if (*of == NONE)
			*of = i;
		ret[i] = *of;
	}
}
