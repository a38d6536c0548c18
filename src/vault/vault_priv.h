/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vault_priv.h - what the files of this folder share. */
#ifndef VIGIL_VAULT_PRIV_H
#define VIGIL_VAULT_PRIV_H

#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "ledger/tree.h"
#include "vault/vault.h"

enum {
	VAULT_BUSY_MS = 5000,
	GROUP_CACHE = 4096, /* data keys kept, by group number modulo this */
	COMPARTMENTS_MAX = 16,
	SEAL_BLOCK =
		64 /* sealed blobs are padded to a multiple of this, so that length says little */
};

/* What one passphrase opens: the database's key and who the member is. */
struct opened_slot {
	struct id slot;
	struct id member;
	struct key seed; /* of the member's own keys */
	struct key db_key;
	struct key db_key_next; /* set while a re-key is under way */
	bool has_next;
};

struct group_key {
	int64_t id;  /* 0: empty */
	bool sealed; /* it is in a compartment */
	struct key key;
};

struct vault {
	struct store *st;
	const char *path;
	const char *keys_path;
	struct key db_key;
	struct id member;
	struct id slot;	 /* the one that opened it */
	struct key seed; /* of the member's own keys; what a further slot has to hold */
	struct sign_key author;
	struct box_key box;
	char kid[CLAIM_KID_LEN + 1]; /* of `author` */
	struct sign_key log_key;
	struct str origin;
	struct projector view;
	struct arena *keep;    /* what lives as long as the vault */
	struct arena *scratch; /* cleared at every claim */
	struct group_key cache[GROUP_CACHE];
	struct key compartment[COMPARTMENTS_MAX]; /* by compartment id */
	bool compartment_open[COMPARTMENTS_MAX];
};

/* ---- slots.c: NAME.vigil.keys ---- */

/* The vault knows of a slot, and whose it is, before the file has it (access.c). */
int slots_create(const char *path, const struct id *slot, struct str passphrase,
		 const struct vault_kdf *kdf, const struct key *db_key, const struct id *member,
		 const struct key *seed, struct err *e) MUST_USE;
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
/* The slots in the file; `public` tells whose they are. */
struct slot_info {
	struct id id;
	struct str created;
	uint8_t public[KEY_LEN];
};
int slots_list(const char *path, struct arena *a, struct slot_info **ret, size_t *ret_n,
	       struct err *e) MUST_USE;

/* ---- group.c: compartments and shred groups ---- */

int group_compartments_open(struct vault *v, struct err *e) MUST_USE;
/* The group of `entity`, made with a fresh key when there is none. `compartment` NULL: none. */
int group_of(struct vault *v, const struct id *entity, const char *compartment, int64_t *ret,
	     struct err *e) MUST_USE;
/* What a reader may use: the view is made of what the key of the database alone opens, whoever
 * makes it; a member sees their compartments as well. */
enum group_reach { REACH_VIEW, REACH_MEMBER };
/* Its data key. ERR_DENIED: a compartment out of reach. ERR_NOTFOUND: erased. */
int group_key(struct vault *v, int64_t group, enum group_reach reach, struct key *ret,
	      struct err *e) MUST_USE;
int group_seal(struct vault *v, int64_t group, struct str plain, struct arena *a, struct str *ret,
	       struct err *e) MUST_USE;
/* As group_key, and ERR_CORRUPT when the bytes were not sealed under it. */
int group_open(struct vault *v, int64_t group, enum group_reach reach, struct str sealed,
	       struct arena *a, struct str *ret, struct err *e) MUST_USE;
int group_is_sealed(struct vault *v, int64_t group, bool *ret, struct err *e) MUST_USE;
int compartment_create(struct vault *v, const char *name, struct err *e) MUST_USE;
/* Let a member read all compartments that are open to us. */
int compartment_admit(struct vault *v, const struct id *member, const uint8_t box_public[KEY_LEN],
		      struct err *e) MUST_USE;
/* New keys for all compartments and all groups in them, sealed to `members` only. */
int compartment_renew(struct vault *v, const struct vault_member *members, size_t n,
		      struct err *e) MUST_USE;

/* ---- tile.c ---- */

struct tile_store vault_tiles(struct vault *v);
/* Entries in the log. */
int vault_size(struct vault *v, int64_t *ret, struct err *e) MUST_USE;

/* ---- meta ---- */

int meta_put(struct store *st, const char *name, struct str value, struct err *e) MUST_USE;
int meta_get(struct store *st, const char *name, struct arena *a, struct str *ret,
	     struct err *e) MUST_USE;

/* ---- member.c ---- */

/* Append the key claim that enrols a member. The keys are the member's public ones. */
int member_enrol(struct vault_tx *tx, const struct id *member, struct str name,
		 enum vault_role role, const uint8_t sign_public[KEY_LEN],
		 const uint8_t box_public[KEY_LEN], struct err *e) MUST_USE;
int member_revoke_key(struct vault_tx *tx, const struct vault_member *m, struct err *e) MUST_USE;
int member_require_officer(struct vault *v, const struct vault_member *m, size_t n,
			   struct err *e) MUST_USE;
/* The key claims of the log, oldest first: which key counts from where to where. */
struct author_key {
	char kid[CLAIM_KID_LEN + 1];
	uint8_t public[KEY_LEN];
	struct id member;
	int64_t from_seq;    /* the entry that enrolled it */
	int64_t revoked_seq; /* -1: not revoked */
};
int author_keys(struct vault *v, struct arena *a, struct author_key **ret, size_t *ret_n,
		struct err *e) MUST_USE;

/* ---- access.c ---- */

/* Note in the vault whose a slot is; the file of slots names nobody. Inside a transaction. */
int slot_note_owner(struct vault *v, const struct id *slot, const struct id *member,
		    struct err *e) MUST_USE;
/* Complete revocations that were cut short. For a vault open for writing. */
int access_finish(struct vault *v, struct err *e) MUST_USE;
/* ERR_DENIED when the log says that the member who opened the vault was revoked. */
int access_require_member(struct vault *v, struct err *e) MUST_USE;
void vault_take_member(struct vault *v, const struct id *member, const struct key *seed);
/* The public halves of the keys that follow from a member's seed. */
void member_public_keys(const struct key *seed, uint8_t ret_sign[KEY_LEN],
			uint8_t ret_box[KEY_LEN]);

/* ---- read.c ---- */

/* A stored row, before it is opened. */
struct stored_entry {
	enum entry_kind kind;
	struct str jwt;
	int64_t grp, src_grp; /* 0: none */
	struct str sealed, src_sealed;
};
/* Columns kind, jwt, grp, sealed, src_grp, src_sealed of a query, from column `first`. */
int entry_row(struct stmt *q, int first, struct arena *a, struct stored_entry *ret,
	      struct err *e) MUST_USE;
int entry_load(struct vault *v, int64_t seq, struct arena *a, struct stored_entry *ret,
	       struct err *e) MUST_USE;
/* Where a field stands, as in "source/role". */
struct str entry_path(const struct claim_view *view, int i, struct arena *a);
/* Open what can be opened of a row and put it into parts. */
int entry_open(struct vault *v, int64_t seq, const struct stored_entry *row, enum group_reach reach,
	       struct arena *a, struct claim_view *ret_view, struct vault_entry *ret,
	       struct err *e) MUST_USE;

#endif
