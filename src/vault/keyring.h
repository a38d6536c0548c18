/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * keyring.h - the bytes in which sites give each other what opens sealed parts (docs/formats/vault.md).
 *
 * Pure: from bytes to plain values and back. What is taken of it and what is not is keyring.c's matter.
 */
#ifndef VIGIL_VAULT_KEYRING_H
#define VIGIL_VAULT_KEYRING_H

#include "base/buf.h"
#include "base/crypto.h"
#include "base/hash.h"
#include "base/id.h"

enum {
	KEYRING_MAX = 12 << 20, /* bytes of one bucket: about 60,000 groups */
	KEYRING_NAME_MAX = 64,	/* of a compartment */
	KEYRING_WRAPPED = AEAD_NONCE_LEN + KEY_LEN + AEAD_TAG_LEN,
	KEYRING_SEALED = KEY_LEN + SEAL_EXTRA,
	KEYRING_HEADER_MAX = 64 * 1024
};

/* A shred group's data key: KEY_LEN bytes, or KEYRING_WRAPPED when it is in a compartment. */
struct keyring_group {
	struct id gid, entity;
	struct str compartment; /* empty: none */
	struct id ckey;		/* which key of the compartment wraps it; nil: none */
	uint8_t key[KEYRING_WRAPPED];
};
/* A compartment's key, sealed to a member's box key. */
struct keyring_key {
	struct str compartment;
	struct id ckey, member;
	uint8_t sealed[KEYRING_SEALED];
};
/* The age header of an evidence payload, sealed under the group of the evidence. */
struct keyring_object {
	struct hash name, dedup;
	int64_t bytes;
	struct id gid;
	struct str header;
};
struct keyring {
	struct keyring_group *groups;
	size_t n_groups;
	struct keyring_key *keys;
	size_t n_keys;
	struct keyring_object *objects;
	size_t n_objects;
};

/* Each list in ascending order of its bytes' ids, as the reader requires it. */
void keyring_write(struct buf *b, const struct keyring *k);
/* Only what keyring_write writes. ERR_INPUT; ERR_TOOBIG over KEYRING_MAX. Lives in `a`. */
int keyring_read(struct str bytes, struct arena *a, struct keyring *ret, struct err *e) MUST_USE;

#endif
