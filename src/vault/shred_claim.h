/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shred_claim.h - the claim that says what was erased, or asks for it (docs/formats/claim.md).
 */
#ifndef VIGIL_VAULT_SHRED_CLAIM_H
#define VIGIL_VAULT_SHRED_CLAIM_H

#include "vault/vault.h"

enum shred_action { SHRED_REQUEST, SHRED_CARRIED_OUT };

struct shred_group_name {
	int64_t local; /* its number here; not part of the claim */
	struct id gid, entity;
};

enum {
	SHRED_PARTS = 10,
	SHRED_DIGESTS_MAX = 4096 /* of one claim; more are more claims */
};
/* The group acts of the register are sealed under; never erased. */
#define SHRED_ACTS ((struct id){ "vigil acts" })

struct shred_claim {
	struct id id;
	enum shred_action action;
	struct str reason;
	struct id first; /* the officer who signs */
	bool has_second;
	struct id second;
	uint8_t second_sig[SIG_LEN];
	const struct shred_group_name *groups;
	size_t n_groups;
	const struct hash *objects;
	size_t n_objects;
	const struct hash *digests; /* ascending */
	size_t n_digests;
};

/* The second officer's signature, over
 * "vigil/shred/v1\n<id>\n<reason>\n<action>\n" and each digest as base64url with a line feed. */
void shred_claim_agree(struct shred_claim *c, const struct sign_key *second);
bool shred_claim_agreed(const struct shred_claim *c, const uint8_t pub[static KEY_LEN]);
int shred_claim_parts(const struct shred_claim *c, struct arena *a,
		      struct claim_part ret[static SHRED_PARTS], size_t *ret_n,
		      struct err *e) MUST_USE;
/* From an entry's parts. ERR_INPUT when it is none, or of another form. Lives in `a`. */
int shred_claim_read(const struct vault_entry *entry, struct arena *a, struct shred_claim *ret,
		     struct err *e) MUST_USE;

/* When the newest standing request for an entity was recorded. ERR_NOTFOUND: there is none. */
int shred_request_of(struct vault *v, const struct id *entity, int64_t *ret_ms,
		     struct err *e) MUST_USE;
/* The waiting period of this vault. */
int shred_wait_days(struct vault *v, int64_t *ret, struct err *e) MUST_USE;

enum { DAY_MS = 24 * 60 * 60 * 1000 };

#endif
