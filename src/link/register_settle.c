/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * register_settle.c - what follows from a decision, at once.
 *
 * Records hang together by pairs of the newest run, by decisions, and by being of one person. What hangs together
 * with the records concerned is solved again just as a run would solve it, since a run solves each such
 * component by itself.
 */
#include "link/register_priv.h"

enum { COMPONENT_MAX = 5000 };

struct component {
	struct reg *r;
	struct arena *a;
	int64_t run;
	struct linkage_one *of;
	uint64_t *rank;
	uint16_t *list;
	struct linkage_lists lists;
	size_t n, cap[3];
	struct map place; /* id -> place + 1 */
	struct link_pair *pairs;
	size_t n_pairs, cap_pairs;
	struct link_decision *decisions;
	size_t n_decisions, cap_decisions;
};

static struct str key_of(const int64_t *id)
{
	return str_n((const char *)id, sizeof *id);
}

static ptrdiff_t place_of(const struct component *c, int64_t id)
{
	return (ptrdiff_t)(uintptr_t)map_get(&c->place, key_of(&id)) - 1;
}

/* ---- gathering ---- */

static int take_record(void *ctx, const struct reg_record *rec, struct err *e)
{
	struct component *c = ctx;
	c->of = arena_grow(c->a, c->of, c->n, &c->cap[0], sizeof *c->of);
	c->rank = arena_grow(c->a, c->rank, c->n, &c->cap[1], sizeof *c->rank);
	c->list = arena_grow(c->a, c->list, c->n, &c->cap[2], sizeof *c->list);
	TRY(linkage_list_place(c->r, rec->list, c->a, &c->lists, &c->list[c->n], e));
	c->of[c->n] = linkage_one_of(rec, c->list[c->n]);
	c->rank[c->n] = linkage_rank(c->lists.p[c->list[c->n]].label, rec->said);
	*map_at(&c->place, key_of(&rec->entity.id)) = (void *)(uintptr_t)(++c->n);
	return 0;
}

/* A record that is none any more (its edition was taken back) hangs together with nothing. */
static int add_record(struct component *c, int64_t id, struct err *e)
{
	if (!id || place_of(c, id) >= 0)
		return 0;
	if (c->n == COMPONENT_MAX)
		return err_set(e, ERR_TOOBIG,
			       "more than %d records hang together here: use `vigil link run`",
			       COMPONENT_MAX);
	int rc = reg_record_one(c->r, id, take_record, c, e);
	return rc == ERR_NOTFOUND ? 0 : rc;
}

static int add_pairs(struct component *c, int64_t id, struct err *e)
{
	struct run_pair *p;
	size_t n;
	struct pair_query q = { .run = c->run, .record = id };
	if (!c->run)
		return 0;
	TRY(reg_pairs(c->r, &q, c->a, &p, &n, NULL, e));
	for (size_t i = 0; i < n; i++) {
		int64_t other = p[i].a.id == id ? p[i].b.id : p[i].a.id;
		TRY(add_record(c, other, e));
		ptrdiff_t x = place_of(c, id);
		ptrdiff_t y = place_of(c, other);
		if (y < 0 || p[i].a.id != id)
			continue; /* from the other side */
		c->pairs = arena_grow(c->a, c->pairs, c->n_pairs, &c->cap_pairs, sizeof *c->pairs);
		c->pairs[c->n_pairs++] =
			(struct link_pair){ .a = (uint32_t)(x < y ? x : y),
					    .b = (uint32_t)(x < y ? y : x),
					    .bits = (float)p[i].bits_milli / 1000,
					    .probability = (float)p[i].ppm / 1e6F };
	}
	return 0;
}

/* Who is of the same person, or was found under it. */
static int add_company(struct component *c, size_t i, struct err *e)
{
	struct assigned *mine;
	size_t n;
	int64_t id = c->of[i].id;
	TRY(reg_assigned(c->r, id, 0, c->a, &mine, &n, e));
	for (size_t k = 0; k <= n; k++) {
		int64_t person = k < n ? mine[k].person : c->of[i].is_person ? id : 0;
		struct assigned *all;
		size_t n_all;
		if (!person)
			continue;
		TRY(add_record(c, person, e));
		TRY(reg_assigned(c->r, 0, person, c->a, &all, &n_all, e));
		for (size_t m = 0; m < n_all; m++)
			TRY(add_record(c, all[m].record, e));
	}
	return 0;
}

static int add_decided(struct component *c, const struct link_standing *st, size_t n, int64_t id,
		       struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (st[i].a == id || st[i].b == id)
			TRY(add_record(c, st[i].a == id ? st[i].b : st[i].a, e));
	return 0;
}

