/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * watch.c - what watching costs, and what it finds, on the development data (VIGIL_DEV_DATA). Seconds of the clock and of
 * all processors together, each the best of three; the largest memory of a process that does nothing else.  Peers' figures
 * were measured elsewhere on one day. Ends with 1 when a bound is passed.
 */
#include "watch_bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "glr_table.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/pool.h"
#include "num/rng.h"

enum { ROUNDS = 3 };

struct str watch_bytes(struct arena *a, const char *name)
{
	const char *root = getenv("VIGIL_DEV_DATA");
	struct str bytes;
	struct err e;
	struct str path = str_printf(a, "%s/data/stats/%s", root ? root : "../shared", name);
	if (file_read(path.p, SERIES_FILE_MAX, a, &bytes, &e) < 0)
		die("%s", e.text);
	return bytes;
}

/* The first `most` series, which are the development half. */
static struct series_set read_series(struct arena *a, const char *name, size_t most)
{
	AUTO_ARENA *scratch = arena_new(SERIES_FILE_MAX);
	struct series_options o = { .lang = LANG_EN };
	struct csv_problems ps;
	struct series_set set;
	struct err e;
	if (series_read(watch_bytes(scratch, name), &o, a, &set, &ps, &e) < 0 || ps.n)
		die("%s cannot be read", name);
	set.n = set.n < most ? set.n : most;
	return set;
}

static struct nowcast_table read_delays(struct arena *a, const char *name)
{
	struct nowcast_table t;
	struct csv_problems ps;
	struct err e;
	if (nowcast_read(watch_bytes(a, name), LANG_EN, a, &t, &ps, &e) < 0 || ps.n)
		die("%s cannot be read", name);
	return t;
}

/* 31 places, 36 months, about 700 events of 2.9 persons. */
static struct scan_table make_country(struct arena *a)
{
	AUTO_BUF events;
	AUTO_BUF places;
	struct rng r = rng_start(31, 0);
	struct scan_table t;
	struct csv_problems ps;
	struct csv_problems at;
	struct err e;
	buf_init(&events, 1 << 22);
	buf_init(&places, 1 << 16);
	buf_add(&events, STR("place,period,events,persons\n"));
	buf_add(&places, STR("place,lat,lon\n"));
	for (int i = 0; i < 31; i++) {
		buf_printf(&places, "p%d,%.3f,%.3f\n", i, 26 + 13 * rng_uniform(&r),
			   45 + 17 * rng_uniform(&r));
		for (int m = 0; m < 36; m++) {
			long long n = rng_poisson(&r, 2.5 / (1 + i / 4.0));
			long long persons = n;
			for (long long k = 0; k < n; k++)
				persons += rng_poisson(&r, 1.9);
			buf_printf(&events, "p%d,%04d-%02d,%lld,%lld\n", i, 2009 + m / 12,
				   m % 12 + 1, n, persons);
		}
	}
	if (scan_read(buf_str(&events), buf_str(&places), LANG_EN, a, &t, &ps, &at, &e) < 0 ||
	    ps.n || at.n)
		die("the invented country cannot be read");
	return t;
}

/* ---- jobs ------------------------------------------------------------------------ */

static void judge(const struct data *d, const struct series_set *set, size_t n, enum alarm_method m,
		  int64_t from, struct arena *a, struct alarm_set *ret)
{
	const struct series **s = NEW_N(a, n, const struct series *);
	struct alarm_options o = { .method = m, .seed = 1, .from = from };
	for (size_t i = 0; i < n; i++)
		s[i] = &set->parts[i % set->n].s;
	alarm_judge(s, n, &o, d->pool, a, ret);
}

static void farrington_all(const struct data *d, struct arena *a)
{
	struct alarm_set r;
	judge(d, &d->noufaily, 1000, ALARM_FARRINGTON_NB, 576, a, &r);
}
static void last_week(const struct data *d, enum alarm_method m, struct arena *a)
{
	struct alarm_set r;
	judge(d, &d->noufaily, 500, m, 624, a, &r);
}
static void week_farrington(const struct data *d, struct arena *a)
{
	last_week(d, ALARM_FARRINGTON_NB, a);
}
static void week_cusum(const struct data *d, struct arena *a)
{
	last_week(d, ALARM_CUSUM, a);
}
static void week_glr(const struct data *d, struct arena *a)
{
	last_week(d, ALARM_GLR, a);
}
static void week_changepoint(const struct data *d, struct arena *a)
{
	last_week(d, ALARM_CHANGEPOINT, a);
}
static void year_glr(const struct data *d, struct arena *a)
{
	struct alarm_set r;
	judge(d, &d->noufaily, 500, ALARM_GLR, 573, a, &r);
}
static void year_changepoint(const struct data *d, struct arena *a)
{
	struct alarm_set r;
	judge(d, &d->noufaily, 500, ALARM_CHANGEPOINT, 573, a, &r);
}

