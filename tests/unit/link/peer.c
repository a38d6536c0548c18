/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Clusters beside those of another rule, and beside those of a list more.
 *
 * Splink 4 has `cluster_using_single_best_links`: the best link of each cluster is taken, the best of all first, unless two
 * records of a list without duplicates would come together. The same pairs at the same weights are given to it here.
 */
#include "people.h"

#include <math.h>

#include "link/evaluate.h"
#include "link/parts.h"

enum { LISTS = 3, SEEDS = 2, PERSONS = 240, ROWS_MAX = LISTS * PERSONS };

static const char *const LIST_NAMES[] = { "A", "B", "C" };

/* Few names, birth years of one generation, five towns: many are as like as one person's records. `seed` says who. */
static size_t make_crowd(struct arena *a, uint64_t seed, struct made *m)
{
	struct rng r = rng_start(seed, 4);
	struct rng words = rng_start(11, 4);
	struct str given[14];
	struct str family[40];
	size_t n = 0;
	for (size_t i = 0; i < COUNT(given); i++)
		given[i] = word(a, &words, 3);
	for (size_t i = 0; i < COUNT(family); i++)
		family[i] = word(a, &words, 4);
	for (uint32_t i = 0; i < PERSONS; i++) {
		struct str g = given[rng_below(&r, COUNT(given))];
		struct str f = family[rng_below(&r, COUNT(family))];
		int year = 1960 + (int)rng_below(&r, 30);
		int town = (int)rng_below(&r, 5);
		for (size_t l = 0; l < LISTS; l++) {
			if (rng_uniform(&r) < .3)
				continue;
			int off = rng_uniform(&r) < .15 ? 1 : 0;
			m[n] = (struct made){ .person = i, .list = str_of(LIST_NAMES[l]) };
			m[n].id = str_printf(a, "%s%u", LIST_NAMES[l], i);
			m[n].name = str_printf(a, "%.*s %.*s", STR_FMT(mistyped(a, &r, g, .1)),
					       STR_FMT(mistyped(a, &r, f, .1)));
			m[n].born = str_printf(a, "%d", year + off);
			m[n].town = rng_uniform(&r) < .15 ? STR("") : str_printf(a, "town%d", town);
			n++;
		}
	}
	return n;
}

static struct link_set *crowd_set(struct arena *a, const struct made *m, size_t n)
{
	struct err e = { 0 };
	struct link_set_builder *b = link_set_begin(FIELDS, COUNT(FIELDS), a);
	struct link_set *s = NULL;
	for (size_t i = 0; i < n; i++) {
		struct str cells[] = { m[i].name, m[i].born, m[i].town };
		uint16_t list;
		CHECK_OK(link_set_list(b, m[i].list, true, &list, &e), &e);
		CHECK_OK(link_set_add(b, list, m[i].id, cells, NULL, &e), &e);
	}
	CHECK_OK(link_set_done(b, &s, &e), &e);
	return s;
}

static int by_bits(const void *x, const void *y)
{
	const struct link_pair *const *p = x;
	const struct link_pair *const *q = y;
	if ((*p)->bits != (*q)->bits)
		return (*p)->bits > (*q)->bits ? -1 : 1;
	return *p < *q ? -1 : *p > *q;
}

/* `lists[i]`: a bit for each list that the cluster of root i has a record of. */
static void single_best_links(const struct link_result *r, struct arena *a, uint32_t *ret)
{
	const struct link_set *s = r->set;
	const struct link_pair **p = NEW_N(a, r->n_pairs, const struct link_pair *);
	uint32_t *lists = NEW_N(a, s->n, uint32_t);
	for (size_t i = 0; i < r->n_pairs; i++)
		p[i] = &r->pairs[i];
	qsort(p, r->n_pairs, sizeof *p, by_bits);
	parts_alone(ret, s->n);
	for (size_t i = 0; i < s->n; i++)
		lists[i] = 1U << s->list[i];
	for (size_t i = 0; i < r->n_pairs && p[i]->bits > 0; i++) {
		uint32_t x = parts_root(ret, p[i]->a);
		uint32_t y = parts_root(ret, p[i]->b);
		if (x == y || (lists[x] & lists[y]))
			continue;
		parts_join(ret, x, y);
		lists[parts_root(ret, x)] = lists[x] | lists[y];
	}
	for (uint32_t i = 0; i < s->n; i++)
		ret[i] = parts_root(ret, i);
}

