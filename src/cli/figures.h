/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figures.h - a figure shown: by `figure show` and by `show`. */
#ifndef VIGIL_CLI_FIGURES_H
#define VIGIL_CLI_FIGURES_H

#include "cli/app.h"

/* Reads option --as-of of the command. */
int figure_show(struct app *app, const struct entity *en, struct err *e) MUST_USE;

#endif
