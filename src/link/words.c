/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * words.c - what words in common are worth where names agree in part only.
 *
 * Two people who share a name in part mostly share a common word of it; one person who was written in two ways shares
 * whatever his name has. So within such a level the weight grows with the bits of the words in common. A weight
 * is a ratio of chances, whose mean over pairs of two people is one: that alone says from how many bits on it speaks
 * for one person, and no pair needs to be known as one.
 *
 * That there is any word in common says something by itself: of one person nearly always, of two people with so little
 * in common seldom. Pairs without any would else stand for those with one, and as keys ask for words, most of
 * them were never looked at: rows of one person whose names have little in common then seem to be fewer than they are.
 * How many pairs of two people share a word is counted, how many of one person is learned by EM from kept pairs at the
 * weights they have without it.
 */
#include "link/run_priv.h"

#include <math.h>

/* Pairs that are imagined at each level, of which one word in common is all there is; bits beyond that count as that many:
 * one rare pair would decide all. */
enum { IMAGINED = 20, BITS_MOST = 14 };
/* Of EM; and pairs of fewer bits are two people, whatever their words are. */
enum { STEPS = 10, BITS_LEAST = -20 };

struct mean {
	double n, sum;	/* of pairs that share a word */
	double without; /* pairs that share none */
};
typedef struct mean means[LINK_FIELDS_MAX][LINK_LEVELS_MAX];

static bool is_asked(const struct link_model *m, size_t f, unsigned level)
{
	const struct link_model_field *mf = &m->fields[f];
	return level != LINK_MISSING && mf->tokens && link_level_words(mf->field.type, level) > 0;
}

static double shared_by(const struct link_model *m, const struct link_set *s, size_t f,
			const struct kept_pair *p)
{
	const struct link_value *v = s->values[f].p;
	return link_tokens_shared(m->fields[f].tokens, v[s->value[f][p->a]].name,
				  v[s->value[f][p->b]].name);
}

static void add_pair(const struct link_model *m, const struct link_set *s,
		     const struct kept_pair *p, means mean)
{
	for (size_t f = 0; f < s->n_fields; f++) {
		unsigned l = link_level_at(p->pattern, f);
		if (!is_asked(m, f, l))
			continue;
		double slope = (double)link_level_words(s->fields[f].type, l);
		double bits = shared_by(m, s, f, p);
		mean[f][l].n += bits > 0;
		mean[f][l].without += bits <= 0;
		mean[f][l].sum += bits > 0 ? exp2(slope * fmin(bits, BITS_MOST)) : 0;
	}
}

/* Of pairs of two people. */
static void add_sample(const struct link_model *m, const struct link_set *s,
		       const struct link_sample *sample, const uint32_t *cluster, means mean)
{
	for (size_t i = 0; i < sample->n; i++) {
		const struct kept_pair *p = &sample->p[i];
		if (p->a != p->b && !(cluster && cluster[p->a] == cluster[p->b]))
			add_pair(m, s, p, mean);
	}
}

void link_weigh_words(struct link_model *m, const struct link_set *s,
		      const struct link_sample *sample, const uint32_t *cluster)
{
	means mean = { 0 };
	add_sample(m, s, sample, cluster, mean);
	for (size_t f = 0; f < s->n_fields; f++) {
		struct link_model_field *mf = &m->fields[f];
		for (unsigned l = 0; l < mf->n_levels; l++) {
			mf->levels[l].words = mf->levels[l].any = mf->levels[l].none = 0;
			if (!is_asked(m, f, l))
				continue;
			double slope = (double)link_level_words(mf->field.type, l);
			double first = link_tokens_sharing(mf->tokens, slope);
			double all =
				(mean[f][l].sum + IMAGINED * first) / (mean[f][l].n + IMAGINED);
			mf->levels[l].words = log2(all) / slope;
		}
	}
}

/* ---- whether there is any ---- */

