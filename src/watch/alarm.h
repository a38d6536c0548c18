/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * alarm.h - many series judged by one detector, and few alarms made of it.
 *
 * 300 prisons judged each week at 1 % are 156 false alarms a year, and nobody reads the second month.
 * So a reader states a budget of false alarms a year for all series together. Series stand in levels by
 * their names ("Country/Province/Prison"): the budget is shared between levels, and within a level
 * between its series; a series alarms when what was seen is rarer than its share, or when its parent
 * alarms and its own bound is passed.
 *
 * An alarm that goes on is one episode, until four quiet periods have passed. `p` of a point is the
 * probability of a higher count and half that of the same one (Farrington), of such a count (change points),
 * or the rate of such a statistic a period (CUSUM, GLR); 1 / (p * periods a year) is how many years lie between two when
 * nothing rises.
 */
#ifndef VIGIL_WATCH_ALARM_H
#define VIGIL_WATCH_ALARM_H

#include "watch/changepoint.h"
#include "watch/cusum.h"
#include "watch/farrington.h"
#include "watch/series.h"

enum alarm_method {
	ALARM_FARRINGTON_NB,
	ALARM_FARRINGTON_DELTA,
	ALARM_FARRINGTON_MUAN,
	ALARM_CUSUM,
	ALARM_GLR,
	ALARM_CHANGEPOINT,
	ALARM_METHODS
};
/* "farrington-nb" ...; false: none of them. */
bool alarm_method_parse(struct str s, enum alarm_method *ret);
const char *alarm_method_code(enum alarm_method m);

enum { ALARM_QUIET_PERIODS = 4 };
#define ALARM_BUDGET 6.0

struct alarm_options {
	enum alarm_method method;
	double alpha; /* 0: that of the method */
	int years;    /* of history for Farrington; 0: five, or what there is */
	int64_t from; /* first period judged, as the table numbers it; 0: as early as makes sense */
	double budget; /* false alarms a year, all series together; 0: ALARM_BUDGET */
	bool compat;   /* as the R package surveillance does it */
	uint64_t seed; /* nothing is drawn at present; kept for the record */
	bool left; /* what is left of series without a source: may be empty or always the same */
};

enum alarm_state {
	ALARM_QUIET,
	ALARM_WATCH,  /* p < 0.05 twice within four periods */
	ALARM_ALERT,  /* an alarm that comes by chance at most once a year */
	ALARM_URGENT, /* once in ten years */
};

/* Why a series cannot be judged; watch_refusal says it. */
enum alarm_refusal {
	ALARM_REFUSED_HISTORY, /* too short for this method */
	ALARM_REFUSED_NO_CASE, /* none in what it would learn from */
	ALARM_REFUSED_NO_FIT,
	ALARM_REFUSED_EMPTY,	/* none at all */
	ALARM_REFUSED_CONSTANT, /* the same count in every period: no record of events is like that */
	ALARM_REFUSED_BEYOND,	/* it ends before the first period that was asked for */
	ALARM_REFUSED_OPTIONS, /* that no series could satisfy */
};

/* Alarms with fewer than four quiet periods between them. Periods are counted from 1. */
struct alarm_episode {
	size_t first, last; /* with an alarm */
	size_t alarms;
	double least_p;
	enum alarm_state state;
	bool open; /* four quiet periods have not passed yet */
};

struct alarm_series;

/* The same test on what is left without one source. */
struct alarm_without {
	struct str source;
	const struct series *part; /* what it reported */
	struct alarm_series *left; /* the whole without it, judged */
};

struct alarm_series {
	const struct series *s;
	size_t parent; /* index in the result; its own where it has none */
	int level;     /* 0: no parent */
	bool refused;  /* nothing could be said of it: why */
	struct err why;
	enum alarm_refusal refusal;
	size_t needs;		    /* periods this method has to have */
	size_t from;		    /* period judged first, from 1 */
	struct alarm_point *points; /* one for each period, those before `from` silent */
	double *phi;		    /* variance over mean of each period; NaN where not known */
	double *trend;
	double *lately; /* of change points: P(a rise within the last 4); else NULL */
	int years;	/* Farrington's history */
	double h;	/* limit of CUSUM and GLR */
	double alpha_nb;
	double share;			/* its false alarms a year */
	bool *fires;			/* alarms that the budget leaves */
	struct alarm_episode *episodes; /* of fires */
	size_t n_episodes;
	enum alarm_state state; /* at the last period */
	struct alarm_without
		*without; /* of each source that has this series; for series with alarms */
	size_t n_without;
	double q; /* of the last period, Benjamini & Hochberg within its level; to show, not to decide */
};

struct alarm_set {
	struct alarm_options o; /* with all defaults filled in */
	struct alarm_series *items;
	size_t n;
	double nominal; /* false alarms a year to be expected of the bounds alone */
};

struct pool;
/* Judge n series; they must outlive the result, which lives in `a`. `p` may be NULL. A series that cannot be
 * judged is refused alone. */
void alarm_judge(const struct series *const *s, size_t n, const struct alarm_options *o,
		 struct pool *p, struct arena *a, struct alarm_set *ret);

/* Judge each series that passes its bound, within the budget or not, once more without each of its sources: a new source looks like a surge.
 * `sources` are parts of the same series by name. ERR_INPUT: a source has more than there is in all. */
int alarm_check_sources(struct alarm_set *set, const struct series_set *sources, struct arena *a,
			struct err *e) MUST_USE;

/* Years between two such by chance; +inf for p = 0, NaN for NaN. */
double alarm_recurrence(double p, int freq);
enum alarm_state alarm_state_at(const struct alarm_series *x, size_t t);
/* Episodes of n flags. */
struct alarm_episode *alarm_episodes(const struct alarm_point *p, const bool *fires, size_t n,
				     int freq, struct arena *a, size_t *ret_n);
/* The period, from 1, of an episode of `x` whose count was the rarest; the first of equals. */
size_t alarm_episode_peak(const struct alarm_series *x, const struct alarm_episode *ep);
/* Adjusted p-values (Benjamini & Hochberg 1995, JRSS-B 57:289); NaN stay NaN and do not count. */
void alarm_fdr(const double *p, size_t n, struct arena *a, double *ret);
/* Did late reports undo an episode of `before`: has `now` no alarm in its periods? */
bool alarm_is_withdrawn(const struct alarm_episode *before, const struct alarm_series *now);

#endif