static void nowcast(const struct nowcast_table *t, int64_t now, struct arena *a)
{
	struct nowcast_options o = { .now = now, .max_delay = -1, .above = NUM_NAN };
	struct nowcast_delay delay;
	struct nowcast_point *p;
	size_t n;
	struct err e;
	if (nowcast_learn(t, &o, a, &delay, &e) < 0)
		die("%s", e.text);
	for (size_t i = 0; i < t->n; i++)
		nowcast_predict(&t->series[i], &delay, &o, a, &p, &n);
}
static void nowcast_one(const struct data *d, struct arena *a)
{
	nowcast(&d->dengue, 39, a);
}
static void nowcast_many(const struct data *d, struct arena *a)
{
	nowcast(&d->delays, 103, a);
}
static void scan_country(const struct data *d, struct arena *a)
{
	struct scan_options o = { .seed = 1 };
	struct scan_result r;
	struct err e;
	if (scan_run(&d->country, &o, d->pool, a, &r, &e) < 0)
		die("%s", e.text);
}
/* No early end: every replicate is made. */
static void scan_whole(const struct data *d, struct arena *a)
{
	struct scan_table t = d->country;
	struct scan_event *x = NEW_N(a, t.n_events, struct scan_event);
	memcpy(x, t.events, t.n_events * sizeof *x);
	for (size_t i = 0; i < t.n_events; i++)
		if (x[i].place == 4 && x[i].period % 2)
			x[i].period = (uint32_t)t.axis.n - 1;
	t.events = x;
	struct scan_options o = { .seed = 1 };
	struct scan_result r;
	struct err e;
	if (scan_run(&t, &o, d->pool, a, &r, &e) < 0 || r.done != 999)
		die("the scan ended early");
}
static void weekly(const struct data *d, struct arena *a)
{
	AUTO_ARENA *one = arena_new(0);
	static void (*const ALL[])(const struct data *, struct arena *) = {
		week_farrington, week_cusum, week_glr, week_changepoint, nowcast_many, scan_country
	};
	(void)a;
	for (size_t i = 0; i < COUNT(ALL); i++) {
		ALL[i](d, one);
		arena_clear(one);
	}
}

static const struct {
	const char *name;
	void (*run)(const struct data *, struct arena *);
	double wall, mb; /* bounds; 0: none */
	const char *peer;
} ROWS[] = {
	{ "farrington-nb, 1,000 series x 49 weeks", farrington_all, 0.4, 0, "R 464 s" },
	{ "one week of 500 series, farrington-nb", week_farrington, 0, 0, "R 4.7 s" },
	{ "one week of 500 series, cusum", week_cusum, 0, 0, "" },
	{ "one week of 500 series, glr", week_glr, 0, 0, "" },
	{ "one week of 500 series, changepoint", week_changepoint, 0, 0, "" },
	{ "52 weeks of 500 series, glr", year_glr, 0, 0, "" },
	{ "52 weeks of 500 series, changepoint", year_changepoint, 0, 0, "" },
	{ "nowcast of one triangle, 40 weeks", nowcast_one, 0.001, 0, "NobBS 1.7 s" },
	{ "nowcast of 220 sparse series", nowcast_many, 0, 0, "" },
	{ "scan, 31 places x 36 months, 999 or early end", scan_country, 0, 0, "" },
	{ "scan, the same, all 999", scan_whole, 0.1, 0, "SaTScan 0.03-0.08 s" },
	{ "the weekly run: all of these, 500 series", weekly, 1, 50, "" },
};

static double seconds_of(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double cpu(void)
{
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	return seconds_of(u.ru_utime) + seconds_of(u.ru_stime);
}

static bool time_row(struct data *d, size_t row)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	double wall = HUGE_VAL;
	double work = HUGE_VAL;
	for (int i = 0; i < ROUNDS; i++) {
		arena_clear(a);
		int64_t begun = clock_mono_ns();
		double before = cpu();
		ROWS[row].run(d, a);
		wall = fmin(wall, (double)(clock_mono_ns() - begun) / 1e9);
		work = fmin(work, cpu() - before);
	}
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	double mb = (double)u.ru_maxrss / 1024;
	bool fine = (ROWS[row].wall <= 0 || wall <= ROWS[row].wall) &&
		    (ROWS[row].mb <= 0 || mb <= ROWS[row].mb);
	printf("%-48s %8.4f s  %8.4f s CPU  %4.0f MB  %s  %s\n", ROWS[row].name, wall, work, mb,
	       ROWS[row].wall <= 0 ? "      "
	       : fine		   ? "within"
				   : "MISSED",
	       ROWS[row].peer);
	return fine;
}

static struct data load(struct arena *a)
{
	return (struct data){
		.noufaily = read_series(a, "noufaily_1000_series.csv", 500),
		.sparse = read_series(a, "sparse_series.csv", 240),
		.delays = read_delays(a, "sparse_delays_last104w.csv"),
		.dengue = read_delays(a, "nowcast_dengue_triangle.csv"),
		.country = make_country(a),
		.a = a,
	};
}

/* Each row in a process of its own, so that its memory is its own: the tables are in it as well. */
static bool in_child(size_t row)
{
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		AUTO_ARENA *a = arena_new((size_t)4 << 30);
		struct data d = load(a);
		d.pool = pool_new(0);
		bool fine = time_row(&d, row);
		fflush(stdout);
		_exit(fine ? 0 : 1);
	}
	int status = 1;
	waitpid(pid, &status, 0);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* With an argument only one part: found, calibration, glr-table. */
int main(int argc, char **argv)
{
	const char *only = argc > 1 ? argv[1] : "";
	bool fine = true;
	if (!strcmp(only, "glr-table")) {
		glr_table_print();
		return 0;
	}
	for (size_t i = 0; i < COUNT(ROWS) && !only[0]; i++)
		fine = in_child(i) && fine;
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct data d = load(a);
	AUTO_POOL *pool = pool_new(0);
	d.pool = pool;
	if (!only[0] || !strcmp(only, "found"))
		watch_found_print(&d);
	if (!only[0] || !strcmp(only, "calibration"))
		fine = watch_calibration_print(&d, argc > 2 ? argv[2][0] - '0' : -1) && fine;
	return fine ? 0 : 1;
}
