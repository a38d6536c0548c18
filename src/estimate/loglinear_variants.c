/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/loglinear.h"

#include "estimate/loglinear_fit.h"
#include "num/dist.h"
#include "num/glm.h"

/* What is fitted: a row for each pattern; columns 1, the lists, and those of the spread. */
struct variant {
	size_t rows, columns;
	double *x, *y;
};

static size_t spread_columns(enum loglinear_spread h, size_t lists)
{
	return h == LOGLINEAR_CHAO ? lists - 2 : 1;
}

/* Column `which` of the spread for somebody on k lists. */
static double spread_value(enum loglinear_spread h, size_t which, int k)
{
	switch (h) {
	case LOGLINEAR_CHAO:
		return k > (int)which + 2 ? k - (int)which - 2 : 0;
	case LOGLINEAR_POISSON:
		return exp2(k) - 1;
	case LOGLINEAR_DARROCH:
		return k * k / 2.0;
	case LOGLINEAR_GAMMA:
		return log(3.5) - log(3.5 + k);
	}
	return NUM_NAN;
}

static void variant_of(const struct cells *c, enum loglinear_spread h, struct arena *a,
		       struct variant *v)
{
	struct fit_table t;
	fit_table_of(c, &t);
	v->rows = t.places - 1;
	v->columns = 1 + c->n_lists + spread_columns(h, c->n_lists);
	v->x = NEW_N(a, v->rows * v->columns, double);
	v->y = NEW_N(a, v->rows, double);
	for (size_t i = 0; i < v->rows; i++) {
		uint32_t on = (uint32_t)i + 1;
		v->y[i] = t.y[on];
		v->x[i] = 1;
		for (size_t j = 0; j < c->n_lists; j++)
			v->x[(j + 1) * v->rows + i] = on >> j & 1;
		for (size_t j = c->n_lists + 1; j < v->columns; j++)
			v->x[j * v->rows + i] =
				spread_value(h, j - c->n_lists - 1, cells_depth(on));
	}
}

static void drop_column(struct variant *v, size_t column)
{
	for (size_t i = column * v->rows; i + v->rows < v->columns * v->rows; i++)
		v->x[i] = v->x[i + v->rows];
	v->columns--;
}

/* Chao's columns say how much likelier a further list becomes; one below 0 is taken for 0, the first of
 * them first (Rcapture's neg = TRUE). */
static bool drop_negative(struct variant *v, size_t lists, const struct glm_fit *f)
{
	for (size_t j = lists + 1; j < v->columns; j++)
		if (f->coef[j] < 0) {
			drop_column(v, j);
			return true;
		}
	return false;
}

static struct str variant_name(enum loglinear_spread h)
{
	switch (h) {
	case LOGLINEAR_CHAO:
		return STR("Mth Chao");
	case LOGLINEAR_POISSON:
		return STR("Mth Poisson2");
	case LOGLINEAR_DARROCH:
		return STR("Mth Darroch");
	case LOGLINEAR_GAMMA:
		return STR("Mth Gamma3.5");
	}
	return STR_NULL;
}

static bool is_answer(const struct glm_fit *f)
{
	return f->converged && !f->at_edge && isfinite(f->coef[0]) && f->coef[0] < 700;
}

int loglinear_variant(const struct cells *c, enum loglinear_spread h, struct loglinear_model *ret,
		      struct err *e)
{
	AUTO_ARENA *scratch = arena_new(0);
	struct variant v;
	struct glm_fit f;
	*ret = (struct loglinear_model){ .name = variant_name(h),
					 .n = NUM_NAN,
					 .lo = NUM_NAN,
					 .hi = NUM_NAN,
					 .deviance = NUM_NAN,
					 .aic = NUM_NAN,
					 .bic = NUM_NAN };
	if (c->n_lists < 3 || c->n_lists > FIT_LISTS_MAX)
		return err_set(e, ERR_INPUT, "models of heterogeneity need 3 to %d lists",
			       FIT_LISTS_MAX);
	variant_of(c, h, scratch, &v);
	do {
		const struct glm_problem m = {
			.n = v.rows, .p = v.columns, .x = v.x, .y = v.y, .family = GLM_POISSON
		};
		if (glm_fit(&m, scratch, &f, NULL) < 0)
			return 0;
	} while (h == LOGLINEAR_CHAO && drop_negative(&v, c->n_lists, &f));
	if (!is_answer(&f))
		return 0;
	double n0 = exp(f.coef[0]);
	double variance = n0 + n0 * n0 * f.vcov[0];
	double factor = exp(dist_z(0.95) * sqrt(log1p(variance / (n0 * n0))));
	double n = (double)c->total;
	ret->exists = true;
	ret->df = (int)f.df;
	ret->deviance = f.deviance;
	ret->aic = -2 * f.log_likelihood + 2 * (double)f.rank;
	ret->bic = -2 * f.log_likelihood + log(n) * (double)f.rank;
	ret->n = n + n0;
	ret->lo = n + n0 / factor;
	ret->hi = n + n0 * factor;
	return 0;
}
