/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * group_priv.h - shred groups: one data key for what is erased together.
 */
#ifndef VIGIL_GROUP_PRIV_H
#define VIGIL_GROUP_PRIV_H

#include "vault/vault_priv.h"

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

#endif
