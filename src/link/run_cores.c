/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * run_cores.c - how likely two cores are one person, before anything that they say.
 *
 * lambda is the share of links among pairs of records. Of a hundred such links most are within cores, and what is left
 * over is another population: a record that met nobody so far is one of those whose person has no other, or
 * it is one that was written so badly. Of persons on lists A and on lists B, no list in both, there are n(A and B) with
 * all of them, and n(A) n(B) pairs of one with the others, who are two people. Where lists are drawn up without knowing of
 * each other that share is one in n(none), the persons on no list, whatever A and B are. So it is taken from them:
 * the number who are on each list and on any, as expected, tells N and with it those on none (Darroch 1958). Where there
 * is one list, or all are alike, it is the share of links among pairs of persons, a person of n records having n - 1 of
 * them. Either is repeated until it stands.
 *
 * On lists of known people this gives what pairs of cores which nobody else claims are in truth; lambda had
 * a fifth of them too few.
 */
#include "link/run_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "num/optimise.h"

enum { STEPS = 20, LISTS_MOST = 64 };

/* More than this is not believed of those who are left over: they are the worst that there is. */
static const double BITS_MOST = 4;
/* Counted in steps, so that the order of lists leaves no trace. */
static const double BITS_STEPS = 4096;

/* Persons as expected, in all and on each list. */
struct expected {
	const struct link_run_state *st;
	const struct cluster_cores *c;
	bool by_lists;
	uint64_t *lists; /* of each core; empty: it is never linked */
	double *odds;	 /* of each core: that it is one with any other, together */
	double *of_list;
	double all, records;
};

/* That one list repeats somebody is no likelier for both being left over on the others. */
static double odds_of(const struct link_run_state *st, float bits, bool repeats)
{
	return exp2(fmin((double)bits + (repeats ? 0 : st->ret->model->core_bits), 40));
}

static void add_odds(const struct link_run_state *st, const struct cluster_cores *c, double *ret)
{
	for (uint32_t x = 0; x < c->n; x++) {
		ret[x] = 0;
		for (size_t i = c->at[x]; i < c->at[x + 1]; i++)
			ret[x] += odds_of(st, c->bits[i], c->repeats[i]);
	}
}

static void add_lists(struct expected *x, uint64_t lists, double persons)
{
	for (; x->by_lists && lists; lists &= lists - 1)
		x->of_list[__builtin_ctzll(lists)] += persons;
}

/* Those whom one core may be one with are somebody each: they share its chance. */
static void expect_persons(struct expected *x)
{
	const struct cluster_cores *c = x->c;
	x->all = 0;
	memset(x->of_list, 0, LISTS_MOST * sizeof *x->of_list);
	add_odds(x->st, c, x->odds);
	for (uint32_t k = 0; k < c->n; k++) {
		x->all += x->lists[k] != 0;
		add_lists(x, x->lists[k], 1);
		for (size_t i = c->at[k]; i < c->at[k + 1]; i++) {
			uint32_t to = c->to[i];
			double most = fmax(x->odds[k], x->odds[to]);
			double p = odds_of(x->st, c->bits[i], c->repeats[i]) / (1 + most);
			if (to < k)
				continue;
			x->all -= p;
			add_lists(x, x->lists[k] & x->lists[to], -p);
		}
	}
}

/* How many more than there are would be on any list, were there so many persons. */
static double listed(void *ctx, double persons)
{
	const struct expected *x = ctx;
	double none = 1;
	for (size_t l = 0; l < x->st->s->n_lists; l++)
		none *= fmax(1 - x->of_list[l] / persons, 0);
	return persons * (1 - none) - x->all;
}

static double persons_on_none(struct expected *x)
{
	static const double MOST = 1e12;
	struct err unused = { 0 };
	double n;
	/* Lists that share nobody, or less than chance: there is no end to the others. */
	if (opt_root(listed, x, x->all, MOST, &n, &unused) < 0)
		n = MOST;
	return fmax(n - x->all, 1);
}

/* Of pairs of records on two lists: the share of links that the model says there are. */
static double share_across(const struct link_run_state *st)
{
	const struct link_set *s = st->s;
	const struct link_model *m = st->ret->model;
	double n[LISTS_MOST] = { 0 };
	double links = 0;
	double pairs = 0;
	for (size_t i = 0; i < s->n; i++)
		n[s->list[i]] += link_is_linkable(s, i);
	for (size_t y = 0; y < s->n_lists; y++)
		for (size_t x = 0; x < y; x++) {
			const struct link_between *k = link_between_of(
				m, link_hash(s->lists[x].name), link_hash(s->lists[y].name));
			double prior = m->prior_bits + (k ? k->prior : 0);
			links += n[x] * n[y] * link_probability(prior);
			pairs += n[x] * n[y];
		}
	return links / fmax(pairs, 1);
}

