/* SPDX-License-Identifier: GPL-3.0-or-later */
/* em.c - two classes of patterns, from three starts. */
#include "link/em.h"

#include <math.h>
#include <stdlib.h>

#include "link/compare_priv.h"

enum { STEPS_MAX = 200, STARTS = 3 };
/* With two fields two classes are any two: pairs of one day without a name in common explain themselves. Where half of all pairs
 * have a third, three tell them apart. */
static const double IDENTIFIED = 2.5;

/* So few pairs, of two hundred records, that what is rare among them is a guess: u then stays as it was. */
static const double PAIRS_LEAST = 20000;

/* A pair is sure under the first shares, which know nothing of rare values. */
static const double SURE_BITS = 5;

/*
 * Of few records with fewer sure pairs whatever m is learned is a guess: EM takes those who are likest each other for one
 * person, be they anybody twice or not. m then stays as lists of this kind have shown it, and lambda is found under it.
 */
static const double SURE_FEW = 5;
static const double PAIRS_FEW = 125000; /* of five hundred records */

/* Pairs that the first shares are worth: little evidence moves them little. */
static const double STIFFNESS = 12;

struct shares {
	double u[LINK_FIELDS_MAX][LINK_LEVELS_MAX];
	double m[LINK_FIELDS_MAX][LINK_LEVELS_MAX];
	double agrees[LINK_FIELDS_MAX]; /* how much pairs of one person agree, were nothing held */
	/* Pairs, by what the last step made probable. */
	double seen[LINK_FIELDS_MAX][LINK_LEVELS_MAX];
	double lambda;
	double log_odds; /* of lambda, by weights_of */
	double likelihood;
	int steps;
};

struct em {
	const struct link_model *model;
	const struct link_histogram *h;
	double first[LINK_FIELDS_MAX][LINK_LEVELS_MAX];
	bool stated[LINK_FIELDS_MAX][LINK_LEVELS_MAX]; /* not learned from pairs without labels */
	double lambda_lo, lambda_hi;
	bool few; /* m stays */
	double *beside; /* of each entry: what stays as it is while shares are learned, as natural logarithm */
};

/* Decided pairs that are worth as much as what is stated. */
static const double STATED_WORTH = 300;

/* Log-odds of entry i, without what is missing. */
static double odds_of(const struct em *em, const struct shares *s, double (*w)[LINK_LEVELS_MAX],
		      size_t i)
{
	uint64_t pattern = em->h->pattern[i];
	double x = s->log_odds;
	for (size_t f = 0; f < em->model->n_fields; f++) {
		unsigned l = link_level_at(pattern, f);
		if (l != LINK_MISSING)
			x += w[f][l];
	}
	return x + em->beside[i];
}

static void note_beside(struct em *em)
{
	const struct link_histogram *h = em->h;
	em->beside = mem_need(malloc((h->n + 1) * sizeof *em->beside));
	for (size_t i = 0; i < h->n; i++) {
		double more = h->more ? (double)h->more[i] : 0;
		em->beside[i] = M_LN2 * (more + link_together_bits(em->model, h->pattern[i]));
	}
}

static void weights_of(const struct em *em, struct shares *s, double (*w)[LINK_LEVELS_MAX])
{
	s->log_odds = log(s->lambda / (1 - s->lambda));
	for (size_t f = 0; f < em->model->n_fields; f++)
		for (size_t l = 0; l < em->model->fields[f].n_levels; l++)
			w[f][l] = log(s->m[f][l] / s->u[f][l]);
}

/* Pairs of entry i that nobody decided. */
static double free_pairs_of(const struct link_histogram *h, size_t i)
{
	double is = h->fixed ? (double)h->fixed[i] : 0;
	double is_not = h->fixed_not ? (double)h->fixed_not[i] : 0;
	double ret = (double)h->count[i] - is - is_not;
	return ret > 0 ? ret : 0;
}

/* log(lambda m + (1 - lambda) u) - log u of all pairs: the second does not change. */
static double likelihood_of(const struct em *em, struct shares *s)
{
	double w[LINK_FIELDS_MAX][LINK_LEVELS_MAX];
	const struct link_histogram *h = em->h;
	double not_one = log(1 - s->lambda);
	double counted = 0;
	double ret = 0;
	weights_of(em, s, w);
	for (size_t i = 0; i < h->n; i++) {
		double x = odds_of(em, s, w, i);
		double is = h->fixed ? (double)h->fixed[i] : 0;
		double is_not = h->fixed_not ? (double)h->fixed_not[i] : 0;
		counted += (double)h->count[i];
		ret += free_pairs_of(h, i) * ((x > 30 ? x : log1p(exp(x))) + not_one);
		ret += is * (x + not_one) + is_not * not_one;
	}
	return ret + (h->all - counted) * not_one;
}

