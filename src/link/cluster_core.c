/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cluster_core.c - records that are surely one, as one node.
 *
 * Four records of one person repeat each other. A fifth that agrees a little with each of them has not four reasons to
 * be theirs but one, seen four times; and one that agrees with one of them by chance agrees less with the rest. What
 * the pairs between two such cores say on average is, on lists of known people, what a single pair of
 * the same bits says between two records that are alone; their sum says too much, and the best of them far too much.
 */
#include "link/cluster_priv.h"
#include "base/order.h"

#include <math.h>
#include <stdlib.h>

/* What a core's pairs have at least, on average: one in 250 is wrong. */
static const cbits CORE_BITS = 8 * 65536;

/* A pair that was not kept has less than the floor, and most have far less. Of cores of known people that had as many
 * bits on average, those with such pairs were one person three times less often while they were taken for the floor. */
static const cbits BELOW = -4 * 65536;

/* Numbers cores by their first node, which has the lowest rank. */
static void number_cores(const struct cgraph *g, const uint32_t *core, struct arena *scratch,
			 struct arena *a, struct cgraph *ret)
{
	uint32_t *of = NEW_N(scratch, g->n, uint32_t);
	for (uint32_t x = 0; x < g->n; x++)
		of[x] = core[x] == x ? ret->n++ : of[core[x]];
	ret->member_at = NEW_N(a, (size_t)ret->n + 2, size_t);
	ret->node = NEW_N(a, g->in->n, uint32_t);
	for (size_t i = 0; i < g->in->n; i++) {
		ret->node[i] = of[g->node[i]];
		ret->member_at[ret->node[i] + 2]++;
	}
	for (size_t x = 2; x < (size_t)ret->n + 2; x++)
		ret->member_at[x] += ret->member_at[x - 1];
	ret->member = NEW_N(a, g->in->n, uint32_t);
	for (uint32_t x = 0; x < g->n; x++)
		for (size_t i = g->member_at[x]; i < g->member_at[x + 1]; i++)
			ret->member[ret->member_at[of[x] + 1]++] = g->member[i];
	if (!g->lists)
		return;
	ret->lists = NEW_N(a, ret->n, uint64_t);
	for (uint32_t x = 0; x < g->n; x++)
		ret->lists[of[x]] |= g->lists[x];
}

/* Links of the nodes of each core to other cores, one after the other. */
static void gather_links(const struct cgraph *g, struct cgraph *ret, struct arena *a)
{
	ret->link_at = NEW_N(a, (size_t)ret->n + 2, size_t);
	ret->link = NEW_N(a, g->link_at[g->n], struct clink);
	for (int keep = 0; keep < 2; keep++) {
		for (uint32_t x = 0; x < g->n; x++) {
			uint32_t from = ret->node[g->member[g->member_at[x]]];
			for (size_t i = g->link_at[x]; i < g->link_at[x + 1]; i++) {
				struct clink l = g->link[i];
				l.to = ret->node[g->member[g->member_at[l.to]]];
				if (l.to == from)
					continue;
				if (keep)
					ret->link[ret->link_at[from + 1]++] = l;
				else
					ret->link_at[from + 2]++;
			}
		}
		for (size_t x = 2; !keep && x < (size_t)ret->n + 2; x++)
			ret->link_at[x] += ret->link_at[x - 1];
	}
}

/* Lists that repeat nobody, or few: a bit each. */
struct repeats {
	const struct cgraph *g;
	uint64_t *of;	       /* of each node */
	float within[64];      /* of each bit */
	const uint8_t *bit_of; /* of each list; 64: none */
};

static void repeats_find(struct repeats *r, const struct cgraph *g, struct arena *a)
{
	const struct cluster_in *in = g->in;
	size_t n_lists = 0;
	size_t n = 0;
	*r = (struct repeats){ .g = g };
	if (!in->within)
		return;
	for (size_t i = 0; i < in->n; i++)
		n_lists = in->list[i] >= n_lists ? in->list[i] + (size_t)1 : n_lists;
	uint8_t *bit_of = NEW_N(a, n_lists, uint8_t);
	for (size_t l = 0; l < n_lists; l++) {
		bit_of[l] = in->within[l] < 0 && n < 64 ? (uint8_t)n : 64;
		if (bit_of[l] < 64)
			r->within[n++] = in->within[l];
	}
	r->of = NEW_N(a, g->n, uint64_t);
	for (size_t i = 0; i < in->n; i++)
		if (bit_of[in->list[i]] < 64)
			r->of[g->node[i]] |= (uint64_t)1 << bit_of[in->list[i]];
	r->bit_of = bit_of;
}

static cbits records_of(const struct repeats *r, uint32_t node, int bit)
{
	const struct cgraph *g = r->g;
	cbits n = 0;
	for (size_t i = g->member_at[node]; i < g->member_at[node + 1]; i++)
		n += r->bit_of[g->in->list[g->member[i]]] == bit;
	return n;
}

/* One record in a list that repeats nobody is enough to tell a second one apart: what only some of the pairs of two cores
 * say of it, and the average has thinned out, the cores say. */
