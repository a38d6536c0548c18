/* SPDX-License-Identifier: GPL-3.0-or-later */
/* freq.c - what pairs of two people share by chance: levels of random pairs, and how many people have a value. */
#include "link/run_priv.h"

#include <math.h>

#include "num/rng.h"

/* However unique values look, one in fifty is another's as well: placeholders, families, slips of copying. */
static const double ALONE_LEAST = .02;

enum { PAIRS_MOST = 400000, RUN = 4096, TRIES = 20 };

double link_pairs_of(const struct link_set *s, enum link_mode mode)
{
	size_t n = 0;
	double within = 0;
	size_t *of = mem_need(calloc(s->n_lists + 1, sizeof *of));
	for (size_t i = 0; i < s->n; i++) {
		if (!link_is_linkable(s, i))
			continue;
		of[s->list[i]]++;
		n++;
	}
	for (size_t l = 0; l < s->n_lists; l++)
		within += (double)of[l] * ((double)of[l] - 1) / 2;
	free(of);
	double all = (double)n * ((double)n - 1) / 2;
	double ret = mode == LINK_DEDUPE ? within : mode == LINK_ACROSS ? all - within : all;
	return ret < 1 ? 1 : ret;
}

/* ---- levels of random pairs ---- */

struct sampler {
	const struct link_set *s;
	enum link_mode mode;
	const uint32_t *order; /* linkable records by rank */
	size_t n;
	uint64_t seed;
	struct link_comparer *of[POOL_THREADS_MAX];
	struct kept_pair *p;
	size_t pairs;
	uint64_t *by_a; /* a and the pair, ascending */
};

/* The two are one record where there is hardly any pair. */
static void draw_pair(const struct sampler *sp, struct rng *r, struct kept_pair *ret)
{
	for (int i = 0; i < TRIES; i++) {
		ret->a = sp->order[rng_below(r, sp->n)];
		ret->b = sp->order[rng_below(r, sp->n)];
		if (ret->a != ret->b && link_pair_allowed(sp->s, sp->mode, ret->a, ret->b))
			return;
	}
	ret->a = ret->b;
}

static void draw_run(void *ctx, size_t i, int worker)
{
	struct sampler *sp = ctx;
	struct rng r = rng_start(sp->seed, 0x2000000 + i);
	size_t to = (i + 1) * RUN < sp->pairs ? (i + 1) * RUN : sp->pairs;
	(void)worker;
	for (size_t k = i * RUN; k < to; k++) {
		draw_pair(sp, &r, &sp->p[k]);
		sp->by_a[k] = ((uint64_t)sp->p[k].a << 32) | k;
	}
}

static struct kept_pair *pair_at(const struct sampler *sp, size_t at)
{
	return &sp->p[sp->by_a[at] & UINT32_MAX];
}

/* Pairs of one record are compared at once, which is faster where names are compared. */
static void compare_run(void *ctx, size_t i, int worker)
{
	enum { AT_ONCE = 64 };
	struct sampler *sp = ctx;
	size_t to = (i + 1) * RUN < sp->pairs ? (i + 1) * RUN : sp->pairs;
	for (size_t from = i * RUN, end; from < to; from = end) {
		uint32_t others[AT_ONCE];
		uint64_t pattern[AT_ONCE];
		uint32_t a = pair_at(sp, from)->a;
		size_t n = 0;
		for (end = from; end < to && end - from < AT_ONCE && pair_at(sp, end)->a == a;
		     end++)
			others[n++] = pair_at(sp, end)->b;
		link_compare_many(sp->of[worker], a, others, n, pattern);
		for (size_t k = 0; k < n; k++)
			pair_at(sp, from + k)->pattern = pattern[k];
	}
}

static void compare_drawn(struct sampler *sp, struct pool *pool)
{
	size_t runs = (sp->pairs + RUN - 1) / RUN;
	sp->by_a = mem_need(malloc((2 * sp->pairs + 1) * sizeof *sp->by_a));
	pool_each(pool, runs, draw_run, sp);
	link_sort(sp->by_a, sp->by_a + sp->pairs, sp->pairs, 32, 64);
	for (int i = 0; i < pool_threads(pool); i++)
		sp->of[i] = link_comparer_new(sp->s);
	pool_each(pool, runs, compare_run, sp);
	for (int i = 0; i < pool_threads(pool); i++)
		link_comparer_free(sp->of[i]);
	free(sp->by_a);
}

