/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/combine.h"

#include "num/dist.h"
#include "num/sum.h"

/* What the peer takes for the logarithm of nobody. */
#define NOBODY 0.1

int combine_estimates(const struct combine_part *p, size_t n, struct arena *a,
		      struct combine_result *ret, struct err *e)
{
	if (n < 2)
		return err_set(
			e, ERR_INPUT,
			"one linkage does not say how much linkages differ; draw ten or more");
	double *mean = NEW_N(a, n, double);
	double *log_mean = NEW_N(a, n, double);
	double *within = NEW_N(a, n, double);
	double *seen = NEW_N(a, n, double);
	for (size_t i = 0; i < n; i++) {
		double *x = NEW_N(a, p[i].n, double);
		for (size_t k = 0; k < p[i].n; k++) {
			x[k] = p[i].draw[k] - p[i].seen;
			if (!(x[k] >= 0))
				return err_set(e, ERR_INPUT, "a draw is below the people seen");
		}
		mean[i] = sum_mean(x, p[i].n);
		for (size_t k = 0; k < p[i].n; k++)
			x[k] = log(x[k] > 0 ? x[k] : NOBODY);
		log_mean[i] = sum_mean(x, p[i].n);
		within[i] = sum_variance(x, p[i].n);
		seen[i] = p[i].seen;
	}
	const double r = (double)n;
	struct combine_result c = { .few = n < COMBINE_FEW };
	c.seen = nearbyint(sum_mean(seen, n));
	c.within = sum_mean(within, n);
	c.between = sum_variance(log_mean, n);
	double sd = sqrt(c.within + (r + 1) / r * c.between);
	double centre = sum_mean(log_mean, n);
	double more = 1 + c.within / ((r + 1) * c.between);
	/* Linkages that agree wholly: t becomes the normal. */
	c.df = c.between > 0 ? (r - 1) * more * more : HUGE_VAL;
	double t = dist_q(dist_t(c.df), 0.975, DIST_BELOW);
	c.n.centre = c.seen + nearbyint(sum_mean(mean, n));
	c.n.lo = c.seen + nearbyint(exp(centre - t * sd));
	c.n.hi = c.seen + nearbyint(exp(centre + t * sd));
	*ret = c;
	return 0;
}
