/* SPDX-License-Identifier: GPL-3.0-or-later */
/* watch_bench.h - the development data, and the parts of bench-watch. */
#ifndef VIGIL_BENCH_WATCH_H
#define VIGIL_BENCH_WATCH_H

#include "watch/alarm.h"
#include "watch/nowcast.h"
#include "watch/scan.h"

struct pool;

struct data {
	struct series_set noufaily, sparse; /* development halves */
	struct nowcast_table delays, dengue;
	struct scan_table country;
	struct pool *pool;
	struct arena *a;
};

/* A file of the development data; dies without. */
struct str watch_bytes(struct arena *a, const char *name);

/* What is found of known surges, beside R's surveillance on the same series at the same rate of false alarms. */
void watch_found_print(const struct data *d);
/* Series in which nothing rises: false alarms over those asked for. false: all kinds together are further off than a factor
 * of 1.5. */
bool watch_calibration_print(const struct data *d, int only);

#endif
