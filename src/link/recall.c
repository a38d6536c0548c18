/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * recall.c - what blocking missed, as far as one can say.
 *
 * Families of keys are like observers of the same pairs. For each family the others tell how many of the pairs
 * they found it has found too; were families independent, the share found by none would be the product of what
 * each misses (the estimator of Lincoln and Petersen for many occasions). Careless rows fail several families at
 * once, so the heterogeneity is allowed for by Chao's lower bound f1^2 / 2 f2 on the number missed by all (Chao
 * 1987), f1 and f2 being pairs found by exactly one and two families. An audit needs no such assumption.
 *
 * Where three records are one person, the third has two of them compared that share no key (complete.c): of pairs that are
 * tied so, it is known how many no family found. Pairs of records that nobody else ties are missed less often, for careless
 * rows tie themselves to several, and are not recovered: what that makes of them is told as the bound.
 */
#include "link/run_priv.h"

#include <math.h>
#include <stdlib.h>

#include "link/bound.h"
#include "num/rng.h"

struct capture {
	const struct link_set *s;
	const struct link_blocks *b;
	const struct link_scored *pairs;
	uint8_t *times; /* and one more; 0: not asked */
	uint64_t
		most; /* of the ranks of both records: a share of the pairs, whatever the order of records */
};

enum { CAPTURE_RUN = 1024, CAPTURE_MOST = 200000 };

static bool is_link(const struct link_pair *p)
{
	return p->probability >= .5F;
}

static void capture_run(void *ctx, size_t i, int worker)
{
	struct capture *c = ctx;
	(void)worker;
	size_t to = (i + 1) * CAPTURE_RUN < c->pairs->n ? (i + 1) * CAPTURE_RUN : c->pairs->n;
	for (size_t k = i * CAPTURE_RUN; k < to; k++) {
		const struct link_pair *p = &c->pairs->p[k];
		if (is_link(p) && (c->s->rank[p->a] ^ c->s->rank[p->b]) <= c->most)
			c->times[k] = (uint8_t)(1 + __builtin_popcount(link_blocks_families_of(
							    c->b, p->a, p->b)));
	}
}

/* Links of each record: a pair of records that each have another is tied by a third, or as good as. */
static uint8_t *count_links(const struct capture *c)
{
	uint8_t *links = mem_need(calloc(c->s->n + 1, 1));
	for (size_t i = 0; i < c->pairs->n; i++) {
		const struct link_pair *p = &c->pairs->p[i];
		if (!is_link(p))
			continue;
		links[p->a] = links[p->a] ? 2 : 1;
		links[p->b] = links[p->b] ? 2 : 1;
	}
	return links;
}

/* Links missed: expected, and at most. */
struct missed {
	double mean, most;
};

static struct missed count_missed(const struct capture *c, double *ret_found)
{
	uint8_t *links = count_links(c);
	double once = 0;
	double twice = 0;
	double recovered = 0; /* by no family, and compared all the same */
	double tied = 0;
	*ret_found = 0;
	for (size_t i = 0; i < c->pairs->n; i++) {
		const struct link_pair *p = &c->pairs->p[i];
		double one = c->times[i] ? (double)p->probability : 0;
		recovered += c->times[i] == 1 ? one : 0;
		once += c->times[i] == 2 ? one : 0;
		twice += c->times[i] == 3 ? one : 0;
		tied += links[p->a] > 1 && links[p->b] > 1 ? one : 0;
		*ret_found += one;
	}
	free(links);
	double alone = *ret_found - tied;
	double most = recovered + 1.645 * sqrt(recovered) + 1.35; /* of a Poisson count, nearly */
	/* Chao's form that is defined when nothing was found twice. */
	double chao = fmax(0, once * (once - 1) / (2 * (twice + 1)) - recovered);
	struct missed ret = { chao, chao };
	if (tied > 0)
		ret.most = fmax(chao, alone * most / (fmax(tied, most + 1) - most));
	return ret;
}

void link_recall_estimate(const struct link_set *s, const struct link_blocks *b,
			  const struct link_scored *pairs, struct pool *pool,
			  struct link_recall *ret)
{
	struct capture c = {
		.s = s, .b = b, .pairs = pairs, .times = mem_need(calloc(pairs->n + 1, 1))
	};
	double found;
	c.most = pairs->n > CAPTURE_MOST ? UINT64_MAX / pairs->n * CAPTURE_MOST : UINT64_MAX;
	pool_each(pool, (pairs->n + CAPTURE_RUN - 1) / CAPTURE_RUN, capture_run, &c);
	struct missed missed = count_missed(&c, &found);
	free(c.times);
	ret->captured = ret->bound = 1;
	if (ret->exhaustive || found <= 0)
		return;
	ret->captured = found / (found + missed.mean);
	ret->bound = found / (found + missed.most);
}

/* ---- audit ---- */

