/* SPDX-License-Identifier: GPL-3.0-or-later */
/* freq.c - what pairs of two people share by chance: levels of random pairs, and how many people have a value. */
#include <math.h>

#include "link/run_priv.h"
#include "num/rng.h"

enum { PAIRS_MOST = 600000, RUN = 4096, TRIES = 20 };

double link_pairs_of(const struct link_set *s, enum link_mode mode)
{
	size_t n = 0;
	double within = 0;
	size_t *of = calloc(s->n_lists + 1, sizeof *of);
	if (!of)
		die("out of memory");
	for (size_t i = 0; i < s->n; i++) {
		if (s->flags[i] & (LINK_UNNAMED | LINK_GROUP))
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
	const uint32_t *cluster;
	const uint32_t *order; /* linkable records by rank */
	size_t n;
	uint64_t seed;
	size_t pairs;
	struct link_comparer *of[POOL_THREADS_MAX];
	uint32_t (*count)[LINK_FIELDS_MAX][LINK_LEVELS_MAX]; /* of each run */
};

static bool draw_pair(const struct sampler *sp, struct rng *r, uint32_t *a, uint32_t *b)
{
	for (int i = 0; i < TRIES; i++) {
		*a = sp->order[rng_below(r, sp->n)];
		*b = sp->order[rng_below(r, sp->n)];
		if (*a != *b && link_pair_allowed(sp->s, sp->mode, *a, *b) &&
		    (!sp->cluster || sp->cluster[*a] != sp->cluster[*b]))
			return true;
	}
	return false;
}

static void sample_run(void *ctx, size_t i, int worker)
{
	struct sampler *sp = ctx;
	struct rng r = rng_start(sp->seed, 0x2000000 + i);
	for (size_t k = 0; k < RUN; k++) {
		uint32_t a;
		uint32_t b;
		if (!draw_pair(sp, &r, &a, &b))
			continue;
		uint64_t p = link_compare(sp->of[worker], a, b);
		for (size_t f = 0; f < sp->s->n_fields; f++) {
			unsigned l = link_level_at(p, f);
			if (l != LINK_MISSING)
				sp->count[i][f][l]++;
		}
	}
}

void link_sample_u(const struct link_set *s, enum link_mode mode, const uint32_t *cluster,
		   uint64_t seed, struct pool *pool, double ret[LINK_FIELDS_MAX][LINK_LEVELS_MAX])
{
	memset(ret, 0, sizeof(double) * LINK_FIELDS_MAX * LINK_LEVELS_MAX);
	double all = link_pairs_of(s, mode);
	size_t pairs = all * 2 < PAIRS_MOST ? (size_t)all * 2 : PAIRS_MOST;
	size_t runs = (pairs + RUN - 1) / RUN;
	uint64_t *by_rank = malloc((2 * s->n + 1) * sizeof *by_rank);
	uint32_t *order = malloc((s->n + 1) * sizeof *order);
	struct sampler sp = { .s = s, .mode = mode, .cluster = cluster, .order = order };
	sp.seed = seed;
	sp.count = calloc(runs + 1, sizeof *sp.count);
	if (!by_rank || !order || !sp.count)
		die("out of memory");
	for (size_t i = 0; i < s->n; i++)
		by_rank[i] = (s->rank[i] & ~(uint64_t)0xFFFFFF) | i;
	link_sort(by_rank, by_rank + s->n, s->n, 24, 64);
	for (size_t i = 0; i < s->n; i++) {
		uint32_t r = (uint32_t)(by_rank[i] & 0xFFFFFF);
		if (!(s->flags[r] & (LINK_UNNAMED | LINK_GROUP)))
			order[sp.n++] = r;
	}
	if (sp.n > 1) {
		for (int i = 0; i < pool_threads(pool); i++)
			sp.of[i] = link_comparer_new(s);
		pool_each(pool, runs, sample_run, &sp);
		for (int i = 0; i < pool_threads(pool); i++)
			link_comparer_free(sp.of[i]);
	}
	for (size_t i = 0; i < runs; i++)
		for (size_t f = 0; f < s->n_fields; f++)
			for (size_t l = 0; l < LINK_LEVELS_MAX; l++)
				ret[f][l] += sp.count[i][f][l];
	free(by_rank);
	free(order);
	free(sp.count);
}

/* ---- people a value ---- */

static int by_frequency_key(const void *x, const void *y)
{
	const struct link_frequency *p = x;
	const struct link_frequency *q = y;
	return (p->key > q->key) - (p->key < q->key);
}

/* Records of one cluster that say the same are one: pairs (group, cluster), each once. */
static size_t count_groups(const struct link_set *s, size_t f, const uint32_t *cluster,
			   uint32_t *people)
{
	uint64_t *p = malloc((2 * s->n + 1) * sizeof *p);
	if (!p)
		die("out of memory");
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++) {
		uint32_t g = s->values[f].p[s->value[f][i]].group;
		if (g && !(s->flags[i] & (LINK_UNNAMED | LINK_GROUP)))
			p[n++] = ((uint64_t)g << 32) | (cluster ? cluster[i] : (uint32_t)i);
	}
	link_sort(p, p + n, n, 0, 64);
	size_t all = 0;
	for (size_t i = 0; i < n; i++) {
		if (i && p[i] == p[i - 1])
			continue;
		people[p[i] >> 32]++;
		all++;
	}
	free(p);
	return all;
}

void link_count_people(struct link_model *m, const struct link_set *s, const uint32_t *cluster,
		       struct arena *a)
{
	for (size_t f = 0; f < m->n_fields; f++) {
		struct link_model_field *mf = &m->fields[f];
		if (!mf->by_frequency)
			continue;
		uint32_t *people = calloc(s->values[f].n_groups + 1, sizeof *people);
		if (!people)
			die("out of memory");
		double all = (double)count_groups(s, f, cluster, people);
		double same = 0;
		size_t n = 0;
		for (size_t g = 1; g < s->values[f].n_groups; g++) {
			same += (double)people[g] * ((double)people[g] - 1);
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
		/* Nobody shares it, so far: half a pair might. */
		mf->common = all > 1 ? fmax(same, .5 * all) / (all * (all - 1)) : 0;
		free(people);
	}
}
