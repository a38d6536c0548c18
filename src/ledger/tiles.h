/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tiles.h - a log as files for outsiders (C2SP tlog-tiles), byte for byte:
 *
 *	checkpoint                   the newest signed head
 *	tile/<L>/<N>[.p/<W>]         hashes (tree.h)
 *	tile/entries/<N>[.p/<W>]     entries, each after its length in two bytes, big-endian
 *
 * A log of `size` entries has the files that its checkpoint needs and no others. A partial tile stays
 * when a later export has a wider one, since a reader may hold the older checkpoint; it goes when the
 * tile is full. Where the files are is the caller's matter.
 */
#ifndef VIGIL_TILES_H
#define VIGIL_TILES_H

#include "ledger/checkpoint.h"
#include "ledger/tree.h"

enum {
	TILE_ENTRIES = -1, /* in place of a level: the bundle of entries */
	TILES_ENTRY_MAX = 65535,
	TILES_FILE_MAX = TILE_WIDTH * (2 + TILES_ENTRY_MAX)
};

struct tile_file {
	int level; /* or TILE_ENTRIES */
	int64_t n;
	int width; /* TILE_WIDTH: full */
};

/* "tile/0/x001/067.p/12", "tile/entries/000". */
void tiles_path(struct buf *b, const struct tile_file *f);
/* Read such a path, in the one spelling that tiles_path gives. */
bool tiles_path_parse(struct str s, struct tile_file *ret);

/* Every file that a log of `size` entries needs and one of `old` (0: none) did not have: bundle and
 * tile of level 0 in turn, then the levels above, each from left to right. */
typedef int tiles_each(void *ctx, const struct tile_file *f, struct err *e);
int tiles_needed(int64_t old, int64_t size, tiles_each *each, void *ctx, struct err *e) MUST_USE;
/* How many that are. */
int64_t tiles_count(int64_t old, int64_t size);
/* Does a log of `size` entries have this file, or had it when it was smaller, without the tile being full
 * since? What else lies in a folder of tiles does not belong there. */
bool tiles_may_be(const struct tile_file *f, int64_t size);

/* ---- bundles of entries ------------------------------------------------ */

void tiles_entry_add(struct buf *b, struct str entry); /* at most TILES_ENTRY_MAX bytes */
/* Exactly `width` entries and nothing after them. They borrow `bundle`. */
int tiles_entries_read(struct str bundle, int width, struct str ret[static TILE_WIDTH],
		       struct err *e) MUST_USE;

/* ---- reading ----------------------------------------------------------- */

/* Files of somebody, by their paths. */
struct tiles_source {
	void *ctx;
	/* All of a file of at most `max` bytes, in `a`. ERR_NOTFOUND: it is not there. */
	int (*get)(void *ctx, struct str path, size_t max, struct arena *a, struct str *ret,
		   struct err *e);
	int64_t size; /* of the checkpoint that says which files there are */
};
/* Their hashes, for proofs and roots (tree.h). A full tile is taken where a partial one is missing.
 * `s` is borrowed. */
struct tile_store tiles_store(struct tiles_source *s);
int tiles_entries(struct tiles_source *s, int64_t n, struct arena *a,
		  struct str ret[static TILE_WIDTH], int *ret_width, struct err *e) MUST_USE;

/*
 * Check a whole set against its checkpoint, whose signatures are the caller's matter: every entry hashes to
 * its leaf, every tile is what the tiles below make of it, and the root is the one signed. `each` (may be
 * NULL) gets every entry in order. ERR_CORRUPT names the first file that fails; ERR_NOTFOUND the first that
 * is missing. Memory does not grow with the log.
 */
typedef int tiles_entry(void *ctx, int64_t index, struct str entry, struct err *e);
int tiles_check(struct tiles_source *s, const struct checkpoint *c, tiles_entry *each, void *ctx,
		struct err *e) MUST_USE;

#endif
