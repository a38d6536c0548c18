/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figures.h - a figure shown: by `figure show` and by `show`. */
#ifndef VIGIL_CLI_FIGURES_H
#define VIGIL_CLI_FIGURES_H

#include "cli/app.h"

/* The size of the log asked for by --as-of, or by --known: what was known at the end of a day. 0: now. */
int figure_size(struct app *app, int64_t *ret, struct err *e) MUST_USE;
/* The figure of the first argument. ERR_NOTFOUND: it is none. */
int figure_named(struct app *app, struct entity *ret, struct err *e) MUST_USE;
/* By --by and --of, which have their defaults. */
struct figure_series;
int figure_series_given(struct app *app, struct figure_series *ret, struct err *e) MUST_USE;
/* SHA-256 of the rule as it was sealed, in hexadecimal. */
struct figure;
struct str figure_rule_hash(struct app *app, const struct figure *f);

/* `size` as figure_size gives it. */
int figure_show(struct app *app, const struct entity *en, int64_t size, struct err *e) MUST_USE;

#endif
