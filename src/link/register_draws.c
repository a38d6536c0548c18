/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register_draws.c - clusterings drawn at random, as tables of who is on which lists: what estimation needs. */
#include "link/register_priv.h"

enum { DRAW_LISTS_MAX = 16 };

struct drawing {
	const struct linkage_set *s;
	uint32_t *bit;	   /* of each record: its list among those asked for */
	uint32_t *pattern; /* of each cluster, by lowest record */
	uint32_t *count;   /* of each pattern */
	const int64_t *lists;
	size_t n_lists;
	struct buf *b;
};

static void put_rows(struct drawing *d, size_t draw)
{
	for (uint32_t p = 1; p < (uint32_t)1 << d->n_lists; p++) {
		if (!d->count[p])
			continue;
		buf_printf(d->b, "%zu", draw + 1);
		for (size_t l = 0; l < d->n_lists; l++)
			buf_printf(d->b, ",%u", p >> l & 1);
		buf_printf(d->b, ",%u\n", d->count[p]);
		d->count[p] = 0;
	}
}

static int take_draw(void *ctx, size_t draw, const uint32_t *cluster, struct err *e)
{
	struct drawing *d = ctx;
	size_t n = d->s->n;
	memset(d->pattern, 0, n * sizeof *d->pattern);
	for (size_t i = 0; i < n; i++)
		d->pattern[cluster[i]] |= d->bit[i];
	for (size_t i = 0; i < n; i++)
		d->count[d->pattern[i]] += d->pattern[i] != 0;
	put_rows(d, draw);
	return buf_check(d->b, e);
}

static int edges_of_run(struct reg *r, const struct linkage_set *s, struct arena *a,
			struct cluster_edge **ret, size_t *ret_n, struct err *e)
{
	struct pair_query q = { 0 };
	struct run_pair *p;
	size_t n;
	*ret_n = 0;
	TRY(reg_run_newest(r, &q.run, e));
	if (!q.run)
		return err_set(e, ERR_NOTFOUND, "lists were not linked yet: `vigil link run`");
	TRY(reg_pairs(r, &q, a, &p, &n, NULL, e));
	*ret = NEW_N(a, n, struct cluster_edge);
	for (size_t i = 0; i < n; i++) {
		ptrdiff_t x = linkage_place(s, p[i].a.id);
		ptrdiff_t y = linkage_place(s, p[i].b.id);
		if (x < 0 || y < 0)
			continue;
		(*ret)[(*ret_n)++] =
			(struct cluster_edge){ (uint32_t)(x < y ? x : y), (uint32_t)(x < y ? y : x),
					       (float)p[i].bits_milli / 1000 };
	}
	return 0;
}

static int by_edge(const void *x, const void *y)
{
	const struct cluster_edge *p = x;
	const struct cluster_edge *q = y;
	if (p->a != q->a)
		return p->a < q->a ? -1 : 1;
	return (p->b > q->b) - (p->b < q->b);
}

static int find_lists(struct drawing *d, struct arena *a, struct err *e)
{
	const struct linkage_set *s = d->s;
	d->bit = NEW_N(a, s->n, uint32_t);
	for (size_t l = 0; l < d->n_lists; l++) {
		bool any = false;
		for (size_t i = 0; i < s->n; i++) {
			if (s->lists[s->of[i].list].list != d->lists[l])
				continue;
			any = true;
			if (!(s->set->flags[i] & (LINK_UNNAMED | LINK_GROUP)))
				d->bit[i] = (uint32_t)1 << l;
		}
		if (!any)
			return err_set(e, ERR_INPUT, "one of the lists has no record that stands");
	}
	return 0;
}

static void put_header(struct reg *r, struct drawing *d, struct arena *a)
{
	buf_lit(d->b, "draw");
	for (size_t l = 0; l < d->n_lists; l++) {
		struct entity en;
		if (reg_entity_by_id(r, d->lists[l], a, &en, NULL) == 0)
			buf_printf(d->b, ",%.*s", STR_FMT(reg_number(r, &en, a)));
	}
	buf_lit(d->b, ",count\n");
}

int linkage_draws(struct reg *r, const int64_t *lists, size_t n_lists, size_t n, uint64_t seed,
		  struct buf *b, struct err *e)
{
	AUTO_ARENA *a = arena_new((size_t)16 << 30);
	struct linkage_set s;
	struct drawing d = { .s = &s, .lists = lists, .n_lists = n_lists, .b = b };
	struct cluster_edge *edges;
	size_t n_edges;
	if (n_lists < 2 || n_lists > DRAW_LISTS_MAX)
		return err_set(e, ERR_INPUT, "an estimate needs 2 to %d lists", DRAW_LISTS_MAX);
	TRY(linkage_set_read(r, NULL, a, &s, e));
	TRY(find_lists(&d, a, e));
	TRY(edges_of_run(r, &s, a, &edges, &n_edges, e));
	if (n_edges)
		qsort(edges, n_edges, sizeof *edges, by_edge);
	bool *free_of = NEW_N(a, s.n_lists, bool);
	for (size_t i = 0; i < s.n_lists; i++)
		free_of[i] = s.lists[i].duplicate_free;
	struct cluster_in in = { .n = s.n,
				 .edges = edges,
				 .n_edges = n_edges,
				 .list = s.set->list,
				 .duplicate_free = free_of,
				 .rank = s.set->rank,
				 .decisions = { s.decisions, s.n_decisions },
				 .absent = (float)link_log_odds(.01) };
	d.pattern = NEW_N(a, s.n, uint32_t);
	d.count = NEW_N(a, (size_t)1 << n_lists, uint32_t);
	put_header(r, &d, a);
	return cluster_draws(&in, seed, n, a, take_draw, &d, e);
}