static cbits repeats_bits(const struct repeats *r, uint32_t x, uint32_t y, cbits pairs)
{
	cbits ret = 0;
	for (uint64_t both = r->of ? r->of[x] & r->of[y] : 0; both; both &= both - 1) {
		int bit = __builtin_ctzll(both);
		cbits had = records_of(r, x, bit) * records_of(r, y, bit);
		ret += cluster_bits(r->within[bit]) * (pairs - had) / pairs;
	}
	return ret;
}

/* What all pairs between two cores say on average becomes what one says. */
static void average_links(const struct cgraph *nodes, struct cgraph *g, const uint32_t *size,
			  struct arena *scratch)
{
	struct repeats r;
	repeats_find(&r, g, scratch);
	cgraph_fold(g);
	for (uint32_t x = 0; x < g->n; x++)
		for (size_t i = g->link_at[x]; i < g->link_at[x + 1]; i++) {
			struct clink *l = &g->link[i];
			cbits pairs = (cbits)size[x] * size[l->to];
			l->sum = l->never
					 ? 0
					 : (l->sum + (pairs - l->pairs) * (nodes->absent + BELOW)) /
							   pairs +
						   repeats_bits(&r, x, l->to, pairs);
			l->pairs = !l->never;
			l->repeats = r.of && (r.of[x] & r.of[l->to]);
		}
}

/* Records that people called the same need not be alike, and who is like one of them has nothing to do with the others:
 * what such a node has with another is what those of their pairs say that say anything, on average. It stays
 * out of cores (`joining`), whose other records need not be like all of it. */
static struct cgraph nodes_as_one(const struct cgraph *g, bool joining, struct arena *a)
{
	struct cgraph ret = *g;
	bool differ = false;
	ret.as_one = true;
	for (size_t i = 0; i < g->link_at[g->n] && !differ; i++)
		differ = g->link[i].never || g->link[i].pairs != 1;
	if (g->n == g->in->n && !differ)
		return ret;
	ret.link = NEW_N(a, g->link_at[g->n], struct clink);
	for (uint32_t x = 0; x < g->n; x++)
		for (size_t i = g->link_at[x]; i < g->link_at[x + 1]; i++) {
			struct clink l = g->link[i];
			cbits pairs = (cbits)cgraph_records(g, x) * cgraph_records(g, l.to);
			l.never |= joining && pairs > 1;
			l.sum = l.never ? 0 : l.sum / l.pairs;
			l.pairs = !l.never;
			ret.link[i] = l;
		}
	return ret;
}

void cgraph_cores(const struct cgraph *g, struct arena *a, struct cgraph *ret)
{
	struct cparts parts;
	AUTO_ARENA *scratch = arena_new((size_t)4 << 30);
	AUTO_ARENA *part = arena_new((size_t)4 << 30);
	uint32_t *place = NEW_N(scratch, g->n, uint32_t);
	uint32_t *core = NEW_N(scratch, g->n, uint32_t);
	uint32_t *size = NEW_N(scratch, g->n, uint32_t);
	struct cgraph nodes = nodes_as_one(g, false, scratch);
	struct cgraph joining = nodes_as_one(g, true, scratch);
	for (uint32_t x = 0; x < g->n; x++)
		core[x] = x;
	cgraph_parts(&joining, CORE_BITS, scratch, &parts);
	for (size_t i = 0; i < parts.n; i++) {
		const uint32_t *of = parts.nodes + parts.at[i];
		arena_clear(part);
		cluster_join(&joining, of, parts.at[i + 1] - parts.at[i], CORE_BITS, place, part,
			     core);
	}
	*ret = *g;
	ret->n = 0;
	ret->as_one = true;
	number_cores(g, core, scratch, a, ret);
	for (uint32_t x = 0; x < g->n; x++)
		size[ret->node[g->member[g->member_at[x]]]]++;
	gather_links(&nodes, ret, a);
	average_links(&nodes, ret, size, scratch);
}

void cgraph_add(struct cgraph *cores, cbits more)
{
	for (size_t i = 0; i < cores->link_at[cores->n]; i++)
		if (!cores->link[i].never && !cores->link[i].repeats)
			cores->link[i].sum += more;
}

void clustering_cores(const struct clustering *c, struct arena *a, struct cluster_cores *ret)
{
	const struct cgraph *cores = &c->cores;
	size_t n = cores->link_at[cores->n];
	*ret = (struct cluster_cores){ .n = cores->n, .of = cores->node, .at = cores->link_at };
	ret->records = NEW_N(a, cores->n, uint32_t);
	ret->to = NEW_N(a, n, uint32_t);
	ret->bits = NEW_N(a, n, float);
	ret->repeats = NEW_N(a, n, bool);
	for (uint32_t x = 0; x < cores->n; x++)
		ret->records[x] = cgraph_records(cores, x);
	for (size_t i = 0; i < n; i++) {
		const struct clink *l = &cores->link[i];
		cbits bits = l->sum - (l->repeats ? 0 : c->core_bits);
		ret->to[i] = l->to;
		ret->bits[i] = l->never ? -HUGE_VALF : (float)bits / 65536;
		ret->repeats[i] = l->repeats;
	}
}

bool cluster_cores_tied(const struct cluster_cores *c, uint32_t x, uint32_t y)
{
	size_t n = c->at[x + 1] - c->at[x];
	return n && bsearch(&y, c->to + c->at[x], n, sizeof y, order_u32);
}
