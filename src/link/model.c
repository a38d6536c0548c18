/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model.c - weights from shares, and what a rare value adds. */
#include "link/model.h"

#include <math.h>
#include <stdlib.h>

#include "base/order.h"
#include "link/compare_priv.h"
#include "link/link_priv.h"

/* No rarity says more than this, whichever way: half a person in all of a list is a guess. */
static const double RARITY_LEAST = -8;
static const double RARITY_MOST = 8;
/* What words in common add or take where names agree in part only, in steps that another program can tabulate. */
static const double WORDS_LEAST = -4;

static bool weighs_by_frequency(enum link_type t)
{
	switch (t) {
	case LINK_NAME:
	case LINK_TEXT:
	case LINK_DATE:
	case LINK_PLACE:
	case LINK_CATEGORY:
	case LINK_URL:
	case LINK_ID:
	case LINK_NUMBER:
		return true;
	case LINK_YEAR:
	case LINK_AGE:
		return false;
	}
	return false;
}

/* Chance that two people agree at all, roughly, by type: what counts while few pairs have been seen. */
static double chance_of(enum link_type t)
{
	static const double CHANCE[LINK_TYPES] = {
		[LINK_NAME] = .002, [LINK_TEXT] = .02, [LINK_DATE] = .005,   [LINK_YEAR] = .05,
		[LINK_AGE] = .05,   [LINK_PLACE] = .1, [LINK_CATEGORY] = .5, [LINK_NUMBER] = .02,
		[LINK_URL] = .001,  [LINK_ID] = .0005,
	};
	return CHANCE[t];
}

/* Pairs that are imagined beside those seen, at a level: by experience while there are few, then half a pair, since what
 * a sample has not shown is rare and not impossible. */
static double imagined_pairs(enum link_type t, unsigned level, double m, double seen)
{
	enum { FEW = 2000, IMAGINED = 20 };
	size_t n_levels;
	const struct link_level_kind *kind = &link_levels_of(t, &n_levels)[level];
	double chance = chance_of(t);
	/* Two people are near each other far more often than the same. */
	double u = level + 1 == n_levels ? 1 - chance : m * pow(chance, (double)kind->frequent);
	double few = seen < FEW ? 1 - seen / FEW : 0;
	return .5 * (1 - few) + IMAGINED * u * few;
}

void link_first_shares(enum link_type t, double ret[LINK_LEVELS_MAX])
{
	size_t n;
	const struct link_level_kind *kinds = link_levels_of(t, &n);
	double sum = 0;
	for (size_t l = 0; l < n; l++)
		sum += (double)kinds[l].m;
	for (size_t l = 0; l < n; l++)
		ret[l] = (double)kinds[l].m / sum;
}

void link_chance_shares(enum link_type t, const double count[LINK_LEVELS_MAX],
			double ret[LINK_LEVELS_MAX])
{
	size_t n;
	link_levels_of(t, &n);
	double first[LINK_LEVELS_MAX] = { 0 };
	double seen = 0;
	double imagined = 0;
	link_first_shares(t, first);
	for (size_t l = 0; l < n; l++)
		seen += count[l];
	for (unsigned l = 0; l < n; l++)
		imagined += imagined_pairs(t, l, first[l], seen);
	for (unsigned l = 0; l < n; l++)
		ret[l] = (count[l] + imagined_pairs(t, l, first[l], seen)) / (seen + imagined);
	/* However seldom relatives are, those who are share day and place as well, so their names never speak for one person. */
	for (unsigned l = 0; l < n; l++)
		if (link_level_is_stated(t, l))
			ret[l] = fmax(ret[l], first[l]);
}

