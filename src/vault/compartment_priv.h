/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compartment_priv.h - who may read what: keys of compartments, who is admitted, and what remotes are
 * sealed under.
 */
#ifndef VIGIL_COMPARTMENT_PRIV_H
#define VIGIL_COMPARTMENT_PRIV_H

#include "vault/vault_priv.h"

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

#endif