enum { AUDIT_AT_ONCE = 512 };

struct audit {
	const struct link_set *s;
	enum link_mode mode;
	const struct link_blocks *b;
	const struct link_scored *pairs;
	const struct link_rarity *r;
	const uint32_t *records;
	struct link_comparer *of[POOL_THREADS_MAX];
	struct link_bound *bound[POOL_THREADS_MAX];
	uint32_t *missed, *found;
};

static int by_place(const void *x, const void *y)
{
	const struct link_pair *p = x;
	const struct link_pair *q = y;
	uint64_t a = (uint64_t)p->a << 32 | p->b;
	uint64_t b = (uint64_t)q->a << 32 | q->b;
	return (a > b) - (a < b);
}

static bool is_kept(const struct link_scored *pairs, uint32_t a, uint32_t b)
{
	struct link_pair it = { .a = a < b ? a : b, .b = a < b ? b : a };
	return pairs->n && bsearch(&it, pairs->p, pairs->n, sizeof it, by_place);
}

/* Of the pairs of `a` that may be links, those that are. */
static void audit_some(struct audit *au, size_t i, int worker, const uint32_t *others, size_t n)
{
	uint64_t patterns[AUDIT_AT_ONCE];
	uint32_t a = au->records[i];
	link_compare_many(au->of[worker], a, others, n, patterns);
	for (size_t k = 0; k < n; k++) {
		/* What rarity could add is bounded. */
		if (link_model_bits(au->r->m, patterns[k]) < -24 ||
		    link_pair_bits(au->r, patterns[k], a, others[k]) < 0)
			continue;
		if (link_blocks_families_of(au->b, a, others[k]) ||
		    is_kept(au->pairs, a, others[k]))
			au->found[i]++;
		else
			au->missed[i]++;
	}
}

static void audit_record(void *ctx, size_t i, int worker)
{
	struct audit *au = ctx;
	uint32_t others[AUDIT_AT_ONCE];
	size_t n = 0;
	uint32_t a = au->records[i];
	const struct link_bound *bound = au->bound[worker];
	link_bound_begin(au->bound[worker], a);
	for (uint32_t x = 0; x < au->s->n; x++) {
		/* Most pairs end here, long before a link: the bound is rounded in another order than the bits. */
		if (x == a || link_bound_most(bound, x) < -1e-3 ||
		    !link_pair_allowed(au->s, au->mode, a, x))
			continue;
		others[n++] = x;
		if (n == AUDIT_AT_ONCE) {
			audit_some(au, i, worker, others, n);
			n = 0;
		}
	}
	audit_some(au, i, worker, others, n);
}

int link_recall_audit(const struct link_set *s, enum link_mode mode, const struct link_blocks *b,
		      const struct link_scored *pairs, const struct link_rarity *r, size_t records,
		      uint64_t seed, struct pool *pool, const struct link_told *told,
		      struct link_recall *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new((size_t)2 << 30);
	uint64_t *order = NEW_N(a, 2 * s->n, uint64_t);
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++)
		if (link_is_linkable(s, i))
			order[n++] = (link_mix2(s->rank[i], seed + 1) & ~(uint64_t)0xFFFFFF) | i;
	link_sort(order, order + n, n, 24, 64);
	if (records > n)
		records = n;
	struct audit au = { .s = s, .mode = mode, .b = b, .pairs = pairs, .r = r };
	uint32_t *chosen = NEW_N(a, records, uint32_t);
	for (size_t i = 0; i < records; i++)
		chosen[i] = (uint32_t)(order[i] & 0xFFFFFF);
	au.records = chosen;
	au.missed = NEW_N(a, records, uint32_t);
	au.found = NEW_N(a, records, uint32_t);
	for (int i = 0; i < pool_threads(pool); i++) {
		au.of[i] = link_comparer_new(s);
		au.bound[i] = link_bound_new(s, r);
	}
	pool_each(pool, records, audit_record, &au);
	for (int i = 0; i < pool_threads(pool); i++) {
		link_comparer_free(au.of[i]);
		link_bound_free(au.bound[i]);
	}
	ret->audited = records;
	for (size_t i = 0; i < records; i++) {
		ret->audit_missed += au.missed[i];
		ret->audit_found += au.found[i];
	}
	/* 95 % upper bound of a Poisson count: 3.0 for none, else by Wilson and Hilferty (1931). */
	double k = (double)ret->audit_missed;
	double upper =
		k > 0 ? (k + 1) * pow(1 - 1 / (9 * (k + 1)) + 1.645 / (3 * sqrt(k + 1)), 3) : 3;
	double total = k + (double)ret->audit_found;
	if (total > 0)
		ret->bound = fmax(0, 1 - upper / total);
	if (told->fn && told->fn(told->ctx, told->phase, (int64_t)records, (int64_t)records) < 0)
		return err_set(e, ERR_INPUT, "stopped");
	return 0;
}
