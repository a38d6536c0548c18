/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link_report.h - what a linkage of files found, as text, JSON and a page of HTML that stands alone. */
#ifndef VIGIL_CLI_LINK_REPORT_H
#define VIGIL_CLI_LINK_REPORT_H

#include "cli/app.h"
#include "link/files.h"
#include "report/linkage.h"

void link_report_text(struct app *app, const struct link_result *r, uint64_t seed);
void link_report_json(struct app *app, const struct link_result *r, const struct link_tables *t,
		      uint64_t seed);
/* What is not as it should be in each table, with row and column; nothing where all is well. */
void link_report_faults(struct app *app, const struct link_tables *t);
/* Label and text of each line of the summary; how many. */
enum { LINK_LINES_MAX = 16 };
size_t link_report_lines(struct app *app, const struct link_result *r, uint64_t seed,
			 struct linkage_line *ret);
/* Rows of the pairs nearest to the threshold are in it, as the page says. */
int link_report_html(struct app *app, const struct link_result *r, const struct link_tables *t,
		     uint64_t seed, struct buf *b, struct err *e) MUST_USE;

#endif
