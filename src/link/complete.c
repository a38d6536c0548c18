/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * complete.c - pairs that blocking missed although it has the people together already.
 *
 * A careless row shares a key with some rows of its person, and with the others none. Clustering weighs all of them, and a pair
 * that was never looked at would count as one that speaks against. So wherever one pair may be a link, all pairs between
 * the two groups of records that surely belong together are compared as well. Groups come from sure pairs alone, so neither
 * the order of records nor of pairs matters.
 */
#include "link/run_priv.h"

#include "base/order.h"
#include "link/compare.h"
#include "link/parts.h"

/* A larger group is no person, or needs no more pairs to hold together. */
enum { GROUP_MOST = 64, RUN = 4096, AT_ONCE = 64 };

static size_t sort_unique(uint64_t *p, size_t n)
{
	size_t m = 0;
	if (n)
		qsort(p, n, sizeof *p, order_u64);
	for (size_t i = 0; i < n; i++)
		if (!i || p[i] != p[i - 1])
			p[m++] = p[i];
	return m;
}

struct groups {
	uint32_t *of; /* of each record: the lowest of its group */
	size_t *at;   /* members of group g: record[at[g]] .. record[at[g + 1]) */
	uint32_t *record;
};

static size_t size_of(const struct groups *g, uint32_t x)
{
	return g->at[x + 1] - g->at[x];
}

static struct groups groups_of(const struct link_set *s, const struct link_pass *pass,
			       const float *bits, double sure, struct arena *scratch)
{
	struct groups g = { .of = NEW_N(scratch, s->n, uint32_t),
			    .at = NEW_N(scratch, s->n + 2, size_t),
			    .record = NEW_N(scratch, s->n, uint32_t) };
	parts_alone(g.of, s->n);
	for (size_t i = 0; i < pass->n_kept; i++)
		if ((double)bits[i] >= sure)
			parts_join(g.of, pass->kept[i].a, pass->kept[i].b);
	for (uint32_t i = 0; i < s->n; i++)
		g.at[(g.of[i] = parts_root(g.of, i)) + 2]++;
	parts_begin(g.at, s->n);
	for (uint32_t i = 0; i < s->n; i++)
		g.record[g.at[g.of[i] + 1]++] = i;
	return g;
}

static void add_pairs(const struct link_set *s, enum link_mode mode, const struct groups *g,
		      uint64_t two, uint64_t *ret, size_t *n)
{
	uint32_t x = (uint32_t)(two >> 32);
	uint32_t y = (uint32_t)two;
	for (size_t i = g->at[x]; i < g->at[x + 1]; i++)
		for (size_t k = x == y ? i + 1 : g->at[y]; k < g->at[y + 1]; k++) {
			uint32_t a = g->record[i];
			uint32_t b = g->record[k];
			if (!link_pair_allowed(s, mode, a, b))
				continue;
			ret[(*n)++] = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
		}
}

/* Pairs of groups that a pair of at least `near` bits ties, and their pairs of records without those that are kept. */
static uint64_t *find_pairs(const struct link_set *s, enum link_mode mode,
			    const struct link_pass *pass, const float *bits, const struct groups *g,
			    double near, size_t most, size_t *ret_n, struct arena *scratch)
{
	uint64_t *two = NEW_N(scratch, pass->n_kept, uint64_t);
	size_t n = 0;
	size_t pairs = 0;
	for (size_t i = 0; i < pass->n_kept; i++) {
		uint32_t x = g->of[pass->kept[i].a];
		uint32_t y = g->of[pass->kept[i].b];
		size_t sizes = size_of(g, x) + (x == y ? 0 : size_of(g, y));
		if ((double)bits[i] >= near && sizes > 2 && sizes <= GROUP_MOST)
			two[n++] = x < y ? (uint64_t)x << 32 | y : (uint64_t)y << 32 | x;
	}
	n = sort_unique(two, n);
	for (size_t i = 0; i < n; i++)
		pairs += size_of(g, (uint32_t)(two[i] >> 32)) * size_of(g, (uint32_t)two[i]);
	*ret_n = 0;
	if (pairs > most)
		return NULL;
	uint64_t *ret = NEW_N(scratch, pairs, uint64_t);
	for (size_t i = 0; i < n; i++)
		add_pairs(s, mode, g, two[i], ret, ret_n);
	n = sort_unique(ret, *ret_n);
	*ret_n = 0;
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		while (k < pass->n_kept &&
		       ((uint64_t)pass->kept[k].a << 32 | pass->kept[k].b) < ret[i])
			k++;
		if (k == pass->n_kept ||
		    ((uint64_t)pass->kept[k].a << 32 | pass->kept[k].b) != ret[i])
			ret[(*ret_n)++] = ret[i];
	}
	return ret;
}

struct comparing {
	struct link_comparer *of[POOL_THREADS_MAX];
	const uint64_t *p;
	uint64_t *pattern;
	size_t n;
};

/* Pairs of one record are compared at once, which is faster where names are compared. */
static void compare_run(void *ctx, size_t i, int worker)
{
	struct comparing *c = ctx;
	size_t to = (i + 1) * RUN < c->n ? (i + 1) * RUN : c->n;
	for (size_t from = i * RUN, end; from < to; from = end) {
		uint32_t others[AT_ONCE];
		size_t n = 0;
		for (end = from;
		     end < to && end - from < AT_ONCE && c->p[end] >> 32 == c->p[from] >> 32; end++)
			others[n++] = (uint32_t)c->p[end];
		link_compare_many(c->of[worker], (uint32_t)(c->p[from] >> 32), others, n,
				  c->pattern + from);
	}
}

static int by_pair(const void *x, const void *y)
{
	const struct kept_pair *p = x;
	const struct kept_pair *q = y;
	if (p->a != q->a)
		return p->a < q->a ? -1 : 1;
	return (p->b > q->b) - (p->b < q->b);
}

size_t link_pass_complete(const struct link_set *s, enum link_mode mode, const struct link_model *m,
			  const float *bits, const struct link_completion *how, struct pool *pool,
			  struct link_pass *pass)
{
	AUTO_ARENA *scratch = arena_new((size_t)16 << 30);
	struct groups g = groups_of(s, pass, bits, how->sure, scratch);
	struct comparing c = { .n = 0 };
	c.p = find_pairs(s, mode, pass, bits, &g, how->near, how->most, &c.n, scratch);
	if (!c.n)
		return 0;
	c.pattern = NEW_N(scratch, c.n, uint64_t);
	for (int i = 0; i < pool_threads(pool); i++)
		c.of[i] = link_comparer_new(s);
	pool_each(pool, (c.n + RUN - 1) / RUN, compare_run, &c);
	for (int i = 0; i < pool_threads(pool); i++)
		link_comparer_free(c.of[i]);
	size_t n = pass->n_kept;
	pass->kept = mem_need(realloc(pass->kept, (n + c.n) * sizeof *pass->kept));
	for (size_t i = 0; i < c.n; i++)
		if (link_model_bits(m, c.pattern[i]) >= how->least)
			pass->kept[pass->n_kept++] =
				(struct kept_pair){ (uint32_t)(c.p[i] >> 32), (uint32_t)c.p[i],
						    c.pattern[i] };
	if (pass->n_kept > n) {
		qsort(pass->kept, pass->n_kept, sizeof *pass->kept, by_pair);
		free(pass->shared);
		pass->shared = NULL;
	}
	return c.n;
}
