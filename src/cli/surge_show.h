/* SPDX-License-Identifier: GPL-3.0-or-later */
/* surge_show.h - what was found in series, for people and for programs. */
#ifndef VIGIL_CLI_SURGE_SHOW_H
#define VIGIL_CLI_SURGE_SHOW_H

#include "cli/app.h"
#include "watch/alarm.h"

/* `by_source`: the test without each source was made. */
void surge_put_text(struct app *app, const struct alarm_set *set, bool by_source);
void surge_put_json(struct app *app, const struct alarm_set *set, bool by_source);
/* What is wrong with a table, with row and column; as JSON when that was asked for. */
void surge_put_problems(struct app *app, const struct csv_problems *ps);

#endif
