/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * register_piece.c - the part of the register that hangs together with some records, solved by itself.
 *
 * Records hang together by pairs of the newest run, by decisions, and by being of one person. What hangs together is
 * solved just as a run would solve it, since a run solves each such part by itself.
 */
#include "link/link_priv.h"

#include <math.h>

#include "link/register_priv.h"

/* So many beside those asked for are solved at once; more only where decisions or persons hold them together. */
enum { SMALL = 150, PIECE_MAX = 5000 };

static struct str key_of(const int64_t *id)
{
	return str_n((const char *)id, sizeof *id);
}

static ptrdiff_t place_of(const struct linkage_piece *c, int64_t id)
{
	return (ptrdiff_t)(uintptr_t)map_get(&c->place, key_of(&id)) - 1;
}

/* ---- gathering ---- */

static int take_record(void *ctx, const struct reg_record *rec, struct err *e)
{
	struct linkage_piece *c = ctx;
	c->of = arena_grow(c->a, c->of, c->n, &c->cap[0], sizeof *c->of);
	c->rank = arena_grow(c->a, c->rank, c->n, &c->cap[1], sizeof *c->rank);
	c->list = arena_grow(c->a, c->list, c->n, &c->cap[2], sizeof *c->list);
	TRY(linkage_list_place(c->r, rec->list, c->a, &c->lists, &c->list[c->n], e));
	c->of[c->n] = linkage_one_of(rec, c->list[c->n]);
	struct str called = str_printf(
		c->a, "%016llx",
		(unsigned long long)linkage_rank(c->lists.p[c->list[c->n]].label, rec->said));
	c->rank[c->n] = link_hash(called); /* as the set of a run has it */
	*map_at(&c->place, key_of(&rec->entity.id)) = (void *)(uintptr_t)(++c->n);
	return 0;
}

/* A record that is none any more (its edition was taken back) hangs together with nothing. */
static int add_record(struct linkage_piece *c, int64_t id, struct err *e)
{
	if (!id || place_of(c, id) >= 0)
		return 0;
	if (c->n == c->most)
		return err_set(e, ERR_TOOBIG,
			       "more than %d records hang together here: use `vigil link run`",
			       PIECE_MAX);
	int rc = reg_record_one(c->r, id, take_record, c, e);
	return rc == ERR_NOTFOUND ? 0 : rc;
}

static bool is_redone(const struct linkage_piece *c, int64_t id)
{
	return map_get(&c->redone, key_of(&id)) != NULL;
}

/* All pairs of a record that count, fresh ones first. */
static int read_pairs(struct linkage_piece *c, int64_t id, struct piece_pairs *ret, struct err *e)
{
	struct run_pair *p = NULL;
	size_t n = 0;
	size_t fresh = 0;
	size_t first = (size_t)(uintptr_t)map_get(&c->fresh_of, key_of(&id));
	struct pair_query q = { .run = c->run, .record = id };
	if (c->run)
		TRY(reg_pairs(c->r, &q, c->a, &p, &n, NULL, e));
	for (size_t i = first; i; i = c->fresh_next[i - 1])
		fresh++;
	ret->p = NEW_N(c->a, n + fresh, struct run_pair);
	ret->n = 0;
	for (size_t i = first; i; i = c->fresh_next[i - 1])
		ret->p[ret->n++] = c->fresh[(i - 1) / 2];
	for (size_t i = 0; i < n; i++)
		if (!is_redone(c, p[i].a.id) && !is_redone(c, p[i].b.id))
			ret->p[ret->n++] = p[i];
	return 0;
}

static int64_t other_of(const struct run_pair *p, int64_t id)
{
	return p->a.id == id ? p->b.id : p->a.id;
}

/* ---- by how much they are tied: a heap, the strongest first ---- */

static bool is_stronger(const struct piece_tie *x, const struct piece_tie *y)
{
	return x->bits_milli != y->bits_milli ? x->bits_milli > y->bits_milli : x->id < y->id;
}

static void tie(struct linkage_piece *c, int64_t bits_milli, int64_t id)
{
	c->ties = arena_grow(c->a, c->ties, c->n_ties, &c->cap_ties, sizeof *c->ties);
	struct piece_tie t = { bits_milli, id };
	size_t i = c->n_ties++;
	for (; i && is_stronger(&t, &c->ties[(i - 1) / 2]); i = (i - 1) / 2)
		c->ties[i] = c->ties[(i - 1) / 2];
	c->ties[i] = t;
}

