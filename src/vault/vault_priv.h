/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vault_priv.h - what the files of this folder share. */
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

/* ---- slots.c: NAME.vigil.keys ---- */

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

/* ---- group.c: shred groups ---- */

/* The group of `entity` that is used for what is sealed now, made with a fresh key when there is none.
 * An erased one is never used again; a source that speaks again gets a new one. `compartment` NULL:
 * none. */
int group_of(struct vault *v, const struct id *entity, const char *compartment, int64_t *ret,
	     struct err *e) MUST_USE;
/* The local number of a group by its id. ERR_NOTFOUND: no such group here. */
int group_find(struct vault *v, const struct id *gid, int64_t *ret, struct err *e) MUST_USE;
/* The same for rows of other sites. One that is not known yet is noted
 * without key and entity; both come with the keys (keyring.c). */
int group_by_gid(struct vault *v, const struct id *gid, int64_t *ret, struct err *e) MUST_USE;
/* What a reader may use: the view is made of what the key of the database alone opens, whoever
 * makes it; a member sees their compartments as well. */
enum group_reach { REACH_VIEW, REACH_MEMBER };
/* Its data key. ERR_DENIED: a compartment out of reach. ERR_NOTFOUND: erased, or not arrived. */
int group_key(struct vault *v, int64_t group, enum group_reach reach, struct key *ret,
	      struct err *e) MUST_USE;
int group_seal(struct vault *v, int64_t group, struct str plain, struct arena *a, struct str *ret,
	       struct err *e) MUST_USE;
/* As group_key, and ERR_CORRUPT when the bytes were not sealed under it. */
int group_open(struct vault *v, int64_t group, enum group_reach reach, struct str sealed,
	       struct arena *a, struct str *ret, struct err *e) MUST_USE;
int group_is_sealed(struct vault *v, int64_t group, bool *ret, struct err *e) MUST_USE;
/* Wipe the keys kept in memory. */
void group_forget(struct vault *v);

/* ---- compartment.c: who may read what ---- */

/* Open the keys of compartments that are sealed to us. Again after they changed. */
int group_compartments_open(struct vault *v, struct err *e) MUST_USE;
int compartment_find(struct vault *v, const char *name, int64_t *ret, struct err *e) MUST_USE;
/* As compartment_find, and ERR_DENIED when it is not open to us. */
int compartment_id(struct vault *v, const char *name, int64_t *ret, struct err *e) MUST_USE;
/* NULL: not open to us. */
const struct open_ckey *ckey_find(const struct vault *v, const struct id *ckey);
const struct open_ckey *compartment_newest(const struct vault *v, int64_t compartment);
void ckey_wrap(const struct open_ckey *c, const struct key *k, uint8_t ret[static WRAPPED_LEN]);
bool ckey_unwrap(const struct open_ckey *c, struct str stored, struct key *ret);
/* Seal a key of a compartment to a member's box key. */
int ckey_seal_to(struct vault *v, const struct open_ckey *c, const struct id *member,
		 const uint8_t box_public[KEY_LEN], struct err *e) MUST_USE;
/* Members with any key of it, ascending. */
int compartment_holders(struct vault *v, int64_t compartment, struct arena *a, struct id **ret,
			size_t *ret_n, struct err *e) MUST_USE;
/* All of a member's keys of it go. */
int compartment_forget(struct vault *v, int64_t compartment, const struct id *member,
		       struct err *e) MUST_USE;
int compartment_create(struct vault *v, const char *name, struct err *e) MUST_USE;
/* Let a member read all compartments that are open to us. */
int compartment_admit(struct vault *v, const struct id *member, const uint8_t box_public[KEY_LEN],
		      struct err *e) MUST_USE;
/* A new key for a compartment, for those of `members` who had one; all groups that open get it and
 * the keys it replaces go. ERR_DENIED: it is not open to us. */
int compartment_renew_one(struct vault *v, int64_t compartment, const struct vault_member *members,
			  size_t n, struct err *e) MUST_USE;
