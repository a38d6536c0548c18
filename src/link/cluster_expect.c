/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cluster_expect.c - the clustering that is wrong about the fewest pairs, as far as can be expected.
 *
 * Of three records, the first of which may be one with either of the others while these are two for certain, two
 * weights of even odds make three clusterings of equal weight: each pair is one in one of them. So what else is there
 * changes what a pair says, and a record that nobody else claims is likelier to be its neighbour's than one between
 * several. In parts of few nodes that is summed over all partitions exactly. The clustering is then the one that has
 * fewest errors of both kinds expected among the pairs of records, the most of sum(p - 1/2) (Binder 1978, "Bayesian
 * cluster analysis"), with a reward of `lean` for each core that joins another.
 */
#include "link/cluster_priv.h"

#include <math.h>

#include "link/parts.h"

/* Links of less are left out: of thirty such pairs one is one. Larger parts are cut where they hang together
 * least, bit by bit up to what makes cores. */
static const cbits FLOOR = (cbits)CLUSTER_TIED * 65536;
static const cbits STEP = 65536;
static const cbits CUT_MOST = 8 * 65536;
/* More than that is certainty, and the product over all pairs of a part stays a number. */
static const cbits BITS_MOST = 12 * 65536;

static double chance_of(cbits bits)
{
	return 1 / (1 + exp2(-(double)bits / 65536));
}

/* 2^bits of each subset, and their sum over the partitions of each. */
static void sum_over(const cbits *between, size_t n, double *one, double *all)
{
	uint32_t full = (1u << n) - 1;
	UNCLEARED cbits sum[1 << CLUSTER_EXPECT];
	one[0] = all[0] = 1;
	cluster_sums(between, n, 0, sum);
	for (uint32_t s = 1; s <= full; s++) {
		one[s] = sum[s] == CLUSTER_NEVER ? 0 : exp2((double)sum[s] / 65536);
		all[s] = 0;
		for (uint32_t t = s & -s; t; t = cluster_next_subset(s, t))
			all[s] += one[t] * all[s ^ t];
	}
}

/* Chances that two nodes of a part are one, in 2^-20; -1 where they must not be. */
static void weigh_part(const struct cgraph *g, struct cexpect_part *part, struct arena *a)
{
	size_t n = part->n;
	UNCLEARED cbits between[CLUSTER_EXPECT * CLUSTER_EXPECT];
	double p[CLUSTER_EXPECT][CLUSTER_EXPECT] = { 0 };
	UNCLEARED double one[1 << CLUSTER_EXPECT];
	UNCLEARED double all[1 << CLUSTER_EXPECT];
	uint32_t full = (1u << n) - 1;
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++) {
			cbits b = cgraph_between(g, part->nodes[i], part->nodes[k]);
			between[i * n + k] = b > BITS_MOST ? BITS_MOST : b;
		}
	sum_over(between, n, one, all);
	for (uint32_t s = 1; s <= full; s++) {
		double w = one[s] * all[full ^ s] / all[full];
		for (uint32_t r = s; r && w > 0; r &= r - 1)
			for (uint32_t q = r & (r - 1); q; q &= q - 1)
				p[__builtin_ctz(r)][__builtin_ctz(q)] += w;
	}
	part->p = NEW_N(a, n * n, int32_t);
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++)
			part->p[i * n + k] = between[i * n + k] == CLUSTER_NEVER
						     ? -1
						     : (int32_t)lrint(p[i][k] * CLUSTER_SURE);
}

/* ---- parts ---- */

struct cutting {
	const struct cgraph *g;
	struct arena *a;
	uint32_t *place; /* of each node in the part at hand */
	struct cexpect *ret;
	size_t cap, cap_large;
};

static void keep_part(struct cutting *c, const uint32_t *nodes, size_t n)
{
	struct cexpect *x = c->ret;
	if (n > CLUSTER_EXPECT) {
		x->large = arena_grow(c->a, x->large, x->n_large, &c->cap_large, sizeof *x->large);
		x->large[x->n_large++] = (struct cexpect_part){ .nodes = nodes, .n = n };
		return;
	}
	x->parts = arena_grow(c->a, x->parts, x->n, &c->cap, sizeof *x->parts);
	x->parts[x->n++] = (struct cexpect_part){ .nodes = nodes, .n = n };
}