void link_model_begin(struct link_model *m, const struct link_set *s,
		      double u[LINK_FIELDS_MAX][LINK_LEVELS_MAX], double lambda)
{
	m->n_fields = s->n_fields;
	m->lambda = lambda;
	for (size_t f = 0; f < s->n_fields; f++) {
		struct link_model_field *mf = &m->fields[f];
		const struct link_level_kind *kinds =
			link_levels_of(s->fields[f].type, &mf->n_levels);
		mf->field = s->fields[f];
		mf->dates = s->values[f].habits;
		mf->has_dates = s->fields[f].type == LINK_DATE;
		mf->by_frequency = weighs_by_frequency(s->fields[f].type);
		double first[LINK_LEVELS_MAX] = { 0 };
		double chance[LINK_LEVELS_MAX] = { 0 };
		link_first_shares(mf->field.type, first);
		link_chance_shares(mf->field.type, u[f], chance);
		for (size_t l = 0; l < mf->n_levels; l++) {
			mf->levels[l].what = str_of(kinds[l].what.en);
			mf->levels[l].m = first[l];
			mf->levels[l].u = chance[l];
		}
	}
}

/* Levels that have a place in the order; "in another column" and a relative's name are events of their own. */
static bool is_ordered(const struct link_model_field *mf, size_t l)
{
	return mf->field.type != LINK_NAME || (l != LINK_NAME_MOVED && l != LINK_NAME_KIN);
}

/* Neighbours in the wrong order share their weight, by how many pairs of one person they have. */
static bool make_monotone(struct link_model_field *mf)
{
	double bits[LINK_LEVELS_MAX];
	double mass[LINK_LEVELS_MAX];
	size_t size[LINK_LEVELS_MAX];
	size_t level[LINK_LEVELS_MAX];
	size_t n = 0;
	size_t k = 0;
	for (size_t l = 0; l < mf->n_levels; l++) {
		if (!is_ordered(mf, l))
			continue;
		level[k++] = l;
		bits[n] = mf->levels[l].bits;
		mass[n] = mf->levels[l].m + mf->levels[l].u * 1e-3 + 1e-9;
		size[n++] = 1;
		while (n > 1 && bits[n - 2] < bits[n - 1]) {
			double both = mass[n - 2] + mass[n - 1];
			bits[n - 2] =
				(bits[n - 2] * mass[n - 2] + bits[n - 1] * mass[n - 1]) / both;
			mass[n - 2] = both;
			size[n - 2] += size[n - 1];
			n--;
		}
	}
	bool much = false;
	k = 0;
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < size[i]; j++, k++) {
			struct link_level *lv = &mf->levels[level[k]];
			much |= fabs(lv->bits - bits[i]) > 1 && lv->m > .01;
			lv->bits = bits[i];
		}
	}
	return much;
}

uint32_t link_model_weigh(struct link_model *m, double pairs)
{
	uint32_t changed = 0;
	/* One level alone never says more than that all pairs but one are two persons. */
	double most = log2(pairs > 4 ? pairs : 4) + 2;
	m->prior_bits = link_log_odds(m->lambda);
	for (size_t f = 0; f < m->n_fields; f++) {
		struct link_model_field *mf = &m->fields[f];
		for (size_t l = 0; l < mf->n_levels; l++) {
			double b = log2(mf->levels[l].m / mf->levels[l].u);
			mf->levels[l].bits = b > most ? most : b < -most ? -most : b;
		}
		if (make_monotone(mf))
			changed |= (uint32_t)1 << f;
	}
	return changed;
}

/* How much of an agreement a level is, for fields that go together. */
static double agreement(const struct link_model_field *mf, unsigned level)
{
	size_t n;
	if (level == LINK_MISSING)
		return 0;
	return (double)link_levels_of(mf->field.type, &n)[level].frequent;
}

double link_together_bits(const struct link_model *m, uint64_t pattern)
{
	double off = 0;
	for (size_t i = 0; i < m->n_together; i++) {
		const struct link_together *t = &m->together[i];
		unsigned lf = link_level_at(pattern, t->f);
		unsigned lg = link_level_at(pattern, t->g);
		double share = agreement(&m->fields[t->f], lf) * agreement(&m->fields[t->g], lg);
		if (share <= 0)
			continue;
		/* Two agreements never say less than one of them. */
		double least =
			fmin(m->fields[t->f].levels[lf].bits, m->fields[t->g].levels[lg].bits);
		off += fmin(share * t->bits, fmax(least, 0));
	}
	return -off;
}

