/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_import.h - a claim table: chosen, checked, looked at, recorded; and what was imported before.
 *
 * Between looking and recording the file stays in the memory of the session (session.h), never on a
 * disk, and goes with the session. What is recorded is what was looked at: the form carries the
 * SHA-256 of the file.
 */
#ifndef VIGIL_WEB_PAGE_IMPORT_H
#define VIGIL_WEB_PAGE_IMPORT_H

#include "register/table.h"
#include "web/form.h"
#include "web/part.h"

enum {
	IMPORT_ROWS_SHOWN = 12,
	IMPORT_PROBLEMS_SHOWN = 200,
	IMPORT_COUNTED_MAX = 20000, /* claims; more are not looked up before they are recorded */
	BATCH_PAGE = 50
};

/* One field, as it was understood. */
struct import_row {
	int64_t row;
	struct str claim, subject, source; /* record numbers or keys */
	struct str property;
	struct value value;
	struct str ref; /* of a value that names a record: its number or key */
};

struct import_counts {
	bool known; /* false: too many to look up */
	int64_t new_subjects, already;
};

struct import_view {
	/* what was sent */
	struct str name;
	bool checked;	    /* a file was read */
	struct table table; /* rows, number of claims, problems */
	struct import_row *rows;
	size_t n_rows;
	struct import_counts counts;
	struct str sha256; /* hexadecimal */
	bool kept;	   /* the session has it; else it is asked for again */
	/* what is there */
	struct batch *batches;
	size_t n_batches;
	bool nothing_new;   /* the last one added nothing */
	int64_t nothing_of; /* its claims */

	struct form_errors errors;
	struct page_form form;
	const struct vocab *vocab;
	struct names names;
};
void import_render(struct html *h, const struct shell *s, const struct import_view *v);
/* The file was understood: look at it, then record. */
void import_preview(struct html *h, const struct shell *s, const struct import_view *v);

struct batch_view {
	struct batch batch;
	struct claim_row *claims;
	size_t n;
	int64_t total, page;
	int64_t already, beside; /* told once, after recording; 0 none */
	bool fresh;
	struct page_form form; /* of /undo/ */
	const struct vocab *vocab;
	struct names names;
};
void batch_render(struct html *h, const struct shell *s, const struct batch_view *v);

struct undo_view {
	int64_t seq;
	struct str reason, back;
	struct form_errors errors;
	struct page_form form;
};
void undo_render(struct html *h, const struct shell *s, const struct undo_view *v);

/* The beginning of a table: its header and at most `rows` rows. */
struct str import_beginning(struct str csv, size_t rows);

#endif
