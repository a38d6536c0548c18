/* SPDX-License-Identifier: GPL-3.0-or-later */
/* problems.h - a table that was refused: what is wrong where, and what to do. */
#ifndef VIGIL_CLI_PROBLEMS_H
#define VIGIL_CLI_PROBLEMS_H

#include "cli/app.h"
#include "cli/jout.h"
#include "register/table.h"
#include "text/csv.h"

/* `where` is false when rows and columns mean nothing to the reader (claim add). */
void problems_put(struct app *app, const struct table *t, bool where);
void problems_json(struct app *app, struct jout *j, const struct table *t);
/* Of a plain file; as JSON when that was asked for. */
void problems_put_csv(struct app *app, const struct csv_problems *ps);

#endif
