/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * nowcast.h - what is known of the newest weeks, and what will be once the late reports are in.
 *
 * A table says of each event's period how many became known how many periods later (`event,delay,count`). Seen from a
 * day `now`, only cells with event + delay <= now are known, and whatever is computed here uses no other.
 *
 * Delay (Lawless 1994; Hoehle & an der Heiden 2014, Biometrics 70:993): with g_d the chance that something known within d
 * periods became known at d, known counts are binomial given the counts before, whatever the events themselves did. The
 * g_d have independent beta posteriors (a generalised Dirichlet prior of weight 1), and the share known by age a is
 * the product of 1 - g_d over d > a. Batches are reported together, so shares of single periods spread more than
 * binomially: their correlation within a period (`together`) is estimated and widens everything.
 *
 * Count: the rate of a period is gamma around the level of the periods before it, which is an average that forgets. How
 * quickly it forgets and how far rates spread about it are fitted to what could be known at the time. Given what is known
 * and the share, the rest is negative binomial; the share's uncertainty is integrated over. All in closed form, no draws.
 *
 * The target is what will be known max_delay periods after the event; whatever comes later is not foreseen.
 */
#ifndef VIGIL_WATCH_NOWCAST_H
#define VIGIL_WATCH_NOWCAST_H

#include "watch/period.h"

enum {
	NOWCAST_DELAY_MAX = 520, /* longest delay that is modelled */
	NOWCAST_SERIES_MAX = 5000,
	NOWCAST_PERIODS_MIN = 4, /* before `now`, to learn from */
	NOWCAST_FILE_MAX = 64 << 20
};

struct nowcast_cell {
	int64_t t, delay, count; /* t on the axis of the table */
};

struct nowcast_series {
	struct str name; /* "" where the table has no column `series` */
	struct nowcast_cell *cells;
	size_t n, cap;
};

struct nowcast_table {
	struct period_axis axis;
	struct nowcast_series *series; /* in the order of the table */
	size_t n;
	int64_t last; /* the newest period in which anything became known */
};

/* Everything returned lives in `a`. Problems of the table are in *ret_problems. */
int nowcast_read(struct str bytes, enum lang lang, struct arena *a, struct nowcast_table *ret,
		 struct csv_problems *ret_problems, struct err *e) MUST_USE;

struct nowcast_options {
	int64_t now;	   /* on the axis; below 0: the table's `last`, but not beyond its axis */
	int64_t max_delay; /* below 0: the longest known, at most half of the periods there are */
	int64_t window;	   /* newest periods that delays are learned from; 0: all */
	double conf;	   /* of the outer bounds; 0: 0.95 */
	double above;	   /* the chance to end above this is asked for; NaN: not asked */
};

/* How late things become known; of all series together. */
struct nowcast_delay {
	int64_t now, max_delay;
	double *share; /* known by age 0 .. max_delay; the last is 1 */
	double *sd;    /* of the share of one period */
	double mean;   /* delay, in periods */
	double together;
	int64_t learned; /* cases whose delay is known */
	int64_t later;	 /* of these, later than max_delay */
	/* Mean delay in the older and the newer half of the periods learned from, and the p-value of no change. Where
	 * delays have grown, less of the newest periods is known than `share` says, and nowcasts are too low. */
	double mean_old, mean_new, p_change;
};

struct nowcast_point {
	int64_t t;
	int64_t known;
	double share; /* expected to be known by now */
	double mean, median, lo, hi, lo_half, hi_half;
	double p_above; /* NaN: not asked for */
	bool early; /* less than a tenth is expected to be known: says what the weeks before say */
};

/* ERR_INPUT: too few periods, nothing known, options that make no sense. */
int nowcast_learn(const struct nowcast_table *t, const struct nowcast_options *o, struct arena *a,
		  struct nowcast_delay *ret, struct err *e) MUST_USE;
/* The periods of age 0 .. max_delay, oldest first: *ret_n of them, at most max_delay + 1. */
void nowcast_predict(const struct nowcast_series *s, const struct nowcast_delay *d,
		     const struct nowcast_options *o, struct arena *a, struct nowcast_point **ret,
		     size_t *ret_n);

/* Nowcasts made as of earlier periods, held against what became known since: by age. */
struct nowcast_check {
	int64_t age;
	int64_t n; /* nowcasts judged */
	int64_t within, within_half;
	double width;	   /* mean of hi - lo */
	double error, raw; /* mean absolute error of the median, and of what was known */
	double wis;	   /* mean weighted interval score of the median and both intervals */
};
/* As of each period from `from` whose events are complete at o->now. Ages 0 .. *ret_n - 1. */
int nowcast_back(const struct nowcast_table *t, const struct nowcast_options *o, int64_t from,
		 struct arena *a, struct nowcast_check **ret, size_t *ret_n,
		 struct err *e) MUST_USE;

#endif
