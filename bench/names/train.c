/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * train.c - learn the costs of sounds from pairs of spellings.
 *
 *	train HAND.csv >src/names/costs.csv	(`make train-names`)
 *
 * Steps between scripts are learned from the pairs, steps within a script from spellings of one word that
 * share a partner. HAND.csv has the costs set by hand, which stand in for what is rare; the program is built
 * with them as its sound_costs. One pair in four, by a fixed seed, is held out and what is reached on
 * those is told on standard error.
 */
#include "train.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "set.h"

enum { GROUP_MAX = 16 };

static void add(struct examples *ex, const uint8_t *x, size_t nx, const uint8_t *y, size_t ny,
		double weight)
{
	ex->p = arena_grow(ex->a, ex->p, ex->n, &ex->cap, sizeof *ex->p);
	ex->p[ex->n++] = (struct example){ x, y, (uint8_t)nx, (uint8_t)ny, weight };
}

/* Words of pairs with as many words on both sides meet in order. */
static void add_words(struct examples *ex, const struct set *s, const char *source, double weight)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct set_pair *p = &s->pairs[i];
		if (p->held || p->x.words != p->y.words || !str_eq(p->source, str_of(source)))
			continue;
		for (size_t w = 0; w < p->x.words; w++)
			add(ex, p->x.codes + p->x.at[w], (size_t)(p->x.at[w + 1] - p->x.at[w]),
			    p->y.codes + p->y.at[w], (size_t)(p->y.at[w + 1] - p->y.at[w]), weight);
	}
}

/* ---- words of one script that share a partner ------------------------- */

static int cmp_codes(const uint8_t *x, size_t nx, const uint8_t *y, size_t ny)
{
	int c = memcmp(x, y, nx < ny ? nx : ny);
	return c ? c : (nx > ny) - (nx < ny);
}
static int by_x(const void *a, const void *b)
{
	const struct example *p = a;
	const struct example *q = b;
	int c = cmp_codes(p->x, p->nx, q->x, q->nx);
	return c ? c : cmp_codes(p->y, p->ny, q->y, q->ny);
}

/* Of each group of examples with one x, its different y in pairs, the more the more often both were seen, but a group that
 * is twice as large counts no more than twice. */
static void add_shared(struct examples *ex, struct example *p, size_t n)
{
	qsort(p, n, sizeof *p, by_x);
	for (size_t i = 0, end; i < n; i = end) {
		size_t first[GROUP_MAX];
		double count[GROUP_MAX];
		size_t k = 0;
		for (end = i; end < n && cmp_codes(p[i].x, p[i].nx, p[end].x, p[end].nx) == 0;
		     end++) {
			if (k && cmp_codes(p[first[k - 1]].y, p[first[k - 1]].ny, p[end].y,
					   p[end].ny) == 0)
				count[k - 1]++;
			else if (k < GROUP_MAX) {
				first[k] = end;
				count[k++] = 1;
			}
		}
		for (size_t u = 0; u < k; u++)
			for (size_t v = u; v < k; v++)
				add(ex, p[first[u]].y, p[first[u]].ny, p[first[v]].y,
				    p[first[v]].ny, sqrt(count[u] * count[v] / (double)(end - i)));
	}
}

static void flip(struct examples *ex)
{
	for (size_t i = 0; i < ex->n; i++) {
		struct example e = ex->p[i];
		ex->p[i] = (struct example){ e.y, e.x, e.ny, e.nx, e.weight };
	}
}

static void learn_from(const struct set *fa, const struct set *ar, struct examples *ret)
{
	struct examples own = { .a = ret->a };
	add_words(&own, fa, "boroumand", 1);
	add_words(&own, ar, "ibc", 1);
	for (size_t i = 0; i < own.n; i++)
		add(ret, own.p[i].x, own.p[i].nx, own.p[i].y, own.p[i].ny, 1);
	/* Names of all the world in Arabic letters: fewer sounds, more guesses. */
	add_words(ret, ar, "wikidata", 0.25);
	add_words(ret, ar, "google", 0.25);
	add_shared(ret, own.p, own.n);
	flip(&own);
	add_shared(ret, own.p, own.n);
}

/* ---- writing ---------------------------------------------------------- */

