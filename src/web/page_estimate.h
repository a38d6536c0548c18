/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_estimate.h - how many are missing from the lists of a figure: asked on a form, computed as a job (job.h), shown.
 *
 * The answer lives in the session until it is put away; nothing is written to the log.
 */
#ifndef VIGIL_WEB_PAGE_ESTIMATE_H
#define VIGIL_WEB_PAGE_ESTIMATE_H

#include "estimate/linkages.h"
#include "link/register.h"
#include "register/figure.h"
#include "web/page.h"
#include "web/part.h"

enum { ESTIMATE_DRAWS = 10 };

/* What was asked and found. Lives in the job's arena. */
struct estimate_work {
	struct figure fig; /* title and rule then */
	struct linkage_draw_options o;
	int64_t lists[LINKAGE_DRAW_LISTS_MAX];
	struct str names[LINKAGE_DRAW_LISTS_MAX];
	struct cells tables[ESTIMATE_DRAWS];
	struct linkage_drawn drawn;
	struct linkages_result r;
	bool made;
};

struct estimate_view {
	const struct vocab *vocab;
	struct figure *figures; /* that are counted */
	size_t n_figures;
	struct list_summary *lists;
	size_t n_lists;
	bool linked;		       /* all lists were linked once */
	bool busy;		       /* another long work is open in this session */
	const struct estimate_work *w; /* NULL: nothing was found yet */
	struct page_form form;
	struct str wrong; /* what was wrong with the form, in English; "" nothing */
};
void estimate_render(struct html *h, const struct shell *s, const struct estimate_view *v);

#endif
