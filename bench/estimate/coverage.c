/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * coverage.c - does the range cover the truth? Populations of 2,000 people whose classes and lists are known, by the
 * first and third design of HRDAG's StanLCMCR (the first is Manrique-Vallier 2016), each drawn again and again and
 * estimated as `vigil estimate cells` does, without what only warns (sensitivity, lists left out, SparseMSE: none of
 * them moves the bounds of a table with this much overlap).
 *
 *	bench-coverage [REPLICATES [FIRST_SEED]]		200 of each, from seed 1
 *
 * Ends with 1 when coverage is not within 93 to 99 of 100 or ranges are wider than 1.3 times those of the latent
 * classes alone. Nothing may be tuned to the seeds from 1 to 1,000: develop with others.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "estimate/estimate.h"
#include "num/rng.h"
#include "num/sum.h"

enum { LISTS = 5, TRUTH = 2000, REPLICATES_MAX = 10000 };

static const struct design {
	const char *name;
	struct {
		int size;
		double p[LISTS];
	} class[2];
} DESIGNS[] = {
	{ "sim1",
	  { { 1800, { 0.033, 0.033, 0.099, 0.132, 0.033 } },
	    { 200, { 0.660, 0.825, 0.759, 0.990, 0.693 } } } },
	{ "sim3",
	  { { 1600, { 0.113, 0.113, 0.199, 0.232, 0.133 } },
	    { 400, { 0.860, 0.925, 0.859, 0.990, 0.793 } } } },
};

static void draw_table(const struct design *d, uint64_t seed, struct arena *a, struct cells *ret)
{
	static const struct str NAMES[LISTS] = {
		{ "L1", 2 }, { "L2", 2 }, { "L3", 2 }, { "L4", 2 }, { "L5", 2 }
	};
	int64_t count[1 << LISTS] = { 0 };
	struct cell rows[1 << LISTS];
	struct rng r = rng_start(seed, (uint64_t)(d - DESIGNS));
	struct err e;
	size_t n = 0;
	for (size_t c = 0; c < COUNT(d->class); c++)
		for (int i = 0; i < d->class[c].size; i++) {
			unsigned on = 0;
			for (unsigned j = 0; j < LISTS; j++)
				on |= (unsigned)rng_chance(&r, d->class[c].p[j]) << j;
			count[on]++;
		}
	for (uint32_t on = 1; on < 1 << LISTS; on++)
		rows[n++] = (struct cell){ on, count[on] };
	if (cells_make(NAMES, LISTS, rows, n, a, ret, &e) < 0)
		die("%s", e.text);
}

struct tally {
	int tried, refused, given, answered, covered, lcmcr_covered, longer;
	double *width, *lcmcr_width;
};

static void one(const struct design *d, uint64_t seed, struct tally *t)
{
	AUTO_ARENA *a = arena_new(0);
	struct cells c;
	struct estimate_result r;
	struct err e;
	const struct estimate_options o = { .methods = ESTIMATE_LCMCR | ESTIMATE_DGA |
						       ESTIMATE_LOGLINEAR,
					    .seed = seed,
					    .quick = true };
	draw_table(d, seed, a, &c);
	if (estimate_run(&c, &o, a, &r, &e) < 0)
		die("%s", e.text);
	t->tried++;
	t->longer += r.lcmcr.longer > 0;
	t->lcmcr_covered += r.lcmcr.lo <= TRUTH && TRUTH <= r.lcmcr.hi;
	if (r.verdict == ESTIMATE_REFUSED) {
		t->refused++;
		return;
	}
	t->given += r.verdict == ESTIMATE_GIVEN;
	t->covered += r.range.lo <= TRUTH && TRUTH <= r.range.hi;
	t->width[t->answered] = r.range.hi - r.range.lo;
	t->lcmcr_width[t->answered++] = r.lcmcr.hi - r.lcmcr.lo;
}

static double median(double *x, int n)
{
	sum_sort(x, (size_t)n);
	return sum_quantile(x, (size_t)n, 0.5);
}

static bool tell(const struct design *d, struct tally *t)
{
	const double covered = (double)t->covered / t->answered;
	const double wide = median(t->width, t->answered);
	const double alone = median(t->lcmcr_width, t->answered);
	const bool good = covered >= 0.93 && covered <= 0.99 && wide <= 1.3 * alone;
	printf("%s  %d tables  refused %d  ranges %d  estimates %d  covered %.1f %% (93-99)  "
	       "median width %.0f, %.2f of the latent classes' %.0f (1.3), which cover %.1f %%  run on %d%s\n",
	       d->name, t->tried, t->refused, t->answered - t->given, t->given, 100 * covered, wide,
	       wide / alone, alone, 100.0 * t->lcmcr_covered / t->tried, t->longer,
	       good ? "" : "  MISSED");
	fflush(stdout);
	return good;
}

static int64_t number(const char *s, int64_t otherwise)
{
	int64_t n;
	return s && str_to_int(str_of(s), &n) && n > 0 && n <= REPLICATES_MAX ? n : otherwise;
}

int main(int argc, char **argv)
{
	const int64_t n = number(argc > 1 ? argv[1] : NULL, 200);
	const int64_t first = number(argc > 2 ? argv[2] : NULL, 1);
	int missed = 0;
	AUTO_ARENA *a = arena_new(0);
	struct rusage used;
	printf("Coverage: populations of %d, seeds from %d; bounds in brackets\n", TRUTH,
	       (int)first);
	fflush(stdout);
	for (size_t i = 0; i < COUNT(DESIGNS); i++) {
		struct tally t = { .width = NEW_N(a, (size_t)n, double),
				   .lcmcr_width = NEW_N(a, (size_t)n, double) };
		for (int64_t k = 0; k < n; k++)
			one(&DESIGNS[i], (uint64_t)(first + k), &t);
		missed += !tell(&DESIGNS[i], &t);
	}
	getrusage(RUSAGE_SELF, &used);
	printf("CPU %.0f s\n", (double)used.ru_utime.tv_sec + (double)used.ru_stime.tv_sec);
	return missed > 0;
}
