/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * methods.c - what methods of estimating cost on the development tables: seconds of the clock, the best of
 * three, and the largest memory of a process that does nothing else. Ends with 1 when a bound is passed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "estimate/cells_table.h"
#include "estimate/dga.h"
#include "estimate/estimate.h"
#include "estimate/loglinear.h"
#include "estimate/sparse.h"

enum { TABLE_BYTES_MAX = 1 << 20, ROUNDS = 3 };

static void must(int rc, const struct err *e)
{
	if (rc < 0)
		die("%s", e->text);
}

struct job {
	const struct cells *c;
	struct pool *pool;
	struct arena *a;
};

static void dga_alone(const struct job *j)
{
	struct dga_result r;
	struct err e;
	const struct dga_options o = { .quick = true, .pool = j->pool };
	must(dga_run(j->c, &o, j->a, &r, &e), &e);
}
static void dga_with_rows(const struct job *j)
{
	struct dga_result r;
	struct err e;
	const struct dga_options o = { .pool = j->pool };
	must(dga_run(j->c, &o, j->a, &r, &e), &e);
}
static void models_alone(const struct job *j)
{
	struct loglinear_result r;
	struct err e;
	const struct loglinear_options o = { .quick = true, .pool = j->pool };
	must(loglinear_run(j->c, &o, j->a, &r, &e), &e);
}
static void models_with_intervals(const struct job *j)
{
	struct loglinear_result r;
	struct err e;
	const struct loglinear_options o = { .pool = j->pool };
	must(loglinear_run(j->c, &o, j->a, &r, &e), &e);
}
static void sparse_thousand(const struct job *j)
{
	struct sparse_result r;
	struct err e;
	must(sparse_run(j->c, NULL, j->pool, j->a, &r, &e), &e);
}

/* Four chains of 10,000 warming up and 10,000 draws of every tenth sweep; R's LCMCR: 5.6 s of CPU, 749 draws' worth. */
static void classes_standard(const struct job *j)
{
	struct lcmcr_result r;
	struct err e;
	const struct lcmcr_options o = { .seed = 1 };
	must(lcmcr_run(j->c, &o, j->pool, j->a, &r, &e), &e);
	if (!(r.ess_bulk > 2000))
		die("the latent classes are worth %.0f draws only", r.ess_bulk);
}
static void whole_answer(const struct job *j)
{
	struct estimate_result r;
	struct err e;
	const struct estimate_options o = { .seed = 1 };
	must(estimate_run(j->c, &o, j->a, &r, &e), &e);
}

static const struct row {
	const char *what, *table;
	void (*run)(const struct job *j);
	double seconds, mb; /* bounds; mb 0: none */
} ROWS[] = {
	{ "latent classes, standard setting", "kosovo1999", classes_standard, 0.9, 10 },
	{ "whole answer, 4 lists", "kosovo1999", whole_answer, 10, 0 },
	{ "whole answer, 5 lists", "ukdat_5", whole_answer, 30, 0 },
	{ "dga, 4 lists, 61 graphs", "kosovo1999", dga_alone, 0.1, 10 },
	{ "dga, 5 lists, 822 graphs", "ukdat_5", dga_alone, 0.1, 10 },
	{ "dga, 5 lists, and two other delta", "ukdat_5", dga_with_rows, 0.3, 20 },
	{ "dga, 6 lists, 18,154 graphs", "six", dga_alone, 2, 0 },
	{ "113 log-linear models", "kosovo1999", models_alone, 0.001, 0 },
	{ "1,024 log-linear models", "ukdat_5", models_alone, 0.015, 0 },
	{ "... with intervals and variants", "ukdat_5", models_with_intervals, 0.02, 0 },
	{ "sparse, 1,000 replicates, 4 lists", "kosovo1999", sparse_thousand, 3, 0 },
	{ "sparse, 1,000 replicates, 5 lists", "ukdat_5", sparse_thousand, 3, 0 },
	{ "sparse, 1,000 replicates, 6 lists", "six", sparse_thousand, 3, 0 },
};

