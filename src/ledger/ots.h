/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ots.h - OpenTimestamps proofs: from the hash of a file through operations to the Merkle root of a
 * Bitcoin block.
 *
 * A proof is a tree: each node has a message; operations lead from it to further nodes; attestations
 * say where its message is committed to. States, from little to much:
 *
 *	OTS_NOTHING   no attestation that we understand
 *	OTS_PENDING   a calendar promised to put it into a block. This is no proof and is never shown as one
 *	OTS_COMPLETE  ends in a Bitcoin block by number; its header is needed to judge
 *	OTS_VERIFIED  the header given has that Merkle root
 *
 * Verified means: the data existed when that block was made (its time is good to about two hours). That
 * the header is in the Bitcoin chain is the word of whoever supplied it; a header with less than the
 * least work of the chain is refused, which is a check against mistakes, not against a rich forger.
 *
 * No address in a proof is contacted from here. SHA-1 in a path is read and kept, but what stands behind it
 * proves nothing: two messages with different beginnings and one SHA-1 can be made for money. RIPEMD-160,
 * which early calendars used, has no such attack beyond the 2^80 of any hash of its length, and counts. A
 * proof that knows its file by either is refused: the well-known example fits two files.
 */
#ifndef VIGIL_LEDGER_OTS_H
#define VIGIL_LEDGER_OTS_H

#include "base/buf.h"
#include "base/hash.h"

/* Ceilings. Real proofs have a few thousand bytes. */
enum {
	OTS_MAX = 64 * 1024, /* bytes of a proof */
	OTS_NODES_MAX = 4096,
	OTS_DEPTH_MAX = 256,	/* operations from the file hash to an attestation */
	OTS_MESSAGE_MAX = 4096, /* bytes of a message or argument */
	OTS_PAYLOAD_MAX = 8192, /* bytes of an attestation */
	OTS_URI_MAX = 1000,
	OTS_NONCE_LEN = 16,
	OTS_HEADER_LEN = 80,
	OTS_HEADERS_MAX = 100000,
	OTS_TAG_LEN = 8
};

enum ots_kind { OTS_KIND_BITCOIN, OTS_KIND_LITECOIN, OTS_KIND_CALENDAR, OTS_KIND_UNKNOWN };

struct ots_node;

struct ots_attestation {
	enum ots_kind kind;
	uint8_t tag[OTS_TAG_LEN];
	struct str payload; /* as it stands, for kinds we do not know */
	int64_t height;	    /* of a block; -1 otherwise */
	struct str uri;	    /* of a calendar, printable ASCII; "" otherwise */
	struct ots_attestation *next;
};

struct ots_op {
	uint8_t tag;
	struct str arg; /* of append and prepend */
	struct ots_node *to;
	struct ots_op *next;
};

struct ots_node {
	struct str msg;
	struct ots_attestation *attestations; /* in the order read */
	struct ots_op *ops;
};

struct ots_proof {
	struct hash file; /* SHA-256 of what is proved */
	struct ots_node *root;
	size_t nodes;
};

/* A whole proof file. ERR_INPUT: not one, or a version or operation that is not known; ERR_TOOBIG;
 * ERR_DENIED: it proves a file by another hash than SHA-256. */
int ots_read(struct str bytes, struct arena *a, struct ots_proof *ret, struct err *e) MUST_USE;
/* The proof file: attestations before operations, otherwise in the order read or merged. Reading it again
 * gives the same proof. */
void ots_write(struct buf *b, const struct ots_proof *p);
/* Add everything of `from` that `into` does not have. ERR_CONFLICT: they are of different files. */
int ots_merge(struct ots_proof *into, const struct ots_proof *from, struct arena *a,
	      struct err *e) MUST_USE;

/* ---- attestations ------------------------------------------------------ */

/* One attestation and what it attests. `weak`: SHA-1 stands in the path. */
struct ots_end {
	const struct ots_attestation *attestation;
	struct str msg;
	bool weak;
};
/* All of them, in the order of the file. */
void ots_ends(const struct ots_proof *p, struct arena *a, struct ots_end **ret, size_t *ret_n);

/* ---- judging ----------------------------------------------------------- */

struct ots_header {
	int64_t height; /* -1: not told; taken for any height */
	uint8_t b[OTS_HEADER_LEN];
};
struct ots_headers {
	struct ots_header *list;
	size_t n;
};
/*
 * Block headers as the verifier has them: lines `height <160 hex digits>`, empty lines and lines that
 * begin with # are passed over; or the raw bytes of headers one after another, without heights. A header without
 * the least work of the Bitcoin chain (difficulty 1), or whose hash does not meet its own target: ERR_CORRUPT.
 */
int ots_headers_read(struct str s, struct arena *a, struct ots_headers *ret,
		     struct err *e) MUST_USE;
/* Hash of a header at most the target it states, and that target at most `limit_bits` (in the short form
 * of a header; OTS_BITCOIN_LIMIT). */
#define OTS_BITCOIN_LIMIT 0x1d00ffffU
bool ots_header_works(const struct ots_header *h, uint32_t limit_bits);

enum ots_state { OTS_NOTHING, OTS_PENDING, OTS_COMPLETE, OTS_VERIFIED };
struct str ots_state_name(enum ots_state s); /* "nothing", "pending", "complete", "verified" */

struct ots_verdict {
	enum ots_state state;
	int64_t height;	 /* complete and verified: of the lowest block; else -1 */
	int64_t time_ms; /* verified: what the header says; else 0 */
	struct hash
		block; /* verified: the block's hash, in the order of the header (shown reversed) */
	struct str calendar; /* of the first calendar that promised; "": none */
	bool weak;	     /* something was passed over because SHA-1 stands before it */
};
/*
 * Judge a proof of data with this SHA-256. Without headers (NULL) at most OTS_COMPLETE. ERR_CORRUPT: it is of
 * other data; or headers for its blocks were given and none has its Merkle root. Never contacts anybody.
 */
int ots_verify(const struct ots_proof *p, const struct hash *data,
	       const struct ots_headers *headers, struct arena *a, struct ots_verdict *ret,
	       struct err *e) MUST_USE;

/* ---- calendars --------------------------------------------------------- */

/* What a calendar is given: SHA-256 of the file's hash and 16 random bytes, from which it learns nothing. */
void ots_blind(const struct hash *file, const uint8_t nonce[static OTS_NONCE_LEN],
	       struct hash *ret);
/* The proof from what a calendar answered to that. */
int ots_from_calendar(const struct hash *file, const uint8_t nonce[static OTS_NONCE_LEN],
		      struct str answer, struct arena *a, struct ots_proof *ret,
		      struct err *e) MUST_USE;
/* Add what a calendar answered about `msg`, the message of a pending attestation. ERR_NOTFOUND: no
 * calendar attests that message here. */
int ots_upgrade(struct ots_proof *p, struct str msg, struct str answer, struct arena *a,
		struct err *e) MUST_USE;

#endif
