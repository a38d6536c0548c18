/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run_count.c - how many persons, and between which numbers. */
#include "link/run_priv.h"
#include "base/order.h"

#include <math.h>
#include <stdlib.h>

/* In a list without duplicates at most one is right: each pair shares its odds with its rivals. */
void link_share_odds(struct link_pair *pairs, size_t n_pairs, const struct link_shared *in,
		     struct arena *scratch)
{
	double *rivals = NEW_N(scratch, in->n, double);
	bool any = false;
	for (size_t l = 0; l < in->n_lists; l++)
		any |= in->duplicate_free[l];
	/* With one such list on a side, the sum over it; rivals in several lists are not rivals of each other. */
	if (!any || in->n_lists_in_all != 2)
		return;
	for (size_t i = 0; i < n_pairs; i++) {
		const struct link_pair *p = &pairs[i];
		double odds = exp2(fmin((double)p->bits, 60));
		if (in->duplicate_free[in->list[p->b]] && in->list[p->a] != in->list[p->b])
			rivals[p->a] += odds;
		if (in->duplicate_free[in->list[p->a]] && in->list[p->a] != in->list[p->b])
			rivals[p->b] += odds;
	}
	for (size_t i = 0; i < n_pairs; i++) {
		struct link_pair *p = &pairs[i];
		if (in->list[p->a] == in->list[p->b])
			continue;
		double odds = exp2(fmin((double)p->bits, 60));
		double most = fmax(rivals[p->a], rivals[p->b]);
		if (most > odds)
			p->probability = (float)fmin((double)p->probability, odds / (1 + most));
	}
}

static size_t count_clusters(const struct link_set *s, const uint32_t *cluster)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++)
		n += cluster[i] == i && link_is_linkable(s, i);
	return n;
}

static void count_lists(struct link_drawn *d, const uint32_t *cluster)
{
	const struct link_set *s = d->s;
	memset(d->met, 0, s->n * sizeof *d->met);
	for (size_t i = 0; i < s->n; i++) {
		uint64_t bit = UINT64_C(1) << s->list[i];
		uint64_t *met = &d->met[cluster[i]];
		if (*met & bit || !link_is_linkable(s, i))
			continue;
		*met |= bit;
		d->on_list[s->list[i]]++;
	}
}

static int count_draw(void *ctx, size_t draw, const uint32_t *cluster, struct err *e)
{
	struct link_drawn *d = ctx;
	(void)e;
	d->count[d->base + draw] = (double)count_clusters(d->s, cluster);
	if (d->on_list)
		count_lists(d, cluster);
	return 0;
}

/*
 * Draws are made of the model that was learned and of two beside it, in which all pairs are likelier or less likely by as
 * much as weights of lists of known people have been found to be off: errors come in careless rows together, or
 * never two in a row, and the weights of fields add up as if they knew nothing of each other. With one model, the
 * interval held the truth for 7 of 15 made lists; `bench/link/run` counts how often it does now.
 */
enum { MODELS = 3, LEARNED = 1, LISTS_MOST = 64 };
static const double MODEL_BITS[MODELS] = { -2, 0, 2 };

static int draw_counts(struct link_run_state *st, struct err *e)
{
	float learned = (float)st->ret->model->core_bits;
	size_t n = (st->o.draws + MODELS - 1) / MODELS * MODELS;
	struct link_drawn *d = &st->drawn;
	*d = (struct link_drawn){ .s = st->s, .count = NEW_N(st->a, n, double), .n = n };
	AUTO_ARENA *room = arena_new((size_t)4 << 30);
	if (st->o.by_list && st->s->n_lists <= LISTS_MOST) {
		d->on_list = NEW_N(st->a, st->s->n_lists, double);
		d->met = NEW_N(room, st->s->n, uint64_t);
	}
	for (size_t k = 0; k < MODELS; k++) {
		clustering_core_bits(st->last, learned + (float)MODEL_BITS[k]);
		d->base = k * (n / MODELS);
		AUTO_ARENA *own = arena_new((size_t)16 << 30);
		TRY(clustering_draws(st->last, st->o.seed + k, n / MODELS, own, count_draw, d, e));
	}
	clustering_core_bits(st->last, learned);
	for (size_t l = 0; d->on_list && l < st->s->n_lists; l++)
		d->on_list[l] /= (double)n;
	st->ret->on_list = d->on_list;
	d->met = NULL;
	return 0;
}

/*
 * Links that nobody will be shown: each takes at most one person off the count, and none adds one. As many pairs
 * again as the model expects under the floor, and as capture-recapture says that blocking missed at most.
 */
