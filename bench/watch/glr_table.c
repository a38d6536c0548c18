/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "glr_table.h"

#include <stdio.h>
#include <time.h>

#include "base/pool.h"
#include "num/rng.h"
#include "watch/cusum_priv.h"

enum { PERIODS = 1000000, SEEN_MIN = 100 };

struct cell {
	double mu, alpha;
	int log_rate[GLR_TABLE_LEVELS]; /* thousandths, of the opposite sign */
};

/* Alarms at every level, each with its own new beginnings; the ratios of starts they share are computed once. */
static void count_period(const struct cell *c, const double *y, size_t i, size_t *since,
			 size_t *alarms)
{
	double best = 0;
	double score = 0;
	double sum = 0;
	size_t low = i > GLR_WINDOW ? i - GLR_WINDOW : 0;
	bool done[GLR_TABLE_LEVELS] = { false };
	size_t first = i;
	for (size_t l = 0; l < GLR_TABLE_LEVELS; l++)
		first = since[l] < first ? since[l] : first;
	low = low > first ? low : first;
	for (size_t k = i + 1; k-- > low;) {
		score += y[k] - c->mu;
		sum += y[k];
		if (score <= 0 || y[k] <= c->mu)
			continue;
		double llr = glr_flat(sum, (double)(i + 1 - k), c->mu, c->alpha);
		if (llr <= best)
			continue;
		best = llr;
		for (size_t l = 0; l < GLR_TABLE_LEVELS; l++)
			if (!done[l] && k >= since[l] && llr >= (double)l * GLR_TABLE_STEP)
				done[l] = true;
	}
	for (size_t l = 0; l < GLR_TABLE_LEVELS; l++) {
		alarms[l] += done[l];
		since[l] = done[l] ? i + 1 : since[l];
	}
}

static void simulate(void *ctx, size_t at, int worker)
{
	struct cell *c = (struct cell *)ctx + at;
	AUTO_ARENA *a = arena_new(0);
	double *y = NEW_N(a, PERIODS, double);
	struct rng r = rng_start(2027, (uint64_t)at);
	size_t since[GLR_TABLE_LEVELS] = { 0 };
	size_t alarms[GLR_TABLE_LEVELS] = { 0 };
	(void)worker;
	for (size_t i = 0; i < PERIODS; i++) {
		y[i] = (double)(c->alpha > 0 ? rng_nbinom_mu(&r, 1 / c->alpha, c->mu)
					     : rng_poisson(&r, c->mu));
		count_period(c, y, i, since, alarms);
	}
	/* Where few are seen the tail falls as exp(-h) does. */
	double last = 0;
	for (size_t l = 0; l < GLR_TABLE_LEVELS; l++) {
		double seen = alarms[l] >= SEEN_MIN ? log((double)alarms[l] / PERIODS)
						    : last - GLR_TABLE_STEP;
		last = l && seen > last ? last : seen;
		c->log_rate[l] = (int)nearbyint(-1000 * last);
	}
}

void glr_table_print(void)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_POOL *p = pool_new(0);
	struct cell *cells = NEW_N(a, GLR_TABLE_MEANS * GLR_TABLE_SPREADS, struct cell);
	for (size_t m = 0; m < GLR_TABLE_MEANS; m++)
		for (size_t s = 0; s < GLR_TABLE_SPREADS; s++)
			cells[m * GLR_TABLE_SPREADS + s] =
				(struct cell){ .mu = GLR_TABLE_MEAN[m],
					       .alpha = GLR_TABLE_SPREAD[s] / GLR_TABLE_MEAN[m] };
	pool_each_long(p, GLR_TABLE_MEANS * GLR_TABLE_SPREADS, simulate, cells);
	printf("# How often a GLR chart sounds by chance (watch/cusum_priv.h), %d simulated periods a line: "
	       "`make glr-table`.\nmean,spread",
	       PERIODS);
	for (size_t l = 0; l < GLR_TABLE_LEVELS; l++)
		printf(",level%zu", l);
	for (size_t m = 0; m < GLR_TABLE_MEANS; m++)
		for (size_t s = 0; s < GLR_TABLE_SPREADS; s++) {
			printf("\n%zu,%zu", m, s);
			for (size_t l = 0; l < GLR_TABLE_LEVELS; l++)
				printf(",%d", cells[m * GLR_TABLE_SPREADS + s].log_rate[l]);
		}
	printf("\n");
}
