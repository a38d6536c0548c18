/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * evidence.h - files in the register: sealed, looked into, spoken of, handed out, checked.
 *
 * A file is a subject of kind `evidence` (V-00001). Its payload lies in the folder of the vault
 * (vault_objects_folder), sealed for the key of the register; the header that opens it is sealed in the
 * vault under the subject's group. What is known of it are statements like any other:
 *
 *	file			the original: SHA-256, length, kind, name of the payload; never changed
 *	working_copy		made from it (qualifiers tool, parameters): a payload of its own
 *	original_name, metadata	sealed: names and positions can show who a source is
 *	media_type, dimensions, duration, captured
 *				what may be said of it; `captured` is a claim of the device
 *	covered			may show injury: pages show words first
 *	custody			what was done with it, when, by whom
 *	preservation_finding	where the hashes of others, inside it, do not hold
 *	evidence		of another subject: this file speaks of it (qualifier supports: a claim)
 *
 * Durable before it is acknowledged: the payload is written, synced and read back, then the
 * vault's transaction names it. A cut between the two leaves a payload that nothing knows, which
 * evidence_scrub finds.
 *
 * A struct reg belongs to one thread at a time. The caller has none of its transactions open.
 */
#ifndef VIGIL_INTAKE_EVIDENCE_H
#define VIGIL_INTAKE_EVIDENCE_H

#include "evidence/payload.h"
#include "evidence/worker.h"
#include "register/query.h"

/* ---- in ---------------------------------------------------------------- */

enum {
	EVIDENCE_COPIES_MAX = 8,
	/* Of a file that comes as a stream, which is opened again in memory to be looked into; a longer
	 * one is sealed and not examined. */
	EVIDENCE_LOOK_MAX = 256 << 20
};

struct evidence_add {
	int fd;		    /* of a regular file (payload_source_open); or */
	payload_read *read; /* when not NULL: bytes as they come */
	void *read_ctx;
	struct str name;	     /* as it was called, without folders; sealed; may be empty */
	struct entity source;	     /* from whom it came; required */
	int64_t claim;		     /* number of a field it supports; 0: none */
	struct entity about;	     /* without a claim: the subject it speaks of; id 0: none */
	struct str title;	     /* may be empty */
	struct str captured;	     /* EDTF, as whoever gave it says; may be empty */
	bool uncovered;		     /* not covered, whatever it is; */
	struct str reason;	     /* then required */
	const struct worker *worker; /* NULL: not looked into */
	bool resume;		    /* fd only: go on where a cut ingest of the same file stopped */
	payload_progress *progress; /* may be NULL */
	void *progress_ctx;
};

struct evidence_added {
	struct entity entity;
	bool again;    /* it was here: this time is one more `received`, and no payload was added */
	bool examined; /* again: it had not been examined, and was now */
	struct hash sha256;
	int64_t bytes;
	struct str media_type; /* application/octet-stream when it was not looked into */
	bool covered;
	struct str not_examined; /* why; empty: it was examined */
	size_t copies;		 /* working copies made */
	int64_t file_field;	 /* number of the claim that states it; `again`: of the first */
};

/* Several transactions are never needed: what this says stands or falls together. ERR_INPUT: an empty
 * file, or what is said of it is wrong; ERR_CONFLICT: the file changed while it was read. */
int evidence_add(struct reg *r, const struct evidence_add *in, struct arena *a,
		 struct evidence_added *ret, struct err *e) MUST_USE;
/* Look into a file that was sealed without being looked into, or that could not be read then. ERR_CONFLICT: it was
 * examined; ERR_INPUT: it still cannot be, and nothing was written; ERR_NOTFOUND: it is not here, or shut; ERR_TOOBIG:
 * longer than EVIDENCE_LOOK_MAX (adding the same file again looks into that). */
int evidence_examine(struct reg *r, const struct entity *evidence, const struct worker *w,
		     struct arena *a, struct evidence_added *ret, struct err *e) MUST_USE;
/* That evidence speaks of a subject, and supports a claim (field number, or 0), according to `source`.
 * Said before by the same source: no failure, nothing written. */
int evidence_link(struct reg *r, const struct entity *evidence, const struct entity *about,
		  int64_t claim, const struct entity *source, struct err *e) MUST_USE;

struct preserve_report;
/* What was found in a file that somebody else preserved (intake/preserve.h), as statements about the
 * sealed file: first a summary (code "summary"), then the findings, EVIDENCE_FINDINGS_MAX at most. */
enum { EVIDENCE_FINDINGS_MAX = 200 };
int evidence_preserved(struct reg *r, const struct entity *evidence,
		       const struct preserve_report *found, struct err *e) MUST_USE;

/* ---- what there is ------------------------------------------------------- */

enum evidence_state {
	EVIDENCE_HERE,	  /* the payload is in the folder and a header opens it */
	EVIDENCE_MISSING, /* known, and its payload is not in the folder (not fetched, or lost) */
	EVIDENCE_SHUT,	  /* no header here: erased, or not given to this site */
	EVIDENCE_ERASED	  /* the statement itself cannot be read */
};
struct str evidence_state_name(enum evidence_state s); /* "here", "missing", "shut", "erased" */

