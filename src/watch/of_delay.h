/* SPDX-License-Identifier: GPL-3.0-or-later */
/* of_delay.h - how late the cases of a figure became known (register/figure_delay.h), for the nowcast. */
#ifndef VIGIL_WATCH_OF_DELAY_H
#define VIGIL_WATCH_OF_DELAY_H

#include "register/figure_delay.h"
#include "watch/nowcast.h"

/* One series without a name, whose last period is the last that is over. ERR_INPUT: no period is. */
int watch_of_delays(const struct figure_delays *d, struct arena *a, struct nowcast_table *ret,
		    struct err *e) MUST_USE;
/* What must be said of the cases that were left out; what is not so is empty. */
enum { WATCH_DELAY_NOTES = 3 };
void watch_delay_notes(const struct figure_delays *d, enum lang lang, struct arena *a,
		       struct str ret[WATCH_DELAY_NOTES]);

#endif
