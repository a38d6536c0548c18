/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * of_figure.h - a figure over time (register/figure_series.h) as series to be judged.
 *
 * A line becomes a series with its path for a name ("All/Alborz/Example prison"), so that alarms know which
 * stands below which. The last period is left out while it has days to come: a week that is not over always has
 * few. Of sources, what each one alone knows of is a part of the series: left out, the cases that somebody else
 * names as well remain.
 */
#ifndef VIGIL_WATCH_OF_FIGURE_H
#define VIGIL_WATCH_OF_FIGURE_H

#include "register/figure_series.h"
#include "watch/series.h"

/* Labels and dates of weeks are in `lang` (Jalali in Persian), months in their own calendar. *ret_sources has sources
 * with a case of their own. Both live in `a`; series stand in the order of f->lines;
 * without a finished period there is none. */
void watch_of_figure(const struct figure_series *f, enum lang lang, struct arena *a,
		     struct series_set *ret, struct series_set *ret_sources);
/* The label of period t, from 0, in a language; also of the last, unfinished one. */
struct str watch_figure_period(const struct figure_series *f, size_t t, enum lang lang,
			       struct arena *a);
/* What must be said of the cases that are in no period, or spread over several; what is not so is empty. */
enum { WATCH_FIGURE_NOTES = 4 };
void watch_figure_notes(const struct figure_series *f, enum lang lang, struct arena *a,
			struct str ret[WATCH_FIGURE_NOTES]);

#endif
