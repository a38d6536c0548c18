/* SPDX-License-Identifier: GPL-3.0-or-later */
/* witness_files.h - requests to witnesses and their answers: how they are called as files, and how they are told. */
#ifndef VIGIL_CLI_WITNESS_FILES_H
#define VIGIL_CLI_WITNESS_FILES_H

#include "cli/jout.h"
#include "vault/witness.h"

/* What --output says, or a name in this folder made from the log's: "<hash>.cosig". */
struct str witness_path(struct app *app, struct str origin, const char *end);

/* The trusted witness of this name, key or address; NULL: none is. */
const struct vault_witness *witness_named(const struct vault_witness *w, size_t n, struct str what);
void cosigned_say(struct app *app, const struct vault_cosigned *got, size_t n);
void cosigned_json(struct jout *j, const struct vault_cosigned *got, size_t n);

#endif
