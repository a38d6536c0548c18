/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link_report.h - what a linkage of files found, as text, JSON and a page of HTML that stands alone. */
#ifndef VIGIL_CLI_LINK_REPORT_H
#define VIGIL_CLI_LINK_REPORT_H

#include "cli/app.h"
#include "link/files.h"

void link_report_text(struct app *app, const struct link_result *r, uint64_t seed);
void link_report_json(struct app *app, const struct link_result *r, const struct link_tables *t,
		      uint64_t seed);
/* What is not as it should be in each table, with row and column; nothing where all is well. */
void link_report_faults(struct app *app, const struct link_tables *t);
/* No cell of any record is in it. */
int link_report_html(struct app *app, const struct link_result *r, uint64_t seed, struct buf *b,
		     struct err *e) MUST_USE;

#endif