void link_sample_draw(const struct link_set *s, enum link_mode mode, uint64_t seed,
		      struct pool *pool, struct link_sample *ret)
{
	double all = link_pairs_of(s, mode);
	struct sampler sp = { .s = s, .mode = mode, .seed = seed };
	sp.pairs = all * 2 < PAIRS_MOST ? (size_t)all * 2 : PAIRS_MOST;
	uint64_t *by_rank = malloc((2 * s->n + 1) * sizeof *by_rank);
	uint32_t *order = malloc((s->n + 1) * sizeof *order);
	sp.p = calloc(sp.pairs + 1, sizeof *sp.p);
	if (!by_rank || !order || !sp.p)
		die("out of memory");
	for (size_t i = 0; i < s->n; i++)
		by_rank[i] = (s->rank[i] & ~(uint64_t)0xFFFFFF) | i;
	link_sort(by_rank, by_rank + s->n, s->n, 24, 64);
	for (size_t i = 0; i < s->n; i++) {
		uint32_t r = (uint32_t)(by_rank[i] & 0xFFFFFF);
		if (link_is_linkable(s, r))
			order[sp.n++] = r;
	}
	free(by_rank);
	sp.order = order;
	if (sp.n > 1)
		compare_drawn(&sp, pool);
	free(order);
	*ret = (struct link_sample){ .p = sp.p, .n = sp.pairs };
}

void link_sample_done(struct link_sample *sample)
{
	free(sample->p);
	free(sample->met);
	*sample = (struct link_sample){ 0 };
}

void link_sample_u(const struct link_sample *sample, const struct link_set *s,
		   const uint32_t *cluster, double ret[LINK_FIELDS_MAX][LINK_LEVELS_MAX])
{
	memset(ret, 0, sizeof(double) * LINK_FIELDS_MAX * LINK_LEVELS_MAX);
	for (size_t i = 0; i < sample->n; i++) {
		const struct kept_pair *p = &sample->p[i];
		if (p->a == p->b || (cluster && cluster[p->a] == cluster[p->b]))
			continue;
		for (size_t f = 0; f < s->n_fields; f++) {
			unsigned l = link_level_at(p->pattern, f);
			if (l != LINK_MISSING)
				ret[f][l]++;
		}
	}
}

/* ---- people a value ---- */

static int by_frequency_key(const void *x, const void *y)
{
	const struct link_frequency *p = x;
	const struct link_frequency *q = y;
	return (p->key > q->key) - (p->key < q->key);
}

/* Records of one cluster that say the same are one. Most are alone in theirs and count at once; of the others pairs
 * (group, cluster) are sorted. */
static size_t count_groups(const struct link_set *s, size_t f, const uint32_t *cluster,
			   const bool *alone, uint32_t *people)
{
	uint64_t *p = mem_need(malloc((2 * s->n + 1) * sizeof *p));
	size_t n = 0;
	size_t all = 0;
	for (size_t i = 0; i < s->n; i++) {
		uint32_t g = s->values[f].p[s->value[f][i]].group;
		if (!g || !link_is_linkable(s, i))
			continue;
		if (!cluster || alone[cluster[i]]) {
			people[g]++;
			all++;
		} else {
			p[n++] = ((uint64_t)g << 32) | cluster[i];
		}
	}
	link_sort(p, p + n, n, 0, 64);
	for (size_t i = 0; i < n; i++) {
		if (i && p[i] == p[i - 1])
			continue;
		people[p[i] >> 32]++;
		all++;
	}
	free(p);
	return all;
}

/* Of each cluster: whether it is one record. */
static bool *alone_of(const uint32_t *cluster, size_t n)
{
	bool *met = calloc(n + 1, sizeof *met);
	bool *ret = calloc(n + 1, sizeof *ret);
	if (!met || !ret)
		die("out of memory");
	for (size_t i = 0; i < n && cluster; i++) {
		ret[cluster[i]] = !met[cluster[i]];
		met[cluster[i]] = true;
	}
	free(met);
	return ret;
}

void link_count_people(struct link_model *m, const struct link_set *s, const uint32_t *cluster,
		       struct arena *a)
{
	bool *alone = alone_of(cluster, s->n);
	for (size_t f = 0; f < m->n_fields; f++) {
		struct link_model_field *mf = &m->fields[f];
		if (!mf->by_frequency)
			continue;
		uint32_t *people = mem_need(calloc(s->values[f].n_groups + 1, sizeof *people));
		double all = (double)count_groups(s, f, cluster, alone, people);
		double same = 0;
		double once = 0;
		double twice = 0;
		size_t n = 0;
		for (size_t g = 1; g < s->values[f].n_groups; g++) {
			same += (double)people[g] * ((double)people[g] - 1);
			once += people[g] == 1;
			twice += people[g] == 2;
			n += people[g] > 1;
		}
		mf->frequency = NEW_N(a, n + 1, struct link_frequency);
		mf->n_frequency = 0;
		for (size_t g = 1; g < s->values[f].n_groups; g++)
			if (people[g] > 1)
				mf->frequency[mf->n_frequency++] =
					(struct link_frequency){ s->values[f].group_key[g],
								 people[g] };
		if (n)
			qsort(mf->frequency, n, sizeof *mf->frequency, by_frequency_key);
		mf->people = all;
		mf->alone = once > 0 ? fmin(.5, fmax(ALONE_LEAST, 2 * twice / once)) : .5;
		mf->common = all > 1 ? fmax(same, mf->alone * all) / (all * (all - 1)) : 0;
		free(people);
	}
	free(alone);
}
