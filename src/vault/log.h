/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * log.h - the logs of a register: our own, those of other sites, and those that ended.
 *
 * Every device that writes has a log of its own (ledger/entry.h), signed by a key that never leaves
 * it. A register is the set of its logs. Taking in another site's log copies its entries whole, checks
 * them, and appends an `import` entry to our own log that commits to its head; what our log has not
 * committed to is not shown. So our own log alone says what this vault knew at which size.
 *
 * Order. People see the set in one order, the same everywhere. Each entry has a time `at`, in
 * milliseconds, that follows from the set and from no clock of the reader:
 *	claim, key, shred:  max(at of the entry before it, recorded time)
 *	import:             max(at of the entry before it, 1 + at of the last entry it commits to)
 *	end:                at of the entry before it
 * and entries are ordered by (at, number). A log's own order always holds, and whatever a device had
 * seen comes before what it then wrote, whatever its clock said. An import can be taken in only when
 * what it commits to is here or comes with it.
 *
 * Who is believed. A log belongs to the register when it founded it, or when its entry 0 is a key claim
 * that names the log's own key (part `log`) and is signed by an author key which a log of the
 * register enrolled and had not revoked. Packs, remotes and file names are never believed.
 *
 * Forks. Two signed heads of one origin that do not fit are kept both (vault_forks) and never
 * resolved by size. When the origin is our own, this vault was restored from a backup or copied: our
 * log goes back to what others know, what we had written since is entered again in a new log of our
 * own (an epoch), and nothing is lost.
 */
#ifndef VIGIL_VAULT_LOG_H
#define VIGIL_VAULT_LOG_H

#include "vault/vault.h"

/* ---- which logs there are --------------------------------------------- */

enum vault_log_state { LOG_OWN, LOG_OTHER, LOG_ENDED };

struct vault_log {
	int64_t site;
	struct str origin;
	struct str vkey; /* key of entry 0's time; later ones follow by rotation entries */
	enum vault_log_state state;
	int64_t size;	 /* entries kept here */
	int64_t shown;	 /* of these, in the view */
	struct str note; /* the newest checkpoint with its cosignatures; empty when there is none */
};
/* By site, so the founding log first if it is here. */
int vault_logs(struct vault *v, struct arena *a, struct vault_log **ret, size_t *ret_n,
	       struct err *e) MUST_USE;
/* ERR_NOTFOUND: no log of this origin here. */
int vault_log_by_origin(struct vault *v, struct str origin, struct arena *a, struct vault_log *ret,
			struct err *e) MUST_USE;
int64_t vault_site(const struct vault *v); /* of our own log */

/* The register this vault is of: the vkey of the log that founded it. Lives with the vault. */
struct str vault_register(const struct vault *v);
/* Keys that all sites of the register share, by purpose: "sync", "evidence", "dedup". */
void vault_register_key(const struct vault *v, const char *purpose, struct key *ret);

/* ---- for outsiders ----------------------------------------------------- */

/* One entry as it is kept. Disclosures are sealed as in docs/formats/vault.md; to whoever has no
 * key of the group they are noise. */
struct log_row {
	int64_t index;
	int64_t at; /* as its site says; believed only where the recorded time cannot be read */
	enum entry_kind kind;
	struct str bytes; /* what the entry commits to */
	struct id gid;	  /* group of `sealed`; nil: none */
	struct str sealed;
	struct id src_gid;
	struct str src_sealed;
};
typedef int vault_each_row(void *ctx, const struct log_row *row, struct err *e);
/* Rows `from` to `to` - 1 of a log, in order. The rows live until the callback returns. */
int vault_log_rows(struct vault *v, int64_t site, int64_t from, int64_t to, vault_each_row *each,
		   void *ctx, struct err *e) MUST_USE;
/* The tree of a log: for proofs, tiles and consistency. Borrowed from the vault. */
struct vault_tree {
	struct vault *v;
	int64_t site;
};
struct tile_store vault_tree_tiles(struct vault_tree *t);
/* The checkpoint of a log at exactly `size`, or the newest at most `size` when `or_before`, with its
 * cosignatures. ERR_NOTFOUND. */
int vault_checkpoint(struct vault *v, int64_t site, int64_t size, bool or_before, struct arena *a,
		     int64_t *ret_size, struct str *ret_note, struct err *e) MUST_USE;
/*
 * Sign the head of our own log for others: witness, export, sync. Makes (size, root) durable as one
 * we never go back on before the note leaves. ERR_CONFLICT: an earlier head that left here does not fit
 * (a restored backup): start an epoch.
 */
int vault_head_for_others(struct vault *v, struct arena *a, struct str *ret_note,
			  struct err *e) MUST_USE;
