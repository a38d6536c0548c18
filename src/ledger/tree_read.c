/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tree_read.c - roots and proofs from stored tiles, at any size the tree once had.
 *
 * Everything is the hash of a range of leaves [from, to), split as in RFC 6962 section 2.1: at the
 * largest power of two below its length. A range of 2^k leaves that starts at a multiple of 2^k
 * lies within one tile of level k / 8 and is the fold of 2^(k % 8) of its hashes; the last tile
 * read of each level is kept, since neighbours are asked for together.
 */
#include "ledger/tree.h"

struct tiles {
	const struct tile_store *st;
	struct err *e;
	struct {
		int64_t n; /* -1: nothing read yet */
		int width;
		uint8_t hashes[TILE_BYTES];
	} level[TREE_LEVELS];
};

static void tiles_init(struct tiles *t, const struct tile_store *st, struct err *e)
{
	t->st = st;
	t->e = e;
	for (int i = 0; i < TREE_LEVELS; i++)
		t->level[i].n = -1;
}

/* `count` hashes of a level from index `at` on, all in one tile. */
static int tile_hashes(struct tiles *t, int level, int64_t at, int count, const uint8_t **ret)
{
	int64_t n = at / TILE_WIDTH;
	int first = (int)(at % TILE_WIDTH);
	if (t->level[level].n != n) {
		t->level[level].n = -1;
		int rc = t->st->read(t->st->ctx, level, n, t->level[level].hashes,
				     &t->level[level].width, t->e);
		if (rc == ERR_NOTFOUND)
			return err_set(t->e, ERR_CORRUPT, "tile %d/%lld is missing", level,
				       (long long)n);
		TRY(rc);
		t->level[level].n = n;
	}
	if (first + count > t->level[level].width)
		return err_set(t->e, ERR_CORRUPT, "tile %d/%lld is too short", level, (long long)n);
	*ret = t->level[level].hashes + (size_t)first * HASH_LEN;
	return 0;
}

static int64_t split(int64_t n)
{
	int64_t k = 1;
	while (k < n - k) /* 2 k < n, without overflow */
		k *= 2;
	return k;
}

static int range_hash(struct tiles *t, int64_t from, int64_t to, struct hash *ret)
{
	int64_t n = to - from;
	if ((n & (n - 1)) == 0) {
		int k = 0;
		while (((int64_t)1 << k) < n)
			k++;
		int level = k / 8;
		int count = 1 << k % 8;
		const uint8_t *h = NULL;
		TRY(tile_hashes(t, level, from >> (8 * level), count, &h));
		struct hash fold[TILE_WIDTH / 2];
		memcpy(fold, h, (size_t)count * HASH_LEN);
		for (; count > 1; count /= 2)
			for (int i = 0; i < count / 2; i++)
				fold[i] = tree_node(&fold[2 * i], &fold[2 * i + 1]);
		*ret = fold[0];
		return 0;
	}
	struct hash left;
	struct hash right;
	int64_t k = split(n);
	TRY(range_hash(t, from, from + k, &left));
	TRY(range_hash(t, from + k, to, &right));
	*ret = tree_node(&left, &right);
	return 0;
}

int tree_root_at(const struct tile_store *st, int64_t size, struct hash *ret, struct err *e)
{
	struct tiles t;
	if (size < 0)
		return err_set(e, ERR_INPUT, "a tree has no negative size");
	if (size == 0) {
		*ret = tree_empty();
		return 0;
	}
	tiles_init(&t, st, e);
	struct hash root;
	TRY(range_hash(&t, 0, size, &root));
	*ret = root;
	return 0;
}

int tree_leaf_at(const struct tile_store *st, int64_t index, struct hash *ret, struct err *e)
{
	struct tiles t;
	const uint8_t *h = NULL;
	if (index < 0)
		return err_set(e, ERR_INPUT, "a log has no entry %lld", (long long)index);
	tiles_init(&t, st, e);
	TRY(tile_hashes(&t, 0, index, 1, &h));
	memcpy(ret->b, h, HASH_LEN);
	return 0;
}

static void reverse(struct hash *h, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		struct hash x = h[i];
		h[i] = h[n - 1 - i];
		h[n - 1 - i] = x;
	}
}

int tree_inclusion(const struct tile_store *st, int64_t index, int64_t size,
		   struct hash ret[static PROOF_HASHES_MAX], size_t *ret_n, struct err *e)
{
	struct tiles t;
	size_t n = 0;
	if (index < 0 || index >= size)
		return err_set(e, ERR_INPUT, "there is no entry %lld in a log of %lld",
			       (long long)index, (long long)size);
	tiles_init(&t, st, e);
	/* From the root down, taking the side not gone to. */
	int64_t from = 0;
	int64_t to = size;
	while (to - from > 1) {
		int64_t mid = from + split(to - from);
		if (index < mid) {
			TRY(range_hash(&t, mid, to, &ret[n++]));
			to = mid;
		} else {
			TRY(range_hash(&t, from, mid, &ret[n++]));
			from = mid;
		}
	}
	reverse(ret, n);
	*ret_n = n;
	return 0;
}

/* SUBPROOF of RFC 6962 section 2.1.2, from the root down. */
int tree_consistency(const struct tile_store *st, int64_t old, int64_t size,
		     struct hash ret[static PROOF_HASHES_MAX + 1], size_t *ret_n, struct err *e)
{
	struct tiles t;
	size_t n = 0;
	if (old <= 0 || old > size)
		return err_set(e, ERR_INPUT, "no proof from size %lld to %lld", (long long)old,
			       (long long)size);
	tiles_init(&t, st, e);
	int64_t from = 0;
	int64_t to = size;
	while (old != to) {
		int64_t mid = from + split(to - from);
		if (old <= mid) {
			TRY(range_hash(&t, mid, to, &ret[n++]));
			to = mid;
		} else {
			TRY(range_hash(&t, from, mid, &ret[n++]));
			from = mid;
		}
	}
	/* What remains is known to whoever has the old root, when it is all of the old tree. */
	if (from > 0)
		TRY(range_hash(&t, from, to, &ret[n++]));
	reverse(ret, n);
	*ret_n = n;
	return 0;
}
