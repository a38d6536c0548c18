/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register_draws.c - clusterings drawn at random, as tables of who is on which lists: what estimation needs. */
#include "link/register_priv.h"

#include "names/place.h"

struct drawing {
	const struct linkage_set *s;
	const struct linkage_draw_options *o;
	uint32_t *bit;	   /* of each record: its list among those asked for */
	uint32_t *pattern; /* of each cluster, by lowest record */
	uint32_t *count;   /* of each pattern */
	double *persons;   /* on each list, over all draws */
	linkage_cells_fn *each;
	void *ctx;
};

static int take_draw(void *ctx, size_t draw, const uint32_t *cluster, struct err *e)
{
	struct drawing *d = ctx;
	const size_t n = d->s->n;
	const uint32_t patterns = (uint32_t)1 << d->o->n_lists;
	memset(d->pattern, 0, n * sizeof *d->pattern);
	memset(d->count, 0, patterns * sizeof *d->count);
	for (size_t i = 0; i < n; i++)
		d->pattern[cluster[i]] |= d->bit[i];
	for (size_t i = 0; i < n; i++)
		d->count[d->pattern[i]] += d->pattern[i] != 0;
	for (uint32_t p = 1; p < patterns; p++)
		for (size_t l = 0; l < d->o->n_lists; l++)
			if (p >> l & 1)
				d->persons[l] += d->count[p];
	return d->each(d->ctx, draw, d->count, e);
}

