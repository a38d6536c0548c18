/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * run_cores.c - how likely two cores are one person, before anything that they say.
 *
 * lambda is the share of links among pairs of records. Where records have come together into cores there are fewer
 * pairs left than there were, and of a hundred pairs of records that are links most are within cores: between cores a
 * link counts once, however many records repeat it. So the share is learned again, as EM learns lambda, with
 * pairs between two cores counted as one pair and a core of n records as the n - 1 links that make it. Draws
 * without that had 1.5 % of persons too many where each of four lists has half of all, 2.5 % where it has most of them.
 */
#include "link/run_priv.h"

#include <math.h>

enum { STEPS = 20 };

/* More than this no share of duplicates asks for; what does is another thing. */
static const double BITS_MOST = 4;

static double choose_two(double n)
{
	return n * (n - 1) / 2;
}

/* Pairs of cores of which some pair of records is asked for. */
static double pairs_of_cores(const struct link_run_state *st, const struct cluster_cores *c,
			     struct arena *scratch)
{
	const struct link_set *s = st->s;
	enum { SEVERAL = UINT16_MAX };
	uint32_t *list = NEW_N(scratch, c->n, uint32_t); /* one more; 0: unlinkable */
	double *of_list = NEW_N(scratch, s->n_lists + 1, double);
	double all = 0;
	double within = 0;
	for (size_t i = 0; i < s->n; i++) {
		uint32_t *l = &list[c->of[i]];
		if (s->flags[i] & (LINK_UNNAMED | LINK_GROUP))
			continue;
		*l = *l && *l != s->list[i] + 1U ? (uint32_t)SEVERAL + 1 : s->list[i] + 1U;
	}
	for (size_t x = 0; x < c->n; x++) {
		all += list[x] != 0;
		if (list[x] && list[x] <= s->n_lists)
			of_list[list[x] - 1]++;
	}
	for (size_t l = 0; l < s->n_lists; l++)
		within += choose_two(of_list[l]);
	return st->o.mode == LINK_BOTH	   ? choose_two(all)
	       : st->o.mode == LINK_ACROSS ? choose_two(all) - within
					   : within;
}

void link_run_cores(struct link_run_state *st, const struct cluster_cores *c, struct arena *scratch)
{
	struct link_model *m = st->ret->model;
	double pairs = pairs_of_cores(st, c, scratch);
	double inside = (double)(st->s->n - c->n);
	double links = 0; /* between records, as the pairs have it */
	for (size_t i = 0; i < st->ret->n_pairs; i++)
		links += (double)st->ret->pairs[i].probability;
	if (pairs < 1 || links < 1 || links >= st->pairs)
		return;
	double before = link_log_odds(links / st->pairs);
	m->core_bits = 0;
	for (int step = 0; step < STEPS; step++) {
		double between = 0;
		for (size_t i = 0; i < c->at[c->n]; i++)
			between += link_probability((double)c->bits[i] + m->core_bits);
		double share = fmin((inside + between / 2) / pairs, .5);
		m->core_bits = fmin(fmax(link_log_odds(share) - before, 0), BITS_MOST);
	}
}

/* Two cores that no kept pair ties: as many links more as the pairs under the floor are worth, each of them once. */
double link_run_below(const struct link_run_state *st, const struct cluster_cores *c,
		      const float *bits, float floor_bits)
{
	const struct link_model *m = st->ret->model;
	double ret = 0;
	for (size_t i = 0; i < st->pass.n_kept; i++) {
		const struct kept_pair *k = &st->pass.kept[i];
		uint32_t x = c->of[k->a];
		uint32_t y = c->of[k->b];
		if (bits[i] >= floor_bits || x == y || cluster_cores_tied(c, x, y))
			continue;
		double odds = link_model_odds(m, (double)bits[i]) + m->core_bits;
		ret += link_probability(odds) / ((double)c->records[x] * c->records[y]);
	}
	return ret;
}
