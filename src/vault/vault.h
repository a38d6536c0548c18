/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vault.h - one vault: the sealed log, the keys to it, and the view made of it.
 *
 * A vault is NAME.vigil (an encrypted store) and NAME.vigil.keys (its key slots). What is recorded
 * is appended to the log as a signed claim (ledger/claim.h); the claim, its leaf, the tree, a
 * signed checkpoint and the view of it are committed in one transaction, together or not at all.
 * After vault_commit returned 0, a power cut, kill -9, full disk or I/O error loses nothing.
 *
 * The vault does not know what a property means. The room that does (register/) gives it a
 * `struct projector`: how to make the view's tables, and how to apply one claim to them. Appending
 * and rebuilding call the same function with the same bytes, so the view can always be made again.
 *
 * Disclosures are encrypted under the data key of a shred group: one for the subject of the claim,
 * one for its source. Groups of a compartment can be read only by the compartment's members.
 */
#ifndef VIGIL_VAULT_H
#define VIGIL_VAULT_H

#include "base/base.h"
#include "base/crypto.h"
#include "base/hash.h"
#include "base/id.h"
#include "ledger/claim.h"
#include "ledger/entry.h"
#include "store/store.h"

struct vault;

/* One disclosed part of a sealed claim, as the projector gets it. `path` is the disclosure's name,
 * for a nested one "source/role"; `value` its JSON text. */
struct vault_part {
	struct str path;
	struct str value;
};

/* What is readable of one entry: all parts the open groups give. */
struct vault_entry {
	int64_t seq; /* its number (vault/number.h) */
	int64_t at;  /* its place in the order of all logs (vault/log.h) */
	enum entry_kind kind;
	struct vault_part *parts;
	size_t n_parts;
	bool has_sealed;    /* part of it is in a compartment, open to us or not */
	bool source_sealed; /* its source group is erased or not ours to read */
	bool record_sealed; /* its subject group is */
	/* Whose key signed it, for the projector; what a claim itself says of that counts for nothing. Nil: of no
	 * member. */
	struct id signer;
};

/*
 * The view of the logs. `reset` drops and makes its tables. `read` works out what one claim, key or shred
 * entry says, from the entry alone, which together with `a` outlives the answer: on any thread, of many
 * entries at a time; without it `apply` gets NULL. What an entry has of parts is what can be read, which may be nothing. `apply` adds it, in order of
 * (at, seq), with what `read` gave. `settle` is called after the last entry of a transaction, before it
 * is committed (derived tables of what `apply` touched); `digest` hashes all that is shown.
 */
struct projector {
	int (*reset)(void *ctx, struct store *st, struct err *e);
	void *(*read)(const struct vault_entry *entry, struct arena *a);
	int (*apply)(void *ctx, struct store *st, const struct vault_entry *entry, void *said,
		     struct arena *scratch, struct err *e);
	int (*settle)(void *ctx, struct store *st, struct err *e);
	int (*digest)(void *ctx, struct store *st, struct hash *ret, struct err *e);
	void *ctx;
};

/* ---- opening ---------------------------------------------------------- */

/* Cost of the passphrase (Argon2id 1.3): passes and bytes of memory. */
struct vault_kdf {
	uint64_t ops;
	size_t mem;
};
extern const struct vault_kdf VAULT_KDF_DEFAULT; /* 3 passes, 256 MiB: about half a second */

/*
 * Make a new vault with one key slot and its first member, an officer. `member_name` is how the
 * member is called inside the vault; "" is allowed. The vault is left open for writing.
 * ERR_CONFLICT: the file or its key slots exist. Leaves nothing behind on failure.
 */
int vault_create(const char *path, struct str passphrase, struct str member_name,
		 const struct vault_kdf *kdf, const struct projector *view, struct vault **ret,
		 struct err *e) MUST_USE;

/* ERR_DENIED: no slot opens with this passphrase. Costs one key derivation. */
int vault_open(const char *path, struct str passphrase, bool write, const struct projector *view,
	       struct vault **ret, struct err *e) MUST_USE;
/* By the seed that shares of a recovery key give, for writing. */
int vault_open_recovery(const char *path, const struct key *seed, const struct projector *view,
			struct vault **ret, struct err *e) MUST_USE;
/* The same vault once more, by the same member, for another thread: each struct vault belongs to one. Costs no
 * key derivation. What one commits the other sees; one that writes meanwhile keeps the other's writing waiting.
 * ERR_DENIED: access has ended since; ERR_CORRUPT: so has the key. */
int vault_open_beside(const struct vault *of, bool write, const struct projector *view,
		      struct vault **ret, struct err *e) MUST_USE;
