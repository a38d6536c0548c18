/* SPDX-License-Identifier: GPL-3.0-or-later */
/* queue.c - which pair to look at first. */
#include "link/queue.h"

#include <math.h>
#include <stdlib.h>

#include "link/cluster_priv.h"
#include "link/model.h"
#include "link/parts.h"

/* One component, with room for the decision that is tried. */
struct piece {
	struct cluster_in in;
	struct cluster_edge *edges;
	struct link_decision *decisions;
	uint16_t *list;
	uint64_t *rank;
	bool *published;
	const size_t *edge; /* of the whole, of each of ours */
};

struct queueing {
	const struct cluster_in *in;
	const bool *published;
	float floor, accept;
	struct arena *a;
	struct queue_item *p;
	size_t n, cap;
};

static double entropy_of(double p)
{
	return p <= 0 || p >= 1 ? 0 : -p * log2(p) - (1 - p) * log2(1 - p);
}

static size_t published_persons(const struct piece *c, const uint32_t *cluster, bool *seen)
{
	size_t n = 0;
	for (size_t i = 0; i < c->in.n; i++)
		seen[i] = false;
	for (size_t i = 0; i < c->in.n; i++) {
		n += c->published[i] && !seen[cluster[i]];
		seen[cluster[i]] |= c->published[i];
	}
	return n;
}

static int count(struct piece *c, struct arena *scratch, size_t *ret, struct err *e)
{
	struct cluster_flag *flags;
	size_t n;
	uint32_t *cluster = NEW_N(scratch, c->in.n, uint32_t);
	TRY(cluster_solve(&c->in, scratch, cluster, &flags, &n, e));
	*ret = published_persons(c, cluster, NEW_N(scratch, c->in.n, bool));
	return 0;
}

static int count_if(struct piece *c, const struct cluster_edge *edge, enum link_verdict v,
		    struct arena *scratch, size_t *ret, struct err *e)
{
	c->decisions[c->in.decisions.n++] = (struct link_decision){ edge->a, edge->b, v };
	int rc = count(c, scratch, ret, e);
	c->in.decisions.n--;
	return rc;
}

static bool is_decided(const struct piece *c, const struct cluster_edge *edge)
{
	for (size_t i = 0; i < c->in.decisions.n; i++) {
		const struct link_decision *d = &c->in.decisions.p[i];
		bool about_it = (d->a == edge->a && d->b == edge->b) ||
				(d->a == edge->b && d->b == edge->a);
		if (about_it && d->verdict != VERDICT_UNSURE)
			return true;
	}
	return false;
}

/* How far the count is expected to go from `now` when this pair is decided. */
static int effect_of(struct piece *c, const struct cluster_edge *edge, size_t now,
		     struct arena *scratch, double *ret, struct err *e)
{
	size_t same, different;
	double p = link_probability((double)edge->bits);
	if (c->in.n > QUEUE_SOLVED) {
		*ret = c->published[edge->a] && c->published[edge->b] ? fmin(p, 1 - p) : 0;
		return 0;
	}
	TRY(count_if(c, edge, VERDICT_SAME, scratch, &same, e));
	TRY(count_if(c, edge, VERDICT_DIFFERENT, scratch, &different, e));
	*ret = p * fabs((double)same - (double)now) +
	       (1 - p) * fabs((double)different - (double)now);
	return 0;
}

static int queue_piece(struct queueing *q, struct piece *c, struct arena *scratch, struct err *e)
{
	size_t now = 0;
	if (c->in.n <= QUEUE_SOLVED)
		TRY(count(c, scratch, &now, e));
	for (size_t i = 0; i < c->in.n_edges; i++) {
		const struct cluster_edge *edge = &c->edges[i];
		if (edge->bits < q->floor || edge->bits >= q->accept || is_decided(c, edge))
			continue;
		struct queue_item item = { .edge = c->edge[i],
					   .entropy = entropy_of(
						   link_probability((double)edge->bits)) };
		TRY(effect_of(c, edge, now, scratch, &item.effect, e));
		q->p = arena_grow(q->a, q->p, q->n, &q->cap, sizeof *q->p);
		q->p[q->n++] = item;
	}
	return 0;
}

/* ---- cutting into components ---------------------------------------------------- */

struct cutting {
	uint32_t *up;
	size_t *record_at, *edge_at, *decision_at; /* of each root */
	uint32_t *record;
	size_t *edge, *decision;
	uint32_t *place; /* of each record in its component */
};

/* `key[i]` of n things: the places where those of each key begin, and the things in that order. */
static size_t *sorted(const uint32_t *key, size_t n, size_t keys, struct arena *a, size_t **ret)
{
	size_t *at = NEW_N(a, keys + 2, size_t);
	size_t *order = NEW_N(a, n, size_t);
	for (size_t i = 0; i < n; i++)
		at[key[i] + 2]++;
	parts_begin(at, keys);
	for (size_t i = 0; i < n; i++)
		order[at[key[i] + 1]++] = i;
	*ret = order;
	return at;
}

