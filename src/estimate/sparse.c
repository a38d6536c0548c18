/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/sparse.h"

#include "base/buf.h"
#include "base/clock.h"
#include "estimate/sparse_priv.h"
#include "num/bootstrap.h"
#include "num/rng.h"

enum { MODEL_NAME_MAX = 1 << 14 };

int sparse_check(const struct cells *c, const uint32_t *pairs, size_t n, enum fit_exists *ret,
		 struct err *e)
{
	struct fit_table t;
	struct sparse_model x, y;
	struct sparse_pairs p = { 0 };
	if (c->n_lists < 2 || c->n_lists > FIT_LISTS_MAX || n > SPARSE_PAIRS_MAX)
		return err_set(e, ERR_INPUT, "pairs of 2 to %d lists can be judged", FIT_LISTS_MAX);
	for (size_t i = 0; i < n; i++) {
		if (cells_depth(pairs[i]) != 2 || pairs[i] >> c->n_lists)
			return err_set(e, ERR_INPUT, "not a pair of these lists");
		p.at[p.n++] = pairs[i];
	}
	fit_table_of(c, &t);
	sparse_begin(&t, &x);
	for (size_t i = 0; i < n; i++) {
		sparse_add(&x, &p, i, &y);
		x = y;
	}
	return fit_check(&x.t, &x.m, &x.f, ret, e);
}

/* ---- replicates ------------------------------------------------------ */

struct boot {
	const struct cells *c;
	const struct sparse_pairs *p;
	double threshold;
	uint64_t seed;
	double *n; /* of each replicate; NaN: failed */
};

static double select_n(const struct boot *b, const struct fit_table *t)
{
	struct sparse_model x;
	struct err e;
	double n;
	return sparse_select(t, b->p, b->threshold, &x, &n, &e) < 0 ? NUM_NAN : n;
}

static void replicate(void *ctx, size_t i, int worker)
{
	struct boot *b = ctx;
	struct fit_table t;
	double weight[FIT_PLACES_MAX];
	int64_t drawn[FIT_PLACES_MAX];
	struct rng r = rng_start(b->seed, i);
	(void)worker;
	for (size_t k = 0; k < b->c->n; k++)
		weight[k] = (double)b->c->p[k].count;
	rng_multinomial(&r, b->c->total, weight, b->c->n, drawn);
	fit_table_of(b->c, &t);
	for (size_t k = 0; k < b->c->n; k++)
		t.y[b->c->p[k].on] = (double)drawn[k];
	fit_table_sum(&t);
	b->n[i] = select_n(b, &t);
}

/* The estimate without one person of pattern i. */
static void leave_out(void *ctx, size_t i, int worker)
{
	struct boot *b = ctx;
	struct fit_table t;
	(void)worker;
	fit_table_of(b->c, &t);
	t.y[b->c->p[i].on] -= 1;
	fit_table_sum(&t);
	b->n[i] = select_n(b, &t);
}

static void each(struct pool *pool, size_t n, pool_fn *fn, struct boot *b)
{
	if (pool)
		pool_each(pool, n, fn, b);
	else
		for (size_t i = 0; i < n; i++)
			fn(b, i, 0);
}

static void bounds(const struct boot *b, size_t n, struct pool *pool, struct arena *a,
		   struct sparse_result *ret)
{
	struct boot draw = *b;
	struct boot without = *b;
	double *weight = NEW_N(a, b->c->n, double);
	size_t good = 0;
	draw.n = NEW_N(a, n, double);
	without.n = NEW_N(a, b->c->n, double);
	each(pool, n, replicate, &draw);
	each(pool, b->c->n, leave_out, &without);
	for (size_t i = 0; i < b->c->n; i++)
		weight[i] = (double)b->c->p[i].count;
	for (size_t i = 0; i < n; i++)
		if (!isnan(draw.n[i]))
			draw.n[good++] = draw.n[i];
	ret->replicates = (int)n;
	ret->failed = (int)(n - good);
	ret->percentile = bootstrap_percentile(draw.n, good, 0.95, a);
	ret->bca = bootstrap_bca(draw.n, good, ret->n, without.n, weight, b->c->n, 0.95, a).bounds;
}

/* ---- words ----------------------------------------------------------- */

static void name_pair(const struct cells *c, uint32_t pair, struct buf *b)
{
	const char *before = "";
	for (size_t i = 0; i < c->n_lists; i++)
		if (pair >> i & 1) {
			buf_printf(b, "%s%.*s", before, STR_FMT(c->lists[i]));
			before = "*";
		}
}