struct evidence_file {
	int64_t field;	   /* claim that states it */
	struct str sha256; /* of the plain bytes, hexadecimal */
	int64_t bytes;
	struct str media_type;
	struct str object;	     /* name of the payload, hexadecimal */
	struct str tool, parameters; /* working copies: what made it, and how ("side=480") */
	enum evidence_state state;
};

struct evidence_act {
	int64_t field;
	int64_t seq;
	int64_t recorded_ms;
	struct str code; /* terms of set custody */
	struct str when; /* EDTF; empty: when it was recorded */
	struct str by, from, to, tool, parameters, place, note; /* each may be empty */
	struct str recorder; /* name of the member who recorded it; may be empty */
	int64_t retracted;
};

struct evidence_finding {
	int64_t field;
	struct str code, where, claimed, found; /* from the file: escape them */
};

struct evidence_support {
	struct entity subject;
	struct str label, number;
	int64_t field;	  /* this link's claim */
	int64_t supports; /* the claim it supports; 0: the subject as a whole */
};

/* One line of a list. */
struct evidence_row {
	struct entity entity;
	struct str number; /* V-00001 */
	struct str title;  /* may be empty */
	struct str media_type;
	int64_t bytes;
	struct str sha256;
	bool covered;
	int64_t added_ms;
	size_t copies;
	enum evidence_state state; /* of the original */
	struct entity source;
	struct str source_label;
};

struct evidence {
	struct evidence_row row;
	struct evidence_file file;
	bool has_file; /* false: erased, or its statement is not here */
	struct evidence_file copies[EVIDENCE_COPIES_MAX];
	size_t n_copies;
	struct str description, dimensions, duration, captured;
	struct str cover_reason;
	struct str not_examined;	    /* why nothing was read from it; empty: it was */
	int64_t not_examined_field;	    /* the claim that says so */
	const struct evidence_act *custody; /* in the order of the set */
	size_t n_custody;
	const struct evidence_finding *findings;
	size_t n_findings;
	const struct evidence_support *supports;
	size_t n_supports;
	/* For members of the compartment only; empty to others. Never to a page that others see. */
	struct str original_name;
	struct str metadata; /* JSON: [{"group","name","value"},...] */
	int64_t withheld;    /* sealed statements that are not ours to read */
};

/* By number of entity (struct entity.id). ERR_NOTFOUND: no evidence. */
int evidence_load(struct reg *r, int64_t entity, struct arena *a, struct evidence *ret,
		  struct err *e) MUST_USE;
/* All, in the order of their numbers. */
int evidence_list(struct reg *r, int64_t offset, int64_t limit, struct arena *a,
		  struct evidence_row **ret, size_t *ret_n, int64_t *ret_total,
		  struct err *e) MUST_USE;
/* What speaks of a subject. With `claim` (a field number) only what supports that. */
int evidence_of(struct reg *r, int64_t subject, int64_t claim, struct arena *a,
		struct evidence_row **ret, size_t *ret_n, struct err *e) MUST_USE;

/* ---- out ----------------------------------------------------------------- */

/* The plain bytes, checked as they come, from any position. Says nothing about who saw it: the caller
 * records that (evidence_custody). ERR_NOTFOUND: not here, or shut, which the message says. The reader
 * must be freed before the register is closed. */
int evidence_open(struct reg *r, const struct evidence_file *f, struct payload_reader **ret,
		  struct err *e) MUST_USE;
/* All of it into `fd`, or into a new file `path`, which is there whole or not at all. */
int evidence_get_fd(struct reg *r, const struct evidence_file *f, int fd, struct err *e) MUST_USE;
int evidence_get(struct reg *r, const struct evidence_file *f, const char *path,
		 struct err *e) MUST_USE;

/* ---- custody --------------------------------------------------------------- */

struct evidence_note {
	struct str code; /* collected, received, copied, derived, viewed, transferred, verified */
	struct str when; /* EDTF; may be empty */
	struct str by, from, to, tool, parameters, note; /* each may be empty */
};
/* ERR_INPUT: no such code, or a date that cannot be read. */
int evidence_custody(struct reg *r, const struct entity *evidence, const struct evidence_note *n,
		     struct err *e) MUST_USE;

/* ---- keeping ----------------------------------------------------------------- */

struct evidence_scrub {
	int part, of; /* 1, 1: all */
	bool keys;    /* open each and compare with the record */
	bool record;  /* a custody `verified` for each evidence found whole, at most one a day */
	payload_found *found;
	payload_progress *progress; /* may be NULL */
	void *ctx;
};
struct evidence_sum {
	struct payload_sum store;
	int64_t missing;  /* known objects whose payload is not in the folder */
	int64_t shut;	  /* known objects without a header */
	int64_t recorded; /* custody statements written */
};
/* Findings are no failure; missing payloads come to `found` as PAYLOAD_UNREADABLE, why "is not there". */
int evidence_scrub(struct reg *r, const struct evidence_scrub *how, struct arena *a,
		   struct evidence_sum *ret, struct err *e) MUST_USE;

#endif
