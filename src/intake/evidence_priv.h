/* SPDX-License-Identifier: GPL-3.0-or-later */
/* evidence_priv.h - what the files of evidence.h share. */
#ifndef VIGIL_INTAKE_EVIDENCE_PRIV_H
#define VIGIL_INTAKE_EVIDENCE_PRIV_H

#include "intake/evidence.h"
#include "register/record.h"
#include "vault/object.h"

/* A working copy that was made and stored, and is in no record yet. */
struct evidence_copy {
	struct payload payload;
	struct str tool, parameters;
};

/* What looking into a file gave. Everything may be missing. */
struct evidence_look {
	struct str media_type;
	struct str not_examined; /* why; several failures are put together */
	struct str dimensions, duration;
	struct str captured;	   /* EDTF */
	struct str captured_field; /* the field it was read from */
	struct str metadata;	   /* JSON */
	struct evidence_copy copies[EVIDENCE_COPIES_MAX];
	size_t n_copies;
};

/* The key all sites of the register share for evidence. */
void evidence_identity(struct reg *r, struct age_identity *ret);
/* Seal what `fd` holds, or what `in` reads, in the folder of the vault. */
int evidence_put(struct reg *r, const struct evidence_add *in, struct arena *a, struct payload *ret,
		 struct err *e) MUST_USE;
/* The keyed hash of an original, or of something made: a picture that we made and somebody gives back
 * is a file of its own. */
void evidence_dedup(struct reg *r, const struct hash *plain, bool made, struct hash *ret);

/* A file in memory, never on the disk, for the worker to look into or to write. */
int evidence_memory(int *ret_fd, struct err *e) MUST_USE;
/* Ask the worker; failures are told in *ret and are none here, except those of storing copies. */
int evidence_look(struct reg *r, const struct worker *w, int fd, struct arena *a,
		  struct evidence_look *ret, struct err *e) MUST_USE;

/* ---- a file on its way in ---- */

struct evidence_coming {
	struct reg *r;
	const struct evidence_add *in;
	struct arena *a;
	struct entity about; /* id 0: nothing */
	struct payload file;
	struct hash dedup;
	struct evidence_look look;
};
/* May it show injury? Unless somebody said with a reason that it need not be covered. */
bool coming_covered(const struct evidence_coming *x);
/* All that is said of a new file, in one transaction; *ret gets its entity and the claim of the file. */
int coming_say_all(struct evidence_coming *x, struct evidence_added *ret, struct err *e) MUST_USE;
/* What we found, said by nobody but ourselves; */
int coming_say_found(struct evidence_coming *x, struct reg_tx *tx, const struct entity *en,
		     struct err *e) MUST_USE;
/* what we made; */
int coming_say_copies(struct evidence_coming *x, struct reg_tx *tx, const struct entity *en,
		      struct err *e) MUST_USE;
/* and what may show who the source is: without it, since the statement of the file names it, and sealed otherwise. */
int coming_say_sealed(struct evidence_coming *x, struct reg_tx *tx, const struct entity *en,
		      struct err *e) MUST_USE;
int evidence_say_link(struct reg_tx *tx, const struct entity *en, const struct entity *about,
		      int64_t claim, const struct entity *source, struct arena *a,
		      struct err *e) MUST_USE;
/* Payloads of working copies that no record will name go again, as far as that can be done. */
void coming_drop_copies(struct evidence_coming *x);

/* evidence_examine of a file that is open already. -1: it is opened from its payload, in memory. */
int evidence_examine_fd(struct reg *r, const struct entity *evidence, const struct worker *w,
			int fd, struct arena *a, struct evidence_added *ret,
			struct err *e) MUST_USE;

/* ---- fields ---- */

enum { EVIDENCE_FIELDS_MAX = 24, EVIDENCE_QUALIFIERS_MAX = 8 };

/* Fields of one statement while it is put together. Empty texts are left out. */
struct evidence_fields {
	struct value_field f[EVIDENCE_FIELDS_MAX];
	struct value_qualifier q[EVIDENCE_FIELDS_MAX][EVIDENCE_QUALIFIERS_MAX];
	size_t n;
};
struct value_field *fields_add(struct evidence_fields *x, const char *property, struct value v);
/* Without a source: said by ourselves. No fields: nothing is written. */
int fields_record(struct reg_tx *tx, const struct entity *subject, const struct entity *source,
		  const struct evidence_fields *f, int64_t *ret_seq, struct err *e) MUST_USE;
void fields_text(struct evidence_fields *x, const char *property, struct str text);
void fields_date(struct evidence_fields *x, const char *property, struct str edtf);
/* Of the field added last. */
void fields_qualifier(struct evidence_fields *x, const char *property, struct str text);
void fields_qualifier_date(struct evidence_fields *x, const char *property, struct str edtf);
struct value value_text(struct str s);
struct value value_term(const char *set, struct str code);
struct value value_of_entity(const struct entity *en);
struct value value_file(const struct payload *p, struct str media_type, struct arena *a);

#endif
