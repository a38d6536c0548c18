/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pack.h - a run of entries of one log as bytes, and the sealing of whatever goes to a remote
 * (docs/formats/sync.md).
 *
 * A pack ends where its log signed a head, so that it can be checked by itself once what stands before
 * it is known. Numbers are big-endian. There is one spelling; the reader takes nothing else.
 */
#ifndef VIGIL_SYNC_PACK_H
#define VIGIL_SYNC_PACK_H

#include "base/buf.h"
#include "base/crypto.h"
#include "vault/log.h"
#include "vault/number.h"

enum {
	PACK_ROWS_GOAL = 4096,
	PACK_ROWS_MAX = 65536, /* when one transaction of a log was that large */
	PACK_BYTES_MAX = 256 << 20
};

struct pack {
	struct str origin;
	int64_t first; /* index of rows[0] */
	const struct log_row *rows;
	size_t n;
	struct str note; /* signed head of size first + n */
};

/* Rows are added one by one, since a log is read that way. */
void pack_begin(struct buf *b, struct str origin, int64_t first);
void pack_row(struct buf *b, const struct log_row *row);
void pack_end(struct buf *b, struct str note);
/* The result borrows `s`. ERR_INPUT says at which byte. Indexes are first, first + 1, ... */
int pack_read(struct str s, struct arena *a, struct pack *ret, struct err *e) MUST_USE;

/* Sealed under a fresh key for each file, bound to its name, so that a remote cannot give one file for
 * another. Padded to a multiple of 4096 bytes. `k` is the vault_sync_secret of `keys`. */
void sync_seal(struct buf *b, const struct key *k, const struct vault_sync_keys *keys,
	       struct str name, struct str plain);
/* False: no file that was sealed has so many bytes. What a stick cut short, at a block of its own, never has. */
bool sync_size_fits(int64_t bytes);
/* The keys that a file says it is sealed under. ERR_INPUT: no file of ours. */
int sync_sealed_under(struct str name, struct str sealed, struct vault_sync_keys *ret,
		      struct err *e) MUST_USE;
/* ERR_INPUT: no such file of ours; ERR_CORRUPT: it does not open under this key and name. */
int sync_open(const struct key *k, struct str name, struct str sealed, struct arena *a,
	      struct str *ret, struct err *e) MUST_USE;

#endif
