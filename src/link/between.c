/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * between.c - what each two lists have of their own: how often their records meet, and how they then agree.
 *
 * Two lists that both cover one city share more people than two of different years, and a list made with care repeats
 * nobody: so the prior differs, most of all between pairs of two lists and pairs within one. It is learned as lambda
 * is, by EM, from all pairs that may be links, at the weights of the model; from little evidence it stays what
 * all lists across, or all within, have on average. Two lists in one script agree in letters where two in two scripts
 * cannot: where LINKS_OWN links and more carry it, levels get weights of their own as well.
 *
 * Sums are of whole numbers, so that no order of pairs leaves a trace.
 */
#include "link/run_priv.h"

#include <math.h>

/* LINKS_PRIOR, LINKS_SHARES: links that the average is worth against those of the two lists, for the prior and for levels;
 * PAIRS_SHARES: random pairs likewise. */
enum { LISTS_MOST = 30, STEPS = 20, LINKS_PRIOR = 5, LINKS_OWN = 200, LINKS_SHARES = 100 };
static const double PAIRS_SHARES = 20000;
/* No two lists make a level worth more or less than this beside what it is worth everywhere. */
static const double OWN_MOST = 4;

/* Bits are counted in steps of 1 / BIN, from -BITS_RANGE on; posteriors in 2^-20. */
enum { BIN = 16, BITS_RANGE = 40, BINS = 2 * BITS_RANGE * BIN };

struct couple { /* of lists */
	double pairs, mass, lambda;
	bool within;
	uint32_t count[BINS]; /* pairs by their bits without the prior */
	int64_t m[LINK_FIELDS_MAX][LINK_LEVELS_MAX];
	int64_t u[LINK_FIELDS_MAX][LINK_LEVELS_MAX];
};

static size_t couple_of(size_t x, size_t y)
{
	return x > y ? x * (x + 1) / 2 + y : y * (y + 1) / 2 + x;
}

static struct couple *couple_at(struct couple *c, const struct link_set *s, uint32_t a, uint32_t b)
{
	return &c[couple_of(s->list[a], s->list[b])];
}

static void count_pairs(struct couple *c, const struct link_set *s, enum link_mode mode)
{
	double n[LISTS_MOST] = { 0 };
	for (size_t i = 0; i < s->n; i++)
		n[s->list[i]] += link_is_linkable(s, i);
	for (size_t y = 0; y < s->n_lists; y++)
		for (size_t x = 0; x <= y; x++) {
			struct couple *k = &c[couple_of(x, y)];
			k->within = x == y;
			if (mode == (k->within ? LINK_ACROSS : LINK_DEDUPE))
				continue;
			k->pairs = k->within ? n[x] * (n[x] - 1) / 2 : n[x] * n[y];
		}
}

static size_t bin_of(double bits)
{
	double k = floor((bits + BITS_RANGE) * BIN);
	return k < 0 ? 0 : k >= BINS ? BINS - 1 : (size_t)k;
}

static double posterior(double bits, double lambda)
{
	return link_probability(bits + log2(lambda / (1 - lambda)));
}

/* One step of EM on the priors. */
static void step(struct couple *c, size_t n, double lambda)
{
	double mass[2] = { 0 };
	double pairs[2] = { 0 };
	for (size_t i = 0; i < n; i++) {
		struct couple *k = &c[i];
		k->mass = 0;
		for (size_t b = 0; k->pairs > 0 && b < BINS; b++)
			if (k->count[b])
				k->mass +=
					k->count[b] *
					posterior(((double)b + .5) / BIN - BITS_RANGE, k->lambda);
		mass[k->within] += k->mass;
		pairs[k->within] += k->pairs;
	}
	for (size_t i = 0; i < n; i++) {
		struct couple *k = &c[i];
		double average =
			(mass[k->within] + LINKS_PRIOR) / (pairs[k->within] + LINKS_PRIOR / lambda);
		k->lambda = (k->mass + LINKS_PRIOR) / (k->pairs + LINKS_PRIOR / average);
	}
}

static void add_levels(int64_t to[LINK_FIELDS_MAX][LINK_LEVELS_MAX], const struct link_set *s,
		       uint64_t pattern, int64_t weight)
{
	for (size_t f = 0; f < s->n_fields; f++) {
		unsigned l = link_level_at(pattern, f);
		if (l != LINK_MISSING)
			to[f][l] += weight;
	}
}

/* How far the share of a level lies from the one everywhere, in bits. */
static double apart(double counted, double all, double share, double imagined)
{
	return log2((counted + imagined * share) / ((all + imagined) * share));
}

