/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * scan.h - did something rise somewhere: not in one prison and not in the country, but in places that lie together.
 *
 * A zone is a place with its nearest neighbours, up to `nearest` of them (or a node of a tree with all below it); a window
 * is the last 1 .. `longest` periods, or any such with `anywhere`. For each zone and window the persons seen are held
 * against those expected (Kulldorff 2001, JRSS-A 164:61), and the largest statistic of all is held against the largest of
 * replicates in which nothing rises.
 *
 *	permutation	expected by where and when the others were (Kulldorff et al. 2005, PLoS Med 2:e59):
 *			C ln(C/E) + (n-C) ln((n-C)/(n-E)). Sees what differs between places, not what all have in common.
 *	poisson		with the population of places, the same; without, expected is what the place had before the longest
 *			window, a period's average of a place added: C ln(C/E) - (C-E). Sees a rise of the whole as well.
 *	nb		like poisson without population, with counts that spread more than a Poisson's: the score
 *			sum (y-m)/w / sqrt(sum m/w), w = 1 + m/theta (Tango, Takahashi & Kohriyama 2011, Biometrics 67:106).
 *
 * Executions come several at a time. Replicates move events (all persons of one event together), never persons: a scan
 * that moves persons takes every batch for a surge, on Iranian months in 8 of 10 looks. Permutation shuffles the periods
 * of events; the others give each event a period at random (and, with population, a place).
 *
 * p = (1 + replicates at least as large) / (1 + replicates), never smaller than that allows; no tail is extrapolated. The
 * replicates end early when 50 were as large (Besag & Clifford 1991, Biometrika 78:301). Deterministic from the
 * seed, for any number of threads.
 */
#ifndef VIGIL_WATCH_SCAN_H
#define VIGIL_WATCH_SCAN_H

#include "base/pool.h"
#include "watch/period.h"

enum {
	SCAN_PLACES_MAX = 2000,
	SCAN_EVENTS_MAX = 1 << 20,
	SCAN_NEAREST_MAX = 50,
	SCAN_REPLICATES_MAX = 99999,
	SCAN_FILE_MAX = 64 << 20,
	SCAN_ENOUGH = 50 /* replicates as large end the scan */
};

enum scan_method { SCAN_PERMUTATION, SCAN_POISSON, SCAN_NB };

/* All persons of one event. */
struct scan_event {
	uint32_t place, period;
	int64_t persons;
};

struct scan_table {
	struct period_axis axis;
	struct str *places;
	size_t n_places;
	double *lat, *lon;	   /* degrees; NULL with a tree */
	double *population;	   /* NULL: not given */
	ptrdiff_t *parent;	   /* of a tree, -1: none; NULL without */
	struct scan_event *events; /* by period and place */
	size_t n_events;
	int64_t persons;
	bool by_source; /* rows are of sources, each told apart by a column of its name */
	size_t missing; /* places and periods without a row, where the table has rows with 0 */
};

/* `events`: place,period,events,persons. A row for each place and period, or a row for each event (events 1 in all).
 * Without persons each event is one. With a column `source` there is a row for each source, and they are added up;
 * scan_read_sources then takes the same bytes. Of several events in one row the persons are shared evenly.
 * `where`: place,lat,lon and perhaps population; or node,parent (empty at the top). Everything returned lives in `a`.
 * Problems of the first are in *ret_problems, those of the second in *ret_where. */
int scan_read(struct str events, struct str where, enum lang lang, struct arena *a,
	      struct scan_table *ret, struct csv_problems *ret_problems,
	      struct csv_problems *ret_where, struct err *e) MUST_USE;

/* The table without what one source alone has: `sources` is place,period,source,events,persons. ERR_INPUT: a source
 * has more than there is in all. Of what is left in a place and period, persons are shared evenly among events. */
struct scan_source {
	struct str name;
	struct scan_table left;
	int64_t *persons; /* of the source, by place and period: [place * axis.n + period] */
};
int scan_read_sources(struct str sources, const struct scan_table *all, enum lang lang,
		      struct arena *a, struct scan_source **ret, size_t *ret_n,
		      struct csv_problems *ret_problems, struct err *e) MUST_USE;

struct scan_options {
	enum scan_method method;
	size_t nearest;	   /* 0: 10 */
	size_t longest;	   /* periods; 0: 6 (weeks 8, days 30), at most half of the table's */
	size_t replicates; /* 0: 999 */
	bool anywhere;	   /* windows that end anywhere, not only now */
	uint64_t seed;
};

struct scan_cluster {
	size_t zone;
	const uint32_t *places; /* the centre first */
	size_t n_places;
	size_t from, to; /* periods, both included */
	int64_t persons, events;
	double expected, statistic;
	double p;
};

struct scan_result {
	struct scan_options o; /* with what was chosen for 0 */
	size_t zones;
	double theta;			  /* of nb; infinite: no more spread than a Poisson's */
	struct scan_cluster clusters[10]; /* no place twice; the largest statistic first */
	size_t n;
	double *maxima; /* of the replicates done, in their order */
	size_t done;
};

/* ERR_INPUT: nothing to scan, fewer than 2 periods, options that make no sense. `pool` may be NULL. */
int scan_run(const struct scan_table *t, const struct scan_options *o, struct pool *pool,
	     struct arena *a, struct scan_result *ret, struct err *e) MUST_USE;

/* The cluster of another result in a table without one source: the same zone and window, counted, expected and judged
 * by the replicates of `r`, which was made from `t`. */
struct scan_cluster scan_again(const struct scan_table *t, const struct scan_result *r,
			       const struct scan_cluster *c, struct arena *a);

/* Years between such looks by chance, at most as many as the table is long; NaN where a period's length is not known.
 * `freq` 0: what the periods say. */
double scan_recurrence(const struct scan_table *t, int freq, double p, bool *ret_capped);

/* The statistics, for tests: 0 unless more is seen than expected. */
double scan_llr_total(double c, double expected, double n);
double scan_llr_expected(double c, double expected);

const char *scan_method_code(enum scan_method m); /* "permutation", "poisson", "nb" */

#endif
