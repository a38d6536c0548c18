/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * said_priv.h - what one entry says, worked out of its parts alone: on any thread, without the view. What
 * is left for the projector is to write it down (project.c, project_row.c).
 */
#ifndef VIGIL_REGISTER_SAID_PRIV_H
#define VIGIL_REGISTER_SAID_PRIV_H

#include "register/record_priv.h"

/* Folded words of a name or a text; `there` is false of other values. */
struct said_words {
	bool there;
	struct str name, skeleton, text;
};

/* A number that may be missing. */
struct said_bound {
	bool there;
	int64_t n;
};

/* One field as the columns of its row. */
struct said_field {
	bool there; /* a sealed one leaves a gap */
	struct value_field f;
	struct str value, quals; /* JSON as sealed; `quals` is NULL when there are none */
	struct str same, place, when;
	struct said_bound lo, hi, when_lo, when_hi;
	struct said_words words;
};

struct introduction {
	struct value_ref ref;
	struct str key;
	bool sealed; /* the key is vault_aside_seal's */
};

/* A reference without a kind is not there. */
struct said {
	struct arena *a;
	const struct vault_entry *entry;
	bool understood; /* if not, it shows as an entry that is not readable, and says nothing else */
	struct str kind;
	bool has_claim, has_batch;
	struct id claim, batch;
	struct str target, row, source_date, reliability;
	int64_t recorded_ms;
	struct hash digest;
	struct value_ref subject, source, document, via;
	struct introduction
		*introduces; /* in the order in which they are made: the subject, what belongs
					  * to the source, all others */
	size_t n_introduces;
	struct said_field *field;
	size_t n_fields;
	/* What the view knows of it, set by the projector: where it stands, whether its claim stands
	 * before it, and whether its signer has not the role for it. */
	int64_t pos;
	bool again, denied;
};

/* The result, and what it borrows, lives in `a` and in the entry. */
struct said *said_read(const struct vault_entry *entry, struct arena *a);

void said_field_read(const struct json *sealed, const struct value_field *f, struct arena *a,
		     struct said_field *ret);
/* NULL when there is none of this name. */
const struct value *said_qualifier(const struct value_field *f, const char *p);
struct said_words said_words_of(const struct value *v, struct arena *a);

/* ---- project_row.c: it as rows ---- */

/* The entity a reference names, made when it is not in the view yet; 0 when there is no reference. */
int said_entity(struct store *st, const struct said *s, const struct value_ref *ref, int64_t *ret,
		struct err *e) MUST_USE;
int said_add_statement(struct store *st, struct said *s, int64_t subject, int64_t *ret_source,
		       struct err *e) MUST_USE;
int said_add_field(struct reg *r, struct store *st, struct said *s, size_t at, int64_t subject,
		   int64_t source, struct err *e) MUST_USE;

#endif
