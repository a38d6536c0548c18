/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stats.h - the tables of development data, for the tests of this room. */
#ifndef VIGIL_TESTS_WATCH_STATS_H
#define VIGIL_TESTS_WATCH_STATS_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "text/csv.h"
#include "watch/series.h"

/* The whole of data/stats/NAME. false: not here. */
static inline bool stats_bytes(struct arena *a, const char *name, struct str *ret)
{
	const char *root = getenv("VIGIL_DEV_DATA");
	struct str path = str_printf(a, "%s/data/stats/%s", root ? root : "../shared", name);
	return file_exists(path.p) && file_read(path.p, SERIES_FILE_MAX, a, ret, NULL) == 0;
}

static inline bool stats_series(struct arena *a, const char *name, struct series_set *ret)
{
	struct str bytes;
	struct csv_problems ps;
	struct series_options o = { .lang = LANG_EN };
	return stats_bytes(a, name, &bytes) && series_read(bytes, &o, a, ret, &ps, NULL) == 0 &&
	       ps.n == 0;
}

static inline bool stats_table(struct arena *a, const char *name, struct csv_table *ret)
{
	struct str bytes;
	struct csv_options o = { .lang = LANG_EN };
	if (!stats_bytes(a, name, &bytes))
		return false;
	csv_read(bytes, &o, a, ret);
	return ret->problems.n == 0;
}

static inline const struct series *stats_find(const struct series_set *set, struct str name)
{
	for (size_t i = 0; i < set->n; i++)
		if (str_eq(set->parts[i].s.name, name))
			return &set->parts[i].s;
	return NULL;
}

static inline double stats_number(struct str s)
{
	char text[64];
	if (!s.n || s.n >= sizeof text)
		return (double)NAN;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	return strtod(text, NULL);
}

#endif
