/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * run_weigh.c - all kept pairs under the model as it is.
 *
 * It is done half a dozen times a run, and most of it is a look at what the words are that two names share. That
 * says the same under every model, so it is kept.
 */
#include "link/run_priv.h"

struct weighing {
	const struct link_run_state *st;
	const struct link_rarity *r;
	float *bits;
};
enum { RUN = 8192, AHEAD = 8 };

static void weigh_run(void *ctx, size_t i, int worker)
{
	struct weighing *w = ctx;
	(void)worker;
	const struct link_pass *p = &w->st->pass;
	const struct link_set *s = w->st->s;
	size_t to = (i + 1) * RUN < p->n_kept ? (i + 1) * RUN : p->n_kept;
	for (size_t k = i * RUN; k < to; k++) {
		if (k + AHEAD < to)
			__builtin_prefetch(&s->row[p->kept[k + AHEAD].b * s->n_fields]);
		w->bits[k] = (float)link_pair_bits_again(w->r, p->kept[k].pattern, p->kept[k].a,
							 p->kept[k].b, &p->shared[k]);
	}
}

float *link_run_weigh(struct link_run_state *st, struct arena *scratch)
{
	struct link_pass *p = &st->pass;
	if (!p->shared) {
		p->shared = mem_need(malloc((p->n_kept + 1) * sizeof *p->shared));
		for (size_t k = 0; k < p->n_kept; k++)
			p->shared[k] = LINK_NOT_ASKED;
	}
	struct link_rarity r = link_rarity_new(st->s, st->ret->model, scratch);
	struct weighing w = { st, &r, NEW_N(scratch, p->n_kept, float) };
	pool_each(st->pool, (p->n_kept + RUN - 1) / RUN, weigh_run, &w);
	return w.bits;
}
