/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure_published.c - who is counted: the persons behind all figures, so that others can ask what a link would move. */
#include "register/figure_priv.h"
#include "base/order.h"

static int add_hits(struct reg *r, const struct figure_hits *h, struct list *ret, struct err *e)
{
	AUTO_ARENA *scratch = arena_new(0);
	for (size_t i = 0; i < h->n; i++) {
		struct entity en;
		struct event_facts f;
		if (h->p[i].apart)
			continue;
		arena_clear(scratch);
		TRY(reg_entity_by_id(r, h->p[i].entity, scratch, &en, e));
		if (str_eq(en.kind, STR("person"))) {
			*(int64_t *)list_add(ret) = en.id;
			continue;
		}
		TRY(event_facts(r, reg_store(r), en.id, &PAST_NOW, scratch, &f, e));
		for (size_t k = 0; k < f.victims.n; k++)
			*(int64_t *)list_add(ret) = f.victims.p[k];
	}
	return 0;
}

int reg_published(struct reg *r, struct arena *a, int64_t **ret, size_t *ret_n, struct err *e)
{
	struct figure *figures;
	struct figure_asked q;
	struct list found;
	size_t n;
	list_init(&found, a, sizeof(int64_t));
	TRY(figure_ask(r, 0, false, &q, e));
	TRY(reg_figures(r, 0, a, &figures, &n, e));
	for (size_t i = 0; i < n; i++) {
		const struct figure_sum *sum;
		struct figure f = { .as_of = 0 };
		TRY(figure_load(&q, figures[i].entity.id, a, &f, &sum, e));
		if (sum)
			TRY(add_hits(r, &sum->hits, &found, e));
	}
	*ret = found.p;
	*ret_n = order_each_once(found.p, found.n);
	return 0;
}

int reg_figure_persons(struct reg *r, int64_t figure, struct arena *a, int64_t **ret, size_t *ret_n,
		       struct err *e)
{
	AUTO_ARENA *scratch = arena_new(0);
	struct figure_asked q;
	const struct figure_sum *sum;
	struct figure f = { .as_of = 0 };
	struct list found;
	list_init(&found, a, sizeof(int64_t));
	TRY(figure_ask(r, 0, false, &q, e));
	TRY(figure_load(&q, figure, a, &f, &sum, e));
	for (size_t i = 0; sum && i < sum->hits.n; i++) {
		const struct figure_hit *h = &sum->hits.p[i];
		if (h->apart)
			continue;
		/* All are of one kind: the first tells which. */
		if (!found.n) {
			struct entity en;
			TRY(reg_entity_by_id(r, h->entity, scratch, &en, e));
			if (!str_eq(en.kind, STR("person")))
				break;
		}
		*(int64_t *)list_add(&found) = h->entity;
	}
	*ret = found.p;
	*ret_n = found.n;
	return 0;
}
