/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * words.c - what words in common are worth where names agree in part only.
 *
 * Two people who share a name in part mostly share a common word of it; one person who was written in two ways shares
 * whatever his name has. So within such a level the weight grows with the bits of the words in common. A weight
 * is a ratio of chances, whose mean over pairs of two people is one: that alone says from how many bits on it speaks
 * for one person, and no pair needs to be known as one.
 */
#include "link/run_priv.h"

#include <math.h>

/* Pairs that are imagined at each level, of which one word in common is all there is; bits beyond that count as that many:
 * one rare pair would decide all. */
enum { IMAGINED = 20, BITS_MOST = 14 };

struct mean {
	double n, sum;
};

static void add_pair(const struct link_model *m, const struct link_set *s,
		     const struct kept_pair *p, struct mean mean[LINK_FIELDS_MAX][LINK_LEVELS_MAX])
{
	for (size_t f = 0; f < s->n_fields; f++) {
		unsigned l = link_level_at(p->pattern, f);
		double slope = (double)link_level_words(s->fields[f].type, l);
		if (l == LINK_MISSING || slope <= 0 || !m->fields[f].tokens)
			continue;
		const struct link_value *v = s->values[f].p;
		double bits = link_tokens_shared(m->fields[f].tokens, v[s->value[f][p->a]].name,
						 v[s->value[f][p->b]].name);
		if (bits <= 0)
			continue;
		mean[f][l].n++;
		mean[f][l].sum += exp2(slope * fmin(bits, BITS_MOST));
	}
}

void link_weigh_words(struct link_model *m, const struct link_set *s,
		      const struct link_sample *sample, const uint32_t *cluster)
{
	struct mean mean[LINK_FIELDS_MAX][LINK_LEVELS_MAX] = { 0 };
	for (size_t i = 0; i < sample->n; i++) {
		const struct kept_pair *p = &sample->p[i];
		if (p->a != p->b && !(cluster && cluster[p->a] == cluster[p->b]))
			add_pair(m, s, p, mean);
	}
	for (size_t f = 0; f < s->n_fields; f++) {
		struct link_model_field *mf = &m->fields[f];
		for (unsigned l = 0; l < mf->n_levels; l++) {
			double slope = (double)link_level_words(mf->field.type, l);
			mf->levels[l].words = 0;
			if (slope <= 0 || !mf->tokens)
				continue;
			double first = link_tokens_sharing(mf->tokens, slope);
			double all =
				(mean[f][l].sum + IMAGINED * first) / (mean[f][l].n + IMAGINED);
			mf->levels[l].words = log2(all) / slope;
		}
	}
}
