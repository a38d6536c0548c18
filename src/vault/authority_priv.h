/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * authority_priv.h - what a member's role allows, by the log alone.
 *
 * A program can be changed; what it signs is judged by everybody else. So the same function judges
 * entries when they are checked (check_batch.c) and when they are taken in (take_judge.c):
 *	enrol		by an officer; by anybody a key that an officer enrolled, for the same member with
 *			the same role and box key, as a log that begins does
 *	entry 0		of the log that founded the register: as it says, it is where all roles come from; of
 *			another: of a key that is known, for the same member
 *	rotate		by the member themselves, to a key they have (key_claim.h)
 *	revoke, admit, exclude, log_rotate, log_retire	by an officer
 *	shred request	by the officer it names; carried out: the same, and agreed to by another officer whose
 *			key is in force there
 * What editors alone may do is not seen here: the register judges it where it shows it (vault_role_of).
 *
 * Who has which role: a key has the roles that officers gave it, beginning with the founder; what was
 * rotated has those of the key before. This grows with the set of entries and never shrinks, so the order in
 * which logs arrive, and clocks, change no verdict that was given. Whether a key was in force where it signed is judged
 * by the place in its log (author.c).
 */
#ifndef VIGIL_VAULT_AUTHORITY_PRIV_H
#define VIGIL_VAULT_AUTHORITY_PRIV_H

#include "ledger/key_claim.h"
#include "vault/author_priv.h"
#include "vault/vault_priv.h"

/* A key, and whose it is, as which. One key has several of these only when officers disagree. */
struct grant {
	char kid[CLAIM_KID_LEN + 1];
	uint8_t public[KEY_LEN];
	uint8_t box[KEY_LEN];
	struct id member;
	enum vault_role role;
};

/* A key claim that gives a role once whoever signed it may. */
struct key_fact {
	char by[CLAIM_KID_LEN + 1];
	bool rotates;
	struct grant grant;
};

/* Begins as { .a = arena }. */
struct authority {
	struct arena *a;
	struct grant *list;
	size_t n, cap;
	struct key_fact *waits; /* gives nothing yet, or may give more */
	size_t n_waits, cap_waits;
};

/* Of all logs that are here. Of our own logs, whose first member nobody else may have spoken of yet, entry 0
 * is believed until then. */
int authority_load(struct vault *v, struct arena *a, struct authority *ret, struct err *e) MUST_USE;
/* The same as it is now, kept with the vault until it changes. */
int authority_of(struct vault *v, const struct authority **ret, struct err *e) MUST_USE;
void authority_forget(struct vault *v);

/* A key claim joins what is known; also one that is not allowed, which then gives nothing. True when a key that
 * was known has a higher role now. */
bool authority_add(struct authority *t, int64_t seq, const struct key_claim *k,
		   const struct claim_view *view);
/* NULL: no role was given to it. */
const struct grant *authority_find(const struct authority *t, const char *kid);
bool authority_is_officer(const struct authority *t, const char *kid);

/* ERR_DENIED, with the reason, when whoever signed entry `seq` may not do this. Pure. */
int authority_key(const struct authority *t, int64_t seq, const struct key_claim *k,
		  const struct claim_view *view, struct err *e) MUST_USE;
/* The same of an opened key or shred entry; others are always allowed. `l`: the author keys of its log, before it or
 * all. What cannot be opened is allowed; ERR_CORRUPT: a key entry holds no key claim. */
int authority_entry(const struct authority *t, const struct authors *l,
		    const struct vault_entry *entry, const struct claim_view *view, struct arena *a,
		    struct err *e) MUST_USE;

#endif
