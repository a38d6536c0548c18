/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * record.h - saying something: each call seals one claim; nothing is ever changed.
 *
 *	AUTO_REG_TX tx = { 0 };
 *	TRY(reg_begin(&tx, r, e));
 *	TRY(reg_record(&tx, &st, &seq, e));
 *	TRY(reg_commit(&tx, e));
 *
 * Parts of the claim (docs/formats/claim.md): id, kind, subject, introduces, source {id, date, document,
 * locator, via, reliability, introduces}, import {batch, row}, f1..fn, sealed_mac. Fields of a sealed property, and
 * all but the kind of a protected source, go into the compartment of sources and appear in no table.
 */
#ifndef VIGIL_RECORD_H
#define VIGIL_RECORD_H

#include "register/register.h"

struct reg_tx {
	struct reg *r; /* NULL when none is open */
	struct vault_tx vtx;
};
int reg_begin(struct reg_tx *tx, struct reg *r, struct err *e) MUST_USE;
int reg_commit(struct reg_tx *tx, struct err *e) MUST_USE;
void reg_tx_done(struct reg_tx *tx);
#define AUTO_REG_TX AUTO(reg_tx_done) struct reg_tx

/*
 * A new subject: an id and the next number of its kind. It is in the register once a statement
 * speaks of it; `key` (may be empty) is kept with the first that does. ERR_CONFLICT: the key is
 * taken.
 */
int reg_entity_new(struct reg_tx *tx, struct str kind, struct str key, struct entity *ret,
		   struct err *e) MUST_USE;

/* The group that the sealed properties of a subject are under: another one than its own. What is erased
 * of a subject are both. */
struct id reg_sealed_group(const struct id *subject);

/*
 * Claims that still tell the key of one of `ids`, as entries, ascending: what they say is sealed with
 * somebody else. Read entry by entry, and only when the view has such a key. In `a`.
 */
int reg_keys_left(struct reg *r, const struct id *ids, size_t n, struct arena *a, int64_t **ret,
		  size_t *ret_n, struct err *e) MUST_USE;

/* A date as it was read, in the words it was given in. Both are borrowed. */
struct date_reading;
struct value value_of_reading(const struct date_reading *r, struct str given);

/* What one source says of one subject. Empty strings and entities with id 0 are left out. */
struct statement {
	struct entity subject;
	struct entity source;	/* who says it */
	struct entity document; /* in which it says it */
	struct entity via;	/* through whom it reached us */
	bool has_source_date;
	struct value source_date; /* VALUE_DATE */
	struct str locator;
	struct str reliability;		  /* A-F */
	const struct value_field *fields; /* qualifiers hold when, where, scope, basis, ... */
	size_t n_fields;
	int64_t batch;	/* seq of the import it belongs to; 0: none */
	struct str row; /* its name there */
};
/* ERR_INPUT: an unknown property, or a value or kind it does not take. */
int reg_record(struct reg_tx *tx, const struct statement *st, int64_t *ret_seq,
	       struct err *e) MUST_USE;
/* Whether a live statement says exactly the same: subject, source, fields. *ret_seq is it, or -1. */
int reg_already(struct reg *r, const struct statement *st, int64_t *ret_seq,
		struct err *e) MUST_USE;

/* Begin an import: `name` of the file (no folders), SHA-256 of its bytes, number of rows. */
int reg_batch_begin(struct reg_tx *tx, struct str name, const struct hash *file, int64_t rows,
		    int64_t *ret_seq, struct err *e) MUST_USE;
/* Take back an import, or one statement: all it said no longer counts; the log keeps both.
 * ERR_NOTFOUND: no such entry; ERR_CONFLICT: taken back before. */
int reg_undo(struct reg_tx *tx, int64_t seq, struct str reason, int64_t *ret_seq,
	     struct err *e) MUST_USE;

/* Choose between claims for one property of one subject. `field` 0: both stand. The reason is
 * required. ERR_DENIED: only editors and officers. */
int reg_adopt(struct reg_tx *tx, const struct entity *subject, struct str property, int64_t field,
	      struct str reason, int64_t *ret_seq, struct err *e) MUST_USE;

/* Define a counted figure; `rule` is the JSON of figure.h. A new definition replaces the old one
 * for what is counted from now on; the old one is kept. */
int reg_define_figure(struct reg_tx *tx, const struct entity *figure, struct str rule,
		      int64_t *ret_seq, struct err *e) MUST_USE;

#endif
