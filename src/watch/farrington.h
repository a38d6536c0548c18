/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * farrington.h - is this period above what the same season of earlier years makes likely?
 *
 * The flexible algorithm (Farrington, Andrews, Beale & Catchpole 1996, JRSS-A 159:547; Noufaily,
 * Enki, Farrington, Garthwaite, Andrews & Charlett 2013, Stat. Med. 32:1206): a quasi-Poisson
 * regression on the same season of the last years, with level, trend and periods of the year, fitted
 * twice so that old outbreaks weigh little, and a bound for the period at hand.
 *
 * Fits follow R's glm step for step, so that bounds are those of the R package surveillance. One of its
 * habits is left out: it overwrites the weights of the second fit by those that were put in, and so
 * takes sum w ((y - mu) / mu)^2 / df for the dispersion where sum w mu ((y - mu) / mu)^2 / df
 * belongs; standard errors shrink up to 19 times, and trends look sure that are not. `compat` does as the package
 * does, to compare with its figures.
 */
#ifndef VIGIL_WATCH_FARRINGTON_H
#define VIGIL_WATCH_FARRINGTON_H

#include "watch/watch.h"

/*
 * How rare a count is (`p`) is not told by the quantile of the bound, which takes mean and dispersion for known: see
 * farrington_chance.c. With `compat` it is.
 */
enum farrington_bound {
	FARRINGTON_NB,	  /* quantile of a negative binomial of mean mu and variance phi mu */
	FARRINGTON_DELTA, /* normal after the power 2/3 */
	FARRINGTON_MUAN	  /* the negative binomial at the upper quantile of the mean */
};

enum { FARRINGTON_LEVELS_MAX = 16, FARRINGTON_YEARS_MAX = 20, FARRINGTON_YEARS_MIN = 2 };

struct farrington_options {
	enum farrington_bound bound;
	int years;	   /* of history used */
	int window;	   /* periods to each side of the same season */
	int levels;	   /* periods of the year; 1: only the windows are used */
	int past;	   /* newest periods left out of the history */
	double alpha;	   /* probability to be above the bound by chance */
	double p_trend;	   /* a trend is kept if its p-value is below; 1: always */
	int cases, within; /* no alarm with fewer than `cases` in the last `within` periods */
	bool compat;
};

/* The setting of each bound: delta as in 1996, the others as in 2013, with fewer windows and levels for
 * months. `freq` is 52 or 12. */
struct farrington_options farrington_defaults(enum farrington_bound b, int freq);
/* Years of history that a series of n periods can give while at least 30 periods are left to be judged;
 * at most o->years. Below FARRINGTON_YEARS_MIN: too short. */
int farrington_years(const struct farrington_options *o, int freq, size_t n);
/* The first period (from 1) that has the history o->years asks for. */
size_t farrington_first(const struct farrington_options *o, int freq);

/* More of a judged period than alarm_point has. */
struct farrington_fit {
	double phi;
	double trend;	      /* of the logarithm, a period; NaN: none kept */
	double weighted_down; /* share of the history that was seen as old outbreaks */
};

struct farrington;
/* Room and tables for one series; the series must outlive it. ERR_INPUT: options that make no sense. */
int farrington_new(const struct series *s, const struct farrington_options *o, struct arena *a,
		   struct farrington **ret, struct err *e) MUST_USE;
/* Judge period t, from 1. Never fails: what cannot be said is in `quiet`. ret_fit may be NULL. About
 * 10 microseconds. */
void farrington_judge(struct farrington *f, size_t t, struct alarm_point *ret,
		      struct farrington_fit *ret_fit);

#endif
