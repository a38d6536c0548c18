/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain.c - rounded once, bar by bar; the total is added from what is shown. */
#include "link/explain.h"

#include <math.h>

int64_t link_milli(double bits)
{
	return (int64_t)llround(bits * 1000);
}

void link_rarity_milli(const struct link_rarity *r, uint64_t levels, uint32_t a, uint32_t b,
		       int64_t *ret)
{
	for (size_t f = 0; f < r->m->n_fields; f++)
		ret[f] = link_milli(link_rarity_bits(r, f, link_level_at(levels, f), a, b));
	ret[r->m->n_fields] =
		link_milli(link_prior_between(r, a, b)) + link_milli(link_never_bits(r, a, b));
}

/* No two lists differ by so much in what they add to the prior. */
static void take_never(int64_t beyond_fields, struct link_waterfall *ret)
{
	static const struct msg WHY[] = {
		[LINK_BORN_AFTER] = MSG("one is born after the date of the other",
					"یکی پس از تاریخ دیگری زاده شده"),
		[LINK_OTHER_SEX] = MSG("a man and a woman, by sex and by given name",
				       "یکی مرد و یکی زن، هم به جنس و هم به نام"),
	};
	enum link_never why = link_never_of((double)beyond_fields / 1000);
	if (why == LINK_MAY_BE)
		return;
	ret->never = &WHY[why];
	ret->never_milli = link_milli(-LINK_NEVER_BITS * (int)why);
	ret->prior_milli -= ret->never_milli;
}

void link_explain(const struct link_model *m, uint64_t levels, const int64_t *rarity_milli,
		  struct link_waterfall *ret)
{
	*ret = (struct link_waterfall){
		.prior_milli = link_milli(m->prior_bits) + rarity_milli[m->n_fields],
		.n = m->n_fields,
	};
	take_never(rarity_milli[m->n_fields], ret);
	ret->total_milli = ret->prior_milli;
	for (size_t f = 0; f < m->n_fields; f++) {
		const struct link_model_field *mf = &m->fields[f];
		struct link_bar *bar = &ret->bars[f];
		size_t n;
		const struct link_level_kind *kinds = link_levels_of(mf->field.type, &n);
		bar->level = link_level_at(levels, f);
		bar->missing = bar->level >= n;
		bar->running = ret->total_milli;
		if (bar->missing)
			continue;
		bar->what = &kinds[bar->level].what;
		bar->m = mf->levels[bar->level].m;
		bar->u = mf->levels[bar->level].u;
		bar->level_milli = link_milli(mf->levels[bar->level].bits);
		bar->rarity_milli = rarity_milli[f];
		bar->milli = bar->level_milli + bar->rarity_milli;
		ret->total_milli += bar->milli;
		bar->running = ret->total_milli;
	}
	ret->together_milli = link_milli(link_together_bits(m, levels));
	ret->total_milli += ret->together_milli + ret->never_milli;
}
