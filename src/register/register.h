/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * register.h - the register: who did what to whom, according to whom.
 *
 * A register is a vault with its view. It knows entities (persons, groups, events, documents, ...),
 * statements (what one source said of one subject), and what follows from them: cards, stages of a
 * death sentence, conflicts, figures. It decides nothing: values that disagree stand side by side,
 * and an adoption is one more statement, with a reason.
 *
 *	vocab.h     what can be said
 *	record.h    saying it: statements, adoptions, undoing
 *	table.h     many statements at once, from a claim table
 *	query.h     cards, lists, one entity with its claims, timelines, history
 *	find.h      search and facets
 *	conflict.h  what cannot both hold
 *	figure.h    numbers reported and counted, as of any size of the log
 *
 * A struct reg belongs to one thread at a time.
 */
#ifndef VIGIL_REGISTER_H
#define VIGIL_REGISTER_H

#include "register/vocab.h"
#include "vault/vault.h"

struct reg;

/* As vault_create and vault_open (vault/vault.h). */
int reg_create(const char *path, struct str passphrase, struct str member_name,
	       const struct vault_kdf *kdf, struct reg **ret, struct err *e) MUST_USE;
/* As vault_join (vault/log.h): a further site of a register. */
int reg_join(const char *path, struct str invitation, struct str passphrase,
	     const struct vault_kdf *kdf, struct reg **ret, struct err *e) MUST_USE;
int reg_open(const char *path, struct str passphrase, bool write, struct reg **ret,
	     struct err *e) MUST_USE;
/* As vault_open_beside: the same register for another thread. */
int reg_open_beside(struct reg *of, bool write, struct reg **ret, struct err *e) MUST_USE;
void reg_close(struct reg *r); /* NULL is fine */
void reg_closep(struct reg **r);
#define AUTO_REG AUTO(reg_closep) struct reg

struct vault *reg_vault(struct reg *r);
const struct vocab *reg_vocab(const struct reg *r);
struct store *reg_store(struct reg *r); /* for the files of this room */

/* An entity, as it is known in this register. */
struct entity {
	int64_t id; /* in this view; 0: none */
	struct id uuid;
	struct str kind;
	int64_t no;
};

/* "P-00012": the prefix of the kind and at least five digits; "P-qk7d2-00012" of another site. */
struct str reg_number(const struct reg *r, const struct entity *en, struct arena *a);
/* By record number (any case, zeros optional), uuid, or key ("person:etemadi-far"). ERR_NOTFOUND
 * says what was looked for as a form, never as a name. */
int reg_entity(struct reg *r, struct str text, struct arena *a, struct entity *ret,
	       struct err *e) MUST_USE;
/* Other records that have its key: two sites read the same table before they knew of each other. A key
 * means the first of them in order. At most 16. */
int reg_same_key(struct reg *r, int64_t id, struct arena *a, struct entity **ret, size_t *ret_n,
		 struct err *e) MUST_USE;
int reg_entity_by_id(struct reg *r, int64_t id, struct arena *a, struct entity *ret,
		     struct err *e) MUST_USE;

#endif
