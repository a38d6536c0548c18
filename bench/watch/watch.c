/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * watch.c - what watching costs, and what it finds, on the development data (VIGIL_DEV_DATA). Seconds of the clock and of
 * all processors together, each the best of three; the largest memory of a process that does nothing else.  Peers' figures
 * were measured elsewhere on one day. Ends with 1 when a bound is passed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/pool.h"
#include "num/rng.h"
#include "watch/alarm.h"
#include "watch/nowcast.h"
#include "watch/scan.h"

enum { ROUNDS = 3 };

struct data {
	struct series_set noufaily, sparse; /* development halves */
	struct nowcast_table delays, dengue;
	struct scan_table country;
	struct pool *pool;
	struct arena *a;
};

static struct str read_bytes(struct arena *a, const char *name)
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
	struct series_options o = { .lang = LANG_EN };
	struct csv_problems ps;
	struct series_set set;
	struct err e;
	if (series_read(read_bytes(a, name), &o, a, &set, &ps, &e) < 0 || ps.n)
		die("%s cannot be read", name);
	set.n = set.n < most ? set.n : most;
	return set;
}

static struct nowcast_table read_delays(struct arena *a, const char *name)
{
	struct nowcast_table t;
	struct csv_problems ps;
	struct err e;
	if (nowcast_read(read_bytes(a, name), LANG_EN, a, &t, &ps, &e) < 0 || ps.n)
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

/* ---- what is found ------------------------------------------------------------------ */

struct truth {
	size_t first, last; /* of the surge, from 1; 0: none */
	bool strong;
};

struct found {
	double alarms_year, pod, strong, delay, ppv;
};

static struct truth *read_truth(struct arena *a, const char *name, bool sparse, size_t n)
{
	struct csv_options o = { .lang = LANG_EN };
	struct csv_table t;
	struct truth *ret = NEW_N(a, n, struct truth);
	csv_read(read_bytes(a, name), &o, a, &t);
	for (size_t i = 0; i < n && i < t.n_rows; i++) {
		const struct str *c = t.rows[i].cells;
		int64_t first = 0;
		int64_t last = 0;
		double size = 0;
		double mean = 0;
		(void)(str_to_int(c[csv_column(&t.header, STR("start"))], &first) &&
		       str_to_int(c[csv_column(&t.header, STR("end"))], &last));
		(void)str_to_real(c[csv_column(&t.header, sparse ? STR("factor") : STR("k"))],
				  &size);
		(void)str_to_real(c[csv_column(&t.header,
					       sparse ? STR("mean_rate") : STR("mean_mu_current"))],
				  &mean);
		bool none = sparse && size <= 1;
		ret[i] = (struct truth){ none ? 0 : (size_t)first, none ? 0 : (size_t)last,
					 sparse ? size >= 5 && mean >= 0.5 : size >= 5 };
	}
	return ret;
}

static struct found look(const struct alarm_set *r, const struct truth *t, size_t from, size_t to)
{
	double outside = 0;
	double weeks = 0;
	double surges = 0;
	double hit = 0;
	double strong = 0;
	double strong_hit = 0;
	double delay = 0;
	double inside = 0;
	for (size_t i = 0; i < r->n; i++) {
		const struct alarm_series *x = &r->items[i];
		size_t first = 0;
		for (size_t w = from; w <= to; w++) {
			bool surge = w >= t[i].first && w <= t[i].last;
			bool alarm = !x->refused && x->points[w - 1].alarm;
			weeks += !surge;
			outside += alarm && !surge;
			inside += alarm && surge;
			first = alarm && surge && !first ? w : first;
		}
		if (!t[i].first || t[i].first > to)
			continue;
		surges++;
		hit += first > 0;
		delay += first ? (double)(first - t[i].first) : 0;
		strong += t[i].strong;
		strong_hit += t[i].strong && first;
	}
	return (struct found){ outside / weeks * 52, hit / surges, strong_hit / strong, delay / hit,
			       inside / (inside + outside) };
}

static void print_found(const char *name, const struct found *f, const char *peer)
{
	printf("%-44s %6.2f  %6.3f  %6.3f  %6.2f  %6.3f   %s\n", name, f->alarms_year, f->pod,
	       f->strong, f->delay, f->ppv, peer);
}

static void find(const struct data *d, const struct series_set *set, const struct truth *t,
		 enum alarm_method m, double alpha, size_t from, const char *name, const char *peer)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	const struct series **s = NEW_N(a, set->n, const struct series *);
	struct alarm_options o = { .method = m, .alpha = alpha, .seed = 1, .from = (int64_t)from };
	struct alarm_set r;
	for (size_t i = 0; i < set->n; i++)
		s[i] = &set->parts[i].s;
	alarm_judge(s, set->n, &o, d->pool, a, &r);
	struct found f = look(&r, t, from, set->parts[0].s.n);
	print_found(name, &f, peer);
}

static void detection(const struct data *d)
{
	struct truth *n = read_truth(d->a, "noufaily_1000_truth.csv", false, d->noufaily.n);
	struct truth *s = read_truth(d->a, "sparse_truth.csv", true, d->sparse.n);
	printf("\n%-44s %6s  %6s  %6s  %6s  %6s   %s\n", "development halves", "false/y", "POD",
	       "strong", "delay", "PPV", "peer, whole set");
	find(d, &d->noufaily, n, ALARM_FARRINGTON_DELTA, 0.05, 576,
	     "noufaily 1-500, farrington-delta .05", "R: 2.84 0.690 0.882 0.23 0.318");
	find(d, &d->noufaily, n, ALARM_FARRINGTON_NB, 0.01, 576,
	     "noufaily 1-500, farrington-nb .01", "R: 0.47 0.491 0.723 0.22 0.628");
	find(d, &d->sparse, s, ALARM_CUSUM, 0.08 / 52, 469, "sparse 1-240, cusum at 0.08 a year",
	     "R: 0.08 0.44 0.955 3.3");
	find(d, &d->sparse, s, ALARM_GLR, 0.12 / 52, 469, "sparse 1-240, glr at 0.12 a year",
	     "R: 0.12 0.53 0.970 2.9");
}

/* With any argument, only what is found. */
int main(int argc, char **argv)
{
	bool fine = true;
	(void)argv;
	for (size_t i = 0; i < COUNT(ROWS) && argc < 2; i++)
		fine = in_child(i) && fine;
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct data d = load(a);
	AUTO_POOL *pool = pool_new(0);
	d.pool = pool;
	detection(&d);
	return fine ? 0 : 1;
}
