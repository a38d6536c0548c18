/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bound.c - tables of one record: by field, what each value of the other side makes of the pair. */
#include "link/bound.h"

#include <math.h>

#include "link/compare_priv.h"

/* Texts are compared with all others of their field while there are so many of them a record, at most. */
static const double TEXTS_MOST = .1;

enum { LEVELS = LINK_MISSING + 1 };

/* Against a record of one list. */
struct against {
	double begin; /* prior, and dear fields at their best */
	double bits[LINK_FIELDS_MAX][LEVELS];
};

struct link_bound {
	const struct link_set *s;
	const struct link_rarity *r;
	struct link_comparer *comparer;
	size_t cheap[LINK_FIELDS_MAX]; /* fields that are not dear */
	size_t n_cheap;
	bool dear[LINK_FIELDS_MAX];
	uint8_t *level[LINK_FIELDS_MAX]; /* of each value */
	float *rare[LINK_FIELDS_MAX];	 /* what rarity adds there */
	struct against *of_list;	 /* one, where all lists are alike */
	const bool *apart
		[LINK_FIELDS_MAX]; /* by list: numbers that say nothing against it; NULL: none */
};

static bool is_dear(const struct link_set *s, size_t f)
{
	switch (s->fields[f].type) {
	case LINK_NAME:
		return true;
	case LINK_TEXT:
	case LINK_PLACE:
		return (double)s->values[f].n > TEXTS_MOST * (double)s->n;
	case LINK_DATE:
	case LINK_YEAR:
	case LINK_AGE:
	case LINK_CATEGORY:
	case LINK_NUMBER:
	case LINK_URL:
	case LINK_ID:
		break;
	}
	return false;
}

struct link_bound *link_bound_new(const struct link_set *s, const struct link_rarity *r)
{
	struct link_bound *b = mem_need(calloc(1, sizeof *b));
	b->s = s;
	b->r = r;
	b->comparer = link_comparer_new(s);
	b->of_list = mem_need(calloc(r->between ? s->n_lists : 1, sizeof *b->of_list));
	for (size_t f = 0; f < s->n_fields; f++) {
		b->dear[f] = is_dear(s, f);
		if (b->dear[f])
			continue;
		b->cheap[b->n_cheap++] = f;
		b->level[f] = mem_need(malloc(s->values[f].n * sizeof *b->level[f]));
		b->rare[f] = mem_need(malloc(s->values[f].n * sizeof *b->rare[f]));
	}
	return b;
}

void link_bound_free(struct link_bound *b)
{
	if (!b)
		return;
	for (size_t f = 0; f < b->s->n_fields; f++) {
		free(b->level[f]);
		free(b->rare[f]);
	}
	link_comparer_free(b->comparer);
	free(b->of_list);
	free(b);
}

static double share_of_rarity(const struct link_bound *b, size_t f, unsigned level)
{
	size_t n;
	if (level == LINK_MISSING)
		return 0;
	return (double)link_levels_of(b->s->fields[f].type, &n)[level].frequent;
}

static void compare_values(struct link_bound *b, size_t f, uint32_t va)
{
	const struct link_values *vs = &b->s->values[f];
	const float *rarity = b->r->bits[f];
	float of_a = rarity ? rarity[vs->p[va].group] : 0;
	for (uint32_t v = 0; v < vs->n; v++) {
		unsigned l = link_compare_values(b->comparer, f, va, v);
		double share = rarity ? share_of_rarity(b, f, l) : 0;
		b->level[f][v] = (uint8_t)l;
		float of_v = rarity && share > 0 ? rarity[vs->p[v].group] : 0;
		b->rare[f][v] = (float)(share * (double)fminf(of_a, of_v));
	}
}

/* Bits of a level between a record of list `la` and one of `lb`, rarity aside. */
static double level_bits(const struct link_bound *b, const struct link_between *k, size_t f,
			 unsigned level)
{
	return b->r->m->fields[f].levels[level].bits + (k && k->own ? k->levels[f][level] : 0);
}

