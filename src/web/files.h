/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * files.h - evidence that a form brings, from the moment it arrives until it is sealed.
 *
 * A file that was sent stays, in its spool (http/spool.h) and with the session, while the form comes
 * back with what is wrong and while the preview is read; the form names it by an id. What is never
 * sealed ends with the session. Only sealing makes it evidence (intake/evidence.h).
 */
#ifndef VIGIL_WEB_FILES_H
#define VIGIL_WEB_FILES_H

#include "http/spool.h"
#include "intake/evidence.h"
#include "web/form.h"

enum {
	FILES_MAX = 24, /* kept of one session; the oldest gives way */
	FILE_ID_LEN = 16,
	FILE_NAME_KEPT = 255
};

struct kept_file {
	struct spool *spool; /* NULL: free */
	int64_t order;
	char id[FILE_ID_LEN + 1];
	char name[FILE_NAME_KEPT + 1];
};
struct kept_files {
	struct kept_file v[FILES_MAX];
	int64_t last;
};
void kept_files_drop(struct kept_files *k);

/* ---- in a form --------------------------------------------------------- */

struct file_line {
	struct str id, name;
	int64_t bytes;
};
struct form_files { /* plain values */
	struct file_line v[FILES_MAX];
	size_t n;
	struct str refused; /* a file that was not taken, and why; "" none */
	int64_t max_bytes;  /* of all files sent at once */
	bool one_table;	    /* asked for: a single file that is read and not kept as evidence */
};
/* What is kept of this form and what it brings (fields kept, unkeep, file field "ev"). */
int form_files_parse(struct page_request *p, struct form_files *ret, struct err *e) MUST_USE;
/* All that the session keeps. */
void form_files_all(struct page_request *p, struct form_files *ret);
/* The field "ev", id "evidence", and what is kept. */
void form_files_render(const struct form *f, const struct form_files *files);
/* In a preview: what will be sealed, and hidden fields. */
void form_files_list(const struct form *f, const struct form_files *files);
/* Did the reader press "Leave it out"? Then the form is shown again. */
bool form_files_changed(const struct page_request *p);
/* Fields of the form that form_keep must leave to this. */
extern const struct str FILES_FIELDS[2];

/* Seal each, in order, with what `how` says beside the bytes; what is sealed is no longer kept.
 * *ret_done counts them, also after a failure; *ret_first is the first (may be NULL). */
int form_files_seal(struct page_request *p, const struct form_files *files,
		    const struct evidence_add *how, size_t *ret_done, struct entity *ret_first,
		    struct err *e) MUST_USE;

/* Give a file out of what is kept; the caller frees the spool. NULL: it is not kept here. */
struct spool *form_files_take(struct page_request *p, struct str id);

/* "2.3 MB" */
struct str word_size(struct arena *a, enum lang lang, int64_t bytes);

#endif
