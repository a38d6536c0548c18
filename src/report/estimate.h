/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * estimate.h - how many are missing, as a page: the answer, how the lists overlap, why to trust it or not.
 *
 * The same result and language give the same bytes, seconds apart: nothing that a clock gave is in it.
 */
#ifndef VIGIL_REPORT_ESTIMATE_H
#define VIGIL_REPORT_ESTIMATE_H

#include "chart/chart.h"
#include "estimate/estimate.h"
#include "html/html.h"
#include "text/msg.h"

/* One HTML page that needs no other file. Appends to `ret`. ERR_TOOBIG: `ret` is full. */
int report_estimate(const struct estimate_result *r, enum lang lang, struct buf *ret,
		    struct err *e) MUST_USE;

/* What stands between the page's head and its foot, for pages that have their own. */
void report_estimate_body(struct html *h, const struct estimate_result *r, enum lang lang,
			  struct arena *a);

/* Its two plots, for files: how plausible each total is, and how the lists overlap. False: there is no curve, because
 * the answer is a refusal or latent classes were not asked. Neither leaves without what it rests on (`foot`). */
bool report_estimate_density(const struct estimate_result *r, enum lang lang, struct arena *a,
			     struct chart *ret);
void report_estimate_overlap(const struct estimate_result *r, enum lang lang, struct arena *a,
			     struct chart *ret);

#endif
