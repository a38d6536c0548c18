/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * preserve.h - files that somebody else preserved, with hashes of their own: what it is, what it says,
 * and what is so.
 *
 * The file's own SHA-256 is taken first, over the bytes as they came; whoever imports it seals those.
 * Then every hash inside is made again, and every difference becomes a finding. Nothing is repaired,
 * nothing is written, nothing is fetched. Signatures and other proofs are told as being there and are
 * not judged. That all hashes fit says that nothing changed since they were made, by whoever made
 * them, and nothing else.
 *
 * Formats of strangers are read by vigil-worker; here are only its answers, hashing, and small texts
 * (manifests, CSV, JSON) read by our own strict readers.
 *
 * Findings: code, where, what was claimed, what was found. The codes are stable and listed in
 * docs/formats/preserve.md. All texts come from the files: escape them where they are shown.
 */
#ifndef VIGIL_INTAKE_PRESERVE_H
#define VIGIL_INTAKE_PRESERVE_H

#include "base/hash.h"
#include "base/json_foreign.h"
#include "evidence/worker.h"

enum preserve_kind {
	PRESERVE_UNKNOWN, /* nothing that is known here; findings may say why */
	PRESERVE_BAGIT,
	PRESERVE_WACZ,
	PRESERVE_WARC,
	PRESERVE_PROOFMODE,
	PRESERVE_ARCHIVER /* auto-archiver */
};
enum {
	PRESERVE_FINDINGS_MAX = 1000,
	PRESERVE_URLS_MAX = 2000,
	PRESERVE_LISTING_MAX = 16 << 20 /* bytes of the list that stands for a folder */
};
struct str preserve_kind_name(enum preserve_kind k); /* "bagit", "wacz" ...; "unknown" */

struct preserve_finding {
	struct str code;
	struct str where;
	struct str claimed; /* may be empty */
	struct str found;
};

struct preserve_member {
	struct str name;
	int64_t bytes;
	struct hash sha256; /* made here */
	struct str
		role; /* "payload", "media", "proof", "signature", "time proof", ...; may be empty */
};

struct preserve_url {
	struct str url;
	struct str date; /* as claimed; may be empty */
};

struct preserve_report {
	enum preserve_kind kind;
	bool is_folder;
	struct hash sha256; /* of the file; of a folder: of `listing` */
	int64_t bytes;
	struct str listing;  /* folder: "<sha256>  <path>\n" of each file, as sha256sum prints it */
	struct str tool;     /* what made it, as it says; may be empty */
	struct str created;  /* when, as it says, in its own spelling; may be empty */
	struct str title;    /* as it says */
	struct str confined; /* how the worker was confined; empty: it was not needed */
	const struct preserve_url *urls;
	size_t n_urls;
	int64_t urls_left_off;
	const struct preserve_member *members; /* by name */
	size_t n_members;
	const struct preserve_finding *findings; /* in the order made */
	size_t n_findings;
	int64_t findings_left_off;
	int64_t hashes_fit;	 /* claimed and made again, equal */
	int64_t hashes_differ;	 /* claimed and made again, not equal */
	int64_t hashes_unjudged; /* claimed, and not judged (see the findings) */
	int64_t signatures;	 /* there, not judged */
	int64_t time_proofs;	 /* OpenTimestamps and the like, there, not judged */
};
/* Every hash fits, and all that it says it holds is there and could be read. False also when there were more findings
 * than are kept. */
bool preserve_holds(const struct preserve_report *p);

struct preserve_options {
	struct worker worker;
	int64_t max_bytes; /* that may come out of an archive; 0: 16 GiB */
};

/*
 * A file or a folder that somebody named. An archive of small files is unpacked into a file without a
 * name in the folder where it lies, which goes away by itself; so that folder needs room and may be
 * written. ERR_NOTFOUND; ERR_INPUT: a link, a device, or an archive that cannot be read; ERR_TOOBIG: a
 * bomb; ERR_IO. The report lives in `a`.
 */
int preserve_read(const char *path, const struct preserve_options *o, struct arena *a,
		  struct preserve_report *ret, struct err *e) MUST_USE;
/* The same for a file that is open; `scratch` is a folder for what is unpacked, NULL: memory. */
int preserve_read_fd(int fd, const char *scratch, const struct preserve_options *o, struct arena *a,
		     struct preserve_report *ret, struct err *e) MUST_USE;

/* The whole report as an object: what a claim about the import holds. */
void preserve_put(struct json_out *o, const char *key, const struct preserve_report *r);

#endif
