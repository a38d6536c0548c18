/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * slot_priv.h - NAME.vigil.keys: what a passphrase or a recovery key opens.
 */
#ifndef VIGIL_SLOT_PRIV_H
#define VIGIL_SLOT_PRIV_H

#include "vault/vault.h"

/* What one passphrase opens: the database's key and who the member is. */
struct opened_slot {
	struct id slot;
	struct id member;
	struct key seed; /* of the member's own keys */
	struct key db_key;
	struct key db_key_next; /* set while a re-key is under way */
	bool has_next;
	struct key seed_next; /* set while a rotation of the member's keys is under way */
	bool has_seed_next;
};

/* `"kdf":{...}` as it stands in the files that a passphrase opens. False: not within the limits. */
void kdf_json_put(struct buf *b, const struct vault_kdf *kdf, const uint8_t salt[static SALT_LEN]);
bool kdf_json_read(const struct json *kdf, struct vault_kdf *ret,
		   uint8_t ret_salt[static SALT_LEN]);
/* The vault knows of a slot, and whose it is, before the file has it (access.c). */
int slots_create(const char *path, const struct id *slot, struct str passphrase,
		 const struct vault_kdf *kdf, const struct key *db_key, const struct id *member,
		 const struct key *seed, struct err *e) MUST_USE;
void opened_slot_wipe(struct opened_slot *s);
/* What trying a passphrase costs there. */
int slots_kdf(const char *path, struct vault_kdf *ret, struct err *e) MUST_USE;
int slots_open(const char *path, struct str passphrase, struct opened_slot *ret,
	       struct err *e) MUST_USE;
/* ERR_CONFLICT when a slot opens with it. */
int slots_must_be_new(const char *path, struct str passphrase, struct err *e) MUST_USE;
int slots_add(const char *path, const struct id *slot, struct str passphrase,
	      const struct key *db_key, const struct id *member, const struct key *seed,
	      struct err *e) MUST_USE;
/* Re-keying in steps that survive a crash between any two: 1. every slot that stays also gets the
 * next key; 2. the database is re-keyed; 3. the next key takes the place of the old one. */
int slots_rekey_begin(const char *path, const struct id *drop, size_t n_drop,
		      const struct key *next, struct err *e) MUST_USE;
int slots_rekey_end(const char *path, struct err *e) MUST_USE;
/* A slot that opens with a recovery key instead of a passphrase. */
int slots_open_recovery(const char *path, const struct key *seed, struct opened_slot *ret,
			struct err *e) MUST_USE;
int slots_add_recovery(const char *path, const struct id *slot, const struct key *recovery,
		       const struct key *db_key, const struct id *member, const struct key *seed,
		       struct err *e) MUST_USE;
/* Rotating a member's keys in steps that survive a crash between any two: 1. every slot of theirs also
 * gets the next seed; 2. the log says so; 3. it takes the place of the old one (or goes, when the
 * log does not say so). */
int slots_member_begin(const char *path, const struct id *slots, size_t n, const struct id *member,
		       const struct key *next, struct err *e) MUST_USE;
int slots_member_end(const char *path, const struct id *slots, size_t n, bool take,
		     struct err *e) MUST_USE;
/* The slots in the file; `public` tells whose they are. */
struct slot_info {
	struct id id;
	struct str created;
	bool recovery;
	uint8_t public[KEY_LEN];
};
int slots_list(const char *path, struct arena *a, struct slot_info **ret, size_t *ret_n,
	       struct err *e) MUST_USE;

#endif
