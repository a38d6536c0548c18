/* SPDX-License-Identifier: Apache-2.0 */
/* bundle_priv.h - the layout of a bundle, for writing, reading and judging. */
#ifndef VIGIL_BUNDLE_PRIV_H
#define VIGIL_BUNDLE_PRIV_H

#include "ledger/bundle.h"

bool bundle_is_name(struct str s); /* of a file below data/files/ */
struct str bundle_record_folder(size_t i, struct arena *a);
struct str bundle_note_text(struct str note); /* what is stamped; "" when it is no note */

/* The three files of a record or key. */
struct bundle_item {
	struct str folder;
	struct proof_item item;
	bool used;
	struct str kid;	 /* of the key that signed it */
	char enrols[44]; /* kid of the key it puts in force; keys only */
};

/* A folder of stamps. */
struct bundle_stamps {
	struct str folder; /* "data/time" */
	struct str text;   /* its file `checkpoint` */
};

/* What stands in a bundle, by its paths; contents of small files are read. */
struct bundle_layout {
	struct bundle_item *records, *keys;
	size_t n_records, n_keys;
	struct bundle_stamps *stamps;
	size_t n_stamps;
	size_t *evidence; /* indexes in the set of files below data/files/ */
	size_t n_evidence;
};
/* ERR_INPUT: a file that the format does not know, or one that is missing. */
int bundle_read(const struct bag_files *files, struct arena *a, struct bundle_layout *ret,
		struct err *e) MUST_USE;

#endif
