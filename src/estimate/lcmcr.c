/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/lcmcr_priv.h"

#include <stdlib.h>

#include "base/clock.h"
#include "num/chains.h"

/* When chains agree well enough to stop, and when so badly that what they did so far is warm-up. */
#define RHAT_GOOD     1.01
#define RHAT_HOPELESS 1.05
#define ESS_GOOD      400
/* The peer's silent ceiling, here a line that is counted. */
#define CAP_TIMES 20

struct job {
	const struct lcmcr_model *m;
	struct lcmcr_lane *lane;
	uint64_t seed;
	size_t skip;	 /* sweeps before the first draw */
	size_t from, to; /* draws to make */
	size_t thin;
	bool begin;
};

static void keep(struct lcmcr_lane *l, const struct lcmcr_model *m, size_t i)
{
	int classes = 0;
	for (int h = 0; h < m->k; h++)
		classes += l->s.seen[h] + l->s.unseen[h] > 0;
	l->p0[i] = l->s.p0;
	l->n0[i] = l->s.n0;
	l->alpha[i] = l->s.alpha;
	l->classes[i] = (uint8_t)classes;
}

static void run_lane(void *ctx, size_t i, int worker)
{
	const struct job *j = ctx;
	struct lcmcr_lane *l = &j->lane[i];
	(void)worker;
	if (j->begin)
		lcmcr_begin(&l->s, j->m, j->seed, i);
	for (size_t k = 0; k < j->skip; k++)
		lcmcr_sweep(&l->s, j->m);
	l->s.warm = false;
	for (size_t d = j->from; d < j->to; d++) {
		for (size_t k = 0; k < j->thin; k++)
			lcmcr_sweep(&l->s, j->m);
		keep(l, j->m, d);
	}
}

/* Every other draw, so that twice as long a run fits in the same room. */
static void halve(struct lcmcr_lane *l, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		l->p0[i] = l->p0[2 * i + 1];
		l->n0[i] = l->n0[2 * i + 1];
		l->alpha[i] = l->alpha[2 * i + 1];
		l->classes[i] = l->classes[2 * i + 1];
	}
}

static struct chains look(const struct lcmcr_lane *lane, size_t chains, size_t n, struct arena *a)
{
	double *x = NEW_N(a, chains * n, double);
	for (size_t c = 0; c < chains; c++)
		for (size_t i = 0; i < n; i++)
			x[c * n + i] = log(lane[c].n0[i] + 1);
	return chains_look(x, n, chains, a);
}

static bool good(struct chains d)
{
	/* All draws alike: nobody is missing, and every chain says so. */
	if (isnan(d.rhat))
		return true;
	return d.rhat <= RHAT_GOOD && d.ess_bulk >= ESS_GOOD && d.ess_tail >= ESS_GOOD;
}

/* Microseconds of one sweep on the slowest machine we know, so that a budget in seconds is a number of
 * sweeps, the same everywhere. */
static double price(const struct lcmcr_model *m)
{
	return 1.5 + 0.035 * m->k * m->lists + 0.012 * m->k * (double)m->c->n;
}

struct plan {
	size_t chains, draws, thin, burnin;
	double sweeps; /* of one chain, in all */
};

static int check_options(const struct lcmcr_options *o, struct lcmcr_model *m, struct plan *p,
			 struct err *e)
{
	m->k = o->classes ? o->classes : 10;
	m->prior = o->prior;
	m->a = o->a > 0 ? o->a : 0.25;
	m->b = o->b > 0 ? o->b : 0.25;
	m->lambda_a = o->lambda_a > 0 ? o->lambda_a : 1;
	m->lambda_b = o->lambda_b > 0 ? o->lambda_b : 1;
	p->chains = o->chains ? o->chains : 4;
	p->draws = o->draws ? o->draws : 10000;
	p->thin = o->thin ? o->thin : 10;
	p->burnin = o->burnin ? o->burnin : 10000;
	if (m->k < 1 || m->k > LCMCR_CLASSES_MAX)
		return err_set(e, ERR_INPUT, "%d classes; from 1 to %d", m->k, LCMCR_CLASSES_MAX);
	if (p->chains > LCMCR_CHAINS_MAX)
		return err_set(e, ERR_INPUT, "%zu chains, the limit is %d", p->chains,
			       LCMCR_CHAINS_MAX);
	if (p->draws < 8 || p->draws > LCMCR_DRAWS_MAX || p->thin > 100000 || p->burnin > 100000000)
		return err_set(e, ERR_INPUT, "draws, thinning or warm-up out of range");
	if (!(o->budget >= 0 && o->budget <= 86400))
		return err_set(e, ERR_INPUT, "a budget of no seconds, or of more than a day");
	p->sweeps = o->budget * 2e6 / price(m) / (double)p->chains;
	return 0;
}

static int by_pattern(const void *key, const void *cell)
{
	const uint32_t on = *(const uint32_t *)key;
	const struct cell *c = cell;
	return (on > c->on) - (on < c->on);
}

