/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Theta of the negative binomial: Newton's method as MASS takes it, kept from running away. */
#include "num/glm.h"

#include <float.h>

#include "num/special.h"

enum { ROUNDS_MAX = 25, NEWTON_MAX = 50 };

struct slope {
	double score; /* of the log likelihood in theta */
	double info;  /* minus its slope */
};

static struct slope slope_at(const double *y, const double *mu, const double *w, size_t n,
			     double th)
{
	struct slope s = { 0, 0 };
	double digamma = special_digamma(th);
	double trigamma = special_trigamma(th);
	double log_th = log(th);
	for (size_t i = 0; i < n; i++) {
		double weight = w ? w[i] : 1;
		double both = mu[i] + th;
		double share = (y[i] + th) / both;
		s.score += weight *
			   (special_digamma(th + y[i]) - digamma + log_th + 1 - log(both) - share);
		s.info += weight * (trigamma - special_trigamma(th + y[i]) - 1 / th + 2 / both -
				    share / both);
	}
	return s;
}

/* What theta the excess of the squares would mean; for the start. */
static double by_moments(const double *y, const double *mu, const double *w, size_t n)
{
	double weight = 0;
	double sum = 0;
	for (size_t i = 0; i < n; i++) {
		double r = y[i] / mu[i] - 1;
		weight += w ? w[i] : 1;
		sum += (w ? w[i] : 1) * r * r;
	}
	return sum > 0 ? weight / sum : GLM_THETA_MAX;
}

bool glm_theta(const double *y, const double *mu, const double *weights, size_t n,
	       double *ret_theta, double *ret_se)
{
	double th = by_moments(y, mu, weights, n);
	struct slope s = slope_at(y, mu, weights, n, th);
	for (int i = 0; i < NEWTON_MAX && th < GLM_THETA_MAX; i++) {
		/* On the logarithm, at most by a factor of e: MASS steps on theta itself and takes the
		 * amount when it falls below 0. Beyond the turn of the likelihood the slope alone leads. */
		double slope = s.score * th;
		double curve = s.info * th * th - slope;
		double d = curve > 0 ? slope / curve : copysign(1, slope);
		d = d > 1 ? 1 : d < -1 ? -1 : d;
		th *= exp(d);
		s = slope_at(y, mu, weights, n, th);
		if (fabs(d) < 1e-11)
			break;
	}
	bool inside = th > 0 && th < GLM_THETA_MAX;
	*ret_theta = inside ? th : GLM_THETA_MAX;
	if (ret_se)
		*ret_se = inside && s.info > 0 ? sqrt(1 / s.info) : NUM_NAN;
	return inside;
}

int glm_fit_nbinom(const struct glm_problem *m, struct arena *a, struct glm_nbinom *ret,
		   struct err *e)
{
	struct glm_problem p = *m;
	struct glm_nbinom r = { 0 };
	p.family = GLM_POISSON;
	TRY(glm_fit(&p, a, &r.fit, e));
	p.family = GLM_NBINOM;
	r.no_spread = !glm_theta(m->y, r.fit.mu, m->weights, m->n, &r.theta, &r.theta_se);
	double before = r.fit.log_likelihood;
	double scale = sqrt(2 * (double)(r.fit.df > 1 ? r.fit.df : 1));
	while (!r.converged && r.rounds < ROUNDS_MAX) {
		double theta = r.theta;
		p.theta = theta;
		p.mu_start = r.fit.mu;
		TRY(glm_fit(&p, a, &r.fit, e));
		r.no_spread = !glm_theta(m->y, r.fit.mu, m->weights, m->n, &r.theta, &r.theta_se);
		r.rounds++;
		double moved =
			fabs(log(r.theta / theta)) + fabs(r.fit.log_likelihood - before) / scale;
		r.converged = r.fit.converged && moved < 1e-8;
		before = r.fit.log_likelihood;
	}
	*ret = r;
	return 0;
}
