/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * figure_delay.h - how late the cases of a figure became known: by the period of the event and that of the entry of the
 * log that first spoke of it.
 *
 * Both are those of figure_series.h. What happened before the register was begun says nothing about delay, because
 * nobody could have recorded it in time: such cases are counted and left out. So is a case whose date lies in several
 * periods, in which there is no one to begin from. A case that was entered before it happened has delay 0. When it
 * was entered is what the clock of whoever did it said.
 */
#ifndef VIGIL_FIGURE_DELAY_H
#define VIGIL_FIGURE_DELAY_H

#include "register/figure_series.h"

struct figure_delay_cell {
	int64_t t, delay, count; /* t from 0, the period of the log's first entry */
};

struct figure_delays {
	struct figure figure; /* without its cases */
	enum figure_by by;
	int32_t first; /* first day of period 0 */
	int64_t n;     /* periods that are over */
	struct figure_delay_cell *cells;
	size_t n_cells; /* by t and delay */
	int64_t cases;	/* in the cells */
	int64_t before, apart,
		later; /* left out: before the register, in no one period, in no period that is over */
};

/* ERR_INPUT: nothing is counted for it, or it counts by status. `by` is week or month. */
int reg_figure_delays(struct reg *r, int64_t figure, enum figure_by by, struct arena *a,
		      struct figure_delays *ret, struct err *e) MUST_USE;

#endif
