/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * block_choose.c - which families of keys.
 *
 * What a family costs is counted on a sample of the set. What it is worth is counted on imagined pairs of one person:
 * each field of a pair is missing as often as the set says, and otherwise agrees with the chances of
 * block_atom.c; errors cluster, since a careless row is careless throughout. Atoms of one field agree together
 * (a day that agrees has its month agree). Families are then taken greedily by what they newly cover for their
 * cost, until the imagined pairs are covered or the budget is spent. Where they then are not covered by far, for names
 * are few and dates are rough, it is all done again with more to spend.
 */
#include "link/block_priv.h"
#include "link/link_priv.h"
#include "num/rng.h"

#include <math.h>

enum {
	IMAGINED = 4096,
	WORDS = IMAGINED / 64,
	SAMPLE = 8000,
	TRIED_MAX = 3000,
	ROOM = SAMPLE * 24
};

/* Of the imagined pairs that should be found: what is missing is paid for by a larger budget. */
static const double ENOUGH = .985;

struct tried {
	uint8_t at[FAMILY_ATOMS_MAX];
	uint8_t n;
	bool taken;
	double pairs; /* a record */
};

struct chooser {
	const struct link_set *s;
	struct atom atoms[ATOMS_MAX];
	size_t n_atoms;
	uint64_t (*meets)[WORDS]; /* of each atom, a bit for each imagined pair */
	uint32_t sample[SAMPLE];
	size_t n_sample;
	struct key_table keys[ATOMS_MAX]; /* of the sample */
	struct tried *tried;
	size_t n_tried;
	double budget;
	uint64_t *room[POOL_THREADS_MAX]; /* twice ROOM: keys and what sorting needs */
};

/* ---- what it is worth ---- */

static void read_keys(void *ctx, size_t i, int worker)
{
	struct chooser *c = ctx;
	(void)worker;
	size_t with = 0;
	key_table_of_records(&c->keys[i], c->s, &c->atoms[i], c->sample, c->n_sample);
	for (size_t k = 0; k < c->n_sample; k++)
		with += key_table_at(&c->keys[i], k).n > 0;
	c->atoms[i].present = (double)with / (double)c->n_sample;
}

/* Halves of one value fail independently, and so do a date's year and its day of the year, the words of a name and
 * its sounds in a row. */
enum { STRANDS = 5, PRESENCE = STRANDS };
static unsigned strand_of(enum atom_kind k)
{
	switch (k) {
	case ATOM_TAIL:
	case ATOM_GRAMS:
		return 1;
	case ATOM_YEARDAY:
	case ATOM_PAIRS:
		return 2;
	case ATOM_TOKENS:
		return 3;
	case ATOM_BOTH:
	case ATOM_TRIPLES:
		return 4;
	case ATOM_NAME:
	case ATOM_DELETE:
	case ATOM_SAME:
	case ATOM_HEAD:
	case ATOM_DAY:
	case ATOM_NEAR:
	case ATOM_MONTH:
	case ATOM_YEAR:
	case ATOM_CLOSE:
	case ATOM_KINDS:
		break;
	}
	return 0;
}

/* What is wrong in a name is wrong in all columns that say it: the one that holds most of them speaks for the others. */
static size_t whole_of(const struct link_set *s, size_t f)
{
	size_t ret = f;
	for (size_t g = 0; g < s->n_fields; g++)
		if ((s->holds[g] >> f & 1) &&
		    __builtin_popcount(s->holds[g]) > __builtin_popcount(s->holds[ret]))
			ret = g;
	return ret;
}

static void imagine(struct chooser *c, uint64_t seed)
{
	for (size_t p = 0; p < IMAGINED; p++) {
		struct rng r = rng_start(seed, 0x1000000 + p);
		double care = rng_uniform(&r) < .8 ? .7 : 2.2;
		double draw[LINK_FIELDS_MAX][STRANDS + 1];
		for (size_t f = 0; f < c->s->n_fields; f++)
			for (size_t k = 0; k <= PRESENCE; k++)
				draw[f][k] = rng_uniform(&r);
		for (size_t f = 0; f < c->s->n_fields; f++)
			memcpy(draw[f], draw[whole_of(c->s, f)], STRANDS * sizeof draw[f][0]);
		for (size_t i = 0; i < c->n_atoms; i++) {
			const struct atom *at = &c->atoms[i];
			double fail = (1 - atom_chance(at->kind)) * care;
			/* Both sides must have it. One draw a field: where the month is missing, so is the day. */
			bool there = draw[at->field][PRESENCE] < at->present * at->present;
			if (there && draw[at->field][strand_of(at->kind)] >= fail)
				c->meets[i][p / 64] |= (uint64_t)1 << p % 64;
		}
	}
}