void vault_close(struct vault *v); /* NULL is fine; wipes every key */

struct store *vault_store(
	struct vault *v); /* for the room that made the view, and for reading it */
const struct id *vault_member(const struct vault *v); /* whose passphrase opened it */

/* The head of our own log: what the next page, report or figure is as of. */
struct vault_head {
	int64_t size; /* as a number: the one the next entry will have */
	struct hash root;
	int64_t signed_ms; /* when this device says the last entry was made */
};
int vault_head(struct vault *v, struct vault_head *ret, struct err *e) MUST_USE;
/* The root of the log of `size`, a number, when it had that many entries, whether or not a head was
 * signed there. */
int vault_root(struct vault *v, int64_t size, struct hash *ret, struct err *e) MUST_USE;
struct str vault_origin(const struct vault *v); /* the log's name; lives with the vault */
struct str vault_log_vkey(struct vault *v, struct arena *a); /* C2SP verifier key of the log */

/* ---- recording -------------------------------------------------------- */

/* A write transaction on the log; rolled back unless committed. */
struct vault_tx {
	struct vault *v; /* NULL when none is open */
	struct tx tx;
	int64_t first; /* size of our own log at the beginning, as a number */
	int64_t size;
	int64_t now_ms;	     /* recorded time of all claims of this transaction */
	int64_t at;	     /* of the last entry */
	struct hash *leaves; /* of the entries appended so far */
	size_t n_leaves;
	size_t cap_leaves;
};
void vault_tx_done(struct vault_tx *tx);
#define AUTO_VAULT_TX AUTO(vault_tx_done) struct vault_tx

int vault_begin(struct vault_tx *tx, struct vault *v, struct err *e) MUST_USE;

/* What to seal. The vault adds the recorder and the recorded time. */
struct vault_claim {
	enum entry_kind kind;
	const struct claim_part *parts; /* group 0: of the subject; group 1: of the source */
	size_t n_parts;
	struct id subject_group;	/* usually the subject's id */
	struct id source_group;		/* nil when no part is in group 1 */
	const char *source_compartment; /* NULL: readable by every member */
};
/*
 * A code for a text that will be sealed in a compartment, which only its members can compute: equal
 * texts of one group have equal codes. Stands in the open part of a claim, so that the same claim
 * is known again without its text. Inside a transaction.
 */
int vault_sealed_mac(struct vault *v, const struct id *group, const char *compartment,
		     struct str text, struct hash *ret, struct err *e) MUST_USE;
/*
 * A few words about `entity` for a claim about somebody else, as text: sealed under the entity's own
 * group, with which they go. Inside a transaction.
 */
int vault_aside_seal(struct vault *v, const struct id *entity, struct str plain, struct arena *a,
		     struct str *ret, struct err *e) MUST_USE;
/* For a projector that writes `into`. ERR_NOTFOUND: erased, or its key is not here; ERR_CORRUPT. */
int vault_aside_open(struct vault *v, const struct store *into, struct str text, struct arena *a,
		     struct str *ret, struct err *e) MUST_USE;
/* Sign, seal and append one claim and apply it to the view. ERR_DENIED: the compartment is not
 * open to this member. About 60 microseconds of CPU. */
int vault_append(struct vault_tx *tx, const struct vault_claim *c, int64_t *ret_seq,
		 struct err *e) MUST_USE;
/* Grow the tree, sign the checkpoint, settle the view and make all of it durable. */
int vault_commit(struct vault_tx *tx, struct err *e) MUST_USE;

/* ---- reading ---------------------------------------------------------- */

/* The readable parts of entry `seq`. ERR_NOTFOUND; ERR_CORRUPT when a stored byte differs. */
int vault_entry_read(struct vault *v, int64_t seq, struct arena *a, struct vault_entry *ret,
		     struct err *e) MUST_USE;

/* Which parts a proof shows: true for those to be disclosed. `path` as in struct vault_part. */
typedef bool vault_disclose(void *ctx, struct str path);
/*
 * The proof text of entry `seq` (docs/formats/proof.md) against the newest checkpoint, with the
 * parts that `show` names. `show` NULL: everything this member can read.
 */
int vault_proof(struct vault *v, int64_t seq, vault_disclose *show, void *ctx, struct arena *a,
		struct str *ret, struct err *e) MUST_USE;
/* The same against the newest checkpoint of its log at most `size` entries: a stamped one, say.
 * ERR_INPUT: the entry is not in it. */
int vault_proof_at(struct vault *v, int64_t seq, int64_t size, vault_disclose *show, void *ctx,
		   struct arena *a, struct str *ret, struct err *e) MUST_USE;

