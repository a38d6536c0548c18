/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * payload.h - the store of sealed evidence files: a folder of age payloads, named by what they are.
 *
 *	FOLDER/ab/<64 hexadecimal digits>   a payload; the name is the SHA-256 of its bytes
 *	FOLDER/tmp/                         what is being stored, and what was cut short
 *
 * So `sha256sum` checks a store without any key, a courier can carry it, and the union of two stores is
 * a copy of files. The header that opens a payload is not here: whoever stores a payload gets it
 * back and keeps it (the vault does, vault/object.h); header and payload together are an age file.
 *
 * Promise: when payload_put or payload_take has returned 0, the bytes were written, synced, read back
 * from the disk and compared, and the name is durable. Anything else leaves no payload behind, at most
 * a file in tmp/ that payload_tidy takes away. A failed sync is never retried. Nothing here ever
 * changes a payload.
 *
 * Memory is constant: about ten MiB while storing, two threads; under one MiB for the rest.
 */
#ifndef VIGIL_EVIDENCE_PAYLOAD_H
#define VIGIL_EVIDENCE_PAYLOAD_H

#include "base/hash.h"
#include "ledger/age.h"

/* A payload that was stored. */
struct payload {
	struct hash name;  /* SHA-256 of the stored bytes */
	int64_t bytes;	   /* stored: nonce and chunks */
	struct hash plain; /* SHA-256 of the file that was given; never shown in the open */
	int64_t plain_bytes;
	struct str header; /* the age header that opens it */
};

/* What opens a payload. */
struct payload_key {
	struct str header;
	const struct age_identity *ids;
	size_t n;
};

/* Make FOLDER and its tmp/ when they are not there, readable by their owner only. */
int payload_store_make(const char *folder, struct err *e) MUST_USE;

/* ---- in -------------------------------------------------------------- */

/* Open a file that somebody named, for payload_put. ERR_INPUT: it is a symbolic link, a folder, a
 * device or a pipe, which is said; ERR_NOTFOUND; ERR_IO. */
int payload_source_open(const char *path, int *ret_fd, struct err *e) MUST_USE;

/* Up to `n` bytes into `p`; *ret_n is 0 at the end only. Called from another thread than the caller's. */
typedef int payload_read(void *ctx, void *p, size_t n, size_t *ret_n, struct err *e);
/* From the caller's thread, after about each MiB; `of` is -1 when not known. Negative: stop, with that. */
typedef int payload_progress(void *ctx, int64_t done, int64_t of, struct err *e);

struct payload_put {
	int fd; /* of a regular file; read from its beginning, its position is not used */
	payload_read *read; /* instead of fd, when not NULL */
	void *read_ctx;
	const uint8_t (*recipients)[KEY_LEN]; /* X25519; 1 to AGE_RECIPIENTS_MAX */
	size_t n_recipients;
	/* NULL, or a secret that stays the same: then the ingest of a large file that was cut (kill, power,
	 * full disk) goes on when the same file is given again, from the last multiple of
	 * `checkpoint` bytes (0: PAYLOAD_CHECKPOINT; whole MiB), at which the disk is made to
	 * catch up. The part that was written must be read back and the source read again, hashed
	 * and sealed, to be sure that they belong together: what is saved is the writing. */
	const struct key *resume;
	int64_t checkpoint;
	payload_progress *progress; /* may be NULL */
	void *progress_ctx;
};

enum { PAYLOAD_CHECKPOINT = 256 << 20 };

/* Seal and store. ret->header lives in `a`. ERR_CONFLICT: the file changed while it was read, and
 * nothing was stored. ERR_IO: the disk, or it gave back other bytes than were written. */
int payload_put(const char *folder, const struct payload_put *in, struct arena *a,
		struct payload *ret, struct err *e) MUST_USE;

/* Store bytes that are sealed already, as another site sent them. ERR_CORRUPT: they are not what
 * `name` says. Storing what is there already reads and checks what is there, and writes it anew
 * when it is damaged. */
int payload_take(const char *folder, const struct hash *name, payload_read *read, void *ctx,
		 struct err *e) MUST_USE;

/* ---- out ------------------------------------------------------------- */