static double clamp(double x, double lo, double hi)
{
	return x < lo ? lo : x > hi ? hi : x;
}

/* How many fields both of two records have, on average. */
static double fields_of_pairs(const struct em *em)
{
	const struct link_histogram *h = em->h;
	double ret = 0;
	for (size_t f = 0; f < em->model->n_fields; f++)
		for (size_t l = 0; l < em->model->fields[f].n_levels; l++)
			ret += h->total[f][l];
	return ret / (h->all * h->share);
}

static bool takes_away(const struct em *em)
{
	return em->h->total && em->h->all >= PAIRS_LEAST && fields_of_pairs(em) >= IDENTIFIED;
}

/* u from all pairs but those of one person. */
static void take_away(const struct em *em, double (*one)[LINK_LEVELS_MAX], struct shares *s)
{
	for (size_t f = 0; f < em->model->n_fields; f++) {
		double two[LINK_LEVELS_MAX] = { 0 };
		for (size_t l = 0; l < em->model->fields[f].n_levels; l++)
			two[l] = fmax(em->h->total[f][l] - one[f][l] * em->h->share, 0);
		link_chance_shares(em->model->fields[f].field.type, two, s->u[f]);
	}
}

/* How much of an agreement the levels of a field are, on average. */
static double agreement_of(const struct link_model *m, size_t f, const double *share)
{
	size_t n;
	const struct link_level_kind *kinds = link_levels_of(m->fields[f].field.type, &n);
	double ret = 0;
	for (size_t l = 0; l < n; l++)
		ret += share[l] * (double)kinds[l].frequent;
	return ret;
}

/* Shares of levels of which the last two are names that have nothing to do with each other. */
static void hold_unlike(double *m, size_t n, double most)
{
	double unlike = m[n - 2] + m[n - 1];
	for (size_t l = 0; l < n && unlike > most; l++)
		m[l] *= l + 2 < n ? (1 - most) / (1 - unlike) : most / unlike;
}

/*
 * m of a field from the pairs of one person at each level; returns the largest change. At a stated level `sum` has decided
 * pairs alone, of `decided` in all; the other levels share what it leaves.
 */
static double shares_of(const struct em *em, size_t f, const double *sum, double decided,
			struct shares *s)
{
	const struct link_field *field = &em->model->fields[f].field;
	double *m = s->m[f];
	size_t n = em->model->fields[f].n_levels;
	double all = STIFFNESS;
	double rest = 1;
	double change = 0;
	double next[LINK_LEVELS_MAX] = { 0 };
	for (size_t l = 0; l < n; l++) {
		if (em->stated[f][l]) {
			next[l] = (sum[l] + STATED_WORTH * em->first[f][l]) /
				  (decided + STATED_WORTH);
			rest -= next[l];
			all -= STIFFNESS * em->first[f][l];
		} else {
			all += sum[l];
		}
	}
	for (size_t l = 0; l < n; l++) {
		if (!em->stated[f][l])
			next[l] = rest * (sum[l] + STIFFNESS * em->first[f][l]) / all;
	}
	s->agrees[f] = agreement_of(em->model, f, next);
	if (field->type == LINK_NAME && field->role == NAME_FULL && em->h->unlike > 0)
		hold_unlike(next, n, em->h->unlike);
	for (size_t l = 0; l < n; l++) {
		change = fmax(change, fabs(next[l] - m[l]));
		m[l] = next[l];
	}
	return change;
}

