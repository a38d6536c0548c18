/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vault_priv.h - an open vault, its own log, its rows: what all files of this folder share. Beside it:
 * slot_priv.h (what a passphrase opens), access_priv.h (whose slots, what was cut short), group_priv.h
 * (data keys), compartment_priv.h (who may read), keyring_priv.h (keys of other sites), author_priv.h
 * (whose signatures count).
 */
#ifndef VIGIL_VAULT_PRIV_H
#define VIGIL_VAULT_PRIV_H

#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "ledger/tree.h"
#include "vault/log.h"
#include "vault/number.h"
#include "vault/vault.h"

enum {
	VAULT_BUSY_MS = 5000,
	GROUP_CACHE = 4096, /* data keys kept, by group number modulo this */
	COMPARTMENTS_MAX = 16,
	CKEYS_MAX = 512, /* keys of compartments kept open; beyond that the oldest stay shut */
	/* A data key wrapped under a compartment's key: nonce ‖ sealed key. */
	WRAPPED_LEN = AEAD_NONCE_LEN + KEY_LEN + AEAD_TAG_LEN,
	SEAL_BLOCK =
		64 /* sealed blobs are padded to a multiple of this, so that length says little */
};

/* A key of a compartment that is open to the member. */
struct open_ckey {
	int64_t compartment;
	struct id id; /* UUIDv7: the newest is the largest */
	struct key key;
};

struct group_key {
	int64_t id;    /* 0: empty */
	struct id gid; /* its name at every site */
	bool sealed;   /* it is in a compartment */
	struct key key;
};

struct vault {
	struct store *st;
	const char *path;
	const char *keys_path;
	const char *objects_path; /* folder of evidence payloads */
	struct key db_key;
	struct id member;
	struct id slot;	 /* the one that opened it */
	struct key seed; /* of the member's own keys; what a further slot has to hold */
	struct sign_key author;
	struct box_key box;
	enum { ROTATION_NONE, ROTATION_CUT, ROTATION_DONE } rotation; /* left in the slots */
	struct box_key box_before;   /* of the member's seed before a rotation; zero: none */
	char kid[CLAIM_KID_LEN + 1]; /* of `author` */
	struct sign_key log_key;
	struct sign_key log_key_before; /* signs as well while two keys overlap */
	bool has_log_key_before;
	struct str origin;
	int64_t site;	       /* of our own log */
	struct vault_tree own; /* its tree */
	struct str reg;	       /* vkey of the log that founded the register */
	struct key reg_secret; /* what all sites of the register share */
	bool was_long;	       /* opened as VAULT_FORMAT_LONG */
	struct projector view;
	struct arena *keep;    /* what lives as long as the vault */
	struct arena *scratch; /* cleared at every claim */
	struct group_key cache[GROUP_CACHE];
	struct open_ckey ckeys[CKEYS_MAX];
	size_t n_ckeys;
	/* Who has which role (authority_priv.h), as of that many key entries with that sum. */
	struct authority *roles;
	struct arena *roles_a;
	int64_t roles_n, roles_sum;
};

/* What a reader may use: the view is made of what the key of the database alone opens, whoever
 * makes it; a member sees their compartments as well. */
enum group_reach { REACH_VIEW, REACH_MEMBER };

/* A stored row, before it is opened. */
struct stored_entry {
	enum entry_kind kind;
	struct str bytes;     /* what the entry commits to: a JWT, or the text of a checkpoint */
	bool as_kept;	      /* `bytes` may be the short form of the JWT (claim.h) */
	int64_t grp, src_grp; /* 0: none */
	struct str sealed, src_sealed;
	int64_t at;
};

#define VAULT_FORMAT "vigil/vault/v2"
/* Has every JWT in full; entries that are added are not, and make it v2 (docs/formats/vault.md 4). */
#define VAULT_FORMAT_LONG "vigil/vault/v1"

/* ---- open.c ---- */

/* Without its store yet. */
struct vault *vault_new(const char *path, const struct projector *view);
void vault_closep(struct vault **v);

/* ---- log_key.c: our own log's keys ---- */

int log_key_load(struct vault *v, struct err *e) MUST_USE;
/* The note of a head of our own log, signed by every key that signs now. */
int log_sign(struct vault *v, const struct checkpoint *c, struct arena *a, struct str *ret_note,
	     struct err *e) MUST_USE;

/* ---- create.c ---- */

/* Make a log of our own, with a key and a name nobody had; from here on entries go there. Inside a
 * transaction; when that is rolled back, v->log_key, origin, site and own are the caller's to put back. */
int log_make_own(struct vault *v, bool founds, struct err *e) MUST_USE;

/* ---- tile.c ---- */

/* The tree of our own log, and how many entries it has. Of others: vault_tree_tiles, log_size. */
struct tile_store vault_tiles(struct vault *v);
int vault_size(struct vault *v, int64_t *ret, struct err *e) MUST_USE;

/* ---- order.c ---- */

/* Throw the view away and make it again from what is shown. Inside a transaction. */
int order_view_again(struct vault *v, vault_progress *progress, void *ctx, struct err *e) MUST_USE;

/* ---- append.c ---- */

/* An entry that commits to a head's text: kind import or end. `last_at`: `at` of the last entry an import
 * commits to. */
int append_head(struct vault_tx *tx, enum entry_kind kind, struct str text, int64_t last_at,
		struct err *e) MUST_USE;

/* ---- log.c ---- */

/* A new log of this vault: its rows in ledger_log and log_state. ERR_CONFLICT: its site is taken. */
int log_add(struct vault *v, int64_t site, struct str origin, struct str vkey,
	    enum vault_log_state state, struct err *e) MUST_USE;
