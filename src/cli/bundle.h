/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bundle.h - which entries a bundle takes, and which of their parts it shows. A bundle leaves for good, so
 * the rule is the careful one of redact/disclose.h, and whatever is added is named:
 *
 *	shown by itself          what may stand in a published report
 *	--disclose NAMES         besides: parts (f1, recorder), fields of these properties (age), or all
 *	--disclose-sealed NAMES  besides: sealed fields, and what a report never shows of a source
 *
 *	--with-evidence V-00001  besides: the field that states the file, and the original in clear. What the
 *	                         file says of itself leaves with it, so this too is for officers; its name
 *	                         and what was read from it stay sealed
 *
 * A sealed field is never shown by the first two, "all" included.
 */
#ifndef VIGIL_CLI_BUNDLE_H
#define VIGIL_CLI_BUNDLE_H

#include "cli/app.h"
#include "intake/evidence.h"
#include "ledger/bundle.h"
#include "redact/disclose.h"

enum { BUNDLE_FIELDS_MAX = 256, BUNDLE_FILES_MAX = 100 };

/* An entry to be taken. */
struct bundle_entry {
	int64_t seq;
	bool all;		       /* every field, as far as it may be shown */
	bool field[BUNDLE_FIELDS_MAX]; /* else these */
	bool with[BUNDLE_FIELDS_MAX];  /* states a file that goes along */
	bool of_subject;	       /* taken with all that is said of a subject */
	struct vault_entry entry;
	struct disclosed shown;
	size_t n_fields_shown;
};

struct bundle_wish {
	struct str name;
	bool sealed;  /* it was asked for by --disclose-sealed */
	bool met;     /* something was shown for it */
	bool refused; /* it would have shown something sealed */
};

struct bundle_choice {
	struct bundle_entry *entries;
	size_t n;
	size_t left_out; /* entries of subjects of which nothing may be shown */
	struct bundle_wish *wishes;
	size_t n_wishes;
	struct evidence *with; /* whose originals go along, each once */
	size_t n_with;
	struct str sealed_shown; /* "81.f2 (medical), ...": to be said loudly; empty: nothing */
};

/* From the words of the command line: entries (48), claims (48.2), subjects (P-12, person:x). ERR_INPUT
 * names what is not there or not to be shown. ERR_DENIED: sealed parts, and no officer. */
int bundle_choose(struct app *app, struct bundle_choice *ret, struct err *e) MUST_USE;

/* ---- files in clear ---- */

struct bundle_open_file {
	int fd;				/* -1: none */
	struct payload_reader *payload; /* or */
	struct str rest;		/* what the payload gave and nobody took yet */
};
struct bundle_files {
	struct bundle_open_file open[BUNDLE_FILES_MAX];
	struct bundle_file list[BUNDLE_FILES_MAX];
	size_t n;
};
#define AUTO_BUNDLE_FILES AUTO(bundle_files_close) struct bundle_files
void bundle_files_close(struct bundle_files *f);
/* Those of --file, then the originals of c->with. They are read once, when the bundle is written. */
int bundle_files_open(struct app *app, const struct bundle_choice *c, struct bundle_files *ret,
		      struct err *e) MUST_USE;
/* Custody `transferred` to the audience, for each original. */
int bundle_files_note(struct app *app, const struct bundle_choice *c, struct str audience,
		      struct err *e) MUST_USE;

#endif