/* A cell that lacks one list of cell i, and which. */
static uint32_t find_parent(const struct cells *c, size_t i, uint32_t *ret_list)
{
	const uint32_t on = c->p[i].on;
	for (uint32_t j = 0; j < c->n_lists; j++) {
		const uint32_t less = on & ~(UINT32_C(1) << j);
		if (less == on || less == 0)
			continue;
		const struct cell *p = bsearch(&less, c->p, i, sizeof *p, by_pattern);
		*ret_list = j;
		if (p)
			return (uint32_t)(p - c->p);
	}
	return NO_PARENT;
}

static void index_members(const struct cells *c, struct lcmcr_model *m, struct arena *a)
{
	uint32_t *first = NEW_N(a, c->n + 1, uint32_t);
	uint32_t *parent = NEW_N(a, c->n, uint32_t);
	uint8_t *member = NEW_N(a, c->n * c->n_lists, uint8_t);
	uint32_t at = 0;
	for (size_t i = 0; i < c->n; i++) {
		uint32_t list = 0;
		first[i] = at;
		parent[i] = find_parent(c, i, &list);
		if (parent[i] != NO_PARENT) {
			member[at++] = (uint8_t)list;
			continue;
		}
		for (size_t j = 0; j < c->n_lists; j++)
			if (c->p[i].on >> j & 1)
				member[at++] = (uint8_t)j;
	}
	first[c->n] = at;
	m->first = first;
	m->member = member;
	m->parent = parent;
}

static struct lcmcr_drift *new_scratch(const struct lcmcr_model *m, struct arena *a)
{
	struct lcmcr_drift *d = NEW(a, struct lcmcr_drift);
	d->cell = NEW_N(a, m->c->n * (size_t)m->k, double);
	d->sum = NEW_N(a, m->c->n * (size_t)m->k, double);
	d->total = NEW_N(a, m->c->n, double);
	d->change = NEW_N(a, m->c->n, double);
	return d;
}

/* Run, look, run on. Returns what the last look saw. */
static struct chains sample(const struct lcmcr_options *o, const struct lcmcr_model *m,
			    struct plan *p, struct lcmcr_lane *lane, struct pool *pool,
			    int *ret_longer)
{
	AUTO_ARENA *scratch = arena_new(0);
	struct job j = { m, lane, o->seed, p->burnin, 0, p->draws, p->thin, true };
	double done = (double)p->burnin + (double)p->draws * (double)p->thin;
	pool_each_long(pool, p->chains, run_lane, &j);
	struct chains d = look(lane, p->chains, p->draws, scratch);
	*ret_longer = 0;
	while (!good(d) && o->budget > 0) {
		bool again = d.rhat > RHAT_HOPELESS;
		size_t from = again ? 0 : p->draws / 2;
		double more = (double)(p->draws - from) * (double)p->thin * 2;
		if (done + more > p->sweeps || (o->go_on && !o->go_on(o->ctx, done / p->sweeps)))
			break;
		if (!again)
			for (size_t c = 0; c < p->chains; c++)
				halve(&lane[c], p->draws);
		p->thin *= 2;
		j = (struct job){ m, lane, o->seed, 0, from, p->draws, p->thin, false };
		pool_each_long(pool, p->chains, run_lane, &j);
		done += more;
		arena_clear(scratch);
		d = look(lane, p->chains, p->draws, scratch);
		(*ret_longer)++;
	}
	return d;
}

int lcmcr_run(const struct cells *c, const struct lcmcr_options *o, struct pool *pool,
	      struct arena *a, struct lcmcr_result *ret, struct err *e)
{
	static const struct lcmcr_options DEFAULTS = { 0 };
	struct lcmcr_model m = { .c = c, .lists = (int)c->n_lists, .n = (double)c->total };
	struct plan p;
	struct lcmcr_result r = { .head.n = { NUM_NAN, NUM_NAN, NUM_NAN } };
	int64_t start = clock_mono_ns();
	o = o ? o : &DEFAULTS;
	TRY(check_options(o, &m, &p, e));
	if (c->n_lists < 2) {
		r.head.why_not = STR("one list overlaps with nothing");
		*ret = r;
		return 0;
	}
	AUTO_ARENA *own = arena_new(0);
	index_members(c, &m, own);
	struct lcmcr_lane *lane = NEW_N(own, p.chains, struct lcmcr_lane);
	for (size_t i = 0; i < p.chains; i++) {
		lane[i].s.drift = new_scratch(&m, own);
		lane[i].p0 = NEW_N(own, p.draws, double);
		lane[i].n0 = NEW_N(own, p.draws, double);
		lane[i].alpha = NEW_N(own, p.draws, double);
		lane[i].classes = NEW_N(own, p.draws, uint8_t);
	}
	struct chains d = sample(o, &m, &p, lane, pool, &r.longer);
	r.n_classes = m.k;
	r.prior_a = m.a;
	r.prior_b = m.b;
	r.n_chains = p.chains;
	r.draws = p.draws;
	r.thin = p.thin;
	r.burnin = p.burnin;
	r.rungs = 1;
	r.cap = CAP_TIMES * m.n;
	r.rhat = d.rhat;
	r.ess_bulk = d.ess_bulk;
	r.ess_tail = d.ess_tail;
	lcmcr_summarise(&m, lane, own, a, &r);
	r.head.made = true;
	r.head.n = (struct estimate_interval){ r.median, r.lo, r.hi };
	r.head.seconds = (double)(clock_mono_ns() - start) / 1e9;
	*ret = r;
	return 0;
}
