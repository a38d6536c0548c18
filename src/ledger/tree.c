/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tree.c - growing the tree at its right edge, and checking proofs.
 *
 * The edge needs nothing but its partial tiles: the perfect subtrees a tree of `size` leaves falls
 * into are, from right to left, the set bits of `size`, and bits 8 L to 8 L + 7 lie in the partial
 * tile of level L.
 */
#include "ledger/tree.h"

struct hash tree_leaf(struct str entry)
{
	char small[256];
	if (entry.n < sizeof small) {
		small[0] = 0;
		if (entry.n)
			memcpy(small + 1, entry.p, entry.n);
		return hash_of(str_n(small, entry.n + 1));
	}
	struct hasher *h = hasher_new();
	hasher_add(h, "", 1);
	hasher_add(h, entry.p, entry.n);
	return hasher_end(h);
}

struct hash tree_node(const struct hash *left, const struct hash *right)
{
	char t[1 + 2 * HASH_LEN];
	t[0] = 1;
	memcpy(t + 1, left->b, HASH_LEN);
	memcpy(t + 1 + HASH_LEN, right->b, HASH_LEN);
	return hash_of(str_n(t, sizeof t));
}

struct hash tree_empty(void)
{
	return hash_of(STR(""));
}

/* ---- growing ---- */

static int edge_width(int64_t size, int level)
{
	return (int)(size >> (8 * level) & (TILE_WIDTH - 1));
}

/* The root of `n` hashes (a power of two) that stand side by side. */
static struct hash fold(const uint8_t *hashes, size_t n)
{
	struct hash t[TILE_WIDTH];
	assert(n >= 1 && n <= TILE_WIDTH && (n & (n - 1)) == 0);
	memcpy(t, hashes, n * HASH_LEN);
	for (; n > 1; n /= 2)
		for (size_t i = 0; i < n / 2; i++)
			t[i] = tree_node(&t[2 * i], &t[2 * i + 1]);
	return t[0];
}

int tree_open(struct tree *t, const struct tile_store *st, int64_t size, struct err *e)
{
	if (size < 0)
		return err_set(e, ERR_INPUT, "a tree has no negative size");
	t->st = st;
	t->size = size;
	for (int level = 0; level < TREE_LEVELS; level++) {
		int width = edge_width(size, level);
		int got = 0;
		if (width == 0)
			continue;
		int rc =
			st->read(st->ctx, level, size >> (8 * level) >> 8, t->edge[level], &got, e);
		if (rc == ERR_NOTFOUND || (rc == 0 && got != width))
			return err_set(e, ERR_CORRUPT,
				       "tile %d/%lld has %d hashes, the log's size asks for %d",
				       level, (long long)(size >> (8 * level) >> 8), rc ? 0 : got,
				       width);
		TRY(rc);
	}
	return 0;
}

static int write_tile(struct tree *t, int level, int64_t count, struct err *e)
{
	/* `count` hashes of the level: the last tile has the remainder, or is full. */
	int width = (int)((count - 1) % TILE_WIDTH) + 1;
	return t->st->write(t->st->ctx, level, (count - 1) / TILE_WIDTH, t->edge[level], width, e);
}

/* Put the next hash at the edge of `level`; a tile that fills up gives one to the level above. */
static int push(struct tree *t, int level, int64_t index, const struct hash *h, struct err *e)
{
	size_t at = (size_t)(index % TILE_WIDTH);
	memcpy(t->edge[level] + at * HASH_LEN, h->b, HASH_LEN);
	if (at != TILE_WIDTH - 1)
		return 0;
	TRY(write_tile(t, level, index + 1, e));
	if (level + 1 == TREE_LEVELS)
		return 0;
	struct hash up = fold(t->edge[level], TILE_WIDTH);
	return push(t, level + 1, index / TILE_WIDTH, &up, e);
}

