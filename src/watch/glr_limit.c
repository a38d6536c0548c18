/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * glr_limit.c - how often a GLR chart sounds although nothing rises: from a table that was simulated once (glr_table.c),
 * since no chain of a few states follows a statistic that looks at many beginnings at once.
 *
 * The table is of charts that know the mean and the spread. What it costs to have learned them depends on how alarms come
 * about: a doubtful spread makes single large counts more frequent, a doubtful mean makes long windows rise. So windows of
 * several lengths are asked how much more often each of them alone reaches the limit. (A CUSUM for a small rise at the limit with
 * the same rate was tried: it adds single counts up in proportion, and missed that a half more of them came than was reckoned.)
 */
#include "watch/cusum_priv.h"

#include "num/dist.h"

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

/* The least sum of `m` periods that alone reaches h. */
static double least_sum(double h, double m, double mu, double alpha)
{
	double low = m * mu;
	double high = 2 * low + 1;
	while (glr_flat(high, m, mu, alpha) < h)
		high *= 2;
	for (int k = 0; k < 60 && ceil(high) > ceil(low); k++) {
		double middle = (low + high) / 2;
		if (glr_flat(middle, m, mu, alpha) < h)
			low = middle;
		else
			high = middle;
	}
	return ceil(high);
}

static double reaches(double sum, double m, double mu, double alpha)
{
	struct dist d = alpha > 1e-9 ? dist_nbinom_mu(m / alpha, m * mu) : dist_poisson(m * mu);
	return dist_p(d, sum - 1, DIST_ABOVE);
}

/* How many times as often a chart for the mean `mu` sounds at h with what may be as if that were so: by windows of
 * several lengths, each as often as it fits into the time. */
static double times_as_often(const struct cusum_law *law, double mu, double h)
{
	static const double LENGTHS[] = { 1, 3, 9, GLR_WINDOW };
	const double alpha[DIST_NODES] = { law->alpha, law->alpha_low, law->alpha_high };
	double known_rate = 0;
	double learned = 0;
	for (size_t k = 0; k < COUNT(LENGTHS); k++) {
		double m = LENGTHS[k];
		double sum = least_sum(h, m, mu, law->alpha);
		known_rate += reaches(sum, m, mu, law->alpha) / m;
		for (size_t i = 0; i < DIST_NODES; i++)
			for (size_t j = 0; j < COUNT(alpha); j++)
				learned +=
					DIST_WEIGHT[i] * DIST_WEIGHT[j] *
					reaches(sum, m, law->mu0 * exp(DIST_NODE[i] * law->mu0_se),
						alpha[j]) /
					m;
	}
	return learned / known_rate;
}

struct cusum_limit glr_limit(const struct cusum_law *law, struct arena *a)
{
	enum { LEVELS = 13 };
	struct cusum_limit l = { law->mu0, law->alpha, CUSUM_GRID, CUSUM_STEP,
				 NEW_N(a, CUSUM_GRID, double) };
	double more[LEVELS];
	double mu = law->mu0 * cusum_raise(law, glr_kappa(law));
	known(mu, law->alpha, l.log_rate);
	if (law->mu0_se <= 0 && law->alpha_high <= law->alpha_low)
		return l;
	for (size_t i = 0; i < LEVELS; i++)
		more[i] = i ? log(times_as_often(law, mu, (double)i)) : 0;
	for (size_t i = 0; i < CUSUM_GRID; i++) {
		double place = (double)i * CUSUM_STEP;
		size_t k = (size_t)place < LEVELS - 2 ? (size_t)place : LEVELS - 2;
		double part = place - (double)k;
		double rate = l.log_rate[i] + more[k] * (1 - part) + more[k + 1] * part;
		l.log_rate[i] = i && rate > l.log_rate[i - 1] ? l.log_rate[i - 1] : rate;
	}
	return l;
}
