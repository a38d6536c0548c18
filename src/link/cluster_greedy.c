/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cluster_greedy.c - a good partition of many nodes: the two clusters that have the most for each pair of
 * their records become one, until none has anything; then nodes go where they have most; and so on in turn.
 */
#include "link/cluster_priv.h"

#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 10, PASSES = 20 };

/* ---- two clusters become one ---------------------------------------------- */

struct near {
	struct clink *p; /* ascending by `to`, which is a label */
	size_t n;
};

struct offer {
	double each; /* bits for each pair of records */
	uint32_t x, y;
	uint32_t x_age, y_age; /* an offer holds as long as neither has changed */
};

struct merging {
	struct cmoves *m;
	struct arena *a;
	cbits least;	   /* for each pair, more than it */
	struct near *near; /* of each label */
	uint32_t *age;
	struct offer *heap;
	size_t n, cap;
};

static bool better(const struct offer *p, const struct offer *q)
{
	if (p->each > q->each || p->each < q->each)
		return p->each > q->each;
	return p->x != q->x ? p->x < q->x : p->y < q->y;
}

static void swap(struct offer *p, struct offer *q)
{
	struct offer t = *p;
	*p = *q;
	*q = t;
}

static void push(struct merging *g, struct offer o)
{
	g->heap = arena_grow(g->a, g->heap, g->n, &g->cap, sizeof *g->heap);
	g->heap[g->n] = o;
	for (size_t i = g->n++; i && better(&g->heap[i], &g->heap[(i - 1) / 2]); i = (i - 1) / 2)
		swap(&g->heap[i], &g->heap[(i - 1) / 2]);
}

static struct offer pop(struct merging *g)
{
	struct offer top = g->heap[0];
	g->heap[0] = g->heap[--g->n];
	for (size_t i = 0;;) {
		size_t child = 2 * i + 1;
		if (child + 1 < g->n && better(&g->heap[child + 1], &g->heap[child]))
			child++;
		if (child >= g->n || !better(&g->heap[child], &g->heap[i]))
			return top;
		swap(&g->heap[i], &g->heap[child]);
		i = child;
	}
}

static void offer(struct merging *g, uint32_t x, const struct clink *l)
{
	cbits pairs = (cbits)g->m->records[x] * g->m->records[l->to];
	cbits sum = l->sum + (pairs - l->pairs) * g->m->g->absent;
	bool low = x < l->to;
	if (l->never || sum <= g->least * pairs)
		return;
	push(g, (struct offer){
			.each = (double)sum / (double)pairs,
			.x = low ? x : l->to,
			.y = low ? l->to : x,
			.x_age = g->age[low ? x : l->to],
			.y_age = g->age[low ? l->to : x],
		});
}

static struct clink *find_near(const struct near *s, uint32_t to)
{
	size_t lo = 0;
	size_t hi = s->n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (s->p[mid].to < to)
			lo = mid + 1;
		else
			hi = mid;
	}
	return &s->p[lo];
}

/* In what z has near, y is x from now on; x and y may both have been there. */
static void rename_near(struct near *z, uint32_t x, uint32_t y, struct clink now)
{
	struct clink *at = find_near(z, y);
	size_t i = (size_t)(at - z->p);
	if (i < z->n && at->to == y)
		memmove(at, at + 1, (--z->n - i) * sizeof *at);
	at = find_near(z, x);
	i = (size_t)(at - z->p);
	now.to = x;
	if (i == z->n || at->to != x)
		memmove(at + 1, at, (z->n++ - i) * sizeof *at);
	*at = now;
}

static struct near both_near(const struct merging *g, uint32_t x, uint32_t y)
{
	const struct near *p = &g->near[x];
	const struct near *q = &g->near[y];
	struct near ret = { NEW_N(g->a, p->n + q->n, struct clink), 0 };
	size_t i = 0;
	size_t k = 0;
	while (i < p->n || k < q->n) {
		bool left = k == q->n || (i < p->n && p->p[i].to <= q->p[k].to);
		bool right = i == p->n || (k < q->n && q->p[k].to <= p->p[i].to);
		struct clink l = left ? p->p[i] : q->p[k];
		if (left && right) {
			l.sum += q->p[k].sum;
			l.pairs += q->p[k].pairs;
			l.never |= q->p[k].never;
		}
		i += left;
		k += right;
		if (l.to != x && l.to != y)
			ret.p[ret.n++] = l;
	}
	return ret;
}

static void become_one(struct merging *g, uint32_t x, uint32_t y)
{
	struct cmoves *m = g->m;
	g->near[x] = both_near(g, x, y);
	g->near[y].n = 0;
	cmoves_join(m, x, y);
	g->age[x]++;
	g->age[y]++;
	for (size_t i = 0; i < g->near[x].n; i++) {
		rename_near(&g->near[g->near[x].p[i].to], x, y, g->near[x].p[i]);
		offer(g, x, &g->near[x].p[i]);
	}
}

