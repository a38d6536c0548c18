/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * watch.h - is it rising, and is that out of the ordinary: numbers part.
 *
 *	series.h    counts by week or month
 *	farrington.h flexible algorithm (Farrington 1996; Noufaily 2013), corrected; --compat surveillance
 *	cusum.h     negative-binomial CUSUM and GLR (Hoehle & Paul 2008), limits that reckon with doubt
 *	changepoint.h Bayesian online change point with a negative binomial (Adams & MacKay 2007)
 *	rate.h      two periods compared
 *	composition.h who, then and now: shares of two periods, with the unknown in sight
 *	segment.h   an interrupted series: level and trend before and after
 *	nowcast.h   reports are late: what the newest periods will come to
 *	scan.h      places and periods together: did something rise somewhere
 *	period.h    cells of tables that name a period or a count
 *	alarm.h     many series under one budget of false alarms; episodes and their states
 *	words.h     what is said of it, in words
 *	of_figure.h a figure of the register as series
 *
 * Pure but for what reads CSV (series.h, nowcast.h, scan.h,
 * composition.h). Deterministic from the seed. Each
 * alarm carries the same test without each source: a new source looks like a surge.
 */
#ifndef VIGIL_WATCH_H
#define VIGIL_WATCH_H

#include "num/num.h"

/* Counts of one thing, a period each, without gaps. */
struct series {
	struct str name;
	int freq; /* periods a year: 52 or 12 */
	size_t n;
	const int64_t *observed;
	const struct str *label; /* date of each period as given, may be NULL */
	int64_t first;		 /* number of the first period where it came from, mostly 1 */
	bool by_date; /* `first` was counted from a date and is nothing to show: periods are 1, 2 ... */
};

/* What a detector says of one period. What it cannot say is NaN, and `quiet` says why. */
struct alarm_point {
	size_t t; /* from 1, as in the series */
	int64_t observed;
	double expected, upper, score, p;
	bool alarm;
	enum alarm_quiet {
		ALARM_SPOKE,
		ALARM_TOO_FEW,	  /* too few cases lately for a bound to mean anything */
		ALARM_NO_HISTORY, /* not enough periods before this one */
		ALARM_NO_FIT	  /* the regression has no end */
	} quiet;
};

/* Nothing said of period t, from 1; beyond the series, nothing observed either. */
struct alarm_point alarm_point_silent(const struct series *s, size_t t, enum alarm_quiet why);

#endif
