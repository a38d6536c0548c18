/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register_order.c - undecided pairs in the order in which people should look at them: first what a published figure would move by. */
#include "link/register_priv.h"

#include <math.h>

#include "link/explain.h"
#include "link/queue.h"
#include "register/figure.h"

float linkage_shared_bits(const struct link_pair *p)
{
	double q = (double)p->probability;
	q = q < 1e-6 ? 1e-6 : q > 1 - 1e-6 ? 1 - 1e-6 : q;
	return q <= 1e-6 || q >= 1 - 1e-6 ? p->bits : (float)link_log_odds(q);
}

int linkage_published(struct reg *r, const struct linkage_one *of, size_t n, struct arena *a,
		      const bool **ret, struct err *e)
{
	int64_t *ids;
	size_t n_ids;
	struct map counted;
	*ret = NULL;
	TRY(reg_published(r, a, &ids, &n_ids, e));
	if (!n_ids)
		return 0;
	map_init(&counted, a);
	for (size_t i = 0; i < n_ids; i++)
		*map_at(&counted, str_n((const char *)&ids[i], sizeof ids[i])) = ids;
	bool *mask = NEW_N(a, n, bool);
	for (size_t i = 0; i < n; i++) {
		struct str own = str_n((const char *)&of[i].id, sizeof of[i].id);
		struct str whose = str_n((const char *)&of[i].person, sizeof of[i].person);
		mask[i] = map_get(&counted, own) || (of[i].person && map_get(&counted, whose));
	}
	*ret = mask;
	return 0;
}

/* The published ones first; among equals the order of queue_order stays. */
static int by_published(const void *x, const void *y)
{
	const struct linkage_turn *p = x;
	const struct linkage_turn *q = y;
	if (p->published_milli != q->published_milli)
		return p->published_milli > q->published_milli ? -1 : 1;
	return (p->place > q->place) - (p->place < q->place);
}

int linkage_turns(const struct cluster_in *in, const bool *published, double accept,
		  struct arena *a, struct linkage_turn **ret, size_t *ret_n, struct err *e)
{
	struct queue_item *all;
	struct queue_item *some = NULL;
	size_t n;
	size_t n_some = 0;
	float floor = (float)link_log_odds(1 - accept);
	float sure = (float)link_log_odds(accept);
	int64_t *of_edge = NEW_N(a, in->n_edges, int64_t);
	TRY(queue_order(in, NULL, floor, sure, a, &all, &n, e));
	if (published)
		TRY(queue_order(in, published, floor, sure, a, &some, &n_some, e));
	for (size_t i = 0; i < n_some; i++)
		of_edge[some[i].edge] = link_milli(some[i].effect);
	*ret = NEW_N(a, n, struct linkage_turn);
	*ret_n = n;
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = (struct linkage_turn){ .edge = all[i].edge,
						   .place = i,
						   .effect_milli = link_milli(all[i].effect),
						   .published_milli = of_edge[all[i].edge] };
	if (n)
		qsort(*ret, n, sizeof **ret, by_published);
	return 0;
}
