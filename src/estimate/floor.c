/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/floor.h"

#include "base/clock.h"
#include "estimate/loglinear.h"
#include "estimate/loglinear_fit.h"
#include "num/dist.h"

/* Chao 1987, eq. 12: the logarithm of the unseen is taken as normal. */
static struct num_interval unseen(double n, double n0, double variance)
{
	if (!(n0 > 0) || !(variance >= 0))
		return (struct num_interval){ n, n };
	double factor = exp(dist_z(0.95) * sqrt(log1p(variance / (n0 * n0))));
	return (struct num_interval){ n + n0 / factor, n + n0 * factor };
}

static double people_on(const struct cells *c, int lists)
{
	double sum = 0;
	for (size_t i = 0; i < c->n; i++)
		sum += cells_depth(c->p[i].on) == lists ? (double)c->p[i].count : 0;
	return sum;
}

static void chao(const struct cells *c, struct floor_result *ret)
{
	const double n = (double)c->total;
	const double share = ((double)c->n_lists - 1) / (double)c->n_lists;
	const double f1 = people_on(c, 1);
	const double f2 = people_on(c, 2);
	double n0 = share * f1 * (f1 - 1) / (2 * (f2 + 1));
	/* Variance of this form: Colwell, EstimateS user's guide, appendix B, of Chao2 with
	 * bias corrected. */
	double odd = f1 * (2 * f1 - 1) * (2 * f1 - 1) / (4 * (f2 + 1) * (f2 + 1));
	double even = f1 * f1 * f2 * (f1 - 1) * (f1 - 1) / (4 * pow(f2 + 1, 4));
	struct num_interval r = unseen(n, n0, n0 + share * share * (odd + even));
	ret->chao = n + n0;
	ret->chao_lo = r.lo;
	ret->chao_hi = r.hi;
}

static double cell_of(const struct cells *c, uint32_t on)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->p[i].on == on)
			return (double)c->p[i].count;
	return 0;
}

double floor_dependent(const struct cells *c, double odds)
{
	if (c->n_lists != 2 || cell_of(c, 3) == 0 || !(odds > 0 && odds < HUGE_VAL))
		return NUM_NAN;
	return (double)c->total + odds * cell_of(c, 1) * cell_of(c, 2) / cell_of(c, 3);
}

static void two_lists(const struct cells *c, struct arena *a, struct floor_result *ret)
{
	static const double ODDS[] = { 0.5, 1, 2, 4, 8 };
	const double both = cell_of(c, 3);
	const double only1 = cell_of(c, 1), only2 = cell_of(c, 2);
	const double m1 = only1 + both, m2 = only2 + both;
	struct floor_dependent *rows = NEW_N(a, COUNT(ODDS), struct floor_dependent);
	for (size_t i = 0; i < COUNT(ODDS) && both > 0; i++)
		rows[ret->n_dependent++] =
			(struct floor_dependent){ ODDS[i], floor_dependent(c, ODDS[i]) };
	ret->dependent = rows;
	if (both < FLOOR_BOTH_MIN) {
		ret->why_no_chapman = str_printf(
			a,
			"Only %.0f people are on both lists; below %d the number of two lists "
			"is not given, since it would be far off by chance alone.",
			both, FLOOR_BOTH_MIN);
		return;
	}
	double variance =
		(m1 + 1) * (m2 + 1) * only1 * only2 / ((both + 1) * (both + 1) * (both + 2));
	ret->chapman = (m1 + 1) * (m2 + 1) / (both + 1) - 1;
	struct num_interval r = unseen((double)c->total, ret->chapman - (double)c->total, variance);
	ret->chapman_lo = r.lo;
	ret->chapman_hi = r.hi;
	ret->has_chapman = true;
}

static int lists_differ(const struct cells *c, struct floor_result *ret, struct err *e)
{
	struct loglinear_model m;
	if (c->n_lists < 3 || c->n_lists > FIT_LISTS_MAX)
		return 0;
	TRY(loglinear_variant(c, LOGLINEAR_CHAO, &m, e));
	if (!m.exists)
		return 0;
	ret->chao_mth = m.n;
	ret->chao_mth_lo = m.lo;
	ret->chao_mth_hi = m.hi;
	return 0;
}

static struct str caveat(const struct cells *c)
{
	if (c->n_lists == 2)
		return STR("Two lists cannot show whether being on one makes being on the other "
			   "likelier. If it does, more people are missing than this number says; "
			   "if it makes it less likely, fewer.");
	return STR("This is a floor if lists are not negatively related. Where being on one list "
		   "makes another less likely, for instance because each covers its own "
		   "province, the true number can be lower.");
}

int floor_run(const struct cells *c, struct arena *a, struct floor_result *ret, struct err *e)
{
	const int64_t began = clock_mono_ns();
	struct estimate_interval none = { NUM_NAN, NUM_NAN, NUM_NAN };
	*ret = (struct floor_result){ .head.n = none,
				      .chao = NUM_NAN,
				      .chao_lo = NUM_NAN,
				      .chao_hi = NUM_NAN,
				      .chao_mth = NUM_NAN,
				      .chao_mth_lo = NUM_NAN,
				      .chao_mth_hi = NUM_NAN,
				      .chapman = NUM_NAN,
				      .chapman_lo = NUM_NAN,
				      .chapman_hi = NUM_NAN,
				      .caveat = caveat(c) };
	if (c->n_lists < 2 || people_on(c, 1) == (double)c->total) {
		ret->head.why_not = c->n_lists < 2
					    ? STR("One list says nothing about who is not on it.")
					    : STR("Nobody is on two lists: no number of missing "
						  "people is more likely than another.");
		return 0;
	}
	chao(c, ret);
	if (c->n_lists == 2)
		two_lists(c, a, ret);
	TRY(lists_differ(c, ret, e));
	ret->head.made = true;
	ret->head.n = (struct estimate_interval){ ret->chao, ret->chao_lo, ret->chao_hi };
	if (!isnan(ret->chao_mth))
		ret->head.n = (struct estimate_interval){ ret->chao_mth, ret->chao_mth_lo,
							  ret->chao_mth_hi };
	if (ret->has_chapman)
		ret->head.n = (struct estimate_interval){ ret->chapman, ret->chapman_lo,
							  ret->chapman_hi };
	ret->head.seconds = (double)(clock_mono_ns() - began) / 1e9;
	return 0;
}
