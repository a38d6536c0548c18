/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cluster_expect.c - the clustering that is wrong about the fewest pairs, as far as can be expected.
 *
 * Of three records, the first of which may be one with either of the others while these are two for certain, two
 * weights of even odds make three clusterings of equal weight: each pair is one in one of them. So what else is there
 * changes what a pair says, and a record that nobody else claims is likelier to be its neighbour's than one between
 * several. In parts of few nodes that is summed over all partitions exactly, and what lies between parts takes its share
 * (cluster_claims.c). The clustering is then the one that has
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
/* How often parts are told what their nodes are claimed for, and claims are sent on between: more moves no chance by a
 * thousandth. */
enum { ROUNDS = 3, PASSES = 4 };

static double chance_of(cbits bits)
{
	return 1 / (1 + exp2(-(double)bits / 65536));
}

/* 2^bits of each subset, and their sum over the partitions of each. Who is alone may be claimed from outside. */
static void sum_over(const cbits *between, const double *claimed, size_t n, double *one,
		     double *all)
{
	uint32_t full = (1u << n) - 1;
	UNCLEARED cbits sum[1 << CLUSTER_EXPECT];
	one[0] = all[0] = 1;
	cluster_sums(between, n, 0, sum);
	for (uint32_t s = 1; s <= full; s++) {
		one[s] = sum[s] == CLUSTER_NEVER ? 0 : exp2((double)sum[s] / 65536);
		one[s] += s & (s - 1) ? 0 : claimed[__builtin_ctz(s)];
		all[s] = 0;
		for (uint32_t t = s & -s; t; t = cluster_next_subset(s, t))
			all[s] += one[t] * all[s ^ t];
	}
}

/* Chances that two nodes of a part are one, in 2^-20; -1 where they must not be. */
static void weigh_part(const struct cgraph *g, struct cexpect_part *part, struct cclaims *claims)
{
	size_t n = part->n;
	cbits between[CLUSTER_EXPECT * CLUSTER_EXPECT] = { 0 };
	double claimed[CLUSTER_EXPECT] = { 0 };
	double p[CLUSTER_EXPECT][CLUSTER_EXPECT] = { 0 };
	UNCLEARED double one[1 << CLUSTER_EXPECT];
	UNCLEARED double all[1 << CLUSTER_EXPECT];
	uint32_t full = (1u << n) - 1;
	for (size_t i = 0; i < n; i++) {
		claimed[i] = claims->claimed[part->nodes[i]];
		for (size_t k = i + 1; k < n; k++) {
			cbits b = cgraph_between(g, part->nodes[i], part->nodes[k]);
			between[i * n + k] = b > CLUSTER_SUREST ? CLUSTER_SUREST : b;
		}
	}
	sum_over(between, claimed, n, one, all);
	for (size_t i = 0; i < n; i++) {
		double rest = all[full ^ 1u << i];
		claims->held[part->nodes[i]] = fmax(all[full] / rest - one[1u << i], 0);
	}
	for (uint32_t s = 1; s <= full; s++) {
		double w = one[s] * all[full ^ s] / all[full];
		for (uint32_t r = s; r && w > 0; r &= r - 1)
			for (uint32_t q = r & (r - 1); q; q &= q - 1)
				p[__builtin_ctz(r)][__builtin_ctz(q)] += w;
	}
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
	x->parts[x->n++] = (struct cexpect_part){ nodes, n, NEW_N(c->a, n * n, int32_t) };
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

static bool is_claimed(const struct cexpect_part *part, const struct cclaims *claims)
{
	for (size_t i = 0; i < part->n; i++)
		if (claims->claimed[part->nodes[i]] > 0)
			return true;
	return false;
}

/* Parts and what lies between them, until both agree. */
static void weigh_parts(const struct cgraph *g, struct cexpect *x, struct cclaims *claims)
{
	for (int round = 0;; round++) {
		for (size_t i = 0; i < x->n; i++)
			if (!round || is_claimed(&x->parts[i], claims))
				weigh_part(g, &x->parts[i], claims);
		if (round == ROUNDS)
			return;
		for (int pass = 0; pass < PASSES; pass++)
			cclaims_pass(claims);
	}
}

/* What is known of links: in their part, between parts, or by themselves. */
static void weigh_links(struct cgraph *g, const struct cexpect *x, const struct cclaims *claims,
			uint32_t *place)
{
	for (size_t i = 0; i < g->link_at[g->n]; i++) {
		struct clink *l = &g->link[i];
		l->p = l->never		     ? 0
		       : claims->odds[i] > 0 ? (float)cclaims_chance(claims, i)
					     : (float)chance_of(l->sum);
	}
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
	struct cclaims claims;
	struct cutting c = { .g = g, .a = a, .ret = ret, .place = NEW_N(a, g->n, uint32_t) };
	*ret = (struct cexpect){ 0 };
	cgraph_parts(g, FLOOR, a, &parts);
	for (size_t i = 0; i < parts.n; i++)
		cut_part(&c, parts.nodes + parts.at[i], parts.at[i + 1] - parts.at[i], FLOOR);
	cclaims_begin(&claims, g, ret, a);
	weigh_parts(g, ret, &claims);
	weigh_links(g, ret, &claims, c.place);
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