/* ---- what it costs ---- */

static struct family family_of(const struct chooser *c, const struct tried *t)
{
	struct family f = { .n = t->n, .pairs = t->pairs };
	for (size_t i = 0; i < t->n; i++)
		f.of[i] = c->atoms[t->at[i]];
	return f;
}

/* Pairs a record in the whole set, from the sample's blocks. */
static void measure(void *ctx, size_t i, int worker)
{
	struct chooser *c = ctx;
	struct tried *t = &c->tried[i];
	if (t->pairs >= 0)
		return;
	struct family f = family_of(c, t);
	uint64_t *all = c->room[worker];
	uint64_t keys[FAMILY_KEYS_MAX];
	size_t n = 0;
	for (size_t k = 0; k < c->n_sample; k++) {
		struct key_span of[FAMILY_ATOMS_MAX];
		for (size_t j = 0; j < t->n; j++)
			of[j] = key_table_at(&c->keys[t->at[j]], k);
		size_t m = family_join(&f, of, keys);
		for (size_t j = 0; j < m && n < ROOM; j++)
			all[n++] = keys[j];
	}
	link_sort(all, all + ROOM, n, 24, 64);
	double pairs = 0;
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && all[to] == all[from]; to++)
			;
		double size = (double)(to - from);
		pairs += size * (size - 1) / 2;
	}
	t->pairs = pairs / (double)c->n_sample * ((double)c->s->n / (double)c->n_sample);
}

static bool can_join(const struct chooser *c, const struct tried *t, const struct atom *at)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct atom *x = &c->atoms[t->at[i]];
		if (x->field == at->field || (x->kind == ATOM_BOTH && x->other == at->field) ||
		    (at->kind == ATOM_BOTH && at->other == x->field))
			return false;
	}
	return true;
}

/* Singles first; then what is too costly alone together with one more, and what still is with a third. */
static void try_all(struct chooser *c, struct pool *pool)
{
	double most = c->budget / 2;
	for (size_t i = 0; i < c->n_atoms; i++)
		if (c->atoms[i].present > 0)
			c->tried[c->n_tried++] =
				(struct tried){ .at = { (uint8_t)i }, .n = 1, .pairs = -1 };
	pool_each(pool, c->n_tried, measure, c);
	size_t from = 0;
	for (size_t n = 1; n < FAMILY_ATOMS_MAX; n++) {
		size_t to = c->n_tried;
		for (size_t i = from; i < to; i++) {
			const struct tried base = c->tried[i];
			if (base.pairs <= most)
				continue;
			for (size_t k = base.at[base.n - 1] + 1U; k < c->n_atoms; k++) {
				/* Atoms are tried first, in order: tried[k] need not be atom k where some are absent. */
				const struct atom *at = &c->atoms[k];
				if (at->present <= 0 || !can_join(c, &base, at) ||
				    c->n_tried == TRIED_MAX)
					continue;
				struct tried t = base;
				t.at[t.n++] = (uint8_t)k;
				t.pairs = -1;
				c->tried[c->n_tried++] = t;
			}
		}
		pool_each(pool, c->n_tried, measure, c);
		from = to;
	}
}

/* ---- choosing ---- */

/* Being found a second time is worth a quarter of being found: chances are guesses, and families fail together. */
enum { FIRST = 4, AGAIN = 1 };

/* Imagined pairs that some family finds, that two do, and that three do. The third costs at most half of what may be spent:
 * it is for what was imagined wrongly. */
struct covered {
	uint64_t once[WORDS], twice[WORDS], thrice[WORDS];
};

static size_t newly(const struct chooser *c, const struct tried *t, const struct covered *covered,
		    bool third)
{
	size_t n = 0;
	for (size_t w = 0; w < WORDS; w++) {
		uint64_t meets = third ? ~covered->thrice[w] : ~covered->twice[w];
		for (size_t i = 0; i < t->n; i++)
			meets &= c->meets[t->at[i]][w];
		n += FIRST * (size_t)__builtin_popcountll(meets & ~covered->once[w]) +
		     AGAIN * (size_t)__builtin_popcountll(meets & covered->once[w]);
	}
	return n;
}

