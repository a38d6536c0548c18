/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * register_expect.c - how many persons are expected, while pairs wait and as people decide.
 *
 * A run says how many persons it expects (run_count.c) and how many it assigned. What lies between is of two kinds: pairs
 * that wait in the queue, which take off the count as much as they are probable, and all else: accepted pairs that may
 * not be one, pairs under the floor, pairs that were never compared. A decision settles the first and leaves the
 * second. So the count expected at any time is the persons as assigned then, less what pairs that still wait are
 * expected to join, less what the run had besides.
 *
 * Of pairs that hang together only those of a forest count, the likeliest first: three pairs between three persons take
 * two off at most.
 */
#include "link/register_priv.h"

#include <math.h>
#include <stdlib.h>

#include "base/order.h"
#include "link/parts.h"
#include "register/kept.h"

struct waiting {
	uint32_t a, b;
	int64_t ppm;
};

static void join(const struct waiting *p, size_t n, size_t n_nodes, struct arena *a,
		 struct linkage_awaited *ret)
{
	int64_t ppm = 0;
	uint32_t *up = NEW_N(a, n_nodes, uint32_t);
	parts_alone(up, n_nodes);
	*ret = (struct linkage_awaited){ 0 };
	for (size_t i = 0; i < n; i++) {
		bool new = parts_root(up, p[i].a) != parts_root(up, p[i].b);
		ret->joined += new;
		ppm += new ? p[i].ppm : 0;
		parts_join(up, p[i].a, p[i].b);
	}
	ret->milli = ppm / 1000;
}

/* ---- of the register as it stands ---- */

struct places {
	struct map at;
	uint32_t n;
};

static uint32_t place_of(struct places *x, int64_t id)
{
	void **slot = map_at(&x->at, str_n((const char *)&id, sizeof id));
	if (!*slot)
		*slot = (void *)(uintptr_t)(++x->n);
	return (uint32_t)(uintptr_t)*slot - 1;
}

int linkage_awaited(struct reg *r, int64_t run, struct linkage_awaited *ret, struct err *e)
{
	static const char AWAITED;
	AUTO_ARENA *a = arena_new(0);
	struct kept_key key = { &AWAITED, run, KEPT_UNTIL_ACT };
	struct places places = { .n = 0 };
	struct undecided *u;
	bool there;
	size_t n;
	TRY(reg_kept_value(r, key, ret, sizeof *ret, &there, e));
	if (there)
		return 0;
	TRY(reg_undecided(r, run, a, &u, &n, e));
	struct waiting *p = NEW_N(a, n, struct waiting);
	map_init(&places.at, a);
	for (size_t i = 0; i < n; i++)
		p[i] = (struct waiting){ place_of(&places, u[i].a), place_of(&places, u[i].b),
					 u[i].ppm };
	join(p, n, places.n, a, ret);
	return reg_keep(r, key, ret, sizeof *ret, e);
}

int linkage_among(struct reg *r, const int64_t *persons, size_t n, struct linkage_among *ret,
		  struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct linkage_awaited w;
	struct undecided *u = NULL;
	size_t n_u = 0;
	size_t n_p = 0;
	int64_t run;
	TRY(reg_run_newest(r, &run, e));
	if (run && n)
		TRY(reg_undecided(r, run, a, &u, &n_u, e));
	struct waiting *p = NEW_N(a, n_u, struct waiting);
	for (size_t i = 0; i < n_u; i++) {
		const int64_t *x = bsearch(&u[i].a, persons, n, sizeof *persons, order_i64);
		const int64_t *y = bsearch(&u[i].b, persons, n, sizeof *persons, order_i64);
		if (x && y && x != y)
			p[n_p++] = (struct waiting){ (uint32_t)(x - persons),
						     (uint32_t)(y - persons), u[i].ppm };
	}
	join(p, n_p, n, a, &w);
	*ret = (struct linkage_among){ (int64_t)n_p, w.joined, w.milli };
	return 0;
}

/* What the run said of itself. */
struct said {
	int64_t expected, besides, lo, hi;
};

static int run_said(struct reg *r, int64_t run, struct said *ret, struct err *e)
{
	static const char SAID;
	AUTO_ARENA *a = arena_new(0);
	struct kept_key key = { &SAID, run, KEPT_UNTIL_RUN };
	struct linkage_report rep = { 0 };
	bool there;
	TRY(reg_kept_value(r, key, ret, sizeof *ret, &there, e));
	if (there)
		return 0;
	TRY(linkage_run_numbers(r, run, a, &rep, e));
	*ret = (struct said){ rep.expected_milli, rep.besides_milli, rep.drawn_lo, rep.drawn_hi };
	return reg_keep(r, key, ret, sizeof *ret, e);
}

void linkage_expect_move(int64_t by_milli, int64_t *expected_milli, int64_t *lo, int64_t *hi)
{
	int64_t whole = (by_milli + (by_milli < 0 ? -500 : 500)) / 1000;
	*expected_milli += by_milli;
	*lo += whole;
	*hi += whole;
}

int linkage_expect_now(struct reg *r, const struct linkage_awaited *w, struct linkage_count *c,
		       struct err *e)
{
	struct said s;
	TRY(run_said(r, c->run, &s, e));
	if (!s.expected)
		return 0;
	int64_t now = 1000 * c->persons - w->milli - s.besides;
	c->expected_milli = s.expected;
	c->expected_lo = s.lo;
	c->expected_hi = s.hi;
	linkage_expect_move(now - s.expected, &c->expected_milli, &c->expected_lo, &c->expected_hi);
	return 0;
}

/* ---- of a run ---- */

static int likeliest(const void *x, const void *y)
{
	const struct waiting *p = x;
	const struct waiting *q = y;
	return (q->ppm > p->ppm) - (q->ppm < p->ppm);
}

void linkage_expect_run(struct linkage_job *j)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct linkage_awaited w;
	struct linkage_report *rep = &j->report;
	struct waiting *p = NEW_N(a, j->n_queue, struct waiting);
	for (size_t i = 0; i < j->n_queue; i++) {
		const struct link_pair *x = &j->result.pairs[j->queue[i].edge];
		p[i] = (struct waiting){ j->sure[x->a], j->sure[x->b],
					 llround((double)x->probability * 1e6) };
	}
	if (j->n_queue)
		qsort(p, j->n_queue, sizeof *p, likeliest);
	join(p, j->n_queue, j->s.n, a, &w);
	rep->expected_milli = llround(j->result.counts.expected * 1000);
	rep->besides_milli = 1000 * rep->persons - w.milli - rep->expected_milli;
}
