/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vocab_priv.h - what the files of the vocabulary share. */
#ifndef VIGIL_VOCAB_PRIV_H
#define VIGIL_VOCAB_PRIV_H

#include "base/map.h"
#include "register/vocab.h"
#include "text/csv.h"

/* A file of vocab/, embedded by mk/vocab.mk. */
struct vocab_file {
	const char *name; /* without .csv */
	const unsigned char *bytes;
	size_t size;
};
extern const struct vocab_file VOCAB_FILES[];
extern const size_t VOCAB_FILES_N;

/* A file as it was read, with a place for each column name. */
struct sheet {
	struct str name;
	struct csv_table t;
};

/* A list of terms: a file with a column `code`, or the rows of one set in terms.csv. */
struct vocab_set {
	struct str name;
	const struct sheet *sheet;
	struct term *terms;
	size_t *rows; /* of each term in the sheet */
	size_t n;
	size_t cap;
	struct map by_code;  /* code -> struct term * */
	struct map by_words; /* fold_key of code, labels and variants -> struct sense * */
};

/* What a word means in a set; `other` is set when it means two terms. */
struct sense {
	const struct term *term;
	const struct term *other;
};

struct vocab {
	struct arena *a;
	struct sheet *sheets;
	size_t n_sheets;
	struct map sets; /* name -> struct vocab_set * */
	struct property *properties;
	size_t n_properties;
	struct map property_by_id;
	struct kind *kinds;
	size_t n_kinds;
	struct map kind_by_code;
	struct kind *prefixes[26]; /* A to Z */
	struct event_type *events;
	size_t n_events;
	struct map event_by_code;
	struct status *statuses;
	size_t n_statuses;
	struct map status_by_code;
	struct str *provinces; /* "provinces:IR-23", in the order of the set */
};

/* ---- vocab_read.c ---- */

const struct sheet *vocab_sheet(const struct vocab *v, struct str name);
/* The cell of `column`; empty when the sheet has no such column. */
struct str sheet_cell(const struct sheet *s, size_t row, struct str column);
/* The same of a column that must be there. */
int sheet_need(const struct sheet *s, size_t row, const char *column, struct str *ret,
	       struct err *e) MUST_USE;
int vocab_read_sheets(struct vocab *v, struct err *e) MUST_USE;

/* ---- vocab_set.c ---- */

int vocab_read_sets(struct vocab *v, struct err *e) MUST_USE;
const struct vocab_set *vocab_find_set(const struct vocab *v, struct str set);
bool term_of_row(const struct sheet *s, size_t row, struct str code, struct term *ret);

/* ---- vocab_near.c ---- */

enum { NEAR_MAX = 3 }; /* proposals in one "did you mean" */
/* Up to `max` of the candidates nearest to `text`, nearest first, none that is far. */
size_t near_strings(struct str text, const struct str *cand, size_t n, struct str *ret, size_t max);
size_t vocab_near_codes(const struct vocab *v, struct str set, struct str text, struct str *ret,
			size_t max);
size_t vocab_near_kinds(const struct vocab *v, struct str text, struct str *ret, size_t max);

#endif