/* One step: posterior of each pattern, then shares anew. Returns the largest change of a share. */
static double step(const struct em *em, struct shares *s)
{
	double w[LINK_FIELDS_MAX][LINK_LEVELS_MAX];
	double sum[LINK_FIELDS_MAX][LINK_LEVELS_MAX] = { 0 };
	double decided[LINK_FIELDS_MAX] = { 0 };
	memset(s->seen, 0, sizeof s->seen);
	double matches = 0;
	const struct link_histogram *h = em->h;
	weights_of(em, s, w);
	for (size_t i = 0; i < h->n; i++) {
		double x = odds_of(em, s, w, i);
		double p = 1 / (1 + exp(-x));
		double is = h->fixed ? (double)h->fixed[i] : 0;
		double free_one = h->one ? (double)h->one[i] / (double)h->count[i] : p;
		double mass = free_pairs_of(h, i) * free_one + is;
		matches += mass;
		for (size_t f = 0; f < em->model->n_fields; f++) {
			unsigned l = link_level_at(h->pattern[i], f);
			if (l == LINK_MISSING)
				continue;
			s->seen[f][l] += mass;
			sum[f][l] += em->stated[f][l] ? is : mass;
			decided[f] += is;
		}
	}
	double before = s->lambda;
	s->lambda = clamp(matches / h->all, em->lambda_lo, em->lambda_hi);
	double change = em->few ? fabs(s->lambda - before) / before : 0;
	for (size_t f = 0; f < em->model->n_fields && !em->few; f++)
		change = fmax(change, shares_of(em, f, sum[f], decided[f], s));
	if (takes_away(em))
		take_away(em, sum, s);
	return change;
}

static void climb(const struct em *em, struct shares *s)
{
	struct shares before = *s;
	for (s->steps = 0; s->steps < STEPS_MAX; s->steps++) {
		before = *s;
		if (step(em, s) < 1e-6)
			break;
	}
	s->likelihood = likelihood_of(em, &before);
}

/* Start 0: what lists of this kind have shown; 1: cleaner lists; 2: dirtier ones. */
static void start(const struct em *em, int which, struct shares *s)
{
	static const double POWER[STARTS] = { 1, 1.6, .6 };
	for (size_t f = 0; f < em->model->n_fields; f++) {
		double sum = 0;
		for (size_t l = 0; l < em->model->fields[f].n_levels; l++) {
			s->u[f][l] = em->model->fields[f].levels[l].u;
			sum += s->m[f][l] = pow(em->first[f][l], em->few ? 1 : POWER[which]);
		}
		for (size_t l = 0; l < em->model->fields[f].n_levels; l++)
			s->m[f][l] /= sum;
	}
	s->lambda = em->model->lambda;
	climb(em, s);
}

/* Names that agree better than by chance, or anything where there are no names. Where given and family names are few most
 * pairs have a part of the name in common, so it is asked how much agrees and not whether anything does. */
static bool is_exchanged(const struct link_model *m, const struct shares *s)
{
	double match = 0;
	double other = 0;
	bool names = false;
	for (size_t f = 0; f < m->n_fields; f++)
		names |= m->fields[f].field.type == LINK_NAME;
	for (size_t f = 0; f < m->n_fields; f++) {
		double u[LINK_LEVELS_MAX] = { 0 };
		if (names && m->fields[f].field.type != LINK_NAME)
			continue;
		for (size_t l = 0; l < m->fields[f].n_levels; l++)
			u[l] = m->fields[f].levels[l].u;
		match += s->agrees[f];
		other += agreement_of(m, f, u);
	}
	/* Names of one person agree far more than those of two, or something else was taken for a person. */
	return match <= (names ? 1.2 : 1) * other;
}

/* Pairs that nothing but identity explains under the first shares; u after a few steps, for where lists repeat
 * themselves, what all pairs show is mostly identity. */
static double count_sure(struct em *em)
{
	enum { STEPS = 5 };
	struct shares s = { .lambda = em->model->lambda };
	memcpy(s.m, em->first, sizeof s.m);
	for (size_t f = 0; f < em->model->n_fields; f++)
		for (size_t l = 0; l < em->model->fields[f].n_levels; l++)
			s.u[f][l] = em->model->fields[f].levels[l].u;
	em->lambda_lo = .5 / em->h->all;
	em->lambda_hi = .5;
	for (int i = 0; i < STEPS && takes_away(em); i++)
		step(em, &s);
	double sure = 0;
	for (size_t i = 0; i < em->h->n; i++) {
		double bits =
			log2(em->model->lambda) + link_together_bits(em->model, em->h->pattern[i]);
		for (size_t f = 0; f < em->model->n_fields; f++) {
			unsigned l = link_level_at(em->h->pattern[i], f);
			if (l != LINK_MISSING)
				bits += log2(em->first[f][l] / s.u[f][l]);
		}
		if (bits >= SURE_BITS)
			sure += (double)em->h->count[i];
	}
	return sure;
}

/*
 * Sure links are at least half of all that the lists show and seldom less than a tenth. Of few records a tenth is any
 * number: there half of a link a record is much, and half of that where next to nothing is sure.
 */
