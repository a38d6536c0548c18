/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estimate_show.h - how many are missing, as text and as JSON. */
#ifndef VIGIL_CLI_ESTIMATE_SHOW_H
#define VIGIL_CLI_ESTIMATE_SHOW_H

#include "cli/app.h"
#include "estimate/estimate.h"

void estimate_put_text(struct app *app, const struct estimate_result *r);
void estimate_put_json(struct app *app, const struct estimate_result *r);

#endif
