/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estimate_priv.h - what the parts of the page about the missing share. */
#ifndef VIGIL_REPORT_ESTIMATE_PRIV_H
#define VIGIL_REPORT_ESTIMATE_PRIV_H

#include "report/estimate.h"

struct est_page {
	struct html *h;
	const struct estimate_result *r;
	enum lang lang;
	struct arena *a;
};

/* Numbers for people; a dash for what is not known. */
struct str est_count(const struct est_page *p, double v);
struct str est_decimal(const struct est_page *p, double v, int places);
struct str est_interval(const struct est_page *p, double lo, double hi);
void est_say(const struct est_page *p, const struct msg *m);

/* estimate_plot.c */
void est_put_density(const struct est_page *p); /* curve, and the same as a table */
void est_put_overlap(const struct est_page *p);
/* estimate_tables.c */
void est_put_models(const struct est_page *p);
void est_put_variants(const struct est_page *p);

#endif