/* Nodes of one part, by links of more than `floor`: sorted anew so that each smaller part is together. */
static size_t *cut(struct cutting *c, const uint32_t *nodes, size_t n, cbits floor, uint32_t **ret)
{
	struct cpart part = cpart_make(c->g, nodes, n, c->place, c->a);
	uint32_t *up = NEW_N(c->a, n, uint32_t);
	size_t *at = NEW_N(c->a, n + 2, size_t);
	*ret = NEW_N(c->a, n, uint32_t);
	parts_alone(up, n);
	for (uint32_t x = 0; x < n; x++)
		for (size_t i = part.link_at[x]; i < part.link_at[x + 1]; i++)
			if (!part.link[i].never && part.link[i].sum > floor)
				parts_join(up, x, part.link[i].to);
	for (uint32_t x = 0; x < n; x++)
		at[parts_root(up, x) + 2]++;
	parts_begin(at, n);
	for (uint32_t x = 0; x < n; x++)
		(*ret)[at[parts_root(up, x) + 1]++] = nodes[x];
	return at;
}

static void cut_part(struct cutting *c, const uint32_t *nodes, size_t n, cbits floor)
{
	uint32_t *sorted;
	if (n <= CLUSTER_EXPECT || floor >= CUT_MOST) {
		if (n > 1)
			keep_part(c, nodes, n);
		return;
	}
	size_t *at = cut(c, nodes, n, floor + STEP, &sorted);
	for (size_t i = 0; i < n; i++)
		if (at[i + 1] > at[i])
			cut_part(c, sorted + at[i], at[i + 1] - at[i], floor + STEP);
}

/* What is known of links: by themselves, or in their part. */
static void weigh_links(struct cgraph *g, const struct cexpect *x, uint32_t *place)
{
	for (size_t i = 0; i < g->link_at[g->n]; i++)
		g->link[i].p = g->link[i].never ? 0 : (float)chance_of(g->link[i].sum);
	for (size_t i = 0; i < x->n; i++) {
		const struct cexpect_part *part = &x->parts[i];
		for (uint32_t k = 0; k < part->n; k++)
			place[part->nodes[k]] = k;
		for (uint32_t k = 0; k < part->n; k++) {
			uint32_t from = part->nodes[k];
			for (size_t j = g->link_at[from]; j < g->link_at[from + 1]; j++) {
				struct clink *l = &g->link[j];
				uint32_t to = place[l->to];
				if (l->never || to >= part->n || part->nodes[to] != l->to)
					continue;
				size_t at = k < to ? k * part->n + to : to * part->n + k;
				if (part->p[at] >= 0)
					l->p = (float)part->p[at] / CLUSTER_SURE;
			}
		}
	}
}

void cluster_expect(struct cgraph *g, struct arena *a, struct cexpect *ret)
{
	struct cparts parts;
	struct cutting c = { .g = g, .a = a, .ret = ret, .place = NEW_N(a, g->n, uint32_t) };
	*ret = (struct cexpect){ 0 };
	cgraph_parts(g, FLOOR, a, &parts);
	for (size_t i = 0; i < parts.n; i++)
		cut_part(&c, parts.nodes + parts.at[i], parts.at[i + 1] - parts.at[i], FLOOR);
	for (size_t i = 0; i < ret->n; i++)
		weigh_part(g, &ret->parts[i], a);
	weigh_links(g, ret, c.place);
}

/* ---- the clustering ---- */

static void choose_part(const struct cgraph *g, const struct cexpect_part *part, cbits lean,
			struct arena *scratch, uint32_t *cluster)
{
	size_t n = part->n;
	cbits right[CLUSTER_EXPECT * CLUSTER_EXPECT];
	cbits *sum = NEW_N(scratch, (size_t)1 << n, cbits);
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++) {
			int32_t p = part->p[i * n + k];
			cbits pairs = (cbits)cgraph_records(g, part->nodes[i]) *
				      cgraph_records(g, part->nodes[k]);
			right[i * n + k] = p < 0 ? CLUSTER_NEVER : pairs * (p - CLUSTER_SURE / 2);
		}
	cluster_sums(right, n, lean, sum);
	cluster_partition(sum, part->nodes, n, scratch, cluster);
}

void cluster_choose(const struct cgraph *g, const struct cexpect *x, float lean, struct arena *a,
		    uint32_t *cluster)
{
	AUTO_ARENA *scratch = arena_new((size_t)4 << 30);
	uint32_t *place = NEW_N(a, g->n, uint32_t);
	cbits reward = lrint((double)lean * CLUSTER_SURE);
	for (uint32_t i = 0; i < g->n; i++)
		cluster[i] = i;
	for (size_t i = 0; i < x->n; i++) {
		arena_clear(scratch);
		choose_part(g, &x->parts[i], reward, scratch, cluster);
	}
	for (size_t i = 0; i < x->n_large; i++) {
		arena_clear(scratch);
		cluster_greedy(g, x->large[i].nodes, x->large[i].n, place, scratch, cluster);
	}
}
