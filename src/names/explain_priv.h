/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain_priv.h - what compare.c hands to explain.c. */
#ifndef VIGIL_EXPLAIN_PRIV_H
#define VIGIL_EXPLAIN_PRIV_H

#include "names/compare_priv.h"

struct compare_result {
	struct match_side x, y;
	struct match match;
};
/* name_compare, with what is known; with `want`, also how. */
float compare_names(const struct name *x, const struct name *y, const struct name_weigher *w,
		    const struct compare_known *k, struct compare_result *want);

#endif
