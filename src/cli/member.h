/* SPDX-License-Identifier: GPL-3.0-or-later */
/* member.h - members as people name them. */
#ifndef VIGIL_CLI_MEMBER_H
#define VIGIL_CLI_MEMBER_H

#include "cli/app.h"

/* By id, or by a name that only one member who is not revoked has. */
int member_find(struct app *app, struct str what, struct id *ret, struct err *e) MUST_USE;
struct str member_role_label(struct app *app, enum vault_role r);
/* The role of option --role, `when_missing` without it. CLI_USAGE: none of the three. */
int member_role_given(struct app *app, enum vault_role when_missing, enum vault_role *ret,
		      struct err *e) MUST_USE;
/* What a member is called: their name, or the beginning of the id. */
struct str member_label(struct app *app, const struct vault_member *m, size_t n,
			const struct id *id);

#endif