/* Keep a witness's signature lines over a checkpoint of `origin` that is here. Lines are checked by the
 * caller against keys it trusts; only the form is checked here. Of each key one line is kept, the first.
 * ERR_NOTFOUND: no such checkpoint; ERR_TOOBIG: over NOTE_SIGS_MAX with them. */
int vault_cosignature_add(struct vault *v, struct str origin, int64_t size, struct str lines,
			  struct err *e) MUST_USE;

struct vault_fork {
	struct str origin;
	struct str ours, theirs; /* signed notes */
	int64_t found_ms;
};
int vault_forks(struct vault *v, struct arena *a, struct vault_fork **ret, size_t *ret_n,
		struct err *e) MUST_USE;
/*
 * Compare a signed head of `origin` seen elsewhere with what is kept here. `proof`: consistency hashes
 * from ours to theirs when theirs is larger, or NULL when there are none.
 * HEAD_BEHIND: ours is older and theirs extends it, or would (no proof given). HEAD_FORK: they cannot both
 * be; recorded, durable when this returns.
 */
enum vault_head_verdict { HEAD_SAME, HEAD_AHEAD, HEAD_BEHIND, HEAD_FORK };
int vault_compare_head(struct vault *v, struct str note, const struct hash *proof, size_t n,
		       enum vault_head_verdict *ret, struct err *e) MUST_USE;

/* ---- our own log's keys ------------------------------------------------ */

/* A new key for our log. Both keys sign checkpoints until vault_log_key_retire, so that verifiers can
 * change their policy in the meantime. Officers only. */
int vault_log_key_rotate(struct vault *v, struct str *ret_vkey, struct arena *a,
			 struct err *e) MUST_USE;
int vault_log_key_retire(struct vault *v, struct err *e) MUST_USE;
/* The keys by which heads of `size` entries of a log that is kept here are signed, the oldest first: one, or two
 * while they overlap. NUMBER_COUNT_MAX: those in force now. A head needs one of them. */
int vault_log_vkeys(struct vault *v, int64_t site, int64_t size, struct arena *a, struct str **ret,
		    size_t *ret_n, struct err *e) MUST_USE;
/*
 * End our log and begin another with a key of its own: entry 0 enrols the member who does it, naming the
 * new log's key, then the other members' keys, then an import of the old log's last head. Officers only.
 * `reason`: a code such as "restored", "lost", "planned".
 */
int vault_epoch(struct vault *v, struct str reason, struct err *e) MUST_USE;

/* ---- taking in what came from elsewhere -------------------------------- */

/*
 * One transaction: everything given is checked, appended and shown together, or nothing is.
 *
 *	AUTO_VAULT_TAKE t = { 0 };
 *	TRY(vault_take_begin(&t, v, e));
 *	TRY(vault_take_keys(&t, bytes, e));            any number, any order
 *	TRY(vault_take_rows(&t, origin, rows, n, note, e));   each log in its order, heads where notes are
 *	TRY(vault_take_commit(&t, &taken, e));
 *
 * Rows that are here already are compared and passed over. Rows after the last note given for a
 * log, or whose imports name what is neither here nor given, wait: they are left out and given again
 * another time (taken.waiting).
 */
struct vault_take {
	struct vault *v; /* NULL when none is open */
	struct take *p;
	bool verify_later; /* of vault_take_run: what vault_take_begin then begins with */
};
struct vault_taken {
	int64_t entries; /* new in the view */
	int64_t logs;	 /* seen for the first time */
	int64_t waiting; /* rows left out for now */
	int64_t refused; /* rows of logs that no key of the register vouches for */
	int64_t forks;	 /* found now */
	/* Of what waits: rows from an entry on that its signer's role does not allow, as far as is known here;
	 * and the first such entry, with the reason. */
	int64_t denied;
	char denied_why[ERR_TEXT_MAX];
	bool rebuilt; /* the view was made again, since entries came before others in order */
	bool epoch;   /* our own log had been overtaken; a new one was begun */
};
int vault_take_begin(struct vault_take *t, struct vault *v, struct err *e) MUST_USE;
/*
 * After vault_take_begin: the signatures of claims are verified on other processors while their rows are written and
 * the view is made, and all of them before anything is committed. When one does not hold,
 * vault_take_commit fails with ERR_CORRUPT, nothing is taken in, and vault_take_unproven says so: the same is then
 * given once more without this, so that all but what that log holds from there on is taken. Keys, erasures and heads
 * are never left for later.
 */
void vault_take_verify_later(struct vault_take *t);
bool vault_take_unproven(const struct vault_take *t);
/*
 * `note`: signed head at the size that ends these rows, with whatever other signatures. ERR_CORRUPT: a
 * signature, leaf or root does not hold; nothing of these rows is kept, earlier calls stand, and the
 * message says which entry. A fork is no error here: it is recorded and the rows are not taken.
 * Signatures are verified on all processors. About 25,000 rows a second and core.
 */
