/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * backup.h - a copy of an open vault: the database, its key slots and the evidence payloads.
 *
 * The copy is whole: it opens by itself with the passphrases of its day, and each payload was read back
 * and has the hash it is named by. To restore it, put the parts where the vault was. Going on with it
 * after the vault had gone on makes two histories, which the next sync notices (vault/log.h).
 */
#ifndef VIGIL_VAULT_BACKUP_H
#define VIGIL_VAULT_BACKUP_H

#include "vault/vault.h"

struct vault_backup {
	int64_t bytes;	 /* written */
	int64_t objects; /* payloads copied */
	int64_t missing; /* payloads that are not here: their headers are copied all the same */
};
/*
 * Into `folder`, which is made and must not exist or be empty. Nobody writes to the vault meanwhile;
 * they wait. ERR_CONFLICT: something is in the folder. ERR_CORRUPT: a payload has not the hash it is
 * named by, or did not arrive as it was. What was begun is left there when it fails, without the
 * database, so that it is not taken for a backup; the message says so.
 */
int vault_backup(struct vault *v, const char *folder, struct vault_backup *ret,
		 struct err *e) MUST_USE;

#endif