static void weigh_levels(const struct link_model *m, const struct couple *k,
			 double ret[LINK_FIELDS_MAX][LINK_LEVELS_MAX])
{
	for (size_t f = 0; f < m->n_fields; f++) {
		double links = 0;
		double others = 0;
		for (size_t l = 0; l < m->fields[f].n_levels; l++) {
			links += (double)k->m[f][l] / (1 << 20);
			others += (double)k->u[f][l];
		}
		for (size_t l = 0; l < m->fields[f].n_levels; l++) {
			const struct link_level *lv = &m->fields[f].levels[l];
			double bits =
				apart((double)k->m[f][l] / (1 << 20), links, lv->m, LINKS_SHARES) -
				apart((double)k->u[f][l], others, lv->u, PAIRS_SHARES);
			ret[f][l] = fmin(fmax(bits, -OWN_MOST), OWN_MOST);
		}
	}
}

static void put(struct link_model *m, const struct link_set *s, const struct couple *c,
		struct arena *a)
{
	m->between = NEW_N(a, couple_of(s->n_lists, 0), struct link_between);
	m->n_between = 0;
	for (size_t y = 0; y < s->n_lists; y++)
		for (size_t x = 0; x <= y; x++) {
			const struct couple *k = &c[couple_of(x, y)];
			struct link_between *b = &m->between[m->n_between++];
			uint64_t p = link_hash(s->lists[x].name);
			uint64_t q = link_hash(s->lists[y].name);
			b->x = p < q ? p : q;
			b->y = p < q ? q : p;
			b->prior = log2(k->lambda / (1 - k->lambda)) - m->prior_bits;
			b->own = k->mass >= LINKS_OWN;
			if (b->own)
				weigh_levels(m, k, b->levels);
		}
}

void link_between_learn(struct link_model *m, const struct link_set *s, enum link_mode mode,
			const struct link_pass *pass, const float *bits,
			const struct link_sample *sample, const uint32_t *cluster, struct arena *a)
{
	m->n_between = 0;
	if (s->n_lists < 2 || s->n_lists > LISTS_MOST)
		return;
	size_t n = couple_of(s->n_lists, 0);
	struct couple *c = mem_need(calloc(n, sizeof *c));
	count_pairs(c, s, mode);
	for (size_t i = 0; i < n; i++)
		c[i].lambda = m->lambda;
	for (size_t i = 0; i < pass->n_kept; i++)
		couple_at(c, s, pass->kept[i].a, pass->kept[i].b)
			->count[bin_of((double)bits[i] - m->prior_bits)]++;
	for (int i = 0; i < STEPS; i++)
		step(c, n, m->lambda);
	for (size_t i = 0; i < pass->n_kept; i++) {
		struct couple *k = couple_at(c, s, pass->kept[i].a, pass->kept[i].b);
		double p = posterior((double)bits[i] - m->prior_bits, k->lambda);
		add_levels(k->m, s, pass->kept[i].pattern, llrint(p * (1 << 20)));
	}
	for (size_t i = 0; i < sample->n; i++) {
		const struct kept_pair *p = &sample->p[i];
		if (p->a != p->b && cluster[p->a] != cluster[p->b])
			add_levels(couple_at(c, s, p->a, p->b)->u, s, p->pattern, 1);
	}
	put(m, s, c, a);
	free(c);
}

const struct link_between *link_between_of(const struct link_model *m, uint64_t x, uint64_t y)
{
	for (size_t i = 0; i < m->n_between; i++)
		if (m->between[i].x == (x < y ? x : y) && m->between[i].y == (x < y ? y : x))
			return &m->between[i];
	return NULL;
}

/* In steps, so that the order of lists leaves no trace. */
float link_within_of(const struct link_model *m, uint64_t list)
{
	int64_t across = 0;
	int64_t n = 0;
	const struct link_between *own = link_between_of(m, list, list);
	for (size_t i = 0; own && i < m->n_between; i++) {
		const struct link_between *k = &m->between[i];
		if (k->x == k->y || (k->x != list && k->y != list))
			continue;
		across += llrint(k->prior * 4096);
		n++;
	}
	int64_t mean = n ? across / n : 0;
	return n ? (float)fmin(own->prior - (double)mean / 4096, 0) : 0;
}

float *link_within(const struct link_model *m, const struct link_set *s, struct arena *a)
{
	float *ret = m->n_between ? NEW_N(a, s->n_lists, float) : NULL;
	for (size_t l = 0; ret && l < s->n_lists; l++)
		ret[l] = link_within_of(m, link_hash(s->lists[l].name));
	return ret;
}
