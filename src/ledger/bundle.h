/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bundle.h - one or more records with everything a stranger needs to check them, as a bag (bag.h) that is
 * usually packed in a ZIP file (zip.h). docs/formats/bundle.md fixes it:
 *
 *	VERIFY.txt                     how to check it without Vigil: the same text in every bundle
 *	data/record.sdjwt              the claim with the parts that are shown
 *	data/entry                     what the log holds of it
 *	data/proof.tlog-proof          its place in the log, and the signed head
 *	data/records/002/...           the same three of a second record, and so on
 *	data/keys/001/...              the same three of each key claim that the records rest on
 *	data/time/checkpoint           text of the head that is stamped, with 001.tsr, 001.pem, 002.ots,
 *	                               and 003.renews beside a 003.tsr that is a renewal
 *	data/files/NAME                evidence whose hash a record discloses
 *	data/policy                    whom the sender suggests to trust; never read by who judges
 *
 * Trust never comes from a bundle: what its keys are worth is said by the verifier's policy, what its
 * time stamps are worth by the verifier's roots.
 */
#ifndef VIGIL_BUNDLE_H
#define VIGIL_BUNDLE_H

#include "ledger/bag.h"
#include "ledger/proof_text.h"
#include "ledger/tsp.h"
#include "ledger/ots.h"

enum {
	BUNDLE_RECORDS_MAX = 999,
	BUNDLE_KEYS_MAX = 99,
	BUNDLE_STAMPS_MAX = 99,	     /* in one folder */
	BUNDLE_TIMES_MAX = 16 << 20, /* bytes of all stamps and their certificates */
	BUNDLE_EVIDENCE_MAX = 10000, /* evidence values in all records */
	BUNDLE_CLAIMS_MAX =
		8 << 20, /* bytes of all claims and proofs: reading takes many times as much */
	BUNDLE_KEY_CLAIM_MAX = 64 * 1024, /* bytes of one key claim */
	BUNDLE_NAME_MAX = 100		  /* bytes of a name below data/files/ */
};

/* ---- writing ----------------------------------------------------------- */

struct bundle_stamp {
	struct str text; /* of the checkpoint, three lines: which head it stamps */
	bool ots;	 /* an OpenTimestamps proof; else RFC 3161, a response or a bare token */
	struct str token;
	struct str chain; /* PEM, may be empty; RFC 3161 only */
	/* 0: it is over the text. A renewal: over the text and so many RFC 3161 stamps of it, which stand
	 * before it in the list (tsp_renewal_write). */
	size_t renews;
};

/* A disclosed file. `read` is called until it gives 0, once. */
struct bundle_file {
	struct str name; /* letters, digits and . _ - only, and not a dot first */
	int64_t size;
	bag_read *read;
	void *ctx;
};

struct bundle {
	const struct proof_text *proofs; /* one a record, with its keys; at least one */
	size_t n;
	struct str policy; /* a suggestion; empty: none */
	const struct bundle_stamp *stamps;
	size_t n_stamps; /* those of other heads than the proofs' are left out */
	const struct bundle_file *files;
	size_t n_files;
	struct str audience; /* one line; empty: not said */
	struct str date;     /* YYYY-MM-DD */
};
/* The same input gives the same bytes. ERR_INPUT, ERR_TOOBIG: the format does not allow it. That what is
 * written would be accepted is not checked: judge it. */
int bundle_write(const struct bundle *b, const struct bag_out *out, struct arena *a,
		 struct err *e) MUST_USE;
/* The text of VERIFY.txt. */
struct str bundle_verify_txt(void);

/* ---- judging ----------------------------------------------------------- */

/* What the verifier brings. */
struct bundle_trust {
	const struct policy *policy;
	struct str tsa_roots;		   /* PEM; empty: no time stamp of an authority is judged */
	const struct ots_headers *headers; /* NULL: no OpenTimestamps proof is judged to the end */
};

struct bundle_record {
	struct str folder; /* "data", "data/records/002" */
	struct proof_verdict proof;
};

/* A file that a record speaks of, by the hash of its content. */
struct bundle_evidence {
	size_t record;	   /* index */
	struct str field;  /* name of the part at the top, such as "f1" */
	struct str sha256; /* 64 hexadecimal digits */
	int64_t bytes;
	struct str media_type;
	struct str path; /* of the file in the bundle; empty: it is not there */
};

enum bundle_time_state {
	BUNDLE_TIME_HOLDS,	/* proves that the head existed then, by what the verifier trusts */
	BUNDLE_TIME_NOT_JUDGED, /* nothing was brought to judge it by; `why` says what is missing */
	BUNDLE_TIME_NO_PROOF /* does not count; `why` says so: not trusted, ended, revoked, pending */
};
struct bundle_time {
	struct str path;
	struct str text; /* the checkpoint it is over */
	size_t renews;	 /* not 0: a renewal, over so many stamps of the folder as well */
	enum bundle_time_state state;
	struct str why;
	bool ots;
	struct tsp_info tsp;	    /* not ots; as far as it can be read */
	struct ots_verdict bitcoin; /* ots */
};

struct bundle_verdict {
	const struct bundle_record *records; /* at least one */
	size_t n;
	const struct bundle_evidence *evidence;
	size_t n_evidence;
	const struct bundle_time *times;
	size_t n_times;
	struct str audience; /* what the bundle says of itself: not proved; may be empty */
	struct str date;
	bool usual_verify_txt; /* VERIFY.txt is the text of this version */
};

/*
 * Everything that can be judged. Refused (with the first that does not hold): a bag that is not exactly
 * as bundle_write makes it, a file the format does not know, a record or key that does not hold by the policy
 * (proof_text_verify), keys that no record rests on, a time stamp that is of something else, a file in
 * data/files/ that no record discloses. Codes as in ledger.h. Reads every file at most twice; memory is
 * bounded by the ceilings above, about 600 MiB at the very worst.
 */
int bundle_verify(const struct bag_files *files, const struct bundle_trust *trust, struct arena *a,
		  struct bundle_verdict *ret, struct err *e) MUST_USE;
/* The origin a bundle says it is of, for the words when there is no policy; "unknown". */
struct str bundle_origin(const struct bag_files *files, struct arena *a);

#endif
