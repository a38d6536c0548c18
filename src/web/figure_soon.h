/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * figure_soon.h - what the newest periods of a figure will come to once late entries are in: part of its page.
 *
 * It stands there where it matters: when the register is old enough to know how late its entries come, and less than
 * 19 in 20 cases of the newest period that is over are expected to be known.
 */
#ifndef VIGIL_WEB_FIGURE_SOON_H
#define VIGIL_WEB_FIGURE_SOON_H

#include "report/nowcast.h"
#include "watch/of_delay.h"
#include "web/page.h"
#include "web/part.h"

struct figure_soon {
	bool there;
	struct nowcast_table table;
	struct nowcast_options o;
	struct nowcast_delay delay;
	struct nowcast_point *points;
	size_t n;
	struct str notes[WATCH_DELAY_NOTES];
};

/* By week or month; of Jalali months by month. */
int figure_soon_load(struct page_request *p, int64_t figure, enum figure_by by,
		     struct figure_soon *ret, struct err *e) MUST_USE;
/* Nothing unless it is there. */
void figure_soon_render(const struct part *p, const struct figure_soon *s);

#endif
