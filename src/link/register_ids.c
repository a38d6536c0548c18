/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register_ids.c - clusters of what is sure, and the persons they are: oldest lives, split stays with the founder. */
#include "link/parts.h"
#include "link/register_priv.h"

/* ---- what is sure ---- */

static int by_pair(const void *x, const void *y)
{
	const struct link_decision *p = x;
	const struct link_decision *q = y;
	if (p->a != q->a)
		return p->a < q->a ? -1 : 1;
	return (p->b > q->b) - (p->b < q->b);
}

static const struct link_decision *decision_on(const struct link_decision *d, size_t n, uint32_t a,
					       uint32_t b)
{
	struct link_decision key = { .a = a < b ? a : b, .b = a < b ? b : a };
	return n ? bsearch(&key, d, n, sizeof *d, by_pair) : NULL;
}

void linkage_sure(const uint32_t *cluster, size_t n, const struct link_pair *pairs, size_t n_pairs,
		  float accept, const struct link_decision *d, size_t n_d, struct arena *a,
		  uint32_t *ret)
{
	struct link_decision *sorted = NEW_N(a, n_d, struct link_decision);
	for (size_t i = 0; i < n_d; i++) {
		sorted[i] = d[i];
		if (sorted[i].a > sorted[i].b) {
			sorted[i].a = d[i].b;
			sorted[i].b = d[i].a;
		}
	}
	if (n_d)
		qsort(sorted, n_d, sizeof *sorted, by_pair);
	parts_alone(ret, n);
	for (size_t i = 0; i < n_d; i++)
		if (d[i].verdict == VERDICT_SAME && cluster[d[i].a] == cluster[d[i].b])
			parts_join(ret, d[i].a, d[i].b);
	for (size_t i = 0; i < n_pairs; i++) {
		const struct link_pair *p = &pairs[i];
		if (p->probability < accept || cluster[p->a] != cluster[p->b])
			continue;
		/* Who said that it cannot be told did not say that it is one person. */
		const struct link_decision *by = decision_on(sorted, n_d, p->a, p->b);
		if (!by || by->verdict == VERDICT_SAME)
			parts_join(ret, p->a, p->b);
	}
	for (uint32_t i = 0; i < n; i++)
		ret[i] = parts_root(ret, i);
}

const float *linkage_best(const uint32_t *sure, size_t n, const struct link_pair *pairs,
			  size_t n_pairs, struct arena *a)
{
	float *best = NEW_N(a, n, float);
	for (size_t i = 0; i < n_pairs; i++) {
		const struct link_pair *p = &pairs[i];
		if (sure[p->a] != sure[p->b])
			continue;
		best[p->a] = p->bits > best[p->a] ? p->bits : best[p->a];
		best[p->b] = p->bits > best[p->b] ? p->bits : best[p->b];
	}
	return best;
}

/* ---- who is who ---- */

void linkage_plan(const struct linkage_plan_in *in, struct arena *a, struct linkage_plan *ret)
{
	uint32_t *size = NEW_N(a, in->n, uint32_t);
	*ret = (struct linkage_plan){ .winner = NEW_N(a, in->n, int32_t) };
	for (size_t i = 0; i < in->n; i++) {
		ret->winner[i] = LINKAGE_NOBODY;
		size[in->cluster[i]]++;
	}
	for (size_t p = 0; p < in->n_persons; p++) {
		int32_t *w = &ret->winner[in->cluster[in->persons[p].founder]];
		if (*w < 0 || memcmp(in->persons[p].uuid.b, in->persons[*w].uuid.b, ID_LEN) < 0)
			*w = (int32_t)p;
	}
	for (size_t i = 0; i < in->n; i++)
		if (size[i] > 1 && ret->winner[i] == LINKAGE_NOBODY) {
			ret->winner[i] = LINKAGE_MINTED;
			ret->minted++;
		}
}