static void load_near(struct merging *g)
{
	struct cmoves *m = g->m;
	for (uint32_t label = 0; label < m->n; label++) {
		for (uint32_t x = m->head[label]; x < m->n; x = m->next[x])
			cmoves_look(m, x);
		struct near *s = &g->near[label];
		/* Room for all that may be renamed into it: its list never grows beyond what it begins with. */
		s->p = NEW_N(g->a, m->n_touched + 1, struct clink);
		for (size_t i = 0; i < m->n_touched; i++) {
			uint32_t to = m->touched[i];
			if (to == label)
				continue;
			struct clink *at = find_near(s, to);
			memmove(at + 1, at, (s->n - (size_t)(at - s->p)) * sizeof *at);
			const struct cmoves_with *w = &m->with[to];
			*at = (struct clink){
				.to = to, .pairs = w->pairs, .sum = w->sum, .never = w->never
			};
			s->n++;
		}
		cmoves_forget(m);
	}
}

static bool merge_all(struct cmoves *m, cbits least, struct arena *a)
{
	struct merging g = { .m = m,
			     .a = a,
			     .least = least,
			     .near = NEW_N(a, m->n, struct near),
			     .age = NEW_N(a, m->n, uint32_t) };
	bool any = false;
	load_near(&g);
	for (uint32_t x = 0; x < m->n; x++)
		for (size_t i = 0; i < g.near[x].n; i++)
			if (x < g.near[x].p[i].to)
				offer(&g, x, &g.near[x].p[i]);
	while (g.n) {
		struct offer o = pop(&g);
		if (g.age[o.x] != o.x_age || g.age[o.y] != o.y_age || cmoves_clash(m, o.x, o.y))
			continue;
		become_one(&g, o.x, o.y);
		any = true;
	}
	return any;
}

/* ---- single nodes ------------------------------------------------------------ */

static bool move_one(struct cmoves *m, uint32_t x)
{
	uint32_t best = m->label[x];
	cmoves_look(m, x);
	cbits stays = cmoves_with(m, x, best);
	cbits most = stays;
	for (size_t i = 0; i < m->n_touched; i++) {
		uint32_t to = m->touched[i];
		cbits with = to == m->label[x] ? CLUSTER_NEVER : cmoves_with(m, x, to);
		if (with > most || (with == most && best != m->label[x] && to < best)) {
			most = with;
			best = to;
		}
	}
	cmoves_forget(m);
	bool leaves = most < 0; /* alone it has 0 */
	if (!leaves && most == stays)
		return false;
	cmoves_take(m, x);
	cmoves_put(m, x, leaves ? cmoves_free(m, x) : best);
	return true;
}

static bool move_all(struct cmoves *m)
{
	bool any = false;
	bool moved = true;
	for (int pass = 0; moved && pass < PASSES; pass++) {
		moved = false;
		for (uint32_t x = 0; x < m->n; x++)
			moved |= move_one(m, x);
		any |= moved;
	}
	return any;
}

static void take_clusters(const struct cmoves *m, struct arena *scratch, uint32_t *cluster)
{
	uint32_t *first = NEW_N(scratch, m->n, uint32_t);
	for (uint32_t x = (uint32_t)m->n; x-- > 0;)
		first[m->label[x]] = m->nodes[x];
	for (uint32_t x = 0; x < m->n; x++)
		cluster[m->nodes[x]] = first[m->label[x]];
}

void cluster_greedy(const struct cgraph *g, const uint32_t *nodes, size_t n, uint32_t *place,
		    struct arena *scratch, uint32_t *cluster)
{
	struct cmoves m;
	struct cpart part = cpart_make(g, nodes, n, place, scratch);
	cmoves_begin(&m, g, &part, NULL, scratch);
	for (int round = 0; round < ROUNDS; round++)
		if (!merge_all(&m, 0, scratch) || !move_all(&m))
			break;
	take_clusters(&m, scratch, cluster);
}

/* As most parts are. */
static void join_two(const struct cgraph *g, uint32_t x, uint32_t y, cbits least, uint32_t *cluster)
{
	const struct clink *l = cgraph_link(g, x, y);
	cbits pairs = (cbits)cgraph_size(g, x) * cgraph_size(g, y);
	bool one = l && !l->never && !cgraph_clash(g, x, y) &&
		   l->sum + (pairs - l->pairs) * g->absent > least * pairs;
	cluster[x] = x;
	cluster[y] = one ? x : y;
}

void cluster_join(const struct cgraph *g, const uint32_t *nodes, size_t n, cbits least,
		  uint32_t *place, struct arena *scratch, uint32_t *cluster)
{
	struct cmoves m;
	if (n == 2) {
		join_two(g, nodes[0], nodes[1], least, cluster);
		return;
	}
	struct cpart part = cpart_make(g, nodes, n, place, scratch);
	cmoves_begin(&m, g, &part, NULL, scratch);
	merge_all(&m, least, scratch);
	take_clusters(&m, scratch, cluster);
}