static void cover(const struct chooser *c, const struct tried *t, struct covered *ret)
{
	for (size_t w = 0; w < WORDS; w++) {
		uint64_t meets = ~(uint64_t)0;
		for (size_t i = 0; i < t->n; i++)
			meets &= c->meets[t->at[i]][w];
		ret->thrice[w] |= meets & ret->twice[w];
		ret->twice[w] |= meets & ret->once[w];
		ret->once[w] |= meets;
	}
}

/* The family that covers most for its cost while `most` may be spent; NULL: none covers anything new. */
static struct tried *best_of(struct chooser *c, const struct covered *covered, double spent,
			     double most, bool third)
{
	struct tried *best = NULL;
	double best_value = 0;
	for (size_t i = 0; i < c->n_tried; i++) {
		struct tried *t = &c->tried[i];
		if (t->taken || spent + t->pairs > most || t->pairs > c->budget / 2)
			continue;
		size_t gain = newly(c, t, covered, third);
		/* Looking a family up costs about as much as a tenth of the budget. */
		double value = (double)gain / (c->budget / 10 + t->pairs);
		if (gain > FIRST && value > best_value) {
			best = t;
			best_value = value;
		}
	}
	return best;
}

/* `ret_share`: of the imagined pairs, those that some family taken finds. */
static size_t take_best(struct chooser *c, struct family ret[LINK_FAMILIES_MAX], double *ret_share)
{
	struct covered covered = { 0 };
	size_t n = 0;
	double spent = 0;
	while (n < LINK_FAMILIES_MAX) {
		struct tried *best = best_of(c, &covered, spent, c->budget, false);
		if (!best)
			best = best_of(c, &covered, spent, c->budget / 2, true);
		if (!best)
			break;
		cover(c, best, &covered);
		best->taken = true;
		spent += best->pairs;
		ret[n++] = family_of(c, best);
	}
	size_t once = 0;
	for (size_t w = 0; w < WORDS; w++)
		once += (size_t)__builtin_popcountll(covered.once[w]);
	*ret_share = (double)once / IMAGINED;
	return n;
}

/* A sample that does not depend on the order of records: those of lowest rank. */
static void take_sample(struct chooser *c, uint64_t seed, struct arena *a)
{
	size_t n = c->s->n;
	uint64_t *order = NEW_N(a, 2 * n, uint64_t);
	for (size_t i = 0; i < n; i++)
		order[i] = (link_mix2(c->s->rank[i], seed) & ~(uint64_t)0xFFFFFF) | i;
	link_sort(order, order + n, n, 24, 64);
	c->n_sample = n < SAMPLE ? n : SAMPLE;
	for (size_t i = 0; i < c->n_sample; i++)
		c->sample[i] = (uint32_t)(order[i] & 0xFFFFFF);
}

size_t families_choose(const struct link_set *s, uint64_t seed, double budget, double most,
		       struct pool *pool, struct family ret[LINK_FAMILIES_MAX])
{
	static const double MORE = 1.5; /* of the budget, while it finds too little */
	AUTO_ARENA *a = arena_new((size_t)2 << 30);
	struct chooser *c = NEW(a, struct chooser);
	c->s = s;
	c->n_atoms = atoms_of(s, c->atoms);
	c->meets = arena_alloc(a, c->n_atoms, sizeof *c->meets);
	c->tried = NEW_N(a, TRIED_MAX, struct tried);
	for (int i = 0; i < pool_threads(pool); i++)
		c->room[i] = NEW_N(a, 2 * ROOM, uint64_t);
	take_sample(c, seed, a);
	pool_each_long(pool, c->n_atoms, read_keys, c);
	imagine(c, seed);
	size_t n = 0;
	double share = 0;
	while (share < ENOUGH && c->budget < most) {
		c->budget = fmin(budget, most);
		c->n_tried = 0;
		try_all(c, pool);
		n = take_best(c, ret, &share);
		budget *= MORE;
	}
	for (size_t i = 0; i < c->n_atoms; i++)
		key_table_free(&c->keys[i]);
	return n;
}
