/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/loglinear_fit.h"

#include <string.h>

#include "num/linalg.h"
#include "num/linprog.h"
#include "num/special.h"

enum { STEPS_MAX = 60, HALVINGS_MAX = 20 };

/* f of a set becomes the sum of f over all sets that contain it ... */
static void superset_sums(double *f, size_t places)
{
	for (size_t bit = 1; bit < places; bit <<= 1)
		for (size_t from = 0; from < places; from += 2 * bit)
			for (size_t i = from; i < from + bit; i++)
				f[i] += f[i + bit];
}

/* ... and over all sets that it contains. */
static void subset_sums(double *f, size_t places)
{
	for (size_t bit = 1; bit < places; bit <<= 1)
		for (size_t from = 0; from < places; from += 2 * bit)
			for (size_t i = from; i < from + bit; i++)
				f[i + bit] += f[i];
}

void fit_table_sum(struct fit_table *t)
{
	t->n = 0;
	t->log_factorials = 0;
	for (size_t i = 0; i < t->places; i++) {
		t->y[i] = t->in[i] ? t->y[i] : 0;
		t->n += i > 0 ? t->y[i] : 0;
		t->log_factorials += special_lgamma(t->y[i] + 1);
		t->margin[i] = t->y[i];
	}
	superset_sums(t->margin, t->places);
}

void fit_table_of(const struct cells *c, struct fit_table *ret)
{
	assert(c->n_lists <= FIT_LISTS_MAX);
	ret->lists = c->n_lists;
	ret->places = (size_t)1 << c->n_lists;
	for (size_t i = 0; i < ret->places; i++) {
		ret->y[i] = 0;
		ret->in[i] = i > 0;
	}
	for (size_t i = 0; i < c->n; i++)
		ret->y[c->p[i].on] = (double)c->p[i].count;
	fit_table_sum(ret);
}

void fit_table_drop(struct fit_table *t, uint32_t both)
{
	for (size_t i = 0; i < t->places; i++)
		if ((i & both) == both)
			t->in[i] = false;
}

void fit_terms_main(size_t lists, struct fit_terms *ret)
{
	ret->n = 0;
	ret->at[ret->n++] = 0;
	for (size_t i = 0; i < lists; i++)
		ret->at[ret->n++] = UINT32_C(1) << i;
}

/* Fitted counts, deviance and likelihood of the terms' values. */
static void follow(const struct fit_table *t, const struct fit_terms *m, struct fit *f)
{
	double eta[FIT_PLACES_MAX];
	double deviance = 0, likelihood = 0, least = HUGE_VAL;
	memset(eta, 0, t->places * sizeof *eta);
	for (size_t j = 0; j < m->n; j++)
		eta[m->at[j]] = f->coef[j];
	subset_sums(eta, t->places);
	for (size_t i = 0; i < t->places; i++) {
		if (!t->in[i]) {
			f->mu[i] = 0;
			continue;
		}
		double y = t->y[i];
		double mu = exp(eta[i]);
		f->mu[i] = mu;
		least = mu < least ? mu : least;
		likelihood += y * eta[i] - mu;
		deviance += (y > 0 ? y * (log(y) - eta[i]) : 0) - (y - mu);
	}
	f->deviance = 2 * deviance;
	f->likelihood = likelihood - t->log_factorials;
	f->least = least;
}

/* X'WX with W the counts in `sums`, already summed over supersets; its diagonal apart. */
static void normal_matrix(const struct fit_terms *m, const double *sums, double *ret, double *diag)
{
	for (size_t j = 0; j < m->n; j++) {
		for (size_t i = j; i < m->n; i++)
			ret[j * m->n + i] = sums[m->at[i] | m->at[j]];
		diag[j] = ret[j * m->n + j];
	}
}

/* Solves; false where a pivot is lost in rounding. */
static bool solve(const struct fit_terms *m, const double *sums, double *rhs)
{
	double matrix[FIT_TERMS_MAX * FIT_TERMS_MAX];
	double diag[FIT_TERMS_MAX];
	normal_matrix(m, sums, matrix, diag);
	if (!linalg_cholesky(matrix, m->n))
		return false;
	linalg_cholesky_solve(matrix, m->n, rhs);
	for (size_t j = 0; j < m->n; j++)
		if (!(matrix[j * m->n + j] * matrix[j * m->n + j] > 1e-11 * diag[j]) ||
		    !isfinite(rhs[j]))
			return false;
	return true;
}

/* The first step: weighted least squares on the logarithm of the counts to begin from. */
static bool begin(const struct fit_table *t, const struct fit_terms *m, const double *start,
		  struct fit *f)
{
	double w[FIT_PLACES_MAX], z[FIT_PLACES_MAX];
	for (size_t i = 0; i < t->places; i++) {
		double from = start && start[i] > 1e-10 ? start[i] : t->y[i] + 0.1;
		w[i] = t->in[i] ? from : 0;
		z[i] = t->in[i] ? from * log(from) + t->y[i] - from : 0;
	}
	superset_sums(w, t->places);
	superset_sums(z, t->places);
	for (size_t j = 0; j < m->n; j++)
		f->coef[j] = z[m->at[j]];
	if (!solve(m, w, f->coef))
		return false;
	follow(t, m, f);
	return isfinite(f->deviance);
}