struct partly { /* a kept pair with a name that agrees in part */
	uint64_t pattern;
	float bits;
	uint32_t shared; /* bit f: a word of field f */
};
/* Pairs of one person, in 2^-20: whole numbers, so that no order of pairs leaves a trace. */
struct ones {
	int64_t all, shared;
};

static struct partly *find_partly(const struct link_model *m, const struct link_set *s,
				  const struct link_pass *pass, const float *bits, size_t *ret_n)
{
	size_t n = 0;
	size_t cap = 0;
	struct partly *ret = NULL;
	for (size_t i = 0; i < pass->n_kept; i++) {
		const struct kept_pair *p = &pass->kept[i];
		struct partly it = { p->pattern, bits[i], 0 };
		bool any = false;
		for (size_t f = 0; f < s->n_fields && bits[i] >= BITS_LEAST; f++) {
			if (!is_asked(m, f, link_level_at(p->pattern, f)))
				continue;
			any = true;
			it.shared |= (uint32_t)(shared_by(m, s, f, p) > 0) << f;
		}
		if (!any)
			continue;
		if (n == cap) {
			cap = cap ? cap * 2 : 4096;
			ret = mem_need(realloc(ret, cap * sizeof *ret));
		}
		ret[n++] = it;
	}
	*ret_n = n;
	return ret;
}

static void add_ones(const struct link_model *m, const struct partly *p, size_t n,
		     struct ones one[LINK_FIELDS_MAX][LINK_LEVELS_MAX])
{
	for (size_t i = 0; i < n; i++) {
		double bits = (double)p[i].bits;
		for (size_t f = 0; f < m->n_fields; f++) {
			unsigned l = link_level_at(p[i].pattern, f);
			if (is_asked(m, f, l))
				bits += p[i].shared >> f & 1 ? m->fields[f].levels[l].any
							     : m->fields[f].levels[l].none;
		}
		int64_t weight = llrint(link_probability(bits) * (1 << 20));
		for (size_t f = 0; weight && f < m->n_fields; f++) {
			unsigned l = link_level_at(p[i].pattern, f);
			if (!is_asked(m, f, l))
				continue;
			one[f][l].all += weight;
			one[f][l].shared += p[i].shared >> f & 1 ? weight : 0;
		}
	}
}

/*
 * At a level of few pairs of one person they share words as often as at the others of the field, and where those are few too
 * no more often than two people do, which says nothing.
 */
static void weigh_any(struct link_model *m, size_t f, const struct mean *two,
		      const struct ones *one)
{
	double all = 0;
	double shared = 0;
	for (unsigned l = 0; l < m->fields[f].n_levels; l++) {
		all += (double)one[l].all / (1 << 20);
		shared += (double)one[l].shared / (1 << 20);
	}
	for (unsigned l = 0; l < m->fields[f].n_levels; l++) {
		struct link_level *lv = &m->fields[f].levels[l];
		if (!is_asked(m, f, l))
			continue;
		double u = (two[l].n + .5) / (two[l].n + two[l].without + 1);
		double usual = (shared + IMAGINED * u) / (all + IMAGINED);
		double share = ((double)one[l].shared / (1 << 20) + IMAGINED * usual) /
			       ((double)one[l].all / (1 << 20) + IMAGINED);
		lv->any = log2(share / u);
		lv->none = log2((1 - share) / (1 - u));
	}
}

void link_weigh_any(struct link_model *m, const struct link_set *s,
		    const struct link_sample *sample, const struct link_pass *pass,
		    const uint32_t *cluster, const float *bits)
{
	means two = { 0 };
	size_t n;
	struct partly *p = find_partly(m, s, pass, bits, &n);
	add_sample(m, s, sample, cluster, two);
	for (int step = 0; step < STEPS; step++) {
		struct ones one[LINK_FIELDS_MAX][LINK_LEVELS_MAX] = { 0 };
		add_ones(m, p, n, one);
		for (size_t f = 0; f < m->n_fields; f++)
			weigh_any(m, f, two[f], one[f]);
	}
	free(p);
}