/* What rarity adds at a level at most, the other value being any. */
static double most_rare(const struct link_bound *b, size_t f, unsigned level, uint32_t va)
{
	const struct link_model_field *mf = &b->r->m->fields[f];
	if (mf->tokens && mf->levels[level].words > 0)
		return LINK_WORDS_MOST;
	if (!b->r->bits[f])
		return 0;
	uint32_t group = b->s->values[f].p[va].group;
	return group ? fmax(0, share_of_rarity(b, f, level) * (double)b->r->bits[f][group]) : 0;
}

/* Levels whose bit is in `of`. */
static double best_of(const struct link_bound *b, const struct link_between *k, size_t f,
		      uint32_t va, uint32_t of)
{
	double best = 0; /* missing */
	for (unsigned l = 0; l < b->r->m->fields[f].n_levels; l++)
		if (of >> l & 1)
			best = fmax(best, level_bits(b, k, f, l) + most_rare(b, f, l, va));
	return best;
}

static const uint32_t ANY_LEVEL = UINT32_MAX;
static const uint32_t MOVED = (uint32_t)1 << LINK_NAME_MOVED;

/* Of two names that can stand in each other's column one is moved and the other missing, or both are where they are: what
 * their best levels come to is too much by what a move adds. */
static double too_much(const struct link_bound *b, const struct link_between *k, uint32_t a)
{
	const struct link_set *s = b->s;
	double there = 0;
	double moved = 0;
	double any = 0;
	size_t n = 0;
	for (size_t f = 0; f < s->n_fields; f++) {
		if (!link_is_own_name(&s->fields[f]))
			continue;
		n++;
		there += best_of(b, k, f, s->value[f][a], ~MOVED);
		moved = fmax(moved, best_of(b, k, f, s->value[f][a], MOVED));
		any += best_of(b, k, f, s->value[f][a], ANY_LEVEL);
	}
	return n == 2 ? any - fmax(there, moved) : 0;
}

/* An age that is missing on a side may be told by a birth date there. */
static bool told_by_others(const struct link_set *s, size_t f)
{
	bool birth = false;
	for (size_t g = 0; g < s->n_fields; g++)
		birth |= s->fields[g].type == LINK_DATE && s->fields[g].is_birth;
	return birth && s->fields[f].type == LINK_AGE;
}

static void begin_against(const struct link_bound *b, const struct link_between *k, uint32_t a,
			  struct against *ret)
{
	const struct link_set *s = b->s;
	ret->begin = b->r->m->prior_bits + (k ? k->prior : 0) - too_much(b, k, a);
	for (size_t f = 0; f < s->n_fields; f++) {
		double best = best_of(b, k, f, s->value[f][a], ANY_LEVEL);
		if (b->dear[f])
			ret->begin += best;
		for (unsigned l = 0; l < b->r->m->fields[f].n_levels; l++)
			ret->bits[f][l] = level_bits(b, k, f, l);
		ret->bits[f][LINK_MISSING] = told_by_others(s, f) ? best : 0;
	}
}

void link_bound_begin(struct link_bound *b, uint32_t a)
{
	const struct link_set *s = b->s;
	const struct link_rarity *r = b->r;
	for (size_t f = 0; f < s->n_fields; f++)
		b->apart[f] = s->apart[f] ? s->apart[f] + s->list[a] * s->n_lists : NULL;
	for (size_t i = 0; i < b->n_cheap; i++)
		compare_values(b, b->cheap[i], s->value[b->cheap[i]][a]);
	if (!r->between)
		begin_against(b, NULL, a, &b->of_list[0]);
	for (size_t l = 0; r->between && l < s->n_lists; l++)
		begin_against(b, r->between[s->list[a] * s->n_lists + l], a, &b->of_list[l]);
}

double link_bound_most(const struct link_bound *b, uint32_t x)
{
	const struct link_set *s = b->s;
	const struct against *k = &b->of_list[b->r->between ? s->list[x] : 0];
	const uint32_t *row = s->row + (size_t)x * s->n_fields;
	double bits = k->begin;
	/* What goes together is only ever taken off. */
	for (size_t i = 0; i < b->n_cheap; i++) {
		size_t f = b->cheap[i];
		if (b->apart[f] && b->apart[f][s->list[x]])
			continue;
		bits += k->bits[f][b->level[f][row[f]]] + (double)b->rare[f][row[f]];
	}
	return bits;
}