/* Six lists: the five of the UK table, and a sixth that has every seventh pattern's people too. */
static void six_lists(const struct cells *five, struct arena *a, struct cells *ret)
{
	static const struct str NAMES[] = { { "A", 1 }, { "B", 1 }, { "C", 1 },
					    { "D", 1 }, { "E", 1 }, { "F", 1 } };
	struct cell *p = NEW_N(a, 2 * five->n + 1, struct cell);
	struct err e;
	size_t n = 0;
	for (size_t i = 0; i < five->n; i++) {
		int64_t also = five->p[i].count / 7;
		p[n++] = (struct cell){ five->p[i].on, five->p[i].count - also };
		p[n++] = (struct cell){ five->p[i].on | 32, also };
	}
	p[n++] = (struct cell){ 32, 120 };
	must(cells_make(NAMES, 6, p, n, a, ret, &e), &e);
}

static void read_table(const char *name, struct arena *a, struct cells *ret)
{
	const char *root = getenv("VIGIL_DEV_DATA");
	bool six = str_eq(str_of(name), STR("six"));
	struct str path = str_printf(a, "%s/data/stats/mse_%s.csv", root ? root : "../shared",
				     six ? "ukdat_5" : name);
	struct str bytes;
	struct csv_problems problems;
	struct cells c;
	struct err e;
	must(file_read(path.p, TABLE_BYTES_MAX, a, &bytes, &e), &e);
	must(cells_read(bytes, LANG_EN, a, &c, &problems, &e), &e);
	if (six)
		six_lists(&c, a, ret);
	else
		*ret = c;
}

static double seconds_of(const struct rusage *r)
{
	return (double)r->ru_utime.tv_sec + (double)r->ru_utime.tv_usec / 1e6 +
	       (double)r->ru_stime.tv_sec + (double)r->ru_stime.tv_usec / 1e6;
}

/* In a process of its own. */
static void measure(const struct row *row)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_POOL *pool = pool_new(0);
	struct cells c;
	double best = HUGE_VAL, cpu = HUGE_VAL;
	struct rusage before, after, first;
	read_table(row->table, a, &c);
	getrusage(RUSAGE_SELF, &before);
	for (int i = 0; i < ROUNDS; i++) {
		AUTO_ARENA *scratch = arena_new(0);
		const struct job j = { &c, pool, scratch };
		int64_t start = clock_mono_ns();
		getrusage(RUSAGE_SELF, &first);
		row->run(&j);
		double s = (double)(clock_mono_ns() - start) / 1e9;
		getrusage(RUSAGE_SELF, &after);
		double used = seconds_of(&after) - seconds_of(&first);
		best = s < best ? s : best;
		cpu = used < cpu ? used : cpu;
	}
	double mb = (double)(after.ru_maxrss - before.ru_maxrss) / 1024;
	bool good = best <= row->seconds && (row->mb == 0 || mb <= row->mb);
	printf("%-36s %9.4f s (%g)  CPU %9.4f s  %6.1f MB", row->what, best, row->seconds, cpu, mb);
	if (row->mb > 0)
		printf(" (%g)", row->mb);
	printf("%s\n", good ? "" : "  MISSED");
	fflush(stdout);
	_exit(good ? 0 : 1);
}

int main(void)
{
	int missed = 0;
	printf("Estimating: seconds of the clock and memory beyond what the program has; bounds in brackets\n");
	fflush(stdout);
	for (size_t i = 0; i < COUNT(ROWS); i++) {
		int status = 1;
		pid_t child = fork();
		if (child < 0)
			die("no process");
		if (child == 0)
			measure(&ROWS[i]);
		waitpid(child, &status, 0);
		missed += status != 0;
	}
	return missed > 0;
}