/* The stored bytes' length. ERR_NOTFOUND. Reads nothing. */
int payload_there(const char *folder, const struct hash *name, int64_t *ret_bytes,
		  struct err *e) MUST_USE;
/* The stored bytes, for a courier: a descriptor to read from. */
int payload_open(const char *folder, const struct hash *name, int *ret_fd, struct err *e) MUST_USE;

/* Plain bytes, from any position. */
struct payload_reader;
int payload_reader_open(const char *folder, const struct hash *name, const struct payload_key *k,
			struct payload_reader **ret, struct err *e) MUST_USE;
void payload_reader_free(struct payload_reader *r); /* NULL is fine */
void payload_reader_freep(struct payload_reader **r);
#define AUTO_PAYLOAD_READER AUTO(payload_reader_freep) struct payload_reader
int64_t payload_reader_bytes(const struct payload_reader *r); /* plain, as the length says */
void payload_reader_seek(struct payload_reader *r, int64_t at);
/* The next bytes, at most AGE_CHUNK, each verified; empty at the end. Borrowed until the next call.
 * ERR_CORRUPT: damaged; nothing more can be read here. */
int payload_reader_next(struct payload_reader *r, struct str *ret, struct err *e) MUST_USE;

/* All of it into `fd`, which may be a pipe: after a failure, what was written is a beginning and no more,
 * and the caller must say so. `plain` (may be NULL): the hash it must have. */
int payload_get_fd(const char *folder, const struct hash *name, const struct payload_key *k,
		   const struct hash *plain, int fd, struct err *e) MUST_USE;
/* All of it into a new file `path` with mode 0600, which is there whole or not at all. ERR_CONFLICT: there
 * is such a file. */
int payload_get(const char *folder, const struct hash *name, const struct payload_key *k,
		const struct hash *plain, const char *path, struct err *e) MUST_USE;

/* ---- keeping --------------------------------------------------------- */

/* Take a payload away; durable. None there is no failure. */
int payload_remove(const char *folder, const struct hash *name, struct err *e) MUST_USE;
/* Take away what is in tmp/ and nobody is working on. What could still be continued goes only with
 * `all`. */
int payload_tidy(const char *folder, bool all, int *ret_n, struct err *e) MUST_USE;

enum payload_fault {
	PAYLOAD_DAMAGED,    /* its bytes are not those that its name says */
	PAYLOAD_UNREADABLE, /* the system does not give it */
	PAYLOAD_STRAY,	    /* no payload, or not where it belongs */
	PAYLOAD_LEFTOVER,   /* of something that was cut short */
	PAYLOAD_UNKNOWN,    /* nothing knows of it */
	PAYLOAD_SHUT,	    /* whole, but the header that is kept does not open it */
	PAYLOAD_OTHER	    /* opens, and is not the file that was recorded */
};

struct payload_finding {
	enum payload_fault fault;
	const char *place; /* below FOLDER. Not checked: escape it before it is shown */
	const char *why;
};
typedef int payload_found(void *ctx, const struct payload_finding *f, struct err *e);

/* What is known of a payload, for a scrub with keys. */
struct payload_known {
	bool known;
	bool open; /* key and plain are set; else it was erased or is not for us */
	struct payload_key key;
	struct hash plain;
};
typedef int payload_lookup(void *ctx, const struct hash *name, struct arena *a,
			   struct payload_known *ret, struct err *e);

struct payload_scrub {
	int part; /* 1 to of: only payloads of this share, by their names; what is not a payload
		   * always */
	int of;
	int64_t bytes_per_s;	    /* 0: as fast as it goes */
	payload_lookup *lookup;	    /* NULL: without keys */
	payload_found *found;	    /* what it returns, when negative, ends the scrub */
	payload_progress *progress; /* may be NULL; bytes done of bytes to do */
	void *ctx;		    /* for the three */
};
struct payload_sum {
	int64_t objects; /* read and hashed */
	int64_t bytes;
	int64_t opened;	  /* of these, decrypted and compared */
	int64_t findings; /* of all kinds */
};

/* Read payloads from the disk, not from memory, and compare. Missing ones are for the caller to find
 * (payload_there). Findings are no failure. In order of name. */
int payload_scrub(const char *folder, const struct payload_scrub *how, struct payload_sum *ret,
		  struct err *e) MUST_USE;

#endif