static int64_t strongest_taken(struct linkage_piece *c)
{
	int64_t id = c->ties[0].id;
	struct piece_tie last = c->ties[--c->n_ties];
	size_t i = 0;
	for (size_t k = 1; k < c->n_ties; k = 2 * i + 1) {
		k += k + 1 < c->n_ties && is_stronger(&c->ties[k + 1], &c->ties[k]);
		if (!is_stronger(&c->ties[k], &last))
			break;
		c->ties[i] = c->ties[k];
		i = k;
	}
	c->ties[i] = last;
	return id;
}

/* Which is not in the piece yet; 0 none. */
static int64_t strongest_outside(struct linkage_piece *c)
{
	while (c->n_ties) {
		int64_t id = strongest_taken(c);
		if (place_of(c, id) < 0)
			return id;
	}
	return 0;
}

/*
 * What a clustering has together is tied by pairs that may speak for it (cluster_expect.c), so that others need not be followed;
 * they are as long as that leaves a small piece, since what a decision on one of them would move is then told exactly.
 */
static int follow_pairs(struct linkage_piece *c, size_t i, struct err *e)
{
	int64_t id = c->of[i].id;
	c->of_record = arena_grow(c->a, c->of_record, i, &c->cap[3], sizeof *c->of_record);
	TRY(read_pairs(c, id, &c->of_record[i], e));
	int64_t tied = c->model ? (int64_t)floor(1000 * (CLUSTER_TIED - c->model->core_bits)) : 0;
	for (size_t k = 0; k < c->of_record[i].n; k++) {
		const struct run_pair *p = &c->of_record[i].p[k];
		if (c->only_for && i < c->n_asked)
			TRY(add_record(c, other_of(p, id), e));
		else if (!c->only_for || p->bits_milli > tied)
			tie(c, p->bits_milli, other_of(p, id));
	}
	return 0;
}

/* Those with both records in the piece, once. */
static void keep_pairs(struct linkage_piece *c)
{
	for (size_t i = 0; i < c->n; i++)
		for (size_t k = 0; k < c->of_record[i].n; k++) {
			const struct run_pair *p = &c->of_record[i].p[k];
			ptrdiff_t y = place_of(c, other_of(p, c->of[i].id));
			if (y < 0 || p->a.id != c->of[i].id)
				continue; /* from the other side */
			c->pairs = arena_grow(c->a, c->pairs, c->n_pairs, &c->cap_pairs,
					      sizeof *c->pairs);
			c->said = arena_grow(c->a, c->said, c->n_pairs, &c->cap_said,
					     sizeof *c->said);
			c->said[c->n_pairs] = *p;
			uint32_t x = (uint32_t)i;
			c->pairs[c->n_pairs++] =
				(struct link_pair){ .a = x < (uint32_t)y ? x : (uint32_t)y,
						    .b = x < (uint32_t)y ? (uint32_t)y : x,
						    .bits = (float)p->bits_milli / 1000,
						    .probability = (float)p->ppm / 1e6F };
		}
}

/* Places of fresh pairs by record: a chain of 1 + 2 * pair + side. */
static void index_fresh(struct linkage_piece *c)
{
	c->fresh_next = NEW_N(c->a, 2 * c->n_fresh, size_t);
	for (size_t i = 0; i < 2 * c->n_fresh; i++) {
		const struct run_pair *f = &c->fresh[i / 2];
		void **at = map_at(&c->fresh_of, key_of(i % 2 ? &f->b.id : &f->a.id));
		c->fresh_next[i] = (size_t)(uintptr_t)*at;
		*at = (void *)(uintptr_t)(i + 1);
	}
}

/* Who is of the same person, or was found under it. */
static int add_company(struct linkage_piece *c, size_t i, struct err *e)
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

static int add_decided(struct linkage_piece *c, const struct link_standing *st, size_t n,
		       int64_t id, struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (st[i].a == id || st[i].b == id)
			TRY(add_record(c, st[i].a == id ? st[i].b : st[i].a, e));
	return 0;
}

static void take_decisions(struct linkage_piece *c, const struct link_standing *st, size_t n)
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

/*
 * Along the strongest ties first. In a large register ties that may speak for something reach nearly everybody; a run cuts such
 * parts where they hang together least, and so what lies behind the ties that are weaker than those of SMALL others is left.
 */
static int gather(struct linkage_piece *c, const struct link_standing *st, size_t n_st,
		  const int64_t *records, size_t n, struct err *e)
{
	int64_t next = 0;
	map_init(&c->place, c->a);
	c->n = 0;
	c->n_ties = 0;
	for (size_t i = 0; i < n; i++)
		TRY(add_record(c, records[i], e));
	c->n_asked = c->n;
	for (size_t i = 0; i < c->n || next;) {
		for (; i < c->n; i++) {
			TRY(follow_pairs(c, i, e));
			TRY(add_company(c, i, e));
			TRY(add_decided(c, st, n_st, c->of[i].id, e));
		}
		bool enough = c->only_for && c->n >= n + SMALL;
		next = enough ? 0 : strongest_outside(c);
		TRY(add_record(c, next, e));
	}
	return 0;
}

