/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * glr_limit.c - how often a GLR chart sounds although nothing rises: from a table that was simulated once (glr_table.c),
 * since no chain of a few states follows a statistic that looks at many beginnings at once.
 *
 * The table is of charts that know the mean and the spread. What it costs to have learned them is taken from the CUSUM
 * for a rise of one standard deviation and at most by half, at the limit with the same rate: both add up the same likelihood ratios.
 */
#include "watch/cusum_priv.h"

const double GLR_TABLE_MEAN[GLR_TABLE_MEANS] = { 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5,
						 1,	2,    5,    10,	  20,  50,  100 };
const double GLR_TABLE_SPREAD[GLR_TABLE_SPREADS] = { 0, 0.25, 0.5, 1, 2, 4, 8, 16, 32 };

/* Between which two, and how far. Ends are ends. */
struct between {
	size_t low;
	double part;
};

static struct between find(const double *list, size_t n, double add, double v)
{
	size_t i = 0;
	while (i + 2 < n && list[i + 1] <= v)
		i++;
	double part =
		(log(v + add) - log(list[i] + add)) / (log(list[i + 1] + add) - log(list[i] + add));
	return (struct between){ i, part < 0 ? 0 : part > 1 ? 1 : part };
}

static double at_level(struct between m, struct between s, size_t level)
{
	double sum = 0;
	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < 2; k++)
			sum += GLR_TABLE[m.low + i][s.low + k][level] * (i ? m.part : 1 - m.part) *
			       (k ? s.part : 1 - s.part);
	return sum / -1000;
}

/* Means beyond the table: the smallest scale, the largest have one shape, that of their spread. */
static void known(double mu0, double alpha, double *ret)
{
	double least = GLR_TABLE_MEAN[0];
	double most = GLR_TABLE_MEAN[GLR_TABLE_MEANS - 1];
	double mean = mu0 < least ? least : mu0 > most ? most : mu0;
	double rarer = mu0 < least ? log(mu0 / least) : 0;
	double wide = mu0 < least ? alpha * mu0 : alpha * mean;
	struct between m = find(GLR_TABLE_MEAN, GLR_TABLE_MEANS, 0, mean);
	struct between s = find(GLR_TABLE_SPREAD, GLR_TABLE_SPREADS, 1, wide);
	for (size_t i = 0; i < CUSUM_GRID; i++) {
		double place = (double)i * CUSUM_STEP / GLR_TABLE_STEP;
		size_t level = (size_t)place;
		if (level > GLR_TABLE_LEVELS - 2)
			level = GLR_TABLE_LEVELS - 2;
		double part = place - (double)level;
		ret[i] = rarer + at_level(m, s, level) * (1 - part) +
			 at_level(m, s, level + 1) * part;
	}
}

double glr_kappa(const struct cusum_law *law)
{
	double sd = sqrt((1 + law->alpha * law->mu0) / law->mu0);
	return sd < 0.5 ? log1p(sd) : log(1.5);
}

struct cusum_limit glr_limit(const struct cusum_law *law, struct arena *a)
{
	struct cusum_limit l = { law->mu0, law->alpha, CUSUM_GRID, CUSUM_STEP,
				 NEW_N(a, CUSUM_GRID, double) };
	double bare[CUSUM_GRID];
	double learned[CUSUM_GRID];
	struct cusum_limit before = { law->mu0, law->alpha, CUSUM_GRID, CUSUM_STEP, bare };
	struct cusum_limit after = { law->mu0, law->alpha, CUSUM_GRID, CUSUM_STEP, learned };
	double kappa = glr_kappa(law);
	double raise = cusum_raise(law, kappa);
	known(law->mu0 * raise, law->alpha, l.log_rate);
	if (law->mu0_se <= 0 && law->alpha_high <= law->alpha_low)
		return l;
	cusum_chain(law, kappa, raise, bare, learned);
	for (size_t i = 0; i < CUSUM_GRID; i++) {
		double h = cusum_limit_h(&before, exp(l.log_rate[i]));
		double rate = log(cusum_limit_rate(&after, h));
		l.log_rate[i] = i && rate > l.log_rate[i - 1] ? l.log_rate[i - 1] : rate;
	}
	return l;
}
