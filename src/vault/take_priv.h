/* SPDX-License-Identifier: GPL-3.0-or-later */
/* take_priv.h - what the files share that keep heads and take in other logs. */
#ifndef VIGIL_VAULT_TAKE_PRIV_H
#define VIGIL_VAULT_TAKE_PRIV_H

#include "vault/vault_priv.h"

/* ---- head.c ---- */

/* Keep a head that was verified: its log's signature lines with it, all others as cosignatures. */
int head_keep(struct vault *v, int64_t site, const struct checkpoint *c, struct str note,
	      int64_t recorded_ms, struct err *e) MUST_USE;
/* Keep a signed head of a log that does not fit ours at `size`, beside the first of ours that is not smaller.
 * Inside the caller's transaction, or in one of its own. */
int fork_keep(struct vault *v, int64_t site, struct str origin, int64_t size, struct str theirs,
	      int64_t *ret_id, bool *ret_new, struct err *e) MUST_USE;

/* ---- order.c ---- */

/* How much of each log is seen. */
struct extent {
	int64_t site, size;
};
struct extents {
	struct extent *list;
	size_t n;
	int64_t all;
};
int order_shown(struct vault *v, struct arena *a, struct extents *ret, struct err *e) MUST_USE;
/* Add to the view what is shown now and was not, beginning with the entry that is first in order; it has
 * to come after all that was. Not settled. */
int order_view_add(struct vault *v, const struct extents *was, int64_t first_at, int64_t first_seq,
		   struct err *e) MUST_USE;

/* ---- append.c ---- */

/* An entry that was signed before, as it is; not applied to the view. */
int append_row(struct vault_tx *tx, struct stored_entry *row, int64_t recorded,
	       struct err *e) MUST_USE;

/* ---- log.c ---- */

/* Which log is ours and what signs it, if another program has changed it. Inside a transaction. */
int log_own_refresh(struct vault *v, struct err *e) MUST_USE;

/* ---- import.c ---- */

/* The text of a head that is kept, without its signatures: what import and end commit to. */
int head_text(struct vault *v, int64_t site, int64_t size, struct arena *a, struct str *ret,
	      struct err *e) MUST_USE;
/* An entry of our own log that commits to the newest head of another that is kept here; all of that log
 * is shown from here on. */
int import_log(struct vault_tx *tx, int64_t site, struct err *e) MUST_USE;
/* Of all logs but our own, those that began to be known first coming first: for a log that begins. */
int import_known(struct vault_tx *tx, struct err *e) MUST_USE;

/* ---- read.c ---- */

/* What opens the sealed parts of an entry, as far as there is anything; and doing it. entry_view and
 * entry_build are pure. */
struct part_key {
	bool open;
	struct key key;
	struct id gid;
};
struct entry_keys {
	bool has_sealed; /* the source is in a compartment */
	struct part_key record, source;
};
int entry_keys(struct vault *v, const struct stored_entry *row, enum group_reach reach,
	       struct entry_keys *ret, struct err *e) MUST_USE;
int entry_view(const struct stored_entry *row, const struct entry_keys *keys, struct arena *a,
	       struct claim_view *ret, struct err *e) MUST_USE;
int entry_build(int64_t seq, const struct stored_entry *row, const struct entry_keys *keys,
		struct arena *a, struct claim_view *ret_view, struct vault_entry *ret,
		struct err *e) MUST_USE;

/* ---- verify.c: signatures and sealed parts of many entries, on all processors ---- */

/* What one entry is checked by. */
struct verify_job {
	const uint8_t *public;	/* of who must have signed it */
	struct entry_keys keys; /* of the sealed parts, where they are at hand */
	struct stored_entry row;
	bool sealed_only; /* its signature is verified elsewhere (verify_later.c) */
	/* The answer. */
	int rc;
	int64_t recorded; /* what it says of when; -1: not readable */
	struct hash hash; /* of the JWT */
};
struct verifier {
	struct pool *pool;
	struct arena *scratch[64];
	struct verify_job *jobs; /* of the round */
	size_t n;
};
void verifier_begin(struct verifier *r);
void verifier_done(struct verifier *r); /* zeroed is fine */
/* One of them, on this thread. */
int verify_one(struct verify_job *j, struct arena *a, struct err *e) MUST_USE;
/* All of them: the other threads begin, and the caller does something else until it joins in. The end gives
 * the index of the first job that fails, and `e` says why; or `n`. */
void verify_begin(struct verifier *r, struct verify_job *jobs, size_t n);
size_t verify_end(struct verifier *r, struct err *e);

/* ---- group.c ---- */

/* Open a sealed part with its key at hand. Pure. */
int sealed_open(const struct key *k, const struct id *gid, struct str sealed, struct arena *a,
		struct str *ret, struct err *e) MUST_USE;
int group_key_gid(struct vault *v, int64_t group, enum group_reach reach, struct key *ret,
		  struct id *ret_gid, struct err *e) MUST_USE;

/* ---- read.c ---- */

int entry_kind_parse(struct str s, enum entry_kind *ret, struct err *e) MUST_USE;

#endif