int linkage_piece_gather(struct linkage_piece *c, const int64_t *records, size_t n, struct err *e)
{
	struct link_standing *st;
	size_t n_st;
	struct err big = { 0 };
	map_init(&c->fresh_of, c->a);
	index_fresh(c);
	TRY(reg_link_verdicts(c->r, c->a, &st, &n_st, e));
	c->most = n + SMALL;
	int rc = gather(c, st, n_st, records, n, &big);
	if (rc == ERR_TOOBIG) {
		c->only_for = true;
		c->most = PIECE_MAX;
		TRY(gather(c, st, n_st, records, n, e));
	} else if (rc < 0) {
		*e = big;
		return rc;
	}
	keep_pairs(c);
	take_decisions(c, st, n_st);
	return 0;
}

/* ---- solving ---- */

static bool *duplicate_free(const struct linkage_piece *c)
{
	bool *ret = NEW_N(c->a, c->lists.n, bool);
	for (size_t i = 0; i < c->lists.n; i++)
		ret[i] = c->lists.p[i].duplicate_free;
	return ret;
}

static const float *within(const struct linkage_piece *c)
{
	float *ret = c->model && c->model->n_between ? NEW_N(c->a, c->lists.n, float) : NULL;
	for (size_t i = 0; ret && i < c->lists.n; i++)
		ret[i] = link_within_of(c->model, link_hash(linkage_list_name(&c->lists.p[i])));
	return ret;
}

struct cluster_in linkage_piece_edges(const struct linkage_piece *c)
{
	struct cluster_edge *edges = NEW_N(c->a, c->n_pairs, struct cluster_edge);
	for (size_t i = 0; i < c->n_pairs; i++) {
		double bits = (double)c->pairs[i].bits;
		edges[i] = (struct cluster_edge){ c->pairs[i].a, c->pairs[i].b,
						  (float)(c->model ? link_model_odds(c->model, bits)
								   : bits) };
	}
	return (struct cluster_in){ .n = c->n,
				    .edges = edges,
				    .n_edges = c->n_pairs,
				    .list = c->list,
				    .duplicate_free = duplicate_free(c),
				    .rank = c->rank,
				    .decisions = { c->decisions, c->n_decisions },
				    .absent = (float)link_log_odds(.01),
				    .core_bits = c->model ? (float)c->model->core_bits : 0,
				    .within = within(c),
				    .lean = c->model ? c->model->lean : 0 };
}

/* Probabilities of the model, shared among rivals: what was written earlier did not know all of them. */
static int share(struct linkage_piece *c, struct clustering *g, struct err *e)
{
	int64_t lists;
	const bool *is_free = duplicate_free(c);
	bool any = false;
	for (size_t l = 0; l < c->lists.n; l++)
		any |= is_free[l];
	float *p = NEW_N(c->a, c->n_pairs, float);
	if (c->model)
		clustering_probabilities(g, p);
	for (size_t i = 0; i < c->n_pairs && c->model; i++)
		c->pairs[i].probability = p[i];
	if (c->lists.n > 2 || !c->model || !any)
		return 0; /* nothing that link_share_odds would share */
	TRY(reg_record_lists(c->r, &lists, e));
	struct link_shared shared = { c->n, c->list, is_free, c->lists.n, (size_t)lists };
	link_share_odds(c->pairs, c->n_pairs, &shared, c->a);
	return 0;
}

int linkage_piece_solve(struct linkage_piece *c, struct err *e)
{
	struct cluster_in in = linkage_piece_edges(c);
	struct clustering *g;
	c->cluster = NEW_N(c->a, c->n, uint32_t);
	c->sure = NEW_N(c->a, c->n, uint32_t);
	TRY(clustering_new(&in, c->a, &g, e));
	clustering_solve(g, in.lean, c->a, c->cluster, &c->flags, &c->n_flags);
	TRY(share(c, g, e));
	linkage_sure(c->cluster, c->n, c->pairs, c->n_pairs, c->accept, c->decisions,
		     c->n_decisions, c->a, c->sure);
	return 0;
}

int64_t linkage_persons_before(const struct linkage_piece *c)
{
	struct map seen;
	int64_t n = 0;
	map_init(&seen, c->a);
	for (size_t i = 0; i < c->n; i++) {
		int64_t who = c->of[i].person;
		void **at = who ? map_at(&seen, key_of(&who)) : NULL;
		n += !at || !*at;
		if (at)
			*at = c->a;
	}
	return n;
}
