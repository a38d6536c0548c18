/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fall.h - bars of a waterfall in the cells of a table: each begins where the one above it ended. */
#ifndef VIGIL_CHART_FALL_H
#define VIGIL_CHART_FALL_H

#include "html/html.h"

/* How far they reach, in thousandths of a bit. Begins as zero, which is shown as well. */
struct chart_fall {
	int64_t lo, hi;
};
void chart_fall_fit(struct chart_fall *f, int64_t milli);
/* Against when it goes down, for when not; `sum`: from zero to the whole. All that it shows was fitted before. */
void chart_fall_bar(struct html *h, struct chart_fall f, int64_t from, int64_t to, bool sum);

#endif
