/* SPDX-License-Identifier: GPL-3.0-or-later */
/* picture.h - a chart as a file: SVG or PNG, by how its name ends. */
#ifndef VIGIL_CLI_PICTURE_H
#define VIGIL_CLI_PICTURE_H

#include "chart/chart.h"
#include "cli/app.h"

/* To the file that `option` names; nothing when it is not given. CLI_USAGE: a name that ends in neither. */
int picture_write(struct app *app, const char *option, const struct chart *c,
		  struct err *e) MUST_USE;

#endif
