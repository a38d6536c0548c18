/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/loglinear.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "estimate/loglinear_priv.h"
#include "estimate/profile.h"

enum { NAMED_MAX = 20, PROFILED_MAX = 60, AT_ONCE = 64 };

/* A model that was tried. */
struct tried {
	uint64_t model;
	double n, bic, aic, deviance;
	int df;
	enum fit_exists exists;
};

struct hunt {
	const struct cells *c;
	struct fit_table t;
	struct model_space space;
	struct fit main; /* of the model of independence: where the others begin */
	struct tried *p;
	size_t n, cap;
	struct arena *a;
};

static int try_model(const struct hunt *h, struct tried *x, struct err *e)
{
	struct fit_terms m;
	struct fit f;
	double terms;
	model_terms(&h->space, x->model, &m);
	x->df = (int)(h->t.places - 1) - (int)m.n;
	if (fit_has_empty_term(&h->t, &m)) {
		x->exists = FIT_NOT_FINITE; /* unique: all patterns are in */
		return 0;
	}
	fit_model(&h->t, &m, h->main.converged ? h->main.mu : NULL, &f);
	TRY(fit_check(&h->t, &m, &f, &x->exists, e));
	if (x->exists == FIT_EXISTS && !f.converged) {
		fit_model(&h->t, &m, NULL, &f);
		if (!f.converged)
			x->exists = FIT_NOT_FINITE; /* never seen; no number is the safe side */
	}
	terms = (double)m.n;
	x->n = h->t.n + exp(f.coef[0]);
	x->deviance = f.deviance;
	x->aic = -2 * f.likelihood + 2 * terms;
	x->bic = -2 * f.likelihood + log(h->t.n) * terms;
	return 0;
}

static struct tried *add(struct hunt *h, uint64_t model)
{
	h->p = arena_grow(h->a, h->p, h->n, &h->cap, sizeof *h->p);
	h->p[h->n] = (struct tried){ .model = model };
	return &h->p[h->n++];
}

static void try_some(void *ctx, size_t i, int worker)
{
	struct hunt *h = ctx;
	struct err e = { 0 };
	(void)worker;
	for (size_t k = i * AT_ONCE; k < h->n && k < (i + 1) * AT_ONCE; k++)
		if (try_model(h, &h->p[k], &e) < 0)
			h->p[k].exists = FIT_NEITHER;
}

/* ---- which are tried ------------------------------------------------- */

static void hunt_all(struct hunt *h, struct pool *pool)
{
	uint64_t *models;
	size_t n = models_hierarchical(&h->space, h->a, &models);
	for (size_t i = 0; i < n; i++)
		add(h, models[i]);
	size_t parts = (n + AT_ONCE - 1) / AT_ONCE;
	if (pool && parts > 1)
		pool_each_long(pool, parts, try_some, h);
	else
		for (size_t i = 0; i < parts; i++)
			try_some(h, i, 0);
}

/* Where the model stands, tried now if it was not before. */
static int visit(struct hunt *h, uint64_t model, size_t *ret, struct err *e)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->p[i].model == model) {
			*ret = i;
			return 0;
		}
	TRY(try_model(h, add(h, model), e));
	*ret = h->n - 1;
	return 0;
}

static bool is_better(const struct tried *x, const struct tried *than)
{
	return x->exists == FIT_EXISTS && (than->exists != FIT_EXISTS || x->bic < than->bic);
}

/* From independence, the best of all models one pair away, until none is better. */
static int hunt_walk(struct hunt *h, struct err *e)
{
	size_t here, next;
	TRY(visit(h, 0, &here, e));
	for (;;) {
		size_t best = here;
		for (size_t i = 0; i < h->space.n; i++) {
			TRY(visit(h, h->p[here].model ^ UINT64_C(1) << i, &next, e));
			if (is_better(&h->p[next], &h->p[best]))
				best = next;
		}
		if (best == here)
			return 0;
		here = best;
	}
}

/* ---- what is answered ------------------------------------------------ */

static int by_bic(const void *a, const void *b)
{
	const struct tried *x = a;
	const struct tried *y = b;
	if ((x->exists == FIT_EXISTS) != (y->exists == FIT_EXISTS))
		return x->exists == FIT_EXISTS ? -1 : 1;
	if (x->bic != y->bic && x->exists == FIT_EXISTS)
		return x->bic < y->bic ? -1 : 1;
	return (x->model > y->model) - (x->model < y->model);
}

static void answer(struct hunt *h, const struct tried *x, bool profiled,
		   struct loglinear_model *ret)
{
	struct profile p = { NUM_NAN, NUM_NAN, NUM_NAN };
	struct fit_terms m;
	struct err e;
	*ret = (struct loglinear_model){
		.name = model_name(h->c, &h->space, x->model, h->a),
		.df = x->df,
		.deviance = x->deviance,
		.aic = x->aic,
		.bic = x->bic,
		.n = x->n,
		.lo = NUM_NAN,
		.hi = NUM_NAN,
		.exists = x->exists == FIT_EXISTS,
	};
	if (!ret->exists)
		ret->n = ret->deviance = ret->aic = ret->bic = NUM_NAN;
	model_terms(&h->space, x->model, &m);
	if (profiled && ret->exists && profile_interval(&h->t, &m, x->n, 0.95, &p, &e) == 0) {
		ret->lo = p.lo;
		ret->hi = p.hi;
	}
}

