/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_verify.h - what the page Verify shows. */
#ifndef VIGIL_WEB_PAGE_VERIFY_H
#define VIGIL_WEB_PAGE_VERIFY_H

#include "ledger/bundle.h"
#include "web/page.h"

enum { VERIFY_BODY_MAX = 64 << 20 }; /* larger ones are for the command */

enum verify_answer {
	VERIFY_NOT_ASKED,
	VERIFY_ACCEPTED,
	VERIFY_NO_MATCH,    /* it differs from what was sealed, or is no proof */
	VERIFY_NOT_IN_LOG,  /* no record that was named has this file */
	VERIFY_CANNOT_TELL, /* the policy does not know the log, or witnesses are missing */
	VERIFY_NOTHING	    /* nothing was checked: something is missing */
};

struct verify_field {
	struct str path;  /* "source/role" */
	struct str value; /* JSON as sealed */
};

/* Whether the head is one this register's log had: only judged for its own log, while it is open. */
enum verify_added { VERIFY_ADDED_UNKNOWN, VERIFY_ADDED_YES };

struct verify_record {
	struct proof_verdict proof;
	struct verify_field *fields;
	size_t n;
	struct str fingerprint; /* SHA-256 of the signed claim, hexadecimal */
	enum verify_added added;
	int64_t log_size; /* of our log now, when added is judged */
};

/* The file that was given to be compared. */
struct verify_file {
	bool given;
	struct str sha256; /* hexadecimal */
	int64_t bytes;
	struct str named_by; /* "7, f1": where it is named; "" nowhere */
	struct str others;   /* SHA-256 of what the record does name, when it is another */
};

struct verify_view {
	enum verify_answer answer;
	struct str why;		       /* of every answer but accepted */
	bool why_ours;		       /* in the language of the page; else in English */
	bool own_policy;	       /* judged by this vault's own key only */
	struct str policy, proof;      /* as given, or the default */
	struct str number;	       /* of a record or entry, as given */
	bool bundle;		       /* what was given is one */
	struct verify_record *records; /* when accepted */
	size_t n;
	const struct bundle_evidence *evidence; /* of a bundle */
	size_t n_evidence;
	const struct bundle_time *times;
	size_t n_times;
	struct verify_file file;
	struct page_form form;
};
void verify_render(struct html *h, const struct shell *s, const struct verify_view *v);

#endif
