/* SPDX-License-Identifier: GPL-3.0-or-later */
/* slots_priv.h - the file of key slots in memory, for slots.c and slots_file.c. */
#ifndef VIGIL_VAULT_SLOTS_PRIV_H
#define VIGIL_VAULT_SLOTS_PRIV_H

#include "vault/slot_priv.h"

enum {
	SLOTS_MAX = 64,
	FILE_MAX = 256 * 1024,
	SECRET_LEN = AEAD_NONCE_LEN + KEY_LEN + AEAD_TAG_LEN, /* the seed of the slot's box key */
	MEMBER_LEN = KEY_LEN + ID_LEN,			      /* a member's seed ‖ id */
	SEALED_MEMBER_LEN = MEMBER_LEN + SEAL_EXTRA,
	SEALED_KEY_LEN = KEY_LEN + SEAL_EXTRA,
	KDF_OPS_MAX = 64
};
static const size_t KDF_MEM_MIN = (size_t)8 << 20;
static const size_t KDF_MEM_MAX = (size_t)4 << 30;

struct slot {
	struct id id;
	struct str created;
	bool recovery;
	uint8_t public[KEY_LEN];
	uint8_t secret[SECRET_LEN];
	uint8_t member[SEALED_MEMBER_LEN];
	uint8_t member_next[SEALED_MEMBER_LEN]; /* while a rotation is under way */
	bool has_member_next;
	uint8_t key[SEALED_KEY_LEN];
	uint8_t next[SEALED_KEY_LEN]; /* while a re-key is under way */
	bool has_next;
};

struct slots {
	struct vault_kdf kdf;
	uint8_t salt[SALT_LEN];
	struct slot slot[SLOTS_MAX];
	size_t n;
};

/* The whole file. `a` holds its texts. ERR_NOTFOUND, ERR_CORRUPT, with what to do. */
int slots_load(const char *path, struct arena *a, struct slots *ret, struct err *e) MUST_USE;
/* In its place, durable, or not at all. */
int slots_save(const char *path, const struct slots *s, struct err *e) MUST_USE;

#endif