static void cut(struct cutting *c, const struct cluster_in *in, struct arena *a)
{
	size_t n = in->n;
	uint32_t *key = NEW_N(a, n + in->n_edges + in->decisions.n, uint32_t);
	size_t *records;
	c->up = NEW_N(a, n, uint32_t);
	parts_alone(c->up, n);
	for (size_t i = 0; i < in->n_edges; i++)
		parts_join(c->up, in->edges[i].a, in->edges[i].b);
	for (size_t i = 0; i < in->decisions.n; i++)
		parts_join(c->up, in->decisions.p[i].a, in->decisions.p[i].b);
	for (uint32_t i = 0; i < n; i++)
		key[i] = parts_root(c->up, i);
	c->record_at = sorted(key, n, n, a, &records);
	for (size_t i = 0; i < in->n_edges; i++)
		key[i] = parts_root(c->up, in->edges[i].a);
	c->edge_at = sorted(key, in->n_edges, n, a, &c->edge);
	for (size_t i = 0; i < in->decisions.n; i++)
		key[i] = parts_root(c->up, in->decisions.p[i].a);
	c->decision_at = sorted(key, in->decisions.n, n, a, &c->decision);
	c->record = NEW_N(a, n, uint32_t);
	c->place = NEW_N(a, n, uint32_t);
	for (size_t i = 0; i < n; i++) {
		uint32_t root = parts_root(c->up, (uint32_t)records[i]);
		c->record[i] = (uint32_t)records[i];
		c->place[records[i]] = (uint32_t)(i - c->record_at[root]);
	}
}

static struct piece piece_of(const struct queueing *q, const struct cutting *c, uint32_t root,
			     struct arena *a)
{
	const struct cluster_in *in = q->in;
	size_t n = c->record_at[root + 1] - c->record_at[root];
	size_t n_edges = c->edge_at[root + 1] - c->edge_at[root];
	size_t n_decisions = c->decision_at[root + 1] - c->decision_at[root];
	struct piece p = {
		.edges = NEW_N(a, n_edges, struct cluster_edge),
		.decisions = NEW_N(a, n_decisions + 1, struct link_decision),
		.list = NEW_N(a, n, uint16_t),
		.rank = NEW_N(a, n, uint64_t),
		.published = NEW_N(a, n, bool),
		.edge = c->edge + c->edge_at[root],
	};
	for (size_t i = 0; i < n; i++) {
		uint32_t record = c->record[c->record_at[root] + i];
		p.list[i] = in->list[record];
		p.rank[i] = in->rank ? in->rank[record] : record;
		p.published[i] = !q->published || q->published[record];
	}
	for (size_t i = 0; i < n_edges; i++) {
		const struct cluster_edge *e = &in->edges[p.edge[i]];
		p.edges[i] = (struct cluster_edge){ c->place[e->a], c->place[e->b], e->bits };
	}
	for (size_t i = 0; i < n_decisions; i++) {
		const struct link_decision *d =
			&in->decisions.p[c->decision[c->decision_at[root] + i]];
		p.decisions[i] =
			(struct link_decision){ c->place[d->a], c->place[d->b], d->verdict };
	}
	p.in = *in;
	p.in.n = n;
	p.in.edges = p.edges;
	p.in.n_edges = n_edges;
	p.in.list = p.list;
	p.in.rank = p.rank;
	p.in.decisions = (struct link_decisions){ p.decisions, n_decisions };
	return p;
}

/* ---- order -------------------------------------------------------------------------- */

struct ordered {
	struct queue_item item;
	uint64_t lo, hi; /* ranks of its records */
};

static int first_things_first(const void *p, const void *q)
{
	const struct ordered *x = p;
	const struct ordered *y = q;
	if (x->item.effect > y->item.effect || x->item.effect < y->item.effect)
		return x->item.effect > y->item.effect ? -1 : 1;
	if (x->item.entropy > y->item.entropy || x->item.entropy < y->item.entropy)
		return x->item.entropy > y->item.entropy ? -1 : 1;
	if (x->lo != y->lo)
		return x->lo < y->lo ? -1 : 1;
	return x->hi < y->hi ? -1 : x->hi > y->hi;
}

static void order(struct queueing *q)
{
	struct ordered *all = NEW_N(q->a, q->n, struct ordered);
	for (size_t i = 0; i < q->n; i++) {
		const struct cluster_edge *e = &q->in->edges[q->p[i].edge];
		uint64_t a = q->in->rank ? q->in->rank[e->a] : e->a;
		uint64_t b = q->in->rank ? q->in->rank[e->b] : e->b;
		all[i] = (struct ordered){ q->p[i], a < b ? a : b, a < b ? b : a };
	}
	if (q->n)
		qsort(all, q->n, sizeof *all, first_things_first);
	for (size_t i = 0; i < q->n; i++)
		q->p[i] = all[i].item;
}

int queue_order(const struct cluster_in *in, const bool *published, float floor, float accept,
		struct arena *a, struct queue_item **ret, size_t *ret_n, struct err *e)
{
	struct queueing q = {
		.in = in, .published = published, .floor = floor, .accept = accept, .a = a
	};
	struct cutting c;
	AUTO_ARENA *scratch = arena_new(0);
	TRY(cluster_check(in, e));
	cut(&c, in, a);
	for (uint32_t root = 0; root < in->n; root++) {
		if (c.edge_at[root + 1] == c.edge_at[root])
			continue;
		arena_clear(scratch);
		struct piece p = piece_of(&q, &c, root, scratch);
		TRY(queue_piece(&q, &p, scratch, e));
	}
	order(&q);
	*ret = q.p;
	*ret_n = q.n;
	return 0;
}
