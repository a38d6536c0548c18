/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link_warnings.h - what linking warns of, for both of its commands: on files and on a vault. */
#ifndef VIGIL_CLI_LINK_WARNINGS_H
#define VIGIL_CLI_LINK_WARNINGS_H

#include "cli/jout.h"
#include "link/warning.h"

/* "warnings": each with its code and its English words, as link_warning_what has them. */
void link_warnings_json(struct jout *j, const struct link_warning *w, size_t n, bool fields);

#endif