static double share_of_links(struct expected *x)
{
	if (x->by_lists)
		return 1 / (1 + persons_on_none(x));
	double of_records = x->all / x->records;
	double pairs = x->st->pairs * of_records * of_records;
	return fmin((x->records - x->all) / fmax(pairs, 1), .5);
}

void link_run_cores(struct link_run_state *st, const struct cluster_cores *c, struct arena *scratch)
{
	struct link_model *m = st->ret->model;
	const struct link_set *s = st->s;
	struct expected x = { .st = st,
			      .c = c,
			      .lists = NEW_N(scratch, c->n, uint64_t),
			      .odds = NEW_N(scratch, c->n, double),
			      .of_list = NEW_N(scratch, LISTS_MOST, double) };
	double links = 0; /* between records, as the pairs have it */
	x.by_lists = m->n_between && st->o.mode != LINK_DEDUPE && s->n_lists < LISTS_MOST;
	for (size_t i = 0; i < st->ret->n_pairs; i++)
		links += (double)st->ret->pairs[i].probability;
	if (links < 1 || links >= st->pairs)
		return;
	for (size_t i = 0; i < s->n; i++)
		if (link_is_linkable(s, i)) {
			x.lists[c->of[i]] |= (uint64_t)1 << (x.by_lists ? s->list[i] : 0);
			x.records++;
		}
	double before = link_log_odds(x.by_lists ? share_across(st) : links / st->pairs);
	m->core_bits = 0;
	for (int step = 0; step < STEPS; step++) {
		expect_persons(&x);
		double more = link_log_odds(share_of_links(&x)) - before;
		m->core_bits = nearbyint(fmin(fmax(more, 0), BITS_MOST) * BITS_STEPS) / BITS_STEPS;
	}
}

/* ---- below the floor ---- */

/* Cores and their lists, those that repeat hardly anybody. */
struct below {
	const struct link_run_state *st;
	const struct cluster_cores *c;
	const float *bits; /* of each kept pair */
	float floor_bits;
	const float *within; /* as of a clustering */
	uint64_t *lists;     /* of each core; NULL: all lists are alike */
};

static double within_of(const struct below *b, uint32_t x, uint32_t y)
{
	double ret = 0;
	for (uint64_t both = b->lists ? b->lists[x] & b->lists[y] : 0; both; both &= both - 1)
		ret += (double)b->within[__builtin_ctzll(both)];
	return ret;
}

/* Odds of a pair that was compared and not kept, of two cores that nothing else ties; 0: of others. What it says is one part
 * of what their pairs say, and the others say no more. */
static double odds_below(const struct below *b, size_t i)
{
	const struct cluster_cores *c = b->c;
	uint32_t x = c->of[b->st->pass.kept[i].a];
	uint32_t y = c->of[b->st->pass.kept[i].b];
	if (b->bits[i] >= b->floor_bits || x == y || cluster_cores_tied(c, x, y))
		return 0;
	double pairs = (double)c->records[x] * c->records[y];
	double within = within_of(b, x, y);
	double bits =
		link_model_odds(b->st->ret->model, (double)b->bits[i]) + within * (1 - 1 / pairs);
	return odds_of(b->st, (float)bits, within < 0) / pairs;
}

double link_run_below(const struct link_run_state *st, const struct cluster_cores *c,
		      const float *bits, float floor_bits, struct arena *scratch)
{
	const struct kept_pair *kept = st->pass.kept;
	const struct link_set *s = st->s;
	double *odds = NEW_N(scratch, c->n, double);
	double *below = NEW_N(scratch, st->pass.n_kept, double); /* of each kept pair */
	double ret = 0;
	struct below b = { st, c, bits, floor_bits, link_within(st->ret->model, s, scratch), NULL };
	if (b.within && s->n_lists < LISTS_MOST) {
		b.lists = NEW_N(scratch, c->n, uint64_t);
		for (size_t i = 0; i < s->n; i++)
			b.lists[c->of[i]] |= (uint64_t)1 << s->list[i];
	}
	add_odds(st, c, odds);
	for (size_t i = 0; i < st->pass.n_kept; i++) {
		below[i] = odds_below(&b, i);
		odds[c->of[kept[i].a]] += below[i];
		odds[c->of[kept[i].b]] += below[i];
	}
	for (size_t i = 0; i < st->pass.n_kept; i++) {
		double most = fmax(odds[c->of[kept[i].a]], odds[c->of[kept[i].b]]);
		ret += below[i] / (1 + most);
	}
	return ret;
}