static void take_decisions(struct component *c, const struct link_standing *st, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		ptrdiff_t x = place_of(c, st[i].a);
		ptrdiff_t y = place_of(c, st[i].b);
		if (x < 0 || y < 0)
			continue;
		c->decisions = arena_grow(c->a, c->decisions, c->n_decisions, &c->cap_decisions,
					  sizeof *c->decisions);
		c->decisions[c->n_decisions++] = linkage_decision_of(&st[i], x, y);
	}
}

static int gather(struct component *c, const int64_t *records, size_t n, struct err *e)
{
	struct link_standing *st;
	size_t n_st;
	TRY(reg_link_verdicts(c->r, c->a, &st, &n_st, e));
	for (size_t i = 0; i < n; i++)
		TRY(add_record(c, records[i], e));
	for (size_t i = 0; i < c->n; i++) {
		TRY(add_pairs(c, c->of[i].id, e));
		TRY(add_company(c, i, e));
		TRY(add_decided(c, st, n_st, c->of[i].id, e));
	}
	take_decisions(c, st, n_st);
	return 0;
}

/* ---- solving ---- */

static int solve(const struct component *c, float accept, uint32_t *ret, struct err *e)
{
	struct cluster_edge *edges = NEW_N(c->a, c->n_pairs, struct cluster_edge);
	bool *free_of = NEW_N(c->a, c->lists.n, bool);
	uint32_t *cluster = NEW_N(c->a, c->n, uint32_t);
	struct cluster_flag *flags;
	size_t n_flags;
	for (size_t i = 0; i < c->n_pairs; i++)
		edges[i] = (struct cluster_edge){ c->pairs[i].a, c->pairs[i].b, c->pairs[i].bits };
	for (size_t i = 0; i < c->lists.n; i++)
		free_of[i] = c->lists.p[i].duplicate_free;
	struct cluster_in in = { .n = c->n,
				 .edges = edges,
				 .n_edges = c->n_pairs,
				 .list = c->list,
				 .duplicate_free = free_of,
				 .rank = c->rank,
				 .decisions = { c->decisions, c->n_decisions },
				 .absent = (float)link_log_odds(.01) };
	TRY(cluster_solve(&in, c->a, cluster, &flags, &n_flags, e));
	linkage_sure(cluster, c->n, c->pairs, c->n_pairs, accept, c->decisions, c->n_decisions,
		     c->a, ret);
	return 0;
}

static int64_t persons_before(const struct component *c, struct arena *a)
{
	struct map seen;
	int64_t n = 0;
	map_init(&seen, a);
	for (size_t i = 0; i < c->n; i++) {
		int64_t who = c->of[i].person;
		void **at = who ? map_at(&seen, key_of(&who)) : NULL;
		n += !at || !*at;
		if (at)
			*at = a;
	}
	return n;
}

static float accept_of(struct reg *r, struct arena *a)
{
	struct linkage_report rep;
	return linkage_report(r, 0, a, &rep, NULL) == 0 ? (float)rep.accept : .95F;
}

int linkage_settle(struct reg_tx *tx, const int64_t *records, size_t n, struct str reason,
		   struct str summary, int64_t *ret_run, int64_t *ret_before, int64_t *ret_after,
		   struct err *e)
{
	AUTO_ARENA *a = arena_new((size_t)2 << 30);
	struct component c = { .r = tx->r, .a = a };
	struct linkage_plan plan;
	struct assign_run run = { .model = STR(""), .reason = reason, .summary = summary };
	map_init(&c.place, a);
	TRY(reg_run_newest(tx->r, &c.run, e));
	TRY(gather(&c, records, n, e));
	uint32_t *cluster = NEW_N(a, c.n, uint32_t);
	TRY(solve(&c, accept_of(tx->r, a), cluster, e));
	struct linkage_plan_in in = { .of = c.of, .n = c.n, .cluster = cluster };
	struct linkage_person *persons;
	TRY(linkage_persons(tx->r, c.of, c.n, a, &persons, &in.n_persons, e));
	in.persons = persons;
	linkage_plan(&in, a, &plan);
	*ret_before = persons_before(&c, a);
	*ret_after = 0;
	for (uint32_t i = 0; i < c.n; i++)
		*ret_after += cluster[i] == i;
	TRY(reg_assign_begin(tx, &run, ret_run, e));
	return linkage_assign(tx, *ret_run, &in, &plan,
			      linkage_best(cluster, c.n, c.pairs, c.n_pairs, a), e);
}