static void bound_lambda(struct em *em, double sure)
{
	double all = em->h->all;
	double records = (1 + sqrt(1 + 8 * all)) / 2; /* of one list that has so many pairs */
	double most = fmax(10 * sure, 20);
	em->few = all < PAIRS_FEW && sure < SURE_FEW;
	if (all < PAIRS_FEW)
		most = fmin(most, fmax(2 * sure, records / (em->few ? 4 : 2)));
	em->lambda_lo = fmin(fmax(.5 * sure, .5), most) / all;
	em->lambda_hi = fmin(.5, most / all);
}

static void take(struct link_model *m, const struct shares *s)
{
	m->lambda = s->lambda;
	for (size_t f = 0; f < m->n_fields; f++)
		for (size_t l = 0; l < m->fields[f].n_levels; l++) {
			m->fields[f].levels[l].m = s->m[f][l];
			m->fields[f].levels[l].u = s->u[f][l];
			m->fields[f].levels[l].pairs = llround(s->seen[f][l]);
		}
}

/* How often one person has two names with nothing to do with each other. */
static double unlike(const struct link_model_field *mf)
{
	return mf->levels[mf->n_levels - 2].m + mf->levels[mf->n_levels - 1].m;
}

/*
 * Brothers share the names of father, grandfather and family. Of one person the given name is misspelt or missing as
 * often as other names, and not another one by far more often.
 */
static bool took_families(const struct link_model *m)
{
	static const double OFTEN = .3;
	double given = 0;
	double least = 1;
	for (size_t f = 0; f < m->n_fields; f++) {
		const struct link_model_field *mf = &m->fields[f];
		if (mf->field.type != LINK_NAME)
			continue;
		if (mf->field.role == NAME_GIVEN)
			given = fmax(given, unlike(mf));
		else
			least = fmin(least, unlike(mf));
	}
	return given > OFTEN && given > 2 * least;
}

static void note_stated(struct em *em)
{
	for (size_t f = 0; f < em->model->n_fields; f++)
		for (unsigned l = 0; l < em->model->fields[f].n_levels; l++)
			em->stated[f][l] = link_level_is_stated(em->model->fields[f].field.type, l);
}

int link_em(struct link_model *m, const struct link_histogram *h, struct arena *a,
	    struct link_em_report *ret, struct err *e)
{
	struct em em = { .model = m, .h = h };
	for (size_t f = 0; f < m->n_fields; f++)
		for (size_t l = 0; l < m->fields[f].n_levels; l++)
			em.first[f][l] = m->fields[f].levels[l].m;
	note_stated(&em);
	*ret = (struct link_em_report){ .starts_agree = true };
	note_beside(&em);
	ret->sure = count_sure(&em);
	bound_lambda(&em, ret->sure);
	struct shares *s = NEW_N(a, STARTS, struct shares);
	size_t best = 0;
	for (int i = 0; i < STARTS; i++) {
		start(&em, i, &s[i]);
		ret->lambdas[i] = s[i].lambda;
		if (s[i].likelihood > s[best].likelihood)
			best = (size_t)i;
	}
	free(em.beside);
	for (int i = 0; i < STARTS; i++)
		if (fabs(s[i].lambda - s[best].lambda) > .1 * s[best].lambda)
			ret->starts_agree = false;
	ret->few = em.few;
	/* Nothing was learned that could be held. */
	ret->lambda_bounded =
		!em.few && (s[best].lambda <= em.lambda_lo || s[best].lambda >= em.lambda_hi);
	take(m, &s[best]);
	ret->families = took_families(m);
	m->starts = STARTS;
	m->iterations = s[best].steps;
	if (!em.few && is_exchanged(m, &s[best]))
		return err_set(
			e, ERR_INPUT,
			"the pairs that would be linked agree less than pairs taken at random: "
			"these columns cannot tell who is who. Check that each column has the "
			"type it was given.");
	return 0;
}

void link_em_again(struct link_model *m, const struct link_histogram *h,
		   const struct link_em_report *from)
{
	struct em em = { .model = m, .h = h };
	struct shares s = { .lambda = m->lambda };
	for (size_t f = 0; f < m->n_fields; f++) {
		link_first_shares(m->fields[f].field.type, em.first[f]);
		for (size_t l = 0; l < m->fields[f].n_levels; l++) {
			s.m[f][l] = m->fields[f].levels[l].m;
			s.u[f][l] = m->fields[f].levels[l].u;
		}
	}
	note_stated(&em);
	note_beside(&em);
	bound_lambda(&em, from->sure);
	climb(&em, &s);
	free(em.beside);
	take(m, &s);
}
