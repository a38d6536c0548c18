/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/glm.h"

#include <float.h>

#include "num/dist.h"
#include "num/linalg.h"
#include "num/special.h"

/* What a fit works with; all n long but for coef and before. */
struct work {
	const struct glm_problem *m;
	double *x; /* columns times root of the weights */
	double *z; /* what least squares shall meet */
	double *coef, *before;
	struct linalg_qr qr;
	struct glm_fit *fit;
};

static double weight_of(const struct glm_problem *m, size_t i)
{
	return m->weights ? m->weights[i] : 1;
}

static double offset_of(const struct glm_problem *m, size_t i)
{
	return m->offset ? m->offset[i] : 0;
}

/* R keeps means off their ends by one epsilon. */
static double mean_of(const struct glm_problem *m, double eta)
{
	double e = exp(eta);
	if (m->family != GLM_BINOMIAL)
		return e > DBL_EPSILON ? e : DBL_EPSILON;
	if (eta > 30)
		return 1 / (1 + DBL_EPSILON);
	return eta < -30 ? DBL_EPSILON / (1 + DBL_EPSILON) : special_expit(eta);
}

/* Of the mean by the predictor; that of an exponential is itself. */
static double slope_of(const struct glm_problem *m, double eta, double mu)
{
	if (m->family != GLM_BINOMIAL)
		return mu;
	double e = 1 + exp(eta);
	return fabs(eta) > 30 ? DBL_EPSILON : exp(eta) / (e * e);
}

static double variance_of(const struct glm_problem *m, double mu)
{
	switch (m->family) {
	case GLM_POISSON:
		return mu;
	case GLM_BINOMIAL:
		return mu * (1 - mu);
	case GLM_NBINOM:
		return mu + mu * mu / m->theta;
	}
	return NUM_NAN;
}

static bool is_mean(const struct glm_problem *m, double mu)
{
	return mu > 0 && isfinite(mu) && (m->family != GLM_BINOMIAL || mu < 1);
}

static double y_log(double y, double ratio)
{
	return y > 0 ? y * log(ratio) : 0;
}

static double deviance_of(const struct glm_problem *m, double y, double mu)
{
	switch (m->family) {
	case GLM_POISSON:
		return 2 * (y_log(y, y / mu) - (y - mu));
	case GLM_BINOMIAL:
		return 2 * (y_log(y, y / mu) + y_log(1 - y, (1 - y) / (1 - mu)));
	case GLM_NBINOM:
		return 2 *
		       (y_log(y, y / mu) - (y + m->theta) * log((y + m->theta) / (mu + m->theta)));
	}
	return NUM_NAN;
}

static double likelihood_of(const struct glm_problem *m, double y, double mu, double w)
{
	switch (m->family) {
	case GLM_POISSON:
		return w * (y_log(y, mu) - mu - special_lgamma(y + 1));
	case GLM_BINOMIAL:
		return special_lchoose(w, w * y) + w * (y_log(y, mu) + y_log(1 - y, 1 - mu));
	case GLM_NBINOM:
		return w * (special_lgamma(m->theta + y) - special_lgamma(m->theta) -
			    special_lgamma(y + 1) + m->theta * log(m->theta) + y_log(y, mu) -
			    (m->theta + y) * log(m->theta + mu));
	}
	return NUM_NAN;
}

static double start_of(const struct glm_problem *m, size_t i)
{
	double y = m->y[i];
	double w = weight_of(m, i);
	if (m->mu_start)
		return m->mu_start[i];
	switch (m->family) {
	case GLM_POISSON:
		return y + 0.1;
	case GLM_BINOMIAL:
		return (w * y + 0.5) / (w + 1);
	case GLM_NBINOM:
		return y + (y == 0 ? 1.0 / 6 : 0);
	}
	return NUM_NAN;
}

static int check_row(const struct glm_problem *m, size_t i, struct err *e)
{
	double y = m->y[i];
	if (!(y >= 0 && y < HUGE_VAL) || (m->family == GLM_BINOMIAL && y > 1))
		return err_set(e, ERR_INPUT, "row %zu: %g is not possible for this family", i + 1,
			       y);
	if (!(weight_of(m, i) >= 0 && weight_of(m, i) < HUGE_VAL) || !isfinite(offset_of(m, i)))
		return err_set(e, ERR_INPUT, "row %zu: weight or offset is not a number", i + 1);
	for (size_t j = 0; j < m->p; j++)
		if (!isfinite(m->x[j * m->n + i]))
			return err_set(e, ERR_INPUT, "row %zu: column %zu is not a number", i + 1,
				       j + 1);
	return 0;
}

static int check(const struct glm_problem *m, struct err *e)
{
	if (m->n > GLM_ROWS_MAX || m->p > GLM_COLUMNS_MAX || m->n * m->p > GLM_ROWS_MAX)
		return err_set(e, ERR_TOOBIG, "a model of %zu rows and %zu columns", m->n, m->p);
	if (m->n == 0 || m->p == 0)
		return err_set(e, ERR_INPUT, "a model without rows or columns");
	if (m->family == GLM_NBINOM && !(m->theta > 0 && m->theta < HUGE_VAL))
		return err_set(e, ERR_INPUT, "theta %g is not possible", m->theta);
	for (size_t i = 0; i < m->n; i++) {
		TRY(check_row(m, i, e));
		if (m->mu_start && !is_mean(m, m->mu_start[i]))
			return err_set(e, ERR_INPUT, "row %zu: start %g is not possible", i + 1,
				       m->mu_start[i]);
	}
	return 0;
}

