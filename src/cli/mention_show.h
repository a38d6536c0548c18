/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mention_show.h - `vigil show N-00001`: one row of a list. */
#ifndef VIGIL_CLI_MENTION_SHOW_H
#define VIGIL_CLI_MENTION_SHOW_H

#include "cli/app.h"

int mention_show(struct app *app, const struct entity *en, struct err *e) MUST_USE;

#endif
