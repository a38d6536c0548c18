/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scan_priv.h - zones. */
#ifndef VIGIL_WATCH_SCAN_PRIV_H
#define VIGIL_WATCH_SCAN_PRIV_H

#include "watch/scan.h"

/* A zone is an earlier one and more places, so that sums over it cost what is more. */
struct scan_zone {
	ptrdiff_t base; /* -1: none */
	const uint32_t *added;
	size_t n_added;
	const uint32_t *places; /* all */
	size_t n_places;
	bool again; /* the same places as an earlier one: only a base */
};

struct scan_zones {
	struct scan_zone *items;
	size_t n;
	size_t distinct;
};

struct scan_zones scan_zones_of(const struct scan_table *t, size_t nearest, struct arena *a);

/* What does not change from replicate to replicate. */
struct scan_plan {
	const struct scan_table *t;
	const struct scan_options *o;
	struct scan_zones zones;
	size_t periods;
	size_t from; /* first period that a window can hold */
	size_t span; /* periods from there on */
	double theta;
	double *share; /* of the population, up to and with each place; NULL without */
};

/* What does, for one worker. Sums over periods begin at plan.from: index k is the sum of the first k. */
struct scan_work {
	double *place;	/* n_places x (span + 1), weighted for nb */
	double *zone;	/* zones x (span + 1), the same */
	double *total;	/* of each place, all periods */
	double *period; /* sums over periods of all places: span + 1 */
	double *mean;	/* expected in a period, of each place; of zones at zone_mean */
	double *zone_mean;
	double *zone_all; /* for permutation the total of the zone; for nb the sum of m/w */
	double persons;
	struct scan_event *events; /* of a replicate */
};

/* A window of a zone, in the span. */
struct scan_best {
	size_t zone, from, to;
	double value;
};

struct scan_work scan_work_new(const struct scan_plan *p, struct arena *a);
/* Sum persons by place and period. */
void scan_count(const struct scan_plan *p, const struct scan_event *events, struct scan_work *w);
/* What a period of each place has on average, for methods that expect the past. */
void scan_put_means(const struct scan_plan *p, struct scan_work *w);
/* Sums of zones, after scan_count. */
void scan_prepare(const struct scan_plan *p, struct scan_work *w);
/* Expected persons of a zone in periods from .. to - 1 of the span. */
double scan_expected_in(const struct scan_plan *p, const struct scan_work *w, size_t zone,
			size_t from, size_t to);
/* Of a zone and a window; 0 unless more is seen than expected. */
double scan_statistic(const struct scan_plan *p, const struct scan_work *w, size_t zone,
		      size_t from, size_t to);
/* Its best window. */
struct scan_best scan_look_at_zone(const struct scan_plan *p, const struct scan_work *w,
				   size_t zone);

#endif
