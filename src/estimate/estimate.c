/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estimate.c - the order of things: the table's gates, the methods, what else could be assumed, the verdict. */
#include "estimate/estimate.h"

#include "base/clock.h"
#include "estimate/dga.h"
#include "estimate/floor.h"
#include "estimate/gate.h"
#include "estimate/loglinear.h"
#include "estimate/sparse.h"

#define BUDGET_DEFAULT 20
/* Of each chain of a variant; it is 10,000 sweeps long, and at most so many times doubled. */
enum { VARIANT_DRAWS = 2000, VARIANT_LONGER = 3 };

struct run {
	const struct estimate_options *o;
	struct estimate_result *r;
	struct pool *pool;
	struct arena *a;
	double share, until; /* of the work: where the present step began, where it ends */
};

static bool tell(void *ctx, double share)
{
	const struct run *x = ctx;
	double at = x->share + share * (x->until - x->share);
	return !x->o->progress || x->o->progress(x->o->ctx, at < 1 ? at : 1);
}

static int step(struct run *x, double until, struct err *e)
{
	x->share = x->until;
	x->until = until;
	if (!tell(x, 0))
		return err_set(e, ERR_BUSY, "stopped");
	return 0;
}

/* ---- the table ------------------------------------------------------------ */

static int without_empty(const struct cells *c, struct estimate_result *r, struct arena *a,
			 struct err *e)
{
	struct str *empty = NEW_N(a, c->n_lists, struct str);
	struct cells *now = NEW(a, struct cells);
	*now = *c;
	for (size_t j = c->n_lists; j-- > 0;) {
		int64_t lost;
		if (cells_on(now, UINT32_C(1) << j) > 0)
			continue;
		empty[r->n_empty++] = c->lists[j];
		TRY(cells_without(now, j, a, now, &lost, e));
	}
	r->cells = now;
	r->empty = empty;
	return 0;
}

/* People of one list, by the other lists: the list is a population whose size is known. */
static int within_list(const struct cells *c, size_t list, struct arena *a, struct cells *ret,
		       struct err *e)
{
	struct cell *p = NEW_N(a, c->n, struct cell);
	struct cells part = *c;
	int64_t lost;
	part.p = p;
	part.n = 0;
	for (size_t i = 0; i < c->n; i++)
		if (c->p[i].on >> list & 1)
			p[part.n++] = c->p[i];
	return cells_without(&part, list, a, ret, &lost, e);
}

/* ---- the latent classes, again and again -------------------------------------- */

static struct lcmcr_options main_options(const struct run *x)
{
	return (struct lcmcr_options){ .classes = x->o->classes,
				       .prior = x->o->prior,
				       .draws = x->o->draws,
				       .a = x->o->a,
				       .b = x->o->b,
				       .seed = x->o->seed,
				       .budget = x->o->budget > 0 ? x->o->budget : BUDGET_DEFAULT };
}

static bool go_on(void *ctx, double share)
{
	return tell(ctx, share);
}

static int run_classes(struct run *x, struct err *e)
{
	struct lcmcr_options o = main_options(x);
	o.go_on = go_on;
	o.ctx = x;
	return lcmcr_run(x->r->cells, &o, x->pool, x->a, &x->r->lcmcr, e);
}

/* Shorter, for how far the centre moves: begun as much longer as the table itself needed, up to eight times, and again
 * with twice the length while runs do not come together at all. */
static int run_variant(struct run *x, const struct cells *c, struct lcmcr_options o,
		       struct estimate_variant *v, struct err *e)
{
	const struct estimate_limits *t = &x->r->limits;
	struct lcmcr_result r;
	int longer = x->r->lcmcr.longer < 3 ? x->r->lcmcr.longer : 3;
	o.draws = VARIANT_DRAWS;
	o.budget = 0;
	do {
		AUTO_ARENA *own = arena_new(0);
		o.thin = (size_t)4 << longer;
		o.burnin = (size_t)2000 << longer;
		TRY(lcmcr_run(c, &o, x->pool, own, &r, e));
		v->disagree = r.rhat > t->rhat_refused || r.ess_bulk < t->ess_refused ||
			      r.ess_tail < t->ess_refused;
	} while (v->disagree && longer++ < VARIANT_LONGER);
	v->n = r.head.n;
	v->rhat = r.rhat;
	v->moved = r.median / x->r->lcmcr.median - 1;
	return 0;
}

static int assume_otherwise(struct run *x, struct err *e)
{
	static const struct {
		int classes;
		double ab;
		const char *name;
	} TRIED[] = { { 5, 0, "K = 5" }, { 20, 0, "K = 20" }, { 0, 1, "a = b = 1" } };
	struct estimate_result *r = x->r;
	struct estimate_variant *v =
		NEW_N(x->a, COUNT(TRIED) + r->dga.n_priors, struct estimate_variant);
	size_t n = 0;
	for (size_t i = 0; r->lcmcr.head.made && i < COUNT(TRIED); i++) {
		struct lcmcr_options o = main_options(x);
		if (TRIED[i].classes)
			o.classes = TRIED[i].classes;
		if (TRIED[i].ab > 0)
			o.a = o.b = TRIED[i].ab;
		v[n].name = str_of(TRIED[i].name);
		TRY(run_variant(x, r->cells, o, &v[n++], e));
	}
	/* One half, Jeffreys' prior, is weighed; one, which no peer defends for a table, is only shown. */
	for (size_t i = 0; r->dga.head.made && i < r->dga.n_priors; i++) {
		const struct dga_prior *p = &r->dga.priors[i];
		if (p->delta != 0.5)
			continue;
		v[n].name = STR("dga, delta = 1/2");
		v[n].n = (struct estimate_interval){ p->median, p->lo, p->hi };
		v[n].rhat = NUM_NAN;
		v[n++].moved = p->median / r->dga.median - 1;
	}
	r->sensitivity = v;
	r->n_sensitivity = n;
	return 0;
}