static struct work begin(const struct glm_problem *m, struct arena *a, struct glm_fit *fit)
{
	struct work w = {
		.m = m,
		.x = NEW_N(a, m->n * m->p, double),
		.z = NEW_N(a, m->n, double),
		.coef = NEW_N(a, m->p, double),
		.before = NEW_N(a, m->p, double),
		.qr = linalg_qr_room(a, m->n, m->p),
		.fit = fit,
	};
	*fit = (struct glm_fit){
		.coef = w.coef,
		.mu = NEW_N(a, m->n, double),
		.eta = NEW_N(a, m->n, double),
		.working = NEW_N(a, m->n, double),
		.hat = m->lean ? NULL : NEW_N(a, m->n, double),
		.vcov = m->lean ? NULL : NEW_N(a, m->p * m->p, double),
	};
	for (size_t i = 0; i < m->n; i++) {
		double mu = start_of(m, i);
		fit->eta[i] = m->family == GLM_BINOMIAL ? special_logit(mu) : log(mu);
		fit->mu[i] = mean_of(m, fit->eta[i]);
	}
	return w;
}

/* The least squares of one step. */
static void step(struct work *w)
{
	const struct glm_problem *m = w->m;
	struct glm_fit *fit = w->fit;
	for (size_t i = 0; i < m->n; i++) {
		double slope = slope_of(m, fit->eta[i], fit->mu[i]);
		fit->working[i] = weight_of(m, i) * slope * slope / variance_of(m, fit->mu[i]);
		double root = sqrt(fit->working[i]);
		w->z[i] = root * (fit->eta[i] - offset_of(m, i) + (m->y[i] - fit->mu[i]) / slope);
		for (size_t j = 0; j < m->p; j++)
			w->x[j * m->n + i] = root * m->x[j * m->n + i];
	}
	double epsilon = m->epsilon > 0 ? m->epsilon : 1e-8;
	linalg_qr_factor(&w->qr, w->x, epsilon / 1000 < 1e-7 ? epsilon / 1000 : 1e-7);
	linalg_qr_solve(&w->qr, w->z, w->coef);
	fit->rank = w->qr.rank;
}

/* Predictor, means and deviance at the coefficients; false: not to be had there. */
static bool place(struct work *w)
{
	const struct glm_problem *m = w->m;
	struct glm_fit *fit = w->fit;
	fit->deviance = 0;
	bool fine = true;
	for (size_t i = 0; i < m->n; i++)
		fit->eta[i] = 0;
	for (size_t j = 0; j < m->p; j++)
		if (!isnan(w->coef[j]))
			for (size_t i = 0; i < m->n; i++)
				fit->eta[i] += w->coef[j] * m->x[j * m->n + i];
	for (size_t i = 0; i < m->n; i++) {
		fit->eta[i] += offset_of(m, i);
		fit->mu[i] = mean_of(m, fit->eta[i]);
		fine = fine && is_mean(m, fit->mu[i]);
		fit->deviance += weight_of(m, i) * deviance_of(m, m->y[i], fit->mu[i]);
	}
	return fine && isfinite(fit->deviance);
}

/* Half way back to where the last step ended, until there is a deviance. */
static int halve(struct work *w, bool first, struct err *e)
{
	w->fit->at_edge = true;
	for (int i = 0; i < 25 && !first; i++) {
		for (size_t j = 0; j < w->m->p; j++)
			w->coef[j] = (w->coef[j] + w->before[j]) / 2;
		if (place(w))
			return 0;
	}
	return err_set(e, ERR_INPUT, "the model has no finite fit from this start");
}

static void finish(struct work *w)
{
	const struct glm_problem *m = w->m;
	struct glm_fit *fit = w->fit;
	double residual = 0;
	size_t rows = 0;
	for (size_t i = 0; i < m->n; i++) {
		double weight = weight_of(m, i);
		if (weight == 0)
			continue;
		rows++;
		double off = m->y[i] - fit->mu[i];
		double working = off / slope_of(m, fit->eta[i], fit->mu[i]);
		residual += fit->working[i] * working * working;
		fit->pearson += weight * off * off / variance_of(m, fit->mu[i]);
		fit->log_likelihood += likelihood_of(m, m->y[i], fit->mu[i], weight);
		/* R's glm warns at the same ten epsilons. */
		if (fit->mu[i] < 10 * DBL_EPSILON ||
		    (m->family == GLM_BINOMIAL && fit->mu[i] > 1 - 10 * DBL_EPSILON))
			fit->at_edge = true;
	}
	fit->df = rows > fit->rank ? rows - fit->rank : 0;
	fit->dispersion = fit->df > 0 ? residual / (double)fit->df : NUM_NAN;
	if (m->lean)
		return;
	linalg_qr_hat(&w->qr, fit->hat);
	linalg_qr_inverse(&w->qr, fit->vcov);
}

int glm_fit(const struct glm_problem *m, struct arena *a, struct glm_fit *ret, struct err *e)
{
	struct glm_fit fit;
	TRY(check(m, e));
	struct work w = begin(m, a, &fit);
	double epsilon = m->epsilon > 0 ? m->epsilon : 1e-8;
	int steps_max = m->steps_max > 0 ? m->steps_max : 25;
	double last = 0;
	for (size_t i = 0; i < m->n; i++)
		last += weight_of(m, i) * deviance_of(m, m->y[i], fit.mu[i]);
	while (!fit.converged && fit.steps < steps_max) {
		step(&w);
		if (!place(&w))
			TRY(halve(&w, fit.steps == 0, e));
		fit.steps++;
		fit.converged = fabs(fit.deviance - last) / (fabs(fit.deviance) + 0.1) < epsilon;
		last = fit.deviance;
		memcpy(w.before, w.coef, m->p * sizeof *w.coef);
	}
	finish(&w);
	*ret = fit;
	return 0;
}