/* ERR_NOTFOUND: no log of this origin is here. */
int log_site_of(struct vault *v, struct str origin, int64_t *ret, struct err *e) MUST_USE;
int log_vkey_of(struct vault *v, int64_t site, struct arena *a, struct str *ret,
		struct err *e) MUST_USE;
int log_size(struct vault *v, int64_t site, int64_t *ret_size, int64_t *ret_shown,
	     struct err *e) MUST_USE;
/* Rows that nothing changes afterwards. */
int log_put_entry(struct vault *v, int64_t seq, const struct stored_entry *row,
		  struct err *e) MUST_USE;
int log_put_checkpoint(struct vault *v, int64_t site, const struct checkpoint *c, struct str note,
		       int64_t recorded_ms, struct err *e) MUST_USE;
/* ERR_INPUT unless the log of `size`, a number, has that many entries. */
int log_require_size(struct vault *v, int64_t size, struct err *e) MUST_USE;
int log_set_size(struct vault *v, int64_t site, int64_t size, int64_t shown,
		 struct err *e) MUST_USE;
/* `at` of the last of the first `size` entries of a log; 0 when there is none. */
int log_last_at(struct vault *v, int64_t site, int64_t size, int64_t *ret, struct err *e) MUST_USE;

/* ---- meta ---- */

/* A secret among the named values. ERR_CORRUPT: not KEY_LEN bytes. */
int meta_get_key(struct vault *v, const char *name, struct key *ret, struct err *e) MUST_USE;

int meta_put(struct store *st, const char *name, struct str value, struct err *e) MUST_USE;
int meta_get(struct store *st, const char *name, struct arena *a, struct str *ret,
	     struct err *e) MUST_USE;

/* Grow the tree of our own log by what was appended, and sign its head: what vault_commit does before
 * it settles the view and commits. */
int log_seal(struct vault_tx *tx, struct err *e) MUST_USE;

/* ---- epoch.c ---- */

/* What of a vault says which log is its own: to be put back when a transaction is left that changed it. */
struct own_log {
	struct sign_key key, before;
	bool has_before;
	struct str origin;
	int64_t site;
};
struct own_log own_log_save(const struct vault *v);
void own_log_restore(struct vault *v, struct own_log *o);
/* Our log is another's from here on and ended; the transaction goes on in a new one, whose entry 0
 * enrols the member who does this, naming the new log's key, and then the other members. Nothing may
 * wait to be sealed in the old one. */
int epoch_begin(struct vault_tx *tx, struct str reason, struct err *e) MUST_USE;

/* ---- member.c ---- */

/* Append the key claim that enrols a member. The keys are the member's public ones. */
int member_enrol(struct vault_tx *tx, const struct id *member, struct str name,
		 enum vault_role role, const uint8_t sign_public[KEY_LEN],
		 const uint8_t box_public[KEY_LEN], struct err *e) MUST_USE;
/* The same from a struct. In entry 0: `log` is the vkey of the log, and `reason` why it began, a code or
 * STR_NULL; elsewhere both are STR_NULL. */
int member_enrol_in(struct vault_tx *tx, const struct vault_member *m, struct str log,
		    struct str reason, struct err *e) MUST_USE;
/* Any other key claim; `recorded` is added by the vault. */
struct key_claim;
int key_entry_append(struct vault_tx *tx, const struct key_claim *k, struct err *e) MUST_USE;
/* The role an opened enrolment gives; a researcher's when it names none. */
enum vault_role member_role_said(const struct claim_view *view);
/* All key claims of all logs that can be read, in order. A negative result stops with it. */
typedef int key_entry_each(void *ctx, const struct vault_entry *entry,
			   const struct claim_view *view, const struct key_claim *k, struct err *e);
int key_entries_each(struct vault *v, key_entry_each *each, void *ctx, struct err *e) MUST_USE;
/* The same without those whose signers' roles do not allow them. */
int key_entries_allowed(struct vault *v, key_entry_each *each, void *ctx, struct err *e) MUST_USE;
int member_revoke_key(struct vault_tx *tx, const struct vault_member *m, const struct id *sync_key,
		      struct err *e) MUST_USE;
int member_require_officer(struct vault *v, const struct vault_member *m, size_t n,
			   struct err *e) MUST_USE;

/* ---- read.c ---- */

/* These columns of a query, from column `first`. */
#define ENTRY_COLUMNS "kind, bytes, grp, sealed, src_grp, src_sealed, at"
int entry_row(struct stmt *q, int first, struct arena *a, struct stored_entry *ret,
	      struct err *e) MUST_USE;
/* The same with the JWT as it is kept: entry_view makes it whole, on whatever thread that is. */
int entry_row_kept(struct stmt *q, int first, struct arena *a, struct stored_entry *ret,
		   struct err *e) MUST_USE;
/* Make the JWT whole, if it is not; it lives in `a`. Pure. */
int entry_lengthen(struct stored_entry *row, struct arena *a, struct err *e) MUST_USE;
int entry_load(struct vault *v, int64_t seq, struct arena *a, struct stored_entry *ret,
	       struct err *e) MUST_USE;
/* Where a field stands, as in "source/role". */
struct str entry_path(const struct claim_view *view, int i, struct arena *a);
/* True for entries that hold the text of a head and no claim: import and end. */
bool entry_is_head(enum entry_kind kind);
/* Open what can be opened of a row and put it into parts. `ret_view` is empty but for its hash when
 * the entry holds no claim. */
int entry_open(struct vault *v, int64_t seq, const struct stored_entry *row, enum group_reach reach,
	       struct arena *a, struct claim_view *ret_view, struct vault_entry *ret,
	       struct err *e) MUST_USE;

#endif
