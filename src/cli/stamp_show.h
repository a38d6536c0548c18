/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stamp_show.h - what stands about time stamps, and what is missing. */
#ifndef VIGIL_CLI_STAMP_SHOW_H
#define VIGIL_CLI_STAMP_SHOW_H

#include "cli/app.h"
#include "evidence/stamp.h"

/* The whole state as text. */
int stamp_show(struct app *app, struct err *e) MUST_USE;
/* The same as a JSON object, with the stamp that was just taken (0: none) and the file written (p NULL: none). */
int stamp_show_json(struct app *app, int64_t taken, struct str file, struct err *e) MUST_USE;

/* "at 2026-11-22T13:31:44Z (± 1.5 s) according to CN=..." */
struct str stamp_when(struct app *app, const struct tsp_info *info);

#endif