/* From no interval to the least that holds all it was given. */
static void stretch(struct num_interval *r, double x)
{
	r->lo = x > r->lo ? r->lo : x;
	r->hi = x < r->hi ? r->hi : x;
}

static void near_ties(struct hunt *h, bool quick, bool all, struct loglinear_result *ret)
{
	size_t exist = 0;
	qsort(h->p, h->n, sizeof *h->p, by_bic);
	while (exist < h->n && h->p[exist].exists == FIT_EXISTS)
		exist++;
	struct num_interval two = NUM_NO_INTERVAL;
	struct num_interval six = NUM_NO_INTERVAL;
	for (size_t i = 0; i < exist && h->p[i].bic <= h->p[0].bic + 6; i++) {
		stretch(&six, h->p[i].n);
		ret->near6++;
		if (h->p[i].bic > h->p[0].bic + 2)
			continue;
		stretch(&two, h->p[i].n);
		ret->near2++;
	}
	ret->near2_lo = two.lo;
	ret->near2_hi = two.hi;
	ret->near6_n = six;
	ret->n_models = all ? h->n : ret->near6;
	struct loglinear_model *models = NEW_N(h->a, ret->n_models, struct loglinear_model);
	for (size_t i = 0; i < ret->n_models; i++)
		answer(h, &h->p[i], i == 0 || (!quick && i < ret->near2 && i < PROFILED_MAX),
		       &models[i]);
	ret->models = models;
}

static struct str reason(enum fit_exists why)
{
	switch (why) {
	case FIT_EXISTS:
		break;
	case FIT_NOT_FINITE:
		return STR("no finite estimate");
	case FIT_NOT_UNIQUE:
		return STR("not identifiable");
	case FIT_NEITHER:
		return STR("no finite estimate, not identifiable");
	}
	return STR_NULL;
}

/* The smallest models first: a larger one has no estimate for the same reason. */
static void name_excluded(struct hunt *h, struct loglinear_result *ret)
{
	struct str *names = NEW_N(h->a, NAMED_MAX, struct str);
	int most = 0;
	for (size_t i = 0; i < h->n; i++) {
		ret->n_excluded += h->p[i].exists != FIT_EXISTS;
		most = h->p[i].df > most ? h->p[i].df : most;
	}
	for (int df = most; df >= 0; df--)
		for (size_t i = 0; i < h->n && ret->n_excluded_named < NAMED_MAX; i++) {
			const struct tried *x = &h->p[i];
			if (x->exists == FIT_EXISTS || x->df != df)
				continue;
			struct str name = model_name(h->c, &h->space, x->model, h->a);
			struct str why = reason(x->exists);
			names[ret->n_excluded_named++] =
				str_printf(h->a, "%.*s: %.*s", STR_FMT(name), STR_FMT(why));
		}
	ret->excluded = names;
}

static int variants(const struct cells *c, struct arena *a, struct loglinear_result *ret,
		    struct err *e)
{
	static const enum loglinear_spread ALL[] = { LOGLINEAR_CHAO, LOGLINEAR_POISSON,
						     LOGLINEAR_DARROCH, LOGLINEAR_GAMMA };
	struct loglinear_model *v = NEW_N(a, COUNT(ALL), struct loglinear_model);
	for (size_t i = 0; i < COUNT(ALL); i++)
		TRY(loglinear_variant(c, ALL[i], &v[i], e));
	ret->variants = v;
	ret->n_variants = COUNT(ALL);
	return 0;
}

static struct str cannot(const struct cells *c, struct arena *a)
{
	if (c->n_lists < 3)
		return STR("Log-linear models need at least three lists: with two, dependence "
			   "between them cannot be seen.");
	if (c->n_lists > FIT_LISTS_MAX)
		return str_printf(a,
				  "Log-linear models are fitted to at most %d lists, these are "
				  "%zu; leave out or join some.",
				  FIT_LISTS_MAX, c->n_lists);
	return STR_NULL;
}

int loglinear_run(const struct cells *c, const struct loglinear_options *o, struct arena *a,
		  struct loglinear_result *ret, struct err *e)
{
	const int64_t began = clock_mono_ns();
	const struct loglinear_options none = { 0 };
	struct fit_terms m;
	o = o ? o : &none;
	*ret = (struct loglinear_result){ .head.why_not = cannot(c, a) };
	if (ret->head.why_not.n > 0)
		return 0;
	struct hunt *h = NEW(a, struct hunt);
	h->c = c;
	h->a = a;
	fit_table_of(c, &h->t);
	fit_terms_main(c->n_lists, &m);
	fit_model(&h->t, &m, NULL, &h->main);
	model_space_of(c->n_lists, c->n_lists > 4 ? 2 : c->n_lists - 1, &h->space);
	if (c->n_lists > 5)
		TRY(hunt_walk(h, e));
	else
		hunt_all(h, o->pool);
	ret->tried = h->n;
	near_ties(h, o->quick, o->all, ret);
	name_excluded(h, ret);
	if (!o->quick)
		TRY(variants(c, a, ret, e));
	ret->head.made = ret->near6 > 0;
	if (!ret->head.made)
		ret->head.why_not = STR("No log-linear model of these lists has an estimate: too "
					"few people are on more than one of them.");
	else
		ret->head.n = (struct estimate_interval){ ret->models[0].n, ret->models[0].lo,
							  ret->models[0].hi };
	ret->head.seconds = (double)(clock_mono_ns() - began) / 1e9;
	return 0;
}
