/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * help.h - help, manual pages and completion, all from the table of commands.
 */
#ifndef VIGIL_CLI_HELP_H
#define VIGIL_CLI_HELP_H

#include "base/buf.h"
#include "cli/command.h"

void help_overview(struct buf *b, enum lang lang, struct arena *a);
void help_command(struct buf *b, const struct command *c, enum lang lang, struct arena *a);
/* A page for man(1), in English: of one command, or with NULL of the program. The same table gives
 * the same bytes: no date. */
void help_man(struct buf *b, const struct command *c, struct arena *a);
void help_bash(struct buf *b, struct arena *a);

/* "vigil import claims FILE [--dry-run]" */
struct str help_usage(const struct command *c, struct arena *a);
/* "--output FILE, -o FILE" */
struct str help_option(const struct option *o, struct arena *a);

#endif
