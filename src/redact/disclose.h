/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * disclose.h - which parts of an entry a proof shows when nobody chose. A proof leaves the vault, so
 * only what may stand in a public report is in it:
 *
 *   shown     kind and subject; fields whose property and qualifiers are public and that name no
 *             protected source; of the source its role, and unless it is protected (kind `source`)
 *             who, when, in what document and through whom
 *   left out  everything else, sealed fields above all; what cannot be understood counts as sealed
 */
#ifndef VIGIL_REDACT_DISCLOSE_H
#define VIGIL_REDACT_DISCLOSE_H

#include "register/vocab.h"
#include "vault/vault.h"

struct disclosed {
	struct str *paths; /* as in struct vault_part */
	size_t n;
};

void disclose_public(const struct vocab *v, const struct vault_entry *entry, struct arena *a,
		     struct disclosed *ret);
/* Whether a field never leaves, not even when it is named: its property or one of its qualifiers is
 * sealed (of a protected source everything but its kind), or it cannot be understood. */
bool disclose_is_sealed(const struct vocab *v, const struct vault_entry *entry,
			const struct vault_part *field, struct arena *a);
bool disclosed_shows(void *ctx, struct str path); /* a vault_disclose; ctx is a struct disclosed */

#endif
