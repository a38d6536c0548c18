/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From draws to an answer. Given p0 the unseen are negative binomial, so the posterior is the mixture of
 * those over the draws of p0: smooth tails, for nothing. Draws of p0 are sorted and taken together in
 * groups of equal size, since 400 distributions tell what 40,000 do.
 */
#include "estimate/lcmcr_priv.h"

#include "num/chains.h"
#include "num/density.h"
#include "num/dist.h"
#include "num/optimise.h"
#include "num/sum.h"

enum { GROUPS = 400, CURVE_POINTS = 241 };

struct mixture {
	double n;
	size_t groups;
	double mean[GROUPS]; /* of the unseen, in each */
	double goal;
};

static double mixture_below(const struct mixture *x, double n0)
{
	double sum = 0;
	for (size_t i = 0; i < x->groups; i++)
		sum += x->mean[i] > 0
			       ? dist_p(dist_nbinom_mu(x->n, x->mean[i]), floor(n0), DIST_BELOW)
			       : 1;
	return sum / (double)x->groups;
}

static double over_goal(void *ctx, double n0)
{
	const struct mixture *x = ctx;
	/* Between whole numbers along a line: a step function has no root. */
	double low = floor(n0);
	double at = mixture_below(x, low - 1);
	return at + (n0 - low) * (mixture_below(x, low) - at) - x->goal;
}

static struct mixture make_mixture(const struct lcmcr_model *m, const struct lcmcr_result *r,
				   const struct lcmcr_lane *lane, struct arena *scratch)
{
	size_t all = r->n_chains * r->draws;
	double *mean = NEW_N(scratch, all, double);
	struct mixture x = { .n = m->n, .groups = all < GROUPS ? all : GROUPS };
	for (size_t c = 0; c < r->n_chains; c++)
		for (size_t i = 0; i < r->draws; i++) {
			double left = 1 - lane[c].p0[i];
			mean[c * r->draws + i] =
				m->n * (lane[c].p0[i] / (left > 1e-12 ? left : 1e-12));
		}
	sum_sort(mean, all);
	for (size_t g = 0; g < x.groups; g++) {
		size_t from = all * g / x.groups;
		size_t to = all * (g + 1) / x.groups;
		x.mean[g] = sum_mean(mean + from, to - from);
	}
	return x;
}

/* The quantile p of the unseen, of those up to the cap: found from the draws' own on. */
static double quantile(struct mixture *x, double below_cap, const double *sorted, size_t n,
		       double p)
{
	struct err e;
	double root;
	double guess = sum_quantile(sorted, n, p);
	double width = 0.02 * guess + 5;
	x->goal = p * below_cap;
	double lo = guess - width;
	double hi = guess + width;
	for (int i = 0; i < 30 && lo > 0 && over_goal(x, lo) > 0; i++)
		lo -= width *= 2;
	for (int i = 0; i < 30 && over_goal(x, hi) < 0; i++)
		hi += width *= 2;
	lo = lo > 0 ? lo : 0;
	if (over_goal(x, lo) >= 0)
		return lo;
	return opt_root(over_goal, x, lo, hi, &root, &e) < 0 ? guess : root;
}

static double share_of(const double *x, size_t n, double over)
{
	size_t k = 0;
	for (size_t i = 0; i < n; i++)
		k += x[i] > over;
	return (double)k / (double)n;
}

static void look_at_chains(const struct lcmcr_lane *lane, struct arena *scratch, struct arena *a,
			   struct lcmcr_result *r, double n)
{
	struct lcmcr_chain *chains = NEW_N(a, r->n_chains, struct lcmcr_chain);
	double *x = NEW_N(scratch, r->draws, double);
	double all = 0;
	for (size_t c = 0; c < r->n_chains; c++) {
		memcpy(x, lane[c].n0, r->draws * sizeof *x);
		sum_sort(x, r->draws);
		double classes = 0;
		for (size_t i = 0; i < r->draws; i++)
			classes += lane[c].classes[i];
		chains[c] = (struct lcmcr_chain){ n + sum_quantile(x, r->draws, 0.5),
						  n + sum_quantile(x, r->draws, 0.025),
						  n + sum_quantile(x, r->draws, 0.975),
						  classes / (double)r->draws };
		all += chains[c].classes;
	}
	r->classes = all / (double)r->n_chains;
	r->chains = chains;
}