void link_run_count_unseen(struct link_run_state *st)
{
	struct link_counts *c = &st->ret->counts;
	const struct link_recall *recall = &st->ret->recall;
	double bound = fmax(recall->audited ? recall->bound : recall->captured, .5);
	size_t n = st->drawn.n;
	size_t each = n / MODELS;
	if (!each)
		return;
	const double *learned = st->drawn.count + LEARNED * each;
	double mean = 0;
	for (size_t i = 0; i < each; i++)
		mean += learned[i] * MODELS / (double)n;
	c->unseen = st->below + ((double)c->linkable - mean) * (1 - bound) / bound;
	c->expected = fmax(mean - c->unseen, 1);
	for (size_t k = 0; k < MODELS; k++)
		for (size_t i = 0; i < each; i++)
			st->drawn.count[k * each + i] -= c->unseen * exp2(MODEL_BITS[k]);
	qsort(st->drawn.count, n, sizeof *st->drawn.count, order_f64);
	double lo = st->drawn.count[(size_t)(.025 * (double)(n - 1))] - 1.96 * sqrt(c->unseen);
	c->drawn_lo = floor(fmax(lo, fmin(1, (double)c->linkable)));
	c->drawn_hi = ceil(st->drawn.count[(size_t)ceil(.975 * (double)(n - 1))]);
}

int link_run_draw(struct link_run_state *st, struct err *e)
{
	AUTO_ARENA *scratch = arena_new((size_t)16 << 30);
	const struct link_set *s = st->s;
	struct link_counts *c = &st->ret->counts;
	for (size_t i = 0; i < s->n; i++) {
		c->unnamed += (s->flags[i] & LINK_UNNAMED) != 0;
		c->groups += (s->flags[i] & (LINK_UNNAMED | LINK_GROUP)) == LINK_GROUP;
	}
	c->records = s->n;
	c->linkable = s->n - c->unnamed - c->groups;
	float *p = NEW_N(scratch, st->ret->n_pairs, float);
	clustering_probabilities(st->last, p);
	for (size_t i = 0; i < st->ret->n_pairs; i++)
		st->ret->pairs[i].probability = p[i];
	struct link_shared shared = { s->n, s->list, st->duplicate_free, s->n_lists, s->n_lists };
	link_share_odds(st->ret->pairs, st->ret->n_pairs, &shared, scratch);
	return draw_counts(st, e);
}

int link_run_count(struct link_run_state *st, struct err *e)
{
	AUTO_ARENA *scratch = arena_new((size_t)16 << 30);
	const struct link_set *s = st->s;
	struct link_result *ret = st->ret;
	struct link_counts *c = &ret->counts;
	uint32_t *size = NEW_N(scratch, s->n, uint32_t);
	size_t held = 0;
	for (size_t i = 0; i < s->n; i++) {
		assert(ret->cluster[i] <= i && ret->cluster[ret->cluster[i]] == ret->cluster[i]);
		size[ret->cluster[i]]++;
	}
	for (size_t i = 0; i < s->n; i++) {
		held += size[i];
		c->linked += size[i] > 1 ? size[i] : 0;
		assert(size[i] < 2 || link_is_linkable(s, i));
	}
	assert(held == s->n && "conservation: each record is in one cluster");
	c->clusters = count_clusters(s, ret->cluster);
	c->pairs = ret->n_pairs;
	for (size_t i = 0; i < ret->n_pairs; i++) {
		float p = ret->pairs[i].probability;
		c->auto_accepted += p >= st->o.accept;
		c->in_review += p >= 1 - st->o.accept && p < st->o.accept;
	}
	struct cluster_in in = st->edges;
	float accept = (float)link_log_odds((double)st->o.accept);
	/* Bounds are of what people are shown. */
	struct cluster_edge *shown = NEW_N(scratch, in.n_edges, struct cluster_edge);
	for (size_t i = 0; i < in.n_edges; i++) {
		double p = (double)ret->pairs[i].probability;
		p = fmin(fmax(p, 1e-6), 1 - 1e-6);
		shown[i] = in.edges[i];
		if (shown[i].bits >= CLUSTER_APART)
			shown[i].bits = (float)link_log_odds(p);
	}
	in.edges = shown;
	TRY(cluster_count_bounds(&in, accept, scratch, &c->lo, &c->hi, e));
	c->lo -= c->unnamed + c->groups;
	c->hi -= c->unnamed + c->groups;
	/* The best clustering is one of those that may be. */
	c->drawn_hi = fmax(c->drawn_hi, (double)c->clusters);
	c->drawn_lo = fmin(c->drawn_lo, (double)c->clusters);
	return 0;
}
