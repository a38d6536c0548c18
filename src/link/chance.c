/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * chance.c - how often two people agree by chance.
 *
 * Of a few hundred thousand random pairs, a handful have one name: too few to say what that is worth. Candidates are
 * compared anyway and hold nearly all pairs that agree in anything rare, so they are counted one by one, and random
 * pairs tell only of the rest: a sample in two strata, one of them complete (Cochran 1977, chapter 5).
 */
#include "link/run_priv.h"

#include <math.h>

#include "link/parts.h"

struct meeting {
	struct link_sample *sample;
	const struct link_blocks *b;
};
enum { MEET_RUN = 8192 };

static void meet_run(void *ctx, size_t i, int worker)
{
	struct meeting *m = ctx;
	(void)worker;
	size_t n = m->sample->n;
	size_t to = (i + 1) * MEET_RUN < n ? (i + 1) * MEET_RUN : n;
	for (size_t k = i * MEET_RUN; k < to; k++)
		m->sample->met[k] = link_blocks_meet(m->b, m->sample->p[k].a, m->sample->p[k].b);
}

void link_sample_meet(struct link_sample *sample, const struct link_blocks *b, struct pool *pool)
{
	struct meeting m = { sample, b };
	sample->met = mem_need(calloc(sample->n + 1, sizeof *sample->met));
	pool_each(pool, (sample->n + MEET_RUN - 1) / MEET_RUN, meet_run, &m);
}

/* Whole numbers, so that no order of pairs leaves a trace: pairs, or 2^-20 of them. */
typedef int64_t tally[LINK_FIELDS_MAX][LINK_LEVELS_MAX];
enum { PARTS = 1 << 20 };

static void add(const struct link_set *s, uint64_t pattern, int64_t n, tally ret)
{
	for (size_t f = 0; f < s->n_fields; f++) {
		unsigned l = link_level_at(pattern, f);
		if (l != LINK_MISSING)
			ret[f][l] += n;
	}
}

double link_chance_u(const struct link_set *s, const struct link_sample *sample,
		     const struct link_pass *pass, const float *one, double all,
		     double ret[LINK_FIELDS_MAX][LINK_LEVELS_MAX])
{
	double drawn = 0;
	double unmet = 0;
	tally met = { 0 };
	tally others = { 0 };
	tally is_one = { 0 };
	for (size_t i = 0; i < sample->n; i++) {
		const struct kept_pair *p = &sample->p[i];
		drawn += p->a != p->b;
		if (p->a == p->b || sample->met[i])
			continue;
		unmet++;
		add(s, p->pattern, 1, others);
	}
	for (size_t i = 0; i < pass->h.n; i++)
		add(s, pass->h.pattern[i], (int64_t)pass->h.count[i], met);
	for (size_t i = 0; i < pass->n_kept && one; i++)
		add(s, pass->kept[i].pattern, llrint((double)one[i] * PARTS), is_one);
	/* In pairs of the sample: how much has been seen is asked of the sum. */
	double share = drawn / all;
	double each = unmet > 0 ? (all - (double)pass->candidates) * share / unmet : 0;
	for (size_t f = 0; f < s->n_fields; f++)
		for (size_t l = 0; l < LINK_LEVELS_MAX; l++) {
			double n = (double)met[f][l] - (double)is_one[f][l] / PARTS;
			ret[f][l] = fmax(n * share + (double)others[f][l] * each, 0);
		}
	return share;
}

uint32_t *link_may_be_one(const struct link_result *r, struct arena *a)
{
	uint32_t *up = NEW_N(a, r->set->n, uint32_t);
	parts_alone(up, r->set->n);
	for (size_t i = 0; i < r->n_pairs; i++)
		parts_join(up, r->pairs[i].a, r->pairs[i].b);
	for (uint32_t i = 0; i < r->set->n; i++)
		up[i] = parts_root(up, i);
	return up;
}