/* One step of Newton; the gain it promised, or NaN. */
static double step(const struct fit_table *t, const struct fit_terms *m, struct fit *f)
{
	double sums[FIT_PLACES_MAX], by[FIT_TERMS_MAX], was[FIT_TERMS_MAX];
	double slope[FIT_TERMS_MAX];
	double promised = 0, before = f->deviance;
	memcpy(sums, f->mu, t->places * sizeof *sums);
	superset_sums(sums, t->places);
	for (size_t j = 0; j < m->n; j++)
		by[j] = slope[j] = t->margin[m->at[j]] - sums[m->at[j]];
	if (!solve(m, sums, by))
		return NUM_NAN;
	for (size_t j = 0; j < m->n; j++) {
		promised += slope[j] * by[j];
		was[j] = f->coef[j];
	}
	for (int halved = 0; halved < HALVINGS_MAX; halved++) {
		for (size_t j = 0; j < m->n; j++)
			f->coef[j] = was[j] + by[j];
		follow(t, m, f);
		/* The second allowance is what rounding leaves of differences of large counts. */
		if (f->deviance <= before + 1e-9 * (fabs(before) + 1) + 1e-12 * t->n)
			return promised;
		for (size_t j = 0; j < m->n; j++)
			by[j] /= 2;
	}
	return NUM_NAN;
}

void fit_model(const struct fit_table *t, const struct fit_terms *m, const double *start,
	       struct fit *ret)
{
	ret->converged = ret->singular = false;
	ret->steps = 0;
	ret->deviance = ret->likelihood = NUM_NAN;
	ret->least = 0;
	if (!begin(t, m, start, ret) && !(start && begin(t, m, NULL, ret))) {
		ret->singular = true;
		return;
	}
	/* Steps square the error: after one that promised less than 1e-9 there is nothing left to gain. */
	while (ret->steps++ < STEPS_MAX) {
		double promised = step(t, m, ret);
		if (isnan(promised)) {
			ret->singular = true;
			return;
		}
		if (promised < 1e-9) {
			ret->converged = true;
			return;
		}
	}
}

/* ---- existence ------------------------------------------------------- */

/* Rows of the places that are in, or of those with somebody only. */
static size_t design(const struct fit_table *t, const struct fit_terms *m, bool seen_only,
		     double *x, double *y)
{
	size_t rows = 0;
	for (size_t i = 0; i < t->places; i++)
		rows += t->in[i] && (!seen_only || t->y[i] > 0);
	size_t row = 0;
	for (size_t i = 0; i < t->places; i++) {
		if (!t->in[i] || (seen_only && t->y[i] == 0))
			continue;
		for (size_t j = 0; j < m->n; j++)
			x[j * rows + row] = (i & m->at[j]) == m->at[j];
		y[row++] = t->y[i];
	}
	return rows;
}

bool fit_has_empty_term(const struct fit_table *t, const struct fit_terms *m)
{
	for (size_t j = 0; j < m->n; j++)
		if (!(t->margin[m->at[j]] > 0))
			return true;
	return false;
}

int fit_check_slowly(const struct fit_table *t, const struct fit_terms *m, enum fit_exists *ret,
		     struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	double *x = NEW_N(a, t->places * m->n, double);
	double *y = NEW_N(a, t->places, double);
	size_t rows = design(t, m, false, x, y);
	bool finite = rows > 0 && !fit_has_empty_term(t, m);
	if (finite)
		TRY(linprog_estimate_exists(x, y, rows, m->n, a, &finite, NULL, e));
	bool unique = rows >= m->n && linalg_rank(x, rows, m->n, 1e-9, a) == m->n;
	*ret = (enum fit_exists)((finite ? 0 : FIT_NOT_FINITE) | (unique ? 0 : FIT_NOT_UNIQUE));
	return 0;
}

/* The fitted counts are themselves a table without zeros and with the margins seen: what the linear
 * program would look for. Directions of growth are whole numbers of at most the number of lists, so counts
 * of 1e-4 are far from what a vanishing one leaves after margins agree to 1e-6. */
static bool is_proof(const struct fit_table *t, const struct fit_terms *m, const struct fit *f)
{
	double sums[FIT_PLACES_MAX];
	if (!f->converged || f->singular || !(f->least > 1e-4))
		return false;
	memcpy(sums, f->mu, t->places * sizeof *sums);
	superset_sums(sums, t->places);
	for (size_t j = 0; j < m->n; j++)
		if (!(fabs(sums[m->at[j]] - t->margin[m->at[j]]) < 1e-6))
			return false;
	return true;
}

/* A direction in which the likelihood never falls leaves all patterns with somebody as they are. Where their
 * rows alone have full rank there is none, and the estimate is one. */
static bool is_pinned(const struct fit_table *t, const struct fit_terms *m)
{
	AUTO_ARENA *a = arena_new(0);
	size_t seen = 0;
	for (size_t i = 0; i < t->places; i++)
		seen += t->in[i] && t->y[i] > 0;
	if (seen < m->n)
		return false;
	double *x = NEW_N(a, seen * m->n, double);
	double *y = NEW_N(a, seen, double);
	return linalg_rank(x, design(t, m, true, x, y), m->n, 1e-9, a) == m->n;
}

int fit_check(const struct fit_table *t, const struct fit_terms *m, const struct fit *f,
	      enum fit_exists *ret, struct err *e)
{
	*ret = FIT_EXISTS;
	if (is_proof(t, m, f) || is_pinned(t, m))
		return 0;
	return fit_check_slowly(t, m, ret, e);
}