double link_model_bits(const struct link_model *m, uint64_t pattern)
{
	double bits = m->prior_bits;
	for (size_t f = 0; f < m->n_fields; f++) {
		unsigned l = link_level_at(pattern, f);
		if (l != LINK_MISSING)
			bits += m->fields[f].levels[l].bits;
	}
	return bits + link_together_bits(m, pattern);
}

bool link_dates_differ(const struct link_model *m, uint64_t pattern)
{
	enum { CONTRADICT = 2 }; /* another day of the year, another date */
	for (size_t f = 0; f < m->n_fields; f++) {
		unsigned l = link_level_at(pattern, f);
		if (m->fields[f].field.type == LINK_DATE && l != LINK_MISSING &&
		    l + CONTRADICT >= m->fields[f].n_levels)
			return true;
	}
	return false;
}

double link_probability(double bits)
{
	return 1 / (1 + exp2(-bits));
}

double link_log_odds(double probability)
{
	return log2(probability / (1 - probability));
}

double link_model_probability(const struct link_model *m, double bits)
{
	if (!m->calibrated || !m->n_calibration)
		return link_probability(bits);
	const struct link_calibration *c = m->calibration;
	size_t n = m->n_calibration;
	if (bits <= (double)c[0].bits)
		return fmin((double)c[0].probability, link_probability(bits));
	if (bits >= (double)c[n - 1].bits)
		return fmax((double)c[n - 1].probability, link_probability(bits));
	for (size_t i = 1; i < n; i++) {
		if (bits > (double)c[i].bits)
			continue;
		double t = (bits - (double)c[i - 1].bits) / (double)(c[i].bits - c[i - 1].bits);
		return (double)c[i - 1].probability +
		       t * (double)(c[i].probability - c[i - 1].probability);
	}
	return (double)c[n - 1].probability;
}

double link_model_odds(const struct link_model *m, double bits)
{
	double p = link_model_probability(m, bits);
	return p <= 0 || p >= 1 || p == link_probability(bits) ? bits : link_log_odds(p);
}

/* ---- rarity ---- */

struct link_set link_set_under(const struct link_set *s, const struct link_model *m)
{
	struct link_set ret = *s;
	for (size_t f = 0; f < s->n_fields; f++)
		if (m->fields[f].tokens)
			ret.values[f].tokens = m->fields[f].tokens;
	link_spaces_under(&ret, m);
	link_repeats_under(&ret, m);
	return ret;
}

static uint32_t people_of(const struct link_model_field *mf, uint64_t key)
{
	const struct link_frequency *x = mf->n_frequency
						 ? bsearch(&key, mf->frequency, mf->n_frequency,
							   sizeof *mf->frequency, order_u64)
						 : NULL;
	return x ? x->people : 1;
}

static const struct link_between **between_new(const struct link_set *s, const struct link_model *m,
					       struct arena *a)
{
	if (!m->n_between)
		return NULL;
	const struct link_between **ret =
		NEW_N(a, s->n_lists * s->n_lists, const struct link_between *);
	for (size_t x = 0; x < s->n_lists; x++)
		for (size_t y = 0; y < s->n_lists; y++)
			ret[x * s->n_lists + y] = link_between_of(m, link_hash(s->lists[x].name),
								  link_hash(s->lists[y].name));
	return ret;
}

static const struct link_between *between_at(const struct link_rarity *r, uint32_t a, uint32_t b)
{
	return r->between ? r->between[r->s->list[a] * r->s->n_lists + r->s->list[b]] : NULL;
}

double link_prior_between(const struct link_rarity *r, uint32_t a, uint32_t b)
{
	const struct link_between *k = between_at(r, a, b);
	return k ? k->prior : 0;
}