int tree_append(struct tree *t, const struct hash *leaves, size_t n, struct err *e)
{
	int64_t old = t->size;
	if (n > (uint64_t)(INT64_MAX - old))
		return err_set(e, ERR_TOOBIG, "the log is full");
	for (size_t i = 0; i < n; i++) {
		TRY(push(t, 0, t->size, &leaves[i], e));
		t->size++;
	}
	/* Tiles that filled up are written; what is left are the partial ones that grew. */
	for (int level = 0; level < TREE_LEVELS; level++) {
		int64_t count = t->size >> (8 * level);
		if (count == old >> (8 * level))
			break;
		if (count % TILE_WIDTH)
			TRY(write_tile(t, level, count, e));
	}
	return 0;
}

struct hash tree_root(const struct tree *t)
{
	struct hash root = { { 0 } };
	bool have = false;
	for (int level = 0; level < TREE_LEVELS; level++) {
		size_t end = (size_t)edge_width(t->size, level);
		for (size_t bit = 1; bit <= end; bit *= 2) {
			if (!(end & bit))
				continue;
			end -= bit;
			struct hash left = fold(t->edge[level] + end * HASH_LEN, bit);
			root = have ? tree_node(&left, &root) : left;
			have = true;
		}
	}
	return have ? root : tree_empty();
}

/* ---- checking ---- */

/* RFC 9162 section 2.1.3.2. */
bool tree_check_inclusion(int64_t index, int64_t size, const struct hash *leaf,
			  const struct hash *proof, size_t n, const struct hash *root)
{
	if (index < 0 || index >= size)
		return false;
	uint64_t fn = (uint64_t)index;
	uint64_t sn = (uint64_t)size - 1;
	struct hash r = *leaf;
	for (size_t i = 0; i < n; i++) {
		if (sn == 0)
			return false;
		if ((fn & 1) || fn == sn) {
			r = tree_node(&proof[i], &r);
			while (!(fn & 1) && fn) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			r = tree_node(&r, &proof[i]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && hash_eq(&r, root);
}

/* RFC 9162 section 2.1.4.2. */
bool tree_consistency_roots(int64_t old, int64_t size, const struct hash *proof, size_t n,
			    const struct hash *old_root, struct hash *ret_old, struct hash *ret)
{
	if (old <= 0 || old >= size)
		return false;
	/* A proof from a power of two leaves out its first hash, which is the old root. */
	bool whole = (old & (old - 1)) == 0;
	if (!whole && n == 0)
		return false;
	uint64_t fn = (uint64_t)old - 1;
	uint64_t sn = (uint64_t)size - 1;
	struct hash fr = whole ? *old_root : proof[0];
	struct hash sr = fr;
	while (fn & 1) {
		fn >>= 1;
		sn >>= 1;
	}
	for (size_t i = whole ? 0 : 1; i < n; i++) {
		if (sn == 0)
			return false;
		if ((fn & 1) || fn == sn) {
			fr = tree_node(&proof[i], &fr);
			sr = tree_node(&proof[i], &sr);
			while (!(fn & 1) && fn) {
				fn >>= 1;
				sn >>= 1;
			}
		} else {
			sr = tree_node(&sr, &proof[i]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	*ret_old = fr;
	*ret = sr;
	return sn == 0;
}

bool tree_check_consistency(int64_t old, int64_t size, const struct hash *proof, size_t n,
			    const struct hash *old_root, const struct hash *root)
{
	struct hash fr;
	struct hash sr;
	if (old > 0 && old == size)
		return n == 0 && hash_eq(old_root, root);
	return tree_consistency_roots(old, size, proof, n, old_root, &fr, &sr) &&
	       hash_eq(&fr, old_root) && hash_eq(&sr, root);
}

void tile_path(struct buf *b, int level, int64_t n, int width)
{
	buf_printf(b, "tile/%d", level);
	tile_path_end(b, n, width);
}

void tile_path_end(struct buf *b, int64_t n, int width)
{
	/* Groups of three digits, all but the last with an x before them (C2SP tlog-tiles). */
	int groups[8];
	int k = 0;
	do {
		groups[k++] = (int)(n % 1000);
		n /= 1000;
	} while (n);
	while (k-- > 0)
		buf_printf(b, "/%s%03d", k ? "x" : "", groups[k]);
	if (width < TILE_WIDTH)
		buf_printf(b, ".p/%d", width);
}
