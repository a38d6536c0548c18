/* SPDX-License-Identifier: Apache-2.0 */
/*
 * witness.h - asking a witness to cosign a head, and judging such a request (C2SP tlog-witness).
 *
 *	old <size>
 *	<base64 hash>, at most 63
 *	<empty line>
 *	<checkpoint, a signed note>
 *
 * The same bytes are the body of POST /add-checkpoint and a file NAME.addckpt that is carried by hand; the
 * answer is signature lines, or a size, over HTTP and as NAME.cosig.
 *
 * A witness says that a log had one history. It says nothing of what the log holds.
 */
#ifndef VIGIL_WITNESS_H
#define VIGIL_WITNESS_H

#include "ledger/consistency.h"

enum {
	WITNESS_REQUEST_MAX = NOTE_MAX + PROOF_HASHES_MAX * 45 + 32,
	WITNESS_ANSWER_MAX = 64 * 1024,
	WITNESS_FILE_LEN = 64 /* of a file's name before its ending: SHA-256 of the origin in hex */
};

struct witness_request {
	int64_t old; /* the size that the asker believes the witness has; 0: none, or not known */
	const struct hash *hashes; /* from `old` to the checkpoint */
	size_t n;
	struct str note;
};

void witness_request_write(struct buf *b, const struct witness_request *r);
/* The result borrows `s`. ERR_INPUT, ERR_TOOBIG: what a witness answers with 400. */
int witness_request_read(struct str s, struct arena *a, struct witness_request *ret,
			 struct err *e) MUST_USE;
/* The origin of the request's checkpoint, to look the log up before judging. */
int witness_request_origin(const struct witness_request *r, struct arena *a, struct str *ret,
			   struct err *e) MUST_USE;
/* How the file of a log's request is called without its ending: no origin stands in file names. */
void witness_file_name(struct str origin, char ret[static WITNESS_FILE_LEN + 1]);

/* ---- judging ----------------------------------------------------------- */

/* What a witness knows of one log. */
struct witness_log {
	const struct note_key *keys; /* that may sign its heads; all have the origin as name */
	size_t n_keys;
	int64_t size; /* of the newest head cosigned; 0: none yet */
	struct hash root;
};

/* As over HTTP, but for one case (see the verdict). */
enum witness_status {
	WITNESS_COSIGN = 200,
	WITNESS_MALFORMED = 400, /* not a request, or its old size is above the new one */
	WITNESS_UNSIGNED = 403, /* no key that we know of the log signed it, or one does not hold */
	WITNESS_UNKNOWN = 404,	/* a log we do not witness */
	WITNESS_STALE = 409,	/* the old size is not ours; the answer is ours */
	WITNESS_REFUSED = 422	/* the proof does not hold, or another root at the same size */
};

struct witness_verdict {
	enum witness_status status;
	/* What HTTP says: the status, but 409 where the size is the one we have and the root is not. */
	int http;
	struct checkpoint head; /* of what could be parsed */
	struct str text;	/* of the note: what is to be cosigned */
	struct str kept; /* the note with the lines of the log's keys alone; empty without one */
	/* FIT_FORK: both heads are signed and cannot both be, whatever the status. FIT_UNSHOWN with 422:
	 * the proof was spoilt, or the log forked. */
	enum consistency_fit fit;
};
/* Pure. `log` NULL: we do not witness it. The result borrows from the request and `a`. */
void witness_judge(const struct witness_request *r, const struct witness_log *log, struct arena *a,
		   struct witness_verdict *ret);
/* The sentence that goes with a status, for the body of the answer. */
const char *witness_status_text(enum witness_status s);

/* ---- the answer -------------------------------------------------------- */

/* What came back: signature lines, or the size the witness has (the body of 409). */
struct witness_answer {
	struct str lines; /* empty: a size */
	int64_t size;
};
int witness_answer_read(struct str s, struct witness_answer *ret, struct err *e) MUST_USE;
/*
 * Which lines of an answer are good cosignatures over `text` by one of `keys`: those lines, joined, as they
 * stood. *ret_key: the first key found, or n. Lines of other keys are left out. ERR_CORRUPT: a line of a
 * known key does not hold.
 */
int witness_answer_check(struct str lines, struct str text, const struct note_key *keys, size_t n,
			 struct arena *a, struct str *ret, size_t *ret_key, struct err *e) MUST_USE;

#endif
