/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tree.h - the Merkle tree of a log (RFC 6962 section 2.1), kept in tiles (C2SP tlog-tiles).
 *
 * leaf = SHA-256(0x00 || entry), node = SHA-256(0x01 || left || right), empty tree = SHA-256("").
 * Tile n of level L holds up to 256 hashes: hash i of it is the root of the perfect subtree over
 * the 256^L leaves that start at leaf (256 n + i) 256^L. Only whole subtrees have a hash, so a tile
 * only ever grows at its end and a hash once written never changes.
 *
 * Storage is the caller's: this file asks for tiles and hands tiles back.
 */
#ifndef VIGIL_TREE_H
#define VIGIL_TREE_H

#include "base/buf.h"
#include "base/hash.h"
#include "ledger/ledger.h"

enum {
	TILE_WIDTH = 256,
	TILE_BYTES = TILE_WIDTH * HASH_LEN,
	TREE_LEVELS = 8 /* 256^8 > 2^63 */
};

struct tile_store {
	void *ctx;
	/* Fill `ret` with the hashes the tile has, *ret_width of them (1 to 256). ERR_NOTFOUND when
	 * there is no such tile. */
	int (*read)(void *ctx, int level, int64_t n, uint8_t ret[static TILE_BYTES], int *ret_width,
		    struct err *e);
	/* Store the whole tile, in place of a narrower one. Not needed for reading. */
	int (*write)(void *ctx, int level, int64_t n, const uint8_t *hashes, int width,
		     struct err *e);
};

struct hash tree_leaf(struct str entry);
struct hash tree_node(const struct hash *left, const struct hash *right);
struct hash tree_empty(void);

/* ---- growing --------------------------------------------------------- */

/* The right edge of a tree, enough to grow it and to know its root. A plain value of 64 KiB; after
 * a failed or rolled back append it no longer fits what is stored: open it again. */
struct tree {
	const struct tile_store *st; /* borrowed */
	int64_t size;		     /* leaves */
	/* Invariant 1: edge[L] holds the hashes of the partial tile at the right edge of level L,
	 * (size >> 8 L) & 255 of them. */
	uint8_t edge[TREE_LEVELS][TILE_BYTES];
};

/* Reads at most one tile a level. ERR_CORRUPT when the tiles stored do not reach `size` or a tile
 * at the edge is wider than it. Size 0 reads nothing. */
int tree_open(struct tree *t, const struct tile_store *st, int64_t size, struct err *e) MUST_USE;
/* Add `n` leaves; each touched tile is written once. */
int tree_append(struct tree *t, const struct hash *leaves, size_t n, struct err *e) MUST_USE;
struct hash tree_root(const struct tree *t);

/* ---- reading at any size that was once the size ------------------------ */
/* `size` must not exceed what is stored (ERR_CORRUPT when tiles are missing). About two tile reads
 * a level. */

int tree_root_at(const struct tile_store *st, int64_t size, struct hash *ret,
		 struct err *e) MUST_USE;
/* The leaf hash itself. */
int tree_leaf_at(const struct tile_store *st, int64_t index, struct hash *ret,
		 struct err *e) MUST_USE;
/* Hashes from the leaf's sibling upward. ERR_INPUT unless 0 <= index < size. */
int tree_inclusion(const struct tile_store *st, int64_t index, int64_t size,
		   struct hash ret[static PROOF_HASHES_MAX], size_t *ret_n, struct err *e) MUST_USE;
/* ERR_INPUT unless 0 < old <= size. Empty when they are equal. */
int tree_consistency(const struct tile_store *st, int64_t old, int64_t size,
		     struct hash ret[static PROOF_HASHES_MAX + 1], size_t *ret_n,
		     struct err *e) MUST_USE;

/* ---- checking, with nothing but the proof ------------------------------ */

/* RFC 9162 section 2.1.3.2. */
bool tree_check_inclusion(int64_t index, int64_t size, const struct hash *leaf,
			  const struct hash *proof, size_t n, const struct hash *root);
/* RFC 9162 section 2.1.4.2. False for old == 0: an empty tree says nothing. */
bool tree_check_consistency(int64_t old, int64_t size, const struct hash *proof, size_t n,
			    const struct hash *old_root, const struct hash *root);
/*
 * The two roots that a proof leads to, for telling a spoilt proof from a log that tells two stories
 * (consistency.h): *ret the root of the tree of `size`, *ret_old the one it had at `old`. False when the
 * proof is of another length, or not 0 < old < size. When `old` is a power of two the proof holds no
 * hash of its own for it, and *ret_old is `old_root`.
 */
bool tree_consistency_roots(int64_t old, int64_t size, const struct hash *proof, size_t n,
			    const struct hash *old_root, struct hash *ret_old, struct hash *ret);

/* "tile/0/x001/x234/067" and, when `width` < 256, ".p/<width>". */
void tile_path(struct buf *b, int level, int64_t n, int width);
/* What follows the level: "/x001/x234/067.p/5". Bundles of entries have it too (tiles.h). */
void tile_path_end(struct buf *b, int64_t n, int width);

#endif
