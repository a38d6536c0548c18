/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shred.h - making a source, a subject or a piece of evidence unreadable, and saying so in the log.
 *
 * What goes is keys: the data keys of all shred groups of an entity, the age headers of its evidence.
 * The signed bytes, leaves, heads and every proof stay. What was decrypted into the view goes with
 * the view made again, and the database gets a new key, so that what an old page held on the disk
 * does not open with the key of today. Every erasure is a `shred` claim: which digests, when, for
 * what reason, who agreed.
 *
 * A source or a subject goes at once, when two officers agree (the safety of a person does not wait).
 * Evidence is requested first and carried out after a waiting period, again by two officers. Erasure
 * does not travel by itself: another site sees the claim as a request, which its own officers carry out.
 *
 * A copy of the vault taken earlier, with its keys, still opens: vault_shred lists those it knows of.
 */
#ifndef VIGIL_VAULT_SHRED_H
#define VIGIL_VAULT_SHRED_H

#include "vault/vault.h"

enum { SHRED_WAIT_DAYS = 7 };

/* A second officer, by their own passphrase; opened for this one act. */
struct vault_shred {
	const struct id *entities; /* whose groups: a source, a person and what belongs to them */
	size_t n_entities;
	struct str reason; /* code: safety, consent, court, mistake */
	bool content;	   /* evidence content: needs a request older than the waiting period */
	struct str second_passphrase;
};

struct vault_shredded {
	int64_t seq;	 /* the claim */
	int64_t groups;	 /* made unreadable */
	int64_t parts;	 /* digests named in the claim */
	int64_t objects; /* payloads that no longer open; their files are the caller's to remove */
	const struct hash *object_names;
};

/* Ask for the erasure of evidence content; the period runs from the entry's recorded time and is
 * checked against the clock of this device, which the claim says. Officers only. */
int vault_shred_request(struct vault *v, const struct id *entities, size_t n, struct str reason,
			int64_t *ret_seq, struct err *e) MUST_USE;
/*
 * ERR_DENIED: not an officer, or the second one is the first, or no officer, or the passphrase opens
 * nothing. ERR_CONFLICT: content without a request that is old enough (says when it will be).
 * ERR_NOTFOUND: nothing is sealed under these entities. Costs a rebuild of the view and a rewrite of
 * the file. Cut short by a kill it is finished when the vault is next opened for writing.
 */
int vault_shred(struct vault *v, const struct vault_shred *what, struct arena *a,
		struct vault_shredded *ret, struct err *e) MUST_USE;

/* Erasures that other sites carried out and this one has not: shred claims whose groups still open here. */
struct vault_shred_pending {
	int64_t seq;
	struct id entity;
	struct str reason;
	int64_t recorded_ms;
};
int vault_shreds_pending(struct vault *v, struct arena *a, struct vault_shred_pending **ret,
			 size_t *ret_n, struct err *e) MUST_USE;

/* ---- compartments ------------------------------------------------------- */

struct vault_compartment {
	struct str name;
	bool open; /* to the member who has the vault open */
	const struct id *members;
	size_t n_members;
};
int vault_compartments(struct vault *v, struct arena *a, struct vault_compartment **ret,
		       size_t *ret_n, struct err *e) MUST_USE;
int vault_compartment_admit(struct vault *v, const char *name, const struct id *member,
			    struct err *e) MUST_USE;
/* Takes them out and gives the compartment a new key. ERR_CONFLICT: nobody would be left. */
int vault_compartment_remove(struct vault *v, const char *name, const struct id *member,
			     struct err *e) MUST_USE;

#endif
