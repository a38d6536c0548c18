/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nowcast_show.h - what the newest periods will come to, for people and for programs. */
#ifndef VIGIL_CLI_NOWCAST_SHOW_H
#define VIGIL_CLI_NOWCAST_SHOW_H

#include "cli/app.h"
#include "report/nowcast.h"
#include "watch/of_delay.h"

struct nowcast_answer {
	struct nowcast_table table;
	struct nowcast_options o;
	struct nowcast_delay delay;
	struct nowcast_point **points; /* by series */
	size_t *n_points;
	struct nowcast_check *back; /* NULL: not asked for */
	size_t n_back;
	bool of_figure;
	struct figure_delays figure;
	struct str title; /* of it */
	struct str notes[NOWCAST_NOTES];
};

/* What a page shows of it; borrows from the answer. */
struct nowcast_page nowcast_page_of(struct app *app, const struct nowcast_answer *x);
void nowcast_put_json(struct app *app, const struct nowcast_answer *x);
void nowcast_put_text(struct app *app, const struct nowcast_answer *x);

#endif
