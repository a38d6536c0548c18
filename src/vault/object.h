/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * object.h - what the vault keeps of evidence payloads: their names, and the headers that open them.
 *
 * The payload itself is a file of NAME.vigil.objects (evidence/payload.h). Its age header is kept here,
 * sealed under the shred group of the evidence, so that erasing the group shuts the payload, wherever
 * copies of it are.
 */
#ifndef VIGIL_VAULT_OBJECT_H
#define VIGIL_VAULT_OBJECT_H

#include "vault/vault.h"

struct vault_object {
	struct hash name;  /* SHA-256 of the stored bytes */
	int64_t bytes;	   /* stored */
	struct hash dedup; /* HMAC of the plain bytes' SHA-256 under vault_register_key "dedup" */
	struct id entity;  /* the evidence it belongs to: whose group seals the header */
};

/* Inside a transaction of the vault. `header`: the age header's bytes. */
int vault_object_add(struct vault_tx *tx, const struct vault_object *o, struct str header,
		     struct err *e) MUST_USE;
/* ERR_NOTFOUND: no such object here; or erased, which the message says. */
int vault_object_header(struct vault *v, const struct hash *name, struct arena *a,
			struct str *ret_header, struct err *e) MUST_USE;
/* Objects with this keyed hash that can still be opened. */
int vault_object_find(struct vault *v, const struct hash *dedup, struct vault_object *ret,
		      bool *ret_there, struct err *e) MUST_USE;
/* All, in order of name; `open` says whether the header is there. */
typedef int vault_each_object(void *ctx, const struct vault_object *o, bool open, struct err *e);
int vault_objects(struct vault *v, vault_each_object *each, void *ctx, struct err *e) MUST_USE;
/* Where payload files are: NAME.vigil.objects. Lives with the vault. */
const char *vault_objects_folder(const struct vault *v);

#endif