int compartment_renew(struct vault *v, const struct vault_member *members, size_t n,
		      struct err *e) MUST_USE;

/* ---- sync_key.c: what remotes are sealed under (log.h) ---- */

/* The compartment that every member is in, for these keys alone: nobody is admitted to it or excluded. */
#define SYNC_COMPARTMENT "sync"
bool sync_key_compartment(struct str name);
bool sync_key_holds(const struct id *id, const struct key *k);
/* A further key, for those who stay; `gone` loses what is here of the earlier ones. `ret` is for the claim
 * that revokes them. */
int sync_key_new(struct vault *v, const struct id *gone, const struct vault_member *stay, size_t n,
		 struct id *ret, struct err *e) MUST_USE;

/* ---- compartment_members.c: who is admitted ---- */

struct compartment_access {
	struct str compartment;
	struct id member;
	bool admitted;
};
/* What the log says of members and compartments; lives in `a`. */
struct compartment_world {
	struct arena *a;
	struct vault_member *members;
	size_t n_members;
	struct compartment_access *access; /* the last word on each */
	size_t n_access, cap;
};
int compartment_world_load(struct vault *v, struct arena *a, struct compartment_world *ret,
			   struct err *e) MUST_USE;
/* False: revoked, or excluded from it. */
bool compartment_world_allows(const struct compartment_world *w, struct str name,
			      const struct id *member);
/* Make the keys of compartments fit what the log says, as far as they are open to us: who was shut out
 * loses them and the compartment gets a new key; who is admitted and lacks one gets it. In a
 * transaction. */
int compartments_settle(struct vault *v, struct err *e) MUST_USE;
/* Somebody who was shut out has a key here. */
int compartments_need_settling(struct vault *v, bool *ret, struct err *e) MUST_USE;

/* ---- keyring.c: keys from other sites ---- */

/* In a transaction: begin before anything is taken, any number of bytes, end when the rows that came
 * with them are there. `ret_for_shown`: a key came for a group whose entries were shown without it, so
 * the view has to be made again. */
struct keyring_group;
struct keyring_take {
	struct vault *v;
	struct arena *a;
	struct compartment_world world;
	int64_t groups_before;
	bool for_shown;
	struct keyring_group *others; /* other wrappings of groups that do not open here */
	size_t n_others, cap_others;
};
int keyring_take_begin(struct keyring_take *t, struct vault *v, struct err *e) MUST_USE;
int keyring_take(struct keyring_take *t, struct str bytes, struct err *e) MUST_USE;
int keyring_take_end(struct keyring_take *t, bool *ret_for_shown, struct err *e) MUST_USE;
void keyring_take_done(struct keyring_take *t);

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
/* ---- author.c: whose signatures count in one log ---- */

/* A key and the entries of that log it counts from and to, as numbers. */
struct author_key {
	char kid[CLAIM_KID_LEN + 1];
	uint8_t public[KEY_LEN];
	struct id member;
	int64_t from_seq;    /* the entry that enrolled it */
	int64_t revoked_seq; /* -1: not revoked; that entry itself still counts */
};
int author_keys(struct vault *v, int64_t site, struct arena *a, struct author_key **ret,
		size_t *ret_n, struct err *e) MUST_USE;
/* The key that may sign entry `seq`. ERR_CORRUPT: never enrolled, or not in force there. */
int author_find(const struct author_key *keys, size_t n, int64_t seq, const char *kid,
		const struct author_key **ret, struct err *e) MUST_USE;

/* The same, entry by entry, and the keys of the log itself: those that sign its heads of more than
 * `from` and up to `to` entries (-1: no end). */