/* ---- checking and making again ---------------------------------------- */

/* Called now and then during long work; a negative result stops it with that code. */
typedef int vault_progress(void *ctx, int64_t done, int64_t of);

struct vault_report {
	int64_t entries, signatures, checkpoints, sealed, unreadable;
};
/*
 * Everything that can be checked: the file's pages and tables, every signature by a key that was
 * enrolled before it and not revoked, every leaf, the tree made again, every checkpoint signed and
 * consistent with the one before, every readable disclosure. ERR_CORRUPT names the first entry
 * that fails.
 */
int vault_check(struct vault *v, vault_progress *progress, void *ctx, struct vault_report *ret,
		struct err *e) MUST_USE;

/*
 * The same of what was added since it was checked last, by either of these, in a vault open for writing.
 * Of what was checked before only that the tree still begins with it: pages that the disk has spoilt since
 * are found by vault_check alone. The report counts what was looked at now.
 */
int vault_check_since(struct vault *v, vault_progress *progress, void *ctx,
		      struct vault_report *ret, struct err *e) MUST_USE;

/* Throw the view away and make it again from the log, in one transaction. Gives the digest of
 * the view before and after. */
int vault_rebuild(struct vault *v, vault_progress *progress, void *ctx, struct hash *ret_before,
		  struct hash *ret_after, struct err *e) MUST_USE;
/* The view as it was when the log of `size`, a number, had that many entries and knew of the other logs
 * what these entries import; made in another store, usually one in memory (store_memory), in one
 * transaction there. ERR_INPUT: the log has fewer. */
int vault_replay(struct vault *v, int64_t size, const struct projector *view, struct store *into,
		 struct err *e) MUST_USE;

/* ---- members and key slots -------------------------------------------- */

enum vault_role { ROLE_RESEARCHER, ROLE_EDITOR, ROLE_OFFICER };

struct str vault_role_name(enum vault_role r); /* "researcher", "editor", "officer" */
bool vault_role_parse(struct str s, enum vault_role *ret);
/* The role of the member who has the vault open. ERR_DENIED: revoked. */
int vault_my_role(struct vault *v, enum vault_role *ret, struct err *e) MUST_USE;
/* The highest role that officers gave a member, whether or not they were revoked since: for what they did.
 * ERR_NOTFOUND: none. */
int vault_role_of(struct vault *v, const struct id *member, enum vault_role *ret,
		  struct err *e) MUST_USE;

struct vault_member {
	struct id id;
	struct str name;
	enum vault_role role;
	int64_t enrolled_seq;
	int64_t revoked_seq; /* -1: not revoked */
	uint8_t sign_public[KEY_LEN];
	uint8_t box_public[KEY_LEN];
};
int vault_members(struct vault *v, struct arena *a, struct vault_member **ret, size_t *ret_n,
		  struct err *e) MUST_USE;
/* The name of one of them, or the first eight digits of the id of who is none or has none. */
struct str vault_member_name(const struct vault_member *list, size_t n, const struct id *id,
			     struct arena *a);
/* Enrol a member with a passphrase of their own, by a `key` claim. Only an officer may. */
int vault_member_add(struct vault *v, struct str name, enum vault_role role, struct str passphrase,
		     struct id *ret, struct err *e) MUST_USE;
/*
 * Revoke a member: a `key` claim from which on the member's signatures do not count, their slots
 * are removed, and database and compartments get new keys. ERR_CONFLICT: the last officer.
 */
int vault_member_revoke(struct vault *v, const struct id *member, struct err *e) MUST_USE;

/* New author and box keys for the member who has the vault open, by a `key` claim that the old key
 * signs; all their passphrases open the new ones. What they signed stays signed. */
int vault_member_rotate(struct vault *v, struct err *e) MUST_USE;

struct vault_slot {
	struct id id;
	struct str created; /* RFC 3339 */
	bool ours;	    /* opens as the member who has the vault open */
	bool used;	    /* opened it this time */
	bool recovery;	    /* opens with shares of a recovery key */
};
int vault_slots(struct vault *v, struct arena *a, struct vault_slot **ret, size_t *ret_n,
		struct err *e) MUST_USE;
/* A further passphrase for the member who has the vault open. */
int vault_slot_add(struct vault *v, struct str passphrase, struct id *ret, struct err *e) MUST_USE;
/* Remove a slot and re-key the database, because an old copy of the slots still opens what it
 * opened. ERR_CONFLICT: it is the last one. Costs a rewrite of the vault. */
int vault_slot_remove(struct vault *v, const struct id *slot, struct err *e) MUST_USE;

#endif