struct link_rarity link_rarity_new(const struct link_set *s, const struct link_model *m,
				   struct arena *a)
{
	struct link_rarity r = { .s = s, .m = m, .between = between_new(s, m, a) };
	link_never_begin(&r, a);
	while (r.words_field < m->n_fields && !m->fields[r.words_field].tokens)
		r.words_field++;
	for (size_t f = 0; f < m->n_fields; f++) {
		const struct link_model_field *mf = &m->fields[f];
		if (!mf->by_frequency || mf->people < 2 || !(mf->common > 0))
			continue;
		const struct link_values *vs = &s->values[f];
		r.bits[f] = NEW_N(a, vs->n_groups, float);
		for (size_t g = 1; g < vs->n_groups; g++) {
			/* One of those who share it is the person at hand; nobody is alone for certain. */
			double others = people_of(mf, vs->group_key[g]) - 1 + mf->alone;
			double b = log2(mf->common / (others / mf->people));
			r.bits[f][g] = (float)(b < RARITY_LEAST	 ? RARITY_LEAST
					       : b > RARITY_MOST ? RARITY_MOST
								 : b);
		}
		r.of_value[f] = NEW_N(a, vs->n, float);
		for (size_t v = 0; v < vs->n; v++)
			r.of_value[f][v] = r.bits[f][vs->p[v].group];
	}
	return r;
}

static bool asks_words(const struct link_model_field *mf, unsigned level)
{
	return mf->tokens && mf->levels[level].words > 0;
}

static double bits_of_words(const struct link_model_field *mf, unsigned level, float shared)
{
	const struct link_level *lv = &mf->levels[level];
	double slope = (double)link_level_words(mf->field.type, level);
	double bits = shared > 0 ? lv->any + slope * ((double)shared - lv->words) : lv->none;
	bits = LINK_WORDS_STEP * nearbyint(bits / LINK_WORDS_STEP);
	return fmin(fmax(bits, WORDS_LEAST), LINK_WORDS_MOST);
}

double link_words_bits(const struct link_model_field *mf, unsigned level,
		       const struct link_value *x, const struct link_value *y)
{
	if (!asks_words(mf, level))
		return 0;
	return bits_of_words(mf, level, (float)link_tokens_shared(mf->tokens, x->name, y->name));
}

/* `shared`: see link_pair_bits_again; NULL: it is not that field, or nobody keeps it. */
static double value_bits(const struct link_rarity *r, size_t f, unsigned level, uint32_t a,
			 uint32_t b, float *shared)
{
	const struct link_model_field *mf = &r->m->fields[f];
	const uint32_t *row = r->s->row + f;
	size_t n_fields = r->s->n_fields;
	uint32_t x = row[a * n_fields];
	uint32_t y = row[b * n_fields];
	if (!x || !y)
		return 0;
	if (asks_words(mf, level)) {
		const struct link_value *p = r->s->values[f].p;
		float once = LINK_NOT_ASKED;
		if (!shared)
			shared = &once;
		if (*shared <= LINK_NOT_ASKED)
			*shared = (float)link_tokens_shared(mf->tokens, p[x].name, p[y].name);
		return bits_of_words(mf, level, *shared);
	}
	if (!r->bits[f])
		return 0;
	size_t n;
	double share = (double)link_levels_of(mf->field.type, &n)[level].frequent;
	/* A misspelt value is rare by itself: the commoner one is what was meant. */
	return share > 0 ? share * fmin((double)r->of_value[f][x], (double)r->of_value[f][y]) : 0;
}

static double rarity_bits(const struct link_rarity *r, size_t f, unsigned level, uint32_t a,
			  uint32_t b, float *shared)
{
	if (level == LINK_MISSING)
		return 0;
	const struct link_between *k = between_at(r, a, b);
	return value_bits(r, f, level, a, b, shared) + (k && k->own ? k->levels[f][level] : 0);
}

double link_rarity_bits(const struct link_rarity *r, size_t f, unsigned level, uint32_t a,
			uint32_t b)
{
	return rarity_bits(r, f, level, a, b, NULL);
}

double link_pair_bits_again(const struct link_rarity *r, uint64_t pattern, uint32_t a, uint32_t b,
			    float *shared)
{
	double bits = link_model_bits(r->m, pattern) + link_prior_between(r, a, b) +
		      link_never_bits(r, a, b);
	for (size_t f = 0; f < r->m->n_fields; f++)
		bits += rarity_bits(r, f, link_level_at(pattern, f), a, b,
				    f == r->words_field ? shared : NULL);
	return bits;
}

double link_pair_bits(const struct link_rarity *r, uint64_t pattern, uint32_t a, uint32_t b)
{
	return link_pair_bits_again(r, pattern, a, b, NULL);
}
