/* SPDX-License-Identifier: GPL-3.0-or-later */
/* calibration.c - charts learn from series in which nothing rises, and are counted over the year that follows. */
#include "watch_bench.h"

#include <stdio.h>

#include "num/rng.h"

enum { SERIES = 1000, YEAR = 52 };

static const struct kind {
	const char *name;
	double mean, spread; /* variance over mean */
	double season;	     /* amplitude of the logarithm */
	double trend;	     /* of the logarithm, a year */
	size_t years;	     /* learned from */
} KINDS[] = {
	{ "mean 0.05, Poisson, 9 years", 0.05, 1, 0, 0, 9 },
	{ "mean 0.05, spread 1.8, 9 years", 0.05, 1.8, 0, 0, 9 },
	{ "mean 0.5, Poisson, 3 years", 0.5, 1, 0, 0, 3 },
	{ "mean 0.5, spread 2, 3 years", 0.5, 2, 0, 0, 3 },
	{ "mean 0.5, spread 2, 9 years, 0.05 a year", 0.5, 2, 0, 0.05, 9 },
	{ "mean 2, spread 3, 2 years", 2, 3, 0, 0, 2 },
	{ "mean 2, spread 1.5, 5 years, season 0.5", 2, 1.5, 0.5, 0, 5 },
	{ "mean 3, spread 1.5, 5 years, 0.1 a year", 3, 1.5, 0, 0.1, 5 },
	{ "mean 10, spread 4, 5 years, season 0.3", 10, 4, 0.3, 0, 5 },
	{ "mean 40, spread 3, 9 years", 40, 3, 0, 0, 9 },
};
static const double A_YEAR[] = { 0.5, 0.1 };

static struct series make(const struct kind *k, uint64_t stream, struct arena *a)
{
	size_t n = (k->years + 1) * YEAR;
	struct rng r = rng_start(4711, stream);
	int64_t *y = NEW_N(a, n, int64_t);
	for (size_t i = 0; i < n; i++) {
		double mu = k->mean * exp(k->season * sin(2 * 3.14159265358979 * (double)i / YEAR) +
					  k->trend * ((double)i - (double)n + YEAR) / YEAR);
		y[i] = k->spread > 1 ? rng_nbinom_mu(&r, mu / (k->spread - 1), mu)
				     : rng_poisson(&r, mu);
	}
	return (struct series){ .name = str_printf(a, "%llu", (unsigned long long)stream),
				.freq = YEAR,
				.n = n,
				.observed = y,
				.first = 1 };
}

/* False alarms over those asked for; refused series have none and are not counted. */
static double ratio_of(const struct data *d, const struct series *const *s, size_t n,
		       enum alarm_method m, int64_t from, double a_year)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct alarm_options o = { .method = m, .alpha = a_year / YEAR, .from = from };
	struct alarm_set r;
	size_t alarms = 0;
	size_t judged = 0;
	alarm_judge(s, n, &o, d->pool, a, &r);
	for (size_t i = 0; i < r.n; i++) {
		judged += r.items[i].refused ? 0 : r.items[i].s->n - r.items[i].from + 1;
		for (size_t t = r.items[i].from; t <= r.items[i].s->n; t++)
			alarms += r.items[i].points[t - 1].alarm;
	}
	return (double)alarms / (a_year / YEAR * (double)judged);
}

bool watch_calibration_print(const struct data *d, int only)
{
	bool fine = true;
	double sum[4] = { 0 };
	printf("\n%-44s %16s %16s\n%-44s %8s%8s%8s%8s\n", "false alarms over those asked for",
	       "cusum", "glr", "", "0.5/y", "0.1/y", "0.5/y", "0.1/y");
	for (size_t k = 0; k < COUNT(KINDS); k++) {
		if (only >= 0 && k != (size_t)only)
			continue;
		AUTO_ARENA *a = arena_new((size_t)4 << 30);
		struct series *s = NEW_N(a, SERIES, struct series);
		const struct series **list = NEW_N(a, SERIES, const struct series *);
		for (size_t i = 0; i < SERIES; i++) {
			s[i] = make(&KINDS[k], k * SERIES + i, a);
			list[i] = &s[i];
		}
		printf("%-44s", KINDS[k].name);
		for (enum alarm_method m = ALARM_CUSUM; m <= ALARM_GLR; m++)
			for (size_t i = 0; i < COUNT(A_YEAR); i++) {
				double ratio =
					ratio_of(d, list, SERIES, m,
						 (int64_t)(KINDS[k].years * YEAR) + 1, A_YEAR[i]);
				sum[(m - ALARM_CUSUM) * COUNT(A_YEAR) + i] += ratio;
				printf("%8.2f", ratio);
				fflush(stdout);
			}
		printf("\n");
	}
	printf("%-44s", "all kinds");
	for (size_t i = 0; i < COUNT(sum); i++) {
		double ratio = sum[i] / COUNT(KINDS);
		fine = fine && ratio < 1.5 && ratio > 1 / 1.5;
		printf("%8.2f", ratio);
	}
	printf("  %s\n", fine ? "within 1.5" : "MISSED");
	return fine;
}
