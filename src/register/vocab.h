/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vocab.h - the vocabulary: what can be said, as data (vocab/README.md says what each file is).
 *
 * The files are embedded at build time and read once when a register is opened. Ids are the names
 * used in claims; they never change their meaning. Everything returned lives with the vocabulary.
 */
#ifndef VIGIL_VOCAB_H
#define VIGIL_VOCAB_H

#include "base/base.h"
#include "ledger/value.h"
#include "text/msg.h"

struct vocab;

enum sensitivity { SENS_PUBLIC, SENS_INTERNAL, SENS_SEALED };

/* A term in two languages; `fa` is empty where no checked Persian word is known. */
struct term {
	struct str code;
	struct str en;
	struct str fa;
	struct str definition; /* English, may be empty */
};

struct property {
	struct term term; /* its id and labels */
	struct str kinds; /* "person|group", or "any" */
	enum value_type type;
	bool is_url;	/* a text that must be an address */
	struct str set; /* code: name of the set; entity: kinds it takes, "any" for all */
	enum sensitivity sensitivity;
	bool functional;	  /* one true value at a time */
	bool qualifier;		  /* may stand in a column q:ID */
	struct str compared_with; /* properties, separated by | */
};

struct kind {
	struct term term;
	struct str prefix; /* P, G, ... of record numbers */
	struct str plural_en, plural_fa;
};

struct event_type {
	struct term term;
	struct str huridocs;
	struct str stage; /* the status it gives to its victim, or empty */
	int order;
	bool ends; /* ends the risk of execution */
	struct str roles;
};

struct status {
	struct term term;
	int order;
	enum { STATUS_STAGE, STATUS_END, STATUS_DERIVED } sort;
	bool at_risk;
};

/* ERR_CORRUPT: the embedded files are not what this program was written for. */
int vocab_new(struct vocab **ret, struct err *e) MUST_USE;
void vocab_free(struct vocab *v); /* NULL is fine */

const struct property *vocab_property(const struct vocab *v, struct str id); /* NULL: not known */
const struct kind *vocab_kind(const struct vocab *v, struct str code);
const struct kind *vocab_kind_by_prefix(const struct vocab *v, struct str prefix);
const struct event_type *vocab_event_type(const struct vocab *v, struct str code);
const struct status *vocab_status(const struct vocab *v, struct str code);
/* A term of a set: "charges", "scopes", "certainty", "position", "prisons", ... */
const struct term *vocab_term(const struct vocab *v, struct str set, struct str code);

/* All of them, in the order of the file. */
const struct property *vocab_properties(const struct vocab *v, size_t *ret_n);
const struct kind *vocab_kinds(const struct vocab *v, size_t *ret_n);
const struct event_type *vocab_event_types(const struct vocab *v, size_t *ret_n);
const struct status *vocab_statuses(const struct vocab *v, size_t *ret_n);
const struct term *vocab_set(const struct vocab *v, struct str set, size_t *ret_n); /* NULL */

/* Who may see a property of a subject of this kind. Of a protected source (kind `source`) only its
 * `source_kind` is not sealed, whatever the property is otherwise. */
enum sensitivity vocab_sensitivity(const struct property *p, struct str subject_kind);
/* Whether `kinds` ("person|group", "any") holds `kind`. */
bool vocab_takes(struct str kinds, struct str kind);
/* The code a person means by a code, label or variant, compared after folding. ERR_NOTFOUND;
 * ERR_CONFLICT when two terms share it, both named in the message. */
int vocab_find_code(const struct vocab *v, struct str set, struct str text, struct str *ret_code,
		    struct err *e) MUST_USE;
/* Up to `max` ids nearest in spelling, for "did you mean". */
size_t vocab_near_properties(const struct vocab *v, struct str text, struct str *ret, size_t max);

/* The label in the reader's language, or the English one; `ret_lang` says which it is. */
struct str term_label(const struct term *t, enum lang lang, enum lang *ret_lang);

/* What another column of its file says of a term: ("scopes", "women", "within") is "persons";
 * ("conflict_kinds", kind, "what_to_do_en"). Empty: nothing, or no such term or column. */
struct str vocab_detail(const struct vocab *v, struct str set, struct str code, struct str column);

/* Whether a province, prison or court is `code`, and in which province a gazetteer entry lies
 * ("provinces:IR-23" for "prisons:P02"); empty when not known. */
struct str vocab_province_of(const struct vocab *v, struct str gazetteer);

#endif
