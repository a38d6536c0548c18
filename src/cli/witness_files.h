/* SPDX-License-Identifier: GPL-3.0-or-later */
/* witness_files.h - how requests to witnesses and their answers are called as files. */
#ifndef VIGIL_CLI_WITNESS_FILES_H
#define VIGIL_CLI_WITNESS_FILES_H

#include "cli/app.h"

/* What --output says, or a name in this folder made from the log's: "<hash>.cosig". */
struct str witness_path(struct app *app, struct str origin, const char *end);

#endif
