/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * disclose.h - which parts of a claim a proof shows. A proof leaves the vault, so the rule is the
 * careful one: without a list, only what may stand in a published report.
 *
 *   always left out   fields of sealed properties; naming one is refused
 *   shown by itself   kind and subject; fields whose property and qualifiers are public and that name
 *                     no protected source; of the source who, when, in what document and through
 *                     whom, unless that is a protected one (kind "source")
 *   shown when named  everything else that this member can read: recorder, time, grades, keys, ...
 */
#ifndef VIGIL_CLI_DISCLOSE_H
#define VIGIL_CLI_DISCLOSE_H

#include "redact/disclose.h"
#include "vault/number.h"

/*
 * `list`: paths separated by commas ("f1,source/id"), a path meaning also what lies below it; "all" for
 * everything readable that is not sealed; p NULL for the rule above. `field`: with the rule above
 * or "all", only this field of the claim; 0: all of them. ERR_INPUT names what is not there or not
 * to be shown; ERR_NOTFOUND: there is no such field.
 */
int disclose_choose(const struct vocab *v, const struct vault_entry *entry, int field,
		    struct str list, struct arena *a, struct disclosed *ret,
		    struct err *e) MUST_USE;

#endif
