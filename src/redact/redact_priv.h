/* SPDX-License-Identifier: GPL-3.0-or-later */
/* redact_priv.h - what the files of this room share. */
#ifndef VIGIL_REDACT_PRIV_H
#define VIGIL_REDACT_PRIV_H

#include "base/map.h"
#include "redact/redact.h"
#include "register/asof.h"
#include "register/conflict.h"
#include "register/figure.h"
#include "register/query.h"

/* ---- policy.c: what each audience gets, all of it in one place ---- */

struct policy {
	const char *name;
	enum sensitivity most; /* properties up to this sensitivity */
	bool record_numbers;   /* P-00012 */
	bool reasons;	       /* why an editor chose; free text */
	bool work;	       /* what those who keep the register are to do about a conflict */
	bool grades;	       /* Admiralty grades: what the keepers think of a source */
	bool everybody;	       /* also subjects that nothing but their identity is said of */
};
const struct policy *policy_of(enum view_audience audience);
/* Whether the audience gets claims of this property. Not in the vocabulary: *ret_why is sealed. */
bool policy_shows(const struct policy *p, const struct vocab *v, struct str property,
		  enum view_reason *ret_why);
/* Whether all properties something is worked out from are shown; `from` ends with NULL. */
bool policy_shows_all(const struct policy *p, const struct vocab *v, const char *const *from);
bool policy_is_identity(struct str property);
/* A qualifier without a property of its own: one of the columns of a claim table. */
bool policy_shows_column(struct str qualifier);

/* ---- the work ---- */

/* One subject on its way into the view. */
struct candidate {
	struct entity entity;
	struct claim_row *rows;
	size_t n;
	bool *shown;	/* of each row */
	bool is_source; /* of the kind `source`: protected */
	bool hidden;	/* a document that leads to a protected source */
	bool in;	/* it is in the view, at: */
	size_t at;
	size_t n_sources;
};

struct work {
	struct reg *r;
	const struct vocab *vocab;
	const struct policy *policy;
	struct arena *a; /* of the view */
	struct arena *scratch;
	struct view *view;
	struct candidate *list; /* ascending by id */
	size_t n;
	struct map by_uuid;  /* struct candidate * */
	struct map claim_at; /* field id -> struct view_claim * */
};

struct candidate *work_candidate(struct work *w, int64_t id); /* NULL: id 0 or unknown */
struct candidate *work_candidate_of(struct work *w, const struct value_ref *ref);
size_t work_entity(struct work *w, int64_t id); /* its place in the view, or VIEW_NONE */
/* A claim of a protected source, or one that reached us through one. */
bool row_is_protected(struct work *w, const struct claim_row *row);

int choose_claims(struct work *w, struct err *e) MUST_USE;  /* choose.c: what is shown */
int copy_claims(struct work *w, struct err *e) MUST_USE;    /* claim.c: into the view */
int copy_entities(struct work *w, struct err *e) MUST_USE;  /* entity.c, after the claims */
int copy_conflicts(struct work *w, struct err *e) MUST_USE; /* conflict.c */
int copy_figures(struct work *w, struct err *e) MUST_USE;   /* figure.c */

/* claim.c */
struct view_term term_of(struct work *w, struct str set, struct str code);
struct view_term term_copy(struct work *w, const struct term *t);
struct view_value value_copy(struct work *w, const struct value *v);
struct view_value date_copy(struct work *w, struct str edtf);

#endif
