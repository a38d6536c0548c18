/* SPDX-License-Identifier: GPL-3.0-or-later */
/* payload_priv.h - what the files of payload.h share. */
#ifndef VIGIL_EVIDENCE_PAYLOAD_PRIV_H
#define VIGIL_EVIDENCE_PAYLOAD_PRIV_H

#include "evidence/payload.h"

enum {
	PATH_BYTES = 4096,
	PIECE = 1 << 20, /* of plain bytes, between the threads */
	PIECE_CHUNKS = PIECE / AGE_CHUNK,
	SEALED_PIECE = PIECE_CHUNKS * AGE_SEALED,
	LANDING_ID_LEN = 32 /* hexadecimal digits */
};

/* ---- paths (payload.c) ----------------------------------------------- */

struct payload_path {
	char z[PATH_BYTES];
};
int payload_path_of(const char *folder, const struct hash *name, struct payload_path *ret,
		    struct err *e) MUST_USE;
/* FOLDER/tmp/ID and `end`; FOLDER/tmp when both are empty. */
int payload_path_tmp(const char *folder, const char *id, const char *end, struct payload_path *ret,
		     struct err *e) MUST_USE;
/* A regular file that is no link. ERR_NOTFOUND, ERR_INPUT, ERR_IO. */
int payload_open_regular(const char *path, int *ret_fd, int64_t *ret_bytes, struct err *e) MUST_USE;
/* All `n` bytes at `at`; ERR_CORRUPT when the file is shorter. */
int payload_read_at(int fd, void *p, size_t n, int64_t at, struct err *e) MUST_USE;
/* SHA-256 of the first `bytes` bytes. */
int payload_hash_of(int fd, int64_t bytes, struct hash *ret, struct err *e) MUST_USE;
/* Leaves errno as the failed write set it. */
int payload_write_all(int fd, const void *p, size_t n, struct err *e) MUST_USE;
int payload_sync_folder(const char *folder, struct err *e) MUST_USE;

int payload_key_open(const struct payload_key *k, struct age_file_key *ret,
		     struct err *e) MUST_USE; /* payload_get.c */

/* ---- landing: a file in tmp/ on its way to its name (payload_land.c) --- */

struct landing {
	const char *folder;
	struct payload_path part;
	int fd;
	bool keep;    /* when it does not land: leave it for another attempt */
	bool broken;  /* the disk failed, not only for want of room */
	int64_t sent; /* bytes for which writing to the disk was begun */
};
/* A new or unfinished file, locked for us. ERR_BUSY: somebody else is at it. `id` NULL: a new one. */
int landing_open(struct landing *l, const char *folder, const char *id, struct err *e) MUST_USE;
int landing_write(struct landing *l, const void *p, size_t n, struct err *e) MUST_USE;
/* Sync, read back, compare with `name`, and give it its name. */
int landing_finish(struct landing *l, const struct hash *name, struct err *e) MUST_USE;
void landing_done(struct landing *l); /* AUTO_LANDING: removes it unless it landed or is kept */
#define AUTO_LANDING AUTO(landing_done) struct landing

/* Is nobody at work on this file of tmp/? Nobody begins while *ret_fd is open (-1: there is nothing to
 * hold). */
bool landing_is_free(const char *folder, const char *name, int *ret_fd);

/* ---- the thread that reads and hashes (payload_ring.c) ---------------- */

struct ring;
struct ring *ring_start(payload_read *read, void *ctx);
/* The next piece: PIECE bytes unless last. Blocks. Borrowed until ring_next or ring_stop. False: reading
 * failed, and ring_stop says why. */
bool ring_next(struct ring *r, struct str *ret, bool *ret_last);
/* Ends the thread. 0 and the hash of all that was read, or why reading failed. NULL is fine. */
int ring_stop(struct ring *r, struct hash *ret, struct err *e);

/* ---- what it takes to go on (payload_state.c) ------------------------- */

struct put_state {
	char id[LANDING_ID_LEN + 1];
	struct key key; /* seals the state */
	int64_t every;	/* pieces between two syncs */
	bool on;	/* this ingest can be continued */
	struct age_file_key file_key;
	uint8_t nonce[AGE_NONCE_LEN];
	struct str header;
	int64_t pieces; /* whole pieces that are known to be on the disk */
};
void put_state_wipe(struct put_state *s);
#define AUTO_PUT_STATE AUTO(put_state_wipe) struct put_state

/* Sets id, key and `on`: two ingests of the same bytes for the same recipients have one id. */
int put_state_name(struct put_state *s, const struct payload_put *in, int64_t bytes,
		   int64_t mtime_ns, struct err *e) MUST_USE;
/* Reads what an earlier ingest left. False: nothing that can be used. */
bool put_state_read(struct put_state *s, const char *folder, struct arena *a);
int put_state_write(const struct put_state *s, const char *folder, struct err *e) MUST_USE;
void put_state_remove(const struct put_state *s, const char *folder);

#endif