TEST(no_worse_than_single_best_links)
{
	double ours = 0;
	double theirs = 0;
	double ours_off = 0;
	double theirs_off = 0;
	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		AUTO_ARENA *a = arena_new((size_t)4 << 30);
		struct made *m = NEW_N(a, ROWS_MAX, struct made);
		size_t n = make_crowd(a, seed, m);
		uint32_t *truth = NEW_N(a, n, uint32_t);
		uint32_t *best = NEW_N(a, n, uint32_t);
		for (size_t i = 0; i < n; i++)
			truth[i] = m[i].person;
		struct link_set *s = crowd_set(a, m, n);
		struct link_result r;
		struct eval_truth x;
		struct eval_truth y;
		link_people(a, s, 2, NULL, &r);
		single_best_links(&r, a, best);
		eval_truth(r.cluster, truth, n, a, &x);
		eval_truth(best, truth, n, a, &y);
		/* Neither takes two records of one list together. */
		for (size_t i = 0; i < n; i++)
			for (size_t k = i + 1; k < n; k++)
				CHECK(s->list[i] != s->list[k] ||
				      (r.cluster[i] != r.cluster[k] && best[i] != best[k]));
		ours += x.f1 / SEEDS;
		theirs += y.f1 / SEEDS;
		ours_off += fabs(x.count_error) / SEEDS;
		theirs_off += fabs(y.count_error) / SEEDS;
	}
	printf("  F1 %.4f beside %.4f, count off by %.2f %% beside %.2f %%\n", ours, theirs,
	       100 * ours_off, 100 * theirs_off);
	CHECK(theirs > .5 && theirs < .99); /* else nothing is asked here */
	CHECK(ours >= theirs);
	CHECK(ours_off <= theirs_off);
}

/* People whose names, births and towns are of nobody else: whoever is one stays one, whoever is two stays two. */
TEST(an_unrelated_list_changes_no_cluster)
{
	enum { MORE = 150 };
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct made *m = NEW_N(a, RECORDS_MAX + MORE, struct made);
	size_t n = make_people(a, m) / 2;
	size_t *order = NEW_N(a, n + MORE, size_t);
	struct rng r = rng_start(9, 9);
	for (size_t i = 0; i < n + MORE; i++)
		order[i] = i;
	for (size_t i = 0; i < MORE; i++) {
		char *p = NEW_N(a, m[i].name.n + 1, char);
		for (size_t k = 0; k < m[i].name.n; k++)
			p[k] = m[i].name.p[m[i].name.n - 1 - k];
		m[n + i] = (struct made){
			.id = str_printf(a, "u%zu", i),
			.name = str_n(p, m[i].name.n),
			.born = str_printf(a, "%d-%02d-%02d", 1890 + (int)rng_below(&r, 40),
					   1 + (int)rng_below(&r, 12), 2 + (int)rng_below(&r, 27)),
			.town = str_printf(a, "elsewhere%d", (int)rng_below(&r, 30)),
			.list = STR("C")
		};
	}
	struct link_result before;
	struct link_result frozen;
	struct link_result learned;
	link_people(a, set_of(a, m, order, n), 1, NULL, &before);
	struct link_set *more = set_of(a, m, order, n + MORE);
	link_people(a, more, 1, before.model, &frozen);
	link_people(a, more, 1, NULL, &learned);
	size_t other = 0;
	for (size_t i = 0; i < n; i++) {
		CHECK_INT(frozen.cluster[i], before.cluster[i]);
		other += learned.cluster[i] != before.cluster[i];
	}
	for (size_t i = n; i < n + MORE; i++)
		CHECK(frozen.cluster[i] >= n && learned.cluster[i] >= n);
	/* A model learned anew knows a little more of chance: nobody here was that near to the threshold. */
	CHECK_INT(other, 0);
}
