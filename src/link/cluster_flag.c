/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cluster_flag.c - clusters that a person should look at before the others. */
#include "link/cluster_priv.h"

#include <stdlib.h>
#include <string.h>

#include "link/parts.h"

enum { LOOKED_INTO = 200, LARGE_FROM = 5, DECIDED = 64 };

struct flagging {
	const struct cgraph *g;
	const struct cluster_in *in;
	struct arena *a;
	uint32_t *place; /* of each record: its place in its cluster */
	struct cluster_flag *p;
	size_t n, cap;
};

/* One cluster: its records, and the edges inside it. */
struct inside {
	uint32_t cluster;
	const uint32_t *records;
	size_t n;
	const struct cluster_edge *const *edges;
	size_t n_edges;
};

static void put(struct flagging *f, const struct inside *c, enum cluster_why why, uint32_t a,
		uint32_t b)
{
	f->p = arena_grow(f->a, f->p, f->n, &f->cap, sizeof *f->p);
	f->p[f->n++] = (struct cluster_flag){ c->cluster, why, a < b ? a : b, a < b ? b : a };
}

static void flag_large(struct flagging *f, const struct inside *c)
{
	size_t lists = 0;
	for (size_t i = 0; i < c->n; i++) {
		bool before = false;
		for (size_t k = 0; k < i && !before; k++)
			before = f->in->list[c->records[k]] == f->in->list[c->records[i]];
		lists += !before;
	}
	if (c->n >= LARGE_FROM && c->n > 2 * lists)
		put(f, c, CLUSTER_LARGE, c->records[0], c->records[c->n - 1]);
}

/* The pair that speaks most against; a pair without an edge says `absent`. */
static void flag_weak(struct flagging *f, const struct inside *c, const float *bits)
{
	float worst = 0;
	uint32_t a = 0;
	uint32_t b = 0;
	for (size_t i = 0; i < c->n; i++)
		for (size_t k = i + 1; k < c->n; k++)
			if (bits[i * c->n + k] < worst) {
				worst = bits[i * c->n + k];
				a = c->records[i];
				b = c->records[k];
			}
	if (worst < 0)
		put(f, c, CLUSTER_WEAK, a, b);
}

/* How many can be reached from `from` by edges that speak for it, without the edge (a, b). */
static size_t reach(const struct inside *c, const float *bits, size_t a, size_t b, bool *seen,
		    size_t *stack)
{
	size_t n = 1;
	size_t found = 1;
	memset(seen, 0, c->n);
	seen[a] = true;
	stack[0] = a;
	while (n) {
		size_t x = stack[--n];
		for (size_t y = 0; y < c->n; y++) {
			bool cut = (x == a && y == b) || (x == b && y == a);
			if (seen[y] || cut || bits[x * c->n + y] <= 0)
				continue;
			seen[y] = true;
			stack[n++] = y;
			found++;
		}
	}
	return seen[b] ? 0 : found;
}

static void flag_bridges(struct flagging *f, const struct inside *c, const float *bits,
			 struct arena *scratch)
{
	bool *seen = NEW_N(scratch, c->n, bool);
	size_t *stack = NEW_N(scratch, c->n, size_t);
	for (size_t i = 0; i < c->n_edges; i++) {
		size_t a = f->place[c->edges[i]->a];
		size_t b = f->place[c->edges[i]->b];
		size_t side = c->edges[i]->bits > 0 ? reach(c, bits, a, b, seen, stack) : 0;
		if (side >= 2 && c->n - side >= 2)
			put(f, c, CLUSTER_BRIDGE, c->edges[i]->a, c->edges[i]->b);
	}
}

static void look_into(struct flagging *f, const struct inside *c, struct arena *scratch)
{
	flag_large(f, c);
	if (c->n > LOOKED_INTO)
		return;
	float *bits = NEW_N(scratch, c->n * c->n, float);
	for (size_t i = 0; i < c->n; i++)
		f->place[c->records[i]] = (uint32_t)i;
	for (size_t i = 0; i < c->n; i++)
		for (size_t k = 0; k < c->n; k++) {
			bool decided = f->g->node[c->records[i]] == f->g->node[c->records[k]];
			bits[i * c->n + k] = decided ? DECIDED : f->in->absent;
		}
	for (size_t i = 0; i < c->n_edges; i++) {
		size_t a = f->place[c->edges[i]->a];
		size_t b = f->place[c->edges[i]->b];
		if (f->g->node[c->edges[i]->a] != f->g->node[c->edges[i]->b])
			bits[a * c->n + b] = bits[b * c->n + a] = c->edges[i]->bits;
	}
	flag_weak(f, c, bits);
	if (c->n >= 4)
		flag_bridges(f, c, bits, scratch);
}

static int by_all(const void *p, const void *q)
{
	const struct cluster_flag *x = p;
	const struct cluster_flag *y = q;
	if (x->cluster != y->cluster)
		return x->cluster < y->cluster ? -1 : 1;
	if (x->why != y->why)
		return x->why < y->why ? -1 : 1;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return x->b < y->b ? -1 : x->b > y->b;
}

void cluster_flags(const struct cgraph *g, const uint32_t *cluster, struct arena *a,
		   struct cluster_flag **ret, size_t *ret_n)
{
	const struct cluster_in *in = g->in;
	struct flagging f = { .g = g, .in = in, .a = a, .place = NEW_N(a, in->n, uint32_t) };
	size_t *record_at = NEW_N(a, in->n + 2, size_t);
	size_t *edge_at = NEW_N(a, in->n + 2, size_t);
	uint32_t *record = NEW_N(a, in->n, uint32_t);
	for (size_t i = 0; i < in->n; i++)
		record_at[cluster[i] + 2]++;
	for (size_t i = 0; i < in->n_edges; i++)
		if (cluster[in->edges[i].a] == cluster[in->edges[i].b])
			edge_at[cluster[in->edges[i].a] + 2]++;
	parts_begin(record_at, in->n);
	parts_begin(edge_at, in->n);
	const struct cluster_edge **edge =
		NEW_N(a, edge_at[in->n + 1], const struct cluster_edge *);
	for (uint32_t i = 0; i < in->n; i++)
		record[record_at[cluster[i] + 1]++] = i;
	for (size_t i = 0; i < in->n_edges; i++)
		if (cluster[in->edges[i].a] == cluster[in->edges[i].b])
			edge[edge_at[cluster[in->edges[i].a] + 1]++] = &in->edges[i];

	AUTO_ARENA *scratch = arena_new(0);
	for (uint32_t k = 0; k < in->n; k++) {
		struct inside c = { k, record + record_at[k], record_at[k + 1] - record_at[k],
				    edge + edge_at[k], edge_at[k + 1] - edge_at[k] };
		arena_clear(scratch);
		if (c.n > 1)
			look_into(&f, &c, scratch);
	}
	for (size_t i = 0; i < g->n_flags; i++) {
		f.p = arena_grow(a, f.p, f.n, &f.cap, sizeof *f.p);
		f.p[f.n] = g->flags[i];
		f.p[f.n++].cluster = cluster[g->flags[i].a];
	}
	if (f.n)
		qsort(f.p, f.n, sizeof *f.p, by_all);
	*ret = f.p;
	*ret_n = f.n;
}