static struct str name_model(const struct cells *c, const struct sparse_pairs *p,
			     const struct sparse_model *x, struct arena *a)
{
	AUTO_BUF b;
	buf_init(&b, MODEL_NAME_MAX);
	for (size_t i = 0; i < p->n; i++)
		if (x->chosen >> i & 1) {
			if (b.n > 0)
				buf_lit(&b, ", ");
			name_pair(c, p->at[i], &b);
		}
	return b.n > 0 ? buf_copy(&b, a) : STR("lists independent");
}

static struct str name_failure(const struct cells *c, uint32_t pair, enum fit_exists why,
			       struct arena *a)
{
	AUTO_BUF b;
	buf_init(&b, MODEL_NAME_MAX);
	if (pair)
		name_pair(c, pair, &b);
	else
		buf_lit(&b, "all pairs");
	buf_lit(&b, ": ");
	if (why & FIT_NOT_FINITE)
		buf_lit(&b, "no finite estimate");
	if (why == FIT_NEITHER)
		buf_lit(&b, ", ");
	if (why & FIT_NOT_UNIQUE)
		buf_lit(&b, "not identifiable");
	return buf_copy(&b, a);
}

/* Which pairs could not be added to the model chosen, and whether all together could. */
static int name_failures(const struct cells *c, const struct sparse_pairs *p,
			 const struct sparse_model *x, struct arena *a, struct sparse_result *ret,
			 struct err *e)
{
	struct str *names = NEW_N(a, p->n + 1, struct str);
	struct sparse_model y;
	enum fit_exists why;
	for (size_t i = 0; i < p->n; i++) {
		if (x->chosen >> i & 1)
			continue;
		sparse_add(x, p, i, &y);
		TRY(fit_check(&y.t, &y.m, &y.f, &why, e));
		if (why != FIT_EXISTS)
			names[ret->n_not_exist++] = name_failure(c, p->at[i], why, a);
	}
	TRY(sparse_check(c, p->at, p->n, &why, e));
	if (why != FIT_EXISTS)
		names[ret->n_not_exist++] = name_failure(c, 0, why, a);
	ret->not_exist = names;
	return 0;
}

static struct str cannot(const struct cells *c, struct arena *a)
{
	if (c->n_lists < 3)
		return STR("Pairs of lists are judged from three lists on: with two, dependence "
			   "cannot be seen.");
	if (c->n_lists > FIT_LISTS_MAX)
		return str_printf(a,
				  "Pairs are judged among at most %d lists, these are %zu; leave "
				  "out or join some.",
				  FIT_LISTS_MAX, c->n_lists);
	return STR_NULL;
}

int sparse_run(const struct cells *c, const struct sparse_options *o, struct pool *pool,
	       struct arena *a, struct sparse_result *ret, struct err *e)
{
	const int64_t began = clock_mono_ns();
	const struct sparse_options none = { 0 };
	struct fit_table t;
	struct sparse_pairs p;
	struct sparse_model x;
	o = o ? o : &none;
	double threshold = o->threshold == 0 ? 0.02 : o->threshold;
	int replicates = o->replicates == 0 ? 1000 : o->replicates;
	if (!(threshold > 0 && threshold < 1))
		return err_set(e, ERR_INPUT, "the threshold %g is not between 0 and 1", threshold);
	if (replicates > SPARSE_REPLICATES_MAX)
		return err_set(e, ERR_INPUT, "%d replicates, the limit is %d", replicates,
			       SPARSE_REPLICATES_MAX);
	*ret = (struct sparse_result){ .n = NUM_NAN,
				       .bca = NUM_NO_INTERVAL,
				       .percentile = NUM_NO_INTERVAL,
				       .head.why_not = cannot(c, a) };
	if (ret->head.why_not.n > 0)
		return 0;
	fit_table_of(c, &t);
	sparse_pairs_of(c->n_lists, &p);
	TRY(sparse_select(&t, &p, threshold, &x, &ret->n, e));
	if (!isfinite(ret->n)) {
		ret->n = NUM_NAN;
		ret->head.why_not = STR("Not even the model of independent lists has a finite "
					"estimate: too few people are on two lists.");
		return 0;
	}
	ret->model = name_model(c, &p, &x, a);
	TRY(name_failures(c, &p, &x, a, ret, e));
	if (replicates > 0) {
		const struct boot b = { c, &p, threshold, o->seed, NULL };
		bounds(&b, (size_t)replicates, pool, a, ret);
	}
	ret->head.made = true;
	ret->head.n = (struct estimate_interval){ ret->n, ret->bca.lo, ret->bca.hi };
	ret->head.seconds = (double)(clock_mono_ns() - began) / 1e9;
	return 0;
}