struct key_claim;
struct log_key {
	int64_t from, to;
	uint8_t public[KEY_LEN];
};
struct authors {
	struct arena *a;
	struct author_key *keys;
	size_t n, cap;
	struct str origin;
	struct log_key *log;
	size_t n_log, cap_log;
	/* What was revoked before it was enrolled here: it never counts. */
	struct gone {
		char kid[CLAIM_KID_LEN + 1];
		bool has_member;
		struct id member;
		int64_t seq;
	} * gone;
	size_t n_gone, cap_gone;
};
/* Ends of author keys in all logs, for the logs that import them. Begins as { .a = arena }. */
struct revocation {
	int64_t seq;
	char kid[CLAIM_KID_LEN + 1];
	bool has_member;
	struct id member;
};
struct revocations {
	struct arena *a;
	struct revocation *list;
	size_t n, cap;
};
/* Before entry 0. `vkey`: the log's key of that time. */
int authors_begin(struct authors *l, struct arena *a, struct str vkey, struct err *e) MUST_USE;
/* All that stands in the rows. `l` as authors_begin left it. */
int authors_load(struct vault *v, int64_t site, struct authors *l, struct revocations *r,
		 struct err *e) MUST_USE;
/* The next key claim of the log, signed by `by_kid`. */
void authors_key(struct authors *l, int64_t seq, const struct key_claim *k, struct str by_kid);
void revocations_key(struct revocations *r, int64_t seq, const struct key_claim *k,
		     struct str by_kid);
/* The next import of the log: it knows `size` entries of `site` from here on. */
void authors_import(struct authors *l, const struct revocations *r, int64_t seq, int64_t site,
		    int64_t size);
/* ERR_CORRUPT unless a key of the log that is in force at `size` signed the note. */
int authors_note(const struct authors *l, const struct note *note, int64_t size,
		 struct err *e) MUST_USE;

/* ---- access.c ---- */

/* Note in the vault whose a slot is; the file of slots names nobody. Inside a transaction. */
int slot_note_owner(struct vault *v, const struct id *slot, const struct id *member,
		    struct err *e) MUST_USE;
/* Complete what was cut short: revocations, rotations, erasures. For a vault open for writing. */
int access_finish(struct vault *v, struct err *e) MUST_USE;
/* ERR_DENIED when the log says that the member who opened the vault was revoked. */
int access_require_member(struct vault *v, struct err *e) MUST_USE;
/* Which of two seeds of the member counts, while a rotation was cut short. */
int access_take_rotation(struct vault *v, const struct opened_slot *slot, struct err *e) MUST_USE;
/* Give the database another key, or have it done when the vault is next opened for writing: the note
 * is made in the transaction that makes it necessary. */
int rekey_note_due(struct vault *v, struct err *e) MUST_USE;
int access_rekey(struct vault *v, struct err *e) MUST_USE;
/* Until the descriptor is closed nobody changes slots or keys. ERR_BUSY. */
int access_lock(struct vault *v, int *ret_fd, struct err *e) MUST_USE;
/* The slots of one member. A slot nobody is noted for cannot be made by this program; it counts as
 * everybody's when somebody is shut out, and as nobody's when keys are put into it. */
enum slots_whose { SLOTS_NOTED, SLOTS_ALSO_NOBODYS };
int slots_of(struct vault *v, const struct id *member, enum slots_whose whose, struct arena *a,
	     struct id **ret, size_t *ret_n, struct err *e) MUST_USE;
/* The author key of the member's next seed vouches for itself (key_claim.h). */
void member_vouch_next(const struct vault *v, const struct key *next, uint8_t ret[static SIG_LEN]);
/* For a vault open for writing: nothing of a rotation is left in the slots. */
int rotation_finish(struct vault *v, struct err *e) MUST_USE;
/* A slot that opens with this seed, in place of any such slot before; and what evidence is sealed to. */
int access_set_recovery(struct vault *v, const struct key *seed,
			const uint8_t recipient[static KEY_LEN], struct err *e) MUST_USE;
/* What all shares of one seed have in common. */
void recovery_set_of(const struct key *seed, uint8_t ret[static 4]);
void vault_take_member(struct vault *v, const struct id *member, const struct key *seed);
/* The public halves of the keys that follow from a member's seed. */
void member_public_keys(const struct key *seed, uint8_t ret_sign[KEY_LEN],
			uint8_t ret_box[KEY_LEN]);

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