int vault_take_rows(struct vault_take *t, struct str origin, const struct log_row *rows, size_t n,
		    struct str note, struct err *e) MUST_USE;
/* What vault_keys_write wrote elsewhere. Keys of groups erased here are not taken. */
int vault_take_keys(struct vault_take *t, struct str bytes, struct err *e) MUST_USE;
/* What they bring opens what is given from here on, and files of a remote (vault_sync_secret). */
int vault_take_keys_open(struct vault_take *t, struct err *e) MUST_USE;
int vault_take_commit(struct vault_take *t, struct vault_taken *ret, struct err *e) MUST_USE;
void vault_take_done(struct vault_take *t);
/*
 * All of the above around what `give` gives, with signatures verified later: it calls vault_take_begin on `t` once it
 * has something, and gives it; the rest is done here. When a claim was not signed by its key it is called once more
 * with `again`, from the beginning, and what stands before that claim is taken in. *ret is left alone when nothing was
 * begun.
 */
typedef int vault_take_give(void *ctx, struct vault_take *t, bool again, struct err *e);
int vault_take_run(vault_take_give *give, void *ctx, struct vault_taken *ret,
		   struct err *e) MUST_USE;
#define AUTO_VAULT_TAKE AUTO(vault_take_done) struct vault_take

/*
 * What opens sealed parts, for other sites: group keys (in compartments: wrapped), compartment keys
 * (sealed to members), age headers of evidence (sealed). As bytes that vault_take_keys reads; they hold
 * open group keys, so the caller seals them. Buckets 0 to 255 by the first byte of the group's id, so
 * that a change rewrites little; one more has the keys of vault_sync_keys, each sealed to a member, and
 * nothing else. `ret_hash` is equal when nothing changed. For a bucket with nothing in it nothing is written.
 */
enum { VAULT_KEY_BUCKETS = 256, VAULT_KEY_BUCKET_SYNC = VAULT_KEY_BUCKETS };
int vault_keys_write(struct vault *v, int bucket, struct buf *b, struct hash *ret_hash,
		     struct err *e) MUST_USE;

/*
 * Keys that what is put on a remote is sealed under, beside the register's first secret: one for each
 * revocation in the log, which the member revoked was not given (docs/formats/sync.md). Ascending.
 */
enum { VAULT_SYNC_KEYS_MAX = 255 };
struct vault_sync_keys {
	struct id ids[VAULT_SYNC_KEYS_MAX];
	size_t n;
};
int vault_sync_keys(struct vault *v, struct vault_sync_keys *ret, struct err *e) MUST_USE;
/* The secret of files sealed under these; the register key "sync" when there is none. ERR_DENIED: one of them is
 * not open to this member. */
int vault_sync_secret(const struct vault *v, const struct vault_sync_keys *k, struct key *ret,
		      struct err *e) MUST_USE;

/* ---- a further site ---------------------------------------------------- */

/*
 * An invitation: what a new site needs to be of this register, sealed under a passphrase that goes
 * another way than the file. Enrols its first member in our log. Officers only.
 */
int vault_invite(struct vault *v, struct str member_name, enum vault_role role,
		 struct str passphrase, struct arena *a, struct str *ret_file,
		 struct err *e) MUST_USE;
/* Make a vault from an invitation. The passphrase of the invitation becomes its first key slot. It
 * knows nothing yet but its own entry 0; the first sync brings the rest. ERR_DENIED: wrong passphrase. */
int vault_join(const char *path, struct str invitation, struct str passphrase,
	       const struct vault_kdf *kdf, const struct projector *view, struct vault **ret,
	       struct err *e) MUST_USE;

/* Copies of this vault that are known, for the words after an erasure; `head` an entry number. Where nothing can be
 * written none is noted. */
int vault_copy_note(struct vault *v, const char *kind, struct str place, struct err *e) MUST_USE;
struct vault_copy {
	struct str kind, place;
	int64_t last_ms, head;
};
int vault_copies(struct vault *v, struct arena *a, struct vault_copy **ret, size_t *ret_n,
		 struct err *e) MUST_USE;

/* Small values of this device that are no part of the register: what a remote had, whom a witness
 * knows. `name` is ours, never a person's text. ERR_NOTFOUND. In a transaction of its own when none
 * is open. */
int vault_setting_put(struct vault *v, const char *name, struct str value, struct err *e) MUST_USE;
int vault_setting_get(struct vault *v, const char *name, struct arena *a, struct str *ret,
		      struct err *e) MUST_USE;

#endif
