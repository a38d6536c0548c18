/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record_priv.h - the parts of a statement, as they are sealed and as they are compared. */
#ifndef VIGIL_RECORD_PRIV_H
#define VIGIL_RECORD_PRIV_H

#include "register/register_priv.h"

enum {
	STATEMENT_FIELDS_MAX = 200,
	FIELDS_PER_CLAIM =
		256, /* field id = pos * this + place from 1; outside: seq * this + place */
	DIGEST_KEPT = 16
};

struct parts {
	struct claim_part part[STATEMENT_FIELDS_MAX + 16];
	size_t n;
};

struct statement_parts {
	struct parts top, source;
	struct vault_claim vc;
};

int statement_build(struct reg *r, const struct statement *st, struct arena *a,
		    struct statement_parts *ret, struct err *e) MUST_USE;

/* What a statement says, whoever recorded it when and however it came, is the SHA-256 of its parts
 * that count, each as path and value on a line, those below `source` last. The projector computes
 * the same from what it can read. */
bool digest_counts(struct str path);
void digest_add(struct buf *b, struct str path, struct str value);
struct str part_ref(const struct entity *en, struct arena *a);
struct str part_text(struct str s, struct arena *a);
struct str part_claim_id(struct arena *a); /* a new one */

/* Adds whom the statement is the first to speak of. A key can tell who somebody is, so it goes where the rest of them
 * goes: that of a source, and of what it was said in and through whom, below `source`, to be erased with it; that of
 * whom a value names, sealed by itself. */
int statement_introduce(struct reg *r, const struct statement *st, struct arena *a,
			struct statement_parts *p, struct err *e) MUST_USE;
/* The same of one entity, for an act. */
int parts_introduce(struct reg *r, struct parts *p, const struct id *uuid, struct arena *a,
		    struct err *e) MUST_USE;

/* ---- putting claims together ---- */

void parts_add(struct parts *p, const char *name, struct str value);
/* Begin an act of `kind`, with an id of its own. */
void parts_act(struct parts *p, const char *kind, struct arena *a);
/* ERR_DENIED with `words` unless whoever has the register open may do this (act_may). */
int act_require(struct reg *r, const char *kind, int64_t subject, struct str target,
		const char *words, struct err *e) MUST_USE;
/* Acts belong to nobody's person: they are sealed in one group of the register's own. */
int parts_seal_act(struct reg_tx *tx, struct parts *p, int64_t *ret_seq, struct err *e) MUST_USE;
/* An act that belongs to what the claim `batch` began and has one part more. */
int parts_seal_of(struct reg_tx *tx, const struct id *batch, const char *kind, const char *name,
		  const struct buf *value, struct err *e) MUST_USE;
int parts_append(struct reg_tx *tx, struct parts *top, struct vault_claim *vc, int64_t *ret_seq,
		 struct err *e) MUST_USE;
/* The id of the claim that entry `seq` is. ERR_NOTFOUND: it is none; ERR_CONFLICT: taken back. */
int reg_claim_of(struct reg *r, int64_t seq, struct id *ret, struct err *e) MUST_USE;
/* `import`: row `row` of what entry `batch` began. */
struct str part_import(const struct id *batch, struct str row, struct arena *a);

extern const char COMPARTMENT_SOURCES[];

#endif