/* With three lists two would be left, from which no number is given. */
static int leave_out(struct run *x, struct err *e)
{
	struct estimate_result *r = x->r;
	const struct cells *c = r->cells;
	if (c->n_lists < 4 || !r->lcmcr.head.made)
		return 0;
	struct estimate_variant *out = NEW_N(x->a, c->n_lists, struct estimate_variant);
	struct estimate_variant *in = NEW_N(x->a, c->n_lists, struct estimate_variant);
	size_t n_in = 0;
	for (size_t j = 0; j < c->n_lists; j++) {
		struct cells part;
		out[j].name = c->lists[j];
		TRY(cells_without(c, j, x->a, &part, &out[j].lost, e));
		TRY(run_variant(x, &part, main_options(x), &out[j], e));
		struct estimate_variant *v = &in[n_in];
		v->name = c->lists[j];
		v->truth = r->lists[j].people;
		if (r->lists[j].people - r->lists[j].alone < r->limits.list_people)
			continue;
		TRY(within_list(c, j, x->a, &part, e));
		TRY(run_variant(x, &part, main_options(x), v, e));
		v->moved = v->n.centre / (double)v->truth - 1;
		v->inside = v->n.lo <= (double)v->truth && (double)v->truth <= v->n.hi;
		n_in++;
	}
	r->left_out = out;
	r->n_left_out = c->n_lists;
	r->within = in;
	r->n_within = n_in;
	return 0;
}

/* ---- all of it ------------------------------------------------------------ */

static int run_methods(struct run *x, struct err *e)
{
	struct estimate_result *r = x->r;
	unsigned m = r->methods;
	if (m & ESTIMATE_DGA) {
		struct dga_options o = { .quick = x->o->quick, .pool = x->pool };
		TRY(dga_run(r->cells, &o, x->a, &r->dga, e));
	}
	if (m & ESTIMATE_LOGLINEAR) {
		struct loglinear_options o = { .quick = x->o->quick, .pool = x->pool };
		TRY(loglinear_run(r->cells, &o, x->a, &r->loglinear, e));
	}
	if (m & ESTIMATE_SPARSE && !x->o->quick) {
		struct sparse_options o = { .seed = x->o->seed };
		TRY(sparse_run(r->cells, &o, x->pool, x->a, &r->sparse, e));
	}
	TRY(step(x, 0.6, e));
	if (m & ESTIMATE_LCMCR)
		TRY(run_classes(x, e));
	return 0;
}

static int check_options(const struct estimate_options *o, struct err *e)
{
	if (o->methods & ~(unsigned)ESTIMATE_ALL)
		return err_set(e, ERR_INPUT, "no such method");
	if (o->classes < 0 || o->classes > LCMCR_CLASSES_MAX)
		return err_set(e, ERR_INPUT, "classes are from 1 to %d", LCMCR_CLASSES_MAX);
	if (!(o->budget >= 0))
		return err_set(e, ERR_INPUT, "a budget below nothing");
	return 0;
}

static bool refused(const struct estimate_result *r)
{
	for (size_t i = 0; i < r->n_reasons; i++)
		if (r->reasons[i].at_best == ESTIMATE_REFUSED)
			return true;
	return false;
}

int estimate_run(const struct cells *c, const struct estimate_options *o, struct arena *a,
		 struct estimate_result *ret, struct err *e)
{
	static const struct estimate_options DEFAULTS = { 0 };
	struct estimate_result r = { 0 };
	int64_t start = clock_mono_ns();
	o = o ? o : &DEFAULTS;
	TRY(check_options(o, e));
	AUTO_POOL *pool = pool_new(o->threads);
	struct run x = { o, &r, pool, a, 0, 0 };
	r.methods = o->methods ? o->methods : ESTIMATE_ALL;
	r.seed = o->seed;
	TRY(without_empty(c, &r, a, e));
	gate_table(&r, a);
	TRY(step(&x, 0.1, e));
	if (r.methods & ESTIMATE_CHAO)
		TRY(floor_run(r.cells, a, &r.floor, e));
	/* What the table forbids no model is asked: its number would be printed somewhere. */
	if (!refused(&r)) {
		TRY(run_methods(&x, e));
		TRY(step(&x, 0.75, e));
		if (!o->quick)
			TRY(assume_otherwise(&x, e));
		TRY(step(&x, 1, e));
		if (!o->quick)
			TRY(leave_out(&x, e));
		gate_models(&r, a);
	}
	gate_judge(&r);
	r.seconds = (double)(clock_mono_ns() - start) / 1e9;
	*ret = r;
	return 0;
}
