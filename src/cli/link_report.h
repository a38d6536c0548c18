/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link_report.h - what a linkage of files found, as text, JSON and a page of HTML that stands alone. */
#ifndef VIGIL_CLI_LINK_REPORT_H
#define VIGIL_CLI_LINK_REPORT_H

#include "cli/app.h"
#include "link/link.h"

void link_report_text(struct app *app, const struct link_result *r, uint64_t seed);
void link_report_json(struct app *app, const struct link_result *r, uint64_t seed);
/* No cell of any record is in it. */
int link_report_html(struct app *app, const struct link_result *r, uint64_t seed, struct buf *b,
		     struct err *e) MUST_USE;

#endif