static void look_at_alpha(const struct lcmcr_lane *lane, struct arena *scratch,
			  struct lcmcr_result *r)
{
	size_t all = r->n_chains * r->draws;
	double *x = NEW_N(scratch, all, double);
	for (size_t c = 0; c < r->n_chains; c++)
		memcpy(x + c * r->draws, lane[c].alpha, r->draws * sizeof *x);
	sum_sort(x, all);
	r->alpha = sum_quantile(x, all, 0.5);
	r->alpha_lo = sum_quantile(x, all, 0.025);
	r->alpha_hi = sum_quantile(x, all, 0.975);
}

static struct estimate_curve curve(const double *sorted, size_t n, double floor_at,
				   struct arena *scratch, struct arena *a)
{
	double *y = NEW_N(a, CURVE_POINTS, double);
	struct estimate_curve c = { sum_quantile(sorted, n, 0.001), sum_quantile(sorted, n, 0.995),
				    CURVE_POINTS, y };
	double spread = c.hi - c.lo;
	double width = density_width_nrd0(sorted, n);
	if (!(spread > 0) || !(width > 0))
		return (struct estimate_curve){ c.lo, c.hi, 0, NULL };
	c.lo = c.lo - spread / 20 > floor_at ? c.lo - spread / 20 : floor_at;
	c.hi += spread / 20;
	width = width > (c.hi - c.lo) / 500 ? width : (c.hi - c.lo) / 500;
	if (!density_curve(sorted, n, width, floor_at, c.lo, c.hi, CURVE_POINTS, y, scratch))
		return (struct estimate_curve){ c.lo, c.hi, 0, NULL };
	return c;
}

void lcmcr_summarise(const struct lcmcr_model *m, const struct lcmcr_lane *lane,
		     struct arena *scratch, struct arena *a, struct lcmcr_result *r)
{
	size_t all = r->n_chains * r->draws;
	double *draw = NEW_N(a, all, double);
	double *sorted = NEW_N(scratch, all, double);
	double *n0 = NEW_N(scratch, all, double);
	double nobody = 0;
	size_t below = 0;
	for (size_t c = 0; c < r->n_chains; c++)
		for (size_t i = 0; i < r->draws; i++) {
			draw[c * r->draws + i] = m->n + lane[c].n0[i];
			if (lane[c].n0[i] <= r->cap)
				n0[below++] = lane[c].n0[i];
		}
	for (size_t c = 0; c < r->n_chains; c++)
		nobody += share_of(lane[c].p0, r->draws, 0.95) / (double)r->n_chains;
	r->nobody = nobody;
	r->draw = draw;
	struct mixture x = make_mixture(m, r, lane, scratch);
	double below_cap = mixture_below(&x, r->cap);
	r->at_cap = below == all && 1 - below_cap < 1e-12 ? 0 : 1 - below_cap;
	look_at_chains(lane, scratch, a, r, m->n);
	look_at_alpha(lane, scratch, r);
	if (below == 0) {
		r->mean = r->median = r->lo = r->hi = m->n + r->cap;
		r->half = (struct num_interval){ r->lo, r->hi };
		return;
	}
	r->mean = m->n + sum_mean(n0, below);
	sum_sort(n0, below);
	r->median = m->n + quantile(&x, below_cap, n0, below, 0.5);
	r->lo = m->n + quantile(&x, below_cap, n0, below, 0.025);
	r->hi = m->n + quantile(&x, below_cap, n0, below, 0.975);
	r->half = (struct num_interval){ m->n + quantile(&x, below_cap, n0, below, 0.25),
					 m->n + quantile(&x, below_cap, n0, below, 0.75) };
	r->mcse_median = chains_mcse_quantile(draw, r->draws, r->n_chains, 0.5, scratch);
	r->mcse_lo = chains_mcse_quantile(draw, r->draws, r->n_chains, 0.025, scratch);
	r->mcse_hi = chains_mcse_quantile(draw, r->draws, r->n_chains, 0.975, scratch);
	for (size_t i = 0; i < below; i++)
		sorted[i] = m->n + n0[i];
	r->density = curve(sorted, below, m->n, scratch, a);
}
