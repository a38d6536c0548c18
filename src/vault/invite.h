/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * invite.h - the file that makes a new site part of a register (docs/formats/vault.md).
 *
 * Who has the file and its passphrase is a member: it holds the member's keys and what all sites share.
 */
#ifndef VIGIL_VAULT_INVITE_H
#define VIGIL_VAULT_INVITE_H

#include "vault/vault.h"

enum { INVITATION_MAX = 16 * 1024, MEMBER_NAME_MAX = 1024 };

struct invitation {
	struct str reg; /* vkey of the log that founded the register; empty: none yet */
	struct key reg_secret;
	struct id member;
	struct key seed; /* of the member's own keys */
	struct str name;
	enum vault_role role;
};
void invitation_wipe(struct invitation *in);

/* The file, as it stands on the disk, before its passphrase is known. Pure. */
struct invitation_file {
	struct vault_kdf kdf;
	uint8_t salt[SALT_LEN];
	struct str sealed; /* nonce and ciphertext */
};
/* ERR_INPUT when it is none; lives in `a`. */
int invitation_read(struct str file, struct arena *a, struct invitation_file *ret,
		    struct err *e) MUST_USE;
/* What is under the seal. Pure; borrows `plain` and lives in `a`. */
int invitation_parse(struct str plain, struct arena *a, struct invitation *ret,
		     struct err *e) MUST_USE;

/* ERR_DENIED: another passphrase. Strings live in `a`. */
int invitation_open(struct str file, struct str passphrase, struct arena *a, struct invitation *ret,
		    struct err *e) MUST_USE;
int invitation_seal(const struct invitation *in, struct str passphrase, const struct vault_kdf *kdf,
		    struct arena *a, struct str *ret_file, struct err *e) MUST_USE;

#endif