static int edges_of_run(struct reg *r, const struct linkage_set *s, struct arena *a,
			struct cluster_edge **ret, size_t *ret_n, int64_t *ret_run, struct err *e)
{
	struct pair_query q = { 0 };
	struct run_pair *p;
	size_t n;
	*ret_n = 0;
	TRY(reg_run_newest(r, &q.run, e));
	*ret_run = q.run;
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

/* What its model says of cores, for a clustering of the set's records. */
static int cores_of_run(struct reg *r, int64_t run, const struct linkage_set *s, struct arena *a,
			struct cluster_in *ret, struct err *e)
{
	struct str json;
	struct link_model *m = NEW(a, struct link_model);
	TRY(reg_run_model_of(r, run, a, &json, e));
	TRY(link_model_read(json, a, m, e));
	ret->core_bits = (float)m->core_bits;
	ret->within = link_within(m, s->set, a);
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

/* The field of the event's date; n_fields: none. */
static size_t date_field(const struct linkage_set *s)
{
	size_t f = 0;
	while (f < s->set->n_fields && !s->set->fields[f].is_event)
		f++;
	return f;
}

enum when { WHEN_INSIDE, WHEN_OUTSIDE, WHEN_APART };

static enum when when_is(const struct drawing *d, size_t field, size_t i)
{
	const struct link_set *set = d->s->set;
	const struct figure_window *w = &d->o->window;
	if (!w->given)
		return WHEN_INSIDE;
	if (field == set->n_fields)
		return WHEN_APART;
	const struct link_value *v = &set->values[field].p[set->value[field][i]];
	if (v->missing || v->date.lo > v->date.hi)
		return WHEN_APART;
	if (v->date.hi < w->lo || v->date.lo > w->hi)
		return WHEN_OUTSIDE;
	if (w->touching || (v->date.lo >= w->lo && v->date.hi <= w->hi))
		return WHEN_INSIDE;
	return WHEN_APART;
}

/* ---- where ---- */

int linkage_draw_place(struct reg *r, struct str place, uint32_t *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct entity en;
	struct card card;
	float sure;
	*ret = 0;
	if (!place.n)
		return 0;
	TRY(reg_entity(r, place, a, &en, e));
	TRY(reg_card(r, en.id, a, &card, e));
	const struct places *known = places_new(a);
	*ret = place_find(known, card.label, &sure);
	if (!*ret && card.label_fa.n)
		*ret = place_find(known, card.label_fa, &sure);
	if (*ret)
		return 0;
	return err_set(
		e, ERR_INPUT,
		"the rule speaks of one place, %.*s, which is no province, city or prison that lists can be "
		"held to: estimate a figure without a place, or make a table and use `vigil estimate cells`",
		STR_FMT(card.number));
}

static bool lies_in(uint32_t place, uint32_t in)
{
	while (place && place != in)
		place = place_parent(place);
	return place != 0;
}

enum where { WHERE_INSIDE, WHERE_OUTSIDE, WHERE_PERHAPS };

/* By all its columns of places; those that are empty or not in the gazetteer say nothing. */
static enum where where_is(const struct drawing *d, size_t i)
{
	const struct link_set *set = d->s->set;
	size_t inside = 0;
	size_t outside = 0;
	if (!d->o->place)
		return WHERE_INSIDE;
	for (size_t f = 0; f < set->n_fields; f++) {
		if (set->fields[f].type != LINK_PLACE)
			continue;
		const struct link_value *v = &set->values[f].p[set->value[f][i]];
		if (v->missing || !v->place.place || lies_in(d->o->place, v->place.place)) {
			inside += !v->missing && v->place.place == d->o->place;
			continue;
		}
		if (lies_in(v->place.place, d->o->place))
			inside++;
		else
			outside++;
	}
	return inside && !outside   ? WHERE_INSIDE
	       : outside && !inside ? WHERE_OUTSIDE
				    : WHERE_PERHAPS;
}

static void take_record(struct drawing *d, size_t field, size_t i, size_t l,
			struct linkage_drawn_list *t)
{
	const unsigned flags = d->s->set->flags[i];
	const enum when w = when_is(d, field, i);
	const enum where place = where_is(d, i);
	if (w == WHEN_OUTSIDE) {
		t->outside++;
	} else if (place == WHERE_OUTSIDE) {
		t->elsewhere++;
	} else if (flags & (LINK_UNNAMED | LINK_GROUP)) {
		t->groups += (flags & LINK_GROUP) != 0;
		t->unnamed += (flags & LINK_GROUP) == 0;
	} else if (w == WHEN_APART) {
		t->apart++;
	} else if (place == WHERE_PERHAPS) {
		t->perhaps++;
	} else {
		d->bit[i] = (uint32_t)1 << l;
		t->records++;
	}
}

static int find_lists(struct drawing *d, struct linkage_drawn *ret, struct arena *a, struct err *e)
{
	const struct linkage_set *s = d->s;
	const size_t field = date_field(s);
	for (size_t l = 0; l < d->o->n_lists; l++) {
		struct linkage_drawn_list *t = &ret->lists[l];
		const struct linkage_of_list *of = NULL;
		for (size_t k = 0; k < l; k++)
			if (d->o->lists[k] == d->o->lists[l])
				return err_set(e, ERR_INPUT, "%.*s is named twice",
					       STR_FMT(ret->lists[k].number));
		for (size_t i = 0; i < s->n; i++) {
			if (s->lists[s->of[i].list].list != d->o->lists[l])
				continue;
			of = &s->lists[s->of[i].list];
			take_record(d, field, i, l, t);
		}
		if (!of)
			return err_set(e, ERR_INPUT, "one of the lists has no record that stands");
		t->number = str_copy(a, of->number);
		t->label = str_copy(a, of->label);
	}
	return 0;
}

int linkage_draw_cells(struct reg *r, const struct linkage_draw_options *o, linkage_cells_fn *each,
		       void *ctx, struct arena *ret_a, struct linkage_drawn *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new((size_t)16 << 30);
	struct linkage_set s;
	struct drawing d = { .s = &s, .o = o, .each = each, .ctx = ctx };
	struct cluster_edge *edges;
	size_t n_edges;
	if (o->n_lists < 2 || o->n_lists > LINKAGE_DRAW_LISTS_MAX)
		return err_set(e, ERR_INPUT, "an estimate needs 2 to %d lists",
			       LINKAGE_DRAW_LISTS_MAX);
	TRY(linkage_set_read(r, NULL, a, &s, e));
	ret->lists = NEW_N(ret_a, o->n_lists, struct linkage_drawn_list);
	d.bit = NEW_N(a, s.n, uint32_t);
	TRY(find_lists(&d, ret, ret_a, e));
	TRY(edges_of_run(r, &s, a, &edges, &n_edges, &ret->run, e));
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
	TRY(cores_of_run(r, ret->run, &s, a, &in, e));
	d.pattern = NEW_N(a, s.n, uint32_t);
	d.count = NEW_N(a, (size_t)1 << o->n_lists, uint32_t);
	d.persons = NEW_N(a, o->n_lists, double);
	TRY(cluster_draws(&in, o->seed, o->n, a, take_draw, &d, e));
	for (size_t l = 0; l < o->n_lists; l++)
		ret->lists[l].duplicates =
			(double)ret->lists[l].records - d.persons[l] / (double)o->n;
	return 0;
}

/* ---- as text ---- */

struct lines {
	size_t n_lists;
	struct buf *b;
};

static int put_rows(void *ctx, size_t draw, const uint32_t *count, struct err *e)
{
	const struct lines *t = ctx;
	for (uint32_t p = 1; p < (uint32_t)1 << t->n_lists; p++) {
		if (!count[p])
			continue;
		buf_printf(t->b, "%zu", draw + 1);
		for (size_t l = 0; l < t->n_lists; l++)
			buf_printf(t->b, ",%u", p >> l & 1);
		buf_printf(t->b, ",%u\n", count[p]);
	}
	return buf_check(t->b, e);
}

int linkage_draws(struct reg *r, const int64_t *lists, size_t n_lists, size_t n, uint64_t seed,
		  struct buf *b, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF rows;
	struct linkage_drawn drawn;
	const struct linkage_draw_options o = {
		.lists = lists, .n_lists = n_lists, .n = n, .seed = seed
	};
	struct lines t = { n_lists, &rows };
	buf_init(&rows, b->max);
	TRY(linkage_draw_cells(r, &o, put_rows, &t, a, &drawn, e));
	buf_lit(b, "draw");
	for (size_t l = 0; l < n_lists; l++)
		buf_printf(b, ",%.*s", STR_FMT(drawn.lists[l].number));
	buf_lit(b, ",count\n");
	buf_add(b, buf_str(&rows));
	return buf_check(b, e);
}