static const char *const IDS[] = { "NONE",
#define SOUND_ID(id, shown, strong, key) #id,
				   SOUND_LIST(SOUND_ID) };
static const char *const SCRIPT[] = { "latin", "arabic" };
static const char *const PLACE[] = { "first", "inner", "after_weak", "last" };

static uint8_t dearest_leaving(const struct sound_costs *c, size_t x, size_t other)
{
	const uint8_t(*g)[SOUNDS] = c->leave[sound_is_arabic((uint8_t)other)];
	uint8_t ret = 0;
	for (size_t p = 0; p < SOUND_PLACES; p++)
		ret = g[p][x] > ret ? g[p][x] : ret;
	return ret;
}

/* Leaving out both costs less anywhere: never taken. */
static bool is_idle(const struct sound_costs *c, size_t x, size_t y)
{
	return c->take[x][y] >= dearest_leaving(c, x, y) + dearest_leaving(c, y, x);
}

static void write_costs(const struct sound_costs *c, uint8_t dearest, const struct examples *ex)
{
	printf("# Learned by bench/names/train.c: %zu pairs of words of names_fa_latin and names_ar_latin\n"
	       "# (Persian-Latin; Iraqi, Wikidata's and Google's Arabic-Latin) and of spellings of one word in them;\n"
	       "# one pair of names in %d was held out. What is rare is as in bench/names/hand.csv.\n",
	       ex->n, SET_HELD_OUT);
	printf("class,with,place,cost\ndefault,strong,strong,%d\ndefault,strong,weak,%d\n"
	       "default,weak,weak,%d\nswap,,,%d\n",
	       dearest, dearest, dearest, c->swap);
	for (size_t x = 1; x < SOUNDS; x++)
		for (size_t s = 0; s < 2; s++)
			for (size_t p = 0; p < SOUND_PLACES; p++)
				printf("%s,%s,%s,%d\n", IDS[x], SCRIPT[s], PLACE[p],
				       c->leave[s][p][x]);
	for (size_t x = 1; x < SOUNDS; x++)
		for (size_t y = x + 1; y < SOUNDS; y++)
			if (c->take[x][y] < dearest && !is_idle(c, x, y))
				printf("%s,%s,,%d\n", IDS[x], IDS[y], c->take[x][y]);
}

/* ---- what it is worth ------------------------------------------------- */

static float score(const void *ctx, const struct spelling *x, const struct spelling *y)
{
	return spelling_similarity(ctx, x, y);
}

static void tell(const char *what, const struct sound_costs *c, const struct set *s,
		 const char *source, struct arena *a)
{
	struct set part = set_part(s, source, a);
	for (size_t i = 0; i < part.n; i++) {
		spelling_leave(c, &part.pairs[i].x);
		spelling_leave(c, &part.pairs[i].y);
	}
	struct set_score r = set_measure(&part, score, c, 500, a);
	fprintf(stderr, "%-8s %-10s AUC %.5f, best F1 %.4f, right partner first %.4f and %.4f\n",
		what, source, r.auc, r.f1, r.first_xy, r.first_yx);
}

int main(void)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct train_options o = {
		.rounds = 8, .scale = 7, .prior = 20, .rare = 54, .dearest = 64
	};
	struct examples ex = { .a = a };
	struct set fa;
	struct set ar;
	if (!set_load(set_root(), "fa", SET_SEED, a, &fa) ||
	    !set_load(set_root(), "ar", SET_SEED, a, &ar))
		die("the development sets are not here (VIGIL_DEV_DATA)");
	struct steps *n = NEW(a, struct steps);
	struct sound_costs *learned = NEW(a, struct sound_costs);
	learn_from(&fa, &ar, &ex);
	train_steps(&ex, &sound_costs, &o, a, n);
	train_costs(n, &sound_costs, &o, learned);
	write_costs(learned, o.dearest, &ex);
	static const char *const ARABIC[] = { "ibc", "wikidata", "google" };
	tell("by hand", &sound_costs, &fa, "boroumand", a);
	tell("learned", learned, &fa, "boroumand", a);
	for (size_t i = 0; i < COUNT(ARABIC); i++) {
		tell("by hand", &sound_costs, &ar, ARABIC[i], a);
		tell("learned", learned, &ar, ARABIC[i], a);
	}
	return 0;
}
